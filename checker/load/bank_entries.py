"""One entry of the question bank's files each: a question, its options and fields, a kind of evidence.

What entries have to do with one another is checked in `checker.load.question_bank`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from checker.load.no_answer import is_no_answer
from checker.load.problems import suggest
from checker.load.sheet import Sheet, kind_of, show
from checker.load.yaml_document import Map, Steps, dotted
from checker.model.evidence import LEVELS, Collector, Place
from checker.model.questions import EvidenceKind, ObjectField, Option, Question, QuestionType, Text

if TYPE_CHECKING:
    from checker.model.condition import Condition

TYPES: tuple[str, ...] = get_args(QuestionType)
WITH_OPTIONS = ("enum", "list_of_enum")
WITH_UNIT = ("integer", "number")
WITH_BOUNDS = ("integer", "number", "money", "share", "duration")
COLLECTORS: tuple[str, ...] = get_args(Collector)
RESPONDENTS = ("supplier", "buyer", "both")
_QUESTION_KEYS = (
    "id", "ask", "why", "help", "type", "respondent", "options", "unit", "minimum", "maximum", "fields", "asked_when",
    "evidence",
)  # fmt: skip
_SURVEY_KEYS = ("id", "ask", "why", "help", "type", "respondent", "options", "favourable", "left_out")
_FIELD_KEYS = ("id", "type", "required", "options", "label")
_OPTION_KEYS = ("id", "label", "exclusive")
_KIND_KEYS = ("id", "label", "document", "formats", "levels", "with_private_interviews")
_QUESTION_ID = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\Z")
_WORD = re.compile(r"[a-z][a-z0-9_]*\Z")


def words(sheet: Sheet, node: Mapping[str, Any], key: str, path: Steps, *, needed: bool = True) -> Text:
    """Return words by language code; English must be among them."""
    here = (*path, key)
    value = node.get(key)
    if is_no_answer(value):
        if needed:
            sheet.wrong(path, f"lacks {key}", f"write {key}: {{en: ...}}")
        return {}
    if not isinstance(value, Map) or is_no_answer(value.get("en")):
        sheet.wrong(here, f"{key} has no English words", f"write {key}: {{en: ...}}")
        return {}
    found = {language: sheet.text(value, language, here) for language in value}
    return {language: text for language, text in found.items() if text is not None}


def read_section_head(sheet: Sheet) -> tuple[str, Text, Text, Sequence[Any]] | None:
    """Return id, title, intro and the raw questions of a section's file; None where it is no such file."""
    top = sheet.mapping(sheet.document.value, (), ("section", "title", "intro", "questions"))
    if top is None:
        return None
    name = sheet.text(top, "section", ()) or ""
    if not _WORD.match(name):
        sheet.wrong(("section",), f"{name!r} is no id of a section", "use small letters, digits and _")
    questions = sheet.entries(top.get("questions"), ("questions",), what="questions")
    return name, words(sheet, top, "title", ()), words(sheet, top, "intro", ()), questions


def read_question(
    sheet: Sheet, node: Any, path: Steps, kinds: Mapping[str, EvidenceKind], *, section: str, survey: bool = False
) -> Question | None:
    """Return a question; None, with the mistake noted, where it has no usable id or type."""
    raw = sheet.mapping(node, path, _SURVEY_KEYS if survey else _QUESTION_KEYS, what="a question")
    if raw is None:
        return None
    name = _question_id(sheet, raw, path)
    type_ = sheet.word(raw, "type", path, TYPES)
    if type_ is None and is_no_answer(raw.get("type")):
        sheet.wrong(path, "has no type", f"known: {', '.join(TYPES)}")
    side = sheet.word(raw, "respondent", path, ("worker",) if survey else RESPONDENTS)
    if side is None and is_no_answer(raw.get("respondent")):
        sheet.wrong(path, "has no respondent: nobody would be asked", "write supplier, buyer or both")
    ask, why, help_ = (words(sheet, raw, key, path) for key in ("ask", "why", "help"))
    options = read_options(sheet, raw, "options", path)
    fields = _fields(sheet, raw, path)
    _check_form(sheet, raw, path, type_ or "", options, fields)
    minimum, maximum = _bounds(sheet, raw, path)
    condition = _condition(sheet, raw, path)
    evidence = _evidence(sheet, raw, path, kinds)
    unit = sheet.text(raw, "unit", path) or ("days" if type_ == "duration" else "")
    if name is None or type_ is None or side is None:
        return None
    return Question(
        name, section, type_, side, ask, why, help_, options, unit, minimum, maximum, fields, condition, evidence  # type: ignore[arg-type]
    )  # fmt: skip


def read_options(sheet: Sheet, node: Mapping[str, Any], key: str, path: Steps = ()) -> tuple[Option, ...]:
    """Return the options listed under ``key``."""
    found: dict[str, Option] = {}
    for number, item in enumerate(sheet.entries(node.get(key), (*path, key), what=key)):
        here = (*path, key, number)
        raw = sheet.mapping(item, here, _OPTION_KEYS, what="an option")
        if raw is None:
            continue
        name = sheet.text(raw, "id", here)
        if name is None or not _WORD.match(name):
            sheet.wrong(here, f"{show(raw.get('id'))} is no id of an option", "use small letters, digits and _")
        elif name in found:
            sheet.wrong(here, f"the option {name!r} stands twice", "keep one")
        else:
            found[name] = Option(name, words(sheet, raw, "label", here), _flag(sheet, raw, "exclusive", here))
    return tuple(found.values())


