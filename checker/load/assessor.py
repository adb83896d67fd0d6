"""Files kept outside the subject's folder: an assessor's decisions and evidence, and workers' own evidence.

Either file is refused where it lies inside a folder that is judged: whoever is judged does not vouch for
itself. What a decision does to a result is not decided here.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from checker.errors import InputError, Problem
from checker.load.evidence import EvidenceReader
from checker.load.no_answer import is_no_answer
from checker.load.paths import folders_on_the_way
from checker.load.problems import Problems, suggest
from checker.load.questionnaires import is_buyers
from checker.load.search import FILE
from checker.load.sheet import Sheet, kind_of
from checker.load.worker_answers import read_surveys
from checker.load.yaml_document import Map, Steps
from checker.load.yaml_text import read
from checker.model.evidence import LEVELS, Collector, EvidenceItem, InputFile
from checker.model.questionnaire import NO_ASSESSOR, AssessorFile, Decision, Finding, Questionnaire
from checker.model.questions import QuestionBank

ASSESSMENT = "assessment/1"
WORKER_EVIDENCE = "worker-evidence/1"
NO_HOMES: Mapping[str, str] = {}
KINDS = ("not_applicable", "reviewed", "level", "override", "lift", "kinds", "scope")
LOWER = ("claimed", "unknown", "not_met")
"""What an override may set: it lowers a result, never lifts it."""
_ASSESSMENT_KEYS = ("fairlabel", "subject", "assessor", "decisions", "evidence", "workers")
_WORKER_KEYS = ("fairlabel", "subject", "collector", "organisation", "evidence", "workers")
_DECISION_KEYS = ("requirement", "kind", "evidence", "value", "on", "reason", "sha256")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def load_assessor_file(file: Path, bank: QuestionBank, judged: Iterable[Path] = ()) -> AssessorFile:
    """Return an assessor's file or a manifest of workers' evidence; paths in it are relative to its own folder.

    ``judged`` are the folders of the subjects. Raises InputError with every problem of the file.
    """
    label = file.as_posix()
    refuse_inside(file, label, judged)
    refuse_suppliers(file, label)
    document, data = read(file, label)
    problems = Problems()
    sheet = Sheet(document, label, problems)
    top = document.value
    workers = isinstance(top, Map) and str(top.get("fairlabel")).startswith("worker-evidence")
    if not sheet.header(WORKER_EVIDENCE if workers else ASSESSMENT, "assessor's file"):
        problems.raise_all()
    sheet.mapping(top, (), _WORKER_KEYS if workers else _ASSESSMENT_KEYS)
    role, organisation, collector = _workers(sheet, top) if workers else _assessor(sheet, top)
    sha256 = hashlib.sha256(data).hexdigest()
    evidence = EvidenceReader(sheet, file.parent, bank.kinds, collector, sha256)
    evidence.read(top.get("evidence"))
    surveys = read_surveys(sheet, top.get("workers"), evidence.items, bank.survey)
    decisions = [
        decision
        for number, node in enumerate(sheet.entries(top.get("decisions"), ("decisions",), what="decisions"))
        if (decision := _decision(sheet, node, ("decisions", number), bank, role, organisation)) is not None
    ]
    subject = sheet.text(top, "subject", ()) or ""
    problems.raise_all()
    itself = InputFile(label, sha256, "worker_evidence" if workers else "assessment")
    home = file.parent.as_posix()
    return AssessorFile(
        role, organisation, tuple(decisions), tuple(evidence.usable.values()),
        (itself, *(entry._replace(path=_below(home, entry.path)) for entry in sorted(evidence.inputs))),
        surveys, subject, dict.fromkeys(evidence.usable, home), tuple(evidence.findings),
    )  # fmt: skip


def load_assessor_files(
    files: Iterable[Path], bank: QuestionBank, judged: Iterable[Path] = ()
) -> tuple[AssessorFile, ...]:
    """Return every file read; raises InputError with the problems of all of them."""
    found, problems, folders = [], Problems(), tuple(judged)
    for file in files:
        try:
            found.append(load_assessor_file(file, bank, folders))
        except InputError as error:
            problems.take(error)
    problems.raise_all()
    return tuple(found)


def for_subject(files: Sequence[AssessorFile], subject: str) -> AssessorFile:
    """Return what all ``files`` say of one subject; the order of the files changes nothing.

    Raises InputError where two of them use one id for different evidence.
    """
    fitting = [file for file in files if file.subject in ("", subject)]
    if not fitting:
        return NO_ASSESSOR
    seen: dict[str, str] = {}
    problems = Problems()
    for file in fitting:
        for item in file.evidence:
            if item.id in seen:
                what = f"the id {item.id!r} is taken by {seen[item.id]}: which of the two is meant is not said"
                spot = item.place
                problems.add(Problem(spot.file, spot.line, spot.column, spot.path, what, "give it another id"))
            seen[item.id] = item.place.file
    problems.raise_all()
    fitting.sort(key=lambda file: (file.role, file.organisation, [tuple(i) for i in file.inputs]))
    if len(fitting) == 1:
        return fitting[0]
    return replace(
        fitting[0],
        decisions=tuple(d for f in fitting for d in f.decisions),
        evidence=tuple(e for f in fitting for e in f.evidence),
        inputs=tuple(dict.fromkeys(i for f in fitting for i in f.inputs)),
        surveys=tuple(s for f in fitting for s in f.surveys),
        homes={name: home for f in fitting for name, home in f.homes.items()},
        findings=tuple(x for f in fitting for x in f.findings),
    )


def unused_decisions(
    assessor: AssessorFile,
    questionnaire: Questionnaire,
    requirements: Collection[str],
    elsewhere: Mapping[str, str] = NO_HOMES,
) -> tuple[Finding, ...]:
    """Return a warning for each decision without effect: on a requirement not judged, on evidence not there.

    ``elsewhere`` names the standard of requirements by which is not judged in this run: a decision on one of them is
    no mistake, and all that are on one standard come as one note. Evidence is not there where nobody gave it, where it
    was issued after the day on which it is said to be read, or where it holds something else; a `lift` speaks of
    evidence that has gone. Readings that are tied to no content come as notes, one an item of evidence.
    """
    given = {**questionnaire.evidence, **{item.id: item for item in assessor.evidence}}
    findings: list[Finding] = []
    waiting: dict[str, list[Decision]] = {}
    for decision in assessor.decisions:
        if decision.requirement is not None and decision.requirement in elsewhere:
            waiting.setdefault(elsewhere[decision.requirement], []).append(decision)
            continue
        if decision.requirement is not None and decision.requirement not in requirements:
            said = f"the decision names {decision.requirement}, which is not judged here"
        elif decision.evidence is not None and decision.evidence not in given and decision.kind != "lift":
            said = f"the decision names the evidence {decision.evidence!r}, which nobody gave"
        else:
            if decision.kind == "reviewed" and decision.evidence is not None:
                findings += _reading(decision, given[decision.evidence])
            continue
        todo = "check the id; the decision has no effect"
        findings.append(Finding("decision_unused", "warning", said, decision.place, todo))
    findings += (_waiting(standard, decisions) for standard, decisions in waiting.items())
    untied = {f.message: f for f in reversed(findings) if f.code == "reading_not_tied"}
    return tuple(f for f in findings if f.code != "reading_not_tied" or untied[f.message] is f)


def _waiting(standard: str, decisions: Sequence[Decision]) -> Finding:
    some = f"{len(decisions)} decisions are" if len(decisions) > 1 else "a decision is"
    said = f"{some} on requirements of {standard}, which is not among the standards of this run"
    todo = f"judge by it as well: --standard {standard}"
    return Finding("decision_elsewhere", "note", said, decisions[0].place, todo)


def _reading(decision: Decision, item: EvidenceItem) -> Iterator[Finding]:
    """Iterate over what is to be said of a reading: too early, of other content, or tied to none."""
    hashes = ", ".join(file.sha256 for file in item.files)
    if item.first_day is not None and item.first_day > decision.on:
        said = f"{item.id!r} was issued after {decision.on}, on which it is said to have been read"
        todo = "read what is there now and record that day; the decision has no effect"
        yield Finding("decision_too_early", "warning", said, decision.place, todo)
    elif not decision.read_in(item):
        said = f"{item.id!r} is not what was read on {decision.on}: its SHA-256 is now {hashes or 'that of no file'}"
        todo = "read what is there now and record its hash; the decision has no effect"
        yield Finding("reading_of_other_content", "warning", said, decision.place, todo)
    elif hashes and not decision.sha256:
        said = f"the reading of {item.id!r} is not tied to its content: another file under the same id would keep it"
        todo = f"write sha256: [{hashes}]"
        yield Finding("reading_not_tied", "note", said, decision.place, todo)


def shared_ids(assessor: AssessorFile, questionnaire: Questionnaire) -> tuple[Problem, ...]:
    """Return a problem for each evidence id that the subject took for something else than assessor or workers.

    Decisions name evidence by its id: what was read of the one would count for the other.
    """
    return tuple(
        Problem(
            item.place.file, item.place.line, item.place.column, item.place.path,
            f"the id {item.id!r} is taken by {questionnaire.evidence[item.id].place}: which of the two a decision means"
            " is not said", "give it another id",
        )
        for item in assessor.evidence
        if item.id in questionnaire.evidence
    )  # fmt: skip


def refuse_inside(
    file: Path,
    label: str,
    judged: Iterable[Path],
    why: str = "a folder that is judged: whoever is judged does not vouch for itself",
    todo: str = "keep it outside, in the assessor's or workers' hands",
) -> None:
    """Raise InputError where ``file`` lies in a folder that is judged, in its own right or behind a link."""
    for folder in judged:
        if lies_in(file, folder):
            raise InputError([Problem(label, None, None, "", f"lies in {folder}, {why}", todo)])


def refuse_suppliers(
    file: Path,
    label: str,
    why: str = "the folder of a supplier: no supplier vouches for another",
    todo: str = "keep it outside, in the hands of whoever answers for it",
) -> None:
    """Raise InputError where ``file`` lies in the folder of any supplier, be it judged in this run or not.

    What is in there is in that supplier's hands, and the result of another is as much worth bending as its own.
    """
    for folder in sorted(folders_on_the_way(file), reverse=True):
        if os.path.lexists(folder / FILE) and not is_buyers(folder):
            shown = Path(os.path.relpath(folder))
            raise InputError([Problem(label, None, None, "", f"lies in {shown}, {why}", todo)])


def lies_in(file: Path, folder: Path) -> bool:
    """Return whether ``file``, or a link that leads to it, lies in or below ``folder`` once all links are followed."""
    return Path(os.path.realpath(folder)) in folders_on_the_way(file)


def _assessor(sheet: Sheet, top: Map) -> tuple[str, str, Collector]:
    node = sheet.mapping(top.get("assessor"), ("assessor",), ("role", "organisation"), what="assessor") or Map()
    role, organisation = sheet.text(node, "role", ("assessor",)), sheet.text(node, "organisation", ("assessor",))
    if role is None or organisation is None:
        spot: Steps = ("assessor",) if "assessor" in top else ()
        sheet.wrong(
            spot, "does not say who decided", "write assessor: {role: ..., organisation: ...}; no person's name"
        )
    return role or "", organisation or "", "auditor"


def _workers(sheet: Sheet, top: Map) -> tuple[str, str, Collector]:
    collector = sheet.word(top, "collector", (), ("worker", "worker_organisation"))
    if collector is None and is_no_answer(top.get("collector")):
        sheet.wrong((), "does not say who collected it", "write collector: worker, or worker_organisation")
    organisation = sheet.text(top, "organisation", ()) or ""
    if collector == "worker":
        return "workers", organisation, "worker"
    return "workers' organisation", organisation, "worker_organisation"


def _decision(
    sheet: Sheet, node: Any, path: Steps, bank: QuestionBank, role: str, organisation: str
) -> Decision | None:
    raw = sheet.mapping(node, path, _DECISION_KEYS, what="a decision")
    if raw is None:
        if is_no_answer(node):
            sheet.wrong(path, "a decision is empty", "fill it in, or delete the line")
        return None
    kind = sheet.word(raw, "kind", path, KINDS)
    requirement, evidence = sheet.text(raw, "requirement", path), sheet.text(raw, "evidence", path)
    on, reason = sheet.day(raw, "on", path), sheet.text(raw, "reason", path)
    for key in ("kind", "on", "reason"):
        if is_no_answer(raw.get(key)):
            sheet.wrong(path, f"lacks {key}: a decision is printed with its day and reason", f"write {key}: ...")
    if kind is None or on is None or reason is None:
        return None
    _check_target(sheet, raw, path, kind, requirement, evidence)
    value, read = _value(sheet, raw, path, kind, bank), _hashes(sheet, raw, path, kind)
    return Decision(requirement, kind, evidence, value, on, reason, role, organisation, sheet.place(path), read)  # type: ignore[arg-type]


def _check_target(
    sheet: Sheet, raw: Map, path: Steps, kind: str, requirement: str | None, evidence: str | None
) -> None:
    if kind in ("kinds", "scope"):
        if requirement is not None:
            sheet.wrong(
                (*path, "requirement"), f"a decision on {kind} is on the subject as a whole", "delete it", key=True
            )
    elif requirement is None and is_no_answer(raw.get("requirement")):
        sheet.wrong(path, f"{kind} needs the requirement that it is about", "write requirement: PAI-PAY-01")
    if kind in ("reviewed", "level") and evidence is None and is_no_answer(raw.get("evidence")):
        sheet.wrong(path, f"{kind} needs the evidence that was looked at", "write evidence: and its id")


def _value(sheet: Sheet, raw: Map, path: Steps, kind: str, bank: QuestionBank) -> Any:
    """Return what is decided, checked by the kind of decision; None where that kind has no value."""
    here = (*path, "value")
    if kind == "level":
        word = _needed_word(sheet, raw, path, list(LEVELS))
        return None if word is None else LEVELS[word]
    if kind == "override":
        return _needed_word(sheet, raw, path, LOWER)
    if kind == "kinds":
        kinds = sheet.texts(raw, "value", path)
        known = [option.id for option in bank.vendor_kinds]
        for number, name in enumerate(kinds or ()):
            if name not in known:
                sheet.wrong((*here, number), f"{name!r} is no kind of supplier", suggest(name, known))
        if not kinds:
            sheet.wrong(path, "kinds needs the kinds that were confirmed", f"write value: [{', '.join(known)}]")
        return kinds
    if kind == "scope":
        node = sheet.mapping(raw.get("value"), here, ("headcount",), what="value") or Map()
        count = sheet.count(node, "headcount", here)
        return None if count is None else {"headcount": count}
    if not is_no_answer(raw.get("value")):
        sheet.wrong(here, f"{kind} has no value ({kind_of(raw['value'])})", "delete it", key=True)
    return None


def _hashes(sheet: Sheet, raw: Map, path: Steps, kind: str) -> tuple[str, ...]:
    """Return the SHA-256 of every file that was read, in small letters; empty where none is given."""
    here, given = (*path, "sha256"), raw.get("sha256")
    if is_no_answer(given):
        return ()
    if kind != "reviewed":
        sheet.wrong(here, "is for decisions that a file was read", "delete it", key=True)
        return ()
    listed = sheet.texts(raw, "sha256", path) if isinstance(given, list) else (sheet.text(raw, "sha256", path),)
    found = tuple(word.lower() for word in listed or () if word)
    if not all(_SHA256.fullmatch(word) for word in found):
        sheet.wrong(here, "is no SHA-256: 64 digits and letters a to f", "take it from the report, or from sha256sum")
    return found


def _needed_word(sheet: Sheet, raw: Map, path: Steps, known: Collection[str]) -> str | None:
    if is_no_answer(raw.get("value")):
        sheet.wrong(path, f"{raw['kind']} needs a value", f"known: {', '.join(known)}")
    return sheet.word(raw, "value", path, known)


def _below(home: str, path: str) -> str:
    return path if home == "." else f"{home}/{path}"
