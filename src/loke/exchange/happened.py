"""What happened in a service, out of a dataset: clients and episodes by their codes, each episode's contents anew."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from loke.dataset.cells import Value as Cell
from loke.dataset.findings import Findings
from loke.dataset.reader import Dataset
from loke.description.models import Service
from loke.exchange.checks import refuse, rows_where
from loke.exchange.columns import BLOCK, TABLES
from loke.exchange.declared import Declared
from loke.exchange.kept import by_key, keep
from loke.exchange.models import Origin
from loke.records.models import CarePlanGoal, Client, Contact, Episode, Measurement, Phase, Value

Row = dict[str, Cell]
Fields = dict[str, Any]
CHOSEN = ("choice", "choices")
CONTENTS = (Value, Contact, Phase, Measurement, CarePlanGoal)
MANY = 20_000  # rows after which a table is worth a line of its own
KNOWN_OTHERWISE = (
    "service = ? AND client IN (SELECT client FROM clients WHERE service IN (SELECT unnest(?::VARCHAR[]))"
    " GROUP BY client HAVING count(DISTINCT (sex, birth_year)) > 1)"
)


@dataclass
class Arrival:
    """One service's part of a dataset on its way in, with the numbers in the database of what it refers to."""

    service: Service
    dataset: Dataset
    declared: Declared
    progress: Callable[[str], object]
    clients: dict[Cell, int] = field(default_factory=dict)
    episodes: dict[Cell, int] = field(default_factory=dict)
    measurements: dict[Cell, tuple[int, Cell]] = field(default_factory=dict)  # number and instrument's code

    def rows(self, table: str) -> Iterator[Row]:
        return self.dataset.rows(table, self.service.code)

    def lines(self, table: str, name: str, codes: Iterable[Cell]) -> list[int]:
        """The rows of a table in which a column has one of these values."""
        return rows_where(self.dataset, table, f"{name} IN (SELECT unnest(?::VARCHAR[]))", list(codes))


def store(arrival: Arrival) -> None:
    """Store clients, episodes and contents. Raises Refused if they cannot stand beside what is there already."""
    _store_clients(arrival)
    _store_episodes(arrival)
    _store_measurements(arrival)
    for table, points in POINTS.items():
        for _made in _fill(arrival, table, points):
            pass


def _store_clients(arrival: Arrival) -> None:
    unit = arrival.service.unit_id
    listed = [{"unit_id": unit, **TABLES["clients"].fields(row)} for row in arrival.rows("clients")]
    _check_clients(arrival, listed)
    named = {row["client"] for row in arrival.rows("episodes")} - {one["code"] for one in listed} - {None}
    only_named = [{"unit_id": unit, "code": code} for code in sorted(named)]
    kept = keep(Client, [*listed, *only_named], "code", unit=unit)
    arrival.clients = {code: one.pk for (code,), one in kept.items()}
    origin = Origin.objects.get(service=arrival.service)
    origin.clients.set([arrival.clients[one["code"]] for one in listed])


def _check_clients(arrival: Arrival, listed: list[Fields]) -> None:
    """A unit knows its client under one sex and year of birth, whichever of its services is asked."""
    service, here = arrival.service, [one.service for one in arrival.dataset.services]
    findings, wanted = Findings(), "samma kön och födelseår som i enhetens andra verksamheter"
    beside = list(service.unit.services.filter(code__in=here).values_list("code", flat=True))
    rows = rows_where(arrival.dataset, "clients", KNOWN_OTHERWISE, service.code, beside)
    elsewhere = Episode.objects.exclude(service__code__in=here).values("client")
    others = by_key(Client, "code", unit=service.unit_id, pk__in=elsewhere)
    changed = [f["code"] for f in listed if (f["code"],) in others and _differs(others[(f["code"],)], f)]
    findings.add("clients", "client", {*rows, *arrival.lines("clients", "client", changed)}, wanted)
    refuse(arrival.dataset, findings)


def _differs(client: Client, fields: Fields) -> bool:
    return (client.sex, client.birth_year) != (fields["sex"], fields["birth_year"])


def _store_episodes(arrival: Arrival) -> None:
    """Those that end first, so that a client's next episode may be the open one."""
    service, before = arrival.service, by_key(Episode, "code", service=arrival.service)
    rows = [{**TABLES["episodes"].fields(row), **_of_episode(arrival, row)} for row in arrival.rows("episodes")]
    here = {one["code"] for one in rows}
    _check_open(arrival, rows, here)
    _clear([before[(code,)].pk for code in sorted(here) if (code,) in before])
    keep(Episode, [one for one in rows if one["closed"]], "code", service=service)
    kept = keep(Episode, [one for one in rows if not one["closed"]], "code", service=service)
    arrival.episodes = {code: one.pk for (code,), one in kept.items() if code in here}


