"""OSCAL: taken by NIST's schema and by trestle, closed in itself, and never kinder than the report."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model.assessment import Exhibit, InvalidSubject
from checker.model.wages import WageEvidence
from checker.render import Options, render
from checker.render.clean import path_reference
from checker.render.oscal_parts import line, prose, stamp, token
from tests import reports_for_tests as made
from tests.audit_checks import (
    check_oscal,
    oscal,
    oscal_ids,
    oscal_references,
    oscal_validators,
    plan_inside,
)

BROKEN = InvalidSubject("vendors/broken", ("questionnaire.yaml:4:2, pay.models: 'hourley' is no option",))
FORMATS = ("oscal", "oscal-poam")
STATUSES = {r.requirement: r.status for r in made.every_status()}
WAIVER = {
    "reason": "The bank changes in autumn", "approved_by": "head of procurement", "from": "2026-07-01",
    "until": "2026-12-31", "remedy": "Pay the shortfall", "place": None,
}  # fmt: skip


def shown(**changes: Any) -> Any:
    return made.report(made.subject(evidence=made.exhibits(), **changes))


def two() -> Any:
    twice = (made.standard(), made.standard(id="other", edition="2025"))
    second = made.subject(id="b", folder="b", kind="buyer", kinds=(), headcount=None, period=(None, None))
    return made.report(made.subject(standards=twice, evidence=made.exhibits()), second, invalid=(BROKEN,))


REPORTS = {
    "every status": made.report,
    "with evidence": shown,
    "hostile": made.hostile,
    "no subject": lambda: replace(made.report(), subjects=()),
    "only invalid ones": lambda: replace(made.report(), subjects=(), invalid=(BROKEN,)),
    "two subjects, two standards, one invalid": two,
    "no pay": lambda: shown(wages=WageEvidence()),
    "no date": lambda: shown(as_of=None, period=(None, None)),
    "a day that OSCAL cannot hold": lambda: shown(as_of=date(1812, 5, 1)),
    "nothing judged": lambda: shown(standards=(replace(made.standard(), results=()),)),
    "all met": lambda: shown(
        standards=(replace(made.standard(), results=tuple(r for r in made.every_status() if r.status == "met")),)
    ),
    "few workers": lambda: shown(wages=WageEvidence(sets=(made.wage_set(worker_count_hidden=True),), absent="")),
}


def document(report: Any, fmt: str = "oscal") -> dict[str, Any]:
    return oscal(render(report, fmt))[1]


def result(report: Any = None) -> dict[str, Any]:
    found: dict[str, Any] = document(report or shown())["results"][0]
    return found


def told(part: dict[str, Any]) -> dict[str, str]:
    return {p["name"]: p["value"] for p in part["props"]}


def waived(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let the view say that ``names`` are waived."""
    for module in ("oscal", "oscal_poam"):
        target = f"checker.render.{module}.subject_view"
        from checker.render.view import subject_view

        def with_waiver(subject: Any) -> Any:
            view = subject_view(subject)
            for standard in view["standards"]:
                for one in standard["results"]:
                    if one["requirement"] in names:
                        one["waiver"] = WAIVER
            return view

        monkeypatch.setattr(target, with_waiver)


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("name", REPORTS)
def test_nist_and_trestle_take_it_and_it_is_closed_in_itself(name: str, fmt: str) -> None:
    content = render(REPORTS[name](), fmt)
    assert content == render(REPORTS[name](), fmt)
    _, body = oscal(content)
    ids = oscal_ids(body)
    assert [one for one, n in Counter(ids).items() if n > 1] == []
    assert oscal_references(body) - set(ids) == set()
    if fmt == "oscal":
        plan = plan_inside(body)
        assert oscal_references(plan) - {*oscal_ids(plan), *ids} == set()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.pop("import-ap"),
        lambda d: d["results"][0].update(start="2026-06-30"),
        lambda d: d["results"][0]["findings"][0]["target"]["status"].update(state="not-applicable"),
        lambda d: d["results"][0]["findings"][0]["target"].update({"target-id": "1 a"}),
        lambda d: d["results"][0].update(risks=[]),
        lambda d: d["results"][0]["observations"][0].pop("methods"),
        lambda d: d["metadata"].update(surprise=1),
    ],
)
def test_what_is_not_oscal_is_noticed(spoil: Any) -> None:
    whole = json.loads(render(shown(), "oscal"))["assessment-results"]
    assert oscal_validators()["assessment-results"].is_valid(whole)
    spoil(whole)
    assert not oscal_validators()["assessment-results"].is_valid(whole)


def test_only_met_reads_as_satisfied_and_the_real_status_is_there() -> None:
    found = {told(f)["requirement"]: f for f in result()["findings"]}
    applying = {name: status for name, status in STATUSES.items() if status != "not_applicable"}
    assert {name: told(f)["status"] for name, f in found.items()} == applying
    states = {name: f["target"]["status"]["state"] for name, f in found.items()}
    assert states == {n: "satisfied" if s == "met" else "not-satisfied" for n, s in applying.items()}
    reasons = {f["target"]["status"]["reason"] for f in found.values()}
    assert reasons == {"pass", "fail", "partly_met", "claimed", "unknown", "error"}


