"""Worked cases of a standard: facts as given, judged by rules and statuses as a subject's would be.

Evidence suffices unless a case says otherwise. No file of a subject is read.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from checker.assess.statuses import Judgement, Scene, judge
from checker.model.duration import Duration
from checker.model.evaluation import Context, Evaluation
from checker.model.evidence import EvidenceItem, Level, Period, Place
from checker.model.facts import Cover, Fact, Facts
from checker.model.standard import Case, Requirement, Standard
from checker.rules.evaluate import CompiledRequirement, CompiledStandard, compile_standard, evaluate

LAST_DAY = date(2026, 6, 30)
"""Cases are judged on this day, or on the nearest one on which the requirement is in force."""
HALF_YEAR = Duration(months=6)
WORKERS = 60
SHOWN = "case"
"""Id of the evidence item that stands behind every fact of a case."""


class CaseFailure(NamedTuple):
    """A case that came out otherwise than written."""

    requirement: str
    case: Case
    found: str
    why: str

    def __str__(self) -> str:
        """Return requirement, case, both statuses and the place."""
        place = self.case.place
        return f"{place}: {self.requirement}, {self.case.name!r}: written {self.case.expect}, came out {self.found}" + (
            f" ({self.why})" if self.why else ""
        )


def run_cases(standard: Standard) -> tuple[CaseFailure, ...]:
    """Return every case of ``standard`` that comes out otherwise than written."""
    from checker.pipeline.measures import sentence_words

    compiled = compile_standard(standard, sentence_words())
    failures = (_failure(requirement, case) for requirement, case in cases_of(compiled))
    return tuple(failure for failure in failures if failure is not None)


def cases_of(compiled: CompiledStandard) -> Iterator[tuple[CompiledRequirement, Case]]:
    """Iterate over the cases of a standard with the requirement of each."""
    for requirement in compiled.requirements:
        for case in requirement.requirement.cases:
            yield requirement, case


def run_case(compiled: CompiledRequirement, case: Case) -> tuple[Evaluation, Judgement]:
    """Return how ``case`` comes out."""
    requirement = compiled.requirement
    as_of = _day_in_force(requirement)
    period = Period(HALF_YEAR.before(as_of), as_of)
    places = requirement.in_force.countries[:1] or ("GB",)
    context = Context(as_of, period, places, WORKERS, reviewed={requirement.id: frozenset({SHOWN})})
    (evaluation,) = evaluate([compiled], case_facts(compiled, case, period, places), context)
    return evaluation, judge(evaluation, Scene(as_of, frozenset(p.split("-")[0] for p in places)), ())


def case_facts(compiled: CompiledRequirement, case: Case, period: Period, places: tuple[str, ...]) -> Facts:
    """Return the facts that ``case`` gives, with evidence behind each.

    A pay metric is filed under every method under which the requirement reads it.
    """
    item = _item(compiled.requirement, case, period)
    table: dict[str, tuple[Fact, ...]] = {}
    for name, value in case.given.items():
        keys = [key for key in compiled.names if key == name or key.partition("@")[0] == name] or [name]
        for key in keys:
            fact = _fact(key, value, item, Cover(True, period, places, WORKERS))
            if fact.known:
                table[key] = (fact,)
    return Facts(table)


def _failure(compiled: CompiledRequirement, case: Case) -> CaseFailure | None:
    evaluation, judgement = run_case(compiled, case)
    if judgement.status == case.expect:
        return None
    return CaseFailure(compiled.requirement.id, case, judgement.status, evaluation.error)


def _day_in_force(requirement: Requirement) -> date:
    start, end, _ = requirement.in_force
    return max(start or LAST_DAY, min(end or LAST_DAY, LAST_DAY))


def _item(requirement: Requirement, case: Case, period: Period) -> EvidenceItem:
    """Return evidence of the first kind that the requirement lists, at the case's level, else just enough."""
    wanted = requirement.evidence
    enough = max(wanted.at_least, Level.DOCUMENTED)
    return EvidenceItem(
        SHOWN,
        wanted.listed[0] if wanted.listed else "register",
        "supplier",
        enough if case.level is None else case.level,
        (),
        case.place,
        covers=period,
        issued=period.end,
        respondents=WORKERS,
    )


def _fact(key: str, value: Any, item: EvidenceItem, cover: Cover) -> Fact:
    low, high, whole = _ends(value)
    pay = key.startswith("wages.")
    # A bare statement has no document behind it; pay data and evidence are one whatever they are worth.
    bare = item.level <= Level.STATED and not key.startswith(("wages.", "evidence."))
    place = item.place if item.level > Level.NONE else Place("")
    return Fact(
        key.partition("@")[0],
        whole if item.level > Level.NONE else None,
        low if item.level > Level.NONE else None,
        high if item.level > Level.NONE else None,
        items=() if bare else (item,),
        place=place,
        cover=cover if pay else None,
        complete=True,
    )


def _ends(value: Any) -> tuple[float | None, float | None, Any]:
    """Return low end, high end and the value itself: of ``{low, high}`` an interval, an absent end open."""
    if isinstance(value, Mapping):
        low, high = value.get("low", -math.inf), value.get("high", math.inf)
        return low, high, low if low == high else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value, value, value
    if isinstance(value, list):
        return None, None, tuple(value) or None
    return None, None, _day(value)


def _day(value: Any) -> Any:
    """Return a text that is a day as a day: conditions compare days with days."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else value
    except ValueError:
        return value
