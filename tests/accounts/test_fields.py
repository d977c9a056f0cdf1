"""What must never be stored: personal numbers however they are written, phone numbers and e-mail addresses."""

import random
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from tests.accounts.notes import ordinary_notes

from loke.accounts.fields import Code, FreeText, holds_personal_number, no_identifiers

SEPARATORS = ["", "-", "+", " ", " - ", "−", "–"]
DIGITS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９"]


def check_digit(nine: str) -> str:
    """The tenth digit, by Luhn's rule."""
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(nine))
    return str(-total % 10)


@st.composite
def written_numbers(draw) -> str:
    """A valid personal or co-ordination number as somebody might write it."""
    born = draw(st.dates(date(1910, 1, 1), date(2024, 12, 31)))
    day = born.day + draw(st.sampled_from([0, 60]))
    nine = f"{born:%y%m}{day:02}{draw(st.integers(1, 999)):03}"
    century = draw(st.sampled_from(["", f"{born.year // 100}"]))
    gap = draw(st.sampled_from(["", " ", "-"]))
    date_part = gap.join([*([century + nine[:2]] if century else [nine[:2]]), nine[2:4], nine[4:6]])
    text = date_part + draw(st.sampled_from(SEPARATORS)) + nine[6:] + check_digit(nine)
    return text.translate(str.maketrans("0123456789", draw(st.sampled_from(DIGITS))))


@given(
    written_numbers(),
    st.sampled_from(["", "Pnr ", "(", "klient:", "Anna, "]),
    st.sampled_from(["", ".", ") ringde", ","]),
)
def test_a_personal_number_is_found_in_any_notation(number, before, after):
    assert holds_personal_number(before + number + after)


@pytest.mark.parametrize(
    "text",
    [
        "Mamma nås på 070-123 45 67",
        "ring 08-123 456 78",
        "+46 70 123 45 67",
        "0046701234567",
        "+46 (0)70-1234567",
        "mejla anna.svensson@example.org",
        "anna@förvaltning.se",
        "19850709-9805",
        "850709-9806 med en siffra fel",
        "Pnr 19850769-1234",
        "reservnummer 850709-TF12",
    ],
)
def test_text_that_tells_who_somebody_is_is_refused_with_a_plain_word(text):
    with pytest.raises(ValidationError, match="Inget är sparat"):
        no_identifiers(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Kom 2026-03-01 kl. 10.30, nästa gång 2026-03-15.",
        "Mål: minst 15 träffar på 3 månader, 48 som mest.",
        "AUDIT 12 poäng av 40, i mars 8.",
        "Paragraf 4 kap. 1 § SoL, beslut 2026/1234.",
        "12345678",
        "Beslut 260301-0415 och 260301-1231.",
        "Insatsen pågår 260301–2026-04-15.",
        "Journal 859909-9806, konto 1850709-98061.",
    ],
)
def test_ordinary_text_is_taken(text):
    assert no_identifiers(text) is None


def test_at_most_one_ordinary_note_in_a_hundred_is_refused_by_mistake():
    refused = []
    for note in ordinary_notes(1000, random.Random(2026)):
        try:
            no_identifiers(note)
        except ValidationError:
            refused.append(note)
    assert len(refused) <= 10, refused


@pytest.mark.parametrize("field", [FreeText(), Code()])
def test_both_kinds_of_text_look_before_they_store(field):
    with pytest.raises(ValidationError, match="personnummer"):
        field.clean("19850709-9805", None)
