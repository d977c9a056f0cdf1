"""Codes of the unit's own, help without identity, and corrections of what a client's page says."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.records.pages import address, told, typed

from loke.followup.dataset import snapshot_for
from loke.records import actions
from loke.records.history import version_of
from loke.records.models import Change, Client, Episode, Registration
from loke.records.own_codes import Looked, look_through
from loke.records.pseudonyms import spaced
from loke.records.undoing import undo

CODES = reverse("add_codes", args=["ungdom"])
COUNTED = reverse("counted", args=["ungdom"])
LIST = reverse("clients", args=["ungdom"])
NEW = reverse("open_episode", args=["ungdom"])
DAY = timedelta(days=1)


@pytest.fixture
def episode(world) -> Episode:
    return world.ongoing(world.aino)


def latest() -> Registration:
    return Registration.objects.latest("pk")


# The unit's own list


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("19121212-1212", "ser ut som ett personnummer"),
        ("121212-1212", "ser ut som ett personnummer"),
        ("9999999999", "ser ut som ett personnummer"),  # no real number, but it looks like one
        ("2011-03-14", "ser ut som ett personnummer"),
        ("U20110314", "ser ut som ett personnummer"),
        ("870412", "kan vara en födelsedag"),
        ("870412-K", "kan vara en födelsedag"),
        ("000229", "kan vara en födelsedag"),
        ("a@b.se", "e-postadress"),
        ("070-123 45 67", "telefonnummer"),
        ("CREYSHQ1JK", "skriven som Lokes egna"),
        ("cre ysh q1j k", "skriven som Lokes egna"),
        ("CRE YSH Q1J X", "skriven som Lokes egna"),
        ("A12;Anna", "har flera uppgifter"),
        ("A" * 41, "är för lång"),
    ],
)
def test_a_list_with_anything_but_codes_is_refused_and_the_line_is_not_repeated(line, says):
    looked = look_through(f"A11\n{line}")
    assert len(looked.faults) == 1
    assert looked.faults[0].startswith("Rad 2: ")
    assert says in looked.faults[0] or says in looked.faults[0].lower()
    assert line not in looked.faults[0]


@pytest.mark.parametrize("line", ["Anna", "ANNA", "Anna Ek", "Ek-2 Anna", "lisa"])
def test_words_that_look_like_names_are_doubted(line):
    assert look_through(line).doubtful == [line]


@pytest.mark.parametrize(
    "line", ["A-12", "2026/117", "UNGDOM-12", "K7", "AB", "20261399", "123456", "CREYS-HQ1JK", "ABC-123-456-7"]
)
def test_codes_are_not_doubted(line):
    assert look_through(line) == Looked([line], [], [])


@pytest.mark.parametrize("line", ["870431", "010229", "K870412", "8704121", "870412/2"])
def test_figures_that_are_no_day_of_birth_are_a_units_own_numbers(line):
    assert look_through(line) == Looked([line], [], [])


def test_a_heading_and_empty_lines_are_no_codes():
    assert look_through("Kod\n\nA1\n  A2 \n").codes == ["A1", "A2"]


def test_a_code_that_stands_twice_is_told_whatever_its_case():
    assert "står mer än en gång" in look_through("A1\na1").faults[0]


@given(st.text(max_size=200))
def test_whatever_is_pasted_is_looked_through_without_failing(text):
    looked = look_through(text)
    assert len(looked.codes) <= len(text.splitlines())


def test_the_units_list_is_taken_over_found_by_search_and_opened(world, aino):
    aino.post(CODES, typed(aino.get(CODES), codes="U-101\nU-102"))
    client = Client.objects.get(unit=world.ungdom.unit, code="U-101")
    found = told(aino.post(LIST, {"code": "u-10"}))
    assert "Koder utan kontakt än" in found
    assert f"{NEW}?klient={client.pk}" in found
    page = aino.get(f"{NEW}?klient={client.pk}")
    assert 'value="U-101"' in told(page)
    aino.post(NEW, typed(page, sex="female"))
    episode = client.episodes.get()
    client.refresh_from_db()
    assert (client.sex, list(episode.responsible.all())) == ("female", [world.aino])
    assert "Koder utan kontakt än" not in told(aino.post(LIST, {"code": "u-101"}))


def test_a_file_of_codes_is_taken_over_too(world, aino):
    file = SimpleUploadedFile("koder.csv", "\ufeffkod\nÅ-1\nÅ-2\n".encode())
    aino.post(CODES, {**typed(aino.get(CODES)), "file": file})
    assert set(Client.objects.filter(code__startswith="Å-").values_list("code", flat=True)) == {"Å-1", "Å-2"}


def test_names_have_to_be_said_not_to_be(aino):
    answer = aino.post(CODES, typed(aino.get(CODES), codes="Lind\nEk-22"))
    assert (answer.status_code, Client.objects.filter(code="Lind").exists()) == (422, False)
    assert "Det här ser ut som namn: Lind." in told(answer)
    assert aino.post(CODES, typed(answer, no_names="on")).status_code == 303
    assert Client.objects.filter(code="Lind").exists()


def test_a_code_that_the_unit_has_already_is_refused_and_another_units_is_not(world, aino):
    actions.add_codes(by=world.aino, service=world.ungdom, codes=["U-2"])
    actions.add_codes(by=world.bengt, service=world.beroende, codes=["U-3"])
    answer = aino.post(CODES, typed(aino.get(CODES), codes="U-1\nu-2"))
    assert "finns redan i enheten" in told(answer)
    assert not Client.objects.filter(code="U-1").exists()
    actions.add_codes(by=world.aino, service=world.ungdom, codes=["U-3"])


def test_a_code_of_the_systems_own_is_nobody_elses_whosever_it_is(world, aino):
    for unit in (world.ungdom.unit, world.beroende.unit):
        code = Client.objects.filter(unit=unit).first().code
        for written in (code, spaced(code).lower()):
            assert "Rad 1: är skriven som Lokes egna koder" in told(
                aino.post(CODES, typed(aino.get(CODES), codes=written))
            )


def test_a_list_is_undone_as_a_whole_until_one_is_opened(world):
    actions.add_codes(by=world.aino, service=world.ungdom, codes=["U-1", "U-2"])
    whole = latest()
    client = Client.objects.get(code="U-1")
    opened = actions.open_episode(by=world.aino, service=world.ungdom, opened=world.day, client=client)
    with pytest.raises(ValidationError):
        undo(by=world.aino, registration=whole)
    actions.remove_episode(by=world.aino, episode=opened)
    undo(by=world.aino, registration=latest())


# Without identity


def test_help_without_identity_is_counted_and_no_client_is_made(world, aino):
    clients = Client.objects.count()
    sent = typed(aino.get(COUNTED), date=world.day, persons="3", age="16")
    assert aino.post(COUNTED, sent)["Location"] == COUNTED
    assert Client.objects.count() == clients
    made = Episode.objects.filter(service=world.ungdom, client=None)
    assert [(one.opened, one.closed, one.age, one.contacts.count()) for one in made] == [
        (world.day, world.day, 16, 1)
    ] * 3
    page = told(aino.get(COUNTED))
    assert "november 2026" in page
    assert '<td class="n">3</td>' in page
    undo(by=world.aino, registration=latest())
    assert not made.all().exists()


def test_what_the_service_asks_with_choices_may_be_told_about_them(world, aino):
    variable = world.ungdom.variables.in_use().filter(type="choice", occasion__in=["", "opening"]).first()
    option = variable.options.first()
    sent = typed(aino.get(COUNTED), date=world.day, persons="2", **{f"variable-{variable.pk}": option.code})
    aino.post(COUNTED, sent)
    assert variable.service.episodes.filter(client=None, values__option=option).count() == 2


def test_those_without_identity_are_in_the_figures_and_in_no_list(world, aino):
    before = len(snapshot_for(world.ungdom).opened)
    intervention = world.ungdom.interventions.in_use().first()
    actions.register_counted(by=world.aino, service=world.ungdom, day=world.day, intervention=intervention, persons=4)
    assert len(snapshot_for(world.ungdom).opened) == before + 4
    assert aino.get(f"{LIST}?visa=avslutade").status_code == 200


@pytest.mark.parametrize(("persons", "status"), [("0", 422), ("1", 303), ("200", 303), ("201", 422), ("", 422)])
def test_one_to_two_hundred_people_are_counted_at_once(world, aino, persons, status):
    assert aino.post(COUNTED, typed(aino.get(COUNTED), date=world.day, persons=persons)).status_code == status


# Corrections


def correct(browser, episode: Episode, **changes):
    page = address("correct_episode", episode)
    return browser.post(page, typed(browser.get(page), **changes))


def test_the_opening_day_is_corrected_and_the_old_one_stays_in_the_history(aino, episode):
    earlier = episode.opened - DAY
    assert correct(aino, episode, opened=earlier, why="Fel i protokollet").status_code == 303
    assert Episode.objects.get(pk=episode.pk).opened == earlier
    assert episode.opened.isoformat() in Change.objects.get(registration=latest()).before
    assert latest().why == "Fel i protokollet"


def test_the_opening_day_cannot_pass_the_first_contact(aino, episode):
    first = episode.opened + DAY
    intervention = episode.service.interventions.in_use().first()
    actions.register_contact(by=episode.responsible.get(), episode=episode, date=first, intervention=intervention)
    answer = correct(aino, episode, opened=first + DAY)
    assert answer.status_code == 422
    assert "Den första träffen är registrerad" in told(answer)


def test_a_code_of_ones_own_that_was_typed_wrong_is_corrected_and_the_systems_is_not(world, aino, episode):
    assert "code" not in aino.get(address("correct_episode", episode)).context["form"].fields
    actions.add_codes(by=world.aino, service=world.ungdom, codes=["U-1", "U-2"])
    own = Client.objects.get(code="U-1")
    made = actions.open_episode(by=world.aino, service=world.ungdom, opened=world.day, client=own)
    assert "En annan klient i enheten har den koden." in told(correct(aino, made, code="u-2"))
    taken = spaced(episode.client.code)
    assert "Koden är skriven som Lokes egna koder." in told(correct(aino, made, code=taken))
    assert "personnummer" in told(correct(aino, made, code="19121212-1212"))
    assert correct(aino, made, code="U-11").status_code == 303
    own.refresh_from_db()
    assert own.code == "U-11"


def test_the_days_of_a_phase_are_corrected_and_a_stay_is_taken_away(world, aino):
    episode = world.ungdom.episodes.ongoing().filter(responsible=world.aino, phases__left__isnull=False).first()
    first, second = list(episode.phases.all())[:2]
    day = second.entered + DAY
    overlapping = {f"left-{first.pk}": day}
    assert "Nästa fas" in told(correct(aino, episode, **overlapping))
    assert correct(aino, episode, **{f"left-{first.pk}": day, f"entered-{second.pk}": day}).status_code == 303
    first.refresh_from_db()
    assert first.left == day
    assert correct(aino, episode, **{f"remove-{first.pk}": "on"}).status_code == 303
    assert not episode.phases.filter(pk=first.pk).exists()
    undo(by=world.aino, registration=latest())
    assert episode.phases.filter(pk=first.pk).exists()


def test_what_somebody_has_changed_meanwhile_is_not_overwritten(world, aino, episode):
    page, day = address("correct_episode", episode), episode.opened
    opened = aino.get(page)
    sent = typed(opened, opened=day - DAY)
    rows = [episode, episode.client, *episode.phases.all()]
    actions.correct_episode(by=world.maryam, episode=episode, seen=version_of(rows), opened=day - 2 * DAY, stays={})
    answer = aino.post(page, {**sent, "submission": str(uuid4())})
    assert answer.status_code == 409
    (clash,) = answer.context["form"].clashes
    assert (clash.now, clash.typed) == ((day - 2 * DAY).isoformat(), sent["opened"])
    assert aino.post(page, {**sent, "seen": answer.context["form"]["seen"].value()}).status_code == 303
    assert Episode.objects.get(pk=episode.pk).opened == day - DAY
