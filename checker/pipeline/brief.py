"""Subjects of whom a line each is said: sums, names and the exit code stay, the rest is let go of once it is judged.

Reading what was let go of is a mistake, never an empty list (`checker.model.assessment.Unkept`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from checker.model.assessment import ProfileSum, StandardResult, SubjectResult, Unkept

_GONE: Any = Unkept()


def brief(outcome: SubjectResult, code: int, outside: Collection[str]) -> SubjectResult:
    """Return ``outcome`` with what is said of one of many; ``code`` is its exit code.

    Of its inputs the files in ``outside``, which may speak of several subjects, stay named.
    """
    return replace(
        outcome,
        exit_code=code,
        standards=tuple([_standard(standard) for standard in outcome.standards]),
        judged_by=replace(outcome.judged_by, lowered_bars=_GONE, left_out=_GONE),
        inputs=tuple([file for file in outcome.inputs if file.path in outside]) if outside else (),
        wages=_GONE,
        findings=_GONE,
        decisions=_GONE,
        signals=_GONE,
        evidence=_GONE,
        sites=_GONE,
        heads=b"",
        next=_GONE,
    )


def _standard(standard: StandardResult) -> StandardResult:
    total: ProfileSum = replace(standard.sum, verdict_why=_GONE)
    return replace(
        standard, sums={standard.profile: total}, standings=_GONE, results=_GONE, conflicts=_GONE, left_out=_GONE,
        holds=_GONE, expired=_GONE, scoring=None, priorities=None,
    )  # fmt: skip
