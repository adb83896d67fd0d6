"""One subject from folder to result: read, derive, judge, sum. A buyer's wage items are judged from its suppliers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from checker.assess import kinds
from checker.assess.ballots import priorities
from checker.assess.reasons import ReasonWords, reason_words
from checker.assess.standard_result import Case, assess_standard
from checker.assess.verdicts import worst
from checker.load.assessor import unused_decisions
from checker.load.questionnaires import unasked_answers
from checker.model.assessment import JudgedBy, SettingsUsed, StandardResult, SubjectResult
from checker.model.evaluation import Evaluation
from checker.model.evidence import InputFile
from checker.model.questionnaire import Finding
from checker.pipeline.evidence_findings import evidence_findings
from checker.pipeline.exhibits import exhibits
from checker.pipeline.known import Known
from checker.pipeline.measures import K, Measures
from checker.pipeline.selection import Selection, Selector
from checker.pipeline.settings import Applied, near_miss
from checker.pipeline.settling import NextSteps
from checker.pipeline.suppliers import evaluate_by_supplier, facts_behind, pay_behind, suppliers_of
from checker.rules.evaluate import evaluate


def assess_subject(folder: Path, shown: str, measures: Measures, applied: Applied | None = None) -> SubjectResult:
    """Return one subject, judged by every standard of ``measures``.

    ``applied`` is the entry of the settings that is for it. Raises InputError where its files, or a
    supplier's that a buyer names, are unusable; UsageError where ``--as-of`` is before its period's end.
    """
    known = Known(folder, shown, measures, applied=applied)
    return assess_known(known, suppliers_of(known))


def assess_known(known: Known, suppliers: Sequence[Known]) -> SubjectResult:
    """Return one subject that was read and measured before, with the suppliers that it names."""
    measures = known.measures
    words = reason_words(measures.terms, pay_behind(known, suppliers), known.context.k)
    standards = tuple([_standard(known, suppliers, selector, words) for selector in measures.selectors])
    return _result(known, suppliers, standards)


def _standard(known: Known, suppliers: Sequence[Known], selector: Selector, words: ReasonWords) -> StandardResult:
    choices = known.measures.choices
    with_pay = known.subject.kind == "supplier" or bool(suppliers)
    selection = selector.select(known.subject, known.assessor, with_pay=with_pay)
    own = evaluate(selection.chosen, known.facts, known.context)
    case = Case(
        standard=selector.standard,
        subject=known.subject,
        assessor=known.assessor,
        facts=facts_behind(known, suppliers),
        wages=pay_behind(known, suppliers),
        words=words,
        clauses=selection.clauses,
        as_of=known.as_of,
        gate_date=choices.gate_date,
        profile=choices.profile,
        left_out=selection.left_out,
        elsewhere=selection.elsewhere,
        beyond=frozenset(site.country for s in suppliers for site in s.subject.scope.sites),
        by_supplier=evaluate_by_supplier(known, suppliers, selection.chosen, known.context),
        results=choices.results,
        former_ids=selector.former_ids,
    )
    found = assess_standard(own, case)
    expired = _expired(known, suppliers, selection, found) if choices.gate_date is not None else ()
    found = replace(found, expired=expired) if expired else found
    ballot = known.measures.ballot_on(selector.standard.id, known.subject.id)
    if ballot is None:
        return found
    judged = {s.clause.requirement for s in found.standings}
    ordered = [r.requirement for r in selection.chosen if r.requirement.id in judged]
    return replace(found, priorities=priorities(ballot, ordered, K))


def _expired(known: Known, suppliers: Sequence[Known], selection: Selection, found: StandardResult) -> tuple[str, ...]:
    """Return ids of what is met, but by evidence that is over its age on the day of the gate."""
    day = known.measures.choices.gate_date
    met = {standing.clause.requirement for standing in found.standings if standing.status == "met"}
    chosen = tuple(r for r in selection.chosen if r.requirement.id in met)
    if day is None or not chosen:
        return ()
    later = replace(known.context, gate=day)
    own = evaluate(chosen, known.facts, later)
    behind = evaluate_by_supplier(known, suppliers, chosen, later)
    tried = ((r.requirement.id, behind.get(r.requirement.id, (own[n],))) for n, r in enumerate(chosen))
    return tuple(name for name, evaluations in tried if not all(_still_shown(e) for e in evaluations))


def _still_shown(evaluation: Evaluation) -> bool:
    applies, satisfied = evaluation.applies, evaluation.satisfied
    return (applies is not None and applies.truth is False) or (satisfied.truth is True and satisfied.support.shown)


def _result(known: Known, suppliers: Sequence[Known], standards: tuple[StandardResult, ...]) -> SubjectResult:
    subject, measures = known.subject, known.measures
    asked = frozenset(known.asked)
    countries = frozenset(site.country for site in subject.scope.sites)
    counted = asked & measures.questions(
        subject.kind, kinds.confirmed_kinds(known.assessor) or subject.kinds, countries
    )
    usable = sum([a.value is not None for name, a in subject.answers.items() if name in counted])
    return SubjectResult(
        id=subject.id,
        kind=subject.kind,
        name=subject.name,
        country=subject.country,
        kinds=kinds.confirmed_kinds(known.assessor) or subject.kinds,
        kinds_confirmed=bool(kinds.confirmed_kinds(known.assessor)),
        folder=subject.folder,
        as_of=known.as_of,
        gate_date=measures.choices.gate_date,
        inputs=_inputs(known, suppliers, standards),
        judged_by=_judged_by(known, suppliers, standards),
        verdict=worst(s.sum.verdict for s in standards),
        answered=(usable, len(counted)),
        standards=standards,
        wages=pay_behind(known, suppliers),
        findings=(*_findings(known, suppliers, asked), *_expiry(known, standards)),
        decisions=known.assessor.decisions,
        signals=(),
        headcount=subject.scope.headcount,
        period=(subject.scope.period.start, subject.scope.period.end),
        sites=tuple(_site(s) for s in subject.scope.sites),
        evidence=exhibits(known, suppliers),
        next=NextSteps(known, suppliers, standards) if measures.choices.steps else (),
        fail_on=known.applied.rule.fail_on if known.applied is not None else None,
    )


def _site(site: Any) -> str:
    return ", ".join(part for part in (site.city, site.place) if part)


def _inputs(known: Known, suppliers: Sequence[Known], standards: Sequence[StandardResult]) -> tuple[InputFile, ...]:
    theirs = [f._replace(path=f"{s.subject.folder}/{f.path}") for s in suppliers for f in s.subject.inputs]
    outside = [f for each in (known, *suppliers) for f in each.assessor.inputs]
    ballots = [s.priorities.ballot.input for s in standards if s.priorities is not None]
    return tuple(dict.fromkeys([*known.subject.inputs, *outside, *theirs, *ballots]))


def _findings(known: Known, suppliers: Sequence[Known], asked: frozenset[str]) -> tuple[Finding, ...]:
    subject = known.subject
    found = [
        *_kinds_set(known),
        *_entry_missed(known),
        *subject.findings,
        *unasked_answers(subject, asked),
        *_unknown_responses(known),
    ]
    found += [*evidence_findings(known), *known.assessor.findings, *_unused(known), *known.measures.foreign_packs]
    for each in (known, *suppliers):
        found += each.wages.findings
        found += (finding for pay in each.wages.sets for finding in pay.findings)
    return tuple(found)


def _expiry(known: Known, standards: Iterable[StandardResult]) -> Iterator[Finding]:
    """Iterate over one warning a standard whose gate counts as claimed what its evidence no longer shows."""
    for standard in standards:
        if standard.expired:
            what = (
                f"on {known.measures.choices.gate_date} the evidence is over its age for "
                f"{', '.join(standard.expired)}: met on the day of the assessment, counted as claimed by the gate"
            )
            yield Finding("evidence_over_age", "warning", what, None, "ask for evidence of a later day")


def _unused(known: Known) -> Iterable[Finding]:
    """Return what is to be said of decisions without effect; what is meant for other standards is not looked up."""
    named = {d.requirement for d in known.assessor.decisions if d.requirement is not None}
    judged = known.measures.requirement_ids
    return unused_decisions(known.assessor, known.subject, judged, known.measures.elsewhere if named - judged else {})


def _kinds_set(known: Known) -> Iterable[Finding]:
    """Return a warning where the settings say of the kinds something else than the subject does."""
    mine, stated = known.assessor.kinds, known.subject.kinds
    if mine and set(mine) != set(stated):
        said = f"the questionnaire says {', '.join(stated)}" if stated else "the questionnaire names none"
        judged = ", ".join(kinds.confirmed_kinds(known.assessor))
        what = f"judged as {judged}: the settings say {', '.join(mine)}, {said}"
        yield Finding("kinds_by_settings", "warning", what, None, "clear up which of them it is")


def _entry_missed(known: Known) -> Iterable[Finding]:
    """Return a warning where an entry of the settings would be for this subject but for a capital."""
    settings = known.measures.choices.settings
    rule = near_miss(settings, known.folder, known.subject.id) if known.applied is None else None
    if rule is not None:
        what = f"the settings' entry {rule.match!r} does not apply here: it differs in capitals from what it would fit"
        yield Finding(
            "settings_near_miss", "warning", what, rule.place, "write the pattern as folder or id are written"
        )


def _unknown_responses(known: Known) -> Iterable[Finding]:
    place = known.subject.sections.get("responses")
    for name in known.subject.responses:
        if name in known.measures.requirement_ids:
            continue
        home = known.measures.elsewhere.get(name)
        if home is None:
            yield Finding("response_unknown", "warning", f"responses: no requirement is called {name}", place)
        else:
            what = f"responses: {name} is of {home}, which is not among the standards of this run"
            yield Finding("response_elsewhere", "note", what, place, f"judge by it as well: --standard {home}")


def _settings(known: Known) -> SettingsUsed | None:
    settings, applied = known.measures.choices.settings, known.applied
    if settings is None:
        return None
    if applied is None:
        return SettingsUsed(settings.file)
    return SettingsUsed(settings.file, applied.rule.match, applied.by, applied.rule.place)


def _judged_by(known: Known, suppliers: Sequence[Known], standards: tuple[StandardResult, ...]) -> JudgedBy:
    measures = known.measures
    wages = pay_behind(known, suppliers)
    return JudgedBy(
        packs=measures.packs,
        parameters=measures.parameters,
        benchmarks=measures.benchmarks.inputs if wages.sets else (),
        benchmarks_as_of=measures.choices.benchmarks_as_of,
        fx=measures.rate_files,
        lowered_bars=wages.lowered_bars,
        left_out=tuple({"standard": s.id, **left} for s in standards for left in s.left_out),
        k=K,
        settings=_settings(known),
    )
