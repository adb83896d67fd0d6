"""Readers of the formats for audits, as their consumers read them: each fails on a file that they would refuse.

`CHECKS` holds one check a format over (content, the same report with harmless words), for tests that go through all
formats; the functions before it serve the tests of each format.
"""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from jsonschema import Draft7Validator, FormatChecker
from markdown_it import MarkdownIt
from python_calamine import CalamineWorkbook

SCHEMA = Path(__file__).parent / "schemas" / "oscal" / "oscal_complete_schema.json"
OSCAL_ROOTS = {
    "assessment-results": "oscal-complete-oscal-ar:assessment-results",
    "assessment-plan": "oscal-complete-oscal-ap:assessment-plan",
    "plan-of-action-and-milestones": "oscal-complete-oscal-poam:plan-of-action-and-milestones",
}
DEFINES = {"uuid"}
"""Members of an OSCAL document that give a thing its id; all others that end so refer to one."""
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
LONG_RUN = re.compile(r"([A-Za-z])\1{5000,}")
REFERRING = {
    "target", "assessor", "requirement", "claims", "counterClaims", "evidence", "counterEvidence",
    "mitigationStrategies", "requirements",
}  # fmt: skip
"""Members of a CycloneDX document whose texts are ids of other things in it."""


@cache
def oscal_validators() -> Mapping[str, Draft7Validator]:
    """Return NIST's schema for each document that is written, its character classes put into Python's words."""
    text = SCHEMA.read_text(encoding="utf-8").replace(r"\\p{L}", r"[^\\W\\d_]").replace(r"\\p{N}", r"\\d")
    definitions = json.loads(text)["definitions"]
    return {
        root: Draft7Validator(
            {"definitions": definitions, "$ref": f"#/definitions/{name}"}, format_checker=FormatChecker()
        )
        for root, name in OSCAL_ROOTS.items()
    }


def oscal(content: bytes) -> tuple[str, dict[str, Any]]:
    """Read an OSCAL document: (root, content). Fails where NIST's schema or trestle's models refuse it."""
    from trestle.oscal import assessment_plan, assessment_results, poam

    models = {
        "assessment-results": assessment_results.Model,
        "assessment-plan": assessment_plan.Model,
        "plan-of-action-and-milestones": poam.Model,
    }
    document = json.loads(content)
    ((root, body),) = document.items()
    errors = [f"{e.json_path}: {e.message[:200]}" for e in oscal_validators()[root].iter_errors(body)]
    assert errors == []
    models[root].model_validate(document)
    return root, body


def plan_inside(results: Mapping[str, Any]) -> dict[str, Any]:
    """Return the assessment plan that assessment results carry, read like any other document."""
    wanted = results["import-ap"]["href"].removeprefix("#")
    (resource,) = [r for r in results["back-matter"]["resources"] if r["uuid"] == wanted]
    root, body = oscal(base64.b64decode(resource["base64"]["value"]))
    assert root == "assessment-plan"
    return body


def members(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield every (key, value) of a JSON document, at whatever depth."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key, item
            yield from members(item)
    elif isinstance(value, list):
        for item in value:
            yield from members(item)


def oscal_ids(body: Any) -> list[str]:
    """Return the ids that a document gives."""
    return [value for key, value in members(body) if key == "uuid"]


def oscal_references(body: Any) -> set[str]:
    """Return the ids to which a document refers, in members and in links."""
    found = {value for key, value in members(body) if key.endswith("-uuid")}
    return found | {value[1:] for key, value in members(body) if key == "href" and value.startswith("#")}


def cyclonedx(content: bytes) -> dict[str, Any]:
    """Read a CycloneDX document. Fails where the schema of its library refuses it or a reference leads nowhere."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    # Its parser of addresses takes half a millisecond a letter; nothing in the schema or in RFC 3987 tells 5,000 times
    # the same letter from more of it (the greatest length of any member is 4,096).
    shorter = LONG_RUN.sub(lambda run: run[1] * 5000, content.decode("utf-8"))
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(shorter)
    assert error is None, error
    document: dict[str, Any] = json.loads(content)
    given = [value for key, value in members(document) if key == "bom-ref"]
    assert [name for name, n in Counter(given).items() if n > 1] == []
    assert set(cyclonedx_references(document)) - set(given) == set()
    return document


def cyclonedx_references(document: Any) -> Iterator[str]:
    """Yield every id to which a document refers."""
    for key, value in members(document):
        if key in REFERRING:
            yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))


def cells(content: bytes) -> dict[str, list[list[Any]]]:
    """Read a workbook: sheet -> rows of values, the header first; dates stay dates."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def table(content: bytes, sheet: str) -> list[dict[str, Any]]:
    """Read one sheet of a workbook as a mapping a row, by header."""
    header, *rows = cells(content)[sheet]
    return [dict(zip(header, row, strict=True)) for row in rows]


def shape(value: Any) -> Any:
    """Return a JSON document without its texts and numbers."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    return [shape(item) for item in value] if isinstance(value, list) else type(value).__name__


def check_oscal(content: bytes, harmless: bytes) -> None:
    """Fail where a text of others is more than text: refused, of another shape, or Markdown that means something."""
    _, body = oscal(content)
    assert shape(json.loads(content)) == shape(json.loads(harmless))
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for key, value in members(body):
        if key in ("title", "description", "statement", "remarks"):
            tags = set(re.findall(r"</?(\w+)", reader.render(value)))
            assert tags <= {"p"}, value[:200]
            assert not UNSEEN.search(value)
        if key == "href":
            assert re.fullmatch(r"#[0-9a-f-]{36}|[A-Za-z0-9%/._~-]+", value), value
    if "import-ap" in body:
        plan_inside(body)


def check_cyclonedx(content: bytes, harmless: bytes) -> None:
    """Fail where a text of others makes the document another one, or a reference to somewhere else."""
    document = cyclonedx(content)
    lists = document["declarations"]
    twins = json.loads(harmless)["declarations"]
    assert {name: len(items) for name, items in lists.items()}.keys() == twins.keys()
    assert [len(a["map"]) for a in lists["attestations"]] == [len(a["map"]) for a in twins["attestations"]]
    for key, value in members(document):
        if key == "url":
            assert re.fullmatch(r"https?://\S+|[A-Za-z0-9%/._~-]+", value), value
        elif isinstance(value, str):
            assert not UNSEEN.search(value) and "\n" not in value


def check_xlsx(content: bytes, harmless: bytes) -> None:
    """Fail on a formula, a link, markup, another number of rows, or a cell that a workbook cannot hold."""
    found, twins = cells(content), cells(harmless)
    assert {name: len(rows) for name, rows in found.items()} == {name: len(rows) for name, rows in twins.items()}
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" and cell.hyperlink is None
                if isinstance(cell.value, str):
                    assert len(cell.value.encode("utf-16-le")) <= 2 * 32_767
                    assert not UNSEEN.search(cell.value)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8")
            assert not re.search(r"<f[ >]|<hyperlink|TargetMode|<r><t>|<rPr>", text), name


CHECKS: Mapping[str, Callable[[bytes, bytes], None]] = {
    "oscal": check_oscal, "oscal-poam": check_oscal, "cyclonedx": check_cyclonedx, "xlsx": check_xlsx,
}  # fmt: skip
"""One check a format: (content, the same report with harmless words)."""
