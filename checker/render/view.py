"""The report as a plain dict: the document ``fairlabel/report/1``, from which every format is drawn.

Nothing that may not leave the process is in it; no format looks past it. No wall clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from checker.errors import MOST_KEPT, first_of
from checker.model.assessment import (
    Conflict,
    Exhibit,
    JudgedBy,
    ProfileSum,
    Report,
    Score,
    Scoring,
    SettingsUsed,
    StandardResult,
    SubjectResult,
)
from checker.model.evidence import InputFile
from checker.model.overlay import Counted
from checker.model.questionnaire import Finding
from checker.render.ballots import ballot_view
from checker.render.overlay_view import laid_over, run_gate, subject_gate
from checker.render.plain import number, plain, spot
from checker.render.plan_view import plan_view
from checker.render.results_view import decision_view, result_view
from checker.render.steps import step_view
from checker.render.wages_view import PublishedPay, wages_view

SCHEMA = "fairlabel/report/1"
MOST_SHARED = 100
POINTS = ("weight", "points", "shown", "claimed", "possible", "lost")


def report_view(report: Report) -> dict[str, Any]:
    """Return the whole report; what would settle a subject stands in it where it is the only one."""
    alone = len(report.subjects) == 1
    return {**head_view(report), "subjects": [subject_view(subject, steps=alone) for subject in report.subjects]}


def head_view(report: Report) -> dict[str, Any]:
    """Return everything but the subjects: schema, tool, gate, subjects that could not be assessed."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "fairlabel", "version": report.version},
        "gate": run_gate(report),
        "invalid": [{"folder": i.folder, "problems": first_of(i.problems, MOST_KEPT)} for i in report.invalid],
    }


def subject_view(subject: SubjectResult, *, steps: bool = True) -> dict[str, Any]:
    """Return one subject with all standards; what would settle it only with ``steps``."""
    pay = PublishedPay(subject.wages, subject.judged_by.k)
    standards = [standard_view(standard, pay, laid_over(subject, standard)) for standard in subject.standards]
    return {**subject_head(subject, pay, steps=steps), "standards": standards}


def subject_head(subject: SubjectResult, pay: PublishedPay, *, steps: bool = True) -> dict[str, Any]:
    """Return everything of a subject but its standards; what would settle it only with ``steps``."""
    answered, asked = subject.answered
    return {
        **({"next": [step_view(step) for step in subject.next]} if steps else {}),
        "id": subject.id,
        "kind": subject.kind,
        "name": subject.name,
        "country": subject.country,
        "kinds": {"values": list(subject.kinds), "confirmed": subject.kinds_confirmed},
        "folder": subject.folder,
        "as_of": subject.as_of.isoformat() if subject.as_of else None,
        "gate_date": plain(subject.gate_date),
        "period": {"from": plain(subject.period[0]), "to": plain(subject.period[1])},
        "headcount": subject.headcount,
        "sites": list(subject.sites),
        **({"fail_on": subject.fail_on} if subject.fail_on is not None else {}),
        **({"gate": subject_gate(subject.overlay)} if subject.overlay is not None else {}),
        **({"plan": plan_view(subject.plan)} if subject.plan is not None else {}),
        "inputs": [_input(file) for file in subject.inputs],
        "judged_by": judged_by_view(subject.judged_by),
        "verdict": subject.verdict,
        "answered": {"answered": answered, "asked": asked},
        "wages": wages_view(subject.wages, _cited(subject)),
        "conflicts": [_conflict(c, s.id, pay) for s in subject.standards for c in s.conflicts],
        "findings": [_finding(f) for f in _all_findings(subject)],
        "decisions": [decision_view(d) for d in subject.decisions],
        "signals": [_finding(f) for f in subject.signals],
        "evidence": [_exhibit(e, subject.judged_by.k) for e in subject.evidence],
    }


def standard_view(
    standard: StandardResult, pay: PublishedPay, counted: Mapping[str, Counted] | None = None
) -> dict[str, Any]:
    """Return one standard with its results in the pack's order; ``counted`` is how the gate counts each."""
    laid = counted or {}
    results = [result_view(r, pay, laid.get(r.requirement)) for r in standard.results]
    return {**standard_head(standard), "results": results}


def standard_head(standard: StandardResult) -> dict[str, Any]:
    """Return everything of a standard but its results."""
    return {
        "id": standard.id,
        "edition": standard.edition,
        "title": standard.title,
        "profile": standard.profile,
        **_sum(standard.sum),
        "profiles": {name: _sum(one) for name, one in standard.sums.items()},
        "left_out": plain(standard.left_out),
        "parked_weight": number(standard.parked_weight),
        "put_aside": {name: number(value) for name, value in standard.put_aside._asdict().items()},
        "governance": _plain_once(standard.governance),
        "established": standard.established,
        "zero_tolerance": list(standard.zero_tolerance),
        **({"former_ids": dict(standard.former_ids)} if standard.former_ids else {}),
        **({"ballot": ballot_view(standard)} if standard.priorities is not None else {}),
        **({"contributions": _contributions(standard.scoring)} if standard.scoring is not None else {}),
    }


