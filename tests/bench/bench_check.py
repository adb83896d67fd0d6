"""The whole job over many questionnaires, one process, against check-jsonschema doing the schema alone.

Goals beyond start-up: at most 0.9 ms a questionnaire with text output, 1.5 ms with JSON; at least 12 x
faster a file than check-jsonschema.
"""

from __future__ import annotations

import compileall
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
        folder = Path(scratch)
        write_suppliers(folder / "many", MANY)
        write_suppliers(folder / "few", FEW)
        write_suppliers(folder / "one", 1)
        schema = folder / "questionnaire.schema.json"
        with schema.open("wb") as out:
            subprocess.run([sys.executable, "-m", "checker", "schema", "questionnaire"], stdout=out, check=True)
        lines = [p.read_text().count("\n") for p in (folder / "few").glob("*/questionnaire.yaml")]
        print(f"{MANY} questionnaires of {statistics.mean(lines):.0f} lines")
        _compare(folder, schema)


def _compare(folder: Path, schema: Path) -> None:
    check = [sys.executable, "-m", "checker", "check"]
    peer = [str(Path(sys.executable).parent / "check-jsonschema"), "--schemafile", str(schema)]
    runs = side_by_side(
        {
            "text, 1 questionnaire": [*check, str(folder / "one")],
            f"text, {MANY}": [*check, str(folder / "many")],
            "json, 1": [*check, str(folder / "one"), "--format", "json"],
            f"json, {MANY}": [*check, str(folder / "many"), "--format", "json"],
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


def _each(what: str, one: Sequence[Run], many: Sequence[Run], count: int) -> float:
    """Return milliseconds a questionnaire, start-up taken off: medians of wall time, the least of CPU time.

    On a machine with other work only the least CPU time says what the job itself takes.
    """
    best = statistics.median if what == "wall" else min
    return (best(getattr(r, what) for r in many) - best(getattr(r, what) for r in one)) / (count - 1) * 1000


if __name__ == "__main__":
    main()
