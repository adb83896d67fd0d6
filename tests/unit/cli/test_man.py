"""Manual pages: one a command, saying what --help says, held against the two programs that show them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from checker import __version__
from checker.cli.main import COMMANDS, cli, run
from checker.cli.man import pages
from checker.cli.settings import KEYS
from tests.unit.cli.test_help import commands

MANDOC, MAN = shutil.which("mandoc"), shutil.which("man")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("man") / "man1"
    assert run(["man", str(folder)]) == 0
    return folder


def context() -> click.Context:
    return click.Context(cli, info_name="fairlabel", **cli.context_settings)


def text(name: str) -> str:
    """Return a page without its marks."""
    found = dict(pages(context()))[name].decode("ascii")
    found = re.sub(r"\\f[BIR]|\\[&:]", "", found)
    for mark, char in ((r"\-", "-"), (r"\(aq", "'"), (r"\(ti", "~"), (r"\(ga", "`"), (r"\(ha", "^")):
        found = found.replace(mark, char)
    return found


def test_every_command_and_group_has_a_page(written: Path) -> None:
    wanted = {"-".join(("fairlabel", *name)) for name in commands()} | {f"fairlabel-{name}" for name in COMMANDS}
    assert {file.name for file in written.iterdir()} == {f"{name}.1" for name in wanted | {"fairlabel"}}


@pytest.mark.parametrize("command", list(commands()), ids=" ".join)
def test_a_page_has_every_option_and_example_of_the_help(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert run([*command, "--help"]) == 0
    said = capsys.readouterr().out
    page = text("-".join(("fairlabel", *command)))
    names = set(re.findall(r"^  (--?[a-z][a-z-]*)", said, re.M))
    assert {"--help", "-h"} & names and all(name in page for name in names)
    examples = [line.strip() for line in said.splitlines() if line.strip().startswith("fairlabel ")]
    assert examples and all(example in page for example in examples)
    assert f"fairlabel {' '.join(command)} [OPTIONS]" in page


def test_the_page_of_check_has_exit_codes_and_what_the_environment_sets() -> None:
    page = text("fairlabel-check")
    assert page.startswith(f'.TH "FAIRLABEL-CHECK" 1 "" "fairlabel {__version__}" "fairlabel manual"\n')
    order = [".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH OPTIONS", ".SH ENVIRONMENT", ".SH EXIT STATUS",
             ".SH NOTES", ".SH EXAMPLES", ".SH SEE ALSO"]  # fmt: skip
    assert re.findall(r"^\.SH .*$", page, re.M) == order
    codes = page.partition(".SH EXIT STATUS")[2].partition(".SH")[0]
    assert all(re.search(rf"^ *{code} ", codes, re.M) for code in (0, 1, 3, 4, 5))
    assert all(f"FAIRLABEL_{name.upper()}\n" in page for name in KEYS)
    assert "FAIRLABEL_FAIL_ON\n--fail-on\n" in page
    assert ".SH ENVIRONMENT" not in text("fairlabel-validate")


def test_the_same_version_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = dict(pages(context()))
    monkeypatch.setenv("FAIRLABEL_FAIL_ON", "minor")
    monkeypatch.setenv("COLUMNS", "40")
    assert dict(pages(context())) == first


@pytest.mark.parametrize("hostile", [".so /etc/passwd", "'br", "a \\n[.T] \\fB", "é \u202e 💸", "..", "\\"])
def test_no_text_is_a_command_of_roff(hostile: str) -> None:
    command = click.Command("x", help=f"{hostile}\n\n\b\n{hostile}", epilog=hostile, params=[
        click.Option(["--x"], help=hostile, metavar="Y")])  # fmt: skip
    ((_, page),) = pages(click.Context(command, info_name="x"))
    for line in page.decode("ascii").splitlines():
        assert not line.startswith("'")
        assert not line.startswith(".") or re.match(r"\.(TH|SH|TP|PP|nf|fi|nh|ad)\b", line)
        assert not re.search(r"(?<!\\)\\(?![efBIR&(\[-])", line)
    if MANDOC:
        shown = subprocess.run([MANDOC, "-Tutf8"], input=page, capture_output=True, check=True).stdout.decode("utf-8")
        plain = re.sub(".\b", "", shown)
        assert plain.count(hostile) >= 3


@pytest.mark.skipif(MANDOC is None, reason="mandoc is not installed (Debian: mandoc)")
def test_mandoc_finds_nothing_wrong(written: Path) -> None:
    assert MANDOC
    files = sorted(written.iterdir())
    done = subprocess.run([MANDOC, "-Tlint", "-W", "warning", *files], capture_output=True, text=True, check=False)
    # A page has no date, so that it is the same whenever it is made.
    assert [line for line in done.stdout.splitlines() if "missing date" not in line] == []
    assert done.stdout.count("missing date") == len(files), "mandoc read every page"


@pytest.mark.skipif(MAN is None or shutil.which("groff") is None, reason="man with groff is not installed")
def test_man_shows_every_page_without_a_warning(written: Path) -> None:
    for name in ("fairlabel", "fairlabel-check", "fairlabel-wages-audit"):
        done = subprocess.run(
            [MAN or "", "--warnings", "-l", str(written / f"{name}.1")], capture_output=True, text=True, check=False,
            env={**os.environ, "MANPAGER": "cat", "LC_ALL": "C.UTF-8", "MANWIDTH": "80"},
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        assert name.upper() in done.stdout and "SYNOPSIS" in done.stdout


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "man1").write_text("kept", encoding="utf-8")
    assert run(["man", str(tmp_path / "man1")]) == 73
    assert "is a file; name the folder" in capsys.readouterr().err
    assert (tmp_path / "man1").read_text(encoding="utf-8") == "kept"
