"""Where everything stands on the Word sheet: sizes and heights that hold in whatever font the base document has."""

from dataclasses import dataclass
from itertools import accumulate, pairwise

from loke.publishing.documents.content import WORDS, Row, Sheet
from loke.publishing.documents.fit import Fit, TooLong
from loke.publishing.documents.letters import lines, typical_letters
from loke.publishing.documents.word_base import Room

SIZES = (12, 11.5, 11, 10.5, 10, 9.5, 9)
SMALLEST = SIZES[-1]
EXPECTED = 0.9  # the size of an expectation beside its row's
GAP = 56.0  # between the columns, in points
PAD = 7.0
INDENT = 13.0  # of an expectation, for its mark
LEADING = 1.22
AROUND_ROW = 6.0
MASTHEAD = (18, 10, 6)  # the sizes of the lines above the table
BELOW_TABLE = 4
MOST_AROUND = 190.0  # points that titles and phases may take
PHASES_TITLE = 90.0


def high(size: float) -> float:
    """The height of a line."""
    return round(size * LEADING * 2) / 2


def column_width(room: Room) -> float:
    """Each of the three."""
    return (room.width - 2 * GAP) / 3


def row_text(number: int, row: Row) -> str:
    """The row with its number, which threads are told by."""
    return f"{number + 1}. {row.text}"


def thread_text(sheet: Sheet, index: int, number: int) -> str:
    """ "Tråd till: 1, 3", or nothing."""
    ends = [str(end + 1) for start, end in sheet.threads[index] if start == number] if index < 2 else []
    return f"{WORDS[sheet.language]['thread']}: {', '.join(ends)}" if ends else ""


@dataclass(frozen=True)
class Layout:
    """The size of the letters, the heights of the grid's rows, and how many of them each row of a column spans."""

    size: float
    room: Room
    head: float
    heights: tuple[float, ...]
    spans: tuple[tuple[int, ...], ...]
    phase_widths: tuple[float, ...]
    phase_heights: tuple[float, float]

    def middles(self, index: int) -> list[float]:
        """How far below the head of the table the middle of each row of a column is."""
        edges = [0.0, *accumulate(self.heights)]
        ends = [0, *accumulate(self.spans[index])]
        return [(edges[start] + edges[end]) / 2 for start, end in pairwise(ends)]


def layout(sheet: Sheet, room: Room) -> Layout | None:
    """The layout with the largest letters that have room, if any do."""
    return next((found for size in SIZES if (found := _laid_out(sheet, room, size))), None)


def _laid_out(sheet: Sheet, room: Room, size: float) -> Layout | None:
    rows = max(1, *(len(column.rows) for column in sheet.columns))
    spans = tuple(_spans(len(column.rows), rows) for column in sheet.columns)
    head, widths = _head(sheet, room), _phase_widths(sheet, room)
    phases = _phase_heights(sheet, widths)
    left = room.height - _around(sheet, room)
    least = [
        max(5.0, *each) for each in zip(*(_shared(sheet, i, room, size, spans[i], rows) for i in range(3)), strict=True)
    ]
    spare = left - sum(least)
    if spare < 0 or _around(sheet, room) > MOST_AROUND:
        return None
    heights = tuple(int(2 * height) / 2 for height in _levelled(least, left))
    return Layout(size, room, head, heights, spans, widths, phases)


