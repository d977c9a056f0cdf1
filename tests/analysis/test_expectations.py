"""Each kind of expectation at its boundaries, the version in force, the dose window and the verdict."""

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.analysis.small import Episode, on, result, rows, snapshot

from loke.analysis.expectations import verdict
from loke.dataset.definitions import Ending, Expectation, Intervention, Option, PlannedPhase, Service, Variable

BASE = Expectation("e", "1", on("2000-01-01"), None, "", "")


def service(*expectations: Expectation) -> Service:
    return Service(
        "s",
        "S",
        variables=(
            Variable("hours", "Timmar", "background", "number"),
            Variable("way", "Väg", "background", "choice", options=(Option("a", "A"), Option("b", "B"))),
            Variable("needs", "Behov", "background", "choices", options=(Option("x", "X"), Option("y", "Y"))),
            Variable("works", "Arbete", "background", "yes_no", ("closing",)),
        ),
        interventions=(Intervention("talk", "Samtal", True), Intervention("group", "Grupp", True)),
        endings=(Ending("done", "Klar", "completed"), Ending("left", "Avbröt", "discontinued")),
        phases=(PlannedPhase("one", "Ett", 1),),
        expectations=expectations,
    )


def judged(expectation: Expectation, *episodes: Episode, last_day: str = "2021-12-31") -> tuple[int, int, int, int]:
    """Not assessable, below, within, above."""
    [row] = rows(snapshot({service(expectation): episodes}, last_day=on(last_day)), "expectations")
    assert row.assessable == row.below + row.within + row.above
    return row.not_assessable, row.below, row.within, row.above


def test_both_ends_of_a_range_are_within():
    ages = [Episode(on("2020-01-01"), age=age) for age in (12, 13, 19, 20, None)]
    expected = replace(BASE, kind="range", variable="age", lowest=Fraction(13), highest=Fraction(19))
    assert judged(expected, *ages) == (1, 1, 2, 1)


def test_a_decimal_on_the_limit_of_a_range_is_within():
    hours = [Episode(on("2020-01-01"), values={"hours": value}) for value in (0.1, 0.10000001, 0.3)]
    expected = replace(BASE, kind="range", variable="hours", lowest=Fraction(1, 10), highest=Fraction(3, 10))
    assert judged(expected, *hours) == (0, 0, 3, 0)
    assert judged(replace(expected, highest=Fraction("0.1")), *hours) == (0, 0, 1, 2)


def test_any_of_several_options_will_do():
    ways = [Episode(on("2020-01-01"), values={"way": way}) for way in ("a", "b", "b", None)]
    assert judged(replace(BASE, kind="category", variable="way", options=("b",)), *ways) == (1, 1, 2, 0)
    assert judged(replace(BASE, kind="category", variable="way", options=("a", "b")), *ways) == (1, 0, 3, 0)


def test_one_accepted_answer_among_several_will_do():
    needs = [Episode(on("2020-01-01"), values={"needs": need}) for need in (("x", "y"), ("x",), ())]
    assert judged(replace(BASE, kind="category", variable="needs", options=("y",)), *needs) == (1, 1, 1, 0)


def test_what_is_asked_at_closing_is_not_known_while_open():
    episodes = [
        Episode(on("2020-01-01"), closed, values={"works:closing": "yes"}) for closed in (on("2020-02-01"), None)
    ]
    assert judged(replace(BASE, kind="category", variable="works", options=("yes",)), *episodes) == (1, 0, 1, 0)


DOSE = replace(BASE, kind="dose", months=1, lowest=Fraction(1))
# opened, contact, judged on the last day, (not assessable, below, within, above)
WINDOWS = """
2021-01-31 2021-01-31 2021-12-31 0010
2021-01-31 2021-02-27 2021-12-31 0010
2021-01-31 2021-02-28 2021-12-31 0100
2020-01-31 2020-02-28 2021-12-31 0010
2020-01-31 2020-02-29 2021-12-31 0100
2021-01-31 2021-01-30 2021-12-31 0100
2021-03-15 2021-04-14 2021-12-31 0010
2021-03-15 2021-04-15 2021-12-31 0100
2021-03-15 2021-04-01 2021-04-14 1000
2021-03-15 2021-04-01 2021-04-15 0010
"""


@pytest.mark.parametrize("line", WINDOWS.strip().splitlines())
def test_a_contact_on_the_last_day_of_the_window_is_outside(line):
    opened, contact, last_day, expected = line.split()
    episode = Episode(on(opened), contacts=[(on(contact), "talk", "attended")])
    assert judged(DOSE, episode, last_day=last_day) == tuple(map(int, expected))


