"""A hostile file with rows is refused with a reason, and what looks like a command in a harmless one is data."""

import struct
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from io import BytesIO, TextIOWrapper

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from loke.dataset.delimited import NotRows
from loke.dataset.grid import Book
from loke.publishing.documents import apart, confined, rows_in
from loke.publishing.documents.confined import TASKS
from loke.publishing.documents.package import MOST_BYTES, TABLE_REASONS, Unreadable
from loke.publishing.documents.rows_in import read_rows, reason

SHEET, BOOK, TYPES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"
RELS, SHEET_RELS = "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
LONG = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100_000 + b'">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook(**options) -> bytes:
    """A small one, with what a real one has: a day, a formula, a merged cell, a hidden sheet."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as book:
        day, share = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "0%"})
        sheet = book.add_worksheet("Träffar")
        for place, head in enumerate(["Kod", "Datum", "Andel", "Kom"]):
            sheet.write_string(0, place, head)
        sheet.merge_range(1, 0, 2, 0, "K1")
        sheet.write_datetime(1, 1, datetime(2026, 3, 1), day)
        sheet.write_number(1, 2, 0.7, share)
        sheet.write_boolean(1, 3, True)
        sheet.write_string(2, 1, "=cmd|' /C calc'!A0")
        sheet.write_formula(2, 2, "=1+1", None, 2)
        book.add_worksheet("Dolt").hide()
    return file.getvalue()


GOOD = workbook()


def changed(parts: Mapping[str, Callable[[bytes], bytes]] | None = None, **new: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in old.namelist():
            made.writestr(name, (parts or {}).get(name, lambda part: part)(old.read(name)))
        for name, part in new.items():
            made.writestr(name, part)
    return file.getvalue()


def before_root(text: bytes, part: str = SHEET) -> bytes:
    root = b"<worksheet" if part == SHEET else b"<workbook"
    return changed({part: lambda whole: whole.replace(root, text + root, 1)})


def with_rows(rows: bytes) -> bytes:
    return changed({SHEET: lambda part: part[: part.index(b"<sheetData>") + 11] + rows + b"</sheetData></worksheet>"})


def related(kind: str, target: str, outside: bool) -> bytes:
    mode = ' TargetMode="External"' if outside else ""
    line = f'<Relationship Id="rId99" Type="{KINDS}/{kind}" Target="{target}"{mode}/></Relationships>'
    return changed({RELS: lambda rels: rels.replace(b"</Relationships>", line.encode())})


def with_type(content_type: bytes) -> bytes:
    return changed({TYPES: lambda part: part.replace(b"spreadsheetml.sheet.main+xml", content_type)})


def many_entries(count: int) -> bytes:
    """Entries without content, written by hand: a million of them in a moment."""
    name = b"a"
    local = b"PK\x03\x04" + b"\0" * 22 + struct.pack("<HH", 1, 0) + name
    head = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + name
    size = min(len(head) * count, 2**32 - 1)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, min(count, 65535), min(count, 65535), size, len(local), 0)
    return local + head * min(count, 200_000) + end


def lying() -> bytes:
    """The directory says that a part of 20 MB has ten bytes."""
    data = bytearray(changed(**{"xl/big.xml": b" " * 20_000_000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(GOOD)
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def columns(count: int) -> bytes:
    names = (xlsxwriter.utility.xl_col_to_name(place) for place in range(count))
    cells = "".join(f'<c r="{name}1"><v>1</v></c>' for name in names)
    return with_rows(f'<row r="1">{cells}</row>'.encode())


def nested() -> bytes:
    return with_rows(b"<row><c><is>" + b"<r>" * 100_000 + b"</r>" * 100_000 + b"</is></c></row>")


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing": ("a.xlsx", lambda: b"", "nothing_there"),
    "only spaces": ("a.csv", lambda: b" \r\n\t", "nothing_there"),
    "another ending": ("a.exe", lambda: GOOD, "not_rows"),
    "no ending": ("a", lambda: GOOD, "not_rows"),
    "an Excel file that says it is text": ("a.csv", lambda: GOOD, "wrong_ending"),
    "a text that says it is Excel": ("a.xlsx", lambda: b"Kod;Datum\n1;2", "wrong_ending"),
    "a pdf that is a zip too": ("a.xlsx", lambda: b"%PDF-1.7 " + GOOD, "wrong_ending"),
    "a pdf that says it is text": ("a.csv", lambda: b"%PDF-1.7 " + GOOD, "not_rows"),
    "a page": ("a.csv", lambda: b"<html><script>alert(1)</script><table>", "not_rows"),
    "a picture": ("a.csv", lambda: b"\x89PNG\r\n\x1a\n" + b"x;y\n" * 9, "not_rows"),
    "a program": ("a.txt", lambda: b"MZ\x90\0\x03", "not_rows"),
    "an old .xls": ("a.xls", lambda: OLE + b"x" * 600, "old_excel"),
    "an old .xls with a new name": ("a.xlsx", lambda: OLE + b"x" * 600, "old_excel"),
    "a password": ("a.xlsx", lambda: OLE + "EncryptedPackage".encode("utf-16-le") + b"x" * 600, "locked"),
    "a part with a password": ("a.xlsx", encrypted, "damaged"),
    "a Word file": ("a.xlsx", lambda: with_type(b"wordprocessingml.document.main+xml"), "not_excel"),
    "any zip": ("a.xlsx", lambda: many_entries(1), "not_excel"),
    "too large": ("a.xlsx", lambda: b"PK\x03\x04" + b"x" * MOST_BYTES, "too_large"),
    "too large a text": ("a.csv", lambda: b"a;b\n" * (MOST_BYTES // 4 + 1), "too_large"),
    "half a file": ("a.xlsx", lambda: GOOD[: len(GOOD) // 2], "damaged"),
    "the middle spoilt": ("a.xlsx", lambda: GOOD[:1500] + b"x" * 400 + GOOD[1900:], "damaged"),
    "a million entries": ("a.xlsx", lambda: many_entries(10**6), "too_many_parts"),
    "two thousand entries": ("a.xlsx", lambda: many_entries(2000), "too_many_parts"),
    "70 MB of spaces": ("a.xlsx", lambda: changed(**{"xl/a.xml": b" " * 70_000_000}), "unpacks_too_large"),
    "a thousand to one": ("a.xlsx", lambda: changed(**{"xl/a.bin": b"a" * 9_000_000}), "unpacks_too_large"),
    "a size that lies": ("a.xlsx", lying, "damaged"),
    "the same part twice": ("a.xlsx", lambda: changed(**{SHEET.upper(): b"<worksheet/>"}), "damaged"),
    "a path upwards": ("a.xlsx", lambda: changed(**{"../../etc/passwd": b"x"}), "damaged"),
    "an absolute path": ("a.xlsx", lambda: changed(**{"/etc/passwd": b"x"}), "damaged"),
    "macros": ("a.xlsx", lambda: changed(**{"xl/vbaProject.bin": b"x"}), "macros"),
    "macros in the type": ("a.xlsm", lambda: with_type(b"sheet.macroEnabled.main+xml"), "macros"),
    "a macro's relationship": ("a.xlsx", lambda: related("vbaProject", "x.bin", False), "macros"),
    "an entity": ("a.xlsx", lambda: before_root(BOMB), "entities"),
    "an outer entity": ("a.xlsx", lambda: before_root(b'<!DOCTYPE x SYSTEM "http://example.org/x">'), "entities"),
    "an entity in the workbook": ("a.xlsx", lambda: before_root(BOMB, BOOK), "entities"),
    "a long entity many times": ("a.xlsx", lambda: before_root(LONG), "entities"),
    "an entity in UTF-16": (
        "a.xlsx",
        lambda: changed({SHEET: lambda part: part.decode().replace("UTF-8", "UTF-16").encode("utf-16")}),
        "encoding",
    ),
    "another encoding": ("a.xlsx", lambda: changed({SHEET: lambda p: p.replace(b"UTF-8", b"UTF-7", 1)}), "encoding"),
    "another file's values": ("a.xlsx", lambda: related("externalLinkPath", "file:/c:/x.xlsx", True), "linked"),
    "a picture from outside": ("a.xlsx", lambda: related("image", "http://example.org/x.png", True), "linked"),
    "an embedded object": ("a.xlsx", lambda: related("oleObject", "x.bin", False), "embedded"),
    "16,384 columns": ("a.xlsx", lambda: columns(16_384), "too_many_columns"),
    "501 columns": ("a.xlsx", lambda: columns(501), "too_many_columns"),
    "a column that Excel has not": ("a.xlsx", lambda: with_rows(b'<row><c r="ZZZZ1"><v>1</v></c></row>'), "damaged"),
    "1,048,576 empty rows with a format": (
        "a.xlsx",
        lambda: with_rows(b"".join(b'<row r="%d" s="1" ht="%d"/>' % (n, n % 97) for n in range(1_048_576))),
        "too_many_rows",
    ),
    "a row far down": (
        "a.xlsx",
        lambda: with_rows(b'<row r="900000"><c r="A900000"><v>1</v></c></row>'),
        "too_many_rows",
    ),
    "a row before the first": (
        "a.xlsx",
        lambda: with_rows(b'<row r="0"><c r="A0"><v>1</v></c></row>'),
        "too_many_rows",
    ),
    "too many rows of text": ("a.csv", lambda: b"a;b\n" * 50_001, "too_many_rows"),
    "too many columns of text": ("a.csv", lambda: b";".join([b"a"] * 501), "too_many_columns"),
    "a hundred thousand levels": ("a.xlsx", nested, "damaged"),
    "broken XML": ("a.xlsx", lambda: changed({SHEET: lambda part: part[:-20]}), "damaged"),
    "a string that is not there": ("a.xlsx", lambda: with_rows(b'<row><c t="s"><v>99999</v></c></row>'), "damaged"),
    "a number that is none": ("a.xlsx", lambda: with_rows(b"<row><c><v>12abc</v></c></row>"), "damaged"),
    "no sheet with anything": ("a.xlsx", lambda: with_rows(b""), "nothing_there"),
    "zero bytes in a text": ("a.csv", lambda: b"Kod;Tal\n1;\x002", "not_text"),
    "halves of letters": ("a.csv", lambda: b"Kod;Tal\n1;\xed\xa0\x80", "not_text"),
    "half a letter in UTF-16": ("a.csv", lambda: "Kod;Tal\n".encode("utf-16") + b"\x00\xd8", "not_text"),
    "a bell": ("a.csv", lambda: b"Kod;Tal\n1;\x07", "not_text"),
    "a cell without an end": ("a.csv", lambda: b'Kod;Tal\n1;"' + b"x" * 40_000, "cell_too_long"),
}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same tasks without a process for each, so that many can be tried."""

    def asked(task: str, data: bytes) -> object:
        try:
            return TASKS[task](data)
        except NotRows as refused:
            raise Unreadable(refused.code) from refused

    monkeypatch.setattr(rows_in, "asked", asked)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_with_rows_is_refused_with_a_reason(kind: str) -> None:
    name, make, code = HOSTILE[kind]
    with pytest.raises(Unreadable) as refused:
        read_rows(name, make())
    assert refused.value.code == code
    assert reason(refused.value) == TABLE_REASONS[code]


