"""What one subject's page holds, in order: the view, sorted and counted for HTML and Markdown templates.

Both templates draw the same page; neither computes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from checker.model.assessment import Report, SubjectResult
from checker.model.wages import DEFAULT_METHOD
from checker.render import numbers, words
from checker.render.ballots import who_voted
from checker.render.buyers import for_the_buyer, suppliers_of
from checker.render.clean import anchor, clean, safe_link, shorten
from checker.render.crosswalk_notes import crosswalk_notes
from checker.render.embedded import alone
from checker.render.evidence_list import evidence_list
from checker.render.front import front, sections_of
from checker.render.matrix import matrix
from checker.render.overlay_lines import given, laid_over_subject, waiver_sentence
from checker.render.pictures import pay_pictures
from checker.render.plan_lines import groups, headline, owner_label, stand_sentence, urgent, whose
from checker.render.put_aside import put_aside
from checker.render.sign_off import sign_off
from checker.render.steps import effect_of, place_of
from checker.render.summary import (
    FAILED,
    FIRST_FINDINGS,
    GRAVE,
    OPEN,
    as_sentence,
    evidence_asked,
    gap_to_close,
    mend,
    no_pay,
    pay_rows,
    reasons_unknown,
    span,
    standard_name,
    steps_for,
    themes,
    to_do,
    verdict_sentence,
    who,
    worst_first,
)
from checker.render.unseen import unseen
from checker.render.view import head_view, subject_view

if TYPE_CHECKING:
    from jinja2 import Environment

    from checker.render import Options

View = Mapping[str, Any]
GROUP_COLUMNS = (
    "share_below_living_wage", "share_below_minimum_wage", "effective_hourly_wage_p50", "lowest_ratio", "cost_to_close",
)  # fmt: skip
"""What is shown of each group."""
RATE_COLUMNS = ("required_rate_p50", "required_rate_p75", "required_rate_p90", "rate_for_90_percent")
"""What is shown of each type of task at a place."""
SECTION_IDS = ("main", "verdict", "matrix", "pay", "conflicts", "buyer", "evidence", "crosswalk", "replies", "overlays",
               "unseen", "standards", "method", "sign-off", "words", "fairlabel-report")  # fmt: skip
"""Ids of the page's own sections: no requirement takes one."""


def page(report: Report, options: Options) -> dict[str, Any]:
    """Return the variables of a page: the subject that ``options`` names or the only one, else none."""
    one = chosen(report, options)
    subject = subject_view(one) if one else None
    # Whoever is sent the page of one subject is not told of the others.
    head = head_view(alone(report, one) if one else report)
    taken = set(SECTION_IDS)
    standards = [_standard(subject, s, options, taken) for s in subject["standards"]] if subject else []
    return {
        **head,
        "subject": subject,
        "laid": laid_over_subject(head["gate"], subject) if subject and given(head["gate"]) else None,
        "plan": _plan(subject) if subject else None,
        "standards": standards,
        **(_second_look(subject, standards, options, taken) if subject else {}),
        "gap": gap_to_close(subject["wages"]) if subject else None,
        "pay_sets": [_pay(s, subject["judged_by"]["k"]) for s in subject["wages"]["sets"]] if subject else [],
        "suppliers": suppliers_of(subject) if subject else [],
        "no_pay": no_pay(subject) if subject else "",
        "changed": [p for p in subject["judged_by"]["parameters"] if _differs(p)] if subject else [],
        "first_findings": [f for f in subject["findings"] if f["code"] in FIRST_FINDINGS] if subject else [],
        "lowered": [*subject["judged_by"]["lowered_bars"], *subject["wages"]["lowered_bars"]] if subject else [],
    }


def chosen(report: Report, options: Options) -> SubjectResult | None:
    """Return the subject that a page is about; None where nothing was assessed."""
    return next((s for s in report.subjects if options.subject in (None, s.folder)), None)


def _second_look(subject: View, standards: list[dict[str, Any]], options: Options, taken: set[str]) -> dict[str, Any]:
    """Return what looks over all standards at once."""
    notes = crosswalk_notes(standards, options.matters)
    return {
        "front": front(subject, standards),
        "matrix": matrix(standards, taken),
        "evidence": evidence_list(subject, standards),
        "crosswalk": notes,
        "matters": {note.id: note.title for note in notes},
        "unseen": unseen(subject, standards),
        "sign_off": sign_off(subject, standards),
    }


