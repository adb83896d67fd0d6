"""The ``answers`` of a questionnaire: each checked by its question's own checker, kept with its place and its evidence.

Judges nothing: an answer to a question that was not asked is kept like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from checker.load.answer_types import Checker, UnfitError, compile_checker
from checker.load.no_answer import is_no_answer
from checker.load.problems import suggest
from checker.load.sheet import Sheet, kind_of
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
    check: Checker
    is_list: bool


Sections = Mapping[str, Mapping[str, Entry]]


def compile_bank(bank: QuestionBank) -> Sections:
    """Return the questions by section and name, with a checker each; compiled once a bank."""
    kept = _COMPILED.get(id(bank))
    if kept is None or kept[0] is not bank:
        sections: dict[str, dict[str, Entry]] = {}
        for question in bank.questions.values():
            section, _, name = question.id.partition(".")
            entry = Entry(question.id, f"answers.{question.id}", compile_checker(question), question.type in LISTS)
            sections.setdefault(section, {})[name] = entry
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
            line, column = node.spots[name][:2]
            self.places[name] = Place(self._file, line + 1, column + 1, f"answers.{name}")
            if isinstance(section, Map):
                self._section(name, section, questions)
            elif not is_no_answer(section):
                what = f"is {kind_of(section)}, not a mapping of answers"
                self._sheet.wrong(("answers", name), what, f"write: {next(iter(questions))}: ...")

    def cite(self, node: Any, path: Steps) -> tuple[EvidenceItem, ...]:
        """Return the items that a list of evidence ids names."""
        if type(node) is not str:
            known = self._cited.get(tuple(node)) if isinstance(node, list) and _all_text(node) else None
            if known is not None:
                return known
        elif not is_no_answer(node):
            self._sheet.wrong(path, f"is {kind_of(node)}, not a list of ids", f"write [{node}]")
            return ()
        found = []
        for number, item in enumerate(self._sheet.entries(node, path, what="evidence")):
            if not isinstance(item, str) or item not in self._evidence:
                what = f"{item!r} is no evidence of this file: nothing is shown by it"
                self._sheet.wrong(
                    (*path, number), what, suggest(str(item), self._evidence) or "list it under evidence:"
                )
            elif (entry := self._evidence[item]) is not None and entry not in found:
                found.append(entry)
        items = tuple(found)
        if items:
            self._cited[tuple(node)] = items
        return items

    def _section(self, section: str, node: Map, questions: Mapping[str, Entry]) -> None:
        answers, file, spots = self.answers, self._file, node.spots
        for name, raw in node.items():
            entry = questions.get(name)
            if entry is None:
                todo = suggest(f"{section}.{name}", [f"{section}.{known}" for known in questions])
                what = "no such question: what it says would be lost"
                self._sheet.wrong(("answers", section, name), what, todo, key=True)
                continue
            spot = spots[name]
            place = _new(Place, (file, spot[0] + 1, spot[1] + 1, entry.path, None))
            if type(raw) is Map and raw and not ANNOTATIONS.isdisjoint(raw):
                answers[entry.id] = self._annotated(raw, entry, place, ("answers", section, name))
                continue
            if (raw is not True and raw is not False) and is_no_answer(raw):
                answers[entry.id] = Answer(entry.id, None, "missing", (), "", place)
                continue
            try:
                value, low, high, unit = entry.check(raw)
            except UnfitError as error:
                self._sheet.wrong(("answers", section, name, *error.within), error.what, error.todo)
            else:
                answers[entry.id] = _new(Answer, (entry.id, value, "", (), "", place, False, low, high, unit))

    def _annotated(self, node: Map, entry: Entry, place: Place, path: Steps) -> Answer:
        evidence: tuple[EvidenceItem, ...] = ()
        note, complete = "", False
        if not ANNOTATIONS.issuperset(node):
            self._sheet.mapping(node, path, sorted(ANNOTATIONS))
        if "evidence" in node:
            evidence = self.cite(node["evidence"], (*path, "evidence"))
        if "note" in node:
            note = self._sheet.text(node, "note", path) or ""
        if "complete" in node:
            complete = self._complete(node["complete"], entry, path)
        raw = node.get("value")
        if "no_answer" in node and not is_no_answer(node["no_answer"]):
            return self._declined(node, raw, Answer(entry.id, None, "missing", evidence, note, place), path)
        if (raw is not True and raw is not False) and is_no_answer(raw):
            return Answer(entry.id, None, "missing", evidence, note, place)
        try:
            value, low, high, unit = entry.check(raw)
        except UnfitError as error:
            self._sheet.wrong((*path, "value", *error.within), error.what, error.todo)
            return Answer(entry.id, None, "missing", evidence, note, place)
        return _new(Answer, (entry.id, value, "", evidence, note, place, complete, low, high, unit))

    def _declined(self, node: Map, raw: Any, answer: Answer, path: Steps) -> Answer:
        reason = self._sheet.word(node, "no_answer", path, REASONS)
        if not is_no_answer(raw):
            what = "gives a value and a reason for giving none: which of the two holds is not said"
            self._sheet.wrong((*path, "no_answer"), what, "keep one", key=True)
        return answer._replace(no_answer=reason or "missing")  # type: ignore[arg-type]

    def _complete(self, value: Any, entry: Entry, path: Steps) -> bool:
        if is_no_answer(value):
            return False
        if not isinstance(value, bool):
            self._sheet.wrong((*path, "complete"), f"is {kind_of(value)}", "write true where the list is complete")
        elif not entry.is_list:
            self._sheet.wrong((*path, "complete"), "only a list can be complete", "leave it out", key=True)
        return value is True

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


def _all_text(items: list[Any]) -> bool:
    return all(type(item) is str for item in items)
