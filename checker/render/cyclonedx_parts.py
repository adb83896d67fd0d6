"""The parts of a CycloneDX document that are no claims: who is spoken of, who judged, what was shown, how sure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from checker.render.clean import clean, path_reference
from checker.render.evidence_dates import UNDATED, dates_of
from checker.render.stable_ids import stable_id
from checker.render.summary import as_sentence
from checker.render.words import LEVEL, LEVEL_MEANING

View = Mapping[str, Any]
Json = dict[str, Any]
CONFIDENCE: Mapping[str, float] = {
    "none": 0.0,
    "stated": 0.1,
    "documented": 0.4,
    "recorded": 0.6,
    "independent": 0.8,
    "worker_reported": 0.9,
    "worker_measured": 1.0,
}
"""Evidence level -> confidence. CycloneDX wants a number and names no scale: this one is the tool's choice. It keeps
the order of the ladder, puts a bare word near nothing and workers' own records at the top, and means no more."""
FAILED = ("not_met", "partly_met")


def ref(kind: str, *parts: str) -> str:
    """Return the id in this document of what ``parts`` name."""
    return f"{kind}:{stable_id(kind, *parts)}"


def requirement_ref(standard: View, requirement: str) -> str:
    """Return the id of a requirement of a standard."""
    return ref("requirement", standard["id"], standard["edition"], requirement)


def metadata(head: View) -> Json:
    """Return what made the document, and whom nothing was assessed for; no time, which only a clock could give."""
    tool = head["tool"]
    component = {
        "type": "application",
        "bom-ref": ref("tool", tool["name"]),
        "name": tool["name"],
        "version": tool["version"],
    }
    told = [{"name": "fairlabel:report-schema", "value": head["schema"]}]
    told += [
        {"name": "fairlabel:not-assessed", "value": clean(f"{i['folder']}: {'; '.join(i['problems'])}")}
        for i in head["invalid"]
    ]
    return {"tools": {"components": [component]}, "properties": told}


def organization(subject: View) -> Json:
    """Return the subject as the target of claims."""
    return {"bom-ref": ref("organization", subject["id"]), "name": clean(subject["name"]) or clean(subject["id"])}


def tool_assessor(head: View) -> Json:
    """Return the tool as assessor; whether whoever ran it is a third party is not known, and not said."""
    tool = head["tool"]
    name = f"{tool['name']} {tool['version']}, a tool: no person or organisation stands behind the result"
    return {"bom-ref": ref("assessor", "tool"), "organization": {"name": name}}


def assessors_of(subject: View) -> Iterator[Json]:
    """Yield whoever recorded decisions on the subject, by organisation and role."""
    for role, name in dict.fromkeys((d["role"], d["organisation"]) for d in subject["decisions"]):
        yield {
            "bom-ref": ref("assessor", role, name),
            "organization": {"name": clean(name), "contact": [{"name": clean(role)}]},
        }


def evidence_ref(subject: View, name: str) -> str:
    """Return the id of one thing shown."""
    return ref("evidence", subject["id"], name)


def evidence_of(subject: View) -> Iterator[Json]:
    """Yield everything shown, with the day from which its age counts and the last on which it is in date.

    What results cite and the report does not list is there too, so that no reference leads nowhere.
    """
    listed = {exhibit["id"]: exhibit for exhibit in subject["evidence"]}
    readers = {d["evidence"]: d for d in subject["decisions"] if d["kind"] == "reviewed"}
    for name, exhibit in listed.items():
        yield _evidence(subject, exhibit, readers.get(name))
    for name in dict.fromkeys(_cited(subject)):
        if name not in listed:
            yield {
                "bom-ref": evidence_ref(subject, name),
                "propertyName": "fairlabel:evidence",
                "description": clean(f"{name}: cited, and not among what was shown; neither date nor files are known."),
                **_over(subject),
            }


