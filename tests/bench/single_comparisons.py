"""Requirements that come to one comparison with one answer: what a checker without evidence or sources can be given."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from checker.assess.kinds import fits
from checker.model.condition import Equals, FactRef, Includes, Member, Orders, ParamRef
from checker.pipeline.known import Known
from checker.pipeline.measures import Choices, Measures
from checker.rules.evaluate import CompiledStandard, evaluate


class Comparison(NamedTuple):
    """The condition of a requirement, parameters filled in."""

    requirement: str
    question: str
    operator: str
    bar: Any


def put_to_suppliers(standard: CompiledStandard, kinds: Collection[str] = ("bpo",)) -> tuple[str, ...]:
    """Return the ids of all requirements that suppliers of ``kinds`` are judged by."""
    asked = (r.requirement for r in standard.requirements)
    return tuple(r.id for r in asked if r.subject in ("supplier", "both") and fits(r, kinds))


def single_comparisons(standard: CompiledStandard) -> tuple[Comparison, ...]:
    """Return the conditions, of requirements put to suppliers, that are one comparison of an answer with a value."""
    wanted, found = frozenset(put_to_suppliers(standard)), []
    for requirement in (r.requirement for r in standard.requirements if r.requirement.id in wanted):
        leaf = requirement.satisfied_when
        if not isinstance(leaf, Equals | Member | Includes | Orders) or not leaf.fact.startswith("answers."):
            continue
        bar: Any = leaf.value
        if isinstance(bar, ParamRef):
            bar = standard.standard.parameters[bar.param].value
        if not isinstance(bar, FactRef | date):
            found.append(Comparison(requirement.id, leaf.fact.removeprefix("answers."), leaf.op, bar))
    return tuple(found)


def truths(folders: Iterable[Path], comparisons: Collection[Comparison]) -> dict[tuple[str, str], bool]:
    """Return (folder's name, requirement) -> truth of its condition before evidence; what is unknown is left out."""
    measures = Measures(Choices(standards=("pai",)))
    wanted = {c.requirement for c in comparisons}
    chosen = [r for r in measures.standards[0].requirements if r.requirement.id in wanted]
    found = {}
    for folder in folders:
        known = Known(folder, folder.name, measures)
        for evaluation in evaluate(chosen, known.facts, known.context):
            if evaluation.satisfied.truth is not None:
                found[folder.name, evaluation.requirement.id] = evaluation.satisfied.truth
    return found
