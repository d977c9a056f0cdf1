"""Publicera uppåt: by two persons, never changed afterwards, and held against all that was published before."""

import json
import re
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, IntegrityError, connection, transaction
from django.urls import reverse
from tests.followup.conversing import adopt
from tests.followup.reading_pages import words
from tests.followup.releasing import prepare, release

from loke.followup.actions import begin_follow_up
from loke.followup.actions.releases import (
    approve_release,
    discard_release,
    prepare_release,
    propose_release,
    withdraw_release,
)
from loke.followup.frozen import Altered
from loke.followup.models import Release
from loke.followup.published.making import make
from loke.followup.published.reading import basis_of, read_published
from loke.followup.published.sides import Sides
from loke.records.actions import register_contact, reopen_episode


def test_what_is_published_is_of_the_year_and_hides_every_number_below_five(world):
    one = release(world)
    said = read_published(one)
    assert said.head.service == world.ungdom.name
    assert said.head.about
    assert said.known
    rows = [row for table in said.tables.values() for row in table]
    assert {row["period"] for row in rows} == {one.follow_up.period}
    assert all(row[name] is None for row in rows for name in row["hidden"])
    for table, columns in (("endings", ("n", "of")), ("who", ("n", "of")), ("better", ("better", "worse", "pairs"))):
        for row in said.tables[table]:
            assert all(row[name] is None or row[name] == 0 or row[name] >= 5 for name in columns)
    assert "earlier" not in said.tables["completion"][0]


def test_two_persons_are_needed_and_the_database_says_so_too(world):
    one = prepare(world)
    with pytest.raises(ValidationError, match="väntar inte"), transaction.atomic():
        approve_release(by=world.administrator, release=one)
    propose_release(by=world.maryam, release=one)
    with pytest.raises(ValidationError, match="Någon annan"), transaction.atomic():
        approve_release(by=world.maryam, release=one)
    for who in (world.aino, world.bengt, world.coach, world.politician, world.charlie):
        with pytest.raises(PermissionDenied), transaction.atomic():
            approve_release(by=who, release=one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=one.pk).update(published=one.prepared)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=one.pk).update(published=one.prepared, approved_by=world.maryam)
    assert approve_release(by=world.administrator, release=one).published


def test_the_manager_is_told_by_name_who_may_approve(world, signed_in):
    one = prepare(world)
    page = reverse("propose_release", args=[world.ungdom.code, one.pk])
    told = words(signed_in(world.maryam).get(page).content.decode()).partition("Kan godkännas av ")[2].partition(".")[0]
    assert world.administrator.name in told
    assert world.maryam.name not in told
    assert world.aino.name not in told
    assert world.bengt.name not in told


