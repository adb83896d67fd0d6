"""A generated payroll for the tests that compare the engine with hand-written SQL: made up, and said to be.

Months of pay from a seed, with every kind of row that the pay table knows: overtime paid well, badly and not at
all, fees, deductions, contract hours, duplicates, rows outside the period. With ``gaps``, some cells are blank.
Bars and rates are simple enough to be known by heart, so the SQL needs no knowledge of how they are found.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from checker.facts.wage_audit import audit_pay
from checker.load.wages import open_pay_table
from checker.load.wages.mapping import read_mapping
from checker.model.evidence import Period
from checker.model.wages import PayScope, WageSet
from tests.pay_for_tests import item, rates_of, table_of, write_csv

Row = dict[str, Any]

FIRST, LAST = date(2026, 1, 1), date(2026, 4, 30)
MONTHS = [(date(2026, m, 1), date(2026, m + 1, 1) - timedelta(days=1)) for m in range(1, 5)]
AS_OF = date(2026, 5, 15)


class Bar(NamedTuple):
    """What one country's hour is worth; None: nobody says."""

    currency: str
    living_wage: float | None
    minimum_wage: float | None


BARS = {
    "KE": Bar("KES", 150, 90),
    "GH": Bar("GHS", 20, 8),
    "PH": Bar("PHP", 110, 70),
    "UG": Bar("UGX", 5200, 2100),
    "ZM": Bar("ZMW", None, 12),
}
PAID_IN = {"KE": ("KES", "KES", "KES", "USD"), "GH": ("GHS",), "PH": ("USD",), "UG": ("EUR",), "ZM": ("ZMW",)}
MINOR = {"KES": 0.01, "GHS": 0.01, "PHP": 0.01, "UGX": 1, "ZMW": 0.01, "USD": 0.01, "EUR": 0.01}
"""Smallest unit of each currency (ISO 4217)."""

RATES = (
    *(f"2026-0{m},USD,KES,{125 + m}" for m in range(1, 5)),
    *(f"2026-0{m},PHP,USD,{0.0175 + m / 10000:.4f}" for m in range(1, 4)),
    *(f"2026-0{m},EUR,USD,{1 + m / 20}" for m in range(1, 5)),
    *(f"2026-0{m},USD,UGX,{3600 + 25 * m}" for m in range(1, 5)),
)
"""Pesos only the other way round and not for April; shillings of Uganda only by way of the dollar."""
TO_BAR = {
    **{("USD", "KES", m): 125.0 + m for m in range(1, 5)},
    **{("USD", "PHP", m): 1 / (0.0175 + m / 10000) for m in range(1, 4)},
    **{("EUR", "UGX", m): (1 + m / 20) * (3600 + 25 * m) for m in range(1, 5)},
}
APRIL_PESOS = 55.0
"""A rate that April could have had, for completions."""


def benchmark_text(bars: Mapping[str, Bar] = BARS) -> str:
    """Return the bars as a benchmark file: gross, by the hour, in force for all of the period."""
    lines = ["country,kind,amount,currency,period,gross_or_net,valid_from,checked_on,area,extent"]
    for country, bar in bars.items():
        for kind, amount in (("living_wage", bar.living_wage), ("minimum_wage", bar.minimum_wage)):
            if amount is not None:
                lines.append(f"{country},{kind},{amount},{bar.currency},hour,gross,2025-10-01,2025-10-01,national,all")
    return "\n".join(lines) + "\n"


def rate_of(currency: str, country: str, month: int) -> float | None:
    """Return what one unit of the pay's currency is in the bar's currency."""
    bar = BARS[country].currency
    return 1.0 if currency == bar else TO_BAR.get((currency, bar, month))


def payroll_rows(
    seed: int, *, gaps: Sequence[str] = (), countries: Iterable[str] = BARS, workers: int = 260
) -> list[Row]:
    """Return months of invented workers; with ``gaps`` one row in twelve lacks a cell of one of these columns.

    Only then has a contract worker ever several rows a month: whether that is one contract or two is not known.
    """
    chance = random.Random(seed)
    rows: list[Row] = []
    for i, country in enumerate(_countries(chance, countries, workers)):
        who = _worker(chance, i, country)
        for first, last in MONTHS[chance.choice((0, 0, 0, 1, 2)) :]:
            once = who["hours_basis"] == "contract" and not gaps
            for _ in range(1 if once else chance.choice((1, 1, 1, 1, 2))):
                rows.append(_payroll_row(chance, who, first, last))
                if gaps and chance.random() < 1 / 12:
                    _make_gap(chance, rows[-1], gaps)
    rows += [dict(row) for row in chance.sample(rows, 6)]
    rows += [row | {"period_start": "2025-12-01", "period_end": "2025-12-31"} for row in chance.sample(rows, 5)]
    chance.shuffle(rows)
    return rows


def _countries(chance: random.Random, countries: Iterable[str], workers: int) -> list[str]:
    weights = {"KE": 8, "GH": 6, "PH": 5, "UG": 4, "ZM": 1}
    names = list(countries)
    return chance.choices(names, [weights[name] for name in names], k=workers)


