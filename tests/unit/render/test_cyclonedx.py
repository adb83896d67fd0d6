"""CycloneDX declarations: taken by the schema of its own library, closed in themselves, affirming nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from checker.model.assessment import EvidenceFound, Exhibit, InvalidSubject
from checker.model.evidence import InputFile, Level, Place
from checker.model.wages import WageEvidence
from checker.render import Options, render
from checker.render.cyclonedx_parts import CONFIDENCE
from checker.render.words import LEVEL
from tests import reports_for_tests as made
from tests.audit_checks import check_cyclonedx, cyclonedx, cyclonedx_references, members

BROKEN = InvalidSubject("vendors/broken", ("questionnaire.yaml:4:2, pay.models: 'hourley' is no option",))
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
    "nothing judged": lambda: shown(standards=(replace(made.standard(), results=()),)),
    "few workers": lambda: shown(wages=WageEvidence(sets=(made.wage_set(worker_count_hidden=True),), absent="")),
}


def document(report: Any = None, **options: Any) -> dict[str, Any]:
    return cyclonedx(render(report or shown(), "cyclonedx", Options(**options)))


def lines(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the lines of the first map by the identifier of their requirement."""
    names = {r["bom-ref"]: r["identifier"] for s in found["definitions"]["standards"] for r in s["requirements"]}
    return {names[line["requirement"]]: line for line in found["declarations"]["attestations"][0]["map"]}


