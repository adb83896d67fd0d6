"""Pay rows: load checks and floor metrics by the engine, by hand-written DuckDB SQL, and by pandas; whole processes.

All of them print the same figures, which are compared. Rows are made up: tasks of a year at two places, a
worker for every 1,000. ``FAIRLABEL_BENCH_ROWS`` sets the sizes (default ``1000000,10000000,100000000``),
``FAIRLABEL_BENCH_ROUNDS`` how often each way runs (default 5 times up to a million rows, else 3).

Goals: at 10 million rows at most 1.5 x the SQL, at least 4 x faster than pandas, peak at most 600 MB; at 100 million
at most 1.2 x the SQL, at most 10 x the bare scan, under 2.5 GB, under the 2 GB limit that is the default at most 1.5 x
the time of a limit that is never reached; all metrics at most 3 x the floor metrics.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.timing import Run, side_by_side

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
    """Measure each size, all ways in turn."""
    sizes = os.environ.get("FAIRLABEL_BENCH_ROWS", "1000000,10000000,100000000")
    for rows in (int(size) for size in sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="fairlabel-bench-") as name:
            folder = Path(name)
            write_inputs(folder, rows)
            run(folder, rows)


def run(folder: Path, rows: int) -> None:
    """Time each way, and compare what they print."""
    ways = {"hand-written SQL": ["by_sql.py"], "fairlabel": ["by_fairlabel.py"]}
    if rows > MOST_IN_MEMORY:
        ways["fairlabel, --memory-limit 12GB"] = ["by_fairlabel.py", "--memory-limit", "12GB"]
    ways["fairlabel, all metrics"] = ["by_fairlabel.py", "--all"]
    if rows <= MOST_IN_MEMORY:
        ways["pandas"] = ["by_pandas.py"]
    commands = {
        f"{way}, {rows:,} rows": [sys.executable, str(PARTS / file), str(folder), *rest]
        for way, (file, *rest) in ways.items()
    }
    scan = f"bare scan of all columns, {rows:,} rows"
    argv = [sys.executable, str(PARTS / "by_scan.py"), str(folder)]
    rounds = int(os.environ.get("FAIRLABEL_BENCH_ROUNDS") or (5 if rows <= 1_000_000 else 3))
    print(f"{rounds} {'round' if rounds == 1 else 'rounds'}")
    runs = side_by_side({**commands, scan: argv}, rounds=rounds, warmup=1 if rows <= MOST_IN_MEMORY else 0)
    said = {name: sorted({run.said for run in runs[name]}) for name in commands}
    # All metrics come with findings of their own, which are the second figure.
    figures = {(words[0], *words[2:]) for texts in said.values() for text in texts if (words := text.split())}
    if len(figures) != 1 or not all(map(all, said.values())):
        print("THE FIGURES DIFFER: these times mean nothing")
        for name, texts in said.items():
            print(f"{name:44} {' | '.join(' '.join(text.split()) for text in texts)}")
        return
    print("all printed the same figures:", *(" ".join(one) for one in figures))
    _goals(runs, rows)


def _goals(runs: Mapping[str, Sequence[Run]], rows: int) -> None:
    """Print the ratios that goals speak of, wall and processor time: medians of pairs within a round."""
    by_way = {name.removesuffix(f", {rows:,} rows"): done for name, done in runs.items()}
    pairs = [
        ("all metrics / floor metrics", "fairlabel, all metrics", "fairlabel"),
        ("floor metrics / hand-written SQL", "fairlabel", "hand-written SQL"),
        ("floor metrics / bare scan", "fairlabel", "bare scan of all columns"),
    ]
    if rows > MOST_IN_MEMORY:
        pairs.append(("2 GB / a limit never reached", "fairlabel", "fairlabel, --memory-limit 12GB"))
    else:
        pairs.append(("pandas / floor metrics", "pandas", "fairlabel"))
    for name, one, other in pairs:
        both = list(zip(by_way[one], by_way[other], strict=True))
        wall, cpu = (statistics.median(getattr(a, w) / getattr(b, w) for a, b in both) for w in ("wall", "cpu"))
        print(f"{name}: wall {wall:.2f} x, cpu {cpu:.2f} x")


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
