"""A .zip may be hostile: nothing outside its folder is written and nothing grows beyond measure."""

import zipfile
from pathlib import Path

import pytest
from tests.dataset.alike import differences
from tests.dataset.small import SMALL

from loke.dataset import unzip as room
from loke.dataset.faults import Refused
from loke.dataset.reader import open_dataset, snapshot_of_rows
from loke.dataset.writer import write


def zipped(path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o120777 << 16
    return entry


def refusal(path: Path, folder: Path) -> str:
    with pytest.raises(Refused) as error:
        room.unzip(path, folder)
    return str(error.value)


@pytest.mark.parametrize("name", ["../services.csv", "/etc/services.csv", "a/../../services.csv", "C:\\services.csv"])
def test_a_path_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    assert "väntade filnamn utan sökväg" in refusal(zipped(tmp_path / "x.zip", (name, b"x")), tmp_path / "in")
    assert {file.name for file in tmp_path.rglob("*")} == {"in", "x.zip"}


def test_a_link_is_refused(tmp_path: Path) -> None:
    assert "väntade vanliga filer" in refusal(zipped(tmp_path / "x.zip", (link("services.csv"), b"/etc")), tmp_path)


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    entries = [(f"{n}.csv", b"") for n in range(room.MOST_ENTRIES + 1)]
    assert "hittade 201 filer, väntade högst 200" in refusal(zipped(tmp_path / "x.zip", *entries), tmp_path)


def test_what_unpacks_to_far_more_than_it_weighs_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", ("services.csv", bytes(room.SMALL + 1)))
    assert "väntade högst 200 gånger så mycket" in refusal(path, tmp_path)


def test_too_large_an_archive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_BYTES", 10)
    assert "väntade högst 10" in refusal(zipped(tmp_path / "x.zip", ("services.csv", b"x" * 11)), tmp_path)


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", ("a/services.csv", b"x"), ("b/services.csv", b"y"))
    (tmp_path / "in").mkdir()
    assert "hittade två filer med namnet ”services.csv”" in refusal(path, tmp_path / "in")


@pytest.mark.parametrize("damage", [b"inte en zip", b"PK\x03\x04 halv"])
def test_a_damaged_archive_is_refused(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(damage)
    assert "hittade en skadad zip-fil" in refusal(tmp_path / "x.zip", tmp_path)


def test_a_package_in_a_folder_inside_the_archive_is_read(tmp_path: Path) -> None:
    write(SMALL, tmp_path / "paket")
    entries = [(f"paket/{file.name}", file.read_bytes()) for file in (tmp_path / "paket").iterdir()]
    found = open_dataset(zipped(tmp_path / "x.zip", *entries))
    assert differences(found, snapshot_of_rows(SMALL)) == []
