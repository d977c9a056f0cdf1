"""The table of rights: readable, used, and silent about everything that nobody has allowed."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from loke.accounts.access import may, reach
from loke.accounts.models import Membership, Unit
from loke.accounts.roles import ROLE_NAMES, ROLES, RULES, relations
from loke.promising_practice.access import GUIDE

SRC = Path(__file__).parents[2] / "src/loke"
# what asks for a right, and of which resource where that is not said
ASKS = {"may": "", "require": "", "reach": "", "needs": "", "relations": ""}
ASKS |= {"needs_description": "description", "may_describe": "description", "needs_guide": "guide"}
CONSTANTS = {"GUIDE": GUIDE}
RIGHTS = sorted({(rule.resource, rule.verb) for rule in RULES})


def test_every_rule_belongs_to_a_role_and_says_in_swedish_what_it_allows():
    assert {rule.role for rule in RULES} <= {role.code for role in ROLES}
    assert [rule for rule in RULES if not re.fullmatch(r"[A-ZÅÄÖ].+\.", str(rule.description))] == []


def test_every_role_says_what_it_is_and_where_it_is_held():
    assert {role.place for role in ROLES} == {"unit", "organisation", "description", "server"}
    assert [role for role in ROLES if not str(role.description).endswith(".")] == []


@pytest.mark.parametrize(("resource", "verb"), RIGHTS)
def test_every_rule_is_asked_for_somewhere(resource, verb):
    at_the_door = rf'|needs_{resource}\("{verb}"\)'  # that of a description lets in those who are invited too
    asked = re.compile(rf'"{resource}", "{verb}"{at_the_door}')
    assert [path for path in SRC.rglob("*.py") if path.name != "roles.py" and asked.search(path.read_text())]


def asked_in(path: Path) -> Iterator[tuple[str, str]]:
    """The rights that the file asks for; a resource may be named by a constant."""
    tree = ast.parse(path.read_text())
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        told = (
            CONSTANTS.get(one.id) if isinstance(one, ast.Name) else getattr(one, "value", None) for one in call.args
        )
        words = (ASKS.get(name), *(word for word in told if isinstance(word, str)))
        if name in ASKS and len(right := tuple(filter(None, words))) == 2:
            yield right


def test_every_right_that_is_asked_for_stands_in_the_table():
    asked = {right for path in SRC.rglob("*.py") for right in asked_in(path)}
    assert asked - set(RIGHTS) == set()
    assert len(asked) > 40


def test_nobody_who_is_signed_in_can_hold_the_role_of_whoever_runs_the_server(world):
    of_operator = {(rule.resource, rule.verb) for rule in RULES if rule.role == "operator"}
    assert of_operator == {("client", "export"), ("instruments", "change"), ("people", "let_in")}
    assert "operator" not in ROLE_NAMES
    Membership.objects.filter(user=world.maryam).delete()
    Membership.objects.bulk_create(
        [Membership(user=world.maryam, role="operator", organisation=world.organisation, since=world.day)]
    )
    assert [right for right in of_operator if reach(world.maryam, *right)] == []


@pytest.mark.parametrize(
    ("role", "resource", "verb"),
    [("stranger", "client", "read"), ("manager", "salary", "read"), ("manager", "client", "erase"), ("", "", "")],
)
def test_what_stands_nowhere_in_the_table_may_not_be_done(role, resource, verb):
    assert relations(role, resource, verb) == frozenset()


@pytest.mark.parametrize("role", ["coach", "leadership", "administrator", "protection_officer"])
def test_only_those_who_work_with_clients_reach_clients_and_figures_unless_they_are_let_in_for_a_time(role):
    rules = [rule for rule in RULES if rule.role == role and rule.resource in ("client", "figures")]
    assert {(rule.relation, rule.verb) for rule in rules} <= {("granted", "read")}


def test_whoever_is_let_in_for_a_time_changes_nothing():
    assert {rule.verb for rule in RULES if rule.relation == "granted"} == {"read"}


def test_a_right_reaches_the_unit_it_is_held_in_and_no_other(world):
    units = {unit.pk for unit in Unit.objects.all() if may(world.maryam, "client", "read", unit=unit)}
    assert units == {world.ungdom.unit_id}


def test_a_practitioners_right_to_read_is_to_their_own_clients(world):
    unit = world.ungdom.unit
    assert may(world.aino, "client", "read", unit=unit, own=True)
    assert not may(world.aino, "client", "read", unit=unit)


def test_a_role_that_ends_today_gives_nothing_today(world):
    held = world.maryam.memberships.get()
    held.until = held.since
    held.save()
    assert reach(world.maryam, "client", "read").units == set()


def test_a_person_who_is_no_longer_active_reaches_nothing(world):
    world.maryam.is_active = False
    world.maryam.save()
    assert reach(world.maryam, "client", "read").units == set()
