"""A folder of the user's for what takes long to make and can be made again at any time: the bytes, kept by key.

Safe to delete, also while it is used. Nothing is trusted that others could have written: the folder and every file in
it belong to whoever runs the tool, nobody else may write to them, and they are no part of a checkout, into which a
supplier's change could put them. What is truncated, changed or of another key is as good as absent; what cannot be
written is not kept. Knows nothing of what it keeps.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE, S_ISDIR, S_ISREG

NAMED = "FAIRLABEL_CACHE_DIR"
OFF = "FAIRLABEL_NO_CACHE"
HEAD = b"fairlabel-cache/1\n"
LARGEST = 100_000_000
"""Bytes of one entry; what is larger is not read."""
UNUSED = 30 * 24 * 3600
"""Seconds after which an entry that nobody read is deleted."""
_FRESH = 24 * 3600
"""Seconds for which an entry need not be marked as read again."""
_WRITABLE = 0o022
"""Write permission for the group, and for all."""


class CacheFolder:
    """Entries of one sort, a file each, named by their key."""

    __slots__ = ("_home",)

    def __init__(self, home: Path) -> None:
        """Keep entries in ``home``, which has to be the user's own (`cache_folder` sees to that)."""
        self._home = home

    def read(self, key: str) -> bytes | None:
        """Return what was written under ``key``, whole and unchanged; else None."""
        try:
            content = _own_bytes(self._home / key)
        except OSError:
            return None
        head, payload = content[: len(HEAD) + 130], content[len(HEAD) + 130 :]
        return payload if head == _head(key, payload) else None

    def write(self, key: str, payload: bytes) -> None:
        """Keep ``payload`` under ``key``, whole or not at all; where it cannot be written nothing happens."""
        with suppress(OSError):
            handle, temporary = tempfile.mkstemp(prefix=".new-", dir=self._home)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_head(key, payload))
                    file.write(payload)
                os.replace(temporary, self._home / key)
            except BaseException:
                with suppress(OSError):
                    os.unlink(temporary)
                raise

    def tidy(self, now: float | None = None) -> None:
        """Delete what nobody read for a month (``now``: seconds since 1970)."""
        oldest = (time.time() if now is None else now) - UNUSED
        with suppress(OSError), os.scandir(self._home) as entries:
            for entry in entries:
                with suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < oldest:
                        os.unlink(entry.path)


def cache_folder(sort: str) -> CacheFolder | None:
    """Return the folder for entries of one ``sort``, made where it is missing; None where none can be had or is wanted.

    ``FAIRLABEL_NO_CACHE=1`` goes without, ``FAIRLABEL_CACHE_DIR`` names another folder than the system's for caches.
    """
    if os.environ.get(OFF, "0") not in ("", "0"):
        return None
    top = _top()
    if top is None:
        return None
    try:
        for folder in (top, top / sort):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            state = folder.lstat()
            if not S_ISDIR(state.st_mode) or not _is_own(state):
                return None
    except OSError:
        return None
    return CacheFolder(top / sort)


def _top() -> Path | None:
    """Return where all entries lie; None for a named folder inside a checkout: whoever commits could fill it."""
    named = os.environ.get(NAMED)
    if named:
        top = Path(os.path.realpath(named))
        inside = any(os.path.lexists(folder / ".git") for folder in (top, *top.parents))
        return None if inside else Path(named).absolute()
    import platformdirs

    return Path(platformdirs.user_cache_dir("fairlabel", appauthor=False))


def _own_bytes(path: Path) -> bytes:
    """Return the content of a file that only the user can have written; OSError where it is none."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        state = os.fstat(file.fileno())
        if not S_ISREG(state.st_mode) or not _is_own(state) or state.st_size > LARGEST:
            raise PermissionError(path)
        content = file.read()
    now = time.time()
    if now - state.st_mtime > _FRESH:
        with suppress(OSError):
            os.utime(path, (now, now))
    return content


def _is_own(state: os.stat_result) -> bool:
    """Return whether something is the user's, who alone may write to it; true where a system knows no such thing."""
    user = getattr(os, "geteuid", None)
    return user is None or (state.st_uid == user() and not S_IMODE(state.st_mode) & _WRITABLE)


def _head(key: str, payload: bytes) -> bytes:
    """Return what stands before ``payload`` (a key has 64 signs): a mark, the key, the hash of what follows."""
    return HEAD + f"{key}\n{hashlib.sha256(payload).hexdigest()}\n".encode()
