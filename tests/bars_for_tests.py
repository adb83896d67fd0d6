"""Rows of benchmarks, and the bar of a place and a day, for the tests of bars: made up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from checker.facts.bars.bar import resolve_bar
from checker.model.benchmark import Bar, Benchmark, BenchmarkTable, HoursRow, WorkPlace

D = Decimal
DAY = date(2026, 3, 15)
KE = WorkPlace("KE")


def row(name: str, amount: str = "100", **given) -> Benchmark:
    """Return a national, gross, hourly row in force and fresh on DAY, changed as given."""
    usual = {
        "country": "KE", "region_code": "", "region_name": "", "area": "national", "kind": "living_wage",
        "amount_high": None, "currency": "KES", "period": "hour", "hours_per_week": None, "basis": "gross",
        "family_basis": "", "valid_from": date(2026, 1, 1), "valid_to": None, "methodology": "", "source_title": "",
        "source_url": "", "confidence": "", "date_precision": "day", "licence_flag": "", "notes": "",
        "applies_to": "adult_general", "restated": False, "extent": "all", "set_complete": False, "city_names": (),
        "days_per_month": None, "checked_on": date(2026, 1, 1), "review_by": None, "superseded_by": "",
        "table": "t.csv", "line": 2, "own": False,
    }  # fmt: skip
    return Benchmark(id=name, amount=D(amount), **(usual | given))


def legal(normal: str | None, country: str = "KE", **given) -> HoursRow:
    usual = {
        "region_code": "", "normal_daily": None, "max_weekly": None, "weekly_rest": None, "applies_to": "general",
        "valid_from": None, "source_title": "", "source_url": "", "confidence": "", "notes": "", "table": "h.csv",
        "line": 2,
    }  # fmt: skip
    return HoursRow(country=country, normal_weekly=None if normal is None else D(normal), **(usual | given))


def wage(*rows: Benchmark, place: WorkPlace = KE, day: date = DAY, hours=(), kind="living_wage", **more):
    return resolve_bar(BenchmarkTable(rows, hours), kind, place, day, **more)


def ends(bar) -> tuple[Decimal, Decimal | None]:
    assert isinstance(bar, Bar), bar
    return bar.low, bar.high


CITY = {"area": "city", "extent": "places", "region_code": "KE-30", "region_name": "Nairobi"}
MINIMUM = {"kind": "minimum_wage"}
