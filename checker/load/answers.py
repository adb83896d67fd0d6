"""The ``answers`` of a questionnaire: each checked by its question's own checker, kept with its place and its evidence.

Judges nothing: an answer to a question that was not asked is kept like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from checker.load.answer_types import Checker, UnfitError, compile_checker
from checker.load.no_answer import NO_ANSWER_WORDS, is_no_answer
from checker.load.problems import suggest
from checker.load.sheet import Sheet, kind_of, show
from checker.load.yaml_document import Map, Steps
from checker.model.evidence import EvidenceItem, Place
from checker.model.questionnaire import Answer
from checker.model.questions import QuestionBank

ANNOTATIONS = frozenset({"value", "no_answer", "evidence", "note", "complete"})
"""Keys by which an answer with evidence is told from a plain one."""
REASONS = ("declined", "not_known", "claimed_not_applicable")
LISTS = ("list_of_enum", "list_of_object")


class Entry(NamedTuple):
    """One question, made ready for reading answers to it."""

    id: str
    path: str
    """``answers.pay.models``."""
    steps: Steps
    check: Checker
    options: frozenset[str]
    is_list: bool
    value_steps: Steps
    evidence_steps: Steps


Sections = Mapping[str, Mapping[str, Entry]]


def compile_bank(bank: QuestionBank) -> Sections:
    """Return the questions by section and name, with a checker each; compiled once a bank."""
    kept = _COMPILED.get(id(bank))
    if kept is None or kept[0] is not bank:
        sections: dict[str, dict[str, Entry]] = {}
        for question in bank.questions.values():
            section, _, name = question.id.partition(".")
            steps = ("answers", section, name)
            sections.setdefault(section, {})[name] = Entry(
                question.id, f"answers.{question.id}", steps, compile_checker(question),
                frozenset(option.id for option in question.options), question.type in LISTS,
                (*steps, "value"), (*steps, "evidence"),
            )  # fmt: skip
        kept = (bank, sections)
        _COMPILED.clear()
        _COMPILED[id(bank)] = kept
    return kept[1]


class AnswerReader:
    """Reads the answers of one file."""

    __slots__ = ("_cited", "_evidence", "_file", "_sheet", "answers", "places")

    def __init__(self, sheet: Sheet, evidence: Mapping[str, EvidenceItem | None]) -> None:
        """``evidence`` holds the items of the file by id; None for one that is itself wrong."""
        self._sheet = sheet
        self._file = sheet.name
        self._evidence = evidence
        self._cited: dict[tuple[str, ...], tuple[EvidenceItem, ...]] = {}
        self.answers: dict[str, Answer] = {}
        self.places: dict[str, Place] = {}

    def read(self, node: Any, sections: Sections) -> None:
        """Fill ``answers`` and the ``places`` of the sections from what stands under ``answers``."""
        if is_no_answer(node):
            return
        if not isinstance(node, Map):
            self._sheet.wrong(
                ("answers",), f"is {kind_of(node)}, not a mapping of sections", "write: pay: {models: [...]}"
            )
            return
        for name, section in node.items():
            questions = sections.get(name)
            if questions is None:
                self._unknown_section(name, sections)
                continue
            mark = node.spots[name][0]
            self.places[name] = Place(self._file, mark.line + 1, mark.column + 1, f"answers.{name}")
            if isinstance(section, Map):
                self._section(name, section, questions)
            elif not is_no_answer(section):
                what = f"is {kind_of(section)}, not a mapping of answers"
                self._sheet.wrong(("answers", name), what, f"write: {next(iter(questions))}: ...")

    def cite(self, node: Any, path: Steps) -> tuple[EvidenceItem, ...]:
        """Return the items that a list of evidence ids names."""
        try:
            known = self._cited.get(tuple(node))
        except TypeError:
            known = None
        if known is not None:
            return known
        if isinstance(node, str) and not is_no_answer(node):
            self._sheet.wrong(path, f"is {kind_of(node)}, not a list of ids", f"write [{node}]")
            return ()
        found = []
        for number, item in enumerate(self._sheet.entries(node, path, what="evidence")):
            if not isinstance(item, str) or item not in self._evidence:
                what = f"{show(item)} is no evidence of this file: nothing is shown by it"
                self._sheet.wrong(
                    (*path, number), what, suggest(str(item), self._evidence) or "list it under evidence:"
                )
            elif (entry := self._evidence[item]) is not None and entry not in found:
                found.append(entry)
        items = tuple(found)
        if items and len(items) == len(node):
            self._cited[tuple(node)] = items
        return items

    def _section(self, section: str, node: Map, questions: Mapping[str, Entry]) -> None:
        answers, file, spots = self.answers, self._file, node.spots
        for name, raw in node.items():
            entry = questions.get(name)
            if entry is None:
                self._unknown_question(section, name, questions)
                continue
            mark = spots[name][0]
            place = _new(Place, (file, mark.line + 1, mark.column + 1, entry.path, None))
            if type(raw) is Map and not ANNOTATIONS.isdisjoint(raw):
                answers[entry.id] = self._annotated(raw, entry, place)
            else:
                answers[entry.id] = self._value(raw, entry, entry.steps, place, (), "", False)

    def _annotated(self, node: Map, entry: Entry, place: Place) -> Answer:
        evidence: tuple[EvidenceItem, ...] = ()
        note, complete, found = "", False, 0
        for key, given in node.items():
            if key == "note":
                found += 1
                if type(given) is str and given.strip().casefold() not in NO_ANSWER_WORDS:
                    note = given.strip()
                else:
                    note = self._sheet.text(node, "note", entry.steps) or ""
            elif key == "evidence":
                found += 1
                evidence = self.cite(given, entry.evidence_steps)
            elif key == "value":
                found += 1
        if found < len(node):
            if "no_answer" in node and not is_no_answer(node["no_answer"]):
                return self._declined(node, Answer(entry.id, None, "missing", evidence, note, place), entry)
            complete = self._complete(node.get("complete"), entry)
            self._sheet.mapping(node, entry.steps, sorted(ANNOTATIONS))
        return self._value(node.get("value"), entry, entry.value_steps, place, evidence, note, complete)

    def _value(
        self, raw: Any, entry: Entry, steps: Steps, place: Place, evidence: tuple[EvidenceItem, ...], note: str,
        complete: bool,
    ) -> Answer:  # fmt: skip
        """Return the answer; silence is looked for where the checker of the type would not turn it away."""
        if raw is None or (type(raw) is str and raw not in entry.options and is_no_answer(raw)):
            return Answer(entry.id, None, "missing", evidence, note, place)
        try:
            value, low, high, unit = entry.check(raw)
        except UnfitError as error:
            for part in error.parts if not is_no_answer(raw) else ():
                self._sheet.wrong((*steps, *part.within), part.what, part.todo)
            return Answer(entry.id, None, "missing", evidence, note, place)
        answer: Answer = _new(Answer, (entry.id, value, "", evidence, note, place, complete, low, high, unit))
        return answer

    def _declined(self, node: Map, answer: Answer, entry: Entry) -> Answer:
        self._sheet.mapping(node, entry.steps, sorted(ANNOTATIONS))
        reason = self._sheet.word(node, "no_answer", entry.steps, REASONS)
        if not is_no_answer(node.get("value")):
            what = "gives a value and a reason for giving none: which of the two holds is not said"
            self._sheet.wrong((*entry.steps, "no_answer"), what, "keep one", key=True)
        return answer._replace(no_answer=reason or "missing")  # type: ignore[arg-type]

    def _complete(self, value: Any, entry: Entry) -> bool:
        if is_no_answer(value):
            return False
        here = (*entry.steps, "complete")
        if not isinstance(value, bool):
            self._sheet.wrong(here, f"is {kind_of(value)}", "write true where the list is complete")
        elif not entry.is_list:
            self._sheet.wrong(here, "only a list can be complete", "leave it out", key=True)
        return value is True

    def _unknown_question(self, section: str, name: str, questions: Mapping[str, Entry]) -> None:
        todo = suggest(f"{section}.{name}", [f"{section}.{known}" for known in questions])
        what = "no such question: what it says would be lost"
        self._sheet.wrong(("answers", section, name), what, todo, key=True)

    def _unknown_section(self, name: str, sections: Sections) -> None:
        head, _, tail = name.partition(".")
        if tail and head in sections:
            todo = f"write {head}: with {tail}: below it"
        else:
            todo = suggest(name, sections)
        what = "no such section of questions: what it says would be lost"
        self._sheet.wrong(("answers", name), what, todo, key=True)


_COMPILED: dict[int, tuple[QuestionBank, Sections]] = {}
_new: Any = tuple.__new__
