"""Sedan sist: what has changed since the adopted follow-up of the period before, said before anything else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from loke.analysis.estimates import newcombe
from loke.analysis.summary import Row
from loke.description.models import Service
from loke.followup.choices import ALL, granularity
from loke.followup.models import DeviationAnswer, FollowUp
from loke.followup.reading import Reading
from loke.publishing.numbers import period_name
from loke.publishing.readings import against_earlier, is_early, verdict


@dataclass(frozen=True)
class Turned:
    """An expectation that stands otherwise than it did, in words; the difference from then may be due to `chance`."""

    text: str
    before: str
    now: str
    chance: bool


@dataclass(frozen=True)
class Since:
    last: FollowUp
    period: str
    turned: Sequence[Turned]
    new: Sequence[str]
    gone: Sequence[str]
    answers: Sequence[DeviationAnswer]

    @property
    def is_quiet(self) -> bool:
        return not (self.turned or self.new or self.gone)


def verdicts_of(reading: Reading) -> list[dict[str, Any]]:
    """How every expectation stands, by code and in words, and what a later one is compared with."""
    return [
        {
            "expectation": row.expectation,
            "version": row.version,
            "text": row.text,
            "verdict": verdict(row),
            "words": str(reading.say.expectation_verdict(row)),
            "within": row.within,
            "assessable": row.assessable,
            "early": is_early(row),
        }
        for row in reading.rows("expectations")
    ]


def since_of(service: Service, reading: Reading) -> Since | None:
    """Against the latest period before of the same length that is adopted, whenever it was; None without one."""
    earlier = [one for one in service.follow_ups.adopted() if _comes_before(one, reading)]
    last = max(earlier, key=lambda one: (one.period, one.pk), default=None)
    if last is None:
        return None
    before, now = _by_code(last.verdicts), _by_code(verdicts_of(reading))
    both = [code for code in now if code in before]
    rows = {row.expectation: row for row in reading.rows("expectations")}
    return Since(
        last=last,
        period=period_name(last.period, reading.language),
        turned=[
            Turned(
                text=now[code]["text"],
                before=_in_words(before[code], reading),
                now=now[code]["words"],
                chance=may_be_chance(rows[code], before[code]),
            )
            for code in both
            if now[code]["verdict"] != before[code]["verdict"]
        ],
        new=[one["text"] for code, one in now.items() if code not in before],
        gone=[one["text"] for code, one in before.items() if code not in now],
        answers=list(last.answers.given().select_related("changed_by")),
    )


def may_be_chance(now: Row, then: Mapping[str, Any]) -> bool:
    """Whether the share may be as it was then: of that follow-up alone, which is what stands beside it."""
    if "within" not in then:  # it was adopted before this was kept, so nothing can be called sure
        return True
    earlier = then["within"], then["assessable"]
    difference = newcombe(now.within, now.assessable, *earlier)
    names = ("earlier", "earlier_of", "difference", "difference_low", "difference_high")
    beside = replace(now, **dict(zip(names, (*earlier, *difference), strict=True)))
    return then["early"] or against_earlier(beside) == "uncertain"


def _comes_before(one: FollowUp, reading: Reading) -> bool:
    if reading.period == ALL:  # of all time there is no period before, but what was adopted before
        return one.period == ALL
    return granularity(one.period) == granularity(reading.period) and one.period < reading.period


def _in_words(told: Mapping[str, Any], reading: Reading) -> str:
    """How it stood, in the language that is read now; as it was written where the verdict is no longer given."""
    words = reading.say.phrases.VERDICT.get(told["verdict"], told["words"])
    return str(words)


def _by_code(verdicts: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The latest version of each expectation that somebody has been held against."""
    return {one["expectation"]: one for one in verdicts}
