"""Measurements, answers and scores: coded, checked against the instruments and handed over as facts."""

import numpy as np

from loke.dataset.assemble import Answers, Measured, Scores
from loke.dataset.cells import number_text
from loke.dataset.coding import (
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
from loke.dataset.definitions import Instrument, Item, Scale
from loke.dataset.findings import Findings
from loke.dataset.schema import SLUG
from loke.dataset.snapshot import AFTER
from loke.dataset.source import Source

MEASUREMENT = {"measurement": "en kod som finns i measurements"}
JOIN_MEASUREMENT = "LEFT JOIN measurements_n m ON m.measurement = t.measurement"


def read_measured(
    source: Source, instruments: tuple[Instrument, ...], findings: Findings
) -> tuple[Measured, Answers, Scores, tuple[str, ...]]:
    """What was measured, and the kinds of respondent; what is wrong is added to `findings`."""
    respondents = _add_codes(source, instruments)
    found = _measurements(source, findings)
    given = (found[name] for name in ("episode", "instrument", "occasion", "date", "months_after", "respondent"))
    answers = _answers(source, found, instruments, findings)
    return Measured(*given), answers, _scores(source, found, answers, instruments, findings), respondents


def _add_codes(source: Source, instruments: tuple[Instrument, ...]) -> tuple[str, ...]:
    numbered = list(enumerate(instruments))
    add_codes(source, "instrument_codes", ((0, one.instrument, i) for i, one in numbered))
    add_codes(source, "item_codes", ((i, item.item, n) for i, one in numbered for n, item in enumerate(one.items)))
    add_codes(source, "scale_codes", ((i, each.scale, n) for i, one in numbered for n, each in enumerate(one.scales)))
    told_by = source.query("SELECT DISTINCT respondent FROM measurements WHERE respondent IS NOT NULL ORDER BY 1")
    respondents = tuple(sorted(str(name) for (name,) in told_by))
    add_codes(source, "respondent_codes", ((0, name, n) for n, name in enumerate(respondents)))
    return respondents


def _measurements(source: Source, findings: Findings) -> Columns:
    instrument = "LEFT JOIN instrument_codes i ON i.code = t.instrument"
    again = check_key(source, "measurements", findings)
    add_numbers(source, "measurements", "t.measurement, i.n AS instrument", instrument, again)
    slug = f"regexp_full_match(t.respondent, '{SLUG}')"
    joins = f"{JOIN_EPISODE} {instrument} LEFT JOIN respondent_codes r ON r.code = t.respondent"
    links = {"episode": "e.n", "instrument": "i.n", "respondent": f"CASE WHEN {slug} THEN r.n END"}
    found = coded(source, "measurements", joins, links)
    wanted = {**EPISODE, "instrument": "ett instrument som finns i scales eller items"}
    check_cells(source, "measurements", found, findings, wanted)
    check_number("measurements", "respondent", found, findings)
    untold = (found["occasion"] == AFTER) & is_empty(found["months_after"])
    wanted_months = "antal månader, för det krävs när occasion är after"
    findings.add("measurements", "months_after", found["row"][untold], wanted_months)
    return found


def _answers(source: Source, measured: Columns, instruments: tuple[Instrument, ...], findings: Findings) -> Answers:
    joins = f"{JOIN_MEASUREMENT} LEFT JOIN item_codes i ON i.owner = m.instrument AND i.code = t.item"
    links = {"measurement": "m.n", "item": told("m.instrument", "i.n", "t.item")}
    found = coded(source, "answers", joins, links)
    check_cells(source, "answers", found, findings, {**MEASUREMENT, "item": "en fråga som finns i instrumentet"})
    reasoned = np.isfinite(found["value"]) & (found["reason"] >= 0)
    findings.add("answers", "reason", found["row"][reasoned], "tomt när frågan är besvarad")
    linked = (found["measurement"] >= 0) & (found["item"] >= 0)
    linked[linked] = measured["instrument"][found["measurement"][linked]] >= 0
    if not linked.all():
        found = {name: column[linked] for name, column in found.items()}
    _check_once(found, "answers", "item", findings)
    _check_limits(found, measured["instrument"], instruments, findings)
    return Answers(found["measurement"], found["item"], found["value"])


def _check_once(found: Columns, table: str, code: str, findings: Findings) -> None:
    """Each measurement has an item, or a scale, once."""
    width = int(found[code].max(initial=0)) + 1
    place = found["measurement"].astype(np.int64) * width + found[code]
    seen = np.zeros(int(found["measurement"].max(initial=-1) + 1) * width, bool)
    seen[place] = True
    if np.count_nonzero(seen) < place.size:
        first = np.unique(place, return_index=True)[1]
        rows = np.delete(found["row"], first)
        findings.add(table, code, rows, f"measurement, {code} bara en gång")


def _check_limits(found: Columns, instrument: Array, instruments: tuple[Instrument, ...], findings: Findings) -> None:
    """Each answer is within the limits of its item."""
    items = [item for one in instruments for item in one.items]
    if not items or not found["row"].size:
        return
    starts = np.cumsum([0, *(len(one.items) for one in instruments)])
    item, value = starts[instrument[found["measurement"]]] + found["item"], found["value"]
    low, high = np.array([_edges(one) for one in items]).T
    outside = (value < low[item]) | (value > high[item])
    for n, one in enumerate(items):
        if one.allowed:
            outside |= (item == n) & ~np.isin(value, [float(allowed) for allowed in one.allowed])
    outside &= np.isfinite(value)
    for n in np.unique(item[outside]):
        findings.add("answers", "value", found["row"][outside & (item == n)], _limits_text(items[n]))


def _edges(item: Item) -> tuple[float, float]:
    """The least and the greatest answer; none where they contradict each other, which has been told already."""
    low = -np.inf if item.lowest is None else float(item.lowest)
    high = np.inf if item.highest is None else float(item.highest)
    return (low, high) if low <= high else (-np.inf, np.inf)


def _limits_text(item: Item) -> str:
    if item.allowed:
        return f"något av {', '.join(number_text(value) for value in item.allowed)}"
    edges = [("minst", item.lowest), ("högst", item.highest)]
    words = [f"{word} {number_text(limit)}" for word, limit in edges if limit is not None]
    return f"ett tal, {' och '.join(words)}"


def _scores(
    source: Source, measured: Columns, answers: Answers, instruments: tuple[Instrument, ...], findings: Findings
) -> Scores:
    joins = f"{JOIN_MEASUREMENT} LEFT JOIN scale_codes i ON i.owner = m.instrument AND i.code = t.scale"
    links = {"measurement": "m.n", "scale": told("m.instrument", "i.n", "t.scale")}
    found = coded(source, "scores", joins, links)
    check_cells(source, "scores", found, findings, {**MEASUREMENT, "scale": "en skala som finns i instrumentet"})
    check_key(source, "scores", findings)
    if found["row"].size and answers.item.size:
        _check_unanswered(found, measured["instrument"], answers, instruments, findings)
    return Scores(found["measurement"], found["scale"], found["value"])


def _check_unanswered(
    found: Columns, instrument: Array, answers: Answers, instruments: tuple[Instrument, ...], findings: Findings
) -> None:
    """A score may not be given where the scale's own items were answered."""
    answered = np.zeros((instrument.size, int(answers.item.max()) + 1), bool)
    given = np.isfinite(answers.value)
    answered[answers.measurement[given], answers.item[given]] = True
    linked = (found["measurement"] >= 0) & (found["scale"] >= 0)
    of = np.where(linked, instrument[np.maximum(found["measurement"], 0)], -1)
    for i, one in enumerate(instruments):
        codes = [item.item for item in one.items]
        for n, scale in enumerate(one.scales):
            places = [codes.index(code) for code in _items_of(scale, one)]
            items = [place for place in places if place < answered.shape[1]]
            rows = np.flatnonzero((of == i) & (found["scale"] == n))
            both = rows[answered[found["measurement"][rows]][:, items].any(axis=1)]
            findings.add("scores", "scale", found["row"][both], "en skala vars frågor inte har svar i answers")


def _items_of(scale: Scale, instrument: Instrument) -> tuple[str, ...]:
    """The items of a scale, or of its parts."""
    of = {part.scale: part.items for part in instrument.scales}
    return scale.items + tuple(item for part in scale.parts for item in of.get(part, ()))
