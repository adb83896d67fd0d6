"""The published schemas take what the loader takes, and refuse what they can see of what it refuses."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from checker.errors import InputError
from checker.load import schemas
from checker.load.question_bank import load_question_bank
from checker.load.yaml_text import parse
from tests.questionnaires_for_tests import EVIDENCE, HEAD
from tests.unit.load.test_assessor import ASSESSMENT, WORKERS
from tests.unit.load.test_questionnaires import ANSWERS

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "vendor_templates" / "examples"
BROKEN = ROOT / "tests" / "bad_inputs" / "subjects"

# What a schema cannot say: it sees values and not files, one place at a time, and 3.0 as a whole number.
BEYOND = set(
    """
    evidence-id-twice evidence-id-unknown period-reversed covers-reversed mapping-of-a-document path-outside
    path-outside-backslashes path-absolute path-of-a-drive folder-as-document exclusive-option integer-as-float
    suppliers-of-a-supplier value-and-no-answer wrong-template
""".split()
)
# What is no YAML value at all.
UNREAD = set(
    """
    billion-laughs duplicate-key empty-file latin-1 misnamed nul-bytes only-remarks syntax tab-indent tag two-documents
    utf-16
""".split()
)


@cache
def validator(kind: str) -> Draft202012Validator:
    schema = {
        "questionnaire": lambda: schemas.questionnaire_schema(load_question_bank()),
        "assessment": schemas.assessment_schema,
        "mapping": schemas.mapping_schema,
        "pack": schemas.pack_schema,
        "pay-formula": schemas.formula_schema,
        "waivers": schemas.waivers_schema,
        "baseline": schemas.baseline_schema,
        "settings": schemas.settings_schema,
    }[kind]()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def faults(kind: str, data: bytes | str) -> list[str]:
    value = parse(data.encode() if isinstance(data, str) else data, "x.yaml").value
    return [f"{list(e.absolute_path)} {e.message[:200]}" for e in validator(kind).iter_errors(value)]


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*/questionnaire.yaml")), ids=lambda p: p.parent.name)
def test_every_example_fits(file: Path) -> None:
    assert faults("questionnaire", file.read_bytes()) == []


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*/wages/mapping.yaml")), ids=lambda p: p.parts[-3])
def test_every_mapping_fits(file: Path) -> None:
    assert faults("mapping", file.read_bytes()) == []


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("assessments/*.yaml")), ids=lambda p: p.name)
def test_every_assessment_fits(file: Path) -> None:
    assert faults("assessment", file.read_bytes()) == []


PACKS = sorted([*(ROOT / "standards").glob("*/*/pack.yaml"), *(ROOT / "standards").glob("*/*/requirements/*.yaml")])


@pytest.mark.parametrize("file", PACKS, ids=lambda p: "/".join(p.parts[-3:]))
def test_every_pack_fits(file: Path) -> None:
    assert faults("pack", file.read_bytes()) == []


@pytest.mark.parametrize("text", [HEAD, ANSWERS, EVIDENCE, HEAD + "responses: {X-1: , X-2: reply}\n"])
def test_what_the_loader_takes_fits(text: str) -> None:
    assert faults("questionnaire", text) == []


@pytest.mark.parametrize("text", [ASSESSMENT, WORKERS])
def test_what_the_assessors_loader_takes_fits(text: str) -> None:
    assert faults("assessment", text) == []


@pytest.mark.parametrize("silence", ["", "null", "''", "N/A", " tbd ", "See Attached", "[]", "{}", "{value: tbd}"])
@pytest.mark.parametrize("question", ["models", "disclosed_before_acceptance", "worker_fees", "max_payment_delay_days"])
def test_silence_fits_every_question(question: str, silence: str) -> None:
    assert faults("questionnaire", f"{HEAD}answers:\n  pay:\n    {question}: {silence}\n") == []


@pytest.mark.parametrize("name", sorted(p.name for p in BROKEN.iterdir()))
def test_every_broken_questionnaire_is_seen_or_named_as_beyond_a_schema(name: str) -> None:
    file = BROKEN / name / "questionnaire.yaml"
    if name in UNREAD:
        assert not file.exists() or not _readable(file)
        return
    assert bool(faults("questionnaire", file.read_bytes())) == (name not in BEYOND)


def _readable(file: Path) -> bool:
    try:
        parse(file.read_bytes(), "x")
    except InputError:
        return False
    return True


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("assessment", "role: auditor, ", ""), ("assessment", "kind: reviewed", "kind: read"),
        ("assessment", "value: [bpo], ", ""), ("assessment", "value: not_met", "value: met"),
        ("assessment", "requirement: X-1, evidence: terms, on", "evidence: terms, on"),
        ("assessment", "decisions:", "decsions:"), ("assessment", ", reason: Seen otherwise.", ""),
        ("worker", "    n: 41\n", ""), ("worker", "collector: worker_organisation", "collector: supplier"),
        ("worker", "    population: 120\n", ""), ("worker", "always: 30", "always: many"),
        ("worker", "    covers: {from: 2026-01-01, to: 2026-06-30}\n", ""),
    ],
)  # fmt: skip
def test_broken_assessments_are_seen(kind: str, old: str, new: str) -> None:
    text = ASSESSMENT if kind == "assessment" else WORKERS
    assert old in text
    assert faults("assessment", text.replace(old, new, 1))


MAPPING = (EXAMPLES / "tidewater-annotation" / "wages" / "mapping.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [("grain: payroll", "grain: row"), ("  pay: pay", "  wage: pay"), ("time_basis: shift", "time_basis: guess"),
     ("wages/1", "wages/2"), ("constants:", "constant:"), ("time_zone: America/Vancouver\n", "")],
)  # fmt: skip
def test_broken_mappings_are_seen(old: str, new: str) -> None:
    assert old in MAPPING
    assert faults("mapping", MAPPING.replace(old, new, 1))


@pytest.mark.parametrize(("gap", "good"), [("10 min", True), ("0 min", True), ("10", False), ("soon", False)])
def test_the_gap_of_clusters_has_a_unit(gap: str, good: bool) -> None:
    assert bool(faults("mapping", f"{MAPPING}\ncluster_gap: {gap}\n")) != good


def test_an_editor_learns_question_reason_and_options() -> None:
    schema: dict[str, Any] = schemas.questionnaire_schema(load_question_bank())
    asked = schema["$defs"]["answers_pay"]["properties"]["worker_fees"]
    question = load_question_bank().questions["pay.worker_fees"]
    assert asked["title"] == question.ask["en"]
    assert question.why["en"] in asked["description"]
    assert question.help["en"] in asked["description"]
    labels = schema["$defs"]["pay_worker_fees"]["oneOf"]
    assert labels == [{"const": o.id, "title": o.label["en"]} for o in question.options]


def test_every_question_stands_in_the_schema_once_and_no_other() -> None:
    defs = schemas.questionnaire_schema(load_question_bank())["$defs"]
    listed = [
        f"{name.removeprefix('answers_')}.{question}"
        for name, section in defs.items()
        if name.startswith("answers_")
        for question in section["properties"]
    ]
    assert sorted(listed) == sorted(load_question_bank().questions)


@pytest.mark.parametrize(
    "kind", ["questionnaire", "assessment", "mapping", "pack", "pay-formula", "waivers", "baseline", "settings"]
)
def test_a_schema_says_what_it_is_and_is_the_same_each_time(kind: str) -> None:
    schema = validator(kind).schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:fairlabel:{kind}:1"
    text = json.dumps(schema)
    assert "checker" not in text
    assert '"default": null' not in text
    validator.cache_clear()
    assert json.dumps(validator(kind).schema) == text
