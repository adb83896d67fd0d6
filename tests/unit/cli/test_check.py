"""`fairlabel check` as its user calls it: usage, exit codes, formats, outputs; one process, small invented subjects."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from checker.cli.main import run
from tests.subjects import SCOPE, SILENT, questionnaire, write_subject

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "vendor_templates" / "examples"
REVIEW = EXAMPLES / "assessments" / "tidewater-annotation.yaml"
Captured = pytest.CaptureFixture[str]
ANSWERS = {"comms": {"channels": "{value: [email], evidence: [policy]}"}}
GAP = {"meta": {"employment_statuses": "[employee]"}, "comms": {"named_contact_told_to_workers": "false"}}
"""An admission: PAI-COM-03, a major requirement, is not met."""


def subject(folder: Path, **changes: object) -> Path:
    """Write a subject without pay data (named as its folder), which ends open: exit code 5."""
    text = questionnaire("acme", **{"evidence": SILENT, "answers": ANSWERS, **changes})  # type: ignore[arg-type]
    return write_subject(folder, text.replace("id: acme", f"id: {folder.name.replace(' ', '-')}"))


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    return subject(tmp_path / "acme")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Missing argument 'PATH...'"),
        (["gone"], "there is no gone"),
        (["ACME/wages/pay.csv"], "is no folder and no questionnaire.yaml"),
        (["ACME", "gone"], "there is no gone"),
        (["ACME", "--as-of", "2026-06-29"], "--as-of 2026-06-29 is before the end of the period of"),
        (["ACME", "--as-of", "2026-02-30"], "'2026-02-30' is not a day of the calendar; write YYYY-MM-DD"),
        (["ACME", "--as-of", "today"], "'today' is not a day"),
        (["ACME", "--gate-date", "yesterday"], "write YYYY-MM-DD or 'today'"),
        (["ACME", "--fail-on", "none"], "'none' is not one of 'critical', 'major', 'minor', 'never'"),
        (["ACME", "--format", "docx"], "'docx' is not a format; use one of: text, json, markdown, html"),
        (["ACME", "--format", "json", "--format", "text"], "standard output takes one"),
        (["ACME", "--output", "html"], "write FORMAT=PATH"),
        (["ACME", "--output", "html=a.html", "--output", "html=./a.html"], "two outputs would be written to"),
        (["ACME", "--output", "json={subject}.json"], "json is one file over all subjects"),
        (["ACME", "--standard", "fairwage"], "no standard is called 'fairwage'; known: crowd-code, dynamo"),
        (["ACME", "--standard", "pai@2021"], "did you mean 'pai@2022'?"),
        (["ACME", "--standard", "pai", "--standard", "pai@2022"], "pai is named twice"),
        (["ACME", "--standards-dir", "gone"], "there is no 'gone'; check the path"),
        (["ACME", "--benchmarks", "gone.csv"], "there is no 'gone.csv'"),
        (["ACME", "--fx", "gone.csv"], "there is no 'gone.csv'"),
        (["ACME", "--assessment", "gone.yaml"], "there is no 'gone.yaml'"),
        (["ACME", "--jobs", "0"], "0 is not in the range"),
        (["ACME", "--memory-limit", "much"], "'much' is no amount of memory; write for example 500MB or 2GB"),
        (["ACME", "--memory-limit", "1MB"], "give at least 64MB"),
        (["ACME", "--formt", "json"], "Did you mean '--format'?"),
    ],
)
def test_wrong_usage_is_2_and_says_what_to_write(
    arguments: list[str], words: str, acme: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(acme.parent)
    before = sorted(acme.parent.rglob("*"))
    assert run(["check", *(a.replace("ACME", "acme") for a in arguments)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("Nothing was assessed.\n")
    assert words in shown.err
    assert sorted(acme.parent.rglob("*")) == before, "nothing is written"


@pytest.mark.parametrize("name", ["chekc", "frobnicate"])
def test_an_unknown_command_is_2_and_names_the_nearest(name: str, capsys: Captured) -> None:
    assert run([name]) == 2
    said = capsys.readouterr().err
    assert said.startswith("Nothing was assessed.\n")
    assert ("did you mean 'check'?" in said) == (name == "chekc")


@pytest.mark.parametrize(
    ("answers", "fail_on", "code"),
    [
        (ANSWERS, "critical", 5), (ANSWERS, "major", 5), (ANSWERS, "minor", 5), (ANSWERS, "never", 0),
        (GAP, "critical", 5), (GAP, "major", 1), (GAP, "minor", 1), (GAP, "never", 0),
    ],
)  # fmt: skip
def test_the_gate_and_what_it_fails_on(
    answers: dict[str, dict[str, str]], fail_on: str, code: int, tmp_path: Path, capsys: Captured
) -> None:
    folder = subject(tmp_path / "acme", answers=answers)
    codes = {run(["check", str(folder), "--fail-on", fail_on, "--format", fmt]) for fmt in ("text", "json", "html")}
    assert codes == {code}, "the format never changes the code"
    capsys.readouterr()


def test_the_good_example_passes_with_its_assessors_file_and_not_without(capsys: Captured) -> None:
    folder = str(EXAMPLES / "tidewater-annotation")
    found = []
    for more in (["--assessment", str(REVIEW.parent)], []):
        code = run(["check", folder, "--format", "json", *more])
        (tidewater,) = json.loads(capsys.readouterr().out)["subjects"]
        found.append((code, tidewater["verdict"], bool(tidewater["decisions"])))
    assert found == [(0, "meets_with_actions", True), (5, "cannot_conclude", False)], "a folder of assessors' files"


def test_evidence_over_its_age_on_the_day_of_the_gate_counts_as_claimed_there(capsys: Captured) -> None:
    """The worker terms hold until the end of 2026; on that day all is in date, two weeks later it is not."""
    call = ["check", str(EXAMPLES / "tidewater-annotation"), "--assessment", str(REVIEW), "--format", "json"]
    found = {}
    for day in ("2026-12-31", "2027-01-15"):
        code = run([*call, "--gate-date", day])
        (acme,) = json.loads(capsys.readouterr().out)["subjects"]
        found[day] = (code, acme["verdict"], [(f["code"], f["severity"]) for f in acme["findings"]])
    # Everybody's rate rises in June, and no notice of it is on record: that cost nobody anything.
    rise, wide = ("pay_change_notice_unknown", "note"), ("wide_job_category", "note")
    # Eight did a pilot and other work in one week, which stand in two rows: no row corrects another one.
    assert found["2026-12-31"] == (0, "meets_with_actions", [rise, wide])
    late = [rise, wide, ("evidence_over_age", "warning")]
    assert found["2027-01-15"] == (5, "meets_with_actions", late), "its status stays"


def test_today_is_a_gate_date_and_printed(acme: Path, capsys: Captured) -> None:
    first = datetime.now(UTC).date()
    assert run(["check", str(acme), "--gate-date", "today", "--format", "json"]) == 5
    gate = date.fromisoformat(json.loads(capsys.readouterr().out)["subjects"][0]["gate_date"])
    assert first <= gate <= datetime.now(UTC).date()


def test_a_folder_of_subjects_the_same_twice_and_a_subject_by_its_file(tmp_path: Path, capsys: Captured) -> None:
    for name in ("b", "a", "deep/er/c", "a/inner"):
        subject(tmp_path / name)
    paths = [str(tmp_path), str(tmp_path / "a"), str(tmp_path / "." / "b"), str(tmp_path / "b" / "questionnaire.yaml")]
    assert run(["check", *paths, "--format", "json"]) == 5
    report = json.loads(capsys.readouterr().out)
    assert [s["id"] for s in report["subjects"]] == ["a", "b", "c"], "each once; what lies in a subject is no subject"


@pytest.mark.parametrize("name", ["with space", "quo'te\"s", "emoji 🦊", "ünïcode", "-dash", "semi;colon", "per%cent"])
def test_folders_of_any_name(name: str, tmp_path: Path, capsys: Captured) -> None:
    write_subject(tmp_path / name, questionnaire("acme", evidence=SILENT, answers=ANSWERS))
    out = tmp_path / "out"
    assert run(["check", str(tmp_path / name), "--output", f"html={out}/", "--output", f"json={out}/a.json"]) == 5
    text = capsys.readouterr().out
    html = next(out.glob("*.html"))
    assert "Acme Ltd" in html.read_text(encoding="utf-8")
    assert str(html) in " ".join(text.split()) or html.name in "".join(text.split())


def test_backslashes_in_a_questionnaire_are_folders(tmp_path: Path, capsys: Captured) -> None:
    text = questionnaire("acme", answers=ANSWERS).replace("documents/policy.md", "documents\\policy.md")
    found = {}
    for name, given in (("slash", text.replace("\\", "/")), ("backslash", text)):
        write_subject(tmp_path / name, given, without=["wages/pay.csv"])
        assert run(["check", str(tmp_path / name), "--format", "json"]) == 5
        (acme,) = json.loads(capsys.readouterr().out)["subjects"]
        found[name] = [i["path"] for i in acme["inputs"]]
    assert found["backslash"] == found["slash"]
    assert "documents/policy.md" in found["slash"]


def test_several_subjects_need_a_folder_or_the_word_subject_for_one_file_each(tmp_path: Path, capsys: Captured) -> None:
    for name in ("a", "b"):
        subject(tmp_path / "in" / name)
    out = tmp_path / "out"
    call = ["check", str(tmp_path / "in")]
    for refused in (["--output", f"html={out}/one.html"], ["--format", "html"], ["--format", "markdown"]):
        assert run([*call, *refused]) == 2
        assert "one subject a file" in capsys.readouterr().err
    assert not out.exists()
    words = (f"html={out}/{{subject}}/gap.html", f"markdown={out}/md/", f"text={out}/all.txt", f"json={out}/")
    assert run([*call, *(part for word in words for part in ("--output", word))]) == 5
    written = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())
    assert written == ["a/gap.html", "all.txt", "b/gap.html", "md/a.md", "md/b.md", "report.json"]
    text = capsys.readouterr().out
    assert (out / "all.txt").read_text(encoding="utf-8").splitlines()[0] == text.splitlines()[0]


def test_two_folders_of_one_name_get_a_file_each(tmp_path: Path, capsys: Captured) -> None:
    for parent in ("x", "y"):
        write_subject(tmp_path / parent / "acme", questionnaire(f"acme-{parent}", evidence=SILENT, answers=ANSWERS))
    out = tmp_path / "out"
    assert run(["check", str(tmp_path / "x"), str(tmp_path / "y"), "--output", f"html={out}/"]) == 5
    assert len(list(out.iterdir())) == 2
    capsys.readouterr()


@pytest.mark.parametrize(
    "place", ["acme/questionnaire.yaml", "acme/documents/policy.md", "acme/wages/../documents/policy.md", "fx.csv"]
)
def test_a_report_never_wipes_out_what_it_rests_on(
    place: str, acme: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(acme.parent)
    Path("fx.csv").write_text("month,base,currency,rate\n2026-01,USD,GBP,0.75\n", encoding="utf-8")
    before = Path(place).read_bytes()
    code = run(["check", "acme", "--fx", "fx.csv", "--output", "json=fine.json", "--output", f"text={place}"])
    shown = capsys.readouterr()
    assert code == 73
    assert "wipe it out" in shown.err
    assert Path(place).read_bytes() == before
    assert not Path("fine.json").exists(), "all outputs or none"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("folder.html", "is a folder; name a file in it"),
        ("acme/questionnaire.yaml/a.html", "a file stands where a folder is needed; choose a place"),
        ("/proc/nowhere/a.html", "choose a place that you may write to"),
        (str(ROOT / "reports" / "a.html"), "among fairlabel's own templates"),
    ],
)
def test_places_that_cannot_be_written_are_73_and_nothing_is_half_written(
    place: str, words: str, acme: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(acme.parent)
    (acme.parent / "folder.html").mkdir()
    (acme.parent / "folder.html" / "kept").write_text("", encoding="utf-8")
    word = f"json={place}" if place == "folder.html/" else f"html={place}"
    before = sorted(acme.parent.rglob("*"))
    # `html=folder.html` names a folder, which takes the report; the file of that name in it is what is refused.
    if place == "folder.html":
        (acme.parent / "folder.html" / "acme.html").mkdir()
        before = sorted(acme.parent.rglob("*"))
    assert run(["check", "acme", "--output", "json=fine.json", "--output", word]) == 73
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("The output was not written; no file was left half-written.\n")
    assert words in shown.err
    assert sorted(acme.parent.rglob("*")) == before


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_73(acme: Path, capsys: Captured) -> None:
    locked = acme.parent / "locked"
    locked.mkdir(mode=0o555)
    assert run(["check", str(acme), "--output", f"html={locked}/a.html"]) == 73
    assert "Permission denied" in capsys.readouterr().err


def test_a_former_report_is_replaced_and_no_file_stays_beside_it(acme: Path, capsys: Captured) -> None:
    file = acme / "report.html"
    file.write_text("old", encoding="utf-8")
    assert run(["check", str(acme), "--output", f"html={file}"]) == 5
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [p.name for p in acme.iterdir() if p.name.startswith(".")] == []
    assert str(file) in "".join(capsys.readouterr().out.split("\n"))


@pytest.mark.parametrize("fmt", ["json", "markdown", "html"])
def test_what_could_not_be_assessed_is_said_on_standard_error_whatever_the_format(
    fmt: str, tmp_path: Path, capsys: Captured
) -> None:
    write_subject(tmp_path / "bad", "nothing: here\n")
    assert run(["check", str(tmp_path / "bad"), "--format", fmt]) == 3
    said = capsys.readouterr().err
    assert said.startswith(f"Nothing was assessed.\nNothing was assessed for {tmp_path / 'bad'}:\n")
    assert "questionnaire.yaml:1:1" in said


def test_both_profiles_are_summed_and_the_chosen_one_decides(tmp_path: Path, capsys: Captured) -> None:
    """Millgate fails for one requirement, which is not core."""
    folder = shutil.copytree(EXAMPLES / "millgate-labelling", tmp_path / "m")
    found = {}
    for profile in ("core", "extended"):
        code = run(["check", str(folder), "--profile", profile, "--format", "json"])
        (result,) = json.loads(capsys.readouterr().out)["subjects"][0]["standards"]
        found[profile] = (code, result["verdict"], len(result["results"]), sorted(result["profiles"]))
    assert found["core"][:2] == (5, "cannot_conclude")
    assert found["extended"][:2] == (1, "does_not_meet")
    assert found["core"][2] < found["extended"][2]
    assert found["core"][3] == ["core", "extended"]


@pytest.mark.parametrize(
    "scope",
    [
        SCOPE.replace("to: 2026-06-30", "to: "),
        SCOPE.replace("{from: 2026-01-01, to: 2026-06-30}", "{from: , to: }"),
        "scope:\n  period:\n",
    ],
)
def test_a_period_that_is_not_given_lets_nothing_be_in_date(scope: str, tmp_path: Path, capsys: Captured) -> None:
    assert run(["check", str(subject(tmp_path / "acme", scope=scope)), "--format", "json"]) == 5
    (acme,) = json.loads(capsys.readouterr().out)["subjects"]
    (standard,) = acme["standards"]
    assert acme["as_of"] is None
    assert standard["counts"]["met"] == 0
    (channels,) = [r for r in standard["results"] if r["requirement"] == "PAI-COM-01"]
    assert channels["status"] == "claimed"
    assert "the evidence is out of date" in channels["evidence"]["short_of"]


@pytest.mark.parametrize("fmt", ["markdown", "html"])
@pytest.mark.parametrize("place", ["pages/", "pages/{subject}.page"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_beside_an_invalid_subject_the_others_get_their_files(
    fmt: str, place: str, jobs: str, tmp_path: Path, capsys: Captured
) -> None:
    for name in ("acme", "bad", "globex"):
        subject(tmp_path / "in" / name)
    output = ["--output", f"{fmt}={tmp_path}/{place}", "--output", f"json={tmp_path}/all.json", "--jobs", jobs]
    assert run(["check", str(tmp_path / "in"), *output]) == 5
    pages = {page.stem: page for page in (tmp_path / "pages").iterdir()}
    assert set(pages) == {"acme", "bad", "globex"}
    former = {name: page.read_bytes() for name, page in pages.items()}
    for name in ("acme", "bad"):
        subject(tmp_path / "in" / name, answers={"comms": {"channels": "[emial]" if name == "bad" else "[email]"}})
    capsys.readouterr()
    assert run(["check", str(tmp_path / "in"), *output]) == 3
    changed = {name for name, page in pages.items() if page.read_bytes() != former[name]}
    assert changed == {"acme"}, "a page has the code of its subject, and tells nothing of others"
    report = json.loads((tmp_path / "all.json").read_bytes())
    assert [s["id"] for s in report["subjects"]] == ["acme", "globex"]
    said = capsys.readouterr().err
    assert said == (
        f"note: {pages['bad']} is of a former run; nothing was assessed for {tmp_path}/in/bad, "
        "and it was left as it is\n"
    )
