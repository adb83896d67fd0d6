"""Help texts: every command has one, with examples that can be copied, and none of them loads what is heavy."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from checker import __version__
from checker.cli.main import COMMANDS, cli, run

ROOT = Path(__file__).resolve().parents[3]
Captured = pytest.CaptureFixture[str]
HEAVY = (
    "pandas",
    "pyarrow",
    "duckdb",
    "narwhals",
    "babel",
    "jinja2",
    "pydantic",
    "rich",
    "yaml",
    "numpy",
    "jsonschema",
)


def commands() -> Iterator[tuple[str, ...]]:
    """Iterate over the names of every command that does something."""
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        below = list(command.commands) if isinstance(command, click.Group) else []
        yield from ((name, each) for each in below)
        if not below:
            yield (name,)


@pytest.mark.parametrize("command", list(commands()), ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_examples_stand_on_their_own_lines_and_can_be_called(
    command: tuple[str, ...], option: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("os.path.exists", lambda path: True)
    assert run([*command, option]) == 0
    text = capsys.readouterr().out
    lines = text.partition("Examples:\n")[2].partition("\n\n")[0].splitlines()
    examples = [line.strip() for line in lines if line.strip().startswith("fairlabel")]
    assert examples, text
    assert max(map(len, lines)) <= 80
    for example in examples:
        words = shlex.split(re.split(r"  +|[>|]", example)[0])[1:]
        assert tuple(words[: len(command)]) == command
        _parse(command, words[len(command) :])


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_the_first_help_names_every_command(option: str, capsys: Captured) -> None:
    assert run([option]) == 0
    text = capsys.readouterr().out
    assert [name for name in COMMANDS if not re.search(rf"^  {name} ", text, re.MULTILINE)] == []


@pytest.mark.parametrize("group", ["baseline", "plan", "config", "standards", "benchmarks", "wages"])
def test_the_help_of_a_group_cuts_no_sentence_off(
    group: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert run([group, "--help"]) == 0
    text = capsys.readouterr().out
    assert "..." not in text.partition("Commands:\n")[2].partition("Example")[0]


def test_version(capsys: Captured) -> None:
    assert run(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize("call", [[], ["standards"], ["benchmarks"], ["wages"]])
def test_a_call_without_a_command_shows_the_help_and_is_2(call: list[str], capsys: Captured) -> None:
    assert run(call) == 2
    assert "Commands:" in capsys.readouterr().err


@pytest.mark.parametrize("call", [["--help"], ["check", "--help"], ["--version"], ["chekc"], ["check", "--jobs", "x"]])
def test_help_and_wrong_usage_load_nothing_heavy(call: list[str]) -> None:
    code = (
        "import sys; from checker.cli.main import run; run(sys.argv[1:]);"
        f"print('LOADED', *[m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *call], cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "LOADED"


def _parse(command: tuple[str, ...], arguments: list[str]) -> None:
    """Parse the arguments of an example; raises what click raises for a wrong one."""
    context = click.Context(cli)
    found: click.Command | None = cli
    for name in command:
        assert isinstance(found, click.Group)
        found = found.get_command(context, name)
    assert found is not None
    found.make_context(" ".join(command), arguments)
