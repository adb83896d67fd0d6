"""`--plot PATH` as it is called: files, folders, what is refused before any work, and what stays as it was."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from checker.cli.main import run
from tests.change_for_tests import log
from tests.pay_for_tests import payroll_row, write_csv

Captured = pytest.CaptureFixture[str]
TASKS = "fairlabel: wages/1\ngrain: task\ntime_basis: logged_interval\ntime_zone: UTC\n"
NAMES = ["days-late.svg", "distribution-GB.svg", "ladder-GB-GBP.svg", "pictures.html"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a payroll, one of four workers, and a log with a change of pay; make it the folder."""
    more = {"country": "GB", "currency": "GBP", "due_date": "2026-02-05", "paid_date": "2026-02-09"}
    extra = {"job_category": "annotator", "guaranteed_bonus": 0, "in_kind": 0}
    rows = [payroll_row(f"w{i}", 1600 + 100 * i, **more, **extra) for i in range(12)]
    write_csv(tmp_path / "pay.csv", rows)
    write_csv(tmp_path / "few.csv", rows[:4])
    write_csv(tmp_path / "log.csv", log(100, range(8), lambda w, week: 2.0 if week < 4 else 1.8 if w < 41 else 2.2))
    (tmp_path / "m.yaml").write_text(TASKS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def audit(*words: str, file: str = "pay.csv") -> int:
    return run(["wages", "audit", file, *words])


def change(*words: str) -> int:
    return run(["wages", "change", "log.csv", "--mapping", "m.yaml", *words])


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", ["pictures/", "pictures", "new/pictures"])
def test_a_folder_holds_every_picture_and_the_page(home: Path, capsys: Captured, name: str) -> None:
    assert audit("--plot", name) == 0
    said = capsys.readouterr()
    assert files_in(home / name) == NAMES
    assert "Wrote" in said.err and "Wrote" not in said.out
    assert "12 workers" in said.out


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("pay.svg", b"<svg xmlns="),
        ("pay.png", b"\x89PNG"),
        ("PAY.SVG", b"<svg xmlns="),
        ("pay.html", b"<!doctype html>"),
    ],
)
def test_a_file_says_its_format(home: Path, name: str, start: bytes) -> None:
    assert change("--plot", name) == 0
    assert (home / name).read_bytes().startswith(start)


def test_several_pictures_add_their_names_to_the_file(home: Path) -> None:
    assert audit("--plot", "out/pay.png") == 0
    assert files_in(home / "out") == ["pay-days-late.png", "pay-distribution-GB.png", "pay-ladder-GB-GBP.png"]


def test_one_page_holds_all(home: Path) -> None:
    assert audit("--plot", "pay.html") == 0
    text = (home / "pay.html").read_text()
    assert text.count("<figure>") == text.count("<table") == 3


def test_standard_output_stays_json(capsys: Captured) -> None:
    import json

    assert audit("--plot", "p/", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["ladders"][0]["place"] == "GB"


@pytest.mark.parametrize("name", ["pay.svg", "days.svg", "page.html"])
def test_nothing_is_overwritten_without_force(home: Path, capsys: Captured, name: str) -> None:
    (home / name).write_text("mine")
    assert change("--plot", name) == 73
    said = capsys.readouterr()
    assert f"{name} exists already and was left as it is; name another path, or add --force" in said.err
    assert said.out == ""
    assert (home / name).read_text() == "mine"
    assert change("--plot", name, "--force") == 0
    assert (home / name).read_text() != "mine"


def test_one_picture_that_is_there_keeps_all_from_being_written(home: Path, capsys: Captured) -> None:
    (home / "p").mkdir()
    (home / "p" / "ladder-GB-GBP.svg").write_text("mine")
    assert audit("--plot", "p/") == 73
    assert "ladder-GB-GBP.svg exists already" in capsys.readouterr().err
    assert files_in(home / "p") == ["ladder-GB-GBP.svg"]
    assert audit("--plot", "p/", "--force") == 0
    assert files_in(home / "p") == NAMES


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("--plot", "pay.pdf"), 2, "'.pdf' is no picture; end in .svg, .png or .html, or name a folder"),
        (("--plot", ""), 2, "--plot: name a file or a folder"),
        (("--force",), 2, "--force overwrites what --plot names"),
        (("--plot", "m.yaml/x/"), 73, "choose a place that you may write to"),
        (("--plot", "pay.csv/"), 73, "is a file"),
        (("--plot", "a" * 300 + ".svg"), 73, "choose another path"),
    ],
)
def test_what_is_refused(capsys: Captured, words: tuple[str, ...], code: int, message: str) -> None:
    assert audit(*words) == code
    assert message in capsys.readouterr().err


def test_png_without_the_library_is_refused_before_any_work(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    from checker.render import plots

    plots.png_font.cache_clear()
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    assert audit("--plot", "pay.png", file="none.csv") == 2
    assert 'pip install "fairlabel[plots]"' in capsys.readouterr().err
    assert audit("--plot", "pay.svg") == 0


def test_a_few_workers_are_not_drawn(home: Path, capsys: Captured) -> None:
    assert audit("--plot", "few.svg", file="few.csv") == 0
    assert "Drew nothing" in capsys.readouterr().err
    assert not (home / "few.svg").exists()
    assert audit("--plot", "few.html", file="few.csv") == 0
    assert "There is nothing to draw" in (home / "few.html").read_text()


def test_the_change_says_who_lost(home: Path) -> None:
    assert change("--plot", "change.html") == 0
    text = (home / "change.html").read_text()
    assert "41 of 100 workers were paid less" in text
    assert text.count("<tr>") == 1 + 8
