"""Client codes: nine random characters in Crockford's base 32 and one that checks them."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random, SystemRandom

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 9  # 45 bits
UNKNOWN = "unknown"  # what an error is called about a code that nobody here has
CHANCE: ContextVar[Random] = ContextVar("chance", default=SystemRandom())  # noqa: B039 – it holds no state
AS_TYPED = re.compile(r"(\w{3}[\s-]?){3}\w")
IN_THREES = re.compile(r"(\w{3}\s){3}\w")
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": "", "\u00a0": ""})


def new_code() -> str:
    body = "".join(CHANCE.get().choice(ALPHABET) for _ in range(LENGTH))
    return body + check_character(body)


@contextmanager
def repeatable(seed: str) -> Iterator[None]:
    """Draw the same codes every time, here and in this thread only; for invented clients, never for real ones."""
    token = CHANCE.set(Random(seed))  # noqa: S311
    try:
        yield
    finally:
        CHANCE.reset(token)


def check_character(body: str) -> str:
    """The character that tells every single wrong character, and every two that changed places.

    The sum over i of a**(i + 1) times character i, in the field of 32 elements (a root of x**5 + x**2 + 1).
    """
    total = 0
    for place, character in enumerate(body, 1):
        total ^= _times_power(ALPHABET.index(character), place)
    return ALPHABET[total]


def is_code(text: str) -> bool:
    """Whether the text is a whole code with the right check character; call `tidy` first."""
    return len(text) == LENGTH + 1 and set(text) <= set(ALPHABET) and check_character(text[:-1]) == text[-1]


def is_ours(text: str) -> bool:
    """Whether the text is written as our codes are: rightly, in one word or in threes, or mistyped and in threes."""
    if AS_TYPED.fullmatch(text.strip()) and is_code(tidy(text)):
        return True
    return bool(IN_THREES.fullmatch(text.strip())) and set(tidy(text)) <= set(ALPHABET)


def tidy(text: str) -> str:
    """A code as people type it – in lower case, with spaces, O for 0 – as it is stored."""
    return text.upper().translate(READ_AS)


def tells_code(text: str, known: Iterable[str] = ()) -> bool:
    """Whether there is a code of ours in a text, however it is typed, or one of those known as a word of its own."""
    words = text.replace("-", " ").upper().split()
    joined = ("".join(words[start : start + length]) for start in range(len(words)) for length in (1, 2, 3, 4))
    if any(is_code(tidy(one)) for one in joined):
        return True
    return any(re.search(rf"(?<!\w){re.escape(code)}(?!\w)", text, re.IGNORECASE) for code in known)


def spaced(code: str) -> str:
    """A code as people read it: in threes. Codes of another kind are left as they are."""
    return f"{code[:3]} {code[3:6]} {code[6:9]} {code[9:]}" if is_code(code) else code


def _times_power(value: int, power: int) -> int:
    for _ in range(power):
        value = value << 1 ^ (0b100101 if value & 16 else 0)
    return value
