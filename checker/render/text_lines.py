"""Lines of text before and after wrapping; rich is imported only where styles are wanted."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.render.clean import no_commands, without_control


class Line(NamedTuple):
    """One line before wrapping; the style is a word of `STYLES`."""

    text: str
    style: str = ""
    indent: int = 0
    hang: int = 0


STYLES = {
    "does_not_meet": "bold red", "cannot_conclude": "bold yellow", "meets_with_actions": "bold cyan",
    "meets": "bold green", "not_met": "red", "partly_met": "yellow", "claimed": "magenta", "unknown": "cyan",
    "error": "bold red", "head": "bold", "quiet": "dim", "file": "underline",
}  # fmt: skip


def plain(lines: Iterable[Line], width: int) -> Iterator[str]:
    """Yield lines of at most ``width`` columns, harmless for a terminal and for a CI runner."""
    for raw in lines:
        line = raw._replace(text=without_control(raw.text))
        if len(line.text) + line.indent <= width:
            yield no_commands((" " * line.indent + line.text).rstrip())
        else:
            yield from map(no_commands, _wrapped(line, width))


def _wrapped(line: Line, width: int) -> list[str]:
    return textwrap.wrap(
        line.text, max(width, 40), initial_indent=" " * line.indent, break_on_hyphens=False,
        subsequent_indent=" " * (line.indent + line.hang), break_long_words=False,
    )  # fmt: skip


def styled(lines: Iterable[Line], width: int) -> Iterator[str]:
    """Yield the same with styles for a terminal."""
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    for line in lines:
        for row in plain([line], width):
            out = StringIO()
            console = Console(file=out, force_terminal=True, color_system="standard", width=width, no_color=False)
            console.print(Text(row, style=STYLES.get(line.style, "")), end="", soft_wrap=True)
            yield out.getvalue()
