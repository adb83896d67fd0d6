"""A first look over all rows: which cells there are, how much is wrong or missing, which columns hold anything.

One pass. Later passes leave out what was seen to be absent: a file without a fault pays for no fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from checker.facts.engine import Engine
from checker.facts.pay_rows import ADDED, LESSENING, RowShape
from checker.model.pay_table import CELL_COLUMNS

AMOUNTS = (
    "time_open",
    "time_unpaid",
    "time_searching",
    "overtime_pay",
    "overtime_time",
    "contract_weekly",
    *LESSENING,
    *ADDED,
)
FLAGS = (
    "broken",
    "pay_missing",
    "time_missing",
    "unpaid_missing",
    "overtime_blank",
    *(f"{name}_missing" for name in LESSENING),
)


@dataclass(frozen=True, slots=True)
class Survey:
    """What the rows hold, by cell number."""

    cells: Mapping[int, Mapping[str, Any]]
    """Words of `CELL_COLUMNS` of each cell."""
    counts: Mapping[int, Mapping[str, int]]
    """rows, nobody, outside, and each flag, by cell."""
    filled: frozenset[str]
    """Amounts that are not 0 everywhere."""
    first: int | None
    last: int | None

    def total(self, name: str, cells: frozenset[int] | None = None) -> int:
        """Return a count over all cells, or over some."""
        return sum(row[name] for number, row in self.counts.items() if cells is None or number in cells)


def survey(engine: Engine, rows: Any, shape: RowShape) -> Survey:
    """Return the survey of normalised rows."""
    import narwhals as nw

    there = set(rows.collect_schema().names())
    amounts = [name for name in AMOUNTS if name in there]
    flags = [name for name in FLAGS if name in there]
    found = engine.collect(
        rows.group_by("cell").agg(
            nw.len().alias("rows"),
            nw.col("worker").is_null().cast(nw.Int64).sum().alias("nobody"),
            nw.col("outside").cast(nw.Int64).sum().alias("outside_rows"),
            *(nw.col(name).cast(nw.Int64).sum().alias(f"n_{name}") for name in flags),
            *(nw.col(name).max().alias(f"top_{name}") for name in amounts),
            *(nw.col(name).min().alias(f"low_{name}") for name in amounts if name in (*LESSENING, *ADDED)),
            nw.col("first_day").min().alias("first"),
            nw.col("last_day").max().alias("last"),
            *(nw.col(name).any_value() for name in CELL_COLUMNS),
        )
    )
    numbers = range(len(found["cell"]))
    ends = [f"{end}_{name}" for name in amounts for end in ("top", "low") if f"{end}_{name}" in found]
    return Survey(
        {found["cell"][i]: {name: found[name][i] for name in CELL_COLUMNS} for i in numbers},
        {
            found["cell"][i]: {
                "rows": int(found["rows"][i]),
                "nobody": int(found["nobody"][i]),
                "outside": int(found["outside_rows"][i]),
                **{name: int(found[f"n_{name}"][i]) if name in flags else 0 for name in FLAGS},
            }
            for i in numbers
        },
        frozenset(name[4:] for name in ends if any(found[name])),
        min((day for day in found["first"] if day is not None), default=None),
        max((day for day in found["last"] if day is not None), default=None),
    )
