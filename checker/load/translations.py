"""What translators wrote: questions, the survey, kinds of evidence, metrics and titles of requirements in a language.

Read only where a language is asked for. English is the original: each entry says by a short hash which English words
it was made from, so that one whose original has changed since is found (`remarks`) and not used in silence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from checker import resources
from checker.errors import PackError, Problem
from checker.load.pack_fields import Fields
from checker.load.problems import Problems, suggest
from checker.load.yaml_text import parse
from checker.model.evidence import Place
from checker.model.questions import EvidenceKind, Question, QuestionBank

FOLDER = "locale"
FILES = ("questions", "survey", "evidence_kinds", "metrics", "requirements")


class Entry(NamedTuple):
    """One thing in another language."""

    of: str
    """Hash of the English words that it was made from."""
    text: str
    options: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Translations:
    """What one language has, by file and id."""

    code: str
    entries: Mapping[str, Mapping[str, Entry]]

    def texts(self, file: str, originals: Mapping[str, str]) -> dict[str, str]:
        """Return the words of one file (``metrics``, ``requirements``) by id, those with other originals left out."""
        found = self.entries[file]
        return {name: e.text for name, e in found.items() if name in originals and e.of == fingerprint(originals[name])}

    def bank(self, bank: QuestionBank) -> QuestionBank:
        """Return ``bank`` with the words of this language beside the English ones.

        A question whose English words are others by now keeps those alone.
        """
        asked, survey, kinds = (self.entries[name] for name in ("questions", "survey", "evidence_kinds"))
        return replace(
            bank,
            questions={name: self._question(q, asked.get(name)) for name, q in bank.questions.items()},
            survey={
                name: item._replace(question=self._question(item.question, survey.get(name)))
                for name, item in bank.survey.items()
            },
            kinds={name: self._kind(kind, kinds.get(name)) for name, kind in bank.kinds.items()},
        )

    def _question(self, question: Question, entry: Entry | None) -> Question:
        if entry is None or entry.of != fingerprint(*question_words(question)):
            return question
        options = tuple(
            replace(option, label={**option.label, self.code: entry.options[option.id]})
            if option.id in entry.options
            else option
            for option in question.options
        )
        return replace(question, ask={**question.ask, self.code: entry.text}, options=options)

    def _kind(self, kind: EvidenceKind, entry: Entry | None) -> EvidenceKind:
        if entry is None or entry.of != fingerprint(kind.label["en"]):
            return kind
        return replace(kind, label={**kind.label, self.code: entry.text})


def fingerprint(*words: str) -> str:
    """Return the short hash of English words that a translation names as its original.

    >>> fingerprint("Pay", "Hours") == fingerprint("Pay", "Hours"), len(fingerprint("Pay"))
    (True, 8)
    """
    return hashlib.sha256("\n".join(words).encode("utf-8")).hexdigest()[:8]


def question_words(question: Question) -> tuple[str, ...]:
    """Return the English words of a question that are translated: what is asked, and its options."""
    return (question.ask["en"], *(f"{option.id}: {option.label['en']}" for option in question.options))


@cache
def load_translations(code: str) -> Translations:
    """Return what ships in the language ``code``. Raises InputError with every mistake of a file."""
    folder = resources.folder("reports").joinpath(FOLDER, code)
    files = {name: folder.joinpath(f"{name}.yaml") for name in FILES}
    return read_translations(code, {name: file.read_bytes() for name, file in files.items() if file.is_file()})


def read_translations(code: str, files: Mapping[str, bytes]) -> Translations:
    """Return the translations in ``files`` (name without ending -> bytes); InputError with every mistake."""
    problems = Problems()
    entries: dict[str, Mapping[str, Entry]] = {name: {} for name in FILES}
    for name, data in files.items():
        label = f"reports/{FOLDER}/{code}/{name}.yaml"
        fields = Fields(parse(data, label), (), problems)
        fields.only((name,))
        listed = fields.inside(name)
        if listed is not None:
            entries[name] = {key: _entry(entry) for key in listed.value if (entry := listed.inside(key)) is not None}
    problems.raise_all(PackError)
    return Translations(code, entries)


def _entry(fields: Fields) -> Entry:
    fields.only(("of", "text", "options"))
    options = fields.inside("options", needed=False)
    labels = {key: options.text(key) for key in options.value} if options else {}
    return Entry(fields.text("of"), fields.text("text"), labels, fields.place())


def remarks(found: Translations, originals: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Iterator[Problem]:
    """Iterate over what is missing, stale or unknown; ``originals`` are file -> id -> English words."""
    for name, wanted in originals.items():
        entries = found.entries[name]
        file = f"reports/{FOLDER}/{found.code}/{name}.yaml"
        missing = [key for key in wanted if key not in entries]
        if name == "requirements" and missing:
            what = f"{len(missing)} of {len(wanted)} requirements have no title in this language; English stands there"
            yield Problem(file, None, None, "", what, "see reports/locale/README.md")
            missing = []
        for key in missing:
            yield Problem(file, None, None, key, "has no words in this language", f"write them; of: {_of(wanted[key])}")
        for key, entry in entries.items():
            yield from _remark(key, entry, wanted)


def _remark(key: str, entry: Entry, wanted: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    def at(what: str, todo: str = "") -> Problem:
        return Problem(entry.place.file, entry.place.line, entry.place.column, key, what, todo)

    if key not in wanted:
        yield at("translates nothing that is there", suggest(key, list(wanted)))
        return
    if entry.of != _of(wanted[key]):
        what = "was made from other English words, so the English ones are shown"
        yield at(what, f"read it against them, then write of: {_of(wanted[key])}")
    options = {line.partition(": ")[0] for line in wanted[key][1:]}
    for option in sorted(options ^ set(entry.options)):
        yield at(f"options.{option}: {'is missing' if option in options else 'is no option'}")


def _of(words: tuple[str, ...]) -> str:
    return fingerprint(*words)
