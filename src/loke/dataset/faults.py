"""What is wrong with a dataset: where, what was found, what was expected, and never a personal number."""

import re
from dataclasses import dataclass

SHOWN_PER_FILE = 100
LONGEST = 60
# Six or eight digits of a day, perhaps a separator, and four digits; the first may be a letter (interim numbers).
PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:\d\d)?\d\d[- ]?\d\d[- ]?\d\d[-+ ]?[\dA-Za-z]\d{3}(?!\d)")


@dataclass(frozen=True)
class Fault:
    """One thing to mend. `line` is the line in a text file or the row in a Parquet file; 0 concerns the whole file."""

    file: str
    line: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.file}{place}, hittade {self.found}, väntade {self.expected}"


class Refused(Exception):  # noqa: N818
    """The dataset was refused; `faults` holds the first hundred of each file, `count` counts them all."""

    def __init__(self, faults: list[Fault], count: int) -> None:
        super().__init__(faults, count)
        self.faults = faults
        self.count = count

    def __str__(self) -> str:
        lines = [str(fault) for fault in self.faults]
        if self.count > len(lines):
            lines.append(f"… och {self.count - len(lines)} fel till, sammanlagt {self.count}")
        return "\n".join(lines)


def mask(text: str) -> str:
    """The text with everything that looks like a personal number replaced."""
    return PERSONAL_NUMBER.sub("••••••-••••", text)


def shown(text: str | None) -> str:
    """A found value as a message shows it: on one line, short, masked, within quotation marks."""
    if text is None or text == "":
        return "tomt"
    flat = "".join(mark if mark.isprintable() else "␣" for mark in mask(text))
    return f"”{flat}”" if len(flat) <= LONGEST else f"”{flat[:LONGEST]}…”"
