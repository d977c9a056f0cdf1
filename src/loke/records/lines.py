"""What was just registered in a line, so that two of a kind can be told apart: "Enskilt samtal 26 nov, kom, 70 min"."""

from collections.abc import Callable
from datetime import date

from django.db.models import Model
from django.utils import timezone
from django.utils.dates import MONTHS_AP
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.records.history import KINDS, NAMES, row_before
from loke.records.models import Contact, Episode, Measurement, PlannedContact, Registration, Value
from loke.records.pseudonyms import spaced
from loke.records.registered import FROM_FILE, called, clients_of, content_of

MOST = 3  # questions that are named
MEETINGS = ("register_contact", "register_contacts", "register_week", "register_group_session", "answer_planned")
ANSWERS = ("fill_in", "record_values")
# what rows tell what it was, beside what it is called
TOLD_BY = {
    **dict.fromkeys((*MEETINGS, "change_contact", "remove_contact", "remove_group_session"), "contact"),
    **dict.fromkeys(("plan_contacts", "move_planned", "drop_planned"), "planned"),
    **dict.fromkeys(("set_goal", "change_goal", "remove_goal"), "goal"),
    **dict.fromkeys(("record_measurement", "correct_measurement", "remove_measurement"), "measurement"),
    "enter_phase": "phase",
}


def what_it_was(registration: Registration, *, its_own_page: bool = False) -> str:
    """With the client's code; on the client's own page instead with the words of a goal, which stand there."""
    if its_own_page:
        return _done(registration)
    episode = Episode.objects.select_related("client").filter(pk=registration.episode_number).first()
    whose = [spaced(episode.client.code)] if episode and episode.client else []
    goal = TOLD_BY.get(registration.what) == "goal"
    return ", ".join([called(registration.what) if goal else _done(registration), *whose])


def _done(registration: Registration) -> str:
    content = _content(registration)
    if registration.what in MEETINGS and len(registration.added.get("contact", ())) == 1 and content:
        return content
    return ": ".join(filter(None, [called(registration.what), content]))


def _content(registration: Registration) -> str:
    if registration.what in ANSWERS:
        return _questions(registration)
    if registration.what == FROM_FILE:
        return _of_file(registration)
    if (kind := TOLD_BY.get(registration.what)) is None:
        return ""
    rows = _rows(registration, kind)
    return SAYS[kind](rows[0]) if len(rows) == 1 else content_of([kind] * len(rows))


def _rows(registration: Registration, kind: str) -> list[Model]:
    """What it added, else what it changed, as it stands now, and took away, as it stood; of several only how many."""
    model, numbers = KINDS[kind], list(registration.added.get(kind, ()))
    changes = [] if numbers else list(registration.changes.filter(kind=kind).order_by("pk"))
    gone = [row_before(change) for change in changes if change.taken_away]
    numbers += [change.row for change in changes if not change.taken_away]
    if len(numbers) > 1:
        return [*gone, *(model(pk=number) for number in numbers)]
    return [*gone, *model._default_manager.filter(pk__in=numbers)]


def _questions(registration: Registration) -> str:
    """The names of the questions that were answered, never the answers."""
    changes = list(registration.changes.order_by("pk"))
    about = {"client": _("Kön"), "episode": _("Ålder")}
    names = [about[change.kind] for change in changes if change.kind in about]
    numbers = [*registration.added.get("value", ()), *(change.row for change in changes if change.kind == "value")]
    gone = [row_before(change) for change in changes if change.kind == "value" and change.taken_away]
    there = Value.objects.filter(pk__in=numbers).select_related("variable").order_by("pk")
    names = list(dict.fromkeys([*names, *(row.variable.name for row in (*there, *gone))]))
    more = [_("%(n)s till") % {"n": len(names) - MOST}] if len(names) > MOST else []
    return ", ".join([*names[:MOST], *more])


def row_in_a_line(row: Model) -> str:
    """A single row, as it stands: of an answer which question it was, never what was said."""
    kind = NAMES[type(row)]
    if isinstance(row, Value):
        return row.variable.name
    return SAYS[kind](row) if kind in SAYS else str(row._meta.verbose_name).capitalize()


def _of_file(registration: Registration) -> str:
    """The clients a file brought, how much of what people count it brought or changed, and for how many clients."""
    kinds = [kind for kind, numbers in registration.added.items() for _number in numbers]
    kinds += registration.changes.values_list("kind", flat=True)
    count, new = len(clients_of(registration)), len(registration.added.get("client", ()))
    came = [ngettext("%(n)s ny klient", "%(n)s nya klienter", new) % {"n": new}] if new else []
    content = content_of(kind for kind in kinds if kind != "client")
    what = ", ".join([*came, *filter(None, [content])])
    if new == count:
        return what
    whom = ngettext("%(n)s klient", "%(n)s klienter", count) % {"n": count}
    return _("%(what)s för %(whom)s") % {"what": what, "whom": whom} if what else whom


def _meeting(row: Contact) -> str:
    came = row.attendance == Contact.Attendance.ATTENDED
    return ", ".join([_which(row), str(row.get_attendance_display()), *(_minutes(row) if came else [])])


def _planned(row: PlannedContact) -> str:
    return ", ".join([_which(row), *_minutes(row)])


def _which(row: Contact | PlannedContact) -> str:
    return f"{row.intervention.name} {_day(row.date)}"


def _minutes(row: Contact | PlannedContact) -> list[str]:
    return [_("%(n)s min") % {"n": row.minutes}] if row.minutes else []


def _measured(row: Measurement) -> str:
    return " ".join(filter(None, [row.instrument.name, row.date and _day(row.date)]))


def _day(day: date) -> str:
    """With the year where it is another."""
    year = "" if day.year == timezone.localdate().year else f" {day.year}"
    return f"{day.day} {MONTHS_AP[day.month]}{year}"


SAYS: dict[str, Callable] = {
    "contact": _meeting,
    "planned": _planned,
    "measurement": _measured,
    "phase": lambda row: f"{row.phase} {_day(row.entered)}",
    "goal": lambda row: row.code,
}
