"""The small parts of an OSCAL document: text as OSCAL allows it, properties, time stamps, parties, resources.

OSCAL reads titles and descriptions as Markdown, so text from other hands is escaped; it asks for a time zone with
every stamp, and takes years from 1900 to 2999 only. Nothing here knows what an assessment is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from checker.render.clean import clean, escape_markdown, path_reference
from checker.render.json_results import encode, utf8
from checker.render.stable_ids import stable_id

OSCAL_VERSION = "1.2.1"
"""The release that is written; its validators refuse a later one."""
NS = "urn:fairlabel:oscal:1"
"""Namespace of this tool's own properties."""
NOT_GIVEN = "not given"
NO_DAY = "1970-01-01T00:00:00Z"
"""Stands where OSCAL asks for a stamp and no day is known; a property beside it says so."""
View = Mapping[str, Any]
Json = dict[str, Any]
_TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_YEARS = range(1900, 3000)


def line(text: object) -> str:
    """Return ``text`` for a title: one line on which Markdown and HTML mean nothing; never empty."""
    return escape_markdown(str(text)).strip() or NOT_GIVEN


def prose(*paragraphs: object) -> str:
    """Return ``paragraphs`` for a description, those that are empty left out; never empty."""
    return "\n\n".join(shown for p in paragraphs if p and (shown := escape_markdown(str(p)).strip())) or NOT_GIVEN


def word(value: object) -> str:
    """Return ``value`` on one line without space around it; never empty."""
    return clean(str(value)).strip() or NOT_GIVEN


def prop(name: str, value: object) -> Json:
    """Return a property of this tool's; ``value`` on one line, never empty."""
    return {"name": name, "ns": NS, "value": word(value)}


def props(values: Mapping[str, object]) -> list[Json]:
    """Return one property for each value that is there."""
    return [prop(name, _told(value)) for name, value in values.items() if value is not None and value != ""]


def token(text: str) -> str:
    """Return ``text`` as an OSCAL token: as it is where it is one, else with what may not stand in it replaced.

    >>> token("PAI-PAY-01"), token("1.1 a")[:7]
    ('PAI-PAY-01', '_1.1_a-')
    """
    if _TOKEN.fullmatch(text):
        return text
    kept = re.sub(r"[^A-Za-z0-9_.-]+", "_", text)[:40]
    return f"_{kept}-{stable_id('token', text)[:8]}"


def stamp(day: date | str | None, end_of_day: bool = False) -> str | None:
    """Return the first (or last) second of ``day`` in UTC; None without a day, and for a year that OSCAL refuses.

    >>> stamp("2026-06-30"), stamp(date(2026, 6, 30), end_of_day=True), stamp("0999-01-01")
    ('2026-06-30T00:00:00Z', '2026-06-30T23:59:59Z', None)
    """
    known = date.fromisoformat(day) if isinstance(day, str) else day
    if known is None or known.year not in _YEARS:
        return None
    return f"{known.isoformat()}T{'23:59:59' if end_of_day else '00:00:00'}Z"


def metadata(title: str, head: View, subjects: Iterable[View], extra: Mapping[str, object]) -> Json:
    """Return a document's metadata: dated by the latest day of assessment, one party a subject."""
    chosen = list(subjects)
    latest = max((s["as_of"] for s in chosen if stamp(s["as_of"])), default=None)
    tool = head["tool"]
    told = {
        "tool": f"{tool['name']} {tool['version']}",
        "report-schema": head["schema"],
        "date-unknown": None if latest else "no day of assessment is known; the stamp stands for none",
        **extra,
    }
    return {
        "title": title,
        "last-modified": stamp(latest) or NO_DAY,
        "version": latest or "undated",
        "oscal-version": OSCAL_VERSION,
        "props": [*props(told), *(prop("not-assessed", _broken(i)) for i in head["invalid"])],
        **({"parties": [_party(s) for s in chosen]} if chosen else {}),
        "remarks": prose(
            "A gap report on what was shown to the tool, as of the day named in each part. It is no certificate, and "
            "nobody has signed it. Stamps are the first or last second of a day in UTC.",
            *(f"Nothing was assessed for {i['folder']}: {'; '.join(i['problems'])}" for i in head["invalid"]),
        ),
    }


