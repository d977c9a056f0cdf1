"""A packed dataset is the same snapshot, or is refused."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.dataset.alike import differences
from tests.dataset.small import SMALL

from loke.dataset.faults import Refused
from loke.dataset.pack import Damaged, is_packed, pack, unpack
from loke.dataset.reader import open_dataset, snapshot_of_rows

ROOT = Path(__file__).parents[2]
SNAPSHOT = snapshot_of_rows(SMALL)


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    pack(SNAPSHOT, tmp_path / "x.loke")
    return tmp_path / "x.loke"


def test_what_is_unpacked_is_what_was_packed(packed: Path) -> None:
    assert differences(unpack(packed), SNAPSHOT) == []
    assert differences(open_dataset(packed), SNAPSHOT) == []


def header(path: Path) -> str:
    return path.read_bytes().partition(b'"columns"')[0].decode("latin-1")


def test_a_file_says_when_instruments_are_asked_only_where_a_service_has_said_it(packed: Path, tmp_path: Path) -> None:
    unsaid = snapshot_of_rows({name: rows for name, rows in SMALL.items() if name != "measurement_plan"})
    pack(unsaid, tmp_path / "as it was")
    assert '"plan": [{"instrument": "magga"' in header(packed)
    assert '"plan": ' not in header(tmp_path / "as it was"), "as programs before the plan wrote and read it"
    assert differences(unpack(tmp_path / "as it was"), unsaid) == []


def test_a_program_before_the_plan_is_told_by_the_format(packed: Path, tmp_path: Path) -> None:
    unsaid = snapshot_of_rows({name: rows for name, rows in SMALL.items() if name != "measurement_plan"})
    pack(unsaid, tmp_path / "as it was")
    assert [path.read_bytes()[8] for path in (tmp_path / "as it was", packed)] == [3, 4]


def test_a_file_says_what_is_no_longer_asked_where_there_is_some(packed: Path, tmp_path: Path) -> None:
    rows = {**SMALL, "variables": [{**row, "retired": "2024-05-01"} for row in SMALL["variables"]]}
    fewer = snapshot_of_rows(rows)
    pack(fewer, tmp_path / "fewer")
    assert fewer.services[0].retired
    assert differences(unpack(tmp_path / "fewer"), fewer) == []
    assert (tmp_path / "fewer").read_bytes()[8] == 5
    assert '"retired": ' not in header(packed)


def test_a_packed_column_cannot_be_written_to(packed: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        unpack(packed).opened[0] = 1


def test_packing_again_replaces_the_file_and_leaves_nothing_beside_it(packed: Path) -> None:
    pack(snapshot_of_rows({**SMALL, "contacts": []}), packed)
    assert unpack(packed).contact_kind.size == 0
    assert list(packed.parent.iterdir()) == [packed]


def test_every_changed_byte_is_noticed(packed: Path) -> None:
    whole = packed.read_bytes()
    for place in range(0, len(whole), 37):
        packed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises((Damaged, Refused)):
            open_dataset(packed)


@pytest.mark.parametrize("length", [0, 10, 30, 1000, -1])
def test_a_file_cut_short_is_damaged(packed: Path, length: int) -> None:
    packed.write_bytes(packed.read_bytes()[:length])
    with pytest.raises(Damaged, match=r"loke pack"):
        unpack(packed)


def test_a_file_of_another_format_says_which(packed: Path) -> None:
    whole = packed.read_bytes()
    packed.write_bytes(whole[:8] + b"\x63" + whole[9:])
    with pytest.raises(Damaged, match="packad i format 99"):
        unpack(packed)


def test_another_file_is_not_packed(tmp_path: Path) -> None:
    (tmp_path / "brev.txt").write_text("hej")
    assert not is_packed(tmp_path / "brev.txt")
    with pytest.raises(Damaged, match="inte ett packat dataset"):
        unpack(tmp_path / "brev.txt")


def test_what_a_page_needs_loads_no_data_frame_engine() -> None:
    modules = "loke.dataset.assemble, loke.dataset.pack"
    program = f"import sys, {modules}; print({{'duckdb', 'pandas', 'pyarrow', 'scipy'}} & sys.modules.keys())"
    result = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": "src"}, cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert result.stdout == "set()\n"
