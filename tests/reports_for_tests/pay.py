"""Pay of sixty workers: open, hidden and unknown numbers, and what is drawn of them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from checker.model.evidence import Level, Place
from checker.model.facts import Cover
from checker.model.questionnaire import Finding
from checker.model.wages import (
    Band,
    BenchmarkUse,
    Distribution,
    Group,
    Ladder,
    LadderStep,
    Lateness,
    LatenessBar,
    Line,
    Metric,
    Published,
    RateUse,
    TimeBasisUse,
    WageEvidence,
    WageSet,
)
from tests.reports_for_tests.evidence import HALF_YEAR, PAYROLL


def wages() -> WageEvidence:
    """Return one payroll of 60 workers with open, hidden and unknown numbers among the metrics."""
    return WageEvidence(
        sets=(wage_set(),),
        absent="",
        lowered_bars=(
            {
                "place": "KE Naivasha",
                "kind": "living_wage",
                "shipped": "KES 28,900 a month",
                "used": "KES 24,000 a month",
            },
        ),
    )


def wage_set(**changes: Any) -> WageSet:
    """Return the payroll's set."""
    whole = WageSet(
        evidence=(PAYROLL,),
        collector="supplier",
        level=Level.RECORDED,
        period=HALF_YEAR,
        workers=60,
        headcount=60,
        rows=360,
        grain="payroll",
        time_basis="shift",
        set_aside={"outside the period": 3},
        metrics=metrics(),
        groups=(
            Group(
                {"country": "KE", "job_category": "annotator"},
                52,
                False,
                {"share_below_living_wage": metric("share_below_living_wage", 18 / 52, n=52)},
            ),
            Group({"country": "KE", "job_category": "team lead"}, None, True, {}, "fewer than 5 workers"),
        ),
        benchmarks=(
            BenchmarkUse(
                "lw-ke-naivasha-2026",
                "living_wage",
                "KE Naivasha",
                "31500",
                "KES",
                "month",
                (161.54, None),
                "2026-03-01",
                False,
                "Example living-wage study",
                "https://example.org/naivasha",
                "net figure: pay above it proves nothing",
                "cited fact; terms of the source were read",
            ),
            BenchmarkUse(
                "mw-ke-2024",
                "minimum_wage",
                "KE",
                "84.11",
                "KES",
                "hour",
                (84.11, 84.11),
                "2024-11-01",
                True,
                "Gazette notice",
                "https://example.org/gazette",
            ),
        ),
        fx=(RateUse("USD", "KES", "2026-03", 129.25, "hmrc-rates"),),
        cover=Cover(True, HALF_YEAR, ("KE",), 60),
        notes=("no unpaid time recorded for any of 60 workers",),
        findings=(
            Finding("row_set_aside", "note", "3 rows lie outside the period", Place("wages/h1.csv", rows=3)),
            Finding(
                "time_basis_pays_more",
                "warning",
                "the declared time basis (shift) gives a higher hourly pay than another one",
                Place("wages/h1.csv"),
                "name the time that people really worked (time_basis)",
            ),
        ),
        distributions=(distribution(),),
        ladders=(ladder(),),
        lateness=lateness(),
        time_bases=(
            TimeBasisUse("shift", None, True, *pay_and_hours(171.5, 57_600)),
            TimeBasisUse("logged_interval", None, False, *pay_and_hours(205.8, 48_000), 0.2),
            TimeBasisUse("logged_cluster", 10, False, *pay_and_hours(154.35, 64_000), -0.1),
        ),
    )
    return replace(whole, **changes)


def pay_and_hours(pay: float, hours: float) -> tuple[Metric, Metric]:
    """Return a median hourly pay, at most what is given, and the hours of all workers."""
    shown = Published(None, None, pay, False, "unpaid time is not recorded")
    median = metric("effective_hourly_wage_p50", 0, high=pay, unit="KES/h", estimator="quantile over workers, type 7")
    return replace(median, published=shown), metric("working_hours", hours, unit="hours", estimator="sum over workers")


