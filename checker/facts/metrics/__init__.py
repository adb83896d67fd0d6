"""Every pay metric by name: which function computes it, its unit, what an unknown does to it.

To add one: one module's function and one line here (a family with suffixes is one line for each name), its
words in `checker.render.words` and `reports/locale/`, a test against SQL or arithmetic of its own.
Nothing is imported before it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Literal, NamedTuple

Movement = Literal["rises", "falls", "widens", "unknown", "none"]
"""What a missing value does: moves the high end up, the low end down, both apart, makes it unknown, nothing."""


class MetricEntry(NamedTuple):
    """One line of the table."""

    name: str
    compute: str
    """``module:attribute``; called with the pay data and this entry."""
    unit: str
    title: Mapping[str, str]
    missing_hours: Movement
    missing_pay: Movement
    missing_bar: Movement
    family: str
    minimum_wage: bool = False
    paid_time: bool = False
    hours_weighted: bool = False
    pooled: bool = False
    stem: str = ""
    """Its title without what it is counted over; empty: the title."""
    basis: tuple[str, ...] = ()
    """What it is counted over, by the words that sentences have for it: ``all_time`` or ``paid_time``,
    ``hours_weighted``, ``pooled``; ``by_method`` where the method of counting pay changes it."""
    method: str = "basic_only"
    """Set when it is computed."""


BY_METHOD = "by_method"
_COUNTED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "pilot_rows_below_lw_share": ("", ("all_time", BY_METHOD)),
    "share_below_requester_minimum_wage": (
        "Share of workers below the minimum wage of the client's country", ("paid_time", BY_METHOD),
    ),
    "stated_vs_effective_gap": ("", ("all_time", BY_METHOD)),
}  # fmt: skip
"""Metric outside the families that measure pay against time -> stem and basis."""


def _t(text: str) -> dict[str, str]:
    return {"en": text}


def _time(paid: bool) -> tuple[str]:
    return ("paid_time" if paid else "all_time",)


_FLOOR = {
    "share_below": ("share", "Share of workers below the {bar}"),
    "lowest_ratio": ("ratio", "Lowest pay as a multiple of the {bar}"),
    "mean_gap_of_those_below": ("share", "Mean gap to the {bar} among workers below it"),
    "median_gap_of_those_below": ("share", "Median gap to the {bar} among workers below it"),
    "fgt_1": ("index", "Gap index: mean gap to the {bar} over all workers"),
    "fgt_2": ("index", "Severity index: mean squared gap to the {bar} over all workers"),
    "cost_to_close": ("money", "Money that would lift every worker to the {bar}"),
}


def _floor() -> list[MetricEntry]:
    """Return the floor family, suffixes in their order: _minimum_wage, _paid_time, _hours_weighted, _pooled."""
    entries = []
    ways = product((False, True), (False, True), (False, True), (False, True))
    for (base, (unit, title)), (minimum, paid, weighted, pooled) in product(_FLOOR.items(), ways):
        bar = "minimum wage" if minimum else "living wage"
        stem = (
            f"share_below_{bar.replace(' ', '_')}"
            if base == "share_below"
            else base + ("_minimum_wage" if minimum else "")
        )
        name = stem + "_paid_time" * paid + "_hours_weighted" * weighted + "_pooled" * pooled
        said = title.format(bar=bar)
        words = said + (", on paid time only" if paid else ", on all working time")
        words += (", weighted by hours" if weighted else "") + (", over the whole period" if pooled else "")
        basis = (*_time(paid), *("hours_weighted",) * weighted, *("pooled",) * pooled, BY_METHOD)
        down = base == "lowest_ratio"
        entries.append(
            MetricEntry(
                name, f"checker.facts.metrics.floor:{base}", unit, _t(words),
                "falls" if down else "rises", "widens", "falls" if down else "rises", "floor",
                minimum, paid, weighted, pooled, said, basis,
            )
        )  # fmt: skip
    return entries


def _function_of(name: str) -> str:
    return "effective_hourly_wage" if name.startswith("effective") else name


def _distribution() -> list[MetricEntry]:
    rows = {
        "effective_hourly_wage_p10": ("money/h", "Tenth percentile of effective hourly pay over workers"),
        "effective_hourly_wage_p50": ("money/h", "Median effective hourly pay over workers"),
        "effective_hourly_wage_p90": ("money/h", "Ninetieth percentile of effective hourly pay over workers"),
        "p90_p10_ratio": ("ratio", "Ninetieth over tenth percentile of effective hourly pay"),
        "gini": ("index", "Gini coefficient of effective hourly pay over workers"),
    }
    return [
        MetricEntry(
            name + "_paid_time" * paid, f"checker.facts.metrics.distribution:{_function_of(name)}",
            unit, _t(title + (", paid time only" if paid else "")), "unknown" if name == "gini" else "widens",
            "unknown" if name == "gini" else "widens", "none", "distribution", paid_time=paid,
            stem=title, basis=(*_time(paid), BY_METHOD),
        )
        for name, (unit, title) in rows.items()
        for paid in (False, True)
    ]  # fmt: skip


def _equality() -> list[MetricEntry]:
    rows: dict[str, tuple[str, Movement]] = {
        "gender_gap_mean": ("Gap between mean hourly pay of women and of men, over that of men", "widens"),
        "gender_gap_median": ("Gap between median hourly pay of women and of men, over that of men", "widens"),
        "gender_gap_adjusted": ("Gap between hourly pay of women and of men at equal job and place", "unknown"),
    }
    return [
        MetricEntry(
            name + "_paid_time" * paid, f"checker.facts.metrics.gender_gap:{name}", "share",
            _t(title + (", paid time only" if paid else "")), moved, moved, "none", "equality", paid_time=paid,
            stem=title, basis=(*_time(paid), BY_METHOD),
        )
        for name, (title, moved) in rows.items()
        for paid in (False, True)
    ]  # fmt: skip


_Row = tuple[str, str, str, str, tuple[Movement, Movement, Movement]]
_STILL: tuple[Movement, Movement, Movement] = ("none", "none", "none")

_OTHERS: dict[str, list[_Row]] = {
    "floor": [
        ("unpaid_time_recorded_share", "coverage:unpaid_time_recorded_share", "share",
         "Share of workers whose unpaid time is recorded in every row", _STILL),
        ("pilot_rows_below_lw_share", "pilot:pilot_rows_below_lw_share", "share",
         "Share of workers whose pilot work is paid below the living wage", ("rises", "widens", "rises")),
        ("share_below_requester_minimum_wage", "requester:share_below_requester_minimum_wage", "share",
         "Share of workers below the minimum wage of the client's country, on paid time only",
         ("rises", "widens", "rises")),
    ],
    "coverage": [
        ("headcount_coverage", "coverage:headcount_coverage", "share",
         "Workers in the data over headcount, in the month with the fewest", _STILL),
        ("statuses_missing", "coverage:statuses_missing", "count",
         "Declared employment statuses without a row of pay", _STILL),
        ("places_without_benchmark", "coverage:places_without_benchmark", "count",
         "Places of work without a living wage to compare with", ("none", "none", "rises")),
        ("months_covered", "coverage:months_covered", "months",
         "Months of the scope with pay data", _STILL),
    ],
    "own_table": [
        ("lw_match_share", "own_table:lw_match_share", "share",
         "Share of pay rows for whose place the own living-wage table has a figure", _STILL),
        ("finer_benchmark_missed_share", "own_table:finer_benchmark_missed_share", "share",
         "Share of pay rows for whose known town or region the own table has only a coarser figure", _STILL),
        ("locations_without_lw_entry", "own_table:locations_without_lw_entry", "count",
         "Places of work without an entry in the own living-wage table", _STILL),
        ("lw_max_age_days", "own_table:lw_max_age_days", "days",
         "Age of the oldest figure of the own living-wage table that pay rows rest on", _STILL),
    ],
    "time": [
        ("weekly_hours_max", "hours:weekly_hours_max", "hours",
         "Most hours of any worker in seven days running", ("widens", "none", "none")),
        ("weekly_hours_over_48_share", "hours:weekly_hours_over_48_share", "share",
         "Share of workers with more than 48 hours in some seven days", ("rises", "none", "none")),
        ("weekly_hours_over_60_share", "hours:weekly_hours_over_60_share", "share",
         "Share of workers with more than 60 hours in some seven days", ("rises", "none", "none")),
        ("rest_day_missing_share", "hours:rest_day_missing_share", "share",
         "Share of workers who worked seven days running without a day of rest", ("rises", "none", "none")),
        ("unpaid_time_share", "hours:unpaid_time_share", "share",
         "Share of working time that is unpaid", ("widens", "none", "none")),
        ("p99_normal_week_hours", "overtime:p99_normal_week_hours", "hours",
         "99th percentile over workers' weeks of hours without overtime", ("widens", "none", "none")),
        ("max_overtime_week_hours", "overtime:max_overtime_week_hours", "hours",
         "Most overtime of any worker in a week", ("widens", "none", "none")),
        ("min_overtime_premium", "overtime_premium:min_overtime_premium", "share",
         "Lowest premium of overtime over normal pay", ("widens", "widens", "none")),
        ("sensitive_minutes_over_cap", "hours:sensitive_minutes_over_cap", "count",
         "Worker days with more minutes on harmful material than the declared cap", ("unknown", "none", "none")),
    ],
    "stability": [
        ("weekly_income_cv", "stability:weekly_income_cv", "ratio",
         "Median over workers of the spread of weekly income", ("none", "widens", "none")),
        ("hourly_pay_cv", "stability:hourly_pay_cv", "ratio",
         "Median over workers of the spread of hourly pay between weeks", ("widens", "widens", "none")),
        ("weeks_under_half_median_share", "stability:weeks_under_half_median_share", "share",
         "Share of weeks with less than half of a worker's median income", ("none", "widens", "none")),
    ],
    "work": [
        ("rejection_rate", "tasks:rejection_rate", "share",
         "Rejected tasks over approved and rejected ones", _STILL),
        ("rejection_rate_money", "tasks:rejection_rate_money", "share",
         "Rewards of rejected tasks over those of approved and rejected ones", ("none", "unknown", "none")),
        ("unpaid_work_rate", "tasks:unpaid_work_rate", "share",
         "Tasks that were rejected, returned or timed out, over all that were closed", _STILL),
        ("rejected_unpaid_share", "tasks:rejected_unpaid_share", "share",
         "Share of submitted tasks that were rejected and not paid, proven bad faith apart", _STILL),
        ("rejections_without_reason", "records:rejections_without_reason", "share",
         "Share of rejections without a reason; 0 where nothing was rejected", _STILL),
        ("share_tasks_with_estimate", "records:share_tasks_with_estimate", "share",
         "Share of tasks with a written estimate of their time", _STILL),
    ],
    "payment": [
        ("days_late_share", "payment:days_late_share", "share",
         "Share of payments after their due date", _STILL),
        ("days_late_p50", "payment:days_late", "days",
         "Median days late among late payments", _STILL),
        ("days_late_p90", "payment:days_late", "days",
         "Ninetieth percentile of days late among late payments", _STILL),
        ("never_paid_share", "payment:never_paid_share", "share",
         "Share of rows past their due date without a payment", _STILL),
        ("max_payment_lag_days", "payment:max_payment_lag_days", "days",
         "Longest time from the end of the work to its payment", _STILL),
        ("pay_interval_days", "payment:pay_interval_days", "days",
         "Median days between payments", ("none", "widens", "none")),
        ("max_pay_interval_days", "pay_intervals:max_pay_interval_days", "days",
         "Most days between two payments of a worker with work in between", ("none", "widens", "none")),
        ("payslip_coverage", "records:payslip_coverage", "share",
         "Share of workers' periods with pay that have a statement of pay", ("none", "widens", "none")),
    ],
    "money_taken": [
        ("fee_share", "deductions:fee_share", "share",
         "Platform fees over pay", ("none", "unknown", "none")),
        ("deduction_share", "deductions:deduction_share", "share",
         "Deductions other than tax and social contributions over pay", ("none", "unknown", "none")),
        ("max_deduction_share", "deductions:max_deduction_share", "share",
         "Highest share of one worker's pay taken as fees", ("none", "unknown", "none")),
        ("recruitment_fee_amount", "deductions:recruitment_fee_amount", "money",
         "Recruitment fees that workers paid", _STILL),
        ("fines_share", "deductions:fines_share", "share",
         "Share of pay taken as fines", ("none", "widens", "none")),
        ("fx_spread", "deductions:fx_spread", "share",
         "Share of pay lost in exchange", ("none", "unknown", "none")),
        ("pass_through", "deductions:pass_through", "share",
         "Workers' pay over the price that the client paid", ("none", "unknown", "none")),
    ],
    "piece_rates": [
        ("stated_vs_effective_gap", "piece_rates:stated_vs_effective_gap", "share",
         "Largest shortfall of a worker's effective hourly pay against the stated rate", ("rises", "widens", "none")),
        ("estimate_gap", "piece_rates:estimate_gap", "share",
         "Largest overrun of a task type's median time over the documented estimate", ("unknown", "none", "none")),
        ("time_limit_to_p90_ratio", "piece_rates:time_limit_to_p90_ratio", "ratio",
         "Lowest time limit as a multiple of the ninetieth percentile of task time", ("unknown", "none", "none")),
        ("pilot_to_production_time", "piece_rates:pilot_to_production_time", "ratio",
         "Median task time in production over that in the pilot", ("unknown", "none", "none")),
        ("required_rate_p50", "required_rates:required_rate", "money",
         "Rate per task that the living wage asks for at the median task time", ("unknown", "none", "widens")),
        ("required_rate_p75", "required_rates:required_rate", "money",
         "Rate per task that the living wage asks for at the 75th percentile of task time",
         ("unknown", "none", "widens")),
        ("required_rate_p90", "required_rates:required_rate", "money",
         "Rate per task that the living wage asks for at the 90th percentile of task time",
         ("unknown", "none", "widens")),
        ("rate_for_90_percent", "required_rates:rate_for_90_percent", "money",
         "Rate per task at which nine workers in ten reach the living wage", ("rises", "none", "widens")),
        ("rate_to_required_p50", "piece_rates:rate_to_required", "ratio",
         "Lowest rate per task as a multiple of what the living wage asks at the median task time",
         ("unknown", "none", "widens")),
        ("rate_to_required_p75", "piece_rates:rate_to_required", "ratio",
         "Lowest rate per task as a multiple of what the living wage asks at the 75th percentile of task time",
         ("unknown", "none", "widens")),
        ("rate_to_required_p90", "piece_rates:rate_to_required", "ratio",
         "Lowest rate per task as a multiple of what the living wage asks at the 90th percentile of task time",
         ("unknown", "none", "widens")),
    ],
    "openness": [
        ("unexplained_pay_variance", "pay_variance:unexplained_pay_variance", "share",
         "Share of the spread of pay that the factors named by the supplier do not explain",
         ("unknown", "unknown", "none")),
    ],
    "change": [
        ("share_cut", "pay_change:share_cut", "share",
         "Share of workers who lost by a change of the pay rule", ("widens", "widens", "none")),
        ("mean_loss_of_cut", "pay_change:mean_loss_of_cut", "share",
         "Mean loss among workers who lost by it", ("widens", "widens", "none")),
        ("pooled_change", "pay_change:pooled_change", "share",
         "Change of pay for the same work over all workers together", ("unknown", "widens", "none")),
        ("change_week", "pay_change:change_week", "week",
         "Week in which the pay rule changed", ("none", "none", "none")),
        ("change_announced", "pay_change:change_announced", "days",
         "Days between the notice and the change of the pay rule", ("none", "none", "none")),
    ],
}  # fmt: skip
"""Family -> name, ``module:attribute``, unit, title, what missing hours, pay, bar do."""


def _others() -> list[MetricEntry]:
    return [
        MetricEntry(
            name, f"checker.facts.metrics.{compute}", unit, _t(title), *movements, family,
            stem=_COUNTED.get(name, ("", ()))[0], basis=_COUNTED.get(name, ("", ()))[1],
        )
        for family, rows in _OTHERS.items()
        for name, compute, unit, title, movements in rows
    ]  # fmt: skip


METRICS: Mapping[str, MetricEntry] = {
    entry.name: entry
    for entry in (
        *_floor(),
        *_distribution(),
        *_equality(),
        *_others(),
    )
}

CATALOGUE_NAMES: Mapping[str, str] = {
    "share_workers_below_lw": "share_below_living_wage_paid_time",
    "min_ratio": "lowest_ratio_paid_time",
    "min_ratio_all_time": "lowest_ratio",
    "min_ratio_excl_bonus": "lowest_ratio_paid_time",
    "task_rate_to_required_ratio": "rate_to_required_p50",
    "p75_rate_to_required_ratio": "rate_to_required_p75",
    "unpaid_minutes_share": "unpaid_time_share",
    "max_weekly_hours": "weekly_hours_max",
}
"""Names of the requirement catalogue that differ from the table's (under `basic_only` no bonus ever counts)."""
