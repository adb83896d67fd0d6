"""The GitHub action: its steps run as a runner runs them, on inputs that try to be commands."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.subjects import SILENT, questionnaire, write_subject

ROOT = Path(__file__).resolve().parent.parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INSTALL, CHECK = ACTION["runs"]["steps"]
NAMES = {"score", "coverage", "gaps", "report", "exit-code"}
OPEN = {"comms": {"channels": "{value: [email], evidence: [policy]}"}}
GAP = {"comms": {"named_contact_told_to_workers": "false"}}
HOSTILE = "x\"; touch pwned; '$(touch pwned)' `touch pwned` ${{ github.token }} \\"


def script() -> Any:
    spec = importlib.util.spec_from_file_location("action_run", ROOT / ".github" / "action" / "run.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with one supplier who ends open (5)."""
    write_subject(tmp_path / "checkout" / "acme", questionnaire("acme", evidence=SILENT, answers=OPEN))
    return tmp_path / "checkout"


def run_step(step: dict[str, Any], checkout: Path, installed: str = sys.executable, **inputs: str) -> Done:
    """Run one step as a runner does: expressions are filled in, the text goes to bash in a file."""
    temp = checkout.parent
    given = {name: entry["default"] for name, entry in ACTION["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    known = {f"inputs.{name}": value for name, value in given.items()} | {"steps.install.outputs.python": installed}
    files = {name: temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("INPUT_")},
        **{name: str(file) for name, file in files.items()},
        "GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(temp),
        **({"PYTHONPATH": str(ROOT)} if installed == sys.executable else {}),
        **{name: re.sub(r"\$\{\{ (.*?) \}\}", lambda m: known[m[1]], text) for name, text in step["env"].items()},
    }  # fmt: skip
    text = temp / "step.sh"
    text.write_text(step["run"])
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", text],
        cwd=checkout, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return Done(done.returncode, done.stdout + done.stderr, files)


class Done:
    """What a step left behind."""

    def __init__(self, code: int, log: str, files: dict[str, Path]) -> None:
        self.code, self.log = code, log
        self.summary = files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
        lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
        self.outputs = dict(line.split("=", 1) for line in lines)
        assert len(self.outputs) == len(lines), "an output stands twice"


def test_the_file_is_an_action_without_others_actions_and_without_expressions_in_scripts() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", ROOT / "action.yml"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert all("uses" not in step and "${{" not in step["run"] for step in ACTION["runs"]["steps"])
    assert set(ACTION["outputs"]) == NAMES


def test_every_input_reaches_a_step_and_no_step_asks_for_another() -> None:
    asked = re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", (ROOT / "action.yml").read_text(encoding="utf-8"))
    assert sorted(asked) == sorted(ACTION["inputs"])
    read = set(re.findall(r'"(INPUT_\w+)"', (ROOT / ".github" / "action" / "run.py").read_text(encoding="utf-8")))
    assert read == {name for name in CHECK["env"] if name.startswith("INPUT_")}


def test_the_readme_names_every_input_and_output() -> None:
    line = re.search(r"^Inputs: (.*?) Outputs: (.*?)\. Where", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    assert line
    assert re.findall(r"`([\w-]+)`", line[1]) == list(ACTION["inputs"])
    assert re.findall(r"`([\w-]+)`", line[2]) == list(ACTION["outputs"])


def test_a_run_hands_on_what_the_report_says(checkout: Path) -> None:
    done = run_step(CHECK, checkout, html="acme.html")
    assert done.code == 5, done.log
    assert set(done.outputs) == NAMES
    assert done.outputs["exit-code"] == "5"
    assert done.outputs["gaps"] == "0"
    standard = json.loads(Path(done.outputs["report"]).read_text(encoding="utf-8"))["subjects"][0]["standards"][0]
    assert 0 <= standard["score"]["shown"] - float(done.outputs["score"]) < 0.1
    assert 0 <= standard["coverage"] - float(done.outputs["coverage"]) < 0.001
    assert json.loads((checkout / "fairlabel.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert "<html" in (checkout / "acme.html").read_text(encoding="utf-8")
    assert "acme" in done.summary.lower()


def test_gaps_fail_the_step_and_are_counted_and_fail_on_is_heard(checkout: Path) -> None:
    write_subject(checkout / "acme", questionnaire("acme", evidence=SILENT, answers=GAP))
    done = run_step(CHECK, checkout)
    assert (done.code, done.outputs["exit-code"]) == (1, "1")
    assert int(done.outputs["gaps"]) >= 1
    assert run_step(CHECK, checkout, fail_on="never", sarif="").outputs["exit-code"] == "0"


def test_several_paths_stand_one_a_line(checkout: Path) -> None:
    write_subject(checkout / "b and c", questionnaire("b", evidence=SILENT, answers=OPEN))
    done = run_step(CHECK, checkout, path="acme\nb and c\n")
    assert len(json.loads(Path(done.outputs["report"]).read_text(encoding="utf-8"))["subjects"]) == 2


def test_where_a_subject_cannot_be_read_nothing_is_said_of_the_lowest(checkout: Path) -> None:
    write_subject(checkout / "broken", "fairlabel: [")
    done = run_step(CHECK, checkout)
    assert (done.code, done.outputs["score"], done.outputs["coverage"], done.outputs["gaps"]) == (3, "", "", "")
    assert done.outputs["report"]


def test_without_a_subject_all_but_the_code_is_empty(checkout: Path) -> None:
    (checkout / "empty").mkdir()
    done = run_step(CHECK, checkout, path="empty")
    assert done.outputs == {"score": "", "coverage": "", "gaps": "", "report": "", "exit-code": "4"}


@pytest.mark.parametrize("hostile", [HOSTILE, "acme\nexit-code=0\n$(touch pwned)", "acme\n--fail-on=never"])
@pytest.mark.parametrize("name", sorted(set(ACTION["inputs"]) - {"python", "args"}))
def test_no_input_is_run_or_read_as_another_option(checkout: Path, name: str, hostile: str) -> None:
    done = run_step(CHECK, checkout, **{name: hostile})
    assert not list(checkout.parent.rglob("pwned"))
    assert set(done.outputs) <= NAMES
    assert done.outputs["exit-code"] == str(done.code)
    # Places to write may bear such names; whatever else is meant, it is wrong usage, and never a pass.
    assert done.code in ((2, 5, 73) if name in ("sarif", "html") else (2,)), done.log


def test_further_options_are_single_arguments(checkout: Path) -> None:
    assert run_step(CHECK, checkout, args="--fail-on=never\n--jobs=1").code == 0
    done = run_step(CHECK, checkout, args=HOSTILE)
    assert done.code == 2 and not list(checkout.parent.rglob("pwned"))


def test_a_python_that_is_a_command_line_is_not_run(checkout: Path) -> None:
    assert run_step(INSTALL, checkout, python=HOSTILE).code == 127
    assert not list(checkout.parent.rglob("pwned"))


@pytest.mark.parametrize("module", ["checker/__main__.py", "checker/__init__.py", "yaml.py", "json.py", "venv.py"])
def test_nothing_that_lies_in_the_checkout_is_imported(checkout: Path, module: str) -> None:
    (checkout / module).parent.mkdir(exist_ok=True)
    (checkout / module).write_text("open('pwned', 'w').close()\n")
    assert run_step(CHECK, checkout, path="acme").code == 5
    assert not list(checkout.parent.rglob("pwned"))


def report(*scores: tuple[float | None, float], invalid: bool = False, model: str = "weighted") -> dict[str, Any]:
    counts = {"met": 3, "not_met": 2, "partly_met": 1, "unknown": 5}
    standards = [
        {"score": {"model": model, "shown": shown, "max": most}, "coverage": 0.5, "counts": counts}
        for shown, most in scores
    ]
    return {"subjects": [{"standards": [one]} for one in standards], "invalid": [{}] if invalid else []}


@pytest.mark.parametrize(
    ("given", "score", "gaps"),
    [
        (report((41.26, 100)), "41.2", "3"),
        (report((60, 100), (4, 10)), "40.0", "6"),  # the lowest in percent, not the mean
        (report((60, 100), (None, 100)), "", "6"),  # one is unknown, and may be the lowest
        (report((60, 100), invalid=True), "", ""),
        (report((None, 0), model="none"), "", "3"),
        (report((100, 100)), "100.0", "3"),
        (report((99.99, 100)), "99.9", "3"),  # never rounded up
    ],
)
def test_the_worst_stands_for_all(given: dict[str, Any], score: str, gaps: str) -> None:
    found = script().summed(given)
    assert (found["score"], found["gaps"]) == (score, gaps)


@pytest.mark.slow
def test_what_the_first_step_installs_runs_the_second(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_COMPILE", "1")  # most of what is installed is never imported
    (checkout / "venv.py").write_text("open('pwned', 'w').close()\n")
    (checkout / "pip.py").write_text("open('pwned', 'w').close()\n")
    done = run_step(INSTALL, checkout, python=sys.executable)
    if done.code and re.search("No matching distribution|ConnectionError|Could not find a version", done.log):
        pytest.skip(f"no package registry to install from: {done.log[-300:]}")
    assert done.code == 0, done.log
    python = done.outputs["python"]
    code = "import checker; print(checker.__file__)"
    said = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert Path(said).is_relative_to(Path(python).parent.parent), "a copy of its own, not the tests'"
    assert run_step(CHECK, checkout, installed=python).outputs["exit-code"] == "5"
    assert not list(checkout.parent.rglob("pwned"))
