"""The last result of every benchmark, in ``RESULTS.md``: one section each, with machine and versions."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

FILE = Path(__file__).parent / "RESULTS.md"
HEAD = """\
# Last results

Written by `make bench`; a section is replaced when its benchmark runs again. Read the ratios: the seconds are one
machine's. Medians of runs that took turns (A B C, A B C, ...).
"""
PACKAGES = ("duckdb", "narwhals", "numpy", "pandas", "PyYAML")


def keep(name: str, about: str, said: str) -> None:
    """Put what a benchmark printed in its section."""
    sections = _sections(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    sections[name] = f"{about}\n\n{_machine()}\n\n```text\n{said.strip()}\n```\n"
    text = HEAD + "".join(f"\n## {title}\n\n{sections[title]}" for title in sorted(sections))
    new = FILE.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(FILE)


def _sections(text: str) -> dict[str, str]:
    _, *parts = re.split(r"^## (\w+)\n\n", text, flags=re.MULTILINE)
    return {title: body.rstrip("\n") + "\n" for title, body in zip(parts[::2], parts[1::2], strict=True)}


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}; "
        f"Python {platform.python_version()}, {packages}."
    )
