"""Days, numbers and yes or no are read as people write them in spreadsheets."""

import unicodedata
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loke.dataset.asread import MONTHS, as_day, as_number, as_whole, as_yes_no, serial_day
from loke.dataset.cells import FIRST_DAY, LAST_DAY
from loke.dataset.delimited import NotRows, grid_of
from loke.dataset.grid import Grid, cell_name, columns_of, likely_header

DAYS = """
2026-03-01          2026-03-01
2026-03-01 13:30    2026-03-01
2026-03-01T00:00:00 2026-03-01
2026/3/1            2026-03-01
20260301            2026-03-01
1/3 2026            2026-03-01
1/3-2026            2026-03-01
01/03/2026          2026-03-01
1.3.2026            2026-03-01
1. 3. 2026          2026-03-01
1 mars 2026         2026-03-01
den 1 mars 2026     2026-03-01
1 MAR 2026          2026-03-01
1 mar. 2026         2026-03-01
1\u00a0mars\u00a02026         2026-03-01
46082               2026-03-01
2026-02-29          –
2024-02-29          2024-02-29
31/11 2026          –
3/13/2026           –
1/3 26              –
26-03-01            –
mars 2026           –
1969-12-31          –
1970-01-01          1970-01-01
2149-06-05          2149-06-05
2149-06-06          –
i går               –
""".strip().splitlines()


@pytest.mark.parametrize("line", DAYS)
def test_a_day_is_read_as_it_is_written(line: str) -> None:
    text, wanted = line[:20].strip(" "), line[20:].strip()
    if wanted == "–":
        with pytest.raises(ValueError, match=r"."):
            as_day(text)
    else:
        assert as_day(text) == date.fromisoformat(wanted)


@pytest.mark.parametrize(
    ("number", "from_1904", "day"), [("46082", False, "2026-03-01"), ("44620", True, "2026-03-01")]
)
def test_a_number_for_a_day_counts_from_the_year_of_its_file(number: str, from_1904: bool, day: str) -> None:
    assert as_day(number, from_1904) == date.fromisoformat(day)


@given(st.dates(FIRST_DAY, LAST_DAY), st.integers(0, 5))
def test_every_day_survives_every_way_of_writing_it(day: date, way: int) -> None:
    written = (
        day.isoformat(),
        f"{day.day}/{day.month} {day.year}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%Y%m%d}",
        f"{day.isoformat()} 08:15",
    )
    assert as_day(written[way]) == day


@given(st.dates(date(1990, 1, 1), LAST_DAY), st.booleans())
def test_a_day_as_a_number_comes_back_as_the_day(day: date, from_1904: bool) -> None:
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    assert as_day(str((day - first).days), from_1904) == day


NUMBERS = """
12            12
3,5           3.5
3.5           3.5
1 234,5       1234.5
1\u00a0234,50      1234.50
1.234,5       1234.5
1,234.5       1234.5
70 %          70
70%           70
−3            -3
,5            0.5
5,            5
1e3           1000
12 st         –
1,2,3         –
--3           –
NaN           –
Infinity      –
=1+1          –
""".strip("\n").splitlines()


@pytest.mark.parametrize("line", NUMBERS)
def test_a_number_is_read_as_it_is_written(line: str) -> None:
    text, wanted = line[:14].strip(" "), line[14:].strip(" ")
    if wanted == "–":
        with pytest.raises(ValueError, match=r"."):
            as_number(text)
    else:
        assert as_number(text) == Decimal(wanted)


@given(st.decimals(-(10**9), 10**9, places=4), st.sampled_from(",."))
def test_every_number_survives_comma_and_point(number: Decimal, sign: str) -> None:
    assert as_number(f"{number:f}".replace(".", sign)) == number


@given(st.integers(-(10**9), 10**9))
def test_a_whole_number_may_have_been_saved_with_a_decimal(number: int) -> None:
    assert as_whole(f"{number},0") == as_whole(str(number)) == number


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    for read in (as_day, as_number, as_whole, as_yes_no):
        with suppress(ValueError):
            assert read(text) is not None


@pytest.mark.parametrize("mark", ["x", "X", "ja", "J", "1", "Sant", "TRUE", "✓"])
def test_a_mark_is_yes(mark: str) -> None:
    assert as_yes_no(mark) is True


@pytest.mark.parametrize("mark", ["nej", "N", "0", "FALSKT", "–"])
def test_a_stroke_is_no(mark: str) -> None:
    assert as_yes_no(mark) is False


TEXT = "Kod;Kön;Tal\nA1;Kvinna;1,5\n\nÅ2;Man;2\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_file_is_read_in_the_encodings_that_people_have(encoding: str) -> None:
    assert grid_of(TEXT.encode(encoding)).rows == (
        ("Kod", "Kön", "Tal"),
        ("A1", "Kvinna", "1,5"),
        (),
        ("Å2", "Man", "2"),
    )


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found_out(separator: str) -> None:
    assert grid_of(TEXT.replace(",", ".").replace(";", separator).encode()).rows[1] == ("A1", "Kvinna", "1.5")


def test_letters_in_two_parts_are_put_together_and_odd_spaces_made_plain() -> None:
    assert grid_of("Ko\u0308n;A\u00a0B\u200b\nx;y".encode()).rows[0] == ("Kön", "A B")


def test_what_looks_like_a_command_is_data() -> None:
    assert grid_of(b"a;b\n=cmd|' /C calc'!A0;+1").rows[1] == ("=cmd|' /C calc'!A0", "+1")


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_refused(data: bytes) -> None:
    with suppress(NotRows):
        assert isinstance(grid_of(data), Grid)


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1), min_size=2, max_size=2))
)
def test_what_is_written_with_semicolons_comes_back(rows: list[list[str]]) -> None:
    text = "\n".join(";".join(row) for row in [["a", "b"], *rows])
    assert [list(row) for row in grid_of(text.encode()).rows[1:]] == [
        [unicodedata.normalize("NFC", cell) for cell in row] for row in rows
    ]


def test_headings_are_found_under_titles_and_empty_rows() -> None:
    rows = (("Statistik våren 2026",), (), ("Kod", "Start", "Kön"), ("1", "2026-01-02", "K"))
    assert likely_header(rows) == 2
    assert columns_of(Grid("", rows), 2) == [(0, "Kod"), (1, "Start"), (2, "Kön")]


@pytest.mark.parametrize(("row", "column", "name"), [(0, 0, "A1"), (13, 2, "C14"), (0, 25, "Z1"), (9, 26, "AA10")])
def test_a_cell_has_the_name_it_has_in_excel(row: int, column: int, name: str) -> None:
    assert cell_name(row, column) == name


def test_the_day_before_the_one_that_never_was_is_right() -> None:
    assert serial_day(61, False) == date(1900, 3, 1)
    assert serial_day(59, False) == date(1900, 2, 28) == serial_day(61, False) - timedelta(days=1)
