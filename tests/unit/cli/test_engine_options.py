"""Options of the pay engine: what cannot be meant is said before anything is read or started."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.cli.choices import Setting
from checker.cli.main import run

EXAMPLE = Path(__file__).resolve().parents[3] / "vendor_templates" / "examples" / "lakeshore-data-services"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--engine", "spark", "--spark-option", "memory=8g"], "'memory=8g' is no setting of Spark; write for example"),
        (["--engine", "spark", "--spark-option", "spark.cores.max"], "'spark.cores.max' is no setting of Spark"),
        (["--spark-option", "spark.cores.max=4"], "--spark-option is for --engine spark"),
        (["--engine", "spark", "--jobs", "2"], "--jobs starts a Spark each"),
        (["--engine", "polars"], "'polars' is not one of 'duckdb', 'spark'"),
    ],
)
def test_what_cannot_be_meant(capsys: pytest.CaptureFixture[str], options: list[str], words: str) -> None:
    assert run(["check", str(EXAMPLE), *options]) == 2
    assert words in capsys.readouterr().err


def test_a_setting_is_cut_at_its_first_mark() -> None:
    found = Setting().convert("spark.driver.extraJavaOptions=-Dx=y", None, None)
    assert found == ("spark.driver.extraJavaOptions", "-Dx=y")
