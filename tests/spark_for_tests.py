"""Spark for tests: one session on this machine that a module's engines share, and what tells two results apart."""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from checker.facts.engine import open_engine
from checker.model.pay_engine import EngineChoice

SPARK = EngineChoice("spark", threads=2)
QUICK = {
    # Less time spent on making code faster than on running it, which takes no time here.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.adaptive.enabled": "false",
    # Plans are long and data few: what Spark derives, prints and remembers of a plan takes longer than to run it.
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.maxPlanStringLength": "100",
    "spark.python.sql.dataFrameDebugging.enabled": "false",
}
HOME = os.environ.get("JAVA_HOME")
MISSING = shutil.which(os.path.join(HOME, "bin", "java") if HOME else "java") is None


def needs_spark() -> None:
    """Skip a module, with the reason, where Spark cannot run."""
    pytest.importorskip("pyspark", reason="pyspark is not installed (extra: spark)")
    if MISSING:
        pytest.skip("Java is not installed (Debian: openjdk-17-jre-headless)", allow_module_level=True)


@contextmanager
def running() -> Iterator[Any]:
    """Start Spark; every engine that is opened meanwhile uses it."""
    with open_engine(EngineChoice("spark", threads=2, options=tuple(QUICK.items()))) as engine:
        yield engine


def differences(one: Any, other: Any, where: str = "") -> Iterator[str]:
    """Yield where two results differ: numbers by more than 1e-9 of the larger one, all else at all."""
    if is_dataclass(one) and type(one) is type(other):
        for field in fields(one):
            yield from differences(getattr(one, field.name), getattr(other, field.name), f"{where}.{field.name}")
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        if one.keys() != other.keys():
            yield f"{where}: {sorted(map(str, one))} and {sorted(map(str, other))}"
            return
        for key in one:
            yield from differences(one[key], other[key], f"{where}[{key}]")
    elif isinstance(one, (tuple, list)) and isinstance(other, (tuple, list)):
        if len(one) != len(other):
            yield f"{where}: {one} and {other}"
            return
        for i, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from differences(left, right, f"{where}[{i}]")
    elif isinstance(one, float) and isinstance(other, (int, float)):
        if one != other and not math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12):
            yield f"{where}: {one!r} and {other!r}"
    elif one != other:
        yield f"{where}: {one!r} and {other!r}"
