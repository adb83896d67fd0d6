"""Which of a standard's requirements are judged for a subject: worked out once for all subjects alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from checker.assess import kinds
from checker.assess.results import clause_of
from checker.model.assessment import Clause
from checker.model.questionnaire import AssessorFile, Questionnaire
from checker.model.standard import Requirement
from checker.rules.evaluate import CompiledRequirement, CompiledStandard

PAY = "wages."


class Selection(NamedTuple):
    """What of one standard is judged, and what is not."""

    chosen: tuple[CompiledRequirement, ...]
    clauses: tuple[Clause, ...]
    """One a chosen requirement, in the same order."""
    left_out: tuple[Requirement, ...]
    """Requirements for other kinds of supplier."""
    elsewhere: tuple[Requirement, ...]
    """A buyer's wage items that are left to its suppliers."""


class Selector:
    """Selects from one standard, and remembers what it selected for whom."""

    def __init__(self, compiled: CompiledStandard) -> None:
        """Put every requirement into the words of reports."""
        standard = compiled.standard
        self.standard = standard
        self.former_ids = standard.former_ids
        self._compiled = compiled.requirements
        words = ((r.requirement, r.sentence) for r in compiled.requirements)
        self._clauses = {requirement.id: clause_of(requirement, said, standard) for requirement, said in words}
        self._known: dict[tuple[object, ...], Selection] = {}

    @property
    def clauses(self) -> Mapping[str, Clause]:
        """Return what reports say of every requirement, by its id."""
        return self._clauses

    def select(self, subject: Questionnaire, assessor: AssessorFile, *, with_pay: bool) -> Selection:
        """Return what is judged for ``subject``; without ``with_pay`` what reads pay is left to others."""
        alike = (subject.kind, subject.kinds, kinds.confirmed_kinds(assessor), with_pay)
        found = self._known.get(alike)
        if found is None:
            found = self._known[alike] = self._select(subject, assessor, with_pay)
        return found

    def _select(self, subject: Questionnaire, assessor: AssessorFile, with_pay: bool) -> Selection:
        kept, missing = kinds.select(self.standard, subject, assessor)
        wanted = {r.id for r in kept}
        fitting = [r for r in self._compiled if r.requirement.id in wanted]
        chosen = tuple(r for r in fitting if with_pay or not reads_pay(r))
        elsewhere = tuple(r.requirement for r in fitting if not with_pay and reads_pay(r))
        return Selection(chosen, tuple(self._clauses[r.requirement.id] for r in chosen), missing, elsewhere)


def reads_pay(compiled: CompiledRequirement) -> bool:
    """Return whether a requirement rests on pay data."""
    return any(name.startswith(PAY) for name in compiled.names)
