"""Benchmarks as JSON: every ground of the tables on a day, or one place with what became of every row.

Amounts are numbers to ten significant digits; an open end is null.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from checker.facts.bars.query import Candidate, ListedGround, Shown
from checker.model.benchmark import Bar, BarKind
from checker.render.plain import number


def grounds_as_json(listed: Iterable[ListedGround], passing: Mapping[BarKind, tuple[str, ...]], day: date) -> str:
    """Return the list of grounds, and the countries in which a pass is possible at all."""
    grounds = [_ground(entry) for entry in listed]
    return _text(
        {
            "on": day.isoformat(),
            "unit": "hour",
            "grounds": grounds,
            "pass_possible": {kind: list(codes) for kind, codes in passing.items()},
        }
    )


def places_as_json(shown: Iterable[Shown]) -> str:
    """Return for each kind of wage the bar of a place, why it is as it is, and what became of every row."""
    return _text([_shown(one) for one in shown])


def _ground(entry: ListedGround) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "country": entry.country,
        "ground": entry.ground,
        "bar": _ends(entry.bar),
        "currency": entry.bar.currency if entry.bar else None,
        "since": entry.since,
        "fresh_until": entry.fresh_until.isoformat(),
        "stale": entry.stale,
        "can_pass": entry.can_pass,
        "why": entry.why,
        "rows": list(entry.ids),
        "sources": list(entry.sources),
        "terms": list(entry.terms),
        "own": entry.own,
    }


def _shown(shown: Shown) -> dict[str, Any]:
    bar = shown.bar if isinstance(shown.bar, Bar) else None
    return {
        "kind": shown.kind,
        "place": dict(zip(("country", "region", "city", "area"), shown.place, strict=True)),
        "on": shown.day.isoformat(),
        "bar": _ends(bar),
        "currency": bar.currency if bar else None,
        "unit": bar.unit if bar else None,
        "stale": bar.stale if bar else None,
        "can_pass": bar is not None and bar.can_pass,
        "why": [*bar.reasons, *bar.workings] if bar else [getattr(shown.bar, "why", "")],
        "warnings": list(bar.warnings) if bar else [],
        "rows": [_candidate(one) for one in shown.candidates],
    }


def _candidate(found: Candidate) -> dict[str, Any]:
    row = found.row
    return {
        "id": row.id,
        "decides": found.use == "decides",
        "why": found.why,
        "ground": found.ground,
        "amount": number(row.amount),
        "amount_high": number(row.amount_high),
        "currency": row.currency,
        "period": row.period,
        "gross_or_net": row.basis,
        "since": row.since,
        "until": row.valid_to.isoformat() if row.valid_to else None,
        "fresh_until": found.fresh_until.isoformat(),
        "source": row.source_title,
        "url": row.source_url,
        "confidence": row.confidence,
        "terms": row.licence_flag,
        "notes": row.notes,
    }


def _ends(bar: Bar | None) -> list[float | int | None] | None:
    return None if bar is None else [number(bar.low), number(bar.high)]


def _text(view: object) -> str:
    return json.dumps(view, indent=2, sort_keys=True, ensure_ascii=False)
