"""Completion: the scripts, what they are answered, and what the answer imports."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checker.cli.completion import SHELLS, VARIABLE
from checker.cli.main import COMMANDS, run

ROOT = Path(__file__).resolve().parent.parent.parent.parent
HEAVY = ("pydantic", "yaml", "pandas", "numpy", "duckdb", "narwhals", "jinja2", "babel", "rich", "jsonschema")


def asked(*words: str, last: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """Ask as bash does after ``words``, at ``last``; ``code`` is run before."""
    environment = {**os.environ, VARIABLE: "bash_complete", "COMP_WORDS": " ".join(["fairlabel", *words, last]),
                   "COMP_CWORD": str(len(words) + 1)}  # fmt: skip
    program = f"import atexit, sys\n{code}\nsys.argv = ['fairlabel']\nfrom checker.__main__ import main\nmain()"
    return subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )


def answer(*words: str, last: str) -> list[str]:
    return asked(*words, last=last).stdout.splitlines()


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_asks_the_program(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    printed = capsys.readouterr().out
    assert f"{VARIABLE}={shell}_complete" in printed and "fairlabel" in printed


def test_another_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", "tcsh"]) == 2
    assert "fish" in capsys.readouterr().err


def test_commands_are_completed() -> None:
    assert answer(last="") == [f"plain,{name}" for name in COMMANDS]
    assert answer(last="comp") == ["plain,compare", "plain,completion"]
    assert answer(last="--ver") == ["plain,--version"]


@pytest.mark.parametrize(
    ("words", "last", "wanted"),
    [
        (("check", "--fail-on"), "m", ["plain,major", "plain,minor"]),
        (("check",), "--gate", ["plain,--gate-date"]),
        (("check", "--waivers"), "wai", ["file,wai"]),
        (("check",), "vend", ["file,vend"]),
        (("standards",), "cross", ["plain,crosswalk"]),
    ],
)
def test_options_choices_and_paths_are_completed(words: tuple[str, ...], last: str, wanted: list[str]) -> None:
    assert answer(*words, last=last) == wanted


@pytest.mark.parametrize("words", [(), ("check",)])
def test_an_answer_imports_nothing_heavy_and_no_other_command(words: tuple[str, ...]) -> None:
    code = (
        f"atexit.register(lambda: print('HEAVY', sorted(set({HEAVY!r}) & set(sys.modules)), "
        "sorted(n for n in sys.modules if n.startswith('checker.cli.') and n.split('.')[2] in "
        f"{sorted(COMMANDS)!r}), file=sys.stderr))"
    )
    commands = [f"checker.cli.{word}" for word in words]
    assert asked(*words, last="--h", code=code).stderr.strip() == f"HEAVY [] {commands}"


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes_with_it(tmp_path: Path) -> None:
    program = tmp_path / "fairlabel"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m checker "$@"\n')
    program.chmod(0o755)
    script = (
        'eval "$(fairlabel completion bash)"; complete -p fairlabel >&2\n'
        "COMP_WORDS=(fairlabel check --fail-on cr); COMP_CWORD=3; _fairlabel_completion fairlabel cr --fail-on\n"
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["critical"], done.stderr
    assert "_fairlabel_completion" in done.stderr
