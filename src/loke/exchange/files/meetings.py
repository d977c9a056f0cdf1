"""Rows that are contacts, and rows that are goals of a care plan."""

from collections import defaultdict
from datetime import date

from django.utils.translation import gettext as _

from loke.exchange.files.known import CHANGED, NEW, SAME, Differences, Known, change, not_yours, refuse
from loke.exchange.files.rows import Reading, Row
from loke.records.models import CarePlanGoal, Client, Contact, Episode, lasted

COMPARED = ("attendance", "minutes")


def client_of(known: Known, reading: Reading, row: Row) -> Client | None:
    """The client of a row; without one the row is left out."""
    client = known.client(row.values["code"])
    if client is None:
        todo = _("Du har ingen klient med den koden. Läs in klienten först, eller rätta koden.")
        if there := known.left_out(row.values["code"]):
            words = _("Klienten står på bladet %(sheet)s, rad %(row)s, som hoppas över. Rätta den raden först.")
            todo = words % {"sheet": there[0], "row": there[1]}
        refuse(reading, row, "code", _("koden för en klient som finns"), todo)
    return client


def mine(known: Known, reading: Reading, row: Row, episode: Episode | None, todo: str) -> Episode | None:
    """The episode, if there is one and the person may write in it; else the row is left out."""
    if episode is None:
        refuse(reading, row, "date", _("en dag under klientens kontakt med verksamheten"), todo)
        return None
    if not known.mine(episode):
        not_yours(reading, row)
        return None
    return episode


class Contacts:
    """Compares contacts with those that are there: the same ones first, then those of the same day and intervention."""

    def __init__(self, known: Known, found: Differences) -> None:
        self.known, self.found = known, found
        self.interventions = {str(one.pk): one for one in known.service.interventions.in_use()}
        self.there: dict[tuple[int, date, int], list[Contact]] = defaultdict(list)
        self.lines: dict[tuple, int] = {}  # by what the whole row says

    def take(self, reading: Reading) -> None:
        days = [row.values["date"] for row in reading.rows]
        if not days:
            return
        within = {"date__gte": min(days), "date__lte": max(days), "episode__service": self.known.service}
        for contact in Contact.objects.filter(**within).order_by("pk"):
            self.there[contact.episode_id, contact.date, contact.intervention_id].append(contact)
        waiting = [made for row in reading.rows if (made := self._made(reading, row))]
        left = [(row, contact) for row, contact in waiting if not self._same(reading, row, contact)]
        for row, contact in left:
            self._change_or_add(reading, row, contact)

    def _repeats(self, reading: Reading, row: Row) -> bool:
        """Whether it is like an earlier row in every column, also those that are not read, and is left out for it."""
        cells = enumerate(reading.grid.rows[row.line])
        unread = ((place, cell) for place, cell in cells if cell and place not in row.places.values())
        key = *row.values.items(), *unread
        before = self.lines.setdefault(key, row.line + 1)
        if before == row.line + 1:
            return False
        self.found.alike += 1
        if not self.found.repeats:
            words = _("Raden är likadan som rad %(row)s. Ta bort den ena, eller välj att läsa in likadana rader.")
            refuse(reading, row, "code", _("en rad för varje träff"), words % {"row": before})
        return not self.found.repeats

    def _made(self, reading: Reading, row: Row) -> tuple[Row, Contact] | None:
        if (client := client_of(self.known, reading, row)) is None:
            return None
        todo = _("Klienten hade ingen kontakt med verksamheten den dagen. Rätta dagen, eller läs in starten först.")
        episode = mine(self.known, reading, row, self.known.on(client, row.values["date"]), todo)
        if episode is None or self._repeats(reading, row):
            return None
        intervention = self.interventions[row.values["intervention"]]
        told = {name: row.values[name] for name in COMPARED if name in row.values}
        told.setdefault("attendance", Contact.Attendance.ATTENDED)
        told["minutes"] = lasted(told["attendance"], told.get("minutes"))
        return row, Contact(episode=episode, date=row.values["date"], intervention=intervention, **told)

    def _among(self, contact: Contact) -> list[Contact]:
        number = contact.episode.pk
        return self.there[number, contact.date, contact.intervention_id] if number else []

    def _same(self, reading: Reading, row: Row, contact: Contact) -> bool:
        """Whether it is there already; then it counts once only."""
        among = self._among(contact)
        for place, one in enumerate(among):
            if all(getattr(one, name) == getattr(contact, name) for name in COMPARED if name in row.values):
                del among[place]
                self.found.count(reading, row, SAME, contact.episode.client)
                return True
        return False

    def _change_or_add(self, reading: Reading, row: Row, contact: Contact) -> None:
        if among := self._among(contact):
            there = among.pop(0)
            there.episode = contact.episode
            change(self.found, there, {name: row.values[name] for name in COMPARED if name in row.values})
            self.found.changed.append(there)
            self.found.count(reading, row, CHANGED, contact.episode.client)
            return
        self.found.added.append(contact)
        self.found.count(reading, row, NEW, contact.episode.client)


class Goals:
    """Compares goals with those that are there; a goal is known by its words."""

    def __init__(self, known: Known, found: Differences) -> None:
        self.known, self.found = known, found
        goals = CarePlanGoal.objects.filter(episode__service=known.service)
        self.there = {(goal.episode_id, goal.code): goal for goal in goals}
        self.seen: dict[tuple[str, date, str], int] = {}

    def take(self, reading: Reading) -> None:
        for row in reading.rows:
            self._take(reading, row)

    def _take(self, reading: Reading, row: Row) -> None:
        if (client := client_of(self.known, reading, row)) is None:
            return
        told = {name: row.values[name] for name in ("attainment", "set_on", "judged_on") if name in row.values}
        days = [told[name] for name in ("set_on", "judged_on") if name in told]
        held = next((one for day in days if (one := self.known.on(client, day))), None) or self.known.on(client, None)
        todo = _("Klienten har ingen kontakt med verksamheten. Läs in starten först.")
        episode = mine(self.known, reading, row, held, todo)
        if episode is None:
            return
        key = client.code, episode.opened, row.values["goal"]
        if before := self.seen.get(key):
            words = _("Samma mål står på rad %(row)s. Behåll en av dem.") % {"row": before}
            refuse(reading, row, "goal", _("ett mål en gång"), words)
            return
        self.seen[key] = row.line + 1
        self._store(reading, row, episode, told)

    def _store(self, reading: Reading, row: Row, episode: Episode, told: dict) -> None:
        code = row.values["goal"]
        goal = self.there.get((episode.pk, code))
        if goal is None:
            self.found.added.append(CarePlanGoal(episode=episode, code=code, **told))
            self.found.count(reading, row, NEW, episode.client)
            return
        goal.episode = episode
        different = change(self.found, goal, told)
        if different:
            self.found.changed.append(goal)
        self.found.count(reading, row, CHANGED if different else SAME, episode.client)
