"""Ideas shared sideways: by the manager, of what has ended, with no figures that rest on a few, and tried by others."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from tests.followup.reading_pages import words
from tests.improvement.improving import begun, ended, sent

from loke.improvement import actions
from loke.improvement.beginning import from_earlier, from_shared
from loke.improvement.models import ImprovementCycle
from loke.improvement.sharing import told_of


@pytest.fixture
def shared(world):
    ImprovementCycle.objects.update(shared=None)
    return actions.share_cycle(by=world.maryam, cycle=ended(world.aino, world.ungdom))


def ideas(browser, service: str) -> str:
    return words(browser.get(reverse("shared_ideas", args=[service])).content.decode())


def test_the_manager_sees_what_others_will_see_before_it_is_shared(world, signed_in):
    cycle, maryam = ended(world.aino, world.ungdom), signed_in(world.maryam)
    address = reverse("share_cycle", args=["ungdom", cycle.pk])
    assert "Vi ringer dagen före varje träff" in words(maryam.get(address).content.decode())
    maryam.post(address)
    cycle.refresh_from_db()
    assert (cycle.shared_by, bool(cycle.shared)) == (world.maryam, True)
    maryam.post(address, {"undo": "1"})
    cycle.refresh_from_db()
    assert (cycle.shared_by, cycle.shared) == (None, None)


def test_only_the_manager_shares_and_only_what_has_ended(world, signed_in):
    cycle = begun(world.aino, world.ungdom)
    with pytest.raises(PermissionDenied):
        actions.share_cycle(by=world.aino, cycle=cycle)
    with pytest.raises(ValidationError, match="Avsluta"):
        actions.share_cycle(by=world.maryam, cycle=cycle)
    assert signed_in(world.aino).get(reverse("share_cycle", args=["ungdom", cycle.pk])).status_code == 404


def test_every_unit_of_the_organisation_reads_it_and_no_other(world, signed_in, shared):
    for who, service in ((world.tove, "oppenvard-beroende"), (world.coach, "familjehem"), (world.aino, "ungdom")):
        assert shared.title in ideas(signed_in(who), service)
    charlie = world.charlie.memberships.get().unit.services.first()
    if charlie:
        assert shared.title not in ideas(signed_in(world.charlie), charlie.code)
    assert signed_in(world.tove).get(reverse("cycle", args=["ungdom", shared.pk])).status_code == 404
    actions.take_back_shared(by=world.maryam, cycle=shared)
    assert shared.title not in ideas(signed_in(world.tove), "oppenvard-beroende")


def test_figures_are_rounded_and_those_of_a_few_are_hidden(world, shared):
    kept = dict(shared.figures)
    told = " ".join(told_of(shared, "sv"))
    assert f"{kept['since']['hits']} av {kept['since']['n']}" not in told
    kept["since"] = {**kept["since"], "hits": 3, "n": 20}
    told = told_of(ImprovementCycle(figures=kept), "sv")
    assert "Efter start: för få för att visas utanför enheten." in told
    assert not [one for one in told if "osäkerhet" in one]


def test_a_shared_idea_is_tried_as_it_was_told_and_points_to_where_it_comes_from(world, signed_in):
    tove, causes = signed_in(world.tove), "Telefonen är avstängd"
    shared = actions.share_cycle(by=world.maryam, cycle=ended(world.aino, world.ungdom, causes=causes))
    assert causes not in ideas(tove, "oppenvard-beroende")
    address = f"{reverse('begin_cycle', args=['oppenvard-beroende'])}?ide={shared.pk}"
    assert "Pröva detta hos oss" in ideas(tove, "oppenvard-beroende")
    assert "Prövat i Öppenvård unga" in words(tove.get(address).content.decode())
    tove.post(address, sent(title="Ring dagen före", kind="adaptive"))
    cycle = world.beroende.cycles.get(source=shared)
    assert (cycle.origin, cycle.trying, cycle.causes, cycle.owner) == ("shared", shared.trying, "", world.tove)
    told = words(tove.get(reverse("cycle", args=["oppenvard-beroende", cycle.pk])).content.decode())
    assert "Öppenvård unga: Ring dagen före" in told


def test_what_is_not_shared_is_not_to_be_tried(world, signed_in):
    cycle = ended(world.aino, world.ungdom)
    address = reverse("begin_cycle", args=["oppenvard-beroende"])
    assert signed_in(world.tove).get(address, {"ide": cycle.pk}).status_code == 404
    with pytest.raises(ValidationError, match="delas inte"):
        begun(world.tove, world.beroende, start=from_shared(cycle).start)


def test_a_cycle_starts_from_what_was_said_in_its_own_service(world):
    cycle = ended(world.aino, world.ungdom)
    with pytest.raises(ValidationError, match="annan verksamhet"):
        begun(world.tove, world.beroende, start=from_earlier(cycle).start)
