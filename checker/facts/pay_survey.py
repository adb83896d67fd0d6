"""A first look over all rows: which cells there are, how much is wrong or missing, which columns hold anything.

One pass. Later passes leave out what was seen to be absent: a file without a fault pays for no fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from checker.facts.engine import Engine
from checker.facts.pay_rows import ADDED, COUNTED, LESSENING, RowShape
from checker.facts.without_work import SET_ASIDE, is_without_work
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
    *COUNTED,
)
FLAGS = (
    "broken",
    "pay_missing",
    "time_missing",
    "unpaid_missing",
    "overtime_blank",
    *(f"{name}_missing" for name in (*LESSENING, *COUNTED)),
)


@dataclass(frozen=True, slots=True)
class Survey:
    """What the rows hold, all together and by cell number."""

    cells: Mapping[int, Mapping[str, Any]]
    """Words of `CELL_COLUMNS` of each cell, in the order of the words."""
    rows: Mapping[int, int]
    """Rows of each cell."""
    counts: Mapping[str, int]
    """All rows, those of nobody, outside the period and without work, and each flag."""
    filled: frozenset[str]
    """Amounts that are not 0 everywhere."""
    first: int | None
    last: int | None

    @property
    def is_sound(self) -> bool:
        """Return whether every row has a worker and can be read: one without a day cannot."""
        return not self.counts["nobody"] and not self.counts["broken"]

    def rows_of(self, cells: Iterable[int]) -> int:
        """Return the rows of some cells."""
        return sum(self.rows[cell] for cell in cells)


def survey(engine: Engine, rows: Any, shape: RowShape) -> Survey:
    """Return the survey of normalised rows: one pass for what is wrong and missing, one for the cells."""
    import narwhals as nw

    there = set(rows.collect_schema().names())
    # Time that is open or unpaid follows from what became of the rows, without adding any of it up.
    amounts = [name for name in AMOUNTS if name in there and name not in ("time_open", "time_unpaid")]
    flags = [name for name in FLAGS if name in there]
    whole = engine.collect(
        rows.select(
            nw.len().alias("rows"),
            nw.col("worker").is_null().cast(nw.Int64).sum().alias("nobody"),
            nw.col("outside").cast(nw.Int64).sum().alias("outside"),
            is_without_work(shape).cast(nw.Int64).sum().alias(SET_ASIDE),
            *(nw.col(name).cast(nw.Int64).sum().alias(name) for name in flags),
            *(nw.col(name).max().alias(f"top_{name}") for name in amounts),
            *(nw.col(name).min().alias(f"low_{name}") for name in amounts if name in (*LESSENING, *ADDED, *COUNTED)),
            nw.col("first_day").min().alias("first"),
            nw.col("last_day").max().alias("last"),
            nw.col("outcome").count().alias("closed"),
            nw.col("outcome").min().alias("worst"),
        )
    )
    words = [nw.col(name).any_value() for name in CELL_COLUMNS if name in shape.words]
    by_cell = engine.collect(rows.group_by("cell").agg(nw.len().alias("rows"), *words))
    # By their words: cell numbers are an engine's own, and so is the order in which groups come.
    numbers = sorted(
        range(len(by_cell["cell"])), key=lambda i: [str(by_cell[n][i] or "") for n in CELL_COLUMNS if n in by_cell]
    )
    ends = [f"{end}_{name}" for name in amounts for end in ("top", "low") if f"{end}_{name}" in whole]
    return Survey(
        {by_cell["cell"][i]: {n: by_cell[n][i] if n in by_cell else None for n in CELL_COLUMNS} for i in numbers},
        {by_cell["cell"][i]: int(by_cell["rows"][i]) for i in numbers},
        {n: int(whole[n][0] or 0) if n in whole else 0 for n in ("rows", "nobody", "outside", SET_ASIDE, *FLAGS)},
        _filled(whole, ends),
        whole["first"][0],
        whole["last"][0],
    )


def without_faults(rows: Any, seen: Survey) -> Any:
    """Return the rows with what is true of none of them written down, so that no later pass works it out again."""
    import narwhals as nw

    there = set(rows.collect_schema().names())
    never = [name for name in ("outside", *FLAGS) if name in there and not seen.counts[name]]
    return rows.with_columns(**{name: nw.lit(False) for name in never}) if never else rows


def _filled(whole: Mapping[str, list[Any]], ends: list[str]) -> frozenset[str]:
    filled = {name[4:] for name in ends if whole[name][0]}
    if whole["closed"][0] < whole["rows"][0]:
        filled.add("time_open")
    if whole["worst"][0] == 0 or "time_searching" in filled:
        filled.add("time_unpaid")
    return frozenset(filled)
