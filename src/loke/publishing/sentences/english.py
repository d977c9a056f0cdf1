"""What the tables say in English: counts before percentages, who is missing, and words no surer than the figures."""

from collections.abc import Mapping, Sequence

from loke.publishing import readings
from loke.publishing.numbers import EN_DASH, goal, percent, period_name, shortest, spelled
from loke.publishing.readings import FEW, MOST_NAMED, TOO_FEW, Row, Words
from loke.publishing.sentences import english_over_time as over_time  # noqa: F401 - a part of these sentences
from loke.publishing.sentences import english_phrases as phrases
from loke.publishing.sentences import english_results as results  # noqa: F401 - a part of these sentences
from loke.publishing.sentences.english_change import (  # noqa: F401 - a part of these sentences
    better,
    change,
    measures,
    turned,
)
from loke.publishing.sentences.english_phrases import capital, counted, few, in_brackets, joined, listed, nobody, people


def expectation_verdict(row: Row) -> str:
    """How sure it is, in a few words."""
    return phrases.VERDICT[readings.verdict(row)]


def expectation(row: Row, words: Words) -> str:
    """What happened: how many were as intended, how many beside it, and how many cannot be judged."""
    left_out = phrases.LEFT_OUT[row.kind].format(n=row.not_assessable) if row.not_assessable else ""
    if not row.assessable:
        return joined("Nobody can be judged yet.", left_out)
    held = phrases.HELD[row.kind].format(some=phrases.some(row.within, row.assessable, words))
    below, above = phrases.SIDES[row.kind]
    who_counts = phrases.WHO_COUNTS.get(row.kind, "") if row.below else ""
    sides = counted((row.below, below), (row.above, above)) if row.within or above else ""
    return joined(capital(held), sides, left_out, who_counts)


def expectation_certainty(row: Row) -> str:
    """The share, its interval, and how the interval stands to the target."""
    reading = readings.verdict(row)
    if reading == "too_few" or row.assessable < TOO_FEW:
        return "Shares are shown from five people up."
    share = f"{percent(row.share, 'en')}{', few people' if row.assessable < FEW else ''}"
    target = "" if row.target is None else goal(row.target, "en")
    goes = f"the uncertainty goes from {phrases.ends(readings.edges(row.low, row.high, row.target))}"
    return {
        "met": f"{share}. {capital(goes)} and is not below {target}.",
        "not_met": f"{share}. {capital(goes)} and does not reach {target}.",
        "maybe": f"{share}, but {goes}. It may also be fewer than {target}.",
        "maybe_fewer": f"{share}, but {goes}. It may also be at least {target}.",
    }.get(reading, f"{share}. {capital(goes)}.{' Most cannot be judged yet.' if readings.is_early(row) else ''}")


def became(row: Row) -> str:
    """How many were as intended, as short as can be."""
    return f"It was {row.within} of {row.assessable}{in_brackets(row.share, row.assessable)}."


def deviations(texts: Sequence[str]) -> str:
    """Which expectations surely did not hold; the first of them when they are many."""
    if not texts:
        return ""
    what = "One thing" if len(texts) == 1 else f"{capital(spelled(len(texts), 'en'))} things"
    named = [f"“{text}”" for text in texts[:MOST_NAMED]]
    rest = len(texts) - len(named)
    more = [*named, f"{spelled(rest, 'en')} more"] if rest else named
    return f"{what} did not turn out as you had intended: {listed(more)}."


def began(n: int, age: Row | None, words: Words) -> str:
    """How many began, and how old they were."""
    said = f"{people(n, words) if n else f'No {words.plural}'} started."
    if age is None or not age.n:
        return said
    lacking = f"Age is missing for {age.missing}." if age.missing else ""
    if age.n < TOO_FEW:
        return joined(said, lacking)
    middle = f"The median age is {shortest(age.median, 'en', 1)}."
    low, high = shortest(age.q1, "en", 0), shortest(age.q3, "en", 0)
    half = f"between {low} and {high}" if low != high else low
    return joined(said, middle, f"The middle half are {half}.", lacking)


