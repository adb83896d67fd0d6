"""Subjects that stand under another id than before: an id is the subject's own word, and what was known goes by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from checker.model.past_report import PastSubject, own_name


class OtherId(NamedTuple):
    """Two ids that one folder bore, one after the other."""

    folder: str
    before: str
    after: str


def other_ids(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[OtherId, ...]:
    """Return the folders of which one id has gone and another has come, from id -> folder then and now.

    A name that several folders of one side have tells nothing.

    >>> other_ids({"acme": "vendors/acme", "b": "vendors/b"}, {"acme-ltd": "acme", "b": "b"})
    (OtherId(folder='acme', before='acme', after='acme-ltd'),)
    """
    then, now = _by_name(before), _by_name(after)
    pairs = [OtherId(name, then[name], now[name]) for name in sorted(then.keys() & now.keys())]
    return tuple(pair for pair in pairs if pair.before not in after and pair.after not in before)


def in_succession(found: Iterable[PastSubject]) -> Iterator[OtherId]:
    """Iterate over ids that one folder bore on days that do not overlap, in reports of several days."""
    days: dict[str, dict[str, list[str]]] = {}
    for subject in found:
        if own_name(subject.folder) and subject.as_of is not None:
            days.setdefault(subject.folder, {}).setdefault(subject.id, []).append(subject.as_of.isoformat())
    for folder, ids in sorted(days.items()):
        ordered = sorted(ids, key=lambda name: min(ids[name]))
        for first, second in pairwise(ordered):
            if max(ids[first]) < min(ids[second]):
                yield OtherId(folder, first, second)


def _by_name(folders: Mapping[str, str]) -> dict[str, str]:
    """Return id by the name of its folder, of names that are known and one folder's alone."""
    named = Counter(own_name(folder) for folder in folders.values())
    return {own_name(f): name for name, f in folders.items() if own_name(f) and named[own_name(f)] == 1}
