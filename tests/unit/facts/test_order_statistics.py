"""Quantiles from counts against numpy's own, with ties, gaps and groups of one."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.engines.duckdb import DuckdbEngine
from checker.facts.order_statistics import N, order_statistics, quantile, ranked
from checker.model.pay_engine import BUILT_IN

PERCENTS = (0, 25, 50, 75, 90, 100)
VALUES = st.one_of(st.none(), st.integers(-3, 3).map(float), st.floats(-1e9, 1e9, allow_nan=False, width=32))
ROWS = st.lists(st.tuples(st.sampled_from(["a", "b", None]), VALUES), min_size=1, max_size=40)


def quantiles(rows: list[tuple[str | None, float | None]]) -> dict[str | None, list[float | None]]:
    import narwhals as nw

    with DuckdbEngine(BUILT_IN) as engine:
        given_ = engine.given(
            {"key": [k for k, _ in rows], "value": [v for _, v in rows]}, {"key": "VARCHAR", "value": "DOUBLE"}
        )
        counts = given_.group_by("key", "value").agg(nw.len().alias(N))
        groups = ranked(counts, ["key"], "value", PERCENTS).group_by("key").agg(*order_statistics(PERCENTS))
        found: dict[str, Any] = engine.collect(groups.select("key", *(quantile(p).alias(f"q{p}") for p in PERCENTS)))
    return {key: [found[f"q{p}"][i] for p in PERCENTS] for i, key in enumerate(found["key"])}


@given(ROWS)
def test_they_are_those_of_numpy(rows: list[tuple[str | None, float | None]]) -> None:
    found = quantiles(rows)
    assert set(found) == {key for key, _ in rows}
    for key, got in found.items():
        values = [v for k, v in rows if k == key and v is not None]
        if not values:
            assert got == [None] * len(PERCENTS)
            continue
        wanted = np.quantile(values, [p / 100 for p in PERCENTS], method="linear")
        for one, other in zip(got, wanted, strict=True):
            assert one is not None
            assert math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)


def test_a_group_without_any_value_has_no_quantile() -> None:
    assert quantiles([("a", None), ("a", None), ("b", 2.0)]) == {"a": [None] * 6, "b": [2.0] * 6}
