"""Short ways to write facts, evidence and conditions in the tests of rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from checker.model.condition_parser import parse_condition
from checker.model.duration import Duration
from checker.model.evaluation import Context, Outcome
from checker.model.evidence import EvidenceItem, Level, Period, Place
from checker.model.facts import Cover, Fact, Facts
from checker.model.standard import EvidencePolicy, Parameter
from checker.rules.compile import Setting, compile_condition
from checker.rules.support import Frame, policy_of

AS_OF = date(2026, 6, 30)
PERIOD = Period(date(2026, 1, 1), AS_OF)
CONTEXT = Context(AS_OF, PERIOD, ("KE",), 60)
DOCUMENTED = EvidencePolicy(Level.DOCUMENTED, frozenset({"policy", "contract"}), None, "optional")
RECORDED = EvidencePolicy(Level.RECORDED, frozenset({"wage_data", "worker_pay_records"}), Duration(12), "optional")
PARAMETERS = {"bar": Parameter("bar", 10, "days", "tool_choice", {"en": ""}, 10)}


def item(name: str = "e1", kind: str = "policy", level: Level = Level.DOCUMENTED, **changes: Any) -> EvidenceItem:
    """Return evidence that fits `DOCUMENTED`, the day and the scope, unless changed."""
    fields: dict[str, Any] = {"collector": "supplier", "files": (), "place": Place("q.yaml", 5, 3), "covers": PERIOD}
    return EvidenceItem(name, kind, level=level, **{**fields, "issued": AS_OF, **changes})


def fact(name: str, value: Any, *items: EvidenceItem, **changes: Any) -> Fact:
    """Return the subject's own word; numbers are points, pairs (low, high) intervals."""
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(v, int | float) for v in value):
        return Fact(name, None, value[0], value[1], items=items, **changes)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Fact(name, value, value, value, items=items, **changes)
    return Fact(name, value, items=items, **changes)


def pay(value: Any, collector: str = "supplier", level: Level = Level.RECORDED, **changes: Any) -> Fact:
    """Return a pay metric ``wages.m`` from one collector; ``cover`` is whole unless given."""
    cover = changes.pop("cover", Cover(True, PERIOD, ("KE",), 60))
    kind = changes.pop("kind", "wage_data")
    shown = item(f"pay-{collector}", kind, level, collector=collector, document=False)
    return fact("wages.m", value, shown, cover=cover, collector=collector, own=collector == "supplier", **changes)


def run(raw: Any, *facts: Fact, policy: EvidencePolicy = DOCUMENTED, adverse: bool = False, **context: Any) -> Outcome:
    """Return what the condition ``raw`` comes to; facts of one name are its sources, in order."""
    table: dict[str, tuple[Fact, ...]] = {}
    for each in facts:
        table[each.name] = (*table.get(each.name, ()), each)
    node = parse_condition(raw, lambda path: Place("t.yaml", 1, 1))
    assert node is not None
    compiled = compile_condition(node, Setting(policy_of("R-1", policy), PARAMETERS), adverse)
    changed = Context(**{**{f: getattr(CONTEXT, f) for f in CONTEXT.__slots__}, **context})
    return compiled.run(Frame(Facts(table), changed))


def by_auditor(value: Any, level: Level = Level.RECORDED, **changes: Any) -> Fact:
    """Return what an auditor says of ``answers.s.a``, on an item at ``level``."""
    shown = item("a", level=level, collector="auditor", **changes)
    return fact("answers.s.a", value, shown, collector="auditor", own=False)
