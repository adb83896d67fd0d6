"""Packs and the question bank as they were read and checked before, kept in the user's cache folder.

An entry's key is the hash of all that it was made from: every file's name and bytes, the code that reads them, the
interpreter and its YAML parser. A kept one is therefore what reading would give; where it is absent, or in any way not
as it should be, the files are read.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from typing import TypeVar

import yaml

from checker import __version__, resources
from checker.load.cache_folder import cache_folder
from checker.load.packing import UnpackableError, pack, unpack
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
    if payload is not None:
        with suppress(UnpackableError):
            found = unpack(payload, TYPES, ONE_OF_A_KIND)
            if isinstance(found, kind):
                return found
    made = make()
    with suppress(UnpackableError):
        folder.write(key, pack(made, ONE_OF_A_KIND))
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
def reader_code(parts: tuple[str, ...] = READERS) -> str | None:
    """Return what a change of which may change how files are read; None where the code cannot be seen.

    ``parts`` are the modules and folders of the package that do it, as `checker.resources.code_digest` takes them.
    """
    digest = resources.code_digest(parts)
    around = (sys.version, str(sys.implementation.cache_tag), yaml.__version__, str(yaml.__with_libyaml__))
    return key_of((__version__, digest, *around)) if digest is not None else None
