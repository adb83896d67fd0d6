"""The whole job over many questionnaires, one process, against check-jsonschema doing the schema alone.

Goals beyond start-up, for questionnaires of 300 lines: at most 0.9 ms each with text output, 1.5 ms with JSON; at least
12 x faster a file than check-jsonschema; a second run with ``--cache`` and nothing changed at least 5 x faster as a
whole. Measured for what ``fairlabel new --standard pai`` asks, and for the whole question bank. Packs are kept between
runs, as they are by default; "reading all anew" goes without.
"""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.questionnaires import write_suppliers
from tests.bench.timing import Run, side_by_side

ROOT = Path(__file__).resolve().parents[2]
MANY = 2000
FEW = 200


def main() -> None:
    """Write the questionnaires to a temporary folder and time the commands over them."""
    compileall.compile_dir(ROOT / "checker", quiet=1)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["FAIRLABEL_CACHE_DIR"] = str(Path(scratch, "cache"))
        os.environ.pop("FAIRLABEL_NO_CACHE", None)
        schema = Path(scratch, "questionnaire.schema.json")
        with schema.open("wb") as out:
            subprocess.run([sys.executable, "-m", "checker", "schema", "questionnaire"], stdout=out, check=True)
        for what, whole in (("what PAI asks", False), ("the whole question bank", True)):
            folder = Path(scratch, "whole" if whole else "pai")
            for name, count in (("many", MANY), ("few", FEW), ("one", 1)):
                write_suppliers(folder / name, count, all_questions=whole)
            lines = [p.read_text().count("\n") for p in (folder / "few").glob("*/questionnaire.yaml")]
            print(f"{what}: {MANY} questionnaires of {statistics.mean(lines):.0f} lines")
            _compare(folder, schema)


def _compare(folder: Path, schema: Path) -> None:
    check = [sys.executable, "-m", "checker", "check"]
    peer = [str(Path(sys.executable).parent / "check-jsonschema"), "--schemafile", str(schema)]
    one, many = str(folder / "one"), str(folder / "many")
    runs = side_by_side(
        {
            "text, 1 questionnaire": [*check, one],
            "text, 1, reading all anew": [*check, one, "--no-cache"],
            f"text, {MANY}": [*check, many],
            f"text, {MANY}, --cache, nothing changed": [*check, many, "--cache"],
            "json, 1": [*check, one, "--format", "json"],
            f"json, {MANY}": [*check, many, "--format", "json"],
            f"json, {MANY}, --cache, nothing changed": [*check, many, "--format", "json", "--cache"],
        },
        rounds=3,
    )
    few = sorted(str(p) for p in (folder / "few").glob("*/questionnaire.yaml"))
    peers = side_by_side({"check-jsonschema, 1": [*peer, few[0]], f"check-jsonschema, {FEW}": [*peer, *few]}, rounds=3)
    for what in ("wall", "cpu"):
        text = _each(what, runs["text, 1 questionnaire"], runs[f"text, {MANY}"], MANY)
        json = _each(what, runs["json, 1"], runs[f"json, {MANY}"], MANY)
        schema_only = _each(what, peers["check-jsonschema, 1"], peers[f"check-jsonschema, {FEW}"], FEW)
        print(f"{what} beyond start-up, a questionnaire: text {text:.2f} ms, json {json:.2f} ms")
        print(f"check-jsonschema, the schema alone: {schema_only:.2f} ms, {schema_only / text:.1f} x")
        for fmt in ("text", "json"):
            first, second = runs[f"{fmt}, {MANY}"], runs[f"{fmt}, {MANY}, --cache, nothing changed"]
            print(f"{what} of a second {fmt} run with --cache: {_best(what, first) / _best(what, second):.1f} x faster")


def _each(what: str, one: Sequence[Run], many: Sequence[Run], count: int) -> float:
    """Return milliseconds a questionnaire, start-up taken off: medians of wall time, the least of CPU time.

    On a machine with other work only the least CPU time says what the job itself takes.
    """
    return (_best(what, many) - _best(what, one)) / (count - 1) * 1000


def _best(what: str, runs: Sequence[Run]) -> float:
    return (statistics.median if what == "wall" else min)(getattr(run, what) for run in runs)


if __name__ == "__main__":
    main()
