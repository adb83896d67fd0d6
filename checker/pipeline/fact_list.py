"""What a condition may read: every fact by the name that a pack writes, with type, unit, options and words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checker.errors import UsageError
from checker.load.pack_facts import OWN_FACTS, FactTable, FactType
from checker.load.problems import suggest
from checker.load.question_bank import load_question_bank
from checker.model.questions import QuestionBank


class Listed(NamedTuple):
    """One fact: how it is written, what it holds, and what it says."""

    name: str
    holds: str
    """Type with unit or options: ``number, in days``; ``one of: union, none``."""
    about: str
    """The question, the metric's title, or the kind of evidence; empty where the name says it."""


def list_facts(words: Sequence[str]) -> tuple[Listed, ...]:
    """Return the facts in whose name or text each of ``words`` occurs, in any case; without words all.

    Raises UsageError where none is found.
    """
    wanted = [word.casefold() for word in words]
    found = tuple(f for f in _all() if all(word in f"{f.name} {f.about}".casefold() for word in wanted))
    if not found:
        near = suggest(words[-1], {part for fact in _all() for part in re.split(r"[._]", fact.name)})
        todo = near if near.startswith("did") else "try another word, or fewer"
        raise UsageError(f"no fact has {' and '.join(map(repr, words))} in its name or text; {todo}")
    return found


def _all() -> Iterator[Listed]:
    from checker.facts.metrics import METRICS

    bank = load_question_bank()
    table = FactTable(bank, {m.name: m.unit for m in METRICS.values()}, {})
    about = _texts(bank) | {f"wages.{m.name}": m.title["en"] for m in METRICS.values()}
    for name in (*OWN_FACTS, *about):
        kind = table.type_of(name)
        if kind is not None:
            yield Listed(name, _holds(kind, counted=name.startswith("evidence.")), about.get(name, ""))


def _texts(bank: QuestionBank) -> dict[str, str]:
    found = {f"answers.{name}": question.ask["en"] for name, question in bank.questions.items()}
    found.update((name, f"Share of the workers asked: {item.question.ask['en']}") for name, item in bank.survey.items())
    found.update((f"evidence.{kind.id}", kind.label["en"]) for kind in bank.kinds.values())
    return found


def _holds(kind: FactType, *, counted: bool) -> str:
    if counted:
        return "there or unknown; read by evidence: {kinds: [...]}"
    if kind.fields:
        return f"list of entries with {', '.join(kind.fields)}"
    if kind.options:
        return f"{'any of' if kind.kind == 'list' else 'one of'}: {', '.join(sorted(kind.options))}"
    if kind.kind == "boolean":
        return "true or false"
    return f"{kind.kind}, {'0 to 1' if kind.unit == 'share' else f'in {kind.unit}'}" if kind.unit else kind.kind
