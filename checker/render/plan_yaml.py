"""A plan as YAML: rows that people edit, and below them what the plan remembers; the same plan gives the same bytes.

Read back by `checker.load.plan_yaml`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from checker.model.plan import PLAN, RECORD_REMARK, STATES, Key, Plan, Recorded, Row, Terms, Value, record_check, tidy

SCHEMA_FILE = "plan.schema.json"
_HEAD = f"""\
# yaml-language-server: $schema={SCHEMA_FILE}
# Corrective action plan. Edit remedy, owner, due, target, state, done and notes; keys of your own are kept.
#   owner: supplier, buyer, both, or a role (no person's name)        due: YYYY-MM-DD
#   target: met, partly_met, or the share of the requirement's weight that is to be shown, such as 0.5
#   state: {", ".join(STATES)}. "done" is your own word: workers' or an assessor's evidence confirms it.
# The rest of a row is written anew by: fairlabel plan update. A plan changes no result and no score."""
_RECORD = f"""\
{RECORD_REMARK}, so that a later day, a weaker target or a row that is gone is seen. Leave it as it is."""
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./@-]*( [A-Za-z0-9_./@(-][A-Za-z0-9_./@()-]*)*")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "n/a", "tbd", "see attached"}
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def plan_yaml(plan: Plan) -> bytes:
    """Return ``plan`` in UTF-8."""
    return ("\n".join(_lines(plan)) + "\n").encode("utf-8", "backslashreplace")


def _lines(plan: Plan) -> Iterator[str]:
    yield from _HEAD.split("\n")
    yield f"fairlabel: {PLAN}"
    yield f"subject: {scalar(plan.subject)}"
    yield f"as_of: {plan.as_of or ''}".rstrip()
    yield "actions:" if plan.rows else "actions: []"
    for row in plan.rows:
        yield ""
        yield from _row(row)
    yield ""
    yield _RECORD
    yield "record:" if plan.record else "record: []"
    for one in sorted(plan.record, key=lambda one: one.key):
        yield from _recorded(one)
    yield f"check: {record_check(plan)}"


def _row(row: Row) -> Iterator[str]:
    about = row.about
    yield from _first(row.key, "  - ")
    told: dict[str, Value] = {
        "title": about.title, "severity": about.severity, "result": about.result, "why": about.why,
        "expected": about.expected, "effect": about.effect, "stands": about.stands,
    }  # fmt: skip
    for name, value in told.items():
        if value not in ("", None):
            yield from _pair(name, value)
    written: dict[str, Value] = {
        "remedy": row.remedy, "owner": row.terms.owner, "due": str(row.terms.due or ""), "target": row.terms.target,
        "state": row.state, "done": row.done, "notes": row.notes,
    }  # fmt: skip
    for name, value in written.items():
        yield from _pair(name, value)
    for name, value in row.more:
        yield from _pair(scalar(" ".join(tidy(name).split())), value)


def _first(key: Key, lead: str) -> Iterator[str]:
    standard, edition, requirement = key
    yield f"{lead}requirement: {scalar(requirement)}"
    yield f"{' ' * len(lead)}standard: {scalar(f'{standard}@{edition}')}"


def _pair(name: str, value: Value) -> Iterator[str]:
    """Yield a key with its value; a text of several lines as a block."""
    value = tidy(value) if isinstance(value, str) else value
    if isinstance(value, str) and "\n" in value:
        yield f"    {name}: |-"
        yield from (f"      {line}".rstrip() if not line else f"      {line}" for line in value.split("\n"))
    else:
        yield f"    {name}: {_day_or_scalar(name, value)}".rstrip()


def _day_or_scalar(name: str, value: Value) -> str:
    return str(value) if name in ("due", "target") else scalar(value)


def scalar(value: Value) -> str:
    """Return one value as it stands in YAML: what could be read as something else is quoted.

    >>> scalar("supplier"), scalar("no"), scalar("a: b"), scalar(0.5), scalar(""), scalar(True)
    ('supplier', '"no"', '"a: b"', '0.5', '', 'true')
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return json.dumps(int(value) if float(value).is_integer() and abs(value) < 1e15 else value)
    if _PLAIN.fullmatch(value) and value.casefold() not in _WORDS and len(value) < 2000:
        return value
    return _ESCAPED.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(value, ensure_ascii=False))


def _recorded(one: Recorded) -> Iterator[str]:
    yield from _first(one.key, "  - ")
    yield f"    on: {one.on or ''}".rstrip()
    yield f"    agreed: {_terms(one.agreed)}"
    yield f"    last: {_terms(one.last)}"
    yield f"    state: {one.state}"
    yield f"    result: {scalar(one.result)}"
    if one.changes:
        yield "    changes:"
    for c in one.changes:
        told = [f"on: {c.on}", f"by: {_quoted(c.by)}", f"what: {c.what}"]
        told += [f"before: {_quoted(c.before)}", f"after: {_quoted(c.after)}"]
        told += ["agreed: true"] if c.agreed else []
        yield f"      - {{{', '.join(told)}}}"


def _terms(terms: Terms) -> str:
    return f"{{owner: {_quoted(terms.owner)}, due: {terms.due or 'null'}, target: {terms.target}}}"


def _quoted(text: str) -> str:
    return _ESCAPED.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(text, ensure_ascii=False))
