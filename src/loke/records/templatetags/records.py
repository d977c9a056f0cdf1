"""Client codes, pages and their addresses as they are shown."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django import template
from django.forms import BoundField
from django.utils.dates import MONTHS, MONTHS_AP
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from loke.description.models import Service
from loke.publishing.numbers import shortest
from loke.records.course import Event
from loke.records.events import event
from loke.records.lines import what_it_was
from loke.records.missing import Task
from loke.records.models import Episode, Registration
from loke.records.names import page_name
from loke.records.pseudonyms import spaced
from loke.records.reading import address_of
from loke.records.registered import FROM_FILE, fresh
from loke.records.week import Week

register = template.Library()
SAYS = '<li class="{}"><time datetime="{}">{}</time><div><strong>{}</strong>{}'
EVENT = SAYS + "</div></li>"
CHANGEABLE = SAYS + ' <a href="{}">{}<span class="sr"> {} {}</span></a></div></li>'


@register.filter
def is_from_file(registration: Registration) -> bool:
    """Whether it came with a file, and is undone where the file is shown."""
    return registration.what == FROM_FILE


@register.filter
def code(value: str) -> SafeString:
    """A code in threes with the first three in bold, which is how it is spoken of."""
    first, __, rest = spaced(value).partition(" ")
    return format_html('<span class="code"><b>{}</b>{}{}</span>', first, " " if rest else "", rest)


@register.filter
def short_code(value: str) -> str:
    """The first three characters: enough to tell one's own clients apart."""
    return spaced(value).partition(" ")[0]


@register.simple_tag
def thread(events: Iterable[Event], episode: Episode, may_write: bool) -> SafeString:
    """What has happened, line by line; in code, since there may be hundreds of lines on a page.

    Whoever may write is led to where a contact is changed.
    """
    short, long = ([str(names[month]) for month in range(1, 13)] for names in (MONTHS_AP, MONTHS))
    change = _("Ändra") if may_write else ""
    return format_html_join("", "{}", ((_line(event, episode, short, long, change),) for event in events))


def _line(event: Event, episode: Episode, short: list[str], long: list[str], change: str) -> SafeString:
    day, name = event.day, event.what
    more = f", {event.more}" if event.more else ""
    if event.measurement:
        name = format_html('<a href="{}">{}</a>', address_of("measurement", episode, event.measurement), name)
    told = event.kind, day.isoformat(), _in_words(day, short), name, more
    if event.link and change:
        return format_html(CHANGEABLE, *told, event.link, change, event.what, _in_words(day, long))
    return format_html(EVENT, *told)


def _in_words(day: date, months: list[str]) -> str:
    return f"{day.day} {months[day.month - 1]} {day.year}"


@register.filter
def plain(value: Decimal) -> str:
    """A number without the decimals that only its column has."""
    return shortest(value)


@register.simple_tag
def address(page: str, episode: Episode, *more: object) -> str:
    """A page about the episode, as an address."""
    return address_of(page, episode, *more)


@register.simple_tag(takes_context=True)
def just_registered(context, service: Service, episode: Episode | str = "", kinds: str = "") -> list[Registration]:
    """What the person has just registered and may still undo; with an episode, of that only. Asked once for a page.

    With kinds, only what is called so.
    """
    request, key = context["request"], (service.pk, episode and episode.pk)
    found = request.__dict__.setdefault("just_registered", {})
    if key not in found:
        found[key] = fresh(request.user, service, episode or None)
    return [one for one in found[key] if not kinds or one.what in kinds.split()]


@register.simple_tag
def what_was_done(registration: Registration, episode: Episode | str = "") -> str:
    """In a line; whose it was where the page is not the client's own."""
    return what_it_was(registration, its_own_page=bool(episode))


@register.simple_tag
def where_to(episode: Episode, task: Task) -> str:
    """The page on which the task is done."""
    if task.instrument:
        return address_of("measure", episode, task.instrument, task.occasion)
    return address_of("fill_in", episode, task.occasion)


register.filter(page_name)
register.filter(event)


@register.filter
def of_number(codes: dict[int, str], number: int) -> SafeString:
    """The code of the client with the number; an erased client has none."""
    return code(codes[number]) if number in codes else format_html("–")


@register.filter
def found_in(numbers: Iterable[int | None], codes: dict[int, str]) -> list[int]:
    """Those of the clients who are still there."""
    return [number for number in numbers if number in codes]


@register.filter
def gone_from(numbers: Iterable[int | None], codes: dict[int, str]) -> int:
    """How many of the clients have been erased, or taken away with what made them."""
    return sum(number not in codes for number in numbers)


@register.filter
def of_key(found: dict, key: int) -> object:
    """What a mapping has under a key; nothing for nothing."""
    return found.get(key, "–")


@register.filter
def weeks(week: Week, number: int) -> Week:
    """The week so many weeks later, or earlier."""
    return week.later(number)


@register.filter
def chosen_label(field: BoundField) -> str:
    """What has been chosen in a list, in words."""
    return dict(field.field.choices).get(str(field.value()), "")
