"""The board: the cycles of a service by phase, what is overdue first, and the step that Översikt shows of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.accounts.access import may
from loke.accounts.models import User
from loke.description.models import Service
from loke.followup.steps import Step
from loke.improvement.beginning import waiting_in
from loke.improvement.models import CycleStep, ImprovementCycle, Phase
from loke.publishing.numbers import day as day_name

LATEST = 4  # ended cycles on the board; all of them are in the history


@dataclass(frozen=True)
class Card:
    """A cycle as the board shows it; `due` is the next day that something of it should be done or seen."""

    cycle: ImprovementCycle
    steps: Sequence[CycleStep]
    today: date

    @cached_property
    def waiting(self) -> list[CycleStep]:
        return [one for one in self.steps if one.done is None]

    @cached_property
    def due(self) -> date | None:
        days = [one.until for one in self.waiting] + [self.cycle.seen_by]
        return min((day for day in days if day), default=None) if self.cycle.is_open else None

    @property
    def is_overdue(self) -> bool:
        return self.due is not None and self.due < self.today

    @property
    def is_late(self) -> bool:
        """Whether the improvement itself should have been seen by now, and not only a step of it done."""
        return self.cycle.is_open and self.cycle.seen_by is not None and self.cycle.seen_by < self.today

    @property
    def late(self) -> list[CycleStep]:
        return [one for one in self.waiting if one.until and one.until < self.today] if self.cycle.is_open else []

    @property
    def done(self) -> int:
        return len(self.steps) - len(self.waiting)


@dataclass(frozen=True)
class Column:
    phase: str
    name: str | Promise
    cards: Sequence[Card]


@dataclass(frozen=True)
class Board:
    columns: Sequence[Column]

    @property
    def cards(self) -> list[Card]:
        return [card for column in self.columns for card in column.cards]

    @property
    def overdue(self) -> list[Card]:
        return [card for card in self.cards if card.is_overdue]

    @property
    def open(self) -> list[Card]:
        return [card for card in self.cards if card.cycle.is_open]

    @property
    def says(self) -> str:
        """How many go on, and what of them is late."""
        return " ".join(filter(None, (_going_on(len(self.open)), _what_is_late(self.open, self.overdue))))


def _going_on(n: int) -> str:
    return ngettext("En förbättring pågår.", "%(n)s förbättringar pågår.", n) % {"n": n} if n else ""


def _what_is_late(cards: Sequence[Card], overdue: Sequence[Card]) -> str:
    if not overdue:
        return ""
    if len(cards) > 1:
        words = ngettext("Något är försenat i en av dem.", "Något är försenat i %(n)s av dem.", len(overdue))
        return words % {"n": len(overdue)}
    if cards[0].is_late:
        return _("Den är försenad.")
    n = len(cards[0].late)
    return ngettext("Ett steg i den är försenat.", "%(n)s steg i den är försenade.", n) % {"n": n}


def board_of(service: Service, today: date) -> Board:
    found = service.cycles.select_related("owner")
    cards = cards_of([*found.open(), *found.ended()[:LATEST]], today)
    return Board([Column(phase, phase.label, [card for card in cards if card.cycle.phase == phase]) for phase in Phase])


def cards_of(cycles: Sequence[ImprovementCycle], today: date) -> list[Card]:
    """What is overdue first and then by what comes next; those that have ended as they come."""
    steps: dict[int, list[CycleStep]] = {}
    for one in CycleStep.objects.there().filter(cycle__in=cycles).select_related("owner"):
        steps.setdefault(one.cycle_id, []).append(one)
    cards = [Card(cycle, steps.get(cycle.pk, []), today) for cycle in cycles]
    return sorted(cards, key=lambda card: (not card.cycle.is_open, card.due or date.max))


def step_of(service: Service, user: User, today: date, language: str) -> Step | None:
    """Förbättra in the list on Översikt; None for whoever may not see it."""
    if not may(user, "improvement", "see", unit=service.unit):
        return None
    name, url, board = _("Förbättra"), reverse("improvements", args=[service.code]), board_of(service, today)
    waiting = waiting_in(service) if may(user, "improvement", "write", unit=service.unit) else []
    if not board.cards and not waiting:
        return Step(name, _("Här blir svaren på det som inte blev som tänkt till förbättringar."), "todo", url)
    if not board.open and not waiting:
        return Step(name, _("Inget pågår just nu."), "done", url)
    return Step(name, " ".join(filter(None, [_not_begun(len(waiting)), *_said(board, user, language)])), "ongoing", url)


def _not_begun(n: int) -> str:
    words = ngettext(
        "En ändring av arbetssättet är inte påbörjad.", "%(n)s ändringar av arbetssättet är inte påbörjade.", n
    )
    return words % {"n": n} if n else ""


def _said(board: Board, user: User, language: str) -> Iterable[str]:
    yield _going_on(len(board.open))
    if board.overdue:
        yield from _late(board.overdue, user)
        return
    if due := min((card for card in board.open if card.due), key=lambda card: card.due or date.max, default=None):
        words = _("Närmast: %(title)s, %(day)s.")
        yield words % {"title": due.cycle.title, "day": day_name(due.due or date.max, language)}


def _late(cards: Sequence[Card], user: User) -> Iterable[str]:
    """What is late, the improvements apart from their steps, and one's own steps by name."""
    if late := [card for card in cards if card.is_late]:
        words = ngettext("En är försenad: %(title)s.", "%(n)s är försenade, först %(title)s.", len(late))
        yield words % {"n": len(late), "title": late[0].cycle.title}
    steps = [(step, card) for card in cards for step in card.late]
    if mine := [step for step, _card in steps if step.owner_id == user.pk]:
        words = ngettext(
            "Ditt steg är försenat: %(text)s", "%(n)s av dina steg är försenade, först: %(text)s", len(mine)
        )
        yield words % {"n": len(mine), "text": mine[0].text}
    elif steps:
        words = ngettext(
            "Ett steg är försenat, i %(title)s.", "%(n)s steg är försenade, först i %(title)s.", len(steps)
        )
        yield words % {"n": len(steps), "title": steps[0][1].cycle.title}
