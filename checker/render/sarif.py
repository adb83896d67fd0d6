"""Results as SARIF 2.1.0 (OASIS): for code scanning on GitHub, and as a record of every kind of result.

One run holds all subjects: a run is one call of the tool, GitHub takes twenty runs a file, and refuses two of
one category. Profile ``github`` has what is a gap, open or in error, and leaves out what is waived, since
GitHub reads neither ``kind`` nor ``suppressions``; it is cut to GitHub's limits, the worst first. Profile
``full`` has every result with its kind, suppressions and the hash of each input.
https://docs.oasis-open.org/sarif/sarif/v2.1.0/,
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from checker.errors import first_of
from checker.model.assessment import Report, SubjectResult
from checker.model.evidence import Place
from checker.render.clean import anchor, clean
from checker.render.findings import (
    MOST,
    Item,
    baseline,
    elsewhere,
    fingerprint,
    items,
    left_out,
    left_out_words,
    level,
    message,
    name,
    outstanding,
    passed_over_words,
    path,
    path_in,
    path_of,
    uri,
    waiver,
    worst,
)
from checker.render.json_report import array, members
from checker.render.json_results import encode, utf8
from checker.render.plain import number, plain
from checker.render.sarif_rules import Rules, literal
from checker.render.words import fact_label, sentence_case

if TYPE_CHECKING:
    from checker.render import Options

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
MOST_BYTES = 10_000_000
"""GitHub takes no more, packed."""
MOST_RELATED = 20
_READING = "no assessor has recorded the document as read"
_KIND = {"gap": "fail", "error": "open", "fine": "pass", "outside": "notApplicable"}
_BASELINE = {"known": "unchanged", "new": "new"}
"""What no baseline covers is compared with none, and so has no state."""


def render(report: Report, options: Options) -> Iterator[bytes]:
    """Yield the log in pieces: ``full`` while results are made, ``github`` at once."""
    if options.sarif_profile == "full":
        rules = Rules()
        return _log(report, options, _every_result(report, options, rules), rules, [])
    return _for_github(report, options)


def notices(report: Report, options: Options) -> tuple[str, ...]:
    """Return that findings are left out, where they are."""
    if options.sarif_profile == "full":
        return ()
    excused, cut = passed_over_words(report, options), left_out_words(left_out(report, options))
    told = (excused and f"{excused}; --sarif-profile full has them", cut and f"{cut}; so has --sarif-profile full")
    return tuple(f"sarif: {words}." for words in told if words)


def _for_github(report: Report, options: Options) -> Iterator[bytes]:
    """Yield a log that GitHub takes: fewer results where even the worst ones are too many bytes when packed."""
    most = MOST
    while True:
        found, missing = worst(outstanding(report, options), most)
        rules = Rules()
        seen: Counter[str] = Counter()
        results = iter([utf8(encode(_result(item, rules, seen, options))) for item in found])
        words = left_out_words(missing, most)
        notes = [_note("left-out", "warning", f"{words}.")] if words else []
        if words := passed_over_words(report, options):
            notes.append(_note("excused", "note", f"{words}."))
        whole = b"".join(_log(report, options, results, rules, notes))
        if len(whole) <= MOST_BYTES or len(gzip.compress(whole, mtime=0)) <= MOST_BYTES or not found:
            yield whole
            return
        most = len(found) // 2


def _log(
    report: Report, options: Options, results: Iterator[bytes], rules: Rules, notes: list[dict[str, Any]]
) -> Iterator[bytes]:
    """Yield a log of one run; the rules are written after the results, which name them."""
    full = options.sarif_profile == "full"
    chosen = [s for s in report.subjects if options.subject in (None, s.folder)]
    failures = _failures(report)
    invocation = {
        "executionSuccessful": not failures,
        "exitCode": report.exit_code,
        "toolExecutionNotifications": [*notes, *failures],
    }
    run = {
        **({"artifacts": _artifacts(chosen, options)} if full else {}),
        "automationDetails": {"id": _category(report, options)},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The working directory of the run."}}},
        **({"properties": {"subjects": [_sums(s) for s in chosen]}} if full else {}),
        "tool": {"driver": _driver(report.version, rules)},
    }
    one = members(run, "results", array([piece] for piece in results))
    yield from members({"$schema": SCHEMA, "version": "2.1.0"}, "runs", array([one]))
    yield b"\n"


def _driver(version: str, rules: Rules) -> dict[str, Any]:
    semantic = re.fullmatch(r"\d+\.\d+\.\d+(?:[-+].*)?", version)
    return {
        "name": "fairlabel",
        "version": version,
        **({"semanticVersion": version} if semantic else {}),
        "shortDescription": {"text": "Checks annotation suppliers against responsible data-enrichment standards."},
        "notifications": [
            {"id": "excused", "shortDescription": {"text": "What is waived or known is left out of this file."}},
            {"id": "left-out", "shortDescription": {"text": "Findings are left out of this file."}},
            {"id": "not-assessed", "shortDescription": {"text": "A subject could not be assessed."}},
            {"id": "rule-failed", "shortDescription": {"text": "A rule failed; nothing is said of the subject."}},
        ],
        "rules": rules.listed,
    }


def _category(report: Report, options: Options) -> str:
    """Return under which name an upload replaces the one before: the subject's own where there is one."""
    folders = [b.folder for b in report.invalid if options.subject in (None, b.folder)]
    ids = [s.id for s in report.subjects if options.subject in (None, s.folder)]
    one = ids if len(ids) == 1 and not folders else folders if len(folders) == 1 and not ids else []
    return f"fairlabel/{anchor(one[0].rsplit('/', 1)[-1])}/" if one else "fairlabel/"


