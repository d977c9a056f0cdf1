"""Runs of six words as short hashes, so that our wording is held against the guide's without the guide being here.

`python -m tests.promising_practice.sixgrams guide.txt` writes the hashes anew from the guide's text.
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

KEPT = Path(__file__).parent / "data" / "guide_sixgrams.txt"
LENGTH = 6


def words(text: str) -> list[str]:
    """Words in lower case, without marks, figures and the hyphens of broken lines."""
    return re.findall(r"[^\W\d_]+", re.sub(r"-\n", "", text.lower()))


def hashes(text: str) -> Iterator[tuple[str, str]]:
    """Each run of six words with its hash."""
    found = words(text)
    for place in range(len(found) - LENGTH + 1):
        run = " ".join(found[place : place + LENGTH])
        yield hashlib.sha256(run.encode()).hexdigest()[:10], run


def kept() -> set[str]:
    return set(KEPT.read_text().split())


if __name__ == "__main__":
    KEPT.write_text("\n".join(sorted({digest for digest, _ in hashes(Path(sys.argv[1]).read_text())})) + "\n")
