"""Ids that stay the same from run to run: of what a format names, and of a whole report.

Made of what the thing is (subject, standard, requirement), never of a clock or of chance.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

from checker.render.json_results import encode, utf8

_NAMESPACE = uuid.UUID("6d1c9a52-7a5f-4c1f-9b3e-0f5d2f6e8a41")
"""Drawn once; another one would give every element of every report another id."""


def stable_id(*parts: str) -> str:
    """Return the UUID (version 5) of what ``parts`` name together.

    >>> stable_id("a", "b c") == stable_id("a", "b c"), stable_id("a", "b c") == stable_id("a b", "c")
    (True, False)
    """
    # As JSON, so that ("a", "b c") and ("a b", "c") differ; a lone surrogate stays what it is.
    return str(uuid.uuid5(_NAMESPACE, json.dumps(parts, ensure_ascii=True)))


class Fingerprint:
    """The hash of a report, taken subject by subject: other results or inputs give another one."""

    __slots__ = ("_hash",)

    def __init__(self, head: Mapping[str, Any]) -> None:
        """Start with the report's own head: schema, tool, gate, invalid subjects."""
        self._hash = hashlib.sha256(utf8(encode(head)))

    def add(self, subject: Mapping[str, Any]) -> str:
        """Take in one subject with its standards, as the view has it; return its own hash."""
        own = hashlib.sha256(utf8(encode(subject)))
        self._hash.update(own.digest())
        return own.hexdigest()

    def hex(self) -> str:
        """Return the hash of all that was taken in so far (SHA-256)."""
        return self._hash.hexdigest()