def _worker(chance: random.Random, i: int, country: str) -> Row:
    return {
        "worker_id": f"worker-{i:04d}",
        "country": country,
        "currency": chance.choice(PAID_IN[country]),
        "job_category": chance.choices(("annotator", "reviewer", "lead"), (70, 28, 2))[0],
        "gender": chance.choices(("female", "male", "other"), (55, 43, 2))[0],
        "employment_status": chance.choice(("employee", "contractor")),
        "hours_basis": chance.choice(("recorded", "recorded", "recorded", "contract")),
        "contract_weekly_hours": chance.choice((24, 36, 40)),
    }


def _payroll_row(chance: random.Random, who: Row, first: date, last: date) -> Row:
    """Return one pay row: around the line, at the line, and far from it."""
    contract = who["hours_basis"] == "contract"
    hours = who["contract_weekly_hours"] * 52 / 12 if contract else chance.choice((32, 71.25, 120, 133.4, 160))
    line = (BARS[who["country"]].living_wage or 30) * hours / _any_rate(who, last.month)
    pay = round(line * chance.choice((0.3, 0.62, 0.8, 0.96, 0.999, 1, 1, 1.004, 1.1, 1.35, 1.9)), 2)
    overtime = chance.choice((0, 0, 0, 0, 6, 11.5))
    rate = 0 if contract else pay / hours
    return who | {
        "period_start": first, "period_end": last, "pay": f"{pay:.2f}",
        "hours_paid": "" if contract else hours,
        "hours_unpaid": chance.choice((0, 0, 0, 1.5, 9)),
        "hours_overtime": 0 if contract else overtime,
        "overtime_pay": f"{round(overtime * rate * chance.choice((0, 0.5, 1.01, 1.5)), 2):.2f}",
        "fees": f"{chance.choice((0, 0, 0, 0.02)) * pay:.2f}", "deductions": f"{chance.choice((0, 0, 0.01)) * pay:.2f}",
        "deductions_tax": f"{0.1 * pay:.2f}", "costs": f"{chance.choice((0, 0, 0.03)) * pay:.2f}",
        "guaranteed_bonus": f"{chance.choice((0, 0, 0.05)) * pay:.2f}", "bonus": f"{chance.choice((0, 0.2)) * pay:.2f}",
        "tips": f"{chance.choice((0, 0.5)) * pay:.2f}", "client_price": f"{pay * chance.choice((1.5, 3, 6)):.2f}",
        "due_date": last + timedelta(days=5),
        "paid_date": chance.choice(("", *(last + timedelta(days=d) for d in (1, 3, 5, 5, 6, 9, 20, 44)))),
        "stated_hourly_rate": f"{pay / hours * chance.choice((0.9, 1, 1.2)):.2f}",
    }  # fmt: skip


def _any_rate(who: Row, month: int) -> float:
    return rate_of(who["currency"], who["country"], month) or APRIL_PESOS


EVERY_GAP = ("pay", "hours_paid", "hours_unpaid", "fees", "overtime_pay", "hours_overtime")


def _make_gap(chance: random.Random, row: Row, gaps: Sequence[str]) -> None:
    """Blank one cell; overtime cells only where there is overtime, so that what is missing matters."""
    lost = chance.choice(gaps)
    if lost == "hours_paid" and row["hours_basis"] == "contract":
        lost = "contract_weekly_hours"
    if lost in ("overtime_pay", "hours_overtime") and not row["hours_overtime"]:
        lost = "pay"
    row[lost] = ""


def once(rows: Iterable[Row]) -> list[Row]:
    """Return the rows without those that are identical to an earlier one."""
    return [dict(row) for row in dict.fromkeys(tuple(row.items()) for row in rows)]


def write_mapping(folder: Path, **entries: Any) -> Path:
    """Write a mapping file; JSON is YAML."""
    import json

    path = folder / "mapping.yaml"
    path.write_text(json.dumps({"fairlabel": "wages/1"} | entries), encoding="utf-8")
    return path


class Audited(NamedTuple):
    """What the engine made of a generated file, and the file for the SQL."""

    found: WageSet
    file: Path
    headcount: int | None


def audited(
    folder: Path,
    rows: Iterable[Row],
    *,
    mapping: Mapping[str, Any],
    headcount: int | None = None,
    benchmarks: str | None = None,
    rates: Iterable[str] = RATES,
    scope: Mapping[str, Any] | None = None,
    **other: Any,
) -> Audited:
    """Write rows, mapping, bars and rates, and run the engine on them."""
    file = write_csv(folder / "pay.csv", rows)
    how = read_mapping(write_mapping(folder, **mapping), "mapping.yaml")
    bounds = PayScope("acme", Period(FIRST, LAST), (), headcount, AS_OF)._replace(**(scope or {}))
    found = audit_pay(
        [open_pay_table(file, how)], [item()], "supplier", bounds,
        table_of(benchmarks or benchmark_text()), [rates_of(*rates)], **other,
    )  # fmt: skip
    return Audited(found, file, headcount)