def claims(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {claim["bom-ref"]: claim for claim in found["declarations"]["claims"]}


@pytest.mark.parametrize("name", REPORTS)
def test_the_schema_takes_it_and_every_reference_leads_somewhere(name: str) -> None:
    content = render(REPORTS[name](), "cyclonedx")
    assert content == render(REPORTS[name](), "cyclonedx")
    found = cyclonedx(content)
    assert found["specVersion"] == "1.6"
    assert "timestamp" not in found["metadata"] and "affirmation" not in found["declarations"]
    assert not [key for key, _ in members(found) if key in ("signature", "signatories")]


def test_a_reference_to_nothing_is_noticed() -> None:
    found = document()
    found["declarations"]["claims"][0]["evidence"] = ["evidence:gone"]
    assert "evidence:gone" in set(cyclonedx_references(found))
    with pytest.raises(AssertionError):
        cyclonedx(json.dumps(found).encode())


def test_requirements_stand_once_with_what_they_ask_and_their_levels() -> None:
    first, other = document(two())["definitions"]["standards"]
    assert (first["version"], other["version"]) == ("2022", "2025")
    (pay,) = [r for r in first["requirements"] if r["identifier"] == "PAI-PAY-01"]
    assert pay["title"] == "No worker is paid below the local living wage"
    assert {"name": "fairlabel:severity", "value": "critical"} in pay["properties"]
    core, extended = first["levels"]
    assert (len(core["requirements"]), len(extended["requirements"])) == (6, 9)
    assert set(core["requirements"]) < set(extended["requirements"])


def test_conformance_is_the_credit_shown() -> None:
    found = {name: line["conformance"]["score"] for name, line in lines(document()).items()}
    assert found == {
        "PAI-PAY-01": 0, "PAI-PAY-02": 0.5, "PAI-TIME-03": 0, "PAI-CON-01": 0, "PAI-GRV-01": 0, "PAI-PRV-02": 0,
        "PAI-CON-02": 1, "PAI-QA-09": 0,
    }  # fmt: skip


def test_what_does_not_apply_is_in_no_map_and_in_the_summary() -> None:
    found = document()
    assert "PAI-WEL-01" not in lines(found)
    assert (
        "PAI-WEL-01 does not apply: no sensitive content in scope."
        in found["declarations"]["attestations"][0]["summary"]
    )


def test_confidence_comes_from_the_level_of_the_evidence() -> None:
    found = {name: line["confidence"]["score"] for name, line in lines(document()).items()}
    assert found["PAI-PAY-01"] == CONFIDENCE["recorded"]
    assert found["PAI-CON-02"] == CONFIDENCE["documented"]
    assert found["PAI-CON-01"] == CONFIDENCE["stated"]  # claimed: no more than a word
    assert found["PAI-GRV-01"] == found["PAI-PRV-02"] == found["PAI-QA-09"] == 0  # undecided


def test_the_table_of_confidence_rises_with_the_ladder() -> None:
    assert list(CONFIDENCE) == list(LEVEL)
    assert list(CONFIDENCE.values()) == sorted(set(CONFIDENCE.values()))
    assert (CONFIDENCE["none"], CONFIDENCE["worker_measured"]) == (0, 1)


@pytest.mark.parametrize(
    ("status", "level", "score"),
    [
        ("met", Level.DOCUMENTED, 0.4),
        ("met", Level.WORKER_MEASURED, 1.0),
        ("not_met", Level.STATED, 0.6),  # an admission counts like a record
        ("partly_met", Level.INDEPENDENT, 0.8),
        ("claimed", Level.RECORDED, 0.1),
        ("claimed", Level.NONE, 0.0),
        ("unknown", Level.RECORDED, 0.0),
        ("error", Level.RECORDED, 0.0),
    ],
)
def test_confidence_by_status_and_level(status: Any, level: Any, score: float) -> None:
    evidence = EvidenceFound(Level.RECORDED, level, (), False, False)
    one = made.result("R-1", "t", status, evidence=evidence)
    assert lines(document(shown(standards=(made.standard((one,)),))))["R-1"]["confidence"]["score"] == score


def test_answers_are_claims_and_what_contradicts_them_counter_claims() -> None:
    found = document()
    line, said = lines(found)["PAI-PAY-01"], claims(found)
    assert [said[ref]["predicate"] for ref in line["claims"]] == ["Living wage commitment: at least living wage"]
    assert [said[ref]["predicate"] for ref in line["counterClaims"]] == [
        "Workers below the living wage: 18 of 60 workers"
    ]
    (against,) = line["counterClaims"]
    (promise,) = line["claims"]
    names = {e["bom-ref"]: e["description"] for e in found["declarations"]["evidence"]}
    assert [names[ref].split(":")[0] for ref in said[against]["evidence"]] == ["payroll-h1"]
    assert said[promise]["counterEvidence"] == said[against]["evidence"]


def test_the_word_of_the_subject_stays_a_claim_where_the_requirement_failed() -> None:
    admitted = made.fact("answers.pay.models", ("piece_rate",), place=Place("questionnaire.yaml", 9, 5))
    one = made.result("R-1", "t", "not_met", facts=(admitted,))
    found = document(shown(standards=(made.standard((one,), conflicts=()),)))
    line = lines(found)["R-1"]
    assert [claims(found)[ref]["predicate"] for ref in line["claims"]] == ["Models: piece rate"]
    assert "counterClaims" not in line


def test_evidence_has_its_dates_its_author_and_its_reader() -> None:
    found = {e["description"].split(":")[0]: e for e in document()["declarations"]["evidence"]}
    payroll, contract = found["payroll-h1"], found["contract-2026"]
    assert (payroll["created"], payroll["expires"]) == ("2026-06-30T00:00:00Z", "2027-06-30T23:59:59Z")
    assert payroll["author"] == {"name": "supplier"}
    assert payroll["data"][0]["contents"]["url"] == "wages/h1.csv" and made.SHA in payroll["data"][0]["name"]
    assert "expires" not in contract and "holds while it is in force" in contract["description"]
    assert contract["reviewer"] == {"name": "reviewer, Buyer AG"}
    assert found["policy-1"]["expires"] == "2026-06-30T00:00:00Z"  # no date: out of date, never good for ever
    assert "created" not in found["policy-1"]
    assert "content not checked" not in contract["description"]


def test_evidence_that_is_cited_and_not_listed_is_named_as_such() -> None:
    described = [e["description"] for e in document(made.report())["declarations"]["evidence"]]
    assert "payroll-h1: cited, and not among what was shown; neither date nor files are known." in described


def test_a_waiver_is_a_mitigation_with_an_end_and_raises_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.render.view import subject_view

    def with_waiver(subject: Any) -> Any:
        view = subject_view(subject)
        view["standards"][0]["results"][1]["waiver"] = WAIVER
        return view

    before = lines(document())["PAI-PAY-02"]["conformance"]["score"]
    monkeypatch.setattr("checker.render.cyclonedx.subject_view", with_waiver)
    found = document()
    conformance = lines(found)["PAI-PAY-02"]["conformance"]
    assert conformance["score"] == before
    (ref,) = conformance["mitigationStrategies"]
    (waiver,) = [e for e in found["declarations"]["evidence"] if e["bom-ref"] == ref]
    assert (waiver["created"], waiver["expires"]) == ("2026-07-01T00:00:00Z", "2026-12-31T23:59:59Z")
    assert waiver["author"] == {"name": "head of procurement"}


def test_no_hidden_number_comes_out() -> None:
    predicates = [claim["predicate"] for claim in document()["declarations"]["claims"]]
    assert "Screen recording: hidden" in predicates
    assert "Most hours of one worker in seven days running: hidden" in predicates


def test_whoever_could_not_be_assessed_is_named() -> None:
    told = {p["name"]: p["value"] for p in document(two())["metadata"]["properties"]}
    assert told["fairlabel:not-assessed"].startswith("vendors/broken: questionnaire.yaml:4:2")


def test_one_subject_can_be_chosen() -> None:
    names = document(two(), subject="b")["declarations"]["targets"]["organizations"]
    assert [one["name"] for one in names] == ["Acme Annotation Ltd"]
    assert len(document(two())["declarations"]["targets"]["organizations"]) == 2


def test_another_result_is_another_document() -> None:
    assert document()["serialNumber"] != document(shown(answered=(1, 88)))["serialNumber"]


@pytest.mark.parametrize(
    "payload",
    [
        '"O\'Neil" & <b>', "<script>alert(1)</script>", '=HYPERLINK("http://evil.example")', "👩‍💻 שלום \u202etxt.exe",
        "a\x00b\x07\x1b[31m\ud800\ufffe", "[x](javascript:alert(1))", "x" * 40_000, '","x":[{"', "//evil.example/x", "",
    ],
)  # fmt: skip
def test_what_others_wrote_is_only_read(payload: str) -> None:
    item = Exhibit(replace_item(payload), None, None, False)
    report = made.report(replace(made.hostile().subjects[0], evidence=(item,)))
    harmless = render(report, "cyclonedx")
    hostile = made.hostile(payload)
    check_cyclonedx(
        render(replace(hostile, subjects=(replace(hostile.subjects[0], evidence=(item,)),)), "cyclonedx"), harmless
    )


def replace_item(text: str) -> Any:
    file = InputFile(text, made.SHA, "evidence")
    return replace(made.PAYROLL, id=text, files=(file,), problem=text)
