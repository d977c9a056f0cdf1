"""What a measure before and since a start says in English, beside what was predicted; never what it is due to."""

from collections.abc import Sequence

from loke.analysis.estimates import Difference
from loke.analysis.followed import Figure
from loke.publishing.followed import Followed, about
from loke.publishing.numbers import percent, period_name, shortest, signed
from loke.publishing.readings import TOO_FEW
from loke.publishing.sentences.english_phrases import capital, few, in_brackets, joined, percent_span, span

HEAD = ("Period", "Number", "Value", "When")
WHEN = {False: "before the start", True: "after the start", None: "start within the period"}
COUNTED_BY = {
    "opened": "Counted by the day the contact began.",
    "closed": "Counted by the day the contact ended.",
    "left": "Counted by the day the phase ended.",
    "contact": "Counted by the day of the meeting. A person may have several, so it is less sure than it looks.",
    "judged": "Counted by the day the goal was judged. A person may have several, so it is less sure than it looks.",
}
OUTCOME = {
    "came": "It went the way {who} predicted, more than chance usually does.",
    "came_size": "It went the way {who} predicted, and at least as far.",
    "came_maybe": "It went the way {who} predicted. Whether it is as much as {who} predicted cannot be told yet.",
    "less": "It went the way {who} predicted, but quite surely less than {who} predicted.",
    "not_so_much": "It is quite surely less than {who} predicted. Whether anything has changed cannot be told.",
    "opposite": "It quite surely went the opposite way from what {who} predicted.",
    "uncertain": "The difference may be passing. Whether it became as {who} predicted cannot be told.",
    "several": "A person may be counted several times, so whether it became as {who} predicted cannot be told.",
    "redefined": "What is counted has changed between versions. Before and after the start are not compared.",
    "too_few": "There are too few to compare before and after the start.",
}
WAY = {  # whether its day has been, and whether up
    (True, True): "would rise",
    (True, False): "would fall",
    (False, True): "will rise",
    (False, False): "will fall",
}
REMINDER = "The figures say whether something has changed, not what it is due to."


def side(figure: Figure, when: str, followed: Followed) -> str:
    """As "Before the start: 9 of 24 (38%), uncertainty 21 to 57."."""
    if not figure.n:
        return f"{when}: nothing to count{' yet' if figure is followed.since and not followed.over else ''}."
    if figure.hits is not None:
        counts = f"{figure.hits} of {figure.n}{in_brackets(figure.value, figure.n)}"
        sure = "" if figure.low is None or figure.high is None else f", {percent_span(figure.low, figure.high)}"
        return joined(f"{when}: {counts}{sure if figure.n >= TOO_FEW else ''}.", few(figure.n))
    if figure.n < TOO_FEW or figure.value is None or figure.low is None or figure.high is None:
        return f"{when}: the mean rests on fewer than five and is not shown."
    mean = f"{shortest(figure.value, 'en', 1)} {followed.unit} on average, {span(figure.low, figure.high, 1)}"
    return joined(f"{when}: {mean}. Number: {figure.n}.", few(figure.n))


def predicted(followed: Followed) -> str:
    """As "You predicted that the share would rise by at least 15 percentage points, to be seen by 2026-10-01."."""
    prediction = followed.prediction
    if prediction is None:
        return ""
    what = "share" if followed.is_share else "mean"
    past = bool(followed.started) and not followed.is_believed
    way = WAY[past, prediction.up]
    unit = ("percentage point" if prediction.size == 1 else "percentage points") if followed.is_share else followed.unit
    size = f" by at least {shortest(prediction.size, 'en')} {unit}" if prediction.size is not None else ""
    by = f", to be seen by {prediction.by}" if prediction.by else ""
    return f"You {'predicted' if past else 'predict'} that the {what} {way}{size}{by}."


def changed(followed: Followed) -> str:
    """The difference with its interval, and how it stands to what was predicted."""
    if followed.outcome in ("too_few", "redefined"):
        return _outcome(followed, "you")
    early = "It is early: the day when it was to be seen has not come." if followed.is_early else ""
    return joined(_difference(followed, followed.difference), _outcome(followed, "you"), early)


def _outcome(followed: Followed, who: str) -> str:
    sized = followed.prediction is not None and followed.prediction.size is not None
    outcome = "came_size" if sized and followed.outcome == "came" else followed.outcome
    return OUTCOME[outcome].format(who=who)


def _difference(followed: Followed, found: Difference) -> str:
    if found.difference is None or found.low is None or found.high is None:
        return ""
    decimals, unit = (0, "percentage points") if followed.is_share else (1, followed.unit)
    value, low, high = map(followed.scaled, (found.difference, found.low, found.high))
    return f"Difference: {signed(value, decimals, 'en')} {unit}, {span(low, high, decimals)}."


def pattern(followed: Followed) -> str:
    """What the points beside the middle say (Anhøj & Olesen 2014)."""
    runs = followed.runs
    if not followed.same:
        return ""
    if not runs.enough:
        return "Too few points to say whether the pattern has changed. It takes eight before the start, and ten in all."
    said = []
    if runs.is_shift:
        where = "above" if runs.up else "below"
        said.append(f"{runs.longest} points in a row are {where} the middle; chance gives at most {runs.most}.")
    if runs.is_crossing:
        times = "once" if runs.crossings == 1 else f"{runs.crossings} times"
        said.append(f"The line crosses the middle {times}; chance gives at least {runs.fewest}.")
    if not said:
        return "The points differ from the middle as chance usually makes them."
    return joined("There are signs that something has changed.", *said)


def says(followed: Followed) -> Sequence[str]:
    """All of it, in the order it is read."""
    sides = [side(followed.before, "Before the start", followed), side(followed.since, "After the start", followed)]
    return [one for one in (predicted(followed), *sides, changed(followed), pattern(followed)) if one]


def row(period: str) -> str:
    return capital(period_name(period, "en"))


def shared(followed: Followed) -> Sequence[str]:
    """For those outside the unit: rounded, and nothing that rests on a few."""
    sides = (_about(followed.before, "Before the start", followed), _about(followed.since, "After the start", followed))
    return [f"{followed.name}.", *sides, *([_outcome(followed, "they")] if followed.may_be_told else [])]


def _about(figure: Figure, when: str, followed: Followed) -> str:
    if (found := about(figure)) is None:
        return f"{when}: too few to be shown outside the unit."
    if figure.hits is not None:
        return f"{when}: about {percent(found.value, 'en')} of {found.n}."
    return f"{when}: {shortest(found.value, 'en', 1)} {followed.unit} on average. Number: about {found.n}."