def metrics() -> dict[str, Metric]:
    """Return metrics of every kind: exact, interval, open, hidden, unknown, of another method, money."""
    cost = ({"amount": 1180500.0, "amount_per_month": 196750.0, "currency": "KES", "share_of_wage_bill": 0.031},)
    return {
        "share_below_living_wage": metric("share_below_living_wage", 0.3),
        "share_below_living_wage@fairwork_net": metric(
            "share_below_living_wage", 0.3, high=0.45, method="fairwork_net"
        ),
        "share_below_minimum_wage": replace(
            metric("share_below_minimum_wage", 2 / 60),
            published=Published(None, None, None, True, "1 to 4 workers", "fewer than 5 of 60"),
        ),
        "lowest_ratio": replace(
            metric("lowest_ratio", 0.61, unit="ratio"),
            published=Published(None, 0.655, 0.655, False, "", "mean of the lowest 5"),
        ),
        "mean_gap_of_those_below": metric(
            "mean_gap_of_those_below", 0.12, high=math.inf, estimator="mean over workers below"
        ),
        "cost_to_close": Metric(
            "cost_to_close",
            "money",
            None,
            None,
            60,
            "all time",
            "basic_only",
            "sum",
            Published(cost, None, None, False),
            cost,
        ),
        "weekly_hours_max": replace(
            metric("weekly_hours_max", 56.0, unit="hours"),
            published=Published(None, None, None, True, "one worker's week"),
        ),
        "effective_hourly_wage_p50": metric("effective_hourly_wage_p50", 188.4, unit="KES"),
        "gini": metric("gini", 1 / 3, unit="number", cap=Level.STATED),
        "rejection_rate": Metric(
            "rejection_rate",
            "share",
            None,
            None,
            0,
            "tasks",
            "basic_only",
            "",
            Published(None, None, None, False, "a payroll has no tasks"),
            why="a payroll has no tasks",
        ),
    }


def metric(
    name: str, low: float, *, high: float | None = None, unit: str = "share", n: int = 60, **changes: Any
) -> Metric:
    """Return one number as computed and published alike."""
    high = low if high is None else high
    value = low if low == high else None
    method = changes.pop("method", "basic_only")
    estimator = changes.pop("estimator", "share of workers")
    return Metric(
        name,
        unit,
        low,
        high,
        n,
        "all time",
        method,
        estimator,
        Published(value, low, high, False),
        value,
        **changes,
    )


def distribution() -> Distribution:
    """Return sixty workers by pay over the living wage, one bar hidden."""
    counts: tuple[int | None, ...] = (None, 12, 6, 17, 14, 7)
    bands = tuple(Band(0.6 + i * 0.2, 0.8 + i * 0.2, n) for i, n in enumerate(counts))
    return Distribution("KE Naivasha (urban)", "KES", 161.54, 84.11, "hour", bands, "bars under 5 workers are hidden")


def ladder(**changes: Any) -> Ladder:
    """Return a ladder of three job categories, one of them hidden; pay in kind is not known."""
    gone = Published(None, None, None, True, "fewer than 5 workers, or a total would reveal them")
    few = Published(None, None, None, True, "the others are fewer than 5 workers")
    no_column = Published(None, None, None, False, "not every pay file has it")
    open_sum = Published(None, None, None, False, "a part of it is not known")
    whole = Ladder(
        "KE", "KES", "mean over workers of pay / hours, all time", Line(161.54, None), Line(84.11, 84.11),
        (
            LadderStep("annotator", 40, amount(140), amount(4.5), no_column, open_sum, amount(96.25)),
            LadderStep("quality reviewer", 8, Published(None, 150, 190, False), amount(0), no_column, open_sum, few),
            LadderStep("team lead", None, gone, gone, gone, gone, gone),
        ),
        ("in_kind",), False,
        ("pay in kind is not known: not every pay file has it",
         "pay or hours are not known exactly for all workers: each stands at the most it can be"),
    )  # fmt: skip
    return replace(whole, **changes)


def amount(value: float) -> Published:
    """Return a published number that is exact."""
    return Published(value, value, value, False)


def lateness() -> Lateness:
    """Return 360 payments, most of them in time."""
    bars = (
        LatenessBar("in_time", None, None, 240),
        LatenessBar("late", 1, 14, 87),
        LatenessBar("late", 15, None, 33, True),
    )
    return Lateness(bars, ("payments without a due date, or of nobody who can be told, are left out",))