def test_what_does_not_apply_is_excluded_with_its_reason() -> None:
    reviewed = result()["reviewed-controls"]
    (selection,) = reviewed["control-selections"]
    assert selection["exclude-controls"] == [{"control-id": "PAI-WEL-01"}]
    assert len(selection["include-controls"]) == len(STATUSES)
    assert "PAI-WEL-01 does not apply: no sensitive content in scope" in reviewed["remarks"]
    assert "PAI-PLAT-01 was left out: for crowd platforms" in reviewed["remarks"]


def test_every_gap_and_open_item_is_a_risk_with_severity_and_deadline() -> None:
    risks = {told(r)["requirement"]: r for r in result()["risks"]}
    assert set(risks) == {n for n, s in STATUSES.items() if s not in ("met", "not_applicable")}
    worst = risks["PAI-PAY-01"]
    assert worst["status"] == "open"
    assert worst["characterizations"][0]["facets"][0]["value"] == "critical"
    assert worst["deadline"] == "2026-09-28T23:59:59Z"  # 30 June and 90 days
    assert worst["statement"] == "Below the living wage people cannot pay for food, rent and school."
    assert "deadline" not in risks["PAI-QA-09"]  # the pack names no remedy


def test_how_and_until_when_each_thing_was_looked_at() -> None:
    seen = {(told(o).get("evidence"), told(o).get("content-checked")): o for o in result()["observations"]}
    payroll = seen["payroll-h1", "by the tool"]
    assert payroll["methods"] == ["TEST"]
    assert (payroll["collected"], payroll["expires"]) == ("2026-06-30T00:00:00Z", "2027-06-30T23:59:59Z")
    assert seen["contract-2026", "by an assessor"]["methods"] == ["EXAMINE"]
    unread = seen["contract-2026", "no"]
    assert unread["methods"] == ["UNKNOWN"] and "content not checked" in unread["description"]
    nothing = seen[None, "no"]
    assert nothing["methods"] == ["UNKNOWN"] and nothing["title"] == "No evidence is attached"


@pytest.mark.parametrize("collector", ["worker_organisation", "supplier"])
def test_only_workers_asked_by_others_were_interviewed(collector: Any) -> None:
    survey = made.SURVEY.__class__(**{**_fields(made.SURVEY), "collector": collector})
    one = made.result("R-1", "t", "met", evidence=made.every_status()[0].evidence._replace(ids=("survey-june",)))
    report = made.report(
        made.subject(standards=(made.standard((one,)),), evidence=(Exhibit(survey, None, None, False),))
    )
    (seen, *_) = result(report)["observations"]
    assert seen["methods"] == (["UNKNOWN"] if collector == "supplier" else ["INTERVIEW"])


def _fields(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__slots__}


def test_what_has_no_date_is_over_on_the_day_of_assessment_and_says_so() -> None:
    one = made.result("R-1", "t", "claimed", evidence=made.every_status()[0].evidence._replace(ids=("policy-1",)))
    (seen, *_) = result(shown(standards=(made.standard((one,)),)))["observations"]
    assert seen["collected"] == seen["expires"] == "2026-06-30T00:00:00Z"
    assert told(seen)["date-unknown"] == "yes"
    assert "No date is known of it" in seen["description"]
    assert "The stamp is the day of assessment" in seen["remarks"]


def test_without_a_day_of_assessment_every_stamp_says_that_it_stands_for_none() -> None:
    body = document(shown(as_of=None, period=(None, None)))
    assert body["metadata"]["last-modified"] == body["results"][0]["start"] == "1970-01-01T00:00:00Z"
    assert "no day of assessment is known" in told(body["metadata"])["date-unknown"]
    assert "no day of assessment is known" in told(body["results"][0])["date-unknown"]
    assert not [r for r in body["results"][0]["risks"] if "deadline" in r]


def test_a_conflict_is_an_observation_of_its_requirement() -> None:
    found = result()
    (clash,) = [o for o in found["observations"] if "outcome" in told(o)]
    (finding,) = [f for f in found["findings"] if {"observation-uuid": clash["uuid"]} in f["related-observations"]]
    assert told(finding)["requirement"] == "PAI-PAY-01"
    assert "18 of 60 workers" in clash["description"]


def test_a_waiver_is_an_approved_deviation_with_its_end_and_the_finding_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    waived(monkeypatch, "PAI-PAY-02")
    found = result()
    (risk,) = [r for r in found["risks"] if told(r)["requirement"] == "PAI-PAY-02"]
    assert risk["status"] == "deviation-approved"
    assert risk["deadline"] == "2026-12-31T23:59:59Z"
    (entry,) = risk["risk-log"]["entries"]
    assert entry["status-change"] == "deviation-approved"
    assert (entry["start"], entry["end"]) == ("2026-07-01T00:00:00Z", "2026-12-31T23:59:59Z")
    assert told(entry)["approved-by"] == "head of procurement"
    assert [r["lifecycle"] for r in risk["remediations"]] == ["recommendation", "planned"]
    (finding,) = [f for f in found["findings"] if told(f)["requirement"] == "PAI-PAY-02"]
    assert finding["target"]["status"]["state"] == "not-satisfied"
    (item,) = [i for i in document(shown(), "oscal-poam")["poam-items"] if told(i)["requirement"] == "PAI-PAY-02"]
    assert told(item)["waived-until"] == "2026-12-31"


