"""Audit the pay data of one collector: from opened pay files to metrics with both ends, groups and pictures.

The door of the pay engine; what each step means stands in the modules that it calls. Decides no requirement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

from checker.facts.believable_pay import doubt_pay
from checker.facts.compared import benchmark_uses, rate_uses
from checker.facts.cover import cover_of
from checker.facts.days_late import lateness
from checker.facts.disclosure.breakdowns import By, breakdowns
from checker.facts.disclosure.linked_tests import linked_tests
from checker.facts.disclosure.small_cells import is_small, publish
from checker.facts.engine import open_engine
from checker.facts.measured import Measured, unknown
from checker.facts.metrics import METRICS, MetricEntry
from checker.facts.pay_data import PayData
from checker.facts.pay_findings import pay_findings
from checker.facts.pay_notes import conflicts_of, notes_of
from checker.facts.pay_set import PaySet, Yardsticks, open_set
from checker.facts.pictures import distributions
from checker.facts.piece_rate_groups import piece_rate_groups
from checker.facts.wage_ladder import ladders
from checker.facts.without_work import SET_ASIDE
from checker.model.benchmark import BarChoices, BenchmarkTable
from checker.model.evidence import Collector, EvidenceItem, Level, Period
from checker.model.exchange import RateTable
from checker.model.facts import Cover
from checker.model.pay_engine import BUILT_IN, EngineChoice
from checker.model.pay_method import PAY_METHODS
from checker.model.pay_table import PLACE_CONSTANTS, PayTable, time_bases_of
from checker.model.questionnaire import Finding
from checker.model.wages import DEFAULT_METHOD, Metric, PayScope, Published, TimeBasisUse, WageSet

METHODS = tuple(PAY_METHODS)
_BY_METHOD = ("floor", "distribution", "equality")
"""Families whose numbers depend on the method of counting pay."""
_BY_WEEK = ("time", "stability")
"""Families that read worked days and weeks."""


def audit_pay(
    tables: Sequence[PayTable],
    items: Sequence[EvidenceItem],
    collector: Collector,
    scope: PayScope,
    benchmarks: BenchmarkTable,
    rates: Sequence[RateTable],
    methods: frozenset[str] = frozenset({DEFAULT_METHOD}),
    *,
    reviewed: frozenset[str] = frozenset(),
    choices: BarChoices | None = None,
    own_table: BenchmarkTable | None = None,
    wanted: frozenset[str] | None = None,
    by: By | None = None,
    engine: EngineChoice = BUILT_IN,
) -> WageSet:
    """Return all that the pay files of one collector say.

    ``reviewed``: ids of evidence at ``documented`` or above that an assessor has read (for `none` in a mapping).
    ``own_table``: the living wages that the subject says it uses. ``wanted``: names of metrics, None for all. ``by``:
    columns to break workers down by, None for the usual ones.
    Raises InputError where the files are unusable.
    """
    yardsticks = Yardsticks(benchmarks, rates, choices or BarChoices(), own_table)
    filled = [table for table in tables if table.columns]
    if not filled:
        return _nothing(tables, items, collector, scope, "the pay file is empty", wanted)
    with open_engine(engine) as running:
        weekly = wanted is None or any(METRICS[name].family in _BY_WEEK for name in wanted & METRICS.keys())
        found = open_set(running, filled, scope, yardsticks, reviewed, weekly=weekly)
        if not found.data.row_count:
            why = "the pay file holds no row" if not found.rows else "no row of the pay file is in scope"
            if SET_ASIDE in found.set_aside:
                why = "no row of the pay file in scope has hours or pay"
            nothing = _nothing(tables, items, collector, scope, why, wanted)
            return replace(
                nothing,
                findings=(*found.findings, *nothing.findings),
                set_aside=found.set_aside,
                rows=found.rows,
            )
        measured = _assemble(found, items, collector, scope, methods | {DEFAULT_METHOD}, wanted, by)
        return doubt_pay(measured, filled, reviewed)


def metric_key(name: str, method: str) -> str:
    """Return the key of a metric in a wage set: its name, with ``@method`` where that is not the default."""
    return name if method == DEFAULT_METHOD else f"{name}@{method}"


def measure(data: PayData, entry: MetricEntry) -> Measured:
    """Return one metric of the table as true number."""
    module, _, attribute = entry.compute.partition(":")
    measured: Measured = getattr(import_module(module), attribute)(data, entry)
    return measured


def _assemble(
    found: PaySet,
    items: Sequence[EvidenceItem],
    collector: Collector,
    scope: PayScope,
    methods: frozenset[str],
    wanted: frozenset[str] | None,
    by: By | None,
) -> WageSet:
    data = found.data
    metrics = {}
    for entry in METRICS.values():
        if wanted is not None and entry.name not in wanted:
            continue
        for method in METHODS if entry.family in _BY_METHOD else (DEFAULT_METHOD,):
            if method in methods:
                chosen = entry._replace(method=method)
                metrics[metric_key(entry.name, method)] = metric_of(data, chosen)
    small = data.worker_count < scope.k
    everything = wanted is None
    bases, moved = _time_bases(data) if everything else ((), ())
    groups, said = breakdowns(data, by) if everything and not small else ((), ())
    return WageSet(
        evidence=tuple(items),
        collector=collector,
        level=min((item.level for item in items), default=Level.RECORDED),
        period=_period(data),
        workers=data.worker_count,
        headcount=scope.headcount,
        rows=found.rows,
        grain=data.grain,
        time_basis=", ".join(time_bases_of(data.tables)),
        set_aside=found.set_aside,
        metrics=metrics,
        groups=(*groups, *piece_rate_groups(data)) if everything and not small else (),
        benchmarks=benchmark_uses(data),
        fx=rate_uses(data),
        cover=cover_of(data),
        notes=(
            *said,
            *notes_of(data),
            *found.notes,
            *(PAY_METHODS[name].statement for name in METHODS if name in methods),
        ),
        findings=(
            *found.findings,
            *conflicts_of(data),
            *_cuts(data, metrics),
            *moved,
            *(pay_findings(data, metrics) if everything else ()),
        ),
        time_bases=bases,
        distributions=distributions(data) if everything and not small else (),
        ladders=ladders(data) if everything and not small else (),
        lateness=lateness(data) if everything and not small else None,
        worker_count_hidden=small,
    )


def _cuts(data: PayData, metrics: Mapping[str, Metric]) -> tuple[Finding, ...]:
    """Return the finding that workers were cut, which no mean may hide, and whether a change was announced."""
    from checker.facts.change.outcome import outcome_of
    from checker.facts.change.shown import raw_change
    from checker.facts.change.verdict import findings_of

    if not {"share_cut", "mean_loss_of_cut", "pooled_change", "change_announced"} <= metrics.keys():
        return ()
    outcome = outcome_of(data)
    return findings_of(data, outcome, metrics, raw_change(data, outcome)) if outcome.changed else ()


def metric_of(data: PayData, entry: MetricEntry) -> Metric:
    """Return one metric of the table with what may be shown of it."""
    return _with_shown(data, entry, measure(data, entry))


def _with_shown(data: PayData, entry: MetricEntry, measured: Measured) -> Metric:
    shown = publish(measured, data.scope.k, data.worker_count, unit=measured.unit or entry.unit)
    if measured.known and not shown.suppressed:
        shown = linked_tests(data).hidden(entry, measured) or shown
    return Metric(
        entry.name,
        measured.unit or entry.unit,
        measured.low,
        measured.high,
        measured.n,
        measured.basis,
        entry.method if entry.family in _BY_METHOD else "",
        measured.estimator,
        shown,
        measured.value if measured.value is not None else (measured.low if measured.exact else None),
        measured.why,
        cap_of(data, measured),
        _tells_of_few(data, measured.n),
    )


def _tells_of_few(data: PayData, n: int) -> bool:
    """Return whether a number of workers is small, or leaves few of all who are in the data, or of all there are."""
    everybody = data.worker_count, max(data.worker_count, data.headcount or 0)
    numbers = n, *(abs(heads - n) for heads in everybody)
    return n not in everybody and any(is_small(number, data.scope.k) for number in numbers)


def _time_bases(data: PayData) -> tuple[tuple[TimeBasisUse, ...], tuple[Finding, ...]]:
    """Return hourly pay under the declared time basis and the others that stamps allow, and what to say of it."""
    from checker.facts.working_time import time_bases

    entry = METRICS["effective_hourly_wage_p50"]
    true = time_bases.reckon(data, entry, measure(data, entry))
    shown: list[TimeBasisUse] = []
    for one in true:
        pay = _with_shown(data, entry, one.hourly_pay)
        hours = _with_shown(data, entry._replace(name="working_hours", unit="hours"), one.hours)
        gap = None if one.gap_ms is None else one.gap_ms / time_bases.MINUTE_MS
        change = None
        if shown and not one.declared:
            here, there = shown[0].hourly_pay.published.high, pay.published.high
            change = _change(here, there) if here and there is not None else None
        shown.append(TimeBasisUse(one.basis, gap, one.declared, pay, hours, change))
    return tuple(shown), time_bases.findings_of(data, shown, true)


def _change(here: float, there: float) -> float:
    """Return how far ``there`` lies from ``here``, as a share of it.

    To twelve decimals: sums in parallel differ in their last digit from run to run, and two that are equal have to
    come out so every time.

    >>> _change(205.8, 205.8 * (1 + 2**-52)), round(_change(200.0, 150.0), 3)
    (0.0, -0.25)
    """
    return round(there / here - 1, 12) + 0.0


def cap_of(data: PayData, measured: Measured) -> Level:
    """Return the level above which a number never counts: stated where it rests on a constant or an estimate."""
    constant = {name for table in data.tables for name in table.constants} - PLACE_CONSTANTS
    estimated = any(table.mapping.time_basis == "vendor_estimate" for table in data.tables)
    timed = bool({"hours_paid", "started_at"} & set(measured.reads))
    return Level.STATED if constant & set(measured.reads) or (estimated and timed) else Level.WORKER_MEASURED


def _period(data: PayData) -> Period:
    from checker.facts.bars.assigned import to_day

    dated = [span for span in data.spans if span.dated]
    if not dated:
        return Period(None, None)
    return Period(to_day(min(span.first for span in dated)), to_day(max(span.last for span in dated)))


def _nothing(
    tables: Sequence[PayTable],
    items: Sequence[EvidenceItem],
    collector: Collector,
    scope: PayScope,
    why: str,
    wanted: frozenset[str] | None,
) -> WageSet:
    """Return a set without a row: every metric unknown, with the reason."""
    nothing = unknown(why)
    metrics = {
        entry.name: Metric(
            entry.name,
            entry.unit,
            None,
            None,
            0,
            "",
            "",
            nothing.estimator,
            Published(None, None, None, False, why),
            None,
            why,
        )
        for entry in METRICS.values()
        if wanted is None or entry.name in wanted
    }
    label = tables[0].label if tables else ""
    cover = Cover(complete=False, period=Period(None, None), places=(), workers=0, why=why)
    message = f"{label}: {why}; all its metrics are unknown" if label else why
    return WageSet(
        tuple(items),
        collector,
        min((item.level for item in items), default=Level.NONE),
        Period(None, None),
        0,
        scope.headcount,
        0,
        tables[0].mapping.grain if tables else "",
        ", ".join(time_bases_of(tables)),
        {},
        metrics,
        (),
        (),
        (),
        cover,
        findings=(Finding("pay_file_empty", "warning", message),),
    )


__all__: list[Any] = ["METHODS", "audit_pay", "cap_of", "measure", "metric_key", "metric_of"]
