"""Where the actions of a plan stand, in sentences: for text, Markdown and HTML alike. Works on plain dicts.

Texts of others stand in them as they were written; each format makes them harmless in its own way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from checker.model.plan import MET, OWNERS, PARTLY
from checker.render.numbers import percent
from checker.render.summary import as_sentence
from checker.render.words import STATUS, count

View = Mapping[str, Any]
SEVERE = ("critical", "major", "minor", "advisory")
GROUPS: Mapping[str, str] = {
    "overdue": "Overdue",
    "removed": "Taken out of the plan, and still remembered",
    "unknown_id": "Rows with an id that nothing fits",
    "went_unknown": "Gone silent: decided once, unknown now",
    "lowered": "Less than was agreed: a later day, a lower target, or not to be done",
    "without_row": "Gaps that the plan has no row for",
    "closed_by_supplier_only": "Closed by {who} only",
    "other_edition": "Of another edition of the standard",
    "not_planned": "Will not be done",
    "open": "Open",
    "under_way": "Under way",
    "confirmed": "Confirmed",
    "not_applicable": "Shown not to apply",
    "not_judged": "Not judged in this run",
}
"""Where an action is listed -> the heading; each stands under the first that fits."""
URGENT = tuple(GROUPS)[: tuple(GROUPS).index("not_planned")]
"""Groups that ask for somebody's eye."""


class Group(NamedTuple):
    """Actions that stand alike."""

    key: str
    title: str
    actions: list[View]


def groups(plan: View, kind: str = "supplier") -> list[Group]:
    """Return the actions of a plan by where they stand, what asks for attention first, the worst of each first."""
    found: dict[str, list[View]] = {key: [] for key in GROUPS}
    for action in plan["actions"]:
        found[_group(action)].append(action)
    return [
        Group(key, title.format(who=f"the {kind}"), sorted(found[key], key=_weight))
        for key, title in GROUPS.items()
        if found[key]
    ]


def headline(plan: View, kind: str = "supplier") -> str:
    """Return how a plan stands in one sentence or two."""
    if not plan["actions"] and plan["problems"]:
        return "The plan could not be read, and counts for nothing."
    told = plan["counts"]
    rows = count(told.get("rows", 0), "action")
    parts = [f"{told[key]} {word.format(who=f'the {kind}')}" for key, word in _COUNTED.items() if told.get(key)]
    held = f"on {plan['day']}" if plan["day"] else "without a day to hold due days against (--gate-date)"
    return f"{rows}, {held}: {', '.join(parts)}." if parts else f"{rows}, {held}: nothing stands out."


def whose(plan: View, kind: str = "supplier") -> str:
    """Return where a plan comes from, and what that means."""
    if plan["own"]:
        return (
            f"{plan['file']['path']} lies in the {kind}'s own folder: all in it is the {kind}'s word, what was agreed "
            "at first included; keep a copy of your own (fairlabel plan check --against COPY)."
        )
    return f"{plan['file']['path']} was given beside the {kind}'s folder."


def where_it_stands(action: View, kind: str = "supplier") -> str:
    """Return where one action stands, in a clause or several."""
    return "; ".join(_clauses(action, kind))


def line(action: View, kind: str = "supplier") -> str:
    """Return one action in full: requirement, title, owner, due day, and where it stands."""
    result = STATUS[action["status"]].word.lower() if action["status"] else "not judged"
    told = ", ".join(part for part in (action["severity"], result) if part)
    title = f" {action['title']}" if action["title"] else ""
    stands, whose_turn = where_it_stands(action, kind), _who_when(action)
    said = stands[:1] + as_sentence(stands)[1:] if whose_turn else as_sentence(stands)
    return f"{action['requirement']}{title} ({told}). {whose_turn}{said}"


def owner_label(owner: str) -> str:
    """Return who owns an action, in words."""
    return OWNERS.get(owner, owner)


def stand_sentence(action: View, kind: str) -> str:
    """Return where one action stands, as a sentence."""
    return as_sentence(where_it_stands(action, kind))


