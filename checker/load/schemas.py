"""The published JSON Schemas (draft 2020-12) of the files that users write, generated from the models.

The answers of a questionnaire come from the question bank: an editor shows the question, what counts, and the
options. Files are not checked with these schemas when they are read: they carry no places.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, RootModel, create_model

from checker.model.file_words import Day, NoAnswer, PlaceCode, Shape, Shown, Text
from checker.model.files import (
    AssessmentFile,
    BallotFile,
    Buyer,
    FormulaFile,
    MappingFile,
    OwnEvidence,
    QuestionnaireShape,
    Vendor,
    WaiversShape,
    WorkerEvidenceFile,
)
from checker.model.pay_table import COLUMNS
from checker.model.questions import ObjectField, Option, Question, QuestionBank, Section

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_model: Any = create_model
"""Types that are made from data are checked by the tests of the schemas, not by mypy."""
_root: Any = RootModel
_list: Any = list
_shown: Any = Shown
_NO_ANSWER = "#/$defs/NoAnswer"


class Reason(RootModel[Literal["declined", "not_known", "claimed_not_applicable"]]):
    """Why there is no answer."""


class Complete(RootModel[bool]):
    """Whether the list leaves nothing out; only then it can be counted."""


def questionnaire_schema(bank: QuestionBank) -> dict[str, Any]:
    """Return the schema of ``questionnaire.yaml``, with every question of ``bank``."""
    kinds = _list[_words([option.id for option in bank.vendor_kinds])]
    shown = _model("ShownKinds", __base__=_shown[kinds])
    vendor = _model("Vendor", __base__=Vendor, kinds=(kinds | shown | NoAnswer | None, None))
    evidence = _model("Evidence", __base__=OwnEvidence, kind=(_words(list(bank.kinds)), ...))
    answers = _model(
        "Answers",
        __base__=Shape,
        **{s.id: (_section(s) | NoAnswer | None, Field(None, title=s.title["en"])) for s in bank.sections},
    )
    model = _model(
        "Questionnaire",
        __base__=QuestionnaireShape,
        template=(_words(list(bank.templates)), ...),
        vendor=(vendor | None, None),
        buyer=(Buyer | None, None),
        evidence=(_list[evidence] | NoAnswer | None, None),
        answers=(answers | NoAnswer | None, None),
    )
    schema = _schema(model, "questionnaire")
    schema["oneOf"] = [_one_side("vendor", "buyer"), _one_side("buyer", "vendor")]
    return schema


def assessment_schema() -> dict[str, Any]:
    """Return the schema of an assessor's file and of a manifest of workers' evidence."""
    return _schema(_root[AssessmentFile | WorkerEvidenceFile], "assessment")


def ballot_schema() -> dict[str, Any]:
    """Return the schema of a recorded ballot of workers."""
    return _schema(BallotFile, "ballot")


def mapping_schema() -> dict[str, Any]:
    """Return the schema of a pay file's mapping."""
    schema = _schema(MappingFile, "mapping")
    for key in ("columns", "constants", "units", "values", "none"):
        for form in schema["properties"][key]["anyOf"]:
            if form.get("type") == "object":
                form["propertyNames"] = {"enum": list(COLUMNS)}
    return schema


def formula_schema() -> dict[str, Any]:
    """Return the schema of a disclosed rule of pay (`fairlabel wages change --formula`)."""
    return _schema(FormulaFile, "pay-formula")


def waivers_schema() -> dict[str, Any]:
    """Return the schema of a file of waivers."""
    return _schema(WaiversShape, "waivers")


def settings_schema() -> dict[str, Any]:
    """Return the schema of a settings file."""
    from checker.model.settings_file import SettingsShape

    return _schema(SettingsShape, "settings")


def plan_schema() -> dict[str, Any]:
    """Return the schema of an action plan."""
    from checker.model.plan_file import PlanShape

    return _schema(PlanShape, "plan")


def baseline_schema() -> dict[str, Any]:
    """Return the schema of a baseline."""
    from checker.model.baseline_file import BaselineShape

    return _schema(BaselineShape, "baseline")


def pack_schema() -> dict[str, Any]:
    """Return the schema of a pack's header and of its files of requirements."""
    from checker.model.pack_file import PackHeader, ThemeFile

    return _schema(_root[PackHeader | ThemeFile], "pack")


