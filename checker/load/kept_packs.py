"""Packs and the question bank as they were read and checked before, kept in the user's cache folder.

An entry's key is the hash of all that it was made from: every file's name and bytes, the code that reads them, the
interpreter and its YAML parser. A kept one is therefore what reading would give; where it is absent, or in any way not
as it should be, the files are read. Entries are pickles of which nothing is called but the types listed here.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

import yaml

from checker import __version__, resources
from checker.load.cache_folder import cache_folder
from checker.model.standard import ALWAYS

SORT = "packs"
READERS = ("errors.py", "resources.py", "model", "load", "facts/metrics/__init__.py")
"""The code that decides what a pack and the bank are read as; folders without those below them."""
_MODELS = ("condition", "crosswalk", "duration", "evidence", "questions", "standard")
TYPES = tuple(f"checker.model.{name}" for name in _MODELS)
"""Modules whose types an entry may hold, beside plain values and days."""
ONE_OF_A_KIND: Mapping[str, object] = {"ALWAYS": ALWAYS}
"""Objects that are told from their equals."""

Kept = TypeVar("Kept")


def keep(kind: type[Kept], inputs: Iterable[bytes | str], make: Callable[[], Kept]) -> Kept:
    """Return what ``make`` returns, or what it returned before for the same ``inputs``: all that it reads.

    What ``make`` raises is raised, and nothing is kept of it.
    """
    folder = cache_folder(SORT)
    code = reader_code() if folder is not None else None
    if folder is None or code is None:
        return make()
    key = key_of([kind.__name__, code, *inputs])
    payload = folder.read(key)
    found = _unpacked(payload) if payload is not None else None
    if isinstance(found, kind):
        return found
    made = make()
    with suppress(pickle.PicklingError, TypeError, AttributeError):
        folder.write(key, _packed(made))
    folder.tidy()
    return made


def key_of(parts: Iterable[bytes | str]) -> str:
    """Return one hash over ``parts``, in which no two lists of parts are alike."""
    found = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.hexdigest()


@cache
def reader_code() -> str | None:
    """Return what a change of which may change how files are read; None where the code cannot be seen."""
    digest = resources.code_digest(READERS)
    parts = (sys.version, str(sys.implementation.cache_tag), yaml.__version__, str(yaml.__with_libyaml__))
    return key_of((__version__, digest, *parts)) if digest is not None else None


class _Writer(pickle.Pickler):
    def persistent_id(self, obj: Any) -> str | None:
        return next((name for name, known in ONE_OF_A_KIND.items() if obj is known), None)


class _Reader(pickle.Unpickler):
    """Makes objects of the listed types alone: no function is called, and no other type."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("datetime", "date"):
            return date
        found = getattr(import_module(module), name, None) if module in TYPES else None
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a pack")
        return found

    def persistent_load(self, pid: Any) -> Any:
        return ONE_OF_A_KIND[pid]


def _packed(made: object) -> bytes:
    out = io.BytesIO()
    _Writer(out, pickle.HIGHEST_PROTOCOL).dump(made)
    return out.getvalue()


def _unpacked(payload: bytes) -> Any:
    """Return the object that ``payload`` holds; None where it holds none, or one of a type that is not listed."""
    try:
        return _Reader(io.BytesIO(payload)).load()
    except Exception:
        return None
