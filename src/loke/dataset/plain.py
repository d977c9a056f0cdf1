"""Plain values, equal when all that they hold is equal."""


class Plain:
    """Nobody changes one, and so it has a hash; made frozen it would take six times as long to make.

    What all have is written once, here, since a dataclass with methods of its own takes four times as long to begin
    with, and a program that is started for one analysis has dozens of them.
    """

    def __eq__(self, other: object) -> bool:
        return vars(self) == vars(other) if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(vars(self).values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"
