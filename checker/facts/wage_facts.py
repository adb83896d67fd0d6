"""Pay metrics as facts: what each set of pay data says on `wages.<metric>`, with level, cover and place.

True numbers, for the rules; nothing that is printed is made here.
"""

from __future__ import annotations

from checker.model.evidence import Collector, Place
from checker.model.facts import Fact
from checker.model.wages import Metric, WageEvidence, WageSet


def wage_facts(evidence: WageEvidence, own: Collector = "supplier") -> dict[str, tuple[Fact, ...]]:
    """Return facts by name (``wages.gini``, ``wages.gini@fairwork_net``), one a set, in the order of the sets.

    ``own``: the collector whose data are the subject's own word.
    """
    facts: dict[str, list[Fact]] = {}
    for found in evidence.sets:
        for key, metric in found.metrics.items():
            facts.setdefault("wages." + key, []).append(_fact("wages." + key, metric, found, own))
    return {name: tuple(words) for name, words in facts.items()}


def _fact(name: str, metric: Metric, found: WageSet, own: Collector) -> Fact:
    known = metric.low is not None or metric.high is not None or metric.value is not None
    file = found.evidence[0].files[0].path if found.evidence and found.evidence[0].files else ""
    return Fact(
        name,
        metric.value,
        metric.low,
        metric.high,
        metric.unit,
        found.evidence,
        metric.cap,
        found.collector,
        found.collector == own,
        Place(file, rows=found.rows),
        found.cover,
        # The list of costs has an entry for every currency that workers are paid against.
        complete=isinstance(metric.value, tuple),
        absent="" if known else metric.why or "unknown",
        method=metric.method,
    )