def _sum(total: ProfileSum) -> dict[str, Any]:
    return {
        "verdict": total.verdict,
        "verdict_why": list(total.verdict_why),
        "score": _score(total.score),
        "coverage": number(total.coverage),
        "counts": dict(total.counts),
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "model": score.model,
        "shown": number(score.shown),
        "claimed": number(score.claimed),
        "possible": number(score.possible),
        "max": number(score.max),
    }


def _contributions(scoring: Scoring) -> dict[str, Any]:
    return {
        "version": scoring.version,
        "formula": scoring.formula,
        "weights": dict(scoring.weights),
        "weights_from": scoring.weights_from,
        "parts": [
            {"part": name, "title": title, **{key: number(value) for key, value in zip(POINTS, values, strict=True)}}
            for name, title, *values in scoring.parts
        ],
    }


def judged_by_view(judged: JudgedBy) -> dict[str, Any]:
    """Return what set the bar for a subject."""
    replayed = {"benchmarks_as_of": plain(judged.benchmarks_as_of)} if judged.benchmarks_as_of else {}
    return {
        **replayed,
        **settings_view(judged),
        "packs": _plain_once(judged.packs),
        "benchmarks": [_input(file) for file in judged.benchmarks],
        "fx": [_input(file) for file in judged.fx],
        "lowered_bars": plain(judged.lowered_bars),
        "left_out": plain(judged.left_out),
        "k": judged.k,
    }


def settings_view(judged: JudgedBy) -> dict[str, Any]:
    """Return what a user may set of it: the settings file, where there is one, and the parameters."""
    used = {"settings": _settings(judged.settings)} if judged.settings is not None else {}
    return {**used, "parameters": _plain_once(judged.parameters)}


def _settings(used: SettingsUsed) -> dict[str, Any]:
    entry = {"match": used.match, "by": used.by, "place": spot(used.place)} if used.place is not None else None
    return {**_input(used.file), "entry": entry}


_SHARED: dict[int, tuple[object, Any]] = {}


def _plain_once(value: object) -> Any:
    """Return as plain values what all subjects of a run share; made once."""
    kept = _SHARED.get(id(value))
    if kept is None or kept[0] is not value:
        if len(_SHARED) >= MOST_SHARED:
            _SHARED.clear()
        kept = _SHARED[id(value)] = (value, plain(value))
    return kept[1]


def _input(file: InputFile) -> dict[str, str]:
    return {"path": file.path, "sha256": file.sha256, "role": file.role}


def _exhibit(exhibit: Exhibit, k: int) -> dict[str, Any]:
    """Return one thing shown; how many workers are behind it only where they are ``k`` or more."""
    item = exhibit.item
    hidden = item.respondents is not None and item.respondents < k
    return {
        "id": item.id,
        "kind": item.kind,
        "collector": item.collector,
        "level": item.level.word,
        "document": item.document,
        "files": [{"path": file.path, "sha256": file.sha256} for file in item.files],
        "covers": {"from": plain(item.covers.start), "to": plain(item.covers.end)} if item.covers else None,
        "sites": list(item.sites) if item.sites is not None else None,
        "issued": plain(item.issued),
        "dated": plain(exhibit.dated),
        "in_date_until": plain(exhibit.in_date_until),
        "in_force": exhibit.in_force,
        "respondents": None if hidden else item.respondents,
        "suppressed": hidden,
        "problem": item.problem,
        "location": spot(item.place),
    }


def _conflict(conflict: Conflict, standard: str, pay: PublishedPay) -> dict[str, Any]:
    return {
        "standard": standard,
        "requirement": conflict.requirement,
        "rule": conflict.rule,
        "claim": pay.side(conflict.claim),
        "evidence": pay.side(conflict.evidence),
        "outcome": conflict.outcome,
        "why": conflict.why,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "location": spot(finding.place),
        "todo": finding.todo,
    }


def _all_findings(subject: SubjectResult) -> Iterator[Finding]:
    """Yield the subject's findings and those of its pay data, each once."""
    seen: set[Finding] = set()
    for finding in (*subject.findings, *subject.wages.findings, *(f for s in subject.wages.sets for f in s.findings)):
        if finding not in seen:
            seen.add(finding)
            yield finding


def _cited(subject: SubjectResult) -> frozenset[str]:
    """Return the ids of the evidence on which results that read pay data rest."""
    return frozenset(_pay_ids(subject.standards)) if subject.wages.sets else frozenset()


def _pay_ids(standards: Iterable[StandardResult]) -> Iterator[str]:
    for standard in standards:
        for result in standard.results:
            if any(fact.name.startswith("wages.") for fact in result.facts):
                yield from result.evidence.ids
