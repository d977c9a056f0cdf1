"""The answer to whether a process description has room on one A4, and what is too long when it has not."""

from dataclasses import dataclass

PHASES = 3  # the part below the three columns, numbered after them


@dataclass(frozen=True)
class TooLong:
    """A part (column 0–2, or PHASES) that needs about so many letters fewer; a row taken away counts as its letters."""

    part: int
    letters: int


@dataclass(frozen=True)
class Fit:
    """What to shorten for it to fit, nothing when it does; and the size of its letters in points, 0 without room."""

    too_long: tuple[TooLong, ...]
    size: float

    @property
    def fits(self) -> bool:
        """Whether there is one page, in PDF and in Word."""
        return not self.too_long


class DoesNotFit(Exception):  # noqa: N818
    """The sheet would need more than one page; `fit` says what is too long."""

    def __init__(self, fit: Fit) -> None:
        super().__init__(fit)
        self.fit = fit