def test_what_is_published_never_changes_and_never_leaves_the_registry(world):
    one = release(world)
    for told in ({"content": "{}"}, {"level": "public"}, {"basis": "{}"}, {"approved_by": world.aino}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.filter(pk=one.pk).update(**told)
    with pytest.raises((IntegrityError, Error)), transaction.atomic():
        Release.objects.filter(pk=one.pk)._raw_delete(connection.alias)
    emptied = [{step: None} for step in ("published", "approved_by", "proposed", "proposed_by", "digest", "basis")]
    for told in (*emptied, {"published": None, "approved_by": None, "proposed": None, "proposed_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.filter(pk=one.pk).update(**told)
    withdraw_release(by=world.maryam, release=one, why="Fel uppdelning")
    assert not Release.objects.there().exists()
    assert Release.objects.registered().get() == one
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=one.pk).update(withdrawn=None)


@pytest.mark.parametrize("told", [{"content": "{}"}, {"basis": "{}"}, {"beside": [1]}])
def test_whatever_of_it_is_altered_it_is_not_read_nor_held_against(world, told):
    one = release(world)
    for name, value in told.items():
        setattr(one, name, value)
    for reading in (read_published, basis_of):
        with pytest.raises(Altered):
            reading(one)


@pytest.mark.once
def test_what_is_published_already_is_not_published_again_but_may_be_when_it_was_withdrawn(world):
    one = release(world)
    with pytest.raises(ValidationError, match="redan publicerat"):
        make(one.follow_up, "outside")
    withdraw_release(by=world.maryam, release=one, why="För tidigt")
    assert make(one.follow_up, "outside").content == one.content


@pytest.mark.once
def test_figures_that_have_changed_since_the_adoption_are_not_published_as_if_they_were_adopted(world):
    follow_up = adopt(world.maryam, world.ungdom)
    episode = world.ungdom.episodes.filter(closed__year=2025).first()
    intervention = world.ungdom.interventions.get(code="enskilt")
    register_contact(by=world.maryam, episode=episode, date=episode.closed, intervention=intervention)
    with pytest.raises(ValidationError, match="ändrats sedan uppföljningen antogs"):
        make(follow_up, "outside")


@pytest.mark.once
def test_a_single_contact_more_publishes_nothing(world):
    release(world)
    episode = world.ungdom.episodes.filter(closed__year=2025, closed__month__gt=3).first()
    intervention = world.ungdom.interventions.get(code="enskilt")
    register_contact(by=world.maryam, episode=episode, date=episode.closed, intervention=intervention)
    begin_follow_up(by=world.maryam, service=world.ungdom, period="2025")
    again = adopt(world.maryam, world.ungdom)
    with pytest.raises(ValidationError, match=r"Planerade \(skiljer sig med 1\)"):
        make(again, "outside")


@pytest.mark.once
def test_a_change_of_one_person_is_refused(world):
    release(world)
    episode = world.ungdom.episodes.filter(closed__year=2025, closed__month__gt=3).first()
    reopen_episode(by=world.maryam, episode=episode, why="Kom tillbaka")
    begin_follow_up(by=world.maryam, service=world.ungdom, period="2025")
    again = adopt(world.maryam, world.ungdom)
    with pytest.raises(ValidationError, match=r"tillsammans med en tidigare .* färre än fem|Inget tal har ändrats"):
        make(again, "outside")


@pytest.mark.once
def test_a_number_too_near_an_earlier_one_is_refused_in_words(world):
    follow_up = adopt(world.maryam, world.ungdom)
    made = make(follow_up, "outside")
    before = json.loads(made.basis)
    before["completion"][0]["of"] += 2
    one = prepare_release(by=world.maryam, made=replace(made, basis=json.dumps(before)))
    propose_release(by=world.maryam, release=one)
    approve_release(by=world.administrator, release=one)
    with pytest.raises(ValidationError, match=r"färre än fem personer: .*Alla \(skiljer sig med 2\)"):
        make(follow_up, "outside")


@pytest.mark.once
def test_an_unfinished_year_and_a_quarter_are_not_published(world):
    for period in ("2026", "2025-Q3", "all"):
        with pytest.raises(ValidationError, match="helt år"):
            make(adopt(world.maryam, world.ungdom, period), "outside")


@pytest.mark.once
def test_for_anybody_at_all_every_count_is_a_multiple_of_five(world):
    release(world)
    one = release(world, level="public")
    said = read_published(one)
    for table, columns in (("endings", ("n", "of")), ("completion", ("completed", "of")), ("who", ("n", "of"))):
        assert all(row[name] is None or row[name] % 5 == 0 for row in said.tables[table] for name in columns)
        assert all("low" not in row for row in said.tables[table])
    exact = {row["ending"]: row["n"] for row in json.loads(one.basis)["endings"]}
    assert any(n is not None and n % 5 for n in exact.values())
    assert not any(part.charts for section in said.sections for part in section.parts)


def test_the_unit_is_told_of_every_hidden_number_and_its_rule_before_anything_is_proposed(world, signed_in):
    follow_up = adopt(world.maryam, world.ungdom)
    browser = signed_in(world.maryam)
    page = reverse("prepare_release", args=["ungdom", follow_up.pk])
    assert "Visa vad som döljs" in browser.get(page).content.decode()
    done = browser.post(page, {"level": "outside", "submission": "7f0f9d2a-0d6e-4b3e-9a37-0d5b6a6f0001"})
    one = Release.objects.get()
    assert done["Location"] == reverse("propose_release", args=["ungdom", one.pk])
    assert one.proposed is None
    html, sides = words(browser.get(done["Location"]).content.decode()), Sides(one)
    assert f"{sides.hidden} tal döljs" in html
    assert "Färre än fem" in html
    assert sum(n for _rule, n in sides.rules) == sides.hidden
    for side in sides.tables:
        for row in side.hidden:
            told = f"{', '.join(row.columns)} {'; '.join(row.seen)} {row.rule}"
            assert told.replace("\u00a0", " ") in html
    rows = [row.row for side in sides.tables[:3] for row in side.hidden]
    assert not [row for row in rows if re.search(r", [0-9]+$", row)]
    hidden = sum(cell.text == "dolt" for side in sides.tables for row in side.published.rows for cell in row.cells)
    assert hidden == sides.hidden


def test_the_whole_way_on_the_pages(world, signed_in):
    manager, administrator = signed_in(world.maryam), signed_in(world.administrator)
    one = prepare(world)
    propose = reverse("propose_release", args=["ungdom", one.pk])
    manager.post(propose, {"submission": "7f0f9d2a-0d6e-4b3e-9a37-0d5b6a6f0002"})
    waiting = administrator.get(reverse("to_approve")).content.decode()
    approve = reverse("approve_release", args=[one.pk])
    assert approve in waiting
    html = words(administrator.get(approve).content.decode())
    assert "Färre än fem" not in html
    told = {"submission": "7f0f9d2a-0d6e-4b3e-9a37-0d5b6a6f0003"}
    assert manager.post(approve, told | {"submission": "7f0f9d2a-0d6e-4b3e-9a37-0d5b6a6f0004"}).status_code == 422
    assert administrator.post(approve, told).status_code == 303
    politician = signed_in(world.politician)
    assert politician.get("/")["Location"] == reverse("published")
    listed = politician.get(reverse("published")).content.decode()
    assert world.ungdom.name in listed
    assert "Inte publicerat" in listed
    assert politician.get(reverse("release", args=[one.pk])).status_code == 200
    assert politician.get(reverse("propose_release", args=["ungdom", one.pk])).status_code == 404


READ = ("release", "committee_page", "release_content")
MAY = {"politician", "maryam", "aino", "coach"}
OTHERS = {"tove", "bengt", "administrator", "charlie"}


def test_it_is_read_by_leadership_its_own_unit_and_its_coach_and_only_while_it_is_published(world, signed_in):
    one, browsers = prepare(world), {who: signed_in(getattr(world, who)) for who in MAY | OTHERS}
    addresses = [reverse(name, args=[one.pk]) for name in READ]
    addresses.append(reverse("release_file", args=[one.pk, "tabeller", "xlsx"]))

    def readers() -> set[str]:
        answers = {
            who: {browser.get(address).status_code for address in addresses} for who, browser in browsers.items()
        }
        assert all(codes in ({200}, {404}) for codes in answers.values())
        return {who for who, codes in answers.items() if codes == {200}}

    assert readers() == set()
    propose_release(by=world.maryam, release=one)
    approve_release(by=world.administrator, release=one)
    assert readers() == MAY
    withdraw_release(by=world.maryam, release=one, why="För tidigt")
    assert readers() == set()


def test_a_discarded_proposal_is_gone_and_a_published_one_cannot_be_discarded(world):
    one = prepare(world)
    propose_release(by=world.maryam, release=one)
    discard_release(by=world.maryam, release=one)
    assert not Release.objects.exists()
    for act, by in ((approve_release, world.administrator), (discard_release, world.maryam)):
        with pytest.raises(ValidationError, match="någon har kastat det"), transaction.atomic():
            act(by=by, release=one)
    with pytest.raises(ValidationError, match="dras tillbaka"), transaction.atomic():
        discard_release(by=world.maryam, release=release(world))


@pytest.mark.once
def test_what_was_prepared_before_another_release_of_the_year_must_be_made_again(world):
    adopt(world.maryam, world.ungdom)
    public = prepare(world, level="public")
    propose_release(by=world.maryam, release=public)
    release(world)
    with pytest.raises(ValidationError, match="har publicerats sedan"), transaction.atomic():
        approve_release(by=world.administrator, release=public)


@pytest.mark.once
def test_what_was_being_made_while_another_was_published_must_be_made_again(world):
    other = prepare(world, level="public")
    propose_release(by=world.maryam, release=other)
    made = make(other.follow_up, "outside")
    approve_release(by=world.administrator, release=other)
    with pytest.raises(ValidationError, match="har publicerats sedan"), transaction.atomic():
        prepare_release(by=world.maryam, made=made)
    assert list(Release.objects.all()) == [other]
    assert prepare_release(by=world.maryam, made=make(other.follow_up, "outside")).beside == [other.pk]


def test_the_page_of_leadership_says_what_will_be_there(world, signed_in):
    html = words(signed_in(world.politician).get(reverse("published")).content.decode())
    assert "Här finns inget publicerat för dig än" in html
    assert "enhetschefen publicera" in html


@pytest.mark.once
def test_a_picture_shows_what_may_be_told_and_names_what_is_hidden(world):
    said = read_published(release(world))
    charts = {one.title: one for section in said.sections for part in section.parts for one in part.charts}
    rows = [row for row in said.tables["who"] if row["variable"] == "problem" and not row["by"]]
    words = said.names["category"]
    hidden = [words[f"problem.{row['category']}"] for row in rows if row["n"] is None and row["category"] != "missing"]
    assert hidden
    (picture,), note = charts["Vad det gäller"].pictures, charts["Vad det gäller"].note
    assert note == f"Dolt: {', '.join(hidden)} och Uppgift saknas, så att inget tal under fem går att räkna ut."
    for row in rows[:-1]:
        assert (words[f"problem.{row['category']}"] in str(picture.svg)) is (row["n"] is not None)
