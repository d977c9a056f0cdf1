"""What tells who somebody is never gets further than the file: such cells are struck out before anything is kept."""

from collections import Counter
from dataclasses import replace

from loke.dataset.grid import Book, Grid, likely_header
from loke.exchange.checks import kind_of_identifier

STRUCK = "▒"  # begins what stands instead of a cell; nobody writes it
LIKELY_DIGITS = 8
# Headings of columns that say who somebody is; what stands under them is struck out whatever it looks like.
PERSONAL = (
    "namn", "förnamn", "efternamn", "klientnamn", "klientens namn", "personnummer", "persnr", "pnr", "personnr",
    "telefon", "telefonnummer", "mobil", "mobilnummer", "e-post", "epost", "mail", "mejl", "adress", "gatuadress",
    "postadress", "födelsedatum", "samordningsnummer",
)  # fmt: skip


class StruckOut(Book):
    """A book in which nothing tells who somebody is any more; only such a one is kept."""


def struck_out(book: Book) -> StruckOut:
    """The same without personal numbers, telephone numbers, e-mail addresses and columns of names."""
    return StruckOut(tuple(map(_sheet, book.sheets)), book.from_1904, book.known)


def _sheet(sheet: Grid) -> Grid:
    struck = replace(sheet, rows=tuple(map(_row, sheet.rows)))
    return without_personal_columns(struck, likely_header(struck.rows))


def _row(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_cell(cell) for cell in row)


def _cell(cell: str) -> str:
    if len(cell) < LIKELY_DIGITS and "@" not in cell:
        return cell.replace(STRUCK, "")
    suspect = "@" in cell or sum(letter.isdecimal() for letter in cell) >= LIKELY_DIGITS
    if suspect and (kind := kind_of_identifier(cell)):
        return f"{STRUCK} {kind}"
    return cell.replace(STRUCK, "")


def without_personal_columns(grid: Grid, header: int) -> Grid:
    """The same with everything under a heading such as Namn struck out."""
    heads = grid.rows[header] if header < len(grid.rows) else ()
    personal = {place for place, head in enumerate(heads) if " ".join(head.split()).casefold().rstrip(":") in PERSONAL}
    if not personal:
        return grid
    rows = tuple(
        row if number <= header else tuple(_personal(cell, place in personal) for place, cell in enumerate(row))
        for number, row in enumerate(grid.rows)
    )
    return replace(grid, rows=rows)


def _personal(cell: str, personal: bool) -> str:
    return f"{STRUCK} en uppgift om vem någon är" if cell and personal else cell


def struck_columns(grid: Grid, header: int) -> Counter[int]:
    """How many cells are struck out in each column in which at least half of them are: those are not taken in."""
    below = [(place, cell) for row in grid.rows[header + 1 :] for place, cell in enumerate(row) if cell]
    filled = Counter(place for place, _cell in below)
    struck = Counter(place for place, cell in below if cell.startswith(STRUCK))
    return Counter({place: count for place, count in struck.items() if 2 * count >= filled[place]})


def shown(cell: str) -> str:
    """What may be seen of a cell in a message."""
    if cell.startswith(STRUCK):
        return cell.removeprefix(STRUCK).strip()
    return cell if len(cell) <= 60 else f"{cell[:59]}…"
