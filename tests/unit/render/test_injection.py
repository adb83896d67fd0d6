"""What others wrote does nothing in any format but be read: one table of attacks over every format.

A format is covered by being in `FORMATS`: each has a check here that reads it as its consumer does, and a
test fails for one that has none. Most checks compare with a harmless text of the same report: the same
elements, the same keys, the same number of rows.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xmlschema
from jsonschema import Draft4Validator
from junitparser import JUnitXml
from markdown_it import MarkdownIt

from checker.errors import UsageError
from checker.model.assessment import Report
from checker.render import FORMATS, JUNIT_FLAVOURS, SARIF_PROFILES, Options, render
from checker.render.csv_gaps import COLUMNS
from checker.render.github import summary
from checker.render.view import report_view
from tests import audit_checks
from tests.hostile_for_tests import HARMLESS, PAYLOADS, tainted
from tests.pdf_checks import check_pdf

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
SARIF = Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")))
JUNIT = xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"))
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
ONE_SUBJECT = {name for name, listed in FORMATS.items() if listed.per_subject}
REGISTERED = {
    "error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "set-output", "save-state", "set-env",
    "add-path", "echo", "add-matcher", "remove-matcher", "stop-commands", "internal-set-repo-path",
}  # fmt: skip
"""Commands that GitHub's runner obeys."""


def command(line: str) -> tuple[str, dict[str, str], str] | None:
    """Read a line of a log as GitHub's runner does: (command, properties, data), or None where it obeys nothing."""
    text = line.lstrip()
    if text.startswith("::") and "::" in text[2:]:
        head, _, data = text[2:].partition("::")
        name, _, rest = head.partition(" ")
        if name.lower() in REGISTERED:
            pairs = [pair.split("=", 1) for pair in rest.strip().split(",") if "=" in pair]
            return name, {key: unescaped(value, property_too=True) for key, value in pairs}, unescaped(data)
    found = re.search(r"##\[([^\] ]*)[^\]]*\]", line)
    return (found[1], {}, "") if found and found[1].lower() in REGISTERED else None


def unescaped(text: str, *, property_too: bool = False) -> str:
    marks = [("%0D", "\r"), ("%0A", "\n"), *([("%3A", ":"), ("%2C", ",")] if property_too else []), ("%25", "%")]
    for escaped, plain in marks:
        text = text.replace(escaped, plain)
    return text


def lines_of_a_log(content: bytes) -> list[str]:
    return re.split(r"\r\n|\r|\n", content.decode("utf-8"))


class Elements(HTMLParser):
    """Collects tags with the names of their attributes, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []
        self.links: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *(name for name, _ in attrs)))
        self.links |= {str(value) for name, value in attrs if name in ("href", "src")}


def shape(value: Any) -> Any:
    """Return a JSON document without its texts and numbers."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    return [shape(item) for item in value] if isinstance(value, list) else type(value).__name__


def check_text(content: bytes, harmless: bytes) -> None:
    for line in lines_of_a_log(content):
        assert command(line) is None, line
        assert "##vso[" not in line and "##teamcity[" not in line
        assert not UNSEEN.search(line)


def check_json(content: bytes, harmless: bytes) -> None:
    assert shape(json.loads(content)) == shape(json.loads(harmless))


def check_markdown(content: bytes, harmless: bytes) -> None:
    reader = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(["table", "strikethrough"])
    page, plain = Elements(reader.render(content.decode("utf-8"))), Elements(reader.render(harmless.decode("utf-8")))
    assert page.found == plain.found
    assert page.links == plain.links
    for line in lines_of_a_log(content):
        assert command(line) is None and not UNSEEN.search(line)


def check_html(content: bytes, harmless: bytes) -> None:
    page, plain = Elements(content.decode("utf-8")), Elements(harmless.decode("utf-8"))
    assert page.found == plain.found
    assert {link for link in page.links if not link.startswith("#")} == {
        link for link in plain.links if not link.startswith("#")
    }
    assert not UNSEEN.search(content.decode("utf-8").replace("\n", ""))


def check_sarif(content: bytes, harmless: bytes) -> None:
    log = json.loads(content)
    assert [error.message for error in SARIF.iter_errors(log)] == []
    assert {k: v for k, v in shape(log).items() if k != "runs"} == {
        k: v for k, v in shape(json.loads(harmless)).items() if k != "runs"
    }
    assert len(log["runs"][0]["results"]) == len(json.loads(harmless)["runs"][0]["results"])
    messages = [result["message"]["text"] for result in log["runs"][0]["results"]]
    for text in messages:
        assert not re.search(r"\]\(|(?<!\{)\{\d+\}(?!\})", text), "neither a link nor a place for an argument"
        assert not UNSEEN.search(text) and "\n" not in text
    for result in log["runs"][0]["results"]:
        for location in result["locations"]:
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"[A-Za-z0-9%/._~-]+", uri), "percent-encoded, forward slashes"
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        assert len(rule["id"]) <= 255 and len(rule["fullDescription"]["text"]) <= 1024
        shown = Elements(MarkdownIt("commonmark", {"html": True}).render(rule["help"]["markdown"]))
        assert {tag for tag, *_ in shown.found} <= {"p", "strong"}


