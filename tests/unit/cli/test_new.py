"""A blank questionnaire: it is in order by every measure of shape, and by no measure does it pass."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from checker.cli.main import run

Captured = pytest.CaptureFixture[str]
KINDS = [[], ["--profile", "core"], ["--buyer"]]


@pytest.mark.parametrize("options", KINDS, ids=["supplier", "core", "buyer"])
def test_what_is_blank_validates_and_never_passes(options: list[str], tmp_path: Path, capsys: Captured) -> None:
    folder = tmp_path / "acme"
    assert run(["new", str(folder), *options]) == 0
    said = capsys.readouterr().out
    count = int(re.search(r": (\d+) questions", said)[1])  # type: ignore[index]
    assert run(["validate", str(folder)]) == 0
    capsys.readouterr()
    profile = options if options[:1] == ["--profile"] else []
    assert run(["check", str(folder), "--format", "json", *profile]) == 5
    (acme,) = json.loads(capsys.readouterr().out)["subjects"]
    assert acme["verdict"] == "cannot_conclude"
    assert acme["answered"] == {"answered": 0, "asked": count}
    (standard,) = acme["standards"]
    assert standard["score"]["shown"] == standard["score"]["claimed"] == 0
    assert {r["status"] for r in standard["results"]} == {"unknown"}


@pytest.mark.parametrize("options", KINDS, ids=["supplier", "core", "buyer"])
def test_a_schema_validator_that_knows_nothing_of_us_agrees(options: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    assert run(["new", str(folder), *options]) == 0
    schema, file = folder / "questionnaire.schema.json", folder / "questionnaire.yaml"
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(file.read_text(encoding="utf-8").replace("  models:", "  modles:"), encoding="utf-8")
    both = [file] if options == ["--buyer"] else [file, wrong]
    call = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), "--output-format=json", *both]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    refused = json.loads(done.stdout)["errors"] if done.returncode else []
    assert {one["filename"] for one in refused} == ({str(wrong)} if wrong in both else set()), done.stdout + done.stderr
    assert all("modles" in one["message"] for one in refused)


def test_the_next_command_can_be_copied(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new", "a b"]) == 0
    assert "fairlabel check 'a b'\n" in capsys.readouterr().out
    assert run(["new", "c", "--standard", "eu-pwd", "--profile", "core"]) == 0
    assert "fairlabel check c --standard eu-pwd --profile core\n" in capsys.readouterr().out, "it asks the same"
    assert run(["new", "c"]) == 73
    assert "fairlabel next c --standard ID" in capsys.readouterr().err


def test_a_link_that_leads_nowhere_is_not_written_over(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "questionnaire.yaml").symlink_to(tmp_path / "gone.yaml")
    assert run(["new", str(tmp_path / "acme")]) == 73
    assert "exists already" in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["acme", "questionnaire.yaml"]


def test_an_unknown_standard_writes_nothing(tmp_path: Path, capsys: Captured) -> None:
    assert run(["new", str(tmp_path / "acme"), "--standard", "nope"]) == 2
    assert "no standard is called 'nope'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


SMALL = """
id: small
edition: "1"
title: {en: "Small"}
issuer: Nobody
established: {en: "Invented."}
terms: {en: "None."}
score: {model: weighted}
governance:
  {proposed_by: a test, decided_by: a test, workers_part: none, funder: nobody, date: "2026", dissent: none,
   source: this file}
"""


def requirement(name: str, question: str, good: str, bad: str, more: str = "") -> str:
    return f"""\
- id: {name}
  title: {{en: "{name}"}}
  subject: supplier
  severity: major
  {more}
  satisfied_when: {{fact: answers.{question}, is: {good}}}
  evidence: {{at_least: documented, kinds: [policy]}}
  remedy: {{owner: supplier, due: 90 days, text: {{en: "Do it."}}}}
  why: {{en: "Because."}}
  source: {{document: This file, read: text}}
  threshold_origin: tool_choice
  cases:
    - {{name: good, given: {{answers.{question}: {good}}}, expect: met}}
    - {{name: bad, given: {{answers.{question}: {bad}}}, expect: not_met}}
    - {{name: silence, given: {{}}, expect: unknown}}
