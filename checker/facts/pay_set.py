"""From opened pay files of one collector to pay data that metrics can read: load checks, stages 1 and 2, bars.

Raises InputError for what makes the files unusable (unknown status word, another supplier's row that nobody
set aside, no row that can be read); everything else becomes a finding and leaves its worker undecided.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from checker.errors import InputError, Problem
from checker.facts import duplicates, pay_checks, working_days
from checker.facts.bars import DEFAULT_CHOICES
from checker.facts.engine import Engine
from checker.facts.exchange import rate as rate_in
from checker.facts.pay_data import PayData
from checker.facts.pay_rows import LESSENING, normalise, shape_of
from checker.facts.unit_bars import BarLog, BarSource, Calendars, CellPlace, Span, bar_rows, cell_places
from checker.facts.worker_months import gather, gather_cells
from checker.model.benchmark import BarChoices, BenchmarkTable
from checker.model.evidence import Place
from checker.model.exchange import NoRate, Rate, RateTable
from checker.model.pay_table import BadCells, PayTable
from checker.model.questionnaire import Finding
from checker.model.wages import PayScope

_FIRST_DAY, _LAST_DAY = date(1, 1, 1), date(9999, 12, 31)
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class PaySet:
    """Pay data with what was found on the way."""

    data: PayData
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    set_aside: dict[str, int]
    rows: int
    """All rows read, those set aside included."""


@dataclass(frozen=True, slots=True)
class Yardsticks:
    """What pay is compared with: benchmarks, rates, the choices about them, and the subject's own table."""

    benchmarks: BenchmarkTable
    rates: Sequence[RateTable]
    choices: BarChoices = DEFAULT_CHOICES
    own_table: BenchmarkTable | None = None

    def rate(self, base: str, to: str, month: str) -> Rate | NoRate:
        """Return the exchange rate of a month."""
        return rate_in(self.rates, base, to, month)


def open_set(
    engine: Engine, tables: Sequence[PayTable], scope: PayScope, yardsticks: Yardsticks, shown: frozenset[str]
) -> PaySet:
    """Read one set; ``shown`` are ids of evidence at documented or above that an assessor has read."""
    return _Opening(engine, tuple(tables), scope, yardsticks, _shown_to_be_none(tables, shown)).run()


