"""Rows that are clients: a client, an episode with its ending, and answers at the start, the end and afterwards."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from loke.accounts.models import User
from loke.exchange.files.known import CHANGED, NEW, SAME, Differences, Known, change, not_yours, refuse
from loke.exchange.files.rows import Reading, Row
from loke.measures.models import Variable
from loke.records import pseudonyms
from loke.records.models import Client, Contact, Episode, Phase, Reason, Responsible, Value, stored_as
from loke.records.own_codes import fault_of


class Clients:
    """Compares the rows of a part with the records."""

    def __init__(self, known: Known, found: Differences, responsible: User | None) -> None:
        self.known, self.found, self.responsible = known, found, responsible
        service = known.service
        self.endings = {str(ending.pk): ending for ending in service.endings.all()}
        self.values: dict[tuple[int, int], list[Value]] = defaultdict(list)
        self.last = dict(
            Contact.objects.filter(episode__service=service).values_list("episode").annotate(Max("date")).order_by()
        )
        self.stays: dict[int, list[Phase]] = defaultdict(list)
        for stay in Phase.objects.filter(episode__service=service).select_related("phase"):
            self.stays[stay.episode_id].append(stay)
        self.seen: dict[tuple[str, date], int] = {}

    def take(self, reading: Reading) -> None:
        asked = {one.thing for one in reading.kind.fields if one.key in reading.part.columns.values() and one.thing}
        rows = Value.objects.filter(episode__service=self.known.service, variable__in=asked).order_by("pk")
        rows = rows.select_related("option")
        by_number = {variable.pk: variable for variable in asked}
        for value in rows:
            value.variable = by_number[value.variable_id]
            self.values[value.episode_id, value.variable_id].append(value)
        self.known.note(reading)
        for row in reading.rows:
            self._take(reading, row)

    def _take(self, reading: Reading, row: Row) -> None:
        client = self.known.client(row.values["code"])
        if client is None and not self._may_come(reading, row):
            return
        new_client = client is None
        client = client or Client(unit=self.known.service.unit, code=row.values["code"])
        episode = self._episode(reading, row, client)
        if episode is None:
            return
        if before := self.seen.get((client.code, episode.opened)):
            words = _("Samma klient och start står på rad %(row)s. Behåll en av dem.") % {"row": before}
            refuse(reading, row, "code", _("en rad för varje klient och start"), words)
            return
        self.seen[client.code, episode.opened] = row.line + 1
        self._store(reading, row, client, episode, new_client)

    def _may_come(self, reading: Reading, row: Row) -> bool:
        """Whether there may be a new client with the code: it must be the unit's own, since ours are given by us."""
        code = row.values["code"]
        ours = pseudonyms.is_ours(code)
        if ours or not reading.part.new_clients or self.known.is_taken(code):
            todo = _("Kontrollera koden.")
            if ours:
                todo = _("Kontrollera koden. Är den enhetens egen, så skriv till exempel ett bindestreck i den.")
            refuse(reading, row, "code", _("koden för en klient som finns"), todo)
            return False
        if fault := fault_of(code):
            refuse(reading, row, "code", _("enhetens egen kod"), fault)
        return not fault

    def _episode(self, reading: Reading, row: Row, client: Client) -> Episode | None:
        """The one the row speaks of, or a new one; None when the row cannot be taken in."""
        opened, there = row.values.get("opened"), self.known.episodes[client.code]
        episode = next((one for one in reversed(there) if opened in (None, one.opened)), None)
        if episode is None and opened is None:
            refuse(reading, row, "opened", _("dagen då kontakten började"), _("Fyll i startdagen."))
            return None
        if episode is None:
            return self._new(reading, row, client, opened)
        if not self.known.mine(episode):
            not_yours(reading, row)
            return None
        return episode if self._may_end(reading, row, episode) else None

    def _new(self, reading: Reading, row: Row, client: Client, opened: date) -> Episode | None:
        closed = row.values.get("closed")
        busy = next((one for one in self.known.episodes[client.code] if not one.closed), None)
        if busy and not closed and not self.known.mine(busy):
            not_yours(reading, row)
            return None
        if busy and not closed:
            words = _(
                "Klienten har redan en pågående kontakt, från %(day)s. Rätta startdagen, eller avsluta den först."
            )
            refuse(reading, row, "opened", _("en start"), words % {"day": busy.opened.isoformat()}, client)
            return None
        episode = Episode(service=self.known.service, code=pseudonyms.new_code(), client=client, opened=opened)
        return episode if self._may_end(reading, row, episode) else None

    def _may_end(self, reading: Reading, row: Row, episode: Episode) -> bool:
        closed, client = row.values.get("closed"), episode.client
        if "ending" in row.values and not (closed or episode.closed):
            refuse(
                reading,
                row,
                "ending",
                _("inget, när kontakten pågår"),
                _("Fyll i avslutsdagen, eller ta bort orsaken."),
            )
            return False
        if not closed:
            return True
        first = [episode.opened, self.last.get(episode.pk), *(stay.entered for stay in self.stays[episode.pk])]
        latest = max(day for day in first if day)
        if closed < latest:
            words = _("Det finns en start, träff eller fas efter avslutet, %(day)s. Rätta dagen.")
            words = words % {"day": latest.isoformat()}
            refuse(reading, row, "closed", _("en dag efter allt annat"), words, client)
            return False
        return True

    def _store(self, reading: Reading, row: Row, client: Client, episode: Episode, new_client: bool) -> None:
        touched = [self._about(client, row, ("sex", "birth_year")), self._about(episode, row, ("age",))]
        touched.append(self._end(episode, row))
        touched.append(self._answer(reading, episode, row))
        if new_client:
            self.known.remember(client)
            self.found.added.append(client)
        elif touched[0]:
            self._changed(client)
        if episode.pk is None:
            self.known.episodes[client.code].append(episode)
            self.known.episodes[client.code].sort(key=lambda one: one.opened)
            self.found.added.append(episode)
            if self.responsible:
                self.found.added.append(Responsible(episode=episode, user=self.responsible))
            self.found.count(reading, row, NEW, client)
            return
        if touched[1] or touched[2]:
            self._changed(episode)
        self.found.count(reading, row, CHANGED if any(touched) else SAME, client)

    def _changed(self, thing: Any) -> None:
        if thing.pk and not any(thing is one for one in self.found.changed[-8:]):
            self.found.changed.append(thing)

    def _about(self, thing: Any, row: Row, names: Iterable[str]) -> bool:
        return change(self.found, thing, {name: row.values[name] for name in names if name in row.values})

    def _end(self, episode: Episode, row: Row) -> bool:
        closed, ending = row.values.get("closed"), self.endings.get(row.values.get("ending", ""))
        changed = change(self.found, episode, {"closed": closed} if closed else {})
        if ending and ending.pk != episode.ending_id:
            changed = True
            if episode.pk:
                self.found.tell("ending", episode.ending_id, ending.pk)
                self.found.set(episode, "ending_id", ending.pk)
            else:
                episode.ending_id = ending.pk
        for stay in self.stays[episode.pk] if closed and episode.pk else ():
            if stay.left is None:
                stay.episode = episode
                self.found.set(stay, "left", closed)
                self.found.changed.append(stay)
        return changed

    def _answer(self, reading: Reading, episode: Episode, row: Row) -> bool:
        """The answers to variables as they are to stand; whether anything differs."""
        changed = False
        for key, told in row.values.items():
            if key.startswith("v:"):
                variable, occasion = reading.kind.by_key[key].thing, key.rpartition(":")[2]
                there = self.values[episode.pk, variable.pk] if episode.pk else []
                before = [value for value in there if value.occasion in stored_as(occasion)]
                for value in before:
                    value.episode = episode
                stood, after = [*map(_shown, before)], _values(episode, variable, occasion, told)
                if self._differ(before, after):
                    changed = True
                    if episode.pk:
                        self.found.tell(key, stood, [*map(_shown, after)])
        return changed

    def _differ(self, before: list[Value], after: list[Value]) -> bool:
        there, wanted = ({_said(value): value for value in values} for values in (before, after))
        if there.keys() == wanted.keys():
            return False
        if len(before) == len(after) == 1:  # a single answer is changed in its row
            for name in ("option", "text", "reason"):
                self.found.set(before[0], name, getattr(after[0], name))
            self.found.changed.append(before[0])
            return True
        self.found.added += [value for key, value in wanted.items() if key not in there]
        self.found.removed += [value for key, value in there.items() if key not in wanted]
        return True


def _said(value: Value) -> tuple:
    """What is compared of it: numbers as numbers."""
    number = value.text and value.variable.type == Variable.Type.NUMBER
    return value.option_id, Decimal(value.text) if number else value.text, value.reason


def _shown(value: Value) -> str:
    """An answer as people read it."""
    return value.option.name if value.option else value.get_reason_display() or value.text


def _values(episode: Episode, variable: Any, occasion: str, told: Any) -> list[Value]:
    common = {"episode": episode, "variable": variable, "occasion": occasion}
    if isinstance(told, Reason):
        return [Value(reason=told.value, **common)]
    if variable.has_options:
        options = {option.code: option for option in variable.options.all()}
        return [Value(option=options[code], **common) for code in (told if isinstance(told, list) else [told])]
    return [Value(text=f"{told:f}" if isinstance(told, Decimal) else str(told), **common)]
