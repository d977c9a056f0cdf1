"""Seeded follow-up datasets of any size: python -m benchmarks.generate --size S|M|L|CLIENTS --out DIR."""

import argparse
import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.reality import (
    CONTACTS,
    MEASUREMENTS,
    Block,
    Columns,
    Question,
    draw_answers,
    draw_clients,
    draw_contacts,
    draw_endings,
    draw_episodes,
    draw_goals,
    draw_measurements,
    draw_phases,
    draw_values,
)

SIZES = {"S": 500, "M": 50_000, "L": 2_000_000}
CLIENTS_PER_SERVICE, BLOCK = 1250, 50_000  # a block is what is held in memory at a time
IDEA = Path(__file__).parent / "idea"  # what the services have said beforehand, the same for all of them
TEXTS = {"expectations": "version", "measurement_plan": "months_after"}  # columns of idea/ that only look like numbers
HIGHEST = {"previous": 60, "weekly_hours": 400, "satisfaction": 100}  # of the numbers, in tenths


def code(letter: str, column: str) -> str:
    """SQL for the text id of a numbered row, numbers running on from block to block."""
    return f"printf('{letter}%08d', {column} + getvariable('first_{column}'))"


def day(column: str) -> str:
    return f"(DATE '1970-01-01' + nullif({column}, -1)::INTEGER)"


ROWS = {
    "services": f"""SELECT {code("s", "service")} AS service,
        'Verksamhet ' || (service + getvariable('first_service')) AS name,
        'Exempelkommunen' AS organisation, 'all' AS "group", 'klient' AS client_term""",
    "clients": f"""SELECT {code("k", "client")} AS client, {code("s", "service")} AS service,
        ['female', 'male', 'other'][sex + 1] AS sex, nullif(birth_year, -1)::SMALLINT AS birth_year""",
    "episodes": f"""SELECT {code("e", "episode")} AS episode,
        CASE WHEN client >= 0 THEN {code("k", "client")} END AS client, {code("s", "service")} AS service,
        {day("opened")} AS opened, {day("closed")} AS closed,
        getvariable('endings')[ending + 1] AS ending, nullif(age, -1)::SMALLINT AS age""",
    "values": f"""SELECT {code("e", "episode")} AS episode, getvariable('variables')[variable + 1] AS variable,
        coalesce(getvariable('options')[option + 1], {day("day")}::VARCHAR,
            CASE WHEN tenths % 10 = 0 THEN (tenths // 10)::VARCHAR ELSE printf('%.1f', tenths / 10) END) AS value,
        CASE WHEN closing THEN 'closing' WHEN variable > 0 THEN 'opening' END AS occasion""",
    "contacts": f"""SELECT {code("e", "episode")} AS episode, {day("day")} AS date,
        getvariable('interventions')[intervention + 1] AS intervention,
        ['attended', 'missed', 'cancelled'][attendance + 1] AS attendance, nullif(minutes, -1)::SMALLINT AS minutes,
        CASE WHEN intervention = 1 THEN printf('g%d', day) END AS session""",
    "phases": f"""SELECT {code("e", "episode")} AS episode, getvariable('phase_plan')[phase + 1] AS phase,
        {day("entered")} AS entered, {day("until")} AS "left" """,
    "measurements": f"""SELECT {code("m", "measurement")} AS measurement, {code("e", "episode")} AS episode,
        ['wellbeing', 'difficulties'][instrument + 1] AS instrument,
        ['start', 'during', 'end', 'after'][occasion + 1] AS occasion, {day("day")} AS date,
        CASE WHEN occasion = 3 THEN 6::SMALLINT END AS months_after, ['client', 'parent'][respondent + 1] AS respondent,
        CASE WHEN respondent >= 0 THEN ['alone', 'with_staff', 'paper'][measurement % 3 + 1] END AS mode""",
    "answers": f"""SELECT {code("m", "measurement")} AS measurement, getvariable('items')[item + 1] AS item,
        nullif(value, -1)::SMALLINT AS value,
        ['not_asked', 'declined', 'not_applicable', 'do_not_know'][reason + 1] AS reason""",
    "goals": f"""SELECT {code("e", "episode")} AS episode, 'Mål ' || number AS goal,
        ['fully', 'largely', 'slightly', 'not_at_all'][attainment + 1] AS attainment,
        {day("day")} AS set_on, {day("judged")} AS judged_on""",
}


def codes(table: str, column: str) -> list[str]:
    with (IDEA / f"{table}.csv").open(encoding="utf-8") as file:
        return [row[column] for row in csv.DictReader(file)]


def code_lists() -> dict[str, list[str]]:
    """What the numbers in the columns stand for."""
    lists = {f"{name}s": codes(f"{name}s", name) for name in ("variable", "option", "ending", "intervention")}
    lists["options"] += ["yes", "no"]
    items = [f"{letter}{number}" for letter in "wd" for number in range(1, 11)]
    return lists | {"phase_plan": codes("phase_plan", "phase"), "items": items}


