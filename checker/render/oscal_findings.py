"""One standard of one subject as OSCAL parts: what was looked at, what was found, what follows from it.

An observation is one thing shown, with how it was looked at and until when it holds; a finding is one requirement; a
risk is what a requirement that is not shown to be met means for people. OSCAL has two states only: whatever is not
met reads as not satisfied, with the real status as its reason, and what does not apply has no finding at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from checker.render import numbers
from checker.render.actions import Action, actions
from checker.render.evidence_dates import dates_of
from checker.render.oscal_parts import (
    NO_DAY,
    NS,
    Json,
    line,
    party_id,
    props,
    prose,
    resource_id,
    stamp,
    token,
    tool_id,
)
from checker.render.page import place
from checker.render.stable_ids import stable_id
from checker.render.summary import as_sentence, standard_name
from checker.render.words import LEVEL, OUTCOME, OWNER, STATUS, fact_label

View = Mapping[str, Any]
ASKING_KINDS = ("worker_survey", "worker_interviews")
FROM_OUTSIDE = ("auditor", "worker", "worker_organisation")
REASON = {"met": "pass", "not_met": "fail"}
"""Statuses for which OSCAL has a reason of its own; the others stand as they are."""
ANSWERS = ""
"""Stands for what rests on no evidence at all."""


class Case(NamedTuple):
    """One standard of one subject, with what several parts of it need."""

    subject: View
    standard: View
    exhibits: Mapping[str, View]
    """Everything shown, by id."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what tells this case from every other of the report."""
        return self.subject["id"], self.standard["id"], self.standard["edition"]

    @property
    def assessed(self) -> str:
        """Return the stamp of the day of assessment, or the one that stands for none."""
        return stamp(self.subject["as_of"]) or NO_DAY


class Seen(NamedTuple):
    """How one thing shown was looked at for one result: results that looked alike share an observation."""

    evidence: str
    max_age: str | None
    read: bool


def case_of(subject: View, standard: View) -> Case:
    """Return one standard of one subject."""
    return Case(subject, standard, {e["id"]: e for e in subject["evidence"]})


def observations(case: Case) -> list[Json]:
    """Return what was looked at: each thing shown once for each way it was looked at, and each conflict."""
    seen = dict.fromkeys(one for result in case.standard["results"] for one in seen_by(result))
    found = [_observation(case, one) for one in seen]
    return found + [_conflict(case, n, conflict) for n, conflict in enumerate(conflicts(case))]


def findings(case: Case) -> Iterator[Json]:
    """Yield one finding for each requirement that applies."""
    for result in case.standard["results"]:
        if result["status"] != "not_applicable":
            yield _finding(case, result)


def risks(case: Case) -> Iterator[Json]:
    """Yield one risk for each requirement that is not shown to be met, the worst first."""
    for action in actions(case.subject, case.standard, planned=True):
        yield _risk(case, action)


def seen_by(result: View) -> Iterator[Seen]:
    """Yield how each thing that a result rests on was looked at."""
    if result["status"] == "not_applicable":
        return
    read = {d["evidence"] for d in result["decisions"] if d["kind"] == "reviewed"}
    max_age = result["evidence_asked"]["max_age"]
    for name in result["evidence"]["ids"]:
        yield Seen(name, max_age, result["evidence"]["reviewed"] and name in read)
    if not result["evidence"]["ids"]:
        yield Seen(ANSWERS, None, False)


def conflicts(case: Case) -> list[View]:
    """Return where sources differ, for this standard."""
    return [c for c in case.subject["conflicts"] if c["standard"] == case.standard["id"]]


def observation_ids(case: Case, result: View) -> list[Json]:
    """Return references to all that was looked at for one result."""
    ids = [_seen_id(case, one) for one in seen_by(result)]
    for n, conflict in enumerate(conflicts(case)):
        if conflict["requirement"] == result["requirement"]:
            ids.append(_conflict_id(case, n))
    return [{"observation-uuid": id_} for id_ in ids]


def risk_id(case: Case, requirement: str) -> str:
    """Return the id of the risk that goes with a requirement."""
    return stable_id("risk", *case.key, requirement)


def _seen_id(case: Case, seen: Seen) -> str:
    return stable_id("observation", *case.key, seen.evidence, seen.max_age or "", str(seen.read))


def _conflict_id(case: Case, n: int) -> str:
    return stable_id("conflict", *case.key, str(n))


