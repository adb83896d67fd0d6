"""A report in the formats that were asked for, with what each needs of the terminal and of the packs."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from checker.cli.actions import append_summary
from checker.render import FORMATS, Options, pieces, wants_color

if TYPE_CHECKING:
    from checker.model.assessment import Report


def drawing_options(sarif_profile: str, junit_flavour: str, font_paths: tuple[str, ...]) -> Options:
    """Return what the formats of a run need beside its report."""
    from checker.load.question_bank import load_question_bank

    return Options(
        questions={"answers." + name: q.ask["en"] for name, q in load_question_bank().questions.items()},
        base=Path.cwd().as_posix(),
        sarif_profile=sarif_profile,
        junit_flavour=junit_flavour,
        font_paths=font_paths,
    )


class Drawing(NamedTuple):
    """A report, and what its formats need beside it."""

    report: Report
    packs: tuple[Path, ...]
    options: Options

    def content(self, fmt: str, *, subject: str | None = None, written: tuple[str, ...] = ()) -> Iterable[bytes]:
        """Return the report in one format, of one subject or of all."""
        from checker.pipeline.crosswalk import asked_elsewhere, matters

        terminal = fmt == "text" and subject is None and sys.stdout is not None and sys.stdout.isatty()
        options = replace(
            self.options,
            subject=subject,
            written=written,
            color=fmt == "text" and wants_color(os.environ, terminal),
            width=min(shutil.get_terminal_size((100, 24)).columns, 120) if terminal else 100,
            asked_elsewhere=asked_elsewhere(self.packs) if FORMATS[fmt].per_subject else {},
            matters=matters(self.packs) if FORMATS[fmt].per_subject else (),
        )
        return pieces(self.report, fmt, options)

    def append_summary(self) -> None:
        """Add verdicts and worst gaps to the summary of a workflow's step."""
        from checker.render.github import SUMMARY_BYTES, summary

        append_summary(os.environ, lambda room: summary(self.report, self.options, room), SUMMARY_BYTES)
