"""How wide the columns of a Word table are: as wide as they ask, but never so narrow that a word is divided."""

import re
from collections.abc import Sequence

from loke.publishing.documents.content import Table
from loke.publishing.documents.letters import width
from loke.publishing.documents.pdf import written

PAD = 8.0  # points between a text and the next column
SLACK = 1.5  # and more than the letters take, since a word that just has room is divided
MOST = 0.4  # of the room: a word that needs more is divided all the same
BETWEEN = re.compile(r"[ \n\t]+|(?<=-)(?=[^\W\d])")  # where a line may end: after a hyphen, but not within a day


def least_widths(table: Table, language: str, points: float, room: float) -> list[float]:
    """What the longest word of each column takes, in whichever font."""
    return [
        min(MOST * room, PAD + SLACK + max(width(word, points) for word in _words(table, place, language)))
        for place in range(len(table.columns))
    ]


def _words(table: Table, place: int, language: str) -> set[str]:
    texts = [table.columns[place].label, *(written(row[place], language) for row in table.rows)]
    return {word for text in texts for word in BETWEEN.split(text)}


def widths(shares: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """All of the room by their shares; a column that would be too narrow gets its least, and the others give it."""
    if sum(least) >= room:
        return [room * one / sum(least) for one in least]
    held: set[int] = set()
    while True:
        left = room - sum(least[place] for place in held)
        asked = sum(share for place, share in enumerate(shares) if place not in held)
        found = [one if place in held else left * shares[place] / asked for place, one in enumerate(least)]
        narrow = {place for place, one in enumerate(found) if one < least[place]}
        if not narrow:
            return found
        held |= narrow
