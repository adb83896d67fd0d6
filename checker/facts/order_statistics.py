"""Quantiles of groups over any number of rows in bounded memory: values are counted, then ranked by running counts.

An engine's own quantile keeps every value of a group in memory; counts and windows can be put on disk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

N = "counted"
"""Column of how many rows stand behind a value."""


def ranked(counts: Any, keys: Sequence[str], value: str, percents: Sequence[int]) -> Any:
    """Return a lazy frame of one row a group and value with what its quantiles are made of.

    ``counts`` holds ``keys``, ``value`` and `N`, one row a group and value; rows without a value count for nothing.
    Added are, for each of ``percents``, ``low_<p>`` and ``high_<p>`` (the value, in the row that holds that order
    statistic, else missing) and ``part_<p>`` (how far between the two the quantile lies, 0 to 1).
    """
    import narwhals as nw

    known = nw.when(nw.col(value).is_null()).then(nw.lit(0)).otherwise(nw.col(N)).cast(nw.Int64)
    counts = counts.with_columns(known.alias("known"))
    counts = counts.with_columns(
        nw.col("known").cum_sum().over(*keys, order_by=value).alias("up_to"),
        nw.col("known").sum().over(*keys).alias("all"),
    )
    places = {p: (nw.col("all") - 1).cast(nw.Float64) * (p / 100) for p in percents}
    counts = counts.with_columns(**{f"place_{p}": place for p, place in places.items()})
    for p in percents:
        at = nw.col(f"place_{p}")
        first, last = at.floor(), at.ceil()
        counts = counts.with_columns(
            _held(value, first).alias(f"low_{p}"),
            _held(value, last).alias(f"high_{p}"),
            (at - first).alias(f"part_{p}"),
        )
    return counts


def order_statistics(percents: Sequence[int]) -> list[Any]:
    """Return what a group of `ranked` rows is aggregated to."""
    import narwhals as nw

    return [nw.col(f"{part}_{p}").max() for p in percents for part in ("low", "high", "part")]


def quantile(percent: int) -> Any:
    """Return the quantile of type 7 (linear, as numpy and DuckDB's ``quantile_cont``) of an aggregated group."""
    import narwhals as nw

    low, high = nw.col(f"low_{percent}"), nw.col(f"high_{percent}")
    return low + (high - low) * nw.col(f"part_{percent}")


def _held(value: str, place: Any) -> Any:
    import narwhals as nw

    inside = (nw.col("up_to") - nw.col("known") <= place) & (place < nw.col("up_to"))
    return nw.when(inside & ~nw.col(value).is_null()).then(nw.col(value))
