"""Paths as they were typed: those in the working folder are seen from there, which is the same in each checkout.

Reports are handed on, and ``/home/NAME/vendors/acme`` would tell who ran them and where. A path elsewhere stays as it
was typed, so that a message names what somebody can find.
"""

from __future__ import annotations

import os
from typing import Any

import click


def seen_from_here(path: str) -> str:
    """Return a path from the root that lies in the working folder as seen from there; any other as it is."""
    if not os.path.isabs(path):
        return path
    try:
        here, there = os.getcwd(), os.path.normpath(path)
        if os.path.commonpath((here, there)) != here:
            return path
        seen = os.path.relpath(there, here)
        # Where a link leads elsewhere, ``..`` after it does too.
        same = os.path.samefile(seen, path) if os.path.exists(path) else ".." not in path
    except (OSError, ValueError):
        return path
    if not same:
        return path
    return f"{seen}/" if path.endswith(("/", os.sep)) and seen != "." else seen


class TypedPath(click.Path):
    """A path, seen from the working folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path of the type asked for."""
        return super().convert(seen_from_here(value) if isinstance(value, str) else value, param, ctx)
