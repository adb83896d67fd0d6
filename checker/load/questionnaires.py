"""Find subjects and read their questionnaires: shape, answers, evidence and scope, every problem of a folder together.

Nothing is judged and no answer is weighed. Which questions are asked is filled in by the caller, since
that takes the rules.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from stat import S_ISDIR

from checker.errors import InputError, Problem, UsageError
from checker.load.answers import AnswerReader, compile_bank
from checker.load.evidence import EvidenceReader
from checker.load.no_answer import is_no_answer
from checker.load.paths import UnsafePathError, inside, split
from checker.load.problems import Problems
from checker.load.scope import HeadReader, Identity
from checker.load.sheet import Sheet, shorten
from checker.load.yaml_document import Map
from checker.load.yaml_text import read
from checker.model.evidence import InputFile, Place
from checker.model.questionnaire import Finding, Questionnaire
from checker.model.questions import QuestionBank

FILE = "questionnaire.yaml"
FORMAT = "questionnaire/1"
KEYS = ("fairlabel", "template", "vendor", "buyer", "scope", "suppliers", "evidence", "answers", "responses")


def find_subjects(paths: Iterable[str | Path]) -> list[Path]:
    """Return the folders at or below ``paths`` that hold a questionnaire, each once, in the order of their paths.

    A path may name the questionnaire itself. Hidden folders, and what lies inside a subject's own folder, are
    not searched; links are followed, each folder once. A folder whose questionnaire is misnamed or a
    broken link counts too, so that reading it can say so. Raises UsageError for a path that is not there.
    """
    found: list[Path] = []
    seen: set[tuple[int, int]] = set()
    for given in paths:
        if not str(given).strip():
            raise UsageError("a path is empty; name a subject's folder, or '.' for the folder that you are in")
        path = Path(given)
        if not os.path.lexists(path):
            raise UsageError(f"there is no {path}; name a subject's folder, or a folder of such folders")
        start = path.parent if path.is_file() and path.name == FILE else path
        if not start.is_dir():
            raise UsageError(f"{path} is no folder and no {FILE}; name a subject's folder, or a folder of such folders")
        found += _walk(start, seen)
    return sorted(found, key=lambda folder: folder.parts)


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
    evidence = EvidenceReader(sheet, folder, bank.kinds, "buyer" if "buyer" in top else "supplier")
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
    )  # fmt: skip


def _label(shown_as: str) -> str:
    return f"{shown_as.rstrip('/')}/{FILE}" if shown_as not in ("", ".", "./") else FILE


def _locate(folder: Path, label: str) -> Path:
    """Return the questionnaire's path; raises InputError where it is missing, misnamed or a link out of the folder."""
    if os.path.lexists(folder / FILE):
        try:
            return inside(folder, FILE)[0]
        except UnsafePathError as error:
            raise InputError([Problem(label, None, None, "", error.what, error.todo)]) from error
    odd = next((name for name in _names(folder) if _is_misnamed(name)), None)
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


def _walk(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path]:
    """Iterate over subject folders at or below ``folder``; a folder reached twice, as through a loop of links, once."""
    waiting = [folder]
    while waiting:
        folder = waiting.pop()
        state = folder.stat()
        if (state.st_dev, state.st_ino) in seen:
            continue
        seen.add((state.st_dev, state.st_ino))
        names = _names(folder)
        if FILE in names or any(_is_misnamed(name) for name in names):
            yield folder
        else:
            waiting += [folder / name for name in reversed(names) if _is_folder(folder, name)]


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError as error:
        raise _unsearchable(folder, error) from error


def _is_folder(home: Path, name: str) -> bool:
    """Return whether ``name`` is a folder to search; raises InputError where that cannot be told."""
    if name.startswith("."):
        return False
    try:
        return S_ISDIR(os.stat(home / name).st_mode)
    except PermissionError as error:
        raise _unsearchable(home / name, error) from error
    except OSError:
        return False


def _unsearchable(folder: Path, error: OSError) -> InputError:
    what = f"cannot be searched ({error.strerror}): a subject in it would be passed over"
    return InputError([Problem(str(folder), None, None, "", what, "check who may read it")])


def _is_misnamed(name: str) -> bool:
    return name != FILE and name.casefold() in (FILE, "questionnaire.yml")
