"""Results written down subject by subject: the same JSON, in a fraction of the memory, and nothing left behind."""

from __future__ import annotations

import json
import shutil
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.cli.main import run
from checker.model.assessment import Report
from checker.pipeline import spool
from checker.pipeline.measures import Choices
from checker.pipeline.run import check, find_subjects
from checker.render import render
from tests.bench.questionnaires import write_suppliers
from tests.subjects import questionnaire, write_subject

Captured = pytest.CaptureFixture[str]
DAY = ["--gate-date", "2026-09-01"]


@pytest.fixture
def vendors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five suppliers: three without pay data, one with, one that cannot be read."""
    write_suppliers(tmp_path / "vendors", 3)
    write_subject(tmp_path / "vendors" / "payer", questionnaire("payer"))
    write_subject(tmp_path / "vendors" / "broken", "fairlabel: [")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "vendors"


def spools(monkeypatch: pytest.MonkeyPatch) -> list[spool.Spool]:
    """Return a list to which every spool is added that is made from now on."""
    made: list[spool.Spool] = []

    class Noted(spool.Spool):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    monkeypatch.setattr(spool, "Spool", Noted)
    return made


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_json_is_the_same_as_beside_a_format_that_reads_results(
    jobs: str, vendors: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = spools(monkeypatch)
    assert run(["check", "vendors", "--output", "json=kept.json", "--output", "csv=kept.csv"]) == 3
    assert made == []
    assert run(["check", "vendors", "--output", "json=spooled.json", "--jobs", jobs]) == 3
    assert len(made) == 1
    kept = (vendors.parent / "kept.json").read_bytes()
    assert (vendors.parent / "spooled.json").read_bytes() == kept
    capsys.readouterr()
    assert run(["check", "vendors", "--format", "json", "--jobs", jobs]) == 3
    assert capsys.readouterr().out.encode("utf-8") == kept
    assert sum(len(s["results"]) for one in json.loads(kept)["subjects"] for s in one["standards"]) > 4 * 50


def test_waivers_stand_over_results_that_were_written_down(
    vendors: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    waived = "{requirement: PAI-COM-01, subject: payer, reason: R, approved_by: buyer, from: 2026-01-01, until: " \
        "2026-12-31, remedy: M}"  # fmt: skip
    Path("waivers.yaml").write_text(f"fairlabel: waivers/1\nwaivers:\n  - {waived}\n", encoding="utf-8")
    made = spools(monkeypatch)
    call = ["check", "vendors", "--waivers", "waivers.yaml", *DAY]
    assert run([*call, "--output", "json=kept.json", "--output", "csv=kept.csv"]) == 3
    assert run([*call, "--output", "json=spooled.json"]) == 3
    assert len(made) == 1
    assert Path("spooled.json").read_bytes() == Path("kept.json").read_bytes()
    assert b'"waiver":{"approved_by":"buyer"' in Path("kept.json").read_bytes()


def test_what_reads_results_is_never_given_the_written_ones(
    vendors: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = spools(monkeypatch)
    assert run(["baseline", "update", "vendors/payer", "-o", "b.json", "-a", "buyer", "-u", "2026-12-31"]) == 0
    for more in (["--baseline", "b.json", *DAY], ["--output", "sarif=a.sarif"], ["--cache"]):
        assert run(["check", "vendors", "--output", "json=a.json", *more]) == 3
    assert run(["check", "vendors/payer", "--format", "json"]) in (1, 5)
    assert run(["check", "vendors"]) == 3
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert run(["check", "vendors", "--output", "json=a.json"]) == 3
    assert made == []


def test_no_file_is_left_and_none_is_open(vendors: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    assert run(["check", "vendors", "--output", "json=a.json"]) == 3
    assert list(place.iterdir()) == []


def grown(folder: Path, **choices: object) -> Callable[[], int]:
    def measured() -> int:
        tracemalloc.start()
        report: Report = check(find_subjects([str(folder)]), Choices(**choices))  # type: ignore[arg-type]
        size = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        assert b'"requirement":' in render(report, "json")
        return size

    return measured


def test_memory_grows_by_less_than_half_a_subject(tmp_path: Path) -> None:
    """A ratio of what one run keeps to what another keeps: it holds on any machine."""
    write_suppliers(tmp_path, 60)
    kept, written = grown(tmp_path), grown(tmp_path, only_json=True)
    kept()  # what is remembered from run to run is remembered now
    assert written() < kept() / 2


@pytest.mark.parametrize("more", [[], ["--fail-on", "critical"], ["--fail-on", "never"], ["--jobs", "2"], ["--cache"]])
def test_a_line_a_subject_is_the_same_with_all_of_it_kept(
    more: list[str], vendors: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FAIRLABEL_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("FAIRLABEL_NO_CACHE", raising=False)
    said = []
    for output in (["--output", "csv=kept.csv"], []):
        capsys.readouterr()
        code = run(["check", "vendors", *more, *output])
        said.append((code, capsys.readouterr().out.replace("\nWritten: kept.csv\n", "")))
    assert said[0] == said[1]
    assert "supplier-00000" in said[0][1] and "payer" in said[0][1]


def test_settings_and_an_assessors_file_are_told_of_many_too(vendors: Path, capsys: Captured) -> None:
    """What is let go of is neither the settings that moved a bar nor the file that speaks of one of them."""
    Path("fairlabel.yaml").write_text(
        "fairlabel: settings/1\nparameters: {pai: {nearly_all: 0.02}}\n"
        "suppliers:\n  - {match: payer, fail_on: never}\n", encoding="utf-8"
    )  # fmt: skip
    review = "fairlabel: assessment/1\nsubject: {}\nassessor: {{role: auditor, organisation: An Auditor}}\n"
    decision = "decisions:\n  - {kind: kinds, value: [bpo], on: 2026-10-01, reason: Seen.}\n"
    Path("review.yaml").write_text(review.format("payer") + decision, encoding="utf-8")
    shutil.rmtree("vendors/broken")
    assert run(["check", "vendors", "--assessment", "review.yaml"]) in (1, 5)
    said = " ".join(capsys.readouterr().out.split())
    assert "Changed by the settings: pai nearly_all is 0.02" in said and "payer by id" in said
    Path("review.yaml").write_text(review.format("nobody") + decision, encoding="utf-8")
    assert run(["check", "vendors", "--assessment", "review.yaml"]) == 3
    assert "speaks of nobody who was assessed" in capsys.readouterr().err


def test_what_was_let_go_of_is_never_read_as_nothing(tmp_path: Path) -> None:
    write_suppliers(tmp_path, 2)
    first = check(find_subjects([str(tmp_path)]), Choices(results=False, only_sums=True)).subjects[0]
    (standard,) = first.standards
    for gone in (first.findings, first.evidence, standard.standings, standard.results, first.judged_by.left_out):
        with pytest.raises(LookupError, match="not kept"):
            list(gone)
    with pytest.raises(AttributeError):
        _ = first.wages.sets


def test_memory_of_a_line_a_subject_hardly_grows(tmp_path: Path) -> None:
    """From 20 subjects to 80 the memory that a run keeps grows by a part of what one with standings grows by."""
    for count in (20, 80):
        write_suppliers(tmp_path / str(count), count)

    def growth(**choices: object) -> int:
        def kept(folder: str) -> int:
            tracemalloc.start()
            report = check(find_subjects([str(tmp_path / folder)]), Choices(results=False, **choices))  # type: ignore[arg-type]
            size = tracemalloc.get_traced_memory()[0]
            tracemalloc.stop()
            assert len(report.subjects) == int(folder)
            return size

        kept("20")  # what is remembered from run to run is remembered now
        return kept("80") - kept("20")

    assert growth(only_sums=True) < growth() / 3
