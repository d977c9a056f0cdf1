"""A later step is not reached without the earlier ones."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from tests.exchange import files
from tests.records import leaving

from loke.exchange import actions as exchange
from loke.exchange.files.trial import trial
from loke.records import actions as records
from loke.records.models import Client, Episode

ROWS = ("Kod;Start;Kön", "AB1;2026-10-01;Kvinna", "AB2;2026-10-02;Man")


@pytest.fixture
def draft(world):
    return exchange.begin_import(by=world.maryam, service=world.ungdom, name="fil.csv", book=files.text(*ROWS))


def test_no_step_of_a_file_is_reached_before_the_one_ahead_of_it(world, signed_in, draft):
    browser, before = signed_in(world.maryam), Client.objects.count()
    sent = {"submission": str(uuid4()), "version": "x", "unknown": "refuse"}
    for name in ("import_columns", "import_values", "import_done"):
        page = reverse(name, args=["ungdom", draft.pk])
        assert [browser.get(page).status_code, browser.post(page, sent).status_code] == [404, 404]
    trial = reverse("import_trial", args=["ungdom", draft.pk])
    for answer in (browser.get(trial), browser.post(trial, sent)):
        assert answer["Location"] == reverse("import_sheet", args=["ungdom", draft.pk])
    assert Client.objects.count() == before


def test_a_file_is_not_taken_in_on_figures_that_were_never_shown(world, draft):
    before = Client.objects.count()
    for version in ("", "x", "0" * 32):
        with pytest.raises((ValidationError, IndexError)):
            exchange.run_import(by=world.maryam, draft=draft, made=trial(draft, world.maryam), version=version)
    assert Client.objects.count() == before


def test_nothing_is_erased_before_two_have_approved_and_thirty_days_have_gone(world):
    erasure, before = leaving.proposed(world), Episode.objects.count()
    for step, by in ((records.confirm_erasure, world.administrator), (records.erase, None)):
        with pytest.raises((ValidationError, PermissionDenied)):
            step(by=by, erasure=erasure, day=leaving.LATER)
    records.approve_erasure(by=world.maryam, erasure=erasure)
    with pytest.raises((ValidationError, PermissionDenied)):
        records.erase(by=None, erasure=erasure, day=leaving.LATER)
    assert Episode.objects.count() == before


def test_what_is_not_a_draft_takes_no_step(world, signed_in, draft):
    """A file that was thrown away cannot be gone on with from a page that is still open."""
    browser = signed_in(world.maryam)
    exchange.discard_import(by=world.maryam, draft=draft)
    page = reverse("import_sheet", args=["ungdom", draft.pk])
    assert browser.post(page, {"submission": str(uuid4()), "header": 0, "kind": "client"}).status_code == 404
