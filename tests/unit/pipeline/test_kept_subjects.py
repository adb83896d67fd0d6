"""Subjects that are recalled: the same bytes as assessed ones, and none recalled of which anything has changed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checker.cli.main import run
from checker.load.cache_folder import HEAD
from checker.load.packing import pack
from checker.pipeline import kept_subjects
from checker.pipeline import run as runs
from checker.pipeline.measures import Choices
from checker.pipeline.run import check, find_subjects
from checker.render import Options, render
from tests.bench.questionnaires import write_suppliers
from tests.overlays_for_tests import subject, waiver, waivers
from tests.subjects import SILENT, questionnaire, write_subject

EXAMPLES = Path(__file__).resolve().parents[3] / "vendor_templates" / "examples"
CACHE = Choices(cache=True)
Captured = pytest.CaptureFixture[str]
WORDS = """\
fairlabel: assessment/1
subject: acme
assessor: {role: auditor, organisation: Made-up Audit}
decisions:
  - {requirement: PAI-COM-01, kind: override, value: not_met, on: 2026-07-01, reason: made up for a test}
evidence:
  - {id: visit, kind: audit_report, files: [visit.pdf], issued: 2026-07-01, method: visit}
"""
SURVEY = """\
fairlabel: worker-evidence/1
subject: acme
collector: worker_organisation
organisation: Made-up Union
evidence:
  - id: survey
    kind: worker_survey
    method: online form
    n: 6
    population: 12
    covers: {from: 2026-01-01, to: 2026-06-30}
    files: [survey.csv]
    issued: 2026-07-01
workers:
  survey:
    paid_on_time: {always: 6}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FAIRLABEL_NO_CACHE", raising=False)
    monkeypatch.setenv("FAIRLABEL_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache" / "subjects"


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """Write a supplier without pay data, with one document that is there and one that is missing."""
    gone = "{id: gone, kind: policy, files: [documents/gone.md], issued: 2026-01-02}"
    answers = {"comms": {"channels": "{value: [email], evidence: [policy]}"}}
    return write_subject(tmp_path / "acme", questionnaire("acme", evidence=(*SILENT, gone), answers=answers))


@pytest.fixture
def assessed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which every subject is added that is assessed and not recalled."""
    found: list[str] = []

    def note(function: Callable[..., object]) -> Callable[..., object]:
        def noted(*arguments: object, **more: object) -> object:
            found.append(str(getattr(arguments[0], "folder", arguments[0])))
            return function(*arguments, **more)

        return noted

    monkeypatch.setattr(kept_subjects, "assess_known", note(kept_subjects.assess_known))
    monkeypatch.setattr(kept_subjects, "assess_subject", note(kept_subjects.assess_subject))
    monkeypatch.setattr(runs, "assess_subject", note(runs.assess_subject))
    return found


def everything(home: Path, choices: Choices) -> dict[str, bytes]:
    """Return every format of a run; of those of one subject a file, each subject's."""
    report = check(find_subjects([str(home)]), choices)
    pages = {
        f"{fmt} {subject.folder}": render(report, fmt, Options(subject=subject.folder))
        for subject in (report.subjects if choices.results else ())
        for fmt in ("markdown", "html", "text")
    }
    whole = {fmt: render(report, fmt) for fmt in (("text", "json") if choices.results else ("text",))}
    return {**whole, **pages, "code": str(report.exit_code).encode()}


@pytest.mark.parametrize("choices", [Choices(), Choices(results=False), Choices(gate_date=date(2026, 9, 1))])
def test_what_is_recalled_is_what_assessing_gives(
    tmp_path: Path, folder: Path, assessed: list[str], choices: Choices
) -> None:
    home = tmp_path / "suppliers"
    write_suppliers(home, 3)
    right = everything(home, choices)
    assert len(assessed) == 3
    for jobs in (1, 1, 2, 1):
        assert everything(home, replace(choices, cache=True, jobs=jobs)) == right
    assert len(assessed) == 6, "once without, once with nothing kept yet, and never again"
    assert len(list(folder.iterdir())) == 3


def test_examples_come_out_the_same_and_pay_data_are_never_kept(tmp_path: Path, folder: Path) -> None:
    home = tmp_path / "examples"
    for name in ("lakeshore-data-services", "northfield-vision"):
        shutil.copytree(EXAMPLES / name, home / name)
    write_suppliers(home, 1)
    right = everything(home, Choices())
    for _ in range(2):
        assert everything(home, CACHE) == right
    report = check(find_subjects([str(home)]), Choices())
    assert next(bool(s.wages.sets) for s in report.subjects)
    assert len(list(folder.iterdir())) == len([s for s in report.subjects if not s.wages.sets]) > 0


def test_what_is_laid_over_a_recalled_subject_stands_in_its_json(
    tmp_path: Path, folder: Path, assessed: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """A waiver for one of two, then a plan in the folder of one of two: its head is another than the one kept."""
    monkeypatch.chdir(tmp_path)
    for name in ("acme", "other"):
        subject(tmp_path / "vendors" / name)

    def document(*more: str) -> str:
        capsys.readouterr()
        run(["check", "vendors", "--format", "json", *more])
        return capsys.readouterr().out

    day = ("--waivers", waivers(waiver()), "--gate-date", "2026-09-01")
    for overlays, added in ((day, '"without_overlays"'), ((), '"plan"')):
        document("--cache", *overlays)
        if not overlays:
            assert added not in document("--cache")
            assert run(["plan", "new", "vendors/acme", "-o", "vendors/acme/plan.yaml"]) == 0
        right = document(*overlays)
        assessed.clear()
        assert document("--cache", *overlays) == right
        assert not assessed and added in right


def swap(home: Path, name: str, content: bytes) -> None:
    """Put other content in a file of the same size, with the times that it had."""
    file = home / name
    state = file.stat()
    file.write_bytes(content[: state.st_size].ljust(state.st_size, b"."))
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))


