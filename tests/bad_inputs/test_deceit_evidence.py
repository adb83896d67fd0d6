"""Evidence that is not what it seems: one file as many, the questionnaire as its own proof, papers of days to come.

Black box, as `test_deceit`. What may be concluded is said by the contract: a document counts once somebody may have
seen it, and nobody shows by a file what the same file says.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker.cli.main import run
from tests.bad_inputs.test_deceit import codes, judged, said, status
from tests.subjects import ANSWERS, EVIDENCE, MAPPING, SILENT, csv_text, pay_rows, questionnaire, write_subject

Captured = pytest.CaptureFixture[str]


def finding(report: dict[str, Any], code: str) -> dict[str, Any]:
    (found,) = [f for f in report["subjects"][0]["findings"] if f["code"] == code]
    return dict(found)


class TestOneFileAsMany:
    def test_ids_that_share_one_content_are_named(self, tmp_path: Path, capsys: Captured) -> None:
        """Whatever its files are called."""
        items = (
            *SILENT,
            "{id: terms, kind: contract, files: [documents/terms.md], issued: 2026-01-02}",
            "{id: rules, kind: policy, files: [documents/other.md], issued: 2026-01-02}",
        )
        policy = "# Policy\n\nInvented.\n"
        files = {"documents/terms.md": policy, "documents/other.md": "# Other\n"}
        folder = write_subject(tmp_path / "acme", questionnaire(evidence=items, answers={}), files)
        message = finding(judged(capsys, folder), "evidence_shared")["message"]
        assert "policy (policy), terms (contract)" in message
        assert "rules" not in message

    def test_files_that_differ_in_one_byte_are_two(self, tmp_path: Path, capsys: Captured) -> None:
        items = (*SILENT, "{id: terms, kind: contract, files: [documents/terms.md], issued: 2026-01-02}")
        files = {"documents/terms.md": "# Policy\n\nInvented!\n"}
        folder = write_subject(tmp_path / "acme", questionnaire(evidence=items, answers={}), files)
        assert "evidence_shared" not in codes(judged(capsys, folder))

    @pytest.mark.parametrize("copied", [False, True])
    def test_rows_read_by_two_mappings_are_refused(self, copied: bool, tmp_path: Path, capsys: Captured) -> None:
        """150 hours a month for 9 GBP, once more as 150 minutes: 2 x 1,350 GBP for 152.5 hours, over the line."""
        name = "wages/again.csv" if copied else "wages/pay.csv"
        more = EVIDENCE[0].replace("id: payroll", "id: more").replace("mapping.yaml", "two.yaml")
        text = questionnaire(evidence=(*EVIDENCE, more.replace("wages/pay.csv", name)))
        pay = csv_text(pay_rows(rate=9))
        files = {"wages/pay.csv": pay, name: pay, "wages/two.yaml": MAPPING + "units: {hours_paid: minutes}\n"}
        assert run(["check", str(write_subject(tmp_path / "acme", text, files))]) == 3
        assert "holds the same as the pay data of 'payroll', which are read by another mapping" in said(capsys)

    def test_rows_named_twice_and_read_alike_are_no_mistake(self, tmp_path: Path, capsys: Captured) -> None:
        more = EVIDENCE[0].replace("id: payroll", "id: more")
        report = judged(capsys, write_subject(tmp_path / "acme", questionnaire(evidence=(*EVIDENCE, more))))
        assert report["subjects"][0]["wages"]["sets"][0]["workers"] == 12


class TestTheQuestionnaireAsItsOwnProof:
    @pytest.mark.parametrize("name", ["questionnaire.yaml", "documents/policy.md"])
    def test_a_copy_shows_nothing(self, name: str, tmp_path: Path, capsys: Captured) -> None:
        text = questionnaire(
            evidence=(SILENT[0].replace("documents/policy.md", name),), answers={"comms": ANSWERS["comms"]}
        )
        report = judged(capsys, write_subject(tmp_path / "acme", text, {} if name[0] == "q" else {name: text}))
        (item,) = report["subjects"][0]["evidence"]
        assert item["level"] == "stated"
        assert f"evidence 'policy': {name} " in finding(report, "evidence_unfit")["message"]


class TestDaysToCome:
    GATE = "2026-10-01"

    def folder(self, tmp_path: Path, issued: str, covers: str = "") -> Path:
        item = SILENT[0].replace("issued: 2026-01-02", f"issued: {issued}{covers}")
        return write_subject(tmp_path / "acme", questionnaire(evidence=(item,), answers={"comms": ANSWERS["comms"]}))

    def expired(self, capsys: Captured, folder: Path, gate: str) -> bool:
        read = folder.parent / "assessment.yaml"
        read.write_text(
            "fairlabel: assessment/1\nassessor: {role: auditor, organisation: Example Audit}\ndecisions:\n"
            "  - {requirement: PAI-COM-01, kind: reviewed, evidence: policy, on: 2099-01-02, reason: read}\n",
            encoding="utf-8",
        )
        report = judged(capsys, folder, "--gate-date", gate, "--assessment", read)
        assert status(report, "PAI-COM-01") == "met"
        return "evidence_over_age" in codes(report)

    COVERS = ", covers: {from: 2026-01-01, to: 2026-06-30}"

    def test_nobody_has_seen_what_is_dated_after_the_gate(self, tmp_path: Path, capsys: Captured) -> None:
        assert self.expired(capsys, self.folder(tmp_path, "2026-10-02", self.COVERS), self.GATE)

    def test_what_is_dated_on_the_day_of_the_gate_counts(self, tmp_path: Path, capsys: Captured) -> None:
        assert not self.expired(capsys, self.folder(tmp_path, self.GATE, self.COVERS), self.GATE)

    def test_it_is_named(self, tmp_path: Path, capsys: Captured) -> None:
        report = judged(capsys, self.folder(tmp_path, "2099-01-01", self.COVERS), "--gate-date", self.GATE)
        message = finding(report, "evidence_of_later")["message"]
        assert "dated 2099-01-01, after the day of the gate (2026-10-01)" in message

    def test_pay_data_are_held_to_the_same(self, tmp_path: Path, capsys: Captured) -> None:
        for day, over in (("2026-09-30", False), ("2026-10-02", True)):
            payroll = EVIDENCE[0].replace("issued: 2026-07-05", f"issued: {day}")
            folder = write_subject(tmp_path / day, questionnaire(evidence=(payroll, EVIDENCE[1])))
            report = judged(capsys, folder, "--gate-date", self.GATE)
            assert status(report, "PAI-PAY-01") == "met"
            late = [f["message"] for f in report["subjects"][0]["findings"] if f["code"] == "evidence_over_age"]
            assert any("PAI-PAY-01" in message for message in late) is over

    def test_a_gate_before_the_day_of_the_assessment_is_said(self, tmp_path: Path, capsys: Captured) -> None:
        folder = self.folder(tmp_path, "2026-01-02")
        report = judged(capsys, folder, "--gate-date", "2026-06-29")
        assert (
            "(2026-06-29) is before the day of the assessment (2026-06-30)"
            in finding(report, "gate_before_assessment")["message"]
        )
        assert "gate_before_assessment" not in codes(judged(capsys, folder, "--gate-date", "2026-06-30"))


class TestHeadcount:
    @pytest.mark.parametrize(("counted", "differs"), [(40, True), (12, False)])
    def test_that_of_an_assessor_beside_the_stated(
        self, counted: int, differs: bool, tmp_path: Path, capsys: Captured
    ) -> None:
        file = tmp_path / "assessment.yaml"
        file.write_text(
            "fairlabel: assessment/1\nassessor: {role: auditor, organisation: Example Audit}\ndecisions:\n"
            f"  - {{kind: scope, value: {{headcount: {counted}}}, on: 2026-07-10, reason: counted on site}}\n",
            encoding="utf-8",
        )
        folder = write_subject(tmp_path / "acme", questionnaire(evidence=SILENT, answers={}))
        report = judged(capsys, folder, "--assessment", file)
        assert ("headcount_differs" in codes(report)) is differs
        if differs:
            message = finding(report, "headcount_differs")["message"]
            assert "states a headcount of 12, and an assessor found 40: 40 is used" in message


class TestWithoutEnd:
    """Two years after the gate of 2026-10-01 is the end of what is passed over in silence."""

    @pytest.mark.parametrize(("until", "far"), [("2028-09-30", False), ("9999-12-31", True)])
    def test_a_waiver_and_a_baseline(self, until: str, far: bool, tmp_path: Path, capsys: Captured) -> None:
        folder = write_subject(tmp_path / "acme", questionnaire(evidence=SILENT, answers={}))
        waivers, base = tmp_path / "w.yaml", tmp_path / "b.json"
        waivers.write_text(
            "fairlabel: waivers/1\nwaivers:\n  - {requirement: PAI-COM-02, subject: acme, reason: r, remedy: m,"
            f" approved_by: head of procurement, from: 2026-01-01, until: {until}}}\n",
            encoding="utf-8",
        )
        assert run(["baseline", "update", str(folder), "-o", str(base), "--approved-by", "head", "--until", until]) == 0
        capsys.readouterr()
        run(["check", str(folder), "--waivers", str(waivers), "--baseline", str(base), "--gate-date", "2026-10-01"])
        shown = said(capsys)
        for words in ("waiver of PAI-COM-02 for acme", str(base)):
            assert (f"{words} ends on {until} only: it excuses for longer than a gap should wait" in shown) is far
