"""The story before it is registered: the same every time, possible, and with work for everybody on any day."""

import tomllib
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest
from tests.world import DAY

from loke.accounts.fields import no_identifiers
from loke.demo.calendar import beginning, year_of
from loke.demo.life import Life
from loke.demo.story import lives

TOWN = tomllib.loads((files("loke.demo") / "municipality.toml").read_text())
PLANS = {name: tomllib.loads((files("loke.demo") / f"{name}.toml").read_text()) for name in TOWN["services"]}
INSTRUMENTS = {one["code"]: one for one in TOWN["instruments"]}
DAYS = [DAY, date(2026, 12, 31), date(2027, 1, 1), date(2027, 3, 17), date(2027, 7, 1), date(2028, 2, 29)]

every_service = pytest.mark.parametrize("name", PLANS)
every_day = pytest.mark.parametrize("day", DAYS, ids=str)


def told(name: str, day: date = DAY) -> list[Life]:
    return lives(PLANS[name], INSTRUMENTS, day)


def staff(plan: dict) -> int:
    return sum(plan["unit"] in one.get("units", ()) and one["role"] == "practitioner" for one in TOWN["people"])


@every_service
def test_the_same_day_tells_the_same_story(name):
    assert told(name) == told(name)


@every_service
@every_day
def test_everything_happens_between_the_opening_and_the_storys_day(name, day):
    for life in told(name, day):
        assert beginning(day) <= life.opened <= life.last <= day
        assert all(life.opened <= one.date <= life.last for one in life.contacts)
        assert all(life.opened <= entered <= life.last for _, entered in life.phases)
        assert all(life.opened <= one.date <= day for one in life.measurements)
        assert all(life.opened <= set_on < judged_on <= life.last for _, _, set_on, judged_on in life.goals)


@every_service
@every_day
def test_nobody_comes_back_before_the_earlier_time_is_over(name, day):
    for life in told(name, day):
        assert life.before is None or life.before.closed < life.opened
        assert life.opened.year - life.birth_year - life.age in (0, 1)


@every_service
def test_at_most_seven_things_are_asked_about_each_client(name):
    assert len(PLANS[name]["variables"]) <= 7


@every_service
@every_day
def test_each_practitioner_has_between_8_and_25_ongoing_clients(name, day):
    ongoing = sum(not life.kind for life in told(name, day))
    each = ongoing if PLANS[name]["story"]["pair"] else ongoing // staff(PLANS[name])
    assert 8 <= each <= 25


@every_day
def test_the_family_homes_drift_towards_younger_children_every_year(day):
    inside: dict[int, list[bool]] = {}
    for life in told("familjehem", day):
        inside.setdefault(year_of(beginning(day), life.opened), []).append(13 <= life.age <= 19)
    shares = [sum(inside[year]) / len(inside[year]) for year in range(4)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.9
    assert shares[3] < 0.75


def test_some_of_those_who_came_lately_still_lack_something():
    late = [life for name in PLANS for life in told(name) if (DAY - life.opened).days < 42]
    lacking = [life for life in late if not any(one.occasion == "start" for one in life.measurements)]
    assert 3 <= len(lacking) < len(late)


def test_people_miss_and_cancel_meetings_as_in_life():
    how = Counter(one.attendance for name in PLANS for life in told(name) for one in life.contacts)
    assert 0.08 < how["missed"] / how.total() < 0.25
    assert 0.04 < how["cancelled"] / how.total() < 0.15


@every_service
@every_day
def test_nobody_has_the_same_help_twice_on_a_day(name, day):
    for life in told(name, day):
        met = [(one.date, one.intervention) for one in life.contacts]
        assert len(met) == len(set(met))


def test_a_group_meeting_has_several_clients_in_the_same_session():
    sessions = Counter(one.session for name in PLANS for life in told(name) for one in life.contacts if one.session)
    assert sum(count >= 3 for count in sessions.values()) > 50


@pytest.mark.parametrize("file", ["municipality", "drafts", "practice", *PLANS])
def test_no_text_holds_a_personal_number_or_a_way_to_reach_somebody(file):
    lines = (files("loke.demo") / f"{file}.toml").read_text().splitlines()
    texts = [line for line in lines if not line.startswith(("email = ", "contact_details = "))]
    assert [no_identifiers(text) for text in texts] == [None] * len(texts)


def test_nobody_has_an_address_that_could_be_somebodys():
    addresses = [one["email"] for one in [*TOWN["people"], TOWN["elsewhere"]["person"]]]
    assert all(address.endswith(".example") for address in addresses)
