"""The generator's data are right, and independent ways of working out the tables agree on them."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from benchmarks.compare import differences, same
from benchmarks.contract import TABLES
from benchmarks.effects import t_quantile
from benchmarks.generate import generate
from scipy.stats import t

from benchmarks import r_peer
from loke.dataset.reader import open_dataset

ROOT = Path(__file__).parents[2]
FEW, SERVICES = 700, 10  # enough for groups of ten pairs, series of a year and funnel limits that are widened


# Some services ask with one instrument at other times than it has been answered at, and of the rest it is not said;
# some no longer ask one of the questions.
PLAN = """SELECT service, instrument, service < 's00000006' AS at_start, 4::SMALLINT AS every_weeks,
    service >= 's00000003' AS at_end, if(service < 's00000003', '12 6', '12') AS months_after
    FROM '{0}' WHERE service < 's00000008' AND instrument = 'wellbeing'"""


RETIRED = """SELECT * REPLACE (if(variable = 'housing' AND service < 's00000004', '2024-05-01', NULL) AS retired)
    FROM '{0}'"""


def planned_otherwise(folder: Path, suffix: str) -> None:
    for name, otherwise in (("measurement_plan", PLAN), ("variables", RETIRED)):
        file = folder / f"{name}{suffix}"
        duckdb.sql(f"CREATE OR REPLACE TABLE said AS {otherwise.format(file)}")
        duckdb.sql(f"COPY said TO '{file}' (FORMAT {suffix[1:]})")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("benchmarks") / "data"
    generate(made, FEW, services=SERVICES, seed=7)
    planned_otherwise(made, ".parquet")
    return made


@pytest.fixture(scope="module")
def csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("benchmarks") / "csv"
    generate(made, FEW, services=SERVICES, seed=7, suffix=".csv")
    planned_otherwise(made, ".csv")
    return made


def result(command: list[str], out: Path) -> dict:
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return json.loads(out.read_text(encoding="utf-8"))


def python(module: str, *arguments: str, out: Path) -> dict:
    return result([sys.executable, "-m", module, *arguments, "--by", "sex", "-o", str(out)], out)


@pytest.fixture(scope="module", params=["all", pytest.param("year", marks=pytest.mark.slow)])
def period(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def loke(folder: Path, period: str, tmp_path_factory: pytest.TempPathFactory) -> dict:
    out = tmp_path_factory.mktemp("loke") / "tables.json"
    return python("loke", "analyse", str(folder), "--period", period, "--format", "json", out=out)


def test_loke_has_rows_in_every_table_to_compare(loke: dict, period: str) -> None:
    few = {"groups"} if period == "year" else set()  # in a year no two groups have ten pairs each
    assert all(rows for name, rows in loke["tables"].items() if name not in few)


def test_the_services_compared_have_said_to_ask_at_some_occasions_at_others_or_nothing(loke: dict) -> None:
    due: dict[str, set[str]] = {}
    for row in loke["tables"]["completeness"]:
        if row["what"] == "wellbeing":
            due.setdefault(row["service"], set()).add(row["occasion"])
    said = [{"start", "after_6"}] * 3 + [{"start", "end"}] * 3 + [{"end"}] * 2 + [{"start", "end", "after_6"}] * 2
    assert due == {f"s{number:08d}": occasions for number, occasions in enumerate(said)}


@pytest.mark.parametrize("peer", [pytest.param("pandas", marks=pytest.mark.slow), "polars", "duckdb"])
def test_every_peer_and_loke_give_the_same_tables(
    folder: Path, loke: dict, period: str, peer: str, tmp_path: Path
) -> None:
    found = python(f"benchmarks.{peer}_peer", str(folder), "--period", period, out=tmp_path / "peer.json")
    assert differences(loke, found) == {}


def test_r_and_loke_give_the_same_tables(csv: Path, loke: dict, period: str, tmp_path: Path) -> None:
    if missing := r_peer.missing():
        pytest.skip(missing)
    out = tmp_path / "r.json"
    assert differences(loke, result([*r_peer.command(csv, period, out), "--by", "sex"], out)) == {}


def test_generated_data_have_only_warnings_about_days_outside(folder: Path) -> None:
    snapshot = open_dataset(folder)
    assert len(snapshot.services) == SERVICES
    assert len(snapshot.opened) > FEW, "some come back and some are only counted"
    assert len(snapshot.contact_day) == 40 * FEW
    outside = sum(int(said.split()[1]) for said in snapshot.warnings if said.startswith("measurements"))
    assert sum(len(measured.episode) for measured in snapshot.measurements) == 3 * FEW - outside
    assert all(warning.startswith(("contacts", "measurements")) for warning in snapshot.warnings)


def test_one_seed_gives_the_same_files_and_another_gives_others(folder: Path, tmp_path: Path) -> None:
    for seed in (7, 8):
        generate(tmp_path / str(seed), FEW, services=SERVICES, seed=seed)
    first, again, other = (
        (place / "contacts.parquet").read_bytes() for place in (folder, tmp_path / "7", tmp_path / "8")
    )
    assert first == again
    assert first != other


def test_csv_holds_the_same_dataset_as_parquet(folder: Path, csv: Path) -> None:
    one, other = open_dataset(folder), open_dataset(csv)
    assert one.services == other.services
    assert one.instruments == other.instruments
    assert (one.contact_day == other.contact_day).all()
    assert all((a.items == b.items).all() for a, b in zip(one.measurements, other.measurements, strict=True))


def test_a_difference_is_named_by_table_row_and_column() -> None:
    row = {"service": "a", "period": "all", "what": "sex", "occasion": "opening", "due": 4, "done": 2}
    one = {"completeness": [{**row, "share": 0.5, "low": None, "high": None}]}
    other = {"completeness": [{**row, "done": 3, "share": 0.5 + 1e-12, "low": None, "high": None}]}
    rest = {table: [] for table in TABLES}
    found = differences({"tables": {**rest, **one}}, {"tables": {**rest, **other}})
    assert found == {"completeness": ["('a', 'all', 'sex', 'opening') done: 2 and 3"]}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (1, 1, True),
        (1, 2, False),
        (10**12, 10**12 + 1, False),  # counts exactly
        (0.1, 0.1 + 1e-11, True),
        (0.1, 0.1 + 1e-9, False),  # relative to 0.1
        (0.0, 1e-15, True),
        (None, None, True),
        (None, 0, False),
        ("met", "not_met", False),
    ],
)
def test_counts_compare_exactly_and_figures_to_nine_places(one: object, other: object, alike: bool) -> None:
    assert same(one, other) == alike


@pytest.mark.parametrize("df", [1, 2, 3, 9, 30, 100, 999, 20_000])
def test_t_quantiles_are_those_of_scipy(df: int) -> None:
    assert t_quantile(df) == pytest.approx(t.ppf(0.975, df), rel=1e-10)