def _of_episode(arrival: Arrival, row: Row) -> Fields:
    client, ending = arrival.clients.get(row["client"]), arrival.declared.endings.get(row["ending"])
    return {"service_id": arrival.service.pk, "client_id": client, "ending_id": ending}


def _check_open(arrival: Arrival, rows: list[Fields], here: set[str]) -> None:
    busy = {
        client
        for client, code in Episode.objects.filter(service=arrival.service, closed=None).values_list("client", "code")
        if code not in here
    }
    again = [one["code"] for one in rows if one["client_id"] in busy - {None} and not one["closed"]]
    findings, wanted = Findings(), "en dag, för klienten har en annan pågående kontakt som är registrerad här"
    findings.add("episodes", "closed", arrival.lines("episodes", "episode", again), wanted)
    refuse(arrival.dataset, findings)


def _clear(episodes: list[int]) -> None:
    """Take away the contents of episodes, which come anew."""
    for first in range(0, len(episodes), 500):
        for model in CONTENTS:
            model.objects.filter(episode__in=episodes[first : first + 500]).delete()


def _store_measurements(arrival: Arrival) -> None:
    taken = set(Measurement.objects.filter(episode__service=arrival.service).values_list("code", flat=True))
    again = [row["measurement"] for row in arrival.rows("measurements") if row["measurement"] in taken]
    findings, wanted = Findings(), "en kod som ingen annan kontakts mätning har"
    findings.add("measurements", "measurement", arrival.lines("measurements", "measurement", again), wanted)
    refuse(arrival.dataset, findings)
    codes = {number: code for code, number in arrival.declared.instruments.items()}
    for one in _fill(arrival, "measurements", _of_measurement):
        arrival.measurements[one.code] = one.pk, codes[one.instrument_id]


def _fill(arrival: Arrival, table: str, points: Callable[[Arrival, Row], Fields]) -> Iterator[Any]:
    """Store every row of a table with what it points at, some at a time; gives what was made."""
    rows, count = TABLES[table], 0
    made = (rows.model(**rows.fields(row), **points(arrival, row)) for row in arrival.rows(table))
    while block := list(islice(made, BLOCK)):
        yield from rows.model._default_manager.bulk_create(block)
        count += len(block)
    if count >= MANY:
        arrival.progress(f"{arrival.service.code}: {table}, {count} rader")


def _of_measurement(arrival: Arrival, row: Row) -> Fields:
    return {
        "episode_id": arrival.episodes[row["episode"]],
        "instrument_id": arrival.declared.instruments[row["instrument"]],
    }


def _of_value(arrival: Arrival, row: Row) -> Fields:
    variable, value = row["variable"], row["value"]
    chosen = arrival.declared.types[variable] in CHOSEN
    return {
        "episode_id": arrival.episodes[row["episode"]],
        "variable": arrival.declared.variables[variable],
        "option_id": arrival.declared.options[variable, value] if chosen and value else None,
        "text": "" if chosen else value or "",
    }


def _of_contact(arrival: Arrival, row: Row) -> Fields:
    return {
        "episode_id": arrival.episodes[row["episode"]],
        "intervention_id": arrival.declared.interventions[row["intervention"]],
    }


def _of_phase(arrival: Arrival, row: Row) -> Fields:
    return {"episode_id": arrival.episodes[row["episode"]], "phase_id": arrival.declared.phases[row["phase"]]}


def _of_goal(arrival: Arrival, row: Row) -> Fields:
    return {"episode_id": arrival.episodes[row["episode"]]}


def _of_answer(arrival: Arrival, row: Row) -> Fields:
    measurement, instrument = arrival.measurements[row["measurement"]]
    return {"measurement_id": measurement, "item_id": arrival.declared.items[instrument, row["item"]]}


def _of_score(arrival: Arrival, row: Row) -> Fields:
    measurement, instrument = arrival.measurements[row["measurement"]]
    return {"measurement_id": measurement, "scale_id": arrival.declared.scales[instrument, row["scale"]]}


POINTS = {
    "values": _of_value,
    "contacts": _of_contact,
    "phases": _of_phase,
    "goals": _of_goal,
    "answers": _of_answer,
    "scores": _of_score,
}
