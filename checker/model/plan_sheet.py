"""The sheets of a workbook that hold an action plan: names and headers, for whoever writes them and whoever reads back.

A column is found by its header, wherever it stands; a header that was reworded by hand is said to be missing.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.model.plan import MET, PARTLY

WORKBOOK = "fairlabel/workbook/1"
"""Schema of every workbook that is written, on its hidden sheet."""
PLAN_SHEET, LEGEND_SHEET = "Action plan", "Legend"
LIST_SHEET, INFO_SHEET, RECORD_SHEET = "Lists", "fairlabel", "Plan record"
"""What people edit, and what its words mean; hidden: the choices of the drop-downs, what the workbook is of, and what
the plan remembers."""
TARGETS: Mapping[str, str] = {MET: "met", PARTLY: "partly met"}
"""Targets in words -> label; a share of the credit may stand in place of them."""
HEADERS: Mapping[str, str] = {
    "subject": "Subject", "standard": "Standard", "requirement": "Requirement", "title": "Title",
    "severity": "Severity", "result": "Result", "why": "Why", "remedy": "What to do", "expected": "Evidence expected",
    "effect": "Points it would add", "waived_until": "Waived until", "owner": "Owner", "due": "Due",
    "target": "Target", "state": "State", "done": "What was done", "notes": "Notes", "stands": "Where it stands",
    "subject_id": "Subject id", "standard_id": "Standard id", "edition": "Edition", "requirement_id": "Requirement id",
}  # fmt: skip
"""Key -> header, in the order in which they are written."""
EDITED = ("remedy", "owner", "due", "target", "state", "done", "notes")
IDS = ("subject_id", "standard_id", "edition", "requirement_id")
"""Hidden columns: what a row is about."""
NEEDED = (*IDS, "owner", "due", "target", "state", "done", "notes", "remedy")
"""Without one of these, what people wrote would be lost."""
EVENTS: Mapping[str, str] = {
    "subject_id": "Subject id", "standard_id": "Standard id", "edition": "Edition", "requirement_id": "Requirement id",
    "what": "What", "on": "On", "by": "By", "before": "Before", "after": "After",
}  # fmt: skip
"""Columns of the record: one line for each thing that the plan remembers."""
INFO_HEADERS = ("Key", "Value")
AGREED, LAST, RESULT = "agreed", "last", "result"
"""Lines of the record beside those on the plan as a whole (`AS_OF`, `CHECK`): terms as JSON, the status, changes."""
AS_OF, CHECK = "as_of", "check"
ANEW = "agreed "
"""Stands before what was changed, where the new one was declared to be agreed."""
