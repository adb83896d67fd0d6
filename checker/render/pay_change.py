"""A pay-change audit as text or JSON (`fairlabel/pay-change/1`): published figures, week by week."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import Any

from checker import __version__
from checker.model.pay_change import ChangeWeek, PayChange
from checker.model.wages import Published
from checker.render import numbers
from checker.render.plain import number, plain
from checker.render.wages_view import metric_view, published_view
from checker.render.words import count, metric_label

SCHEMA = "fairlabel/pay-change/1"
WIDTH = 110


def as_json(change: PayChange) -> bytes:
    """Return the audit as JSON (UTF-8), keys sorted; `reports/schema/pay-change-1.schema.json` describes it."""
    return (json.dumps(change_view(change), indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")


def as_text(change: PayChange) -> bytes:
    """Return the audit as lines of text, what matters to workers first."""
    return ("\n".join(_lines(change)) + "\n").encode("utf-8")


def change_view(change: PayChange) -> dict[str, Any]:
    """Return the audit as a plain dict."""
    question, hide = change.question, change.workers is None
    return {
        "schema": SCHEMA,
        "tool": {"name": "fairlabel", "version": __version__},
        "period": {"from": plain(change.period.start), "to": plain(change.period.end)},
        "workers": change.workers,
        "rows": change.rows,
        "grain": change.grain,
        "per": change.per,
        "k": change.k,
        "formula": _formula(change),
        "since": plain(question.since),
        "announced": plain(question.announced),
        "factors": list(question.factors),
        "least_cut": number(question.least_cut),
        "changed": change.found,
        "verdict": change.verdict,
        "metrics": {name: _metric(change, name, hide) for name in change.metrics},
        "raw_change": published_view(change.raw_change),
        "money": {name: {**published_view(value), "unit": _unit(change, name)} for name, value in change.money.items()},
        "evidence": _evidence(change),
        "weeks": [_week(week) for week in change.weeks],
        "counts": dict(change.counts),
        "set_aside": dict(change.set_aside),
        "notes": list(change.notes),
        "findings": [
            {"code": f.code, "severity": f.severity, "message": f.message, "place": plain(f.place)}
            for f in change.findings
        ],
    }


def _metric(change: PayChange, name: str, hide: bool) -> dict[str, Any]:
    view = metric_view(change.metrics[name], hide)
    drawn = change.resampled.get(name)
    if drawn is None:
        return {**view, "bootstrap": None}
    ends = {"low": number(drawn.published.low), "high": number(drawn.published.high)}
    return {**view, "bootstrap": {**ends, "level": 0.95, "replicates": drawn.replicates, "seed": drawn.seed}}


def _formula(change: PayChange) -> dict[str, Any] | None:
    formula = change.question.formula
    if formula is None:
        return None
    return {
        "file": formula.file,
        "currency": formula.currency,
        "intercept": number(formula.intercept),
        "coefficients": {name: number(value) for name, value in formula.coefficients.items()},
        "tolerance": number(formula.tolerance),
        "tolerance_share": None if formula.tolerance is not None else number(formula.tolerance_share),
        "valid_until": plain(formula.valid_until),
        "source": formula.source,
    }


def _evidence(change: PayChange) -> dict[str, Any]:
    found = change.evidence
    return {
        "method": found.method,
        "weeks": found.weeks,
        "tied": list(found.tied),
        "loss_one_rule": number(found.loss_one),
        "loss_two_rules": number(found.loss_two),
        "p_value": number(found.p_value),
        "permutations": found.permutations,
        "seed": found.seed,
        "workers_tested": found.workers_tested,
        "match_rate": None if found.drop is None else {"before": number(found.drop[0]), "after": number(found.drop[1])},
        "words": found.words,
    }


def _week(week: ChangeWeek) -> dict[str, Any]:
    figures = {"match_rate": week.match_rate, "mean_residual": week.mean_residual, "level": week.level}
    shown = {name: None if value is None else published_view(value) for name, value in figures.items()}
    return {"week": week.week, "workers": week.workers, "side": week.side, **shown}


def _unit(change: PayChange, name: str) -> str:
    if name == "total_loss":
        return change.currency
    return f"{change.currency}/{'row' if change.question.formula else change.per}"


def _lines(change: PayChange) -> Iterator[str]:
    period = f"{change.period.start or '?'} to {change.period.end or '?'}"
    if change.workers is None:
        yield f"Fewer than {change.k} workers, {period}, {change.grain} data: figures are hidden."
    else:
        yield f"{count(change.workers, 'worker')}, {count(change.rows or 0, 'row')} of {change.grain} data, {period}"
    for kind, rows in change.set_aside.items():
        yield f"  set aside: {rows} ({kind})"
    if change.question.formula is not None:
        yield from _wrapped(_formula_words(change))
    yield ""
    yield from _wrapped(change.verdict, "")
    yield ""
    for name in change.metrics:
        yield from _metric_lines(change, name)
    yield from _extra(change)
    yield from _found(change)
    yield from _week_lines(change)
    yield ""
    for note in [*change.notes, *(f.message for f in change.findings if f.code != "pay_cut")]:
        yield from _wrapped(f"note: {note}")
    yield "More: --format json for all of it."


def _formula_words(change: PayChange) -> str:
    formula = change.question.formula
    assert formula is not None
    if formula.tolerance is not None:
        near = f"{formula.tolerance:g} {formula.currency}"
    else:
        near = f"{formula.tolerance_share:.3g} of it"
    until = f", said to hold until {formula.valid_until}" if formula.valid_until else ""
    source = f" ({formula.source})" if formula.source else ""
    return f"formula: {formula.words}{until}{source}; a row fits if it is less than {near} away"


def _metric_lines(change: PayChange, name: str) -> Iterator[str]:
    view = _metric(change, name, change.workers is None)
    basis = ", ".join(str(view[key]) for key in ("basis", "estimator") if view.get(key))
    heads = f", n {view['n']}" if view["n"] else ""
    drawn = view["bootstrap"]
    range_ = f"; 95 % of resampled workforces: {_per_cent(drawn['low'])} to {_per_cent(drawn['high'])}" if drawn else ""
    yield f"{metric_label(name)}: {numbers.pay(view)}{range_}  [{basis}{heads}]"
    if view.get("why"):
        yield from _wrapped(f"because {view['why']}")


def _per_cent(share: float) -> str:
    return f"{share * 100:.3g} %"


def _extra(change: PayChange) -> Iterator[str]:
    labels = {"mean_loss": "Mean loss of a worker cut", "total_loss": "Loss of all workers cut, since the change"}
    for name, value in change.money.items():
        shown = "hidden" if value.suppressed else numbers.money(value.value, change.currency)
        unit = _unit(change, name).partition("/")[2]
        why = f" ({value.why})" if value.why else ""
        yield f"{labels[name]}: {shown}{f' a {unit}' if unit and not value.suppressed else ''}{why}"
    yield f"Mean pay of everybody, all work mixed: {_change(change.raw_change)}"
    told = {
        "only_before": "paid only before the change", "only_after": "paid only after it", "undecided": "undecided",
        "other_work": "with other work before than after", "rows_match": "rows that fit the formula",
        "rows_above": "rows above it", "rows_below": "rows below it",
    }  # fmt: skip
    parts = [
        f"{'few' if n is None else f'{n:,}'} {told[key]}" for key, n in change.counts.items() if key in told and n != 0
    ]
    if parts:
        yield from _wrapped("; ".join(parts), "")


def _change(shown: Published) -> str:
    if shown.value is None:
        return f"{'hidden' if shown.suppressed else 'unknown'} ({shown.why})"
    return f"{float(shown.value):+.1%}"


def _found(change: PayChange) -> Iterator[str]:
    found = change.evidence
    if found.words:
        yield from _wrapped(f"How the week was found: {found.words}", "")
    if found.loss_one is not None and found.loss_two is not None:
        chance = "" if found.p_value is None else f"; weeks split as well by chance in {found.p_value:.2g} of cases"
        yield f"  squared residual: {found.loss_one:.4g} with one rule, {found.loss_two:.4g} with two{chance}"
    if found.drop is not None:
        yield f"  rows that fit the formula: {found.drop[0]:.0%} before, {found.drop[1]:.0%} after"


def _week_lines(change: PayChange) -> Iterator[str]:
    if not change.weeks:
        return
    formula = change.question.formula is not None
    yield ""
    yield "week      side     workers  " + ("fit the formula  mean residual" if formula else "pay over own mean")
    for week in change.weeks:
        heads = "few" if week.workers is None else f"{week.workers:,}"
        if formula:
            figures = f"{_shown(week.match_rate, '.1%'):<16} {_shown(week.mean_residual, '+.4g')}"
        else:
            figures = _shown(week.level, ".4f")
        yield f"{week.week}  {week.side:<8} {heads:>7}  {figures}"


def _shown(value: Published | None, form: str) -> str:
    if value is None or value.value is None:
        return (value.shown_as or "hidden") if value is not None else ""
    return format(float(value.value), form)


def _wrapped(text: str, lead: str = "  ") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=lead, subsequent_indent=lead + "  " if lead else "", break_long_words=False
    )
