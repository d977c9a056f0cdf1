"""What the quality rules find among the clients somebody may read, and what has been said to be right as it stands."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from loke.description.models import Service
from loke.records.models import Dismissal, Episode, EpisodeQuerySet
from loke.records.rules import RULES, Finding

MOST = 50  # findings of one rule on the page
MOST_SETTLED = 200  # of all rules together


@dataclass(frozen=True)
class Found:
    """One rule with what it found: to look at, and already looked at."""

    rule: str
    heading: str | Promise
    guess: bool
    count: int
    findings: Sequence[Finding]
    dismissed: Sequence[tuple[Finding, Dismissal]]


def look_at(service: Service, episodes: EpisodeQuerySet, reached: EpisodeQuerySet) -> list[Found]:
    """Every rule that finds anything among the service's episodes, in the order of the rules.

    `reached` are all that the person reaches in whatever service.
    """
    episodes = Episode.objects.filter(pk__in=list(episodes.values_list("pk", flat=True)))  # looked up once, not in each
    said: dict[str, dict[str, Dismissal]] = defaultdict(dict)
    for one in Dismissal.objects.filter(service=service).select_related("by"):
        said[one.rule][one.key] = one
    found = []
    for rule in RULES:
        findings = list(rule.look(episodes, reached))
        doubtful = [one for one in findings if one.key not in said[rule.code]]
        settled = [(one, said[rule.code][one.key]) for one in findings if one.key in said[rule.code]]
        if findings:
            found.append(Found(rule.code, rule.heading, rule.guess, len(doubtful), doubtful[:MOST], settled))
    return found


@dataclass(frozen=True)
class Settled:
    """What somebody has said is right as it stands, and still is as it was then."""

    heading: str | Promise
    finding: Finding
    said: Dismissal


def settled(found: Sequence[Found]) -> list[Settled]:
    """All of every rule, by the client's code, so that one is found among many."""
    rows = [Settled(rule.heading, one, said) for rule in found for one, said in rule.dismissed]
    return sorted(rows, key=lambda row: (row.finding.episode.client.code, row.said.pk))


def finding(episodes: EpisodeQuerySet, reached: EpisodeQuerySet, rule: str, key: str) -> Finding | None:
    """The finding that a form names, if the rule still finds it."""
    rules = (one for one in RULES if one.code == rule)
    return next((found for one in rules for found in one.look(episodes, reached) if found.key == key), None)
