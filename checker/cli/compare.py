"""``fairlabel compare``: two reports held against each other; judges nothing."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.format_names import format_option
from checker.cli.outputs import text_to_stdout, to_stdout
from checker.cli.typed_paths import TypedPath


@click.command(
    epilog="""
    \b
    Examples:
      fairlabel compare 2025-h2.json 2026-h1.json
      fairlabel compare 2025-h2.json 2026-h1.json --format json

    OLD and NEW are written by: fairlabel check FOLDER --output json=FILE; an HTML report, which carries the same,
    will do. Subjects are the same where their ids
    are. A gap counts as fixed only where the requirement is now shown to be met. Nothing is compared across
    editions of a standard, nor pay across time bases or methods; nothing is better by a lower bar, lesser evidence
    or a site that is not judged any more.
    """
)
@click.argument("old", metavar="OLD", type=TypedPath(path_type=Path))
@click.argument("new", metavar="NEW", type=TypedPath(path_type=Path))
@format_option("text", "markdown", "json", words="Format on standard output.")
def compare(old: Path, new: Path, fmt: str) -> int:
    """Say what changed from the report OLD to the report NEW, both written by check --output json=FILE.

    New gaps come first. Exit code 0 whatever changed; 3 where a report cannot be read.
    """
    from checker.pipeline.past import compare_files

    (to_stdout if fmt == "json" else text_to_stdout)(compare_files(old, new, fmt))
    return 0
