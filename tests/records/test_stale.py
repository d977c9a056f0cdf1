"""Of two who change the same thing, the second sees both versions before anything is saved over."""

import pytest
from tests.records.pages import address, told, typed

from loke.accounts.submissions import Stale
from loke.records import actions
from loke.records.models import Registration

pytestmark = pytest.mark.both


@pytest.fixture
def episode(world):
    return world.aino.episodes.ongoing().filter(service=world.ungdom).order_by("opened", "pk").first()


@pytest.fixture
def both(world, signed_in):
    return signed_in(world.aino), signed_in(world.maryam)


def names(page) -> dict[str, str]:
    return {variable.code: name for name, variable in page.context["form"].variables.items()}


def opened(both, where: str):
    return [browser.get(where) for browser in both]


def test_the_second_is_shown_what_stands_there_now_and_who_wrote_it(both, episode, world):
    where = address("fill_in", episode, "opening")
    hers, mine = opened(both, where)
    problem = names(hers)["problem"]
    assert both[0].post(where, typed(hers, **{problem: "spel"})).status_code == 303
    answer = both[1].post(where, typed(mine, **{problem: "alkohol"}))
    assert answer.status_code == 409
    [clash] = answer.context["form"].clashes
    assert (clash.now, clash.typed) == ("Spel om pengar", "Alkohol")
    assert clash.last.startswith(f"{world.aino}, ")
    assert "Det här har ändrats medan du skrev" in told(answer)
    assert episode.values.get(variable__code="problem").option.code == "spel"


def test_nothing_is_written_again_and_saving_once_more_is_a_choice(both, episode):
    where = address("fill_in", episode, "opening")
    hers, mine = opened(both, where)
    problem = names(hers)["problem"]
    both[0].post(where, typed(hers, **{problem: "spel"}))
    shown = both[1].post(where, typed(mine, **{problem: "alkohol"}, age="19"))
    assert (shown.context["form"][problem].value(), shown.context["form"]["age"].value()) == ("alkohol", "19")
    assert both[1].post(where, typed(shown)).status_code == 303
    assert episode.values.get(variable__code="problem").option.code == "alkohol"


def test_a_third_who_comes_in_between_is_shown_as_well(both, episode):
    where = address("fill_in", episode, "opening")
    hers, mine = opened(both, where)
    problem = names(hers)["problem"]
    both[0].post(where, typed(hers, **{problem: "spel"}))
    shown = both[1].post(where, typed(mine, **{problem: "alkohol"}))
    both[0].post(where, typed(both[0].get(where), age="20"))
    assert both[1].post(where, typed(shown)).status_code == 409


@pytest.mark.parametrize(("field", "first", "second"), [("sex", "female", "other"), ("age", "21", "22")])
def test_sex_and_age_are_kept_from_being_written_over(both, episode, world, field, first, second):
    where = address("fill_in", episode, "opening")
    hers, mine = opened(both, where)
    both[0].post(where, typed(hers, **{field: first}))
    answer = both[1].post(where, typed(mine, **{field: second}))
    assert answer.status_code == 409
    assert [one.last.partition(",")[0] for one in answer.context["form"].clashes] == [str(world.aino)]


def test_what_only_one_of_them_changed_is_shown_to_the_other_too(both, episode):
    where = address("fill_in", episode, "opening")
    hers, mine = opened(both, where)
    both[0].post(where, typed(hers, age="21"))
    answer = both[1].post(where, typed(mine, sex="other"))
    assert answer.status_code == 409
    assert len(answer.context["form"].clashes) == 2


def test_a_form_that_does_not_say_what_it_was_opened_on_is_shown_what_stands_there(both, episode):
    where = address("fill_in", episode, "opening")
    assert both[0].post(where, typed(both[0].get(where), seen="", age="21")).status_code == 409


def test_one_submission_is_one_registration(both, episode):
    where, before = address("fill_in", episode, "opening"), Registration.objects.count()
    page = both[0].get(where)
    both[0].post(where, typed(page, **{names(page)["problem"]: "spel"}, age="21", sex="other"))
    assert Registration.objects.count() == before + 1


def test_an_action_without_what_was_seen_writes_as_it_always_did(world, episode):
    actions.record_sex_and_age(by=world.aino, episode=episode, sex="other", age=20)
    actions.fill_in(by=world.aino, episode=episode, occasion="opening", values={}, person={"sex": "", "age": 21})
    with pytest.raises(Stale):
        actions.fill_in(by=world.aino, episode=episode, occasion="opening", values={}, seen="of another day")
