"""Shares, their intervals and differences as polars expressions; null where there is nobody."""

import polars as pl
from polars import col

from benchmarks.effects import Z


def share(x: str, n: str) -> pl.Expr:
    return col(x) / somebody(n)


def somebody(n: str) -> pl.Expr:
    return pl.when(col(n) > 0).then(col(n).cast(pl.Float64))


def wilson(x: str, n: str) -> tuple[pl.Expr, pl.Expr]:
    """Low and high of x of n (Wilson 1927)."""
    p, of = share(x, n), somebody(n)
    centre = (p + Z**2 / (2 * of)) / (1 + Z**2 / of)
    half = Z * (p * (1 - p) / of + Z**2 / (4 * of**2)).sqrt() / (1 + Z**2 / of)
    low = pl.when(p == 0).then(0.0).otherwise(centre - half)
    high = pl.when(p == 1).then(1.0).otherwise(centre + half)
    return low, high


def with_share(
    frame: pl.LazyFrame, x: str, n: str, names: tuple[str, str, str] = ("share", "low", "high")
) -> pl.LazyFrame:
    low, high = wilson(x, n)
    return frame.with_columns(share(x, n).alias(names[0]), low.alias(names[1]), high.alias(names[2]))


def with_difference(frame: pl.LazyFrame, x: str, n: str) -> pl.LazyFrame:
    """x of n beside `earlier` of `earlier_of` (Newcombe 1998, method 10)."""
    p, p0 = share(x, n), share("earlier", "earlier_of")
    (low, high), (low0, high0) = wilson(x, n), wilson("earlier", "earlier_of")
    return frame.with_columns(
        difference=p - p0,
        difference_low=p - p0 - ((p - low) ** 2 + (high0 - p0) ** 2).sqrt(),
        difference_high=p - p0 + ((high - p) ** 2 + (p0 - low0) ** 2).sqrt(),
    )


def verdict(x: str, n: str, target: str) -> pl.Expr:
    """Whether x of n meets the target share, said only as far as the interval allows."""
    low, high = wilson(x, n)
    return (
        pl.when(col(target).is_null()).then(pl.lit("no_target"))
        .when(col(n) < 5).then(pl.lit("too_few"))
        .when(low >= col(target)).then(pl.lit("met"))
        .when(high < col(target)).then(pl.lit("not_met"))
        .otherwise(pl.lit("uncertain"))
    )  # fmt: skip
