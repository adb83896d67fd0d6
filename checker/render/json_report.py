"""The report as JSON: sorted keys, one result a line, the same bytes for the same report.

The document is that of `checker.render.view`; results, of which there are many, are written by
`checker.render.json_results`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from checker.model.assessment import Report, StandardResult, SubjectResult
from checker.model.kept_results import KeptResults, WrittenResults
from checker.model.overlay import Counted
from checker.render.json_results import ResultWriter, encode, found_in, utf8
from checker.render.overlay_view import laid_over
from checker.render.view import head_view, standard_head, subject_head
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
    standards = (_standard(standard, pay, writer, laid_over(subject, standard)) for standard in subject.standards)
    return members(subject_head(subject, pay, steps=alone), "standards", array(standards))


def _standard(
    standard: StandardResult, pay: PublishedPay, writer: ResultWriter, counted: Mapping[str, Counted] | None
) -> Iterator[bytes]:
    kept = standard.results
    found = kept.found if isinstance(kept, KeptResults | WrittenResults) else found_in(kept, pay)
    results = writer.write([standing.clause for standing in standard.standings], found, counted)
    return members(standard_head(standard), "results", (b"[\n", results, b"\n]") if results else (b"[]",))


def members(head: dict[str, Any], name: str, content: Iterable[bytes]) -> Iterator[bytes]:
    """Yield an object of ``head`` and of ``content`` under ``name``, keys sorted."""
    before = {key: value for key, value in head.items() if key < name}
    after = {key: value for key, value in head.items() if key > name}
    yield utf8(f'{encode(before)[:-1]}{"," if before else ""}"{name}":')
    yield from content
    yield utf8(f"{',' if after else ''}{encode(after)[1:]}")


def array(items: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    """Yield an array with one item a line."""
    start = b"[\n"
    for item in items:
        yield start
        yield from item
        start = b",\n"
    yield b"[]" if start == b"[\n" else b"\n]"
