"""pandas for the same checks and metrics."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

RATE = {"KE": 129.0, "GH": 12.5}
LIVING = {"KE": 430.0, "GH": 26.0}
MINIMUM = {"KE": (180.0, 180.0), "GH": (10.0, 12.0)}


def main(folder: Path) -> None:
    """Print counts and shares."""
    pay = pd.read_parquet(folder / "pay.parquet")
    wrong = count_wrong(pay)
    shares = test_floor(pay)
    print(len(pay), wrong, *(f"{share:.6f}" for share in shares))


def count_wrong(pay: pd.DataFrame) -> int:
    """Return how many kinds of problem there are."""
    amounts = pay[["pay", "fees", "deductions", "hours_unpaid"]]
    logged = (pay["submitted_at"] - pay["started_at"]).dt.total_seconds()
    seconds = logged + pay["hours_unpaid"] * 3600
    days = seconds.groupby([pay["worker_id"], pay["submitted_at"].dt.normalize()]).sum()
    kinds = [
        (amounts < 0).any(axis=None),
        amounts.isna().any(axis=None),
        pay[["started_at", "submitted_at", "worker_id"]].isna().any(axis=None),
        (logged < 0).any(),
        pay.duplicated().any(),
        (days > 86400).any(),
        not set(pay["country"].unique()) <= set(RATE),
        not set(pay["currency"].unique()) <= {"USD"},
        not set(pay["status"].unique()) <= {"approved", "rejected", "returned", "timed_out", "pending"},
        (pay["submitted_at"].dt.year != 2025).any(),
    ]
    return sum(bool(kind) for kind in kinds)


def test_floor(pay: pd.DataFrame) -> list[float]:
    """Return the four shares of workers below."""
    approved = pay["status"] == "approved"
    logged = (pay["submitted_at"] - pay["started_at"]).dt.total_seconds() / 3600
    frame = pd.DataFrame(
        {
            "worker": pay["worker_id"],
            "country": pay["country"],
            "month": pay["submitted_at"].dt.month,
            "net": pay["pay"].where(approved, 0.0) - pay["fees"] - pay["deductions"],
            "hours": logged + pay["hours_unpaid"],
            "paid": logged.where(approved, 0.0),
        }
    )
    units = frame.groupby(["worker", "country", "month"], as_index=False).sum()
    net = units["net"] * units["country"].map(RATE)
    early = units["month"] < 3
    minimum = (
        units["country"]
        .map({c: old for c, (old, _) in MINIMUM.items()})
        .where(early, units["country"].map({c: new for c, (_, new) in MINIMUM.items()}))
    )
    living = units["country"].map(LIVING)
    shares = []
    for bar in (living, minimum):
        for hours in (units["hours"], units["paid"]):
            need = bar * hours
            below = (need - net) > 1e-9 * need
            shares.append(float(below.groupby(units["worker"]).any().mean()))
    return shares


if __name__ == "__main__":
    main(Path(sys.argv[1]))
