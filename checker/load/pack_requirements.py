"""One theme file of a pack: its requirements, field by field, with every mistake noted.

What a condition means is not judged here; whether it can be is (`checker.load.pack_facts`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from checker.load.pack_facts import FactTable, check_condition
from checker.load.pack_fields import Fields
from checker.load.problems import suggest
from checker.model.codes import is_country
from checker.model.condition import Condition, Path, facts_read
from checker.model.evidence import LEVELS, Level, Place
from checker.model.standard import (
    ALWAYS,
    Case,
    Claim,
    CreditBand,
    EvidencePolicy,
    InForce,
    Remedy,
    Requirement,
    Source,
)
from checker.model.statuses import SEVERITIES, STATUSES

FIELDS = (
    "id", "aliases", "title", "theme", "subject", "scope", "profile", "severity", "in_force", "applies_when",
    "satisfied_when", "credit", "claim", "evidence", "remedy", "why", "source", "threshold_origin",
    "normative_status", "maps_to", "note", "threshold", "cases",
)  # fmt: skip
SIDES = ("supplier", "buyer", "both")
NEEDED_CASES = ("met", "not_met", "unknown")


def read_requirement(fields: Fields, table: FactTable, theme: str) -> Requirement:
    """Return the requirement in ``fields``; what is wrong with it is noted in ``fields.problems``."""
    fields.only(FIELDS)
    severity = fields.choice("severity", SEVERITIES)
    if fields.text("theme", needed=False) not in ("", theme):
        fields.wrong(("theme",), f"stands in the file of the theme {theme!r}")
    kinds = fields.texts("scope")
    known = [option.id for option in table.bank.vendor_kinds]
    for i, kind in enumerate(kinds):
        if known and kind not in known:
            fields.wrong(("scope", i), f"{kind!r} is no kind of supplier", suggest(kind, known))
    satisfied = _condition(fields, ("satisfied_when",), table)
    evidence = _evidence(fields, table, severity)
    if satisfied is not None and evidence.review != "required" and _reads_free_text(satisfied, table):
        todo = "write review: required, so that somebody reads what is said"
        fields.wrong(("evidence",), "any word satisfies a question that is answered in free text", todo)
    return Requirement(
        id=fields.text("id"),
        title=fields.words("title"),
        theme=theme,
        subject=cast(Any, fields.choice("subject", SIDES)),
        kinds=kinds,
        profile=cast(Any, fields.choice("profile", ("core", "extended"), "core")),
        severity=cast(Any, severity),
        in_force=read_in_force(fields),
        applies_when=_condition(fields, ("applies_when",), table) if "applies_when" in fields.value else None,
        satisfied_when=cast(Any, satisfied),
        credit=_bands(fields, table),
        claim=_claim(fields, table),
        evidence=evidence,
        remedy=_remedy(fields),
        why=fields.words("why"),
        source=_source(fields),
        threshold_origin=cast(Any, fields.choice("threshold_origin", ("source", "tool_choice", "adjacent_source"))),
        normative_status=fields.text("normative_status", needed=False),
        cases=_cases(fields, table),
        place=fields.place(),
        aliases=fields.texts("aliases"),
        maps_to=fields.texts("maps_to"),
        note=fields.text("note", needed=False),
        threshold=fields.text("threshold", needed=False),
    )


def read_in_force(fields: Fields) -> InForce:
    """Return from when until when, and where, something is in force."""
    inside = fields.inside("in_force", needed=False)
    if inside is None:
        return ALWAYS
    inside.only(("from", "until", "countries"))
    start, end, countries = inside.day("from"), inside.day("until"), inside.texts("countries")
    if start and end and end < start:
        inside.wrong(("until",), "lies before its start")
    for i, code in enumerate(countries):
        if not is_country(code):
            inside.wrong(("countries", i), f"{code!r} is no country that ISO 3166-1 knows")
    return InForce(start, end, countries)


def _condition(fields: Fields, path: Path, table: FactTable) -> Condition | None:
    from checker.model.condition_parser import parse_partly

    raw: Any = fields.value
    for step in path:
        if isinstance(raw, Mapping) and step not in raw:
            fields.wrong(path[:-1], f"{step!r} is missing")
            return None
        raw = raw[step]
    start = fields.document.problem((*fields.path, *path), "")
    condition, problems = parse_partly(raw, lambda p: fields.place(*path, *p))
    for problem in problems:
        where = f"{start.where}{'' if problem.where.startswith('[') else '.'}{problem.where}".rstrip(".")
        fields.problems.add(problem._replace(where=where))

    def wrong(place: Place, what: str, todo: str) -> None:
        fields.problems.add(start._replace(line=place.line, column=place.column, what=what, todo=todo))

    if condition is not None:
        check_condition(condition, table, wrong, answered=path[0] == "claim")
    return condition if not problems else None


def _reads_free_text(condition: Condition, table: FactTable) -> bool:
    """Return whether ``condition`` reads an answer in the subject's own words, which nothing here understands."""
    asked = (table.bank.questions.get(name.removeprefix("answers.")) for name in facts_read(condition))
    return any(question is not None and question.type == "text" for question in asked)


