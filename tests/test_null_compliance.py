"""Nine rules for whoever judges, drawn from a law that silence defeated; `standards/README.md` lists them.

New York City's Local Law 144 lets each employer decide whether it is concerned and what it shows: of 391 employers, 18
had an audit to show, and nothing followed from the silence of the others (FAccT 2024, doi 10.1145/3630106.3658998;
New York State Comptroller, audit 2024-N-6, 2 December 2025). The list there and the tests here are held to agree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from checker.cli.main import run
from checker.errors import UsageError
from checker.load.standards import with_parameters
from checker.pipeline.measures import Choices, Measures
from checker.pipeline.standards import load_standard
from tests.subjects import ANSWERS, COLUMNS, SILENT, csv_text, pay_rows, questionnaire, write_subject

ROOT = Path(__file__).resolve().parents[1]
LIST = (ROOT / "standards" / "README.md").read_text(encoding="utf-8")
CONTENT = "PAI-WEL-03"
"""Asked only where the material can be distressing."""
Captured = pytest.CaptureFixture[str]


def judged(folder: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """Return exit code and subject of one run of `fairlabel check` on one folder."""
    out = folder.parent / f"{folder.name}.json"
    code = run(["check", str(folder), *options, "--output", f"json={out}"])
    (subject,) = json.loads(out.read_text(encoding="utf-8"))["subjects"]
    return code, subject


def results(subject: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {result["requirement"]: result for result in subject["standards"][0]["results"]}


def supplier(
    folder: Path,
    answers: Mapping[str, Mapping[str, str]],
    evidence: tuple[str, ...] = SILENT,
    more: str = "",
    **files: str,
) -> Path:
    """Write a supplier without pay data."""
    text = questionnaire(folder.name, answers=answers, evidence=evidence, more=more)
    given = {f"documents/{name}.md": text for name, text in files.items()}
    return write_subject(folder, text, given, without=["wages/pay.csv", "wages/mapping.yaml"])


@pytest.fixture(scope="module")
def paid(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, Any]]:
    """Return the outcome of a supplier of which one worker of twelve is paid under the legal minimum, unasked."""
    rows = [{**row, "pay": 150 * 5} if row["worker_id"] == "w07" else row for row in pay_rows()]
    text = questionnaire("acme", answers={**ANSWERS, "grievance": {"exists": "true"}})
    home = tmp_path_factory.mktemp("paid") / "acme"
    return judged(write_subject(home, text, {"wages/pay.csv": csv_text(rows, COLUMNS)}))


def test_the_list_names_the_nine_rules_and_a_test_of_each() -> None:
    rows = re.findall(r"^\| (NUL-\d) \| (.+) \| (.+) \| `(tests/\S+?)::(test_\w+)` \|$", LIST, re.M)
    assert [row[0] for row in rows] == [f"NUL-{n}" for n in range(1, 10)]
    for name, rule, source, file, test in rows:
        assert len(rule) > 30, name
        assert "LL144" in source or "Comptroller" in source, name
        assert file == "tests/test_null_compliance.py"
        assert f"_{name.lower().replace('-', '_')}_" in test, name
    here = set(re.findall(r"^def (test_nul_\w+)\(", Path(__file__).read_text(encoding="utf-8"), re.M))
    assert here == {row[4] for row in rows}


def test_nul_1_what_is_not_shown_is_open_and_no_breach(tmp_path: Path, capsys: Captured) -> None:
    code, subject = judged(supplier(tmp_path / "acme", {}, ()))
    found = results(subject)
    # Where the work is done is said with the sites, and not shown.
    assert {r["status"] for name, r in found.items() if name != "PAI-WRK-05"} == {"unknown"}
    assert (code, subject["verdict"]) == (5, "cannot_conclude")
    assert subject["standards"][0]["counts"]["unknown"] == len(found) - 1
    said = capsys.readouterr().out
    assert "cannot be concluded" in said
    assert "does not meet" not in said.partition("In the core profile")[0]


@pytest.mark.parametrize(("evidence", "status"), [("", "unknown"), (", evidence: [policy]", "unknown"),
                                                  (", evidence: [checked]", "not_applicable")])  # fmt: skip
def test_nul_2_facts_decide_what_applies_and_never_a_bare_word(evidence: str, status: str, tmp_path: Path) -> None:
    kinds = (*SILENT, "{id: checked, kind: risk_assessment, files: [documents/checked.md], issued: 2026-01-01}")
    answers = {"meta": {"sensitive_content": f"{{value: none{evidence}}}"}}
    _, subject = judged(supplier(tmp_path / "acme", answers, kinds, checked="# Checked\n\nInvented.\n"))
    standard, found = subject["standards"][0], results(subject)[CONTENT]
    assert (found["status"], found["parked"]) == (status, status == "unknown")
    assert found["reason"].startswith("said not to apply" if status == "unknown" else "shown not to apply")
    aside = standard["put_aside"]
    assert (aside["requirements"] > 0) == (status == "not_applicable")
    # What is critical is not put aside by a paper that nobody has read: some stay parked in any case.
    assert (results(subject)["PAI-WEL-02"]["status"], aside["parked"] > 0) == ("unknown", True)
    assert standard["parked_weight"] == sum(r["weight"] for r in standard["results"] if r["parked"])


def test_nul_3_every_sum_says_what_is_out_of_it_and_leaving_out_never_helps(tmp_path: Path, capsys: Captured) -> None:
    kinds = (*SILENT, "{id: checked, kind: risk_assessment, files: [documents/checked.md], issued: 2026-01-01}")
    given = {"meta": {"sensitive_content": "{value: none, evidence: [checked]}"}, "grievance": {"exists": "false"},
             "comms": {"channels": "{value: [email], evidence: [policy]}"}}  # fmt: skip
    _, whole = judged(supplier(tmp_path / "whole", given, kinds, checked="# Checked\n\nInvented.\n"))
    standard = whole["standards"][0]
    assert sum(standard["counts"].values()) == len(standard["results"])
    assert set(standard["score"]) >= {"shown", "claimed", "possible"}
    outside = [r["weight"] for r in standard["results"] if r["status"] == "not_applicable"]
    aside = standard["put_aside"]
    assert (aside["requirements"], aside["weight"]) == (len(outside), sum(outside))
    assert aside["of_weight"] == sum(r["weight"] for r in standard["results"])
    # By hand: nothing is met, so that only what is put aside would count as met.
    assert standard["score"]["shown"] == 0
    assert aside["counted_as_met"] == pytest.approx(100 * sum(outside) / aside["of_weight"])
    assert f"{len(outside)} of {len(standard['results'])} requirements do not apply" in capsys.readouterr().out
    for section in given:
        less = {name: answers for name, answers in given.items() if name != section}
        _, left = judged(supplier(tmp_path / section, less, kinds, checked="# Checked\n\nInvented.\n"))
        assert left["standards"][0]["score"]["shown"] <= standard["score"]["shown"]
        assert left["verdict"] in ("does_not_meet", "cannot_conclude")


def test_nul_4_the_bar_is_fixed_before_and_printed(paid: tuple[int, dict[str, Any]]) -> None:
    by = paid[1]["judged_by"]
    assert [(pack["id"], pack["edition"], len(pack["sha256"])) for pack in by["packs"]] == [("pai", "2022", 64)]
    pai = load_standard("pai", ())
    assert {p["name"] for p in by["parameters"]} == set(pai.parameters)
    assert not any(p["differs"] for p in by["parameters"])
    theirs = [p.name for p in pai.parameters.values() if p.basis != "tool_choice"]
    assert theirs
    for name in theirs:
        with pytest.raises(UsageError, match="set by the source"):
            with_parameters(pai, {name: 1})


def test_nul_5_what_looks_bad_stays(paid: tuple[int, dict[str, Any]], tmp_path: Path) -> None:
    code, subject = paid
    bad = [name for name, r in results(subject).items() if r["status"] == "not_met"]
    assert code == 1 and "PAI-PAY-01" in bad
    pack = Measures(Choices()).standards[0].standard
    listed = {r.id for r in pack.requirements if r.subject != "buyer" and (not r.kinds or "bpo" in r.kinds)}
    assert set(results(subject)) == listed
    rows = [{**row, "pay": 150 * 5} if row["worker_id"] == "w07" else row for row in pay_rows()]
    files = {"wages/pay.csv": csv_text(rows, COLUMNS)}
    reply = questionnaire("acme", more='responses: {PAI-PAY-01: "A slip of the bank, since mended."}\n')
    _, answered = judged(write_subject(tmp_path / "acme", reply, files))
    one = results(answered)["PAI-PAY-01"]
    assert (one["status"], one["response"]) == ("not_met", "A slip of the bank, since mended.")
    review = tmp_path / "review.yaml"
    review.write_text(
        "fairlabel: assessment/1\nassessor: {role: reviewer, organisation: Invented}\ndecisions:\n  - {requirement: "
        "PAI-PAY-01, kind: override, value: claimed, on: 2026-07-10, reason: they promised}\n",
        encoding="utf-8",
    )
    _, lifted = judged(tmp_path / "acme", "--assessment", str(review))
    assert results(lifted)["PAI-PAY-01"]["status"] == "not_met"
    (tmp_path / "acme" / "wages" / "pay.csv").unlink()
    code, gone = judged(tmp_path / "acme")
    assert code == 5 and gone["verdict"] == "cannot_conclude"
    assert results(gone)["PAI-PAY-01"]["status"] == "unknown"


def test_nul_6_one_list_shows_the_silent_and_one_file_can_be_read_anywhere(tmp_path: Path, capsys: Captured) -> None:
    """Whether workers get to see it is for whoever publishes; that it can be handed to them is for the tool."""
    home = tmp_path / "register"
    supplier(home / "silent", {}, ())
    supplier(home / "said", {"comms": {"channels": "[email]"}})
    (home / "broken").mkdir()
    (home / "broken" / "questionnaire.yaml").write_text("fairlabel: questionnaire/1\nanswers: [\n", encoding="utf-8")
    assert run(["check", str(home), "--output", f"html={tmp_path}/html/"]) == 3
    said = " ".join("".join(capsys.readouterr()).split())
    assert "silent (Silent Ltd)" in said and "said (Said Ltd)" in said
    assert re.search(r"Nothing was assessed for \S*broken: \d+ problem", said)
    pages = sorted((tmp_path / "html").rglob("*.html"))
    assert len(pages) == 2
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert re.findall(r"<script[^>]*>", text) == ['<script type="application/json" id="fairlabel-report">']  # data
        text = text.partition("<script")[0]
        assert not re.search(r"""(src|srcset|action)=["']?(https?:)?//|@import|url\((?!#|data:)""", text)
        assert "cannot be concluded" in text


