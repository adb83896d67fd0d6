"""Everything that is known of one subject, by name: answers, scope, vendor, evidence, pay.

Copies what sources say; weighs nothing and judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from checker.model.evidence import EvidenceItem, Level
from checker.model.facts import Fact, Facts
from checker.model.questionnaire import AssessorFile, Questionnaire, Site, SurveyAnswer

NO_ANSWER = {
    "missing": "no answer",
    "": "no answer",
    "declined": "declined to answer",
    "not_known": "answered: not known",
    "claimed_not_applicable": "said not to apply",
}


_NAMES: dict[str, str] = {}
"""Question -> name of its fact: as many as there are questions."""
_new = tuple.__new__
"""Makes a fact in a third of the time that its own constructor takes; all fields have to be given."""


def derive_facts(
    questionnaire: Questionnaire,
    assessor: AssessorFile,
    wages: Mapping[str, tuple[Fact, ...]],
    wages_absent: str,
) -> Facts:
    """Return the facts of one subject.

    ``wages`` holds pay facts by name (or ``name@method``); ``wages_absent`` says why a pay fact
    that is not in it is missing.
    """
    table = _answers(questionnaire)
    table.update(_scope(questionnaire))
    table.update(_vendor(questionnaire))
    table.update(_evidence([*questionnaire.evidence.values(), *assessor.evidence]))
    table.update(survey_facts(assessor.surveys))
    table.update(wages)
    return Facts(table, {"wages.": wages_absent, "workers.": "no survey or record from workers was given"})


def _answers(questionnaire: Questionnaire) -> dict[str, tuple[Fact, ...]]:
    table: dict[str, tuple[Fact, ...]] = {}
    kind, most = questionnaire.kind, Level.WORKER_MEASURED
    for answer in questionnaire.answers.values():
        question, value, no_answer, evidence, _, place, complete, low, high, unit = answer
        name = _NAMES.get(question) or _NAMES.setdefault(question, "answers." + question)
        reason = NO_ANSWER[no_answer] if value is None else ""
        fields = (name, value, low, high, unit, evidence, most, kind, True, place, None, complete, reason, "")
        table[name] = (_new(Fact, fields),)
    return table


def _scope(questionnaire: Questionnaire) -> dict[str, tuple[Fact, ...]]:
    scope = questionnaire.scope
    place = scope.place
    shown = _common_evidence(site.evidence for site in scope.sites)
    facts = {
        "scope.sites": Fact(
            "scope.sites",
            tuple(_site(s) for s in scope.sites) or None,
            items=shown, place=place, complete=True, absent="" if scope.sites else "no site is given",
        ),
        "scope.services": Fact(
            "scope.services", scope.services or None, place=place, complete=True,
            absent="" if scope.services else "no service is given",
        ),
        "scope.period_from": Fact(
            "scope.period_from", scope.period.start, place=place,
            absent="" if scope.period.start else "the period has no start",
        ),
        "scope.period_to": Fact(
            "scope.period_to", scope.period.end, place=place,
            absent="" if scope.period.end else "the period has no end",
        ),
    }  # fmt: skip
    count = scope.headcount
    facts["scope.headcount"] = Fact(
        "scope.headcount", count, count, count, "workers", shown, place=place,
        absent="" if count is not None else "a site gives no headcount",
    )  # fmt: skip
    return {name: (fact,) for name, fact in facts.items()}


def _site(site: Site) -> dict[str, Any]:
    fields = {
        "place": site.place,
        "country": site.country,
        "region": site.region,
        "city": site.city,
        "area": site.area,
        "headcount": site.headcount,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _common_evidence(lists: Iterable[tuple[EvidenceItem, ...]]) -> tuple[EvidenceItem, ...]:
    """Return the items that stand behind every site; one bare site leaves the list as stated."""
    first, *rest = [*lists] or [()]
    return tuple(item for item in first if all(item in other for other in rest))


def _vendor(questionnaire: Questionnaire) -> dict[str, tuple[Fact, ...]]:
    place = questionnaire.scope.place
    values: dict[str, str | tuple[str, ...]] = {
        "vendor.id": questionnaire.id,
        "vendor.name": questionnaire.name,
        "vendor.country": questionnaire.country,
        "vendor.kinds": questionnaire.kinds,
    }
    return {
        name: (
            Fact(
                name,
                value or None,
                items=questionnaire.kinds_evidence if name == "vendor.kinds" else (),
                place=place,
                complete=True,
                absent="" if value else "not given",
            ),
        )
        for name, value in values.items()
    }


def survey_facts(surveys: Iterable[SurveyAnswer]) -> dict[str, tuple[Fact, ...]]:
    """Return the share of favourable answers to each item of each survey of workers."""
    table: dict[str, tuple[Fact, ...]] = {}
    for survey in surveys:
        # Whoever took part and left this item out stands behind no answer to it.
        item = replace(survey.evidence, respondents=min(survey.counted, survey.evidence.respondents or survey.counted))
        share = survey.favourable / survey.counted if survey.counted else None
        own = item.collector in ("supplier", "buyer")
        fact = Fact(
            survey.item, share, share, share, "share", (item,), collector=item.collector, own=own, place=survey.place,
            absent="" if share is not None else "nobody answered the item",
        )  # fmt: skip
        table[survey.item] = (*table.get(survey.item, ()), fact)
    return table


def _evidence(items: Iterable[EvidenceItem]) -> dict[str, tuple[Fact, ...]]:
    table: dict[str, tuple[Fact, ...]] = {}
    for item in items:
        name = "evidence." + item.kind
        own = item.collector in ("supplier", "buyer")
        fact = Fact(name, item.id, items=(item,), collector=item.collector, own=own, place=item.place)
        table[name] = (*table.get(name, ()), fact)
    return table
