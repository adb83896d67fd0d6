"""A generated task log for the tests that compare the engine with hand-written SQL: made up, and said to be.

Stamps are UTC, the mapping's zone is Manila (eight hours ahead, no summer time), so that tasks cross midnight,
the ends of months and the ends of the period in one of the two and not in the other. Columns, units and status
words are those of an invented platform and need the mapping.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tests.pay_oracle import BARS, PAID_IN, Row, rate_of

AHEAD = timedelta(hours=8)
MAPPING: dict[str, Any] = {
    "grain": "task",
    "time_basis": "logged_interval",
    "time_zone": "Asia/Manila",
    "columns": {
        "worker_id": "Worker", "started_at": "accepted", "submitted_at": "handed in", "pay": "reward",
        "status": "state", "hours_unpaid": "waiting",
    },
    "units": {"hours_unpaid": "minutes"},
    "values": {
        "status": {
            "OK": "approved", "NO": "rejected", "BACK": "returned", "LATE": "timed_out", "OPEN": "pending",
        }
    },
}  # fmt: skip
TASK_TYPES = {"box": (9, 20), "outline": (35, 80), "label": (4, 6)}
"""Task type -> documented minutes, time limit in minutes."""
SPREAD = 0.6


def task_rows(
    seed: int, *, gaps: Sequence[str] = (), countries: Sequence[str] = ("PH", "KE"), workers: int = 130
) -> list[Row]:
    """Return tasks of invented workers; with ``gaps`` one in forty is open still or lacks a stamp."""
    chance = random.Random(seed)
    rows: list[Row] = []
    for i in range(workers):
        who = _worker(chance, i, chance.choice(countries))
        made = [_task(chance, who, slot) for slot in _shifts(chance)]
        for row in made:
            if gaps and chance.random() < 1 / 40:
                _make_gap(chance, row, gaps)
        rows += made
    rows += [dict(row) for row in chance.sample(rows, 7)]
    chance.shuffle(rows)
    return rows


def _worker(chance: random.Random, i: int, country: str) -> Row:
    currency = chance.choice(PAID_IN[country])
    return {
        "Worker": f"worker-{i:04d}",
        "country": country,
        "currency": currency,
        "job_category": chance.choice(("annotator", "reviewer")),
        "gender": chance.choices(("female", "male", "other"), (55, 43, 2))[0],
        "level": chance.choice((0.5, 0.9, 1.05, 1.3, 1.8)),
    }


class Slot(NamedTuple):
    """When a task was done (Manila time), and what kind it was."""

    start: datetime
    seconds: int
    kind: str
    pilot: bool


def _shifts(chance: random.Random) -> Iterator[Slot]:
    """Yield tasks that do not overlap: some run over midnight and the ends of months, some make weeks too long."""
    days = sorted(chance.sample(range(-1, 121), chance.choice((6, 14, 30))))
    if chance.random() < 0.3:
        first = chance.randrange(0, 110)
        days = sorted({*days, *range(first, first + chance.choice((6, 7, 9)))})
    long = chance.random() < 0.2
    clock = datetime(2025, 1, 1)
    for day in days:
        clock = max(clock, datetime(2026, 1, 1) + timedelta(days=day, hours=chance.choice((7, 9, 14, 22.5))))
        for _ in range(8 if long else chance.choice((1, 3, 5))):
            kind, pilot = "outline" if long else chance.choice([*TASK_TYPES]), chance.random() < 0.25
            usual = TASK_TYPES[kind][0] * 60 * (1.7 if pilot else 1.1)
            seconds = min(2 * 3600, int(usual * chance.lognormvariate(0, SPREAD)))
            yield Slot(clock, seconds, kind, pilot)
            clock += timedelta(seconds=seconds + chance.choice((0, 60, 700)))


def _task(chance: random.Random, who: Row, slot: Slot) -> Row:
    end = slot.start + timedelta(seconds=slot.seconds)
    country, documented = who["country"], TASK_TYPES[slot.kind]
    rate = rate_of(who["currency"], country, 1) or 1
    line = (BARS[country].living_wage or 1) * documented[0] / 60 / rate
    reward = max(0.01, round(line * who["level"] * chance.choice((0.7, 1, 1, 1.2, 3)), 2))
    state = chance.choices(("OK", "NO", "BACK", "LATE"), (88, 6, 4, 2))[0]
    taken = 0.02 * reward if state == "OK" and chance.random() < 0.3 else 0
    due = (end + timedelta(days=7)).date()
    return {key: value for key, value in who.items() if key != "level"} | {
        "accepted": stamp(slot.start), "handed in": stamp(end), "reward": f"{reward:.2f}", "state": state,
        "waiting": chance.choice((0, 0, 0, 1.5, 6)), "fees": f"{taken:.4f}", "deductions": "0",
        "task_type": slot.kind, "rate_per_task": f"{reward:.2f}", "expected_minutes": documented[0],
        "time_limit_minutes": documented[1], "is_pilot": str(slot.pilot).lower(),
        "bad_faith": "true" if state == "NO" and chance.random() < 0.2 else "false",
        "minutes_sensitive": slot.seconds / 60 if chance.random() < 0.3 else 0,
        "client_price": f"{reward * chance.choice((2, 2.5)):.2f}",
        "stated_hourly_rate": f"{line * 60 / documented[0]:.2f}",
        "due_date": due, "paid_date": chance.choice(("", *(due + timedelta(days=d) for d in (-5, -1, 0, 0, 3, 11)))),
    }  # fmt: skip


def stamp(local: datetime) -> str:
    """Return a Manila time as a stamp of the file: UTC."""
    return f"{local - AHEAD:%Y-%m-%dT%H:%M:%SZ}"


EVERY_GAP = ("open", "accepted", "handed in", "reward", "waiting", "fees")


def _make_gap(chance: random.Random, row: Row, gaps: Sequence[str]) -> None:
    lost = chance.choice(gaps)
    if lost == "open":
        row["state"] = "OPEN"
    else:
        row[lost] = ""
