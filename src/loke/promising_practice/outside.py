"""A review as it may be read outside the unit: its figures as the unit has published them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loke.promising_practice.content import content_of
from loke.promising_practice.evidence import offer
from loke.promising_practice.found import figure, text_of
from loke.promising_practice.ground import ground_of, outside
from loke.promising_practice.guide import row_of
from loke.promising_practice.labels import ROW
from loke.promising_practice.models import Evidence, PracticeReview
from loke.publishing import numbers

ABOUT_WORK = {"goals_written", "tool", "report", "discussed", "adapted", "cost"}  # nothing in them is about people
ALIKE = 0.6  # of the letters: a line that is so much like what was taken tells the same figures
SHORTEST = 12  # letters of a sentence that is looked for
SENTENCES = re.compile(r"(?<=[.;])\s+")
SPELLED = "|".join(["ett", *numbers.SPELLED["sv"][1:], *numbers.SPELLED["en"][1:]])
FIGURES = re.compile(rf"\d|\b(?:{SPELLED})\s+(?:av|of)\b", re.IGNORECASE)


@dataclass
class Kept:
    """What of one row's evidence is shown outside, and what is left out and why."""

    row: str
    shown: list[dict[str, Any]] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)

    @property
    def question(self) -> str:
        return _(row_of(self.row).question)


@dataclass(frozen=True)
class Outside:
    """The content that may leave, what was done to its evidence, and where the group has figures of its own."""

    content: dict[str, Any]
    evidence: list[Kept]
    own_figures: list[tuple[str, str]]


def outside_of(review: PracticeReview, today: date, *, names: bool) -> Outside:
    """What would be published today; `names` keeps the names of those who took part."""
    content = content_of(review)
    hidden = figures_taken(review)
    kept = [_kept(review, code, told["evidence"], today) for code, told in content["rows"].items() if told["evidence"]]
    shown = {one.row: one.shown for one in kept}
    content["rows"] = {code: _row(told, hidden, shown.get(code, [])) for code, told in content["rows"].items()}
    for part in (content, content["verdict"], *content["elements"].values(), *content["areas"]):
        part.update({name: scrubbed(text, hidden) for name, text in part.items() if isinstance(text, str)})
    content["plan"], content["language"] = "", get_language() or "sv"
    if not names:
        _without_names(content)
    return Outside(content, kept, list(_own_figures(content)))


def _all_evidence(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (one for told in content["rows"].values() for one in told["evidence"])


def figures_taken(review: PracticeReview) -> list[str]:
    """The sentences in which figures about people have been taken, into any review of its service.

    A text may come from another of them, by hand or in a file.
    """
    found = Evidence.objects.filter(answer__review__service=review.service_id)
    return list(dict.fromkeys(_told_by(one.said for one in found)))


def _told_by(evidence: Iterable[Mapping[str, Any]]) -> list[str]:
    return [text for one in evidence if one["kind"] not in ABOUT_WORK for text in _sentences(text_of(one))]


def _sentences(text: str) -> list[str]:
    return [text, *(each for each in SENTENCES.split(text) if len(each) >= SHORTEST)]


def _kept(review: PracticeReview, code: str, taken: Iterable[dict[str, Any]], today: date) -> Kept:
    kept = Kept(code)
    for one in {each["kind"]: each for each in taken}.values():
        found = _of_work(one) if one["kind"] in ABOUT_WORK else _counted_anew(review, one, today)
        if isinstance(found, str):
            kept.left.append((one["title"], found))
        else:
            kept.shown.append(found)
    return kept


def _of_work(one: dict[str, Any]) -> dict[str, Any]:
    """What is not about people as it was taken; of changes only what was changed and when, not why."""
    if one["kind"] != "adapted":
        return one
    parted = [each["name"].rpartition(", ") for each in one["figures"]]
    return {**one, "figures": [figure(name, day) for name, _comma, day in parted]}


def _counted_anew(review: PracticeReview, one: Mapping[str, Any], today: date) -> dict[str, Any] | str:
    """The same evidence out of what the unit has published of the year, or in words why there is none."""
    inside = ground_of(review.service, today, one["period"])
    ground = inside and inside.reading.period == one["period"] and outside(inside)
    if not ground:
        return _("Uppföljningen av perioden är inte publicerad. Publicera den först, om siffrorna ska med.")
    found = offer(replace(ground, cost=one.get("cost")), one["kind"])
    if found is None:
        return _("Talen gäller för få för att visas utanför enheten.")
    return {name: told for name, told in found.items() if name != "cost"}


def _row(told: dict[str, Any], hidden: list[str], shown: list[dict[str, Any]]) -> dict[str, Any]:
    texts = {name: scrubbed(told[name], hidden) for name in ROW}
    added = [text_of(one) for one in shown if one["says"] and text_of(one) not in texts["description"]]
    if texts["description"] != told["description"]:  # the text that was taken stood there
        texts["description"] = "\n\n".join(filter(None, [texts["description"].strip(), *added]))
    return {**told, **texts, "evidence": shown}


def scrubbed(text: str, hidden: list[str]) -> str:
    """The text without the lines that say what was taken, word for word or nearly so."""
    lines = [line for line in text.split("\n") if not any(_says(line, sentence) for sentence in hidden)]
    return text if len(lines) == text.count("\n") + 1 else "\n".join(lines).strip("\n")


def _says(line: str, sentence: str) -> bool:
    if sentence in line:
        return True
    alike = SequenceMatcher(None, line, sentence, autojunk=False)
    return len(line) >= SHORTEST and alike.quick_ratio() >= ALIKE and alike.ratio() >= ALIKE and has_figures(line)


def has_figures(text: str) -> bool:
    return bool(FIGURES.search(text))


def _without_names(content: dict[str, Any]) -> None:
    for one in content["participants"]:
        one["name"] = ""
    for one in (content["verdict"], *content["areas"]):
        one["responsible"] = ""


def _own_figures(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Lines with figures that Loke has not counted for outside, and where they stand."""
    ours = {text_of(one) for one in _all_evidence(content)}
    for place, text in _written(content):
        for line in text.split("\n"):
            if has_figures(line) and line not in ours:
                yield place, line


def _written(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text that somebody has written, and where it stands."""
    parts = [(_("Arbetssättet"), content)]
    parts += [(_("Deltagare"), one) for one in content["participants"]]
    parts += content["rows"].items()
    parts += [(_("Element %(n)s") % {"n": number}, told) for number, told in content["elements"].items()]
    parts += [(_("Bedömningen"), {**content["verdict"], "judged": None})]
    parts += [(_("Att utveckla"), {**one, "until": None}) for one in content["areas"]]
    parts += [(one["title"], {"": text}) for one in _all_evidence(content) for text in _written_in(one)]
    for place, told in parts:
        yield from ((place, text) for text in told.values() if isinstance(text, str))


def _written_in(evidence: Mapping[str, Any]) -> Iterable[str]:
    """What of evidence about the work is somebody's own words."""
    if evidence["kind"] == "cost":
        return evidence["says"]
    if evidence["kind"] not in ("goals_written", "tool"):
        return ()
    return (f"{each['name']}: {each['text']}" for each in evidence["figures"])
