"""The door for files with rows, .xlsx, .csv or .txt, hostile or not: read in a process apart, given as a grid."""

from loke.dataset.grid import Book, Grid
from loke.publishing.documents.apart import asked
from loke.publishing.documents.package import EXCEL, MOST_BYTES, OLD, TABLE_REASONS, Unreadable, check_bytes

ZIP = b"PK\x03\x04"
WORKBOOKS = ("xlsx", "xltx", "xlsm", "xls")
OPEN_DOCUMENTS = ("ods", "ots", "fods")
TEXTS = ("csv", "txt", "tsv")


def read_rows(name: str, data: bytes) -> Book:
    """The sheets of the file. Raises Unreadable; `reason` says what it means in a file with rows."""
    ending = name.rpartition(".")[2].casefold()
    if ending in OPEN_DOCUMENTS:
        raise Unreadable("open_document")
    if ending not in (*WORKBOOKS, *TEXTS):
        raise Unreadable("not_rows")
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large")
    if not data.strip():
        raise Unreadable("nothing_there")
    if (ending in TEXTS) is data.startswith((ZIP, OLD)):
        raise Unreadable("wrong_ending")
    if ending in TEXTS:
        told = asked("delimited", data)
    else:
        check_bytes(data, EXCEL)
        told = asked("cells", data)
    sheets = tuple(Grid(**{**sheet, "rows": tuple(map(tuple, sheet["rows"]))}) for sheet in told["sheets"])
    if not any(sheet.rows for sheet in sheets):
        raise Unreadable("nothing_there")
    return Book(**{**told, "sheets": sheets})


def reason(refused: Unreadable) -> str:
    """In Swedish, what is wrong with the file and what to do."""
    return TABLE_REASONS.get(refused.code) or str(refused)