def read_kind(sheet: Sheet, node: Any, path: Steps) -> EvidenceKind | None:
    """Return a kind of evidence; None, with the mistake noted, where it has no id."""
    raw = sheet.mapping(node, path, _KIND_KEYS, what="a kind of evidence")
    if raw is None:
        return None
    name = sheet.text(raw, "id", path)
    if name is None or not _WORD.match(name):
        sheet.wrong(path, f"{show(raw.get('id'))} is no id of a kind", "use small letters, digits and _")
        return None
    levels = {}
    table = sheet.mapping(raw.get("levels"), (*path, "levels"), COLLECTORS, what="levels") or Map()
    for collector in COLLECTORS:
        level = sheet.word(table, collector, (*path, "levels"), LEVELS)
        if level is None and is_no_answer(table.get(collector)):
            sheet.wrong((*path, "levels"), f"says nothing of {collector}", "give a level to each collector")
        levels[collector] = level or "none"
    formats = sheet.texts(raw, "formats", path) or ()
    if not formats:
        sheet.wrong(path, "names no formats", "write formats: [pdf, ...]")
    private = sheet.word(raw, "with_private_interviews", path, LEVELS) or ""
    label = words(sheet, raw, "label", path)
    return EvidenceKind(name, label, _flag(sheet, raw, "document", path, needed=True), formats, levels, private)


def _question_id(sheet: Sheet, raw: Map, path: Steps) -> str | None:
    name = sheet.text(raw, "id", path)
    if name is not None and _QUESTION_ID.match(name):
        return name
    sheet.wrong(path, f"{show(raw.get('id'))} is no id of a question", "write <section>.<name>, small letters")
    return None


def _check_form(
    sheet: Sheet, raw: Map, path: Steps, type_: str, options: Collection[Option], fields: Collection[ObjectField]
) -> None:
    """Check that a question has what its type needs, and nothing that its type does not read."""
    if type_ in WITH_OPTIONS and len(options) < 2:
        sheet.wrong(path, f"{type_} needs at least two options", "list them under options")
    if type_ == "list_of_object" and not fields:
        sheet.wrong(path, "list_of_object needs fields", "list them under fields")
    fits = {
        "options": WITH_OPTIONS, "fields": ("list_of_object",), "unit": WITH_UNIT,
        "minimum": WITH_BOUNDS, "maximum": WITH_BOUNDS,
    }  # fmt: skip
    for key, types in fits.items():
        if type_ and key in raw and type_ not in types:
            sheet.wrong((*path, key), f"{key} means nothing for {type_}", "delete it", key=True)
    if type_ == "enum" and any(option.exclusive for option in options):
        sheet.wrong((*path, "options"), "exclusive means nothing for enum", "delete it")


def _fields(sheet: Sheet, raw: Map, path: Steps) -> tuple[ObjectField, ...]:
    found: dict[str, ObjectField] = {}
    for number, item in enumerate(sheet.entries(raw.get("fields"), (*path, "fields"), what="fields")):
        here = (*path, "fields", number)
        node = sheet.mapping(item, here, _FIELD_KEYS, what="a field")
        if node is None:
            continue
        name = sheet.text(node, "id", here)
        type_ = sheet.word(node, "type", here, [t for t in TYPES if t != "list_of_object"])
        options = read_options(sheet, node, "options", here)
        if name is None or not _WORD.match(name) or name in found or type_ is None:
            sheet.wrong(here, "a field needs an id of its own and a type", "write {id: role, type: text}")
            continue
        _check_form(sheet, node, here, type_, options, ())
        label = words(sheet, node, "label", here, needed=False) or None
        found[name] = ObjectField(name, type_, _flag(sheet, node, "required", here), options, label)  # type: ignore[arg-type]
    return tuple(found.values())


def _bounds(sheet: Sheet, raw: Map, path: Steps) -> tuple[float | None, float | None]:
    found: list[float | None] = []
    for key in ("minimum", "maximum"):
        value = raw.get(key)
        if value is not None and type(value) not in (int, float):
            sheet.wrong((*path, key), f"is {kind_of(value)}, not a number", "write a number")
            value = None
        found.append(value)
    low, high = found
    if low is not None and high is not None and high < low:
        sheet.wrong((*path, "maximum"), "is under the minimum: no answer would fit", "turn the two round")
    return low, high


def _condition(sheet: Sheet, raw: Map, path: Steps) -> Condition | None:
    if raw.get("asked_when") is None:
        return None
    from checker.model.condition_parser import parse_condition

    def spot(steps: Steps) -> Place:
        line, column = sheet.document.spot(steps)
        return Place(sheet.name, line, column, dotted(steps))

    return parse_condition(raw["asked_when"], spot, (*path, "asked_when"), sheet.problems.add)


def _evidence(sheet: Sheet, raw: Map, path: Steps, kinds: Mapping[str, EvidenceKind]) -> tuple[str, ...]:
    listed = sheet.texts(raw, "evidence", path) or ()
    for number, name in enumerate(listed):
        if name not in kinds:
            sheet.wrong((*path, "evidence", number), f"{name!r} is no kind of evidence", suggest(name, kinds))
    return listed


def _flag(sheet: Sheet, raw: Map, key: str, path: Steps, *, needed: bool = False) -> bool:
    value = raw.get(key)
    if value is None and not needed:
        return False
    if not isinstance(value, bool):
        sheet.wrong((*path, key) if key in raw else path, f"{key} is {kind_of(value)}", "write true or false")
    return value is True