def test_the_plan_of_action_has_an_item_for_everything_that_is_left() -> None:
    body = document(shown(), "oscal-poam")
    items = {told(i)["requirement"]: i for i in body["poam-items"]}
    assert list(items) == [
        "PAI-PAY-01", "PAI-GRV-01", "PAI-PAY-02", "PAI-CON-01", "PAI-TIME-03", "PAI-PRV-02", "PAI-QA-09",
    ]  # fmt: skip
    first = told(items["PAI-PAY-01"])
    assert (first["owner"], first["due"], first["severity"]) == ("supplier", "2026-09-28", "critical")
    # 8 of the weight of 30 that applies, out of 100; a partly met item of 4 has half of it to gain.
    # 26.67 and 6.67, as scores are read.
    assert first["effect-on-shown-score"] == "26.7"
    assert told(items["PAI-PAY-02"])["effect-on-shown-score"] == "6.7"
    assert items["PAI-PAY-01"]["description"].startswith("Raise the rates of everyone below the line.")


@pytest.mark.parametrize(
    ("name", "title"), [("all met", "Nothing is left to do"), ("no subject", "Nothing was assessed")]
)
def test_a_plan_without_actions_says_which_it_is(name: str, title: str) -> None:
    assert [item["title"] for item in document(REPORTS[name](), "oscal-poam")["poam-items"]] == [title]


def test_whoever_could_not_be_assessed_is_named() -> None:
    for fmt in FORMATS:
        body = document(two(), fmt)
        assert told(body["metadata"])["not-assessed"].startswith("vendors/broken: questionnaire.yaml:4:2")
    (nothing,) = document(REPORTS["only invalid ones"]())["results"]
    assert nothing["title"] == "Nothing was assessed" and "findings" not in nothing


def test_ids_hang_on_what_a_thing_is_and_the_document_on_what_is_in_it() -> None:
    one, other = document(shown()), document(shown(folder="elsewhere", answered=(1, 88)))
    assert one["uuid"] != other["uuid"]
    assert one["results"][0]["uuid"] == other["results"][0]["uuid"]
    assert [f["uuid"] for f in one["results"][0]["findings"]] == [f["uuid"] for f in other["results"][0]["findings"]]
    assert document(shown(id="another"))["results"][0]["uuid"] != one["results"][0]["uuid"]


def test_one_subject_can_be_chosen() -> None:
    content = render(two(), "oscal", Options(subject="b"))
    assert [told(r)["subject"] for r in oscal(content)[1]["results"]] == ["b"]


def test_no_hidden_number_comes_out() -> None:
    text = render(shown(), "oscal").decode() + render(shown(), "oscal-poam").decode()
    words = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}", "", text)
    # The survey of four workers, and the longest week of one.
    assert not re.search(r"(?<![\d.])0\.25(?!\d)|(?<![\d.A-])56(?!\d)", words)
    assert '"respondents"' not in words


@pytest.mark.parametrize(
    "payload",
    [
        '"O\'Neil" & <b>', "<script>alert(1)</script>", '=HYPERLINK("http://evil.example")', "👩‍💻 שלום \u202etxt.exe",
        "a\x00b\x07\x1b[31m\ud800\ufffe", "[x](javascript:alert(1)) **b** ![i](http://e/i.png)", "x" * 40_000,
        "- a\n\n# h\n\n```\ncode\n```\n> q\n\n1. b", "//evil.example/x", "\r\n::error::x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("fmt", FORMATS)
def test_what_others_wrote_is_only_read(payload: str, fmt: str) -> None:
    harmless = render(made.hostile("harmless words"), fmt)
    check_oscal(render(made.hostile(payload), fmt), harmless)


@pytest.mark.parametrize("blank", ["", " ", "\u2028"])
@pytest.mark.parametrize("fmt", FORMATS)
def test_blank_texts_are_taken_too(blank: str, fmt: str) -> None:
    oscal(render(made.hostile(blank), fmt))


@given(st.text(), st.text())
def test_texts_are_what_oscal_allows(one: str, other: str) -> None:
    assert re.fullmatch(r"[^\n]+", line(one))
    assert prose(one, other)
    assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", token(one))
    assert (token(one) == token(other)) == (one == other)
    assert re.fullmatch(r"[A-Za-z0-9%/._~-]+", path_reference(one)) and not path_reference(one).startswith("//")


@given(st.dates())
def test_a_stamp_is_one_that_oscal_takes(day: date) -> None:
    made_stamp = stamp(day)
    assert (made_stamp is None) == (not 1900 <= day.year <= 2999)
    if made_stamp:
        schema = oscal_validators()["assessment-results"].schema["definitions"]["DateTimeWithTimezoneDatatype"]
        assert re.match(schema["pattern"], made_stamp)
