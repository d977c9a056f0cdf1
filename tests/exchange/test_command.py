"""`loke import` and `loke export` at the command line: what they say and how they end."""

from pathlib import Path

import pytest
from tests.dataset.small import small
from tests.exchange.alike import part, stored

from loke import cli
from loke.accounts.actions import make_organisation, make_unit
from loke.accounts.models import Organisation
from loke.dataset.reader import read
from loke.dataset.writer import write
from loke.description.models import Service

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # what the database does at an import: test_import.py


@pytest.fixture
def package(tmp_path: Path) -> Path:
    write(small(), tmp_path / "package")
    return tmp_path / "package"


def told(capsys: pytest.CaptureFixture) -> str:
    """What was said, but for which installation it is."""
    lines = capsys.readouterr().err.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(("Installationen: ", "En ny installation: ")))


def test_a_package_goes_in_and_comes_out_again(package: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert cli.main(["import", str(package)]) == 0
    assert told(capsys).splitlines() == [
        "Öppna lades i enheten Öppna, Norrby (en ny organisation).",
        "Unga lades i enheten Unga, Norrby (en ny organisation).",
        "Klart: Öppna, Unga.",
    ]
    assert cli.main(["export", "oppna", str(tmp_path / "out.zip"), "--format", "parquet"]) == 0
    with read(package) as went_in, read(tmp_path / "out.zip") as came_out:
        assert part(came_out, "oppna") == part(went_in, "oppna") == stored("oppna")


def test_refused_input_ends_with_2_and_a_line_for_each_fault(package: Path, capsys: pytest.CaptureFixture) -> None:
    goals = package / "goals.csv"
    goals.write_text(goals.read_text().replace("Egen bostad", "070-123 45 67") + "e9,Jobb,fully,,,\n")
    assert cli.main(["import", str(package)]) == 2
    assert told(capsys).startswith("goals.csv:3:episode, hittade ”e9”, väntade")
    goals.write_text(goals.read_text().replace("e9,", "e2,"))
    assert cli.main(["import", str(package)]) == 2
    wanted = "goals.csv:2:goal, hittade ett telefonnummer, väntade inget som visar vem någon är\n"
    assert told(capsys) == wanted
    assert not Service.objects.exists()


def test_what_is_not_there_ends_with_2(package: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert cli.main(["import", str(package), "--unit", "norr"]) == 2
    assert cli.main(["export", "oppna", str(tmp_path / "out")]) == 2
    assert told(capsys).splitlines() == [
        "Enheten norr finns inte.",
        "Verksamheten oppna finns inte i den här installationen.",
    ]


def test_a_service_comes_to_the_only_municipality_and_it_is_said_where(
    package: Path, capsys: pytest.CaptureFixture
) -> None:
    make_organisation(by=None, code="e", name="Exempelkommun")
    assert cli.main(["import", str(package)]) == 0
    assert "Öppna lades i enheten Öppna, Exempelkommun.\n" in told(capsys)
    assert [one.name for one in Organisation.objects.all()] == ["Exempelkommun"]


def test_once_more_with_another_municipality_says_that_nothing_is_moved(
    package: Path, capsys: pytest.CaptureFixture
) -> None:
    make_organisation(by=None, code="e", name="Exempelkommun")
    assert cli.main(["import", str(package), "--organisation", "Norrby", "--new-organisation"]) == 0
    capsys.readouterr()
    assert cli.main(["import", str(package), "--organisation", "Exempelkommun"]) == 0
    line = (
        "Öppna fanns redan i enheten Öppna, Norrby och ligger kvar där: --organisation gäller bara nya verksamheter. "
        "Den är uppdaterad.\n"
    )
    assert line in told(capsys)
    assert cli.main(["import", str(package)]) == 0  # all of it is here, so nobody need say where
    assert "Unga fanns redan i enheten Unga, Norrby. Den är uppdaterad.\n" in told(capsys)


@pytest.mark.parametrize("more", [[], ["--unit", "u"]])
def test_a_misspelled_municipality_is_refused_with_the_names_that_exist(
    package: Path, capsys: pytest.CaptureFixture, more: list[str]
) -> None:
    make_unit(by=None, organisation=make_organisation(by=None, code="e", name="Exempelkommun"), code="u", name="U")
    assert cli.main(["import", str(package), "--organisation", "Exempelkomun", *more]) == 2
    assert told(capsys) == (
        "Ingen organisation heter Exempelkomun. Här finns: Exempelkommun. "
        "Rätta namnet, eller lägg till --new-organisation om den är ny.\n"
    )
    assert not Service.objects.exists()
    assert Organisation.objects.count() == 1


def test_a_unit_that_is_not_there_is_refused_with_those_that_are(package: Path, capsys: pytest.CaptureFixture) -> None:
    make_unit(by=None, organisation=make_organisation(by=None, code="e", name="Exempelkommun"), code="u", name="U")
    assert cli.main(["import", str(package), "--unit", "norr"]) == 2
    assert told(capsys) == "Enheten norr finns inte. Här finns: u.\n"


def test_a_folder_with_other_things_in_it_is_not_written_over(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mina")
    assert cli.main(["import", str(package)]) == 0
    assert cli.main(["export", "oppna", str(tmp_path / "mine")]) == 2
    assert "är en mapp med annat i" in told(capsys)
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_unknown_columns_are_reported(package: Path, capsys: pytest.CaptureFixture) -> None:
    services = package / "services.csv"
    services.write_text("\r\n".join(line + ",x" for line in services.read_text().splitlines()) + "\r\n")
    assert cli.main(["import", str(package)]) == 0
    assert "services.csv: okänd kolumn ”x”, inte läst" in told(capsys)