def questions() -> list[Question]:
    """The variables of idea/variables.csv with the places of their options in the list of options."""
    owners = [*codes("options", "variable"), "", ""]
    columns = (codes("variables", column) for column in ("variable", "type", "occasion"))
    found = []
    for index, (variable, kind, occasions) in enumerate(zip(*columns, strict=True)):
        owner = "" if kind == "yes_no" else variable
        size = HIGHEST.get(variable, owners.count(owner))
        first = owners.index(owner) if owner in owners else 0
        found.append(Question(index, kind, occasions.split(), size, first))
    return found


def blocks(clients: int, services: int) -> Iterator[Block]:
    count = max(1, min(services, -(-clients // BLOCK)))
    people, houses = (np.linspace(0, whole, count + 1).astype(int).tolist() for whole in (clients, services))
    for index in range(count):
        yield Block(people[index + 1] - people[index], people[index], houses[index + 1] - houses[index], houses[index])


def draw(block: Block, seed: int) -> dict[str, Columns]:
    """All tables of reality for one block, each numbered from zero."""
    rng = np.random.default_rng([seed, block.first])
    clients = draw_clients(rng, block)
    episodes = draw_episodes(rng, clients)
    measurements = draw_measurements(rng, episodes, block.services, MEASUREMENTS * block.clients)
    return {
        "services": {"service": np.arange(block.services)},
        "clients": clients | {"client": np.arange(block.clients)},
        "episodes": {
            **vars(episodes),
            "episode": np.arange(len(episodes)),
            "ending": draw_endings(rng, episodes, block.services),
        },
        "values": draw_values(rng, episodes, block.services, questions()),
        "contacts": draw_contacts(rng, episodes, block.services, CONTACTS * block.clients),
        "phases": draw_phases(rng, episodes),
        "measurements": measurements | {"measurement": np.arange(len(measurements["episode"]))},
        "answers": draw_answers(rng, episodes, block.services, measurements),
        "goals": draw_goals(rng, episodes),
    }


def copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    options = "FORMAT parquet" if path.suffix == ".parquet" else "FORMAT csv, HEADER"
    connection.execute(f"COPY ({query}) TO '{path}' ({options})")


def write_reality(connection: duckdb.DuckDBPyConnection, parts: Path, plan: list[Block], seed: int) -> None:
    """One Parquet file per table and block in `parts`."""
    connection.execute("SET VARIABLE first_episode = 0")
    for number, block in enumerate(plan):
        first = {"client": block.first, "service": block.first_service, "measurement": MEASUREMENTS * block.first}
        for name, value in first.items():
            connection.execute(f"SET VARIABLE first_{name} = {value}")
        tables = draw(block, seed)
        for table, columns in tables.items():
            connection.register("block", columns)
            copy(connection, f"{ROWS[table]} FROM block", parts / f"{table}-{number:05d}.parquet")
        episodes = len(tables["episodes"]["episode"])
        connection.execute(f"SET VARIABLE first_episode = getvariable('first_episode') + {episodes}")


def write_idea(connection: duckdb.DuckDBPyConnection, out: Path, suffix: str) -> None:
    """The tables of idea/, repeated for every service where they belong to one."""
    services = f"(SELECT service FROM '{out / f'services{suffix}'}')"
    for source in sorted(IDEA.glob("*.csv")):
        types = f", types = {{'{TEXTS[source.stem]}': 'VARCHAR'}}" if source.stem in TEXTS else ""
        repeated = "" if source.stem in ("scales", "norms") else f"{services} CROSS JOIN"
        query = f"SELECT * FROM {repeated} read_csv('{source}'{types})"
        copy(connection, query, out / f"{source.stem}{suffix}")


def generate(out: Path, clients: int, *, services: int | None = None, seed: int = 1, suffix: str = ".parquet") -> None:
    """Write a whole dataset of `clients` clients to the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    connection.execute("SET memory_limit = '1GB'; SET preserve_insertion_order = true")
    for name, values in code_lists().items():
        connection.execute(f"SET VARIABLE {name} = {values}")
    plan = list(blocks(clients, services or max(1, clients // CLIENTS_PER_SERVICE)))
    with tempfile.TemporaryDirectory(dir=out) as folder:
        write_reality(connection, Path(folder), plan, seed)
        for table in ROWS:
            copy(connection, f"SELECT * FROM '{folder}/{table}-*.parquet'", out / f"{table}{suffix}")
    write_idea(connection, out, suffix)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="S", help="S, M, L or a number of clients")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--format", choices=("parquet", "csv"), default="parquet")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    clients = SIZES.get(given.size) or int(given.size)
    generate(given.out, clients, seed=given.seed, suffix=f".{given.format}")


if __name__ == "__main__":
    main()