def link(home: Path, name: str) -> None:
    """Put the same content elsewhere in the folder, and a link in its place."""
    (home / name).rename(home / "moved.md")
    (home / name).symlink_to(home / "moved.md")


def lead_out(home: Path) -> None:
    """Put the folder of documents outside the subject's, unchanged, and a link in its place."""
    (home / "documents").rename(home.parent / "outside")
    (home / "documents").symlink_to(home.parent / "outside")


POLICY = "documents/policy.md"
CHANGES: dict[str, Callable[[Path], object]] = {
    "a document swapped, size and times kept": lambda home: swap(home, POLICY, b"another policy"),
    "a document emptied": lambda home: (home / POLICY).write_bytes(b""),
    "a document gone": lambda home: (home / POLICY).unlink(),
    "a document now a link": lambda home: link(home, POLICY),
    "a document now a folder": lambda home: ((home / POLICY).unlink(), (home / POLICY).mkdir()),
    "the folder of documents now a link": lead_out,
    "a missing document there": lambda home: (home / "documents" / "gone.md").write_text("here"),
    "a missing document there, empty": lambda home: (home / "documents" / "gone.md").touch(),
    "an answer changed": lambda home: swap(
        home, "questionnaire.yaml", (home / "questionnaire.yaml").read_bytes().replace(b"[email]", b"[phone]")
    ),
    "a comment added": lambda home: (home / "questionnaire.yaml").write_bytes(
        (home / "questionnaire.yaml").read_bytes() + b"# more\n"
    ),
    "the questionnaire gone": lambda home: (home / "questionnaire.yaml").unlink(),
}


@pytest.mark.parametrize("what", CHANGES)
def test_no_change_goes_unseen(acme: Path, folder: Path, assessed: list[str], what: str) -> None:
    subjects = find_subjects([str(acme)])
    check(subjects, CACHE)
    assert len(assessed) == 1
    check(subjects, CACHE)
    assert len(assessed) == 1
    CHANGES[what](acme)
    report = check(subjects, CACHE)
    assert len(assessed) == 2 or report.invalid
    assert render(report, "json") == render(check(subjects, Choices()), "json")


@pytest.mark.parametrize(
    "other",
    [
        Choices(profile="core"), Choices(standards=("pai", "dynamo")), Choices(standards=("dynamo",)),
        Choices(as_of=date(2026, 9, 1)), Choices(gate_date=date(2026, 9, 1)), Choices(gate_date=date(2027, 9, 1)),
        Choices(fail_on="never"), Choices(benchmarks_as_of=date(2026, 1, 1)),
    ],
    ids=str,
)  # fmt: skip
def test_other_choices_recall_nothing(acme: Path, folder: Path, assessed: list[str], other: Choices) -> None:
    everything(acme, CACHE)
    assessed.clear()
    assert everything(acme, replace(other, cache=True)) == everything(acme, other)
    assert len(assessed) == 2


def test_files_that_the_caller_names_are_part_of_the_key(
    acme: Path, tmp_path: Path, folder: Path, assessed: list[str]
) -> None:
    rates, words = tmp_path / "fx.csv", tmp_path / "review.yaml"
    rates.write_text("month,base,currency,rate\n2026-01,USD,KES,129.0\n")
    words.write_text(WORDS)
    (tmp_path / "visit.pdf").write_bytes(b"what was seen")
    choices = Choices(fx=rates, assessments=(words,), cache=True)
    everything(acme, choices)
    assessed.clear()
    everything(acme, choices)
    assert assessed == []
    swap(tmp_path, "fx.csv", rates.read_bytes().replace(b"129.0", b"128.0"))
    everything(acme, choices)
    swap(tmp_path, "review.yaml", words.read_bytes().replace(b"not_met", b"unknown"))
    everything(acme, choices)
    swap(tmp_path, "visit.pdf", b"something else")
    changed = everything(acme, choices)
    assert len(assessed) == 3
    assert changed == everything(acme, replace(choices, cache=False))


