"""The question bank that ships: questions, templates, kinds of evidence and the workers' survey, checked as one.

Refuses a bank with any mistake in it, all of them together. Asks nothing and knows no standard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from checker import resources
from checker.errors import InputError, PackError
from checker.load.bank_entries import read_kind, read_options, read_question, read_section_head, words
from checker.load.kept_packs import keep, key_of
from checker.load.problems import Problems, suggest
from checker.load.sheet import Sheet
from checker.load.yaml_document import Map
from checker.load.yaml_text import parse
from checker.model.questions import EvidenceKind, Option, Question, QuestionBank, Section, SurveyItem

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

KINDS = "evidence_kinds.yaml"
SURVEY = "worker-survey.yaml"
TEMPLATES = ("annotation-supplier.yaml", "buyer.yaml")
QUESTIONS = "questions/"
_TEMPLATE_KEYS = ("template", "subject", "title", "intro", "kinds", "sections")
_SURVEY_KEYS = ("template", "subject", "title", "intro", "questions")


@cache
def load_question_bank() -> QuestionBank:
    """Return the bank that ships with this version. Raises PackError where it is broken."""
    folder = resources.folder("vendor_templates")
    names = [KINDS, SURVEY, *TEMPLATES]
    files = {name: resources.read_bytes("vendor_templates", name) for name in names}
    files.update(_yaml_files(folder.joinpath("questions")))
    inputs = [part for name, data in files.items() for part in (name, data)]
    return keep(QuestionBank, inputs, lambda: read_question_bank(files))


def read_question_bank(files: Mapping[str, bytes]) -> QuestionBank:
    """Return the bank made of ``files``: path below ``vendor_templates/`` -> bytes.

    Raises PackError with every mistake of every file.
    """
    problems = Problems()
    sheets = _open(files, problems)
    kinds = _kinds(sheets.get(KINDS))
    sections = [
        section
        for name, sheet in sheets.items()
        if name.startswith(QUESTIONS) and (section := _section(sheet, kinds)) is not None
    ]
    questions: dict[str, Question] = {}
    for section in sections:
        questions.update((question.id, question) for question in section.questions)
    _check_conditions(sheets, questions)
    templates, subjects, vendor_kinds = _templates(sheets, {section.id for section in sections})
    survey = _survey(sheets.get(SURVEY), kinds)
    problems.raise_all(PackError)
    order = {name: number for number, name in enumerate(dict.fromkeys(n for t in templates.values() for n in t))}
    sections.sort(key=lambda section: (order.get(section.id, len(order)), section.id))
    questions = {question.id: question for section in sections for question in section.questions}
    sha256 = key_of(part for name, data in files.items() for part in (name, data))
    return QuestionBank(tuple(sections), questions, kinds, templates, subjects, vendor_kinds, survey, sha256)


def _yaml_files(folder: Traversable) -> dict[str, bytes]:
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return {QUESTIONS + file.name: file.read_bytes() for file in found}


def _open(files: Mapping[str, bytes], problems: Problems) -> dict[str, Sheet]:
    sheets: dict[str, Sheet] = {}
    for name, data in files.items():
        try:
            sheets[name] = Sheet(parse(data, f"vendor_templates/{name}"), f"vendor_templates/{name}", problems)
        except InputError as error:
            problems.take(error)
    return sheets


def _kinds(sheet: Sheet | None) -> dict[str, EvidenceKind]:
    if sheet is None:
        return {}
    found: dict[str, EvidenceKind] = {}
    top = sheet.mapping(sheet.document.value, (), ("kinds",)) or Map()
    for number, node in enumerate(sheet.entries(top.get("kinds"), ("kinds",), what="kinds")):
        kind = read_kind(sheet, node, ("kinds", number))
        if kind is None:
            continue
        if kind.id in found:
            sheet.wrong(("kinds", number, "id"), f"{kind.id!r} stands twice", "keep one")
        found[kind.id] = kind
    return found


def _section(sheet: Sheet, kinds: Mapping[str, EvidenceKind]) -> Section | None:
    head = read_section_head(sheet)
    if head is None:
        return None
    name, title, intro, nodes = head
    found: dict[str, Question] = {}
    for number, node in enumerate(nodes):
        path = ("questions", number)
        question = read_question(sheet, node, path, kinds, section=name)
        if question is None:
            continue
        if question.id.partition(".")[0] != name:
            sheet.wrong((*path, "id"), f"{question.id!r} is not of the section {name!r}", f"write {name}.<name>")
        if question.id in found:
            sheet.wrong((*path, "id"), f"{question.id!r} stands twice", "each question is asked once")
        found[question.id] = question
    return Section(name, title, intro, tuple(found.values()))


def _check_conditions(sheets: Mapping[str, Sheet], questions: Mapping[str, Question]) -> None:
    """A question hangs on answers to questions that exist; its place is looked up again only where it does not."""
    from checker.model.condition import facts_read

    for question in questions.values():
        for fact in facts_read(question.asked_when) if question.asked_when is not None else ():
            head, _, name = fact.partition(".")
            if head == "answers" and name in questions and name != question.id:
                continue
            sheet, path = _find(sheets, question.id)
            todo = suggest(fact, [f"answers.{known}" for known in questions if known != question.id][:200])
            sheet.wrong((*path, "asked_when", "fact"), f"{fact!r} is no answer to another question", todo)


def _find(sheets: Mapping[str, Sheet], question: str) -> tuple[Sheet, tuple[str | int, ...]]:
    for name, sheet in sheets.items():
        if name.startswith(QUESTIONS):
            for number, node in enumerate(sheet.document.value["questions"]):
                if node["id"] == question:
                    return sheet, ("questions", number)
    raise KeyError(question)


def _templates(
    sheets: Mapping[str, Sheet], sections: set[str]
) -> tuple[dict[str, tuple[str, ...]], dict[str, str], tuple[Option, ...]]:
    templates: dict[str, tuple[str, ...]] = {}
    subjects: dict[str, str] = {}
    vendor_kinds: tuple[Option, ...] = ()
    for sheet in (sheets[name] for name in TEMPLATES if name in sheets):
        top = sheet.mapping(sheet.document.value, (), _TEMPLATE_KEYS) or Map()
        template = sheet.text(top, "template", ()) or ""
        words(sheet, top, "title", ())
        words(sheet, top, "intro", ())
        subjects[template] = sheet.word(top, "subject", (), ("supplier", "buyer")) or ""
        vendor_kinds += read_options(sheet, top, "kinds")
        templates[template] = sheet.texts(top, "sections", ()) or ()
        for number, name in enumerate(templates[template]):
            if name not in sections:
                sheet.wrong(("sections", number), f"there is no section {name!r}", suggest(name, sorted(sections)))
    return templates, subjects, vendor_kinds


def _survey(sheet: Sheet | None, kinds: Mapping[str, EvidenceKind]) -> dict[str, SurveyItem]:
    if sheet is None:
        return {}
    found: dict[str, SurveyItem] = {}
    top = sheet.mapping(sheet.document.value, (), _SURVEY_KEYS) or Map()
    for number, node in enumerate(sheet.entries(top.get("questions"), ("questions",), what="questions")):
        path = ("questions", number)
        question = read_question(sheet, node, path, kinds, section="workers", survey=True)
        if question is None:
            continue
        options = {option.id for option in question.options}
        lists = {key: frozenset(sheet.texts(node, key, path) or ()) for key in ("favourable", "left_out")}
        unknown: Iterable[Any] = sorted((lists["favourable"] | lists["left_out"]) - options)
        for word in unknown:
            sheet.wrong(path, f"{word!r} is no option of this question", suggest(word, sorted(options)))
        if not lists["favourable"] or lists["favourable"] & lists["left_out"]:
            sheet.wrong(
                path, "favourable needs options that are not left out", "name those that speak for good conditions"
            )
        found[question.id] = SurveyItem(question, lists["favourable"], lists["left_out"])
    return found
