"""What every shipped requirement asks, one line each, in English and Spanish: read, and fresh.

Beside the lists, laws that no list can show: a sentence names every fact that its condition reads and every number that
it is judged by, and nothing in it is left in another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.load.standards import list_standards
from checker.model.condition import (
    Between,
    Condition,
    Counted,
    Counts,
    FactRef,
    Includes,
    Leaf,
    Member,
    Orders,
    ParamRef,
    Shares,
    Shown,
    walk,
)
from checker.model.standard import Requirement
from checker.pipeline.measures import compile_standards
from checker.rules.evaluate import CompiledStandard
from checker.rules.languages import LANGUAGES
from checker.rules.sentence import Words, sentence

HERE = Path(__file__).resolve().parent
NAMES = [f"{entry.id}@{entry.edition}" for entry in list_standards()]
_COMPILED: dict[tuple[str, str], CompiledStandard] = {}
_WORDS_OF_METRICS = {
    # What the absence of something is called, since "there are no workers ..." names no share and no zero.
    "en": ("there are no ", "there is no "),
    "es": ("no hay ",),
}


def compiled(name: str, code: str) -> CompiledStandard:
    if (name, code) not in _COMPILED:
        (_COMPILED[name, code],) = compile_standards((name,), (), code)
    return _COMPILED[name, code]


def conditions(requirement: Requirement) -> Iterator[Condition]:
    yield requirement.satisfied_when
    if requirement.applies_when is not None:
        yield requirement.applies_when
    yield from (band.when for band in requirement.credit)
    if requirement.claim is not None:
        yield requirement.claim.when


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_list_is_what_requirements_say_today(code: str, update_golden: bool) -> None:
    file = HERE / f"sentences.{code}.txt"
    said = "".join(f"{c.requirement.id}\t{c.sentence}\n" for name in NAMES for c in compiled(name, code).requirements)
    if update_golden:
        file.write_text(said, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == said, "run: make golden; then read what changed"


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_sentence_names_every_fact_that_its_condition_reads(name: str, code: str) -> None:
    standard = compiled(name, code)
    missing = [
        (c.requirement.id, said)
        for c in standard.requirements
        for condition in conditions(c.requirement)
        for said in named(condition, standard.words)
        if said not in sentence(condition, standard.words).lower()
    ]
    assert missing == []


def named(condition: Condition, words: Words) -> Iterator[str]:
    """Return words by which each fact must be found, taken from the bank and not from the code that makes sentences."""
    bank, code = words.bank, words.language.code
    for node in walk(condition):
        if isinstance(node, Shown):
            yield from (bank.kinds[kind].label[code].lower() for kind in node.kinds)
        refs = [ref for field in ("value", "low", "high") if isinstance(ref := getattr(node, field, None), FactRef)]
        for fact in [*([node.fact] if isinstance(node, Leaf) else []), *(ref.fact for ref in refs)]:
            if fact.startswith("answers."):
                yield bank.questions[fact.removeprefix("answers.")].ask[code].lower()
            elif fact in bank.survey:
                yield bank.survey[fact].question.ask[code].lower()
            elif fact.startswith("wages."):
                yield from metric_words(fact.removeprefix("wages."), words)
        if isinstance(node, Member | Includes) and isinstance(node.value, tuple) and node.fact.startswith("answers."):
            labels = {o.id: o.label[code] for o in bank.questions[node.fact.removeprefix("answers.")].options}
            yield from (labels[str(option)].lower() for option in node.value)


def metric_words(name: str, words: Words) -> Iterator[str]:
    """Return a metric's words without the article, and those of its basis."""
    if words.language.code == "es":
        said = words.language.metrics[re.sub("(_paid_time|_hours_weighted|_pooled)+$", "", name)]
    else:
        said = words.language.metrics.get(name) or words.titles[name]
    yield re.sub("^(the |la |el |los |las )?(proporción de |share of )?", "", said.lower())
    yield from (words.language.bases[basis] for basis in words.bases[name] if basis != "by_method")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_a_condition_appears(name: str, code: str) -> None:
    standard = compiled(name, code)
    missing = [
        (c.requirement.id, bars, said)
        for c in standard.requirements
        for condition in conditions(c.requirement)
        for said in [unquoted(sentence(condition, standard.words))]
        for bars in numbers(condition, standard)
        if not any(re.search(rf"(?<![\d.,]){re.escape(bar)}(?![\d]|[.,]\d)", said) for bar in bars)
    ]
    assert missing == []


def unquoted(said: str) -> str:
    return re.sub("“[^”]*”", "", said).lower()


def numbers(condition: Condition, standard: CompiledStandard) -> Iterator[list[str]]:
    """Return, for each number that ``condition`` compares with, the ways in which it may be written."""
    units, survey = standard.words.units, standard.words.bank.survey
    for node in walk(condition):
        raw = []
        if isinstance(node, Orders):
            raw = [node.value]
        elif isinstance(node, Between):
            raw = [node.low, node.high]
        elif isinstance(node, Counts):
            raw = [node.value]
        elif isinstance(node, Counted):
            raw = [node.n, len(node.of)]
        elif isinstance(node, Shares):
            raw = [node.share]
        for value in raw:
            number = standard.standard.parameters[value.param].value if isinstance(value, ParamRef) else value
            if not isinstance(number, int | float):
                continue
            share = isinstance(node, Shares) or (
                isinstance(node, Leaf)
                and (node.fact in survey or units.get(node.fact.removeprefix("wages.")) == "share")
            )
            shown = f"{number * 100 if share else number:.10g}"
            ways = [shown, shown.replace(".", ",")]
            if isinstance(node, Orders) and number == 0:
                # "more than 0 layers" is "at least 1 layer", no money is "zero", none of a thing is "there are no".
                ways += ["1", "zero", "cero", *(w.strip() for w in _WORDS_OF_METRICS[standard.words.language.code])]
            yield ways


@pytest.mark.parametrize("name", NAMES)
def test_no_english_is_left_in_a_spanish_sentence(name: str) -> None:
    standard = compiled(name, "es")
    for c in standard.requirements:
        for condition in conditions(c.requirement):
            said = sentence(condition, standard.words)
            assert "[en]" not in said, c.requirement.id
            ours = said.replace("Crowdsourcing Code of Conduct", "")
            assert not re.search(r"\b(the|answer|workers|is|yes|of)\b", ours), c.requirement.id


@pytest.mark.parametrize("code", LANGUAGES)
def test_pay_against_a_floor_always_says_time_and_method(code: str) -> None:
    for name in NAMES:
        standard = compiled(name, code)
        language = standard.words.language
        for c in standard.requirements:
            for node in walk(c.requirement.satisfied_when):
                if isinstance(node, Orders) and "below_" in node.fact and "wage" in node.fact:
                    method = language.methods[node.method or "basic_only"]
                    time = language.bases["paid_time" if "paid_time" in node.fact or "requester" in node.fact
                                          else "all_time"]  # fmt: skip
                    assert method in c.sentence and time in c.sentence, c.requirement.id
