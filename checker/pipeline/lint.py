"""Remarks on packs that load: what is written and asks nothing, what no case tries, what cannot be followed.

A mistake (an unknown name, a missing case) stops a pack from being loaded and is found there; a remark is for whoever
writes the pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from checker.errors import PackError, Problem
from checker.load.crosswalk import read_crosswalk
from checker.load.question_bank import load_question_bank
from checker.load.standards import requirement_homes
from checker.load.translations import load_translations, question_words, remarks
from checker.model.condition import Condition, Equals, Includes, Leaf, Member, Orders, ParamRef, references, walk
from checker.model.crosswalk import Concept
from checker.model.evidence import Place
from checker.model.questions import QuestionBank
from checker.model.standard import Parameter, Requirement, Standard
from checker.pipeline.cases import run_cases
from checker.pipeline.measures import metric_words, sentence_words
from checker.pipeline.standards import list_standards, load_standard
from checker.rules.languages import LANGUAGES
from checker.rules.phrases import stem

PLACEHOLDER = "TODO"
"""A word of the scaffold that somebody still has to replace."""


class Linted(NamedTuple):
    """What one pack came to."""

    name: str
    mistakes: tuple[str, ...]
    """For each of these the pack judges nobody, or a case comes out otherwise than written."""
    remarks: tuple[Problem, ...]


def lint_standards(names: Sequence[str], folders: tuple[Path, ...]) -> tuple[Linted, ...]:
    """Return what is wrong with each of ``names`` and what is to be said of it; without names, of all standards.

    Only over all standards are questions named that none of them reads, and what lacks words in another language.
    Raises UsageError for an unknown name.
    """
    concepts, homes = read_crosswalk(), requirement_homes(folders)
    found: list[Linted] = []
    loaded: list[Standard] = []
    for name in names or [f"{entry.id}@{entry.edition}" for entry in list_standards(folders)]:
        try:
            standard = load_standard(name, folders)
        except PackError as error:
            found.append(Linted(name, tuple(str(problem) for problem in error.problems), ()))
            continue
        loaded.append(standard)
        wrong = (*(str(failure) for failure in run_cases(standard)), *_shared(standard, homes))
        found.append(Linted(f"{standard.id}@{standard.edition}", wrong, tuple(_remarks(standard, concepts))))
    if not names:
        unread = tuple(_unread_questions(loaded))
        found.append(Linted("question bank", (), unread))
        found += [Linted(f"language {code}", (), _untranslated(code, loaded)) for code in LANGUAGES if code != "en"]
    return tuple(found)


def _shared(standard: Standard, homes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Iterate over ids that another standard has too: decisions and responses name ids alone."""
    for requirement in standard.requirements:
        others = [home for home in homes.get(requirement.id, ()) if home != standard.id]
        if others:
            what = f"{', '.join(others)} has a requirement of this id too"
            yield str(_at(requirement, "id", what, "begin ids with a word of the standard's own"))


def _remarks(standard: Standard, concepts: Mapping[str, Concept]) -> Iterator[Problem]:
    bank, (units, _) = load_question_bank(), metric_words()
    yield from _unused_parameters(standard)
    yield from _weightless(standard)
    yield from _header_placeholders(standard)
    for requirement in standard.requirements:
        yield from _untried(requirement)
        yield from _sources(requirement)
        yield from _placeholders(requirement)
        yield from _concepts(requirement, concepts)
        for condition in _conditions(requirement):
            yield from _constants(requirement, condition, bank, units, standard.parameters)
            yield from _fixed_bars(requirement, condition)


def _conditions(requirement: Requirement) -> list[Condition]:
    return [
        condition
        for condition in (requirement.applies_when, requirement.satisfied_when, *(b.when for b in requirement.credit))
        if condition is not None
    ]


def _untried(requirement: Requirement) -> Iterator[Problem]:
    tried = {case.expect for case in requirement.cases}
    if requirement.applies_when is not None and "not_applicable" not in tried:
        what = "no case shows when it does not apply, so nothing shows that it ever does not"
        yield _at(requirement, "cases", what, "add a case that expects not_applicable, or drop applies_when")
    if requirement.credit and "partly_met" not in tried:
        yield _at(requirement, "cases", "no case earns a part of the credit", "add a case that expects partly_met")


