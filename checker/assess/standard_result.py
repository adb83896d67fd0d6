"""One standard for one subject: evaluations become results, conflicts, and a sum for each profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

from checker.assess import kinds
from checker.assess.conflicts import conflicts_of
from checker.assess.reasons import ReasonWords, reason, short_of
from checker.assess.scores import counts, coverage, score
from checker.assess.statuses import Judgement, Scene, judge
from checker.assess.verdicts import verdict
from checker.model.assessment import EvidenceFound, ProfileSum, Result, StandardResult
from checker.model.evaluation import Evaluation
from checker.model.evidence import Place
from checker.model.facts import Facts
from checker.model.questionnaire import AssessorFile, Decision, Questionnaire
from checker.model.standard import Remedy, Requirement, Source, Standard
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
    sentences: Mapping[str, str]
    """Requirement -> what satisfies it, in English."""
    as_of: date
    gate_date: date | None
    profile: Profile
    left_out: tuple[Requirement, ...]
    """Requirements for other kinds of supplier."""
    elsewhere: tuple[Requirement, ...] = ()
    """A buyer's wage items that are left to its suppliers."""


def assess_standard(evaluations: Sequence[Evaluation], case: Case) -> StandardResult:
    """Return statuses, conflicts and sums; both profiles are summed, ``case.profile`` is the result."""
    scene = Scene(case.as_of, countries_of(case.subject, case.wages, case.assessor))
    judged = [(e, judge(e, scene, case.assessor.decisions)) for e in evaluations]
    results = tuple(_result(e, j, case) for e, j in judged)
    conflicts = tuple(c for e, j in judged for c in conflicts_of(e, j, case.words))
    holds = kinds.holds(case.subject, case.assessor, case.left_out, case.gate_date)
    standard = case.standard
    return StandardResult(
        id=standard.id,
        edition=standard.edition,
        title=standard.title["en"],
        profile=case.profile,
        sums={profile: _sum(profile, results, standard, holds) for profile in ("core", "extended")},
        results=results if case.profile == "extended" else tuple(r for r in results if r.profile == "core"),
        conflicts=conflicts,
        left_out=(
            *kinds.left_out(standard, case.left_out, "for other kinds of supplier"),
            *kinds.left_out(standard, case.elsewhere, "left to the suppliers: the buyer names none"),
        ),
        parked_weight=sum(r.weight for r in results if r.parked),
        governance=standard.governance._asdict(),
        established=standard.established["en"],
        zero_tolerance=standard.zero_tolerance,
    )


def countries_of(subject: Questionnaire, wages: WageEvidence, assessor: AssessorFile) -> frozenset[str]:
    """Return the countries of the sites, of the pay rows and of what workers showed."""
    found = {site.country for site in subject.scope.sites}
    found |= {place[:2] for pay in wages.sets for place in pay.cover.places}
    return frozenset(found | {place[:2] for item in assessor.evidence for place in item.sites or ()})


def _sum(profile: Profile, results: Iterable[Result], standard: Standard, holds: tuple[str, ...]) -> ProfileSum:
    mine = [r for r in results if profile == "extended" or r.profile == "core"]
    thresholds = {r.id: r.threshold for r in standard.requirements}
    word, why = verdict(mine, holds)
    return ProfileSum(profile, word, score(standard.score, mine, thresholds), coverage(mine), counts(mine), why)


def _result(evaluation: Evaluation, judgement: Judgement, case: Case) -> Result:
    requirement, support = evaluation.requirement, judgement.support
    policy = requirement.evidence
    claim_fails = evaluation.claim is not None and evaluation.claim.truth is True
    return Result(
        requirement=requirement.id,
        title=requirement.title["en"],
        sentence=case.sentences[requirement.id],
        theme=requirement.theme,
        profile=requirement.profile,
        severity=requirement.severity,
        weight=case.standard.weight(requirement),
        status=judgement.status,
        credit=judgement.credit,
        evidence=EvidenceFound(
            policy.at_least, support.level, support.items, support.reviewed, support.unchecked, short_of(support)
        ),
        conflict=bool(evaluation.satisfied.clashes) or claim_fails,
        reason=reason(judgement, evaluation, _absent(evaluation, case.facts), case.words),
        facts=evaluation.facts,
        location=_location(evaluation, case.subject),
        source=_source(requirement.source),
        threshold_origin=requirement.threshold_origin,
        normative_status=requirement.normative_status,
        remedy=_remedy(requirement.remedy),
        why=requirement.why["en"],
        response=case.subject.responses.get(requirement.id),
        decisions=_decisions(requirement.id, case.assessor.decisions),
        open_questions=_open_questions(evaluation, judgement),
        parked=judgement.parked,
    )


def _absent(evaluation: Evaluation, facts: Facts) -> dict[str, str]:
    empty = (n for n, sources in zip(evaluation.names, evaluation.read, strict=True) if not sources)
    return {name: facts.why_absent(name) for name in empty}


def _decisions(requirement: str, decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    return tuple(d for d in decisions if d.requirement == requirement) if decisions else ()


@lru_cache(maxsize=4096)
def _source(source: Source) -> Mapping[str, Any]:
    return MappingProxyType(source._asdict())


def _remedy(remedy: Remedy | None) -> Mapping[str, Any] | None:
    return {"owner": remedy.owner, "due_days": remedy.due_days, "text": remedy.text["en"]} if remedy else None


def _location(evaluation: Evaluation, subject: Questionnaire) -> Place:
    """Return the answer's place, else the evidence entry's, else the section that the subject would edit."""
    facts = evaluation.facts
    for fact in facts:
        if fact.known and fact.name.startswith("answers."):
            return fact.place
    for fact in facts:
        if fact.items and fact.items[0].collector in ("supplier", "buyer"):
            return fact.items[0].place
    for name in evaluation.names:
        group, _, rest = name.partition(".")
        place = subject.sections.get(rest.partition(".")[0] if group == "answers" else group)
        if place is not None:
            return place
    return subject.sections.get("answers") or Place(subject.file, 1, 1)


def _open_questions(evaluation: Evaluation, judgement: Judgement) -> tuple[str, ...]:
    """Return the names whose absence, width or weak evidence keeps the requirement from being decided."""
    if judgement.status not in ("unknown", "claimed", "error"):
        return ()
    pairs = list(zip(evaluation.names, evaluation.read, strict=True))
    if judgement.status == "claimed" or judgement.parked:
        return tuple(name for name, sources in pairs if any(f.known for f in sources))
    return tuple(
        name for name, sources in pairs if not any(f.known and (f.low is None or f.low == f.high) for f in sources)
    )
