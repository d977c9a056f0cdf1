"""Every field that is stored is classified, with what it is for and how long it is kept."""

import pytest
from django.apps import apps
from docs import generate

FIELDS = generate.classified()
CLASSES, KEPT = FIELDS.pop("classes"), FIELDS.pop("kept")
MODELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}


def fields_of(label: str) -> list[str]:
    return sorted(name for kind in CLASSES for name in FIELDS[label].get(kind, []))


def test_every_kind_of_row_is_classified_and_no_other():
    assert set(FIELDS) == set(MODELS)


@pytest.mark.parametrize("label", sorted(MODELS))
def test_every_field_has_one_class(label):
    assert fields_of(label) == sorted(field.name for field in MODELS[label]._meta.concrete_fields)


@pytest.mark.parametrize("label", sorted(FIELDS))
def test_each_says_what_it_is_for_and_how_long_it_is_kept(label):
    assert FIELDS[label]["purpose"]
    assert FIELDS[label]["kept"] in KEPT


def test_free_text_about_a_client_is_of_the_highest_class():
    free = {("records.Value", "text"), ("records.Registration", "why"), ("records.Change", "before")}
    assert {(label, name) for label, name in free if name not in FIELDS[label]["K4"]} == set()
