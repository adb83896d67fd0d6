"""What the README shows is what the program prints today."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from checker.pipeline.standards import list_standards, load_standard

ROOT = Path(__file__).resolve().parent.parent
README_FILE = ROOT / "README.md"
README = README_FILE.read_text(encoding="utf-8")
PLAIN = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}


def block(name: str) -> str:
    """Return the text between the README's marks for ``name``, without its code fence."""
    found = re.search(rf"<!-- {name}:start -->\n```text\n(.*?)```\n<!-- {name}:end -->", README, re.DOTALL)
    assert found, f"README.md has no block called {name}"
    return found[1]


def printed(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "checker", *arguments], cwd=ROOT, env=PLAIN, capture_output=True, text=True, check=True
    )
    return done.stdout


def excerpt(output: str) -> str:
    """Return what of a summary the README shows: all before the third gap, then what would settle most."""
    lines = output.splitlines(keepends=True)
    third = [i for i, line in enumerate(lines) if line.startswith("  ✕ ")][2]
    tail = next(i for i, line in enumerate(lines) if line.startswith("What would settle"))
    return "".join([*lines[:third], "[...]\n", *lines[tail:]])


@pytest.mark.parametrize("name", ["demo", "help"])
def test_what_is_shown_is_what_is_printed(name: str, update_golden: bool) -> None:
    """`make golden` writes both blocks anew."""
    shown = block(name)
    command = shown.partition("\n")[0]
    assert command.startswith("$ fairlabel ")
    output = printed(*command.split()[2:])
    wanted = f"{command}\n{excerpt(output) if name == 'demo' else output}"
    if update_golden:
        README_FILE.write_text(README_FILE.read_text(encoding="utf-8").replace(shown, wanted), encoding="utf-8")
    else:
        assert shown == wanted


def test_the_run_shown_is_short_and_repeats_nothing() -> None:
    lines = [line for line in block("demo").splitlines() if len(line) > 20]
    assert len(lines) < 45
    assert len(set(lines)) == len(lines)


def test_the_two_commands_stand_first() -> None:
    assert re.search(r"^# fairlabel\n\n```\nmake demo .*\nmake test ", README)


def test_every_link_inside_the_repository_leads_somewhere() -> None:
    others = {".venv", "node_modules", "bench-out"}
    pages = [p for p in ROOT.rglob("*.md") if others.isdisjoint(p.parts)]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]
    assert broken == []


def commands_in(page: Path) -> list[str]:
    """Return every call of fairlabel that a page shows: in code spans, and at the start of a line of a code block."""
    text = page.read_text(encoding="utf-8")
    spans = re.findall(r"(?<!`)`(fairlabel [^`\n]+)`", text)
    return spans + [line for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]


def pages() -> list[Path]:
    found = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in found.splitlines() if not name.startswith("tests/golden")]


def mistakes_in(shown: str) -> list[str]:
    """Return what a call of fairlabel names that there is not; what stands for something else (`FILE`) is skipped."""
    import click

    from checker.cli.main import cli

    words = shown.removeprefix("$ ").split()[1:]
    command: click.Command = cli
    for word in words:
        if not isinstance(command, click.Group) or word.startswith("-"):
            break
        found = [command.get_command(click.Context(command), name) for name in word.split("|")]
        if None in found:
            return [f"no command {word}"]
        command = found[0]
    known = {name for option in command.params for name in option.opts} | {"--help", "-h"}
    return [f"no option {word}" for word in words if re.match(r"--?[a-z]", word) and word not in known]


def test_every_command_and_option_on_a_page_exists() -> None:
    calls = [
        (page.name, call) for page in pages() for call in commands_in(page) if re.match(r"(\$ )?fairlabel [a-z]", call)
    ]
    assert len(calls) > 15
    assert [(page, call, mistakes_in(call)) for page, call in calls if mistakes_in(call)] == []


@pytest.mark.parametrize(
    "call", ["fairlabel chek x", "fairlabel check --fail-un never", "fairlabel standards list|shaw"]
)
def test_a_command_that_is_not_there_is_noticed(call: str) -> None:
    assert mistakes_in(call)


def test_lock_satisfies_the_ranges() -> None:
    """Every direct dependency is pinned in the lock, inside the range that pyproject.toml allows."""
    import tomllib

    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    pinned = dict(
        line.strip().split("==") for line in (ROOT / ".ci" / "constraints.txt").read_text().splitlines() if "==" in line
    )
    locked = {canonicalize_name(name): version for name, version in pinned.items()}
    wrong = [
        str(need)
        for need in (Requirement(text) for group in groups for text in group)
        if locked.get(canonicalize_name(need.name)) is None
        or not need.specifier.contains(locked[canonicalize_name(need.name)], prereleases=True)
    ]
    assert wrong == []


FOLDERS = ("checker", "standards", "vendor_templates", "reports", "tests", ".github", ".ci")


def is_missing(page: Path, word: str) -> bool:
    """Return whether what stands in backquotes is meant as a file, folder or test of the project and is not there."""
    if re.search(r"[<>*{}=$]|\.\.\.", word) or "/" not in word:
        return False
    path, _, test = word.partition("::")
    if path.split("/")[0] in FOLDERS:
        there = (ROOT / path).exists()
        return not there or (test != "" and f"def {test}(" not in (ROOT / path).read_text("utf-8"))
    places = [page.parent, *(ROOT / folder for folder in FOLDERS), ROOT / "reports" / "html"]
    return bool(re.search(r"\.(py|md|j2|css)$", path)) and not any((place / path).exists() for place in places)


def paths_missing_on(page: Path) -> list[str]:
    """Return what a page names and is not there; an example's own papers may name what they like."""
    if page.name == "CHANGELOG.md" or "documents" in page.parts or "subjects" in page.parts:
        return []
    return [word for word in re.findall(r"`([^`\s]+)`", page.read_text(encoding="utf-8")) if is_missing(page, word)]


def test_every_path_that_a_page_names_is_there() -> None:
    assert {page.relative_to(ROOT).as_posix(): gone for page in pages() if (gone := paths_missing_on(page))} == {}


@pytest.mark.parametrize(
    ("word", "missing"),
    [
        ("tests/unit/gone.py", True), ("tests/gone/", True), ("tests/test_docs.py", False),
        ("tests/test_docs.py::test_gone", True), ("tests/test_docs.py::pages", False), ("macros/gone.j2", True),
        ("macros/scores.html.j2", False), ("requirements/<theme>.yaml", False), ("n/a", False),
        ("wages/pay.csv", False),
    ],
)  # fmt: skip
def test_a_path_that_is_not_there_is_seen(word: str, missing: bool) -> None:
    assert is_missing(README_FILE, word) == missing


def test_the_table_of_packs_says_what_ships() -> None:
    table = (ROOT / "standards" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| \[`([\w.-]+@[\w.-]+)`\]\(\S+\) \| (\d+) \| (\d+), (\d+), (\d+) \| ([a-z ]+) \|$", table, re.M
    )
    written = {
        name: (int(count), int(text), int(summary), int(no), score) for name, count, text, summary, no, score in rows
    }
    found = {}
    for entry in list_standards(()):
        standard = load_standard(f"{entry.id}@{entry.edition}", ())
        read = [r.source.read for r in standard.requirements]
        counts = (read.count("text"), read.count("summary"), read.count("no"))
        found[f"{entry.id}@{entry.edition}"] = (len(read), *counts, standard.score.name.replace("_", " "))
    assert written == found
