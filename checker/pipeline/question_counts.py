"""How many questions standards put to whom: to everybody of a kind, and only after certain earlier answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from checker.load.question_bank import load_question_bank
from checker.model.evaluation import Context
from checker.model.evidence import Period
from checker.model.facts import Fact, Facts, Value
from checker.pipeline.asked import questions_read, spared_questions
from checker.pipeline.measures import compile_standards


class QuestionCount(NamedTuple):
    """How many questions one kind of subject is asked."""

    who: str
    """Kind of supplier, or buyer."""
    always: int
    hanging: int
    """Asked only after certain answers to earlier ones."""

    @property
    def most(self) -> int:
        """Return how many there are in the file."""
        return self.always + self.hanging


def count_questions(
    standards: Sequence[str], folders: Iterable[Path], profile: str, countries: Sequence[str] = ()
) -> tuple[QuestionCount, ...]:
    """Return the count for each kind of supplier and for buyers, over what any of ``standards`` reads."""
    bank = load_question_bank()
    found = []
    for who, side, kinds in (*((k.id, "supplier", (k.id,)) for k in bank.vendor_kinds), ("buyer", "buyer", ())):
        asked = asked_of(standards, folders, profile, side, kinds, countries)
        hanging = sum(bank.questions[name].asked_when is not None for name in asked)
        found.append(QuestionCount(who, len(asked) - hanging, hanging))
    return tuple(found)


def asked_of(
    standards: Iterable[str],
    folders: Iterable[Path],
    profile: str,
    side: str,
    kinds: Sequence[str],
    countries: Sequence[str] = (),
) -> tuple[str, ...]:
    """Return the ids of the questions in a questionnaire, in the bank's order."""
    bank = load_question_bank()
    read = questions_read(bank, compile_standards(standards, tuple(folders)), profile, side, kinds, countries)
    return tuple(name for name, q in bank.questions.items() if name in read and q.respondent in (side, "both"))


def asked_after(names: Sequence[str], said: Mapping[str, Value], side: str) -> tuple[str, ...]:
    """Return those of ``names`` that are asked once the opening questions are answered as in ``said``."""
    bank = load_question_bank()
    facts = {f"answers.{name}": (_fact(f"answers.{name}", value),) for name, value in said.items()}
    template = next(name for name, kind in bank.subjects.items() if kind == side)
    spared = spared_questions(bank, template, side, Facts(facts), Context(None, Period(None, None), ()))
    return tuple(name for name in names if name not in spared)


def _fact(name: str, value: Value) -> Fact:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    return Fact(name, value, number, number, complete=True)
