"""An empty questionnaire with its questions as comments: what to answer, why it is asked, what would show it.

Every answer is left empty, which counts as no answer. Nothing is filled in for anybody.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator

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


def blank_questionnaire(
    bank: QuestionBank, template: str, wanted: Collection[str], subject: str, kind: str, schema: str
) -> bytes:
    """Return a questionnaire of ``template`` with the questions in ``wanted``, all unanswered, as YAML (UTF-8).

    ``subject`` becomes the id; ``kind`` is supplier or buyer; ``schema`` is the path to which
    the first line points editors.
    """
    lines = [f"# yaml-language-server: $schema={schema}", *_head(template, subject, kind), "answers:"]
    by_id = {section.id: section for section in bank.sections}
    for section_id in bank.templates[template]:
        section = by_id[section_id]
        questions = [q for q in section.questions if q.id in wanted and q.respondent in (kind, "both")]
        if questions:
            lines += _section(section, questions)
    return ("\n".join(lines) + "\n").encode("utf-8")


def _head(template: str, subject: str, kind: str) -> list[str]:
    who = "vendor" if kind == "supplier" else "buyer"
    body = f"""\
fairlabel: questionnaire/1
template: {template}

# An empty answer, n/a and tbd all count as no answer: silence never passes, and nothing has a default.
# An answer is a plain value, or a mapping: {{value: ..., evidence: [ids], note: ...}};
# {{no_answer: declined}}, not_known and claimed_not_applicable say why there is none.
{who}:
  id: {subject}
  name:
  country:              # ISO 3166-1, for example KE"""
    if kind == "supplier":
        body += "\n  kinds: []             # bpo, crowd_platform, ..."
    body += """

scope:
  period: {from: , to: }    # YYYY-MM-DD; at least three months
  sites: []                 # - {place: KE, city: Nairobi, area: urban, headcount: 60}; place: ISO 3166-1 or 3166-2
  services: []

# What can be shown. Files lie in this folder; their kind decides what they can prove.
#  - {id: payroll, kind: wage_data, files: [wages/payroll.csv], mapping: wages/mapping.yaml,
#     covers: {from: 2026-01-01, to: 2026-06-30}, issued: 2026-07-05, sampling: census}
evidence: []
"""
    if kind == "buyer":
        body += "\n# Folders of the suppliers whose pay data decide the wage items.\nsuppliers: []\n"
    return [*body.split("\n"), '# A reply to a result, printed beside it:  PAI-INS-02: "..."', "responses: {}", ""]


def _section(section: Section, questions: list[Question]) -> Iterator[str]:
    yield ""
    yield f"  # ==== {section.title['en']} " + "=" * max(4, 60 - len(section.title["en"]))
    yield from _comment(section.intro["en"], "  # ")
    yield f"  {section.id}:"
    for question in questions:
        yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    yield ""
    yield from _comment(question.ask["en"], "    # ")
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
    yield from _comment(f"Why: {question.why['en']}", "    # ")
    yield from _comment(question.help["en"], "    # ")
    if question.evidence:
        yield from _comment(f"Shown by: {', '.join(question.evidence)}", "    # ")
    yield f"    {question.id.split('.', 1)[1]}:"


def _comment(text: str, lead: str, hang: str | None = None) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()), WIDTH, initial_indent=lead, subsequent_indent=hang or lead, break_long_words=False
    )
