"""Frozen values of the tool as bytes and back: pickles of which nothing is called but listed types.

What is read makes plain values, days, and the types of the modules that the reader names; a function, or any other
class, is refused before it is called. Objects that both sides have are written as their names.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from importlib import import_module
from typing import Any


class UnpackableError(Exception):
    """Something that cannot be written, or bytes that hold nothing which may be read."""


def pack(made: object, shared: Mapping[str, object]) -> bytes:
    """Return ``made`` as bytes; of ``shared`` (told by identity) only names are written. Raises UnpackableError."""
    out = io.BytesIO()
    try:
        _Writer(out, {id(known): name for name, known in shared.items()}).dump(made)
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError) as error:
        raise UnpackableError(str(error)) from error
    return out.getvalue()


def unpack(payload: bytes, modules: Collection[str], shared: Mapping[str, object]) -> Any:
    """Return what `pack` wrote, made of types of ``modules``; UnpackableError where anything else is in it."""
    try:
        return _Reader(io.BytesIO(payload), modules, shared).load()
    except Exception as error:
        raise UnpackableError(f"{type(error).__name__}: {error}") from error


class _Writer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, names: Mapping[int, str]) -> None:
        super().__init__(out, pickle.HIGHEST_PROTOCOL)
        self._names = names

    def persistent_id(self, obj: Any) -> str | None:
        return self._names.get(id(obj))


class _Reader(pickle.Unpickler):
    def __init__(self, stream: io.BytesIO, modules: Collection[str], shared: Mapping[str, object]) -> None:
        super().__init__(stream)
        self._modules = modules
        self._shared = shared

    def find_class(self, module: str, name: str) -> type:
        if (module, name) == ("datetime", "date"):
            return date
        if module not in self._modules:
            raise pickle.UnpicklingError(f"{module}.{name} is not listed")
        return _type(module, name)

    def persistent_load(self, pid: Any) -> Any:
        return self._shared[pid]


@lru_cache(maxsize=256)
def _type(module: str, name: str) -> type:
    found = getattr(import_module(module), name, None)
    if not isinstance(found, type) or found.__module__ != module:
        raise pickle.UnpicklingError(f"{module}.{name} is no type of that module")
    return found
