"""The report as JSON: sorted keys, one result a line, the same bytes for the same report.

The document is that of `checker.render.view`; results, of which there are many, are written by
`checker.render.json_results`, what stands around them by `checker.render.json_heads`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from checker.model.assessment import Report, StandardResult, SubjectResult
from checker.model.kept_results import KeptResults, WrittenResults
from checker.render.json_heads import Head, after, before, heads_of
from checker.render.json_results import ResultWriter, found_in
from checker.render.overlay_view import laid_over
from checker.render.view import head_view
from checker.render.wages_view import PublishedPay

if TYPE_CHECKING:
    from checker.render import Options


def render(report: Report, options: Options) -> Iterator[bytes]:
    """Yield the whole report in pieces; one subject's where ``options.subject`` names its folder.

    What would settle a subject stands in it where it is the only one of the run: working it out takes longer than
    judging, and `fairlabel next` has it for all.
    """
    subjects = [s for s in report.subjects if options.subject in (None, s.folder)]
    writer, alone = ResultWriter(), len(report.subjects) == 1
    subjects_ = array(_subject(subject, writer, alone) for subject in subjects)
    yield from members(head_view(report), "subjects", subjects_)
    yield b"\n"


def _subject(subject: SubjectResult, writer: ResultWriter, alone: bool) -> Iterator[bytes]:
    pay = PublishedPay(subject.wages, subject.judged_by.k)
    head, *heads = heads_of(subject, pay, steps=alone)
    pairs = zip(subject.standards, heads, strict=True)
    return _filled(head, array(_filled(each, _results(subject, standard, pay, writer)) for standard, each in pairs))


def _results(
    subject: SubjectResult, standard: StandardResult, pay: PublishedPay, writer: ResultWriter
) -> tuple[bytes, ...]:
    kept = standard.results
    found = kept.found if isinstance(kept, KeptResults | WrittenResults) else found_in(kept, pay)
    clauses = [standing.clause for standing in standard.standings]
    written = writer.write(clauses, found, laid_over(subject, standard))
    return (b"[\n", written, b"\n]") if written else (b"[]",)


def members(head: dict[str, Any], name: str, content: Iterable[bytes]) -> Iterator[bytes]:
    """Yield an object of ``head`` and of ``content`` under ``name``, keys sorted.

    What comes after ``content`` is written when all of that was made, and may be known only then.
    """
    yield before(head, name)
    yield from content
    yield after(head, name)


def _filled(head: Head, content: Iterable[bytes]) -> Iterator[bytes]:
    yield head.before
    yield from content
    yield head.after


def array(items: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    """Yield an array with one item a line."""
    start = b"[\n"
    for item in items:
        yield start
        yield from item
        start = b",\n"
    yield b"[]" if start == b"[\n" else b"\n]"
