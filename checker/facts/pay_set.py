"""From opened pay files of one collector to pay data that metrics can read: load checks, stages 1 and 2, bars.

Raises InputError for what makes the files unusable (unknown status word, another supplier's row that nobody
set aside, no row that can be read); everything else becomes a finding and leaves its worker undecided.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from checker.errors import InputError, Problem
from checker.facts import believable_pay, duplicates, pay_checks
from checker.facts.bars.assigned import (
    NO_DAYS,
    BarLog,
    BarSource,
    Calendars,
    CellPlace,
    Span,
    Spells,
    bar_rows,
    bar_types,
    cell_places,
    days_of_month,
    to_day,
)
from checker.facts.bars.bar import DEFAULT_CHOICES
from checker.facts.bars.exchange import rate as rate_in
from checker.facts.engine import Engine
from checker.facts.other_suppliers import other_suppliers
from checker.facts.pay_data import PayData
from checker.facts.pay_rows import LESSENING, NO_UNIT, UNIT_BASE, normalise, shape_of
from checker.facts.pay_survey import Survey, survey, without_faults
from checker.facts.without_work import SET_ASIDE, WHY, is_without_work
from checker.facts.worker_months import gather
from checker.facts.working_time import clusters, working_days
from checker.facts.working_time.week_sums import week_sums
from checker.model.benchmark import BarChoices, BenchmarkTable
from checker.model.evidence import Place
from checker.model.exchange import NoRate, Rate, RateTable
from checker.model.pay_table import BadCells, PayTable
from checker.model.quantity import many
from checker.model.questionnaire import Finding
from checker.model.wages import PayScope

_FIRST_DAY, _LAST_DAY = date(1, 1, 1), date(9999, 12, 31)
_LONGEST = 366 * 30
"""Days over which bars are looked up at most."""
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
    engine: Engine,
    tables: Sequence[PayTable],
    scope: PayScope,
    yardsticks: Yardsticks,
    shown: frozenset[str],
    *,
    weekly: bool = True,
) -> PaySet:
    """Read one set; ``shown`` are ids of evidence at documented or above that an assessor has read.

    ``weekly``: metrics of weeks will be asked for, so that the pass over days sums what they read as well.
    """
    return _Opening(engine, tuple(tables), scope, yardsticks, _shown_to_be_none(tables, shown), weekly=weekly).run()


class _Opening:
    """The steps from files to pay data, in order, with what each adds to the findings."""

    def __init__(
        self,
        engine: Engine,
        tables: tuple[PayTable, ...],
        scope: PayScope,
        yardsticks: Yardsticks,
        none: frozenset[str],
        *,
        weekly: bool,
    ) -> None:
        self.engine, self.tables, self.scope, self.yardsticks, self.none = engine, tables, scope, yardsticks, none
        self.weekly = weekly
        self.shape = shape_of(tables)
        self.findings: list[Finding] = []
        self.set_aside: dict[str, int] = {}
        salt = random.SystemRandom().randrange(1 << 30)
        self.frames = [engine.frame(table.rows(engine.session, salt)) for table in tables]

    def run(self) -> PaySet:
        pay_checks.refuse_unknown_words(self.engine, self.tables, self.frames)
        rows = self._once(self._normalised())
        seen = survey(self.engine, rows, self.shape)
        rows = without_faults(rows, seen)
        total = seen.counts["rows"] + sum(self.set_aside.values())
        places = cell_places(seen.cells, self.scope)
        rows, mine, seen = self._set_aside(rows, seen)
        in_scope = total > sum(self.set_aside.values())
        lost = self._check(rows, seen, mine, places) if in_scope else 0
        data = self._with_bars(rows, seen, places)
        data.anonymous = _count(self.engine, data.parts.filter(_no_worker())) + lost
        self._compare_headcount(data)
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
        rows, said, self.set_aside["in_two_files"] = duplicates.drop_repeated(self.engine, self.tables, frames)
        self.findings.extend(said)
        return rows

    def _set_aside(self, rows: Any, seen: Survey) -> tuple[Any, frozenset[int], Survey]:
        """Return this subject's rows of the period that show work, its cells, and their survey; the rest is counted."""
        import narwhals as nw

        others = other_suppliers(self.tables, self.scope, seen)
        mine = frozenset(seen.cells) - others
        if others:
            rows = rows.filter(~nw.col("cell").is_in(sorted(others)))
        self.set_aside["other_supplier"] = seen.rows_of(others)
        outside = nw.col("outside")
        of_others = "of other suppliers in this run"
        self._say_set_aside("other_supplier", (f"{of_others} was set aside", f"{of_others} were set aside"))
        if seen.counts["outside"]:
            self.set_aside["outside_period"] = self.engine.count(rows.filter(outside))
            self._say_outside(rows.filter(outside))
            rows = rows.filter(~outside)
        if seen.counts[SET_ASIDE]:
            empty = is_without_work(self.shape)
            self.set_aside[SET_ASIDE] = self.engine.count(rows.filter(empty))
            self._say_set_aside(SET_ASIDE, WHY)
            rows = rows.filter(~empty)
            ends = self.engine.collect(rows.select(nw.col("first_day").min(), nw.col("last_day").max()))
            seen = replace(seen, first=ends["first_day"][0], last=ends["last_day"][0])
        return rows, mine, seen

    def _say_set_aside(self, name: str, words: tuple[str, str], todo: str = "") -> None:
        if self.set_aside[name]:
            what = many(self.set_aside[name], "row", *words)
            loud: Literal["note", "warning"] = "warning" if todo else "note"
            self.findings.append(Finding("row_set_aside", loud, what, Place(self.tables[0].label), todo))

    def _say_outside(self, rows: Any) -> None:
        """Say of which days the rows are that the stated period leaves out: it may leave out the worst."""
        import narwhals as nw

        days = self.engine.collect(rows.select(nw.col("first_day").min(), nw.col("last_day").max()))
        first, last = days["first_day"][0], days["last_day"][0]
        span = f" ({to_day(first)} to {to_day(last)})" if first is not None and last is not None else ""
        todo = "judge a period that holds all of the data, or say why those days are left out"
        out = "outside the period in scope"
        self._say_set_aside("outside_period", (f"{out} was set aside{span}", f"{out} were set aside{span}"), todo)

    def _check(self, rows: Any, seen: Survey, mine: frozenset[int], places: Mapping[int, CellPlace]) -> int:
        """Add findings on rows that cannot be read; return the lines of files that are no rows."""
        lost = 0
        counts = seen.counts
        for table, frame in zip(self.tables, self.frames, strict=True):
            lines = table.lost_lines(self.engine.session)
            lost += sum(cells.count for cells in lines)
            self.findings.extend(pay_checks.finding(table, c, "each may be any worker's") for c in lines)
            self.findings.extend(believable_pay.short_weeks(self.engine, table, frame))
            if counts["broken"]:
                self.findings.extend(pay_checks.check_rows(self.engine, table, frame))
            if counts["pay_missing"] or counts["time_missing"] or counts["overtime_blank"] or counts["nobody"]:
                self.findings.extend(pay_checks.check_missing(self.engine, table, frame))
        wrong = [number for number in sorted(mine) if places[number].problem]
        self.findings.extend(
            pay_checks.unknown_codes(
                self.tables[0],
                [(places[n].problem, seen.rows[n], n) for n in wrong],
                lambda cells: self._first_rows(rows, cells),
            )
        )
        if wrong or counts["broken"] or counts["nobody"]:
            self._refuse_unreadable(rows, frozenset(wrong))
        return lost

    def _compare_headcount(self, data: PayData) -> None:
        """Say where the data hold more workers than there are said to be; the larger number counts."""
        said, seen = self.scope.headcount, data.worker_count
        if said is None or seen <= said:
            return
        figures = f"{many(seen, 'worker', 'is', 'are')} in the data, and the headcount is {said}"
        if seen < self.scope.k:
            figures = "more workers are in the data than the headcount says"
        message = f"{figures}: shares are of all those in the data; correct the headcount, unless workers came and went"
        self.findings.append(Finding("headcount_below_data", "warning", message, Place(self.tables[0].label)))

    def _first_rows(self, rows: Any, cells: list[int]) -> tuple[int, ...]:
        """Return the first rows of some cells; of several files none, since a number would not say of which."""
        import narwhals as nw

        if len(self.tables) > 1:
            return ()
        return pay_checks.first_rows(self.engine, rows, nw.col("cell").is_in(cells))

    def _refuse_unreadable(self, rows: Any, wrong: frozenset[int]) -> None:
        import narwhals as nw

        test = nw.col("broken") | _no_worker()
        if wrong:
            test = test | nw.col("cell").is_in(sorted(wrong))
        total, readable = self.engine.count(rows), self.engine.count(rows.filter(~test))
        if total and not readable:
            said = "; ".join(dict.fromkeys(finding.message for finding in self.findings))
            rows_ = "the only row cannot be read" if total == 1 else f"none of {total} rows can be read"
            what = rows_ + (f" ({said})" if said else "")
            todo = dict.fromkeys(["check the mapping against the file", *(f.todo for f in self.findings if f.todo)])
            raise InputError([Problem(self.tables[0].label, None, None, "", what, "; ".join(todo))])

    def _with_bars(self, rows: Any, seen: Survey, places: Mapping[int, CellPlace]) -> PayData:
        """Sum the rows to parts, and look up what they are compared with."""
        payroll = self.shape.grain == "payroll"
        source = BarSource(
            self.yardsticks.benchmarks, self.yardsticks.rate, self.yardsticks.choices, self.shape.has_contract
        )
        first, last = _reach(seen, self.scope)
        calendars = Calendars(source, places, first, last)
        spells = None if payroll else calendars.spells(places, first, last)
        timed, seen = self._in_clusters(rows, seen) if self.shape.has_clusters else (rows, seen)
        parts = gather(self.engine, timed, self.shape, seen, spells)
        memo: dict[str, Any] = {}
        overfull = self._overfull_periods(rows, parts) if payroll else self._overfull_days(timed, seen, memo)
        if payroll:
            self.findings.extend(duplicates.several_rows(self.engine, self.tables, rows, parts))
            self.findings.extend(duplicates.overlapping_periods(self.engine, parts, self.tables[0].label))
        spans = _spans(self.engine, parts, seen, (first, last), spells)
        log = BarLog()
        there = {span.cell for span in spans}
        cells = {n: words for n, words in seen.cells.items() if n in there}
        places = {n: place for n, place in places.items() if n in there}
        bars, currencies = bar_rows(source, calendars, places, spans, log, average=payroll)
        if spells is None or not spells.changes:
            bars.pop("spell")
        return PayData(
            self.engine,
            self.tables,
            self.shape,
            self.scope,
            rows,
            working_days.mark_overfull(parts, overfull),
            self.engine.given(bars, bar_types(calendars.bars)),
            cells,
            places,
            spans,
            source,
            log,
            calendars,
            currencies,
            0,
            _sampled(self.tables),
            seen.filled,
            self.yardsticks.own_table,
            self.none,
            self.yardsticks.benchmarks,
            seen=seen,
            memo=memo,
        )

    def _in_clusters(self, rows: Any, seen: Survey) -> tuple[Any, Survey]:
        """Return the rows with the time of clusters, and what is filled by it."""
        timed = clusters.in_clusters(self.engine, rows, self.shape, seen)
        again = duplicates.same_stamps(self.engine, self.tables, timed)
        self.findings.extend(again)
        # Where it is open whether a row's pay is owed, pay has two ends.
        filled = {"time_unpaid", *(["time_open"] if again else [])}
        return timed, replace(seen, filled=seen.filled | filled)

    def _overfull_periods(self, rows: Any, parts: Any) -> Any:
        units = self.engine.store(working_days.overfull_units(parts))
        return self._said_overfull(units, rows.join(units, on=["worker", "unit"], how="semi"))

    def _overfull_days(self, rows: Any, seen: Survey, memo: dict[str, Any]) -> Any:
        # In the time that is named: of clusters where it is theirs, so that no metric of weeks reads another.
        memo["timed"] = rows
        memo["tasks"] = working_days.timed_tasks(rows, all_known=seen.is_sound)
        weeks = None
        if self.weekly:
            memo["week sums"] = weeks = self.engine.store(week_sums(rows, self.shape, seen))
        days = working_days.overfull_days(self.engine, memo["tasks"], weeks)
        if not self.engine.count(days):
            return None
        units = self.engine.store(working_days.months_of_days(self.engine, days))
        where = rows.join(days.rename({"day": "last_day"}), on=["worker", "last_day"], how="semi")
        return self._said_overfull(units, where)

    def _said_overfull(self, units: Any, where: Any) -> Any:
        """Return the workers and units with more hours than there are (None: none), said in a finding."""
        if not self.engine.count(units):
            return None
        rows = pay_checks.first_rows(self.engine, where)
        cells = BadCells("more than 24 hours a day (168 a week)", self.engine.count(where), rows)
        self.findings.append(pay_checks.finding(self.tables[0], cells))
        return units


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


