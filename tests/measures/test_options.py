"""Options keep their codes for ever: renamed, retired, become others; old answers stay readable and comparable."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.dataset.small import small
from tests.dataset.test_source import save
from tests.exchange.alike import assert_comes_out_equal, taken_in
from tests.records.pages import address, typed

from loke.analysis.calculation import analyse
from loke.analysis.options import Options
from loke.dataset.faults import Refused
from loke.dataset.reader import read, snapshot_of_rows
from loke.exchange.command import import_dataset
from loke.followup.dataset import snapshot_for
from loke.measures import actions
from loke.measures.models import Option
from loke.measures.naming import free_code

NO_SUCH = "ett annat alternativ som finns i options för variabeln"
ROUND = "ett alternativ som inte i sin tur blir detta"


@pytest.fixture
def problem(world):
    return world.ungdom.variables.get(code="problem")


def option(variable, code: str) -> Option:
    return variable.options.get(code=code)


def counted(service) -> dict[str, int]:
    """The answers to `problem` as Följ upp counts them."""
    result = analyse(snapshot_for(service), Options(as_of=date(2026, 11, 15)))
    return {row.category: row.n for row in result.tables["who"] if row.variable == "problem"}


def test_a_renamed_option_keeps_its_code_and_its_answers(world, problem):
    before = counted(world.ungdom)
    actions.rename_option(by=world.aino, option=option(problem, "spel"), name="Spel om pengar eller dataspel")
    assert counted(world.ungdom) == before


def test_the_answers_of_an_option_that_becomes_another_count_as_the_new_one(world, problem):
    before = counted(world.ungdom)
    new = actions.add_option(by=world.aino, variable=problem, name="Beroende av spel")
    actions.retire_option(by=world.aino, option=option(problem, "spel"), becomes=new)
    after = counted(world.ungdom)
    assert "spel" not in after
    assert after["beroende-av-spel"] == before["spel"] > 0
    assert sum(after.values()) == sum(before.values())


def test_they_do_so_through_several_steps_and_back_again(world, problem):
    before = counted(world.ungdom)
    last = actions.add_option(by=world.aino, variable=problem, name="Rusmedel")
    alcohol, drugs = option(problem, "alkohol"), option(problem, "narkotika")
    actions.retire_option(by=world.aino, option=alcohol, becomes=drugs)
    actions.retire_option(by=world.aino, option=drugs, becomes=last)
    assert counted(world.ungdom)["rusmedel"] == before["alkohol"] + before["narkotika"]
    for one in (alcohol, drugs):
        actions.bring_back_option(by=world.aino, option=one)
    assert counted(world.ungdom) == before | {"rusmedel": 0}


def test_an_option_that_is_only_retired_counts_as_itself(world, problem):
    before = counted(world.ungdom)
    actions.retire_option(by=world.aino, option=option(problem, "spel"))
    assert counted(world.ungdom) == before


def test_an_expectation_accepts_what_its_option_has_become(world, problem):
    def within() -> list[int]:
        result = analyse(snapshot_for(world.ungdom), Options(as_of=date(2026, 11, 15)))
        return [row.within for row in result.tables["expectations"] if row.expectation == "problem"]

    before = within()
    new = actions.add_option(by=world.aino, variable=problem, name="Öl, vin och sprit")
    actions.retire_option(by=world.aino, option=option(problem, "alkohol"), becomes=new)
    assert within() == before


def test_options_do_not_become_each_other(world, problem):
    alcohol, both, games = (option(problem, code) for code in ("alkohol", "bada", "spel"))
    actions.retire_option(by=world.aino, option=alcohol, becomes=both)
    with pytest.raises(ValidationError, match="räknas redan"):
        actions.retire_option(by=world.aino, option=both, becomes=alcohol)
    with pytest.raises(ValidationError, match="räknas redan"):
        actions.retire_option(by=world.aino, option=games, becomes=games)
    other = world.ungdom.variables.get(code="vag-hit").options.first()
    with pytest.raises(ValidationError, match="samma variabel"):
        actions.retire_option(by=world.aino, option=both, becomes=other)


def test_two_are_always_left_to_choose_between(world):
    variable = world.familjehem.variables.get(code="form")
    with pytest.raises(ValidationError, match="minst två"):
        actions.retire_option(by=None, option=variable.options.first())


def test_a_retired_name_and_code_are_not_given_again(world, problem):
    actions.retire_option(by=world.aino, option=option(problem, "spel"))
    with pytest.raises(ValidationError, match="tagen ur bruk"):
        actions.add_option(by=world.aino, variable=problem, name="SPEL om pengar")
    actions.rename_option(by=world.aino, option=option(problem, "spel"), name="Annat ord")
    assert actions.add_option(by=world.aino, variable=problem, name="Spel").code == "spel-2"
    assert free_code(Option, "🦊", {"alternativ"}) == "alternativ-2"


@pytest.mark.parametrize(
    "change",
    [
        lambda one, other: Option.objects.filter(pk=one.pk).delete(),
        lambda one, other: Option.objects.filter(pk=one.pk).update(code="annan"),
        lambda one, other: Option.objects.filter(pk=one.pk).update(becomes=one),
        lambda one, other: Option.objects.filter(pk=one.pk).update(becomes=other),
    ],
)
def test_the_database_itself_keeps_the_codes(world, problem, change):
    new = actions.add_option(by=world.aino, variable=problem, name="Utan svar")
    with pytest.raises(IntegrityError), transaction.atomic():
        change(new, world.ungdom.variables.get(code="vag-hit").options.first())


def test_a_retired_option_is_offered_only_to_whom_has_it_and_is_kept_when_saved(world, signed_in, problem):
    aino, games = signed_in(world.aino), option(problem, "spel")
    mine, other = list(world.aino.episodes.ongoing().listed())[:2]
    for episode, code in ((mine, "spel"), (other, "alkohol")):
        episode.values.filter(variable=problem).update(option=option(problem, code))
        if not episode.values.filter(variable=problem).exists():
            episode.values.create(variable=problem, occasion="opening", option=option(problem, code))
    actions.retire_option(by=world.aino, option=games, becomes=option(problem, "bada"))
    offered = f'name="variable-{problem.pk}" value="spel"'
    assert offered not in aino.get(address("fill_in", other, "opening")).content.decode()
    page = aino.get(address("fill_in", mine, "opening"))
    assert offered in page.content.decode()
    assert aino.post(page.request["PATH_INFO"], typed(page)).status_code == 303
    assert mine.values.get(variable=problem).option == games


# The same through a dataset


def mapped(*became: tuple[str, str, str]) -> dict:
    """The small dataset with options of a variable that have become others."""
    tables = small()
    for variable, code, into in became:
        row = next(r for r in tables["options"] if (r["variable"], r["option"]) == (variable, code))
        row["becomes"], row["retired"] = into, "2024-01-31"
    return tables


def who(tables: dict, variable: str) -> dict[str, int]:
    rows = analyse(snapshot_of_rows(tables), Options(services=("oppna",))).tables["who"]
    return {row.category: row.n for row in rows if row.variable == variable}


@pytest.mark.parametrize(("variable", "old", "new"), [("boende", "hyra", "eget"), ("droger", "alkohol", "annat")])
def test_a_dataset_counts_the_old_as_the_new(variable, old, new):
    before, after = who(small(), variable), who(mapped((variable, old, new)), variable)
    assert old not in after
    assert before[new] <= after[new] <= before[new] + before[old]
    assert variable == "droger" or after[new] == before[new] + before[old]


@pytest.mark.once
@pytest.mark.django_db
def test_files_and_database_count_the_same():
    tables = mapped(("boende", "hyra", "eget"), ("droger", "alkohol", "annat"))
    service = next(one for one in taken_in(tables) if one.code == "oppna")
    rows = analyse(snapshot_for(service), Options()).tables["who"]
    for variable in ("boende", "droger"):
        assert {row.category: row.n for row in rows if row.variable == variable} == who(tables, variable)


@pytest.mark.once
@pytest.mark.django_db
def test_what_options_have_become_comes_out_as_it_went_in():
    assert_comes_out_equal(mapped(("boende", "hyra", "eget"), ("droger", "alkohol", "annat")), times=2)


@pytest.mark.once
@pytest.mark.django_db
def test_a_file_that_says_nothing_of_it_takes_nothing_back_into_use(tmp_path):
    taken_in(mapped(("boende", "hyra", "eget")))
    assert "becomes" not in small()["options"][0]
    with read(save(tmp_path / "paket", ",")) as dataset:
        import_dataset(dataset, by=None)
    old = Option.objects.get(code="hyra")
    assert (old.becomes.code, str(old.retired)) == ("eget", "2024-01-31")


@pytest.mark.parametrize(
    ("became", "faults"),
    [
        ([("boende", "hyra", "slott")], ["ett annat alternativ som finns i options för variabeln"]),
        ([("boende", "hyra", "alkohol")], ["ett annat alternativ som finns i options för variabeln"]),
        ([("boende", "hyra", "hyra")], ["ett alternativ som inte i sin tur blir detta"]),
        (
            [("boende", "hyra", "eget"), ("boende", "eget", "hyra")],
            ["ett alternativ som inte i sin tur blir detta"] * 2,
        ),
    ],
)
def test_what_an_option_cannot_become_is_refused_at_its_place(became, faults):
    with pytest.raises(Refused) as refused:
        snapshot_of_rows(mapped(*became))
    assert [(fault.column, fault.expected) for fault in refused.value.faults] == [("becomes", one) for one in faults]
