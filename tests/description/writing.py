"""How tests fill in the pages of Beskriv: a form as a browser would send it."""

from uuid import uuid4

from django.test import Client
from django.urls import reverse


def sent(answer, form: str = "form", **changes: object) -> dict[str, object]:
    """What a browser would send of a form on the page, with these fields changed."""
    shown = answer.context[form]
    fields = {field.html_name: field.value() for field in shown}
    return {name: "" if value is None else str(value) for name, value in {**fields, **changes}.items()}


def heading(browser: Client, service: str, code: str):
    return browser.get(reverse("heading", args=[service, code]))


def autosave(browser: Client, service: str, code: str, **told: object):
    return browser.post(reverse("autosave", args=[service, code]), told)


def begin(browser: Client, service: str):
    return browser.post(reverse("begin_version", args=[service]), {"submission": str(uuid4())})
