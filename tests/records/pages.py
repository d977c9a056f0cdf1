"""How tests use the pages of Dokumentera: addresses, and a form filled in as a browser would send it."""

from datetime import date
from uuid import UUID

from django.db.models import Model
from django.urls import reverse

from loke.records.models import Episode


def address(page: str, episode: Episode, *more: object) -> str:
    return reverse(page, args=[episode.service.code, episode.client_id, *more])


def follow(browser, answer):
    """The page that an answer leads to when something was stored."""
    assert answer.status_code == 303
    return browser.get(answer["Location"])


def typed(answer, form: str = "form", **changes: object) -> dict[str, object]:
    """What a browser would send of a form on the page, with these fields changed; a field set to None is left out."""
    shown = answer.context[form]
    sent = {field.html_name: _as_sent(field.value() or _first(field)) for field in shown}
    sent |= {shown.add_prefix(name): _as_sent(value) for name, value in changes.items()}
    return {name: value for name, value in sent.items() if name not in {shown.add_prefix(n) for n in _without(changes)}}


def _first(field) -> object:
    """A list that opens begins with its first choice, and of boxes to tick none is sent."""
    if field.widget_type == "checkboxselectmultiple":
        return []
    return next(iter(field.field.widget.choices))[0] if field.widget_type == "select" else field.value()


def _without(changes: dict[str, object]) -> list[str]:
    return [name for name, value in changes.items() if value is None]


def _as_sent(value: object) -> object:
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else "" if value is None else value


def told(answer) -> str:
    """The page as it was sent."""
    return answer.content.decode()