def check_junit(content: bytes, harmless: bytes) -> None:
    read, plain = JUnitXml.fromstring(content), JUnitXml.fromstring(harmless)
    assert [len(suite) for suite in read] == [len(suite) for suite in plain]
    cases = [case for suite in read for case in suite]
    assert [[type(r).__name__ for r in case.result] for case in cases] == [
        [type(r).__name__ for r in case.result] for suite in plain for case in suite
    ]
    names = [case.name for case in cases]
    assert len(set(names)) == len(names)
    assert not UNSEEN.search(content.decode("utf-8"))
    if b' file="' not in content:
        JUNIT.validate(content.decode("utf-8").partition("\n")[2])


def check_gitlab(content: bytes, harmless: bytes) -> None:
    entries, plain = json.loads(content), json.loads(harmless)
    assert not content.startswith(b"\xef\xbb\xbf")
    assert shape(entries) == shape(plain)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    assert all(not UNSEEN.search(e["description"] + e["location"]["path"]) for e in entries)


def check_github(content: bytes, harmless: bytes) -> None:
    lines, plain = lines_of_a_log(content), lines_of_a_log(harmless)
    assert len(lines) == len(plain) and lines.pop() == plain.pop() == ""
    for line, twin in zip(lines, plain, strict=True):
        found, wanted = command(line), command(twin)
        assert found is not None and wanted is not None
        assert found[0] == wanted[0] and found[0] in ("error", "warning", "notice")
        assert list(found[1]) == list(wanted[1]) == ["file", "line", "col", "title"]
        assert (found[1]["line"], found[1]["col"]) == (wanted[1]["line"], wanted[1]["col"])
        assert not UNSEEN.search(found[2]) and "\n" not in found[2]


def check_csv(content: bytes, harmless: bytes) -> None:
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
    text = content.decode("utf-8-sig")
    for mark in (",", ";", "\t"):  # Excel takes the list separator of the country
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            assert not any(re.match(r"\s*[=+\-@＝＋－＠\t\r]", cell) for cell in row), row
    frame = pd.read_csv(io.BytesIO(content), encoding="utf-8-sig", keep_default_na=False)
    assert list(frame.columns) == list(COLUMNS)
    assert frame.shape == pd.read_csv(io.BytesIO(harmless), encoding="utf-8-sig", keep_default_na=False).shape


CHECKS: Mapping[str, Callable[[bytes, bytes], None]] = {
    "text": check_text, "json": check_json, "markdown": check_markdown, "html": check_html, "sarif": check_sarif,
    "junit": check_junit, "gitlab": check_gitlab, "github": check_github, "csv": check_csv, "pdf": check_pdf,
    **audit_checks.CHECKS,
}  # fmt: skip
VARIANTS: Mapping[str, tuple[Options, ...]] = {
    "sarif": tuple(Options(sarif_profile=name) for name in SARIF_PROFILES),
    "junit": tuple(Options(junit_flavour=name) for name in JUNIT_FLAVOURS),
}

NEEDS_A_FONT = {"emoji and right to left", "formula full width"}
"""Payloads that a PDF is refused for on a machine without a font for them."""


def test_every_format_has_a_check() -> None:
    assert set(CHECKS) == set(FORMATS)


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_others_wrote_is_only_read(fmt: str, payload: str) -> None:
    bad, plain = (tainted(text, ids=fmt not in ONE_SUBJECT) for text in (PAYLOADS[payload], HARMLESS))
    for options in VARIANTS.get(fmt, (Options(),)):
        subjects = [bad.subjects[0].folder, plain.subjects[0].folder] if fmt in ONE_SUBJECT else [None, None]
        if fmt == "pdf" and payload in NEEDS_A_FONT and not has_a_font(bad, subjects[0]):
            continue
        content = render(bad, fmt, Options(subject=subjects[0], **chosen(options)))
        harmless = render(plain, fmt, Options(subject=subjects[1], **chosen(options)))
        CHECKS[fmt](content, harmless)


def has_a_font(bad: Report, subject: str | None) -> bool:
    """Return whether a PDF can be written here; where not, that has been said."""
    try:
        render(bad, "pdf", Options(subject=subject))
    except UsageError as refused:
        return "no font here writes" not in str(refused)
    return True


def chosen(options: Options) -> dict[str, str]:
    return {"sarif_profile": options.sarif_profile, "junit_flavour": options.junit_flavour}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_text_of_one_subject_and_the_summary_of_a_step(payload: str) -> None:
    bad, plain = tainted(PAYLOADS[payload]), tainted(HARMLESS)
    one = [render(report, "text", Options(subject=report.subjects[0].folder)) for report in (bad, plain)]
    check_text(*one)
    check_markdown(summary(bad, Options()), summary(plain, Options()))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_json_keeps_the_text_as_it_was_written(payload: str) -> None:
    bad = tainted(PAYLOADS[payload])
    written = json.loads(render(bad, "json"))
    assert written["subjects"][0]["name"] == PAYLOADS[payload]
    assert written == json.loads(json.dumps(report_view(bad)))


@pytest.mark.parametrize(
    ("line", "obeyed"),
    [
        ("::error::x", "error"), ("   ::add-mask::x", "add-mask"), ("a ##[add-mask]x", "add-mask"),
        (": :error::x", None), ("a # #[add-mask]x", None), ("::unheard-of::x", None), ("a::b::c", None),
    ],
)  # fmt: skip
def test_the_reader_of_commands_sees_them(line: str, obeyed: str | None) -> None:
    found = command(line)
    assert (found[0] if found else None) == obeyed
