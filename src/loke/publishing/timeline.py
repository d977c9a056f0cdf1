"""A client's time from start to today: phases, contacts and the client's own answers on one line of days."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from loke.publishing import marks
from loke.publishing.axis import ticks
from loke.publishing.labels import label
from loke.publishing.marks import Label, Picture, circle, fitting, line, picture, rect, text, text_width, uncrowded
from loke.publishing.numbers import NONE, SHORT_MONTHS, Number, day, short_day, shortest

HEAD = 34
FIRST_LINE = 12  # where the start, today and the end stand
UNDER = 18  # more, where today stands under the start
PHASES = 82  # pixels each block takes
CONTACTS = 92
CURVE = 206
CURVE_HEIGHT = 160
WORDS = 18  # of a block, where what stands in it is named; no line crosses them
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)
MOST_MONTHS = 7
KIND_OF_CONTACT = {"attended": "came", "missed": "missed", "cancelled": "cancelled"}


@dataclass(frozen=True)
class Phase:
    """A stay in a phase; the intended span is in days from entering it."""

    name: str
    entered: date
    left: date | None = None
    lowest: int | None = None
    highest: int | None = None


@dataclass(frozen=True)
class Contact:
    """A contact and its attendance: attended, missed or cancelled."""

    day: date
    attendance: str


@dataclass(frozen=True)
class Intention:
    """The days a number of contacts was meant for, and the words for it."""

    first: date
    last: date
    words: str
    short: str = ""


@dataclass(frozen=True)
class Curve:
    """The client's own scores on one scale; `due` is the day of the next one."""

    name: str
    lowest: Number
    highest: Number
    points: tuple[tuple[date, Number], ...]
    note: str = ""
    due: date | None = None


@dataclass(frozen=True)
class Course:
    """All that the time line shows of one episode."""

    opened: date
    today: date
    closed: date | None = None
    phases: tuple[Phase, ...] = ()
    contacts: tuple[Contact, ...] = ()
    intention: Intention | None = None
    curves: tuple[Curve, ...] = ()

    @property
    def last(self) -> date:
        """The last day something is known about."""
        return self.closed or self.today


@dataclass(frozen=True)
class Days:
    """The days a picture spans."""

    first: date
    last: date

    def at(self, when: date) -> float:
        """Where the day stands, in per cent of the width, kept within the picture."""
        share = (when - self.first).days / (self.last - self.first).days * 100
        return min(max(share, 0.0), 100.0)


def time_line(course: Course, *, language: str = "sv", description: str = "") -> Picture:
    """Phases as bars, contacts as strokes, scores as a curve; what was intended as tinted areas behind."""
    days = _days(course)
    blocks = _blocks(course)
    today = None if course.closed else _today(course, days, language)
    top = HEAD + (UNDER if today and today.y > FIRST_LINE else 0)
    foot = top + sum(height for height, _ in blocks)
    drawing = [*_months(days, foot, language), *_ends(course, today, language)]
    now = days.at(course.today) if not course.closed and course.today > course.opened else None
    for height, draw in blocks:
        drawing += draw(course, days, top, language)
        if now is not None:
            drawing.append(line(now, top + WORDS, now, top + height, "today"))
        top += height
    return picture(foot + 22, drawing, description or describe(course, language))


Draw = Callable[[Course, Days, int, str], list[str]]


def _blocks(course: Course) -> list[tuple[int, Draw]]:
    """What the course has something to show of, each with its height."""
    blocks: list[tuple[int, Draw]] = [(PHASES, _phases)] if course.phases else []
    if course.contacts or course.intention:
        blocks.append((CONTACTS, _contacts))
    return blocks + [(CURVE, partial(_curve, curve)) for curve in course.curves]


