"""Pay that nobody earns and hours that nobody works: how they were read is in doubt, until somebody has looked.

One word of a mapping (`units: {hours_paid: minutes}`) makes hourly pay sixty times what it was. Where what was read is
past belief, whatever holds pay against a bar, or reads hours, counts as stated: it can fail, and never pass.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from checker.facts.doubted import doubted
from checker.facts.engine import Engine
from checker.model.evidence import Place
from checker.model.pay_table import PayTable
from checker.model.questionnaire import Finding
from checker.model.wages import WageSet

HIGHEST_LOWEST = 10.0
"""Times a living or minimum wage above which the lowest pay of all is not believed: a choice of this tool.

Minutes read as hours multiply by 60, so that whoever pays a sixth of the wage or more comes out above it. Who does pay
even the lowest so much has an assessor read the pay data, and is believed.
"""
LEAST_WEEK_MS = 5_400_000
"""Paid time a week under which half of a payroll's rows are not believed where a mapping calls it minutes or seconds:
1.5 hours, a choice of this tool. 84 hours, longer than weeks are over months, come to 1.4 as minutes."""
_RATIOS = ("lowest_ratio", "lowest_ratio_minimum_wage", "lowest_ratio_paid_time", "lowest_ratio_minimum_wage_paid_time")
_CODES = frozenset({"pay_past_belief", "hours_past_belief"})
_UNTIL = "; what rests on hours or on a wage to compare with counts as stated until an assessor has read the pay data"
_ADVICE = "correct units, decimal and currency in the mapping; else let an assessor read the data (kind: reviewed)"
_WEEK = 7


def short_weeks(engine: Engine, table: PayTable, frame: Any) -> Iterator[Finding]:
    """Iterate over the finding that a payroll's hours, which its mapping calls minutes or seconds, are hardly any.

    ``frame``: rows of `checker.load.wages.reading`. Costs a pass over the file, and only where there is such a unit.
    """
    unit = table.mapping.units.get("hours_paid", "hours")
    if table.mapping.grain != "payroll" or unit == "hours" or "hours_paid" not in table.columns:
        return
    import narwhals as nw

    days = nw.col("last_day") - nw.col("first_day") + 1
    known = frame.filter(~nw.col("hours_paid").is_null() & (nw.col("hours_paid") > 0) & (days > 0))
    few = nw.col("hours_paid") * _WEEK < days * LEAST_WEEK_MS
    counts = engine.collect(known.select(few.cast(nw.Int64).sum().alias("few"), nw.len().alias("rows")))
    rows, below = int(counts["rows"][0] or 0), int(counts["few"][0] or 0)
    if rows and 2 * below >= rows:
        spot = table.mapping.spots.get("units.hours_paid") or Place(table.mapping.file or table.label)
        what = (
            f"the mapping calls hours_paid of {table.label} {unit}: at least half of its rows then come to under "
            f"{LEAST_WEEK_MS / 3_600_000:g} hours a week{_UNTIL}"
        )
        yield Finding("hours_past_belief", "warning", what, spot, _ADVICE)


def doubt_pay(found: WageSet, tables: Sequence[PayTable], reviewed: Collection[str]) -> WageSet:
    """Return a set with what rests on its hours and bars lowered to `stated` where it is past belief, and why.

    Only what a subject says for itself is lowered. ``reviewed``: ids of evidence that an assessor has read; where that
    is all of it, it is said and nothing is lowered.
    """
    found = replace(found, findings=(*found.findings, *_high_pay(found, tables)))
    own = found.collector in ("supplier", "buyer")
    read = all(item.id in reviewed for item in found.evidence)
    if read or not own or not any(finding.code in _CODES for finding in found.findings):
        return found
    return doubted(found, lambda entry: entry.missing_hours != "none")


def _high_pay(found: WageSet, tables: Sequence[PayTable]) -> Iterator[Finding]:
    # The high end: of workers who are not in the data the low one knows nothing.
    known = [metric.high for metric in found.metrics.values() if metric.name in _RATIOS and metric.high is not None]
    if any(math.isfinite(high) and high > HIGHEST_LOWEST for high in known):
        what = f"even the lowest paid comes out at more than {HIGHEST_LOWEST:g} times a wage to compare with{_UNTIL}"
        yield Finding("pay_past_belief", "warning", what, _spot(tables), _ADVICE)


def _spot(tables: Sequence[PayTable]) -> Place:
    """Return where a unit of time is named, else the first mapping or file."""
    for mapping in (table.mapping for table in tables):
        for name in mapping.units:
            if f"units.{name}" in mapping.spots:
                return mapping.spots[f"units.{name}"]
    return Place(tables[0].mapping.file or tables[0].label)
