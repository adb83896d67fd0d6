"""Spark as an engine: what went wrong is said, nothing is left behind, nothing listens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.errors import InputError
from checker.facts.pay_change import audit_change
from checker.facts.wage_checks import check_pay
from checker.model.evidence import Period
from checker.model.pay_engine import BUILT_IN
from checker.model.pay_rule import ChangeQuestion
from checker.model.wages import PayScope
from checker.render.pay_change import as_json as change_json
from checker.render.pay_checks import as_json as checks_json
from checker.render.wages_alone import as_json
from tests.change_for_tests import log
from tests.pay_for_tests import audit, item, open_rows, payroll_row, task_row
from tests.spark_for_tests import QUICK, SPARK, needs_spark, running

needs_spark()


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Start Spark once, for the tests that measure with it."""
    with running() as engine:
        yield engine


def rows(workers: int = 12) -> list[dict[str, object]]:
    """Return tasks of which some break a check."""
    found = [
        task_row(f"w{i}", f"2026-0{1 + i % 3}-{1 + n:02d}", 5 + i * n / 7, 45 + i, start=f"{8 + n}:15")
        for i in range(workers)
        for n in range(8)
    ]
    found[3]["pay"], found[9]["started_at"], found[20]["worker_id"], found[31]["status"] = "much", "", "", "pending"
    return [*found, dict(found[5])]


def test_checks_and_their_places(tmp_path: Path, spark: Any) -> None:
    table = open_rows(tmp_path, rows(), grain="task")
    one, other = check_pay([table]), check_pay([table], engine=SPARK)
    assert checks_json(one) == checks_json(other)
    assert any("unreadable pay: 1 row (row 4)" in finding.message for finding in other.findings)


def test_a_change_of_pay(tmp_path: Path, spark: Any) -> None:
    made = log(12, range(16), lambda worker, week: 10 if week < 8 else 9 - worker % 2)
    table = open_rows(tmp_path, made, grain="task", evidence=item())
    scope = PayScope("", Period(None, None), (), None, None, change=ChangeQuestion())
    found = [audit_change([table], scope, engine=engine) for engine in (BUILT_IN, SPARK)]
    assert found[0] is not None and found[1] is not None
    assert json.loads(change_json(found[0]))["metrics"]["share_cut"]["value"] == 1
    assert change_json(found[0]) == change_json(found[1])


def test_the_same_bytes_however_the_work_is_cut(tmp_path: Path, spark: Any) -> None:
    table = open_rows(tmp_path, rows(), grain="task")
    found = set()
    for pieces in ("1", "5"):
        spark.session.conf.set("spark.sql.shuffle.partitions", pieces)
        found.add(as_json(audit(table, wanted=frozenset({"share_below_living_wage", "gini"}), engine=SPARK)))
    assert len(found) == 1


def test_a_sum_that_does_not_fit_is_an_error(tmp_path: Path, spark: Any) -> None:
    much = [payroll_row("a", 9e11, period_end=f"2026-01-{day}") for day in (30, 31)] + [payroll_row("a", 9e11)]
    table = open_rows(tmp_path, [*much, payroll_row("a", 9e11, hours="161")])
    with pytest.raises(InputError, match="too large for Spark's whole numbers"):
        audit(table, engine=SPARK)


def test_the_command_is_quiet_and_leaves_nothing(tmp_path: Path) -> None:
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir()
    temporary.mkdir()
    open_rows(home, rows(), grain="task")
    (home / "m.yaml").write_text("fairlabel: wages/1\ngrain: task\ntime_basis: logged_interval\ntime_zone: UTC\n")
    call = [sys.executable, "-m", "checker", "wages", "check", str(home / "pay.csv"), "--mapping", str(home / "m.yaml")]
    options = [f"--spark-option={key}={value}" for key, value in QUICK.items()]
    done = subprocess.run(
        [*call, "--format", "json", "--engine", "spark", "--threads", "2", *options],
        capture_output=True, text=True, check=False, env=os.environ | {"TMPDIR": str(temporary)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["findings"]
    assert [path.name for path in temporary.iterdir() if path.name.startswith("fairlabel-")] == []