def _spans(rows: int, of: int) -> tuple[int, ...]:
    """So many rows spread over a grid of `of`, as evenly as whole rows of the grid allow."""
    return tuple((i + 1) * of // rows - i * of // rows for i in range(rows))


def _shared(sheet: Sheet, index: int, room: Room, size: float, spans: tuple[int, ...], rows: int) -> list[float]:
    """What each row of the grid must have for the rows of one column."""
    column = sheet.columns[index]
    needs = [_needed(sheet, index, number, row, room, size) for number, row in enumerate(column.rows)]
    shares = [need / span for need, span in zip(needs, spans, strict=True) for _ in range(span)]
    return shares or [0.0] * rows


def _needed(sheet: Sheet, index: int, number: int, row: Row, room: Room, size: float) -> float:
    width, small = column_width(room) - 2 * PAD - 2, max(SMALLEST, EXPECTED * size)
    own = high(size) * lines(row_text(number, row), size, width)
    expected = high(small) * sum(_expected(said, small, width) for said in row.expectations)
    threads = thread_text(sheet, index, number)
    return own + expected + (high(SMALLEST) * lines(threads, SMALLEST, width) if threads else 0) + AROUND_ROW


def _expected(said: str, size: float, room: float) -> int:
    """The lines of an expectation, beside its mark."""
    return lines(said, size, room - INDENT)


def _levelled(least: list[float], room: float) -> list[float]:
    """The same height for all, but for those that need more."""
    shared = room / len(least)
    for _ in least:
        above = [need for need in least if need > shared]
        if len(above) < len(least):
            shared = (room - sum(above)) / (len(least) - len(above))
    return [max(need, shared) for need in least]


def _head(sheet: Sheet, room: Room) -> float:
    most = max(lines(column.title, 10.5, column_width(room) - 4) for column in sheet.columns)
    return high(10.5) * most + 5


def _phase_widths(sheet: Sheet, room: Room) -> tuple[float, ...]:
    if not sheet.phases:
        return ()
    return (PHASES_TITLE, *[(room.width - PHASES_TITLE) / len(sheet.phases)] * len(sheet.phases))


def _phase_heights(sheet: Sheet, widths: tuple[float, ...]) -> tuple[float, float]:
    if not sheet.phases:
        return 0, 0
    room = widths[1] - 10
    title = lines(sheet.phases_title, 10, PHASES_TITLE - 10)
    names = max(title, *(lines(phase.text, 10, room) for phase in sheet.phases))
    said = max(sum(_expected(each, SMALLEST, room) for each in phase.expectations) for phase in sheet.phases)
    return high(10) * names + 2, high(SMALLEST) * max(1, said) + 2


def _around(sheet: Sheet, room: Room) -> float:
    """What stands above and below the rows."""
    above = sum(map(high, MASTHEAD)) + _extra_lines(sheet, room)
    below = high(BELOW_TABLE) + sum(_phase_heights(sheet, _phase_widths(sheet, room)))
    foot = high(SMALLEST) * lines(sheet.foot, SMALLEST, room.width)
    return above + _head(sheet, room) + below + foot


def _extra_lines(sheet: Sheet, room: Room) -> float:
    title = lines(sheet.title, 18, room.width) - 1
    under = lines(f"{sheet.service}, {sheet.municipality}  {sheet.version}", 10, room.width - 40) - 1
    return high(18) * title + high(10) * under


def fits_word(sheet: Sheet, room: Room) -> Fit:
    """Whether it fits, and in letters about how much shorter each part must be."""
    found = layout(sheet, room)
    if found:
        return Fit((), found.size)
    letters = typical_letters(SMALLEST, column_width(room) - 2 * PAD)
    over = [*(_over(sheet, index, room) for index in range(3)), _around(sheet, room) - MOST_AROUND]
    if max(over) <= 0:  # no column is too long by itself, but they stand on the same lines
        over[:3] = [1.0] * 3
    return Fit(tuple(TooLong(part, _lines_over(each) * letters) for part, each in enumerate(over) if each > 0), 0)


def _over(sheet: Sheet, index: int, room: Room) -> float:
    rows = sheet.columns[index].rows
    needed = sum(_needed(sheet, index, number, row, room, SMALLEST) for number, row in enumerate(rows))
    return needed - (room.height - _around(sheet, room))


def _lines_over(points: float) -> int:
    return max(1, round(points / high(SMALLEST) + 0.5))
