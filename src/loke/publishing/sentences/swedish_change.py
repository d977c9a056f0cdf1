"""How much better it became and how far means moved, in Swedish, by the same rules as swedish.py."""

from collections.abc import Sequence

from loke.publishing import readings
from loke.publishing.numbers import number, percent
from loke.publishing.readings import TOO_FEW, Row, Words
from loke.publishing.sentences import swedish_phrases as phrases
from loke.publishing.sentences.swedish_phrases import joined, nobody, people


def better(row: Row, name: str, words: Words) -> str:
    """How many became better, stayed the same and became worse; outside the unit the two last may be hidden."""
    if not row.pairs:
        return f"Inga {words.plural} har svarat på {name} både vid start och slut än."
    said = f"{people(row.pairs, words)} har svarat på {name} både vid start och slut."
    if row.pairs < TOO_FEW:
        return joined(said, _split(row))
    sure = f"Andelen bättre är {percent(row.share_better)}, {phrases.percent_span(row.low, row.high)}."
    return joined(said, _split(row), sure)


def _split(row: Row) -> str:
    """How it went for all of them; what is hidden is told as far as the rest of the pairs already tells it."""
    if row.better == row.pairs:
        return f"För {phrases.everybody(row.pairs)} blev det bättre."
    if None not in (row.unchanged, row.worse):
        same = f"för {nobody(row.unchanged)} oförändrat och för {nobody(row.worse)} sämre"
        return f"För {nobody(row.better)} blev det bättre, {same}."
    rest = row.pairs - row.better
    others = f"För {'den andra' if rest == 1 else f'de andra {rest}'} blev det oförändrat eller sämre"
    return f"För {nobody(row.better)} av {row.pairs} blev det bättre. {others}; hur de fördelar sig är dolt."


def turned(row: Row) -> str:
    """Better, unchanged and worse in a few words, for who sees the scale's name and picture."""
    if not row.pairs:
        return "Ingen har svarat både vid start och slut än."
    counts = f"{row.better} bättre, {row.unchanged} oförändrat och {row.worse} sämre."
    if row.pairs < TOO_FEW:
        return counts
    return f"{counts} Andelen bättre är {percent(row.share_better)}, {phrases.percent_span(row.low, row.high)}."


def change(row: Row, name: str) -> str:
    """How the mean moved as far as its interval says, how large that is, and who has no second answer."""
    reading = readings.shown(row)
    if reading == "none":
        return f"Ingen har svarat på {name} både vid start och slut än."
    whole = f"{row.pairs} av {row.started} som svarade på {name} vid start har också svarat vid slut."
    hidden = f"{row.pairs} har svarat på {name} både vid start och slut. Hur många som svarade vid start är dolt."
    paired = hidden if row.started is None else whole
    if reading == "few":
        return joined(paired, "Hur medelvärdet har ändrats sägs från tio personer.")
    if reading == "counts" or row.mean_start is None:
        return joined(paired, "Det är för få av dem för att visa en förändring.")
    means = f"Medelvärdet var {number(row.mean_start, 1)} vid start och {number(row.mean_end, 1)} vid slut."
    return joined(paired, means, _moved(row), _size(row, reading))


def _moved(row: Row) -> str:
    reading, better = readings.direction(row), readings.is_better(row)
    if reading == "none":
        return ""
    span = phrases.span(row.low, row.high, 1)
    if reading == "uncertain":
        return f"Det är ingen säker skillnad ({span})."
    side = "" if better is None else " och är till det bättre" if better else " och är till det sämre"
    return f"{'Ökningen' if reading == 'up' else 'Minskningen'} är ganska säker ({span}){side}."


def _size(row: Row, reading: str) -> str:
    if row.effect is None:
        return ""
    if reading == "unnamed":
        return "Färre än 60 procent har svarat båda gångerna, så storleken får inget ord."
    figures = f"{number(row.effect, 2)}, {phrases.span(row.effect_low, row.effect_high, 2)}"
    word = readings.size(row)
    return f"Storleken är {phrases.SIZE[word]}: {figures}." if word else f"Storleken är {figures}."


def measures(rows: Sequence[Row]) -> str:
    """What the sizes of the changes are: the measure by name, its direction and where its words come from."""
    names = [phrases.MEASURE[name] for name in ("g_av", "d_av") if any(row.effect_name == name for row in rows)]
    if not names:
        return ""
    which = names[0] if len(names) == 1 else f"{names[0]} under 50 par och {names[1]} från 50 par"
    return f"Storleken är {which}, vänd så att plus är till det bättre. Orden för den följer Cohen (1988)."
