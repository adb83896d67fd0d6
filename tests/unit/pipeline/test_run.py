"""A run over several subjects: what is kept of each where only sums are printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checker.model.assessment import Report
from checker.pipeline.measures import Choices
from checker.pipeline.run import check, find_subjects
from checker.render import render
from tests.bench.questionnaires import write_suppliers


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("suppliers")
    write_suppliers(home, 5)
    return home


def _run(folder: Path, choices: Choices) -> Report:
    return check(find_subjects([str(folder)]), choices)


@pytest.mark.parametrize("jobs", [1, 2])
def test_sums_are_the_same_without_results(folder: Path, jobs: int) -> None:
    whole, sums = _run(folder, Choices()), _run(folder, Choices(results=False, jobs=jobs))
    assert sums.exit_code == whole.exit_code
    assert [(s.verdict, s.standards[0].sums) for s in sums.subjects] == [
        (s.verdict, s.standards[0].sums) for s in whole.subjects
    ]
    assert render(sums, "text") == render(whole, "text")


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_that_were_dropped_are_never_read_as_none(folder: Path, jobs: int) -> None:
    for subject in _run(folder, Choices(results=False, jobs=jobs)).subjects:
        results = subject.standards[0].results
        for read in (list, len, lambda found: "x" in found):
            with pytest.raises(LookupError, match="not kept"):
                read(results)


@pytest.mark.parametrize("broken", ["supplier-00000", "supplier-00001"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_the_only_one_assessed_of_several_gets_its_line(tmp_path: Path, broken: str, jobs: int) -> None:
    write_suppliers(tmp_path, 2)
    (tmp_path / broken / "questionnaire.yaml").write_text("fairlabel: questionnaire/1\nnonsense: 1\n")
    choices = Choices(results=False, jobs=jobs)
    report = _run(tmp_path, choices)
    assert [Path(i.folder).name for i in report.invalid] == [broken]
    said = render(report, "text").decode()
    assert "1 subject: " in said
    assert "Nothing was assessed for" in said
    assert render(_run(tmp_path, replace(choices, results=True)), "text").decode() == said
