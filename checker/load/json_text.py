"""JSON files that decide something: whole, in UTF-8, no key twice, every mistake with its place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from stat import S_ISREG
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from checker.errors import InputError, Problem
from checker.load.sheet import shorten

T = TypeVar("T", bound=BaseModel)
MOST = 1_000_000_000
"""Bytes."""


class Read(NamedTuple):
    """A file's value and its hash."""

    value: Any
    sha256: str


def read_json(file: Path, label: str, todo: str, most: int = MOST) -> Read:
    """Return what ``file`` holds; ``todo`` says how such a file is made anew. Raises InputError."""
    try:
        state = file.stat()
        if not S_ISREG(state.st_mode):
            raise _wrong(label, "is no ordinary file but a folder, a pipe or a device", todo)
        if state.st_size > most:
            raise _wrong(label, f"is {state.st_size / 1e6:,.0f} MB; at most {most / 1e6:,.0f} MB are read", todo)
        data = file.read_bytes()
    except OSError as error:
        raise _wrong(label, f"cannot be read ({error.strerror})", "check that it is a readable file") from error
    return Read(_parse(data, label, todo), hashlib.sha256(data).hexdigest())


def fit(shape: type[T], value: Any, label: str, todo: str) -> T:
    """Return ``value`` as ``shape``; raises InputError with everything that does not fit."""
    try:
        return shape.model_validate(value, strict=True)
    except ValidationError as error:
        problems = [
            Problem(label, None, None, _dotted(e["loc"]), f"{_lowered(e['msg'])} ({e['type']})", todo)
            for e in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise InputError(problems) from error


def schema_of(value: Any, label: str, todo: str) -> str:
    """Return what a file says that it is; raises InputError where it says nothing."""
    said = value.get("schema") if isinstance(value, dict) else None
    if not isinstance(said, str) or not said:
        raise _wrong(label, "does not say what it is: it has no schema", todo)
    return said


def _parse(data: bytes, label: str, todo: str) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(label, f"is no JSON in UTF-8: byte {error.start} is no character of it", todo) from error
    if not text.strip():
        raise _wrong(label, "is empty", todo)
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        what = "ends too soon: it was cut off" if cut else f"is no JSON: {_lowered(error.msg)}"
        raise InputError([Problem(label, error.lineno, error.colno, "", what, todo)]) from error
    except RecursionError as error:
        raise _wrong(label, "nests too deep", todo) from error
    except ValueError as error:
        raise _wrong(label, str(error), todo) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {shorten(twice)} stands twice: which of the two counts is not said")
    return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number of JSON")


def _wrong(label: str, what: str, todo: str) -> InputError:
    return InputError([Problem(label, None, None, "", what, todo)])


def _dotted(steps: Iterable[int | str]) -> str:
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps).removeprefix(".")


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