def _spans(engine: Engine, parts: Any, seen: Survey, reach: tuple[int, int], spells: Spells | None) -> list[Span]:
    """Return each cell in each unit with its days, cell by cell; without ``spells`` the units are payroll periods."""
    import narwhals as nw

    told_apart = "spell" in parts.collect_schema().names()
    keys = ["cell", "unit", *(["spell"] if told_apart else [])]
    found = engine.collect(parts.group_by(*keys).agg(nw.len().alias("n")).sort(*keys))
    numbers = found["spell"] if told_apart else [0] * len(found["cell"])
    spans = []
    for cell, unit, number in zip(found["cell"], found["unit"], numbers, strict=True):
        if unit == NO_UNIT:
            days = NO_DAYS
        elif spells is None:
            days = (unit // UNIT_BASE, unit % UNIT_BASE)
        else:
            spell = spells.days_of(cell, number) if told_apart else reach
            days = _overlap(days_of_month(unit), reach, spell)
        spans.append(Span(cell, unit, number, *days))
    order = {cell: place for place, cell in enumerate(seen.cells)}
    return sorted(spans, key=lambda span: (order[span.cell], span.unit, span.spell))


def _overlap(*ranges: tuple[int, int]) -> tuple[int, int]:
    return max(first for first, _ in ranges), min(last for _, last in ranges)


def _reach(seen: Survey, scope: PayScope) -> tuple[int, int]:
    """Return the first and last day that bars are needed for."""
    start, end = _scope_days(scope)
    if seen.first is None or seen.last is None:
        return 0, 0
    # Days outside the scope are set aside; a broken date may lie anywhere.
    last = min(seen.last, end)
    return max(min(seen.first, last), start - 366, last - _LONGEST), last


def _sampled(tables: Sequence[PayTable]) -> bool:
    return any(table.evidence is not None and table.evidence.sampling in ("sample", "volunteered") for table in tables)
