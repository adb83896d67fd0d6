"""``fairlabel man``: a manual page a command, made from what ``--help`` says, so that it cannot grow old.

Pages are written in the macros of man(7), in ASCII, and carry no date: the same version gives the same bytes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from pathlib import Path

import click

from checker import __version__
from checker.cli.outputs import refuse_bad_places, write_all
from checker.errors import OutputError

_VERBATIM = "\b"
"""Stands before a paragraph whose lines click leaves as they are."""
_MARKS = str.maketrans({"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"})
_MAY_BREAK = r"\:"
"""A line may end here."""
_SECTIONS = {"example": "EXAMPLES", "exit code": "EXIT STATUS"}
"""How a paragraph of an epilog begins that has a section of its own; all others are notes."""


@click.command(
    epilog="""
    \b
    Examples:
      fairlabel man ~/.local/share/man/man1
      fairlabel man man1

    \b
    Then:
      man fairlabel-check
      man man1/fairlabel-wages-audit.1
    """
)
@click.argument("folder", type=click.Path())
def man(folder: str) -> None:
    """Write the manual pages, one a command, to FOLDER.

    man finds them by name in ~/.local/share/man/man1, and in share/man/man1 beside a bin that is in PATH. Write them
    anew after an update.
    """
    from checker.cli.main import cli

    place = Path(folder)
    if place.exists() and not place.is_dir():
        raise OutputError(f"{folder} is a file; name the folder for the pages")
    with click.Context(cli, info_name="fairlabel", **cli.context_settings) as ctx:
        contents = [(place / f"{name}.1", page) for name, page in pages(ctx)]
    refuse_bad_places(file for file, _ in contents)
    write_all(contents)
    click.echo(f"Wrote {len(contents)} pages to {folder}. Next: man {os.path.join(folder, 'fairlabel.1')}")


def pages(ctx: click.Context) -> Iterator[tuple[str, bytes]]:
    """Iterate over name and page of the command of ``ctx`` and of all below it."""
    yield _name(ctx), "".join(f"{line}\n" for line in _page(ctx)).encode("ascii")
    for below in _below(ctx):
        yield from pages(below)


def _below(ctx: click.Context) -> Iterator[click.Context]:
    """Iterate over the contexts of a group's commands."""
    if isinstance(ctx.command, click.Group):
        for name in ctx.command.list_commands(ctx):
            command = ctx.command.get_command(ctx, name)
            if command is not None and not command.hidden:
                yield click.Context(command, info_name=name, parent=ctx, **command.context_settings)


def _name(ctx: click.Context) -> str:
    return ctx.command_path.replace(" ", "-")


def _page(ctx: click.Context) -> Iterator[str]:
    name, command = _text(_name(ctx)), ctx.command
    description = list(_paragraphs(command.help))
    yield f'.TH "{_text(_name(ctx).upper())}" 1 "" "fairlabel {__version__}" "fairlabel manual"'
    yield from (".nh", ".ad l")
    yield from (".SH NAME", f"{name} \\- {_text(_summary(description)).rstrip('.')}")
    yield from (".SH SYNOPSIS", f"\\fB{_text(ctx.command_path)}\\fR {_usage(command.collect_usage_pieces(ctx))}")
    yield from (".SH DESCRIPTION", *_body(description))
    below = list(_below(ctx))
    if below:
        yield ".SH COMMANDS"
        for each in below:
            summary = _summary(list(_paragraphs(each.command.help)))
            yield from (".TP", f"\\fB{_text(_name(each))}\\fR(1)", _line(summary))
    yield ".SH OPTIONS"
    options = (param.get_help_record(ctx) for param in command.get_params(ctx) if isinstance(param, click.Option))
    for names, text in filter(None, options):
        yield from (".TP", _declared(names), _line(" ".join(text.split())) or r"\&")
    yield from _environment(command)
    yield from _epilog(command)
    others = ([ctx.parent] if ctx.parent else []) + below
    if others:
        yield from (".SH SEE ALSO", ", ".join(f"\\fB{_text(_name(each))}\\fR(1)" for each in others))


def _environment(command: click.Command) -> Iterator[str]:
    """Yield the variables that set options of a command which reads settings."""
    from checker.cli.settings import CONFIG, KEYS, PREFIX

    params = {param.name: param for param in command.params}
    if "settings" not in params:
        return
    yield from (".SH ENVIRONMENT", "Each of these sets an option for good; a settings file may, too:")
    yield r"\fBfairlabel\-config\-show\fR(1)."
    options = {PREFIX + name.upper(): params[key.param] for name, key in KEYS.items() if key.param in params}
    for variable, param in {CONFIG: params["settings"], **options}.items():
        yield from (".TP", f"\\fB{variable}\\fR", f"\\fB{_text(param.opts[0])}\\fR")


def _epilog(command: click.Command) -> Iterator[str]:
    """Yield exit codes, notes and examples; what follows a paragraph that has a section stays with it."""
    found: dict[str, list[tuple[str, ...]]] = {"EXIT STATUS": [], "NOTES": [], "EXAMPLES": []}
    for paragraph in _paragraphs(command.epilog):
        first = paragraph[1 if paragraph[0] == _VERBATIM else 0]
        section = next((name for start, name in _SECTIONS.items() if first.lower().startswith(start)), "NOTES")
        found[section].append(paragraph)
    for section, paragraphs in found.items():
        if paragraphs:
            yield from (f".SH {section}", *_body(paragraphs))


def _paragraphs(text: str | None) -> Iterator[tuple[str, ...]]:
    """Iterate over the lines of each paragraph of a help text; of one to be left as it is, the mark comes first."""
    for paragraph in re.split(r"\n\s*\n", cleandoc(text or "")):
        if lines := tuple(line.rstrip() for line in paragraph.split("\n") if line.strip()):
            yield lines


def _summary(paragraphs: list[tuple[str, ...]]) -> str:
    return " ".join(paragraphs[0]) if paragraphs else ""


def _body(paragraphs: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ".PP"
        if paragraph[0] == _VERBATIM:
            yield from (".nf", *map(_line, paragraph[1:]), ".fi")
        else:
            yield from map(_line, paragraph)


def _declared(names: str) -> str:
    """Return an option's names in bold, with what it takes in italics after them."""
    return " ".join(
        f"\\fB{_text(word.rstrip(','))}\\fR{',' if word.endswith(',') else ''}"
        if word.startswith("-")
        else f"\\fI{_text(word).replace('|', '|' + _MAY_BREAK)}\\fR"
        for word in names.split()
    )


def _usage(pieces: Iterable[str]) -> str:
    return " ".join(f"\\fI{_text(piece)}\\fR" for piece in pieces)


def _line(text: str) -> str:
    """Return text as a line that man reads as text, whatever it begins with."""
    found = _text(text)
    return f"\\&{found}" if found.startswith(".") else found


def _text(text: str) -> str:
    r"""Return text in which nothing is a command of roff, in ASCII.

    >>> _text("a-b \\n 'c' é")
    'a\\-b \\en \\(aqc\\(aq \\[u00E9]'
    """
    return "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in text.translate(_MARKS))
