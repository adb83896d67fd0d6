"""Pay in the workbook: metrics, groups, pictures as tables, bars and exchange rates, one figure a row.

Published numbers only, as the view has them; what is hidden there has its words and its reason here, and no number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.render import numbers
from checker.render.summary import as_sentence, no_pay, pay_rows
from checker.render.words import LEVEL, METHOD, group_name, metric_label, sentence_case
from checker.render.workbook_cells import Row, Value

View = Mapping[str, Any]
_STEPS = {
    "base": "Basic pay an hour, mean",
    "guaranteed_bonus": "Guaranteed bonus an hour, mean",
    "in_kind": "Pay in kind an hour, mean",
    "total": "All together an hour, mean",
    "lowest": "Basic pay an hour of the lowest paid, mean",
}


def wage_rows(subject: View) -> Iterator[Row]:
    """Yield all that is said of one subject's pay; one row with the reason where nothing is."""
    who = {"subject": subject["id"]}
    if not subject["wages"]["sets"]:
        yield {**who, "table": "Pay data", "what": "No pay data", "note": as_sentence(no_pay(subject))}
    for pay in subject["wages"]["sets"]:
        own = {**who, "set": pay["evidence"], "level": LEVEL[pay["level"]]}
        for row in _of_set(pay):
            yield {**own, **row}


def _of_set(pay: View) -> Iterator[Row]:
    yield from _about(pay)
    for key, label, metric in pay_rows(pay):
        yield from _metric("All workers", label, "", metric, key)
    for group in pay["groups"]:
        yield from _group(group)
    for use in pay["benchmarks"]:
        yield _bar(use)
    for rate in pay["fx"]:
        yield _rate(rate)
    for picture in pay["distributions"]:
        yield from _bands(picture)
    for ladder in pay["ladders"]:
        yield from _steps(ladder)
    for bar in (pay["lateness"] or {}).get("bars", ()):
        yield {"table": "Days late", "what": _lateness(bar), "value": bar["payments"], "unit": "payments"} | _unseen(
            bar
        )
    for use in pay["time_bases"]:
        name = f"{use['name']}{' (as declared)' if use['declared'] else ''}"
        yield from _metric("Time basis", "Effective hourly pay, median", name, use["hourly_pay"])
        yield from _metric("Time basis", "Working time of all workers", name, use["hours"])


def _about(pay: View) -> Iterator[Row]:
    span = f"{pay['period']['from'] or 'start not given'} to {pay['period']['to'] or 'end not given'}"
    cover = as_sentence(pay["cover"]["why"]) or "The whole scope."
    yield {
        "table": "Pay data",
        "what": f"{sentence_case(pay['grain'])}, {pay['time_basis'].replace('_', ' ')}",
        "words": f"Period {span}",
        "workers": pay["workers"],
        "note": f"Covers: {cover}",
    }
    for name in ("headcount", "rows"):
        yield {"table": "Pay data", "what": sentence_case(name), "value": pay[name]}
    for what, rows in pay["set_aside"].items():
        yield {"table": "Pay data", "what": f"Rows set aside: {what}", "value": rows, "unit": "rows"}
    for note in (*pay["notes"], *(pay["lateness"] or {}).get("notes", ())):
        yield {"table": "Pay data", "what": "Note", "note": as_sentence(note)}


def _metric(table: str, label: str, whom: str, metric: View, key: str = "") -> Iterator[Row]:
    """Yield one number; a sum in several currencies is one row a currency."""
    why = str(metric.get("why") or "")
    row = {
        "table": table,
        "what": label,
        "whom": whom,
        "words": numbers.pay(metric),
        "unit": metric["unit"],
        "workers": metric["n"],
        "basis": metric["basis"],
        "method": METHOD.get(metric["method"], metric["method"]),
        "note": as_sentence("; ".join(filter(None, (metric["estimator"], why.replace(key, "it") if key else why)))),
    }
    value = metric["value"]
    if isinstance(value, list):
        for part in value:
            yield row | _sum(part)
        if value:
            return
    ends = {"value": value if isinstance(value, int | float) else None, "low": metric["low"], "high": metric["high"]}
    yield row | ends