def test_a_surveys_answers_and_a_buyers_suppliers_are_not_kept(acme: Path, tmp_path: Path, folder: Path) -> None:
    check(find_subjects([str(acme)]), CACHE)
    kept = list(folder.iterdir())
    assert len(kept) == 1
    (tmp_path / "union").mkdir()
    (tmp_path / "union" / "survey.csv").write_text("answers\n")
    (tmp_path / "union" / "manifest.yaml").write_text(SURVEY)
    choices = Choices(assessments=(tmp_path / "union" / "manifest.yaml",), cache=True)
    report = check(find_subjects([str(acme)]), choices)
    assert [s.id for s in report.subjects] == ["acme"], report.invalid
    assert list(folder.iterdir()) == kept
    buyer = tmp_path / "buyer"
    buyer.mkdir()
    (buyer / "questionnaire.yaml").write_text(
        "fairlabel: questionnaire/1\ntemplate: buyer\nbuyer: {id: buyer, name: Buyer, country: GB}\n"
        "scope: {period: {from: 2026-01-01, to: 2026-06-30}}\nsuppliers: [../acme]\n"
    )
    report = check(find_subjects([str(buyer)]), CACHE)
    assert [s.id for s in report.subjects] == ["buyer"], report.invalid
    assert list(folder.iterdir()) == kept


def test_code_that_changed_recalls_nothing(
    acme: Path, folder: Path, assessed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    everything(acme, CACHE)
    monkeypatch.setattr(kept_subjects, "reader_code", lambda parts: "changed")
    everything(acme, CACHE)
    assert len(assessed) == 2
    monkeypatch.setattr(kept_subjects, "reader_code", lambda parts: None)
    everything(acme, CACHE)
    assert len(assessed) == 3


def test_every_module_is_part_of_the_key() -> None:
    from checker import resources

    whole = resources.code_digest(kept_subjects.EVERYTHING)
    parts = [resources.code_digest((part,)) for part in ("model", "load", "load/**", "facts/**", "render/**")]
    assert None not in (whole, *parts)
    assert len({whole, *parts}) == 6
    assert resources.code_digest(("model", "no_such.py")) is None


def spoilt(data: bytes, key: str) -> list[bytes]:
    """Return contents that no run wrote: cut, changed, of another form, and forged with the right hash."""

    def headed(payload: bytes) -> bytes:
        return HEAD + f"{key}\n{hashlib.sha256(payload).hexdigest()}\n".encode() + payload

    forged = [None, (), ((), None, ()), ((("x", None),), "meets", ()), {"verdict": "meets"}]
    return [b"", data[:300], data[:-1], data + b"x", b"x" * 5000, *(headed(pack(made, {})) for made in forged)]


@pytest.mark.parametrize("number", range(10))
def test_what_is_spoilt_is_assessed_anew(acme: Path, folder: Path, assessed: list[str], number: int) -> None:
    right = everything(acme, CACHE)
    (entry,) = folder.iterdir()
    entry.write_bytes(spoilt(entry.read_bytes(), entry.name)[number])
    assessed.clear()
    assert everything(acme, CACHE) == right
    assert len(assessed) == 1
    assert everything(acme, CACHE) == right
    assert len(assessed) == 1, "written anew"


def test_a_better_subjects_entry_under_the_name_of_a_worse_one_is_not_taken(tmp_path: Path, folder: Path) -> None:
    home = tmp_path / "suppliers"
    write_suppliers(home, 2)
    right = everything(home, CACHE)
    first, second = folder.iterdir()
    contents = first.read_bytes(), second.read_bytes()
    first.write_bytes(contents[1])
    second.write_bytes(contents[0])
    assert everything(home, CACHE) == right


def test_on_the_command_line(acme: Path, folder: Path, assessed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for arguments in ([], ["--cache"], ["--cache"], ["--no-cache"], ["--cache", "--no-cache"]):
        run(["check", str(acme), "--format", "json", *arguments])
        said.append(capsys.readouterr())
    assert len({shown.out for shown in said}) == 1
    assert [bool(shown.err) for shown in said] == [False, False, False, False, True]
    assert "--cache has no effect" in said[-1].err
    assert len(assessed) == 4
    assert "FAIRLABEL_NO_CACHE" not in os.environ


def test_nothing_is_kept_unless_asked_for(acme: Path, folder: Path) -> None:
    before = sorted(acme.rglob("*"))
    everything(acme, Choices())
    assert not folder.exists()
    everything(acme, CACHE)
    assert sorted(acme.rglob("*")) == before
