"""One subject from folder to result: read, derive, judge, sum. A buyer's wage items are judged from its suppliers."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from checker.assess import kinds
from checker.assess.reasons import ReasonWords, reason_words
from checker.assess.standard_result import Case, assess_standard
from checker.assess.verdicts import worst
from checker.errors import InputError, Problem, UsageError
from checker.facts.derive import derive_facts
from checker.facts.wage_facts import wage_facts
from checker.load.assessor import unused_decisions
from checker.load.questionnaires import load_questionnaire, unasked_answers
from checker.model.assessment import JudgedBy, StandardResult, SubjectResult
from checker.model.benchmark import BenchmarkTable
from checker.model.evaluation import Context, Evaluation
from checker.model.evidence import InputFile, Level
from checker.model.facts import Fact, Facts
from checker.model.questionnaire import AssessorFile, Finding, Questionnaire
from checker.model.wages import WageEvidence
from checker.pipeline.asked import asked_questions
from checker.pipeline.measures import K, Measures
from checker.pipeline.pay import own_table, wage_evidence
from checker.pipeline.selection import Selection, Selector, reads_pay
from checker.rules.evaluate import CompiledRequirement, evaluate

LEFT = "wages."
WITHOUT = {"workers.": "no survey or record from workers was given"}
RANK = {False: 0, None: 1, True: 2}


class Known:
    """One subject, read and measured: what is known of it before anything is judged."""

    def __init__(self, folder: Path, shown: str, measures: Measures, table: BenchmarkTable | None = None) -> None:
        """Read the folder; raises InputError with every problem of its files.

        ``table``: a buyer's own living wages, held against this supplier's pay in place of the supplier's.
        """
        self.folder, self.measures = folder, measures
        self.subject = load_questionnaire(folder, shown, measures.bank)
        self.assessor = measures.assessor_of(self.subject.id)
        self.as_of = _as_of(self.subject, measures.choices.as_of)
        self.context = _context(self.subject, self.assessor, self.as_of, measures)
        self.wages = wage_evidence(folder, self.subject, self.assessor, measures, self.as_of, table)
        self.facts = self._facts()
        self.asked = asked_questions(measures.bank, self.subject, self.facts, self.context)

    def _facts(self) -> Facts:
        pay: dict[str, tuple[Fact, ...]] = {}
        if self.wages.sets:
            pay = dict(wage_facts(self.wages))
        return derive_facts(self.subject, self.assessor, pay, self.wages.absent)


def assess_subject(folder: Path, shown: str, measures: Measures, others: frozenset[str] = frozenset()) -> SubjectResult:
    """Return one subject, judged by every standard of ``measures``.

    ``others`` are the ids of the other subjects in the run. Raises InputError where its files, or a
    supplier's that a buyer names, are unusable; UsageError where ``--as-of`` is before its period's end.
    """
    known = Known(folder, shown, measures)
    suppliers = _suppliers(known)
    words = reason_words(measures.terms, _all_wages(known, suppliers))
    standards = tuple([_standard(known, suppliers, selector, words) for selector in measures.selectors])
    return _result(known, suppliers, standards)


def _standard(known: Known, suppliers: Sequence[Known], selector: Selector, words: ReasonWords) -> StandardResult:
    choices = known.measures.choices
    with_pay = known.subject.kind == "supplier" or bool(suppliers)
    selection = selector.select(known.subject, known.assessor, with_pay=with_pay)
    case = Case(
        standard=selector.standard,
        subject=known.subject,
        assessor=known.assessor,
        facts=known.facts,
        wages=_all_wages(known, suppliers),
        words=words,
        clauses=selection.clauses,
        as_of=known.as_of,
        gate_date=choices.gate_date,
        profile=choices.profile,
        left_out=selection.left_out,
        elsewhere=selection.elsewhere,
    )
    found = assess_standard(_evaluations(known, suppliers, selection.chosen, known.context), case)
    return replace(found, expired=_expired(known, suppliers, selection, found))


def _expired(known: Known, suppliers: Sequence[Known], selection: Selection, found: StandardResult) -> tuple[str, ...]:
    """Return ids of what is met, but by evidence that is over its age on the day of the gate."""
    day = known.measures.choices.gate_date
    met = {standing.clause.requirement for standing in found.standings if standing.status == "met"}
    chosen = [r for r in selection.chosen if r.requirement.id in met]
    if day is None or not chosen:
        return ()
    later = _evaluations(known, suppliers, chosen, replace(known.context, as_of=day))
    return tuple(r.requirement.id for r, e in zip(chosen, later, strict=True) if "date" in e.satisfied.support.short)


def _evaluations(
    known: Known, suppliers: Sequence[Known], chosen: Sequence[CompiledRequirement], context: Context
) -> tuple[Evaluation, ...]:
    """Return one evaluation a requirement; what reads pay is judged once a supplier, and the worst stands."""
    own = evaluate(chosen, known.facts, context)
    if not suppliers:
        return own
    tried = [evaluate(chosen, _with_pay_of(known, s), context) for s in suppliers]
    return tuple(
        min((each[n] for each in tried), key=_goodness) if reads_pay(r) else own[n] for n, r in enumerate(chosen)
    )


def _goodness(evaluation: Evaluation) -> tuple[int, bool, Level]:
    satisfied = evaluation.satisfied
    return (-1 if evaluation.error else RANK[satisfied.truth], satisfied.support.shown, satisfied.support.level)


def _with_pay_of(known: Known, supplier: Known) -> Facts:
    """Return the buyer's facts with one supplier's pay facts, and none of its own."""
    table = {name: known.facts.get(name) for name in known.facts if not name.startswith(LEFT)}
    why = f"{supplier.subject.id}: {supplier.wages.absent or supplier.facts.why_absent(LEFT)}"
    return Facts({**table, **wage_facts(_named(supplier))}, {**WITHOUT, LEFT: why})


def _named(supplier: Known) -> WageEvidence:
    """Return a supplier's pay sets with its own name before each id and path: a buyer may have several."""
    return replace(
        supplier.wages,
        sets=tuple(
            replace(
                pay,
                evidence=tuple(
                    replace(
                        item,
                        id=f"{supplier.subject.id}/{item.id}",
                        files=tuple(f._replace(path=f"{supplier.subject.folder}/{f.path}") for f in item.files),
                    )
                    for item in pay.evidence
                ),
            )
            for pay in supplier.wages.sets
        ),
    )