def expectations(rows: Sequence[Row], every: int = 0) -> str:
    """How many of the expectations hold, and how sure that is; `every` where not all of them may be told."""
    if not rows:
        return "There are no expectations to compare with yet."
    tally = readings.tally(rows)
    said = [phrases.TALLY[name].format(n=spelled(n, "en")) for name, n in tally.items()]
    if len(rows) >= every and [*tally] == ["too_few"]:
        whole = "The only expectation" if len(rows) == 1 else f"All {spelled(len(rows), 'en')} expectations"
        return f"{whole} concerned too few people to say anything."
    if len(rows) < every:
        return (
            f"{capital(spelled(len(rows), 'en'))} of {spelled(every, 'en')} expectations can be shown: {listed(said)}."
        )
    return f"Of {spelled(len(rows), 'en')} expectation{'' if len(rows) == 1 else 's'}: {listed(said)}."


def earlier(row: Row) -> str:
    """The same share in all earlier periods, and whether the difference is more than chance."""
    reading = readings.against_earlier(row)
    if reading == "none":
        return ""
    before = f"{row.earlier} of {row.earlier_of}{in_brackets(row.earlier / row.earlier_of, row.earlier_of)}"
    return {
        "higher": f"The share is fairly certainly higher than before, when it was {before}.",
        "lower": f"The share is fairly certainly lower than before, when it was {before}.",
        "same": f"Before, it was {before}.",
        "uncertain": f"Before, it was {before}. The difference may be down to chance.",
    }[reading]


def who(rows: Sequence[Row], names: Mapping[str, str], words: Words) -> str:
    """The commonest answer to one variable, and for how many it is missing; `names` by option code."""
    of = rows[0].of if rows else 0
    if not of:
        return f"No {words.plural} to describe in the period."
    top, lacking = readings.commonest(rows), readings.missing(rows)
    if not top:
        return f"Information is missing for {phrases.everybody(of)}."
    most = listed([names.get(row.category, row.category) for row in top])
    each = " each" if len(top) > 1 else ""
    which = "Equally common" if len(top) > 1 and top[0].n * len(top) == of - lacking else "Most common"
    said = f"{which}: {most}, {top[0].n} of {of} {words.plural}{each}{in_brackets(top[0].share, of)}."
    return joined(said, f"Information is missing for {lacking}." if lacking else "")


def who_numbers(row: Row, words: Words) -> str:
    """The middle value and where the middle half lies."""
    lacking = f"Information is missing for {row.missing}." if row.missing else ""
    if not row.n:
        return lacking or f"No {words.plural} to describe in the period."
    if row.n < TOO_FEW:
        return joined(f"There is information for {people(row.n, words)}, too few to summarise.", lacking)
    middle, low, high = (shortest(value, "en", 1) for value in (row.median, row.q1, row.q3))
    return joined(
        f"The middle value is {middle}, and half of {row.n} {words.plural} are within {low}{EN_DASH}{high}.", lacking
    )


def doses(row: Row, words: Words) -> str:
    """How many contacts people had in the window, what was missed, and who left before it was over."""
    if not row.n:
        return "Nobody can be judged yet."
    middle, low, high = (shortest(value, "en", 1) for value in (row.median, row.q1, row.q3))
    half = f"half of {row.n} {words.plural} had {low}{EN_DASH}{high}"
    judged = f"{people(row.n, words)} can be judged."
    said = f"The middle value is {middle} meetings, and {half}." if row.n >= TOO_FEW else judged
    absent = counted((row.missed, "missed"), (row.cancelled, "cancelled"))
    ended = f"Ended before the time was over, and counted: {row.ended_inside}." if row.ended_inside else ""
    return joined(said, absent, ended, few(row.n))


def dose(row: Row) -> str:
    """The middle of the contacts in the window, beside how many had as many as intended; from five people."""
    if row.n < TOO_FEW:
        return ""
    middle, low, high = (shortest(value, "en", 1) for value in (row.median, row.q1, row.q3))
    return f"The middle value is {middle} meetings, and half had {low}{EN_DASH}{high}."


