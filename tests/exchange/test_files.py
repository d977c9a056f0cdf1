"""A file with rows is mapped, tried, taken in as one registration, known again, and undone as a whole."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.exchange.files import begun, counts, filled, taken_in, text, tried

from loke.exchange import actions
from loke.exchange.files.fields import Kind, kinds
from loke.exchange.files.identify import struck_out
from loke.exchange.files.plan import plan_of
from loke.exchange.files.template import _sheets
from loke.exchange.models import FileImport
from loke.measures.models import Instrument
from loke.publishing.documents.form_book import sheet_name
from loke.publishing.documents.rows_in import read_rows
from loke.records import actions as records
from loke.records.history import state
from loke.records.models import Answer, CarePlanGoal, Client, Contact, Episode, Measurement, Registration, Value

CLIENTS = (
    "Kod;Start;Avslut;Kön;Vad det gäller;Vägen hit",
    "U-1;1 mars 2026;;K;Alkohol;",
    "U-2;2/3 2026;2026-10-01;Man;narkotika;",
)


def everything() -> dict:
    """All the records, as they stand."""
    models = (Client, Episode, Contact, Value, Measurement, Answer, CarePlanGoal)
    return {(model, row.pk): state(row) for model in models for row in model.objects.all()}


def newest(world, code: str) -> Episode:
    return Episode.objects.get(service=world.ungdom, client__code=code)


@pytest.fixture
def clients(world) -> FileImport:
    return taken_in(begun(world.maryam, world.ungdom, text(*CLIENTS), "client"))


def test_new_clients_come_with_background_and_ending_in_one_registration(world):
    before = Registration.objects.count()
    draft = begun(world.maryam, world.ungdom, text(*CLIENTS), "client")
    assert counts(tried(draft)) == [(2, 0, 0, 0)]
    assert not Client.objects.filter(code="U-1").exists()
    taken_in(draft)
    assert Registration.objects.count() == before + 1
    first, second = newest(world, "U-1"), newest(world, "U-2")
    assert (first.opened, first.closed, first.client.sex) == (date(2026, 3, 1), None, "female")
    assert (second.closed, second.client.sex) == (date(2026, 10, 1), "male")
    assert first.values.get(variable__code="problem").option.code == "alkohol"


def test_the_same_file_again_changes_nothing(world, clients):
    draft = begun(world.maryam, world.ungdom, text(*CLIENTS), "client")
    assert counts(tried(draft)) == [(0, 0, 2, 0)]
    with pytest.raises(ValidationError, match="inget nytt"):
        taken_in(draft)


def test_a_mended_file_changes_only_what_was_mended(world, clients):
    mended = [CLIENTS[0], CLIENTS[1].replace("Alkohol", "Narkotika").replace(";;K", ";2026-11-01;K"), CLIENTS[2]]
    draft = begun(world.maryam, world.ungdom, text(*mended), "client")
    assert counts(tried(draft)) == [(0, 1, 1, 0)]
    taken_in(draft)
    assert newest(world, "U-1").closed == date(2026, 11, 1)
    assert newest(world, "U-1").values.get(variable__code="problem").option.code == "narkotika"


def test_an_import_is_undone_as_a_whole_and_all_is_as_before(world):
    before = everything()
    done = taken_in(begun(world.maryam, world.ungdom, text(*CLIENTS), "client"))
    assert everything() != before
    actions.undo_import(by=world.maryam, imported=done)
    assert everything() == before


def test_a_change_is_undone_to_what_stood_there(world, clients):
    before = everything()
    mended = [CLIENTS[0], CLIENTS[1].replace("Alkohol", "Narkotika").replace(";K;", ";M;")]
    done = taken_in(begun(world.maryam, world.ungdom, text(*mended), "client"))
    actions.undo_import(by=world.maryam, imported=done)
    assert everything() == before


def test_what_has_been_changed_since_is_not_undone_and_is_named(world, clients):
    episode, day = newest(world, "U-1"), date(2026, 3, 2)
    intervention = world.ungdom.interventions.in_use().first()
    records.register_contact(by=world.maryam, episode=episode, date=day, intervention=intervention)
    with pytest.raises(ValidationError, match="1 träff har tillkommit"):
        actions.undo_import(by=world.maryam, imported=clients)
    assert newest(world, "U-1")


def test_after_thirty_days_it_stays(world, clients):
    Registration.objects.filter(pk=clients.registration_id).update(at=timezone.now() - timedelta(days=31))
    clients.registration.refresh_from_db()
    with pytest.raises(ValidationError, match="30 dagar"):
        actions.undo_import(by=world.maryam, imported=clients)


def test_every_problem_is_told_by_cell_and_its_row_left_out(world):
    rows = (CLIENTS[0], "U-1;2026-13-01;;K;Alkohol;", ";2026-03-01;;K;;", "U-3;2026-03-01;2026-02-01;K;;")
    made = tried(begun(world.maryam, world.ungdom, text(*rows), "client"))
    assert [(problem.cell, problem.found) for problem in made.problems] == [
        ("B2", "2026-13-01"),
        ("A3", ""),
        ("C4", "2026-02-01"),
    ]
    assert counts(made) == [(0, 0, 0, 3)]
    assert all(problem.expected and problem.todo for problem in made.problems)
    assert made.problems[0].todo.startswith("Den dagen finns inte.")


def test_an_unknown_option_leaves_the_row_out_or_the_cell_empty_as_one_wishes(world):
    rows = (CLIENTS[0], "U-1;2026-03-01;;K;Något helt annat;")
    refused = tried(begun(world.maryam, world.ungdom, text(*rows), "client"))
    assert counts(refused) == [(0, 0, 0, 1)]
    left = tried(begun(world.maryam, world.ungdom, text(*rows), "client", unknown="leave"))
    assert counts(left) == [(1, 0, 0, 0)]
    assert [problem.skips for problem in left.problems] == [False]


def test_a_word_stands_for_what_one_has_said_and_an_empty_cell_too(world):
    rows = (CLIENTS[0], "U-1;2026-03-01;;K;Sprit;", "U-2;2026-03-01;;K;;", "U-3;2026-03-01;;K;?;")
    said = {"4": {"sprit": "alkohol", "": "narkotika", "?": "-"}}
    taken_in(begun(world.maryam, world.ungdom, text(*rows), "client", values=said))
    assert newest(world, "U-1").values.get(variable__code="problem").option.code == "alkohol"
    assert newest(world, "U-2").values.get(variable__code="problem").option.code == "narkotika"
    assert not Client.objects.filter(code="U-3").exists()


def test_a_code_that_tells_who_somebody_is_is_refused_and_shown_masked(world):
    rows = ("Kod;Start", "811228-9874;2026-03-01", "Anna Andersson;2026-03-01", "U-1;2026-03-01")
    made = tried(begun(world.maryam, world.ungdom, text(*rows), "client"))
    assert [problem.cell for problem in made.problems] == ["A2", "A3"]
    assert made.problems[0].found == "ett personnummer"
    assert counts(made) == [(1, 0, 0, 2)]


def test_contacts_come_to_the_episode_of_their_day(world, clients):
    name = world.ungdom.interventions.in_use().first().name
    rows = ("Kod;Datum;Insats;Närvaro;Minuter", f"u-1;2026-03-05;{name};x;45", f"U-1;2026-02-01;{name};x;45")
    draft = begun(world.maryam, world.ungdom, text(*rows), "contact")
    made = tried(draft)
    assert counts(made) == [(1, 0, 0, 1)]
    assert made.problems[0].cell == "B3"
    taken_in(draft)
    contact = newest(world, "U-1").contacts.get()
    assert (contact.date, contact.attendance, contact.minutes) == (date(2026, 3, 5), "attended", 45)


def test_two_meetings_on_a_day_are_two_and_are_known_again(world, clients):
    name = world.ungdom.interventions.in_use().first().name
    rows = ("Kod;Datum;Insats;Minuter", f"U-1;2026-03-05;{name};45", f"U-1;2026-03-05;{name};45")
    draft = begun(world.maryam, world.ungdom, text(*rows), "contact")
    actions.choose_rows(by=world.maryam, draft=draft, keep=False, repeats=True)
    taken_in(draft)
    assert newest(world, "U-1").contacts.count() == 2
    mended = [*rows[:2], rows[2].replace("45", "60")]
    assert counts(tried(begun(world.maryam, world.ungdom, text(*mended), "contact"))) == [(0, 1, 1, 0)]


def test_one_intervention_may_hold_for_every_row(world, clients):
    intervention = world.ungdom.interventions.in_use().first()
    same = {"intervention": str(intervention.pk)}
    taken_in(begun(world.maryam, world.ungdom, text("Kod;Datum", "U-2;2026-04-01"), "contact", same=same))
    assert newest(world, "U-2").contacts.get().intervention == intervention


def test_a_measurement_has_a_column_for_each_item(world, clients):
    instrument = world.ungdom.plans.first().instrument
    items = list(instrument.items.all())
    heads = ";".join(["Kod", "Svarsdag", "Tillfälle", *(item.code for item in items)])
    lowest = str(int(items[0].lowest)) if items[0].lowest is not None else "1"
    row = ";".join(["U-1", "2026-03-02", "före", *[lowest] * (len(items) - 1), ""])
    draft = begun(world.maryam, world.ungdom, text(heads, row), f"instrument:{instrument.code}")
    assert counts(tried(draft)) == [(1, 0, 0, 0)]
    taken_in(draft)
    measurement = newest(world, "U-1").measurements.get()
    assert (measurement.occasion, measurement.answers.count()) == ("start", len(items) - 1)
    again = begun(world.maryam, world.ungdom, text(heads, row), f"instrument:{instrument.code}")
    assert counts(tried(again)) == [(0, 0, 1, 0)]
    outside = text(heads, row.replace(f";{lowest};", ";99999;", 1))
    assert counts(tried(begun(world.maryam, world.ungdom, outside, f"instrument:{instrument.code}"))) == [(0, 0, 0, 1)]


def test_the_template_says_what_things_are_called_and_says_it_once(world):
    twins = [Kind(f"instrument:{n}", "", (), Instrument(code=str(n), name="Alla frågor " * 4 + str(n))) for n in (1, 2)]
    named = Kind("instrument:3", "", (), Instrument(code="3", name="Min vecka"))
    titles = [sheet_name(sheet.name) for sheet in _sheets([*twins, named])]
    assert titles[1].startswith("2 Mätning Alla frågor")
    assert titles[2] == "Mätning Min vecka"
    assert len(set(titles)) == 3
    asked = [field.label for kind in kinds(world.ungdom) for field in kind.fields]
    assert not [label for label in asked if re.search(r"(vid \w+) \(\1\)", label)]


def test_a_filled_in_template_needs_no_mapping_and_holds_every_kind(world):
    name = world.ungdom.interventions.in_use().first().name
    instrument = world.ungdom.plans.first().instrument
    item = instrument.items.first()
    answer = {"Kod": "U-9", "Svarsdag": date(2026, 3, 2), "Tillfälle": "vid start"}
    head = f"Fråga {item.order}: {item.name}" if item.name else f"Fråga {item.code}"
    data = filled(
        world.ungdom,
        {
            "Klienter": [{"Kod": "U-9", "Start": date(2026, 3, 1), "Kön": "kvinna", "Vad det gäller": "Alkohol"}],
            "Träffar": [{"Kod": "U-9", "Datum": date(2026, 3, 3), "Insats": name, "Närvaro": "kom", "Minuter": 60}],
            f"Mätning {instrument}": [{**answer, head: int(item.lowest or 1)}],
            "Mål": [{"Kod": "U-9", "Mål": "Sova bättre", "Måluppfyllelse": "helt", "Bedömt": date(2026, 5, 1)}],
        },
    )
    book = read_rows("mall.xlsx", data)
    draft = actions.begin_import(by=world.maryam, service=world.ungdom, name="mall.xlsx", book=struck_out(book))
    assert plan_of(draft.plan).ready
    made = tried(draft)
    assert (made.problems, counts(made)) == ([], [(1, 0, 0, 0)] * 4)
    before = Registration.objects.count()
    done = taken_in(draft)
    assert Registration.objects.count() == before + 1
    episode = newest(world, "U-9")
    assert (episode.contacts.count(), episode.measurements.count(), episode.goals.get().attainment) == (1, 1, "fully")
    actions.undo_import(by=world.maryam, imported=done)
    assert not Client.objects.filter(code="U-9").exists()


def test_the_template_of_another_service_is_an_ordinary_file(world):
    book = read_rows("mall.xlsx", filled(world.beroende, {"Klienter": [{"Kod": "B-1"}]}))
    draft = actions.begin_import(by=world.maryam, service=world.ungdom, name="mall.xlsx", book=struck_out(book))
    assert plan_of(draft.plan).parts == ()


def test_what_looks_like_a_command_is_data_all_the_way(world, clients):
    rows = ("Kod;Mål", "U-1;=cmd|' /C calc'!A0")
    taken_in(begun(world.maryam, world.ungdom, text(*rows), "goal"))
    assert newest(world, "U-1").goals.get().code == "=cmd|' /C calc'!A0"


def test_a_client_with_an_ongoing_contact_gets_no_second_one(world, clients):
    made = tried(begun(world.maryam, world.ungdom, text("Kod;Start", "U-1;2026-05-01"), "client"))
    assert "2026-03-01" in made.problems[0].todo
    assert made.clients == {newest(world, "U-1").client_id}


def test_figures_that_are_no_longer_true_are_shown_anew_before_anything_is_stored(world, clients):
    rows = (CLIENTS[0], CLIENTS[1].replace("Alkohol", "Narkotika"))
    draft = begun(world.maryam, world.ungdom, text(*rows), "client")
    before = tried(draft)
    taken_in(begun(world.maryam, world.ungdom, text(*rows), "client"))
    for made in (before, tried(draft)):
        with pytest.raises(ValidationError, match="sedan provkörningen"):
            actions.run_import(by=world.maryam, draft=draft, made=made, version=before.version)


def test_another_file_or_another_choice_with_the_same_figures_is_shown_anew(world):
    draft = begun(world.maryam, world.ungdom, text(*CLIENTS), "client")
    seen = tried(draft)
    actions.map_values(by=world.maryam, draft=draft, values={"4": {"alkohol": "narkotika"}})
    made = tried(draft)
    assert counts(made) == counts(seen)
    with pytest.raises(ValidationError, match="sedan provkörningen"):
        actions.run_import(by=world.maryam, draft=draft, made=made, version=seen.version)


def test_an_empty_cell_may_stand_for_why_there_is_no_answer_and_be_answered_later(world):
    rows = (CLIENTS[0], "U-1;2026-03-01;;K;;")
    taken_in(begun(world.maryam, world.ungdom, text(*rows), "client", values={"4": {"": "declined"}}))
    assert newest(world, "U-1").values.get(variable__code="problem").reason == "declined"
    answered = (CLIENTS[0], "U-1;2026-03-01;;K;Alkohol;")
    taken_in(begun(world.maryam, world.ungdom, text(*answered), "client"))
    value = newest(world, "U-1").values.get(variable__code="problem")
    assert (value.reason, value.option.code) == ("", "alkohol")
