"""One subject's report as Markdown that GitHub and GitLab show: for a merge request or a wiki.

Templates are in `reports/markdown/`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from checker.model.assessment import Report
from checker.render.clean import escape_markdown, no_commands
from checker.render.page import environment, page

if TYPE_CHECKING:
    from jinja2 import Environment

    from checker.render import Options


def render(report: Report, options: Options) -> bytes:
    """Return the page of the subject that ``options`` names (or of the only one) as UTF-8."""
    text = _environment().get_template("report.md.j2").render(page(report, options))
    lines = re.sub(r"\n{3,}", "\n\n", text).strip().split("\n")
    return ("\n".join(map(no_commands, lines)) + "\n").encode("utf-8", "replace")


@cache
def _environment() -> Environment:
    return environment("markdown", _shown)


def _shown(value: Any) -> Any:
    """Escape every value that is not markup made by a macro of ours."""
    from markupsafe import Markup

    return value if hasattr(value, "__html__") else Markup(escape_markdown(str(value)))
