"""One release after another of a service: nothing between them tells of fewer than five, whoever keeps them all."""

import json
import os
from datetime import date, timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.analysis.disclosure.anybody import FIRST, SERVICE, episodes, service_of
from tests.analysis.small import Episode, snapshot

from loke.analysis.disclosure.proof import faults
from loke.analysis.disclosure.reasons import Reason, reasons
from loke.analysis.disclosure.releases import Proposal, is_news, propose, refused
from loke.analysis.disclosure.year import Year
from loke.dataset.definitions import Ending, Service
from loke.dataset.snapshot import Snapshot

HOW_MANY = int(os.environ.get("LOKE_RELEASES", "300"))
YEARS = [str(FIRST.year + number) for number in range(3)]
SAMPLE = settings(max_examples=2, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
ENDINGS = (Ending("done", "Klar", "completed"), Ending("left", "Avbröt", "discontinued"))
DONE, LEFT = 30, 12


def year_of(snapshot: Snapshot, year: str = "2020", by: tuple[str, ...] = ()) -> Year:
    return Year(snapshot, FIRST + timedelta(365 * 5), year, by)


def stored(proposal: Proposal) -> dict[str, list[dict]]:
    """As a release keeps it."""
    return json.loads(json.dumps({name: [row.with_hidden() for row in t] for name, t in proposal.tables.items()}))


def is_released(proposal: Proposal, earlier: list) -> bool:
    fine = not proposal.refused and not proposal.together
    return fine and (not earlier or is_news(proposal.tables, earlier[-1]))


def closed(done: int, left: int = LEFT, age: int = 20) -> Snapshot:
    """So many who closed in 2020."""
    episodes = [
        Episode(date(2020, 1, 3), date(2020, 5, 17), ending, age=age, sex="female")
        for ending, n in (("done", done), ("left", left))
        for _ in range(n)
    ]
    return snapshot({Service("a", "A", endings=ENDINGS): episodes})


FIRST_RELEASE = stored(propose(year_of(closed(DONE)), []))


@pytest.mark.parametrize(("more", "is_refused"), [(1, True), (4, True), (5, False), (20, False)])
def test_a_number_that_differs_by_one_to_four_from_a_released_one_is_refused(more, is_refused):
    proposal = propose(year_of(closed(DONE + more)), [FIRST_RELEASE])
    assert is_released(proposal, [FIRST_RELEASE]) is not is_refused
    assert bool(proposal.refused) is is_refused
    if is_refused:
        told = {(one.table, one.column, one.differ) for one in proposal.refused}
        assert ("completion", "completed", more) in told


def test_what_has_not_changed_is_no_news():
    proposal = propose(year_of(closed(DONE)), [FIRST_RELEASE])
    assert proposal.refused == []
    assert not is_news(proposal.tables, FIRST_RELEASE)


def test_an_average_of_the_same_people_may_not_move():
    proposal = propose(year_of(closed(DONE, age=21)), [FIRST_RELEASE])
    assert {(one.table, one.column, one.differ) for one in proposal.refused} >= {("who_numbers", "median", None)}


def test_what_was_hidden_stays_hidden_and_what_adds_up_other_years_is_never_there():
    small = stored(propose(year_of(closed(DONE, 3)), []))
    row = next(row for row in small["endings"] if row["ending"] == "left")
    assert row["n"] is None
    proposal = propose(year_of(closed(DONE + 20, 13)), [small])
    now = next(row for row in proposal.tables["endings"] if row.ending == "left")
    assert now.n is None
    assert {"n", "share"} <= set(now.hidden)
    assert all("earlier" not in row.columns for row in proposal.tables["completion"])
    assert {row.period for table in proposal.tables.values() for row in table} == {"2020"}


def test_every_hidden_number_has_its_reason():
    row = next(row for row in propose(year_of(closed(DONE, 3)), []).tables["endings"] if row.ending == "left")
    real = {"n": 3, "of": DONE + 3}
    assert reasons("endings", real, row.hidden)["n"] is Reason.FEW
    assert reasons("endings", real, row.hidden)["share"] is Reason.WORKED_OUT
    assert reasons("endings", {"n": DONE, "of": DONE + 3}, ["n"])["n"] is Reason.REST
    assert reasons("endings", {"n": 20, "of": 40}, ["n"])["n"] is Reason.OTHERS
    assert reasons("endings", {"n": 20, "of": 40}, ["n"], {"n"})["n"] is Reason.EARLIER
    assert reasons("endings", {"n": 6, "of": 40}, ["n"], rounded=True)["n"] is Reason.FEW


seeds, people, few, many = st.integers(0, 10**6), st.integers(15, 60), st.integers(1, 4), st.integers(5, 60)
split = st.sampled_from([(), ("sex",), ("way",)])


def assert_one_to_four_change_nothing(seed: int, people: int, changed: int, come: bool, split: tuple[str, ...]) -> None:
    """So few who came, or about whom everything was corrected."""
    before = episodes(seed, people)
    after = [*(before if come else before[changed:]), *episodes(seed + 1, changed)]
    one, other = service_of(before), service_of(after)
    for year in YEARS:
        first = propose(year_of(one, year, split), [])
        second = propose(year_of(other, year, split), [stored(first)])
        assert not is_released(second, [stored(first)])


@SAMPLE
@given(seeds, people, few, st.booleans(), split)
def test_one_to_four_who_come_or_change_publish_not_a_byte(seed, people, changed, come, split):
    assert_one_to_four_change_nothing(seed, people, changed, come, split)


@pytest.mark.slow
@settings(max_examples=HOW_MANY, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(seeds, people, few, st.booleans(), split)
def test_one_to_four_publish_nothing_of_very_many_services(seed, people, changed, come, split):
    assert_one_to_four_change_nothing(seed, people, changed, come, split)


def told(releases: list[tuple[Year, Proposal]]) -> list:
    """What the attacker tells of fewer than five from all of the releases together."""
    truth = [(name, vars(row)) for year, _ in releases for name, rows in year.rows.items() for row in rows]
    rows = [(name, row.with_hidden()) for _, one in releases for name, table in one.tables.items() for row in table]
    return [fault for fault in faults([(n, r) for n, r in rows if n != "services"], truth, SERVICE) if fault.value < 5]


@SAMPLE
@given(seeds, people, split)
def test_nothing_can_be_told_from_one_year_after_another(seed, people, split):
    snapshot, releases = service_of(episodes(seed, people)), []
    for name in YEARS:
        year = Year(snapshot, date(int(name) + 1, 1, 31), name, split)
        releases.append((year, propose(year, [])))
    assert told(releases) == []


@SAMPLE
@given(seeds, people, many, split)
def test_a_corrected_year_is_released_only_when_every_number_is_the_same_or_differs_by_five(seed, people, more, split):
    before = episodes(seed, people)
    earlier = [stored(propose(year_of(service_of(before), "2021", split), []))]
    year = year_of(service_of([*before, *episodes(seed + 1, more)]), "2021", split)
    proposal = propose(year, earlier)
    if is_released(proposal, earlier):
        assert told([(year, proposal)]) == []
        assert refused(proposal.tables, earlier) == []
        for name, rows in stored(proposal).items():
            for old in earlier[0][name]:
                now = next((row for row in rows if _same_row(row, old)), None)
                for column in {*old["hidden"]} if now else ():
                    assert now[column] is None


def _same_row(one: dict, other: dict) -> bool:
    return all(one[name] == value for name, value in other.items() if isinstance(value, str))
