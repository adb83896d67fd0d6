"""Pay evidence as the report shows it: published numbers only, small cells hidden, open ends named.

The true values that the rules saw never come through here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from checker.model.evidence import Level
from checker.model.facts import Fact
from checker.model.published_answers import published_answers
from checker.model.wages import (
    BenchmarkUse,
    Group,
    Ladder,
    LadderStep,
    Lateness,
    Line,
    Metric,
    Published,
    RateUse,
    TimeBasisUse,
    WageEvidence,
    WageSet,
)
from checker.render.plain import number, open_ends, plain

HIDDEN = Published(None, None, None, True, "no published value belongs to this number")


class PublishedPay:
    """What may be shown of each pay fact, looked up by collector, metric and method."""

    __slots__ = ("_k", "_metrics")

    def __init__(self, wages: WageEvidence, k: int) -> None:
        """Index every metric of every set; ``k`` is the smallest group that may be shown."""
        self._k = k
        self._metrics: dict[tuple[str, str], list[Metric]] = {}
        for pay in wages.sets:
            for key, metric in pay.metrics.items():
                self._metrics.setdefault((pay.collector, key), []).append(metric)

    def of(self, fact: Fact) -> dict[str, Any] | None:
        """Return what may be shown in place of ``fact``; None where the fact itself may be shown."""
        if not fact.known:
            return None
        if fact.name.startswith("wages."):
            return self._of_pay(fact)
        return published_view(published_answers(fact, self._k)) if fact.name.startswith("workers.") else None

    def side(self, side: Mapping[str, Any]) -> dict[str, Any]:
        """Return one side of a conflict; a pay number in it only as far as it is published."""
        shown: dict[str, Any] = plain(side)
        name = str(side.get("name", ""))
        if not name.startswith("wages."):
            return shown
        kept = {key: value for key, value in shown.items() if key not in ("value", "low", "high")}
        found = [m for (_, key), ms in self._metrics.items() if key == name.removeprefix("wages.") for m in ms]
        if len(found) == 1:
            one = found[0]
            shown = published_view(one.published)
            return {**kept, **shown, "unit": one.unit, "n": _n(one, False), "estimator": one.estimator}
        exact = found and not any(m.published.suppressed or m.published.shown_as for m in found)
        return {**shown, "unit": found[0].unit} if exact else {**kept, **published_view(HIDDEN)}

    def _of_pay(self, fact: Fact) -> dict[str, Any]:
        name, _, method = fact.name.removeprefix("wages.").partition("@")
        method = method or fact.method
        for key in (f"{name}@{method}", name):
            for metric in self._metrics.get((fact.collector, key), ()):
                if (metric.low, metric.high) == (fact.low, fact.high) and method in ("", metric.method):
                    shown = published_view(metric.published)
                    return (
                        shown
                        if metric.published.suppressed
                        else {**shown, "n": _n(metric, False), "estimator": metric.estimator}
                    )
        return published_view(HIDDEN)


def wages_view(wages: WageEvidence, cited: Collection[str]) -> dict[str, Any]:
    """Return all pay sets as a plain dict; ``cited`` are the evidence ids on which pay results rest."""
    return {
        "absent": None if wages.sets else wages.absent,
        "decided_by": _decided_by(wages, cited),
        "lowered_bars": plain(wages.lowered_bars),
        "sets": [_set(pay) for pay in wages.sets],
    }


def published_view(shown: Published) -> dict[str, Any]:
    """Return value and interval, or the hidden shape with its reason."""
    if shown.suppressed:
        hidden: dict[str, Any] = {"value": None, "low": None, "high": None, "suppressed": True, "why": shown.why}
        return {**hidden, "shown_as": shown.shown_as} if shown.shown_as else hidden
    view: dict[str, Any] = {
        "value": plain(shown.value),
        "low": number(shown.low),
        "high": number(shown.high),
        "suppressed": False,
    }
    if shown.why:
        view["why"] = shown.why
    if shown.shown_as:
        view["shown_as"] = shown.shown_as
    ends = open_ends(shown.low, shown.high)
    return {**view, "open": ends} if ends else view


def metric_view(metric: Metric, hide_n: bool = False) -> dict[str, Any]:
    """Return one metric with unit, n, basis, method and estimator beside its published value."""
    view = published_view(metric.published)
    view |= {
        "unit": metric.unit,
        "n": _n(metric, hide_n),
        "basis": metric.basis,
        "method": metric.method,
        "estimator": metric.estimator,
    }
    return {**view, "cap": metric.cap.word} if metric.cap < Level.WORKER_MEASURED else view


def _n(metric: Metric, hide: bool) -> int | None:
    """Return the workers or tasks behind a number; None where they would say what is hidden."""
    hide = hide or metric.hide_n or (metric.published.suppressed and not metric.published.shown_as)
    return None if hide else metric.n


def _decided_by(wages: WageEvidence, cited: Collection[str]) -> str | None:
    """Return the ids of the set on which pay results rest; the only set where nothing cites one."""
    used = [_ids(pay) for pay in wages.sets if any(item.id in cited for item in pay.evidence)]
    if not used and len(wages.sets) == 1:
        used = [_ids(wages.sets[0])]
    return "; ".join(used) or None


def _ids(pay: WageSet) -> str:
    return ", ".join(item.id for item in pay.evidence)


def _set(pay: WageSet) -> dict[str, Any]:
    hide = pay.worker_count_hidden
    return {
        "evidence": _ids(pay),
        "collector": pay.collector,
        "level": pay.level.word,
        "period": {"from": plain(pay.period.start), "to": plain(pay.period.end)},
        "workers": None if hide else pay.workers,
        "headcount": None if hide else pay.headcount,
        "rows": None if hide else pay.rows,
        "grain": pay.grain,
        "time_basis": pay.time_basis,
        "set_aside": dict(pay.set_aside),
        "cover": {
            "complete": pay.cover.complete,
            "period": {"from": plain(pay.cover.period.start), "to": plain(pay.cover.period.end)},
            "places": list(pay.cover.places),
            "why": pay.cover.why,
        },
        "metrics": {key: metric_view(metric, hide) for key, metric in pay.metrics.items()},
        "groups": [_group(group) for group in pay.groups],
        "benchmarks": [_benchmark(use) for use in pay.benchmarks],
        "fx": [_rate(use) for use in pay.fx],
        "distributions": [_distribution(d) for d in pay.distributions] if not hide else [],
        "ladders": [_ladder(ladder) for ladder in pay.ladders] if not hide else [],
        "lateness": _lateness(pay.lateness) if pay.lateness and not hide else None,
        "time_bases": [_time_basis(use, hide) for use in pay.time_bases],
        "notes": list(pay.notes),
    }


def _time_basis(use: TimeBasisUse, hide: bool) -> dict[str, Any]:
    return {
        "basis": use.basis,
        "gap_minutes": number(use.gap_minutes),
        "name": use.name,
        "declared": use.declared,
        "hourly_pay": metric_view(use.hourly_pay, hide),
        "hours": metric_view(use.hours, hide),
        "change": number(use.change),
    }


def _group(group: Group) -> dict[str, Any]:
    view: dict[str, Any] = {
        "by": dict(group.by),
        "n": None if group.suppressed else group.n,
        "suppressed": group.suppressed,
        "metrics": {} if group.suppressed else {key: metric_view(m) for key, m in group.metrics.items()},
    }
    return {**view, "why": group.why} if group.why else view


def _benchmark(use: BenchmarkUse) -> dict[str, Any]:
    amount = float(use.amount) if _is_number(use.amount) else None
    return {
        "id": use.id,
        "kind": use.kind,
        "place": use.place,
        "amount": number(amount),
        "currency": use.currency,
        "period": use.period,
        "bar": [number(use.bar[0]), number(use.bar[1])],
        "bar_currency": use.bar_currency or use.currency,
        "valid_from": use.valid_from,
        "stale": use.stale,
        "source": use.source,
        "url": use.url,
        "why": use.why,
        "terms": use.terms,
    }


def _is_number(text: str) -> bool:
    try:
        float(text)
    except (TypeError, ValueError):
        return False
    return True


def _rate(use: RateUse) -> dict[str, Any]:
    return {
        "from": use.base, "to": use.to, "month": use.month, "rate": number(use.rate), "source": use.source,
        "note": use.note,
    }  # fmt: skip


def _distribution(picture: Any) -> Mapping[str, Any]:
    return {
        "place": picture.place,
        "currency": picture.currency,
        "living_wage": number(picture.living_wage),
        "minimum_wage": number(picture.minimum_wage),
        "unit": picture.unit,
        "per": picture.per,
        "bands": [{"low": number(b.low), "high": number(b.high), "workers": b.workers} for b in picture.bands],
        "note": picture.note,
        "exact": picture.exact,
    }


def _ladder(ladder: Ladder) -> dict[str, Any]:
    return {
        "place": ladder.place,
        "currency": ladder.currency,
        "estimator": ladder.estimator,
        "living_wage": _line(ladder.living_wage),
        "minimum_wage": _line(ladder.minimum_wage),
        "steps": [_step(step) for step in ladder.steps],
        "unknown": list(ladder.unknown),
        "exact": ladder.exact,
        "notes": list(ladder.notes),
    }


def _line(line: Line | None) -> dict[str, Any] | None:
    return None if line is None else {"low": number(line.low), "high": number(line.high)}


def _step(step: LadderStep) -> dict[str, Any]:
    parts = ("base", "guaranteed_bonus", "in_kind", "total", "lowest")
    shown = {part: published_view(getattr(step, part)) for part in parts}
    return {"category": step.category, "workers": step.workers, **shown}


def _lateness(lateness: Lateness) -> dict[str, Any]:
    bars = [
        {"kind": b.kind, "first": b.first, "last": b.last, "payments": b.payments, "with_unpaid": b.with_unpaid}
        for b in lateness.bars
    ]
    return {"bars": bars, "notes": list(lateness.notes)}
