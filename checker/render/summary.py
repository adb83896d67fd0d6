"""What a reader must see first: the verdict in one sentence, worst gaps, what is open and what would settle it.

Works on the plain dicts of `checker.render.view`; text, Markdown and HTML all take their order and their
sentences from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from checker.render import numbers
from checker.render.clean import clean, shorten, shorten_words
from checker.render.words import LEVEL, MENDS, METRIC, OWNER, count, group_name, metric_label

View = Mapping[str, Any]
_SEVERITY = {"critical": 0, "major": 1, "minor": 2, "advisory": 3}
_STATUS = {"error": 0, "not_met": 1, "partly_met": 2, "claimed": 3, "unknown": 4, "met": 5, "not_applicable": 6}
FIRST_FINDINGS = ("time_basis_pays_more",)
"""Codes of findings that stand on the first page: without them its numbers would say too much."""
GRAVE = ("critical", "major")
FAILED = ("not_met", "partly_met")
OPEN = ("unknown", "claimed", "error")
LONGEST_NAME = 80
"""Characters of a name in the first sentence; HTML and Markdown have it in full as their title."""
_COUNT_ALONE = re.compile(r"\bof [\d,]+$")
_PLACE = re.compile(r" \([^()]*\.[a-z]\w*[^()]*\)$")
"""A file and its rows at the end of a reason: of use beside the result, too much for the first sentence."""


class Gap(NamedTuple):
    """What would bring everyone up to the living wage, beside how many are below."""

    cost: tuple[str, ...]
    """One sum a currency; empty where unknown or hidden."""
    why: str
    """Why there is no exact sum; empty where there is."""
    below: str
    of: str
    """Whose pay it is, where there are several sets; empty where there is one."""
    method: str
    worst: str = ""
    """The worst-off group that may be named, and how many of it are below; empty where no group is worse off."""


def worst_first(results: Iterable[View], *statuses: str) -> list[View]:
    """Return the results of ``statuses``: critical first, failed before partly met, heavier first, then by id."""
    return sorted((r for r in results if r["status"] in statuses), key=rank)


def rank(result: View) -> tuple[int, int, float, float, str]:
    """Return what results are ordered by, worst first."""
    return (
        _SEVERITY[result["severity"]], _STATUS[result["status"]], result["credit"]["shown"] or 0,
        -(result["weight"] or 0), result["requirement"],
    )  # fmt: skip


def verdict_sentence(subject: View, standard: View) -> str:
    """Return the verdict on one standard in one sentence, the weightiest reason in it."""
    # A name is the subject's own words: it may not push the verdict off the screen.
    name, title = shorten(subject["name"] or subject["id"], LONGEST_NAME), standard_name(standard)
    grave = [r for r in standard["results"] if r["severity"] in GRAVE]
    failed, opened = worst_first(grave, *FAILED), worst_first(grave, *OPEN)
    if standard["verdict"] == "does_not_meet":
        worst = f" The worst: {_worst(failed, standard)}" if failed else ""
        return f"{name} does not meet {title}: {_grave(len(failed))} {_are(len(failed))} not met.{worst}"
    if standard["verdict"] == "cannot_conclude":
        return f"Whether {name} meets {title} cannot be concluded: {_why_open(standard, opened)}"
    if standard["verdict"] == "meets_with_actions":
        left = [r for r in standard["results"] if r["status"] not in ("met", "not_applicable")]
        return (
            f"{name} meets every critical and major requirement of {title} that applies; "
            f"{count(len(left), 'smaller item')} {_are(len(left))} left to act on."
        )
    return f"{name} meets every requirement of {title} that applies, each shown by evidence that suffices."


def standard_name(standard: View) -> str:
    """Return id and edition as printed: ``PAI 2022 (extended)``."""
    return f"{standard['id'].upper()} {standard['edition']} ({standard['profile']})"


def span(subject: View) -> str:
    """Return the period in words: ``period 2026-01-01 to 2026-06-30``, or what of it is not given."""
    start, end = subject["period"]["from"], subject["period"]["to"]
    if not start and not end:
        return "period not given"
    return f"period {start or 'start not given'} to {end or 'end not given'}"


def who(subject: View) -> str:
    """Return kinds, head count and what is unconfirmed of them, in words; a buyer has no kinds."""
    heads = count(subject["headcount"], "worker") if subject["headcount"] is not None else "headcount not given"
    kinds = ", ".join(kind.replace("_", " ") for kind in subject["kinds"]["values"])
    if not kinds:
        return heads if subject["kind"] == "buyer" else f"kind not stated; {heads}"
    return f"{kinds}{'' if subject['kinds']['confirmed'] else ' (as stated, unconfirmed)'}; {heads}"


def gap_to_close(wages: View) -> Gap | None:
    """Return cost and head count of the pay set that decides; None where there are no pay data."""
    pay = deciding_set(wages)
    if pay is None:
        return None
    cost = pay["metrics"].get("cost_to_close", {})
    share = pay["metrics"].get("share_below_living_wage", {})
    below = numbers.metric({"unit": "share", **share}) if share else "unknown"
    below += " workers" if _COUNT_ALONE.search(below) else ""
    sums = tuple(numbers.costs(cost.get("value")))
    why = str(cost.get("why") or "")
    if not sums and not why:
        why = "hidden" if cost.get("suppressed") else "it was not computed"
    sets = len(wages["sets"])
    of = f" in {pay['evidence']}, one of {sets} sets of pay data" if sets > 1 else ""
    return Gap(sums, why, below, of, str(share.get("method") or ""), worst_group(pay))


def worst_group(pay: View) -> str:
    """Return the worst-off group of a pay set and how many of it are below; empty where none is worse off than all."""
    share = "share_below_living_wage"
    whole = pay["metrics"].get(share, {}).get("low")
    for group in pay["groups"]:
        # Groups stand worst first; one of all workers says nothing new.
        found = group["metrics"].get(share)
        if found is None or group["n"] == pay["workers"]:
            continue
        words = numbers.metric(found)
        worse = (found["low"] or 0) > (whole or 0) or words.startswith("at least")
        words += " workers" if _COUNT_ALONE.search(words) else ""
        return f"{group_name(group['by'])}, {words}" if worse else ""
    return ""


def deciding_set(wages: View) -> View | None:
    """Return the pay set on which results rest, the best-evidenced one where several do."""
    sets: list[View] = wages["sets"]
    named = [s for s in sets if s["evidence"] in (wages["decided_by"] or "").split("; ")] or sets
    ladder = list(LEVEL)
    return max(named, key=lambda s: ladder.index(s["level"]), default=None)


def no_pay(subject: View) -> str:
    """Return why nothing is said of pay."""
    results = [r for standard in subject["standards"] for r in standard["results"]]
    if subject["kind"] == "buyer" and any(f["name"].startswith("wages.") for r in results for f in r["facts"]):
        return "pay is judged on the data of the suppliers that it names; their own reports have the numbers"
    return str(subject["wages"]["absent"] or "no pay data were given")


def steps_for(subject: View, standard: View) -> list[View]:
    """Return what would settle open results of one standard, most effect first; the requirements named are its own."""
    ids = {result["requirement"] for result in standard["results"]}
    found: list[View] = []
    for step in subject.get("next", ()):
        settles = [name for name in step["settles"] if name in ids]
        touches = [name for name in step["touches"] if name in ids]
        if touches or not step["touches"]:
            points = step["gain"].get(standard["id"])
            found.append({**step, "settles": settles, "touches": touches, "points": points})
    return found


def as_sentence(text: str) -> str:
    """Return ``text`` with a capital first letter and an end.

    >>> as_sentence("no answer"), as_sentence("wages/h1.csv is empty")
    ('No answer.', 'wages/h1.csv is empty.')
    """
    text = text.strip()
    if not re.search(r"[\d/_.\\]", text.partition(" ")[0].rstrip(".,;:")):  # not a file or an id
        text = text[:1].upper() + text[1:]
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."


def left_out(standard: View) -> list[tuple[str, str]]:
    """Return the requirements that were not judged for this subject, each with the reason."""
    return [(one["id"], one["why"]) for one in standard["left_out"]]


def themes(results: Iterable[View]) -> list[tuple[str, dict[str, int]]]:
    """Return per theme, in the pack's order, how many results have each status."""
    table: dict[str, dict[str, int]] = {}
    for result in results:
        row = table.setdefault(result["theme"], dict.fromkeys(_STATUS, 0))
        row[result["status"]] += 1
    return list(table.items())


