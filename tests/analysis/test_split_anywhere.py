"""Summaries add up: a dataset split anywhere, or some of it exchanged, gives the tables of what it is."""

from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from math import inf
from unittest import mock

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.analysis.small import Episode, Measured, on, snapshot

from loke.analysis import renewal
from loke.analysis.calculation import analyse, finish, summarise
from loke.analysis.options import Options
from loke.dataset.definitions import (
    Ending,
    Expectation,
    Instrument,
    Intervention,
    Item,
    Norm,
    Option,
    PlannedPhase,
    Scale,
    Service,
    Variable,
)

FIRST = on("2020-01-31")
INSTRUMENT = Instrument(
    "mood",
    tuple(Item(code, Fraction(0), Fraction(4)) for code in "abc"),
    (
        Scale(
            *("low", "Låg", "lower", Fraction(1, 3), ("a", "b", "c"), ("c",)),
            score="mean",
            need=2,
            sd=Fraction(2, 3),
            reliability=Fraction(4, 5),
            cutoff=Fraction(2),
            cutoff_female=Fraction(5, 3),
        ),
        Scale("sum", "Summa", "higher", Fraction(2), ("a", "b"), score="sum", multiply=Fraction(3, 2), add=Fraction(1)),
        Scale("both", "Båda", "higher", Fraction(1), parts=("low", "sum"), reliable=Fraction(7, 3)),
    ),
    (
        Norm("low", "all", "Alla", Fraction(9, 4)),
        Norm("both", "some", "Några", Fraction(5), Fraction(2), 30),
    ),
)


def service(code: str) -> Service:
    def expect(kind, version="1", valid_from="2019-01-01", **needs):
        return Expectation(kind, version, on(valid_from), None, kind, kind, **needs)

    return Service(
        code,
        code,
        group="both",
        variables=(
            Variable("hours", "Timmar", "background", "number", ("opening", "closing")),
            Variable("way", "Väg", "background", "choice", options=(Option("a", "A"), Option("b", "B"))),
            Variable("works", "Arbetar", "outcome", "yes_no", ("opening", "closing")),
            Variable("needs", "Behov", "background", "choices", options=(Option("x", "X"), Option("y", "Y"))),
        ),
        interventions=(Intervention("talk", "Samtal", True), Intervention("group", "Grupp", False)),
        endings=(Ending("done", "Klar", "completed"), Ending("left", "Avbröt", "discontinued")),
        phases=(PlannedPhase("one", "Ett", 1), PlannedPhase("two", "Två", 2)),
        expectations=(
            expect("range", variable="hours", lowest=Fraction(1, 10), highest=Fraction(3), share=Fraction(1, 2)),
            expect("dose", months=1, lowest=Fraction(1)),
            expect("dose", "2", "2020-06-01", months=3, lowest=Fraction(2), intervention="talk"),
            expect("phase", phase="one", highest=Fraction(30)),
            expect("completion", share=Fraction(1, 2)),
            expect("improvement", instrument="mood", scale="both"),
        ),
    )


days = st.integers(0, 700).map(lambda number: FIRST + timedelta(number))
answers = st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=3, max_size=3)
respondents = st.sampled_from([None, "client", "parent"])
measured = st.builds(
    Measured, st.just("mood"), st.sampled_from(["start", "during", "end"]), answers, days, respondent=respondents
)
followed = st.builds(
    Measured, st.just("mood"), st.just("after"), answers, st.none(), st.sampled_from([1, 6]), respondent=respondents
)
goals = st.tuples(st.sampled_from([None, "fully", "largely", "slightly", "not_at_all"]), st.one_of(st.none(), days))
yes_no = st.sampled_from([None, "yes", "no"])


@st.composite
def episodes(draw):
    opened = draw(days)
    closed = draw(st.one_of(st.none(), st.integers(0, 400).map(lambda number: opened + timedelta(number))))
    stays = st.tuples(st.sampled_from(["one", "two"]), st.just(opened), st.one_of(st.none(), st.just(closed)))
    contact = st.tuples(days, st.sampled_from(["talk", "group"]), st.sampled_from(["attended", "missed", "cancelled"]))
    return Episode(
        opened,
        closed,
        draw(st.sampled_from([None, "done", "left"])) if closed else None,
        draw(st.one_of(st.none(), st.integers(0, 90))),
        draw(st.sampled_from([None, "female", "male", "other"])),
        {
            "hours": draw(st.sampled_from([None, 0.1, 1.5, 3, 1234567.25])),
            "way": draw(st.sampled_from([None, "a", "b"])),
            "needs": draw(st.sampled_from([None, ("x",), ("x", "y")])),
            "works": draw(yes_no),
            "works:closing": draw(yes_no) if closed else None,
        },
        draw(st.lists(contact, max_size=6)),
        draw(st.lists(stays, max_size=3)),
        [*draw(st.lists(measured, max_size=4)), *(draw(st.lists(followed, max_size=2)) if closed else ())],
        draw(st.lists(goals, max_size=2)),
    )


options = st.builds(
    Options,
    as_of=st.sampled_from([None, on("2021-03-01")]),
    from_day=st.sampled_from([None, on("2020-05-01")]),
    period=st.sampled_from(["all", "year", "half", "quarter", "month"]),
    by=st.sampled_from([(), ("age",), ("hours", "way"), ("sex", "ending")]),
)


@settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(episodes(), min_size=1, max_size=12), st.lists(episodes(), max_size=6), options, st.data())
def test_a_dataset_split_anywhere_gives_equal_tables(some, others, asked, data):
    whole = snapshot({service("a"): some, service("b"): others}, [INSTRUMENT], ["client", "parent"])
    n = len(some) + len(others)
    cuts = sorted(data.draw(st.lists(st.integers(0, n), max_size=4)))
    edges = [0, *cuts, n]
    pieces = [summarise(whole, asked, start, stop) for start, stop in pairwise(edges)]
    first, *rest = data.draw(st.permutations(pieces))
    added = sum(rest, first)
    at_once = summarise(whole, asked)
    assert added == at_once
    assert finish(added) == finish(at_once)


@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(episodes(), max_size=8), st.lists(episodes(), max_size=8), st.lists(episodes()), options, st.data())
def test_episodes_exchanged_give_the_tables_of_what_has_become(some, others, instead, asked, data):
    services, n = (service("a"), service("b")), len(some)
    gone = sorted(data.draw(st.sets(st.integers(0, n + len(others) - 1)) if n + len(others) else st.just(set())))
    first = [one for place, one in enumerate(some) if place not in gone]
    second = [one for place, one in enumerate(others, n) if place not in gone]
    come = list(range(len(first), len(first) + len(instead)))
    old, new = (
        snapshot(dict(zip(services, both, strict=True)), [INSTRUMENT], ["client", "parent"], on("2023-12-31"))
        for both in ((some, others), ([*first, *instead], second))
    )
    before = analyse(old, asked)
    with mock.patch.object(renewal, "MANY", inf):
        now = renewal.renewed(before, old, gone, new, come)
    assert now.summary == summarise(new, before.summary.options)
    assert now.tables == analyse(new, before.summary.options).tables