def _every_result(report: Report, options: Options, rules: Rules) -> Iterator[bytes]:
    seen: Counter[str] = Counter()
    for item in items(report, options):
        yield utf8(encode(_result(item, rules, seen, options)))
    for subject in report.subjects:
        if options.subject in (None, subject.folder):
            for remark in _remarks(subject, rules, options):
                yield utf8(encode(remark))


def _result(item: Item, rules: Rules, seen: Counter[str], options: Options) -> dict[str, Any]:
    mark = fingerprint(item)
    seen[mark] += 1
    index = rules.index(item)
    result: dict[str, Any] = {
        "ruleId": rules.listed[index]["id"],
        "ruleIndex": index,
        "level": level(item),
        "message": {"text": literal(f"{clean(item.subject or item.folder)}: {message(item)}")},
        "locations": [_location(path(item, options.base), item.place)],
        "partialFingerprints": {"findingId/v1": name(item), "primaryLocationLineHash": f"{mark}:{seen[mark]}"},
        "properties": {
            "subject": clean(item.subject or item.folder),
            "severity": item.severity,
            "status": item.status,
            "gate": item.counts,
        },
    }
    if options.sarif_profile == "full":
        _add_all(result, item, options)
    return result


def _add_all(result: dict[str, Any], item: Item, options: Options) -> None:
    """Add what only the full profile has: kind, suppressions, where facts come from, scores and evidence."""
    kind = _KIND.get(item.standing) or _open_kind(item)
    result["kind"] = kind
    result["level"] = result["level"] if kind == "fail" else "none"
    if state := _BASELINE.get(baseline(item) or ""):
        result["baselineState"] = state
    result["suppressions"] = [_suppression(given, item, options)] if (given := waiver(item)) else []
    view = item.result
    if view is None:
        if item.standing == "error":
            result["kind"], result["level"] = "fail", "error"
        return
    related = [
        _location(path_of(item, fact["source"]["file"], options.base), None, fact_label(fact["name"]))
        for fact in view["facts"]
        if fact["source"] and fact["source"].get("rows") is not None
    ]
    if related:
        result["relatedLocations"] = related[:MOST_RELATED]
    result["properties"] |= {
        "standard": item.standard,
        "edition": item.edition,
        "profile": view["profile"],
        "credit": view["credit"],
        "conflict": view["conflict"],
        **({"baseline": view["baseline"]} if view.get("baseline") else {}),
        "evidence": {key: view["evidence"][key] for key in ("required", "found", "ids", "reviewed")},
    }


def _open_kind(item: Item) -> str:
    """Return ``review`` where a person has to look at what was given, ``open`` where something is missing."""
    short = item.result["evidence"]["short_of"] if item.result else ()
    return "review" if item.status == "met" or (item.status == "claimed" and _READING in short) else "open"


