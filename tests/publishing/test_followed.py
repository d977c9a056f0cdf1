"""Prediction beside outcome: words that follow the interval, never a cause, and nothing of a few."""

import re
from dataclasses import replace
from random import Random

import pytest
from tests.publishing.drawing import elements, lowest_mark, percent, words

from loke.analysis.estimates import Difference
from loke.analysis.followed import Figure, difference, mean_figure, share_figure
from loke.publishing.followed import Followed, Point, Prediction, about
from loke.publishing.run_chart import run_chart
from loke.publishing.sentences import FOLLOWED, english_followed, followed_in, swedish_followed

NB = "\u00a0"
CAUSAL = re.compile(r"\b(gav|ledde|effekt|orsakade|tack vare|caused|effect of|led to|thanks to)\b", re.IGNORECASE)


def followed(before: Figure, since: Figure, prediction: Prediction | None = None, **more) -> Followed:
    told = {"measure": "completion/share", "name": "Fullföljer", "unit": "", "is_share": True, "counted_by": "closed"}
    told |= {"started": "2026-01-01", "as_of": "2026-11-01", "points": ()} | more
    found = more.get("found") or difference(since, before)
    told.pop("found", None)
    return Followed(before=before, since=since, difference=found, prediction=prediction, **told)


SHARE = share_figure(20, 50)


@pytest.mark.parametrize(
    ("low", "high", "up", "size", "outcome"),
    [
        # the interval of the difference in percentage points, the prediction, and what may be said
        (1, 40, True, None, "came"),
        (0, 40, True, None, "uncertain"),
        (-40, -1, True, None, "opposite"),
        (-40, -1, False, None, "came"),
        (1, 40, False, None, "opposite"),
        (10, 40, True, 10, "came"),
        (9, 40, True, 10, "came_maybe"),
        (1, 10, True, 10, "came_maybe"),
        (1, 9, True, 10, "less"),
        (-5, 9, True, 10, "not_so_much"),
        (-5, 10, True, 10, "uncertain"),
        (-9, 5, False, 10, "not_so_much"),
        (-40, -10, False, 10, "came"),
    ],
)
def test_the_outcome_follows_the_interval(low, high, up, size, outcome):
    found = Difference((low + high) / 200, low / 100, high / 100)
    assert followed(SHARE, SHARE, Prediction(up, size), found=found).outcome == outcome


@pytest.mark.parametrize(("n", "outcome"), [(4, "too_few"), (5, "came")])
def test_fewer_than_five_are_not_compared(n, outcome):
    found = Difference(0.3, 0.1, 0.5)
    assert followed(SHARE, share_figure(n, n), Prediction(up=True), found=found).outcome == outcome
    assert followed(share_figure(n, n), SHARE, Prediction(up=True), found=found).outcome == outcome


def test_the_sentences_in_swedish():
    one = followed(share_figure(9, 24), share_figure(36, 43), Prediction(up=True, size=15, by="2026-10-01"))
    assert list(swedish_followed.says(one)) == [
        "Ni trodde att andelen skulle öka med minst 15 procentenheter och att det skulle synas 2026-10-01.",
        f"Före start: 9 av 24 (38{NB}%), osäkerhet 21 till 57.",
        f"Efter start: 36 av 43 (84{NB}%), osäkerhet 70 till 92.",
        "Skillnad: +46 procentenheter, osäkerhet 22 till 64. Det gick åt det håll ni trodde, och minst så mycket.",
        "Det är för få punkter för att säga om mönstret har ändrats. Det krävs åtta före start, och tio i allt.",
    ]


def test_while_it_is_planned_what_is_believed_is_told_as_of_now():
    one = followed(SHARE, SHARE, Prediction(up=False, by="2026-10-01"), started="")
    assert swedish_followed.predicted(one) == "Ni tror att andelen minskar och att det syns 2026-10-01."
    assert english_followed.predicted(one) == "You predict that the share will fall, to be seen by 2026-10-01."
    mean = replace(one, is_share=False, unit="poäng", prediction=Prediction(up=True, size=3))
    assert swedish_followed.predicted(mean) == "Ni tror att medelvärdet ökar med minst 3 poäng."


@pytest.mark.parametrize(("day", "over", "to_come"), [(2, False, True), (1, False, False), (2, True, False)])
def test_what_is_believed_is_still_to_come_until_its_day_or_the_end(day, over, to_come):
    by = f"2026-11-0{day}"  # and it is the first of November
    one = followed(SHARE, SHARE, Prediction(up=True, by=by), over=over)
    swedish = ("tror", "ska öka", "ska synas") if to_come else ("trodde", "skulle öka", "skulle synas")
    english = ("predict", "will") if to_come else ("predicted", "would")
    told = "Ni {} att andelen {} och att det {} {}.".format(*swedish, by)
    assert swedish_followed.predicted(one) == told
    assert english_followed.predicted(one) == "You {} that the share {} rise, to be seen by {}.".format(*english, by)


