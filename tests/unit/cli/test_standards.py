"""`standards new`, `lint`, `diff`, `crosswalk`: a pack from its first line to its next edition."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from checker.cli.main import run

ROOT = Path(__file__).resolve().parents[3]
PAI = ROOT / "standards" / "pai" / "2022"
SUBJECT = ROOT / "vendor_templates" / "examples" / "lakeshore-data-services"
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an empty folder of packs and stand in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "packs"


def _new(capsys: Captured, packs: Path) -> Path:
    assert run(["standards", "new", "ours", "1", "--in", "packs", "--title", 'Ours: "first"']) == 0
    capsys.readouterr()
    return packs / "ours" / "1" / "requirements" / "grievance.yaml"


@pytest.fixture
def fresh(packs: Path, capsys: Captured) -> Path:
    """Write a new pack as it comes and return its theme file."""
    return _new(capsys, packs)


@pytest.fixture
def ours(packs: Path, capsys: Captured) -> Path:
    """Write a new pack, its header filled in, and return its theme file."""
    file = _new(capsys, packs)
    head = file.parents[1] / "pack.yaml"
    head.write_text(head.read_text().replace("TODO", "words"))
    return file


def _lint(capsys: Captured, *words: str) -> tuple[int, str]:
    code = run(["standards", "lint", "ours", "--standards-dir", "packs", *words])
    return code, capsys.readouterr().out


def test_a_new_pack_can_judge_and_says_what_is_left_to_write(fresh: Path, capsys: Captured) -> None:
    assert yaml.safe_load((fresh.parents[1] / "pack.yaml").read_text())["title"]["en"] == 'Ours: "first"'
    code, said = _lint(capsys)
    assert code == 0
    assert said.startswith("ours@1: 0 mistakes, 4 remarks\n")
    assert "grievance.yaml:6:5, OURS-1: TODO still stands in its words" in said
    for field in ("issuer", "established", "terms"):
        assert f"packs/ours/1/pack.yaml, {field}: TODO still stands in its words" in said
    assert _lint(capsys, "--strict")[0] == 1
    for file in (fresh, fresh.parents[1] / "pack.yaml"):
        file.write_text(re.sub(r"TODO", "words", file.read_text()))
    assert _lint(capsys, "--strict") == (0, "ours@1: 0 mistakes, 0 remarks\n")
    assert run(["standards", "test", "ours", "--standards-dir", "packs"]) == 0
    assert run(["check", str(SUBJECT), "--standard", "ours", "--standards-dir", "packs", "--fail-on", "never"]) == 0


@pytest.mark.parametrize(
    ("change", "to", "remark"),
    [
        ("cases:", "applies_when: {fact: scope.headcount, at_least: 1}\n    cases:",
         "OURS-1.cases: no case shows when it does not apply"),
        ("satisfied_when", "credit: [{when: {fact: scope.headcount, less_than: 1}, give: 0.5}]\n    satisfied_when",
         "OURS-1.cases: no case earns a part of the credit"),
        ("{fact: answers.grievance.exists, is: true}",
         "{all: [{fact: answers.grievance.exists, is: true}, {fact: workers.paid_on_time, at_most: 1}]}",
         "workers.paid_on_time at_most: holds whatever is answered"),
        ("{fact: answers.grievance.exists, is: true}",
         "{any: [{fact: answers.grievance.exists, is: true}, {fact: workers.paid_on_time, more_than: 1}]}",
         "workers.paid_on_time more_than: fails whatever is answered"),
        ("{fact: answers.grievance.exists, is: true}",
         "{any: [{fact: answers.grievance.exists, is: true}, {fact: workers.paid_on_time, at_least: 0.4}]}",
         "the bar 0.4 of workers.paid_on_time is this tool's choice and cannot be moved"),
        ("url: \"https://example.org/\", read: \"no\"", "read: text", "OURS-1.source: has no link"),
        ("section: words, ", "", None),
        ("section: words, year: YEAR, url: \"https://example.org/\", read: \"no\"",
         "url: \"https://example.org/\", read: text", "was read in the text, and does not say where in it"),
        ("threshold_origin: tool_choice", "threshold_origin: source",
         "its bar is said to be the source's, and the source was not read"),
        ("cases:", "maps_to: [CX-999]\n    cases:", "the crosswalk has no concept 'CX-999'"),
    ],
)  # fmt: skip
def test_lint_names_what_asks_nothing_or_cannot_be_followed(
    ours: Path, capsys: Captured, change: str, to: str, remark: str | None
) -> None:
    text = re.sub(r"year: \d+", "year: YEAR", ours.read_text().replace("TODO", "words"))
    text = text.replace("given: {answers", "given: {scope.headcount: 5, workers.paid_on_time: 0.2, answers")
    assert text.count(change) == 1
    ours.write_text(text.replace(change, to).replace("year: YEAR", "year: 2024"))
    code, said = _lint(capsys, "--strict")
    assert (code, said.count("remark:")) == ((1, 1) if remark else (0, 0)), said
    assert remark is None or remark in said


def test_lint_names_a_parameter_that_nothing_reads_and_every_mistake(ours: Path, capsys: Captured) -> None:
    head = ours.parents[1] / "pack.yaml"
    bar = "parameters: {bar: {value: 2, unit: days, basis: tool_choice, why: {en: Because.}}}\n"
    head.write_text(head.read_text() + bar)
    ours.write_text(ours.read_text().replace("TODO", "words"))
    assert "packs/ours/1/pack.yaml, parameters.bar: no condition reads it" in _lint(capsys)[1]
    ours.write_text(ours.read_text().replace("grievance.exists, is", "grievance.exits, is").replace("severity", "sev"))
    code, said = _lint(capsys)
    assert code == 3
    assert "did you mean 'answers.grievance.exists'?" in said
    assert "'sev' is not a field here" in said


def test_lint_runs_the_cases(ours: Path, capsys: Captured) -> None:
    ours.write_text(ours.read_text().replace("exists: false}, expect: not_met", "exists: true}, expect: not_met"))
    code, said = _lint(capsys)
    assert code == 3
    assert "OURS-1, 'answered badly': written not_met, came out met" in said


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (["ours", "1"], "exists already and was left as it is", 73),
        (["../ours", "1"], "ID '../ours': write letters", 2),
        (["Ours", "1"], "ID 'Ours': write letters", 2),
        (["ours", ".."], "EDITION '..': write letters", 2),
        (["benchmarks", "1"], "no name for a standard", 2),
    ],
)
@pytest.mark.usefixtures("ours")
def test_new_refuses_what_is_there_and_what_is_no_name(
    packs: Path, capsys: Captured, words: list[str], said: str, code: int
) -> None:
    before = sorted(packs.rglob("*"))
    assert run(["standards", "new", *words, "--in", "packs"]) == code
    assert said in capsys.readouterr().err
    assert sorted(packs.rglob("*")) == before


def test_diff_shows_what_changed_and_which_results_flip(packs: Path, capsys: Captured) -> None:
    folder = packs / "pai" / "2027"
    shutil.copytree(PAI, folder)
    head, pay = folder / "pack.yaml", folder / "requirements" / "pay.yaml"
    head.write_text(
        head.read_text().replace('edition: "2022"', 'edition: "2027"').replace("critical: 8", "critical: 9")
    )
    text = (
        pay.read_text().replace("at_most: 0}", "at_most: 0.9}", 1).replace("severity: critical", "severity: major", 1)
    )
    text = text.replace("id: PAI-PAY-02\n", "id: PAI-PAY-99\n    aliases: [PAI-PAY-02]\n")
    pay.write_text(text)
    call = ["standards", "diff", "pai@2022", "pai@2027", "--standards-dir", "packs", "--for", str(SUBJECT)]
    assert run(call) == 0
    said = capsys.readouterr().out
    assert said.startswith("pai@2022 to pai@2027: 4 changes\n")
    assert "weights: critical\n  - 8\n  + 9\n" in said
    assert "PAI-PAY-01: severity\n  - critical\n  + major\n" in said
    assert "PAI-PAY-01: asks\n  - There are no workers below" in said
    assert "PAI-PAY-99: id\n  - PAI-PAY-02\n  + PAI-PAY-99\n" in said
    # Two thirds of the supplier's workers are below or undecided, so a bar of nine tenths no longer fails it.
    flips = said.partition("results would come out otherwise" if "results would" in said else "result would")[2]
    assert flips.count("lakeshore-data-services  ") == 1
    assert "PAI-PAY-01: not met to " in flips
    assert run(["standards", "diff", "pai@2022", "pai@2022"]) == 0
    assert capsys.readouterr().out == "pai@2022 to pai@2022: 0 changes\n"
    assert run(["standards", "diff", "pai@2022", "pai@2031"]) == 2
    assert "no standard is called 'pai@2031'" in capsys.readouterr().err


def test_diff_names_what_was_added_and_what_is_gone(packs: Path, capsys: Captured) -> None:
    folder = packs / "pai" / "2027"
    shutil.copytree(PAI, folder)
    head, voice = folder / "pack.yaml", folder / "requirements" / "voice.yaml"
    head.write_text(head.read_text().replace('edition: "2022"', 'edition: "2027"'))
    voice.write_text(voice.read_text().replace("id: PAI-VOI-01\n", "id: PAI-VOI-91\n"))
    assert run(["standards", "diff", "pai@2022", "pai@2027", "--standards-dir", "packs"]) == 0
    said = capsys.readouterr().out
    assert "PAI-VOI-01: gone\n" in said
    assert "PAI-VOI-91: added\n" in said


def test_the_crosswalk_is_found_by_concept_and_by_requirement(capsys: Captured) -> None:
    assert run(["standards", "crosswalk", "CX-02"]) == 0
    by_concept = capsys.readouterr().out
    assert by_concept.startswith("CX-02  A living wage\nDifferences: ")
    assert "  PAI-PAY-01  pai@2022, critical, text read" in by_concept
    assert run(["standards", "crosswalk", "pai-pay-01"]) == 0
    assert capsys.readouterr().out == by_concept
    assert run(["standards", "crosswalk", "--format", "json"]) == 0
    everything = json.loads(capsys.readouterr().out)
    assert len(everything) == 57
    assert {m["standard"] for c in everything for m in c["members"]} >= {"pai"}
    assert run(["standards", "crosswalk", "CX-99"]) == 2
    assert "the crosswalk has no 'CX-99'" in capsys.readouterr().err


def test_two_standards_with_one_id_are_not_judged_together(ours: Path, capsys: Captured) -> None:
    ours.write_text(ours.read_text().replace("OURS-1", "PAI-PAY-01"))
    call = ["check", str(SUBJECT), "--standard", "pai", "--standard", "ours", "--standards-dir", "packs"]
    assert run(call) == 3
    assert (
        "the id 'PAI-PAY-01' is pai's as well; begin ids with a word of the standard's own" in capsys.readouterr().err
    )


def test_a_gap_names_who_else_asks_for_it(packs: Path, ours: Path, capsys: Captured) -> None:
    ours.write_text(ours.read_text().replace("    cases:", "    maps_to: [CX-02]\n    cases:"))
    call = ["check", str(SUBJECT), "--standards-dir", "packs", "--format", "markdown", "--fail-on", "never"]
    assert run(call) == 0
    gap = capsys.readouterr().out.partition("PAI-PAY-01: ")[2].partition("####")[0]
    (line,) = [line for line in gap.splitlines() if line.startswith("- Also asked by: ")]
    assert "OURS-1 (ours)" in line
    assert "PAI-" not in line
    assert line.endswith(". Each judges by its own rules.")
    call = ["check", str(SUBJECT), "--standards-dir", "packs", "--output", "html=report.html", "--fail-on", "never"]
    assert run(call) == 0
    page = (packs.parent / "report.html").read_text()
    card = page.partition('id="PAI-PAY-01"')[2].partition("</article>")[0]
    matter = card.partition('href="#matter-')[2].partition('"')[0]
    listed = page.partition(f'id="matter-{matter}"')[2].partition("</tr>")[0]
    assert matter and "OURS-1" in listed


def test_facts_are_found_by_words_of_their_names_and_texts(capsys: Captured) -> None:
    assert run(["standards", "facts", "wages.", "MINIMUM", "paid_time"]) == 0
    named = [line.split("  (")[0] for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]
    assert "wages.share_below_minimum_wage_paid_time" in named
    assert all(name.startswith("wages.") and "minimum" in name and "paid_time" in name for name in named)
    assert run(["standards", "facts", "answers.pay.models"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("answers.pay.models  (any of: ")
    assert "How are the workers paid?" in said
    assert run(["standards", "facts", "free_to_organise"]) == 0
    assert "workers.free_to_organise  (number, 0 to 1)" in capsys.readouterr().out
    assert run(["standards", "facts", "overtme"]) == 2
    assert "no fact has 'overtme' in its name or text; did you mean 'overtime'?" in capsys.readouterr().err
    assert run(["standards", "facts"]) == 0
    assert sum(not line.startswith(" ") for line in capsys.readouterr().out.splitlines()) > 450


def test_words_that_a_comma_cut_off_are_said_to_need_quotes(ours: Path, capsys: Captured) -> None:
    ours.write_text(
        ours.read_text().replace("title: {en: Complaints and decisions}", "title: {en: Complaints, decisions}")
    )
    code, said = _lint(capsys)
    assert code == 3
    assert "'title' needs words by language, English among them; put the words in quotes: a comma ends them" in said


def test_diff_says_whose_verdict_turns(packs: Path, ours: Path, capsys: Captured) -> None:
    """The supplier says that it has a way to complain, and shows it or not: a minor item decides nothing."""
    ours.write_text(ours.read_text().replace("TODO", "words").replace("is: true}", "is: false}", 1))
    ours.write_text(ours.read_text().replace("exists: true}, expect: met", "exists: true}, expect: not_met"))
    ours.write_text(ours.read_text().replace("exists: false}, expect: not_met", "exists: false}, expect: met"))
    shutil.copytree(packs / "ours" / "1", packs / "ours" / "2")
    head, theme = packs / "ours" / "2" / "pack.yaml", packs / "ours" / "2" / "requirements" / "grievance.yaml"
    head.write_text(head.read_text().replace('edition: "1"', 'edition: "2"'))
    theme.write_text(theme.read_text().replace("severity: minor", "severity: major"))
    assert run(["standards", "diff", "ours@1", "ours@2", "--standards-dir", "packs", "--for", str(SUBJECT)]) == 0
    said = capsys.readouterr().out
    assert "OURS-1: severity\n  - minor\n  + major\n" in said
    assert said.endswith(
        "1 result would come out otherwise\n  lakeshore-data-services  the verdict: cannot conclude to does not meet\n"
    )
