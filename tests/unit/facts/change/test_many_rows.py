"""One worker with a million rows beside a hundred others: counted as one, in bounded memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

MAPPING = "fairlabel: wages/1\ngrain: task\ntime_basis: logged_interval\ntime_zone: UTC\n"
ROWS = """
    SELECT 'w' || (i % 100) AS worker_id, i // 100 AS n, 24 AS last FROM range(100 * 24) t(i)
    UNION ALL SELECT 'busy', i, 1000000 FROM range(1000000) t(i)
"""
LOG = f"""
    SELECT worker_id, 'KE' AS country, 'KES' AS currency, 'a' AS task_type, 'approved' AS status,
           TIMESTAMP '2026-01-05 08:00:00' + to_days(CAST(7 * (n * 12 // last) + n % 5 AS INTEGER))
             + to_milliseconds(CAST(n AS BIGINT)) AS submitted_at,
           CASE WHEN n * 12 // last < 7 THEN 2.0 WHEN worker_id = 'busy' THEN 3.0
                WHEN CAST(substr(worker_id, 2) AS INTEGER) < 41 THEN 1.8 ELSE 2.1 END AS pay
    FROM ({ROWS})
"""
MEASURE = """
import re, sys
from pathlib import Path
from checker.cli.main import run
code = run(sys.argv[1:])
print(re.search("VmHWM:\\\\s*([0-9]+)", Path("/proc/self/status").read_text())[1], code, file=sys.stderr)
"""
"""The peak of this process alone: what getrusage says holds that of the one which started it."""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read from /proc")
def test_one_worker_of_a_million_rows(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({LOG}) TO '{tmp_path / 'log.parquet'}' (FORMAT parquet)")
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    call = ["wages", "change", "log.parquet", "--mapping", "m.yaml", "--format", "json", "--memory-limit", "250MB"]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *call], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    peak, code = (int(word) for word in done.stderr.split()[-2:])
    assert code == 0
    assert peak < 600_000, f"{peak} kB"  # the goal of ten million rows
    found = json.loads(done.stdout)
    assert (found["workers"], found["rows"], found["evidence"]["tied"]) == (101, 1_002_400, ["2026-W09"])
    assert found["metrics"]["share_cut"]["value"] == pytest.approx(41 / 101)
    assert found["metrics"]["mean_loss_of_cut"]["value"] == pytest.approx(0.1)
    # Pooled means are nearly all that worker's: those of all work mixed are hidden, and no week is told of it.
    assert found["raw_change"]["suppressed"]
    assert all(week["level"]["suppressed"] for week in found["weeks"])
