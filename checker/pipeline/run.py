"""A run over subjects: each assessed or listed with its problems, in order, in one or more processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from checker import __version__
from checker.assess.gate import INVALID, run_code, subject_code
from checker.errors import InputError
from checker.load import questionnaires
from checker.model.assessment import InvalidSubject, Report, SubjectResult
from checker.pipeline.cycles import cycles_kept, drop_cycles
from checker.pipeline.measures import Choices, Measures
from checker.pipeline.subject import assess_subject

Subject = tuple[Path, str]
"""Folder, and the folder as it is shown."""
Advance = Callable[[str], None]


def find_subjects(paths: Iterable[str]) -> list[Subject]:
    """Return every subject's folder at or below ``paths``, in order; UsageError for a path that is not there."""
    return [(folder, folder.as_posix()) for folder in questionnaires.find_subjects(paths)]


def check(subjects: Sequence[Subject], choices: Choices, advance: Advance = lambda name: None) -> Report:
    """Return the report over ``subjects``; ``advance`` is called with each folder that is finished.

    Raises PackError, BenchmarkError, InputError (assessor's file) and UsageError before any subject is judged.
    """
    assessed: list[SubjectResult] = []
    invalid: list[InvalidSubject] = []
    with cycles_kept():
        for outcome in _outcomes(subjects, choices):
            if isinstance(outcome, InvalidSubject):
                invalid.append(outcome)
            else:
                assessed.append(outcome)
            advance(outcome.folder)
    codes = [subject_gate(s, choices.fail_on) for s in assessed] + [INVALID] * len(invalid)
    return Report(tuple(assessed), tuple(invalid), __version__, choices.fail_on, run_code(codes))


def subject_gate(subject: SubjectResult, fail_on: str) -> int:
    """Return the exit code of one subject over all its standards."""
    return run_code(subject_code(s.standings, fail_on, s.holds, s.expired) for s in subject.standards)


def _outcomes(subjects: Sequence[Subject], choices: Choices) -> Iterator[SubjectResult | InvalidSubject]:
    folders = tuple(folder for folder, _ in subjects)
    measures = Measures(choices, folders)
    measures.read_tables()
    if choices.jobs <= 1 or len(subjects) < 2:
        yield from (_outcome(subject, measures) for subject in subjects)
        return
    from checker.pipeline.processes import spread

    jobs = min(choices.jobs, len(subjects))
    size = max(1, len(subjects) // (jobs * 8))
    parts = [subjects[n : n + size] for n in range(0, len(subjects), size)]
    yield from spread(_outcomes_of, parts, jobs, _start, (choices, folders))


def _outcome(subject: Subject, measures: Measures) -> SubjectResult | InvalidSubject:
    folder, shown = subject
    outcome: SubjectResult | InvalidSubject
    try:
        outcome = assess_subject(folder, shown, measures)
    except InputError as error:
        outcome = InvalidSubject(shown, tuple(str(problem) for problem in error.problems))
    drop_cycles(outcome)
    return outcome


_state: list[Measures] = []


def _start(choices: Choices, folders: tuple[Path, ...]) -> None:
    _state[:] = [Measures(choices, folders)]


def _outcomes_of(subjects: Sequence[Subject]) -> list[SubjectResult | InvalidSubject]:
    """Return the outcomes of some subjects, in a process that was started for it."""
    return [_outcome(subject, _state[0]) for subject in subjects]
