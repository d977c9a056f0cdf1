"""Comparable services: exact limits by scipy, what is said on a limit, and from how many services."""

from math import asin, pi, sin, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, norm
from tests.analysis.small import Episode, on, result, rows, snapshot

from loke.analysis.funnel import LEVELS, binomial_quantiles, limits_of, outside
from loke.analysis.output import to_json
from loke.dataset.definitions import Ending, Intervention, Service

DAY = on("2020-01-01")


def closed(*how):
    return [Episode(DAY, DAY, each, sex="male") for each in how]


def services(n, group="g", **more):
    return [
        Service(
            f"s{number:02}",
            "S",
            group=group,
            interventions=(Intervention("talk", "Samtal", True),),
            endings=(Ending("done", "Klar", "completed"), Ending("left", "Avbröt", "discontinued")),
            **more,
        )
        for number in range(n)
    ]


def test_fewer_than_five_services_have_their_shares_alone():
    def found(n):
        data = snapshot({one: closed("done", "left") for one in services(n)})
        return [(row.service, row.n, row.of, row.value, row.centre) for row in rows(data, "services")]

    assert found(4) == [(f"s0{number}", 1, 2, 0.5, None) for number in range(4)]
    assert found(5) == [(f"s0{number}", 1, 2, 0.5, 0.5) for number in range(5)]


def test_only_services_of_a_group_are_compared_and_only_where_the_share_is_of_somebody():
    one, two, three = services(3)
    alone = Service("s99", "S", endings=one.endings)
    data = snapshot({one: closed("done"), two: [Episode(DAY)], three: closed("left", None), alone: closed("done")})
    assert [(row.service, row.n, row.of) for row in rows(data, "services")] == [("s00", 1, 1), ("s02", 0, 2)]


def test_missed_are_of_planned_and_periods_are_those_of_the_contact():
    [one] = services(1)
    contacts = [(DAY, "talk", "missed"), (DAY, "talk", "cancelled"), (on("2021-01-01"), "talk", "attended")]
    data = snapshot({one: [Episode(DAY, contacts=contacts)]})
    found = [(row.group, row.measure, row.period, row.n, row.of) for row in rows(data, "services", period="year")]
    assert found == [("g", "missed", "2020", 1, 1), ("g", "missed", "2021", 0, 1)]


def test_the_table_ignores_by_and_keeps_the_group_of_services_as_its_own_column():
    data = snapshot({one: closed("done", "left") for one in services(5)})
    split, plain = (rows(data, "services", **asked) for asked in ({"by": ("sex",)}, {}))
    assert split == plain
    for asked in ({"by": ("sex",)}, {}):
        assert '"group":"g","measure":"completed"' in to_json(result(data, **asked))


OUTSIDE = [
    # n of 20 beside nine services that have 90 of 180: limits of 20 at half
    ("5", "95"),
    ("6", None),  # 0.3 is the lower limit itself
    ("14", None),
    ("15", "95"),
    ("3", "95"),
    ("2", "998"),
    ("17", "95"),
    ("18", "998"),
]


@pytest.mark.parametrize(("n", "said"), OUTSIDE)
def test_what_lies_on_a_limit_is_not_outside(n, said):
    others = [(10, 20)] * 4 + [(20 - int(n), 20)]
    found = limits_of([(int(n), 20), *others])
    assert found.centre == 0.5
    assert outside(int(n) / 20, found.of(20)) == said


def test_shares_of_none_and_of_all_have_limits_at_themselves():
    for n in (0, 7):
        assert limits_of([(n, 7)] * 5).of(7) == (n / 7,) * 4


@given(st.integers(1, 3000), st.integers(1, 3000), st.integers(1, 3000))
def test_limits_are_scipys_binomial_quantiles(size, n, of):
    share = min(n, of) / of
    assert binomial_quantiles(size, share) == binom.ppf(LEVELS, size, share).astype(int).tolist()


@pytest.mark.parametrize("share", [1e-6, 0.0003, 0.15, 0.5, 0.97, 1 - 1e-6])
@pytest.mark.parametrize("size", [1, 19, 400, 100_000, 3_000_000])
def test_limits_hold_for_large_and_rare(size, share):
    assert binomial_quantiles(size, share) == binom.ppf(LEVELS, size, share).astype(int).tolist()


def widened(counts):
    """Spiegelhalter's additive model, step by step."""
    n, of = np.array(counts).T
    centre = n.sum() / of.sum()
    s = 1 / (2 * np.sqrt(of))
    z = (np.arcsin(np.sqrt(n / of)) - asin(sqrt(centre))) / s
    low, high = np.percentile(z, [10, 90])
    phi = np.mean(np.clip(z, low, high) ** 2)
    if phi <= 1:
        return None
    w, size = 1 / s**2, len(n)
    tau2 = max(0, (size * phi - (size - 1)) / (w.sum() - (w**2).sum() / w.sum()))
    levels = norm.ppf(LEVELS)
    return [
        tuple(sin(min(max(asin(sqrt(centre)) + q * sqrt(each**2 + tau2), 0), pi / 2)) ** 2 for q in levels)
        for each in s
    ]


shares = st.integers(1, 200).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(st.lists(shares, min_size=10, max_size=25))
def test_ten_services_that_differ_more_than_chance_widen_the_limits(counts):
    expected, found = widened(counts), limits_of(counts)
    limits = np.array([found.of(of) for _, of in counts])
    if expected is None:
        expected = [np.array(binomial_quantiles(of, found.centre)) / of for _, of in counts]
    assert limits == pytest.approx(np.array(expected), abs=1e-9)


def test_nine_services_are_never_widened():
    counts = [(0, 50), (50, 50)] * 4 + [(25, 50)]
    assert limits_of(counts).of(50).upper95 == binom.ppf(0.975, 50, 0.5) / 50
    assert limits_of([*counts, (25, 50)]).of(50).upper95 > binom.ppf(0.975, 50, 0.5) / 50
