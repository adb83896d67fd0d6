"""The sheets of the report's workbook: names, headers and widths, in one table, for whoever writes or reads it back.

A column is known by its key; headers may be reworded, and readers find columns by the headers that stand here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from checker.model.plan_sheet import EDITED, EVENTS, HEADERS, IDS, LEGEND_SHEET, PLAN_SHEET, RECORD_SHEET

Kind = Literal["text", "count", "number", "share", "points", "date", "value"]


class Column(NamedTuple):
    """One column; ``edit`` marks what people fill in, ``hidden`` what only a program reads."""

    key: str
    header: str
    width: float
    kind: Kind = "text"
    edit: bool = False
    hidden: bool = False


class Sheet(NamedTuple):
    """One sheet: its name, what it holds, its columns, and how many of them stay in view."""

    name: str
    about: str
    columns: tuple[Column, ...]
    frozen: int = 1


SUBJECT, STANDARD = Column("subject", "Subject", 22), Column("standard", "Standard", 20)
REQUIREMENT, TITLE = Column("requirement", "Requirement", 15), Column("title", "Title", 40)
SEVERITY, STATUS = Column("severity", "Severity", 10), Column("status", "Result", 13)
WAIVED = Column("waived_until", "Waived until", 12, "date")

PLAN_WIDTHS: Mapping[str, float] = {
    "subject": 22, "standard": 14, "requirement": 15, "title": 40, "severity": 10, "result": 13, "why": 45,
    "remedy": 50, "expected": 40, "effect": 11, "owner": 20, "target": 12, "state": 22, "done": 40,
    "notes": 40, "stands": 45,
}  # fmt: skip
PLAN_KINDS: Mapping[str, Kind] = {"effect": "points", "waived_until": "date", "due": "date"}

SHEETS: Mapping[str, Sheet] = {
    "overview": Sheet(
        "Overview",
        "One line a subject and standard: verdict and scores. Whoever could not be assessed is here too.",
        (
            SUBJECT, Column("name", "Name", 28), Column("kind", "Kind", 10), STANDARD,
            Column("verdict", "Verdict", 20), Column("sentence", "In a sentence", 70),
            Column("shown", "Shown", 9, "points"), Column("claimed", "Claimed", 9, "points"),
            Column("possible", "Possible", 9, "points"), Column("max", "Out of", 8, "number"),
            Column("coverage", "Coverage", 10, "share"), Column("not_met", "Not met", 9, "count"),
            Column("partly_met", "Partly met", 9, "count"), Column("error", "Error", 8, "count"),
            Column("claimed_only", "Claimed only", 9, "count"), Column("unknown", "Unknown", 9, "count"),
            Column("met", "Met", 8, "count"), Column("not_applicable", "Not applicable", 11, "count"),
            Column("answered", "Answered", 9, "count"), Column("asked", "Asked", 8, "count"),
            Column("as_of", "As of", 12, "date"), Column("period_from", "Period from", 12, "date"),
            Column("period_to", "Period to", 12, "date"), Column("headcount", "Headcount", 11, "count"),
            Column("folder", "Folder", 30),
        ),
    ),
    "results": Sheet(
        "Results",
        "Every requirement that was judged, in the standard's order.",
        (
            SUBJECT, STANDARD, REQUIREMENT, TITLE, Column("theme", "Theme", 16), SEVERITY,
            Column("profile", "Profile", 10), STATUS, Column("reason", "Why", 55),
            Column("shown", "Credit shown", 9, "number"), Column("claimed", "Credit claimed", 9, "number"),
            Column("possible", "Credit possible", 9, "number"), Column("weight", "Weight", 8, "number"),
            Column("asked", "What is asked", 45), Column("read", "What was read", 55),
            Column("required", "Evidence required", 16), Column("found", "Evidence found", 16),
            Column("evidence", "Evidence", 22), Column("unread", "Content not checked", 12),
            Column("conflict", "Sources differ", 10), Column("reply", "Reply of the subject", 40), WAIVED,
            Column("waiver", "Waiver", 40), Column("baseline", "Baseline", 15), Column("place", "Place", 28),
            Column("source", "Source", 40), Column("source_read", "How the source was read", 28),
            Column("threshold", "Threshold", 28),
        ),
        3,
    ),
    "gaps": Sheet(
        "Gaps",
        "What is not met, only said, or unknown: the worst of each subject and standard first.",
        (
            SUBJECT, STANDARD, REQUIREMENT, TITLE, SEVERITY, STATUS, Column("reason", "Why", 55),
            Column("harm", "What it means for workers", 50), Column("settle", "What would show it", 45),
            Column("reply", "Reply of the subject", 40), WAIVED, Column("place", "Place", 28),
        ),
        3,
    ),
    "plan": Sheet(
        PLAN_SHEET,
        "To be filled in: what to do, owner, due, target, state, what was done, notes. Columns of your own are kept. "
        "Leave the hidden columns and sheets as they are: they tell what a row is about, and what was agreed.",
        tuple(
            Column(key, header, PLAN_WIDTHS.get(key, 12), PLAN_KINDS.get(key, "text"), key in EDITED, key in IDS)
            for key, header in HEADERS.items()
        ),
        3,
    ),
    "wages": Sheet(
        "Wages",
        "Pay as it was published: numbers of few workers are hidden, and so is what would give them away.",
        (
            SUBJECT, Column("set", "Pay data", 20), Column("table", "Table", 18), Column("what", "What", 45),
            Column("whom", "Of whom, or where", 35), Column("words", "In words", 40),
            Column("value", "Value", 14, "number"), Column("low", "Lowest", 14, "number"),
            Column("high", "Highest", 14, "number"), Column("unit", "Unit", 14),
            Column("workers", "Workers or tasks", 11, "count"), Column("basis", "Basis", 18),
            Column("method", "Method", 24), Column("level", "Evidence", 16), Column("note", "Note", 50),
            Column("source", "Source", 40),
        ),
        4,
    ),
    "sources": Sheet(
        "Sources",
        "Every file with its hash, what was shown and until when it is in date, and all that set the bar.",
        (
            SUBJECT, Column("what", "What", 22), Column("name", "Name", 34), Column("detail", "Detail", 50),
            Column("sha256", "SHA-256", 24), Column("dated", "Dated", 12, "date"),
            Column("until", "In date until", 12, "date"), Column("level", "Counts as", 18), Column("note", "Note", 50),
        ),
        3,
    ),
    "legend": Sheet(
        LEGEND_SHEET,
        "What the words mean.",
        (Column("what", "What", 18), Column("word", "Word", 26), Column("meaning", "Meaning", 100)),
        2,
    ),
}  # fmt: skip
LIST_HEADERS = ("Owner id", "Owner", "State id", "State", "Target id", "Target")
RECORD_LAYOUT = Sheet(
    RECORD_SHEET,
    "What the plan remembers of each action.",
    tuple(Column(key, header, 16) for key, header in EVENTS.items()),
)
