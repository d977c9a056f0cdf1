"""Variables: a purpose first, few of them, codes that are never given twice, and types that stay when answered."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from loke.description.actions import make_service
from loke.measures import actions
from loke.measures.burden import burden_of_service, minutes_once
from loke.measures.models import Option, Variable
from loke.measures.naming import free_code
from loke.measures.starters import MOST_TICKED, starters
from loke.records.actions import record_values
from loke.records.missing import plan_of

TOLD = {"role": "background", "type": "yes_no", "purpose": "Se om det stämmer."}


@pytest.fixture
def service(world):
    """A service of Aino's unit where nothing is decided."""
    return make_service(by=world.maryam, unit=world.ungdom.unit, code="nystart", name="Nystart")


def add(world, service, name: str, **more) -> Variable:
    return actions.add_variable(by=world.aino, service=service, name=name, **{**TOLD, **more})


def refused(**call) -> dict[str, list[str]]:
    action = call.pop("action")
    with pytest.raises(ValidationError) as error:
        action(**call)
    return getattr(error.value, "message_dict", {"": error.value.messages})


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Ålder på barnet", "alder-pa-barnet"),
        ("ÅÄÖ", "aao"),
        ("🦊🦊", "variabel"),
        ("Sex", "sex-2"),
        ("  Två   ord ", "tva-ord"),
        ("x" * 200, "x" * 40),
    ],
)
def test_a_code_is_made_of_the_name_and_means_nothing_else(world, service, name, code):
    assert add(world, service, name).code == code


def test_a_code_is_never_given_twice_not_even_after_another_name():
    assert free_code(Option, "Missing", ()) == "missing-2"
    assert free_code(Option, "Alkohol", {"alkohol", "alkohol-2"}) == "alkohol-3"


def test_two_who_add_the_same_get_one_variable_and_one_explanation(world, service):
    add(world, service, "Vägen hit")
    told = refused(action=actions.add_variable, by=world.idris, service=service, name=" vägen  HIT", **TOLD)
    assert told["name"] == ["”Vägen hit” finns redan. Välj ett annat namn."]


def test_a_name_that_is_out_of_use_can_be_brought_back_not_taken_again(world, service):
    actions.retire_variable(by=world.aino, variable=add(world, service, "Vägen hit"))
    told = refused(action=actions.add_variable, by=world.aino, service=service, name="Vägen hit", **TOLD)
    assert "tagen ur bruk" in told["name"][0]


@pytest.mark.parametrize("purpose", ["", "   "])
def test_a_new_variable_says_what_its_answer_is_for(world, service, purpose):
    told = refused(
        action=actions.add_variable, by=world.aino, service=service, name="Namn", **{**TOLD, "purpose": purpose}
    )
    assert "purpose" in told


@pytest.mark.once
@pytest.mark.parametrize("field", ["name", "purpose", "registered_by"])
def test_words_that_tell_who_somebody_is_are_refused(world, service, field):
    more = {**TOLD, "name": "Namn", field: "Ring 070-123 45 67"}
    assert field in refused(action=actions.add_variable, by=world.aino, service=service, **more)


@pytest.mark.once
@pytest.mark.parametrize("options", [[], [("", "Ett")], [("", "Ett"), ("", "ETT")], [("", "A"), ("", "x" * 201)]])
def test_fixed_alternatives_are_at_least_two_and_told_apart(world, service, options):
    more = {**TOLD, "type": "choice", "options": options}
    assert refused(action=actions.add_variable, by=world.aino, service=service, name="Val", **more)
    assert not service.variables.exists()


def test_up_to_twelve_need_no_reason_and_the_thirteenth_does(world, service):
    for number in range(12):
        add(world, service, f"Fråga {number}")
    told = refused(action=actions.add_variable, by=world.aino, service=service, name="En till", **TOLD)
    assert told["reason"] == ["Det blir 13 variabler. Skriv vad ni ska ha en till att göra när ni redan har så många."]
    assert add(world, service, "En till", reason="Nämnden frågar varje år.").reason == "Nämnden frågar varje år."
    actions.retire_variable(by=world.aino, variable=service.variables.get(name="Fråga 1"))
    actions.retire_variable(by=world.aino, variable=service.variables.get(name="Fråga 2"))
    again = service.variables.get(name="Fråga 1")
    assert actions.bring_back_variable(by=world.aino, variable=again).retired is None
    told = refused(action=actions.bring_back_variable, by=world.aino, variable=service.variables.get(name="Fråga 2"))
    assert "reason" in told


