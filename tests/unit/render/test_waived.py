"""What is waived, and what a baseline knows, in the formats for CI: never lost, never an alert, never a failure."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

from jsonschema import Draft4Validator
from junitparser import JUnitXml, Skipped

from checker.model.assessment import Report
from checker.model.evidence import InputFile
from checker.model.overlay import BaselineTerms, Counted, Ratchet, RunOverlay, SubjectOverlay, Withdrawn
from checker.render import Options, notices, render
from checker.render.findings import items, message
from checker.render.github import summary
from tests import reports_for_tests as made
from tests.unit.render.test_sarif import SCHEMA

NEW = ("PAI-PAY-01", "PAI-GRV-01", "PAI-QA-09")
"""Everything else is known; only what is new counts."""


def report() -> Report:
    """Return a report in which a gap and an open item are waived, and only what is new counts."""
    laid: dict[str, Counted] = {}
    for one in made.every_status():
        held = made.waiver(one.requirement) if one.requirement in ("PAI-PAY-02", "PAI-CON-01") else None
        age: Any = "new" if one.requirement in NEW else "known"
        laid[one.requirement] = Counted(one.status, held, age, held is not None or age == "known")
    whole = made.subject(overlay=SubjectOverlay(1, 1, {"pai": laid}), gate_date=date(2026, 9, 1))
    run = RunOverlay(gate_date=date(2026, 9, 1), without=1, new_only=True)
    return replace(made.report(whole), overlay=run)


def counted(status: str, requirement: str = "PAI-PAY-01", **changes: Any) -> Report:
    """Return a report of one result that the gate counts as ``status``."""
    one = made.result(requirement, "A title", changes.pop("today", "unknown"))
    laid = SubjectOverlay(1, 1, {"pai": {requirement: Counted(status)}}, **changes)  # type: ignore[arg-type]
    whole = made.subject(overlay=laid, standards=(made.standard((one,)),))
    return replace(made.report(whole), overlay=RunOverlay(gate_date=date(2026, 9, 1), without=1, ratchet=True))


def results(options: Options) -> dict[str, dict[str, Any]]:
    document = json.loads(render(report(), "sarif", options))
    assert list(Draft4Validator(SCHEMA).iter_errors(document)) == []
    return {r["ruleId"]: r for r in document["runs"][0]["results"]}


def test_a_full_log_suppresses_what_is_waived_and_says_by_whom_and_until_when() -> None:
    found = results(Options(sarif_profile="full"))
    (suppression,) = found["PAI-PAY-02"]["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert suppression["justification"] == "The new rates are signed and start in October."
    assert suppression["properties"] == {
        "approved_by": "head of procurement", "from": "2026-08-01", "until": "2026-09-21",
        "remedy": "Pay the new rates from 1 October.",
    }  # fmt: skip
    place = suppression["location"]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("waivers.yaml", 3)
    assert (found["PAI-PAY-02"]["kind"], found["PAI-PAY-02"]["level"]) == ("fail", "error"), "the result stays"
    assert all(isinstance(r["suppressions"], list) for r in found.values()), "all or none have the property"
    assert {name for name, r in found.items() if r["suppressions"]} == {"PAI-PAY-02", "PAI-CON-01"}
    states = {name: r["baselineState"] for name, r in found.items() if r["kind"] != "informational"}
    assert {name for name, state in states.items() if state == "new"} == set(NEW)
    assert set(states.values()) == {"new", "unchanged"}
    assert found["PAI-PAY-02"]["properties"]["gate"] is False


def test_what_no_baseline_covers_is_called_so_and_not_new() -> None:
    laid = Counted("not_met", None, "never_covered", False, "no baseline covers what is critical")
    one = made.result("PAI-PAY-01", "A title", "not_met", severity="critical")
    over = SubjectOverlay(1, 1, {"pai": {"PAI-PAY-01": laid}})
    whole = made.subject(overlay=over, standards=(made.standard((one,)),), gate_date=date(2026, 9, 1))
    of = replace(made.report(whole), overlay=RunOverlay(gate_date=date(2026, 9, 1), without=1, new_only=True))
    log = json.loads(render(of, "sarif", Options(sarif_profile="full")))
    assert list(Draft4Validator(SCHEMA).iter_errors(log)) == []
    (found,) = [r for r in log["runs"][0]["results"] if r["ruleId"] == "PAI-PAY-01"]
    assert ("baselineState" in found, found["properties"]["baseline"]) == (False, "never_covered")
    for shown in (
        summary(of, Options()).decode("utf-8"),
        render(of, "html").decode("utf-8"),
        render(of, "markdown").decode("utf-8"),
    ):
        assert "covered by no baseline" in shown
        assert "new since the baseline" not in shown
    assert "PAI-PAY-01" in render(of, "github").decode("utf-8"), "the gate counts it"


def names(of: Report) -> tuple[set[str], set[str], str]:
    """Return the requirements in SARIF for GitHub, in GitLab's report, and the text of the annotations."""
    log = json.loads(render(of, "sarif"))
    assert list(Draft4Validator(SCHEMA).iter_errors(log)) == []
    entries = json.loads(render(of, "gitlab"))
    sarif = {r["ruleId"] for r in log["runs"][0]["results"]}
    return sarif, {e["check_name"] for e in entries}, render(of, "github").decode("utf-8")


