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
import sys
import tempfile
from pathlib import Path

from tests.bench.peers import check_jsonschema
from tests.bench.questionnaires import write_suppliers
from tests.bench.timing import best, beyond_start, side_by_side

ROOT = Path(__file__).resolve().parents[2]
MANY = 2000
FEW = 200


def main() -> None:
    """Write the questionnaires to a temporary folder and time the commands over them."""
    compileall.compile_dir(ROOT / "checker", quiet=1)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["FAIRLABEL_CACHE_DIR"] = str(Path(scratch, "cache"))
        os.environ.pop("FAIRLABEL_NO_CACHE", None)
        peer = check_jsonschema(Path(scratch))
        for what, whole in (("what PAI asks", False), ("the whole question bank", True)):
            folder = Path(scratch, "whole" if whole else "pai")
            for name, count in (("many", MANY), ("few", FEW), ("one", 1)):
                write_suppliers(folder / name, count, all_questions=whole)
            lines = [p.read_text().count("\n") for p in (folder / "few").glob("*/questionnaire.yaml")]
            print(f"{what}: {MANY} questionnaires of {statistics.mean(lines):.0f} lines")
            _compare(folder, peer)


def _compare(folder: Path, peer: list[str]) -> None:
    check = [sys.executable, "-m", "checker", "check"]
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
        text = beyond_start(what, runs["text, 1 questionnaire"], runs[f"text, {MANY}"], MANY)
        json = beyond_start(what, runs["json, 1"], runs[f"json, {MANY}"], MANY)
        schema_only = beyond_start(what, peers["check-jsonschema, 1"], peers[f"check-jsonschema, {FEW}"], FEW)
        print(f"{what} beyond start-up, a questionnaire: text {text:.2f} ms, json {json:.2f} ms")
        print(f"check-jsonschema, the schema alone: {schema_only:.2f} ms, {schema_only / text:.1f} x")
        for fmt in ("text", "json"):
            first, second = runs[f"{fmt}, {MANY}"], runs[f"{fmt}, {MANY}, --cache, nothing changed"]
            print(f"{what} of a second {fmt} run with --cache: {best(what, first) / best(what, second):.1f} x faster")


if __name__ == "__main__":
    main()