def mend(result: View) -> str:
    """Return what would show what is only claimed: each shortfall turned into what to do about it."""
    evidence = result["evidence"]
    if evidence["short_of"]:
        return as_sentence("; ".join(MENDS.get(why, why) for why in evidence["short_of"]))
    return f"Attach evidence that counts as {LEVEL[evidence['required']]} at least; found: {LEVEL[evidence['found']]}."


def to_do(remedy: View, longest: int = 200) -> str:
    """Return the first sentence of a remedy (``longest``: characters of it), whose it is and within how many days."""
    days = f", within {count(remedy['due_days'], 'day')}" if remedy.get("due_days") else ""
    first = shorten_words(clean(remedy.get("text") or "").partition(". ")[0].rstrip("."), longest)
    return f"{first} ({OWNER.get(remedy.get('owner') or '', remedy.get('owner'))}{days})."


def evidence_asked(result: View) -> str:
    """Return which evidence would count: level, kinds, age, and whether a person has to read it."""
    asked, kinds = result["evidence_asked"], ""
    if asked["kinds"]:
        kinds = f" ({', '.join(kind.replace('_', ' ') for kind in asked['kinds'])})"
    age = f", not older than {asked['max_age']}" if asked["max_age"] else ""
    review = ", read by an assessor" if asked["review"] == "required" else ""
    return f"{LEVEL[result['evidence']['required']]} at least{kinds}{age}{review}"


