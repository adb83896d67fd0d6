"""Load checks alone, against data-check libraries doing comparable checks; whole processes.

Goal: faster than each of them. A way that finds a fault in the file without one, or none in a file with a negative
amount, is not timed. ``FAIRLABEL_BENCH_ROWS`` sets the rows (the last of several sizes).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.bench_wages import write_inputs
from tests.bench.peers import python_with, version_of
from tests.bench.timing import side_by_side

PARTS = Path(__file__).parent / "data_checks"
PEERS = {
    "pandera": ("pandera[polars]>=0.26", "pyarrow"),
    "pointblank": ("pointblank[pl]>=0.14", "pyarrow"),
    "dataframely": ("dataframely>=2", "polars", "pyarrow"),
    "soda": ("soda-core-duckdb>=3.5", "setuptools<81"),
    "great_expectations": ("great_expectations>=1.5", "pyarrow"),
}
PACKAGE = {"soda": "soda-core-duckdb"}
ROWS = 10_000_000
FEW = 100_000


def main() -> None:
    """Install the peers, compare what they find, time them."""
    rows = int(os.environ.get("FAIRLABEL_BENCH_ROWS", str(ROWS)).split(",")[-1])
    pythons = {"fairlabel": sys.executable, "duckdb": sys.executable}
    for name, requirements in PEERS.items():
        python = python_with(name, *requirements)
        if python:
            pythons[name] = python
    with tempfile.TemporaryDirectory(prefix="fairlabel-bench-") as scratch:
        sound, faulty = Path(scratch, "sound"), Path(scratch, "faulty")
        for folder, count in ((sound, rows), (faulty, FEW)):
            folder.mkdir()
            write_inputs(folder, count)
        _spoil(faulty / "pay.parquet")
        labels = {name: f"{name} {version_of(python, PACKAGE.get(name, name))}" for name, python in pythons.items()}
        programs = {labels[name]: [python, str(PARTS / f"by_{name}.py")] for name, python in pythons.items()}
        side_by_side(
            {
                f"{label}, {rows:,} rows": [*argv, str(sound)]
                for label, argv in programs.items()
                if _is_right(label, argv, sound, faulty)
            },
            rounds=3,
        )


def _spoil(file: Path) -> None:
    import duckdb

    changed = "SELECT * REPLACE (CASE WHEN task_id = 77 THEN -1.0 ELSE pay END AS pay)"
    new = file.with_suffix(".new")
    duckdb.execute(f"COPY ({changed} FROM '{file}') TO '{new}' (FORMAT parquet)")
    new.replace(file)


def _is_right(label: str, argv: list[str], sound: Path, faulty: Path) -> bool:
    """Return whether a way finds no fault where there is none, and one where there is; said where it does not."""
    on_sound, on_faulty = (
        subprocess.run([*argv, str(folder)], capture_output=True, text=True, check=False) for folder in (sound, faulty)
    )
    passes = on_sound.returncode == 0 and on_sound.stdout.split()[-1:] == ["0"]
    notices = on_faulty.returncode != 0 or on_faulty.stdout.split()[-1:] != ["0"]
    if not passes or not notices:
        said = (on_sound.stdout + on_sound.stderr).strip()[-300:]
        print(f"{label} is not timed: {'it passes a negative amount' if passes else said}")
    return passes and notices


if __name__ == "__main__":
    main()
