"""Read questionnaires: shape, answers, evidence and scope, every problem of a folder together.

Nothing is judged and no answer is weighed. Which questions are asked is filled in by the caller, since
that takes the rules.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable
from pathlib import Path

from checker.errors import InputError, Problem
from checker.load.answers import AnswerReader, compile_bank
from checker.load.evidence import EvidenceReader
from checker.load.no_answer import is_no_answer
from checker.load.paths import UnsafePathError, inside, split
from checker.load.problems import Problems
from checker.load.scope import HeadReader, Identity
from checker.load.search import FILE, is_misnamed, names_in
from checker.load.sheet import Sheet, shorten
from checker.load.yaml_document import Map
from checker.load.yaml_text import read
from checker.model.evidence import Collector, InputFile, Place
from checker.model.questionnaire import Finding, Questionnaire
from checker.model.questions import QuestionBank

FORMAT = "questionnaire/1"
KEYS = ("fairlabel", "template", "vendor", "buyer", "scope", "suppliers", "evidence", "answers", "responses")


def load_questionnaire(folder: Path, shown_as: str, bank: QuestionBank) -> Questionnaire:
    """Return the questionnaire of one subject, with ``asked`` still empty.

    ``shown_as`` is the folder as the reader wrote it. Raises InputError with every problem of the file and
    of the paths that it names; files that are missing, empty or unfit are findings.
    """
    label = _label(shown_as)
    file = _locate(folder, label)
    document, data = read(file, label)
    problems = Problems()
    sheet = Sheet(document, FILE, problems)
    if not sheet.header(FORMAT, "questionnaire"):
        problems.raise_all()
    top = sheet.mapping(document.value, (), KEYS)
    assert top is not None, "the header was read from it"
    questionnaire = _read(
        sheet, top, folder, shown_as, bank, InputFile(FILE, hashlib.sha256(data).hexdigest(), "questionnaire")
    )
    problems.raise_all()
    return questionnaire


def peek_id(folder: Path) -> str:
    """Return the subject's id as its questionnaire gives it; empty where the file cannot be read."""
    try:
        document, _ = read(_locate(folder, FILE), FILE)
    except InputError:
        return ""
    top = document.value if isinstance(document.value, Map) else Map()
    who = top.get("vendor") or top.get("buyer")
    return str(who.get("id") or "") if isinstance(who, Map) else ""


def is_buyers(folder: Path) -> bool:
    """Return whether the questionnaire in ``folder`` can be read and is a buyer's."""
    try:
        document, _ = read(_locate(folder, FILE), FILE)
    except InputError:
        return False
    return isinstance(document.value, Map) and "buyer" in document.value and "vendor" not in document.value


def shared_id(folder: Path, shown_as: str, homes: Iterable[str]) -> Problem:
    """Return the problem of a subject whose id several have; ``homes`` are the folders of all of them, its own too.

    Assessors' decisions, waivers and pay rows name a subject by its id: what was read of the one would count
    for the other.
    """
    label = _label(shown_as)
    document, _ = read(_locate(folder, label), label)
    side = "buyer" if isinstance(document.value, Map) and "buyer" in document.value else "vendor"
    others = ", ".join(home for home in homes if home != shown_as)
    what = f"the id is also that of {others}: which of them an assessor's decision or a pay row means is not said"
    return document.problem((side, "id"), what, "give each its own id, or assess one of them in a run")


def unasked_answers(questionnaire: Questionnaire, asked: Collection[str]) -> tuple[Finding, ...]:
    """Return a warning for each answer to a question that is not asked; the answer is used all the same."""
    return tuple(
        Finding(
            "answer_not_asked", "warning",
            f"{answer.question} is answered but not asked here: its own answers, or its side, do not call for it",
            answer.place, "check the answer that the question hangs on; this one is kept and used",
        )
        for answer in questionnaire.answers.values()
        if answer.no_answer != "missing" and answer.question not in asked
    )  # fmt: skip


