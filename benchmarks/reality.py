"""Random but lifelike clients of a block of services, as NumPy columns: days since 1970, codes, -1 where missing."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Columns = dict[str, NDArray[np.generic]]

START, END = 17897, 19904  # 2019-01-01 and 2024-06-30: the first day one may open and the last day seen
CONTACTS, MEASUREMENTS = 40, 3  # per client
ITEMS = 10
START_OCCASION, DURING, AT_END, AFTER = range(4)
CLIENT, PARENT = range(2)
WELLBEING, DIFFICULTIES = range(2)
REVERSED = np.array([[0, 1, 0, 1, 0, 0, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0, 1, 0, 0, 0]], dtype=bool)


@dataclass(frozen=True)
class Block:
    """Clients numbered from `first`, spread over `services` services numbered from `first_service`."""

    clients: int
    first: int
    services: int
    first_service: int


@dataclass(frozen=True)
class Episodes:
    """All episodes of a block in the order of opening; `client` is an index in the block, -1 when only counted."""

    client: Ints
    service: Ints
    opened: Ints
    closed: Ints  # -1 while open
    age: Ints

    @property
    def seen_until(self) -> Ints:
        return np.where(self.closed < 0, END, self.closed)

    def __len__(self) -> int:
        return len(self.client)


def some(rng: Generator, share: float, values: NDArray[np.generic]) -> NDArray[np.generic]:
    """`values` with -1 in all but about `share` of the places."""
    return np.where(rng.random(len(values)) < share, values, -1)


def chosen(rng: Generator, weights: NDArray[np.float64]) -> Ints:
    """One column number per row, drawn with that row's weights [n, k]."""
    cumulative = np.cumsum(weights, axis=1)
    return (rng.random((len(weights), 1)) * cumulative[:, -1:] >= cumulative).sum(axis=1)


def leaning(rng: Generator, services: int, options: int) -> NDArray[np.float64]:
    """Weights [services, options]: every service meets its own mixture, and nobody ever the last option of five."""
    weights = rng.gamma(2.0, 1.0, (services, options)) + 0.1
    if options == 5:
        weights[:, -1] = 0
    return weights


def draw_clients(rng: Generator, block: Block) -> Columns:
    sizes = rng.multinomial(block.clients, rng.dirichlet(np.full(block.services, 8.0)))
    service = np.repeat(np.arange(block.services), sizes)
    sex = rng.choice([0, 1, 2, -1], block.clients, p=[0.53, 0.43, 0.01, 0.03])
    drift = rng.normal(0, 0.6, block.services)[service]
    opened = START + (rng.random(block.clients) * (END - START - 20)).astype(int)
    mean_age = 15.5 + rng.normal(0, 1, block.services)[service] + drift * (opened - START) / 365.25
    age = np.clip(rng.normal(mean_age, 2.5).astype(int), 5, 90)
    born = year(opened) - age - (rng.random(block.clients) < 0.5)
    return {"service": service, "sex": sex, "opened": opened, "age": age, "birth_year": some(rng, 0.93, born)}


def year(days: Ints) -> Ints:
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970