def _sum(part: View) -> dict[str, Value]:
    """Return one currency's sum over the data's period."""
    exact = part.get("amount")
    return {
        "words": "; ".join(numbers.costs([part])),
        "unit": part.get("currency"),
        "value": exact,
        "low": part.get("amount_low", exact),
        "high": part.get("amount_high", exact),
    }


def _group(group: View) -> Iterator[Row]:
    whom = group_name(group["by"])
    if group["suppressed"]:
        yield {
            "table": "Group",
            "what": "Hidden",
            "whom": whom,
            "words": "hidden",
            "note": as_sentence(group.get("why", "")),
        }
    for key, metric in group["metrics"].items():
        yield from _metric("Group", metric_label(key), whom, metric, key)


def _bar(use: View) -> Row:
    notes = [use["why"], "out of date" if use["stale"] else "", f"valid from {use['valid_from']}", use["terms"]]
    currency = use["bar_currency"]
    return {
        "table": "Bar",
        "what": f"{sentence_case(use['kind'])} ({use['id']})",
        "whom": use["place"],
        "value": use["amount"],
        "unit": f"{use['currency']}/{use['period']}",
        "low": use["bar"][0],
        "high": use["bar"][1],
        "words": f"Compared an hour with {_an_hour(use['bar'], currency)}",
        "note": " ".join(as_sentence(note) for note in notes if note),
        "source": ", ".join(filter(None, (use["source"], use["url"]))),
    }


def _an_hour(bar: list[float | None], currency: str) -> str:
    low, high = bar
    if low is None:
        return "no figure"
    if high is None:
        return f"{numbers.money(low, currency)} or more"
    return (
        numbers.money(low, currency)
        if low == high
        else f"{numbers.money(low, currency)} to {numbers.money(high, currency)}"
    )


def _rate(rate: View) -> Row:
    return {
        "table": "Exchange rate",
        "what": f"1 {rate['from']} in {rate['to']}",
        "whom": rate["month"],
        "value": rate["rate"],
        "unit": rate["to"],
        "note": as_sentence(rate["note"]),
        "source": rate["source"],
    }


def _bands(picture: View) -> Iterator[Row]:
    for band in picture["bands"]:
        yield {
            "table": "Workers by pay",
            "what": "Workers whose pay over the living wage lies from the lowest to under the highest",
            "whom": picture["place"],
            "low": band["low"],
            "high": band["high"],
            "workers": band["workers"],
            "note": as_sentence(picture["note"]),
        } | ({"words": "hidden"} if band["workers"] is None else {})


def _steps(ladder: View) -> Iterator[Row]:
    for step in ladder["steps"]:
        for part, label in _STEPS.items():
            shown = step[part]
            yield {
                "table": "Wage ladder",
                "what": label,
                "whom": f"{step['category']}, {ladder['place']}",
                "words": numbers.metric({**shown, "unit": f"{ladder['currency']}/h"}),
                "value": shown["value"],
                "low": shown["low"],
                "high": shown["high"],
                "unit": f"{ladder['currency']}/h",
                "workers": step["workers"],
                "note": as_sentence("; ".join(filter(None, (shown.get("why"), *ladder["notes"])))),
            }


def _lateness(bar: View) -> str:
    if bar["kind"] == "in_time":
        return "In time"
    if bar["kind"] == "unpaid":
        return "Due and not paid"
    last = f" to {bar['last']}" if bar["last"] is not None else " or more"
    unpaid = ", those never paid with them" if bar["with_unpaid"] else ""
    return f"{bar['first']}{last} days late{unpaid}"


def _unseen(bar: View) -> dict[str, Value]:
    return {"words": "hidden"} if bar["payments"] is None else {}
