"""The first page of a report: verdict, worst off, what must happen first, what is not known, where sources differ.

Chooses and counts; judges nothing. Over several standards nothing is averaged: the worst of them is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from checker.render.clean import shorten_words
from checker.render.summary import FAILED, GRAVE, OPEN, as_sentence, rank, to_do
from checker.render.unseen import blind_spot
from checker.render.words import VERDICT, VERDICT_ON_STANDARD, count

View = Mapping[str, Any]
MOST_ACTIONS = 4
MOST_STEPS = 3
MOST_CONFLICTS = 3
LONGEST = 150
"""Characters of what is to be done or brought; below it stands in full."""
SECTIONS = {"gaps": "failed", "claimed": "claimed_results", "unknown": "unknown_results", "outside": "outside_results",
            "met": "met_results"}  # fmt: skip
"""Lists of one standard, in the order of the page: the section's name, and where its results are."""


class Action(NamedTuple):
    """One thing that must be mended, and by whom until when."""

    result: View
    todo: str


class Front(NamedTuple):
    """What stands on the first page."""

    worst: View
    """The standard with the worst verdict."""
    tally: str
    """How many standards have which verdict, in words; empty where one was judged."""
    judged: int
    """Standards of which at least one requirement was judged."""
    unjudged: tuple[str, ...]
    """Standards of which no requirement is for this kind of subject, or in force for it."""
    actions: tuple[Action, ...]
    more_actions: int
    """Further gaps that are critical or major."""
    open_words: str
    """How much is unknown or only claimed, in a sentence."""
    blind: str
    """Whose voice is missing, and time that nobody recorded, in sentences; empty where neither is."""
    bring: tuple[str, ...]
    """What would settle most of it."""
    conflicts: tuple[View, ...]
    more_conflicts: int


def front(subject: View, standards: Sequence[View]) -> Front:
    """Return the first page of ``subject``; ``standards`` are those of `checker.render.page`."""
    judged = [s for s in standards if s["results"]] or list(standards)
    actions = tuple(_actions(judged))
    grave = sum(s["failed_grave"] for s in standards)
    shown = sum(action.result["severity"] in GRAVE for action in actions[:MOST_ACTIONS])
    needed = [step for step in subject.get("next", ()) if step["needed"]]
    conflicts = subject["conflicts"]
    return Front(
        worst=min(judged, key=_badness),
        tally=_tally(judged) if len(judged) > 1 else "",
        judged=len(judged),
        unjudged=tuple(map(_unjudged, (s for s in standards if not s["results"]))) if len(standards) > 1 else (),
        actions=actions[:MOST_ACTIONS],
        more_actions=grave - shown,
        open_words=_open_words(standards),
        blind=blind_spot(subject),
        bring=tuple(as_sentence(shorten_words(_bring(step), LONGEST)) for step in needed[:MOST_STEPS]),
        conflicts=tuple(conflicts[:MOST_CONFLICTS]),
        more_conflicts=max(0, len(conflicts) - MOST_CONFLICTS),
    )


def sections_of(standard: View) -> list[str]:
    """Return the names of the lists that have something in them, in the order of the page."""
    return [name for name, key in SECTIONS.items() if standard[key] or (name == "outside" and standard["left_out"])]


def _badness(standard: View) -> tuple[int, int, int]:
    return list(VERDICT).index(standard["verdict"]), -standard["failed_grave"], -standard["open_grave"]


def _unjudged(standard: View) -> str:
    """Return the name of a standard that has nothing in it for the subject, and why, where that is said.

    >>> _unjudged({"name": "EU-PWD 2024 (core)", "verdict_why": ["nothing of it applies: in force from 2026-12-02"]})
    'EU-PWD 2024 (core), in force from 2026-12-02'
    >>> _unjudged({"name": "ETI 2014 (core)", "verdict_why": ["the headcount is not documented"]})
    'ETI 2014 (core)'
    """
    said = (str(why).partition("applies: ") for why in standard["verdict_why"])
    why = next((reason for start, mark, reason in said if mark and start == "nothing of it "), "")
    return f"{standard['name']}, {why}" if why else str(standard["name"])


def _tally(standards: Sequence[View]) -> str:
    """Return ``Of 5 standards 2 are not met, 3 cannot be concluded.``"""
    found = Counter(s["verdict"] for s in standards)
    parts = [f"{n} {VERDICT_ON_STANDARD[name][n > 1]}" for name in VERDICT if (n := found[name])]
    return f"Of {count(len(standards), 'standard')} {', '.join(parts)}. No standard makes up for another."


def _actions(standards: Sequence[View]) -> Iterator[Action]:
    """Yield what has to be mended, worst first; what two standards ask on the same matter once."""
    failed = [(r, s["id"]) for s in standards for r in s["failed"] if r["status"] in FAILED and r["remedy"]]
    matters: dict[str, str] = {}
    texts: set[str] = set()
    for result, standard in sorted(failed, key=lambda pair: rank(pair[0])):
        todo = to_do(result["remedy"], LONGEST)
        elsewhere = any(matters.get(name, standard) != standard for name in result["maps_to"])
        if todo in texts or elsewhere:
            continue
        texts.add(todo)
        matters.update((name, standard) for name in result["maps_to"] if name not in matters)
        yield Action(result, todo)


def _bring(step: View) -> str:
    """Return what to bring in few words: a question alone, without which evidence would show its answer."""
    return f"Answer: {step['ask']}" if step["kind"] in ("answer", "refine") else str(step["todo"])


def _open_words(standards: Sequence[View]) -> str:
    results = [r for s in standards for r in s["results"]]
    found = Counter(r["status"] for r in results if r["status"] in OPEN)
    if not found:
        return "Every requirement that applies is decided."
    words = {"unknown": "unknown", "claimed": "only claimed", "error": "in error"}
    parts = ", ".join(f"{found[name]} {word}" for name, word in words.items() if found[name])
    grave = sum(r["status"] in OPEN and r["severity"] in GRAVE for r in results)
    of_them = f"{grave} of them critical or major" if grave else "none of them critical or major"
    return f"Of {count(len(results), 'requirement')}: {parts}; {of_them}. Nothing of it counts as met."
