"""A gate that would pass by what it does not look at: another profile, fewer standards, a baseline made over.

Black box, as `test_deceit`. What fell or is excused has to fail, or at least to be said.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, ClassVar

import pytest

from checker.cli.main import run
from checker.load.paths import folders_on_the_way
from tests.bad_inputs.test_deceit import said
from tests.overlays_for_tests import DAY, GAP, PROVEN, SHOWN, document, subject, update, waiver, waivers

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def profiles(report: dict[str, Any]) -> dict[str, float]:
    return {name: one["score"]["shown"] for name, one in report["subjects"][0]["standards"][0]["profiles"].items()}


class TestAnotherProfile:
    TERMS = ("{id: policy, kind: procedure, files: [documents/policy.md], issued: 2025-12-01}",)
    WIDE: ClassVar = {"comms": {"issue_reporting": "{value: true, evidence: [policy]}"}}

    def test_a_fall_of_the_extended_score_is_seen_by_a_run_of_the_core(self, here: Path, capsys: Captured) -> None:
        """PAI-COM-05 is of the extended profile alone, and was shown when the baseline was made."""
        subject(here / "acme", self.WIDE, self.TERMS)
        assert update("acme") == 0
        capsys.readouterr()
        before = profiles(document(capsys, "acme")[1])
        subject(here / "acme", {}, self.TERMS)
        code, report = document(capsys, "acme", "--profile", "core", "--baseline", "baseline.json", "--ratchet", *DAY)
        now = profiles(report)
        assert now["core"] == before["core"] and now["extended"] < before["extended"]
        scores = report["subjects"][0]["gate"]["scores"]
        assert [(s["profile"], s["outcome"]) for s in scores] == [("core", "held"), ("extended", "fell")]
        assert code == 1


class TestFewerStandards:
    def test_a_standard_of_the_baseline_that_is_not_judged_is_named(self, here: Path, capsys: Captured) -> None:
        subject(here / "acme")
        assert update("acme", "--standard", "pai", "--standard", "dynamo") == 0
        capsys.readouterr()
        _, report = document(capsys, "acme", "--baseline", "baseline.json", "--ratchet", *DAY)
        (note,) = report["gate"]["baseline_notes"]
        assert "has dynamo too, and this run did not judge acme by it" in note
        both = ("--standard", "pai", "--standard", "dynamo")
        _, report = document(capsys, "acme", *both, "--baseline", "baseline.json", "--ratchet", *DAY)
        assert report["gate"]["baseline_notes"] == []

    def test_a_baseline_made_over_says_what_it_forgets(self, here: Path, capsys: Captured) -> None:
        subject(here / "acme")
        assert update("acme", "--standard", "pai", "--standard", "dynamo") == 0
        capsys.readouterr()
        assert update("acme") == 0
        assert "note: dynamo of acme was in the former baseline and is not in this one" in said(capsys)


def test_a_baseline_made_over_says_what_it_accepts_anew(here: Path, capsys: Captured) -> None:
    subject(here / "acme", PROVEN)
    assert update("acme") == 0
    assert "anew" not in said(capsys)
    subject(here / "acme", GAP)
    assert update("acme") == 0
    shown = said(capsys)
    assert "Accepted anew, and not by the former baseline: acme: PAI-COM-03" in shown
    assert update("acme") == 0
    assert "anew" not in said(capsys)


def test_a_baseline_made_over_says_which_score_fell(here: Path, capsys: Captured) -> None:
    terms = TestAnotherProfile.TERMS
    subject(here / "acme", TestAnotherProfile.WIDE, terms)
    assert update("acme") == 0
    subject(here / "acme", {}, terms)
    capsys.readouterr()
    assert update("acme") == 0
    words = r"Shown score lower than in the former baseline: acme, pai \(extended\): [\d.]+, and [\d.]+ before"
    assert re.search(words, said(capsys))


class TestAPageOfOne:
    """What is sent to one supplier tells nothing of another."""

    def test_notes_waivers_and_the_code_of_the_run(self, here: Path, capsys: Captured) -> None:
        subject(here / "vendors" / "acme", SHOWN)
        assert update("vendors") == 0
        subject(here / "vendors" / "globex")
        entries = (
            waiver("PAI-COM-02", who="globex", end="2099-12-31"),
            waiver(who="gone-ltd"),
            waiver("PAI-NO-01", who="globex"),
        )
        call = ["vendors", "--waivers", waivers(*entries), "--baseline", "baseline.json", "--new-only", *DAY]
        assert run(["check", *call, "--output", "html=out/", "--output", "markdown=out/"]) == 1
        capsys.readouterr()
        own = document(capsys, "vendors/acme", *call[1:])[0]
        assert own == 5
        for page in (here / "out").glob("acme.*"):
            text = page.read_text("utf-8")
            assert "globex" not in text and "gone-ltd" not in text
            assert "exit code 5" in text
        held = re.search(
            r'<script type="application/json"[^>]*>(.*?)</script>', (here / "out/acme.html").read_text(), re.S
        )
        assert held is not None
        gate = json.loads(held[1])["gate"]
        assert (gate["exit_code"], gate["without_overlays"]) == (5, 5)
        theirs = (here / "out" / "globex.html").read_text("utf-8")
        assert "has nothing on globex: everything there is new" in theirs.replace("<bdi>", "").replace("</bdi>", "")


class TestFoldersOfSuppliers:
    """What lies with a supplier is in its hands, and another's result is as much worth bending as its own."""

    REVIEW = (
        "fairlabel: assessment/1\nsubject: acme\nassessor: {role: auditor, organisation: Audit House}\ndecisions:\n"
        "  - {kind: override, requirement: PAI-COM-03, value: claimed, on: 2026-07-01, reason: r}\n"
    )

    @pytest.mark.parametrize("judged", ["vendors", "vendors/acme"])
    def test_waivers_baseline_and_assessment_in_that_of_another(
        self, judged: str, here: Path, capsys: Captured
    ) -> None:
        acme, bravo = here / "vendors" / "acme", here / "vendors" / "bravo"
        subject(acme)
        subject(bravo)
        assert update("vendors/acme") == 0
        (bravo / "baseline.json").write_bytes(Path("baseline.json").read_bytes())
        (bravo / "w.yaml").write_text("fairlabel: waivers/1\nwaivers:\n" + waiver(), encoding="utf-8")
        (bravo / "review.yaml").write_text(self.REVIEW, encoding="utf-8")
        given = (("--waivers", "w.yaml"), ("--baseline", "baseline.json"), ("--assessment", "review.yaml"))
        for option, name in given:
            capsys.readouterr()
            assert run(["check", judged, option, f"vendors/bravo/{name}", *DAY]) == 3
            assert "lies in vendors/bravo" in said(capsys)

    def test_a_buyer_may_keep_them(self, here: Path) -> None:
        subject(here / "acme")
        buyer = here / "buyer"
        buyer.mkdir()
        (buyer / "questionnaire.yaml").write_text(
            "fairlabel: questionnaire/1\ntemplate: buyer\nbuyer: {id: buyer, name: Buyer Inc., country: US}\n"
            "scope: {period: {from: 2026-01-01, to: 2026-06-30}}\nanswers: {}\n",
            encoding="utf-8",
        )
        (buyer / "review.yaml").write_text(self.REVIEW, encoding="utf-8")
        assert run(["check", "acme", "--assessment", "buyer/review.yaml"]) in (1, 5)

    @pytest.mark.parametrize("way", ["link", "folder"])
    def test_a_link_in_a_suppliers_folder_leads_nobody(self, way: str, here: Path, capsys: Captured) -> None:
        """The supplier decides what stands behind it: settings, waivers or a review of some other time."""
        acme = subject(here / "acme")
        (here / "old").mkdir()
        (here / "old" / "fairlabel.yaml").write_text("fairlabel: settings/1\nfail_on: never\n", encoding="utf-8")
        (here / "old" / "w.yaml").write_text("fairlabel: waivers/1\nwaivers:\n" + waiver(), encoding="utf-8")
        if way == "link":
            for name in ("fairlabel.yaml", "w.yaml"):
                (acme / name).symlink_to(f"../old/{name}")
        else:
            (acme / "kept").symlink_to("../old")
        home = "acme" if way == "link" else "acme/kept"
        for option in (["--config", f"{home}/fairlabel.yaml"], ["--waivers", f"{home}/w.yaml", *DAY]):
            capsys.readouterr()
            assert run(["check", "acme", *option]) == 3
            assert "lies in acme" in said(capsys)

    def test_settings_found_by_themselves_behind_a_link(
        self, here: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        acme = subject(here / "acme")
        (here / "lenient.yaml").write_text("fairlabel: settings/1\nfail_on: never\n", encoding="utf-8")
        (acme / "fairlabel.yaml").symlink_to("../lenient.yaml")
        monkeypatch.chdir(acme)
        assert run(["check", "."]) == 3
        assert "whoever is judged does not set the bar" in said(capsys)

    def test_every_folder_on_the_way(self, here: Path) -> None:
        for name in ("a", "b", "c"):
            (here / name).mkdir()
        (here / "c" / "file").write_text("x", encoding="utf-8")
        (here / "b" / "up").symlink_to("../c")
        (here / "a" / "link").symlink_to("../b/up/file")
        found = folders_on_the_way(here / "a" / "link")
        assert {folder.name for folder in found if folder.parent == here} == {"a", "b", "c"}
        (here / "loop").symlink_to("loop")
        assert here in folders_on_the_way(here / "loop")


class TestPatternsOfSettings:
    def settings(self, text: str) -> None:
        Path("fairlabel.yaml").write_text(f"fairlabel: settings/1\n{text}", encoding="utf-8")

    def test_capitals(self, here: Path, capsys: Captured) -> None:
        subject(here / "vendors" / "Acme")
        for match in ("vendors/acme", "ACME"):
            self.settings(f"suppliers:\n  - {{match: {match}, fail_on: minor}}\n")
            _, report = document(capsys, "vendors")
            found = [f["message"] for f in report["subjects"][0]["findings"] if f["code"] == "settings_near_miss"]
            assert found == [
                f"the settings' entry {match!r} does not apply here: it differs in capitals from what it would fit"
            ]
        self.settings("suppliers:\n  - {match: bravo, fail_on: minor}\n  - {match: vendors/Acme, fail_on: minor}\n")
        assert "settings_near_miss" not in {
            f["code"] for f in document(capsys, "vendors")[1]["subjects"][0]["findings"]
        }

    def test_no_folder_fits(self, here: Path, capsys: Captured) -> None:
        subject(here / "vendors" / "acme")
        self.settings("suppliers:\n  - {match: vendor/*, fail_on: minor}\n  - {match: vendors/*, fail_on: minor}\n")
        run(["check", "vendors"])
        shown = said(capsys)
        assert "no folder fits 'vendor/*': the entry applies to nobody" in shown
        assert "'vendors/*'" not in shown

    def test_a_backslash(self, here: Path, capsys: Captured) -> None:
        subject(here / "vendors" / "acme")
        self.settings("suppliers:\n  - {match: 'vendors\\acme', fail_on: minor}\n")
        assert run(["check", "vendors"]) == 3
        assert "has a backslash, which stands in no name" in said(capsys)


class TestPacksOfOthers:
    def pack(self, here: Path, id_: str, edition: str) -> Path:
        """Return a folder with one requirement, met by nearly everybody, under an id of the shipped pack."""
        from tests.unit.pipeline.test_decisions import pack_with_former_ids

        packs = pack_with_former_ids(here / "packs")
        home = packs / id_ / edition
        home.parent.mkdir(exist_ok=True)
        (packs / "own" / "1").rename(home)
        (packs / "own").rmdir() if id_ != "own" else None
        head = home / "pack.yaml"
        head.write_text(
            head.read_text("utf-8").replace("id: own\n", f"id: {id_}\n").replace('"1"', f'"{edition}"'), "utf-8"
        )
        return packs

    def test_a_later_edition_of_somebody_else_is_not_taken_unasked(self, here: Path, capsys: Captured) -> None:
        subject(here / "acme")
        packs = ("--standards-dir", str(self.pack(here, "pai", "2099")))
        _, report = document(capsys, "acme", *packs)
        assert report["subjects"][0]["judged_by"]["packs"][0]["edition"] == "2022"
        _, report = document(capsys, "acme", "--standard", "pai@2099", *packs)
        (found,) = [f for f in report["subjects"][0]["findings"] if f["code"] == "pack_not_shipped"]
        assert "pai 2099 comes from" in found["message"] and "fairlabel, which has pai 2022" in found["message"]

    def test_ids_of_a_shipped_standard(self, here: Path, capsys: Captured) -> None:
        subject(here / "acme")
        packs = ("--standards-dir", str(self.pack(here, "own", "1")))
        _, report = document(capsys, "acme", "--standard", "own", *packs)
        (found,) = [f for f in report["subjects"][0]["findings"] if f["code"] == "pack_ids_taken"]
        assert "gives requirements ids of pai: PAI-" in found["message"]
        _, report = document(capsys, "acme", *packs)
        assert not {"pack_ids_taken", "pack_not_shipped"} & {f["code"] for f in report["subjects"][0]["findings"]}
