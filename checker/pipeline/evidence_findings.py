"""What is to be said of a subject's evidence and headcount as a whole: nothing here changes a status.

One file behind several ids, papers from days that have not come, a headcount that an assessor found to be another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from checker.assess import kinds
from checker.model.evidence import EvidenceItem
from checker.model.questionnaire import Finding
from checker.pipeline.known import Known


def evidence_findings(known: Known) -> Iterator[Finding]:
    """Iterate over the findings on one subject's own evidence, its headcount, and the day of the gate."""
    items = known.subject.evidence.values()
    yield from _shared_contents(items)
    yield from _days(items, known.as_of, known.measures.choices.gate_date)
    yield from _headcount(known)


def _shared_contents(items: Iterable[EvidenceItem]) -> Iterator[Finding]:
    """Iterate over one warning a content that is handed in under several ids, whatever the names of its files."""
    holders: dict[str, list[EvidenceItem]] = {}
    for item in items:
        for sha256 in {file.sha256 for file in item.files}:
            holders.setdefault(sha256, []).append(item)
    shared: dict[tuple[str, ...], EvidenceItem] = {}
    for held in holders.values():
        if len(held) > 1:
            shared.setdefault(tuple(f"{item.id} ({item.kind})" for item in held), held[-1])
    for names, last in shared.items():
        what = (
            f"evidence {', '.join(names)}: the same file stands behind all of them, byte for byte; whether one "
            "document shows so many things has to be read"
        )
        todo = "hand in a document for each, or let an assessor read it for each requirement that rests on it"
        yield Finding("evidence_shared", "warning", what, last.place, todo)


def _days(items: Iterable[EvidenceItem], as_of: date | None, gate: date | None) -> Iterator[Finding]:
    """Iterate over a warning on a gate before the day of the assessment, and on each paper of a day after the gate."""
    if gate is None:
        return
    if as_of is not None and gate < as_of:
        what = (
            f"the day of the gate ({gate}) is before the day of the assessment ({as_of}): waivers and baseline are "
            f"held against that earlier day, the age of evidence against {as_of}"
        )
        yield Finding("gate_before_assessment", "warning", what, None, "give the day on which it is decided")
    for item in items:
        if item.issued is not None and item.issued > gate:
            what = f"evidence {item.id!r} is dated {item.issued}, after the day of the gate ({gate})"
            what += ": no such document can have been seen; by the gate it counts as out of date"
            yield Finding(
                "evidence_of_later", "warning", what, item.place, "correct its issued:, or the day of the gate"
            )


def _headcount(known: Known) -> Iterator[Finding]:
    """Iterate over a warning where an assessor found another headcount than the questionnaire states."""
    found = kinds.counted_heads(known.assessor)
    counts = [site.headcount for site in known.subject.scope.sites]
    if found is None or not counts or None in counts:
        return
    stated = sum(count or 0 for count in counts)
    if stated != found:
        what = f"the questionnaire states a headcount of {stated}, and an assessor found {found}: {found} is used"
        todo = "ask the supplier whom it did not count" if stated < found else "clear up who is counted"
        yield Finding("headcount_differs", "warning", what, known.subject.scope.place, todo)
