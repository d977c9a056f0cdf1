"""An expectation is written as a sentence, in words that can be counted, and can be taken away and brought back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.measures.process_pages import draft_of, page_of, post, told, words
from tests.world import without_drafts

from loke.measures.definitions import expectation_definition
from loke.measures.forms.expectations import NAMES
from loke.measures.models import Expectation
from loke.measures.process import seal
from loke.measures.wording import proposal, share_words


@pytest.fixture(autouse=True)
def settled(world) -> None:
    without_drafts(world.ungdom)


@pytest.fixture
def aino(world, signed_in):
    return signed_in(world.aino)


@pytest.fixture
def draft(world):
    return draft_of(world.ungdom)


@pytest.fixture
def row(draft):
    return draft.rows.get(text="Provtagning")


@pytest.fixture
def known(world):
    """What expectations may name, by the word used in the tables below."""
    service = world.ungdom
    variables = {f"v:{one.code}": f"v{one.pk}" for one in service.variables.all()}
    return {
        **variables,
        "enskilt": service.interventions.get(code="enskilt").pk,
        "provtagning": service.interventions.get(code="provtagning").pk,
        "inledning": service.phases.get(code="inledning").pk,
        "helhet": service.plans.get().instrument.scales.get(code="helhet").pk,
    }


def sent(known, told: str) -> dict:
    """ "months=3 lowest=4" as a form sends it; several values are divided by +, and known words are what they name."""
    fields: dict = {"of": "10"}
    for each in told.split():
        name, value = each.split("=")
        values = [known.get(one, one) for one in value.split("+")]
        fields[known.get(f"v:{name}", name)] = values if len(values) > 1 else values[0]
    return fields


# The sentence

SENTENCES = """
dose | intervention=provtagning lowest=4 highest=12 months=3 share=8 | 4–12 träffar de första tre månaderna
dose | intervention=provtagning lowest=1 highest=1 months=1 | 1 träff den första månaden
dose | intervention=enskilt lowest=10 months=14 | Enskilt samtal: minst 10 träffar de första 14 månaderna
dose | highest=20 months=2 | Högst 20 träffar de första två månaderna
received | intervention=provtagning share=9 | Minst en träff av Provtagning
range | subject=age lowest=16 highest=20 | 16–20 år vid start
category | problem=alkohol+narkotika+bada | Vad det gäller: Alkohol, Narkotika eller Alkohol och narkotika
category | tidigare=no | Har haft kontakt med socialtjänsten förut: nej
category | sex=female | Kön: kvinna
phase | phase=inledning lowest=60 highest=90 | Inledning tar 60–90 dagar
duration | highest=365 | Högst 365 dagar från start till avslut
completion | share=60 of=100 | Fullföljer kontakten
improvement | scale=helhet share=5 | Bättre på Min vecka
"""
TABLE = [[cell.strip() for cell in line.split("|")] for line in SENTENCES.strip().splitlines()]


@pytest.mark.parametrize(("kind", "fields", "text"), TABLE)
def test_the_text_follows_the_choices(world, aino, draft, row, known, kind, fields, text):
    answer = post(aino, "write_process_expectation", row, kind=kind, **sent(known, fields))
    assert answer.status_code == 303, words(answer)
    assert row.expectations.first().text.startswith(text)
    assert text in words(aino.get(answer["Location"]))


def test_every_kind_of_the_dataset_can_be_written(world):
    assert {kind for kind, _fields, _text in TABLE} == set(NAMES) == set(Expectation.Kind)


@pytest.mark.once
@pytest.mark.parametrize(
    ("share", "said"),
    [
        (None, ""),
        ("1", "alla"),
        ("0.8", "minst 8 av 10"),
        ("0.5", "minst hälften"),
        ("0.85", "minst 85 %"),
        ("0.825", "minst 82,5 %"),
    ],
)
def test_for_how_many_it_should_hold(share, said):
    assert share_words(share and Decimal(share)) == said


def test_what_was_written_by_hand_stands_when_the_figures_change(aino, draft, row, known):
    fields = sent(known, "intervention=provtagning lowest=4 highest=12 months=3")
    post(aino, "write_process_expectation", row, kind="dose", text="Prov ungefär varje vecka", **fields)
    code = row.expectations.get().code
    page = aino.get(f"{page_of(draft.service)}?rad={row.code}&andra={code}")
    form = page.context["expectation_form"]
    assert form["text"].value() == "Prov ungefär varje vecka"
    fields |= {"code": code, "seen": form["seen"].value(), "lowest": "6", "text": form["text"].value()}
    post(aino, "write_process_expectation", row, kind="dose", **fields)
    assert (row.expectations.get().text, row.expectations.get().lowest) == ("Prov ungefär varje vecka", 6)


def test_what_loke_wrote_follows_the_figures(aino, draft, row, known):
    fields = sent(known, "intervention=provtagning lowest=4 highest=12 months=3")
    post(aino, "write_process_expectation", row, kind="dose", **fields)
    old = row.expectations.get()
    fields |= {"code": old.code, "seen": seal([old]), "lowest": "6", "text": old.text}
    post(aino, "write_process_expectation", row, kind="dose", **fields)
    assert row.expectations.get().text == "6–12 träffar de första tre månaderna"
    assert row.expectations.get().code == old.code


REFUSED = """
dose | months=3 | Skriv minst ett av talen.
dose | lowest=5 highest=4 months=3 | Det högsta är lägre än det lägsta.
dose | lowest=5 months=0 | Skriv ett helt antal månader, från 1 till 120.
dose | lowest=2,5 months=3 | Skriv hela tal, från 0 och uppåt.
dose | lowest=-1 months=3 | Skriv hela tal, från 0 och uppåt.
phase | lowest=1 | Välj ett av alternativen.
category | share=8 | Markera ett eller flera svar på en av frågorna.
category | tidigare=yes problem=alkohol | Markera ett eller flera svar på en av frågorna.
completion | share=11 | Så många kan det inte bli.
completion | share=101 of=100 | Så många kan det inte bli.
completion | share=åtta | Skriv ett tal med siffror
improvement | scale=999999 | Välj ett av alternativen.
"""


@pytest.mark.parametrize(
    ("kind", "fields", "says"), [[cell.strip() for cell in line.split("|")] for line in REFUSED.strip().splitlines()]
)
def test_what_cannot_be_counted_is_refused_in_words(aino, draft, row, known, kind, fields, says):
    answer = post(aino, "write_process_expectation", row, kind=kind, **sent(known, fields))
    assert answer.status_code == 422
    assert says in words(answer)
    assert not row.expectations.exists()


def test_a_share_on_the_limit_is_taken(aino, draft, row, known):
    for fields, share in (("share=10", 1), ("share=100 of=100", 1), ("share=0", 0)):
        post(aino, "write_process_expectation", row, kind="completion", **sent(known, fields))
        assert row.expectations.last().share == share


def test_the_kinds_on_offer_follow_the_column_and_all_can_be_reached(aino, draft, row):
    page = aino.get(f"{page_of(draft.service)}?rad={row.code}")
    assert [kind for kind, _name in page.context["kinds"]] == ["dose", "received"]
    offered = {kind for kind, _name in [*page.context["kinds"], *page.context["other_kinds"]]}
    assert offered == set(Expectation.Kind)


def test_a_removed_expectation_comes_back_with_all_of_it(aino, draft):
    row = draft.rows.get(text="Unga 16–20 år med alkohol, narkotika eller båda")
    before = definitions(draft)
    gone = aino.post(reverse("drop_process_expectation", args=["ungdom", row.pk, "problem"]))
    page = aino.get(gone["Location"])
    assert "Förväntan är borttagen. Ångra" in words(page)
    assert "problem" not in definitions(draft)
    post(aino, "write_process_expectation", row, **dict(page.context["dropped"]))
    assert definitions(draft) == before


def definitions(draft) -> dict:
    found: dict = {}
    for one in draft.expectations.order_by("option__order").select_related("process"):
        found.setdefault(one.code, []).append(one)
    return {code: replace(expectation_definition(rows), valid_from=date.max) for code, rows in found.items()}


def test_the_proposal_of_an_expectation_that_came_with_a_dataset_can_be_made_too(world):
    for one in Expectation.objects.filter(process__service=world.familjehem):
        assert proposal([one])


def test_an_expectation_without_a_row_is_shown_below_the_page(aino, draft):
    draft.expectations.filter(code="fullfoljer").update(row=None)
    assert "Förväntningar som inte hör till någon rad Fullföljer, minst 6 av 10" in words(
        aino.get(page_of(draft.service))
    )


def test_the_page_of_a_kind_that_there_is_not_is_the_page_without_a_form(aino, draft, row):
    page = aino.get(f"{page_of(draft.service)}?rad={row.code}&ny=magi")
    assert page.status_code == 200
    assert "Spara förväntan" not in told(page)
    assert post(aino, "write_process_expectation", row, kind="magi").status_code == 404
