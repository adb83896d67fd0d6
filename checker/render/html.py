"""One subject's report as one HTML file: nothing in it runs, nothing is fetched, every foreign word is escaped.

Templates and styles are in `reports/html/` and `reports/styles/`. The report itself stands in the page as data
(`checker.render.embedded`).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from checker.model.assessment import Report
from checker.render.clean import clean
from checker.render.embedded import block
from checker.render.page import chosen, environment, page

if TYPE_CHECKING:
    from jinja2 import Environment

    from checker.render import Options

_END = b"</body>\n</html>"


def render(report: Report, options: Options) -> bytes:
    """Return the page of the subject that ``options`` names (or of the only one) as UTF-8."""
    data = drawn(page(report, options)).encode("utf-8", "replace")
    subject = chosen(report, options)
    if subject is None:
        return data
    body, end, rest = data.rpartition(_END)
    return b"".join((body, block(report, subject, len(data)).encode("utf-8"), end, rest))


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
