"""What must not get out does not: a canary put in every form is in no log, address, title or letter."""

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from django.db.models import Q
from lxml import html
from tests.attacks.conftest import logged
from tests.attacks.crawl import forms_on, kind_of, read, send
from tests.shared import TRIES_ALL

from loke.records.models import Client

NUMBER = "19121212-1212"  # the example number of the tax agency
NAME = "Kvittra Kanariefågelsdotter"
PEOPLE = [  # whoever reaches most has every form that stores something sent on PostgreSQL as well
    *(pytest.param(who, marks=pytest.mark.both) for who in ("maryam", "administrator")),
    pytest.param("coach", marks=pytest.mark.once),
    pytest.param("aino", marks=pytest.mark.slow),  # what Aino has, Maryam has too
]


@pytest.fixture
def lines():
    with logged() as found:
        yield found


def title_of(text: str) -> str:
    return " ".join(html.fromstring(text).xpath("//title/text()")) if text.strip() else ""


def leaves_by(answer) -> str:
    """What of an answer is seen outside the page: its address, the next one, its cookies and its title."""
    text = answer.content.decode() if answer.get("Content-Type", "").startswith("text/html") else ""
    return " ".join([answer.get("Location", ""), answer.cookies.output(), title_of(text)])


def holding(text: str) -> list[str]:
    """The columns in which the text stands somewhere in the database."""
    found = []
    for model in apps.get_models():
        kinds = (models.CharField, models.TextField, models.JSONField)
        for field in (field for field in model._meta.concrete_fields if isinstance(field, kinds)):
            if model._default_manager.filter(Q(**{f"{field.attname}__icontains": text})).exists():
                found.append(f"{model.__name__}.{field.name}")
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_what_is_written_in_a_form_leaks_nowhere_and_a_personal_number_is_not_stored(
    world, signed_in, forms_of, lines, who
):
    found, browser = [form for form in forms_of(who) if form.method == "post"], signed_in(getattr(world, who))
    assert found
    for canary in (NUMBER, NAME) if TRIES_ALL else (NUMBER,):  # what is stored may differ there, and not what leaks
        answers = [(form, send(browser, form, canary)) for form in found]
        assert [form.action for form, answer in answers if canary in leaves_by(answer)] == []
        assert [form.action for form, answer in answers if answer.status_code >= 500] == []
        assert [line for line in lines if canary in line] == []
        assert [letter.subject for letter in mail.outbox if canary in letter.subject + letter.body] == []
    assert holding(NUMBER) == []


@pytest.mark.once
def test_a_client_code_stands_in_no_address_title_or_log(world, signed_in, walk_of, lines):
    codes, browser = list(Client.objects.values_list("code", flat=True)), signed_in(world.maryam)
    pages, walked = walk_of("maryam")
    assert [kind_of(page.address) for page in pages if any(code in page.address for code in codes)] == []
    titles = [(kind_of(page.address), title_of(page.text)) for page in pages]
    assert [kind for kind, title in titles if any(code in title for code in codes)] == []
    posted = [send(browser, form, codes[0]) for form in forms_on(pages) if form.method == "post"]
    assert [answer["Location"] for answer in posted if codes[0] in leaves_by(answer)] == []
    assert [line for line in walked + lines if any(code in line for code in codes)] == []


def test_a_failure_shows_a_number_to_quote_and_nothing_of_what_went_wrong(world, signed_in, lines, monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError(f"{NAME} {NUMBER}")

    monkeypatch.setattr("loke.records.reading.log", break_down)
    browser = signed_in(world.aino)
    browser.raise_request_exception = False
    page = read("/", browser.get(f"/v/ungdom/klienter/{world.ongoing(world.aino).client_id}/"))
    assert page.answer.status_code == 500
    assert NAME not in page.text
    assert [line for line in lines if NAME in line] == []
    assert [line for line in lines if "builtins.RuntimeError" in line and "loke/records/views/clients.py" in line]