@pytest.mark.parametrize(
    ("issued", "status"),
    [
        ("2026-01-01", "met"),
        ("2025-07-01", "met"),
        ("2025-06-29", "claimed"),
        ("2024-01-01", "claimed"),
        ("", "claimed"),
    ],
)
def test_nul_7_evidence_is_dated_and_not_over_a_year_old_and_the_reader_is_another(
    issued: str, status: str, tmp_path: Path, capsys: Captured
) -> None:
    covers = "covers: {from: 2025-01-01, to: 2026-06-30}" if issued == "never" else ""
    day = f", issued: {issued}" if issued else ""
    evidence = (f"{{id: policy, kind: policy, files: [documents/policy.md]{day}{covers}}}",)
    home = supplier(tmp_path / "acme", {"comms": {"channels": "{value: [email], evidence: [policy]}"}}, evidence)
    text = (
        "fairlabel: assessment/1\nassessor: {role: reviewer, organisation: Invented}\ndecisions:\n  - {requirement: "
        "PAI-COM-01, kind: reviewed, evidence: policy, on: 2026-07-10, reason: read}\n"
    )
    review = tmp_path / "review.yaml"
    review.write_text(text, encoding="utf-8")
    _, subject = judged(home, "--assessment", str(review))
    assert results(subject)["PAI-COM-01"]["status"] == status
    capsys.readouterr()
    own = home / "review.yaml"
    own.write_text(text, encoding="utf-8")
    assert run(["check", str(home), "--assessment", str(own)]) == 3
    assert "whoever is judged" in capsys.readouterr().err


