"""Pay rows: load checks and floor metrics by the engine, by hand-written DuckDB SQL, and by pandas; whole processes.

All of them print the same figures, which are compared first. Rows are made up: tasks of a year at two places, a
worker for every 1,000. ``FAIRLABEL_BENCH_ROWS`` sets the sizes (default ``1000000,10000000,100000000``).

Goals: at 10 million rows at most 1.5 x the SQL, at least 4 x faster than pandas, peak at most 600 MB; at 100 million
at most 1.2 x the SQL, at most 10 x the bare scan, under 2.5 GB, under a 2 GB limit at most 1.5 x the time; all
metrics at most 3 x the floor metrics.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.timing import side_by_side

MOST_IN_MEMORY = 10_000_000
"""Rows that pandas is asked to hold."""
PARTS = Path(__file__).parent / "wage_audits"
BENCHMARKS = """\
country,kind,amount,currency,period,gross_or_net,valid_from,checked_on
KE,living_wage,430,KES,hour,gross,2024-09-01,
KE,minimum_wage,180,KES,hour,gross,2024-11-01,2024-12-20
GH,living_wage,26,GHS,hour,gross,2024-09-01,
GH,minimum_wage,12,GHS,hour,gross,2025-03-01,2025-03-01
GH,minimum_wage,10,GHS,hour,gross,2024-03-01,2024-12-20
"""
RATES = ("KES", 129.0), ("GHS", 12.5)


def main() -> None:
    """Measure each size: once for sameness, then in turn."""
    sizes = os.environ.get("FAIRLABEL_BENCH_ROWS", "1000000,10000000,100000000")
    for rows in (int(size) for size in sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="fairlabel-bench-") as name:
            folder = Path(name)
            write_inputs(folder, rows)
            run(folder, rows)


def run(folder: Path, rows: int) -> None:
    """Compare results, then time."""
    ways = {"hand-written SQL": ["by_sql.py"], "fairlabel": ["by_fairlabel.py"]}
    ways["fairlabel, --memory-limit 2GB"] = ["by_fairlabel.py", "--memory-limit", "2GB"]
    ways["fairlabel, all metrics"] = ["by_fairlabel.py", "--all"]
    if rows <= MOST_IN_MEMORY:
        ways["pandas"] = ["by_pandas.py"]
    commands = {
        f"{way}, {rows:,} rows": [sys.executable, str(PARTS / file), str(folder), *rest]
        for way, (file, *rest) in ways.items()
    }
    found = {
        name: subprocess.run(argv, capture_output=True, text=True, check=True).stdout.split()
        for name, argv in commands.items()
    }
    for name, figures in found.items():
        print(f"{name:44} {' '.join(figures)}")
    # All metrics come with findings of their own, which are the second figure.
    if len({(figures[0], *figures[2:]) for figures in found.values()}) > 1:
        print("the figures differ: no times are given")
        return
    commands[f"bare scan of all columns, {rows:,} rows"] = [sys.executable, str(PARTS / "by_scan.py"), str(folder)]
    side_by_side(commands, rounds=5 if rows <= 1_000_000 else 3, warmup=1 if rows <= MOST_IN_MEMORY else 0)


def write_inputs(folder: Path, rows: int) -> None:
    """Write the pay file, the benchmarks and the rates."""
    import duckdb

    (folder / "benchmarks.csv").write_text(BENCHMARKS, encoding="utf-8")
    months = [f"2025-{month:02d},USD,{code},{rate}" for month in range(1, 13) for code, rate in RATES]
    (folder / "fx.csv").write_text("\n".join(["month,base,currency,rate", *months]) + "\n", encoding="utf-8")
    workers = max(1, rows // 1000)
    with duckdb.connect() as connection:
        connection.execute(
            f"""COPY (
              SELECT 'W' || lpad((i % {workers})::VARCHAR, 8, '0') AS worker_id,
                CASE WHEN (i % {workers}) % 2 = 0 THEN 'KE' ELSE 'GH' END AS country,
                TIMESTAMP '2025-01-01' + to_seconds((hash(i) % (365 * 86400 - 3600))::BIGINT) AS started_at,
                TIMESTAMP '2025-01-01'
                  + to_seconds((hash(i) % (365 * 86400 - 3600) + 60 + hash(i * 7 + 1) % 2400)::BIGINT) AS submitted_at,
                round(0.2 + (hash(i * 3 + 5) % 1000) / 500.0 * (1 + (i % {workers}) % 7 / 4.0), 2) AS pay,
                'USD' AS currency, 0.0::DOUBLE AS fees, round((hash(i * 13) % 5) / 100.0, 2) AS deductions,
                (hash(i * 5) % 300) / 3600.0 AS hours_unpaid,
                CASE hash(i * 11) % 50 WHEN 0 THEN 'rejected' WHEN 2 THEN 'returned' ELSE 'approved' END AS status,
                ['annotator', 'reviewer', 'lead'][1 + ((i % {workers}) % 97) % 3] AS job_category,
                ['f', 'm'][1 + (i % {workers}) % 2] AS gender, i AS task_id
              FROM range({rows}) t(i)) TO '{folder}/pay.parquet' (FORMAT parquet)"""
        )


if __name__ == "__main__":
    main()
