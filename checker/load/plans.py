"""Action plans: found in a subject's folder or named, in YAML or as a workbook, read alike.

What a plan means is decided in `checker.assess.plans`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from checker.errors import InputError, Problem, UsageError
from checker.load.paths import has_link
from checker.load.plan_fields import MAKE
from checker.load.plan_yaml import read_plan_yaml
from checker.load.search import PLAN_ENDINGS, PLAN_WORKBOOKS, PLANS
from checker.load.sheet import shorten
from checker.model.plan import RECORD_REMARK, ReadPlan


def own_plans(folder: Path) -> list[Path]:
    """Return the plans that lie in a subject's folder under their known names."""
    return [folder / name for name in PLANS if os.path.lexists(folder / name)]


def read_plans(file: Path, label: str) -> dict[str, ReadPlan]:
    """Return the plans in a file by the id of their subject; one of YAML, one or more of a workbook.

    Raises UsageError for a file that is not there or has another ending, InputError where it cannot be read as a plan.
    """
    ending = file.suffix.lower()
    if ending not in PLAN_ENDINGS:
        raise UsageError(f"{label}: a plan is a .yaml, .xlsx or .ods file; {MAKE}")
    if not file.exists():
        raise UsageError(f"{label}: there is no such file; {MAKE}")
    if not file.is_file():
        raise InputError([Problem(label, None, None, "", "is no file that can be read", MAKE)])
    try:
        if ending in PLAN_WORKBOOKS:
            from checker.load.plan_workbook import read_plan_workbook

            return read_plan_workbook(file, label)
        found = read_plan_yaml(file, label)
    except OSError as error:
        what = f"cannot be read ({error.strerror or error})"
        raise InputError([Problem(label, None, None, "", what, "check that it is a readable file")]) from error
    return {found.plan.subject: found}


def beside_the_rows(file: Path, label: str) -> list[Problem]:
    """Return what people put beside the rows of a plan, and no other writing of it would keep.

    In YAML remarks (#), but those above the first key and above the record, which are the tool's own; in a workbook
    other sheets, those of a report included.
    """
    if file.suffix.lower() in PLAN_WORKBOOKS:
        from checker.load.plan_workbook import sheets_of_people

        what = "holds more than the plan, which would be lost"
        todo = "write the plan to another file (--output FILE), or move the sheet elsewhere"
        return [Problem(label, None, None, f"sheet {name!r}", what, todo) for name in sheets_of_people(file, label)]
    import yaml

    text = file.read_bytes().decode("utf-8-sig", "replace")
    spans = [
        ((token.start_mark.line, token.start_mark.column), (token.end_mark.line, token.end_mark.column))
        for token in yaml.scan(text, Loader=getattr(yaml, "CLoader", yaml.Loader))
        if isinstance(token, yaml.ScalarToken)
    ]
    first = spans[0][0] if spans else (0, 0)
    found = []
    for number, line in enumerate(text.split("\n")):
        for match in re.finditer(r"(?:^|(?<=\s))#", line):
            spot = (number, match.start())
            if spot < first or line.startswith(RECORD_REMARK):
                break
            if not any(start <= spot < end for start, end in spans):
                what = f"holds a remark ({shorten(line[match.start() :].strip())}), which would be lost"
                found.append(Problem(label, number + 1, match.start() + 1, "", what, "write it under notes"))
                break
    return found


def read_own_plan(folder: Path, shown: str, subject: str) -> ReadPlan | None:
    """Return the plan in a subject's folder; None where there is none.

    Raises InputError where it cannot be read, is somebody else's, is a link, or where two lie there.
    """
    files = own_plans(folder)
    if not files:
        return None
    label = f"{shown}/{files[0].name}"
    if len(files) > 1:
        what = f"lies beside {files[1].name}: which of the two holds is not said"
        raise InputError(
            [Problem(label, None, None, "", what, "keep one; fairlabel plan convert turns one into the other")]
        )
    if has_link(folder, (files[0].name,)):
        raise InputError([Problem(label, None, None, "", "is a link", "put the file itself there")])
    return plan_for(read_plans(files[0], label), subject, label)


def plan_for(plans: dict[str, ReadPlan], subject: str, label: str) -> ReadPlan:
    """Return the plan of ``subject``; InputError where the file holds others' only."""
    if subject in plans:
        return plans[subject]
    whose = ", ".join(sorted(plans)[:5]) or "nobody"
    raise InputError([Problem(label, None, None, "subject", f"is the plan of {whose}, and {subject} is judged", MAKE)])
