"""Client codes, pages and their addresses as they are shown."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from loke.records.missing import Task
from loke.records.models import Episode
from loke.records.names import page_name
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


register.filter(page_name)


@register.filter
def of_number(codes: dict[int, str], number: int) -> SafeString:
    """The code of the client with the number; an erased client has none."""
    return code(codes[number]) if number in codes else format_html("–")


@register.filter
def of_key(found: dict, key: int) -> object:
    """What a mapping has under a key; nothing for nothing."""
    return found.get(key, "–")
