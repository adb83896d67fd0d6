"""What others wrote does nothing in what is written beside reports either: plans, where they stand, sites, changes.

The same attacks as over the formats (`test_injection.py`), each held against a harmless text of the same thing.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
import yaml

from checker.assess.comparison import compare
from checker.assess.portfolio import portfolio
from checker.assess.trend import trends
from checker.load.reports import parsed
from checker.model.assessment import Report
from checker.model.past_report import PastReport
from checker.model.plan import Plan
from checker.model.portfolio import NotAssessed
from checker.render import render
from checker.render.clean import no_commands
from checker.render.comparison import render_comparison
from checker.render.plan_draft import drafted
from checker.render.plan_ods import plan_ods
from checker.render.plan_sheet import plan_workbook
from checker.render.plan_text import plan_json, plan_text
from checker.render.plan_view import plan_view
from checker.render.plan_yaml import plan_yaml
from checker.render.portfolio import render_site
from checker.render.steps import steps_json, steps_text
from checker.render.trend import render_trend
from checker.render.view import subject_view
from tests import audit_checks
from tests.hostile_for_tests import HARMLESS, PAYLOADS, tainted
from tests.unit.render.test_injection import UNSEEN, Elements, check_json, check_markdown, check_text, shape

Make = Callable[[Report, str], bytes]
Check = Callable[[bytes, bytes], None]


class Written(NamedTuple):
    """How something is made of a report and the text that is in it, and how its consumer reads it."""

    make: Make
    check: Check


def status(report: Report, text: str) -> tuple[dict[str, object], dict[str, object]]:
    (subject, *_) = report.subjects
    assert subject.plan is not None
    return subject_view(subject, steps=False), plan_view(subject.plan)


def plan_of(report: Report, text: str) -> Plan:
    """Return the plan that a report begins, with the text in every cell that people write."""
    made = drafted(subject_view(report.subjects[0], steps=False), date(2026, 6, 30))
    rows = tuple(
        row._replace(
            terms=row.terms._replace(owner=text), remedy=text, done=text, notes=text, more=(("Budget", text),),
            about=row.about._replace(stands=text),
        )
        for row in made.rows
    )  # fmt: skip
    return Plan(text, made.as_of, rows, made.record)


def past(report: Report) -> PastReport:
    """Return a report as it is read back."""
    return parsed(render(report, "json"))


def at_the_door(content: bytes, harmless: bytes) -> None:
    """Check a text as the command line prints it, which takes from every line what a runner would obey."""
    check_text(*("\n".join(map(no_commands, text.decode().split("\n"))).encode() for text in (content, harmless)))


def check_site(content: bytes, harmless: bytes) -> None:
    """Pages are called after ids; links to the web are none but the harmless ones."""
    page, plain = (Elements(each.decode("utf-8")) for each in (content, harmless))
    assert page.found == plain.found
    own = re.compile(r"#.*|[\w./#-]*\.html(#.*)?")
    assert {link for link in page.links if not own.fullmatch(link)} == {
        link for link in plain.links if not own.fullmatch(link)
    }
    assert not UNSEEN.search(content.decode("utf-8").replace("\n", ""))


def pages(report: Report, text: str) -> bytes:
    """Return all pages of a site, one after the other."""
    reports = past(report).subjects
    broken = [NotAssessed(subject.folder, text, (text,)) for subject in reports]
    found = portfolio([("a.json", subject) for subject in reports], broken, None)
    made = list(render_site(found, [text]))
    for path, _ in made:
        assert re.fullmatch(r"(?:[\w-][\w.-]*/)?[\w-][\w.-]*\.html", path), path
    return b"\n".join(content for _, content in made)


def changes(fmt: str) -> Make:
    def make(report: Report, text: str) -> bytes:
        now = past(report)
        now = now.model_copy(update={"subjects": now.subjects[:1]})
        subject = now.subjects[0].model_copy(update={"name": f"former {text}", "standards": ()})
        return render_comparison(compare(now.model_copy(update={"subjects": (subject,)}), now), fmt)

    return make


def over_time(fmt: str) -> Make:
    def make(report: Report, text: str) -> bytes:
        return render_trend(trends((text, subject) for subject in past(report).subjects), fmt)

    return make


def check_yaml(content: bytes, harmless: bytes) -> None:
    found, plain = (yaml.safe_load(each) for each in (content, harmless))
    for document in (found, plain):
        del document["check"]
        for row in document["actions"]:
            assert row.pop("notes", None) is not None or row  # a text of nothing but control characters is none
            for key in ("remedy", "done", "owner", "Budget", "stands", "why", "title", "expected"):
                row.pop(key, None)
        for one in document["record"]:
            one["agreed"]["owner"] = one["last"]["owner"] = ""
    assert shape(found) == shape(plain)
    assert not UNSEEN.search(content.decode("utf-8").replace("\n", ""))


def check_ods(content: bytes, harmless: bytes) -> None:
    """Fail on a formula, a link, a program, or another number of cells."""

    def elements(data: bytes) -> list[str]:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert not [name for name in package.namelist() if name.startswith(("Basic/", "Scripts/"))]
            root = ElementTree.fromstring(package.read("content.xml"))
        names = []
        for element in root.iter():
            keys = [key.partition("}")[2] for key in element.attrib]
            assert "formula" not in keys and "href" not in keys
            name = element.tag.partition("}")[2]
            assert name not in ("a", "script", "event-listeners", "object")
            if name in ("table", "table-row", "table-cell"):
                names.append(name)
        return names

    assert elements(content) == elements(harmless)


BESIDE: Mapping[str, Written] = {
    "where a plan stands, text": Written(lambda r, t: plan_text(*status(r, t), every=True), check_text),
    "where a plan stands, JSON": Written(lambda r, t: plan_json(*status(r, t)), check_json),
    "plan.yaml": Written(lambda r, t: plan_yaml(plan_of(r, t)), check_yaml),
    "plan.xlsx": Written(lambda r, t: plan_workbook(plan_of(r, t)), audit_checks.check_xlsx),
    "plan.ods": Written(lambda r, t: plan_ods(plan_of(r, t)), check_ods),
    "portfolio": Written(pages, check_site),
    "comparison, text": Written(changes("text"), at_the_door),
    "comparison, Markdown": Written(changes("markdown"), check_markdown),
    "comparison, JSON": Written(changes("json"), check_json),
    "trend, text": Written(over_time("text"), at_the_door),
    "trend, Markdown": Written(over_time("markdown"), check_markdown),
    "trend, JSON": Written(over_time("json"), check_json),
    "next, text": Written(lambda r, t: steps_text(r, None), at_the_door),
    "next, JSON": Written(lambda r, t: steps_json(r), check_json),
}


@pytest.mark.parametrize("what", BESIDE)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_others_wrote_is_only_read(what: str, payload: str) -> None:
    text = PAYLOADS[payload]
    written = BESIDE[what]
    content, harmless = (written.make(tainted(words), words) for words in (text, HARMLESS))
    written.check(content, harmless)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_where_a_plan_stands_keeps_the_text_as_it_was_written(payload: str) -> None:
    report = tainted(PAYLOADS[payload])
    found = json.loads(plan_json(*status(report, "")))
    assert found["plan"]["actions"][0]["remedy"] == PAYLOADS[payload]
