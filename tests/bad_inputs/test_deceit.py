"""What a supplier, a buyer or a hurried officer may try to get a wrong and plausible result; what each gets instead.

Black box: the command line over folders. Expected outcomes are those of the contract, worked out by hand: pay of 9 GBP
an hour is below the 13.45 of Manchester, whatever one word in a mapping says.
"""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker.cli.main import run
from tests import past_reports as made
from tests.subjects import MAPPING, csv_text, pay_rows, questionnaire, write_subject

Captured = pytest.CaptureFixture[str]


def judged(capsys: Captured, *arguments: object) -> dict[str, Any]:
    """Return the report of a run, whatever its code."""
    run(["check", *map(str, arguments), "--format", "json"])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def said(capsys: Captured) -> str:
    """Return all that was printed, its lines joined."""
    shown = capsys.readouterr()
    return " ".join(f"{shown.out} {shown.err}".split())


def status(report: dict[str, Any], requirement: str) -> str:
    results = report["subjects"][0]["standards"][0]["results"]
    return next(r["status"] for r in results if r["requirement"] == requirement)


def codes(report: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in report["subjects"][0]["findings"]]


class TestCurrencyOfAMapping:
    """9 of a money that is worth less, called pounds; or 9 pounds, called a money that is worth more."""

    def low(self, tmp_path: Path, currency: str) -> Path:
        mapping = MAPPING.replace("currency: GBP", f"currency: {currency}")
        return write_subject(
            tmp_path / "acme", files={"wages/pay.csv": csv_text(pay_rows(rate=9)), "wages/mapping.yaml": mapping}
        )

    def test_one_word_does_not_lift_pay_over_the_line(self, tmp_path: Path, capsys: Captured) -> None:
        report = judged(capsys, self.low(tmp_path, "KWD"))  # 9 KWD are over 20 GBP
        assert status(report, "PAI-PAY-01") not in ("met", "partly_met")
        assert "currency_by_mapping" in codes(report)
        metrics = report["subjects"][0]["wages"]["sets"][0]["metrics"]
        assert metrics["share_below_living_wage"]["value"] == 0  # as the mapping says, and no more than said

    def test_money_of_the_place_keeps_the_level_of_the_file(self, tmp_path: Path, capsys: Captured) -> None:
        report = judged(capsys, write_subject(tmp_path / "acme"))
        assert "currency_by_mapping" not in codes(report)
        floor = next(
            fact
            for result in report["subjects"][0]["standards"][0]["results"]
            if result["requirement"] == "PAI-PAY-01"
            for fact in result["facts"]
        )
        assert floor["level"] == "recorded"

    def test_it_still_counts_against_the_supplier(self, tmp_path: Path, capsys: Captured) -> None:
        report = judged(capsys, self.low(tmp_path, "USD"))  # 9 USD are under 13.45 GBP
        assert status(report, "PAI-PAY-01") == "not_met"

    def test_a_column_of_the_file_says_it_at_the_level_of_the_file(self, tmp_path: Path, capsys: Captured) -> None:
        rows = [{**row, "currency": "USD", "pay": 150 * 40} for row in pay_rows()]
        columns = (*rows[0],)
        files = {"wages/pay.csv": csv_text(rows, columns), "wages/mapping.yaml": MAPPING.replace(", currency: GBP", "")}
        report = judged(capsys, write_subject(tmp_path / "acme", files=files))
        assert "currency_by_mapping" not in codes(report)


def forged(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """Return a report on a subject with one failure in two requirements, changed by hand."""
    results = [made.result("A-1", "met"), made.result("A-2", "not_met")]
    score = {"model": "weighted", "shown": 50.0, "claimed": 50.0, "possible": 50.0, "max": 100}
    standard = made.standard(results, score=score, counts={"met": 1, "not_met": 1, "unknown": 0})
    report = made.document(made.subject(standard))
    change(report["subjects"][0])
    return report


def _verdict(subject: dict[str, Any]) -> None:
    subject["verdict"] = subject["standards"][0]["verdict"] = "meets"


def _score(subject: dict[str, Any]) -> None:
    subject["standards"][0]["score"].update(shown=100, claimed=100, possible=100)


def _results(subject: dict[str, Any]) -> None:
    subject["standards"][0]["results"][1]["status"] = "met"


FORGED: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "the verdict": (_verdict, "meets is better than its results allow, which is does_not_meet"),
    "the subject's verdict": (lambda s: s.update(verdict="meets"), "meets is better than the worst of its standards"),
    "the score": (_score, "100 is more than its results add up to, which is 50"),
    "one status": (_results, "1 met, 1 not met are counted, and 2 met are listed"),
    "a result left out": (lambda s: s["standards"][0]["results"].pop(), "and 1 met are listed"),
    "shown over claimed": (
        lambda s: s["standards"][0]["score"].update(model="threshold_pairs", shown=60),
        "shown, claimed and possible do not rise: 60, 50, 50",
    ),
    "credit of a failure": (
        lambda s: s["standards"][0]["results"][1]["credit"].update(shown=1, claimed=1, possible=1),
        "A-2 is not_met, and its credit is 1",
    ),
}


