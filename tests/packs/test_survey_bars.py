"""A question to workers has one bar over all packs where the bar is this tool's: nobody passes here and fails there."""

from __future__ import annotations

from collections import defaultdict

from checker.model.condition import Leaf, Orders, ParamRef, walk
from tests.packs.test_cases import NAMES, compiled

RIGHTS = {
    "workers.free_to_organise": 0.9,
    "workers.no_quota_on_severe_material": 0.9,
    "workers.distressing_work_by_choice": 0.9,
}
"""What nobody may be denied: one in ten who is not sure is a group to look at."""
TRUST = {"workers.grievance_safe": 0.7, "workers.heard_together": 0.7}
"""How people feel about something: some are always unsure, or have never heard of it."""
KNOWN = {"workers.complaint_route_known": {0.7, 0.8}}
"""Known and trusted together (UNGP 31 a), known by itself (31 b): two criteria with a bar each."""
NOBODY = {"workers.no_fees_paid": 1, "workers.free_to_stop": 1, "workers.papers_kept_by_worker": 1}
"""One worker is one too many; not a bar to be moved."""


def test_one_question_to_workers_has_one_bar() -> None:
    found: dict[str, set[float]] = defaultdict(set)
    for name in NAMES:
        standard = compiled(name).standard
        for requirement in standard.requirements:
            for node in walk(requirement.satisfied_when):
                if isinstance(node, Leaf) and node.fact.startswith("workers."):
                    assert isinstance(node, Orders), requirement.id
                    assert node.op == "at_least", requirement.id
                    found[node.fact].add(_bar(node, standard.parameters))
    assert found == {name: {bar} for name, bar in (RIGHTS | TRUST | NOBODY).items()} | KNOWN


def _bar(node: Orders, parameters: object) -> float:
    if not isinstance(node.value, ParamRef):
        assert isinstance(node.value, int | float)
        return node.value
    parameter = parameters[node.value.param]  # type: ignore[index]
    assert parameter.basis == "tool_choice"
    return parameter.value  # type: ignore[no-any-return]
