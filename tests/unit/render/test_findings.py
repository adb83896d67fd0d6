"""What formats for CI agree on: what is a gap or open, what the gate counts, where it stands, what it is called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junitparser import Failure, JUnitXml

from checker.assess.gate import subject_code
from checker.model.assessment import InvalidSubject, Report
from checker.model.evidence import InputFile, Place
from checker.model.statuses import SEVERITIES, STATUSES
from checker.render import Options, render
from checker.render.findings import (
    Item,
    elsewhere,
    fingerprint,
    is_outstanding,
    items,
    left_out,
    left_out_words,
    level,
    message,
    name,
    order,
    outstanding,
    path,
    path_in,
    uri,
    worst,
)
from tests import reports_for_tests as made

NONE = Options()


def item(status: str = "not_met", severity: str = "major", **changes: object) -> Item:
    """Return one result of a report, changed."""
    one = made.result("PAI-PAY-01", "A title", status, severity=severity)
    whole = made.report(made.subject(standards=(made.standard((one,)),)))
    (found, *_) = items(whole, NONE)
    return found._replace(**changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "severity", "standing", "loudness"),
    [
        ("not_met", "critical", "gap", "error"), ("not_met", "major", "gap", "error"),
        ("partly_met", "major", "gap", "error"), ("not_met", "minor", "gap", "warning"),
        ("not_met", "advisory", "gap", "note"), ("unknown", "critical", "open", "warning"),
        ("claimed", "major", "open", "warning"), ("unknown", "minor", "open", "note"),
        ("error", "advisory", "error", "error"), ("met", "critical", "fine", "note"),
        ("not_applicable", "critical", "outside", "note"),
    ],
)  # fmt: skip
def test_how_loud_a_status_is(status: str, severity: str, standing: str, loudness: str) -> None:
    found = item(status, severity)
    assert (found.standing, level(found)) == (standing, loudness)
    assert is_outstanding(found) == (standing in ("gap", "open", "error"))


@pytest.mark.parametrize("fail_on", ["critical", "major", "minor", "never"])
@pytest.mark.parametrize("severity", ["critical", "major", "minor", "advisory"])
def test_what_the_gate_counts(severity: str, fail_on: str) -> None:
    reaches = {"critical": 1, "major": 2, "minor": 3, "never": 0}[fail_on]
    counted = ["critical", "major", "minor", "advisory"].index(severity) < reaches
    for status in STATUSES:
        one = made.result("PAI-PAY-01", "A title", status, severity=severity)
        whole = replace(made.report(made.subject(standards=(made.standard((one,)),))), fail_on=fail_on)
        (found, *_) = items(whole, NONE)
        gaps = status in ("not_met", "partly_met", "unknown", "claimed")
        assert found.counts == (status == "error" or (gaps and counted)), status


@given(
    st.lists(st.tuples(st.sampled_from(STATUSES), st.sampled_from(SEVERITIES), st.booleans()), max_size=6),
    st.sampled_from(["critical", "major", "minor", "never"]),
    st.booleans(),
)
def test_findings_that_count_are_what_the_exit_code_rests_on(
    drawn: list[tuple[Any, Any, bool]], fail_on: str, holds: bool
) -> None:
    results = tuple(made.result(f"R-{i}", "t", status, severity=grave) for i, (status, grave, _) in enumerate(drawn))
    late = tuple(f"R-{i}" for i, (status, _, over) in enumerate(drawn) if status == "met" and over)
    held = ("the head count is not shown",) if holds else ()
    standard = replace(made.standard(), results=results, standings=tuple(r.standing for r in results))
    standard = replace(standard, holds=held, expired=late)
    code = subject_code(standard.standings, fail_on, held, late)
    whole = replace(made.report(made.subject(standards=(standard,))), fail_on=fail_on, exit_code=code)
    counted = {i.standing for i in items(whole, NONE) if i.counts}
    assert code == (3 if "error" in counted else 1 if "gap" in counted else 5 if "open" in counted else 0)
    cases = [case for suite in JUnitXml.fromstring(render(whole, "junit")) for case in suite]
    failed = {r.type for case in cases for r in case.result if isinstance(r, Failure)}
    assert ("open" in failed) == ("open" in counted), "a case fails on what is open exactly where the gate does"


def test_met_on_evidence_over_its_age_at_the_gate_is_open_there() -> None:
    standard = made.standard(expired=("PAI-CON-02",))
    whole = made.report(made.subject(standards=(standard,)))
    late = next(i for i in items(whole, NONE) if i.requirement == "PAI-CON-02")
    assert (late.status, late.counted, late.standing, late.counts) == ("met", "claimed", "open", True)
    assert "Met, counted as claimed" in message(late)


def test_what_holds_a_verdict_is_a_finding_of_its_own() -> None:
    standard = made.standard(holds=("the head count is not shown", "the period is shorter than 3 months"))
    (held,) = [i for i in items(made.report(made.subject(standards=(standard,))), NONE) if i.result is None]
    assert (held.requirement, held.standing, held.counts) == ("verdict-held", "open", True)
    assert held.reason == "the head count is not shown; the period is shorter than 3 months"


@pytest.mark.parametrize(("statuses", "held"), [(("not_applicable",), True), (("met",), False), (("unknown",), False)])
def test_nothing_met_is_no_pass(statuses: tuple[str, ...], held: bool) -> None:
    results = tuple(made.result("A-1", "t", s) for s in statuses)
    found = list(items(made.report(made.subject(standards=(made.standard(results),))), NONE))
    assert ("no requirement is shown to be met" in [i.reason for i in found]) == held


@pytest.mark.parametrize(
    ("problem", "file", "line", "column"),
    [
        ("v/b/questionnaire.yaml:4:2, pay.models: no option", "questionnaire.yaml", 4, 2),
        ("v/b/wages/h1.csv:12: no number", "wages/h1.csv", 12, None),
        ("v/b/questionnaire.yaml: cannot be read", "questionnaire.yaml", None, None),
        ("something: 4:2 else", "questionnaire.yaml", None, None),
        ("v/b/q.yaml:99999999999:1: x", "questionnaire.yaml", None, None),
    ],
)
def test_a_subject_that_could_not_be_read_is_a_finding_where_its_problem_is(
    problem: str, file: str, line: int | None, column: int | None
) -> None:
    whole = Report((), (InvalidSubject("v/b", (problem,)),), "0.1.0", "never", 3)
    (found,) = items(whole, NONE)
    assert (found.place.file, found.place.line, found.place.column) == (file, line, column)
    assert (found.standing, found.counts, level(found)) == ("error", True, "error")
    assert message(found).startswith("Not assessed: ")


def test_only_the_subject_asked_for() -> None:
    second = made.subject(id="binda", folder="vendors/binda")
    whole = made.report(made.subject(), second, invalid=(InvalidSubject("vendors/x", ("y",)),))
    assert {i.folder for i in items(whole, Options(subject="vendors/binda"))} == {"vendors/binda"}
    assert {i.folder for i in items(whole, Options(subject="vendors/x"))} == {"vendors/x"}


def test_the_name_stays_while_lines_wording_and_edition_change_and_not_longer() -> None:
    found = item(place=Place("questionnaire.yaml", 4, 2, "answers.pay.models"))
    same = found._replace(
        place=Place("questionnaire.yaml", 90, 7, "answers.pay.models"), reason="x", title="y", edition="2027",
        status="partly_met", counted="partly_met", severity="minor",
    )  # fmt: skip
    assert fingerprint(found) == fingerprint(same)
    others = [
        found._replace(subject="binda"), found._replace(standard="rba"), found._replace(requirement="PAI-PAY-02"),
        found._replace(place=Place("questionnaire.yaml", 4, 2, "answers.pay")),
        found._replace(status="unknown", counted="unknown"),
    ]  # fmt: skip
    assert len({fingerprint(one) for one in (found, *others)}) == 6
    assert name(found) == "acme/pai/PAI-PAY-01/answers.pay.models/gap"


def test_no_two_parts_of_a_name_run_together() -> None:
    assert name(item(subject="a/b")) != name(item(subject="a", standard="b/pai"))


@pytest.mark.parametrize(
    ("folder", "file", "base", "windows", "wanted"),
    [
        ("vendors/acme", "questionnaire.yaml", "/w", False, "vendors/acme/questionnaire.yaml"),
        (".", "questionnaire.yaml", "/w", False, "questionnaire.yaml"),
        ("./vendors//acme/", "a/../b.csv", "/w", False, "vendors/acme/b.csv"),
        ("/w/vendors/acme", "q.yaml", "/w", False, "vendors/acme/q.yaml"),
        ("/w/vendors/acme", "q.yaml", "/w/", False, "vendors/acme/q.yaml"),
        ("/world/acme", "q.yaml", "/w", False, "/world/acme/q.yaml"),
        ("../acme", "q.yaml", "/w", False, "../acme/q.yaml"),
        ("vendors\\acme", "wages\\h1.csv", "C:/w", True, "vendors/acme/wages/h1.csv"),
        ("C:\\w\\acme", "q.yaml", "C:/w", False, "acme/q.yaml"),
        ("C:/w/acme", "q.yaml", "C:/w", False, "acme/q.yaml"),
        ("D:\\x", "q.yaml", "C:/w", False, "D:/x/q.yaml"),
        ("a\\b", "q.yaml", "/w", False, "a\\b/q.yaml"),
    ],
)
def test_files_are_named_from_the_working_directory(
    folder: str, file: str, base: str, windows: bool, wanted: str
) -> None:
    assert path_in(folder, (), file, base, windows) == wanted


def test_a_buyers_findings_stand_in_its_suppliers_files() -> None:
    theirs = InputFile("vendors/acme/questionnaire.yaml", made.SHA, "questionnaire")
    judged = InputFile("audit/review.yaml", made.SHA, "assessment")
    buyer = made.subject(folder="buyers/n", inputs=(*made.subject().inputs, theirs, judged))
    assert elsewhere(buyer) == ("vendors/acme", "audit/review.yaml", "audit")
    found = next(items(made.report(buyer), NONE))
    assert path(found._replace(place=Place("vendors/acme/wages/h1.csv")), "") == "vendors/acme/wages/h1.csv"
    assert path(found._replace(place=Place("questionnaire.yaml")), "") == "buyers/n/questionnaire.yaml"


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("vendors/acme/q.yaml", "vendors/acme/q.yaml"),
        ("a b/ü#?%.yaml", "a%20b/%C3%BC%23%3F%25.yaml"),
        ("a:b/q.yaml", "a%3Ab/q.yaml"),
        ("/w/q.yaml", "file:///w/q.yaml"),
        ("C:/w/q.yaml", "file:///C:/w/q.yaml"),
        ("a\\b", "a%5Cb"),
        ("bytes\udcff.yaml", "bytes%FF.yaml"),
        ("lone\ud800.yaml", "lone%3F.yaml"),
    ],
)
def test_uris_are_percent_encoded(file: str, wanted: str) -> None:
    assert uri(file) == wanted


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=4))
def test_a_uri_reads_back_as_its_path(parts: list[str]) -> None:
    file = PurePosixPath(*[part.replace("/", "_").replace("\x00", "_") for part in parts]).as_posix()
    read = urlsplit(uri(file))
    assert unquote(read.path) == file
    assert (read.netloc, read.query, read.fragment) == ("", "", "")


@given(st.permutations(range(30)), st.integers(1, 40))
def test_the_worst_stay_whatever_the_order(mixed: list[int], most: int) -> None:
    severities = ("critical", "major", "minor", "advisory")
    statuses = ("not_met", "unknown", "error")
    whole = [
        item(statuses[i % 3], severities[i % 4])._replace(requirement=f"R-{i:02}", folder=f"f{i:02}") for i in range(30)
    ]
    kept, missing = worst([whole[i] for i in mixed], most)
    assert kept == sorted(whole, key=order)[:most]
    assert len(kept) + missing.total() == 30
    loudest_gone = next((n for n in ("error", "warning", "note") if missing[n]), "none")
    ranks = ["error", "warning", "note", "none"]
    assert all(ranks.index(level(k)) <= ranks.index(loudest_gone) for k in kept)


def test_how_many_are_left_out_is_counted_by_how_loud_they_are() -> None:
    whole = made.report()
    found = list(outstanding(whole, NONE))
    assert [level(i) for i in sorted(found, key=order)] == ["error"] * 3 + ["warning"] * 3 + ["note"]
    missing = left_out(whole, NONE, 4)
    assert dict(missing) == {"warning": 2, "note": 1}
    words = left_out_words(missing, 4)
    assert words.startswith("The 4 worst findings are in this file and 3 are not (2 warnings, 1 note)")
    assert left_out_words(left_out(whole, NONE)) == ""
