"""All that was shown, as a list: what it is, who collected it, until when it holds, and what rests on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from checker.model.evidence import SOON
from checker.render.evidence_dates import dates_of

View = Mapping[str, Any]
_ORDER = ("out", "undated", "soon", "in date", "open")


class Entry(NamedTuple):
    """One thing shown."""

    exhibit: View
    state: str
    """How it stands on the day: out, undated, soon, in date, open (in force without an end)."""
    carries: tuple[View, ...]
    """Results that rest on it."""
    sooner: tuple[tuple[View, str, bool], ...]
    """Results that ask for evidence younger than the usual: result, last day, whether that day is over."""
    read: str
    """By whom and when its content was read, as an assessor recorded; empty where nobody did."""


class EvidenceList(NamedTuple):
    """All evidence of a subject on one day."""

    day: str | None
    """The day on which it is held against the calendar: that of the gate, else of the assessment."""
    of_gate: bool
    entries: tuple[Entry, ...]
    """What has run out first."""


def evidence_list(subject: View, standards: Sequence[View]) -> EvidenceList:
    """Return what ``subject`` showed; ``standards`` are those of `checker.render.page`."""
    text = subject["gate_date"] or subject["as_of"]
    day = date.fromisoformat(text) if text else None
    results = [r for s in standards for r in s["results"]]
    cited: dict[str, list[View]] = {}
    for result in results:
        for name in result["evidence"]["ids"]:
            cited.setdefault(name, []).append(result)
    entries = [_entry(subject, exhibit, cited.get(exhibit["id"], ()), day) for exhibit in subject["evidence"]]
    entries.sort(key=lambda e: (_ORDER.index(e.state), e.exhibit["in_date_until"] or "", e.exhibit["id"]))
    return EvidenceList(text, bool(subject["gate_date"]), tuple(entries))


def _entry(subject: View, exhibit: View, carries: Sequence[View], day: date | None) -> Entry:
    usual = dates_of(exhibit, subject["as_of"], None).until
    sooner = []
    for result in carries:
        until = dates_of(exhibit, subject["as_of"], result["evidence_asked"]["max_age"]).until
        if until is not None and (usual is None or until < usual):
            sooner.append((result, until.isoformat(), day is not None and until < day))
    return Entry(exhibit, _state(exhibit, day), tuple(carries), tuple(sooner), _read(subject, exhibit["id"]))


def _state(exhibit: View, day: date | None) -> str:
    if exhibit["dated"] is None:
        return "undated"
    if exhibit["in_date_until"] is None:
        return "open"
    until = date.fromisoformat(exhibit["in_date_until"])
    if day is None or until > day + SOON:
        return "in date"
    return "out" if until < day else "soon"


def _read(subject: View, name: str) -> str:
    found = [d for d in subject["decisions"] if d["kind"] == "reviewed" and d["evidence"] == name]
    return f"{found[-1]['role']}, {found[-1]['on']}" if found else ""
