"""Every requirement as a test case in JUnit's XML, which CI servers list and follow from run to run.

A gap is a failure, an open item one where it counts in the gate; what does not apply, is waived or is open
below the gate is skipped and says so. Two flavours: ``gitlab`` names the file of a case, ``strict`` keeps to
Jenkins' schema (xunit-plugin, junit-10.xsd), which has no such attribute. GitLab's reader:
https://docs.gitlab.com/ci/testing/unit_test_reports/.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from checker.model.assessment import Report
from checker.render.clean import clean, shorten
from checker.render.findings import Item, excuse, heading, items, message, path
from checker.render.summary import as_sentence

if TYPE_CHECKING:
    from checker.render import Options


def render(report: Report, options: Options) -> Iterator[bytes]:
    """Yield one suite a subject and standard, one case a requirement."""
    seen: Counter[str] = Counter()
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="fairlabel">\n'
    for _, cases in groupby(items(report, options), key=lambda i: (i.folder, i.standard, i.edition)):
        yield _suite(list(cases), seen, options)
    yield b"</testsuites>\n"


def _suite(cases: list[Item], seen: Counter[str], options: Options) -> bytes:
    first = cases[0]
    name = " · ".join(clean(part) for part in (first.subject or first.folder, first.standard_name) if part)
    suite = Element("testsuite", name=name)
    count: Counter[str] = Counter()
    for item in cases:
        count[_case(suite, item, seen, options)] += 1
    numbers = {"tests": len(cases), "failures": count["failure"], "errors": count["error"], "skipped": count["skipped"]}
    suite.attrib |= {key: str(value) for key, value in numbers.items()}
    suite.text = "\n"
    for case in suite:
        case.tail = "\n"
    suite.tail = "\n"
    return tostring(suite, encoding="unicode").encode("utf-8", "replace")


def _case(suite: Element, item: Item, seen: Counter[str], options: Options) -> str:
    """Add a case and return what it came to: failure, error, skipped or passed."""
    case = SubElement(suite, "testcase", name=_name(item, seen), classname=_class(item), time="0")
    where = clean(path(item, options.base))
    if options.junit_flavour == "gitlab":
        case.set("file", where)
    tag, kind = _outcome(item)
    if tag:
        found = SubElement(case, tag, type=kind, message=shorten(_said(item), 300))
        line = f":{item.place.line}" if item.place.line else ""
        found.text = f"{_said(item)}\n{where}{line}"
    return tag or "passed"


def _outcome(item: Item) -> tuple[str, str]:
    """Return the element that stands in the case and its type; none where it passed."""
    if item.standing == "error":
        return "error", item.requirement if item.result is None else "error"
    if item.standing == "outside" or (item.standing != "fine" and excuse(item)):
        return "skipped", "not_applicable" if item.standing == "outside" else "excused"
    if item.standing == "gap":
        return "failure", item.status
    if item.standing == "open":
        return ("failure", "open") if item.counts else ("skipped", "open")
    return "", ""


def _said(item: Item) -> str:
    excused = f"{as_sentence(excuse(item))} " if item.standing in ("gap", "open") and excuse(item) else ""
    apart = "Open, and not counted by the gate. " if item.standing == "open" and not item.counts and not excused else ""
    return f"{excused}{apart}{message(item)}"


def _name(item: Item, seen: Counter[str]) -> str:
    """Return a name that no other case of the file has: GitLab keeps the first of two."""
    name = heading(item)
    seen[name] += 1
    return name if seen[name] == 1 else f"{name} ({seen[name]})"


def _class(item: Item) -> str:
    """Return suite and standard in the dotted form that servers make a tree of."""
    parts = (item.subject or item.folder, f"{item.standard}@{item.edition}" if item.standard else "")
    return ".".join(clean(part).replace(".", "_") for part in parts if part)
