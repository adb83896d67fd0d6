"""Pay files before and after a change of pay, made by formula, and the audit of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from checker import resources
from checker.facts.pay_change import audit_change
from checker.load.pay_formula import parse_formula
from checker.model.evidence import Period
from checker.model.pay_change import PayChange
from checker.model.pay_engine import EngineChoice
from checker.model.pay_rule import ChangeQuestion, PayFormula
from checker.model.pay_table import Factor
from checker.model.wages import PayScope
from checker.render.pay_change import as_json, as_text
from tests.pay_for_tests import item, open_rows

Row = dict[str, object]
MONDAY = date(2026, 1, 5)
"""First day of 2026-W02."""


def day_of(week: int, day: int = 0) -> str:
    """Return the day of a week, weeks counted from 0 at 2026-W02."""
    return str(MONDAY + timedelta(weeks=week, days=day))


def name_of(week: int) -> str:
    """Return the ISO name of a week counted from 0."""
    year, number, _ = (MONDAY + timedelta(weeks=week)).isocalendar()
    return f"{year}-W{number:02d}"


def task(worker: str, week: int, pay: object, *, kind: str | None = "image", hour: int = 9, **other: object) -> Row:
    """Return an approved task of an hour."""
    day = other.pop("day", None) or day_of(week)
    row: Row = {
        "worker_id": worker, "country": "KE", "currency": "KES", "started_at": f"{day} {hour:02d}:00:00",
        "submitted_at": f"{day} {hour:02d}:50:00", "pay": pay, "status": "approved",
    }  # fmt: skip
    return row | ({} if kind is None else {"task_type": kind}) | other


def log(workers: int, weeks: Iterable[int], price: Callable[[int, int], float], *, tasks: int = 2) -> list[Row]:
    """Return tasks of workers 0 to n - 1 at ``price(worker, week)``."""
    return [
        task(f"w{w}", week, round(price(w, week), 6), hour=9 + i)
        for w in range(workers)
        for week in weeks
        for i in range(tasks)
    ]


def month(worker: str, number: int, pay: float, hours: float, **other: object) -> Row:
    """Return a month of payroll of 2026."""
    start = date(2026, number, 1)
    end = date(2026 + number // 12, number % 12 + 1, 1) - timedelta(days=1)
    row: Row = {
        "worker_id": worker, "country": "KE", "currency": "KES", "period_start": start, "period_end": end, "pay": pay,
        "hours_paid": hours,
    }  # fmt: skip
    return row | other


def rule(**changes: object) -> PayFormula:
    """Return the formula 5 + 0.075 x order_total, tolerance 0.05 KES, with changes."""
    fields: dict[str, object] = {
        "fairlabel": "pay-formula/1", "currency": "KES", "intercept": 5, "coefficients": {"order_total": 0.075},
        "tolerance": 0.05,
    }  # fmt: skip
    return parse_formula(
        json.dumps({k: v for k, v in (fields | changes).items() if v is not None}).encode(), "rule.yaml"
    )


def audited(
    folder: Path,
    rows: Iterable[Mapping[str, object]],
    *,
    grain: str = "task",
    headcount: int | None = None,
    sampling: str = "census",
    mapping: Mapping[str, Any] | None = None,
    memory_limit: str | None = None,
    **question: Any,
) -> PayChange:
    """Return the audit of rows; its JSON fits the schema and its text can be written, whatever it says."""
    asked = ChangeQuestion(**question)
    factors = {name: Factor(name) for name in asked.columns}
    table = open_rows(
        folder, rows, grain=grain, factors=factors, evidence=item(sampling=sampling), **(mapping or {})
    )  # fmt: skip
    scope = PayScope("", Period(None, None), (), headcount, None, change=asked)
    found = audit_change([table], scope, engine=EngineChoice(memory_limit=memory_limit))
    assert found is not None
    faults = [error.message for error in schema().iter_errors(json.loads(as_json(found)))]
    assert not faults, faults
    assert as_text(found)
    return found


@cache
def schema() -> Draft202012Validator:
    """Return the published schema."""
    return Draft202012Validator(json.loads(resources.read_text("reports", "schema/pay-change-1.schema.json")))


def ends(found: PayChange, name: str) -> tuple[float | None, float | None]:
    """Return both true ends of a metric."""
    metric = found.metrics[name]
    return metric.low, metric.high


def codes(found: PayChange) -> set[str]:
    """Return the codes of the findings."""
    return {finding.code for finding in found.findings}
