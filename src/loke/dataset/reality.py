"""The reality tables: coded, checked against the idea and handed over as facts."""

from collections.abc import Callable, Iterator

import numpy as np

from loke.dataset.assemble import Contacts, Facts, Goals, Stays
from loke.dataset.coding import (
    EMPTY,
    EPISODE,
    JOIN_EPISODE,
    Array,
    Columns,
    add_codes,
    add_numbers,
    check_cells,
    check_key,
    check_number,
    coded,
    is_empty,
    told,
)
from loke.dataset.definitions import Instrument, Service
from loke.dataset.findings import Findings
from loke.dataset.measured import read_measured
from loke.dataset.source import Source
from loke.dataset.valued import read_values


def read_reality(
    source: Source, services: tuple[Service, ...], instruments: tuple[Instrument, ...], findings: Findings
) -> tuple[Facts, tuple[str, ...]]:
    """Every fact as parallel arrays, and the kinds of respondent. What is wrong is added to `findings`."""
    _add_service_codes(source, services)
    episodes = _episodes(source, _clients(source, findings), findings)
    measured, answers, scores, respondents = read_measured(source, instruments, findings)
    facts = Facts(
        **{name: episodes[name] for name in ("service", "opened", "closed", "ending", "age", "sex", "birth_year")},
        contacts=_contacts(source, findings),
        stays=_stays(source, findings),
        values=read_values(source, services, findings),
        measured=measured,
        answers=answers,
        scores=scores,
        goals=_goals(source, findings),
    )
    return facts, respondents


def _add_service_codes(source: Source, services: tuple[Service, ...]) -> None:
    add_codes(source, "service_codes", ((0, one.service, s) for s, one in enumerate(services)))
    owned: dict[str, Callable[[Service], Iterator[str]]] = {
        "intervention_codes": lambda one: (each.intervention for each in one.interventions),
        "ending_codes": lambda one: (each.ending for each in one.endings),
        "phase_codes": lambda one: (each.phase for each in one.phases),
    }
    for table, codes in owned.items():
        add_codes(source, table, ((s, code, n) for s, one in enumerate(services) for n, code in enumerate(codes(one))))


def _clients(source: Source, findings: Findings) -> Columns:
    joins = "LEFT JOIN service_codes s ON s.code = t.service"
    clients = coded(source, "clients", joins, {"service": "s.n"})
    check_cells(source, "clients", clients, findings, {"service": "en kod som finns i services"})
    add_numbers(source, "clients", "t.service, t.client", "", check_key(source, "clients", findings))
    return clients


def _episodes(source: Source, clients: Columns, findings: Findings) -> Columns:
    service = "LEFT JOIN service_codes s ON s.code = t.service"
    again = check_key(source, "episodes", findings)
    add_numbers(source, "episodes", "t.episode, s.n AS service", service, again)
    joins = (
        f"{service} LEFT JOIN ending_codes d ON d.owner = s.n AND d.code = t.ending"
        " LEFT JOIN clients_n c ON c.service = t.service AND c.client = t.client"
    )
    known = told("s.n", "c.n", "t.client") if clients["row"].size else "CASE WHEN t.client IS NOT NULL THEN 0 END"
    episodes = coded(
        source, "episodes", joins, {"service": "s.n", "ending": told("s.n", "d.n", "t.ending"), "client": known}
    )
    _check_episodes(source, episodes, findings)
    return episodes | _of_client(episodes["client"], clients)


def _check_episodes(source: Source, episodes: Columns, findings: Findings) -> None:
    wanted = {
        "service": "en kod som finns i services",
        "client": "en klient som finns i clients för verksamheten",
        "ending": "ett avslut som finns i endings för verksamheten",
    }
    check_cells(source, "episodes", episodes, findings, wanted)
    opened, closed = episodes["opened"], episodes["closed"]
    early = (closed >= 0) & (opened >= 0) & (closed < opened)
    findings.add("episodes", "closed", episodes["row"][early], "samma dag som opened eller senare")
    unclosed = is_empty(closed) & (episodes["ending"] >= 0)
    findings.add("episodes", "ending", episodes["row"][unclosed], "tomt så länge kontakten pågår")


def _of_client(client: Array, clients: Columns) -> Columns:
    """Sex and birth year of each episode's client; the clients are in the order of their rows."""
    known = (client >= 0) & bool(clients["row"].size)
    found = {name: np.full(client.size, EMPTY, np.int32) for name in ("sex", "birth_year")}
    for name, column in found.items():
        column[known] = clients[name][client[known]]
    return found


def _contacts(source: Source, findings: Findings) -> Contacts:
    joins = f"{JOIN_EPISODE} LEFT JOIN intervention_codes i ON i.owner = e.service AND i.code = t.intervention"
    links = {"episode": "e.n", "intervention": told("e.service", "i.n", "t.intervention")}
    found = coded(source, "contacts", joins, links)
    wanted = {**EPISODE, "intervention": "en insats som finns i interventions för verksamheten"}
    check_cells(source, "contacts", found, findings, wanted)
    return Contacts(found["episode"], found["date"], found["intervention"], found["attendance"])


def _stays(source: Source, findings: Findings) -> Stays:
    joins = f"{JOIN_EPISODE} LEFT JOIN phase_codes p ON p.owner = e.service AND p.code = t.phase"
    found = coded(source, "phases", joins, {"episode": "e.n", "phase": told("e.service", "p.n", "t.phase")})
    check_cells(source, "phases", found, findings, {**EPISODE, "phase": "en fas som finns i phase_plan"})
    check_number("phases", "phase", found, findings)
    early = (found["left"] >= 0) & (found["entered"] >= 0) & (found["left"] < found["entered"])
    findings.add("phases", "left", found["row"][early], "samma dag som entered eller senare")
    return Stays(found["episode"], found["phase"], found["entered"], found["left"])


def _goals(source: Source, findings: Findings) -> Goals:
    goals = coded(source, "goals", JOIN_EPISODE, {"episode": "e.n"})
    check_cells(source, "goals", goals, findings, EPISODE)
    check_key(source, "goals", findings)
    return Goals(*(goals[name] for name in ("episode", "attainment", "set_on", "judged_on")))
