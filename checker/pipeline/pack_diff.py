"""What changed between two editions of a standard, and which results of a subject would come out otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from checker.errors import UsageError
from checker.model.assessment import SubjectResult
from checker.model.standard import Requirement, Standard
from checker.pipeline.measures import Choices, compile_standards
from checker.pipeline.run import check, find_subjects
from checker.rules.evaluate import CompiledRequirement, CompiledStandard
from checker.rules.sentence import Words, sentence

VERDICT = "the verdict"
"""What stands in place of a requirement's id where the verdict on the subject differs."""


class Change(NamedTuple):
    """One difference: ``where`` is a requirement, a parameter or a field of the header."""

    where: str
    what: str
    """What of it: added, gone, or the name of the field."""
    before: str
    after: str


class Flip(NamedTuple):
    """One requirement of one subject that comes out otherwise."""

    subject: str
    requirement: str
    before: str
    after: str


def compare_standards(before: str, after: str, folders: Sequence[Path]) -> tuple[Change, ...]:
    """Return what is different in ``after``; a requirement under a new id is found by its alias.

    Raises UsageError for a name that no standard has, PackError with all mistakes of a pack.
    """
    old, new = _compiled(before, folders), _compiled(after, folders)
    return (*_header(old.standard, new.standard), *_requirements(old, new))


def flips(paths: Sequence[str], before: str, after: str, folders: Sequence[Path]) -> tuple[Flip, ...]:
    """Return the results of subjects under ``paths`` that differ, their verdicts last.

    A requirement in one edition only is ``-`` in the other.

    Raises UsageError where no subject is found, InputError where one cannot be assessed.
    """
    subjects = find_subjects(paths)
    if not subjects:
        raise UsageError(f"{', '.join(paths)}: there is no subject there")
    old, new = (check(subjects, Choices(standards=(name,), standards_dirs=tuple(folders))) for name in (before, after))
    broken = [problem for report in (old, new) for invalid in report.invalid for problem in invalid.problems]
    if broken:
        raise UsageError("\n".join(dict.fromkeys(broken)))
    names = _former(_compiled(after, folders).standard)
    return tuple(
        flip
        for was, now in zip(old.subjects, new.subjects, strict=True)
        for flip in _flips(now.id, _statuses(was, names), _statuses(now, {}))
    )


def _compiled(name: str, folders: Sequence[Path]) -> CompiledStandard:
    (compiled,) = compile_standards((name,), folders)
    return compiled


def _header(old: Standard, new: Standard) -> Iterator[Change]:
    for severity, weight in new.weights.items():
        if old.weights[severity] != weight:
            yield Change("weights", severity, f"{old.weights[severity]:g}", f"{weight:g}")
    if old.score != new.score:
        yield Change(
            "score", "model", f"{old.score.name} of {old.score.max:g}", f"{new.score.name} of {new.score.max:g}"
        )
    for name in dict.fromkeys((*old.parameters, *new.parameters)):
        was, now = old.parameters.get(name), new.parameters.get(name)
        before, after = (f"{p.value:g} {p.unit}, {p.basis}" if p else "-" for p in (was, now))
        if before != after:
            yield Change(f"parameters.{name}", "value" if was and now else "added" if now else "gone", before, after)
    if old.zero_tolerance != new.zero_tolerance:
        yield Change(
            "zero_tolerance", "ids", ", ".join(old.zero_tolerance) or "-", ", ".join(new.zero_tolerance) or "-"
        )


def _requirements(old: CompiledStandard, new: CompiledStandard) -> Iterator[Change]:
    names = _former(new.standard)
    was = {names.get(c.requirement.id, c.requirement.id): c for c in old.requirements}
    now = {c.requirement.id: c for c in new.requirements}
    for name, compiled in was.items():
        if name not in now:
            yield Change(name, "gone", compiled.requirement.title["en"], "-")
    for name, compiled in now.items():
        if name not in was:
            yield Change(name, "added", "-", compiled.requirement.title["en"])
            continue
        before, after = _fields(was[name], old.words), _fields(compiled, new.words)
        for field, text in after.items():
            if before[field] != text:
                yield Change(name, field, before[field], text)


def _fields(compiled: CompiledRequirement, words: Words) -> dict[str, str]:
    """Return what a result or a reader depends on, in words."""
    requirement: Requirement = compiled.requirement
    evidence, remedy = requirement.evidence, requirement.remedy
    start, end, countries = requirement.in_force
    return {
        "id": requirement.id,
        "title": requirement.title["en"],
        "asks": compiled.sentence,
        "applies when": sentence(requirement.applies_when, words) if requirement.applies_when else "Always.",
        "part credit": " ".join(f"{band.give:g}: {sentence(band.when, words)}" for band in requirement.credit)
        or "None.",
        "subject": requirement.subject,
        "kinds": ", ".join(requirement.kinds) or "all",
        "profile": requirement.profile,
        "severity": requirement.severity,
        "threshold": requirement.threshold,
        "in force": f"{start or ''}..{end or ''} {', '.join(countries)}".strip(),
        "evidence": f"{evidence.at_least.word}: {', '.join(evidence.listed)}",
        "age of evidence": f"{evidence.max_age or 'as usual'}",
        "review": evidence.review,
        "remedy": f"{remedy.owner}, {remedy.due_days} days" if remedy else "-",
        "source": f"{requirement.source.document}, {requirement.source.section} ({requirement.source.read})",
    }


def _former(standard: Standard) -> Mapping[str, str]:
    return {alias: r.id for r in standard.requirements for alias in r.aliases}


def _statuses(subject: SubjectResult, names: Mapping[str, str]) -> dict[str, str]:
    (standard,) = subject.standards
    found: dict[str, str] = {
        names.get(s.clause.requirement, s.clause.requirement): s.status for s in standard.standings
    }
    return found | {VERDICT: standard.sum.verdict}


def _flips(subject: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Flip]:
    names = dict.fromkeys((*before, *after))
    for name in sorted(names, key=VERDICT.__eq__):
        was, now = before.get(name, "-"), after.get(name, "-")
        if was != now:
            yield Flip(subject, name, was, now)
