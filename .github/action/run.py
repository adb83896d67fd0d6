"""The script of `action.yml`: install fairlabel beside the checkout, run it on the inputs, hand on what came out.

Standard library only. Inputs come as environment variables; each becomes one argument of a process (or one a line),
and no shell reads it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ACTION = Path(__file__).resolve().parent.parent.parent
GAPS = ("not_met", "partly_met")
LINES = {"INPUT_STANDARDS": "standard", "INPUT_ASSESSMENT": "assessment"}
"""Inputs with one value a line -> the option that each becomes."""
SINGLE = {
    "INPUT_PROFILE": "profile", "INPUT_FAIL_ON": "fail-on", "INPUT_WAIVERS": "waivers", "INPUT_BASELINE": "baseline",
    "INPUT_GATE_DATE": "gate-date", "INPUT_SARIF": "output=sarif", "INPUT_HTML": "output=html",
}  # fmt: skip
"""Inputs with one value -> the option that it becomes."""


def install() -> int:
    """Install this version of fairlabel into an environment of its own; hand on which Python runs it."""
    if sys.version_info < (3, 11):  # noqa: UP036 (whatever Python the runner has starts this)
        print(f"::error::fairlabel needs Python 3.11 or newer, and this is {sys.version.split()[0]}: "
              "set up a newer one before this step, or name it with the input 'python'")  # fmt: skip
        return 2
    home = Path(tempfile.mkdtemp(prefix="fairlabel-", dir=os.environ.get("RUNNER_TEMP")))
    builder = venv.EnvBuilder(with_pip=True)
    python = builder.ensure_directories(home).env_exe
    builder.create(home)
    # -I: nothing that lies in the checkout, where suppliers' files are, is ever imported.
    pip = [python, "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "--constraint", str(ACTION / ".ci" / "constraints.txt"), str(ACTION)], check=False)
    if done.returncode == 0:
        hand_on({"python": python})
    return done.returncode


def check() -> int:
    """Run ``fairlabel check``; hand on score, coverage, gaps, report and exit code; return that code."""
    report = Path(tempfile.mkdtemp(prefix="fairlabel-", dir=os.environ.get("RUNNER_TEMP"))) / "report.json"
    try:
        arguments = arguments_of(os.environ, report)
    except ValueError as error:
        print(f"::error::{error}")
        hand_on({"exit-code": "2"})
        return 2
    # -P: as above; what a workflow's owner set in PYTHONPATH holds.
    code = subprocess.run([sys.executable, "-P", "-m", "checker", *arguments], check=False).returncode
    found = {"score": "", "coverage": "", "gaps": "", "report": ""}
    if report.exists():
        found = summed(json.loads(report.read_text(encoding="utf-8"))) | {"report": str(report)}
    hand_on(found | {"exit-code": str(code)})
    return code


def arguments_of(inputs: Mapping[str, str], report: Path) -> list[str]:
    """Return the arguments of fairlabel; raises ValueError for an input that cannot be meant.

    A value is tied to its option by ``=`` and paths follow ``--``, so that none is read as another option.
    """
    new_only = inputs.get("INPUT_NEW_ONLY", "").strip().lower()
    if new_only not in ("", "true", "false"):
        raise ValueError("new-only: write true or false")
    words = ["check", f"--output=json={report}"]
    for name, option in LINES.items():
        words += [f"--{option}={line}" for line in lines_of(inputs.get(name, ""))]
    for name, option in SINGLE.items():
        if value := inputs.get(name, "").strip():
            words.append(f"--{option}={value}")
    words += ["--new-only"] if new_only == "true" else []
    return [*words, *lines_of(inputs.get("INPUT_ARGS", "")), "--", *(lines_of(inputs.get("INPUT_PATH", "")) or ["."])]


def lines_of(text: str) -> list[str]:
    """Return the lines of ``text`` that hold something."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def summed(report: Mapping[str, Any]) -> dict[str, str]:
    """Return score, coverage and gaps of a report: the worst of all subjects, and nothing where one is unknown.

    An average would hide the worst supplier, and a subject that could not be read may be worse than any other.
    """
    standards = [standard for subject in report["subjects"] for standard in subject["standards"]]
    scores = [s["score"] for s in standards if s["score"]["model"] != "none"]
    shown = [None if not s["max"] or s["shown"] is None else 100 * s["shown"] / s["max"] for s in scores]
    whole = bool(report["subjects"]) and not report["invalid"]
    gaps = sum(standard["counts"].get(status, 0) for standard in standards for status in GAPS)
    return {
        "score": lowest(shown, 1) if whole else "",
        "coverage": lowest([standard["coverage"] for standard in standards], 3) if whole else "",
        "gaps": str(gaps) if whole else "",
    }


def lowest(values: list[float | None], places: int) -> str:
    """Return the lowest value, rounded down; "" where there is none or one is unknown.

    >>> lowest([41.29, 60.0], 1), lowest([41.29, None], 1), lowest([], 1)
    ('41.2', '', '')
    """
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values):
        return ""
    scale = 10**places
    return f"{int(min(known) * scale + 1e-9) / scale:.{places}f}"


def hand_on(outputs: Mapping[str, str]) -> None:
    """Append outputs of the step to the file that the runner names; nothing where it names none."""
    file = os.environ.get("GITHUB_OUTPUT")
    if not file:
        return
    lines = [f"{name}={value}" for name, value in outputs.items()]
    if any("\n" in line or "\r" in line for line in lines):
        raise ValueError("an output of the step holds a line end")
    with open(file, "a", encoding="utf-8") as stream:
        stream.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    sys.exit({"install": install, "check": check}[sys.argv[1]]())