@pytest.mark.parametrize("name", FORGED)
@pytest.mark.parametrize("command", ["compare", "trend", "portfolio"])
def test_a_report_that_is_better_than_its_own_results_is_refused(
    name: str, command: str, tmp_path: Path, capsys: Captured
) -> None:
    change, words = FORGED[name]
    file, good = tmp_path / "history" / "new.json", tmp_path / "old.json"
    file.parent.mkdir()
    good.write_text(json.dumps(forged(lambda s: None)), encoding="utf-8")
    file.write_text(json.dumps(forged(change)), encoding="utf-8")
    given = {
        "compare": ["compare", str(good), str(file)],
        "trend": ["trend", str(file.parent)],
        "portfolio": ["portfolio", str(file.parent), "-o", str(tmp_path / "site")],
    }
    assert run(given[command]) in (3, 4)
    errors = capsys.readouterr().err
    assert words in errors
    assert "changed by hand or damaged" in errors
    assert run(["compare", str(good), str(good)]) == 0


def test_a_true_report_is_never_refused(tmp_path: Path, capsys: Captured) -> None:
    """Under every model of scores, and where a verdict was held back."""
    standards = [word for name in ("pai", "fairwork-ai", "rba", "eti", "dynamo") for word in ("--standard", name)]
    report = judged(capsys, write_subject(tmp_path / "acme"), *standards)
    file = tmp_path / "r.json"
    file.write_text(json.dumps(report), encoding="utf-8")
    assert run(["compare", str(file), str(file)]) == 0


class TestWhatMovesTheBar:
    """Two reports whose results were not judged by the same: said, never passed over."""

    @pytest.fixture
    def old(self) -> dict[str, Any]:
        by = {
            "packs": [{"id": "pai", "edition": "2022", "sha256": "a"}],
            "parameters": [{"pack": "pai", "name": "nearly_all", "value": 0.05}],
            "benchmarks": [{"path": "living_wages.csv", "sha256": "b"}],
            "fx": [],
        }
        return made.document(made.subject(made.standard([made.result("A-1", "not_met")]), judged_by=by))

    CHANGES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
        "parameter": (
            lambda d: d["subjects"][0]["judged_by"]["parameters"][0].update(value=0.5),
            "nearly_all was 0.05, now 0.5",
        ),
        "new parameter": (
            lambda d: d["subjects"][0]["judged_by"]["parameters"].append({"pack": "pai", "name": "x", "value": 1.0}),
            "x was not there, now 1.0",
        ),
        "pack": (
            lambda d: d["subjects"][0]["judged_by"]["packs"][0].update(sha256="c"),
            "pai 2022 itself was changed",
        ),
        "tables": (
            lambda d: d["subjects"][0]["judged_by"]["benchmarks"][0].update(sha256="c"),
            "the bar for pay may have moved",
        ),
        "tables as they stood": (
            lambda d: d["subjects"][0]["judged_by"].update(benchmarks_as_of="2020-01-01"),
            "the bar for pay may have moved",
        ),
        "another firm": (lambda d: d["subjects"][0].update(name="Other Ltd"), "is now of Other Ltd"),
    }

    @pytest.mark.parametrize("name", CHANGES)
    def test_compare_and_trend(self, name: str, old: dict[str, Any], tmp_path: Path, capsys: Captured) -> None:
        change, words = self.CHANGES[name]
        new = copy.deepcopy(old)
        new["subjects"][0]["as_of"] = "2026-12-31"
        change(new)
        for file, report in (("old.json", old), ("new.json", new)):
            (tmp_path / file).write_text(json.dumps(report), encoding="utf-8")
        for command in (["compare", str(tmp_path / "old.json"), str(tmp_path / "new.json")], ["trend", str(tmp_path)]):
            assert run([*command, "--format", "json"]) == 0
            assert words in capsys.readouterr().out

    def test_another_version_of_the_tool(self, old: dict[str, Any], tmp_path: Path, capsys: Captured) -> None:
        new = copy.deepcopy(old) | {"tool": {"name": "fairlabel", "version": "9.9"}}
        for file, report in (("old.json", old), ("new.json", new)):
            (tmp_path / file).write_text(json.dumps(report), encoding="utf-8")
        assert run(["compare", str(tmp_path / "old.json"), str(tmp_path / "new.json")]) == 0
        assert "by fairlabel 0.1.0, the second by 9.9" in capsys.readouterr().out


