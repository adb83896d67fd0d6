"""Names of formats on the command line, and which one is meant by a name that is none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
_OTHER_NAMES: Mapping[str, str] = {
    "txt": "text", "plain": "text", "console": "text",
    "jsn": "json", "jsonl": "json", "ndjson": "json", "yaml": "json", "yml": "json",
    "md": "markdown", "mdown": "markdown", "gfm": "markdown",
    "htm": "html", "xhtml": "html",
    "excel": "xlsx", "xls": "xlsx", "xlsm": "xlsx", "ods": "xlsx", "workbook": "xlsx", "spreadsheet": "xlsx",
    "tsv": "csv",
    "xml": "junit", "xunit": "junit",
    "codequality": "gitlab", "codeclimate": "gitlab", "annotations": "github",
    "oscal-ar": "oscal", "poam": "oscal-poam", "poa&m": "oscal-poam",
    "cdx": "cyclonedx", "cyclone": "cyclonedx",
}  # fmt: skip
"""What people call a format or expect at the end of its file, and what serves them instead."""


def unknown_format(word: str, known: Collection[str]) -> str:
    """Return that ``word`` names no format, the one that is probably meant, and all that there are.

    >>> unknown_format("md", ["text", "markdown"])
    "'md' is not a format; did you mean markdown? There are: text, markdown"
    >>> unknown_format("docx", ["text", "markdown"])
    "'docx' is not a format; use one of: text, markdown"
    """
    from difflib import get_close_matches

    folded = word.strip().lower().lstrip(".")
    near = [other] if (other := _OTHER_NAMES.get(folded)) in known else get_close_matches(folded, known, 1, 0.7)
    listed = ", ".join(known)
    if near:
        return f"'{word}' is not a format; did you mean {near[0]}? There are: {listed}"
    return f"'{word}' is not a format; use one of: {listed}"


class FormatName(click.Choice[str]):
    """One of several formats; a name that is none is refused with the one that is probably meant."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name; fails with a hint."""
        if value not in self.choices:
            self.fail(unknown_format(str(value), list(self.choices)), param, ctx)
        return str(value)


def format_option(*names: str, words: str | None = None) -> Callable[[F], F]:
    """Return the option ``--format``: one of ``names`` on standard output, the first by default."""
    return click.option("--format", "fmt", type=FormatName(names), default=names[0], show_default=True, help=words)
