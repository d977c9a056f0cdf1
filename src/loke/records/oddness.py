"""How odd a reading is, out of plain facts: points by the rules of review.toml, and why in words."""

import tomllib
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib.resources import files

RULES = tomllib.loads((files("loke.records") / "review.toml").read_text("utf-8"))
SETTINGS, POINTS = RULES["settings"], RULES["points"]
NIGHT = (22, 5)
SATURDAY = 5
Pair = tuple[int, int]  # a person and a client, by number
Period = tuple[date, date | None]


@dataclass(frozen=True)
class Reading:
    """One line of the access log; `at` is local time."""

    number: int
    at: datetime
    by: int
    page: str
    clients: tuple[int, ...]

    @property
    def client(self) -> int | None:
        """The client that was opened; None on a page of several."""
        return self.clients[0] if len(self.clients) == 1 else None


@dataclass
class Known:
    """What is known of people and clients beside the log."""

    managers: dict[int, list[Period]] = field(default_factory=lambda: defaultdict(list))  # when they have been it
    own: set[Pair] = field(default_factory=set)  # answers for the client now
    began: dict[Pair, date] = field(default_factory=dict)  # since when, where that is known
    ended: dict[Pair, datetime] = field(default_factory=dict)  # when somebody last was relieved
    opened: dict[Pair, list[tuple[datetime, datetime]]] = field(default_factory=lambda: defaultdict(list))
    registered: dict[Pair, set[date]] = field(default_factory=lambda: defaultdict(set))
    protected: dict[int, date] = field(default_factory=dict)
    closed: dict[int, date] = field(default_factory=dict)

    def is_own(self, pair: Pair, at: datetime) -> bool:
        """Whether the person answered for the client then."""
        if pair in self.own and self.began.get(pair, date.min) <= at.date():
            return True
        return pair in self.ended and at <= self.ended[pair]

    def manages(self, person: int, day: date) -> bool:
        return any(since <= day and (until is None or day <= until) for since, until in self.managers.get(person, ()))


@dataclass(frozen=True)
class Judged:
    """A reading with its points and the rules that gave them."""

    reading: Reading
    points: int
    rules: tuple[str, ...]

    @property
    def risky(self) -> bool:
        return self.points >= SETTINGS["risky"]

    @property
    def words(self) -> str:
        said = {name for rule in self.rules for name in POINTS[rule].get("instead_of", ())}
        return ", ".join(POINTS[rule]["words"] for rule in self.rules if rule not in said)


def judge(readings: Sequence[Reading], known: Known) -> list[Judged]:
    """All of them, the oddest first; of those alike the latest."""
    browsing, again = _browsing(readings), _again(readings, known)
    judged = []
    for reading in readings:
        rules = [name for name, holds in ALONE.items() if holds(reading, known)]
        rules += ["many_clients"] if reading.number in browsing else []
        rules += ["again"] if (reading.by, reading.client) in again else []
        judged.append(Judged(reading, sum(POINTS[rule]["points"] for rule in rules), tuple(rules)))
    return sorted(judged, key=lambda one: (-one.points, -one.reading.number))


def _pairs(reading: Reading) -> Iterator[Pair]:
    return ((reading.by, client) for client in reading.clients)


def _opened(reading: Reading, known: Known) -> bool:
    return any(
        start <= reading.at <= end and not known.is_own(pair, reading.at)
        for pair in _pairs(reading)
        for start, end in known.opened.get(pair, ())
    )


def _protected(reading: Reading, known: Known) -> bool:
    return any(client in known.protected and known.protected[client] <= reading.at.date() for client in reading.clients)


def _protected_not_own(reading: Reading, known: Known) -> bool:
    others = tuple(client for client in reading.clients if not known.is_own((reading.by, client), reading.at))
    return bool(others) and _protected(Reading(reading.number, reading.at, reading.by, reading.page, others), known)


def _not_own(reading: Reading, known: Known) -> bool:
    manages = known.manages(reading.by, reading.at.date())
    return not manages and any(not known.is_own(pair, reading.at) for pair in _pairs(reading))


def _after_responsibility(reading: Reading, known: Known) -> bool:
    return any(
        pair in known.ended and reading.at > known.ended[pair] and not known.is_own(pair, reading.at)
        for pair in _pairs(reading)
    )


def _outside_hours(reading: Reading, known: Known) -> bool:
    by_day = SETTINGS["opens"] <= reading.at.hour < SETTINGS["closes"]
    return reading.at.weekday() >= SATURDAY or not by_day


def _night(reading: Reading, known: Known) -> bool:
    return reading.at.hour >= NIGHT[0] or reading.at.hour < NIGHT[1]


def _nothing_registered(reading: Reading, known: Known) -> bool:
    if reading.client is None:
        return False
    near = range(-SETTINGS["after_days"], SETTINGS["after_days"] + 1)
    days = known.registered.get((reading.by, reading.client), set())
    return not any(reading.at.date() + timedelta(days=n) in days for n in near)


def _long_closed(reading: Reading, known: Known) -> bool:
    closed = known.closed.get(reading.client or 0)
    return closed is not None and (reading.at.date() - closed).days > SETTINGS["long_closed"]


ALONE: dict[str, Callable[[Reading, Known], bool]] = {
    "opened_with_reason": _opened,
    "protected": _protected,
    "protected_not_own": _protected_not_own,
    "not_own": _not_own,
    "after_responsibility": _after_responsibility,
    "outside_hours": _outside_hours,
    "night": _night,
    "nothing_registered": _nothing_registered,
    "long_closed": _long_closed,
    "fruitless": lambda reading, known: reading.page == "look_up" and not reading.clients,
    "extract": lambda reading, known: reading.page in EXTRACTS,
}


EXTRACTS = ("extract", "extract_file", "log_extract", "log_extract_file")


def _browsing(readings: Sequence[Reading]) -> set[int]:
    """Numbers of the readings within a short time in which somebody opened many clients one by one."""
    found: set[int] = set()
    lately: dict[int, deque[Reading]] = defaultdict(deque)
    for reading in sorted(readings, key=lambda one: (one.at, one.number)):
        if reading.client is None:
            continue
        window = lately[reading.by]
        window.append(reading)
        while reading.at - window[0].at > timedelta(minutes=SETTINGS["minutes"]):
            window.popleft()
        if len({one.client for one in window}) >= SETTINGS["many"]:
            found.update(one.number for one in window)
    return found


def _again(readings: Sequence[Reading], known: Known) -> set[Pair]:
    """Who has come back to whom on many days without registering anything, and does not answer for them."""
    days: dict[Pair, set[date]] = defaultdict(set)
    for reading in readings:
        if reading.client is not None:
            days[reading.by, reading.client].add(reading.at.date())
    often = {pair for pair, when in days.items() if len(when) >= SETTINGS["again"]}
    return {pair for pair in often if pair not in known.own and not known.registered.get(pair)}
