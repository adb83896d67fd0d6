"""What waivers and a baseline did, in sentences: for text, Markdown and HTML alike. Works on the report's plain dicts.

Texts of others stand in them as they were written; each format makes them harmless in its own way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from checker.render.summary import FAILED, OPEN, as_sentence
from checker.render.words import count

View = Mapping[str, Any]
SCORE_WORDS = {"held": "held", "fell": "fell", "not_comparable": "not comparable"}


class Tally(NamedTuple):
    """How many gaps and open items are waived, known, new, and such as no baseline covers."""

    waived: int
    known: Mapping[str, int]
    """Status -> how many the baseline holds."""
    new: int
    never: int


class Laid(NamedTuple):
    """All that is to be said of waivers and baseline beside the results themselves."""

    sentence: str
    """The exit code without and with them."""
    known: str
    """What the baseline holds, counted; empty without one."""
    stands: list[str]
    scores: list[str]
    notes: list[str]
    expiring: list[str]
    unused: list[str]
    refused: list[str]


def given(gate: View) -> bool:
    """Return whether waivers or a baseline were given."""
    return gate["waivers"] is not None or gate["baseline"] is not None


def tally(results: Iterable[tuple[str, bool, str | None]]) -> Tally:
    """Return counts over (status, whether it is waived, what it is to a baseline) of results."""
    waived, new, never = 0, 0, 0
    known: Counter[str] = Counter()
    for status, covered, age in results:
        waived += covered
        new += age == "new"
        never += age == "never_covered"
        if age == "known" and status in (*FAILED, *OPEN):
            known[status] += 1
    return Tally(waived, known, new, never)


def laid_over_subject(gate: View, subject: View) -> Laid:
    """Return what overlays did to one subject; of the run's lists what speaks of it, or of nobody."""
    results = [r for standard in subject["standards"] for r in standard["results"]]
    found = tally((r["status"], r["waiver"] is not None, r["baseline"]) for r in results)
    own = subject["gate"]
    mine = {key: [one for one in gate[key] if one["subject"] in (None, subject["id"])] for key in _LISTS}
    return _laid(gate, (own["without_overlays"], own["exit_code"]), found, mine, [("", own)])


def laid_over_run(gate: View, subjects: Sequence[tuple[str, View]], found: Tally) -> Laid:
    """Return what overlays did to a run over ``subjects``, each an id and its gate."""
    lists = {key: gate[key] for key in _LISTS}
    return _laid(gate, (gate["without_overlays"], gate["exit_code"]), found, lists, subjects)


def waiver_sentence(waiver: View) -> str:
    """Return a waiver in words, as it stands with the gap that it covers."""
    return (
        f"Waived from {waiver['from']} until {waiver['until']} by {waiver['approved_by']}: "
        f"{as_sentence(waiver['reason'])} To be done: {as_sentence(waiver['remedy'])}"
    )


_LISTS = ("waivers_expiring", "waivers_unused", "waivers_refused")


def _laid(
    gate: View,
    codes: tuple[int, int],
    found: Tally,
    lists: Mapping[str, Sequence[View]],
    gates: Sequence[tuple[str, View]],
) -> Laid:
    return Laid(
        sentence=_sentence(gate, codes, found),
        known=_known(gate, found),
        stands=[_stands(name, one) for name, own in gates for one in own["withdrawn"]],
        scores=[_score(name, one) for name, own in gates for one in own["scores"] if gate["ratchet"] or _fell(one)],
        notes=[as_sentence(note) for note in gate["baseline_notes"]],
        expiring=[_expiring(one) for one in lists["waivers_expiring"]],
        unused=[f"{_name(one)} covers nothing: {as_sentence(one['why'])}" for one in lists["waivers_unused"]],
        refused=[_refused(one) for one in lists["waivers_refused"]],
    )


def _sentence(gate: View, codes: tuple[int, int], found: Tally) -> str:
    """Return ``Exit code 1 without the 2 waivers, 0 with them.``"""
    what = ["the waiver" if found.waived == 1 else f"the {count(found.waived, 'waiver')}"] if found.waived else []
    if gate["baseline"] is not None:
        what.append("the baseline")
    before, after = codes
    if not what:
        return f"Exit code {after}; no waiver covers anything."
    whole = " and ".join(what)
    them = "it" if len(what) == 1 and found.waived < 2 else "them"
    return f"Exit code {before} without {whole}, {after} with {them}."


def _known(gate: View, found: Tally) -> str:
    if gate["baseline"] is None:
        return ""
    total = sum(found.known.values())
    parts = ", ".join(f"{n} {status.replace('_', ' ')}" for status, n in sorted(found.known.items()))
    counts = " and left out of the gate" if gate["new_only"] else ", and counted by the gate all the same"
    held = f"Known to the baseline{counts}: {total} ({parts})." if total else "The baseline knows none of what is open."
    base = gate["baseline"]
    never = f" Covered by no baseline, since critical or of zero tolerance: {found.never}." if found.never else ""
    return f"{held} New: {found.new}.{never} Approved by {base['approved_by']} until {base['until']}."


def _stands(subject: str, one: View) -> str:
    lead = f"{subject}: " if subject else ""
    status = one["status"].replace("_", " ")
    ids = ", ".join(one["evidence"])
    if one["lifted"]:
        return f"{lead}{one['requirement']} was {status} by {ids}, which has gone; an assessor lifted it."
    return (
        f"{lead}{one['requirement']} counts as {status}: {ids}, which showed it, has gone, and no assessor lifted it."
    )


def _fell(one: View) -> bool:
    return bool(one["outcome"] == "fell")


def _score(subject: str, one: View) -> str:
    lead = f"{subject}, " if subject else ""
    of = f"{lead}{one['standard']}" + (f" ({one['profile']})" if one["profile"] else "")
    if one["outcome"] == "not_comparable":
        return f"Shown score of {of}: not comparable, since {one['why']}."
    before, now = f"{one['before']:.4g}", f"{one['now']:.4g}"
    moved = f"fell from {before} to {now}" if _fell(one) else f"held: {now}, and {before} in the baseline"
    return f"Shown score of {of} {moved}."


def _name(one: View) -> str:
    place = one["place"]
    spot = f"{place['file']}:{place['line']}:{place['column']}, " if place else ""
    return f"{spot}{one['requirement']} of {one['subject']}"


def _expiring(one: View) -> str:
    when = "today" if one["days"] == 0 else f"in {count(one['days'], 'day')}"
    return f"{_name(one)} ends {when}, on {one['until']}: mend the gap by then, or have it approved anew."


def _refused(one: View) -> str:
    place = one["place"]
    spot = ":".join(str(place[key]) for key in ("file", "line", "column") if place.get(key) is not None)
    todo = f"; {one['todo']}" if one["todo"] else ""
    return f"{spot}: no waiver: {one['what']}{todo}"
