"""An action plan for a terminal, alone and as a part of the text report, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from checker.errors import first_of
from checker.model.assessment import SubjectResult
from checker.render.clean import clean, shorten
from checker.render.plan_lines import Group, groups, headline, line, urgent, whose
from checker.render.plan_view import plan_view
from checker.render.summary import as_sentence
from checker.render.text_lines import Line, plain

SCHEMA = "fairlabel/plan-status/1"
View = Mapping[str, Any]
MOST = 10
"""Actions of one group in the text report."""
LONGEST = 600
WIDTH = 100
STYLES: Mapping[str, str] = {"overdue": "not_met", "confirmed": "met"}
UNFINISHED = ("overdue", "removed", "unknown_id", "went_unknown", "lowered", "without_row", "other_edition")
"""What fails ``fairlabel plan check``."""


def unfinished(plan: View) -> bool:
    """Return whether anything in a plan fails its own gate."""
    return any(plan["counts"].get(key) for key in UNFINISHED)


def plan_json(subject: View, plan: View) -> bytes:
    """Return where the actions of a plan stand, as JSON."""
    document = {"schema": SCHEMA, "subject": subject["id"], "plan": plan}
    text = json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True)
    return (text + "\n").encode("utf-8", "backslashreplace")


def plan_text(subject: View, plan: View, every: bool) -> bytes:
    """Return where the actions of a plan stand; ``every`` one, or those that ask for somebody's eye."""
    kind = subject["kind"]
    found = groups(plan, kind)
    lines = [Line(clean(f"{subject['name'] or subject['id']}: {headline(plan, kind)}"), "head")]
    lines += [Line(clean(whose(plan, kind)), "quiet")]
    lines += _grouped(found if every else urgent(found), kind, None)
    lines += _beside(plan)
    return ("\n".join(plain(lines, WIDTH)) + "\n").encode("utf-8", "replace")


def plan_of_one(plan: View, kind: str) -> Iterator[Line]:
    """Yield the part of the text report on a plan."""
    yield Line("")
    yield Line("Action plan", "head")
    yield Line(clean(headline(plan, kind)), indent=2, hang=2)
    yield Line(clean(f"{whose(plan, kind)} It changes no result and no score."), "quiet", indent=2, hang=2)
    yield from _grouped(urgent(groups(plan, kind)), kind, MOST)
    yield from _beside(plan)


def plans_of_many(subjects: Iterable[SubjectResult]) -> Iterator[Line]:
    """Yield a line for each subject that has a plan."""
    told = [(s, plan_view(s.plan)) for s in subjects if s.plan is not None]
    if told:
        yield Line("")
        yield Line(f"Action plans ({len(told)})", "head")
    for subject, plan in told:
        words = f"{subject.id}: {headline(plan, subject.kind)}"
        if plan["problems"]:
            words += f" {as_sentence(plan['problems'][0])}"
        style = "not_met" if plan["problems"] or unfinished(plan) else ""
        yield Line(shorten(clean(words), LONGEST), style, indent=2, hang=4)


def _grouped(found: Iterable[Group], kind: str, most: int | None) -> Iterator[Line]:
    for group in found:
        yield Line("")
        yield Line(f"{group.title} ({len(group.actions)})", "head", indent=2)
        told = [shorten(clean(line(action, kind)), LONGEST) for action in group.actions]
        for words in told if most is None else first_of(told, most):
            yield Line(f"- {words}", STYLES.get(group.key, ""), indent=2, hang=4)


def _beside(plan: View) -> Iterator[Line]:
    for title, lines in (("In the plan, and not readable", plan["problems"]), ("Of the plan", plan["notes"])):
        if lines:
            yield Line("")
            yield Line(f"{title} ({len(lines)})", "head", indent=2)
            for words in first_of(list(lines), 20):
                yield Line(f"- {shorten(clean(as_sentence(words)), LONGEST)}", "error", indent=2, hang=4)
