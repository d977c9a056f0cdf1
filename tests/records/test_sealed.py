"""Text about clients is sealed in the database, opens in its own row only, and is read as before by whoever may."""

import json
import secrets
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast
from tests.running.homes import WORDS

from loke.accounts import keys
from loke.accounts.fields import Stored
from loke.accounts.keys import SealError
from loke.exchange.columns import TABLES
from loke.measures.models import Variable
from loke.records import actions
from loke.records.models import Change, Episode, Registration, Value


@pytest.fixture
def ring(tmp_path, monkeypatch) -> Path:
    """Keys of the test's own."""
    monkeypatch.setenv("LOKE_KEYS", str(tmp_path / "keys.json"))
    return tmp_path / "keys.json"


@pytest.fixture
def variable(world) -> Variable:
    return Variable.objects.create(service=world.ungdom, code="med-ord", name="Med egna ord", type="text")


@pytest.fixture
def answered(world, variable) -> Value:
    """Two clients have answered in words; this is the answer of the first."""
    for episode in Episode.objects.for_user(world.aino, "write").ongoing().order_by("pk")[:2]:
        actions.record_values(by=world.aino, episode=episode, occasion="opening", values={variable: WORDS})
    return Value.objects.filter(variable=variable).order_by("pk").first()


def raw(row, column: str) -> str:
    return type(row).objects.annotate(raw=Cast(column, TextField())).values_list("raw", flat=True).get(pk=row.pk)


def test_an_answer_in_words_is_sealed_and_opens_in_its_row(answered):
    assert raw(answered, "text").startswith("sealed:")
    assert WORDS not in raw(answered, "text")
    assert answered.text == WORDS
    assert Value.objects.only("pk").get(pk=answered.pk).text == WORDS


def test_numbers_stay_open_for_the_analysis(world):
    number = Value.objects.filter(variable__type="number").first()
    assert raw(number, "text") == number.text
    assert not keys.is_sealed(number.text)


def test_what_stood_before_and_why_is_sealed(world, answered, variable):
    actions.record_values(by=world.aino, episode=answered.episode, occasion="opening", values={variable: "Nu annat"})
    change = Change.objects.latest("pk")
    assert raw(change, "before").startswith("sealed:")
    assert json.loads(Change.objects.get(pk=change.pk).before)["text"] == WORDS
    told = Registration.objects.create(service=world.ungdom, what="prov", why=WORDS)
    assert raw(told, "why").startswith("sealed:")
    assert Registration.objects.get(pk=told.pk).why == WORDS


def test_a_text_moved_to_another_row_is_refused_without_being_told(answered, variable):
    other = Value.objects.filter(variable=variable).exclude(pk=answered.pk).get()
    Value.objects.filter(pk=other.pk).update(text=Stored(raw(answered, "text")))
    with pytest.raises(SealError) as refused:
        _ = Value.objects.get(pk=other.pk).text
    assert "ändrad eller flyttad" in str(refused.value)
    assert WORDS not in str(refused.value)


def test_a_flipped_bit_anywhere_is_refused(answered):
    text = raw(answered, "text")
    place = Value._meta.get_field("text").place(answered)
    for at in range(len(text)):
        flipped = text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]
        if keys.is_sealed(flipped):
            with pytest.raises(SealError):
                keys.unseal(flipped, place)


def test_a_row_that_is_given_another_place_is_sealed_for_that_place(answered):
    row = Value.objects.get(pk=answered.pk)
    row.occasion = "closing"
    row.save()
    assert Value.objects.get(pk=answered.pk).text == WORDS


def test_an_update_that_would_leave_text_open_is_refused(answered):
    with pytest.raises(TypeError, match="is sealed"):
        Value.objects.filter(pk=answered.pk).update(text="öppet")
    answered.text = "öppet"
    with pytest.raises(TypeError, match="is sealed"):
        Value.objects.bulk_update([answered], ["text"])


def test_the_export_has_the_words(world, answered, variable):
    rows = [row for row in TABLES["values"].read(world.ungdom) if row["variable"] == variable.code]
    assert [row["value"] for row in rows] == [WORDS, WORDS]


def test_no_nonce_comes_twice():
    drawn = {secrets.token_bytes(keys.NONCE) for _ in range(1_000_000)}
    assert len(drawn) == 1_000_000


def test_the_keys_are_for_their_owner_only_and_made_once(ring, db):
    first = keys.ring()
    assert ring.stat().st_mode & 0o077 == 0
    assert keys.ring() == first
    assert [one.name for one in ring.parent.iterdir()] == ["keys.json"]


def test_no_new_key_is_made_where_texts_are_sealed_already(answered, ring):
    with pytest.raises(SealError, match="Nyckelfilen saknas"):
        keys.ring()
    assert not ring.exists()


@pytest.mark.parametrize("content", ["", "{}", '{"keys": []}', '{"keys": [{"version": 1, "made": "", "key": "AA=="}]}'])
def test_a_key_file_that_makes_no_sense_is_told_of(ring, content):
    ring.write_text(content)
    with pytest.raises(SealError, match="går inte att läsa"):
        keys.ring()


def test_every_column_that_may_be_sealed_is_found(db):
    names = {f"{field.model.__name__}.{field.name}" for field in keys.sealed_columns()}
    assert {"Value.text", "Change.before", "Registration.why"} <= names
    assert connection.introspection.table_names()
