"""What a doubt about one set of pay data takes from its metrics: the level, and never the number.

They count as stated then: they can fail a subject, and never pass it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from checker.facts.metrics import METRICS, MetricEntry
from checker.model.evidence import Level
from checker.model.wages import Metric, WageSet


def doubted(found: WageSet, also: Callable[[MetricEntry], bool]) -> WageSet:
    """Return ``found`` with every metric that holds pay against a wage, and each that ``also`` names, at `stated`."""
    return replace(found, metrics={key: _lowered(metric, also) for key, metric in found.metrics.items()})


def doubted_unpaid_time(found: WageSet) -> WageSet:
    """Return ``found`` with every metric that rests on unpaid time at `stated`; paid time and pay are as they were."""
    return replace(found, metrics={key: _lowered_by_time(metric) for key, metric in found.metrics.items()})


_UNPAID_TIME = ("unpaid_time_recorded_share", "unpaid_time_share", "hourly_pay_cv")


def _lowered_by_time(metric: Metric) -> Metric:
    rests = "all_time" in METRICS[metric.name].basis or metric.name in _UNPAID_TIME
    return replace(metric, cap=min(metric.cap, Level.STATED)) if rests else metric


def _lowered(metric: Metric, also: Callable[[MetricEntry], bool]) -> Metric:
    entry = METRICS[metric.name]
    held_against_a_bar = entry.missing_bar != "none" and entry.family != "coverage"
    return replace(metric, cap=min(metric.cap, Level.STATED)) if held_against_a_bar or also(entry) else metric
