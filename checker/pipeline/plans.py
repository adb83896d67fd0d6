"""Action plans laid over a run that was judged, begun from results, and brought up to date. No result is touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from checker.assess import plans as held
from checker.assess.former_ids import fitting
from checker.errors import InputError, Problem, UsageError
from checker.load.assessor import lies_in
from checker.load.plans import own_plans, read_own_plan, read_plans
from checker.load.search import PLAN_ENDINGS
from checker.model.assessment import InvalidSubject, SubjectResult
from checker.model.evidence import LEVELS, InputFile
from checker.model.plan import Key, Plan, ReadPlan, Seen, SubjectPlan
from checker.pipeline.measures import Choices
from checker.render.view import subject_view

View = Mapping[str, Any]
OUTSIDE = ("auditor", "worker", "worker_organisation")
"""Collectors of evidence who are neither supplier nor buyer."""


class GivenPlans:
    """The plans of a run: those that were named, and those that lie in subjects' folders."""

    def __init__(self, choices: Choices, subjects: Sequence[tuple[Path, str]]) -> None:
        """Read the plans that were named.

        Raises InputError where one cannot be read, or where two are of one subject; UsageError for a path that is none.
        """
        self._day = choices.gate_date
        self._homes = {shown: folder for folder, shown in subjects}
        # Plans that are set for all runs are of those too who are not judged in this one.
        self._named = [] if choices.plans_for_all else [file for file in choices.plans if not file.is_dir()]
        self._given = given_plans(choices.plans)

    def lay_over(
        self, subjects: Sequence[SubjectResult], invalid: Sequence[InvalidSubject], former: Mapping[str, str]
    ) -> tuple[SubjectResult, ...]:
        """Return ``subjects``, each with its plan held against its results; InputError for a plan of nobody here."""
        assessed = {subject.id for subject in subjects}
        used = {found.file.path for name, found in self._given.items() if name in assessed}
        for file in self._named:
            if file.as_posix() not in used and subjects and not invalid:
                whose = ", ".join(name for name, f in self._given.items() if f.file.path == file.as_posix())
                what = (
                    f"is the plan of {whose or 'nobody'}, who was not assessed ({', '.join(sorted(assessed)[:5])} was)"
                )
                raise InputError(
                    [Problem(file.as_posix(), None, None, "subject", what, "give the plan of this subject")]
                )
        return tuple(self._lay_over_one(subject, former) for subject in subjects)

    def _lay_over_one(self, subject: SubjectResult, former: Mapping[str, str]) -> SubjectResult:
        home = self._homes[subject.folder]
        given = self._given.get(subject.id)
        own = own_plans(home)
        if given is None and not own:
            return subject
        notes: tuple[str, ...] = ()
        try:
            found = given or read_own_plan(home, subject.folder, subject.id)
        except (InputError, UsageError) as error:
            problems = [str(p) for p in error.problems] if isinstance(error, InputError) else [str(error)]
            nothing = InputFile(f"{subject.folder}/{own[0].name}", "", "plan")
            return replace(subject, plan=SubjectPlan(nothing, True, self._day, problems=tuple(problems)))
        assert found is not None
        if given is not None and own and Path(given.file.path).resolve() not in {file.resolve() for file in own}:
            notes = (f"{subject.folder}/{own[0].name} was not read, since {given.file.path} was given",)
        laid = lay_over(found, subject_view(subject, steps=False), self._day, former)
        is_own = given is None or lies_in(Path(given.file.path), home)
        path = own[0].name if given is None else found.file.path
        inputs = (*subject.inputs, found.file._replace(path=path))
        return replace(subject, plan=replace(laid, own=is_own, notes=(*laid.notes, *notes)), inputs=inputs)


def given_plans(paths: Iterable[Path]) -> dict[str, ReadPlan]:
    """Return the plans in files, and in folders of them, by the id of their subject.

    Raises InputError where one cannot be read, or where two are of one subject; UsageError for a path that is none.
    """
    given: dict[str, ReadPlan] = {}
    for file in plan_files(paths):
        for subject, found in read_plans(file, file.as_posix()).items():
            if subject in given:
                what = f"is a plan of {subject}, and so is {given[subject].file.path}"
                raise InputError([Problem(file.as_posix(), None, None, "subject", what, "give one of them")])
            given[subject] = found
    return given


def plan_files(paths: Iterable[Path]) -> list[Path]:
    """Return every plan that was named, and every file of a folder that may be one, in order."""
    found: list[Path] = []
    for path in paths:
        found += sorted(f for f in path.iterdir() if f.suffix.lower() in PLAN_ENDINGS) if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def lay_over(found: ReadPlan, subject: View, day: date | None, former: Mapping[str, str]) -> SubjectPlan:
    """Return a plan held against the results of ``subject``, as the report shows them."""
    plan = under_todays_ids(found.plan, former)
    seen, older = seen_of(subject), older_than(plan, subject)
    lines = held.lines_of(plan, held.of_older_results(plan, seen) if older else seen, day)
    standards = [(standard["id"], standard["edition"]) for standard in subject["standards"]]
    missing = held.beyond(plan, standards)
    notes: tuple[str, ...] = (f"the plan has nothing on {', '.join(missing)}",) if missing else ()
    notes += (f"{older}: they close nothing",) if older else ()
    return SubjectPlan(found.file, False, day, lines, tuple(str(p) for p in found.problems), notes, plan)


def older_than(plan: Plan, subject: View) -> str:
    """Return that the results of ``subject`` are of a day before the plan's; empty where they are not."""
    day = subject["as_of"]
    if plan.as_of is None or day is None or date.fromisoformat(str(day)) >= plan.as_of:
        return ""
    return f"the results stand as of {day}, before those behind the plan ({plan.as_of})"


def seen_of(subject: View) -> list[Seen]:
    """Return what a plan asks of the results of one subject."""
    own = {item["id"] for item in subject["evidence"] if item["collector"] not in OUTSIDE}
    outside = {item["id"] for item in subject["evidence"]} - own
    return [
        Seen(
            (standard["id"], standard["edition"], result["requirement"]),
            result["title"],
            result["severity"],
            result["status"],
            result["credit"]["shown"],
            LEVELS[result["evidence"]["found"]],
            result["evidence"]["reviewed"]
            or bool(result["evidence"]["ids"] and set(result["evidence"]["ids"]) <= outside),
        )
        for standard in subject["standards"]
        for result in standard["results"]
    ]


def under_todays_ids(plan: Plan, former: Mapping[str, str]) -> Plan:
    """Return ``plan`` under today's ids of its requirements (see `checker.assess.former_ids.fitting`)."""
    taken = {*plan.by_key(), *plan.recorded()}
    if not any(key[2] in former for key in taken):
        return plan
    by_edition: dict[tuple[str, str], set[str]] = {}
    for key in taken:
        by_edition.setdefault(key[:2], set()).add(key[2])
    names = {edition: fitting(ids, former) for edition, ids in by_edition.items()}

    def renamed(key: Key) -> Key:
        return (*key[:2], names[key[:2]].get(key[2], key[2]))

    rows = tuple(row._replace(key=renamed(row.key)) for row in plan.rows)
    return replace(plan, rows=rows, record=tuple(one._replace(key=renamed(one.key)) for one in plan.record))
