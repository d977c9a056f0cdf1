"""What the tables about results say in English, by the same rules as english.py."""

from collections.abc import Sequence

from loke.dataset.definitions import Norm
from loke.publishing import readings
from loke.publishing.groups import SEVERAL, Group, Pair, comparable, differing, too_few
from loke.publishing.numbers import number, percent, shortest, signed, spelled
from loke.publishing.readings import FEW, TOO_FEW, Row, Words
from loke.publishing.sentences import english_phrases as phrases
from loke.publishing.sentences.english_phrases import capital, few, joined, listed, nobody, people

ATTAINMENT = {
    "fully": "fully",
    "largely": "to a large extent",
    "slightly": "to a small extent",
    "not_at_all": "not at all",
}
LOOKED_FOR = (
    "The split was chosen after the figures were in. What it shows was found in hindsight: "
    "a question to follow next period, not an answer."
)
FOUND_BY_LOOKING = "Found in hindsight."
LIKE_OTHERS = (
    "The norm group may differ from those the service meets in age, sex and how long ago it answered. "
    "The answers at start and at end do not always come from the same people."
)


def goals(rows: Sequence[Row], waiting: int) -> str:
    """How many goals were reached how far, and how many of those that ended were never judged."""
    unjudged = f"Not judged before the contact ended: {waiting}." if waiting else ""
    if not rows or not rows[0].of:
        return joined("No goals were judged in the period.", unjudged)
    reached = [f"{nobody(row.n)} {ATTAINMENT[row.attainment]}" for row in rows]
    said = f"Of {phrases.plural(rows[0].of, 'goal', 'goals')} judged, {listed(reached)} reached."
    return joined(said, unjudged, "Few goals." if rows[0].of < FEW else "")


def reliable_change(row: Row, name: str, words: Words) -> str:
    """For how many the change is larger than the error, either way, and who passed the cut-off."""
    if not row.pairs:
        return f"No {words.plural} have answered {name} at both start and end yet."
    up = row.improved + (row.recovered or 0)
    said = f"{people(row.pairs, words)} answered {name} at both start and end."
    split = (
        f"For {nobody(up)} a change for the better is larger than the error of measurement, for "
        f"{nobody(row.unchanged)} it is within the error, and for {nobody(row.deteriorated)} a change for the worse is "
        "larger than the error."
    )
    return joined(said, split, f"It takes {shortest(row.needed, 'en', 1)} points.", _cutoff(row), few(row.pairs))


def _cutoff(row: Row) -> str:
    if row.recovered is None:
        return ""
    passed = f"{capital(nobody(row.recovered))} also passed the cut-off from the more difficult side."
    already = f"Past it already at start: {row.functional_at_start}." if row.functional_at_start else ""
    return joined(passed, already)


def norms(row: Row) -> str:
    """The mean on one occasion beside the norm group's, and whether they surely differ."""
    if row.n < TOO_FEW:
        return f"{row.n} answers {phrases.OCCASION[row.occasion]}, too few to compare."
    said = (
        f"{row.n} answers {phrases.OCCASION[row.occasion]}: the mean is {number(row.mean, 1, 'en')}, "
        f"in the norm group {number(row.norm_mean, 1, 'en')}."
    )
    reading = readings.direction(row)
    if reading == "none":
        return said
    span, difference = phrases.span(row.low, row.high, 1), signed(row.difference, 1, "en")
    sure = {
        "up": f"It is fairly certainly higher than in the norm group (difference {difference}, {span}).",
        "down": f"It is fairly certainly lower than in the norm group (difference {difference}, {span}).",
        "uncertain": f"There is no clear difference ({difference}, {span}).",
    }
    return joined(said, sure[reading], few(row.n))


def norm_group(norm: Norm, better: str) -> str:
    """Who the norm group are and what is known of it; which way is better."""
    ages = f"{norm.ages} years" if norm.ages else ""
    n = people(norm.n, Words("person", "people")) if norm.n else "unknown number"
    told = ", ".join(filter(None, [norm.name, norm.country, str(norm.year) if norm.year else "unknown year", ages, n]))
    spread = "" if norm.sd else "Its spread is not known, so the difference is given no size."
    way = "Higher is better." if better == "higher" else "Lower is better."
    return joined(f"Norm group: {told}.", spread, way, f"Source: {norm.source.rstrip('.')}." if norm.source else "")


def lasting(row: Row, name: str) -> str:
    """Who could have been reached and was, and of the same persons how many were and are better."""
    when = f"{name}, {phrases.months_after(row.months_after)}"
    if not row.eligible:
        return f"{when}: of {row.closed} who ended, nobody has come so far yet."
    reached = f"{when}: of {row.closed} who ended, {row.eligible} could be reached and {nobody(row.reached)} were."
    return joined(reached, lasted(row))


def lasted(row: Row) -> str:
    """Of those who answered all three times how many were and are better, and their means."""
    return joined(_kept(row), _three_means(row))


def _kept(row: Row) -> str:
    if not row.triples:
        return "Nobody among them answered all three times." if row.reached else ""
    return (
        f"{capital(spelled(row.triples, 'en'))} answered all three times. At the end things were better for "
        f"{nobody(row.better_at_end)} of them, and are still better for {nobody(row.kept)} of these."
    )


