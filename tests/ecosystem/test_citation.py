"""CITATION.cff: by its schema, and of the version that is here."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

from checker import __version__

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = ROOT / "CITATION.cff"


def test_it_is_valid() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format", FILE],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_it_says_what_the_package_says_and_names_nobody() -> None:
    cited = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cited["version"] == __version__ == project["version"]
    assert (cited["title"], cited["license"]) == (project["name"], project["license"])
    assert cited["keywords"] == project["keywords"]
    assert cited["authors"] == [{"name": "fairlabel contributors"}]
