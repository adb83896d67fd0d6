"""Whom requirements are for, and what about a subject holds its verdict open whatever they come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from checker.assess.kinds import holds, left_out, select
from checker.model.evidence import EvidenceItem, Level, Period, Place
from checker.model.questionnaire import NO_ASSESSOR, AssessorFile, Decision, Questionnaire, Scope, Site
from checker.model.standard import Requirement
from tests.worlds import PACKS, pack

STANDARD = pack(PACKS[0]).standard
PLACE = Place("questionnaire.yaml", 1, 1)
HALF_YEAR = Period(date(2026, 1, 1), date(2026, 6, 30))


def register(level: Level) -> EvidenceItem:
    return EvidenceItem("reg", "register", "supplier", level, (), PLACE)


def site(*evidence: EvidenceItem) -> Site:
    return Site("KE", "KE", None, None, None, 60, evidence, PLACE)


def subject(**changes: Any) -> Questionnaire:
    period = changes.pop("period", HALF_YEAR)
    sites = changes.pop("sites", (site(register(Level.DOCUMENTED)),))
    fields: dict[str, Any] = {
        "id": "a", "kind": "supplier", "name": "A", "country": "KE", "kinds": ("bpo",), "kinds_evidence": (),
        "template": "annotation-supplier", "folder": "a", "file": "questionnaire.yaml",
        "scope": Scope(period, sites, (), PLACE), "evidence": {}, "answers": {}, "responses": {}, "suppliers": (),
        "inputs": (), "findings": (), "sections": {},
    }  # fmt: skip
    return Questionnaire(**{**fields, **changes})


def assessor(kind: Any, value: Any = None) -> AssessorFile:
    decision = Decision(None, kind, None, value, date(2026, 7, 1), "seen", "auditor", "B", PLACE)
    return AssessorFile("auditor", "B", (decision,), (), ())


def requirement(name: str, **changes: Any) -> Requirement:
    return replace(STANDARD.requirements[0], **{"id": name, "subject": "both", "kinds": (), **changes})


FOUR = replace(STANDARD, requirements=(
    requirement("EVERYONE"), requirement("BUYER", subject="buyer"), requirement("SUPPLIER", subject="supplier"),
    requirement("CROWD", kinds=("crowd_platform",), severity="major"),
))  # fmt: skip


def names(requirements: tuple[Requirement, ...]) -> list[str]:
    return [r.id for r in requirements]


def test_a_duty_of_the_buyer_never_counts_against_a_supplier() -> None:
    kept, missing = select(FOUR, subject(), NO_ASSESSOR)
    assert names(kept) == ["EVERYONE", "SUPPLIER"]
    assert names(missing) == ["CROWD"]
    kept, _ = select(FOUR, subject(kind="buyer", kinds=()), NO_ASSESSOR)
    assert names(kept) == ["EVERYONE", "BUYER", "CROWD"]


def test_without_a_kind_nothing_is_left_out() -> None:
    assert names(select(FOUR, subject(kinds=()), NO_ASSESSOR)[1]) == []


def test_an_assessor_says_which_kind_it_is() -> None:
    kept, missing = select(FOUR, subject(), assessor("kinds", ["crowd_platform"]))
    assert "CROWD" in names(kept)
    assert missing == ()


def test_what_is_left_out_is_named_with_its_weight() -> None:
    (entry,) = left_out(FOUR, select(FOUR, subject(), NO_ASSESSOR)[1], "for other kinds")
    assert (entry["id"], entry["weight"], entry["why"]) == ("CROWD", 4, "for other kinds")


CROWD = (FOUR.requirements[3],)
MINOR = (replace(FOUR.requirements[3], severity="minor"),)
HOLDS: list[tuple[str, Questionnaire, AssessorFile, tuple[Requirement, ...], date | None, list[str]]] = [
    ("nothing", subject(), NO_ASSESSOR, (), None, []),
    ("kinds leave out a major one", subject(), NO_ASSESSOR, CROWD, None, ["CROWD"]),
    ("kinds leave out a minor one", subject(), NO_ASSESSOR, MINOR, None, []),
    ("kinds confirmed", subject(), assessor("kinds", ["bpo"]), CROWD, None, []),
    ("headcount stated", subject(sites=(site(register(Level.STATED)),)), NO_ASSESSOR, (), None, ["headcount"]),
    ("headcount bare", subject(sites=(site(),)), NO_ASSESSOR, (), None, ["headcount"]),
    ("one of two sites bare", subject(sites=(site(register(Level.RECORDED)), site())), NO_ASSESSOR, (), None,
     ["headcount"]),
    ("headcount confirmed", subject(sites=(site(),)), assessor("scope"), (), None, []),
    ("a buyer has no headcount", subject(kind="buyer", sites=()), NO_ASSESSOR, (), None, []),
    ("no site", subject(sites=()), NO_ASSESSOR, (), None, ["site"]),
    ("no site, whatever was counted", subject(sites=()), assessor("scope", {"headcount": 60}), (), None, ["site"]),
    ("nobody counted", subject(sites=(replace(site(), headcount=None),)), assessor("scope"), (), None, ["headcount"]),
    ("the end of the calendar", subject(period=Period(date(9999, 11, 30), date.max)), NO_ASSESSOR, (), date.max,
     ["3 months"]),
    ("a period without end in sight", subject(period=Period(date(2026, 1, 1), date.max)), NO_ASSESSOR, (), date.max,
     []),
    ("three months", subject(period=Period(date(2026, 4, 1), date(2026, 6, 30))), NO_ASSESSOR, (), None, []),
    ("a day less", subject(period=Period(date(2026, 4, 2), date(2026, 6, 30))), NO_ASSESSOR, (), None, ["3 months"]),
    ("short, though confirmed", subject(period=Period(date(2026, 6, 1), date(2026, 6, 30))), assessor("scope"), (),
     None, ["3 months"]),
    ("twelve months before the gate", subject(), NO_ASSESSOR, (), date(2027, 6, 30), []),
    ("a day over", subject(), NO_ASSESSOR, (), date(2027, 7, 1), ["12 months"]),
    ("all at once", subject(sites=(site(),), period=Period(date(2026, 6, 1), date(2026, 6, 30))), NO_ASSESSOR, CROWD,
     date(2028, 1, 1), ["CROWD", "headcount", "3 months", "12 months"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "given", "file", "missing", "gate", "words"), HOLDS, ids=[row[0].replace(" ", "_") for row in HOLDS]
)
def test_holds(
    why: str,
    given: Questionnaire,
    file: AssessorFile,
    missing: tuple[Requirement, ...],
    gate: date | None,
    words: list[str],
) -> None:
    found = holds(given, file, missing, gate)
    assert len(found) == len(words), found
    assert all(word in reason for word, reason in zip(words, found, strict=True)), found
