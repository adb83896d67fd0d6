"""A folder of pages, written whole or not at all: beside its place first, then put there in one move."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from checker.errors import OutputError, UsageError
from checker.resources import folder

MARK = ".fairlabel-site"
"""A file in every site; a folder without it is somebody else's and is not replaced."""


def refuse_bad_site(site: Path, inputs: Iterable[Path]) -> None:
    """Raise OutputError or UsageError, before any work, where a site must not be written.

    Refused are a file, a folder with other things in it, one that holds what is read, and the tool's own templates.
    """
    if site.exists() and not site.is_dir():
        raise OutputError(f"{site} is no folder; name another place")
    if site.is_dir() and any(site.iterdir()) and not (site / MARK).is_file():
        raise OutputError(f"{site} holds other things, which the site would replace; name a new or empty folder")
    place = site.resolve()
    if any(place == path.resolve() or place in path.resolve().parents for path in inputs):
        raise UsageError(f"{site} holds the reports that are to be read; write the site somewhere else")
    templates = Path(str(folder("reports"))).resolve()
    if place == templates or templates in place.parents:
        raise OutputError(f"{site} lies among fairlabel's own templates; write the site somewhere else")


def write_site(site: Path, pages: Iterable[tuple[str, bytes]]) -> int:
    """Write all pages and return how many; on failure what stood there stays as it was. Raises OutputError.

    A link to a folder stays one: what it leads to is replaced.
    """
    site = site.resolve()
    try:
        site.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{site.name[:40]}.", dir=site.parent))
    except OSError as error:
        raise _unwritable(site, error) from error
    try:
        count = sum(_write(new / path, content) for path, content in pages)
        (new / MARK).write_text("Written by fairlabel portfolio, which replaces this folder.\n", encoding="utf-8")
        os.chmod(new, 0o755)
        _swap(new, site)
    except OSError as error:
        raise _unwritable(site, error) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return count


def _write(file: Path, content: bytes) -> int:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return 1


def _swap(new: Path, site: Path) -> None:
    """Put ``new`` in the place of ``site``; the former one is removed last."""
    if not site.exists():
        os.replace(new, site)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{site.name[:40]}.", dir=site.parent))
    os.replace(site, old / "former")
    try:
        os.replace(new, site)
    except OSError:
        os.replace(old / "former", site)
        raise
    finally:
        with suppress(OSError):
            shutil.rmtree(old)


def _unwritable(site: Path, error: OSError) -> OutputError:
    return OutputError(f"{site}: {error.strerror or error}; choose a place that you may write to")
