"""``plan.yaml``: the rows that people write, and the record that the tool keeps beside them.

A file that is no plan is an error; what is wrong with single rows is noted with its line, and the others are read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from checker.load import plan_fields as fields
from checker.load.plan_fields import FieldError
from checker.load.problems import Problems
from checker.load.sheet import Sheet, kind_of, parse_day, shorten
from checker.load.yaml_document import Document, Map, Steps
from checker.load.yaml_text import read
from checker.model.evidence import InputFile
from checker.model.plan import MET, PLAN, STATES, Change, Key, Plan, ReadPlan, Recorded, Row, Terms, Value, record_check

TOP = ("fairlabel", "subject", "as_of", "actions", "record", "check")
_KNOWN = ("requirement", "standard", *fields.ABOUT, *fields.WRITTEN)
_RECORD = ("requirement", "standard", "on", "agreed", "last", "state", "result", "changes")
_TERMS = ("owner", "due", "target")
CHANGED = ("owner", "due", "target", "state", "row")
"""What the record tells changes of."""
_CHANGE = ("on", "by", "what", "before", "after", "agreed")


def read_plan_yaml(file: Path, label: str) -> ReadPlan:
    """Return the plan in a YAML file. Raises InputError where it cannot be read as one."""
    document, data = read(file, label)
    return parse_plan(document, label, data)


def parse_plan(document: Document, label: str, data: bytes) -> ReadPlan:
    """Return the plan in a document; ``data`` are its bytes, which are hashed."""
    problems = Problems()
    sheet = Sheet(document, label, problems)
    top = document.value
    _refuse_newer(sheet, top)
    if sheet.header(PLAN, "action plan"):
        sheet.mapping(top, (), TOP)
        subject = sheet.text(top, "subject", ())
        if subject is None:
            sheet.wrong((), "does not say whose plan it is", "write subject: and the id of the questionnaire")
    problems.raise_all()
    reader = _Reader(sheet)
    rows = reader.rows(top.get("actions"))
    record = reader.record(top.get("record"))
    plan = Plan(subject or "", sheet.day(top, "as_of", ()), rows, record)
    if record_check(plan) != top.get("check"):
        what = "does not fit the record: what was agreed at first was changed by hand, or a part of it is missing"
        sheet.wrong(("check",) if "check" in top else (), what, fields.RESTORE)
    itself = InputFile(label, hashlib.sha256(data).hexdigest(), "plan")
    found = sorted(dict.fromkeys(problems), key=lambda p: (p.line or 0, p.column or 0))
    return ReadPlan(plan, itself, tuple(found))


def _refuse_newer(sheet: Sheet, top: Any) -> None:
    """Raise InputError for a plan that a newer version wrote."""
    said = top.get("fairlabel") if isinstance(top, Map) else None
    stem, _, number = str(said).partition("/")
    if stem == PLAN.partition("/")[0] and number.isdigit() and int(number) > int(PLAN.partition("/")[2]):
        what = f"is {said}, written by a newer version; this one reads {PLAN}"
        sheet.wrong(("fairlabel",), what, "install a newer fairlabel; nothing was changed in the file")
        sheet.problems.raise_all()


class _Reader:
    """Reads rows and record; notes what is wrong."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def rows(self, node: Any) -> tuple[Row, ...]:
        found: dict[Key, Row] = {}
        for number, item in enumerate(self.sheet.entries(node, ("actions",), what="actions")):
            path: Steps = ("actions", number)
            if not isinstance(item, Map):
                self.sheet.wrong(path, f"an action is {kind_of(item)}, not a mapping", "write keys and values")
                continue
            key = self._key(item, path)
            if key is None:
                continue
            if key in found:
                first = found[key].place.line
                what = f"{key[2]} stands twice, the first time in line {first}: which one holds is not said"
                self.sheet.wrong((*path, "requirement"), what, "take one out, and keep in the other what both say")
                continue
            found[key] = self._row(key, item, path)
        return tuple(found.values())

    def _row(self, key: Key, item: Map, path: Steps) -> Row:
        terms = Terms(
            self._field(fields.owner, item, "owner", path, ""),
            self._field(fields.day, item, "due", path, None),
            self._field(fields.target, item, "target", path, MET),
        )
        more = [pair for name in item if name not in _KNOWN and (pair := self._added(item, name, path)) is not None]
        return Row(
            key,
            terms,
            self._field(fields.state, item, "state", path, "open"),
            self._field(fields.text, item, "remedy", path, ""),
            self._field(fields.text, item, "done", path, ""),
            self._field(fields.text, item, "notes", path, ""),
            tuple(more),
            fields.about(item),
            self.sheet.place(path),
        )

    def _added(self, item: Map, name: str, path: Steps) -> tuple[str, Value] | None:
        try:
            return fields.column(name), self._field(fields.added, item, name, path, None)
        except FieldError as error:
            self.sheet.wrong((*path, name), error.what, error.todo, key=True)
            return None

    def _field(self, how: Any, item: Map, name: str, path: Steps, otherwise: Any) -> Any:
        try:
            return how(item.get(name))
        except FieldError as error:
            self.sheet.wrong((*path, name), error.what, error.todo)
            return otherwise

    def _key(self, item: Map, path: Steps) -> Key | None:
        requirement, standard = self.sheet.text(item, "requirement", path), self.sheet.text(item, "standard", path)
        if requirement is None:
            self.sheet.wrong(path, "does not say which requirement it is about", fields.RESTORE)
            return None
        name, _, edition = (standard or "").partition("@")
        if not name or not edition:
            what = f"{shorten(standard)} names no edition" if standard else "does not say by which standard"
            self.sheet.wrong((*path, "standard") if standard else path, what, "write for example standard: pai@2022")
            return None
        return name.strip(), edition.strip(), requirement

    def record(self, node: Any) -> tuple[Recorded, ...]:
        entries = self.sheet.entries(node, ("record",), what="record")
        found = (self._recorded(item, ("record", number)) for number, item in enumerate(entries))
        return tuple(one for one in found if one is not None)

    def _recorded(self, item: Any, path: Steps) -> Recorded | None:
        node = self.sheet.mapping(item, path, _RECORD, what="an entry of the record")
        if node is None:
            return None
        key, on = self._key(node, path), self.sheet.day(node, "on", path)
        agreed, last = self._terms(node, "agreed", path), self._terms(node, "last", path)
        state, result = self.sheet.word(node, "state", path, STATES), self.sheet.text(node, "result", path)
        listed = self.sheet.entries(node.get("changes"), (*path, "changes"), what="changes")
        changes = [self._change(one, (*path, "changes", n)) for n, one in enumerate(listed)]
        if key is None or agreed is None or last is None or state is None or None in changes:
            self.sheet.wrong(path, "the plan's record is damaged here", fields.RESTORE)
            return None
        return Recorded(key, on, agreed, last, state, result or "", tuple(c for c in changes if c is not None))  # type: ignore[arg-type]

    def _terms(self, node: Map, name: str, path: Steps) -> Terms | None:
        inner = (*path, name)
        said = self.sheet.mapping(node.get(name), inner, _TERMS, what=name)
        if said is None:
            return None
        due = self.sheet.day(said, "due", inner)
        target = self._field(fields.target, said, "target", inner, MET)
        return Terms(self.sheet.text(said, "owner", inner) or "", due, target)

    def _change(self, item: Any, path: Steps) -> Change | None:
        node = self.sheet.mapping(item, path, _CHANGE, what="a change")
        if node is None:
            return None
        return change_of({key: node.get(key) for key in _CHANGE})


def _is_term(what: str, word: str) -> bool:
    """Return whether a word can have been what a change was from or to."""
    if what == "due":
        return not word or parse_day(word) is not None
    if what == "target":
        with suppress(FieldError):
            return fields.target(word) == word
        return False
    return what != "state" or word in STATES


def change_of(told: Mapping[str, Any]) -> Change | None:
    """Return a change as the record holds it; None where it is damaged."""
    on: date | None = parse_day(told.get("on"))
    words = [told.get(key) or "" for key in ("by", "what", "before", "after")]
    if on is None or not all(isinstance(word, str) for word in words) or words[1] not in CHANGED:
        return None
    by, what, before, after = words
    if not all(_is_term(what, word) for word in (before, after)):
        return None
    return Change(on, by, what, before, after, told.get("agreed") is True)
