"""The report as JSON: sorted keys, one result a line, the same bytes for the same report.

The document is that of `checker.render.view`; this module only writes it quickly. What a pack says of a
requirement is the same for every subject, so it is encoded once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from checker.model.assessment import Report, Result, StandardResult, SubjectResult
from checker.render.results_view import fixed_part, judged_part
from checker.render.view import head_view, standard_head, subject_head
from checker.render.wages_view import PublishedPay

if TYPE_CHECKING:
    from checker.render import Options

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
_text = json.encoder.encode_basestring


class _Known(NamedTuple):
    """A result whose fixed part is encoded, and the encoded members by key."""

    sample: Result
    members: dict[str, str]


def render(report: Report, options: Options) -> bytes:
    """Return the whole report; one subject's where ``options.subject`` names its folder."""
    subjects = [s for s in report.subjects if options.subject in (None, s.folder)]
    known: dict[str, _Known] = {}
    members = {key: _encode(value) for key, value in head_view(report).items()}
    members["subjects"] = _lines(_subject(subject, known) for subject in subjects)
    # A lone surrogate (a file name in no known encoding) becomes its JSON escape.
    return (_object(members) + "\n").encode("utf-8", "backslashreplace")


def _subject(subject: SubjectResult, known: dict[str, _Known]) -> str:
    pay = PublishedPay(subject.wages, subject.judged_by.k)
    members = {key: _encode(value) for key, value in subject_head(subject, pay).items()}
    members["standards"] = _lines(_standard(s, pay, known) for s in subject.standards)
    return _object(members)


def _standard(standard: StandardResult, pay: PublishedPay, known: dict[str, _Known]) -> str:
    members = {key: _encode(value) for key, value in standard_head(standard).items()}
    members["results"] = _lines(_result(r, pay, known) for r in standard.results)
    return _object(members)


def _result(result: Result, pay: PublishedPay, known: dict[str, _Known]) -> str:
    entry = known.get(result.requirement)
    if entry is None or not _same(entry.sample, result):
        fixed = {key: _encode(value) for key, value in fixed_part(result).items()}
        entry = known[result.requirement] = _Known(result, fixed)
    judged = {key: _encode(value) for key, value in judged_part(result, pay).items()}
    return _object(entry.members | judged)


def _same(one: Result, other: Result) -> bool:
    """Return whether the pack's words on both results are the very same objects."""
    return (
        one.title is other.title
        and one.sentence is other.sentence
        and one.source is other.source
        and one.remedy is other.remedy
        and one.why is other.why
        and (one.weight, one.severity, one.theme, one.profile)
        == (other.weight, other.severity, other.theme, other.profile)
        and (one.threshold_origin, one.normative_status) == (other.threshold_origin, other.normative_status)
    )


def _object(members: dict[str, str]) -> str:
    return "{" + ",".join([f"{_text(key)}:{members[key]}" for key in sorted(members)]) + "}"


def _lines(items: Iterable[str] | Iterator[Any]) -> str:
    joined = ",\n".join(items)
    return f"[\n{joined}\n]" if joined else "[]"
