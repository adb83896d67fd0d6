"""Blank questionnaires, published schemas, and the shape of questionnaires checked alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from checker import resources
from checker.errors import InputError, Problem, UsageError
from checker.load.question_bank import load_question_bank
from checker.load.questionnaires import load_questionnaire, peek_id, shared_id
from checker.model.questionnaire import Questionnaire
from checker.model.questions import QuestionBank
from checker.pipeline.asked import questions_read
from checker.pipeline.measures import compile_standards

SCHEMA_FILE = "questionnaire.schema.json"
WRITTEN = ("report", "next", "pay-change", "comparison", "trend")
"""Kinds of files that fairlabel writes; their schemas are kept by hand."""


class Blank(NamedTuple):
    """An empty questionnaire, and how much it asks."""

    text: bytes
    """YAML, UTF-8."""
    questions: int
    hanging: int
    """How many of the questions are asked only after certain answers to earlier ones."""


def blank(
    standards: Iterable[str],
    folders: Iterable[Path],
    profile: str,
    side: str,
    subject: str,
    kinds: Sequence[str] = (),
    countries: Sequence[str] = (),
) -> Blank:
    """Return an empty questionnaire with the questions that any of the standards reads, each of them once.

    ``side`` is supplier or buyer; ``subject`` becomes the id. With ``kinds`` of supplier, what only requirements for
    other kinds read is left out; with ``countries`` of the sites, what is law only elsewhere. Questions on which other
    questions hang are added even where no requirement reads them. Raises UsageError where there is no such kind.
    """
    from checker.render.blank_questionnaire import Form, blank_questionnaire
    from checker.rules.sentence import Words, clause

    bank = load_question_bank()
    _refuse_unknown_kinds(kinds, bank)
    template = next(name for name, kind in bank.subjects.items() if kind == side)
    wanted = questions_read(bank, compile_standards(standards, folders), profile, side, kinds, countries)
    asked = [
        q
        for section in bank.sections
        if section.id in bank.templates[template]
        for q in section.questions
        if q.id in wanted and q.respondent in (side, "both")
    ]
    words = Words(bank)
    hanging = {q.id: clause(q.asked_when, words) for q in asked if q.asked_when is not None}
    form = Form(template, side, subject, tuple(kinds), frozenset(q.id for q in asked), hanging)
    return Blank(blank_questionnaire(bank, form, SCHEMA_FILE), len(asked), len(hanging))


def _refuse_unknown_kinds(kinds: Iterable[str], bank: QuestionBank) -> None:
    known = [kind.id for kind in bank.vendor_kinds]
    unknown = [kind for kind in kinds if kind not in known]
    if unknown:
        raise UsageError(f"there is no kind of supplier called {', '.join(unknown)}; known: {', '.join(known)}")


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one kind of file that is read or written."""
    from checker.load import schemas

    if kind in WRITTEN:
        return _written(kind)
    if kind == "plan-status":
        return _plan_status(_written("report"))
    if kind == "questionnaire":
        asked: dict[str, Any] = schemas.questionnaire_schema(load_question_bank())
        return asked
    maker = {
        "assessment": schemas.assessment_schema,
        "baseline": schemas.baseline_schema,
        "ballot": schemas.ballot_schema,
        "mapping": schemas.mapping_schema,
        "pack": schemas.pack_schema,
        "pay-formula": schemas.formula_schema,
        "plan": schemas.plan_schema,
        "settings": schemas.settings_schema,
        "waivers": schemas.waivers_schema,
    }[kind]
    made: dict[str, Any] = maker()
    return made


def _written(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resources.read_text("reports", f"schema/{kind}-1.schema.json"))
    return found


def _plan_status(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of what `fairlabel plan check` prints: a plan as it stands in a report, by itself."""
    parts: dict[str, Any] = {}
    wanted = ["plan"]
    while wanted:
        name = wanted.pop()
        if name not in parts:
            parts[name] = report["$defs"][name]
            wanted += re.findall(r'"#/\$defs/(\w+)"', json.dumps(parts[name]))
    properties = {
        "schema": {"const": "fairlabel/plan-status/1"},
        "subject": {"type": "string"},
        "plan": {"$ref": "#/$defs/plan"},
    }
    return {
        "$schema": report["$schema"],
        "$id": "urn:fairlabel:schema:plan-status-1",
        "title": "fairlabel/plan-status/1",
        "description": "An action plan held against results, as fairlabel plan check --format json prints it",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": parts,
    }


def validate(subjects: Sequence[tuple[Path, str]]) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Return (folder, problems, warnings) of each subject, shape only; nothing is judged.

    The shape of a subject is that of its questionnaire and of the mappings that it names. An id that several
    subjects have is a problem of each of them.
    """
    bank = load_question_bank()
    read = [_read(folder, shown, bank) for folder, shown in subjects]
    homes: dict[str, list[str]] = {}
    for (_, shown), (name, _, _) in zip(subjects, read, strict=True):
        homes.setdefault(name, []).append(shown)
    for (folder, shown), (name, problems, warnings) in zip(subjects, read, strict=True):
        if name and len(homes[name]) > 1:
            yield shown, (str(shared_id(folder, shown, homes[name])), *problems), ()
        else:
            yield shown, problems, warnings


def _read(folder: Path, shown: str, bank: QuestionBank) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return (id, problems, warnings) of one subject; the id is empty where it cannot be read."""
    try:
        read = load_questionnaire(folder, shown, bank)
        _check_mappings(folder, shown, read)
    except InputError as error:
        return peek_id(folder), tuple(str(problem) for problem in error.problems), ()
    notes = (f"{shown}/{f.place}: {f.message}" if f.place else f.message for f in read.findings)
    return read.id, (), tuple(notes)


def _check_mappings(folder: Path, shown: str, read: Questionnaire) -> None:
    """Raise InputError with the problems of every mapping that is there."""
    mappings = [item.mapping for item in read.evidence.values() if item.mapping and not item.problem]
    if not mappings:
        return
    from checker.load.wages.mapping import read_mapping

    problems: list[Problem] = []
    for mapping in dict.fromkeys(mappings):
        try:
            read_mapping(folder / mapping, f"{shown}/{mapping}")
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
