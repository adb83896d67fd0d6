"""Spark that cannot be started as asked for: what is missing is named. In none of these tests a session runs."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from checker.errors import UsageError
from checker.facts.engine import open_engine
from checker.model.pay_engine import EngineChoice
from tests.spark_for_tests import SPARK, needs_spark

needs_spark()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(UsageError, match=r"pip install 'fairlabel\[spark\]'"):
        open_engine(SPARK)


def test_missing_java_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UsageError, match="needs Java 17 or newer"):
        open_engine(SPARK)


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (replace(SPARK, memory_limit="100MB"), "too little for Spark; give at least 512MB"),
        (replace(SPARK, master="spark://host:7077"), "--memory-limit and --threads are for one machine"),
        (replace(SPARK, options=(("spark.sql.ansi.enabled", "false"),)), "cannot be set: results rest on it"),
    ],
)
def test_choices_that_cannot_be(
    choice: EngineChoice, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(UsageError, match=words):
        open_engine(choice)
    assert list(tmp_path.iterdir()) == []