class _Opening:
    """The steps from files to pay data, in order, with what each adds to the findings."""

    def __init__(
        self, engine: Engine, tables: tuple[PayTable, ...], scope: PayScope, yardsticks: Yardsticks, none: frozenset[str]
    ) -> None:
        self.engine, self.tables, self.scope, self.yardsticks, self.none = engine, tables, scope, yardsticks, none
        self.shape = shape_of(tables)
        self.findings: list[Finding] = []
        self.set_aside: dict[str, int] = {}
        salt = random.SystemRandom().randrange(1 << 30)
        self.frames = [engine.frame(table.rows(engine.connection, salt)) for table in tables]

    def run(self) -> PaySet:
        pay_checks.refuse_unknown_words(self.engine, self.tables, self.frames)
        rows = self._once(self._normalised())
        # One pass over the rows; its sums say which checks have anything to look for.
        parts = gather(self.engine, rows, self.shape)
        total = _count(self.engine, parts) + sum(self.set_aside.values())
        cells = gather_cells(self.engine, parts)
        places = cell_places(cells, self.scope)
        inside = self._set_aside(parts, cells)
        rows, parts = rows.filter(inside), parts.filter(inside)
        nobody = _count(self.engine, parts.filter(_no_worker()))
        lost = self._check(parts, places)
        self._refuse_unreadable(parts, places)
        overfull, pieces = self._overfull(rows, parts)
        data = self._with_bars(rows, parts, cells, places, inside, overfull)
        data.anonymous = nobody + lost
        if pieces is not None:
            data.memo["pieces"] = pieces
        notes = tuple(f"{table.label}: {note}" for table in self.tables for note in table.notes)
        aside = {name: count for name, count in self.set_aside.items() if count}
        return PaySet(data, tuple(self.findings), notes, aside, total)

    def _normalised(self) -> list[Any]:
        first, last = _scope_days(self.scope)
        frames = []
        for table, frame in zip(self.tables, self.frames, strict=True):
            kept, found, dropped = duplicates.drop_identical(self.engine, table, frame)
            self.findings.extend(found)
            self.set_aside["identical"] = self.set_aside.get("identical", 0) + dropped
            frames.append(normalise(kept, table, self.shape, self.none, first, last))
        return frames

    def _once(self, frames: list[Any]) -> Any:
        rows, repeated = duplicates.drop_repeated(self.engine, frames)
        self.set_aside["in_two_files"] = repeated
        if repeated:
            message = f"{repeated} rows stand in two pay files of the same collector; each counts once"
            self.findings.append(Finding("row_in_two_files", "warning", message, Place(self.tables[0].label)))
        return rows

    def _set_aside(self, parts: Any, cells: Mapping[int, Mapping[str, Any]]) -> Any:
        """Return the test for rows of this subject and period; what fails it is counted."""
        import narwhals as nw

        others = _other_suppliers(self.engine, self.tables, self.scope, cells, parts)
        mine = ~nw.col("cell").is_in(others) if others else nw.lit(True)
        self.set_aside["other_supplier"] = _count(self.engine, parts.filter(nw.col("cell").is_in(others))) if others else 0
        self.set_aside["outside_period"] = _count(self.engine, parts.filter(mine, nw.col("outside")))
        for name, words in (("other_supplier", "of other suppliers in this run"), ("outside_period", "outside the period in scope")):
            if self.set_aside[name]:
                message = f"{self.set_aside[name]} rows {words} were set aside"
                self.findings.append(Finding("row_set_aside", "note", message, Place(self.tables[0].label)))
        return mine & ~nw.col("outside")

    def _check(self, parts: Any, places: Mapping[int, CellPlace]) -> int:
        """Add findings on rows that cannot be read; return the lines of files that are no rows."""
        import narwhals as nw

        sums = self.engine.collect(
            parts.select(
                *(nw.col(name).sum() for name in ("broken", "pay_missing", "time_missing")),
                _no_worker().cast(nw.Int64).sum().alias("nobody"),
            )
        )
        lost = 0
        for table, frame in zip(self.tables, self.frames, strict=True):
            lines = [cells for cells in table.lost_lines(self.engine.connection) if cells.count]
            lost += sum(cells.count for cells in lines)
            self.findings.extend(pay_checks.finding(table.label, c, "each may be any worker's") for c in lines)
            if sums["broken"][0]:
                self.findings.extend(pay_checks.check_rows(self.engine, table, frame))
            if sums["pay_missing"][0] or sums["time_missing"][0] or sums["nobody"][0]:
                self.findings.extend(pay_checks.check_missing(self.engine, table, frame))
        for number, cell in places.items():
            if cell.problem and (count := _count(self.engine, parts.filter(nw.col("cell") == number))):
                self.findings.append(pay_checks.finding(self.tables[0].label, BadCells(cell.problem, count, ())))
        if self.shape.grain == "payroll":
            self.findings.extend(duplicates.overlapping_periods(self.engine, parts, self.tables[0].label))
        return lost

    def _refuse_unreadable(self, parts: Any, places: Mapping[int, CellPlace]) -> None:
        import narwhals as nw

        wrong = [number for number, cell in places.items() if cell.problem]
        test = _no_worker() | (nw.col("broken") == nw.col("rows"))
        if wrong:
            test = test | nw.col("cell").is_in(wrong)
        rows, unreadable = _count(self.engine, parts), _count(self.engine, parts.filter(test))
        if rows and rows == unreadable:
            seen = "; ".join(dict.fromkeys(finding.message for finding in self.findings))
            what = f"none of {rows} rows can be read" + (f" ({seen})" if seen else "")
            raise InputError([Problem(self.tables[0].label, None, None, "", what, "check the mapping against the file")])

    def _overfull(self, rows: Any, parts: Any) -> tuple[Any, Any]:
        """Return workers and units with more hours than there are (None: none), and time by worker and day."""
        pieces = None
        if self.shape.grain == "payroll":
            units = self.engine.store(working_days.overfull_units(parts))
            where = rows.join(units, on=["worker", "unit"], how="semi")
        else:
            pieces = working_days.day_pieces(self.engine, rows)
            days = working_days.overfull_days(self.engine, pieces)
            units = self.engine.store(working_days.months_of_days(self.engine, days))
            where = rows.join(days.rename({"day": "last_day"}), on=["worker", "last_day"], how="semi")
        count = self.engine.count(units)
        if not count:
            return None, pieces
        import narwhals as nw

        cells = BadCells("more than 24 hours a day (168 a week)", self.engine.count(where), pay_checks.first_rows(self.engine, where, nw.lit(True)))
        self.findings.append(pay_checks.finding(self.tables[0].label, cells))
        return units, pieces

    def _with_bars(
        self, rows: Any, parts: Any, cells: Mapping[int, Mapping[str, Any]], places: Mapping[int, CellPlace], inside: Any, overfull: Any
    ) -> PayData:
        import pyarrow as pa

        payroll = self.shape.grain == "payroll"
        source = BarSource(self.yardsticks.benchmarks, self.yardsticks.rate, self.yardsticks.choices, self.shape.has_contract)
        spans = _spans(self.engine, parts)
        calendars = Calendars(source, places, spans)
        boundaries = () if payroll else calendars.boundaries(*_reach(spans))
        if boundaries:
            parts = gather(self.engine, rows, self.shape, boundaries).filter(inside)
            spans = _spans(self.engine, parts)
        log = BarLog()
        bars, currencies = bar_rows(source, calendars, places, spans, log, average=payroll)
        if not boundaries:
            bars.pop("spell")
        return PayData(
            self.engine, self.tables, self.shape, self.scope, rows, _mark(parts, overfull), self.engine.from_arrow(pa.table(bars)),
            cells, places, spans, source, log, calendars, currencies, 0, _sampled(self.tables), self.yardsticks.own_table, self.none,
            self.yardsticks.benchmarks,
        )  # fmt: skip


