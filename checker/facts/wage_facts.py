"""Pay metrics as facts: one a set and metric, true numbers, for the rules.

What may be published of a number is no concern of the rules; it stays with the metric.
"""

from __future__ import annotations

from checker.model.evidence import Place
from checker.model.facts import Fact
from checker.model.wages import DEFAULT_METHOD, Metric, WageEvidence, WageSet


def wage_facts(evidence: WageEvidence) -> dict[str, tuple[Fact, ...]]:
    """Return pay facts by ``wages.<metric>`` (``wages.<metric>@<method>`` for other methods), one a set that has it."""
    table: dict[str, tuple[Fact, ...]] = {}
    for pay in evidence.sets:
        place = pay.place
        for key, metric in pay.metrics.items():
            name = f"wages.{key}"
            table[name] = (*table.get(name, ()), _fact(name, metric, pay, place))
    return table


def _fact(name: str, metric: Metric, pay: WageSet, place: Place) -> Fact:
    known = metric.low is not None and metric.high is not None
    exact = known and metric.low == metric.high
    return Fact(
        name=name.partition("@")[0],
        value=metric.value if exact else None,
        low=metric.low if known else None,
        high=metric.high if known else None,
        unit=metric.unit,
        items=pay.evidence,
        cap=metric.cap,
        collector=pay.collector,
        own=pay.collector in ("supplier", "buyer"),
        place=place,
        cover=pay.cover,
        absent="" if known else metric.published.why or "nothing could be measured",
        method=metric.method if metric.method and metric.method != DEFAULT_METHOD else "",
    )
