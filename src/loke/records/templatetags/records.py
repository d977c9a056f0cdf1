"""Client codes, pages and their addresses as they are shown."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from loke.publishing.numbers import shortest
from loke.records.missing import Task
from loke.records.models import Episode
from loke.records.pseudonyms import spaced
from loke.records.reading import address_of

register = template.Library()


@register.filter
def code(value: str) -> SafeString:
    """A code in threes with the first three in bold, which is how it is spoken of."""
    first, __, rest = spaced(value).partition(" ")
    return format_html('<span class="code"><b>{}</b>{}{}</span>', first, " " if rest else "", rest)


@register.filter
def short_code(value: str) -> str:
    """The first three characters: enough to tell one's own clients apart."""
    return spaced(value).partition(" ")[0]


PAGES = {
    "clients": _("klientlistan"),
    "client": _("klientens sida"),
    "register_contact": _("registrera träff"),
    "enter_phase": _("byt fas"),
    "fill_in": _("uppgifter"),
    "measure": _("mätning"),
    "measure_together": _("mätning tillsammans"),
    "measurement": _("svar och poäng"),
    "correct_measurement": _("rätta mätning"),
    "take_away_measurement": _("ta bort mätning"),
    "acknowledge_alarms": _("läsa svar"),
    "goals": _("mål"),
    "change_goal": _("ändra mål"),
    "take_away_goal": _("ta bort mål"),
    "episode_history": _("historiken"),
    "end_episode": _("avsluta kontakten"),
    "reopen_episode": _("öppna kontakten igen"),
    "follow_up_calendar": _("kalender för uppföljningar"),
    "group_session": _("gruppträff"),
    "assign": _("fördela klienter"),
    "readings": _("åtkomstloggen"),
}


@register.filter
def plain(value: Decimal) -> str:
    """A number without the decimals that only its column has."""
    return shortest(value)


@register.simple_tag
def address(page: str, episode: Episode, *more: object) -> str:
    """A page about the episode, as an address."""
    return address_of(page, episode, *more)


@register.simple_tag
def where_to(episode: Episode, task: Task) -> str:
    """The page on which the task is done."""
    if task.instrument:
        return address_of("measure", episode, task.instrument, task.occasion)
    return address_of("fill_in", episode, task.occasion)


@register.filter
def page_name(what: str) -> str:
    """A page as it is called in the access log."""
    return PAGES.get(what, what)


@register.filter
def of_number(codes: dict[int, str], number: int) -> SafeString:
    """The code of the client with the number; an erased client has none."""
    return code(codes[number]) if number in codes else format_html("–")
