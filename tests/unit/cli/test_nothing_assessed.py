"""Where the only subject is invalid, all formats do the same: files over all subjects say so, pages are not written."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from checker.cli.main import run
from checker.render import FORMATS
from tests.subjects import write_subject

Captured = pytest.CaptureFixture[str]
OVER_ALL = [name for name, listed in FORMATS.items() if not listed.per_subject]
PAGES = [name for name, listed in FORMATS.items() if listed.per_subject and name != "pdf"]


@pytest.fixture(autouse=True)
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working directory whose one subject cannot be read."""
    monkeypatch.chdir(tmp_path)
    write_subject(tmp_path / "acme", "fairlabel: questionnaire/1\nnonsense: 1\n")


def words(fmt: str, content: bytes) -> str:
    if fmt != "xlsx":
        return content.decode("utf-8")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return json.dumps([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


@pytest.mark.parametrize("fmt", OVER_ALL)
def test_a_file_over_all_subjects_is_written_and_says_whom_nothing_was_assessed_for(fmt: str, capsys: Captured) -> None:
    assert run(["check", "acme", "--output", f"{fmt}=report"]) == 3
    said = words(fmt, Path("report").read_bytes())
    assert "acme" in said and "nonsense" in said, "whom, and why"
    if fmt == "json":
        report = json.loads(said)
        assert (report["subjects"], [one["folder"] for one in report["invalid"]]) == ([], ["acme"])
    else:
        assert "not-assessed" in said or "Nothing was assessed" in said
    assert "not written" not in capsys.readouterr().err


@pytest.mark.parametrize("fmt", PAGES)
@pytest.mark.parametrize("place", ["report", "pages/"])
def test_a_page_of_a_subject_without_results_is_not_written_and_it_is_said(
    fmt: str, place: str, capsys: Captured
) -> None:
    assert run(["check", "acme", "--output", f"{fmt}={place}"]) == 3
    file = "report" if place == "report" else f"pages/acme{FORMATS[fmt].suffix}"
    assert f"note: {file} was not written: nothing was assessed for acme\n" in capsys.readouterr().err
    assert not Path(file).exists()
    Path(file).parent.mkdir(exist_ok=True)
    Path(file).write_text("of last week", "utf-8")
    assert run(["check", "acme", "--output", f"{fmt}={place}"]) == 3
    assert f"note: {file} is of a former run" in capsys.readouterr().err
    assert Path(file).read_text("utf-8") == "of last week"


@pytest.mark.parametrize("fmt", [*OVER_ALL, *PAGES])
def test_on_standard_output_every_format_says_that_nothing_was_assessed(
    fmt: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["check", "acme", "--format", fmt]) == 3
    said = words(fmt, capfdbinary.readouterr().out)
    assert "acme" in said and "nonsense" in said
