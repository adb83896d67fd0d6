"""What may be shown of a pay-change audit: published metrics, weeks of k workers or more, words that expose nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from checker.facts.bars.assigned import to_day
from checker.facts.change.outcome import Outcome, currencies, drop_of
from checker.facts.change.verdict import findings_of, notes_of, verdict_of
from checker.facts.change.week import SEED, week_name
from checker.facts.change.workers import Window, bootstrap, by_own_pay, sided
from checker.facts.disclosure.small_cells import cells_to_hide, hidden, publish, without_counts
from checker.facts.measured import Measured
from checker.facts.pay_data import PayData
from checker.facts.pay_set import PaySet
from checker.model.evidence import Period
from checker.model.pay_change import ChangeEvidence, ChangeWeek, PayChange, Resampled
from checker.model.pay_table import MONEY_SCALE
from checker.model.wages import Metric, Published

_LEAST_HALF = 2
"""Weeks that each half of the weeks before needs for the test of chance."""


def shown_change(found: PaySet, outcome: Outcome, metrics: Mapping[str, Metric]) -> PayChange:
    """Return the audit as it may leave the process."""
    data, k = found.data, found.data.scope.k
    small = data.worker_count < k
    money = {} if small else _money(data, outcome)
    raw = hidden(f"fewer than {k} workers") if small else raw_change(data, outcome)
    chance = None if small else _by_chance(data, outcome)
    several = currencies(data)
    findings = (*found.findings, *findings_of(data, outcome, metrics, raw))
    notes = notes_of(data, outcome, metrics, chance, _unpaid(data, outcome))
    return PayChange(
        period=_period(data, outcome),
        workers=None if small else data.worker_count,
        rows=None if small else found.rows,
        grain=data.grain,
        per=outcome.per,
        k=k,
        question=replace(outcome.question, announced=outcome.announced),
        found=None if small else True if outcome.changed else False if outcome.split else None,
        verdict=verdict_of(data, outcome, metrics, raw),
        metrics=metrics,
        evidence=_evidence(outcome, small=small),
        weeks=() if small else _weeks(data, outcome),
        resampled={} if small else _resampled(data, outcome, metrics),
        raw_change=raw,
        money=money,
        currency=_currency(outcome, several),
        counts={} if small else _counts(data, outcome),
        set_aside={} if small else found.set_aside,
        notes=(*notes, *found.notes),
        findings=without_counts(findings) if small else findings,
    )


def _period(data: PayData, outcome: Outcome) -> Period:
    if outcome.table is None or outcome.table.days is None:
        return data.scope.period
    return Period(*(to_day(day) for day in outcome.table.days))


def _currency(outcome: Outcome, several: tuple[str, ...]) -> str:
    if outcome.question.formula is not None:
        return outcome.question.formula.currency
    return several[0] if len(several) == 1 else ""


def _evidence(outcome: Outcome, *, small: bool) -> ChangeEvidence:
    """Return how the week was found; of fewer than k workers, only in words."""
    weeks = len(np.unique(outcome.cells["week"])) if outcome.cells else 0
    if small:
        return ChangeEvidence("hidden", weeks)
    if outcome.question.since is not None:
        return ChangeEvidence("given", weeks, words=f"the day of the change was given: {outcome.question.since}")
    split = outcome.split
    if split is None:
        return ChangeEvidence("none", weeks, words=outcome.why)
    drop = None
    if outcome.question.formula is not None and split.found and outcome.cells:
        drop = drop_of(outcome.cells, split)
    return ChangeEvidence(
        "least squared residual", weeks, tuple(week_name(week) for week in split.tied), split.loss_one, split.loss_two,
        split.p_value, split.permutations, SEED, split.workers or None, drop, split.words,
    )  # fmt: skip


def _weeks(data: PayData, outcome: Outcome) -> tuple[ChangeWeek, ...]:
    cells = outcome.cells
    if not cells:
        return ()
    numbers = np.unique(cells["week"])
    parts = [{name: values[cells["week"] == number] for name, values in cells.items()} for number in numbers]
    workers = [len(np.unique(part["worker"])) for part in parts]
    hide = cells_to_hide(workers, data.scope.k)
    return tuple(
        _week(data, outcome, int(number), part, heads, hide=i in hide)
        for i, (number, part, heads) in enumerate(zip(numbers, parts, workers, strict=True))
    )


def _week(
    data: PayData, outcome: Outcome, number: int, part: Mapping[str, Any], heads: int, *, hide: bool
) -> ChangeWeek:
    k, side = data.scope.k, _side_of(outcome, number)
    few = hidden(f"fewer than {k} workers, or a total would reveal it")
    if outcome.question.formula is None:
        level = few if hide else _pooled(part["pay"], part["expected"], k)
        return ChangeWeek(week_name(number), None if hide else heads, side, None, None, level)
    if hide:
        return ChangeWeek(week_name(number), None, side, few, few, None)
    residual = _plain((part["paid"].sum() - part["expected"].sum()) / part["tested"].sum() / MONEY_SCALE)
    if _dominant(part["tested"]):
        residual = hidden("one worker makes up more than half of it")
    return ChangeWeek(week_name(number), heads, side, match_rate(part, k), residual, None)


def match_rate(part: Mapping[str, Any], k: int) -> Published:
    """Return the share of rows that fit the formula; hidden where fewer than k workers are behind either side of it.

    ``part``: rows tested and matched, an entry a worker (or a worker's week).
    """
    _, who = np.unique(part["worker"], return_inverse=True)
    fitting = len(np.unique(who[part["matched"] > 0]))
    missing = len(np.unique(who[part["matched"] < part["tested"]]))
    if _dominant(np.bincount(who, weights=part["tested"])):
        return hidden("one worker makes up more than half of it")
    if 0 < fitting < k:
        return hidden(f"fewer than {k} workers", f"rows of fewer than {k} workers")
    if 0 < missing < k:
        return hidden(f"fewer than {k} workers", f"all but rows of fewer than {k} workers")
    return _plain(part["matched"].sum() / part["tested"].sum())


def _side_of(outcome: Outcome, number: int) -> Any:
    if outcome.weeks is None:
        return ""
    first, last = outcome.weeks
    if outcome.question.since is not None and number == first:
        return "between"
    return "before" if number < first else "after" if number >= last else "between"


def _pooled(actual: Any, expected: Any, k: int) -> Published:
    return hidden("one worker makes up more than half of it") if _dominant(expected) else _plain(
        actual.sum() / expected.sum()
    )  # fmt: skip


def _dominant(amounts: Any) -> bool:
    total = float(amounts.sum())
    return total > 0 and float(amounts.max()) > total / 2


def _plain(value: float) -> Published:
    return Published(float(value), float(value), float(value), False)


def _resampled(data: PayData, outcome: Outcome, metrics: Mapping[str, Metric]) -> dict[str, Resampled]:
    """Return bootstrap intervals of what is itself shown."""
    if outcome.deltas is None:
        return {}
    draws = bootstrap(
        outcome.deltas, outcome.question.least_cut, one_currency=bool(_currency(outcome, currencies(data)))
    )
    if draws is None or draws.workers < data.scope.k:
        return {}
    found = {"share_cut": draws.share_cut, "mean_loss_of_cut": draws.mean_loss, "pooled_change": draws.pooled}
    shown = {}
    for name, ends in found.items():
        metric = metrics[name].published
        if ends is None or metric.suppressed or metric.low is None:
            continue
        shown[name] = Resampled(Published(None, *ends, False), draws.replicates, SEED)
    return shown


def _money(data: PayData, outcome: Outcome) -> dict[str, Published]:
    """Return what workers cut lost, a unit and in all; workers whose change is not known are not in it."""
    if outcome.deltas is None or not _currency(outcome, currencies(data)):
        return {}
    deltas = outcome.deltas
    cut = deltas.cut(outcome.question.least_cut) & deltas.exact & (deltas.units > 0)
    lost = (deltas.expected - deltas.actual)[cut]
    n, k = int(cut.sum()), data.scope.k
    if not n:
        return {}
    dominant = _dominant(lost)
    unit, total = float(np.sort(lost / deltas.units[cut]).mean()), float(np.sort(lost).sum())
    basis, estimator = outcome.basis, "mean over workers cut"
    sums = {"mean_loss": unit, "total_loss": total}
    maybe = int(deltas.maybe(outcome.question.least_cut).sum())
    return {
        name: publish(
            Measured(v, v, n, basis, estimator, disclosure="money", count_low=n, count_high=n, dominant=dominant),
            k, data.worker_count, hide_count=0 < maybe < k,
        )
        for name, v in sums.items()
    }  # fmt: skip


def raw_change(data: PayData, outcome: Outcome) -> Published:
    """Return mean pay a unit after over before - 1, all work and workers mixed: the figure that is usually quoted."""
    import narwhals as nw

    currency = _currency(outcome, currencies(data))
    if outcome.window is None or outcome.table is None or not outcome.changed or not currency:
        return Published(None, None, None, False, "no change, or several currencies")
    frame = sided(outcome.table.frame.filter(nw.col("currency") == currency), outcome.window)
    sums = [
        (nw.col(name) * nw.col(side)).cast(nw.Float64).sum().alias(f"{name}_{side}")
        for name in ("pay", "units", "blank", "lost")
        for side in ("early", "later")
    ]
    t = data.engine.arrays(frame.group_by("worker").agg(*sums).drop("worker"))
    early, later = t["units_early"] > 0, t["units_later"] > 0
    if min(early.sum(), later.sum()) < data.scope.k:
        return hidden(f"fewer than {data.scope.k} workers on one side")
    if any(t[f"{name}_{side}"].any() for name in ("blank", "lost") for side in ("early", "later")):
        return Published(None, None, None, False, "pay or work of some workers is not known")
    if not t["pay_early"].sum():
        return Published(None, None, None, False, "nothing was paid before")
    if _dominant(t["units_early"]) or _dominant(t["units_later"]):
        return hidden("one worker makes up more than half of it")
    before, after = (np.sort(t[f"pay_{s}"]).sum() / np.sort(t[f"units_{s}"]).sum() for s in ("early", "later"))
    return _plain(after / before - 1)


def _by_chance(data: PayData, outcome: Outcome) -> Published | None:
    """Return the share of workers who come out as cut where nothing changed: in the halves of the weeks before.

    None where there is no such test: a formula, or fewer than two weeks in a half.
    """
    if outcome.window is None or outcome.table is None or not outcome.cells or outcome.question.formula is not None:
        return None
    weeks = np.unique(outcome.cells["week"])
    weeks = weeks[weeks <= outcome.window.last_before]
    if not outcome.changed or len(weeks) < 2 * _LEAST_HALF:
        return None
    middle = len(weeks) // 2
    halves = Window(int(weeks[middle - 1]), int(weeks[middle]), last=int(weeks[-1]))
    deltas = by_own_pay(data.engine, outcome.table, halves)
    n = len(deltas.low)
    if n < data.scope.k:
        return None
    cut = int(deltas.cut(outcome.question.least_cut).sum())
    measured = Measured(
        cut / n, cut / n, n, outcome.basis, "share of workers", disclosure="count", count_low=cut, count_high=cut
    )
    return publish(measured, data.scope.k, data.worker_count)


def _unpaid(data: PayData, outcome: Outcome) -> tuple[float, float] | None:
    """Return the share of rows known to be unpaid before and after; None where it may not be told."""
    import narwhals as nw

    if outcome.table is None or outcome.window is None or not outcome.changed or data.worker_count < data.scope.k:
        return None
    frame = sided(outcome.table.frame, outcome.window)
    names = ("unpaid", "priced")
    sums = [(nw.col(n) * nw.col(s)).cast(nw.Float64).sum().alias(f"{n}_{s}") for n in names for s in ("early", "later")]
    t = data.engine.arrays(frame.group_by("worker").agg(*sums).drop("worker"))
    shares = []
    for side in ("early", "later"):
        unpaid, priced = t[f"unpaid_{side}"], t[f"priced_{side}"]
        rows, heads = float((unpaid + priced).sum()), int((unpaid > 0).sum())
        if 0 < heads < data.scope.k or not rows or _dominant(unpaid):
            return None
        shares.append(float(unpaid.sum()) / rows)
    return (shares[0], shares[1]) if any(shares) else None


def _counts(data: PayData, outcome: Outcome) -> dict[str, int | None]:
    """Return heads and rows; those of fewer than k workers are None."""
    k, counts = data.scope.k, {}
    if outcome.deltas is not None:
        deltas, least = outcome.deltas, outcome.question.least_cut
        heads = {
            "compared": len(deltas.low), "undecided": int(deltas.maybe(least).sum()), "only_before": deltas.left,
            "only_after": deltas.joined, "other_work": deltas.work_apart,
        }  # fmt: skip
        counts = {name: n if n == 0 or n >= k else None for name, n in heads.items()}
        # The three add up to all workers, so one that is hidden needs another.
        sides = ("compared", "only_before", "only_after")
        hide = cells_to_hide([heads[name] for name in sides], k)
        counts |= {name: None if i in hide else heads[name] for i, name in enumerate(sides)}
    if outcome.question.formula is not None and outcome.cells:
        counts |= row_counts(outcome.cells, k)
    return counts


def row_counts(cells: Mapping[str, Any], k: int) -> dict[str, int | None]:
    """Return rows that fit the formula, lie above and below it; all None where one is of fewer than k workers."""
    _, who = np.unique(cells["worker"], return_inverse=True)
    names = {"rows_match": "matched", "rows_above": "above", "rows_below": "below"}
    heads = [len(np.unique(who[cells[name] > 0])) for name in names.values()]
    hide = any(0 < n < k for n in heads)
    return {out: None if hide else int(cells[name].sum()) for out, name in names.items()}
