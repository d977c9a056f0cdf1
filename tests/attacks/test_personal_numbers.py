"""Personal numbers are found however they are written, and ordinary notes are left alone: in numbers."""

from datetime import date, timedelta
from random import Random

import pytest
from django.core.exceptions import ValidationError
from tests.accounts.notes import ordinary_notes
from tests.accounts.test_fields import DIGITS, SEPARATORS, check_digit

from loke.accounts.fields import holds_personal_number, no_identifiers

FIRST, DAYS = date(1910, 1, 1), 42_000
BEFORE = ["", "Pnr ", "(", "klient:", "Anna, ", "född ", "\n", "nr."]
AFTER = ["", ".", ") ringde", ",", " kom i dag", "\n", "/A", "!"]


def written(random: Random) -> str:
    """A valid personal or co-ordination number as somebody might write it, in the middle of something."""
    born = FIRST + timedelta(days=random.randrange(DAYS))
    nine = f"{born:%y%m}{born.day + random.choice([0, 60]):02}{random.randrange(1, 1000):03}"
    year = random.choice(["", f"{born.year // 100}"]) + nine[:2]
    number = random.choice(["", " ", "-"]).join([year, nine[2:4], nine[4:6]])
    number += random.choice(SEPARATORS) + nine[6:] + check_digit(nine)
    number = number.translate(str.maketrans("0123456789", random.choice(DIGITS)))
    return random.choice(BEFORE) + number + random.choice(AFTER)


def missed(count: int) -> list[str]:
    random = Random(2026)
    return [text for text in (written(random) for _ in range(count)) if not holds_personal_number(text)]


def refused(count: int) -> list[str]:
    found = []
    for note in ordinary_notes(count, Random(4)):
        try:
            no_identifiers(note)
        except ValidationError:
            found.append(note)
    return found


def test_of_two_thousand_ways_of_writing_one_at_most_two_are_missed():
    assert len(missed(2_000)) <= 2


@pytest.mark.slow
def test_of_100_000_ways_of_writing_one_at_most_a_hundred_are_missed():
    assert len(missed(100_000)) <= 100


@pytest.mark.slow
def test_of_10_000_ordinary_notes_at_most_a_hundred_are_refused():
    assert len(refused(10_000)) <= 100
