"""One subject's report as one HTML file: no script, no request, every foreign word escaped.

Templates and styles are in `reports/html/` and `reports/styles/`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from checker.model.assessment import Report
from checker.render.clean import clean
from checker.render.page import environment, page

if TYPE_CHECKING:
    from jinja2 import Environment

    from checker.render import Options


def render(report: Report, options: Options) -> bytes:
    """Return the page of the subject that ``options`` names (or of the only one) as UTF-8."""
    return drawn(page(report, options)).encode("utf-8", "replace")


def drawn(values: Mapping[str, Any]) -> str:
    """Return the page that shows ``values``, the variables of `page.page`."""
    css, digest = styles()
    return _environment().get_template("report.html.j2").render(values, css=css, css_sha256=digest)


def standalone(template: str, **values: Any) -> str:
    """Return one page of ``reports/html/`` that is no report, with the same styles and the same policy."""
    css, digest = styles()
    return _environment().get_template(template).render(css=css, css_sha256=digest, **values)


@cache
def _environment() -> Environment:
    return environment("html", shown)


def shown(value: Any) -> Any:
    """Take control characters out of text; markup made by a macro stays, and jinja2 escapes the rest."""
    return clean(value) if type(value) is str else value


@cache
def styles() -> tuple[Any, str]:
    """Return the style sheet and its hash, by which the page's policy lets in this sheet alone."""
    from markupsafe import Markup

    from checker.resources import read_text

    css = read_text("reports", "styles/report.css")
    digest = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode("ascii")
    return Markup(css), digest
