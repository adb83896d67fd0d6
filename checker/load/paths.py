"""Paths that a file of a subject may name: inside its folder, however they are written; and what the files hash to.

Reads bytes only to hash them.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISLNK

from checker.model.device_names import is_another_name

ON_WINDOWS = os.name == "nt"
_DRIVE = re.compile(r"[A-Za-z]:")
BLOCK = 65_536
"""Bytes hashed at once: a larger buffer costs a small file more than hashing it."""
_ENDLESS = "is a chain of links that leads nowhere"
_MARKS = "*?["
_MOST_LINKS = 40
"""Links followed one after the other, as many as Linux follows."""
_OUT = "out of the subject's folder: what lies there is not the subject's to show"


class UnsafePathError(Exception):
    """A path that leaves the folder, or that is none; the message ends a sentence that begins with the path."""

    def __init__(self, what: str, todo: str) -> None:
        self.what = what
        self.todo = todo
        super().__init__(f"{what}; {todo}")


def inside(folder: Path, text: str) -> tuple[Path, str]:
    """Return the path that ``text`` names inside ``folder``, and how it is written in reports (with ``/``).

    Backslashes separate as slashes do. The file need not exist. Raises UnsafePathError for what is absolute,
    climbs out with ``..``, or leaves the folder through a link.
    """
    parts = split(text)
    if not has_link(folder, parts):
        return folder.joinpath(*parts), "/".join(parts) or "."
    if _climbs_out(parts):
        raise UnsafePathError(f"leads {_OUT}", "copy the file into the folder")
    path = folder.joinpath(*parts)
    try:
        real = path.resolve()
        home = folder.resolve()
    except (OSError, RuntimeError) as error:
        raise UnsafePathError(_ENDLESS, "put the file itself there") from error
    if _is_endless(path):
        raise UnsafePathError(_ENDLESS, "put the file itself there")
    if real != home and home not in real.parents:
        raise UnsafePathError(f"is a link that leads {_OUT}", "put the file itself there")
    return path, "/".join(_flat(parts)) or "."


def split(text: str) -> tuple[str, ...]:
    """Return the parts of a relative path written with ``/`` or backslashes.

    Raises UnsafePathError for what is empty, absolute, or holds a NUL; on Windows also for what is opened as something
    else there: a device, a stream of a file, a name that ends with a dot.
    """
    flat = text.strip().replace("\\", "/")
    if not flat or "\0" in flat:
        raise UnsafePathError("is no path", "write it from the subject's folder, such as documents/policy.pdf")
    if flat.startswith(("/", "~")) or _DRIVE.match(flat):
        raise UnsafePathError(
            "is an absolute path, which exists on one machine only",
            "write it from the subject's folder, such as documents/policy.pdf",
        )
    parts = tuple(part for part in flat.split("/") if part not in ("", "."))
    other = next((part for part in parts if part != ".." and is_another_name(part)), "") if ON_WINDOWS else ""
    if other:
        raise UnsafePathError(
            f"is another name for something else on Windows ({other})", "give the file a plain name and write that one"
        )
    return parts


def has_link(folder: Path, parts: tuple[str, ...]) -> bool:
    """Return whether ``..`` or a link stands on the way, so that only the file system knows where it leads."""
    if ".." in parts:
        return True
    path = os.fspath(folder)
    for part in parts:
        path = f"{path}/{part}"
        try:
            if S_ISLNK(os.lstat(path).st_mode):
                return True
        except OSError:
            return False
    return False


def folders_on_the_way(file: Path) -> frozenset[Path]:
    """Return every real folder in or below which ``file`` lies, or any of the links that lead to it.

    Whoever owns the folder of a link decides what stands behind it, as the owner of the file itself does.
    """
    found: set[Path] = set()
    here, waiting = Path("/"), [*reversed((Path.cwd() / file).parts)]
    links = 0
    while waiting:
        part = waiting.pop()
        path = here / part
        if part == "..":
            here = here.parent
        elif path.is_symlink() and links < _MOST_LINKS:
            links += 1
            found.add(here)
            waiting += reversed(Path(os.readlink(path)).parts)
        else:
            here = path
    found.add(here.parent)
    return frozenset(found.union(*(folder.parents for folder in found)))


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece; of a folder, that of the names and digests of its files.

    Raises OSError where something cannot be read.
    """
    if path.is_dir():
        lines = (f"{file.relative_to(path).as_posix()}\0{digest(file)}\n" for file in files_below(path))
        return hashlib.sha256("".join(lines).encode()).hexdigest()
    found = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def is_pattern(path: Path) -> bool:
    """Return whether a path has ``*``, ``?`` or ``[`` in any of its parts, and is not the name of what is there."""
    return any(mark in path.as_posix() for mark in _MARKS) and not path.exists()


def matching(path: Path) -> list[Path]:
    """Return what is there under a path, or under a pattern with marks in any of its parts, in order of names."""
    if not is_pattern(path):
        return [path] if path.exists() else []
    plain = next(i for i, part in enumerate(path.parts) if any(mark in part for mark in _MARKS))
    return sorted(Path(*path.parts[:plain]).glob("/".join(path.parts[plain:])))


def files_below(folder: Path) -> Iterator[Path]:
    """Iterate over the files below ``folder`` in the order of their names; hidden ones and links to folders not."""
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from files_below(entry)
        else:
            yield entry


def _climbs_out(parts: tuple[str, ...]) -> bool:
    depth = 0
    for part in parts:
        depth += -1 if part == ".." else 1
        if depth < 0:
            return True
    return False


def _is_endless(path: Path) -> bool:
    """Return whether ``path`` is a link whose end cannot be reached because links lead back to links."""
    if not path.is_symlink():
        return False
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _flat(parts: tuple[str, ...]) -> list[str]:
    out: list[str] = []
    for part in parts:
        if part == "..":
            out.pop()
        else:
            out.append(part)
    return out
