"""An empty questionnaire with its questions as comments: what to answer, why it is asked, what would show it.

Every answer is left empty, which counts as no answer. Nothing is filled in for anybody.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from checker.model.condition import facts_read
from checker.model.questions import Question, QuestionBank, Section

WIDTH = 110
TYPE_HINTS = {
    "boolean": "true or false",
    "enum": "one of",
    "list_of_enum": "a list, all that apply, for example [a, b]; from",
    "integer": "a whole number",
    "number": "a number",
    "money": "{amount: 12.50, currency: USD}",
    "share": "a share from 0 to 1",
    "duration": "for example 30 days, 6 months",
    "date": "YYYY-MM-DD",
    "text": "text",
    "place": "an ISO code, for example KE or CA-BC",
    "list_of_object": "a list of mappings with",
}


HARDNESS = {"boolean": 1, "enum": 1, "place": 1, "text": 3, "list_of_object": 3}
"""Type of answer -> how hard it is to give; 2 where it has to be looked up or counted."""


class Form(NamedTuple):
    """What a questionnaire asks, and of whom."""

    template: str
    side: str
    """``supplier`` or ``buyer``."""
    subject: str
    """Becomes the id."""
    kinds: tuple[str, ...]
    """Kinds of supplier, where they are known."""
    wanted: frozenset[str]
    """Ids of the questions that are asked."""
    hanging: Mapping[str, str]
    """Question -> when it is asked, as a clause, where that hangs on an earlier answer."""


def blank_questionnaire(bank: QuestionBank, form: Form, schema: str) -> bytes:
    """Return a questionnaire with the questions of ``form``, all unanswered, as YAML (UTF-8).

    ``schema`` is the path to which the first line points editors.
    """
    lines = [f"# yaml-language-server: $schema={schema}", *_head(form), "answers:"]
    by_id = {section.id: section for section in bank.sections}
    for section_id in bank.templates[form.template]:
        section = by_id[section_id]
        questions = [q for q in section.questions if q.id in form.wanted and q.respondent in (form.side, "both")]
        if questions:
            lines += _section(section, easy_first(questions, bank), form.hanging)
    return ("\n".join(lines) + "\n").encode("utf-8")


def easy_first(questions: Sequence[Question], bank: QuestionBank) -> list[Question]:
    """Return the questions of a section from easy to hard, else in the bank's order.

    First what others hang on, then what is one choice, then lists and figures to look up, then what has to be
    written; a question that hangs on another never stands before it.
    """
    openers = {name for q in bank.questions.values() if q.asked_when is not None for name in facts_read(q.asked_when)}

    def hardness(question: Question) -> int:
        own = 0 if f"answers.{question.id}" in openers else HARDNESS.get(question.type, 2)
        if question.asked_when is None:
            return own
        on = [bank.questions[name.removeprefix("answers.")] for name in facts_read(question.asked_when)]
        return max([own, *(hardness(q) for q in on if q.section == question.section)])

    return sorted(questions, key=hardness)


def _head(form: Form) -> list[str]:
    kind = form.side
    who = "vendor" if kind == "supplier" else "buyer"
    body = f"""\
fairlabel: questionnaire/1
template: {form.template}

# An empty answer, n/a and tbd all count as no answer: silence never passes, and nothing has a default.
# An answer is a plain value, or a mapping: {{value: ..., evidence: [ids], note: ...}};
# {{no_answer: declined}}, not_known and claimed_not_applicable say why there is none.
{who}:
  id: {form.subject}
  name:
  country:              # ISO 3166-1, for example KE"""
    if kind == "supplier":
        kinds = f"kinds: [{', '.join(form.kinds)}]"
        body += f"\n  {kinds:<22}# bpo, crowd_platform; what is for other kinds is not judged"
    body += """

scope:
  period: {from: , to: }    # YYYY-MM-DD; at least three months
  sites: []                 # - {place: KE, city: Nairobi, area: urban, headcount: 60}; place: ISO 3166-1 or 3166-2
  services: []              # what is done for clients, in your own words: [image_annotation]

# What can be shown. Files lie in this folder; their kind decides what they can prove. Each question names the kinds
# that show it ("Shown by"); answers name the evidence by its id.
#  - {id: payroll, kind: wage_data, files: [wages/payroll.csv], mapping: wages/mapping.yaml,
#     covers: {from: 2026-01-01, to: 2026-06-30}, issued: 2026-07-05, sampling: census}
evidence: []
"""
    if kind == "buyer":
        body += "\n# Folders of the suppliers whose pay data decide the wage items.\nsuppliers: []\n"
    return [*body.split("\n"), '# A reply to a result, printed beside it:  PAI-INS-02: "..."', "responses: {}", ""]


def _section(section: Section, questions: list[Question], hanging: Mapping[str, str]) -> Iterator[str]:
    yield ""
    yield f"  # ==== {section.title['en']} " + "=" * max(4, 60 - len(section.title["en"]))
    yield from _comment(section.intro["en"], "  # ")
    yield f"  {section.id}:"
    for question in questions:
        yield from _question(question, hanging.get(question.id, ""))


def _question(question: Question, when: str) -> Iterator[str]:
    yield ""
    yield from _comment(question.ask["en"], "    # ")
    if when:
        yield from _comment(f"Leave it empty unless {when}.", "    # ")
    yield from _comment(f"Why: {question.why['en']}", "    # ")
    yield from _comment(question.help["en"], "    # ")
    if question.evidence:
        yield from _comment(f"Shown by: {', '.join(question.evidence)}", "    # ")
    hint = TYPE_HINTS[question.type] + (f", in {question.unit}" if question.unit else "")
    if question.options:
        yield f"    # Answer: {hint}:"
        for option in question.options:
            alone = " (stands alone)" if option.exclusive else ""
            yield from _comment(f"{option.id}: {option.label['en']}{alone}", "    #   ", hang="    #     ")
    elif question.fields:
        names = [f.id if f.required else f"{f.id} (optional)" for f in question.fields]
        yield f"    # Answer: {hint}: {', '.join(names)}"
    else:
        yield f"    # Answer: {hint}"
    yield f"    {question.id.split('.', 1)[1]}:"


def _comment(text: str, lead: str, hang: str | None = None) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()), WIDTH, initial_indent=lead, subsequent_indent=hang or lead, break_long_words=False
    )
