"""The table of metrics: every metric of the catalogue, with what each entry has to say."""

from __future__ import annotations

from checker.facts.metrics import CATALOGUE_NAMES, METRICS

# The table of metrics ------------------------------------------------------------------------------------------
CATALOGUE = """
share_workers_below_lw min_ratio min_ratio_all_time min_ratio_excl_bonus lw_match_share finer_benchmark_missed_share
lw_max_age_days locations_without_lw_entry task_rate_to_required_ratio p75_rate_to_required_ratio unpaid_minutes_share
rejected_unpaid_share max_payment_lag_days max_deduction_share statuses_missing stated_vs_effective_gap estimate_gap
time_limit_to_p90_ratio max_weekly_hours pilot_rows_below_lw_share sensitive_minutes_over_cap
""".split()


def test_every_metric_of_the_requirement_catalogue_is_in_the_table() -> None:
    assert len(CATALOGUE) == 21
    assert {CATALOGUE_NAMES.get(name, name) for name in CATALOGUE} <= set(METRICS)


def test_every_metric_has_a_function_a_unit_and_a_title() -> None:
    from importlib import import_module

    for entry in METRICS.values():
        module, _, name = entry.compute.partition(":")
        function = getattr(import_module(module), name)
        assert function.__doc__, entry.name
        assert entry.unit
        assert entry.title["en"]


def test_suffixes_stand_in_their_order() -> None:
    assert "lowest_ratio_minimum_wage_paid_time_hours_weighted_pooled" in METRICS
    assert "share_below_minimum_wage_paid_time_pooled" in METRICS
    assert "gini_paid_time" in METRICS
    floor = [entry for entry in METRICS.values() if entry.compute.startswith("checker.facts.metrics.floor:")]
    assert len(floor) == 7 * 16
