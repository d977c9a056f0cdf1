"""Registers the told lives as the staff would have: open, answer, meet, measure, judge, end."""

from collections.abc import Iterator, Sequence

from loke.accounts.models import User
from loke.demo.calendar import moment
from loke.demo.description import Written
from loke.demo.story import Life
from loke.records.actions import (
    end_episode,
    enter_phases,
    judge_goals,
    open_episode,
    record_measurements,
    record_values,
    register_contacts,
)
from loke.records.history import registered_at
from loke.records.models import Client, Episode


def register(written: Written, lives: Sequence[Life], staff: Sequence[User], pair: bool) -> None:
    """Everything about these lives; each goes to whoever has the fewest, in a `pair` to both."""
    clients: dict[int, Client] = {}
    for life, responsible in _shared(lives, staff, pair):
        with registered_at(moment(life.opened, 16)):
            episode = _open(written, life, clients.get(id(life.before)), responsible)
        clients[id(life)] = episode.client
        _follow(written, life, episode, responsible[0])
        if life.kind:
            _end(written, life, episode, responsible[0])


def _shared(lives: Sequence[Life], staff: Sequence[User], pair: bool) -> Iterator[tuple[Life, list[User]]]:
    """Each life with those responsible for it, first the one who registers."""
    has: dict[User, list[Life]] = {person: [] for person in staff}
    for life in lives:
        order = sorted(staff, key=lambda person: sum(one.last > life.opened for one in has[person]))
        has[order[0]].append(life)
        yield life, order if pair else order[:1]


def _open(written: Written, life: Life, client: Client | None, responsible: list[User]) -> Episode:
    """With the age, which is what the page asks, and not the year of birth that it was told from."""
    return open_episode(
        by=responsible[0],
        service=written.service,
        opened=life.opened,
        client=client,
        sex=life.sex,
        age=life.age,
        responsible=responsible,
    )


def _follow(written: Written, life: Life, episode: Episode, by: User) -> None:
    values = {written.variables[code]: value for code, value in life.values.items()}
    record_values(by=by, episode=episode, occasion="opening", values=values)
    enter_phases(by=by, episode=episode, stays=[(written.phases[code], entered) for code, entered in life.phases])
    contacts = [{**one._asdict(), "intervention": written.interventions[one.intervention]} for one in life.contacts]
    register_contacts(by=by, episode=episode, contacts=contacts)
    filled = [{**one._asdict(), "instrument": written.instruments[one.instrument]} for one in life.measurements]
    record_measurements(by=by, episode=episode, measurements=filled)
    if life.goals:
        judge_goals(by=by, episode=episode, goals=life.goals)


def _end(written: Written, life: Life, episode: Episode, by: User) -> None:
    closing = {written.variables[code]: value for code, value in life.closing_values.items()}
    if closing:
        record_values(by=by, episode=episode, occasion="closing", values=closing)
    end_episode(by=by, episode=episode, closed=life.last, ending=written.endings[life.ending])
