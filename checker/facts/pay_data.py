"""The pay data of one set, ready for metrics: rows, parts, bars, and results that several metrics share.

Runs what it is asked for once, when it is first asked for; knows no metric.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from checker.facts.bars.assigned import BarLog, BarSource, Calendars, CellPlace, Span
from checker.facts.engine import Engine
from checker.facts.floor_test import Basis, prepare, units
from checker.facts.pay_rows import RowShape
from checker.facts.pay_survey import Survey
from checker.facts.tested_workers import TestedWorkers, collect_units, workers_of
from checker.model.benchmark import Benchmark, BenchmarkTable
from checker.model.pay_table import PayTable
from checker.model.wages import PayScope


@dataclass(eq=False)
class PayData:
    """Everything that metrics of one set read. Workers with an unreadable id are only counted."""

    engine: Engine
    tables: tuple[PayTable, ...]
    shape: RowShape
    scope: PayScope
    rows: Any
    """Normalised rows in scope (narwhals), duplicates out."""
    parts: Any
    bars: Any
    cells: Mapping[int, Mapping[str, Any]]
    places: Mapping[int, CellPlace]
    spans: Sequence[Span]
    source: BarSource
    log: BarLog
    calendars: Calendars
    currencies: tuple[str, ...]
    """Bar currencies by number."""
    anonymous: int
    """Rows that no worker can be given for; each may be any worker's, or another worker."""
    sampled: bool
    """A sample, or volunteered: shares carry a sampling interval."""
    filled: frozenset[str]
    """Amounts that are not 0 in every row."""
    own_table: BenchmarkTable | None = None
    """The living wages that the subject says it uses."""
    none: frozenset[str] = frozenset()
    benchmarks: BenchmarkTable = field(default_factory=lambda: BenchmarkTable(()))
    _summed: dict[tuple[Basis, bool], dict[str, Any]] = field(default_factory=dict)
    _tested: dict[tuple[Basis, bool, bool], TestedWorkers] = field(default_factory=dict)
    seen: Survey | None = None
    """What the rows were found to hold; None: nothing is known of them."""
    memo: dict[str, Any] = field(default_factory=dict)
    """Results of one metric module that its metrics share."""

    @property
    def grain(self) -> str:
        """Return ``payroll`` or ``task``."""
        return self.shape.grain

    def has(self, *columns: str) -> bool:
        """Return whether every table fills all these columns."""
        return all(column in table.columns for column in columns for table in self.tables)

    def constant(self, *columns: str) -> bool:
        """Return whether a mapping fills one of these columns with one value for all rows."""
        return any(column in table.constants for column in columns for table in self.tables)

    @cached_property
    def prepared(self) -> Any:
        """Return the parts with bars and hours, stored."""
        return self.engine.store(
            prepare(self.parts, self.bars, has_overtime=self.shape.has_overtime, task=self.grain == "task")
        )

    def tested(self, basis: Basis, *, pooled: bool = False, pilot: bool = False) -> TestedWorkers:
        """Return the workers tested against one bar; ``pilot``: on their pilot work only."""
        key = (basis, pooled, pilot)
        if key not in self._tested:
            if (basis, pilot) not in self._summed:
                self._summed[(basis, pilot)] = collect_units(self.engine, self._units(basis, pilot=pilot))
            self._tested[key] = workers_of(self._summed[(basis, pilot)], pooled=pooled)
        return self._tested[key]

    def _units(self, basis: Basis, *, pilot: bool) -> Any:
        import narwhals as nw

        prepared = self.prepared
        if pilot:
            prepared = prepared.filter(nw.col("pilot") == 1)
        return units(prepared, basis)

    @cached_property
    def worker_count(self) -> int:
        """Return the number of workers in scope."""
        import narwhals as nw

        found = self.engine.collect(
            self.parts.filter(~nw.col("worker").is_null()).select(nw.col("worker").n_unique().alias("n"))
        )
        return int(found["n"][0] or 0)

    @cached_property
    def absent(self) -> int:
        """Return how many workers headcount counts and the data do not."""
        return max(0, (self.headcount or 0) - self.worker_count)

    @cached_property
    def hollow(self) -> int:
        """Return how many workers in the data show neither pay nor time, and would be absent without their rows."""
        import narwhals as nw

        from checker.facts.without_work import shows_work

        if not self.headcount:
            return 0
        working = self.parts.filter(~nw.col("worker").is_null(), shows_work())
        found = self.engine.collect(working.select(nw.col("worker").n_unique().alias("n")))
        return max(0, self.headcount - int(found["n"][0] or 0)) - self.absent

    @cached_property
    def row_count(self) -> int:
        """Return the number of rows in scope."""
        import narwhals as nw

        found = self.engine.collect(self.parts.select(nw.col("rows").sum().alias("n")))
        return int(found["n"][0] or 0)

    @property
    def yardstick_rows(self) -> Mapping[str, Benchmark]:
        """Return the rows of the benchmark table by id."""
        return self.benchmarks.by_id

    @property
    def headcount(self) -> int | None:
        """Return how many workers the scope says there are."""
        return self.scope.headcount

    @cached_property
    def months(self) -> dict[int, int]:
        """Return month number -> workers with pay or time in it (all months that a payroll period touches)."""
        return _workers_by_month(self)

    @cached_property
    def days_in_data(self) -> int:
        """Return the days from the first to the last worked."""
        dated = [span for span in self.spans if span.dated]
        return max(span.last for span in dated) - min(span.first for span in dated) + 1 if dated else 0


def _workers_by_month(data: PayData) -> dict[int, int]:
    import narwhals as nw

    from checker.facts.bars.assigned import to_day
    from checker.facts.without_work import shows_work

    touched: dict[str, list[int]] = {"cell": [], "unit": [], "in_month": []}
    for span in data.spans:
        if not span.dated:
            continue
        first, last = to_day(span.first), to_day(span.last)
        for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
            for name, value in zip(touched, (span.cell, span.unit, month), strict=True):
                touched[name].append(value)
    if not touched["cell"]:
        return {}
    calendar = data.engine.given(touched).unique(subset=["cell", "unit", "in_month"])
    workers = data.parts.filter(~nw.col("worker").is_null(), shows_work()).select("worker", "cell", "unit")
    joined = workers.join(calendar, on=["cell", "unit"], how="inner")
    found = data.engine.collect(
        joined.group_by("in_month").agg(nw.col("worker").n_unique().alias("n")).sort("in_month")
    )
    return {int(m): int(n) for m, n in zip(found["in_month"], found["n"], strict=True)}
