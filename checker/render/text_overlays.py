"""The lines of the text summary on waivers and baseline; imported where one of them was given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from checker.errors import first_of
from checker.model.assessment import Report, SubjectResult
from checker.model.overlay import Age, Counted
from checker.render.clean import clean, shorten
from checker.render.overlay_lines import Laid, laid_over_run, laid_over_subject, tally, waiver_sentence
from checker.render.overlay_view import run_gate, subject_gate
from checker.render.summary import FAILED, OPEN
from checker.render.text_lines import Line
from checker.render.words import STATUS

View = Mapping[str, Any]
MOST = 20
"""Lines of one list."""


def gate_of_one(gate: View, subject: View) -> Iterator[Line]:
    """Yield the exit code before and after, each waived gap with its waiver, and what of the overlays did nothing."""
    laid = laid_over_subject(gate, subject)
    yield Line(laid.sentence, "head")
    yield Line(clean(laid.known), "quiet")
    waived = [r for standard in subject["standards"] for r in standard["results"] if r["waiver"]]
    if waived:
        yield from _heading(f"Waived, and still a gap ({len(waived)})")
    for result in waived:
        sign, word, _ = STATUS[result["status"]]
        head = f"{sign} {result['requirement']}  {clean(result['title'])} ({result['severity']}, {word.lower()})"
        yield Line(head, result["status"], indent=2, hang=4)
        yield Line(shorten(clean(waiver_sentence(result["waiver"])), 600), indent=6)
    yield from _rest(laid)


def gate_of_many(report: Report, subjects: Sequence[SubjectResult]) -> Iterator[Line]:
    """Yield the same for a run over several subjects, and what is new in it."""
    counted = [(s.id, status, one) for s in subjects for status, one in _counted(s)]
    found = tally((status, one.waiver is not None, one.baseline) for _, status, one in counted)
    gate = run_gate(report)
    laid = laid_over_run(gate, [(s.id, subject_gate(s.overlay)) for s in subjects if s.overlay is not None], found)
    yield Line("")
    yield Line(laid.sentence, "head")
    if laid.known:
        yield Line(clean(laid.known), "quiet")
    if gate["baseline"] is not None:
        yield from _list(f"New since the baseline ({found.new})", list(_marked(subjects, "new")), "not_met")
        never = f"Covered by no baseline, since critical or of zero tolerance ({found.never})"
        yield from _list(never, list(_marked(subjects, "never_covered")), "not_met")
    yield from _rest(laid)


def _counted(subject: SubjectResult) -> Iterator[tuple[str, Counted]]:
    for standard in subject.standards:
        laid = subject.overlay.counted[standard.id] if subject.overlay is not None else {}
        for standing in standard.standings:
            if standing.clause.requirement in laid:
                yield standing.status, laid[standing.clause.requirement]


def _marked(subjects: Iterable[SubjectResult], age: Age) -> Iterator[str]:
    """Yield what is ``age`` to the baseline, the worst first within each subject."""
    rank = {status: number for number, status in enumerate((*FAILED, "error", *OPEN))}
    for subject in subjects:
        for standard in subject.standards:
            laid = subject.overlay.counted[standard.id] if subject.overlay is not None else {}
            found = [s for s in standard.standings if s.clause.requirement in laid and s.status in rank]
            for s in sorted(found, key=lambda s: rank[s.status]):
                one = laid[s.clause.requirement]
                if one.baseline == age:
                    why = f": {one.why_new}" if one.why_new else ""
                    sign, word, _ = STATUS[s.status]
                    yield f"{sign} {subject.id}, {s.clause.requirement} ({s.clause.severity}, {word.lower()}){why}"


def _rest(laid: Laid) -> Iterator[Line]:
    yield from _list("Stands although its evidence has gone", laid.stands, "not_met")
    yield from _list("Shown score against the baseline", laid.scores, "")
    yield from _list("Baseline", laid.notes, "error")
    yield from _list("Waivers that end soon", laid.expiring, "")
    yield from _list("Waivers that cover nothing", laid.unused, "")
    yield from _list("Entries that are no waiver", laid.refused, "error")


def _list(title: str, lines: list[str], style: str) -> Iterator[Line]:
    if lines:
        yield from _heading(title)
        for line in first_of([clean(one) for one in lines], MOST):
            yield Line(f"- {shorten(line, 600)}", style, indent=2, hang=4)


def _heading(text: str) -> Iterator[Line]:
    yield Line("")
    yield Line(text, "head")
