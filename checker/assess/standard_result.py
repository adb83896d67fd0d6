"""One standard for one subject: evaluations become standings, results, conflicts, and a sum for each profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import compress
from typing import Literal

from checker.assess import kinds
from checker.assess.conflicts import conflicts_of
from checker.assess.reasons import ReasonWords
from checker.assess.results import Results, Seen
from checker.assess.scores import counts, coverage, score
from checker.assess.statuses import Judgement, Scene, judge, worst
from checker.assess.verdicts import verdict
from checker.model.assessment import Clause, ProfileSum, StandardResult, Standing
from checker.model.evaluation import Evaluation
from checker.model.facts import Facts
from checker.model.questionnaire import AssessorFile, Questionnaire
from checker.model.standard import Requirement, Standard
from checker.model.wages import WageEvidence

Profile = Literal["core", "extended"]


@dataclass(frozen=True, slots=True)
class Case:
    """All that is needed to judge one subject by one standard, beside the evaluations."""

    standard: Standard
    subject: Questionnaire
    assessor: AssessorFile
    facts: Facts
    wages: WageEvidence
    words: ReasonWords
    clauses: Sequence[Clause]
    """One an evaluation, in the same order."""
    as_of: date | None
    gate_date: date | None
    profile: Profile
    left_out: tuple[Requirement, ...]
    """Requirements for other kinds of supplier."""
    elsewhere: tuple[Requirement, ...] = ()
    """A buyer's wage items that are left to its suppliers."""
    beyond: frozenset[str] = frozenset()
    """Countries of the sites of a buyer's suppliers."""
    by_supplier: Mapping[str, tuple[Evaluation, ...]] = field(default_factory=dict)
    """Requirement -> one evaluation a supplier, where a buyer is judged by the pay of its suppliers."""


def assess_standard(evaluations: Sequence[Evaluation], case: Case) -> StandardResult:
    """Return statuses, conflicts and sums; both profiles are summed, ``case.profile`` is the result."""
    scene = Scene(case.as_of, countries_of(case.subject, case.wages, case.assessor) | case.beyond)
    decisions = case.assessor.decisions
    judged = [(evaluation, judge(evaluation, scene, decisions)) for evaluation in evaluations]
    if case.by_supplier:
        judged = [_worst(one, case, scene) for one in judged]
    every = tuple([judgement.on(clause) for (_, judgement), clause in zip(judged, case.clauses, strict=True)])
    core = tuple([standing for standing in every if standing.clause.profile == "core"])
    chosen = [case.profile in ("extended", standing.clause.profile) for standing in every]
    standings = tuple(compress(every, chosen))
    holds = kinds.holds(case.subject, case.assessor, case.left_out, case.gate_date)
    standard = case.standard
    return StandardResult(
        id=standard.id,
        edition=standard.edition,
        title=standard.title["en"],
        profile=case.profile,
        sums={"core": _sum("core", core, standard, holds), "extended": _sum("extended", every, standard, holds)},
        standings=standings,
        results=Results(compress(judged, chosen), standings, Seen(case.subject, case.facts, case.words, decisions)),
        conflicts=tuple(
            [c for e, j in judged if e.claim is not None or e.clashes for c in conflicts_of(e, j, case.words)]
        ),
        left_out=(
            *kinds.left_out(standard, case.left_out, "for other kinds of supplier"),
            *kinds.left_out(standard, case.elsewhere, "left to the suppliers: the buyer names none"),
        ),
        parked_weight=sum([s.clause.weight for s in every if s.parked]),
        governance=standard.governance._asdict(),
        established=standard.established["en"],
        zero_tolerance=standard.zero_tolerance,
        holds=holds,
    )


def _worst(one: tuple[Evaluation, Judgement], case: Case, scene: Scene) -> tuple[Evaluation, Judgement]:
    """Return what stands where suppliers were judged one by one, else what was judged."""
    tried = case.by_supplier.get(one[0].requirement.id)
    return worst([(e, judge(e, scene, case.assessor.decisions)) for e in tried]) if tried else one


def countries_of(subject: Questionnaire, wages: WageEvidence, assessor: AssessorFile) -> frozenset[str]:
    """Return the countries of the sites, of the pay rows and of what workers showed."""
    found = {site.country for site in subject.scope.sites}
    found |= {place[:2] for pay in wages.sets for place in pay.cover.places}
    return frozenset(found | {place[:2] for item in assessor.evidence for place in item.sites or ()})


def _sum(profile: Profile, mine: Sequence[Standing], standard: Standard, holds: tuple[str, ...]) -> ProfileSum:
    thresholds = {r.id: r.threshold for r in standard.requirements} if standard.score.name == "threshold_pairs" else {}
    word, why = verdict(mine, holds)
    return ProfileSum(profile, word, score(standard.score, mine, thresholds), coverage(mine), counts(mine), why)
