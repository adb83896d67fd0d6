"""A run over subjects: each assessed or listed with its problems, in order, in one or more processes."""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

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
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    _let_read_only_mappings_travel()
    jobs = min(choices.jobs, len(subjects))
    with ProcessPoolExecutor(jobs, get_context("spawn"), _start, (choices, folders)) as pool:
        yield from pool.map(_in_process, subjects, chunksize=max(1, len(subjects) // (jobs * 8)))


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
    _let_read_only_mappings_travel()
    _state[:] = [Measures(choices, folders)]


def _in_process(subject: Subject) -> SubjectResult | InvalidSubject:
    return _outcome(subject, _state[0])


def _let_read_only_mappings_travel() -> None:
    """Let results cross from one process to another: a mapping proxy in them is sent as the dict behind it."""
    copyreg.pickle(MappingProxyType, _as_proxy)


def _as_proxy(view: MappingProxyType[Any, Any]) -> tuple[type, tuple[dict[Any, Any]]]:
    return MappingProxyType, (dict(view),)
