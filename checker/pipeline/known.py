"""What is known of one subject before anything is judged: read, measured, held against what assessors decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from checker.assess import kinds
from checker.errors import InputError, UsageError
from checker.facts.derive import derive_facts
from checker.facts.wage_facts import wage_facts
from checker.load.assessor import shared_ids
from checker.load.questionnaires import load_questionnaire
from checker.model.benchmark import BenchmarkTable
from checker.model.evaluation import Context
from checker.model.evidence import Level
from checker.model.facts import Fact, Facts
from checker.model.questionnaire import AssessorFile, Questionnaire
from checker.pipeline.asked import asked_questions
from checker.pipeline.measures import K, Measures
from checker.pipeline.pay import wage_evidence
from checker.pipeline.settings import Applied


class Known:
    """One subject, read and measured: what is known of it before anything is judged."""

    def __init__(
        self,
        folder: Path,
        shown: str,
        measures: Measures,
        table: BenchmarkTable | None = None,
        *,
        named: bool = False,
        applied: Applied | None = None,
    ) -> None:
        """Read the folder; raises InputError with every problem of its files.

        ``table``: a buyer's own living wages, held against this supplier's pay in place of the supplier's.
        ``named``: take only those assessors' files that name this subject. ``applied``: the entry of the settings
        that is for it.
        """
        self.folder, self.measures, self.applied = folder, measures, applied
        stated = load_questionnaire(folder, shown, measures.bank)
        self.assessor = measures.assessor_of(stated.id, named=named)
        if applied is not None and applied.rule.kinds and stated.kind == "supplier":
            self.assessor = replace(self.assessor, kinds=applied.rule.kinds)
        self.subject = _confirmed(_with_replies(stated, measures.former_ids), self.assessor)
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


def _with_replies(stated: Questionnaire, former_ids: Mapping[str, str]) -> Questionnaire:
    """Return the questionnaire with its replies under today's ids; of what is said under several nothing is lost."""
    if former_ids.keys().isdisjoint(stated.responses):
        return stated
    said: dict[str, list[str]] = {}
    for name, text in stated.responses.items():
        said.setdefault(former_ids.get(name, name), []).append(text)
    return replace(stated, responses={name: "\n".join(dict.fromkeys(texts)) for name, texts in said.items()})


def _confirmed(stated: Questionnaire, assessor: AssessorFile) -> Questionnaire:
    """Return the questionnaire with the headcount that an assessor found; InputError where ids mean two things."""
    problems = shared_ids(assessor, stated)
    if problems:
        raise InputError(problems)
    counted = kinds.counted_heads(assessor) if assessor.decisions else None
    return stated if counted is None else replace(stated, scope=replace(stated.scope, counted=counted))


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
    given = {item.id: item for item in (*subject.evidence.values(), *assessor.evidence)}
    return Context(
        as_of=as_of,
        period=subject.scope.period,
        places=tuple(site.place for site in subject.scope.sites),
        headcount=subject.scope.headcount,
        k=K,
        reviewed={name: assessor.reviewed(name, given) for name in ids},
        levels=_levels(assessor),
    )


def _levels(assessor: AssessorFile) -> dict[tuple[str | None, str], Level]:
    """Return what assessors decided that evidence counts as: of several levels the lowest, in whatever order."""
    levels: dict[tuple[str | None, str], Level] = {}
    for decision in assessor.decisions:
        if decision.kind == "level" and decision.evidence:
            key = (decision.requirement, decision.evidence)
            levels[key] = min(decision.value, levels.get(key, decision.value))
    return levels