def _days(course: Course) -> Days:
    """From the start to the last thing known or due; an open episode gets some room after today."""
    known = [course.last, *(curve.due for curve in course.curves if curve.due)]
    known += [course.intention.last] if course.intention else []
    length = (max(known) - course.opened).days
    room = 0 if course.closed else max(length // 4, 7)
    return Days(course.opened, course.opened + timedelta(max(length + room, 14)))


def _months(days: Days, foot: float, language: str) -> list[str]:
    """A rule at the first of every so many months, with its name; January carries the year."""
    start, stop = (when.year * 12 + when.month - 1 for when in (days.first, days.last))
    step = next(step for step in MONTH_STEPS if (stop - start) / step <= MOST_MONTHS or step == MONTH_STEPS[-1])
    firsts = [date(month // 12, month % 12 + 1, 1) for month in range(start + 1, stop + 1) if month % step == 0]
    rules = [line(days.at(first), 22, days.at(first), foot, "rule") for first in firsts]
    return rules + uncrowded(Label(days.at(first), foot + 17, _month(first, language), "", 4) for first in firsts)


def _month(first: date, language: str) -> str:
    return str(first.year) if first.month == 1 else SHORT_MONTHS[language][first.month - 1]


def _ends(course: Course, today: Label | None, language: str) -> list[str]:
    if today is None:
        closed = label(language, "closed", day=_end(course.last, course, language))
        return uncrowded([_opened(course, language), Label(100, FIRST_LINE, closed, "b e")])
    return uncrowded([_opened(course, language), today, Label(100, FIRST_LINE, label(language, "not_closed"), "e")])


def _opened(course: Course, language: str) -> Label:
    return Label(0, FIRST_LINE, label(language, "opened", day=_end(course.opened, course, language)), "b")


def _today(course: Course, days: Days, language: str) -> Label:
    """Beside the start, or under it when that was lately."""
    today = Label(days.at(course.today), FIRST_LINE, label(language, "today"), "b m")
    crowded = today.reach(marks.NARROW)[0] < _opened(course, language).reach(marks.NARROW)[1] + 6
    return today._replace(y=FIRST_LINE + UNDER) if crowded else today


def _end(when: date, course: Course, language: str) -> str:
    """The day, with its year when the course runs over several."""
    year = f" {when.year}" if course.opened.year != course.last.year else ""
    return short_day(when, language) + year


def _phases(course: Course, days: Days, top: int, language: str) -> list[str]:
    """Bars one after the other, filled when they are over, behind them the days they were meant to end."""
    behind, bars = [], []
    names = [Label(0, top + 12, label(language, "phases"), "b")]
    for phase in course.phases:
        bars += _phase(phase, course, days, top, language)
        if phase.lowest is not None and phase.highest is not None:
            x1, x2 = (days.at(phase.entered + timedelta(length)) for length in (phase.lowest, phase.highest))
            behind += marks.intended(x1, x2, top + 18, 38)
            words = label(language, "intended_end", low=phase.lowest, high=phase.highest)
            names.append(Label(x1, top + 12, words, "a") if x1 < 60 else Label(x2, top + 12, words, "a e"))
    return [*behind, *bars, *uncrowded(names)]


def _phase(phase: Phase, course: Course, days: Days, top: int, language: str) -> list[str]:
    x = days.at(phase.entered)
    width = days.at(phase.left or course.last) - x
    bar = rect(x, top + 27, width, 20, "stay" if phase.left else "ongoing")
    ink = "inv" if phase.left else "b"
    after = 100 - x - width
    # too short to be written in at every width
    beside = not phase.left and after > width and fitting(width - 3, phase.name) != [(phase.name, "")]
    room, place = (after, x + width) if beside else (width, x)
    shown = fitting(room - 3, _length(phase, course, language), phase.name)
    return [bar, *(text(place, top + 42, words, f"{ink} {kind}".strip(), 8) for words, kind in shown)]


def _length(phase: Phase, course: Course, language: str) -> str:
    """How long the phase took, or which day of it the last one is, the day of entering being the first."""
    if phase.left:
        return label(language, "days", name=phase.name, days=(phase.left - phase.entered).days)
    return label(language, "day", name=phase.name, days=(course.last - phase.entered).days + 1)


def _contacts(course: Course, days: Days, top: int, language: str) -> list[str]:
    drawing = [text(0, top + 12, label(language, "contacts"), "b")]
    meant = course.intention
    if meant:
        drawing += marks.intended(days.at(meant.first), days.at(meant.last), top + 20, 46)
        drawing += [text(0, top + 12, words, f"a {kind}", 78) for words, kind in _both(meant.words, meant.short)]
    for contact in course.contacts:
        drawing += _contact(days.at(contact.day), contact.attendance, top + 30)
    return [*drawing, line(0, top + 66.5, 100, top + 66.5, "axis")]


def _both(words: str, short: str) -> tuple[tuple[str, str], ...]:
    return ((words, "wide"), (short or words, "narrow"))


def _contact(x: float, attendance: str, y: float) -> list[str]:
    """A stroke for who came, half a stroke with a ring for who did not, a dotted one for a cancelled contact."""
    if attendance == "missed":
        return [line(x, y + 18, x, y + 36, "missed"), circle(x, y + 13, 4.5, "absent")]
    return [line(x, y if attendance == "attended" else y + 10, x, y + 36, KIND_OF_CONTACT[attendance])]


def _curve(curve: Curve, course: Course, days: Days, top: int, language: str) -> list[str]:
    foot, (lowest, highest) = top + 24 + CURVE_HEIGHT, (float(curve.lowest), float(curve.highest))
    points = [(days.at(when), foot - _share(score, lowest, highest) * CURVE_HEIGHT) for when, score in curve.points]
    drawing = [
        text(0, top + 12, curve.name, "b"),
        text(0, top + 12, curve.note, "", 12 + text_width(curve.name)),
        *_rules(lowest, highest, foot, language),
        *(line(x1, y1, x2, y2, "curve") for (x1, y1), (x2, y2) in pairwise(points)),
        *(circle(x, y, 5.5, "dot") for x, y in points),
    ]
    values = [shortest(score, language, 1) for _, score in curve.points]
    written = [_value(point, value, points) for point, value in zip(points, values, strict=True)]
    due = _due(curve, course, days, points[-1][1] if points else foot - CURVE_HEIGHT / 2, language)
    return [*drawing, *due[0], *uncrowded([*written[:1], *written[:0:-1], *due[1]])]


def _value(point: tuple[float, float], value: str, points: list[tuple[float, float]]) -> Label:
    """Over its point; beside it where another of the same day would stand there."""
    x, y = point
    if sum(other == x for other, _ in points) > 1:
        return Label(x, y + 5, value, "b", 10)
    return Label(x, y - 12, value, "b m" if x > 2 else "b")


def _share(score: Number, lowest: float, highest: float) -> float:
    return (float(score) - lowest) / (highest - lowest)


def _rules(lowest: float, highest: float, foot: float, language: str) -> list[str]:
    drawing = []
    for value in ticks(lowest, highest, 3):
        y = foot - _share(value, lowest, highest) * CURVE_HEIGHT
        drawing += [line(0, y + 0.5, 100, y + 0.5, "axis" if value == lowest else "rule")]
        drawing += [text(100, y - 5, shortest(value, language), "e")]
    return drawing


def _due(curve: Curve, course: Course, days: Days, y: float, language: str) -> tuple[list[str], list[Label]]:
    """A ring where the next answers are due, and its words."""
    if curve.due is None or course.closed:
        return [], []
    x = days.at(curve.due)
    words = label(language, "due", day=short_day(curve.due, language))
    return [circle(x, y, 5, "absent")], [Label(x, y - 12, words, "", -5)]


def describe(course: Course, language: str = "sv") -> str:
    """What the time line says: from when to when, the phases, how the contacts went and the scores in order."""
    last = day(course.last, language)
    said = [label(language, "course", opened=day(course.opened, language), last=last)]
    said += [f"{_length(phase, course, language)}." for phase in course.phases]
    counts = Counter(contact.attendance for contact in course.contacts)
    if counts:
        said.append(label(language, "attendance", **{kind: counts[kind] for kind in KIND_OF_CONTACT}))
    for curve in course.curves:
        values = "; ".join(shortest(score, language, 1) for _, score in curve.points)
        said.append(label(language, "curve", name=curve.name, values=values or NONE))
    return " ".join(said)
