"""The report as a CycloneDX 1.6 document of declarations: claims, counter-claims, evidence that expires.

Each requirement has a conformance (the credit shown) and a confidence (how well what was found is shown), each with
its reason. What does not apply is in no map and is named in the summary. Nothing is affirmed: nobody signed. No stamp
comes from a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from checker.model.assessment import Report
from checker.render import numbers
from checker.render.clean import clean
from checker.render.cyclonedx_claims import SubjectClaims
from checker.render.cyclonedx_parts import (
    Json,
    assessors_of,
    confidence,
    evidence_of,
    metadata,
    organization,
    ref,
    requirement_ref,
    tool_assessor,
    waiver_evidence,
)
from checker.render.cyclonedx_standards import Standards
from checker.render.json_results import encode, utf8
from checker.render.stable_ids import Fingerprint, stable_id
from checker.render.summary import as_sentence, left_out, verdict_sentence
from checker.render.view import head_view, subject_view
from checker.render.words import SCORE, STATUS

if TYPE_CHECKING:
    from checker.render import Options

View = Mapping[str, Any]
SCHEMA = "http://cyclonedx.org/schema/bom-1.6.schema.json"


class Written(NamedTuple):
    """What the declarations list, by id, each as JSON: of thousands of subjects this is all that is held."""

    assessors: dict[str, bytes]
    attestations: dict[str, bytes]
    claims: dict[str, bytes]
    evidence: dict[str, bytes]
    organizations: dict[str, bytes]

    def add(self, kind: str, items: Iterable[Json]) -> None:
        """Take in what is not there yet."""
        kept: dict[str, bytes] = getattr(self, kind)
        for item in items:
            kept.setdefault(item["bom-ref"], utf8(encode(item)))


def render(report: Report, options: Options) -> Iterator[bytes]:
    """Yield the document in pieces; its lists are complete only when every subject was seen."""
    head = head_view(report)
    mark, standards, written = Fingerprint(head), Standards(), Written({}, {}, {}, {}, {})
    written.add("assessors", [tool_assessor(head)])
    for one in report.subjects:
        if options.subject in (None, one.folder):
            subject = subject_view(one)
            mark.add(subject)
            _declare(subject, standards, written)
    document: dict[str, Any] = {
        "$schema": SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{stable_id('cyclonedx', mark.hex())}",
        "version": 1,
        "metadata": metadata(head),
    }
    yield utf8(encode(document)[:-1])
    yield b',\n"definitions":{"standards":'
    yield from _array(utf8(encode(one)) for one in standards.listed())
    yield b'},\n"declarations":{"targets":{"organizations":'
    yield from _array(written.organizations.values())
    yield b"}"
    for name in ("assessors", "attestations", "claims", "evidence"):
        yield utf8(f',\n"{name}":')
        yield from _array(getattr(written, name).values())
    yield b"}}\n"


def _array(items: Iterable[bytes]) -> Iterator[bytes]:
    """Yield an array with one item a line."""
    start = b"[\n"
    for item in items:
        yield start + item
        start = b",\n"
    yield b"[]" if start == b"[\n" else b"\n]"


def _declare(subject: View, standards: Standards, written: Written) -> None:
    """Write down all that one subject brings."""
    claims = SubjectClaims(subject)
    written.add("organizations", [organization(subject)])
    written.add("assessors", assessors_of(subject))
    written.add("evidence", evidence_of(subject))
    for standard in subject["standards"]:
        standards.add(standard)
        written.add("evidence", _waivers(subject, standard))
        key = ref("attestation", subject["id"], standard["id"], standard["edition"])
        written.attestations[key] = utf8(encode(_attestation(subject, standard, claims)))
    written.add("claims", claims.listed())


def _attestation(subject: View, standard: View, claims: SubjectClaims) -> Json:
    applying = [r for r in standard["results"] if r["status"] != "not_applicable"]
    return {
        "summary": _summary(subject, standard),
        "assessor": ref("assessor", "tool"),
        "map": [_entry(subject, standard, result, claims) for result in applying],
    }


def _entry(subject: View, standard: View, result: View, claims: SubjectClaims) -> Json:
    """Return one requirement's line of the map."""
    conformance: Json = {"score": result["credit"]["shown"] or 0, "rationale": _rationale(result)}
    if result.get("waiver"):
        conformance["mitigationStrategies"] = [_waiver_ref(subject, standard, result)]
    named = dict(zip(("claims", "counterClaims"), claims.on(standard, result), strict=True))
    return {
        "requirement": requirement_ref(standard, result["requirement"]),
        **{name: refs for name, refs in named.items() if refs},
        "conformance": conformance,
        "confidence": confidence(result),
    }


def _rationale(result: View) -> str:
    status = STATUS[result["status"]]
    parts = [f"{status.word}: {status.meaning}", as_sentence(result["reason"])]
    if result["response"]:
        parts.append(f"Reply of the subject: {result['response']}")
    if result.get("waiver"):
        parts.append("It is waived, which changes no status and no score.")
    return clean(" ".join(parts))


def _summary(subject: View, standard: View) -> str:
    """Return verdict, scores, and what stands outside the map, with the reason."""
    score = standard["score"]
    parts = [verdict_sentence(subject, standard)]
    if score["shown"] is not None:
        words = ", ".join(f"{name} {numbers.score(score[name], score['max'])}" for name in SCORE)
        parts.append(f"Of {score['max']}: {words}.")
    outside = [r for r in standard["results"] if r["status"] == "not_applicable"]
    parts += [as_sentence(f"{r['requirement']} does not apply: {r['reason']}") for r in outside]
    parts += [as_sentence(f"{name} was left out: {why}") for name, why in left_out(standard)]
    return clean(" ".join([*parts, "This is a gap report on what was shown to the tool, and no certificate."]))


def _waivers(subject: View, standard: View) -> Iterator[Json]:
    for result in standard["results"]:
        if result.get("waiver"):
            yield waiver_evidence(_waiver_ref(subject, standard, result), result["waiver"])


def _waiver_ref(subject: View, standard: View, result: View) -> str:
    return ref("waiver", subject["id"], standard["id"], standard["edition"], result["requirement"])
