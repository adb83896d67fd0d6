"""What JSON says of a subject and of its standards beside the results: written anew, or as a former run wrote it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from checker.model.assessment import SubjectResult
from checker.render.json_results import encode, utf8
from checker.render.view import standard_head, subject_head
from checker.render.wages_view import PublishedPay

_BETWEEN = b"\0"
"""Stands in no JSON: within a text it is written as an escape."""
_FAST = 1
"""Level of deflate."""


class Head(NamedTuple):
    """An object with sorted keys in two parts, between which the value of one key is still to be written."""

    before: bytes
    after: bytes


def before(head: dict[str, Any], name: str) -> bytes:
    """Return what is written of ``head`` before the value of its key ``name``."""
    first = {key: value for key, value in head.items() if key < name}
    return utf8(f'{encode(first)[:-1]}{"," if first else ""}"{name}":')


def after(head: dict[str, Any], name: str) -> bytes:
    """Return what is written of ``head`` after the value of its key ``name``."""
    last = {key: value for key, value in head.items() if key > name}
    return utf8(f"{',' if last else ''}{encode(last)[1:]}")


def heads_of(subject: SubjectResult, pay: PublishedPay, *, steps: bool) -> list[Head]:
    """Return the head of the subject, then one a standard; what would settle it stands in it only with ``steps``.

    What was kept of a recalled subject is used where nothing is laid over it that was not known when it was kept.
    """
    if subject.heads and not steps and subject.overlay is None and subject.plan is None:
        parts = iter(zlib.decompress(subject.heads).split(_BETWEEN))
        return [Head(*pair) for pair in zip(parts, parts, strict=True)]
    return list(_made(subject, pay, steps))


def packed_heads(subject: SubjectResult, pay: PublishedPay) -> bytes:
    """Return the heads of ``subject`` for its field ``heads``."""
    return zlib.compress(_BETWEEN.join(part for head in _made(subject, pay, False) for part in head), _FAST)


def _made(subject: SubjectResult, pay: PublishedPay, steps: bool) -> Iterator[Head]:
    yield _around(subject_head(subject, pay, steps=steps), "standards")
    for standard in subject.standards:
        yield _around(standard_head(standard), "results")


def _around(head: dict[str, Any], name: str) -> Head:
    return Head(before(head, name), after(head, name))
