"""Some services at a time, in one process or two: what is written is what is written of everything at once."""

import json
import os
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.analysis.disclosure.anybody import MOOD, SERVICE, episodes
from tests.analysis.small import snapshot

from loke.analysis import batches, part
from loke.analysis.batches import in_batches
from loke.analysis.calculation import analyse, summarise
from loke.analysis.options import Options, WrongOption
from loke.analysis.output import to_json
from loke.dataset.definitions import Service

SIZES = (30, 0, 12, 41, 5, 9, 20, 15)
PLAIN = Service("plain", "Utan frågor", group="x")


@pytest.fixture(scope="module")
def many():
    """Eight services of a group, one of them with nobody, and one that asks nothing."""
    of = {
        Service(**{**vars(SERVICE), "service": f"s{n}", "name": f"S{n}", "group": "x"}): episodes(n, size)
        for n, size in enumerate(SIZES)
    }
    return snapshot({PLAIN: [], **of}, [MOOD])


ASKED = [
    Options(period="month"),
    Options(period="year", by=("sex", "hours"), as_of=date(2021, 5, 4)),
    Options(period="half", by=("age", "way"), services=("s0", "s3", "s4", "s5")),
]


@pytest.mark.parametrize("together", [30, 50, 1000])
@pytest.mark.parametrize("asked", ASKED, ids=["by month", "by sex and hours, as of a day", "four services by age"])
def test_services_that_have_said_the_same_are_counted_as_if_each_were_alone(many, monkeypatch, together, asked):
    monkeypatch.setattr(part, "TOGETHER", 1)
    alone = summarise(many, asked)
    monkeypatch.setattr(part, "TOGETHER", together)
    assert summarise(many, asked).counts == alone.counts


def counted_together(data, **options):
    """The services of each part, by their numbers."""
    found = part.parts(data, Options(**options).settled(data), 0, len(data.opened), data)
    return [one.whose.spelled_out(np.unique(one.whose.codes))[:, 0].tolist() for one in found]


def test_only_neighbours_that_have_said_and_been_answered_the_same_are_counted_together(many):
    assert counted_together(many) == [[1, 3, 4, 5, 6, 7, 8]]
    assert counted_together(many, services=("s0", "s2", "s4")) == [[1, 3], [5]]
    other = replace(many.services[4], endings=many.services[4].endings[:-1])
    assert counted_together(replace(many, services=(*many.services[:4], other, *many.services[5:]))) == [
        [1, 3],
        [4],
        [5, 6, 7, 8],
    ]
    unanswered = {key: column for key, column in many.values.items() if key[:2] != (5, "hours")}
    assert counted_together(replace(many, values=unanswered)) == [[1, 3, 4], [5], [6, 7, 8]]


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("at_once", [1, 25, 60, 1000])
@pytest.mark.parametrize(
    "asked",
    [
        Options(),
        Options(period="year", by=("sex",)),
        Options(period="quarter", by=("way", "hours"), services=("s0", "s3", "s6")),
    ],
    ids=["all", "year by sex", "three services by quarter"],
)
def test_every_byte_is_as_if_at_once(many, monkeypatch, processes, at_once, asked):
    monkeypatch.setattr(batches, "AT_ONCE", at_once)
    monkeypatch.setattr(batches, "WORTH", 20)
    alone = to_json(analyse(many, asked))
    heard = batches._heard
    monkeypatch.setattr(batches, "_heard", lambda *told: monkeypatch.delattr(batches, "_told") or heard(*told))
    said = "".join(in_batches(many, asked, processes))
    assert said == alone
    assert json.loads(said)["tables"]["completion"]


def test_what_a_process_beside_did_not_bring_to_its_end_is_done_here(many, monkeypatch):
    here, told = os.getpid(), batches._told
    monkeypatch.setattr(batches, "AT_ONCE", 25)
    monkeypatch.setattr(batches, "_told", lambda *asked: told(*asked) if os.getpid() == here else 1 / 0)
    assert "".join(in_batches(many, Options(), 3)) == to_json(analyse(many, Options()))


def test_services_are_compared_across_batches(many, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 1)
    rows = json.loads("".join(in_batches(many, Options(), 2)))["tables"]["services"]
    assert len({row["service"] for row in rows}) > 5
    assert any(row["lower95"] is not None for row in rows)


@pytest.mark.parametrize(
    ("bounds", "at_once", "spans"),
    [
        ([0], 10, [(0, 0)]),
        ([0, 0, 0], 10, [(0, 0)]),
        ([0, 10], 10, [(0, 10)]),
        ([0, 10, 20], 10, [(0, 10), (10, 20)]),
        ([0, 9, 10, 11], 10, [(0, 9), (9, 11)]),
        ([0, 30, 31], 10, [(0, 30), (30, 31)]),
        ([0, 5, 35, 40], 10, [(0, 5), (5, 35), (35, 40)]),
    ],
)
def test_a_service_is_never_divided(monkeypatch, bounds, at_once, spans):
    monkeypatch.setattr(batches, "AT_ONCE", at_once)
    assert list(batches.batches(bounds)) == spans


@pytest.mark.parametrize(("worth", "spans"), [(5, [(0, 8)]), (4, [(0, 4), (4, 8)])])
def test_every_process_has_a_batch_where_that_is_worth_it(monkeypatch, worth, spans):
    monkeypatch.setattr(batches, "WORTH", worth)
    assert list(batches.batches([0, 2, 4, 6, 8], processes=2)) == spans


def test_what_cannot_be_asked_is_refused_before_anything_is_counted(many):
    with pytest.raises(WrongOption, match="variabeln finns inte"):
        in_batches(many, Options(by=("shoes",)))