def interventions(rows: Sequence[Row], names: Mapping[str, str], words: Words) -> str:
    """What most people received, what was intended but given to nobody, and what was given but not intended."""
    given = [row for row in rows if row.received]
    if not given:
        return f"No {words.plural} received any intervention in the period."
    most = max(given, key=lambda row: row.received)
    share = f"{most.received} of {most.of} {words.plural}{in_brackets(most.share, most.of)}"
    unused = [names.get(row.intervention, row.intervention) for row in rows if row.intended and not row.received]
    beside = [names.get(row.intervention, row.intervention) for row in given if not row.intended]
    return joined(
        f"Most received {names.get(most.intervention, most.intervention)}: {share}.",
        f"This is intended, but nobody received it: {listed(unused)}." if unused else "",
        f"This was given, but is not intended: {listed(beside)}." if beside else "",
    )


def attendance(row: Row) -> str:
    """How many of the planned contacts were missed; cancelled ones are counted apart."""
    cancelled = f"Cancelled, and not counted: {row.cancelled}." if row.cancelled else ""
    if not row.planned:
        return joined("No meetings were planned in the period.", cancelled)
    share = in_brackets(row.share, row.planned)
    return joined(f"Missed: {nobody(row.missed)} of {row.planned} planned meetings{share}.", cancelled)


def phase(row: Row, name: str, words: Words) -> str:
    """How long one phase took for those who left it, who is still there, who skipped it or came in another order."""
    skipped = counted((row.skipped, "skipped it"), (row.out_of_order, "came to it in another order"))
    if not row.entered:
        return joined(f"{name}: no {words.plural} entered the phase in the period.", skipped)
    stay = f", {row.ongoing} still there" if row.ongoing else ""
    days = ""
    if row.left >= TOO_FEW:
        middle, low, high = (shortest(value, "en", 0) for value in (row.median, row.q1, row.q3))
        days = f"For the {row.left} who left it, the middle value is {middle} days, half {low}{EN_DASH}{high}."
    return joined(f"{name}: {people(row.entered, words)} entered the phase{stay}.", days, skipped)


def phases(rows: Sequence[Row], names: Mapping[str, str], words: Words) -> str:
    """A sentence or two for each phase; `names` by phase code."""
    return joined(*(phase(row, names.get(row.phase, row.phase), words) for row in rows))


def completion(rows: Sequence[Row]) -> str:
    """The last of the periods beside the one before it and all before it; rows in the order of time."""
    if not rows or not rows[-1].of:
        return "Nobody ended in the period."
    last, before = rows[-1], [row for row in rows[:-1] if row.of]
    sure = f", {phrases.percent_span(last.low, last.high)}" if last.of >= TOO_FEW else ""
    said = f"Of {last.of} who ended, {nobody(last.completed)} completed{in_brackets(last.share, last.of)}{sure}."
    nearest = ""
    if len(before) > 1:
        share = in_brackets(before[-1].share, before[-1].of)
        when = capital(period_name(before[-1].period, "en"))
        nearest = f"{when}: {before[-1].completed} of {before[-1].of}{share}."
    return joined(said, nearest, earlier(last), few(last.of))


def completeness(rows: Sequence[Row], names: Mapping[str, str]) -> str:
    """How much of what was due is there, and where most is missing; `names` by instrument or variable."""
    due = [row for row in rows if row.due]
    if not due:
        return "Nothing was due in the period."
    total, done = sum(row.due for row in due), sum(row.done for row in due)
    said = f"Of {phrases.plural(total, 'entry', 'entries')} due, {done} are filled in ({percent(done / total, 'en')})."
    worst = min(due, key=lambda row: row.done / row.due)
    if worst.done == worst.due:
        return said
    what = names.get(f"{worst.occasion}.{worst.what}", names.get(worst.what, worst.what))
    where = f"{what} {occasion(worst.occasion)}"
    return f"{said} Most is missing for {where}: {worst.done} of {worst.due} are filled in."


def occasion(code: str) -> str:
    """As "at start" or "6 months after the end"."""
    if code.startswith("after_"):
        return phrases.months_after(int(code.removeprefix("after_")))
    return phrases.OCCASION[code]
