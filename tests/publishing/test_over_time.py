"""Pictures and words of series, stays and comparable services: gaps, limits, and no word that the limits do not say."""

import re
from dataclasses import replace
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publishing.drawing import elements, lowest_mark, percent, words
from tests.publishing.rows import CLIENTS

from loke.analysis.charts import Chart, of_counts, of_shares
from loke.analysis.funnel import Counted, compared
from loke.analysis.options import period_label
from loke.analysis.retention import FIXED, RetentionRow
from loke.analysis.trend import TrendRow
from loke.publishing.beside import Service, funnel
from loke.publishing.control import control, describe
from loke.publishing.labels import LABELS
from loke.publishing.sentences import LANGUAGES, swedish
from loke.publishing.signs import Series, shown, signs
from loke.publishing.stays import stays

NB = "\u00a0"
CAUSAL = re.compile(r"\b(gav|ledde|effekt|orsakade|tack vare|caused|effect of|led to|thanks to)\b", re.IGNORECASE)
SIGN = re.compile(
    r"tecken|gränsen:|limit:|åt båda|both ways|än vanligt|signs|than usual|seven or more|sju eller fler", re.IGNORECASE
)
LEVEL = re.compile(r"förbättring|försämring|än vanligt|improvement|deterioration|than usual")
JANUARY = 50 * 12  # 2020


def counted(*values: int, better: str = "") -> Series:
    return _series("opened", better, [(n, None, float(n)) for n in values], of_counts(np.array(values)))


def shares(*values: tuple[int, int], better: str = "higher") -> Series:
    """As the analysis makes them: a point of nobody has no figures."""
    n, of = np.array([value for value in values if value[1]]).reshape(-1, 2).T
    return _series("completed", better, [(a, b, a / b if b else None) for a, b in values], of_shares(n, of))


def _series(measure: str, better: str, values: list, chart: Chart) -> Series:
    figures, rows = zip(*chart, strict=True), []
    for place, (n, of, value) in enumerate(values):
        *levels, signal = (None,) * 4 if value is None else next(figures)
        known = [None if level is None or isnan(level) else float(level) for level in levels]
        period = period_label("month", JANUARY + place)
        rows.append(TrendRow("s", period, None, None, measure, n, of, value, *known, signal))
    return Series(rows, frozenset(row.period for row in rows), better)


CALM = [52, 48] * 6


@pytest.mark.parametrize("points", [7, 8, 11, 12])
def test_eight_points_have_a_chart_and_twelve_have_limits(points: int) -> None:
    drawn = control(counted(*CALM[:points]))
    assert len(elements(drawn, "circle")) == (points if points >= 8 else 0)
    assert len(elements(drawn, "line", "middle")) == (points >= 8)
    assert len(elements(drawn, "rect", "limits")) == (points >= 12)
    assert (drawn.height > 0) == (points >= 8)


def test_a_missing_point_and_a_share_of_fewer_than_five_leave_a_gap() -> None:
    series = shares(*[(5, 10)] * 6, (0, 0), (5, 10), (2, 4), *[(5, 10)] * 5)
    drawn = control(series)
    assert len(elements(drawn, "circle", "point")) == 12
    assert len(elements(drawn, "line", "joint")) == 5 + 0 + 4
    assert len(series.rows) == 14


def test_a_sign_is_ringed_and_points_outside_the_period_read_are_grey() -> None:
    series = counted(*CALM, 50, 90)
    drawn = control(replace(series, now=frozenset({"2021-02"})))
    assert len(elements(drawn, "circle", "sign")) == 1
    assert len(elements(drawn, "circle", "point-old")) == 13
    assert len(elements(drawn, "circle", "point")) == 1
    assert drawn.description == (
        "14 punkter från januari 2020 till februari 2021, lägst 48 och högst 90. I mitten 50. Gränser 39,4 till 60,6."
    )
    assert describe(series, "en").startswith("14 points from January 2020")


@given(st.lists(st.integers(0, 80), min_size=1, max_size=60))
def test_every_point_stays_inside_the_picture(values: list[int]) -> None:
    drawn = control(counted(*values))
    ends = [percent(one[end]) for one in elements(drawn, "line") for end in ("x1", "x2")]
    assert all(-0.01 <= end <= 100.01 for end in ends)
    assert all(float(one["cy"]) >= 0 for one in elements(drawn, "circle"))
    assert lowest_mark(drawn) <= drawn.height


READINGS = [
    # values after the calm ones, which way is good, the reading
    ("50 90", "", "more"),
    ("50 9", "", "fewer"),
    ("50 90", "higher", "improvement"),
    ("50 90", "lower", "deterioration"),
    ("50 9", "lower", "improvement"),
    ("50 51 51 51 51 51 51 51", "higher", "improvement"),
    ("50 49 49 49 49 49 49", "higher", "none"),  # six on one side
    ("50 49 51 52 53 54 55 56", "higher", "run"),  # seven that rise
    ("50 51 50 49 48 47 46 45", "", "run"),
    ("90 56 55 54 53 52 49 47", "", "more"),  # a fall from above the limit: what lies outside it is above
    ("50 51 49", "higher", "none"),
    ("50 90 50 9", "higher", "both"),
]


