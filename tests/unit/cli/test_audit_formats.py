"""The formats for audits at the command line: they change no exit code, and take standard output or a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.cli.main import run
from checker.render import FORMATS
from tests.audit_checks import CHECKS

LAKESHORE = "vendor_templates/examples/lakeshore-data-services"
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def check(*options: str) -> int:
    return run(["check", LAKESHORE, "--standard", "ilo-hours@1962", *options])


def test_no_format_changes_the_exit_code(tmp_path: Path) -> None:
    plain = check()
    assert plain == 1
    assert check(*(word for fmt in CHECKS for word in ("--output", f"{fmt}={tmp_path}/"))) == plain
    assert {file.name for file in tmp_path.iterdir()} == {f"report{FORMATS[fmt].suffix}" for fmt in CHECKS}
    for fmt in CHECKS:
        content = (tmp_path / f"report{FORMATS[fmt].suffix}").read_bytes()
        CHECKS[fmt](content, content)


@pytest.mark.parametrize("fmt", CHECKS)
def test_standard_output_takes_each_of_them(fmt: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert check("--format", fmt) == 1
    content = capfdbinary.readouterr().out
    CHECKS[fmt](content, content)