def _schema(model: type[BaseModel], name: str) -> dict[str, Any]:
    schema = _slim(model.model_json_schema(by_alias=True))
    return {"$schema": DRAFT, "$id": f"urn:fairlabel:{name}:1", **schema, "title": f"fairlabel {name}"}


def _slim(node: Any, key: str = "") -> Any:
    """Return a schema without what says nothing: nulls beside "no answer", empty defaults, names as titles."""
    if isinstance(node, list):
        silent = any(isinstance(item, dict) and item.get("$ref") == _NO_ANSWER for item in node)
        return [_slim(item) for item in node if not (silent and item == {"type": "null"})]
    if not isinstance(node, dict):
        return node
    return {
        name: _slim(value, name)
        for name, value in node.items()
        if not (name == "default" and value is None)
        and not (name == "title" and isinstance(value, str) and value.replace(" ", "_").lower() == key.lower())
    }


def _one_side(present: str, absent: str) -> dict[str, Any]:
    return {
        "required": [present],
        "properties": {present: {"type": "object"}, absent: {"type": "null"}},
    }


def _section(section: Section) -> Any:
    fields: dict[str, Any] = {q.id.partition(".")[2]: _answer(q) for q in section.questions}
    return _model(f"answers_{section.id}", __base__=Shape, __doc__=section.intro["en"], **fields)


def _answer(question: Question) -> Any:
    """Return the field of one question: a plain value, a value with evidence, or no answer."""
    value = _model(_name(question), __base__=_root[_value(question)])
    extra: dict[str, Any] = {"no_answer": (Reason | NoAnswer | None, None)}
    if question.type in ("list_of_enum", "list_of_object"):
        extra["complete"] = (Complete | NoAnswer | None, None)
    shown = _model(_name(question, "_shown"), __base__=_shown[value], **extra)
    help_ = f"{question.why['en']} {question.help['en']}" + (f" In {question.unit}." if question.unit else "")
    help_ += f" Shown by: {', '.join(question.evidence).replace('_', ' ')}." if question.evidence else ""
    return (value | shown | NoAnswer | None, Field(None, title=question.ask["en"], description=help_))


def _name(question: Question, what: str = "") -> str:
    return question.id.replace(".", "_") + what


def _value(question: Question | ObjectField) -> Any:
    bounds: dict[str, Any] = {}
    if isinstance(question, Question):
        bounds = {"ge": question.minimum, "le": question.maximum}
    if question.type == "enum":
        return _options(question.options)
    if question.type == "list_of_enum":
        unique: Any = {"uniqueItems": True}
        return Annotated[_list[_options(question.options)], Field(min_length=1, json_schema_extra=unique)]
    if question.type == "list_of_object" and isinstance(question, Question):
        return Annotated[_list[_entry(question)], Field(min_length=1)]
    if question.type == "integer":
        return Annotated[int, Field(**bounds)]
    if question.type == "number":
        return Annotated[float, Field(**bounds)]
    return _PLAIN[question.type]


def _entry(question: Question) -> Any:
    fields: dict[str, Any] = {}
    for part in question.fields:
        form = _value(part) if part.required else _value(part) | NoAnswer | None
        fields[part.id] = (form, ...) if part.required else (form, None)
    return _model(_name(question, "_entry"), __base__=Shape, **fields)


def _options(options: tuple[Option, ...]) -> Any:
    """Return one of several ids, each with its label for editors."""
    labelled = [{"const": option.id, "title": option.label["en"]} for option in options]
    ids = _words([option.id for option in options])
    return Annotated[ids, Field(json_schema_extra=lambda schema: _replace(schema, {"oneOf": labelled}))]


def _replace(schema: dict[str, Any], by: dict[str, Any]) -> None:
    schema.clear()
    schema.update(by)


def _words(words: list[str]) -> Any:
    return Literal.__getitem__(tuple(words))


class _Money(Shape):
    """An amount of money."""

    amount: float
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217")]


_PLAIN: dict[str, Any] = {
    "boolean": bool,
    "share": Annotated[float, Field(ge=0, le=1)],
    "money": _Money,
    "duration": Annotated[str, Field(pattern=r"^\s*\d{1,5}\s*(day|week|month|year)s?\s*$")],
    "date": Day,
    "text": Text,
    "place": PlaceCode,
}