def _all_wages(known: Known, suppliers: Sequence[Known]) -> WageEvidence:
    """Return the pay sets that the result rests on: a buyer's are those of its suppliers."""
    if not suppliers:
        return known.wages
    named = [_named(supplier) for supplier in suppliers]
    absent = "; ".join(f"{s.subject.id}: {s.wages.absent}" for s in suppliers if s.wages.absent)
    return WageEvidence(
        tuple(pay for wages in named for pay in wages.sets),
        absent,
        tuple(finding for wages in named for finding in wages.findings),
        tuple(bar for wages in named for bar in wages.lowered_bars),
    )


def _suppliers(known: Known) -> tuple[Known, ...]:
    """Return the suppliers that a buyer names, read and measured."""
    found, problems = [], list[Problem]()
    table = own_table(known.folder, known.subject) if known.subject.suppliers else None
    for name in known.subject.suppliers:
        folder = known.folder / name
        shown = posixpath.normpath(posixpath.join(known.subject.folder, name))
        try:
            supplier = Known(folder, shown, known.measures, table)
        except InputError as error:
            problems += error.problems
            continue
        if supplier.subject.kind != "supplier":
            place = known.subject.sections.get("suppliers")
            what = f"{name} is a {supplier.subject.kind}, and only suppliers have pay data"
            problems.append(Problem(known.subject.file, place.line if place else None, None, "suppliers", what))
        found.append(supplier)
    if problems:
        raise InputError(problems)
    return tuple(found)


