"""YAML read once: values by the 1.2 core schema, and line and column of every key and value.

Builds straight from libyaml's events. Refused: keys that stand twice, tags outside the core schema,
several documents, aliases that blow up, files that are too big or too deep. Keys are text as written;
dates stay text, the question that is answered makes them dates. Shapes are not checked here.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any

import yaml

from checker.errors import InputError, Problem
from checker.load.yaml_build import Builder, Stopped
from checker.load.yaml_document import DEFAULT_LIMITS, Document, Limits, Map, Seq, dotted
from checker.load.yaml_errors import explain, wrong_encoding

__all__ = ["DEFAULT_LIMITS", "Document", "Limits", "Map", "Seq", "dotted", "parse", "read", "too_big"]


def parse(data: bytes, file: str, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Return the one document of ``data``; ``file`` is the name shown in messages.

    Raises InputError with every problem found; after a fault of syntax nothing more is looked for.
    """
    problem = too_big(len(data), file, limits) or wrong_encoding(data, file)
    if problem is not None:
        raise InputError([problem])
    data = data.removeprefix(b"\xef\xbb\xbf")
    builder = Builder(file, limits)
    try:
        document = builder.document(_PARSER(data).get_event)
    except yaml.YAMLError as error:
        builder.problems.append(explain(error, data, file))
    except Stopped:
        pass
    if builder.problems:
        raise InputError(builder.problems)
    return document


def read(path: Path, file: str, *, limits: Limits = DEFAULT_LIMITS) -> tuple[Document, bytes]:
    """Return the document in the file at ``path`` and its bytes (for hashing); too big a file is not even read."""
    try:
        state = path.stat()
        problem = too_big(state.st_size, file, limits) or _odd(state.st_mode, file)
        data = b"" if problem else path.read_bytes()
    except OSError as error:
        problem = Problem(
            file, None, None, "", f"cannot be read ({error.strerror})", "check that it is a readable file"
        )
    if problem:
        raise InputError([problem])
    return parse(data, file, limits=limits), data


def too_big(size: int, file: str, limits: Limits = DEFAULT_LIMITS) -> Problem | None:
    """Return the problem of a file of ``size`` bytes that is over the limit."""
    if size <= limits.size:
        return None
    what = f"is {size / 1e6:.1f} MB; files of this kind hold at most {limits.size / 1e6:.0f} MB"
    return Problem(file, None, None, "", what, "put data into CSV or Parquet files and name them as evidence")


def _odd(mode: int, file: str) -> Problem | None:
    """Return the problem of what is no file that ends, such as a pipe, from which reading might never come back."""
    if S_ISREG(mode) or S_ISDIR(mode):
        return None
    return Problem(file, None, None, "", "is no ordinary file but a pipe or a device", "put the file itself there")


class _PureParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's parser in Python, for installs without libyaml: the same events, slower."""

    def __init__(self, data: bytes) -> None:
        yaml.reader.Reader.__init__(self, data)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


def _choose_parser() -> Callable[[bytes], Any]:
    try:
        cyaml = import_module("yaml.cyaml")
    except ImportError:
        return _PureParser
    parser: Callable[[bytes], Any] = cyaml.CParser
    return parser


_PARSER = _choose_parser()
