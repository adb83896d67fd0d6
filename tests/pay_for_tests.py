"""Small pay files, benchmarks and rates for tests of the pay engine: made up, and said to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.facts.wage_audit import audit_pay
from checker.load.benchmarks import parse_wages
from checker.load.currency_changes import currency_changes
from checker.load.user_rates import UserRates, parse_user_rates
from checker.load.wages import open_pay_table
from checker.load.wages.mapping import plain_mapping
from checker.load.wages.pay_file import PayFile
from checker.model.benchmark import BenchmarkTable
from checker.model.evidence import EvidenceItem, InputFile, Level, Period, Place
from checker.model.pay_table import PayMapping
from checker.model.wages import PayScope, Published, WageSet

BENCHMARKS = """\
country,region_code,kind,amount,currency,period,hours_per_week,gross_or_net,valid_from,valid_to,checked_on,area,city_names,extent
KE,,living_wage,10,KES,hour,,gross,2025-01-01,,,national,,all
KE,,minimum_wage,5,KES,hour,,gross,2025-01-01,,2025-06-01,national,,all
GH,,living_wage,20,GHS,hour,,gross,2025-01-01,,,national,,all
GH,,minimum_wage,8,GHS,hour,,gross,2025-01-01,,2025-06-01,national,,all
UG,,living_wage,173.3333333333333333,UGX,month,40,gross,2025-01-01,,,national,,all
"""
"""Invented: 10 KES, 20 GHS an hour; 173.33 UGX a month of 40 hours a week, which is 1 UGX an hour."""

PAYROLL = (
    "worker_id",
    "country",
    "currency",
    "period_start",
    "period_end",
    "pay",
    "fees",
    "deductions",
    "hours_paid",
    "hours_unpaid",
)
JANUARY = ("2026-01-01", "2026-01-31")
FEBRUARY = ("2026-02-01", "2026-02-28")
SCOPE = PayScope("acme", Period(date(2026, 1, 1), date(2026, 6, 30)), (), None, date(2026, 6, 30))


def table_of(text: str) -> BenchmarkTable:
    """Return benchmark rows given as CSV text."""
    rows, problems = parse_wages(text, "benchmarks.csv", own=False)
    assert not problems, problems
    return BenchmarkTable(rows, changes=currency_changes())


def rates_of(*lines: str) -> UserRates:
    """Return rates from lines `2026-01,USD,KES,130`."""
    rates, problems = parse_user_rates("\n".join(["month,base,currency,rate", *lines]) + "\n", "fx.csv")
    assert not problems, problems
    return UserRates("fx.csv", rates, InputFile("fx.csv", "", "fx"))


def payroll_row(worker: str, pay: object = "1600", hours: object = "160", **other: object) -> dict[str, object]:
    """Return a month of payroll: 1,600 KES for 160 hours (10 KES an hour) unless told otherwise."""
    row: dict[str, object] = dict.fromkeys(PAYROLL, "0")
    row |= {
        "worker_id": worker,
        "country": "KE",
        "currency": "KES",
        "period_start": JANUARY[0],
        "period_end": JANUARY[1],
    }
    return row | {"pay": pay, "hours_paid": hours} | other


def task_row(
    worker: str, day: str, reward: object = "10", minutes: int = 60, start: str = "09:00", **other: object
) -> dict[str, object]:
    """Return an approved task on a day: 10 KES for an hour unless told otherwise."""
    hour, minute = (int(part) for part in start.split(":"))
    end = hour * 60 + minute + minutes
    assert end <= 24 * 60, "a task of this shape ends on its day"
    last = f"{day} {end // 60:02d}:{end % 60:02d}:00" if end < 24 * 60 else f"{day} 23:59:59"
    row: dict[str, object] = {
        "worker_id": worker, "country": "KE", "currency": "KES", "started_at": f"{day} {start}:00",
        "submitted_at": last, "pay": reward, "status": "approved", "fees": "0", "deductions": "0", "hours_unpaid": "0",
    }  # fmt: skip
    return row | other


def write_csv(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    """Write rows with the columns of all of them, in order of first use; a missing cell is empty."""
    rows = list(rows)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(columns), *(",".join(str(row.get(name, "")) for name in columns) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def open_rows(
    folder: Path, rows: Iterable[Mapping[str, object]], *, grain: str = "payroll", name: str = "pay.csv", **mapping: Any
) -> PayFile:
    """Return an opened pay file of rows, read through a plain mapping with changes."""
    return open_pay_table(write_csv(folder / name, rows), mapped(grain, **mapping), evidence=mapping.get("evidence"))


def mapped(grain: str = "payroll", **changes: Any) -> PayMapping:
    """Return a plain mapping with some entries changed."""
    from dataclasses import replace

    changes.pop("evidence", None)
    return replace(plain_mapping(grain), **changes)  # type: ignore[arg-type]


def audit(
    tables: PayFile | Sequence[PayFile],
    *,
    scope: PayScope = SCOPE,
    benchmarks: str = BENCHMARKS,
    rates: Sequence[UserRates] = (),
    **other: Any,
) -> WageSet:
    """Audit pay files against the invented benchmarks."""
    found = [tables] if isinstance(tables, PayFile) else list(tables)
    return audit_pay(found, [item()], "supplier", scope, table_of(benchmarks), rates, **other)


def audit_rows(
    folder: Path,
    rows: Iterable[Mapping[str, object]],
    *,
    grain: str = "payroll",
    mapping: Mapping[str, Any] | None = None,
    **other: Any,
) -> WageSet:
    """Write rows to a CSV file and audit it."""
    return audit(open_rows(folder, rows, grain=grain, **(mapping or {})), **other)


def item(id_: str = "payroll", **changes: Any) -> EvidenceItem:
    """Return an evidence item for a pay file."""
    file = InputFile("wages/pay.csv", "0" * 64, "wage_data")
    base: dict[str, Any] = {"sampling": "census", "document": False} | changes
    return EvidenceItem(
        id_, "wage_data", "supplier", Level.RECORDED, (file,), Place("questionnaire.yaml", 1, 1), **base
    )


def ends(found: WageSet, name: str) -> tuple[float | None, float | None]:
    """Return both ends of a metric."""
    metric = found.metrics[name]
    return metric.low, metric.high


UNKNOWN = (None, None)
"""Both ends of a metric that nothing is known of."""


def measure(
    folder: Path, name: str, rows: Iterable[Mapping[str, object]], grain: str = "task", **other: Any
) -> tuple[Any, Any]:
    """Return both ends of the one metric that is asked for."""
    return ends(audit_rows(folder, rows, grain=grain, wanted=frozenset({name}), **other), name)


def published(
    folder: Path, name: str, rows: Iterable[Mapping[str, object]], grain: str = "task", **other: Any
) -> Published:
    """Return what may be shown of the one metric that is asked for."""
    return audit_rows(folder, rows, grain=grain, wanted=frozenset({name}), **other).metrics[name].published


def exactly(value: float) -> tuple[Any, Any]:
    """Return both ends of a metric that is known, to be compared with."""
    return pytest.approx(value, rel=1e-9), pytest.approx(value, rel=1e-9)


def query(folder: Path, sql: str) -> Any:
    """Return the one value of a query over the rows that were written last, which it calls PAY, all of them words."""
    import duckdb

    return duckdb.sql(sql.replace("PAY", f"read_csv('{folder / 'pay.csv'}', all_varchar = true)")).fetchall()[0][0]