def pay_rows(pay: View) -> list[tuple[str, str, View]]:
    """Return (key, label, metric) of a pay set in the order of the report's words."""
    order = {name: i for i, name in enumerate(METRIC)}
    rows = [(key, metric_label(key), metric) for key, metric in pay["metrics"].items()]
    return sorted(rows, key=lambda row: (order.get(row[0].partition("@")[0], len(order)), row[0]))


def reasons_unknown(rows: Iterable[tuple[str, str, View]]) -> list[tuple[str, list[str]]]:
    """Return each reason why numbers are unknown with the numbers that it explains."""
    found: dict[str, list[str]] = {}
    for key, label, metric in rows:
        why = str(metric.get("why") or "not known").replace(key.partition("@")[0], "it")
        found.setdefault(why, []).append(label)
    return list(found.items())


def _why_open(standard: View, opened: list[View]) -> str:
    """Return why nothing can be concluded: open requirements, then reasons outside the requirements."""
    ids = {result["requirement"] for result in standard["results"]}
    reasons = [str(why) for why in standard["verdict_why"] if str(why).partition(" ")[0].rstrip(":") not in ids]
    if opened:
        kinds = [
            (sum(r["status"] == status for r in opened), words)
            for status, words in (("unknown", "unknown"), ("claimed", "said but not shown"), ("error", "in error"))
        ]
        parts = [f"{n} {words}" for n, words in kinds if n]
        reasons.insert(0, f"{_grave(len(opened))} {_are(len(opened))} open ({', '.join(parts)})")
    # It stands behind a colon: no capital letter.
    return f"{'; '.join(reasons) or 'no requirement is shown to be met'}".rstrip(".") + "."


def _worst(failed: list[View], standard: View) -> str:
    """Return the requirement that weighs most, those without waiver first, and why it failed."""
    first = min(failed, key=lambda r: r["requirement"] not in standard["zero_tolerance"])
    reason = _PLACE.sub("", first["reason"].rstrip("."))
    return f"“{first['title']}”. {as_sentence(reason)}" if reason else f"“{first['title']}”."


def _grave(n: int) -> str:
    return count(n, "critical or major requirement")


def _are(n: int) -> str:
    return "is" if n == 1 else "are"
