"""What follows from counted series and shares: control charts and funnel limits, without SciPy as in effects.py."""

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise
from statistics import fmean, median
from typing import Any

from benchmarks.effects import beta_fraction

Row = dict[str, Any]
NOTHING = {"centre": None, "lower": None, "upper": None, "signal": None}
QUANTILES = {"lower998": 0.001, "lower95": 0.025, "upper95": 0.975, "upper998": 0.999}
Z = {"lower998": -3.090232306167813, "lower95": -1.959963984540054, "upper95": 1.959963984540054}
Z["upper998"] = -Z["lower998"]


def trend(counted: Iterable[tuple[str, str, date, int, int | None]], period: str, as_of: date) -> Iterator[Row]:
    """The table from (service, measure, first day of the period, n, of), sorted; of periods that are over."""
    over = (
        one for one in counted if following(one[2], period) <= as_of + timedelta(1) and one[3 + (one[4] is not None)]
    )
    for (service, measure), found in groupby(over, key=lambda one: one[:2]):
        known = {start: (n, of) for _, _, start, n, of in found}
        shares = next(iter(known.values()))[1] is not None
        starts = [min(known)]
        while starts[-1] < max(known):
            starts.append(following(starts[-1], period))
        counts = [known.get(start, (0, 0 if shares else None)) for start in starts]
        charted = iter(chart([one for one in counts if one[1] != 0]))
        for start, (n, of) in zip(starts, counts, strict=True):
            value = None if of == 0 else n / of if of else n
            row = {
                "service": service,
                "measure": measure,
                "period": f"{start:%Y}" if period == "year" else f"{start:%Y-%m}",
            }
            yield row | {"n": n, "of": of, "value": value} | (NOTHING if of == 0 else next(charted))


def following(start: date, period: str) -> date:
    return start.replace(year=start.year + 1) if period == "year" else (start + timedelta(31)).replace(day=1)


def chart(counts: Sequence[tuple[int, int | None]]) -> list[Row]:
    """Centre, limits and signal of every point (n, of)."""
    values = [float(n) if of is None else n / of for n, of in counts]
    if len(values) < 12:
        centre = median(values) if len(values) >= 8 else None
        runs = [False] * len(values) if centre is None else in_runs([sign(value - centre) for value in values], 7)
        return [NOTHING | {"centre": centre, "signal": "shift" if run else None} for run in runs]
    shares = counts[0][1] is not None
    centre, sigmas = share_sigmas(counts) if shares else count_sigmas(values)
    highest = 1 if shares else math.inf
    return [
        {
            "centre": centre,
            "lower": max(0, centre - 3 * sigma),
            "upper": min(highest, centre + 3 * sigma),
            "signal": signal,
        }
        for sigma, signal in zip(sigmas, signals(values, centre, sigmas), strict=True)
    ]


def count_sigmas(values: Sequence[float]) -> tuple[float, list[float]]:
    ranges = [abs(b - a) for a, b in pairwise(values[:12])]
    kept = [one for one in ranges if round(one - 3.267 * fmean(ranges), 9) < 0]
    return fmean(values[:12]), [2.66 / 3 * fmean(kept or ranges)] * len(values)


def share_sigmas(counts: Sequence[tuple[int, int]]) -> tuple[float, list[float]]:
    centre = sum(n for n, _ in counts[:12]) / sum(of for _, of in counts[:12])
    sigmas = [math.sqrt(centre * (1 - centre) / of) for _, of in counts]
    if 0 < centre < 1:
        z = [(n / of - centre) / sigma for (n, of), sigma in zip(counts[:12], sigmas, strict=False)]
        between = fmean(abs(b - a) for a, b in pairwise(z)) / 1.128
        sigmas = [sigma * between for sigma in sigmas] if between > 1.2 else sigmas
    return centre, sigmas


