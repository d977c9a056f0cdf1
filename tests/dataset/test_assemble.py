"""Facts in any order become the same snapshot, by the rules that hold for files and for the database."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dataset.small import rows_of, small

from loke.dataset.assemble import Contacts, Facts, assemble
from loke.dataset.definitions import Intervention, Service
from loke.dataset.faults import Refused
from loke.dataset.gather import scaled
from loke.dataset.reader import snapshot_of_rows
from loke.dataset.snapshot import NO_CODE, NO_DAY, Snapshot, day_of

WINDOWS = """
date        counted
2016-11-29  no
2016-11-30  yes
2016-12-30  yes
2017-01-29  yes
2017-01-30  no
.           yes
"""


def with_measurement(**cells: str) -> Snapshot:
    tables = small()
    tables["measurements"][2] |= cells
    return snapshot_of_rows(tables)


@pytest.mark.parametrize("row", rows_of(WINDOWS), ids=lambda row: row["date"])
def test_a_follow_up_counts_within_thirty_days_of_closing_and_its_months(row: dict[str, str]) -> None:
    found = with_measurement(date=row["date"])
    counted = row["counted"] == "yes"
    assert found.measurements[0].episode.size == 2 + counted
    assert bool(found.warnings) is not counted


def test_a_follow_up_of_an_episode_that_never_closed_is_reported_and_not_counted() -> None:
    found = with_measurement(episode="e2")
    assert found.measurements[0].episode.size == 2
    assert found.warnings == (
        "measurements: 1 uppföljningar ligger inte inom 30 dagar från avslut + månader, de räknas inte",
    )


def test_a_measurement_without_a_day_has_the_day_of_its_occasion() -> None:
    tables = small()
    for row in tables["measurements"]:
        row["date"] = ""
    found = snapshot_of_rows(tables)
    assert [day_of(day).isoformat() for day in found.measurements[0].day] == ["2016-01-31", "2016-06-30", "2016-06-30"]
    assert found.last_day == date(2016, 6, 30)


def test_contacts_outside_the_episode_are_counted_and_reported() -> None:
    tables = small()
    tables["contacts"][0]["date"] = "2016-01-30"
    tables["contacts"][1]["date"] = "2016-07-01"
    tables["contacts"][2]["date"] = "2016-06-30"
    found = snapshot_of_rows(tables)
    assert found.contact_day.size == 5
    assert found.warnings == ("contacts: 2 kontakter ligger före inledningen eller efter avslutet, de räknas ändå",)


AGES = """
age  birth_year  expected
36   1950        36
.    1980        36
.    2016        0
.    .           255
.    2017        255
0    .           0
"""


@pytest.mark.parametrize("row", rows_of(AGES), ids=str)
def test_where_no_age_is_given_it_is_the_age_reached_that_year(row: dict[str, str]) -> None:
    tables = small()
    tables["clients"][0]["birth_year"], tables["episodes"][0]["age"] = row["birth_year"], row["age"]
    assert snapshot_of_rows(tables).age[0] == int(row["expected"])


def test_a_value_without_occasion_belongs_to_the_first_at_which_the_variable_is_asked() -> None:
    tables = small()
    tables["values"] = rows_of("episode variable value occasion\ne1 plan A .\ne1 arbete no .")
    found = snapshot_of_rows(tables)
    assert found.values[0, "plan", "closing"].tolist() == [True, False, False]
    assert found.values[0, "arbete", "opening"].tolist() == [1, NO_CODE, NO_CODE]


def test_phases_without_a_plan_are_in_the_order_of_their_codes() -> None:
    tables = small()
    tables["phases"] += rows_of("episode phase entered\ne4 b 2016-05-01\ne4 a 2016-05-09\ne4 b 2016-06-01")
    found = snapshot_of_rows(tables)
    assert [phase.phase for phase in found.services[1].phases] == ["a", "b"]
    assert found.stay_phase[-3:].tolist() == [1, 0, 1]
    assert found.stay_left[-1] == NO_DAY


def test_count_only_episodes_need_no_clients() -> None:
    tables = {**small(), "clients": []}
    for row in tables["episodes"]:
        row["client"] = ""
    assert snapshot_of_rows(tables).sex.tolist() == [NO_CODE] * 4


def test_a_client_may_be_named_when_the_clients_are_left_out() -> None:
    assert snapshot_of_rows({**small(), "clients": []}).age[0] == 36


def test_an_option_of_order_one_comes_first_and_those_without_order_last() -> None:
    options = {one.variable: one.options for one in snapshot_of_rows(small()).services[0].variables}
    assert [option.option for option in options["boende"]] == ["eget", "hyra"]


@given(st.permutations(range(5)))
def test_contacts_are_sorted_by_episode_and_day_whatever_their_order(order: list[int]) -> None:
    episode, day = np.array([1, 0, 0, 1, 0]), np.array([400, 9, 7, 300, 7])
    kind = np.array([0, 1, 1, 0, 0])
    contacts = Contacts(*(column[order] for column in (episode, day, kind, kind)))
    found = assemble((SERVICE,), (), (), replace(FACTS, contacts=contacts))
    assert found.contact_bounds.tolist() == [0, 3, 5]
    assert found.contact_day.tolist() == [7, 7, 9, 300, 400]
    assert found.contact_kind.tolist() == [0, 4, 4, 0, 0]


SERVICE = Service("a", "A", interventions=tuple(Intervention(f"i{n}", "I", True) for n in range(90)))
NOTHING = np.array([-1, -1])
FACTS = Facts(np.array([0, 0]), np.array([5, 6]), NOTHING, NOTHING, NOTHING, NOTHING, NOTHING)


def test_more_than_eighty_five_interventions_get_a_wider_column() -> None:
    one, last = np.array([0]), np.array([89])
    found = assemble((SERVICE,), (), (), replace(FACTS, contacts=Contacts(one, one + 7, last, one + 2)))
    assert found.contact_kind.dtype == np.uint16
    assert found.contact_kind.tolist() == [269]


def test_a_dataset_of_nothing_but_a_service_is_a_snapshot() -> None:
    found = snapshot_of_rows({"services": rows_of("service name\na A"), "episodes": []})
    assert found.bounds.tolist() == [0, 0]
    assert found.last_day == date(1970, 1, 1)


@given(st.integers(-(10**6), 10**6), st.integers(0, 10**9 - 1))
def test_nine_decimals_are_kept_exactly(whole: int, rest: int) -> None:
    exact = whole * 10**9 + (rest if abs(whole) < 10**6 else 0)
    numbers, decimals = scaled(np.array([float(f"{exact}e-9"), np.nan]))
    assert int(numbers[0]) * 10 ** (9 - decimals) == exact
    assert numbers[1] == np.iinfo(np.int64).min


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from(["kom", "attended", "", "missed"]), min_size=1, max_size=5))
def test_rows_are_refused_exactly_where_they_are_wrong(words: list[str]) -> None:
    assert wrong_rows(words) == [n + 1 for n, word in enumerate(words) if word in ("kom", "")]


def wrong_rows(words: list[str]) -> list[int]:
    day = (date(2016, 3, 1) + timedelta(days=1)).isoformat()
    contacts = [{"episode": "e1", "date": day, "intervention": "samtal", "attendance": word} for word in words]
    try:
        snapshot_of_rows({**small(), "contacts": contacts})
    except Refused as refused:
        return [fault.line for fault in refused.faults]
    return []