_COUNTED: Mapping[str, str] = {
    "overdue": "overdue", "removed": "taken out", "unknown_id": "with an id that nothing fits",
    "went_unknown": "gone silent", "lowered": "with less than was agreed", "without_row": "not in the plan",
    "closed_by_supplier_only": "closed by {who} only", "other_edition": "of another edition",
    "not_planned": "not to be done", "open": "open", "under_way": "under way", "confirmed": "confirmed",
    "not_applicable": "shown not to apply", "not_judged": "not judged here",
}  # fmt: skip


_TOLD_BESIDE = ("nobody owns it", "no due day")
"""Notes that owner and due day themselves tell."""


def _group(action: View) -> str:
    if action["overdue"]:
        return "overdue"
    if action["lowered"] and action["stands"] not in ("went_unknown", "unknown_id"):
        return "lowered"
    return str(action["stands"])


def _weight(action: View) -> tuple[int, int, str]:
    severity = action["severity"]
    return (
        SEVERE.index(severity) if severity in SEVERE else len(SEVERE),
        -(action["overdue"] or 0),
        action["requirement"],
    )


def _who_when(action: View) -> str:
    if not action["in_plan"]:
        return ""
    owner = owner_label(action["owner"]) or "Nobody"
    due = f", due {action['due']}" if action["due"] else ", without a due day"
    target = f", target {_target(action['target'])}" if action["target"] != MET else ""
    return f"{owner[:1].upper()}{owner[1:]}{due}{target}: "


def _clauses(action: View, kind: str) -> Iterator[str]:
    if action["overdue"]:
        yield f"{count(action['overdue'], 'day')} overdue"
    yield _stand(action, kind)
    for one in action["lowered"]:
        yield _lowered(one)
    for one in action["agreed_anew"]:
        yield f"{_what(one['what'], one['before'], one['after'])}, agreed anew by {one['by']} on {one['on']}"
    yield from (note for note in action["notes"] if note not in _TOLD_BESIDE)


def _stand(action: View, kind: str) -> str:
    stands, status = action["stands"], action["status"]
    if stands == "closed_by_supplier_only":
        if status == "met":
            return (
                f"closed by the {kind} only: met by its own evidence, which neither workers nor an assessor confirmed"
            )
        said = "said to be done" if action["state"] == "done" else "said, not shown"
        return f"closed by the {kind} only: {said}, and the requirement is {STATUS[status].word.lower()}"
    if stands == "confirmed":
        by = "workers' evidence" if action["confirmed_by"] == "workers" else "an assessor"
        return f"confirmed by {by}: the requirement is met"
    if action["reached"]:
        return f"the target is reached, and the requirement is still {STATUS[status].word.lower()}"
    return _STANDS[stands]


_STANDS: Mapping[str, str] = {
    "removed": "its row was taken out of the plan; what was agreed stands",
    "unknown_id": "nothing of that id was judged, and the plan remembers none: the id was changed, or it is another's",
    "without_row": "a gap that the plan has no row for",
    "other_edition": "of another edition than was judged, which may ask something else",
    "went_unknown": "nothing shows it any more: it was decided once, and is unknown now",
    "not_planned": "will not be done, it says",
    "open": "open",
    "under_way": "under way",
    "not_applicable": "shown not to apply",
    "not_judged": "not judged in this run",
}


def _lowered(one: View) -> str:
    who = one["recorded"]
    by = f"written down by {who['by']} on {who['on']}" if who else "written down by nobody"
    return f"{_what(one['what'], one['agreed'], one['now'])} ({by})"


def _what(what: str, before: str, after: str) -> str:
    if what == "due":
        return f"due day moved from {before} to {after}" if after else f"due day {before} taken out"
    if what == "state":
        return "it was agreed to do it"
    return f"target lowered from {_target(before)} to {_target(after)}"


def _target(target: str) -> str:
    if target in (MET, PARTLY):
        return target.replace("_", " ")
    with suppress(ValueError):
        return f"{percent(float(target))} of its weight"
    return target


def urgent(found: Iterable[Group]) -> list[Group]:
    """Return the groups that ask for somebody's eye."""
    return [group for group in found if group.key in URGENT]
