"""What `fairlabel check` makes of the invented examples: the verdicts that their READMEs promise, and why."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from checker.cli.main import run

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "vendor_templates" / "examples"
ASSESSMENT = EXAMPLES / "assessments" / "tidewater-annotation.yaml"
FORMATS = ("text", "json", "markdown", "html")


class Outcome(NamedTuple):
    """One run on one example."""

    exit_code: int
    subject: dict[str, Any]
    results: dict[str, dict[str, Any]]
    outputs: dict[str, str]

    @property
    def standard(self) -> dict[str, Any]:
        found: dict[str, Any] = self.subject["standards"][0]
        return found

    def failed(self, *severities: str) -> set[str]:
        return {
            name
            for name, result in self.results.items()
            if result["severity"] in severities and result["status"] in ("not_met", "partly_met")
        }

    def metric(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.subject["wages"]["sets"][0]["metrics"][name]
        return found


def check(folder: Path, out: Path, *options: str) -> Outcome:
    wanted = [option for name in FORMATS for option in ("--output", f"{name}={out / name}")]
    code = run(["check", str(folder), *options, *wanted])
    outputs = {name: (out / name).read_text(encoding="utf-8") for name in FORMATS}
    subject = json.loads(outputs["json"])["subjects"][0]
    results = {result["requirement"]: result for result in subject["standards"][0]["results"]}
    return Outcome(code, subject, results, outputs)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    def one(name: str, *options: str) -> Outcome:
        return check(EXAMPLES / name, tmp_path_factory.mktemp(name), *options)

    return {
        "tidewater": one("tidewater-annotation", "--assessment", str(ASSESSMENT)),
        "tidewater, nobody read it": one("tidewater-annotation"),
        "lakeshore": one("lakeshore-data-services"),
        "millgate": one("millgate-labelling"),
        "millgate, core": one("millgate-labelling", "--profile", "core"),
        "taskharbour": one("taskharbour"),
        "northfield": one("northfield-vision"),
    }


@pytest.mark.parametrize(
    ("name", "verdict", "exit_code"),
    [
        ("tidewater", "meets_with_actions", 0),
        ("tidewater, nobody read it", "cannot_conclude", 5),
        ("lakeshore", "does_not_meet", 1),
        ("millgate", "does_not_meet", 1),
        ("millgate, core", "cannot_conclude", 5),
        ("taskharbour", "does_not_meet", 1),
        ("northfield", "does_not_meet", 1),
    ],
)
def test_each_example_comes_out_as_its_readme_says(
    outcomes: dict[str, Outcome], name: str, verdict: str, exit_code: int
) -> None:
    outcome = outcomes[name]
    assert (outcome.standard["verdict"], outcome.exit_code) == (verdict, exit_code)
    assert outcome.standard["counts"]["error"] == 0


def test_what_keeps_tidewater_from_meeting_everything_is_one_slow_answer(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["tidewater"]
    others = {name for name, result in outcome.results.items() if result["status"] not in ("met", "not_applicable")}
    assert others == {"PAI-COM-04"}
    assert outcome.results["PAI-COM-04"]["response"].startswith("One question about occluded masts")


def test_unread_documents_leave_what_has_to_be_read_of_tidewater_unshown(
    outcomes: dict[str, Outcome],
) -> None:
    read, unread = outcomes["tidewater"], outcomes["tidewater, nobody read it"]
    fewer = {name for name, result in unread.results.items() if result["status"] != read.results[name]["status"]}
    rest_on_documents = {
        "PAI-COM-01", "PAI-CON-03", "PAI-GRV-01", "PAI-PAY-05", "PAI-SUB-02", "PAI-WEL-02", "PAI-WEL-04",
    }  # fmt: skip
    assert {name for name in fewer if unread.results[name]["severity"] == "critical"} == rest_on_documents
    free_text, left_out_by_the_assessor = {"PAI-PAY-09"}, {"PAI-TIM-02", "PAI-TIM-06"}
    assert fewer - rest_on_documents == free_text | left_out_by_the_assessor
    assert unread.standard["score"]["shown"] < read.standard["score"]["shown"]


def test_pay_of_the_examples_equals_the_figures_worked_out_in_sql(outcomes: dict[str, Outcome]) -> None:
    tidewater, lakeshore, millgate = outcomes["tidewater"], outcomes["lakeshore"], outcomes["millgate"]
    assert _ends(tidewater.metric("share_below_living_wage")) == (0, 0)
    assert _ends(tidewater.metric("share_below_minimum_wage")) == (0, 0)
    assert _ends(lakeshore.metric("share_below_living_wage")) == pytest.approx((20 / 60, 1))
    assert _ends(millgate.metric("share_below_living_wage")) == (0, 1)
    assert _ends(millgate.metric("share_below_living_wage_paid_time")) == (0, 0)
    assert _ends(outcomes["taskharbour"].metric("share_below_living_wage")) == pytest.approx((46 / 120, 1))
    assert _costs(tidewater) == {"CAD": (0, 0)}
    assert _costs(lakeshore) == {"KES": (pytest.approx(867_294.06, abs=0.005), None)}
    assert _costs(outcomes["taskharbour"]) == {
        "GBP": (pytest.approx(208.98, abs=0.005), None),
        "KES": (pytest.approx(1067.58, abs=0.005), None),
    }


def test_the_promise_of_lakeshore_is_contradicted_by_its_payroll(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["lakeshore"]
    found = [c for c in outcome.subject["conflicts"] if c["requirement"] == "PAI-PAY-01"]
    assert [(c["outcome"], c["claim"]["name"], c["claim"]["value"]) for c in found] == [
        ("contradicted", "answers.pay.living_wage_commitment", "at_least_living_wage")
    ]
    assert found[0]["evidence"]["place"]["file"] == "wages/payroll-2026-h1.csv"
    assert {"PAI-PAY-01", "PAI-PAY-15", "PAI-PAY-23", "PAI-PAY-26", "PAI-TIM-04"} <= outcome.failed("critical", "major")
    assert outcome.results["PAI-PAY-05"]["status"] == "claimed"  # the code of conduct is over two years old
    assert outcome.results["PAI-GRV-03"]["status"] == "claimed"  # a payroll shows no rule against retaliation


def test_small_groups_of_lakeshore_are_hidden_and_whatever_gives_them_away(outcomes: dict[str, Outcome]) -> None:
    groups = outcomes["lakeshore"].subject["wages"]["sets"][0]["groups"]
    jobs = {group["by"]["job_category"]: group for group in groups if set(group["by"]) == {"job_category"}}
    assert {name for name, group in jobs.items() if group["suppressed"]} == {"team_lead", "quality_checker"}
    assert all(group["n"] is None for group in jobs.values() if group["suppressed"])


def test_only_what_was_recorded_fails_millgate_and_no_silence_does(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["millgate"]
    assert outcome.failed("critical", "major", "minor") == {"PAI-PAY-15"}
    assert outcomes["millgate, core"].failed("critical", "major", "minor") == set()
    silent = {"PAI-PAY-06", "PAI-PAY-14", "PAI-PAY-16", "PAI-PAY-20", "PAI-CON-07", "PAI-CON-08", "PAI-INS-16"}
    assert {outcome.results[name]["status"] for name in silent} == {"unknown"}
    assert [f["code"] for f in outcome.subject["findings"]].count("evidence_missing") == 2
    assert outcome.results["PAI-GRV-02"]["status"] == "claimed"  # rests on a file that was never put in
    assert outcome.results["PAI-PAY-26"]["status"] == "claimed"  # reads a column filled by a constant


def test_the_buyer_is_judged_by_its_worst_supplier(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["northfield"]
    for name in ("PAI-PAY-01", "PAI-PAY-15"):
        files = {f["source"]["file"] for f in outcome.results[name]["facts"] if f["name"].startswith("wages.")}
        assert outcome.results[name]["status"] == "not_met"
        assert len(files) == 1
        assert "lakeshore-data-services" in files.pop()


@pytest.mark.parametrize(
    ("name", "file", "column"),
    [
        ("tidewater", "tidewater-annotation/wages/payroll-2026-h1.csv", "worker"),
        ("lakeshore", "lakeshore-data-services/wages/payroll-2026-h1.csv", "staff_no"),
        ("millgate", "millgate-labelling/wages/payroll.csv", "Payroll no"),
        ("taskharbour", "taskharbour/wages/tasks-2026-q2.csv", "worker"),
    ],
)
def test_no_worker_id_is_in_any_output(outcomes: dict[str, Outcome], name: str, file: str, column: str) -> None:
    with (EXAMPLES / file).open(encoding="utf-8", newline="") as rows:
        ids = {row[column] for row in csv.DictReader(rows)}
    assert len(ids) >= 40
    for text in outcomes[name].outputs.values():
        assert not {worker for worker in ids if worker in text}


def _ends(metric: dict[str, Any]) -> tuple[float, float]:
    return metric["low"], metric["high"]


def _costs(outcome: Outcome) -> dict[str, tuple[float, float | None]]:
    return {
        part["currency"]: (part["amount_low"], part["amount_high"]) for part in outcome.metric("cost_to_close")["value"]
    }