def test_where_nobody_has_had_the_time_there_is_nothing_to_count_yet():
    one = followed(Figure(0), share_figure(0, 0), Prediction(up=True))
    assert list(swedish_followed.says(one))[1:3] == ["Före start: inget att räkna.", "Efter start: inget att räkna än."]
    assert list(english_followed.says(one))[1:3] == [
        "Before the start: nothing to count.",
        "After the start: nothing to count yet.",
    ]


def test_one_is_a_point_and_no_points():
    one = followed(SHARE, SHARE, Prediction(up=True, size=1))
    assert swedish_followed.predicted(one) == "Ni trodde att andelen skulle öka med minst 1 procentenhet."
    assert english_followed.predicted(one) == "You predicted that the share would rise by at least 1 percentage point."


def test_means_are_told_in_their_unit_and_a_few_not_at_all():
    before, since = mean_figure([1.0, 2.0, 3.0], [4, 4, 4]), mean_figure([4.0], [3])
    one = followed(before, since, Prediction(up=True), is_share=False, unit="poäng")
    told = " ".join(swedish_followed.says(one))
    assert "Före start: i medeltal 2 poäng, osäkerhet 1,5 till 2,5. Antal: 12. Få personer." in told
    assert "Efter start: medelvärdet vilar på färre än fem och visas inte." in told
    assert "Det är för få för att jämföra före och efter start." in told


def test_it_is_early_until_the_day_when_it_was_to_be_seen():
    one = followed(SHARE, SHARE, Prediction(up=True, by="2026-11-02"))
    assert "Det är tidigt" in swedish_followed.changed(one)
    assert "Det är tidigt" not in swedish_followed.changed(replace(one, as_of="2026-11-02"))


def test_both_languages_say_the_same_and_neither_names_a_cause():
    assert swedish_followed.OUTCOME.keys() == english_followed.OUTCOME.keys()
    assert swedish_followed.COUNTED_BY.keys() == english_followed.COUNTED_BY.keys()
    found = Difference(0.2, 0.1, 0.3)
    for language in FOLLOWED:
        say = followed_in(language)
        said = [
            *say.OUTCOME.values(),
            say.REMINDER,
            *say.says(followed(SHARE, SHARE, Prediction(up=True), found=found)),
        ]
        assert not [one for one in said if CAUSAL.search(one)]


EIGHT = ((9, 0.2), (9, 0.4), (9, 0.31), (9, 0.29), (9, 0.5), (9, 0.1), (9, 0.2), (9, 0.4))


def series(*values: tuple[int, float | None], start: float) -> Followed:
    points = [
        Point(
            f"{2025 + (place - 1) // 12}-{(place - 1) % 12 + 1:02}", n, value, None if place == start else place > start
        )
        for place, (n, value) in enumerate(values, 1)
    ]
    return followed(SHARE, SHARE, Prediction(up=True), points=points)


def test_the_middle_is_that_of_the_points_before_and_the_one_of_the_start_is_neither():
    one = series(*EIGHT, (9, 0.9), (9, 0.8), start=9)
    assert one.median == pytest.approx(0.3)
    assert one.runs.useful == 9
    assert series(*EIGHT[1:], (4, 0.3), (9, 0.9), start=9).median is None


def test_the_pattern_is_told_in_whole_sentences():
    one = series(*((9, 0.1 + place / 100) for place in range(16)), start=9)
    assert one.median is not None
    told = swedish_followed.pattern(one)
    assert told.startswith("Det finns tecken på att något har ändrats. ")
    assert "Linjen korsar mitten 1 gång; av slumpen väntas minst " in told
    assert "The line crosses the middle once; chance gives at least " in english_followed.pattern(one)


def test_chance_alone_seldom_gives_a_sign_of_change():
    chance, signs = Random(1), dict.fromkeys((8, 12), 0)
    for before in signs:
        for _ in range(2000):
            runs = series(*((9, chance.random()) for _ in range(before + 12)), start=before + 0.5).runs
            signs[before] += runs.is_shift or runs.is_crossing
    assert signs[12] < signs[8] < 0.13 * 2000


def test_a_run_chart_shows_what_rests_on_at_least_five_and_the_number_behind_each():
    one = series(*EIGHT, (4, 1.0), (9, 0.3), (0, None), (12, 0.9), (12, 0.8), start=11)
    drawn = run_chart(one)
    assert drawn
    assert len(elements(drawn, "circle", "point-old")) == 9
    assert len(elements(drawn, "circle", "point")) == 2
    assert len(elements(drawn, "line", "middle")) == 1
    assert len(elements(drawn, "line", "joint")) == 8  # a gap on both sides of what is not shown
    assert {"4", "12", f"30{NB}%"} <= set(words(drawn))
    assert lowest_mark(drawn) <= drawn.height
    assert drawn.description.endswith(f"I mitten före start 30{NB}%.")
    assert run_chart(series((9, 0.2), (9, 0.4), (4, 1.0), start=3)) is None


