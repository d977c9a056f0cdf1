"""A piece of evidence: sentences and figures with their period and number, as plain content that never changes."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from loke.analysis.estimates import wilson
from loke.promising_practice.ground import Ground
from loke.publishing.documents.content import tidy
from loke.publishing.dots import MOST_PEOPLE, Group, people
from loke.publishing.marks import Picture
from loke.publishing.readings import TOO_FEW
from loke.publishing.shares import Share, categories

Content = Mapping[str, Any]
MOST_DRAWN = 6  # figures in a picture
DIGITS = re.compile(r"\d+")
BETWEEN = re.compile(r"(?<=\d)[\s.,](?=\d)")  # what parts thousands and decimals, which each language does its own way


def figure(name: str, text: str, n: int | None = None, of: int | None = None) -> dict[str, Any]:
    """A line of the table; `n` of `of` people where it counts some."""
    return {"name": name, "text": text, "n": n, "of": of}


def part(ground: Ground, name: str, n: int, of: int) -> dict[str, Any]:
    return figure(name, ground.say.part(n, of), n, of)


def evidence(
    ground: Ground,
    title: str,
    says: Iterable[str | None],
    figures: Iterable[Content | None] = (),
    *,
    n: int | None = None,
    anchor: str = "",
    ongoing: bool = False,
) -> dict[str, Any] | None:
    """What could be said; None when nothing could. `anchor` is where Följ upp says more, `ongoing` is of no period."""
    said, shown = [tidy(each) for each in says if each], [dict(each) for each in figures if each]
    if not said and not shown:
        return None
    return {
        "title": title,
        "period": "" if ongoing else ground.reading.period,
        "period_name": "" if ongoing else ground.period_name,
        "as_of": ground.reading.today.isoformat(),
        "language": ground.reading.language,
        "n": n,
        "says": said,
        "figures": shown,
        "anchor": anchor,
    }


def language_of(content: Content) -> str:
    """The language that frozen content is said in; what was frozen before that was kept is Swedish."""
    return content.get("language", "sv")


def text_of(content: Content) -> str:
    """The evidence as it is put into a description."""
    said = " ".join(content["says"])
    return f"{content['period_name']}: {said}" if content["period_name"] else said


def differs(one: Content, other: Content) -> bool:
    """Whether their figures differ, whatever day they were counted and in whatever language they are said."""
    return _numbers(one) != _numbers(other)


def _numbers(content: Content) -> tuple[object, ...]:
    """What is counted, and the numbers in what is said and in the lines of the table that count nobody."""
    counts = [(each["n"], each["of"]) for each in content["figures"]]
    lines = [f"{each['name']} {each['text']}" for each in content["figures"] if each["of"] is None]
    return content["n"], counts, sorted(DIGITS.findall(BETWEEN.sub("", "; ".join([*content["says"], *lines]))))


def picture_of(content: Content, language: str) -> Picture | None:
    """People as dots while they are few, shares as bars when they are many; none without counts."""
    counted = [one for one in content["figures"] if one["of"] is not None][:MOST_DRAWN]
    if not counted:
        return None
    of = {one["of"] for one in counted}
    if len(of) == 1 and max(of) <= MOST_PEOPLE:
        return people([Group(one["n"], f"– {one['name']}") for one in counted])
    shown = [
        Share(one["name"], one["n"] / one["of"], *_interval(one), f"{one['n']}/{one['of']}")
        for one in counted
        if one["of"] >= TOO_FEW
    ]
    return categories(shown, language=language) if shown else None


def _interval(one: Content) -> tuple[float, float]:
    low, high = wilson(one["n"], one["of"])
    return low or 0.0, 1.0 if high is None else high