@pytest.mark.parametrize("kind", ["an entity", "16,384 columns", "halves of letters", "a password"])
def test_the_process_apart_refuses_it_with_the_same_reason(kind: str) -> None:
    name, make, code = HOSTILE[kind]
    with pytest.raises(Unreadable) as refused:
        read_rows(name, make())
    assert refused.value.code == code


def test_more_than_an_answer_may_hold_is_refused_by_the_process_itself(monkeypatch, capsys) -> None:
    monkeypatch.setattr(confined, "MOST_ANSWER", 10)
    monkeypatch.setattr(confined, "LIMITS", {})
    monkeypatch.setattr(confined.sys, "argv", ["confined", "delimited"])
    monkeypatch.setattr(confined.sys, "stdin", TextIOWrapper(BytesIO(b"Kod;Tal\n1;2")))
    confined.main()
    assert capsys.readouterr().out == '{"refused": "too_much_text"}'


def test_one_file_is_read_at_a_time_and_the_next_is_told_to_wait(monkeypatch) -> None:
    monkeypatch.setattr(apart, "WAIT", 0.01)
    with apart.ALONE, pytest.raises(Unreadable) as refused:
        read_rows("a.csv", b"Kod;Tal\n1;2")
    assert "Försök igen om en stund." in reason(refused.value)
    assert read_rows("a.csv", b"Kod;Tal\n1;2").sheets


