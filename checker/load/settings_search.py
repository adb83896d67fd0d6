"""Where the settings lie: the nearest ``fairlabel.yaml`` upward from a folder. Nothing is read but names."""

from __future__ import annotations

import os
from pathlib import Path

from checker.errors import InputError, Problem

NAMES = ("fairlabel.yaml", "fairlabel.yml")
_WHY = "settings in it would be passed over"


def find_settings(start: Path) -> Path | None:
    """Return the settings file in ``start`` or the nearest folder above it, as seen from ``start``; None without one.

    Raises InputError where one folder has two, and where a folder does not let itself be looked into.
    """
    folder, shown = os.path.abspath(start), os.fspath(start)
    while True:
        found = [name for name in NAMES if _is_there(folder, name)]
        if len(found) > 1:
            what = f"{found[0]} and {found[1]} both lie in {folder}: which of them holds cannot be told"
            raise InputError([Problem(os.path.join(shown, found[0]), None, None, "", what, "keep one of the two")])
        if found:
            return Path(shown, found[0])
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder, shown = above, os.path.join(shown, "..")


def _is_there(folder: str, name: str) -> bool:
    path = os.path.join(folder, name)
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        what = f"cannot be looked for ({error.strerror}): {_WHY}"
        todo = "check who may read it, or name one: --config"
        raise InputError([Problem(path, None, None, "", what, todo)]) from error
    return True