def test_nul_8_the_tool_asks_and_looks_at_everyone_and_waits_for_no_complaint(
    paid: tuple[int, dict[str, Any]], tmp_path: Path
) -> None:
    found = results(paid[1])["PAI-PAY-01"]
    assert found["status"] == "not_met", "nobody complained, and the row of one worker says it"
    assert run(["new", str(tmp_path / "blank"), "--kind", "bpo"]) == 0
    asked = (tmp_path / "blank" / "questionnaire.yaml").read_text(encoding="utf-8")
    measures = Measures(Choices())
    for name in measures.questions("supplier", ("bpo",)):
        assert f"{name.partition('.')[2]}:" in asked, name
    # Without complaints nothing is met: a channel that nobody uses shows nothing.
    _, quiet = judged(supplier(tmp_path / "acme", {"grievance": {"exists": "true"}}))
    assert "met" not in {r["status"] for r in results(quiet).values()}


def test_nul_9_every_met_points_to_the_place_of_its_evidence() -> None:
    home = ROOT / "vendor_templates" / "examples"
    measures = Measures(
        Choices(assessments=(home / "assessments" / "tidewater-annotation.yaml",)), (home / "tidewater-annotation",)
    )
    from checker.pipeline.subject import assess_subject

    subject = assess_subject(home / "tidewater-annotation", "tidewater-annotation", measures)
    met = [result for result in subject.standards[0].results if result.status == "met"]
    assert len(met) > 50
    for result in met:
        assert result.evidence.ids, result.requirement
        assert result.location.file and (result.location.line or result.location.rows), result.requirement
        assert result.facts and all(fact.place.file for fact in result.facts if fact.known), result.requirement
