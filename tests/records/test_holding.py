"""What two may change at once is held in one order: the unit, the client, then the episodes."""

import pytest

from loke.accounts.models import Unit
from loke.records import actions
from loke.records.actions import corrections, episodes, undoing
from loke.records.history import version_of
from loke.records.models import Client, Episode
from loke.records.retention import sealing


@pytest.fixture
def episode(world) -> Episode:
    return world.ongoing(world.aino)


def correct(world, episode):
    rows = [episode, episode.client, *episode.phases.all()]
    told = {"seen": version_of(rows), "opened": episode.opened, "stays": {}}
    actions.correct_episode(by=world.aino, episode=episode, **told)


def tell_sex(world, episode):
    actions.record_sex_and_age(by=world.aino, episode=episode, sex="other", age=17)


def remove(world, episode):
    actions.remove_episode(by=world.aino, episode=episode)


def seal(world, episode):
    told = {"client": episode.client, "ground": "request", "why": "Begäran kom i dag"}
    erasure = actions.request_erasure(by=world.maryam, **told)
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=world.day)


@pytest.mark.parametrize(
    ("room", "doing"), [(corrections, correct), (episodes, tell_sex), (undoing, remove), (sealing, seal)]
)
def test_the_client_is_held_before_the_episodes(world, episode, monkeypatch, room, doing):
    held = []
    for name in {"hold", "hold_all", "hold_clients"} & set(vars(room)):
        right = getattr(room, name)
        monkeypatch.setattr(room, name, lambda *told, name=name, right=right: held.append(name) or right(*told))
    doing(world, episode)
    assert held[0] == "hold_clients"
    assert len(held) > 1


def test_the_unit_is_held_before_one_looks_for_who_is_there(world, monkeypatch):
    client, held = Client.objects.filter(unit=world.ungdom.unit).first(), []
    right = Unit.objects.select_for_update
    monkeypatch.setattr(Unit.objects, "select_for_update", lambda: held.append(True) or right())
    actions.add_codes(by=world.aino, service=world.ungdom, codes=["K-100"])
    assert len(held) == 1
    actions.request_erasure(by=world.maryam, client=client, ground="request", why="Begäran kom i dag")
    assert len(held) == 2
