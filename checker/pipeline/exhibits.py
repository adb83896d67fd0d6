"""What was shown, and until when it carries a result: the list of evidence of one subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from checker.model.assessment import Exhibit
from checker.model.evidence import EvidenceItem
from checker.pipeline.known import Known
from checker.rules.support import DEFAULT_AGE, IN_FORCE, last_day


def exhibits(known: Known, suppliers: Sequence[Known] = ()) -> tuple[Exhibit, ...]:
    """Return all evidence given for a subject: its own, assessors' and workers', then its suppliers' pay data."""
    own = (*known.subject.evidence.values(), *known.assessor.evidence)
    return tuple([_exhibit(item, known.as_of) for item in (*own, *_pay_of(suppliers))])


def _pay_of(suppliers: Sequence[Known]) -> Iterator[EvidenceItem]:
    from checker.pipeline.suppliers import named_item

    for supplier in suppliers:
        for pay in supplier.wages.sets:
            yield from (named_item(item, supplier) for item in pay.evidence)


def _exhibit(item: EvidenceItem, day: date | None) -> Exhibit:
    if item.kind in IN_FORCE:
        start = (item.covers.start if item.covers else None) or item.issued
        return Exhibit(item, start, item.covers.end if item.covers else None, True)
    dated = last_day(item, day)
    return Exhibit(item, dated, DEFAULT_AGE.last_day_of(dated) if dated is not None else None, False)
