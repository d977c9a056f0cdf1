"""Rows that are fillings-in of an instrument: answers to its items, or scores that came ready."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from loke.dataset.months import months_between
from loke.dataset.schema import MOST_MONTHS
from loke.exchange.files.known import CHANGED, NEW, SAME, Differences, Known, change, refuse
from loke.exchange.files.meetings import client_of, mine
from loke.exchange.files.rows import Reading, Row
from loke.publishing.numbers import is_rounded_from, shortest
from loke.records import pseudonyms
from loke.records.curves import scores_from
from loke.records.models import Answer, Client, Episode, Measurement, Reason, Score

Occasion = Measurement.Occasion


class Measurements:
    """Compares the fillings-in of one instrument with those that are there."""

    def __init__(self, known: Known, found: Differences, reading: Reading) -> None:
        self.known, self.found, self.reading = known, found, reading
        self.instrument = reading.kind.thing
        mine = {"episode__service": known.service, "instrument": self.instrument}
        self.there = {
            self._key(row.episode_id, row.occasion, row.months_after, row.date, row.respondent): row
            for row in Measurement.objects.filter(**mine).order_by("-pk")
        }
        within = {f"measurement__{name}": value for name, value in mine.items()}
        self.answers: dict[int, dict[int, Answer]] = defaultdict(dict)
        for answer in Answer.objects.filter(**within):
            self.answers[answer.measurement_id][answer.item_id] = answer
        self.scores: dict[int, dict[int, Score]] = defaultdict(dict)
        for score in Score.objects.filter(**within):
            self.scores[score.measurement_id][score.scale_id] = score
        self.seen: dict[tuple, int] = {}

    def take(self) -> None:
        self._warn_of_totals()
        for row in self.reading.rows:
            self._take(row)

    def _warn_of_totals(self) -> None:
        """A score that came ready and is not what the answers of its row give is taken in, and told of."""
        rows = [row for row in self.reading.rows if {"i:", "s:"} <= {key[:2] for key in row.values}]
        answers = [{_code(key): _number(told) for key, told in row.values.items() if key[:2] == "i:"} for row in rows]
        for row, computed in zip(rows, scores_from(self.instrument, answers) if rows else (), strict=True):
            for key, told in row.values.items():
                exact = computed.get(_code(key)) if key[:2] == "s:" else None
                if exact is not None and not is_rounded_from(told, exact):
                    expected = _("%(score)s, efter svaren på raden") % {"score": shortest(exact)}
                    todo = _("Poängen stämmer inte med svaren. Kontrollera båda mot underlaget.")
                    self.reading.problem(row, key, expected, todo, skips=False)

    def _key(self, episode: object, occasion: str, months: int | None, day: date | None, respondent: str) -> tuple:
        """By what a filling-in is known: one at the start and the end, one each month after, one a day meanwhile."""
        when = day if occasion == Occasion.DURING else months if occasion == Occasion.AFTER else None
        return episode, occasion, when, respondent

    def _take(self, row: Row) -> None:
        if (client := client_of(self.known, self.reading, row)) is None:
            return
        day, occasion = row.values["date"], row.values["occasion"]
        todo = _("Dagen stämmer inte med klientens kontakter och tillfället. Rätta dagen eller tillfället.")
        episode = mine(self.known, self.reading, row, self._episode(client, occasion, day), todo)
        if episode is None:
            return
        months = self._months(episode, row)
        respondent = row.values.get("respondent", "")
        key = self._key((client.code, episode.opened), occasion, months, day, respondent)
        if before := self.seen.get(key):
            words = _("Samma mätning står på rad %(row)s. Behåll en av dem.") % {"row": before}
            refuse(self.reading, row, "date", _("en mätning för varje tillfälle"), words)
            return
        self.seen[key] = row.line + 1
        self._store(row, episode, months, respondent)

    def _episode(self, client: Client, occasion: str, day: date) -> Episode | None:
        """A questionnaire may be answered before the start, at an application, and after the end."""
        held = self.known.on(client, day)
        if occasion == Occasion.AFTER:
            return self.known.before(client, day)
        if occasion == Occasion.START:
            return held or self.known.after(client, day)
        if occasion == Occasion.END:
            return held or self.known.before(client, day)
        return held

    def _months(self, episode: Episode, row: Row) -> int | None:
        if row.values["occasion"] != Occasion.AFTER:
            return None
        return row.values.get("months_after", min(MOST_MONTHS, months_between(episode.closed, row.values["date"])))

    def _store(self, row: Row, episode: Episode, months: int | None, respondent: str) -> None:
        day, occasion, mode = row.values["date"], row.values["occasion"], row.values.get("mode")
        there = self.there.get(self._key(episode.pk, occasion, months, day, respondent)) if episode.pk else None
        if there is None:
            told = {"occasion": occasion, "date": day, "months_after": months, "respondent": respondent}
            told |= {"mode": mode or "", "code": pseudonyms.new_code(), "instrument": self.instrument}
            there = Measurement(episode=episode, **told)
            self.found.added.append(there)
            self._answer(row, there)
            self.found.count(self.reading, row, NEW, episode.client)
            return
        there.episode = episode
        changed = change(self.found, there, {"date": day} if mode is None else {"date": day, "mode": mode})
        if changed:
            self.found.changed.append(there)
        changed |= self._answer(row, there)
        self.found.count(self.reading, row, CHANGED if changed else SAME, episode.client)

    def _answer(self, row: Row, measurement: Measurement) -> bool:
        """The answers and scores as they are to stand; whether anything differs."""
        answers = self.answers[measurement.pk] if measurement.pk else {}
        scores = self.scores[measurement.pk] if measurement.pk else {}
        changed = False
        for key, told in row.values.items():
            thing = self.reading.kind.by_key[key].thing if key in self.reading.kind.by_key else None
            if key.startswith("i:"):
                value, reason = (None, told.value) if isinstance(told, Reason) else (told, "")
                changed |= self._put(key, answers.get(thing.pk), Answer, {"item": thing}, measurement, value, reason)
            elif key.startswith("s:"):
                changed |= self._put(key, scores.get(thing.pk), Score, {"scale": thing}, measurement, told)
        return changed

    def _put(
        self, key: str, there, model, of: dict, measurement: Measurement, value: Decimal | None, reason: str = ""
    ) -> bool:
        if there is None:
            if measurement.pk:
                self.found.tell(key, None, _told(value, reason))
            more = {"reason": reason} if model is Answer else {}
            self.found.added.append(model(measurement=measurement, value=value, **of, **more))
            return True
        if there.value == value and getattr(there, "reason", reason) == reason:
            return False
        self.found.tell(key, _told(there.value, getattr(there, "reason", "")), _told(value, reason))
        there.measurement = measurement
        self.found.set(there, "value", value)
        if model is Answer:
            self.found.set(there, "reason", reason)
        self.found.changed.append(there)
        return True


def _code(key: str) -> str:
    return key.partition(":")[2]


def _number(told: Decimal | Reason) -> Decimal | None:
    return None if isinstance(told, Reason) else told


def _told(value: Decimal | None, reason: str) -> Decimal | str:
    return reason if value is None else value
