"""``waivers.yaml``: who takes a gap on, why, from when until when, and what will be done about it.

A file that cannot be read is an error; an entry with a mistake is no waiver, and says so. Whether an entry that is
whole covers anything is decided in `checker.assess.overlays`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from checker.load.assessor import lies_in, refuse_inside, refuse_suppliers
from checker.load.no_answer import is_no_answer
from checker.load.problems import Problems
from checker.load.questionnaires import peek_id
from checker.load.sheet import Sheet
from checker.load.yaml_document import Document, Steps
from checker.load.yaml_text import read
from checker.model.evidence import InputFile, Place
from checker.model.overlay import Refused, Waiver, WaiverFile

WAIVERS = "waivers/1"
KEYS = ("requirement", "subject", "reason", "approved_by", "from", "until", "remedy")
"""All of them are needed."""
_WHY = {
    "requirement": "nothing tells what it would excuse",
    "subject": "it would excuse everybody",
    "reason": "nobody can tell why the gap is taken on",
    "approved_by": "nobody answers for it",
    "from": "nobody can tell since when it holds",
    "until": "without an end it would excuse for ever",
    "remedy": "nothing would be done about the gap",
}
_WRITE = {
    "requirement": "PAI-PAY-12", "subject": "acme", "reason": "...", "approved_by": "head of procurement",
    "from": "YYYY-MM-DD", "until": "YYYY-MM-DD", "remedy": "...",
}  # fmt: skip
_OWN = "the folder of a subject that it excuses: whoever is judged does not excuse itself"


def load_waivers(file: Path, judged: Iterable[Path] = ()) -> WaiverFile:
    """Return every waiver of the file that is whole, and what is wrong with each of the others.

    ``judged`` are the folders of the subjects. Raises InputError where the file cannot be read as one of waivers, and
    where it lies in the folder of a subject that it excuses.
    """
    label = file.as_posix()
    document, data = read(file, label)
    problems = Problems()
    sheet = Sheet(document, label, problems)
    top = document.value
    if sheet.header(WAIVERS, "file of waivers"):
        sheet.mapping(top, (), ("fairlabel", "waivers"))
    entries = sheet.entries(top.get("waivers"), ("waivers",), what="waivers") if not problems else ()
    problems.raise_all()
    waivers: list[Waiver] = []
    refused: list[Refused] = []
    for number, entry in enumerate(entries):
        found = _entry(document, label, entry, ("waivers", number))
        if isinstance(found, Waiver):
            waivers.append(found)
        else:
            refused += found
    named = {waiver.subject for waiver in waivers}
    refuse_own(file, label, named, judged)
    return WaiverFile(InputFile(label, hashlib.sha256(data).hexdigest(), "waivers"), tuple(waivers), tuple(refused))


def refuse_own(file: Path, label: str, named: Iterable[str], judged: Iterable[Path], why: str = _OWN) -> None:
    """Raise InputError where ``file`` lies in the folder of a subject among ``named``, or in that of any supplier."""
    ids = frozenset(named)
    homes = [folder for folder in judged if lies_in(file, folder) and peek_id(folder) in ids]
    todo = "keep it outside, in the hands of whoever approves it"
    refuse_inside(file, label, homes, why, todo)
    refuse_suppliers(file, label, "the folder of a supplier: no supplier excuses another", todo)


def _entry(document: Document, label: str, entry: Any, path: Steps) -> Waiver | list[Refused]:
    """Return a waiver, or everything that keeps the entry from being one."""
    problems = Problems()
    sheet = Sheet(document, label, problems)
    raw = sheet.mapping(entry, path, KEYS, what="a waiver")
    if raw is None:
        if is_no_answer(entry):
            sheet.wrong(path, "a waiver is empty", "fill it in, or delete the line")
        return _refused(problems, None, None)
    said = {key: sheet.text(raw, key, path) for key in KEYS if key not in ("from", "until")}
    start, end = sheet.day(raw, "from", path), sheet.day(raw, "until", path)
    for key in KEYS:
        if is_no_answer(raw.get(key)):
            sheet.wrong(path, f"lacks {key}: {_WHY[key]}", f"write {key}: {_WRITE[key]}")
    if "@" in (said["approved_by"] or ""):
        what = "names a person: an address is no role, and the report would spread it"
        sheet.wrong((*path, "approved_by"), what, "write the role, such as head of procurement")
    if start is not None and end is not None and end < start:
        what = f"ends ({end}) before it begins ({start})"
        sheet.wrong((*path, "until"), what, "turn the two dates round")
    if problems or start is None or end is None:
        return _refused(problems, said["requirement"], said["subject"])
    requirement, subject, reason, approved_by, remedy = (word or "" for word in said.values())
    return Waiver(requirement, subject, reason, approved_by, start, end, remedy, sheet.place(path))


def _refused(problems: Problems, requirement: str | None, subject: str | None) -> list[Refused]:
    return [
        Refused("bad_entry", p.what, p.todo, Place(p.file, p.line, p.column, p.where), requirement, subject)
        for p in problems
    ]