def test_github_and_gitlab_leave_out_what_is_waived_and_with_new_only_what_is_known() -> None:
    """GitHub reads neither suppressions nor baselineState: a waived or known result would be an open alert."""
    sarif, gitlab, annotations = names(report())
    assert sarif == gitlab == {"PAI-PAY-01", "PAI-GRV-01", "PAI-QA-09"}
    assert all(name in annotations for name in sarif)
    laid = report().subjects[0].overlay.counted["pai"]  # type: ignore[union-attr]
    counts = {k: c._replace(excused=c.waiver is not None) for k, c in laid.items()}
    whole = replace(report().subjects[0], overlay=SubjectOverlay(1, 1, {"pai": counts}))
    marked = names(replace(report(), subjects=(whole,)))[0]
    assert "PAI-TIME-03" in marked and "PAI-PAY-02" not in marked, "known, and counted"


def test_how_many_are_left_out_is_said_in_the_log_and_beside_it() -> None:
    terms = BaselineTerms(InputFile("b.json", "0" * 64, "baseline"), "head of procurement", date(2026, 12, 31), False)
    whole = replace(report(), overlay=RunOverlay(gate_date=date(2026, 9, 1), without=1, baseline=terms, new_only=True))
    # Of seven gaps and open items three are new and two waived.
    words = (
        "Left out, since the gate passes over them: 2 waived and 2 known since the baseline (accepted by head of "
        "procurement until 2026-12-31)"
    )
    (invocation,) = json.loads(render(whole, "sarif"))["runs"][0]["invocations"]
    assert {"descriptor": {"id": "excused"}, "level": "note", "message": {"text": f"{words}."}} in (
        invocation["toolExecutionNotifications"]
    )
    assert notices(whole, "sarif", Options()) == (f"sarif: {words}; --sarif-profile full has them.",)
    assert notices(whole, "gitlab", Options()) == (f"gitlab: {words}.",)
    assert notices(whole, "sarif", Options(sarif_profile="full")) == ()
    assert notices(made.report(), "sarif", Options()) == ()


def test_a_known_gap_is_shown_where_its_evidence_has_gone() -> None:
    whole = report()
    laid: Any = whole.subjects[0].overlay
    gone = Withdrawn("pai", "PAI-TIME-03", "not_met", ("register",), False)
    for withdrawn, shown in (((gone,), True), ((gone._replace(lifted=True),), False), ((), False)):
        subject = replace(whole.subjects[0], overlay=replace(laid, withdrawn=withdrawn))
        found = names(replace(whole, subjects=(subject,)))
        assert [("PAI-TIME-03" in part) for part in found] == [shown] * 3
    waived = gone._replace(requirement="PAI-PAY-02")
    subject = replace(whole.subjects[0], overlay=replace(laid, withdrawn=(waived,)))
    assert "PAI-PAY-02" not in names(replace(whole, subjects=(subject,)))[0]


