"""A run over subjects: each assessed or listed with its problems, in order, in one or more processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from checker import __version__
from checker.assess.gate import INVALID, run_code, subject_code
from checker.errors import InputError, Problem
from checker.load import questionnaires, search
from checker.load.search import has_plan
from checker.model.assessment import InvalidSubject, Report, SubjectResult
from checker.pipeline.cycles import cycles_kept, drop_cycles
from checker.pipeline.kept_subjects import kept_subjects
from checker.pipeline.measures import Choices, assessor_files
from checker.pipeline.measuring import Measuring
from checker.pipeline.subject import assess_subject

if TYPE_CHECKING:
    from checker.pipeline.overlays import Given
    from checker.pipeline.plans import GivenPlans
    from checker.pipeline.settings import Applied

Subject = tuple[Path, str]
"""Folder, and the folder as it is shown."""
Assess = Callable[[Path, str], SubjectResult]
Shrink = Callable[[SubjectResult], SubjectResult]
Advance = Callable[[str], None]


def find_subjects(paths: Iterable[str], note: Advance = lambda text: None) -> list[Subject]:
    """Return every subject's folder at or below ``paths``, in order; UsageError for a path that is not there.

    ``note`` is called with what was passed over though it looks like a subject.
    """
    return [(folder, folder.as_posix()) for folder in search.find_subjects(paths, note)]


def check(subjects: Sequence[Subject], choices: Choices, advance: Advance = lambda name: None) -> Report:
    """Return the report over ``subjects``; ``advance`` is called with each folder that is finished.

    Raises PackError, BenchmarkError, InputError (settings, assessor's file, waivers, baseline) and UsageError before
    any subject is judged.
    """
    if choices.baseline is not None:
        choices = replace(choices, results=True, only_json=False, only_sums=False)  # compared result by result
    planned = bool(choices.plans) or any(has_plan(folder) for folder, _ in subjects)
    if planned:
        choices = replace(choices, results=True, only_json=False, only_sums=False)  # held against each result
    if choices.waivers is not None:
        choices = replace(choices, only_sums=False)  # laid over each standing
    found: list[SubjectResult | InvalidSubject] = []
    folders = tuple(folder for folder, _ in subjects)
    overlays, plans = _overlays(choices, folders), _plans(choices, subjects) if planned else None
    measuring = Measuring(choices, folders)
    keep = _keeping(choices)
    with cycles_kept():
        for outcome in _outcomes(subjects, measuring, folders):
            keep(outcome)
            found.append(outcome)
            advance(outcome.folder)
    outcomes = _one_each(subjects, found)
    refuse_unused(outcomes, choices)
    assessed: Sequence[SubjectResult] = [outcome for outcome in outcomes if isinstance(outcome, SubjectResult)]
    invalid = [outcome for outcome in outcomes if isinstance(outcome, InvalidSubject)]
    run_overlay = None
    if overlays is not None:
        from checker.pipeline.overlays import lay_over

        assessed, run_overlay = lay_over(assessed, invalid, overlays, measuring)
    if plans is not None:
        assessed = plans.lay_over(assessed, invalid, measuring.former_ids())
    assessed = [replace(s, exit_code=subject_gate(s, s.fail_on or choices.fail_on)) for s in assessed]
    codes = [s.exit_code for s in assessed if s.exit_code is not None] + [INVALID] * len(invalid)
    return Report(tuple(assessed), tuple(invalid), __version__, choices.fail_on, run_code(codes), run_overlay)


def _keeping(choices: Choices) -> Callable[[SubjectResult | InvalidSubject], None]:
    """Return what is done with an outcome that is to be kept until all are assessed."""
    if not choices.only_json:
        return lambda outcome: None
    from checker.pipeline.spool import Spool, move

    spool = Spool()
    return lambda outcome: move(outcome, spool)


def subject_gate(subject: SubjectResult, fail_on: str) -> int:
    """Return the exit code of one subject over all its standards."""
    if subject.exit_code is not None:
        return subject.exit_code
    if subject.overlay is not None:
        return subject.overlay.code
    return run_code(subject_code(s.standings, fail_on, s.holds, s.expired) for s in subject.standards)


def _overlays(choices: Choices, folders: tuple[Path, ...]) -> Given | None:
    """Return waivers and baseline, read; None where nothing is asked for, and then nothing of it is imported."""
    if choices.waivers is None and choices.baseline is None and not (choices.new_only or choices.ratchet):
        return None
    from checker.pipeline.overlays import read_overlays

    return read_overlays(choices, folders)


def _plans(choices: Choices, subjects: Sequence[Subject]) -> GivenPlans:
    """Return the plans that were given, read, and those that lie with subjects."""
    from checker.pipeline.plans import GivenPlans

    return GivenPlans(choices, subjects)


def _outcomes(
    subjects: Sequence[Subject], measuring: Measuring, folders: tuple[Path, ...]
) -> Iterator[SubjectResult | InvalidSubject]:
    choices = measuring.choices
    measuring.read_tables()
    assess, shrink = _assessing(measuring), _shrinking(choices)
    if choices.jobs <= 1 or len(subjects) < 2:
        yield from (_outcome(subject, assess, shrink) for subject in subjects)
        return
    from checker.pipeline.processes import spread

    jobs = min(choices.jobs, len(subjects))
    size = max(1, len(subjects) // (jobs * 8))
    parts = [subjects[n : n + size] for n in range(0, len(subjects), size)]
    yield from spread(_outcomes_of, parts, jobs, _start, (choices, folders, measuring.applied))


def _one_each(
    subjects: Sequence[Subject], outcomes: Sequence[SubjectResult | InvalidSubject]
) -> list[SubjectResult | InvalidSubject]:
    """Return ``outcomes`` with every subject invalid whose id another one has too, be that one invalid itself."""
    names = [
        outcome.id if isinstance(outcome, SubjectResult) else questionnaires.peek_id(folder)
        for (folder, _), outcome in zip(subjects, outcomes, strict=True)
    ]
    homes: dict[str, list[str]] = {}
    for name, (_, shown) in zip(names, subjects, strict=True):
        homes.setdefault(name, []).append(shown)
    found: list[SubjectResult | InvalidSubject] = []
    for name, (folder, shown), outcome in zip(names, subjects, outcomes, strict=True):
        if name and len(homes[name]) > 1:
            others = outcome.problems if isinstance(outcome, InvalidSubject) else ()
            outcome = InvalidSubject(shown, (str(questionnaires.shared_id(folder, shown, homes[name])), *others))
        found.append(outcome)
    return found


def unused_assessments(subjects: Iterable[SubjectResult], choices: Choices) -> tuple[Path, ...]:
    """Return the assessors' and workers' files that speak of none of ``subjects``, nor of a supplier that one names."""
    used = {file.path for subject in subjects for file in subject.inputs}
    return tuple(file for file in assessor_files(choices.assessments) if file.as_posix() not in used)


def refuse_unused(outcomes: Sequence[SubjectResult | InvalidSubject], choices: Choices) -> None:
    """Raise InputError where an assessor's file was named by itself and speaks of nobody: what it lowers would be lost.

    A folder of such files may speak of others too, and a file of a subject that could not be read.
    """
    assessed = [outcome for outcome in outcomes if isinstance(outcome, SubjectResult)]
    if not choices.assessments or not assessed or len(assessed) < len(outcomes):
        return
    what = (
        f"speaks of nobody who was assessed ({', '.join(subject.id for subject in assessed[:5])}): nothing in it counts"
    )
    named = [file for file in unused_assessments(assessed, choices) if file in choices.assessments]
    if named:
        todo = "correct its subject:, or leave it out"
        raise InputError([Problem(file.as_posix(), None, None, "subject", what, todo) for file in named])


def _assessing(measuring: Measuring) -> Assess:
    """Return the function that assesses one subject, or recalls it where that is wanted and nothing has changed."""
    kept = {measures: kept_subjects(measures) for measures in measuring.all}

    def assess(folder: Path, shown: str) -> SubjectResult:
        measures, applied = measuring.of(folder)
        former = kept[measures]
        if former is not None:
            return former.assess(folder, shown, applied)
        return assess_subject(folder, shown, measures, applied)

    return assess


def _shrinking(choices: Choices) -> Shrink:
    """Return what makes of a subject that was assessed what is kept of it in this process, or sent to another."""
    if choices.only_sums:
        from checker.pipeline.brief import brief

        outside = frozenset(file.as_posix() for file in assessor_files(choices.assessments))
        return lambda found: brief(found, subject_gate(found, found.fail_on or choices.fail_on), outside)
    if choices.only_json:
        from checker.pipeline.spool import written

        return written
    return lambda found: found


def _outcome(subject: Subject, assess: Assess, shrink: Shrink) -> SubjectResult | InvalidSubject:
    folder, shown = subject
    outcome: SubjectResult | InvalidSubject
    try:
        outcome = assess(folder, shown)
    except InputError as error:
        outcome = InvalidSubject(shown, tuple(str(problem) for problem in error.problems))
    drop_cycles(outcome)
    return outcome if isinstance(outcome, InvalidSubject) else shrink(outcome)


_state: list[tuple[Assess, Shrink]] = []


def _start(choices: Choices, folders: tuple[Path, ...], applied: tuple[Applied | None, ...]) -> None:
    _state[:] = [(_assessing(Measuring(choices, folders, applied)), _shrinking(choices))]


def _outcomes_of(subjects: Sequence[Subject]) -> list[SubjectResult | InvalidSubject]:
    """Return the outcomes of some subjects, in a process that was started for it."""
    return [_outcome(subject, *_state[0]) for subject in subjects]