def _sources(requirement: Requirement) -> Iterator[Problem]:
    source = requirement.source
    if not source.url:
        yield _at(requirement, "source", "has no link, so nobody can follow it", "add url")
    if source.read == "text" and not source.section:
        yield _at(requirement, "source", "was read in the text, and does not say where in it", "add section")
    if requirement.threshold_origin == "source" and source.read == "no":
        what = "its bar is said to be the source's, and the source was not read"
        yield _at(requirement, "threshold_origin", what, "say tool_choice, or read the source")


def _placeholders(requirement: Requirement) -> Iterator[Problem]:
    words = [*requirement.title.values(), *requirement.why.values(), requirement.source.document]
    words += requirement.remedy.text.values() if requirement.remedy else ()
    if any(PLACEHOLDER in text for text in words):
        yield _at(requirement, "", f"{PLACEHOLDER} still stands in its words", "write them")


def _header_placeholders(standard: Standard) -> Iterator[Problem]:
    head: dict[str, Iterable[str]] = {
        "title": standard.title.values(), "issuer": [standard.issuer], "established": standard.established.values(),
        "terms": standard.terms.values(),
    }  # fmt: skip
    head |= {f"parameters.{name}": p.why.values() for name, p in standard.parameters.items()}
    for name, words in head.items():
        if any(PLACEHOLDER in text for text in words):
            what = f"{PLACEHOLDER} still stands in its words"
            yield Problem(_header(standard), None, None, name, what, "write them")


def _header(standard: Standard) -> str:
    return next((f.path for f in standard.files if f.path.endswith("/pack.yaml")), standard.id)


def _concepts(requirement: Requirement, concepts: Mapping[str, Concept]) -> Iterator[Problem]:
    for name in requirement.maps_to:
        if name not in concepts:
            yield _at(
                requirement, "maps_to", f"the crosswalk has no concept {name!r}", "see fairlabel standards crosswalk"
            )


def _unused_parameters(standard: Standard) -> Iterator[Problem]:
    nodes = (n for r in standard.requirements for c in _everything(r) for n in walk(c))
    used = {ref.param for node in nodes for ref in references(node) if isinstance(ref, ParamRef)}
    for name in standard.parameters:
        if name not in used:
            yield Problem(
                _header(standard), None, None, f"parameters.{name}", "no condition reads it", "use it or drop it"
            )


def _weightless(standard: Standard) -> Iterator[Problem]:
    if standard.score.name in ("weighted", "deduction") and not any(map(standard.weight, standard.requirements)):
        todo = "give a severity that occurs a weight, or say model: none"
        yield Problem(
            _header(standard), None, None, "weights", "no requirement has a weight, so nothing is scored", todo
        )


def _everything(requirement: Requirement) -> list[Condition]:
    return _conditions(requirement) + ([requirement.claim.when] if requirement.claim else [])


def _constants(
    requirement: Requirement,
    condition: Condition,
    bank: QuestionBank,
    units: Mapping[str, str],
    parameters: Mapping[str, Parameter],
) -> Iterator[Problem]:
    for node in walk(condition):
        if isinstance(node, Leaf):
            truth = _whatever_is_said(node, bank, units, parameters)
            if truth is not None:
                word = "holds" if truth else "fails"
                what = f"{node.fact} {node.op}: {word} whatever is answered"
                yield _at(requirement, "", what, "compare with something that tells answers apart", node.place)


