"""The formats for audits, kept as files: of the report with every status, and of the shipped examples.

`make golden` rewrites them. A workbook is kept as its cells. What is kept is held against the consumers' own schemas.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from checker.cli.main import run
from checker.model.assessment import InvalidSubject, Report
from checker.render import FORMATS, Options, render
from tests import reports_for_tests as made
from tests.audit_checks import CHECKS, cells, cyclonedx, oscal, table

FOLDER = Path(__file__).parent / "audit"
ROOT = Path(__file__).resolve().parents[2]
PACK = "ilo-hours@1962"
"""A small pack, so that all examples together make files that can be read."""
BY_KIND = "fairwork-ai@2023"
"""A pack that is for some kinds of supplier only."""
LONG = ("Wages", "Sources", "Legend")
"""Sheets that are kept of the report with every status only."""
BROKEN = InvalidSubject("vendors/broken", ("questionnaire.yaml:4:2, pay.models: 'hourley' is no option",))


def every_status() -> Report:
    return made.report(made.subject(evidence=made.exhibits()), invalid=(BROKEN,))


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return each format of all examples, and the JSON report beside them."""
    out = tmp_path_factory.mktemp("audit")
    files = {name: out / f"report{FORMATS[name].suffix}" for name in (*CHECKS, "json")}
    wanted = [word for name, file in files.items() for word in ("--output", f"{name}={file}")]
    with pytest.MonkeyPatch.context() as here:
        here.chdir(ROOT)
        code = run(["check", "vendor_templates/examples", "--standard", PACK, "--fail-on", "never", *wanted])
    assert code == 0
    return {name: file.read_bytes() for name, file in files.items()}


@pytest.mark.parametrize("pack", [PACK, BY_KIND])
def test_what_is_left_out_by_kind_is_named_as_the_schema_says(pack: str, tmp_path: Path) -> None:
    """The example is a crowd platform, and `BY_KIND` is not for those."""
    out = tmp_path / "report.json"
    folder = ROOT / "vendor_templates" / "examples" / "taskharbour"
    assert run(["check", str(folder), "--standard", pack, "--fail-on", "never", "--output", f"json={out}"]) == 0
    report = json.loads(out.read_bytes())
    schema = json.loads((ROOT / "reports" / "schema" / "report-1.schema.json").read_text(encoding="utf-8"))
    assert [e.message[:200] for e in Draft202012Validator(schema).iter_errors(report)] == []
    left_out = report["subjects"][0]["standards"][0]["left_out"]
    assert {one["why"] for one in left_out} == ({"for other kinds of supplier"} if pack == BY_KIND else set())


def as_text(fmt: str, content: bytes, without: tuple[str, ...] = ()) -> bytes:
    """Return what is kept of ``content``: of a workbook the cells, one row a line, some sheets left out."""
    if fmt != "xlsx":
        return content
    sheets = []
    for name, rows in ((name, rows) for name, rows in cells(content).items() if name not in without):
        shown = [[cell.isoformat() if isinstance(cell, date) else cell for cell in row] for row in rows]
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in shown)
        sheets.append(f"{json.dumps(name)}: [\n{lines}\n]")
    return ("{\n" + ",\n".join(sheets) + "\n}\n").encode()


def kept_as(which: str, fmt: str) -> Path:
    return FOLDER / f"{which}{FORMATS[fmt].suffix}{'.cells.json' if fmt == 'xlsx' else ''}"


def hold(file: Path, content: bytes, update: bool) -> None:
    if update:
        file.write_bytes(content)
    assert file.is_file(), "run: make golden, and read what it wrote"
    assert content == file.read_bytes(), "the file changed; run: make golden, and read the difference"


@pytest.mark.parametrize("fmt", CHECKS)
def test_every_status_is_byte_for_byte_as_kept(fmt: str, update_golden: bool) -> None:
    hold(kept_as("every-status", fmt), as_text(fmt, render(every_status(), fmt, Options())), update_golden)


@pytest.mark.parametrize("fmt", CHECKS)
def test_the_examples_are_byte_for_byte_as_kept(fmt: str, examples: dict[str, bytes], update_golden: bool) -> None:
    CHECKS[fmt](examples[fmt], examples[fmt])
    hold(kept_as("examples", fmt), as_text(fmt, examples[fmt], LONG), update_golden)


def test_no_kept_file_is_left_over() -> None:
    wanted = {kept_as(which, fmt).name for which in ("every-status", "examples") for fmt in CHECKS}
    assert {file.name for file in FOLDER.iterdir()} - {"README.md"} == wanted


def test_every_format_says_the_same_of_every_requirement(examples: dict[str, bytes]) -> None:
    report = json.loads(examples["json"])
    results = {
        (s["id"], r["requirement"]): (r["status"], r["credit"]["shown"])
        for s in report["subjects"]
        for standard in s["standards"]
        for r in standard["results"]
    }
    applying = {key: found for key, found in results.items() if found[0] != "not_applicable"}
    assert len(applying) > 15

    told = {}
    for result in oscal(examples["oscal"])[1]["results"]:
        who = next(p["value"] for p in result["props"] if p["name"] == "subject")
        for finding in result.get("findings", ()):
            props = {p["name"]: p["value"] for p in finding["props"]}
            told[who, props["requirement"]] = (props["status"], float(props["credit-shown"]))
    assert told == applying

    items = oscal(examples["oscal-poam"])[1]["poam-items"]
    assert len(items) == sum(status != "met" for status, _ in applying.values())

    scores = Counter(
        line["conformance"]["score"]
        for attested in cyclonedx(examples["cyclonedx"])["declarations"]["attestations"]
        for line in attested["map"]
    )
    assert scores == Counter(shown for _, shown in applying.values())

    rows = table(examples["xlsx"], "Results")
    assert {(row["Subject"], row["Requirement"]): row["Credit shown"] for row in rows} == {
        key: shown for key, (_, shown) in results.items()
    }
    assert len(table(examples["xlsx"], "Action plan")) == len(items)


def test_no_worker_id_is_in_any_format(examples: dict[str, bytes]) -> None:
    """Ids stand in the pay files' worker columns."""
    ids = {
        word
        for file in (ROOT / "vendor_templates" / "examples").glob("*/wages/*.csv")
        for line in file.read_text(encoding="utf-8").splitlines()[1:]
        for word in re.split("[,;]", line)[:3]
        if re.fullmatch(r"[A-Za-z]+-?\d{2,}", word)
    }
    assert len(ids) > 50
    for fmt in CHECKS:
        words = set(re.findall(r"[A-Za-z]+-?\d{2,}", as_text(fmt, examples[fmt]).decode()))
        assert words & ids == set(), fmt