def signals(values: Sequence[float], centre: float, sigmas: Sequence[float]) -> list[str | None]:
    away = [value - centre for value in values]
    beyond = [round(abs(one) - 3 * sigma, 9) > 0 for one, sigma in zip(away, sigmas, strict=True)]
    steps = [False, *in_runs([sign(b - a) for a, b in pairwise(values)], 6), False]
    rising = [before or after for before, after in pairwise(steps)]
    far = [round(abs(one) - 2 * sigma, 9) > 0 for one, sigma in zip(away, sigmas, strict=True)]
    outer = [sign(one) * (is_far and not out) for one, is_far, out in zip(away, far, beyond, strict=True)]
    near = [
        side != 0 and any(outer[start : start + 3].count(side) >= 2 for start in range(max(0, place - 2), place + 1))
        for place, side in enumerate(outer)
    ]
    beside = in_runs([sign(one) for one in away], 7)
    rules = {"beyond": beyond, "trend": rising, "two_of_three": near, "shift": beside}
    return [next((name for name, held in rules.items() if held[place]), None) for place in range(len(values))]


def sign(value: float) -> int:
    return (value > 0) - (value < 0)


def in_runs(signs: Sequence[int], least: int) -> list[bool]:
    runs = [(side, len(list(those))) for side, those in groupby(signs)]
    return [side != 0 and size >= least for side, size in runs for _ in range(size)]


def services(counted: Iterable[Row]) -> Iterator[Row]:
    """The table from rows with service, group, measure, period, n and of; only those of somebody."""

    def kind(row: Row) -> tuple[str, str, str]:
        return row["group"], row["measure"], row["period"]

    for _, found in groupby(sorted((row for row in counted if row["of"]), key=kind), key=kind):
        rows = list(found)
        for row, figures in zip(rows, funnel([(row["n"], row["of"]) for row in rows]), strict=True):
            yield row | {"value": row["n"] / row["of"]} | figures


def funnel(counts: Sequence[tuple[int, int]]) -> list[Row]:
    if len(counts) < 5:
        return [dict.fromkeys(("centre", *QUANTILES, "outside"))] * len(counts)
    centre = sum(n for n, _ in counts) / sum(of for _, of in counts)
    tau2 = between_services(counts, centre) if len(counts) >= 10 else None
    found = []
    for n, of in counts:
        limits = exact(of, centre) if tau2 is None else widened(of, centre, tau2)
        inside = [limits[f"lower{level}"] <= n / of <= limits[f"upper{level}"] for level in ("998", "95")]
        found.append({"centre": centre, **limits, "outside": "998" if not inside[0] else None if inside[1] else "95"})
    return found


def between_services(counts: Sequence[tuple[int, int]], centre: float) -> float | None:
    angle = math.asin(math.sqrt(centre))
    z = [(math.asin(math.sqrt(n / of)) - angle) * 2 * math.sqrt(of) for n, of in counts]
    low, high = (quantile(sorted(z), share) for share in (0.1, 0.9))
    phi = fmean(min(max(one, low), high) ** 2 for one in z)
    weights = [4 * of for _, of in counts]
    total = sum(weights)
    if phi <= 1:
        return None
    return (len(z) * phi - len(z) + 1) / (total - sum(weight**2 for weight in weights) / total)


def quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    return ordered[low] + (place - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


def widened(of: int, centre: float, tau2: float) -> Row:
    spread = math.sqrt(1 / (4 * of) + tau2)
    angles = {name: math.asin(math.sqrt(centre)) + z * spread for name, z in Z.items()}
    return {name: math.sin(min(max(angle, 0), math.pi / 2)) ** 2 for name, angle in angles.items()}


def exact(of: int, share: float) -> Row:
    """The least k at which the binomial distribution has reached each quantile, over `of`."""
    return {name: least(of, share, level) / of for name, level in QUANTILES.items()}


def least(of: int, share: float, level: float) -> int:
    low, high = -1, of
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if up_to(middle, of, share) >= level - 1e-12 else (middle, high)
    return high


def up_to(k: int, of: int, share: float) -> float:
    """P(X <= k), k < of, as an incomplete beta function of 1 - share."""
    if share in (0, 1):
        return 1.0 - share
    a, b, x = of - k, k + 1, 1 - share
    log = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(share)
    front = math.exp(log)
    if x < (a + 1) / (a + b + 2):
        return front * beta_fraction(a, b, x) / a
    return 1 - front * beta_fraction(b, a, share) / b