def test_only_attended_contacts_of_the_named_intervention_count_in_a_dose():
    day = on("2021-01-05")
    contacts = [
        (day, "talk", "missed"),
        (day, "talk", "cancelled"),
        (day, "group", "attended"),
        (day, "talk", "missed"),
    ]
    episode = Episode(on("2021-01-01"), on("2021-01-31"), "left", contacts=contacts)
    assert judged(DOSE, episode) == (0, 0, 1, 0)
    assert judged(replace(DOSE, intervention="talk"), episode) == (0, 1, 0, 0)
    [dose] = rows(
        snapshot({service(replace(DOSE, intervention="talk")): [episode]}, last_day=on("2021-12-31")), "doses"
    )
    assert (dose.n, dose.mean, dose.missed, dose.cancelled, dose.ended_inside) == (1, 0, 2, 1, 1)


def test_closing_on_the_day_after_the_window_is_not_inside_it():
    episode = Episode(on("2021-01-01"), on("2021-02-01"), "left")
    [dose] = rows(snapshot({service(DOSE): [episode]}, last_day=on("2021-12-31")), "doses")
    assert dose.ended_inside == 0


def test_received_asks_for_one_attended_contact_and_everybody_is_assessable():
    expected = replace(BASE, kind="received", intervention="group")
    came, missed = (
        Episode(on("2021-01-01"), contacts=[(on("2021-05-05"), "group", how)]) for how in ("attended", "missed")
    )
    assert judged(expected, came, missed, Episode(on("2021-01-01"))) == (0, 2, 1, 0)


def test_days_of_several_stays_are_added_and_an_ongoing_stay_cannot_be_judged():
    expected = replace(BASE, kind="phase", phase="one", lowest=Fraction(10), highest=Fraction(12))
    first, second = ("one", on("2021-01-01"), on("2021-01-06")), ("one", on("2021-02-01"), on("2021-02-07"))
    twice = Episode(on("2021-01-01"), stays=[first, second])
    again = Episode(on("2021-01-01"), stays=[first, ("one", on("2021-03-01"), None)])
    assert judged(expected, twice, again, Episode(on("2021-01-01"))) == (2, 0, 1, 0)


def test_open_or_closed_without_an_ending_is_not_assessable():
    episodes = [
        Episode(on("2021-01-01")),
        Episode(on("2021-01-01"), on("2021-01-11")),
        Episode(on("2021-01-01"), on("2021-01-11"), "done"),
        Episode(on("2021-01-01"), on("2021-01-12"), "left"),
    ]
    assert judged(replace(BASE, kind="completion"), *episodes) == (2, 1, 1, 0)
    assert judged(replace(BASE, kind="duration", highest=Fraction(10)), *episodes) == (2, 0, 1, 1)


def test_the_version_in_force_on_the_day_of_opening_counts():
    old = replace(BASE, kind="received", valid_from=on("2020-01-01"), valid_to=on("2020-12-31"))
    new = replace(old, version="2", valid_from=on("2021-01-01"), valid_to=None)
    days = ("2019-12-31", "2020-01-01", "2020-12-31", "2021-01-01")
    found = rows(snapshot({service(old, new): [Episode(on(day)) for day in days]}), "expectations")
    assert [(row.version, row.assessable) for row in found] == [("1", 2), ("2", 1)]


def test_a_new_version_takes_over_from_one_without_an_end():
    old = replace(BASE, kind="received")
    new = replace(old, version="2", valid_from=on("2021-01-01"))
    found = rows(snapshot({service(new, old): [Episode(on("2020-12-31")), Episode(on("2021-01-01"))]}), "expectations")
    assert [(row.version, row.assessable) for row in found] == [("2", 1), ("1", 1)]


def test_earlier_is_the_same_expectation_over_all_its_versions():
    old = replace(BASE, kind="completion", valid_to=on("2020-12-31"))
    new = replace(old, version="2", valid_from=on("2021-01-01"), valid_to=None)
    ended = [
        Episode(on(f"{year}-03-01"), on(f"{year}-04-01"), how)
        for year in (2019, 2020, 2021)
        for how in ("done", "left")
    ]
    found = rows(snapshot({service(old, new): ended}), "expectations", period="year")
    assert [(row.period, row.version, row.earlier, row.earlier_of) for row in found] == [
        ("2019", "1", 0, 0),
        ("2020", "1", 1, 2),
        ("2021", "2", 2, 4),
    ]
    assert found[0].difference is None
    assert found[2].difference == 0


VERDICTS = """
0  0   0.5  too_few
4  4   0.5  too_few
5  5   0.5  met
5  5   0.6  uncertain
0  5   0.5  not_met
5  10  0.5  uncertain
5  10  -    no_target
"""


@pytest.mark.parametrize("line", VERDICTS.strip().splitlines())
def test_the_verdict_follows_the_interval(line):
    within, assessable, target, word = line.split()
    assert verdict(int(within), int(assessable), None if target == "-" else Fraction(target)) == word


def test_the_values_behind_an_expectation_are_kept_for_pictures():
    expected = replace(BASE, kind="range", variable="age", lowest=Fraction(13))
    ages = [Episode(on("2020-01-01"), age=age) for age in (17, 12, 17, None)]
    [found] = result(snapshot({service(expected): ages})).distributions.expectations
    assert found.values == ((12, 1), (17, 2))