@pytest.mark.once
@pytest.mark.parametrize(
    ("count", "stance"), [(0, "none"), (1, "few"), (7, "few"), (8, "asks"), (12, "asks"), (13, "insists")]
)
def test_seven_are_praised_above_it_asks_and_above_twelve_it_insists(world, service, count, stance):
    for number in range(count):
        add(world, service, f"Fråga {number}", reason="Behövs.")
    assert burden_of_service(service).stance == stance


def test_minutes_are_reckoned_by_type_for_each_occasion_unless_they_are_said(world, service):
    add(world, service, "Kort")
    both = add(world, service, "Båda", occasion="opening closing")
    long = add(world, service, "Lång", type="text")
    assert [minutes_once(one) for one in (both, long)] == [0.5, 2]
    assert burden_of_service(service).minutes == 0.5 + 2 * 0.5 + 2
    actions.change_variable(by=world.aino, variable=long, minutes=1.5)
    assert burden_of_service(service).minutes == 3


def test_wording_may_be_mended_after_the_first_answer_and_the_type_may_not(world):
    variable = world.ungdom.variables.get(code="problem")
    changed = actions.change_variable(by=world.aino, variable=variable, name="Det som det gäller")
    assert (changed.name, changed.code) == ("Det som det gäller", "problem")
    told = refused(action=actions.change_variable, by=world.aino, variable=variable, type="text")
    assert told["type"][0].startswith("Det finns svar.")


def test_the_type_may_change_until_the_first_answer(world, service):
    variable = add(world, service, "Ny fråga")
    assert actions.change_variable(by=world.aino, variable=variable, type="number").type == "number"


def test_a_variable_out_of_use_is_no_longer_due_and_its_answers_stay(world):
    variable = world.ungdom.variables.get(code="vag-hit")
    actions.retire_variable(by=world.aino, variable=variable)
    assert variable.pk not in plan_of(world.ungdom).variables["opening"]
    assert variable.answered


def test_a_variable_moves_among_those_of_its_role(world, service):
    for name, role in (("A", "background"), ("U", "outcome"), ("B", "background")):
        add(world, service, name, role=role)
    actions.move_variable(by=world.aino, variable=service.variables.get(name="B"), steps=-1)
    assert [one.name for one in service.variables.all()] == ["B", "U", "A"]
    actions.move_variable(by=world.aino, variable=service.variables.get(name="B"), steps=-1)
    assert [one.name for one in service.variables.all()] == ["B", "U", "A"]


def test_a_variable_passes_by_those_out_of_use(world, service):
    for name in ("A", "Gammal", "B"):
        add(world, service, name, role="background")
    actions.retire_variable(by=world.aino, variable=service.variables.get(name="Gammal"))
    actions.move_variable(by=world.aino, variable=service.variables.get(name="B"), steps=-1)
    assert [one.name for one in service.variables.filter(retired=None)] == ["B", "A"]


@pytest.mark.once
@pytest.mark.parametrize("who", ["coach", "tove", "charlie", "administrator"])
def test_nobody_else_changes_what_a_unit_measures(world, service, who):
    with pytest.raises(PermissionDenied):
        actions.add_variable(by=getattr(world, who), service=service, name="Namn", **TOLD)


# Starter sets


def test_the_core_has_eight_and_no_set_suggests_more_than_seven():
    assert len(starters()["karna"].suggestions) == 8
    assert all(sum(one.ticked for one in each.suggestions) <= MOST_TICKED for each in starters().values())


@pytest.mark.parametrize("code", starters())
def test_every_suggestion_can_be_added_as_it_stands(world, service, code):
    starter = starters()[code]
    taken = actions.add_from_starter(
        by=world.aino, service=service, starter=starter, codes=[one.code for one in starter.suggestions]
    )
    assert [one.code for one in taken.added] == [one.code for one in starter.suggestions]
    assert all(one.purpose and one.quality and one.role for one in taken.added)
    assert all(one.options.count() >= 2 for one in taken.added if one.has_options)


def test_what_is_there_already_is_skipped_and_told(world, service):
    add(world, service, "vägen HIT")
    starter = starters()["karna"]
    taken = actions.add_from_starter(
        by=world.aino, service=service, starter=starter, codes=["vag-hit", "tidigare-insatser"]
    )
    assert [one.name for one in taken.skipped] == ["Vägen hit"]
    assert [one.code for one in taken.added] == ["tidigare-insatser"]


def test_an_answer_can_be_given_to_what_was_taken_over(world):
    starter = starters()["unga"]
    taken = actions.add_from_starter(by=world.aino, service=world.ungdom, starter=starter, codes=["galler"])
    episode = world.ongoing(world.aino)
    record_values(by=world.aino, episode=episode, occasion="opening", values={taken.added[0]: ["skola", "hemma"]})
    assert episode.values.filter(variable=taken.added[0]).count() == 2
