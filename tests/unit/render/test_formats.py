"""The table of formats: complete, and known to the command line."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

import click

import checker.render
from checker.cli.check import check
from checker.render import FORMATS


def test_every_module_that_renders_a_report_is_in_the_table() -> None:
    names = [f"checker.render.{found.name}" for found in pkgutil.iter_modules(checker.render.__path__)]
    renderers = {name for name in names if hasattr(importlib.import_module(name), "render")}
    assert renderers == {listed.renderer.partition(":")[0] for listed in FORMATS.values()}


def test_the_command_line_offers_the_formats_of_the_table() -> None:
    offered = next(p for p in check.params if p.name == "formats").type
    assert isinstance(offered, click.Choice)
    assert list(offered.choices) == list(FORMATS)


def test_no_two_formats_write_one_file() -> None:
    suffixes = [listed.suffix for listed in FORMATS.values()]
    assert len(set(suffixes)) == len(suffixes)


def test_the_table_itself_imports_nothing_heavy() -> None:
    code = "import sys, checker.render; print({'jinja2', 'babel', 'rich', 'json', 'checker.model'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