def _bands(fields: Fields, table: FactTable) -> tuple[CreditBand, ...]:
    bands = []
    for i, band in enumerate(fields.each("credit")):
        band.only(("when", "give"))
        give = float(band.number("give"))
        if not 0 < give < 1:
            band.wrong(("give",), f"a band gives more than 0 and less than 1, not {give:g}")
        when = _condition(fields, ("credit", i, "when"), table)
        if when is not None:
            bands.append(CreditBand(when, give))
    return tuple(sorted(bands, key=lambda b: -b.give))


def _claim(fields: Fields, table: FactTable) -> Claim | None:
    if "claim" not in fields.value:
        return None
    raw = fields.value["claim"]
    relation = None
    if isinstance(raw, Mapping) and "when" in raw:
        inside = cast(Fields, fields.inside("claim"))
        inside.only(("when", "relation"))
        relation = cast(Any, inside.choice("relation", ("equals", "at_least", "at_most")))
        when = _condition(fields, ("claim", "when"), table)
    else:
        when = _condition(fields, ("claim",), table)
    return Claim(when, relation) if when is not None else None


def _evidence(fields: Fields, table: FactTable, severity: str) -> EvidencePolicy:
    inside = fields.inside("evidence")
    if inside is None:
        return EvidencePolicy(Level.RECORDED, frozenset(), None, "required")
    inside.only(("at_least", "kinds", "max_age", "review"))
    level = LEVELS[inside.choice("at_least", [word for word in LEVELS if word != "none"])]
    if level <= Level.STATED and severity in ("critical", "major"):
        inside.wrong(("at_least",), f"a statement alone cannot show what is {severity}", "ask for documented or more")
    kinds = inside.texts("kinds")
    if not kinds and level > Level.STATED:
        inside.wrong((), "no kind of evidence is listed, so nothing could show it", "list kinds")
    for i, kind in enumerate(kinds):
        if table.bank.kinds and kind not in table.bank.kinds:
            inside.wrong(("kinds", i), f"evidence kind {kind!r} is unknown", suggest(kind, table.bank.kinds))
    review = inside.choice("review", ("optional", "required"), "required" if severity == "critical" else "optional")
    return EvidencePolicy(level, frozenset(kinds), inside.span("max_age"), cast(Any, review), kinds)


def _remedy(fields: Fields) -> Remedy | None:
    inside = fields.inside("remedy")
    if inside is None:
        return None
    inside.only(("owner", "due", "text"))
    due = inside.span("due")
    if due is None and "due" not in inside.value:
        inside.wrong((), "'due' is missing")
    days = due.months * 30 + due.days if due else 0
    return Remedy(cast(Any, inside.choice("owner", SIDES)), days, inside.words("text"))


def _source(fields: Fields) -> Source:
    inside = fields.inside("source")
    if inside is None:
        return Source("", "", None, "", "no")
    inside.only(("document", "section", "year", "url", "read"))
    year = inside.value.get("year")
    if year is not None and not isinstance(year, int):
        inside.wrong(("year",), "needs a year")
    document, section = inside.text("document"), inside.text("section", needed=False)
    url = inside.text("url", needed=False)
    read = inside.choice("read", ("text", "summary", "no"))
    return Source(document, section, year if isinstance(year, int) else None, url, cast(Any, read))


def _cases(fields: Fields, table: FactTable) -> tuple[Case, ...]:
    cases = []
    for case in fields.each("cases"):
        case.only(("name", "given", "expect", "level"))
        given = case.value.get("given")
        if not isinstance(given, Mapping):
            case.wrong(("given",), "needs a mapping of facts to values; {} for none")
            given = {}
        for name in given:
            if table.type_of(str(name).split("@")[0]) is None:
                case.wrong(("given", name), f"fact {name!r} is unknown", table.suggestion(name))
        level = LEVELS[case.choice("level", LEVELS)] if "level" in case.value else None
        expect = case.choice("expect", STATUSES)
        cases.append(Case(case.text("name"), _plain(given), cast(Any, expect), level, case.place()))
    missing = [status for status in NEEDED_CASES if status not in {c.expect for c in cases}]
    if missing:
        fields.wrong(("cases",), f"no case expects {', '.join(missing)}", "add worked cases with `given` and `expect`")
    return tuple(cases)


def _plain(value: Any) -> Any:
    """Return a value as read from a file without the places of its parts."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value