def _no_worker() -> Any:
    import narwhals as nw

    return nw.col("worker").is_null()


def _count(engine: Engine, parts: Any) -> int:
    import narwhals as nw

    return int(engine.collect(parts.select(nw.col("rows").sum().alias("n")))["n"][0] or 0)


def _scope_days(scope: PayScope) -> tuple[int, int]:
    start, end = scope.period
    return (start or _FIRST_DAY).toordinal() - _EPOCH, (end or _LAST_DAY).toordinal() - _EPOCH


def _shown_to_be_none(tables: Sequence[PayTable], shown: frozenset[str]) -> frozenset[str]:
    """Return the columns that no table fills because there is nothing for them, on evidence that was read."""
    kept = set(LESSENING)
    for table in tables:
        said = {name for name, ids in table.mapping.none.items() if ids and set(ids) <= shown}
        kept &= said - table.columns
    return frozenset(kept)


def _other_suppliers(
    engine: Engine, tables: Sequence[PayTable], scope: PayScope, cells: Mapping[int, Mapping[str, Any]], parts: Any
) -> list[int]:
    """Return the cells of other suppliers in the run; rows of a supplier who is not in it are an error."""
    import narwhals as nw

    foreign = {n: cell["supplier_id"] for n, cell in cells.items() if cell["supplier_id"] not in (None, scope.subject)}
    unknown = sorted({name for name in foreign.values() if name not in scope.other_subjects})
    if unknown:
        count = _count(engine, parts.filter(nw.col("cell").is_in([n for n, name in foreign.items() if name in unknown])))
        what = f"{count} rows are of another supplier ({', '.join(unknown)}), who is not assessed in this run"
        todo = f"take them out, or assess that supplier in the same run; this subject's supplier_id is {scope.subject!r}"
        raise InputError([Problem(tables[0].label, None, None, "supplier_id", what, todo)])
    return list(foreign)


def _spans(engine: Engine, parts: Any) -> list[Span]:
    """Return each cell in each unit with the days that its parts touch."""
    import narwhals as nw

    spell = "spell" in parts.collect_schema().names()
    keys = ["cell", "unit", *(["spell"] if spell else [])]
    days = [nw.col("first_day").min(), nw.col("last_day").max(), nw.col("month").max()]
    found = engine.collect(parts.group_by(*keys).agg(*days).sort(*keys))
    spells = found["spell"] if spell else [0] * len(found["cell"])
    columns = (found["cell"], found["unit"], spells, found["first_day"], found["last_day"], found["month"])
    return [Span(*row) for row in zip(*columns, strict=True)]


def _reach(spans: Sequence[Span]) -> tuple[int, int]:
    firsts = [span.first for span in spans if span.first is not None]
    lasts = [span.last for span in spans if span.last is not None]
    return (min(firsts), max(lasts)) if firsts else (0, 0)


def _mark(parts: Any, overfull: Any) -> Any:
    """Return the parts with those of impossible days or periods marked as broken."""
    import narwhals as nw

    if overfull is None:
        return parts
    marked = parts.join(overfull.with_columns(nw.lit(1).alias("overfull")), on=["worker", "unit"], how="left")
    return marked.with_columns((nw.col("broken") + nw.col("overfull").fill_null(0)).alias("broken")).drop("overfull")


def _sampled(tables: Sequence[PayTable]) -> bool:
    return any(table.evidence is not None and table.evidence.sampling in ("sample", "volunteered") for table in tables)
