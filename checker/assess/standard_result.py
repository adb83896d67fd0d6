"""One standard for one subject: evaluations become standings, results, conflicts, and a sum for each profile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain, compress
from typing import Any, Literal

from checker.assess import kinds
from checker.assess.conflicts import conflicts_of, may_conflict
from checker.assess.contributions import scoring
from checker.assess.put_aside import put_aside
from checker.assess.reasons import ReasonWords
from checker.assess.results import Results, Seen
from checker.assess.scores import counts, score, weights
from checker.assess.statuses import Judgement, Scene, judge, standings_by_rule, why_not_in_force, worst
from checker.assess.verdicts import verdict
from checker.model.assessment import Clause, Conflict, ProfileSum, StandardResult, Standing, Unkept
from checker.model.evaluation import Evaluation
from checker.model.facts import Facts
from checker.model.questionnaire import AssessorFile, Questionnaire
from checker.model.standard import Governance, Requirement, Standard
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
    results: bool = True
    """Whether the results on requirements are wanted, beside standings and sums."""
    former_ids: Mapping[str, str] = field(default_factory=dict)
    """Today's id of a requirement by each of its former ones."""


def assess_standard(evaluations: Sequence[Evaluation], case: Case) -> StandardResult:
    """Return statuses, conflicts and sums; both profiles are summed, ``case.profile`` is the result."""
    scene = Scene(case.as_of, countries_of(case.subject, case.wages, case.assessor) | case.beyond)
    decisions = case.assessor.decisions
    judgements: tuple[Judgement, ...] = ()
    if decisions or case.by_supplier:
        judged = [_worst((e, judge(e, scene, decisions)), case, scene) for e in evaluations]
        evaluations, judgements = zip(*judged, strict=True) if judged else ((), ())
        every = [judgement.on(clause) for judgement, clause in zip(judgements, case.clauses, strict=True)]
    else:
        every = standings_by_rule(evaluations, case.clauses, scene)
    core = [standing for standing in every if standing[0].profile == "core"]
    chosen = [True] * len(every) if case.profile == "extended" else [s[0].profile == "core" for s in every]
    standings = tuple(compress(every, chosen))
    subject = case.subject
    silence = case.facts.without_table()
    seen = Seen(subject.file, subject.sections, subject.responses, silence, case.words, decisions, scene)
    # What is not in force is left out by its day or place, whatever kind of supplier it is for.
    missing = tuple(r for r in case.left_out if not why_not_in_force(r.in_force, scene))
    holds = kinds.holds(case.subject, case.assessor, missing, case.gate_date)
    standard = case.standard
    asked = compress((e.requirement for e in evaluations), chosen)
    idle = _idle(chain((e.requirement for e in evaluations), case.left_out), scene)
    sums = {
        "core": _sum("core", core, standard, holds, idle),
        "extended": _sum("extended", every, standard, holds, idle),
    }
    return StandardResult(
        id=standard.id,
        edition=standard.edition,
        title=standard.title["en"],
        profile=case.profile,
        sums=sums,
        standings=standings,
        results=(
            Results(compress(evaluations, chosen), compress(judgements, chosen), standings, seen)
            if case.results
            else Unkept()
        ),
        conflicts=tuple(_conflicts(evaluations, judgements, seen)),
        left_out=(
            *kinds.left_out(standard, case.left_out, "for other kinds of supplier"),
            *kinds.left_out(standard, case.elsewhere, "left to the suppliers: the buyer names none"),
        ),
        parked_weight=sum([s.clause.weight for s in every if s.parked]),
        governance=_governance(standard.governance),
        established=standard.established["en"],
        zero_tolerance=standard.zero_tolerance,
        holds=holds,
        put_aside=put_aside(asked, standings, scene, decisions, standard.score, _thresholds(standard)),
        scoring=scoring(standard, standings, sums[case.profile].score),
        former_ids=case.former_ids,
    )


def _worst(one: tuple[Evaluation, Judgement], case: Case, scene: Scene) -> tuple[Evaluation, Judgement]:
    """Return what stands where suppliers were judged one by one, else what was judged."""
    tried = case.by_supplier.get(one[0].requirement.id)
    return worst([(e, judge(e, scene, case.assessor.decisions)) for e in tried]) if tried else one


@lru_cache(maxsize=64)
def _governance(governance: Governance) -> Mapping[str, Any]:
    return governance._asdict()


def _conflicts(evaluations: Sequence[Evaluation], judgements: Sequence[Judgement], seen: Seen) -> Iterator[Conflict]:
    for number, evaluation in enumerate(evaluations):
        if may_conflict(evaluation):
            judgement = judgements[number] if judgements else judge(evaluation, seen.scene, seen.decisions)
            yield from conflicts_of(evaluation, judgement, seen.words)


def countries_of(subject: Questionnaire, wages: WageEvidence, assessor: AssessorFile) -> frozenset[str]:
    """Return the countries of the sites, of the pay rows and of what workers showed."""
    found = {site.country for site in subject.scope.sites}
    found |= {place[:2] for pay in wages.sets for place in pay.cover.places}
    return frozenset(found | {place[:2] for item in assessor.evidence for place in item.sites or ()})


def _idle(requirements: Iterable[Requirement], scene: Scene) -> tuple[str, ...]:
    """Return why a standard asks nothing on that day and there, each reason once; empty where it may ask something."""
    reasons: list[str] = []
    for requirement in requirements:
        why = why_not_in_force(requirement.in_force, scene)
        if not why:
            return ()
        reasons.append(why)
    return tuple(dict.fromkeys(reasons))


def _sum(
    profile: Profile, mine: Sequence[Standing], standard: Standard, holds: tuple[str, ...], idle: tuple[str, ...]
) -> ProfileSum:
    word, why = verdict(mine, holds, idle)
    summed = weights(mine)
    scored = score(standard.score, mine, _thresholds(standard), summed)
    return ProfileSum(profile, word, scored, summed.coverage, counts(mine), why)


def _thresholds(standard: Standard) -> Mapping[str, str]:
    """Return requirement -> threshold of which it is a bullet; empty where points are not given by pairs."""
    pairs = standard.score.name == "threshold_pairs"
    return {r.id: r.threshold for r in standard.requirements} if pairs else {}
