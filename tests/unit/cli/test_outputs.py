"""Reports are written whole or not at all, and never where they would do harm."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.cli.main import run
from checker.cli.outputs import Output, parse_outputs, refuse_bad_places, safe_name, write_whole
from checker.errors import OutputError, UsageError

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("html", "write FORMAT=PATH"),
        ("html=", "write FORMAT=PATH"),
        ("docx=report.docx", "'docx' is not a format; use one of: text, json, markdown, html"),
    ],
)
def test_output_words_that_are_refused(word: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        parse_outputs([word])


@pytest.mark.parametrize(
    ("output", "several", "file"),
    [
        (Output("html", "out.html"), False, "out.html"),
        (Output("html", "reports/"), True, "reports/acme.html"),
        (Output("json", "reports/"), True, "reports/report.json"),
        (Output("json", "all.json"), True, "all.json"),
        (Output("markdown", "r/{subject}.md"), True, "r/acme.md"),
    ],
)
def test_file_for_a_subject(output: Output, several: bool, file: str) -> None:
    name = "acme" if output.format in ("html", "markdown") else "report"
    assert output.file_for(name, several) == Path(file)


def test_one_html_file_cannot_hold_several_subjects() -> None:
    with pytest.raises(UsageError, match=r"write \{subject\} in the path or name a folder \(html=out\.html/\)"):
        Output("html", "out.html").file_for("acme", True)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("acme", "acme"),
        ("../../etc/passwd", "etc-passwd"),
        ('a<b>:"c"|d?*', "a-b-c-d"),
        ("", "subject"),
        ("..", "subject"),
    ],
)
def test_names_are_safe_on_every_system(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_file_that_cannot_be_replaced_keeps_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "report.html"
    file.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("checker.cli.outputs.os.replace", full)
    with pytest.raises(OutputError, match="No space left on device; choose a place"):
        write_whole(file, b"new")
    assert file.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"], "no temporary file is left behind"


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b.json", b"{}")
    assert (tmp_path / "a" / "b.json").read_bytes() == b"{}"


def test_a_folder_is_no_place_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder"):
        refuse_bad_places([tmp_path])


def test_two_outputs_may_not_share_a_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="two outputs"):
        refuse_bad_places([tmp_path / "r.json", tmp_path / "." / "r.json"])


def test_the_templates_are_never_written_over() -> None:
    with pytest.raises(OutputError, match="among fairlabel's own templates"):
        refuse_bad_places([ROOT / "reports" / "acme.html"])


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no devices here")
def test_a_device_is_not_replaced_by_a_report() -> None:
    with pytest.raises(OutputError, match="is a device or a pipe, which a report would replace"):
        refuse_bad_places([Path("/dev/null")])


def test_a_name_that_is_too_long_is_said_before_any_work() -> None:
    with pytest.raises(OutputError, match="File name too long; choose another path"):
        refuse_bad_places([Path("x" * 300)])
    assert Output("json", "x" * 300).file_for("report", False) == Path("x" * 300)


@pytest.mark.parametrize(
    "call",
    [
        "standards doc pai --output",
        "benchmarks coverage --on 2026-06-30 --force --output",
        "wages sniff pay.csv --force --output",
        "benchmarks import table.csv --layout generic --force --output",
    ],
)
def test_no_command_writes_over_a_questionnaire_or_a_device(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pay.csv").write_text("worker_id,pay\nw1,5\n", encoding="utf-8")
    table = "country,kind,amount,currency,period,valid_from,source\nKE,living_wage,100,KES,hour,2026-01-01,invented\n"
    Path("table.csv").write_text(table, encoding="utf-8")
    Path("acme").mkdir()
    answers = Path("acme/questionnaire.yaml")
    answers.write_text("mine", encoding="utf-8")
    assert run([*call.split(), str(answers)]) == 73
    assert "is a questionnaire; a report would wipe it out" in capsys.readouterr().err
    assert answers.read_text(encoding="utf-8") == "mine"
    os.mkfifo("pipe")
    assert run([*call.split(), "pipe"]) == 73
    assert "is a device or a pipe" in capsys.readouterr().err
    assert Path("pipe").is_fifo()
