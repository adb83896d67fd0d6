"""The file that ``fairlabel baseline update`` writes: sorted keys, a result a line, the same bytes each time.

Read back by `checker.load.baselines`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from checker.model.baseline_file import BASELINE
from checker.model.overlay import Basis, Entry, SubjectRecord
from checker.render.plain import number, plain

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, allow_nan=False).encode


def baseline_bytes(
    approved_by: str, until: date, standards: Mapping[str, Basis], subjects: Mapping[str, SubjectRecord], version: str
) -> bytes:
    """Return a baseline as JSON in UTF-8."""
    head = {
        "approved_by": approved_by,
        "schema": BASELINE,
        "standards": {name: _basis(one) for name, one in standards.items()},
        "tool": {"name": "fairlabel", "version": version},
        "until": until.isoformat(),
    }
    members = [(key, _encode(value)) for key, value in head.items()]
    members.append(("subjects", _lines({name: _record(one) for name, one in subjects.items()}, " ")))
    body = ",\n".join(f"{_encode(key)}: {value}" for key, value in sorted(members))
    return f"{{{body}}}\n".encode("utf-8", "backslashreplace")


def _record(kept: SubjectRecord) -> str:
    evidence = {name: _encode({"kind": s.kind, "sha256": list(s.sha256)}) for name, s in kept.evidence.items()}
    scores = {name: {p: number(v) for p, v in profiles.items()} for name, profiles in kept.scores.items()}
    members = {
        "as_of": _encode(plain(kept.as_of)),
        "benchmarks": _encode(list(kept.benchmarks)),
        "benchmarks_as_of": _encode(plain(kept.benchmarks_as_of)),
        "evidence": _lines(evidence, "   "),
        **({"folder": _encode(kept.folder)} if kept.folder else {}),
        "results": _lines({name: _encode(_entry(e)) for name, e in kept.results.items()}, "   "),
        "scores": _encode(scores),
        "uncovered": _lines({name: _encode(_entry(e)) for name, e in kept.uncovered.items()}, "   "),
    }
    return _lines(members, "  ")


def _lines(members: Mapping[str, str], indent: str) -> str:
    """Return an object with one member a line."""
    if not members:
        return "{}"
    body = ",".join(f"\n{indent}{_encode(key)}: {value}" for key, value in sorted(members.items()))
    return f"{{{body}}}"


def _basis(basis: Basis) -> dict[str, Any]:
    return {"edition": basis.edition, "sha256": basis.sha256, "parameters": plain(basis.parameters)}


def _entry(entry: Entry) -> dict[str, Any]:
    numbers = {
        name: {"low": number(n.low), "high": number(n.high), "shown_as": n.shown_as}
        for name, n in entry.numbers.items()
    }
    return {
        "standard": entry.standard,
        "status": entry.status,
        "credit": number(entry.credit),
        "evidence": list(entry.evidence),
        "numbers": numbers,
    }