class TestHiddenByAnother:
    """A good report that would stand in front of a bad one."""

    def site(self, tmp_path: Path, *subjects: Any, on: str = "2026-12-31") -> int:
        folder = tmp_path / "history"
        folder.mkdir()
        for n, subject in enumerate(subjects):
            (folder / f"{n}.json").write_text(json.dumps(made.document(subject)), encoding="utf-8")
        return run(["portfolio", str(folder), "-o", str(tmp_path / "site"), "--on", on])

    def bad(self, **changes: Any) -> Any:
        return made.subject(made.standard([made.result("A-1", "not_met")]), **changes)

    def test_two_suppliers_of_one_id(self, tmp_path: Path, capsys: Captured) -> None:
        good = made.standard([made.result("A-1", "met")], verdict="meets")
        later = made.subject(good, as_of="2026-09-30", folder="v/b", name_="x")
        later["name"] = "Bravo Ltd"
        assert self.site(tmp_path, self.bad(), later) == 3
        errors = capsys.readouterr().err
        assert "the id acme stands for several" in errors
        assert "Bravo Ltd (v/b, in 1.json)" in errors

    def test_a_new_name_in_the_same_folder_is_one_supplier(self, tmp_path: Path) -> None:
        renamed = self.bad(as_of="2026-09-30")
        renamed["name"] = "Acme Holding"
        assert self.site(tmp_path, self.bad(), renamed) == 0

    def test_a_day_that_has_not_come(self, tmp_path: Path, capsys: Captured) -> None:
        assert self.site(tmp_path, self.bad(), self.bad(as_of="2099-12-31")) == 3
        assert "stands as of 2099-12-31, after 2026-12-31" in capsys.readouterr().err


class TestWhoeverIsJudgedDoesNotSetTheBar:
    LOW = "country,kind,amount,currency,period,valid_from,gross_or_net\nGB,living_wage,1,GBP,hour,2025-01-01,gross\n"
    CHEAP = "month,base,currency,rate\n2026-01,USD,GBP,9\n"

    @pytest.mark.parametrize(
        ("option", "file", "text"), [("--benchmarks", "wages/low.csv", LOW), ("--fx", "fx.csv", CHEAP)]
    )
    def test_tables_out_of_its_folder(
        self, option: str, file: str, text: str, tmp_path: Path, capsys: Captured
    ) -> None:
        acme = write_subject(tmp_path / "vendors/acme", files={file: text})
        (tmp_path / "link.csv").symlink_to(acme / file)
        for given in (acme / file, tmp_path / "link.csv"):
            assert run(["check", str(tmp_path / "vendors"), option, str(given)]) == 3
            errors = capsys.readouterr().err
            assert "whoever is judged does not set the bar" in errors
            assert errors.startswith("Nothing was assessed.")
        (tmp_path / "own.csv").write_text(text, encoding="utf-8")
        assert run(["check", str(acme), option, str(tmp_path / "own.csv")]) in (1, 5)

    def test_packs_out_of_its_folder(self, tmp_path: Path, capsys: Captured) -> None:
        acme = write_subject(tmp_path / "acme")
        (acme / "standards").mkdir()
        for folder in (acme, acme / "standards"):
            assert run(["check", str(acme), "--standards-dir", str(folder)]) == 3
            assert "whoever is judged does not set the bar" in capsys.readouterr().err

    def test_a_table_out_of_the_folder_of_a_buyers_supplier(self, tmp_path: Path, capsys: Captured) -> None:
        acme = write_subject(tmp_path / "acme", files={"low.csv": self.LOW})
        buyer = tmp_path / "buyer"
        buyer.mkdir()
        (buyer / "questionnaire.yaml").write_text(
            "fairlabel: questionnaire/1\ntemplate: buyer\nbuyer: {id: buyer, name: Buyer Inc., country: US}\n"
            "suppliers: [../acme]\nscope: {period: {from: 2026-01-01, to: 2026-06-30}}\nanswers: {}\n",
            encoding="utf-8",
        )
        assert run(["check", str(buyer), "--benchmarks", str(acme / "low.csv")]) == 3
        assert "whoever is judged does not set the bar" in said(capsys)


class TestNobodyGoesInSilence:
    def test_one_questionnaire_above_all_others(self, tmp_path: Path, capsys: Captured) -> None:
        """A file put at the top of the folder of suppliers makes all of them parts of one subject."""
        write_subject(tmp_path / "tier1/acme")
        write_subject(tmp_path / "bravo")
        write_subject(tmp_path, questionnaire("cover"))
        write_subject(tmp_path / "documents/old")
        assert run(["check", str(tmp_path)]) == 5
        errors = capsys.readouterr().err
        for folder in ("bravo", "tier1/acme"):
            assert f"{tmp_path / folder} holds a questionnaire.yaml inside the subject {tmp_path}" in errors

    def test_a_supplier_of_the_baseline_who_is_not_there_any_more(self, tmp_path: Path, capsys: Captured) -> None:
        vendors = tmp_path / "vendors"
        write_subject(vendors / "acme")
        gone = write_subject(vendors / "bravo")
        base = tmp_path / "b.json"
        made_by = ["--approved-by", "head of procurement", "--until", "2026-12-31"]
        assert run(["baseline", "update", str(vendors), "-o", str(base), *made_by]) == 0
        shutil.rmtree(gone)
        capsys.readouterr()
        run(["check", str(vendors), "--baseline", str(base), "--new-only", "--gate-date", "2026-10-01"])
        assert "has bravo too, and this run judged nobody of that name" in said(capsys)
