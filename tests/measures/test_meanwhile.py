"""Of two who write in Mät at once nobody's words are lost: the second sees what the first has saved, and chooses."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.measures.week import DAYS, STEPS
from tests.records.pages import told, typed

from loke.measures import actions

FIRST, SECOND = "Det som den första skrev", "Det som den andra skrev"
PAGES = {  # the field that both write in
    "change_variable": "purpose",
    "change_option": "name",
    "change_plan": "note",
    "question": "text",
    "scale": "name",
    "wording": "title",
}
SCORING = actions.Scoring("Veckan", ("1",), (), "mean", None, "higher", 1)


@pytest.fixture
def here(world):
    return {"by": world.aino, "service": world.ungdom}


@pytest.fixture
def week(here):
    """A questionnaire with two questions and a scale, in the plan."""
    made = actions.add_questionnaire(**here, name="Så var min vecka")
    for asked in (STEPS, DAYS):
        actions.keep_question(**here, instrument=made, question=asked)
    actions.keep_scale(**here, instrument=made, scoring=SCORING)
    actions.plan_measurement(**here, instrument=made)
    return made


@pytest.fixture
def where(world, week):
    """The address of each page."""
    variable = world.ungdom.variables.get(code="problem")
    numbers = {
        "change_variable": [variable.pk],
        "change_option": [variable.options.first().pk],
        "change_plan": [week.plans.get().pk],
        "question": [week.pk, week.items.first().pk],
        "scale": [week.pk, week.scales.get().pk],
        "wording": [week.pk, "sv"],
    }
    return {page: reverse(page, args=[world.ungdom.code, *more]) for page, more in numbers.items()}


@pytest.fixture
def both(world, signed_in):
    return signed_in(world.aino), signed_in(world.maryam)


@pytest.mark.both
@pytest.mark.parametrize("page", PAGES)
def test_the_second_is_shown_both_and_saves_again_or_keeps_what_stands(page, where, both):
    field = PAGES[page]
    hers, mine = [browser.get(where[page]) for browser in both]
    first = both[0].post(where[page], typed(hers, **{field: FIRST}))
    assert first.status_code == 303, first.context["form"].errors
    answer = both[1].post(where[page], typed(mine, **{field: SECOND}))
    assert answer.status_code == 409
    assert [(one.now, one.typed) for one in answer.context["form"].clashes] == [(FIRST, SECOND)]
    assert "Det här har ändrats medan du skrev" in told(answer)
    assert both[1].get(where[page]).context["form"][field].value() == FIRST
    assert both[1].post(where[page], typed(answer)).status_code == 303
    assert both[1].get(where[page]).context["form"][field].value() == SECOND


def test_months_that_are_typed_in_another_way_than_they_are_shown_are_no_difference(where, both, week, here):
    moments = {"at_start": True, "at_end": True, "months_after": "3 6"}
    actions.change_plan(by=here["by"], plan=week.plans.get(), **moments)
    hers, mine = [browser.get(where["change_plan"]) for browser in both]
    both[0].post(where["change_plan"], typed(hers, note=FIRST))
    differs = {"6,03": [], "3;6 ": [], "3, 12": [("3, 6", "3, 12")]}
    for months, shown in differs.items():
        answer = both[1].post(where["change_plan"], typed(mine, note=FIRST, months_after=months))
        assert [(one.now, one.typed) for one in answer.context["form"].clashes] == shown


@pytest.mark.parametrize("page", PAGES)
def test_who_saves_what_was_opened_last_is_not_asked_again(page, where, both):
    both[0].post(where[page], typed(both[0].get(where[page]), **{PAGES[page]: FIRST}))
    assert both[1].post(where[page], typed(both[1].get(where[page]), **{PAGES[page]: SECOND})).status_code == 303


def test_another_place_in_the_list_is_no_change_of_what_was_written(where, both, here, world):
    opened = both[1].get(where["change_variable"])
    actions.move_variable(by=world.aino, variable=world.ungdom.variables.get(code="problem"), steps=1)
    assert both[1].post(where["change_variable"], typed(opened, purpose=SECOND)).status_code == 303


def test_what_somebody_has_taken_away_does_not_come_back_by_being_saved(where, both, week, here):
    """The two are sent at the same moment: both were read before the first was stored."""
    plan, scale, question = week.plans.get(), week.scales.get(), week.items.last()
    actions.drop_from_plan(by=here["by"], plan=plan)
    actions.remove_question(**here, instrument=week, item=question)
    actions.remove_scale(**here, instrument=week, scale=scale)
    known = {**here, "instrument": week}
    for act in (
        lambda: actions.change_plan(by=here["by"], plan=plan, note=SECOND),
        lambda: actions.keep_question(**known, question=DAYS, item=question),
        lambda: actions.keep_scale(**known, scoring=SCORING, scale=scale),
        lambda: actions.move_question(**known, item=question, up=True),
    ):
        with pytest.raises(ValidationError, match="Någon annan har tagit bort det"):
            act()
    assert (week.plans.count(), week.scales.count(), week.items.count()) == (0, 0, 1)