def _three_means(row: Row) -> str:
    if row.triples < TOO_FEW:
        return ""
    start, end, after = (number(mean, 1, "en") for mean in (row.mean_start, row.mean_end, row.mean_after))
    return f"For the same {row.triples} the mean was {start} at start, {end} at the end and {after} afterwards."


def not_reached(row: Row) -> str:
    """How those who were not reached stood at start, and what the change is whichever way they are counted."""
    if row.reached < TOO_FEW or row.eligible - row.reached < TOO_FEW:
        return ""
    if None in (row.mean_start_reached, row.mean_start_lost, row.no_change):
        return ""
    lost = number(row.mean_start_lost, 1, "en")
    apart = f"Those reached had a mean of {number(row.mean_start_reached, 1, 'en')} at start, the others {lost}."
    return joined(
        apart,
        f"If those not reached are back where they started the mean change is {signed(row.no_change, 1, 'en')} for all "
        f"who answered at start. If their last answer still holds it is {signed(row.carried_forward, 1, 'en')}.",
    )


def yes_no(row: Row, name: str, closed: int) -> str:
    """How many said yes before and after, who moved which way, who is missing and how sure the difference is."""
    lacking = closed - row.pairs
    missing = f"For {lacking} of {closed} who ended at least one of the answers is missing." if lacking > 0 else ""
    if not row.pairs:
        return joined(f"{name}: nobody has answered both at start and when leaving yet.", missing)
    before, after = row.yes_yes + row.yes_no, row.yes_yes + row.no_yes
    said = f"{name}: of {row.pairs}, {nobody(before)} said yes at start and {nobody(after)} when leaving."
    moved = f"{capital(nobody(row.no_yes))} went from no to yes and {nobody(row.yes_no)} from yes to no."
    return joined(said, moved, _sure(row), missing, few(row.pairs))


def _sure(row: Row) -> str:
    reading = readings.moved(row)
    if reading == "none":
        return ""
    span = phrases.percent_span(row.low, row.high)
    return {
        "up": f"The increase is fairly certain ({span} percentage points).",
        "down": f"The decrease is fairly certain ({span} percentage points).",
        "uncertain": f"There is no clear difference ({span} percentage points).",
    }[reading]


def groups(scales: int, comparisons: int, differing: int) -> str:
    """How many comparisons are made, and what that asks of each; what was found by looking is named, but not here."""
    if not comparisons:
        return "Too few to say whether the groups differ. It takes at least ten pairs in two groups."
    said = f"{capital(spelled(comparisons, 'en'))} comparison{'' if comparisons == 1 else 's'} of the mean change"
    many = "The more there are, the clearer each must be (Holm)." if comparisons > 2 else ""
    none = "" if differing else "None of them shows a clear difference."
    return joined(f"{said} on {spelled(scales, 'en')} scale{'' if scales == 1 else 's'}.", none, many)


def groups_differ(pairs: Sequence[tuple[str, str, bool]], small: Sequence[str]) -> str:
    """Which groups differ in one scale; a pair is two names and whether they surely do. `small` were not compared."""
    sure = [f"{one} and {other}" for one, other, differ in pairs if differ]
    if not pairs:
        said = "Too few to say whether the groups differ."
    else:
        said = f"Fairly certainly different: {'; '.join(sure)}." if sure else "No clear difference between the groups."
    return joined(said, f"Fewer than ten pairs, not compared: {', '.join(small)}." if small else "")


def compared(groups: Sequence[Group], found: Sequence[Pair] | None = None, who: str = "") -> str:
    """Which groups differ more than chance allows, and the counts of those too small for a share.

    `found` are the pairs that do, where they are judged together with others. `who` they are, in a word.
    """
    tiny, small = ([f"{one.name} ({one.n} of {one.of})" for one in each] for each in too_few(groups))
    found, who = differing(groups) if found is None else found, who or "groups"
    pairs = [" and ".join(f"{one.name} ({percent(one.share, 'en')})" for one in pair) for pair in found]
    if len(comparable(groups)) < 2:
        said, small = f"Too few to say whether the {who} differ.", []
    elif pairs:
        said = f"Fairly certainly different: {'; '.join(pairs)}."
    else:
        said = f"No clear difference between the {who}."
    left = (("Fewer than ten, not compared", small), ("Fewer than five, without a share", tiny))
    return joined(said, *(f"{why}: {', '.join(which)}." for why, which in left if which))


def not_compared(groups: Sequence[Group], who: str = "") -> str:
    """Of what one person may have several of: the intervals are wider than they look, so no pair is told apart."""
    tiny = ", ".join(f"{one.name} ({one.n} of {one.of})" for one in too_few(groups)[0])
    said = "One person may have several, so the uncertainty is larger than it looks."
    left = f"Fewer than five, without a share: {tiny}." if tiny else ""
    return joined(said, f"It is therefore not said whether the {who or 'groups'} differ.", left)


def compared_services(services: Sequence[Group], measure: str) -> str:
    """The same of comparable services in one measure."""
    if measure in SEVERAL:
        return not_compared(services, "services")
    return compared(services, who="services")


def dose_groups(rows: Sequence[Row], names: Sequence[str]) -> str:
    """The middle number of contacts in each group large enough, one name for each row."""
    shown = [
        f"{name} {shortest(row.median, 'en', 1)} ({row.n} people)"
        for row, name in zip(rows, names, strict=True)
        if row.n >= TOO_FEW
    ]
    return f"Middle number of meetings: {', '.join(shown)}." if shown else ""
