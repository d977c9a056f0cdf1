"""Swedish is what the program says; English is complete and says the same things, on every page."""

import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import django
import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import CharField
from django.utils import translation
from tests.attacks.crawl import FILE
from tests.translations import CATALOGUE, INSTEAD, SOURCE, compiled, found, translated

from loke.publishing.columns import LAYOUTS

FIELD = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|%[sd]")
LINK = re.compile(r'<(?:a|form)\b[^>]*? (?:href|action)="(/[^"#]*)')
LANG = '<html lang="en">'
STARTS = ["/", "/byt/", "/demo/", "/nowhere/", "/inbjudan/x/", "/konto/login/", "/konto/password/reset/done/"]
FIGURES = ["folj-upp/?by=sex", "folj-upp/?by=age&period=all", "folj-upp/?by=ending&period=2026-H2"]
SERVICES = {"aino": "ungdom", "maryam": "ungdom", "bengt": "oppenvard-beroende", "coach": "familjehem"}
SEEN = {"aino", "bengt"}  # every kind of page that they have, Maryam has too
PEOPLE = [*SERVICES, "politician", "administrator"]
LONG = 12  # letters; anything shorter may be somebody's own word


def messages():
    return [message for message in translated() if message.id]


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def fields(text: str | tuple[str, ...]) -> set[tuple[str, ...]]:
    return {field for form in forms(text) for field in FIELD.findall(form)}


def test_everything_on_the_screen_has_an_english_translation():
    known = {message.id: message for message in messages()}
    missing = [m.id for m in found() if m.id and (m.id not in known or not all(forms(known[m.id].string)))]
    assert missing == [], "run python -m tests.translations and translate what is new"


def test_nothing_is_translated_that_is_no_longer_said():
    said = {message.id for message in found()}
    assert [message.id for message in messages() if message.id not in said] == []


@pytest.mark.parametrize("path", [CATALOGUE, INSTEAD], ids=["en", "sv"])
def test_the_compiled_catalogue_is_current(path):
    assert path.with_suffix(".mo").read_bytes() == compiled(path), "run python -m tests.translations"


def test_what_django_says_of_a_wrong_value_is_said_in_our_words():
    own = next(Path(django.__file__).parent.glob("conf/locale/sv/LC_MESSAGES/django.po"))
    theirs = {message.id: message.string for message in read_po(own.open("rb"), locale="sv")}
    ours = {message.id: message.string for message in translated(INSTEAD) if message.id}
    assert ours.keys() <= theirs.keys()
    of_values = {id for id, said in theirs.items() if isinstance(id, tuple) and "Säkerställ" in said[0]}
    assert of_values - ours.keys() == set()
    with translation.override("sv"), pytest.raises(ValidationError, match=r"Högst 3 tecken får plats\. Nu är det 4\."):
        CharField(max_length=3).clean("fyra")


def test_a_translation_keeps_the_fields_of_the_source():
    assert [message.id for message in messages() if fields(message.string) != fields(message.id)] == []


def test_a_translation_has_no_swedish_letter_and_no_exclamation_mark():
    assert [message.id for message in messages() if re.search("[åäö!]", str(message.string).lower())] == []


@pytest.fixture(scope="module")
def swedish() -> dict[str, list[str]]:
    """The longest piece of each Swedish text that is the same wherever it is said, and is neither English nor data.

    By what it begins with, so that a page need not be looked through for each of them.
    """
    english = " ".join(form for message in messages() for form in forms(message.string))
    texts = [form for message in messages() for form in forms(message.id)]
    texts += [text for layout in LAYOUTS.values() for text in (layout.sv, layout.note_sv)]
    pieces = {max(re.split(FIELD.pattern.replace("(\\w+)", "\\w+"), text), key=len).strip() for text in texts}
    own = " ".join(path.read_text() for path in SOURCE.rglob("*.toml") if path.name != "headings.toml")
    found = defaultdict(list)
    for piece in pieces:
        if len(piece) > LONG and piece not in english and piece not in own:
            found[piece[:LONG]].append(piece)
    return dict(found)


def said_in(page: str, swedish: dict[str, list[str]]) -> list[str]:
    begun = swedish.keys() & {page[at : at + LONG] for at in range(len(page))}
    return [text for start in begun for text in swedish[start] if text in page]


def test_what_is_said_in_swedish_is_found_wherever_it_stands(swedish):
    for texts in swedish.values():
        page = f"<p>{' </p><p>'.join(texts)}</p>"
        assert set(texts) <= set(said_in(page, swedish))


def read(answer) -> str:
    return " ".join(unescape(answer.content.decode()).replace("\u00a0", " ").split())


def walk(browser, starts: list[str]) -> Iterator[tuple[str, str]]:
    """One page of every kind that links and forms lead to, as address and text.

    Those of a service are sent empty too: once, since what is lacking is said alike whatever the page was asked about.
    """
    seen, sent = set(), set()
    while starts:
        address = starts.pop(0)
        kind = re.sub(r"\d+|(?<=[?&]back=)[^&]+", "0", address)  # the way back is no other page
        if re.search(r"/folj-upp/\w", kind):
            kind = re.sub(r"(?<=[?&])(by|period)=[^&]*&?", "", kind)  # nor the same beside a page of other figures
        if kind in seen or address.startswith("/static/") or FILE.search(address):
            continue
        seen.add(kind)
        path = kind.partition("?")[0]
        once = address.startswith("/v/") and path not in sent
        sent.add(path)
        for send in (browser.get, browser.post) if once else (browser.get,):
            answer = send(address, follow=True)
            if not answer.headers["Content-Type"].startswith("text/html"):
                continue  # a file to keep
            starts += map(unescape, LINK.findall(answer.content.decode()))
            yield f"{send.__name__} {address}", read(answer)


@pytest.mark.once
@pytest.mark.parametrize(
    "who", [pytest.param(who, marks=[pytest.mark.slow] * (who in SEEN)) for who in [*PEOPLE, "nobody"]]
)
def test_no_page_in_english_says_anything_in_swedish(world, swedish, client, signed_in, who):
    browser, service = client if who == "nobody" else signed_in(getattr(world, who)), SERVICES.get(who, "none")
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    pages = dict(walk(browser, STARTS + [f"/v/{service}/{page}" for page in FIGURES]))
    assert [address for address, page in pages.items() if page.startswith("<!doctype") and LANG not in page] == []
    assert [(address, text) for address, page in pages.items() for text in said_in(page, swedish)] == []
    assert len(swedish) > 1000
    assert len(pages) > len(STARTS)
