"""What is wrong with a YAML file that cannot be read at all, in words that help to mend it.

Turns the parser's own exceptions and bytes that are not UTF-8 text into problems with a place.
"""

from __future__ import annotations

import re

import yaml

from checker.errors import Problem

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_ODD_BREAKS = ("\u2028".encode(), "\u2029".encode(), "\u0085".encode())

_HINTS = (
    ("mapping values are not allowed", "quote a text that holds ': ', or check the indentation"),
    ("cannot start any token", "indent with spaces, not with tabs; quote a text that begins with @, ` or %"),
    ("could not find expected ':'", "each key needs a colon and a space after it; check the line above too"),
    ("expected ':'", "each key needs a colon and a space after it; check the line above too"),
    ("while parsing a block mapping", "check the indentation: the keys of one mapping start in one column"),
    (
        "while parsing a block collection",
        "check the indentation: the dashes of a list stand in one column",
    ),
    ("while parsing a flow", "check for a missing comma or a bracket that is not closed"),
    ("while scanning a quoted scalar", "close the quotation mark"),
    ("while scanning a double-quoted scalar", "write a backslash twice, or use single quotes"),
    ("expected <document start>", "check the indentation of this line, or quote the text"),
    ("unexpected end of stream", "close the quotation mark or bracket that was opened"),
    ("directive", "leave out lines that begin with %"),
    ("alias", "quote a text that begins with *"),
    ("anchor", "quote a text that begins with &"),
)


FROM_POWERSHELL = "Windows PowerShell writes UTF-16 through >, so use --output where a command has it"


def wrong_encoding(data: bytes, file: str) -> Problem | None:
    """Return the problem of bytes that show at once that they are not UTF-8 text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(file, 1, 1, "", "is UTF-16, not UTF-8 text", f"save it as UTF-8; {FROM_POWERSHELL}")
    at = data.find(b"\0")
    if at < 0:
        return None
    line, column = _spot(data, at)
    if len(data) > 3 and 2 * data.count(b"\0", 0, 64) >= len(data[:64]) - 2:
        return Problem(
            file, line, column, "", "holds a NUL byte in every second place: it is UTF-16", "save it as UTF-8"
        )
    todo = "it may be damaged, or no text file at all; restore it from a copy"
    return Problem(file, line, column, "", "holds NUL bytes, which no text has", todo)


def explain(error: yaml.YAMLError, data: bytes, file: str) -> Problem:
    """Return what the parser's exception means, with the place where it was noticed."""
    if isinstance(error, yaml.reader.ReaderError):
        return _unreadable(data, file)
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem(file, None, None, "", f"is not YAML ({error})")
    mark = error.problem_mark or error.context_mark
    said = ", ".join(str(part) for part in (error.context, error.problem) if part)
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    return Problem(file, line, column, "", f"is not YAML: {said}", _hint(said, data))


def _hint(said: str, data: bytes) -> str:
    hint = next((hint for words, hint in _HINTS if words in said), "check the line and the one above it")
    if any(mark in data for mark in _ODD_BREAKS):
        hint += "; the file holds U+2028, U+2029 or U+0085, which count as line breaks: replace them"
    return hint


def _unreadable(data: bytes, file: str) -> Problem:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _spot(data, error.start)
        what = f"is not UTF-8 text: byte 0x{data[error.start]:02X} (Latin-1 or Windows-1252?)"
        return Problem(file, line, column, "", what, "save it as UTF-8")
    found = _CONTROL.search(text)
    if found is None:
        return Problem(file, None, None, "", "holds a character that YAML does not allow", "save it as plain text")
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
    what = f"holds the control character U+{ord(found[0]):04X}, which YAML does not allow"
    return Problem(file, line, column, "", what, "delete it")


def _spot(data: bytes, at: int) -> tuple[int, int]:
    """Return line and column of the byte ``at``, both from 1; the text before it may itself be damaged."""
    start = data.rfind(b"\n", 0, at) + 1
    return data.count(b"\n", 0, at) + 1, len(data[start:at].decode("utf-8", "replace")) + 1