def draw_episodes(rng: Generator, clients: Columns) -> Episodes:
    """One episode each, a second for one in fifteen, and one in a hundred more that are only counted."""
    n = len(clients["service"])
    opened = clients["opened"]
    closed = opened + 5 + rng.gamma(2.0, 120.0, n).astype(int)
    back = np.flatnonzero((closed + 40 < END) & (rng.random(n) < 0.07))
    again = closed[back] + 30 + (rng.random(len(back)) * (END - closed[back] - 30)).astype(int)
    counted = rng.integers(0, n, max(1, n // 100))
    whose = np.concatenate([np.arange(n), back, counted])
    start = np.concatenate([opened, again, opened[counted]])
    end = np.concatenate([closed, again + 5 + rng.gamma(2.0, 100.0, len(back)).astype(int), closed[counted]])
    order = np.argsort(start, kind="stable")
    client = np.where(np.arange(len(whose)) < n + len(back), whose, -1)
    age = clients["age"][whose] + (start - opened[whose]) // 365
    known = some(rng, 0.9, age)
    end = np.where(end > END, -1, end)
    return Episodes(*(column[order] for column in (client, clients["service"][whose], start, end, known)))


def draw_endings(rng: Generator, episodes: Episodes, services: int) -> Ints:
    ending = chosen(rng, leaning(rng, services, 5)[episodes.service] * [2, 1, 1, 1, 0] + [0, 0, 0, 0, 0.3])
    return np.where(episodes.closed < 0, -1, some(rng, 0.98, ending))


@dataclass(frozen=True)
class Question:
    """A variable as the generator needs it; `size` is its number of options, or its highest value in tenths."""

    index: int
    type: str
    occasions: list[str]
    size: int
    first_option: int  # in the list of all options of all variables


def draw_values(rng: Generator, episodes: Episodes, services: int, questions: list[Question]) -> Columns:
    """One row per value given; nineteen in twenty give one."""
    asked = [(question, occasion) for question in questions for occasion in question.occasions]
    return stacked([draw_value(rng, episodes, services, question, occasion) for question, occasion in asked])


def draw_value(rng: Generator, episodes: Episodes, services: int, question: Question, occasion: str) -> Columns:
    asked = episodes.closed >= 0 if occasion == "closing" else np.ones(len(episodes), bool)
    who = np.flatnonzero(asked & (rng.random(len(episodes)) < 0.95))
    service, size = episodes.service[who], question.size
    rows = {name: np.full(len(who), -1) for name in ("option", "tenths", "day")}
    rows |= {"episode": who, "variable": np.full(len(who), question.index)}
    rows["closing"] = np.full(len(who), occasion == "closing")
    if question.type == "number":
        rows["tenths"] = draw_number(rng, len(who), size)
    elif question.type == "date":
        rows["day"] = episodes.opened[who] - rng.integers(0, 40, len(who))
    elif question.type == "choices":
        row, option = np.nonzero(rng.random((len(who), size)) < rng.uniform(0.1, 0.6, (services, size))[service])
        rows = {name: column[row] for name, column in rows.items()} | {"option": question.first_option + option}
    else:
        rows["option"] = question.first_option + chosen(rng, leaning(rng, services, size)[service])
    return rows


def draw_number(rng: Generator, n: int, highest: int) -> Ints:
    """Tenths from 0 to `highest`: whole units up to 100 tenths, above that half units."""
    step = 10 if highest <= 100 else 5
    return (rng.beta(1.5, 2.5, n) * (highest / step + 1)).astype(int) * step


def draw_contacts(rng: Generator, episodes: Episodes, services: int, total: int) -> Columns:
    """`total` contacts in the order of their days; a few in a thousand fall outside their episode."""
    length = episodes.seen_until - episodes.opened
    weight = rng.gamma(2.0, 1.0, len(episodes)) * np.sqrt(length + 10)
    episode = np.repeat(np.arange(len(episodes)), rng.multinomial(total, weight / weight.sum()))
    day = episodes.opened[episode] + (rng.beta(0.8, 1.6, total) * (length[episode] + 1)).astype(int)
    astray = rng.random(total) < 0.003
    day[astray] = np.minimum(day[astray] + rng.integers(-60, 60, astray.sum()), END)
    offered = leaning(rng, services, 6)[:, :5] * [4, 2, 0.5, 1, 0.1]  # outreach is never done
    liking = rng.gamma(0.7, 1.0, (len(episodes), 5)) * offered[episodes.service]
    missing = rng.beta(2, 12, len(episodes))[episode]
    chance = rng.random(total)
    attendance = np.where(chance < missing, 1, np.where(chance < missing + 0.06, 2, 0))
    order = np.argsort(day, kind="stable")
    columns = {"episode": episode, "day": day, "intervention": chosen(rng, liking[episode]), "attendance": attendance}
    columns["minutes"] = rng.choice([-1, 30, 45, 60, 90], total)
    return {name: column[order] for name, column in columns.items()}


def draw_phases(rng: Generator, episodes: Episodes) -> Columns:
    """Stays one after another: some skipped, some swapped, one in thirty with a new mapping after the fourth."""
    n = len(episodes)
    code = np.tile([0, 1, 2, 3, 0], (n, 1))
    swapped = rng.random(n) < 0.03
    code[swapped, :2] = [1, 0]
    days = (rng.gamma(2.0, 1.0, (n, 5)) * [15, 50, 30, 20, 10]).astype(int) + 1
    there = (rng.random((n, 5)) < [0.97, 0.93, 0.8, 0.5, 0.03]) & (rng.random(n) < 0.85)[:, None]
    until = np.cumsum(np.where(there, days, 0), axis=1) + episodes.opened[:, None]
    entered, last = until - days, episodes.seen_until[:, None]
    row, column = np.nonzero(there & (entered <= last))
    left = np.minimum(until, last)[row, column]
    ongoing = (episodes.closed[row] < 0) & (until[row, column] > END)
    stays = {"episode": row, "phase": code[row, column], "entered": entered[row, column]}
    return stays | {"until": np.where(ongoing, -1, left)}


def stacked(parts: list[Columns]) -> Columns:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def draw_measurements(rng: Generator, episodes: Episodes, services: int, total: int) -> Columns:
    """Exactly `total` measurements: starts, ends and follow-ups after six months, the rest on the way."""
    closed = episodes.closed >= 0
    keen = rng.uniform(0.3, 0.95, services)[episodes.service]
    late = closed & (episodes.closed + 250 <= END)
    n = len(episodes)
    everybody = np.ones(n, bool)
    wanted = [  # who, share, instrument, occasion, respondent, earliest, latest
        (everybody, 0.88, WELLBEING, START_OCCASION, CLIENT, episodes.opened, episodes.opened + 13),
        (everybody, 0.12, WELLBEING, START_OCCASION, PARENT, episodes.opened, episodes.opened + 13),
        (everybody, 0.60, DIFFICULTIES, START_OCCASION, -1, episodes.opened, episodes.opened + 13),
        (everybody, 0.02, WELLBEING, START_OCCASION, CLIENT, episodes.opened + 14, episodes.opened + 30),
        (closed, keen, WELLBEING, AT_END, CLIENT, episodes.closed - 9, episodes.closed),
        (closed, 0.10, WELLBEING, AT_END, PARENT, episodes.closed - 9, episodes.closed),
        (closed, keen * 0.7, DIFFICULTIES, AT_END, -1, episodes.closed - 9, episodes.closed),
        (closed, 0.02, WELLBEING, AT_END, CLIENT, episodes.closed - 40, episodes.closed - 10),
        (late, 0.3, WELLBEING, AFTER, CLIENT, episodes.closed + 160, episodes.closed + 215),
    ]
    rows = stacked([draw_occasion(rng, *line) for line in wanted])
    kept = np.sort(rng.permutation(len(rows["episode"]))[:total])
    rows = {name: column[kept] for name, column in rows.items()}
    whose = rng.integers(0, n, total - len(kept))
    span = episodes.seen_until[whose] - episodes.opened[whose]
    filling = {"episode": whose, "instrument": np.full(len(whose), WELLBEING), "occasion": np.full(len(whose), DURING)}
    filling |= {"respondent": np.full(len(whose), CLIENT)}
    filling["day"] = episodes.opened[whose] + (rng.random(len(whose)) * (span + 1)).astype(int)
    return stacked([rows, filling])


def draw_occasion(rng, who, share, instrument, occasion, respondent, earliest, latest) -> Columns:
    whose = np.flatnonzero(who & (rng.random(len(who)) < share))
    day = earliest[whose] + (rng.random(len(whose)) * (latest - earliest + 1)[whose]).astype(int)
    whose, day = whose[day <= END], day[day <= END]
    same = {"instrument": instrument, "occasion": occasion, "respondent": respondent}
    return {"episode": whose, "day": day} | {name: np.full(len(whose), code) for name, code in same.items()}


def draw_answers(rng: Generator, episodes: Episodes, services: int, measurements: Columns) -> Columns:
    """Answers 0-4 or 1-5, ten rows a measurement; some not answered, of which half leave no row at all."""
    n, instrument = len(measurements["episode"]), measurements["instrument"]
    progress = np.array([0.0, 0.4, 0.9, 0.8])[measurements["occasion"]]
    person = rng.normal(0, 0.7, len(episodes))
    gain = rng.normal(0.7, 0.9, len(episodes)) + rng.normal(0, 0.3, services)[episodes.service]
    wellness = person[measurements["episode"]] + progress * gain[measurements["episode"]]
    mark = np.where(instrument[:, None] == WELLBEING, wellness[:, None], -wellness[:, None])
    mark = np.where(REVERSED[instrument], -mark, mark) + rng.normal(0, 0.8, (n, ITEMS))
    value = np.clip(np.rint(1.8 + mark), 0, 4).astype(np.int8) + (instrument == DIFFICULTIES)[:, None]
    broken_off = np.where(rng.random(n) < 0.03, rng.integers(1, ITEMS, n), ITEMS)
    unanswered = (rng.random((n, ITEMS)) < 0.02) | (np.arange(ITEMS) >= broken_off[:, None])
    row, item = np.nonzero(~unanswered | (rng.random((n, ITEMS)) < 0.5))
    answered = ~unanswered[row, item]
    reason = np.where(answered, -1, some(rng, 0.6, rng.integers(0, 4, len(row))))
    answers = {"measurement": row, "item": item + ITEMS * instrument[row], "reason": reason}
    return answers | {"value": np.where(answered, value[row, item], -1)}


def draw_goals(rng: Generator, episodes: Episodes) -> Columns:
    """Up to three goals each, set early; most of those whose contact is over are judged, one in five without a day."""
    many = rng.integers(0, 4, len(episodes))
    row = np.repeat(np.arange(len(episodes)), many)
    number = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many) + 1
    day = np.minimum(episodes.opened[row] + rng.integers(0, 60, len(row)), episodes.seen_until[row])
    judged = rng.random(len(row)) < np.where(episodes.closed[row] < 0, 0.1, 0.85)
    attainment = np.where(judged, rng.choice(4, len(row), p=[0.3, 0.35, 0.2, 0.15]), -1)
    last = np.minimum(episodes.seen_until[row] + rng.integers(-20, 5, len(row)), END)
    told = np.where(judged & (rng.random(len(row)) < 0.8), np.maximum(last, day), -1)
    return {"episode": row, "number": number, "day": day, "attainment": attainment, "judged": told}
