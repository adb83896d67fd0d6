"""The engine: all load checks, then the floor family, or every metric with ``--all``."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from checker.facts.metrics import METRICS
from checker.facts.wage_audit import audit_pay
from checker.load.benchmarks import parse_wages
from checker.load.exchange_rates import read_user_rates
from checker.load.wages import open_pay_table
from checker.load.wages.mapping import plain_mapping
from checker.model.benchmark import BenchmarkTable
from checker.model.evidence import Period
from checker.model.pay_engine import EngineChoice
from checker.model.wages import PayScope

FLOOR = frozenset(name for name, entry in METRICS.items() if entry.family == "floor" and "pilot" not in name)


def main(folder: Path, *, every: bool, memory_limit: str | None) -> None:
    """Print counts and shares."""
    rows, problems = parse_wages((folder / "benchmarks.csv").read_text(encoding="utf-8"), "benchmarks.csv", own=False)
    assert not problems, problems
    table = open_pay_table(folder / "pay.parquet", plain_mapping("task"))
    scope = PayScope("bench", Period(date(2025, 1, 1), date(2025, 12, 31)), (), None, date(2025, 12, 31))
    found = audit_pay(
        [table], [], "supplier", scope, BenchmarkTable(rows), [read_user_rates(folder / "fx.csv")],
        wanted=None if every else FLOOR, engine=EngineChoice(memory_limit=memory_limit),
    )  # fmt: skip
    shares = [
        found.metrics[name].low
        for name in (
            "share_below_living_wage",
            "share_below_living_wage_paid_time",
            "share_below_minimum_wage",
            "share_below_minimum_wage_paid_time",
        )
    ]
    print(found.rows, len(found.findings), *(f"{share:.6f}" for share in shares))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--memory-limit")
    given = parser.parse_args()
    main(given.folder, every=given.all, memory_limit=given.memory_limit)