def _suppression(given: Mapping[str, Any], item: Item, options: Options) -> dict[str, Any]:
    place = given.get("place") or {}
    made: dict[str, Any] = {
        "kind": "external",
        "status": "accepted",
        "justification": clean(str(given["reason"])),
        "properties": {key: plain(given[key]) for key in ("approved_by", "from", "until", "remedy") if key in given},
    }
    if place.get("file"):
        where = Place(place["file"], place.get("line"), place.get("column"))
        made["location"] = _location(path_in("", (), place["file"], options.base), where)
    return made


def _location(file: str, place: Place | None, words: str = "") -> dict[str, Any]:
    """Return a location; where no line is known it is the first, since GitHub wants one."""
    target = uri(file)
    artifact = {"uri": target, **({} if target.startswith("file:") else {"uriBaseId": ROOT})}
    physical: dict[str, Any] = {"artifactLocation": artifact}
    location: dict[str, Any] = {"physicalLocation": physical}
    if place is not None:
        line, column = max(place.line or 1, 1), max(place.column or 1, 1)
        physical["region"] = {"startLine": line, "startColumn": column, "endLine": line, "endColumn": column + 1}
        if place.path:
            location["logicalLocations"] = [{"fullyQualifiedName": clean(place.path), "kind": "property"}]
    if words:
        location["message"] = {"text": literal(clean(words))}
    return location


def _remarks(subject: SubjectResult, rules: Rules, options: Options) -> Iterator[dict[str, Any]]:
    """Yield what was noticed about the inputs and decides nothing."""
    for remark in dict.fromkeys((*subject.findings, *subject.signals)):
        code = f"input/{anchor(remark.code)}"
        index = rules.index_of(code, f"{sentence_case(clean(remark.code))}: a remark on the inputs, no result.")
        place = remark.place if remark.place and remark.place.file else Place("questionnaire.yaml")
        todo = f" To do: {clean(remark.todo)}." if remark.todo else ""
        yield {
            "ruleId": code,
            "ruleIndex": index,
            "kind": "informational",
            "level": "none",
            "message": {"text": literal(f"{clean(subject.id)}: {clean(remark.message)}.{todo}")},
            "locations": [_location(path_in(subject.folder, elsewhere(subject), place.file, options.base), place)],
            "suppressions": [],
            "properties": {"subject": clean(subject.id), "severity": remark.severity},
        }


def _failures(report: Report) -> list[dict[str, Any]]:
    """Return what the run itself could not do: subjects that could not be read, rules that failed."""
    unread = [
        _note("not-assessed", "error", f"Nothing was assessed for {broken.folder}: {problem}")
        for broken in report.invalid
        for problem in first_of(broken.problems)
    ]
    failed = [
        _note("rule-failed", "error", f"{subject.id}: the rule of {standing.clause.requirement} failed")
        for subject in report.subjects
        for standard in subject.standards
        for standing in standard.standings
        if standing.status == "error"
    ]
    return unread + failed


def _note(code: str, loudness: str, text: str) -> dict[str, Any]:
    return {"descriptor": {"id": code}, "level": loudness, "message": {"text": literal(clean(text))}}


def _artifacts(subjects: list[SubjectResult], options: Options) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for subject in subjects:
        outside = elsewhere(subject)
        for file in subject.inputs:
            target = _location(path_in(subject.folder, outside, file.path, options.base), None)
            where = target["physicalLocation"]["artifactLocation"]
            found.setdefault(
                where["uri"],
                {"location": where, "hashes": {"sha-256": file.sha256}, "properties": {"role": file.role}},
            )
    return list(found.values())


def _sums(subject: SubjectResult) -> dict[str, Any]:
    return {
        "id": subject.id,
        "folder": subject.folder,
        "asOf": plain(subject.as_of),
        "verdict": subject.verdict,
        "standards": [
            {
                "id": standard.id,
                "edition": standard.edition,
                "profile": standard.profile,
                "verdict": standard.sum.verdict,
                "score": {
                    "shown": number(standard.sum.score.shown),
                    "claimed": number(standard.sum.score.claimed),
                    "possible": number(standard.sum.score.possible),
                    "max": number(standard.sum.score.max),
                },
                "coverage": number(standard.sum.coverage),
                "counts": dict(standard.sum.counts),
            }
            for standard in subject.standards
        ],
    }