@pytest.mark.parametrize(("line", "better", "reading"), READINGS)
def test_the_word_follows_the_limits_and_the_good_direction(line: str, better: str, reading: str) -> None:
    assert counted(*CALM, *map(int, line.split()), better=better).reading == reading


def test_a_sign_outside_the_period_read_is_not_told_of_it() -> None:
    series = replace(counted(*CALM, 50, 90, 50), now=frozenset({"2021-03"}), better="higher")
    assert series.reading == "none"
    assert replace(series, now=frozenset({"2021-02"})).reading == "improvement"


def test_a_run_that_began_before_the_period_read_and_goes_on_after_it_is_a_sign_in_it() -> None:
    whole = counted(*[4, 6] * 6, *[9] * 9)
    within = replace(whole, now=frozenset({whole.rows[16].period}))
    assert signs(whole.points)[-1].first < whole.rows[16].period < signs(whole.points)[-1].last
    assert within.reading == "more"


def test_neighbours_of_one_rule_and_side_are_one_sign() -> None:
    found = signs(counted(*CALM, 50, 51, 53, 51, 53, 51, 53, 51, 90, 9).points)
    assert [(sign.rule, sign.up, sign.points) for sign in found] == [
        ("shift", True, 8),
        ("beyond", True, 1),
        ("beyond", False, 1),
    ]


def test_a_run_has_all_its_points_also_one_that_another_rule_names() -> None:
    series = counted(*CALM, 90, 56, 55, 54, 53, 52, 49)
    assert [(sign.rule, sign.up, sign.points, sign.first) for sign in series.signs] == [
        ("beyond", True, 1, "2021-01"),
        ("trend", False, 7, "2021-01"),
    ]
    assert swedish.over_time.series(series, "month") == (
        "Juli 2021: 49. Fler än vanligt. Över den övre gränsen: januari 2021. "
        "Sju eller fler i rad sjunker: januari till juli 2021."
    )
    assert swedish.over_time.lead({"Träffar": series}) == "Fler än vanligt: Träffar (till januari 2021)."


def test_a_run_alone_is_said_to_rise_or_fall_and_to_be_neither_more_nor_fewer() -> None:
    series = counted(*CALM, 50, 49, 51, 52, 53, 54, 55, 56, better="higher")
    said = swedish.over_time.series(series, "month"), swedish.over_time.lead({"Fullföljde": series})
    assert said == (
        "Augusti 2021: 56. Sju eller fler i rad stiger: februari till augusti 2021.",
        "Sju eller fler i rad åt samma håll: Fullföljde.",
    )


def test_of_many_signs_the_latest_are_told_and_the_rest_counted() -> None:
    said = swedish.over_time.series(counted(*CALM, *[90, 50, 9, 50] * 3), "month")
    assert said == (
        "December 2021: 50. Över den övre gränsen: maj 2021 och september 2021. "
        "Under den undre gränsen: juli 2021 och november 2021. Tidigare i perioden: 2 tecken till."
    )


def test_the_sentence_of_a_series_has_its_counts_first() -> None:
    series = shares(*[(8, 16), (8, 16)] * 6, (16, 16), better="higher")
    assert swedish.over_time.series(series, "month").replace(NB, " ") == (
        "Januari 2021: 16 av 16 (100 %). Tecken på förbättring. Över den övre gränsen: januari 2021."
    )
    assert swedish.over_time.series(counted(*CALM), "month") == (
        "December 2020: 48. Ingen särskild orsak: talen skiljer sig inte mer än de brukar."
    )
    assert swedish.over_time.series(counted(*CALM[:11]), "quarter") == (
        "November 2020: 52. Det är för få kvartal för att säga om något har ändrats. Gränser visas från tolv."
    )
    assert swedish.over_time.series(counted(*CALM[:7]), "month") == (
        "Uppgift finns för 7 månader. Ett diagram visas från åtta."
    )


def test_the_lead_names_what_has_a_sign_and_counts_the_rest() -> None:
    found = {
        "Avslutade": counted(*CALM, 90),
        "Uteblivna träffar": counted(*CALM, 90, better="lower"),
        "Började": counted(*CALM),
        "Fullföljde": counted(*CALM[:8]),
    }
    assert swedish.over_time.lead(found) == (
        "Tecken på försämring: Uteblivna träffar. Fler än vanligt: Avslutade. Ingen särskild orsak syns för en till. "
        "För en är det för tidigt att säga."
    )
    assert swedish.over_time.lead({"Började": counted(*CALM)}) == "Ingen särskild orsak syns."
    assert "för få månader" in swedish.over_time.lead({"Började": counted(3)})


