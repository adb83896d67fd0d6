"""The rates per task that the living wage asks for, as groups of a report: one for each task type and place.

Only published numbers leave this module.
"""

from __future__ import annotations

from typing import Any

from checker.facts.disclosure.small_cells import cells_to_hide, publish
from checker.facts.measured import Measured, unknown
from checker.facts.metrics import METRICS
from checker.facts.metrics.required_rates import (
    FOR_NINE_IN_TEN,
    REQUIRED,
    Work,
    rates_for_nine_in_ten,
    required_rates,
)
from checker.facts.pay_data import PayData
from checker.facts.working_time.task_times import SITE, missing_columns
from checker.model.wages import Group, Metric


def piece_rate_groups(data: PayData) -> tuple[Group, ...]:
    """Return the required rates by task type and place, small cells hidden; none where task types are not told apart.

    A worker may stand in several; that they add up to nobody's total is not relied on: what a total would give away
    if each worker stood in one is hidden as well.
    """
    if missing_columns(data, "task_type", all_seen=False):
        return ()
    counts = _workers(data)
    rates = {name: _rates(data, name) for name in (*REQUIRED, FOR_NINE_IN_TEN)}
    works = sorted(counts, key=lambda work: tuple(str(part or "") for part in work))
    k = data.scope.k
    hide = cells_to_hide([counts[work] for work in works], k)
    groups = []
    for i, work in enumerate(works):
        by = {column: str(part) for column, part in zip(("task_type", *SITE), work, strict=True) if part}
        if i in hide:
            why = f"fewer than {k} workers" if counts[work] < k else "a total would reveal a smaller group"
            groups.append(Group(by, None, True, {}, why))
            continue
        shown = {name: _metric(data, name, found, work, counts[work]) for name, found in rates.items()}
        groups.append(Group(by, counts[work], False, shown))
    return tuple(groups)


def _rates(data: PayData, name: str) -> dict[Work, Measured] | str:
    if name == FOR_NINE_IN_TEN:
        return rates_for_nine_in_ten(data)
    return required_rates(data, int(name.rpartition("_p")[2]))


def _workers(data: PayData) -> dict[Work, int]:
    """Return how many workers did each task type at each place."""
    import narwhals as nw

    rows = data.rows.filter(~nw.col("worker").is_null(), ~nw.col("task_type").is_null())
    found: dict[str, list[Any]] = data.engine.collect(
        rows.group_by("task_type", *SITE).agg(nw.col("worker").n_unique().alias("workers"))
    )
    columns = [found[name] for name in ("task_type", *SITE)]
    return dict(zip(zip(*columns, strict=True), map(int, found["workers"]), strict=True))


def _metric(data: PayData, name: str, found: dict[Work, Measured] | str, work: Work, n: int) -> Metric:
    """Return a metric of a group: the published number only, also in its true fields."""
    entry = METRICS[name]
    measured = unknown(found) if isinstance(found, str) else found.get(work) or unknown("no row of it can be read")
    unit = measured.unit or entry.unit
    shown = publish(measured, data.scope.k, n, unit=unit)
    return Metric(
        name, unit, shown.low, shown.high, measured.n, measured.basis, "", measured.estimator, shown, shown.value,
        shown.why,
    )  # fmt: skip