def test_annotations_are_for_what_is_new() -> None:
    text = render(report(), "github").decode("utf-8")
    assert "PAI-PAY-01" in text
    assert not any(name in text for name in ("PAI-PAY-02", "PAI-CON-01", "PAI-TIME-03"))
    without = report()
    laid = {k: c._replace(excused=c.waiver is not None) for k, c in without.subjects[0].overlay.counted["pai"].items()}  # type: ignore[union-attr]
    loud = replace(without.subjects[0], overlay=SubjectOverlay(1, 1, {"pai": laid}))
    assert "PAI-TIME-03" in render(replace(without, subjects=(loud,)), "github").decode("utf-8"), "known, and counted"


def test_a_case_that_is_waived_is_skipped_and_says_so() -> None:
    cases = {c.name.split(" · ")[1]: c for suite in JUnitXml.fromstring(render(report(), "junit")) for c in suite}
    for name in ("PAI-PAY-02", "PAI-CON-01"):
        (found,) = cases[name].result
        assert isinstance(found, Skipped) and found.type == "excused"
        assert found.message.startswith(
            "Waived until 2026-09-21 by head of procurement: The new rates are signed and start in October. "
        )
    (known,) = cases["PAI-TIME-03"].result
    assert known.message.startswith("Known since the baseline. Not met: ")
    assert type(cases["PAI-PAY-01"].result[0]).__name__ == "Failure"


def test_a_row_has_the_end_of_its_waiver_and_what_the_baseline_says() -> None:
    rows = {
        row["requirement"]: (row["waiver_until"], row["baseline"])
        for row in csv.DictReader(io.StringIO(render(report(), "csv").decode("utf-8-sig"), newline=""))
    }
    assert rows["PAI-PAY-02"] == ("2026-09-21", "known")
    assert rows["PAI-TIME-03"] == ("", "known")
    assert len(rows) == 7


def test_the_summary_counts_what_is_waived_and_names_what_is_known() -> None:
    text = summary(report(), Options()).decode("utf-8")
    assert "2 findings waived" in text
    assert "PAI-PAY-02" not in text
    assert "minor, known" in text


def test_what_evidence_showed_that_has_gone_is_a_gap_still() -> None:
    whole = counted("not_met")
    (found, *_) = items(whole, Options())
    assert (found.status, found.counted, found.standing, found.counts) == ("unknown", "not_met", "gap", True)
    assert message(found).startswith("Unknown, counted as not met: evidence that showed it has gone since the baseline")
    (case,) = [c for suite in JUnitXml.fromstring(render(whole, "junit")) for c in suite if "A title" in c.name]
    assert [type(r).__name__ for r in case.result] == ["Failure"]


def test_a_score_that_fell_is_a_finding_that_fails_the_gate() -> None:
    whole = counted("met", today="met", ratchet=(Ratchet("pai", 41.2, 44.0, "fell"), Ratchet("rba", 1, 2, "fell")))
    (fell,) = [i for i in items(whole, Options()) if i.requirement == "score-fell"]
    assert (fell.standing, fell.counts, fell.reason) == (
        "gap", True, "the shown score is 41.2, in the baseline it is 44.0",
    )  # fmt: skip
    for fmt in ("sarif", "junit", "gitlab", "github", "csv"):
        assert "score-fell" in render(whole, fmt).decode("utf-8"), fmt
    held = counted("met", today="met", ratchet=(Ratchet("pai", 44.0, 44.0, "held"),))
    assert not [i for i in items(held, Options()) if i.requirement == "score-fell"]