def _observation(case: Case, seen: Seen) -> Json:
    exhibit = case.exhibits.get(seen.evidence)
    common = {"uuid": _seen_id(case, seen), "subjects": [_subject(case)]}
    if exhibit is None:
        return common | _without_evidence(case, seen)
    as_of = case.subject["as_of"]
    dates = dates_of(exhibit, as_of, seen.max_age)
    collected, until = stamp(dates.dated), stamp(dates.until, end_of_day=True)
    undated = (
        "" if collected else "The stamp is the day of assessment, since the evidence has no day that can stand here."
    )
    # What has no date is out of date: without a day on which it ends it would read as good for ever.
    ends = until or (None if collected else case.assessed)
    told = {
        "evidence": exhibit["id"],
        "kind": exhibit["kind"],
        "collector": exhibit["collector"],
        "level": exhibit["level"],
        "content-checked": _checked(exhibit, seen),
        "issued": exhibit["issued"],
        "asked-not-older-than": seen.max_age,
        "date-unknown": None if dates.dated else True,
    }
    return common | {
        "title": line(f"{exhibit['id']}: {exhibit['kind'].replace('_', ' ')}"),
        "description": prose(as_sentence(_shown(exhibit, seen)), exhibit["problem"], dates.words),
        "props": props(told),
        "methods": [_method(exhibit, seen)],
        "collected": collected or case.assessed,
        **({"expires": ends} if ends else {}),
        "relevant-evidence": [
            {"href": f"#{resource_id(case.subject, exhibit['id'])}", "description": line(_files(exhibit))}
        ],
        **({"remarks": undated} if undated else {}),
    }


def _without_evidence(case: Case, seen: Seen) -> Json:
    """Return what was looked at where nothing was attached, or what was cited is not in the list of evidence."""
    if seen.evidence:
        what = f"{seen.evidence}: cited, and not among what was shown"
        why = "The result rests on it; the report holds neither its date nor its files."
    else:
        what = "No evidence is attached"
        why = "It is only said, in the subject's own answers, or nothing is said at all. Nobody has looked into it."
    return {
        "title": line(what),
        "description": prose(why),
        "props": props({"evidence": seen.evidence, "content-checked": "no"}),
        "methods": ["UNKNOWN"],
        "collected": case.assessed,
        # Nothing keeps it from being out of date.
        "expires": case.assessed,
    }


def _conflict(case: Case, n: int, conflict: View) -> Json:
    sides = {f"{side}-{key}": conflict[side].get(key) for side in ("claim", "evidence") for key in ("name", "level")}
    return {
        "uuid": _conflict_id(case, n),
        "title": line(f"{conflict['requirement']}: {OUTCOME.get(conflict['outcome'], conflict['outcome'])}"),
        "description": prose(as_sentence(conflict["why"]), *(_side(conflict, side) for side in ("claim", "evidence"))),
        "props": props({"outcome": conflict["outcome"], "rule": conflict["rule"], **sides}),
        "methods": ["TEST"],
        "subjects": [_subject(case)],
        "collected": case.assessed,
    }


def _side(conflict: View, side: str) -> str:
    said = conflict[side]
    where = place(said.get("place"))
    return f"{side}: {fact_label(str(said.get('name', '')))}: {numbers.fact(said)}{f' ({where})' if where else ''}"


def _finding(case: Case, result: View) -> Json:
    name, status = result["requirement"], result["status"]
    told = {
        "requirement": name,
        "status": status,
        "severity": result["severity"],
        "theme": result["theme"],
        "profile": result["profile"],
        "credit-shown": result["credit"]["shown"],
        "evidence-required": result["evidence"]["required"],
        "evidence-found": result["evidence"]["found"],
        "content-not-checked": result["evidence"]["content_unchecked"] or None,
        "conflict": result["conflict"] or None,
        "threshold-origin": result["threshold_origin"],
        "said-not-to-apply": result["parked"] or None,
        "baseline": result.get("baseline"),
    }
    state = "satisfied" if status == "met" else "not-satisfied"
    related = [] if status == "met" else [{"risk-uuid": risk_id(case, name)}]
    facts = [_fact(fact) for fact in result["facts"]]
    return {
        "uuid": stable_id("finding", *case.key, name),
        "title": line(f"{name}: {result['title']}"),
        "description": prose(as_sentence(result["reason"]), f"Asked: {result['sentence']}", *facts),
        "props": props(told),
        "target": {
            "type": "objective-id",
            "target-id": token(name),
            "status": {
                "state": state,
                "reason": REASON.get(status, status),
                "remarks": prose(f"{STATUS[status].word}: {STATUS[status].meaning}"),
            },
        },
        "related-observations": observation_ids(case, result),
        **({"related-risks": related} if related else {}),
        **({"remarks": prose(f"Reply of the subject: {result['response']}")} if result["response"] else {}),
    }


