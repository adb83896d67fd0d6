"""An assessment to bytes, one module a format.

`FORMATS` is the table of formats; a module is imported when its format is used. Rendering is pure:
the same report and options give the same bytes, and nothing here reads a file of the user's, a clock
or the environment; PDF alone reads fonts, where those that it carries lack letters.

To add one: a module with ``render(report, options) -> bytes``, a line in `FORMATS`, a golden report, and
templates in `reports/` where it has any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from checker.errors import UsageError

if TYPE_CHECKING:
    from checker.model.assessment import Report
    from checker.model.crosswalk import Crossing


class Format(NamedTuple):
    """One output format: where its renderer is, what its bytes are, whether a file holds one subject."""

    renderer: str
    """``module:function`` taking (report, options) and returning bytes, or an iterator over pieces of them."""
    media_type: str
    suffix: str
    per_subject: bool
    most_bytes: int = 0
    """Size of a file over which its readers refuse it; 0: none is known."""


FORMATS: Mapping[str, Format] = {
    "text": Format("checker.render.text:render", "text/plain; charset=utf-8", ".txt", False),
    "json": Format("checker.render.json_report:render", "application/json", ".json", False),
    "markdown": Format("checker.render.markdown:render", "text/markdown; charset=utf-8", ".md", True),
    "html": Format("checker.render.html:render", "text/html; charset=utf-8", ".html", True),
    "pdf": Format("checker.render.pdf:render", "application/pdf", ".pdf", True),
    "sarif": Format("checker.render.sarif:render", "application/sarif+json", ".sarif", False),
    "junit": Format("checker.render.junit:render", "application/xml", ".junit.xml", False, 30_000_000),
    "gitlab": Format("checker.render.gitlab:render", "application/json", ".gitlab.json", False),
    "github": Format("checker.render.github:render", "text/plain; charset=utf-8", ".github.txt", False),
    "csv": Format("checker.render.csv_gaps:render", "text/csv; charset=utf-8", ".gaps.csv", False),
    "oscal": Format("checker.render.oscal:render", "application/json", ".oscal-ar.json", False),
    "oscal-poam": Format("checker.render.oscal_poam:render", "application/json", ".oscal-poam.json", False),
    "cyclonedx": Format("checker.render.cyclonedx:render", "application/vnd.cyclonedx+json", ".cdx.json", False),
    "xlsx": Format(
        "checker.render.workbook:render",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".report.xlsx",
        False,
    ),
}
SARIF_PROFILES = ("github", "full")
JUNIT_FLAVOURS = ("gitlab", "strict")


@dataclass(frozen=True, slots=True)
class Options:
    """What the reader chose that is no part of the result."""

    subject: str | None = None
    """Folder of the one subject to show; None: all."""
    written: tuple[str, ...] = ()
    """Files that were written in this run, named at the end of the text summary."""
    color: bool = False
    """Text only: styles for a terminal. See `wants_color`."""
    width: int = 100
    """Text only: columns."""
    questions: Mapping[str, str] = field(default_factory=dict)
    """Fact name -> the question as asked, for lists of what would settle an open result."""
    asked_elsewhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Requirement -> requirements of other standards on the same matter, for pages that people read."""
    matters: tuple[Crossing, ...] = ()
    """The crosswalk, for pages that people read: matters of which several standards speak."""
    base: str = ""
    """Working directory of the run, absolute and with ``/``: formats for CI name files relative to it."""
    sarif_profile: str = SARIF_PROFILES[0]
    """SARIF only: ``github``, what is a gap or open, within GitHub's limits; ``full``, every result of every kind."""
    junit_flavour: str = JUNIT_FLAVOURS[0]
    """JUnit only: ``gitlab``, with the file of each result; ``strict``, only what Jenkins' schema allows."""
    font_paths: tuple[str, ...] = ()
    """PDF only: folders with fonts for scripts that the fonts which typst carries lack; asked before the system's."""


def render(report: Report, fmt: str, options: Options | None = None) -> bytes:
    """Return ``report`` in the format ``fmt`` (UTF-8); raises as `pieces` does."""
    return b"".join(pieces(report, fmt, options))


def pieces(report: Report, fmt: str, options: Options | None = None) -> Iterable[bytes]:
    """Return ``report`` in the format ``fmt`` in pieces, which may be made while they are read.

    A report over thousands of subjects is hundreds of megabytes of JSON, and is never held whole.
    Raises UsageError for a format that does not exist, and where a format of one subject a file is asked
    to hold several.
    """
    if fmt not in FORMATS:
        raise UsageError(f"'{fmt}' is not a format; use one of: {', '.join(FORMATS)}")
    options = options or Options()
    if FORMATS[fmt].per_subject and options.subject is None and len(report.subjects) > 1:
        raise UsageError(
            f"{fmt} holds one subject a file and there are several; write to a folder: --output {fmt}=reports/"
        )
    module, _, name = FORMATS[fmt].renderer.partition(":")
    content: bytes | Iterator[bytes] = getattr(import_module(module), name)(report, options)
    return (content,) if isinstance(content, bytes) else content


def prepare(fmt: str, options: Options) -> None:
    """Raise UsageError where a format cannot be made here, before there is anything to be written in it."""
    module = import_module(FORMATS[fmt].renderer.partition(":")[0])
    needs: Callable[[Options], None] | None = getattr(module, "prepare", None)
    if needs:
        needs(options)


def notices(report: Report, fmt: str, options: Options) -> tuple[str, ...]:
    """Return what a reader of the file should be told beside it: that it leaves findings out."""
    module = import_module(FORMATS[fmt].renderer.partition(":")[0])
    told: Callable[[Report, Options], tuple[str, ...]] | None = getattr(module, "notices", None)
    return told(report, options) if told else ()


def wants_color(environment: Mapping[str, str], terminal: bool) -> bool:
    """Return whether text gets styles: never with NO_COLOR, always with FORCE_COLOR, else on a terminal.

    >>> wants_color({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True), wants_color({"FORCE_COLOR": "1"}, False)
    (False, True)
    """
    if environment.get("NO_COLOR"):
        return False
    force = environment.get("FORCE_COLOR")
    if force:
        return force not in ("0", "false")
    return terminal and environment.get("TERM") != "dumb"