"""


@pytest.fixture
def small(tmp_path: Path) -> list[str]:
    """Write a pack that shares a question with `pai`, hangs one on another and has one for platforms only."""
    folder = tmp_path / "packs" / "small" / "1"
    (folder / "requirements").mkdir(parents=True)
    (folder / "pack.yaml").write_text(SMALL, "utf-8")
    text = 'theme: pay\ntitle: {en: "Pay"}\nrequirements:\n' + (
        requirement("S-1", "pay.living_wage_commitment", "at_least_living_wage", "none")
        + requirement("S-2", "algorithms.compensation", "true", "false")
        + requirement("S-3", "pay.guarantee", "escrow", "none", "scope: [crowd_platform]")
    )
    (folder / "requirements" / "pay.yaml").write_text(text, "utf-8")
    return ["--standards-dir", str(tmp_path / "packs")]


def asked(folder: Path) -> list[str]:
    """Return the ids of the questions in a blank questionnaire."""
    answers = yaml.safe_load((folder / "questionnaire.yaml").read_text(encoding="utf-8"))["answers"]
    return [f"{section}.{name}" for section, questions in answers.items() for name in questions]


def test_only_what_the_chosen_standard_needs_is_asked(tmp_path: Path, small: list[str], capsys: Captured) -> None:
    assert run(["new", str(tmp_path / "a"), "--standard", "small", *small]) == 0
    assert asked(tmp_path / "a") == [
        "meta.automated_management",  # on which the compensation hangs
        "pay.living_wage_commitment",
        "pay.guarantee",
        "algorithms.compensation",
    ]
    assert "4 questions, 1 of them only after certain answers to earlier ones" in capsys.readouterr().out
    text = (tmp_path / "a" / "questionnaire.yaml").read_text(encoding="utf-8")
    assert "# Leave it empty unless the answer to “Does software watch how people work" in text


def test_several_standards_ask_each_question_once(tmp_path: Path, small: list[str]) -> None:
    for name, standards in {"pai": ["pai"], "both": ["pai", "small"], "turned": ["small", "pai"]}.items():
        chosen = [part for standard in standards for part in ("--standard", standard)]
        assert run(["new", str(tmp_path / name), *chosen, *small]) == 0
    found = asked(tmp_path / "both")
    assert len(found) == len(set(found))
    assert "pay.living_wage_commitment" in asked(tmp_path / "pai")
    new = {"meta.automated_management", "pay.guarantee", "algorithms.compensation"}
    assert set(found) - set(asked(tmp_path / "pai")) == new
    assert asked(tmp_path / "turned") == found


def test_a_company_is_not_asked_what_only_platforms_are(tmp_path: Path, small: list[str], capsys: Captured) -> None:
    for kind in ("bpo", "crowd_platform"):
        assert run(["new", str(tmp_path / kind), "--standard", "small", "--kind", kind, *small]) == 0
        capsys.readouterr()
        assert run(["check", str(tmp_path / kind), "--standard", "small", *small, "--format", "json"]) == 5
        (subject,) = json.loads(capsys.readouterr().out)["subjects"]
        assert subject["answered"]["asked"] == len(asked(tmp_path / kind)), "check counts what new asks"
    assert set(asked(tmp_path / "crowd_platform")) - set(asked(tmp_path / "bpo")) == {"pay.guarantee"}
    assert subject["kinds"]["values"] == ["crowd_platform"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--kind", "factory"], "no kind of supplier called factory; known: bpo, crowd_platform"),
        (["--buyer", "--kind", "bpo"], "--kind is for suppliers"),
    ],
)
def test_a_kind_that_cannot_be_meant_writes_nothing(
    options: list[str], words: str, tmp_path: Path, capsys: Captured
) -> None:
    assert run(["new", str(tmp_path / "acme"), *options]) == 2
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