def head_of(subject: View) -> View:
    """Return what the parts after the lists need of a subject: little enough to be kept of thousands."""
    return {name: subject[name] for name in ("id", "name", "kind", "country", "folder", "as_of", "evidence")}


def party_id(subject: View) -> str:
    """Return the id of the party that a subject is."""
    return stable_id("party", subject["id"])


def tool_assets(head: View, *owner: str) -> Json:
    """Return the tool as the asset that made the assessment; ``owner`` names the part that it stands in."""
    component = tool_id(*owner)
    tool = head["tool"]
    return {
        "components": [
            {
                "uuid": component,
                "type": "software",
                "title": line(tool["name"]),
                "description": "Judges every requirement on what was shown, and not on what was said.",
                "props": [{"name": "version", "value": word(tool["version"])}],
                "status": {"state": "operational"},
            }
        ],
        "assessment-platforms": [
            {"uuid": stable_id("platform", *owner), "uses-components": [{"component-uuid": component}]}
        ],
    }


def tool_id(*owner: str) -> str:
    """Return the id of the tool in the part that ``owner`` names."""
    return stable_id("tool", *owner)


def resources(subjects: Iterable[View]) -> list[Json]:
    """Return one resource of the back matter for each thing shown, its files with their hashes."""
    return [_resource(subject, exhibit) for subject in subjects for exhibit in subject["evidence"]]


def resource_id(subject: View, evidence: str) -> str:
    """Return the id of the resource that one thing shown is."""
    return stable_id("resource", subject["id"], evidence)


def write(kind: str, members: Iterable[tuple[str, Any]]) -> Iterator[bytes]:
    """Yield a document of one root ``kind``, a line for each part of its larger members.

    A member that is an iterator is an array, whose items are made while they are written; one without items is left
    out, since OSCAL takes no empty array.
    """
    yield utf8(f"{{{encode(kind)}:{{")
    start = b"\n"
    for name, value in members:
        lead = start + utf8(f"{encode(name)}:")
        if isinstance(value, Iterator):
            between = lead + b"[\n"
            for item in value:
                yield between + utf8(_spread(item, 2 if name == "results" else 0))
                between = start = b",\n"
            yield b"\n]" if between == b",\n" else b""
        else:
            yield lead + utf8(_spread(value, 1))
            start = b",\n"
    yield b"\n}}\n"


def _spread(value: Any, depth: int) -> str:
    """Return JSON with line ends in the outermost ``depth`` levels: what changed between two reports is a few lines."""
    if depth and isinstance(value, dict) and value:
        inside = ",\n".join(f"{encode(key)}:{_spread(value[key], depth - 1)}" for key in sorted(value))
        return f"{{\n{inside}\n}}"
    if depth and isinstance(value, list) and value:
        inside = ",\n".join(encode(item) for item in value)
        return f"[\n{inside}\n]"
    return encode(value)


def _told(value: object) -> object:
    return ("no", "yes")[value] if isinstance(value, bool) else value


def _broken(invalid: View) -> str:
    return f"{invalid['folder']}: {'; '.join(invalid['problems'])}"


def _party(subject: View) -> Json:
    told = {"subject": subject["id"], "kind": subject["kind"], "country": subject["country"]}
    name = word(subject["name"]) if subject["name"].strip() else word(subject["id"])
    return {"uuid": party_id(subject), "type": "organization", "name": name, "props": props(told)}


def _resource(subject: View, exhibit: View) -> Json:
    files = exhibit["files"]
    told = {
        "subject": subject["id"],
        "folder": subject["folder"],
        "evidence": exhibit["id"],
        "kind": exhibit["kind"],
        "collector": exhibit["collector"],
        "level": exhibit["level"],
        "issued": exhibit["issued"],
        "respondents": exhibit["respondents"],
    }
    return {
        "uuid": resource_id(subject, exhibit["id"]),
        "title": line(f"{exhibit['id']} ({exhibit['kind'].replace('_', ' ')}) of {subject['id']}"),
        "props": props(told),
        **({"rlinks": [_rlink(file) for file in files]} if files else {}),
        **({"remarks": prose(exhibit["problem"])} if exhibit["problem"] else {}),
    }


def _rlink(file: View) -> Json:
    known = _SHA256.fullmatch(file["sha256"] or "")
    hashes = {"hashes": [{"algorithm": "SHA-256", "value": file["sha256"]}]} if known else {}
    return {"href": path_reference(file["path"]), **hashes}
