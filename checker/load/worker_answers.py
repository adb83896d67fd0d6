"""What workers answered, as counts: ``workers: {survey-2026: {paid_on_time: {always: 30, never: 2}}}``.

Counts only: a row a person would be data on workers, which never leave the hands of those who collected them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.load.no_answer import is_no_answer
from checker.load.sheet import Sheet, show
from checker.load.yaml_document import Map, Steps
from checker.model.evidence import EvidenceItem
from checker.model.questionnaire import SurveyAnswer
from checker.model.questions import SurveyItem


def read_surveys(
    sheet: Sheet, node: Any, evidence: Mapping[str, EvidenceItem | None], items: Mapping[str, SurveyItem]
) -> tuple[SurveyAnswer, ...]:
    """Return the counts of every item of every survey, in the order of the file."""
    found: list[SurveyAnswer] = []
    surveys = sheet.mapping(node, ("workers",), evidence, what="workers") or Map()
    for name in surveys:
        item = evidence.get(name)
        if item is None:
            continue
        path: Steps = ("workers", name)
        short = [fact.partition(".")[2] for fact in items]
        for question in sheet.mapping(surveys[name], path, short, what="a survey") or Map():
            asked = items.get(f"workers.{question}")
            if asked is not None:
                answer = _answer(sheet, surveys[name][question], (*path, question), item, asked)
                found += [answer] if answer is not None else []
    return tuple(found)


def _answer(sheet: Sheet, node: Any, path: Steps, evidence: EvidenceItem, asked: SurveyItem) -> SurveyAnswer | None:
    options = [option.id for option in asked.question.options]
    raw = sheet.mapping(node, path, options, what="the answers to an item")
    if raw is None:
        return None
    counts: dict[str, int] = {}
    for option, count in raw.items():
        if option not in options or is_no_answer(count):
            continue
        if type(count) is not int or count < 0:
            sheet.wrong((*path, option), f"{show(count)} is no number of workers", "write how many chose it, 0 or more")
        else:
            counts[option] = count
    total = sum(counts.values())
    if evidence.respondents is not None and total > evidence.respondents:
        what = f"{total} answers from {evidence.respondents} workers: each answers once"
        sheet.wrong(path, what, "check the counts, and n of the survey")
    favourable = sum(counts.get(option, 0) for option in asked.favourable)
    counted = total - sum(counts.get(option, 0) for option in asked.left_out)
    return SurveyAnswer(asked.question.id, counts, favourable, counted, evidence, sheet.place(path))