def _as_of(subject: Questionnaire, chosen: date | None) -> date | None:
    """Return the day to judge on; None where the period has no end: then nothing is in date."""
    end = subject.scope.period.end
    if chosen is None:
        return end
    if end is not None and chosen < end:
        raise UsageError(
            f"--as-of {chosen} is before the end of the period of {subject.folder} ({end}); take a later day"
        )
    return chosen


def _context(subject: Questionnaire, assessor: AssessorFile, as_of: date | None, measures: Measures) -> Context:
    ids = [r.requirement.id for s in measures.standards for r in s.requirements] if assessor.decisions else []
    levels: dict[tuple[str | None, str], Level] = {
        (d.requirement, d.evidence): d.value for d in assessor.decisions if d.kind == "level" and d.evidence
    }
    return Context(
        as_of=as_of,
        period=subject.scope.period,
        places=tuple(site.place for site in subject.scope.sites),
        headcount=subject.scope.headcount,
        k=K,
        reviewed={name: assessor.reviewed(name) for name in ids},
        levels=levels,
    )


def _result(known: Known, suppliers: Sequence[Known], standards: tuple[StandardResult, ...]) -> SubjectResult:
    subject, measures = known.subject, known.measures
    asked = frozenset(known.asked)
    counted = asked & measures.questions(subject.kind)
    usable = sum(a.value is not None for name, a in subject.answers.items() if name in counted)
    return SubjectResult(
        id=subject.id,
        kind=subject.kind,
        name=subject.name,
        country=subject.country,
        kinds=subject.kinds,
        kinds_confirmed=bool(kinds.confirmed_kinds(known.assessor)),
        folder=subject.folder,
        as_of=known.as_of,
        gate_date=measures.choices.gate_date,
        inputs=_inputs(known, suppliers),
        judged_by=_judged_by(known, suppliers, standards),
        verdict=worst(s.sum.verdict for s in standards),
        answered=(usable, len(counted)),
        standards=standards,
        wages=_all_wages(known, suppliers),
        findings=(*_findings(known, suppliers, asked), *_expiry(known, standards)),
        decisions=known.assessor.decisions,
        signals=(),
        headcount=subject.scope.headcount,
        period=(subject.scope.period.start, subject.scope.period.end),
        sites=tuple(_site(s) for s in subject.scope.sites),
    )


def _site(site: Any) -> str:
    return ", ".join(part for part in (site.city, site.place) if part)


def _inputs(known: Known, suppliers: Sequence[Known]) -> tuple[InputFile, ...]:
    theirs = [
        replaced
        for s in suppliers
        for replaced in (f._replace(path=f"{s.subject.folder}/{f.path}") for f in s.subject.inputs)
    ]
    return tuple(dict.fromkeys([*known.subject.inputs, *known.assessor.inputs, *theirs]))


def _findings(known: Known, suppliers: Sequence[Known], asked: frozenset[str]) -> tuple[Finding, ...]:
    subject = known.subject
    found = [*subject.findings, *unasked_answers(subject, asked), *_unknown_responses(known)]
    found += [*known.assessor.findings, *unused_decisions(known.assessor, subject, known.measures.requirement_ids)]
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


def _unknown_responses(known: Known) -> Iterable[Finding]:
    for name in known.subject.responses:
        if name not in known.measures.requirement_names:
            place = known.subject.sections.get("responses")
            yield Finding("response_unknown", "warning", f"responses: no requirement is called {name}", place)


def _judged_by(known: Known, suppliers: Sequence[Known], standards: tuple[StandardResult, ...]) -> JudgedBy:
    measures = known.measures
    wages = _all_wages(known, suppliers)
    return JudgedBy(
        packs=measures.packs,
        parameters=measures.parameters,
        benchmarks=measures.benchmarks.inputs if wages.sets else (),
        fx=measures.rate_files,
        lowered_bars=wages.lowered_bars,
        left_out=tuple({"standard": s.id, **left} for s in standards for left in s.left_out),
        k=K,
    )
