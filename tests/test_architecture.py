"""The house keeps its shape: layers, sizes, data folders without code, one door to shipped data."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "checker").rglob("*.py"))
ONE_THING = ("vendor_templates/examples/", "tests/bad_inputs/subjects", "tests/bad_inputs/packs/")
"""Folders that belong to one example or one broken input; the README above them says what they are."""
HARD_STOP_MODULE = 500
HARD_STOP_FUNCTION = 80


def test_layers_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_is_short_typed_and_says_what_it_is(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert text.count("\n") <= HARD_STOP_MODULE
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "every module opens with what it is"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= HARD_STOP_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("folder", ["standards", "vendor_templates", "reports"])
def test_data_folders_hold_no_python(folder: str) -> None:
    assert list((ROOT / folder).rglob("*.py")) == []


def test_only_resources_knows_where_the_package_lies() -> None:
    users = [m for m in MODULES if re.search(r"__file__|importlib\.resources(?!\.abc)", m.read_text(encoding="utf-8"))]
    assert [m.name for m in users] == ["resources.py"]


def test_no_expression_from_a_file_is_ever_run() -> None:
    called = {
        (m.name, node.func.id)
        for m in MODULES
        for node in ast.walk(ast.parse(m.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in {"eval", "exec", "compile", "__import__"}
    }
    assert called == set()


def test_every_folder_says_what_it_holds() -> None:
    tracked = subprocess.run(["git", "-C", ROOT, "ls-files"], capture_output=True, text=True, check=True).stdout.split()
    folders = {Path(p).parent for p in tracked} - {Path(".")}
    silent = {str(f) for f in folders if not any((ROOT / f / name).is_file() for name in ("README.md", "__init__.py"))}
    assert sorted(f for f in silent if not f.startswith(ONE_THING)) == []


def test_help_imports_click_and_nothing_heavier() -> None:
    heavy = {"pydantic", "yaml", "pandas", "numpy", "duckdb", "narwhals", "jinja2", "babel", "rich", "jsonschema"}
    code = (
        "import sys; from checker.cli.main import run; code = run(['--help']);"
        f"print('HEAVY', sorted({heavy!r} & set(sys.modules)), code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip().endswith("HEAVY [] 0")