def _whatever_is_said(
    leaf: Leaf, bank: QuestionBank, units: Mapping[str, str], parameters: Mapping[str, Parameter]
) -> bool | None:
    """Return what a comparison comes to where it is the same for every answer; None where answers differ."""
    question = bank.questions.get(leaf.fact.removeprefix("answers."))
    if isinstance(leaf, Orders):
        return _same_side(leaf, *_range(leaf.fact, bank, units), parameters)
    options = {option.id for option in question.options} if question else set()
    if not options or not isinstance(leaf, Member | Includes | Equals) or not isinstance(leaf.value, tuple | str):
        return None
    named = {leaf.value} if isinstance(leaf.value, str) else set(leaf.value)
    if isinstance(leaf, Includes) and leaf.op != "includes_any":
        return None
    if named >= options:
        return not isinstance(leaf, Member | Equals) or leaf.op in ("one_of", "is")
    return None


def _range(fact: str, bank: QuestionBank, units: Mapping[str, str]) -> tuple[float | None, float | None]:
    """Return the least and the most that a fact can be; None where there is no end."""
    question = bank.questions.get(fact.removeprefix("answers."))
    if question is not None and question.type != "share":
        return question.minimum, question.maximum
    if question is not None or fact in bank.survey:
        return 0, 1
    return (0 if units.get(fact.removeprefix("wages.")) == "count" else None), None


def _same_side(leaf: Orders, low: float | None, high: float | None, parameters: Mapping[str, Any]) -> bool | None:
    bar = parameters[leaf.value.param].value if isinstance(leaf.value, ParamRef) else leaf.value
    if not isinstance(bar, int | float):
        return None
    upwards = leaf.op in ("at_least", "more_than")
    strict = leaf.op in ("more_than", "less_than")
    if upwards:
        if low is not None and (low > bar or (low == bar and not strict)):
            return True
        return False if high is not None and (high < bar or (high == bar and strict)) else None
    if high is not None and (high < bar or (high == bar and not strict)):
        return True
    return False if low is not None and (low > bar or (low == bar and strict)) else None


def _fixed_bars(requirement: Requirement, condition: Condition) -> Iterator[Problem]:
    """Note bars of the tool's own choice that nobody can move, since they are no parameter."""
    if requirement.threshold_origin != "tool_choice":
        return
    for node in walk(condition):
        if isinstance(node, Orders) and isinstance(node.value, int | float) and node.value not in (0, 1):
            what = f"the bar {node.value:g} of {node.fact} is this tool's choice and cannot be moved"
            yield _at(requirement, "", what, "make it a parameter with its reason", node.place)


def _unread_questions(standards: Iterable[Standard]) -> Iterator[Problem]:
    bank = load_question_bank()
    conditions = [c for s in standards for r in s.requirements for c in _everything(r)]
    conditions += [q.asked_when for q in bank.questions.values() if q.asked_when is not None]
    nodes = (node for condition in conditions for node in walk(condition))
    read = {name.removeprefix("answers.") for node in nodes for name in _names(node)}
    for name in bank.questions:
        if name not in read:
            yield Problem("question bank", None, None, name, "no standard reads it", "use it or drop it")


def _untranslated(code: str, standards: Iterable[Standard]) -> tuple[Problem, ...]:
    """Return what has no words in the language ``code``, or words that were made from other English ones."""
    bank, titles = load_question_bank(), sentence_words().titles
    originals: dict[str, dict[str, tuple[str, ...]]] = {
        "questions": {name: question_words(q) for name, q in bank.questions.items()},
        "survey": {name: question_words(item.question) for name, item in bank.survey.items()},
        "evidence_kinds": {name: (kind.label["en"],) for name, kind in bank.kinds.items()},
        "metrics": {stem(name): (titles[stem(name)],) for name in titles},
        "requirements": {r.id: (r.title["en"],) for s in standards for r in s.requirements},
    }
    return tuple(remarks(load_translations(code), originals))


def _names(leaf: Condition) -> list[str]:
    own = [leaf.fact] if isinstance(leaf, Leaf) else []
    return [*own, *(ref.fact for ref in references(leaf) if not isinstance(ref, ParamRef))]


def _at(requirement: Requirement, where: str, what: str, todo: str, place: Place | None = None) -> Problem:
    spot = place or requirement.place
    return Problem(spot.file, spot.line, spot.column, ".".join(filter(None, (requirement.id, where))), what, todo)