def waiver_evidence(name: str, waiver: View) -> Json:
    """Return a waiver as the evidence of a mitigation strategy, under the id ``name``."""
    words = (waiver["reason"], f"In its place: {waiver['remedy']}", "A waiver changes no status and no score")
    return {
        "bom-ref": name,
        "propertyName": "fairlabel:waiver",
        "description": clean(" ".join(as_sentence(w) for w in words)),
        "created": _stamp(waiver["from"]),
        "expires": _stamp(waiver["until"], end_of_day=True),
        "author": {"name": clean(waiver["approved_by"])},
    }


def confidence(result: View) -> Json:
    """Return how well the evidence shows what was found, as a number of `CONFIDENCE` and in words.

    Nothing is known of what is undecided. What is only claimed counts no more than a bare word. What speaks against
    the subject stands whatever its level, its own admission too, so it counts as a record at least.
    """
    found, status = result["evidence"]["found"], result["status"]
    level, why = found, f"What was found is {LEVEL[found]}{_meaning(found)}."
    if status in ("unknown", "error"):
        level, why = "none", "It is undecided, so there is nothing to be confident in."
    elif status == "claimed" and CONFIDENCE[found] > CONFIDENCE["stated"]:
        level, why = "stated", f"{why} It falls short, so it counts as a word only."
    elif status in FAILED and CONFIDENCE[found] < CONFIDENCE["recorded"]:
        level, why = "recorded", f"{why} What speaks against the subject, its own admission too, counts like a record."
    short = [as_sentence(s) for s in result["evidence"]["short_of"]]
    unread = ["The content of a document was not checked."] if result["evidence"]["content_unchecked"] else []
    words = " ".join([why, *short, *unread, "The number is this tool's choice for this level of evidence."])
    return {"score": CONFIDENCE[level], "rationale": clean(words)}


def _meaning(level: str) -> str:
    return f" ({LEVEL_MEANING[level]})" if level in LEVEL_MEANING else ""


def _cited(subject: View) -> Iterator[str]:
    for standard in subject["standards"]:
        for result in standard["results"]:
            yield from result["evidence"]["ids"]
            for fact in result["facts"]:
                yield from fact["evidence"]


def _evidence(subject: View, exhibit: View, read: View | None) -> Json:
    dates = dates_of(exhibit, subject["as_of"], None)
    kind, by = exhibit["kind"].replace("_", " "), exhibit["collector"].replace("_", " ")
    words = [f"{exhibit['id']}: {kind} given by the {by}; it counts as {LEVEL[exhibit['level']]}"]
    words += [exhibit["problem"], dates.words]
    if exhibit["document"] and read is None:
        words.append("Attached, content not checked")
    created, until = _stamp(dates.dated), _stamp(dates.until, end_of_day=True)
    return {
        "bom-ref": evidence_ref(subject, exhibit["id"]),
        "propertyName": f"fairlabel:evidence:{exhibit['kind']}",
        "description": clean(" ".join(as_sentence(w) for w in words if w)),
        "author": {"name": clean(by)},
        **({"data": [_data(file) for file in exhibit["files"]]} if exhibit["files"] else {}),
        **({"created": created} if created else {}),
        **({"expires": until} if until else _over(subject) if dates.words == UNDATED else {}),
        **({"reviewer": {"name": clean(f"{read['role']}, {read['organisation']}")}} if read else {}),
    }


def _over(subject: View) -> Json:
    """Return the end of what has no date: the day of assessment; without an end it would read as good for ever."""
    return {"expires": _stamp(subject["as_of"] or "1970-01-01")}


def _data(file: View) -> Json:
    hashed = f" (SHA-256 {file['sha256']})" if file["sha256"] else ""
    return {"name": clean(f"{file['path']}{hashed}"), "contents": {"url": path_reference(file["path"])}}


def _stamp(day: date | str | None, end_of_day: bool = False) -> str | None:
    """Return the first or last second of a day in UTC."""
    return f"{day}T{'23:59:59' if end_of_day else '00:00:00'}Z" if day else None
