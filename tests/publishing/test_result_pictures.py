"""Differences beside no difference, and the course of the same persons: where the marks stand and what is spoken."""

from tests.publishing.drawing import elements, percent, words

from loke.publishing.course import course
from loke.publishing.differences import Difference, differences
from loke.publishing.groups import surely


def test_no_difference_is_in_the_middle_and_the_scale_reaches_as_far_both_ways() -> None:
    made = differences([Difference("Slut", 1.0, 0.5, 2.0, "20 svar")], zero="normgruppen")
    (dot,) = elements(made, "circle", "dot")
    (interval,) = elements(made, "line", "interval")
    assert percent(dot["cx"]) == 75
    assert (percent(interval["x1"]), percent(interval["x2"])) == (62.5, 100)
    assert "normgruppen" in words(made)
    assert made.description == "Slut: skillnad 1, osäkerhet 0,5 till 2."


def test_without_an_interval_only_the_dot_is_drawn() -> None:
    made = differences([Difference("Slut", 1.0, None, None)], zero="0", language="en")
    assert elements(made, "line", "interval") == []
    assert made.description == "Slut: difference 1."


def test_a_course_says_whose_means_they_are() -> None:
    made = course([("Start", 4.0), ("Slut", 6.0), ("Efter", 5.5)], n=7, lowest=0, highest=10)
    assert [one["class"] for one in elements(made, "circle")] == ["absent", "dot", "dot"]
    assert "samma 7 personer" in words(made)
    assert made.description == "samma 7 personer: Start 4,0; Slut 6,0; Efter 5,5."


def test_of_more_than_two_comparisons_each_must_pass_holms_level() -> None:
    assert surely([0.04, 0.049]) == [True, True]
    assert surely([0.04, 0.049, 0.9]) == [False, False, False]
    assert surely([0.03, 0.016, 0.024]) == [True, True, True]
    assert surely([0.03, 0.017, 0.024]) == [False, False, False], "the least must pass a third of the level"
    assert surely([]) == []
