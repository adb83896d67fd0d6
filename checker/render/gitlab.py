"""What is a gap or open as a GitLab Code Quality report: GitLab shows it in the merge request, on the line.

An array of the five fields that GitLab reads, UTF-8 without a byte order mark:
https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. Entries of one fingerprint become
one in GitLab, so each has its own. What is waived, or known where only what is new counts, is no violation and is
left out.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from checker.model.assessment import Report
from checker.render.clean import clean
from checker.render.findings import (
    QUESTIONNAIRE,
    Item,
    fingerprint,
    heading,
    left_out,
    left_out_words,
    message,
    outstanding,
    passed_over_words,
    path,
    worst,
)
from checker.render.json_results import encode, utf8

if TYPE_CHECKING:
    from checker.render import Options

_GAP = {"critical": "blocker", "major": "critical", "minor": "minor", "advisory": "info"}
_OPEN = {"critical": "major", "major": "major", "minor": "info", "advisory": "info"}


def render(report: Report, options: Options) -> bytes:
    """Return the worst gaps and open items of all subjects, one a line, and how many are left out."""
    found, missing = worst(outstanding(report, options))
    seen: Counter[str] = Counter()
    entries = [_entry(item, seen, options) for item in found]
    if words := left_out_words(missing):
        entries.append(
            {
                "description": words,
                "check_name": "left-out",
                "fingerprint": "0" * 32,
                "severity": "info",
                "location": {"path": path(found[0], options.base), "lines": {"begin": 1}},
            }
        )
    return utf8("[" + ",".join("\n" + encode(entry) for entry in entries) + "\n]\n")


def notices(report: Report, options: Options) -> tuple[str, ...]:
    """Return that findings are left out, where they are."""
    told = (passed_over_words(report, options), left_out_words(left_out(report, options)))
    return tuple(f"gitlab: {words}." for words in told if words)


def _entry(item: Item, seen: Counter[str], options: Options) -> dict[str, Any]:
    mark = fingerprint(item)
    seen[mark] += 1
    severity = "blocker" if item.standing == "error" else (_GAP if item.standing == "gap" else _OPEN)[item.severity]
    return {
        "description": f"{heading(item)}. {message(item)}",
        "check_name": item.requirement,
        "fingerprint": mark if seen[mark] == 1 else f"{mark}{seen[mark]:04x}",
        "severity": severity,
        "location": {
            "path": clean(path(item, options.base)) or QUESTIONNAIRE,
            "lines": {"begin": max(item.place.line or 1, 1)},
        },
    }
