"""Pay data measured on their own: as text, or as one element of the report's ``wages.sets``.

Judges nothing; shows published numbers only.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from checker.model.wages import WageEvidence, WageSet
from checker.render import numbers
from checker.render.wages_view import wages_view
from checker.render.words import count, group_name, metric_label

View = Mapping[str, Any]
WIDTH = 110
FIRST = (
    "share_below_living_wage", "lowest_ratio", "mean_gap_of_those_below", "cost_to_close", "share_below_minimum_wage",
    "unpaid_time_recorded_share", "effective_hourly_wage_p10", "effective_hourly_wage_p50",
    "effective_hourly_wage_p90", "headcount_coverage",
)  # fmt: skip
"""Metrics that answer the usual questions, in the order in which they are asked."""


def as_json(pay: WageSet) -> bytes:
    """Return the set as JSON (UTF-8), keys sorted."""
    return (json.dumps(_view(pay), indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")


def as_text(pay: WageSet, *, every: bool = False) -> bytes:
    """Return the set as lines of text; ``every`` adds the metrics beyond the usual ones."""
    return ("\n".join(_lines(_view(pay), pay, every)) + "\n").encode("utf-8")


def _view(pay: WageSet) -> dict[str, Any]:
    view: dict[str, Any] = wages_view(WageEvidence((pay,)), ())["sets"][0]
    return view


def _lines(view: View, pay: WageSet, every: bool) -> Iterator[str]:
    period = f"{view['period']['from'] or '?'} to {view['period']['to'] or '?'}"
    if view["workers"] is None:
        yield f"Fewer than 5 workers, {period}, {view['grain']} data: figures are hidden."
    else:
        time = view["time_basis"].replace("_", " ")
        heads = count(view["workers"], "worker") + (f" of {view['headcount']}" if view["headcount"] else "")
        yield f"{heads}, {count(view['rows'], 'row')} of {view['grain']} data, {period}, time: {time}"
    for kind, rows in view["set_aside"].items():
        yield f"  set aside: {rows} ({kind})"
    yield ""
    metrics = view["metrics"]
    method = next((key.partition("@")[2] for key in metrics if "@" in key), "")
    # What was asked for by name stands in front; by the usual method it is one of the others.
    usual = [_of_method(name, method, metrics) for name in FIRST if name in metrics]
    for name in usual + ([name for name in sorted(metrics) if name not in usual] if every else []):
        yield from _metric(name, metrics[name])
    yield from _time_bases(view)
    yield from _groups(view, method)
    yield from _rates_per_task(view)
    yield from _compared(view)
    for note in [*view["notes"], *(finding.message for finding in pay.findings)]:
        yield from _wrapped(note, "note: ")
    if not every:
        yield "More: --all for every metric, --format json for all of it with sources."


def _of_method(name: str, method: str, metrics: View) -> str:
    return key if (key := f"{name}@{method}") in metrics else name


def _metric(name: str, metric: View) -> Iterator[str]:
    name = name.partition("@")[0]
    basis = ", ".join(str(metric[key]) for key in ("basis", "method", "estimator") if metric.get(key))
    yield f"{metric_label(name)}: {numbers.pay(metric)}" + (f"  [{basis}]" if basis else "")
    if metric.get("why"):
        yield from _wrapped(str(metric["why"]), "because ")


def _time_bases(view: View) -> Iterator[str]:
    if len(view["time_bases"]) > 1:
        yield "\nHow much the time basis moves hourly pay (median over workers; results rest on the declared one):"
        for use in view["time_bases"]:
            told = ["declared"] if use["declared"] else []
            told += [numbers.change(use["change"])] if use["change"] is not None else []
            hours = numbers.metric(use["hours"])
            told += [f"{hours} in all"] if hours[:1].isdigit() or hours.startswith("at least") else []
            tail = f" ({'; '.join(told)})" if told else ""
            yield from _wrapped(f"{use['name']}: {numbers.pay(use['hourly_pay'])}{tail}", "")
            if use["hourly_pay"].get("why"):
                yield from _wrapped(str(use["hourly_pay"]["why"]), "  because ")


def _groups(view: View, method: str) -> Iterator[str]:
    groups = [group for group in view["groups"] if "task_type" not in group["by"]]
    shown = [group for group in groups if "share_below_living_wage" in group["metrics"]]
    hidden = sum(bool(group["suppressed"]) for group in groups)
    if shown or hidden:
        by = ", all by basic_only" if method else ""
        yield f"\nBelow the living wage, worst off first (small groups hidden{by}):"
    for group in shown:
        yield f"  {group_name(group['by'])}: {numbers.metric(group['metrics']['share_below_living_wage'])}"
    if hidden:
        yield f"  {count(hidden, 'group')} hidden: too few workers, or one could be worked out"


def _rates_per_task(view: View) -> Iterator[str]:
    groups = [group for group in view["groups"] if "task_type" in group["by"]]
    if groups:
        yield "\nRate per task that the living wage asks for (small groups hidden):"
    for group in groups:
        if not group["suppressed"]:
            yield f"  {', '.join(group['by'].values())}:"
            for name, metric in group["metrics"].items():
                yield f"    {metric_label(name)}: {numbers.pay(metric)}"
                if metric.get("why"):
                    yield from _wrapped(str(metric["why"]), "    because ")
    if hidden := sum(bool(group["suppressed"]) for group in groups):
        yield f"  {count(hidden, 'group')} hidden: too few workers, or one could be worked out"


def _compared(view: View) -> Iterator[str]:
    yield ""
    for use in view["benchmarks"]:
        low, high = use["bar"]
        bar = numbers.money(low, use["bar_currency"]) + (
            "" if high == low else " or more" if high is None else f" to {numbers.money(high, use['bar_currency'])}"
        )
        stale = ", stale" if use["stale"] else ""
        yield from _wrapped(
            f"{use['kind'].replace('_', ' ')} {use['place']}: {bar} an hour, from {use['valid_from']}{stale}"
            f" ({use['source']})",
            "compared with ",
        )
        if use["why"]:
            yield from _wrapped(use["why"], "because ")
    for rate in view["fx"]:
        yield f"  rate {rate['month']}: 1 {rate['from']} = {rate['rate']} {rate['to']} ({rate['source']})"
        if rate["note"]:
            yield from _wrapped(rate["note"], "doubt: ")


def _wrapped(text: str, lead: str) -> list[str]:
    return textwrap.wrap(lead + text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False)
