"""A change of pay audited without a questionnaire: `fairlabel wages change`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from checker.errors import NothingToAssess, UsageError
from checker.model.evidence import Period
from checker.model.pay_change import PayChange
from checker.model.pay_engine import BUILT_IN, EngineChoice
from checker.model.pay_rule import LEAST_CUT, ChangeQuestion, Per
from checker.model.pay_table import Factor
from checker.model.wages import PayScope
from checker.pipeline.alone import Say, item_of, mapping_at, named_files, nobody, open_files
from checker.pipeline.measures import K


class ChangeChoices(NamedTuple):
    """What the caller of a pay-change audit chose."""

    formula: Path | None = None
    since: date | None = None
    announced: date | None = None
    factors: tuple[str, ...] = ()
    per: Per | None = None
    least_cut: float = LEAST_CUT
    headcount: int | None = None
    start: date | None = None
    end: date | None = None
    engine: EngineChoice = BUILT_IN


def change_in_files(
    files: Sequence[Path], mapping: Path | None, choices: ChangeChoices, say: Say = nobody
) -> PayChange:
    """Return what ``files`` say together of a change of pay, read through one mapping.

    Raises UsageError for a file that is not there or choices that exclude each other, InputError for a file that is
    unusable, NothingToAssess where there is no row.
    """
    from checker.facts.pay_change import audit_change
    from checker.load.pay_formula import read_formula

    files = named_files(files)
    how = mapping_at(mapping)
    formula = read_formula(choices.formula, choices.formula.as_posix()) if choices.formula else None
    question = ChangeQuestion(
        formula, choices.since, choices.announced, choices.factors, choices.per, choices.least_cut
    )  # fmt: skip
    _refuse(question, how.grain)
    if not question.factors and formula is None and _is_per_task(question, how.grain):
        question = replace(question, factors=tuple(name for name, factor in how.factors.items() if not factor.words))
    how = replace(how, factors={name: Factor(name) for name in question.columns})
    tables = open_files(files, how, item_of(files), say)
    say("comparing pay before and after")
    scope = PayScope("", Period(choices.start, choices.end), (), choices.headcount, choices.end, K, change=question)
    found = audit_change(tables, scope, engine=choices.engine)
    if found is None:
        days = "; see --from and --to" if choices.start or choices.end else ""
        raise NothingToAssess(f"{', '.join(f.as_posix() for f in files)}: no row of pay{days}")
    return found


def change_report(found: PayChange, fmt: Literal["text", "json"]) -> bytes:
    """Return an audit as text or as JSON (`fairlabel/pay-change/1`)."""
    from checker.render.pay_change import as_json, as_text

    return as_json(found) if fmt == "json" else as_text(found)


def _refuse(question: ChangeQuestion, grain: str) -> None:
    if question.formula is not None and question.factors:
        raise UsageError(
            "--factor is for pay without a disclosed formula; put the columns into --formula, or leave it out"
        )
    if question.formula is not None and question.per is not None:
        raise UsageError("--per is for pay without a disclosed formula: a formula says what each row is paid")
    if question.factors and not _is_per_task(question, grain):
        raise UsageError("--factor explains the pay of a task; it needs task data, and no --per hour")


def _is_per_task(question: ChangeQuestion, grain: str) -> bool:
    return (question.per or ("task" if grain == "task" else "hour")) == "task"