@pytest.mark.parametrize(
    ("values", "is_share", "foot", "top"),
    [
        # the values of the points, and the ends of the scale: round numbers that hold them all
        ((0.2, 0.31, 0.5), True, f"0{NB}%", f"50{NB}%"),
        ((0.2, 0.31, 0.51), True, f"0{NB}%", f"60{NB}%"),
        ((0.2, 0.31, 1.0), True, f"0{NB}%", f"100{NB}%"),
        ((0.0, 0.0, 0.0), True, f"0{NB}%", f"20{NB}%"),
        ((-3.0, 2.0, 6.5), False, "−4", "8"),
        ((-3.0, -2.0, -1.0), False, "−3", "0"),
    ],
)
def test_both_ends_of_the_scale_have_a_number(values, is_share, foot, top):
    drawn = run_chart(replace(series(*((9, value) for value in values), start=3), is_share=is_share))
    assert drawn
    assert {foot, top} <= set(words(drawn))


@pytest.mark.parametrize(("start", "since"), [(7, 2), (9, 0)])
def test_the_line_of_the_start_stands_to_the_right_of_all_that_was_before(start, since):
    one = series(*EIGHT, start=start - 0.5)
    drawn = run_chart(one)
    assert drawn
    [x] = [percent(mark["x1"]) for mark in elements(drawn, "line", "idea-edge")]
    places = [percent(mark["cx"]) for mark in elements(drawn, "circle")]
    assert sum(place > x for place in places) == since
    planned = run_chart(replace(one, started=""))
    assert planned
    assert not elements(planned, "line", "idea-edge")


def test_the_number_behind_the_last_point_is_there_at_every_width():
    drawn = run_chart(series(*((100 + place, 0.3) for place in range(24)), start=20))
    assert drawn
    [last] = [mark for mark in elements(drawn, "text", "m") if percent(mark["x"]) == 85 and float(mark["y"]) > 200]
    assert "wide" not in last["class"]


@pytest.mark.parametrize(
    ("hits", "of", "shown"),
    [
        (26, 51, (50, 0.5)),
        (28, 44, None),
        (8, 17, None),
        (24, 49, None),
        (25, 50, (50, 0.5)),
        (8, 50, (50, 0.2)),
        (7, 50, None),
        (43, 50, None),
        (0, 50, (50, 0.0)),
        (50, 50, (50, 1.0)),
    ],
)
def test_outside_the_unit_a_share_is_rounded_and_nothing_rests_on_a_few(hits, of, shown):
    found = about(share_figure(hits, of))
    assert (found and (found.n, found.value)) == shown


def test_others_are_told_how_it_stood_only_where_both_figures_may_be_shown():
    found = Difference(0.2, 0.1, 0.3)
    told = list(swedish_followed.shared(followed(SHARE, SHARE, Prediction(up=True), found=found)))
    assert told[1:] == [
        f"Före start: omkring 40{NB}% av 50.",
        f"Efter start: omkring 40{NB}% av 50.",
        "Det gick åt det håll de trodde, mer än slumpen brukar göra.",
    ]
    hidden = list(swedish_followed.shared(followed(SHARE, share_figure(3, 20), Prediction(up=True), found=found)))
    assert hidden[-1] == "Efter start: för få för att visas utanför enheten."


@pytest.mark.parametrize(("n", "shown"), [(49, False), (50, True)])
def test_outside_the_unit_a_mean_rests_on_fifty(n, shown):
    assert (about(mean_figure([1.0, 2.0], [n - 1, 1])) is not None) == shown


def test_a_fall_among_a_few_is_never_told_as_a_rise_to_others():
    found = share_figure(28, 44), share_figure(8, 17)
    assert list(swedish_followed.shared(followed(*found, Prediction(up=True, size=10)))) == [
        "Fullföljer.",
        "Före start: för få för att visas utanför enheten.",
        "Efter start: för få för att visas utanför enheten.",
    ]


@pytest.mark.parametrize(("people", "shown"), [(9, False), (10, True), (None, True)])
def test_outside_the_unit_meetings_and_goals_rest_on_ten_people(people, shown):
    assert (about(replace(SHARE, people=people)) is not None) == shown


@pytest.mark.parametrize("counted_by", ["contact", "judged"])
def test_where_a_person_counts_more_than_once_it_is_never_said_how_it_went(counted_by):
    for low in (-0.4, -0.1, 0.1):
        found = Difference(low + 0.1, low, low + 0.2)
        one = followed(SHARE, SHARE, Prediction(up=True), found=found, counted_by=counted_by)
        assert one.outcome == "several"
        assert "går det inte att säga om det blev som ni trodde" in swedish_followed.changed(one)


def test_what_is_not_the_same_all_the_way_is_not_compared():
    one = replace(series(*EIGHT, (9, 0.9), (9, 0.8), start=9), same=False)
    assert (one.outcome, one.median, one.runs.enough) == ("redefined", None, False)
    for say in (swedish_followed, english_followed):
        told = say.says(one)
        assert told[-1] == say.OUTCOME["redefined"]
        assert not [words for words in told if words.startswith(("Skillnad", "Difference"))]
