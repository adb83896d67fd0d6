"""One subject's report as a PDF on A4: the page of the HTML report, laid out by typst (`pip install "fairlabel[pdf]"`).

Templates are in `reports/typst/`. Tagged, and with PDF/UA-1 and PDF/A-2a asked of typst, which refuses what it knows
not to be in keeping with them; whether a file conforms is for a checker and a reader to say. Dated by the day of
assessment, so that the same report gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from checker.errors import UsageError
from checker.model.assessment import Report
from checker.render.clean import clean, shorten
from checker.render.html import drawn
from checker.render.page import page
from checker.render.pdf_fonts import Shelf, missing_in, refuse_missing
from checker.render.pdf_tree import printable, tree

if TYPE_CHECKING:
    from checker.render import Options

STANDARDS: tuple[Literal["ua-1", "a-2a"], ...] = ("ua-1", "a-2a")
NO_DAY = date(1970, 1, 1)
"""In the file's own data where no day of assessment is known: PDF/A asks for one. The page says that there is none."""


def render(report: Report, options: Options) -> bytes:
    """Return the PDF of the subject that ``options`` names (or of the only one).

    Raises UsageError without typst, and where no font can write what stands in the report.
    """
    prepare(options)
    values = page(report, options)
    given = json.dumps(sheet(values), ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
    shelf = Shelf.carried()
    missing = _compiled(given, shelf)
    if isinstance(missing, bytes):
        return missing
    shelf = Shelf.of_system(options.font_paths)
    missing = _compiled(given, shelf)
    if isinstance(missing, bytes):
        return missing
    raise refuse_missing(missing, values)


def prepare(options: Options) -> None:
    """Raise UsageError where no PDF can be made here, before there is anything to be written."""
    try:
        import typst  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "PDF needs typst, which is not installed: pip install 'fairlabel[pdf]'; "
            "html needs nothing, and prints from a browser"
        ) from error
    for folder in options.font_paths:
        if not Path(folder).is_dir():
            raise UsageError(f"--font-path {folder}: there is no such folder; name one with font files in it")


def sheet(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return all that the template is given: the tree of the page, and what stands in the file's own data."""
    subject = values["subject"]
    name = clean(subject["name"] or subject["id"]) if subject else "nothing was assessed"
    title = f"Gap report: {printable(shorten(name, 200), whole=True)}"
    said = subject["as_of"] if subject else None
    day = date.fromisoformat(said) if said else NO_DAY
    return {
        "title": title,
        "author": f"{values['tool']['name']} {values['tool']['version']}",
        "date": [day.year, day.month, day.day],
        "running": shorten(title, 80) + (f", judged as of {said}" if said else ""),
        "tree": tree(drawn(values)),
    }


def _compiled(given: str, shelf: Shelf) -> bytes | str:
    """Return the PDF, or what typst says of letters for which ``shelf`` has no font."""
    import typst

    from checker.resources import folder

    home = Path(str(folder("reports"))) / "typst"
    try:
        return typst.compile(
            home / "report.typ", root=home, font_paths=shelf.fonts, ignore_system_fonts=True,
            sys_inputs={"report": given, "fonts": json.dumps(shelf.families)}, pdf_standards=list(STANDARDS),
        )  # fmt: skip
    except typst.TypstError as error:
        if missing_in(error.diagnostic):
            return error.diagnostic
        raise
