"""The size of a change between pairs: moments, effect sizes with interval, and the word the interval allows."""

import math
from dataclasses import dataclass
from functools import cached_property

from loke.analysis.estimates import hedges_j, t_quantile
from loke.dataset.plain import Plain

# Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd ed.: a value on a limit belongs above.
COHEN = ((0.8, "large"), (0.5, "moderate"), (0.2, "small"), (0.0, "very_small"))
APART = 2  # words between the ends of the interval, from which there is none (methods.md 3)
SMALL_SAMPLE = 50  # pairs below which Hedges' factor is used (dataset.md, "Change and effect")


@dataclass(frozen=True)
class Sums:
    """Exact sums over pairs of whole numbers (start a, end b) that all share the denominator `bottom`."""

    n: int
    bottom: int
    a: int
    b: int
    aa: int
    bb: int
    ab: int

    @cached_property
    def change(self) -> float:
        return (self.b - self.a) / (self.n * self.bottom)

    @cached_property
    def variance_start(self) -> float:
        return self._variance(self.aa, self.a)

    @cached_property
    def variance_end(self) -> float:
        return self._variance(self.bb, self.b)

    @cached_property
    def sd_change(self) -> float:
        return math.sqrt(self._variance(self.aa + self.bb - 2 * self.ab, self.b - self.a))

    @property
    def sd_average(self) -> float:
        """The root of the mean of the two variances."""
        return math.sqrt((self.variance_start + self.variance_end) / 2)

    def _variance(self, squares: int, total: int) -> float:
        return (self.n * squares - total * total) / (self.n * (self.n - 1) * self.bottom**2)

    @property
    def half_width(self) -> float:
        """Half the 95 % interval of the mean change."""
        return t_quantile(self.n - 1) * self.sd_change / math.sqrt(self.n)


@dataclass(eq=False, repr=False)
class Effect(Plain):
    """Turned so that + is better; `effect` is `d_av` (Cumming 2012) or, for few pairs, `g_av` = d_av x J(n - 1)."""

    effect: float
    effect_name: str
    effect_low: float
    effect_high: float
    d_av: float
    d_z: float
    eta2_partial: float


def effect_of(sums: Sums, direction: int) -> Effect | None:
    """The effect with d_av +- t x s_diff/(sqrt(n) x s_av) (Algina & Keselman 2003); None without any spread."""
    spread = sums.sd_average
    if spread == 0 or sums.sd_change == 0:
        return None
    d_av, half = direction * sums.change / spread, sums.half_width / spread
    factor = hedges_j(sums.n - 1) if sums.n < SMALL_SAMPLE else 1.0
    t = sums.change / (sums.sd_change / math.sqrt(sums.n))
    return Effect(
        effect=d_av * factor,
        effect_name="g_av" if sums.n < SMALL_SAMPLE else "d_av",
        effect_low=(d_av - half) * factor,
        effect_high=(d_av + half) * factor,
        d_av=d_av,
        d_z=direction * sums.change / sums.sd_change,
        eta2_partial=t * t / (t * t + sums.n - 1),
    )


def label(effect: float, low: float, high: float) -> str | None:
    """Cohen's word for an effect; "uncertain" when its interval holds zero, none when the ends are too far apart."""
    if low <= 0 <= high:
        return "uncertain"
    if abs(_band(low) - _band(high)) >= APART:
        return None
    return COHEN[_band(effect)][1]


def _band(value: float) -> int:
    return next(place for place, (limit, _) in enumerate(COHEN) if abs(value) >= limit)


def rank_biserial(often: dict[int, int]) -> float | None:
    """(W+ - W-)/(W+ + W-) of whole differences and how often each was met, zeros dropped (Kerby 2014)."""
    ranked, up, down = 0, 0, 0
    for size in sorted({abs(difference) for difference in often} - {0}):
        plus, minus = often.get(size, 0), often.get(-size, 0)
        rank = 2 * ranked + plus + minus + 1  # twice the mean rank of ties, so that it stays whole
        up, down, ranked = up + plus * rank, down + minus * rank, ranked + plus + minus
    return (up - down) / (up + down) if ranked else None
