"""2,000 suppliers made from the shipped examples: the whole job beside check-jsonschema and checkov, in one run.

Each does what it can: check-jsonschema the published schema of questionnaires; checkov custom checks for those of PAI's
requirements that come to one comparison with one answer; fairlabel every requirement, evidence, scores and verdict.
Peers get fewer files, and what counts is milliseconds a file beyond start-up. checkov is timed only where its checks
come out, one by one, as the same conditions do in fairlabel before evidence. It parses in as many processes as there
are cores: compare CPU time.
"""

from __future__ import annotations

import compileall
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from checker.pipeline.measures import compile_standards
from tests.bench.peers import check_jsonschema, python_with, version_of
from tests.bench.single_comparisons import Comparison, put_to_suppliers, single_comparisons, truths
from tests.bench.timing import beyond_start, side_by_side
from tests.bench.varied_examples import write_varied_examples

ROOT = Path(__file__).resolve().parents[2]
CHECKS = Path(__file__).parent / "custom_checks"
MANY, FEW, HANDFUL = 2000, 200, 20
CHECKOV = "checkov>=3.2,<4"


def main() -> None:
    """Write the suppliers to a temporary folder, compare what is found on some, time all."""
    compileall.compile_dir(ROOT / "checker", quiet=1)
    with tempfile.TemporaryDirectory(prefix="fairlabel-bench-") as scratch:
        os.environ["FAIRLABEL_CACHE_DIR"] = str(Path(scratch, "cache"))
        os.environ.pop("FAIRLABEL_NO_CACHE", None)
        folders = {count: Path(scratch, str(count)) for count in (MANY, FEW, HANDFUL, 1)}
        for count, folder in folders.items():
            write_varied_examples(folder, count)
        sizes = [p.read_bytes().count(b"\n") for p in folders[MANY].glob("*/questionnaire.yaml")]
        files = sum(p.is_file() for p in folders[MANY].rglob("*")) - MANY
        print(f"{MANY} suppliers, {sum(sizes) / MANY:.0f} lines and {files / MANY:.0f} documents each, no pay files")
        print(f"check-jsonschema {version_of(sys.executable, 'check-jsonschema')}: the published schema alone")
        _time(folders, check_jsonschema(Path(scratch)), _checkov(Path(scratch, "checks"), folders[FEW]))


def _time(folders: Mapping[int, Path], schema: list[str], checkov: list[str] | None) -> None:
    check = [sys.executable, "-m", "checker", "check", "--standard", "pai"]
    commands = {}
    for count in (1, MANY):
        commands[f"fairlabel, text, {count}"] = [*check, str(folders[count])]
        commands[f"fairlabel, json, {count}"] = [*check, str(folders[count]), "--format", "json"]
    for count in (1, HANDFUL, FEW):
        files = sorted(str(p) for p in folders[count].glob("*/questionnaire.yaml"))
        commands[f"check-jsonschema, {count}"] = [*schema, *files]
        if checkov:
            commands[f"checkov, {count}"] = [*checkov, "--compact", "--quiet", "-d", str(folders[count])]
    runs = side_by_side(commands, rounds=3)
    for what in ("wall", "cpu"):
        ours = beyond_start(what, runs["fairlabel, text, 1"], runs[f"fairlabel, text, {MANY}"], MANY)
        as_json = beyond_start(what, runs["fairlabel, json, 1"], runs[f"fairlabel, json, {MANY}"], MANY)
        print(f"{what} beyond start-up, a supplier: fairlabel {ours:.2f} ms, with JSON {as_json:.2f} ms")
        for peer in ("check-jsonschema", "checkov"):
            for count in (HANDFUL, FEW) if f"{peer}, 1" in runs else ():
                each = beyond_start(what, runs[f"{peer}, 1"], runs[f"{peer}, {count}"], count)
                print(f"  {peer}, {count} files: {each:.2f} ms, {each / ours:.1f} x fairlabel")


def _checkov(checks: Path, sample: Path) -> list[str] | None:
    """Return checkov's command with checks written to ``checks``; None (said) where it is missing or differs."""
    python = python_with("checkov", CHECKOV)
    if python is None:
        return None
    (standard,) = compile_standards(("pai",), ())
    comparisons = single_comparisons(standard)
    shutil.copytree(CHECKS, checks, ignore=shutil.ignore_patterns("__pycache__"))
    (checks / "conditions.json").write_text(json.dumps(comparisons), encoding="utf-8")
    print(
        f"checkov {version_of(python, 'checkov')}: {len(comparisons)} custom checks for {len(comparisons)} of the "
        f"{len(put_to_suppliers(standard))} requirements that these suppliers are judged by"
    )
    command = [str(Path(python).parent / "checkov"), "--framework", "yaml", "--skip-download"]
    command += ["--external-checks-dir", str(checks)]
    # In a process of its own: what it takes would count as the least peak of every command that is timed after it.
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        agree, lines = pool.submit(_compare, command, sample, comparisons).result()
    print("\n".join(lines))
    return command if agree else None


def _compare(command: list[str], sample: Path, comparisons: Collection[Comparison]) -> tuple[bool, list[str]]:
    """Return whether checkov finds, one by one, what fairlabel's conditions come to, and what to say of it."""
    argv = [*command, "-d", str(sample), "-o", "json"]
    ran = subprocess.run(argv, capture_output=True, text=True, check=False)
    if not ran.stdout.startswith("{"):
        return False, [f"checkov is not timed, it failed: {(ran.stderr or ran.stdout).strip()[-300:]}"]
    found = json.loads(ran.stdout).get("results", {})
    theirs = {
        (Path(record["file_path"]).parent.name, record["check_id"]): passed
        for passed, kind in ((True, "passed_checks"), (False, "failed_checks"))
        for record in found.get(kind, ())
    }
    folders = sorted(sample.iterdir())
    ours, pairs, lines = truths(folders, comparisons), len(folders) * len(comparisons), []
    differ = sorted(pair for pair in ours.keys() | theirs.keys() if ours.get(pair) != theirs.get(pair))
    for who, by in (("fairlabel, conditions alone", ours), ("checkov", theirs)):
        counted = Counter(by.values())
        rest = f"{pairs - len(by)} unknown or left out of {pairs}"
        lines.append(f"  {who}: {counted[False]} fail, {counted[True]} hold, {rest}")
    if differ or not ours:
        some = ", ".join(" ".join(pair) for pair in differ[:3])
        return False, [*lines, f"checkov is not timed, {len(differ)} differ: {some}"]
    return True, [*lines, f"  the same one by one on {len(folders)} suppliers"]


if __name__ == "__main__":
    main()
