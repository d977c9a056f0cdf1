"""What a person is told about a package that was refused: every fault once, at its place, and nothing that follows."""

from pathlib import Path

import pytest
from tests.dataset.small import SMALL
from tests.dataset.test_source import refused, save

from loke.dataset.pack import pack
from loke.dataset.reader import read, snapshot_of_rows
from loke.dataset.writer import write


def saved(tmp_path: Path, table: str, *changes: tuple[str, str], separator: str = ",") -> Path:
    """The small dataset with some text of one table changed."""
    file = save(tmp_path / "paket", separator) / f"{table}.csv"
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    return file.parent


def test_a_short_row_gives_one_fault_and_hides_no_other(tmp_path: Path) -> None:
    short = ("e2,A2,oppna,2016-03-01,,,", "e2,A2,oppna")
    folder = saved(tmp_path, "episodes", short, ("avbrott", "flytt"))
    (folder / "goals.csv").write_text("episode,goal,attainment\ne2,Bo,fully\ne9,Bo,fully\n", "utf-8")
    assert refused(folder) == [
        "episodes.csv:3:, hittade 3 kolumner, väntade 7 kolumner, som i rubrikraden",
        "episodes.csv:4:ending, hittade ”flytt”, väntade ett avslut som finns i endings för verksamheten",
        "goals.csv:3:episode, hittade ”e9”, väntade en kod som finns i episodes",
    ]


@pytest.mark.parametrize("row", ["e2", "e2,A2,oppna,2016-03-01,,,,x", '"e2",,,,,,,"x"'])
def test_nothing_else_is_said_about_a_row_of_another_length(tmp_path: Path, row: str) -> None:
    (fault,) = refused(saved(tmp_path, "episodes", ("e2,A2,oppna,2016-03-01,,,", row)))
    assert fault.startswith("episodes.csv:3:, hittade")


@pytest.mark.parametrize(
    ("table", "row", "short"),
    [
        ("scales", "magga,oro,Oro,q1 q2", "magga,oro,Oro\n#"),
        ("variables", "oppna,boende,Boende,background,choice,opening", "oppna,boende,Boende"),
        ("options", "oppna,boende,hyra,Hyra,2", "oppna,boende"),
        ("endings", "oppna,klar,Klar,completed,true", "oppna"),
        ("measurements", "m1,e1,magga,start,2016-01-31,,client,alone", "m1"),
    ],
)
def test_what_refers_to_a_row_too_short_to_tell_is_not_accused(
    tmp_path: Path, table: str, row: str, short: str
) -> None:
    faults = refused(saved(tmp_path, table, (row, short)))
    assert {fault.partition(":")[0] for fault in faults} == {f"{table}.csv"}


def test_a_row_of_separators_alone_is_no_row_however_many_they_are(tmp_path: Path) -> None:
    folder = saved(tmp_path, "episodes", ("e2,A2", ",,\ne2,A2"))
    with read(folder) as dataset:
        assert len(list(dataset.rows("episodes"))) == 4


def test_a_table_that_cannot_be_read_or_is_not_there_accuses_no_other(tmp_path: Path) -> None:
    folder = save(tmp_path / "paket")
    (folder / "services.csv").write_bytes(b"\x00")
    (folder / "episodes.csv").unlink()
    assert refused(folder) == [
        "services.csv, hittade en fil som inte är text, väntade en textfil i UTF-8",
        "episodes.csv, hittade ingen sådan fil, väntade tabellen episodes",
    ]


def test_a_packed_file_is_called_what_it_is(tmp_path: Path) -> None:
    pack(snapshot_of_rows(SMALL), tmp_path / "fil.loke")
    with (
        pytest.raises(Exception, match="hittade en packad fil, som bara är till för loke analyse"),
        read(tmp_path / "fil.loke"),
    ):
        pass


def test_a_file_that_is_nothing_of_the_kind_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "hosts").write_text("127.0.0.1 localhost")
    wanted = "väntade en mapp eller .zip med tabeller"
    assert refused(tmp_path / "hosts") == [
        f"hosts, hittade en fil som varken är en mapp, en .zip eller en packad fil, {wanted}"
    ]


def test_a_zip_is_known_by_what_it_holds(tmp_path: Path) -> None:
    write(SMALL, tmp_path / "paket.zip")
    (tmp_path / "paket.zip").rename(tmp_path / "paket")
    with read(tmp_path / "paket") as dataset:
        assert dataset.tables == tuple(SMALL)


def test_a_folder_without_tables_is_told_so_once(tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    (tmp_path / "tom" / "brev.txt").write_text("hej")
    assert refused(tmp_path / "tom") == [
        "tom, hittade ingen services.csv i mappen, väntade en mapp eller .zip med tabeller"
    ]


def test_a_cell_is_shown_as_it_is_written(tmp_path: Path) -> None:
    folder = saved(tmp_path, "expectations", (";0,9", ";1,6"), separator=";")
    assert refused(folder) == ["expectations.csv:2:share, hittade ”1,6”, väntade ett tal mellan 0 och 1"]


def test_one_cell_is_one_fault(tmp_path: Path) -> None:
    folder = saved(tmp_path, "scales", (",mean,", ",median,"))
    assert refused(folder) == ["scales.csv:2:score, hittade ”median”, väntade mean eller sum"]


def test_a_column_that_is_missed_is_told_with_the_unknown_ones(tmp_path: Path) -> None:
    folder = saved(tmp_path, "episodes", ("episode,client", "kontakt,client"))
    assert refused(folder) == [
        "episodes.csv:1:episode, hittade ingen sådan kolumn men den okända ”kontakt”, väntade kolumnen episode"
    ]
