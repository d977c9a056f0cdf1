"""Walks all pages that a person can reach, as an attacker would: every kind of page once, and every form on it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client
from lxml import html

TEXT = {"text", "search", "email", "textarea", "password", "number", "date", "time", "tel", "url"}
STARTS = ("/", "/byt/", "/personer/")
FILE = re.compile(r"\.(csv|docx|json|pdf|xlsx|zip)(\?|$)")
LEAVING = ("/konto/logout/", "/demo/", "/sprak/")  # where a posted form would change who walks, or the language


@dataclass(frozen=True)
class Field:
    name: str
    kind: str  # the type of an input, else textarea or select
    value: str


@dataclass(frozen=True)
class Form:
    """A form as it stands on a page; `fields` are those a browser would send."""

    page: str
    action: str
    method: str
    fields: tuple[Field, ...]

    @property
    def kind(self) -> tuple[str, ...]:
        """Forms of one kind go to the same sort of address and have the same fields but for their numbers."""
        return kind_of(self.action), *sorted({re.sub(r"\d+", "0", field.name) for field in self.fields})

    def filled(self, text: str) -> dict[str, list[str]]:
        """What is sent when every field that can be written in holds `text` and the rest stand as they stood."""
        sent: dict[str, list[str]] = {}
        for field in self.fields:
            sent.setdefault(field.name, []).append(text if field.kind in TEXT else field.value)
        return sent


@dataclass(frozen=True)
class Page:
    address: str
    answer: HttpResponse | None  # none where only the text is kept
    text: str
    forms: tuple[Form, ...]


def kind_of(address: str) -> str:
    return re.sub(r"\d+", "0", address.partition("?")[0])


def walk(browser: Client, starts: tuple[str, ...] = STARTS, files: bool = False) -> Iterator[Page]:
    """One page of every kind that links lead to; files too when they are asked for, since they take long to make."""
    waiting, seen = list(starts), set()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in seen or address.startswith("/static/") or (FILE.search(kind) and not files):
            continue
        seen.add(kind)
        page = read(address, browser.get(address, follow=True))
        yield page
        waiting += links(page)


def read(address: str, answer: HttpResponse) -> Page:
    """The page in an answer; a file has neither text nor forms."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return Page(address, answer, "", ())
    text = answer.content.decode()
    here = answer.redirect_chain[-1][0] if getattr(answer, "redirect_chain", None) else address
    return Page(address, answer, text, tuple(_forms(here, text)))


def links(page: Page) -> list[str]:
    if not page.text.strip():
        return []
    found = html.fromstring(page.text).xpath("//a/@href")
    return [str(link).partition("#")[0] for link in found if re.match(r"/[^/]", str(link)) or link == "/"]


def forms_on(pages: Iterable[Page]) -> list[Form]:
    """One form of every kind on the pages, but for those that would change who walks."""
    found = {form.kind: form for page in pages for form in page.forms}
    return [form for form in found.values() if not form.action.startswith(LEAVING)]


def send(browser: Client, form: Form, text: str) -> HttpResponse:
    if form.method == "get":
        return browser.get(form.action, form.filled(text))
    return browser.post(form.action, form.filled(text))


def _forms(address: str, text: str) -> Iterator[Form]:
    if not text.strip():
        return
    for form in html.fromstring(text).xpath("//form"):
        action = form.get("action") or address
        yield Form(address, action, (form.get("method") or "get").lower(), tuple(_fields(form)))


def _fields(form) -> Iterator[Field]:
    for one in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
        name, kind = one.get("name"), (one.get("type") or "text") if one.tag == "input" else one.tag
        if kind in ("radio", "checkbox") and one.get("checked") is None:
            continue
        if kind == "select":
            chosen = one.xpath(".//option[@selected]/@value") or one.xpath(".//option/@value")[-1:]
            yield from (Field(name, kind, str(value)) for value in chosen)
        elif kind not in ("file", "submit", "button", "image", "reset"):
            yield Field(name, kind, (one.text or "") if one.tag == "textarea" else one.get("value") or "")
