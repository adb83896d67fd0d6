"""The results that a plan is begun from or held against: one subject assessed now, or as a report has them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from checker.assess import plans as held
from checker.assess.former_ids import of_today
from checker.errors import InputError, Problem, UsageError
from checker.load.reports import read_report
from checker.model.evidence import InputFile
from checker.model.plan import Plan, ReadPlan
from checker.pipeline.measures import Choices
from checker.pipeline.measuring import Measuring
from checker.pipeline.plans import lay_over, older_than, seen_of, under_todays_ids
from checker.pipeline.run import Subject, check
from checker.render.plan_draft import drafted
from checker.render.plan_lines import where_it_stands
from checker.render.plan_view import plan_view
from checker.render.view import subject_view

View = Mapping[str, Any]


class Basis(NamedTuple):
    """One subject's results, as a plan is begun from them or held against them."""

    subject: View
    former_ids: Mapping[str, str]


def basis_of(path: Path, subjects: Sequence[Subject], choices: Choices, wanted: str = "") -> Basis:
    """Return the results of the one subject at ``path``: assessed now, or as a report in JSON has them.

    ``wanted`` names the subject where a report holds several. Raises InputError for what cannot be read or assessed,
    UsageError where several may be meant.
    """
    if path.suffix.lower() == ".json":
        subject = _reported(path, wanted)
        ids = ((s.get("former_ids", {}), {r["requirement"] for r in s["results"]}) for s in subject["standards"])
        return Basis(subject, of_today(ids))
    if len(subjects) != 1:
        raise UsageError(f"{path}: a plan is of one subject, and {len(subjects)} are below it; name the folder of one")
    found = check(subjects, choices)
    if found.invalid:
        raise InputError([Problem(i.folder, None, None, "", problem) for i in found.invalid for problem in i.problems])
    measuring = Measuring(choices, tuple(folder for folder, _ in subjects))
    return Basis(subject_view(found.subjects[0], steps=False), measuring.former_ids())


def _reported(path: Path, wanted: str) -> View:
    """Return one subject of a report that was written before."""
    _, report = read_report(path)
    names = [subject.id for subject in report.subjects]
    if wanted and wanted not in names:
        raise UsageError(f"{path}: has no subject {wanted}; it has: {', '.join(names[:10])}")
    if not wanted and len(names) != 1:
        raise UsageError(f"{path}: holds {len(names)} subjects; say which one: --subject ID")
    number = names.index(wanted) if wanted else 0
    subject: View = json.loads(path.read_bytes())["subjects"][number]
    missing = [] if "evidence" in subject else ["evidence"]
    for standard in subject["standards"]:
        missing += [key for result in standard["results"] for key in _READ if key not in result]
    if missing:
        what = f"lacks {missing[0]}, which a plan is made of: an earlier version wrote it"
        raise InputError(
            [Problem(path.as_posix(), None, None, "", what, "make it anew: fairlabel check FOLDER --output json=FILE")]
        )
    return subject


_READ = ("title", "severity", "status", "credit", "evidence", "evidence_asked", "remedy", "reason", "weight")


def begun(basis: Basis, on: date | None) -> Plan:
    """Return the plan that today's results begin; ``on`` is the day that it remembers as its first.

    Raises UsageError where neither that nor the day of the assessment is known.
    """
    day = on or (date.fromisoformat(basis.subject["as_of"]) if basis.subject["as_of"] else None)
    if day is None:
        raise UsageError("no day of assessment is known, so the plan would have no first day: --gate-date DATE|today")
    return drafted(basis.subject, day)


class Brought(NamedTuple):
    """A plan brought up to date, and what was done to it."""

    plan: Plan
    added: tuple[str, ...]
    restored: tuple[str, ...]
    changes: int


def brought_up_to_date(found: ReadPlan, basis: Basis, on: date, by: str, agree: bool) -> Brought:
    """Return a plan with today's results, new gaps and restored rows; all that people wrote stays.

    Raises InputError where the plan has mistakes: what cannot be read would be lost.
    """
    if found.problems:
        raise InputError(found.problems)
    plan = under_todays_ids(found.plan, basis.former_ids)
    older = older_than(plan, basis.subject)
    if older:
        raise UsageError(f"{older}, so the plan would go back to them; give the newest results")
    done = held.update(plan, drafted(basis.subject, on), seen_of(basis.subject), on, by, agree)
    lines = {line["key"]: line["words"] for line in _told(done.plan, basis, on)}
    rows = tuple(row._replace(about=row.about._replace(stands=lines[row.key])) for row in done.plan.rows)
    return Brought(
        replace(done.plan, rows=rows),
        tuple(key[2] for key in done.added),
        tuple(key[2] for key in done.restored),
        len([1 for _, change in done.changes if change.what != "row"]),
    )


def _told(plan: Plan, basis: Basis, day: date) -> Iterable[dict[str, Any]]:
    """Iterate over where each action stands, in words."""
    kind = basis.subject["kind"]
    laid = lay_over(ReadPlan(plan, InputFile("", "", "plan")), basis.subject, day, {})
    for line, action in zip(laid.lines, plan_view(laid)["actions"], strict=True):
        yield {"key": line.key, "words": where_it_stands(action, kind)}


def against_copy(found: ReadPlan, copy: ReadPlan) -> ReadPlan:
    """Return a plan as it is to be held against a copy that was kept elsewhere."""
    return found._replace(plan=held.against(found.plan, copy.plan))