def environment(folder: str, finalize: Callable[[Any], Any]) -> Environment:
    """Return a jinja2 environment over ``reports/<folder>`` (or all of it) that escapes every value by ``finalize``.

    A name that a template uses and the page lacks is an error, not an empty place.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    from checker.resources import read_text

    made = Environment(
        loader=FunctionLoader(lambda name: read_text("reports", f"{folder}/{name}" if folder else name)),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=finalize,
    )  # fmt: skip
    made.filters.update(
        anchor=anchor, answer=numbers.answer, asked=evidence_asked, change=numbers.change,
        clean=clean, fact=words.fact_label, mend=mend,
        label=words.metric_label, link=safe_link, metric=numbers.metric, money=numbers.money, num=numbers.number,
        effect=effect_of, pay=numbers.pay, percent=numbers.percent, place=place, spot=place_of, role=words.role,
        score=numbers.score, sentence=as_sentence, stands=stand_sentence, shorten=shorten, span=span,
        theme=words.theme, to_do=to_do,
        title_of=words.sentence_case, total=total, two=numbers.two, waiver=waiver_sentence, who=who,
    )  # fmt: skip
    made.globals.update(count=words.count, who_voted=who_voted, words=words, words_of_owner=owner_label)
    return made


def total(parts: Iterable[View], key: str) -> float | None:
    """Return the sum over the parts of a score; None where no number is made."""
    values = [part[key] for part in parts]
    return None if not values or None in values else sum(values)


def place(source: View | None) -> str:
    """Return a place in words: ``wages/h1.csv, 360 rows``, ``questionnaire.yaml:31:5``, or nothing.

    >>> place({"file": "q.yaml", "line": 3, "column": 7}), place(None)
    ('q.yaml:3:7', '')
    """
    if not source:
        return ""
    if source.get("rows") is not None:
        return f"{source['file']}, {words.count(source['rows'], 'row')}"
    spot = [str(source[key]) for key in ("line", "column") if source.get(key) is not None]
    return ":".join([str(source["file"]), *spot])


def _differs(parameter: View) -> bool:
    """Return whether a parameter was set to something else than the pack's value."""
    return bool(parameter.get("differs", parameter.get("value") != parameter.get("default", parameter.get("value"))))


def _anchored(results: Iterable[View], standard: View, taken: set[str]) -> list[dict[str, Any]]:
    """Return the results, each with the id of its place on the page: its own, unless another one has that."""
    made = []
    for result in results:
        name = anchor(result["requirement"])
        while name in taken:
            name = f"{anchor(standard['id'])}-{name}"
        taken.add(name)
        made.append({**result, "anchor": name})
    return made


def _standard(subject: View, standard: View, options: Options, taken: set[str]) -> dict[str, Any]:
    results = _anchored(standard["results"], standard, taken)
    standard = {**standard, "results": results}
    ids = {r["requirement"] for r in results}
    holds = [(why.partition(" ")[0].rstrip(":"), why) for why in standard["verdict_why"]]
    made = {
        **standard,
        "name": standard_name(standard),
        "sentence": verdict_sentence(subject, standard),
        "failed": worst_first(results, "error", *FAILED),
        "claimed_results": worst_first(results, "claimed"),
        "unknown_results": worst_first(results, "unknown"),
        "met_results": worst_first(results, "met"),
        "outside_results": worst_first(results, "not_applicable"),
        "open_grave": sum(r["severity"] in GRAVE and r["status"] in OPEN for r in results),
        "failed_grave": sum(r["severity"] in GRAVE and r["status"] in FAILED for r in results),
        "holds": [why for id_, why in holds if id_ not in ids],
        "held_by": [id_ for id_, _ in holds if id_ in ids],
        "aside": put_aside(standard),
        "for_buyer": for_the_buyer(subject, standard),
        "titles": {r["requirement"]: r["title"] for r in results},
        "steps": [step for step in steps_for(subject, standard) if step["needed"]],
        "later_steps": [step for step in steps_for(subject, standard) if not step["needed"]],
        "questions": options.questions,
        "themes": themes(results),
        "replies": [r for r in results if r["response"]],
        "asked_elsewhere": options.asked_elsewhere,
        "conflict_list": [c for c in subject["conflicts"] if c["standard"] == standard["id"]],
    }
    return {**made, "sections": sections_of(made)}


def _plan(subject: View) -> dict[str, Any] | None:
    """Return the action plan of a subject, grouped by where its actions stand; None where it has none."""
    if "plan" not in subject:
        return None
    plan, kind = subject["plan"], subject["kind"]
    told = groups(plan, kind)
    alert = bool(plan["problems"] or urgent(told))
    return {**plan, "headline": headline(plan, kind), "whose": whose(plan, kind), "groups": told, "alert": alert}


def _pay(pay: View, k: int) -> dict[str, Any]:
    rows = pay_rows(pay)
    known = [row for row in rows if numbers.metric(row[2]) != "unknown"]
    plain = [row for row in known if row[0].partition("@")[0] in words.METRIC]
    of_tasks = [group for group in pay["groups"] if "task_type" in group["by"]]
    of_workers = [group for group in pay["groups"] if "task_type" not in group["by"]]
    return {
        **pay,
        "method": DEFAULT_METHOD,
        "known": plain,
        "variants": [row for row in known if row not in plain],
        "reasons_unknown": reasons_unknown(row for row in rows if row not in known),
        "unknown_count": len(rows) - len(known),
        "pictures": pay_pictures(pay, k),
        "breakdowns": [
            (title, [key for key in columns if any(key in group["metrics"] for group in groups)], groups)
            for title, columns, groups in (
                ("By group, the worst off first", GROUP_COLUMNS, of_workers),
                ("Rate per task that the living wage asks for, by task type and place", RATE_COLUMNS, of_tasks),
            )
            if groups
        ],
    }
