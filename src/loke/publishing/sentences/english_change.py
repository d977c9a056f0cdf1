"""How much better it became and how far means moved, in English, by the same rules as english.py."""

from collections.abc import Sequence

from loke.publishing import readings
from loke.publishing.numbers import number, percent
from loke.publishing.readings import TOO_FEW, Row, Words
from loke.publishing.sentences import english_phrases as phrases
from loke.publishing.sentences.english_phrases import joined, nobody, people


def better(row: Row, name: str, words: Words) -> str:
    """How many became better, stayed the same and became worse; outside the unit the two last may be hidden."""
    if not row.pairs:
        return f"No {words.plural} have answered {name} at both start and end yet."
    said = f"{people(row.pairs, words)} answered {name} at both start and end."
    if row.pairs < TOO_FEW:
        return joined(said, _split(row))
    span = phrases.percent_span(row.low, row.high)
    return joined(said, _split(row), f"The share better is {percent(row.share_better, 'en')}, {span}.")


def _split(row: Row) -> str:
    """How it went for all of them; what is hidden is told as far as the rest of the pairs already tells it."""
    if row.better == row.pairs:
        return f"Things got better for {phrases.everybody(row.pairs)}."
    if None not in (row.unchanged, row.worse):
        same = f"stayed the same for {nobody(row.unchanged)} and got worse for {nobody(row.worse)}"
        return f"Things got better for {nobody(row.better)}, {same}."
    rest = row.pairs - row.better
    others = f"For the other {'one' if rest == 1 else rest} things stayed the same or got worse"
    return f"Things got better for {nobody(row.better)} of {row.pairs}. {others}; how they divide is hidden."


def turned(row: Row) -> str:
    """Better, unchanged and worse in a few words, for who sees the scale's name and picture."""
    if not row.pairs:
        return "Nobody has answered at both start and end yet."
    counts = f"{row.better} better, {row.unchanged} unchanged and {row.worse} worse."
    if row.pairs < TOO_FEW:
        return counts
    return f"{counts} The share better is {percent(row.share_better, 'en')}, {phrases.percent_span(row.low, row.high)}."


def change(row: Row, name: str) -> str:
    """How the mean moved as far as its interval says, how large that is, and who has no second answer."""
    reading = readings.shown(row)
    if reading == "none":
        return f"Nobody has answered {name} at both start and end yet."
    whole = f"{row.pairs} of {row.started} who answered {name} at start also answered at the end."
    hidden = f"{row.pairs} answered {name} at both start and end. How many answered at start is hidden."
    paired = hidden if row.started is None else whole
    if reading == "few":
        return joined(paired, "How the mean has changed is said from ten people up.")
    if reading == "counts" or row.mean_start is None:
        return joined(paired, "They are too few to show a change.")
    means = f"The mean was {number(row.mean_start, 1, 'en')} at start and {number(row.mean_end, 1, 'en')} at the end."
    return joined(paired, means, _moved(row), _size(row, reading))


def _moved(row: Row) -> str:
    reading, better = readings.direction(row), readings.is_better(row)
    if reading == "none":
        return ""
    span = phrases.span(row.low, row.high, 1)
    if reading == "uncertain":
        return f"There is no clear difference ({span})."
    side = "" if better is None else " and is for the better" if better else " and is for the worse"
    return f"The {'increase' if reading == 'up' else 'decrease'} is fairly certain ({span}){side}."


def _size(row: Row, reading: str) -> str:
    if row.effect is None:
        return ""
    if reading == "unnamed":
        return "Fewer than 60 per cent answered both times, so the size is not put into words."
    figures = f"{number(row.effect, 2, 'en')}, {phrases.span(row.effect_low, row.effect_high, 2)}"
    word = readings.size(row)
    return f"The size is {phrases.SIZE[word]}: {figures}." if word else f"The size is {figures}."


def measures(rows: Sequence[Row]) -> str:
    """What the sizes of the changes are: the measure by name, its direction and where its words come from."""
    names = [phrases.MEASURE[name] for name in ("g_av", "d_av") if any(row.effect_name == name for row in rows)]
    if not names:
        return ""
    which = names[0] if len(names) == 1 else f"{names[0]} below 50 pairs and {names[1]} from 50 pairs"
    return f"The size is {which}, with plus for the better. The words for it follow Cohen (1988)."
