"""The one door to the data that ships: standards, questionnaires, report templates.

In an installed copy the three folders sit inside the package under ``_data``;
in a source checkout they are the repository's own top-level folders. Nobody
else uses ``__file__`` or ``importlib.resources``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from checker.errors import BrokenInstallError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Folder = Literal["standards", "vendor_templates", "reports"]
FOLDERS: tuple[Folder, ...] = ("standards", "vendor_templates", "reports")


@cache
def folder(name: Folder) -> Traversable:
    """Return the shipped folder called ``name``.

    Raises BrokenInstallError where neither an install nor a checkout has it.
    """
    package = Path(__file__).resolve().parent
    installed = package / "_data" / name
    if installed.is_dir():
        return installed
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    raise BrokenInstallError(f"{name}/ is not in this install (looked in {installed}); reinstall fairlabel")


def read_bytes(name: Folder, path: str) -> bytes:
    """Return the bytes of the shipped file ``path`` (with ``/``) below the folder ``name``."""
    file = folder(name).joinpath(*path.split("/"))
    if not file.is_file():
        raise BrokenInstallError(f"{name}/{path} is not in this install; reinstall fairlabel")
    return file.read_bytes()


def read_text(name: Folder, path: str) -> str:
    """Return the shipped file ``path`` below the folder ``name`` as text (UTF-8)."""
    return read_bytes(name, path).decode("utf-8")


def code_digest(parts: Iterable[str]) -> str | None:
    """Return one hash over modules and folders of this package (``model``, ``errors.py``).

    A folder stands for the modules right in it, and one that ends in ``/**`` for all below it.
    None where a part has no source that could be read.
    """
    package = Path(__file__).resolve().parent
    found = hashlib.sha256()
    for part in parts:
        home, deep = package / part.removesuffix("/**"), part.endswith("/**")
        files = [home] if home.suffix == ".py" else sorted(home.rglob("*.py") if deep else home.glob("*.py"))
        try:
            for file in files:
                data = file.read_bytes()
                found.update(f"{file.relative_to(package).as_posix()} {len(data)}\n".encode())
                found.update(data)
        except OSError:
            return None
        if not files:
            return None
    return found.hexdigest()