@given(st.lists(st.integers(0, 60), min_size=1, max_size=40), st.sampled_from(["", "higher", "lower"]))
def test_no_word_of_a_series_is_surer_than_its_limits(values: list[int], better: str) -> None:
    series = counted(*values, better=better)
    told = any(row.signal for row in series.points)
    for module in LANGUAGES.values():
        said = module.over_time.series(series, "month"), module.over_time.lead({"X": series})
        assert all(bool(SIGN.search(each)) == told for each in said)
        level = any(row.signal not in (None, "trend") for row in series.points)
        assert level or not any(LEVEL.search(each) for each in said)
        assert not any(CAUSAL.search(each) or "None" in each or "  " in each for each in said)
        assert all(each.endswith(".") for each in said)


def stay(day: int, at_risk: int, share: float, ended: tuple[float, float] = (0.0, 0.0)) -> RetentionRow:
    between = (share - 0.1, min(share + 0.1, 1.0)) if 0 < share < 1 else (None, None)
    return RetentionRow("s", "2026", None, None, day, at_risk, share, *between, *ended)


STAYS = [stay(0, 20, 1.0), stay(40, 20, 0.8, (0.1, 0.1)), stay(90, 12, 0.8, (0.1, 0.1)), stay(120, 5, 0.5, (0.3, 0.2))]


def test_a_curve_is_cut_where_fewer_than_five_have_been_here_so_long() -> None:
    drawn = stays([*STAYS, stay(150, 4, 0.2)])
    assert max(percent(one["x2"]) for one in elements(drawn, "line", "curve")) == 100
    assert drawn.description == (
        "Antal som började: 20. Efter 90 dagar är 80 procent kvar. Efter 120 dagar är 50 procent kvar."
    )
    assert stays([stay(0, 4, 1.0), stay(10, 4, 0.5)]).height == 0
    assert len(elements(drawn, "rect", "limits")) == 2, "none before anybody has ended"


def test_how_long_they_stay_is_told_with_who_began_and_how_sure_it_is() -> None:
    assert swedish.over_time.retention(STAYS, CLIENTS, FIXED[1:]).replace(NB, " ") == (
        "20 klienter började. Efter 90 dagar är 80 % kvar (osäkerhet 70 till 90). "
        "Efter 120 dagar är högst hälften kvar (50 %, osäkerhet 40 till 60; 5 har varit här så länge). "
        "Efter 120 dagar har 30 % fullföljt och 20 % avbrutit."
    )
    ended = swedish.over_time.retention([*STAYS[:3], stay(120, 5, 0.0)], CLIENTS, FIXED[1:]).replace(NB, " ")
    assert "är högst hälften kvar (0 %; 5 har varit här så länge)." in ended
    assert "Mer än hälften är kvar" in swedish.over_time.retention(STAYS[:3], CLIENTS, FIXED[1:])
    assert swedish.over_time.retention([stay(0, 4, 1.0), stay(9, 4, 0.5)], CLIENTS, FIXED) == (
        "4 klienter började. Det är för få för att visa hur länge de stannar."
    )


def test_a_funnel_names_the_readers_service_alone_and_colours_nobody_else() -> None:
    services = [Service(f"V{n}", 10 + n, 20 + n, own=n == 3) for n in range(6)]
    drawn = funnel([*services, Service("V9", 1, 4)])
    assert len(elements(drawn, "circle", "dot")) == 1
    assert len(elements(drawn, "circle", "dot-old")) == 5, "one of fewer than five has no dot"
    assert "V3" in words(drawn)
    assert not {"V1", "V2"} & set(words(drawn))
    assert drawn.description.startswith("Antal liknande verksamheter: 7. Den här: 57 procent av 23. Gränser för en så")
    assert funnel(services[:4]).height == 0


@given(st.lists(st.integers(1, 300).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), min_size=5))
def test_a_service_is_worth_asking_about_only_outside_its_limits(counts: list[tuple[int, int]]) -> None:
    rows = list(compared(Counted("g", 0, "missed", "2026", f"s{n:03}", *each) for n, each in enumerate(counts)))
    for row in rows:
        for module in LANGUAGES.values():
            said = module.over_time.beside(row, len(rows))
            outside = row.of >= 5 and not row.lower95 <= row.value <= row.upper95
            assert bool(re.search("fråga om|worth asking", said)) == outside
            assert not CAUSAL.search(said)
    drawn = funnel([Service("V", *each, own=not n) for n, each in enumerate(counts)])
    assert lowest_mark(drawn) <= drawn.height


def test_both_languages_have_the_same_words_over_time() -> None:
    ours = [{name for name in dir(module.over_time) if not name.startswith("_")} for module in LANGUAGES.values()]
    assert ours[0] == ours[1]
    assert set(LABELS["sv"]) == set(LABELS["en"])
    assert all(shown(row) for row in counted(1).rows)


def test_nothing_is_said_of_a_period_without_a_point() -> None:
    series = replace(counted(*CALM, 90), now=frozenset({"2024-01"}))
    assert swedish.over_time.series(series, "month") == "Ingen punkt i diagrammet ligger i den valda perioden."
    assert swedish.over_time.lead({"X": series}) == "Inget av diagrammen har en punkt i den valda perioden."
    both = {"X": series, "Y": counted(*CALM)}
    assert swedish.over_time.lead(both) == "Ingen särskild orsak syns."