@pytest.mark.usefixtures("here")
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=40))
@settings(max_examples=100, deadline=None)
def test_a_workbook_spoilt_anywhere_is_read_or_refused_and_nothing_else(spoilt: list[tuple[float, int]]) -> None:
    data = bytearray(GOOD)
    for place, byte in spoilt:
        data[int(place * len(data))] = byte
    with suppress(Unreadable):
        assert isinstance(read_rows("a.xlsx", bytes(data)), Book)


def test_a_workbook_is_read_as_it_shows_itself() -> None:
    book = read_rows("Träffar.xlsx", GOOD)
    assert [sheet.name for sheet in book.sheets] == ["Träffar"]  # the hidden one is empty
    assert book.sheets[0].rows == (
        ("Kod", "Datum", "Andel", "Kom"),
        ("K1", "2026-03-01", "70 %", "SANT"),
        ("K1", "=cmd|' /C calc'!A0", "2"),
    )
    assert (book.sheets[0].formulas, book.sheets[0].merged) == (1, 1)


def test_a_sheet_is_hidden_only_if_it_says_so() -> None:
    file, made = BytesIO(), openpyxl.Workbook()  # writes `visible` where Excel says nothing
    for name, state in (("Klienter", "visible"), ("Listor", "hidden"), ("Regler", "veryHidden")):
        sheet = made.create_sheet(name)
        sheet.append(["Kod"])
        sheet.sheet_state = state
    made.save(file)
    book = read_rows("a.xlsx", file.getvalue())
    assert {sheet.name: sheet.hidden for sheet in book.sheets} == {"Klienter": False, "Listor": True, "Regler": True}


def test_days_are_counted_from_the_year_that_the_workbook_says() -> None:
    book = read_rows("a.xlsx", workbook(date_1904=True))
    assert book.from_1904
    assert book.sheets[0].cell(1, 1) == "2026-03-01"


def test_a_link_in_a_cell_does_no_harm_and_is_not_followed() -> None:
    assert read_rows("a.xlsx", related("hyperlink", "file:/server/share", True)).sheets


def test_strings_that_say_how_they_are_read_aloud_are_read_without_it() -> None:
    runs = b'<r><t>A</t></r><rPh sb="0" eb="1"><t>ey</t></rPh><r><t>_x0007_B</t></r>'
    line = b'<row><c t="inlineStr"><is>' + runs + b"</is></c></row>"
    assert read_rows("a.xlsx", with_rows(line)).sheets[0].rows == (("AB",),)