def _read(sheet: Sheet, top: Map, folder: Path, shown_as: str, bank: QuestionBank, itself: InputFile) -> Questionnaire:
    who_speaks: Collector = "buyer" if "buyer" in top else "supplier"
    evidence = EvidenceReader(sheet, folder, bank.kinds, who_speaks, itself.sha256)
    evidence.read(top.get("evidence"))
    reader = AnswerReader(sheet, evidence.items)
    reader.read(top.get("answers"), compile_bank(bank))
    head = HeadReader(sheet, reader)
    who = head.identity(top, [kind.id for kind in bank.vendor_kinds])
    return Questionnaire(
        who.id, who.kind, who.name, who.country, who.kinds, who.kinds_evidence,
        _template(sheet, top, who, bank), shown_as, FILE, head.scope(top.get("scope")),
        evidence.usable, reader.answers, _responses(sheet, top), _suppliers(sheet, top, who),
        (itself, *sorted(evidence.inputs)), tuple(evidence.findings), _sections(sheet, top) | reader.places,
        named=tuple(evidence.named),
    )  # fmt: skip


def _label(shown_as: str) -> str:
    return f"{shown_as.rstrip('/')}/{FILE}" if shown_as not in ("", ".", "./") else FILE


def _locate(folder: Path, label: str) -> Path:
    """Return the questionnaire's path; raises InputError where it is missing, misnamed or a link out of the folder."""
    if not os.path.isdir(folder) and os.path.islink(folder):
        is_file = os.path.isfile(folder)
        what = f"its folder is a link {'to a file' if is_file else 'that leads nowhere'}: there is nothing to assess"
        todo = "link the folder that holds it" if is_file else "put the folder there, or delete the link"
        raise InputError([Problem(label, None, None, "", what, todo)])
    if os.path.lexists(folder / FILE):
        try:
            return inside(folder, FILE)[0]
        except UnsafePathError as error:
            raise InputError([Problem(label, None, None, "", error.what, error.todo)]) from error
    odd = next((name for name in names_in(folder) if is_misnamed(name)), None)
    what = f"is not there; {odd} does not count" if odd else "is not there"
    todo = f"rename it to {FILE}" if odd else "write one: fairlabel new FOLDER"
    raise InputError([Problem(label, None, None, "", what, todo)])


def _sections(sheet: Sheet, top: Map) -> dict[str, Place]:
    """Return where each part of the file starts, by its key (``scope``, ``evidence``, ``answers``)."""
    return {key: sheet.place((key,)) for key in top}


def _template(sheet: Sheet, top: Map, who: Identity, bank: QuestionBank) -> str:
    template = sheet.word(top, "template", (), list(bank.templates))
    if template is None:
        if is_no_answer(top.get("template")):
            fitting = [name for name, side in bank.subjects.items() if side == who.kind]
            sheet.wrong(
                (), "template is missing: which questions are asked is not known", f"write template: {fitting[0]}"
            )
        return ""
    if bank.subjects.get(template, who.kind) != who.kind:
        what = f"{template!r} is for a {bank.subjects[template]}, and the file speaks of a {who.kind}"
        fitting = [name for name, side in bank.subjects.items() if side == who.kind]
        sheet.wrong(("template",), what, f"write template: {fitting[0]}")
    return template


def _responses(sheet: Sheet, top: Map) -> dict[str, str]:
    node = top.get("responses")
    if is_no_answer(node):
        return {}
    if not isinstance(node, Map):
        sheet.wrong(("responses",), "is no mapping of replies", 'write PAI-INS-02: "..."')
        return {}
    said = {name: sheet.text(node, name, ("responses",)) for name in node}
    return {name: text for name, text in said.items() if text is not None}


def _suppliers(sheet: Sheet, top: Map, who: Identity) -> tuple[str, ...]:
    """Return a buyer's suppliers; their folders lie beside its own, so ``..`` is allowed."""
    listed = sheet.texts(top, "suppliers", ()) or ()
    if listed and who.kind == "supplier":
        sheet.wrong(("suppliers",), "only a buyer names its suppliers", "delete it", key=True)
    found = []
    for number, text in enumerate(listed):
        try:
            found.append("/".join(split(text)) or ".")
        except UnsafePathError as error:
            sheet.wrong(
                ("suppliers", number), f"{shorten(text)} {error.what}", "write it from this folder, such as ../acme"
            )
    return tuple(found)