def _fact(fact: View) -> str:
    where, told = place(fact["source"]), numbers.fact(fact)
    return f"Read: {fact_label(fact['name'])}: {told} ({', '.join(filter(None, (LEVEL[fact['level']], where)))})"


def _risk(case: Case, action: Action) -> Json:
    result, name = action.result, action.result["requirement"]
    status, waiver = STATUS[result["status"]], action.waiver
    due = stamp(waiver["until"] if waiver else action.due, end_of_day=True)
    told = {
        "requirement": name,
        "standard": standard_name(case.standard),
        "subject": case.subject["id"],
        "status": result["status"],
        "severity": result["severity"],
        "weight": result["weight"],
        "why-no-deadline": action.why_no_due if not waiver else None,
    }
    return {
        "uuid": risk_id(case, name),
        "title": line(f"{name}, {status.word.lower()}: {result['title']}"),
        "description": prose(as_sentence(result["reason"]), f"{status.word}: {status.meaning}"),
        "statement": prose(result["why"]),
        "props": props(told),
        "status": "deviation-approved" if waiver else "open",
        "characterizations": [
            {
                "origin": {"actors": [{"type": "tool", "actor-uuid": tool_id(*case.key)}]},
                "facets": [{"name": "severity", "system": NS, "value": result["severity"]}],
            }
        ],
        **({"deadline": due} if due else {}),
        "remediations": [_remediation(case, action), *([_promise(case, name, waiver)] if waiver else [])],
        **({"risk-log": {"entries": [_deviation(case, name, waiver)]}} if waiver else {}),
        "related-observations": observation_ids(case, result),
    }


def _remediation(case: Case, action: Action) -> Json:
    name, due = action.result["requirement"], stamp(action.due, end_of_day=True)
    task = {
        "uuid": stable_id("task", *case.key, name),
        "type": "milestone",
        "title": line(f"{name} is shown to be met"),
        "description": prose(f"Evidence expected: {action.expected}"),
        "timing": {"on-date": {"date": due}},
    }
    told = {"owner": action.owner, "due": action.due, "effect-on-shown-score": action.effect}
    return {
        "uuid": stable_id("remediation", *case.key, name),
        "lifecycle": "recommendation",
        "title": line(f"What would mend {name}"),
        "description": prose(action.remedy, f"By {OWNER.get(action.owner, action.owner)}." if action.owner else ""),
        "props": props({**told, "evidence-expected": action.expected}),
        **({"tasks": [task]} if due else {}),
    }


def _promise(case: Case, name: str, waiver: View) -> Json:
    return {
        "uuid": stable_id("promise", *case.key, name),
        "lifecycle": "planned",
        "title": line(f"Promised with the waiver of {name}"),
        "description": prose(waiver["remedy"]),
        "props": props({"due": waiver["until"]}),
    }


def _deviation(case: Case, name: str, waiver: View) -> Json:
    start, end = stamp(waiver["from"]), stamp(waiver["until"], end_of_day=True)
    return {
        "uuid": stable_id("waiver", *case.key, name),
        "title": line(f"Waived by {waiver['approved_by']}"),
        "description": prose(waiver["reason"], "A waiver may change the gate; it changes no status and no score."),
        "start": start or case.assessed,
        **({"end": end} if end else {}),
        "props": props({"approved-by": waiver["approved_by"], "from": waiver["from"], "until": waiver["until"]}),
        "status-change": "deviation-approved",
    }


def _subject(case: Case) -> Json:
    return {"subject-uuid": party_id(case.subject), "type": "party"}


def _checked(exhibit: View, seen: Seen) -> str:
    if not exhibit["document"]:
        return "by the tool"
    return "by an assessor" if seen.read else "no"


def _method(exhibit: View, seen: Seen) -> str:
    """Return OSCAL's word for how a thing was looked at; UNKNOWN for what nobody has looked into."""
    if exhibit["kind"] in ASKING_KINDS and exhibit["collector"] in FROM_OUTSIDE:
        return "INTERVIEW"
    if not exhibit["document"]:
        return "TEST"
    return "EXAMINE" if seen.read else "UNKNOWN"


def _shown(exhibit: View, seen: Seen) -> str:
    by = exhibit["collector"].replace("_", " ")
    words = f"{exhibit['kind'].replace('_', ' ')} given by the {by}; it counts as {LEVEL[exhibit['level']]}"
    unread = exhibit["document"] and not seen.read
    return f"{words}; attached, content not checked" if unread else words


def _files(exhibit: View) -> str:
    return ", ".join(file["path"] for file in exhibit["files"]) or "no file"
