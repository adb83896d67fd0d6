"""What a requirement asks, what it read of one subject, from where, and why the status came out so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from checker.assess.reasons import ReasonWords, describe, reason_words, short_of
from checker.assess.terms import Terms
from checker.errors import PackError, UsageError
from checker.load.question_bank import load_question_bank
from checker.model.assessment import Result, SubjectResult
from checker.model.evaluation import Context, NodeTrace
from checker.model.facts import Facts
from checker.model.standard import Requirement, Standard
from checker.pipeline.known import Known
from checker.pipeline.measures import Choices, compile_standards, metric_words, requirement_titles
from checker.pipeline.measuring import Measuring, check_settings
from checker.pipeline.run import refuse_unused
from checker.pipeline.selection import reads_pay
from checker.pipeline.standards import list_standards, load_standard
from checker.pipeline.subject import assess_known
from checker.pipeline.suppliers import pay_behind, seen_by_supplier, suppliers_of
from checker.rules.evaluate import CompiledRequirement, CompiledStandard, trace
from checker.rules.sentence import called

TRUTHS = {True: "true", False: "false", None: "unknown"}


class Explained(NamedTuple):
    """One requirement, and how it came out for one subject where one is named."""

    standard: Standard
    requirement: Requirement
    sentence: str
    reads: tuple[tuple[str, str], ...]
    """(fact, what it is called)."""
    result: Result | None
    steps: tuple[str, ...]
    """The condition node by node, indented, with truth, sources and places; empty without a subject."""
    behind: tuple[str, ...]
    """Evidence that it rests on, decisions of an assessor, and the wages that pay was compared with; in sentences."""
    title: str
    labels: Mapping[str, str]
    """What stands before a sentence in its language, by the English words; empty for English."""
    note: str
    """Whose translation it is; empty for English."""


def explain(requirement: str, folder: Path | None, choices: Choices, language: str = "en") -> Explained:
    """Return what ``requirement`` (an id or a former one) asks; with ``folder``, why its status came out so.

    Its sentence, its conditions and what they read are said in ``language``. Raises UsageError for an id that no
    chosen standard has, or a language that there is none of.
    """
    if folder is None:
        check_settings(choices)
        standards = compile_standards(choices.standards, choices.standards_dirs, language, choices.settings)
    else:
        measures, applied = Measuring(choices, (folder,)).of(folder)
        chosen = measures.choices.standards
        standards = compile_standards(chosen, choices.standards_dirs, language, choices.settings)
    compiled, found = _find(requirement, standards, choices.standards_dirs)
    terms, words = Terms(load_question_bank(), metric_words()[1]), compiled.words
    reads = tuple((name, terms.of(name).name if language == "en" else called(name, words)) for name in found.names)
    title = requirement_titles(compiled.standard, language).get(found.requirement.id, found.requirement.title["en"])
    said = Explained(
        compiled.standard, found.requirement, found.sentence, reads, None, (), (), title,
        words.language.labels, words.language.note,
    )  # fmt: skip
    if folder is None:
        return said
    known = Known(folder, folder.as_posix(), measures, applied=applied)
    suppliers = suppliers_of(known)
    assessed = assess_known(known, suppliers)
    refuse_unused([assessed], choices)
    result = next((r for s in assessed.standards for r in s.results if r.requirement == found.requirement.id), None)
    if result is None:
        side = found.requirement.subject
        raise UsageError(
            f"{found.requirement.id} is not judged for {known.subject.id}: it is for a {side}"
            f"{' of other kinds' if side == known.subject.kind else ''}, or left to the suppliers"
        )
    seen = reason_words(terms, pay_behind(known, suppliers), known.context.k)
    steps = tuple(_all_steps(found, known, suppliers, compiled, seen))
    return said._replace(result=result, steps=steps, behind=tuple(_behind(result, assessed)))


def _behind(result: Result, assessed: SubjectResult) -> Iterable[str]:
    """Yield what the result rests on besides its facts, each with its own source."""
    exhibits = {exhibit.item.id: exhibit for exhibit in assessed.evidence}
    for item, dated, *_ in (exhibits[name] for name in result.evidence.ids if name in exhibits):
        when = f"dated {dated}" if dated else "without a date"
        kind, whose = item.kind.replace("_", " "), item.collector.replace("_", " ")
        yield f"Rests on: {item.id} ({kind}, collected by the {whose}, {when})"
    for made in result.decisions:
        about = f" ({made.evidence})" if made.evidence else ""
        to = f": {made.value}" if made.value is not None else ""
        whose = f"{made.role} of {made.organisation}" if made.organisation else made.role
        kind = made.kind.replace("_", " ")
        yield f"Assessor: {kind}{about}{to}, {made.on}, {whose}. {made.reason} ({made.place})"
    asked = {kind for kind in ("living_wage", "minimum_wage") for fact in result.facts if kind in fact.name}
    for use in dict.fromkeys(use for pay in assessed.wages.sets for use in pay.benchmarks if use.kind in asked):
        high = "" if use.bar[1] == use.bar[0] else " or more" if use.bar[1] is None else f" to {use.bar[1]:,.2f}"
        yield (
            f"Compared with: {use.id}, {use.place}: {use.amount} {use.currency} a {use.period} from {use.valid_from},"
            f" which is {use.bar[0]:,.2f}{high} {use.bar_currency or use.currency} an hour"
            f"{'; ' if use.why else ''}{use.why}. {use.source}, {use.url}"
        )


def _find(
    name: str, standards: Sequence[CompiledStandard], folders: Sequence[Path]
) -> tuple[CompiledStandard, CompiledRequirement]:
    wanted = name.strip().upper()
    for standard in standards:
        requirement = standard.standard.requirement(wanted)
        for compiled in standard.requirements:
            if requirement is not None and compiled.requirement.id == requirement.id:
                return standard, compiled
    known = ", ".join(s.standard.id for s in standards)
    if other := _where_else(wanted, folders):
        raise UsageError(f"{name!r} is no requirement of {known} but of {other}; add: --standard {other}")
    import difflib

    ids = {c.requirement.id.upper(): c.requirement.id for s in standards for c in s.requirements}
    padded = re.sub(r"-(\d)$", r"-0\1", wanted)
    near = [ids[i] for i in ([padded] if padded in ids else difflib.get_close_matches(padded, ids, 3))]
    hint = f"did you mean {', '.join(near)}?" if near else f"see: fairlabel standards show {standards[0].standard.id}"
    raise UsageError(f"{name!r}: no requirement of {known} is called so; {hint}")


def _where_else(wanted: str, folders: Sequence[Path]) -> str:
    """Return the id of a standard at hand, chosen or not, that has a requirement called ``wanted``; empty for none."""
    for name in dict.fromkeys(entry.id for entry in list_standards(folders)):
        with suppress(PackError):  # one that cannot judge has nothing to explain
            if load_standard(name, folders).requirement(wanted) is not None:
                return name
    return ""


def _all_steps(
    found: CompiledRequirement, known: Known, suppliers: Sequence[Known], compiled: CompiledStandard, words: ReasonWords
) -> Iterable[str]:
    """Return the steps of the subject's own facts; of a buyer's item on pay, of each supplier in turn."""
    if not suppliers or not reads_pay(found):
        yield from _steps(found, known.facts, known.context, compiled, words)
        return
    for supplier, (facts, where) in zip(suppliers, seen_by_supplier(known, suppliers, known.context), strict=True):
        yield f"by the pay of {supplier.subject.id}:"
        for line in _steps(found, facts, where, compiled, words):
            yield f"  {line}"


def _steps(
    found: CompiledRequirement, facts: Facts, context: Context, compiled: CompiledStandard, words: ReasonWords
) -> Iterable[str]:
    parts = [("applies when", found.applies), ("satisfied when", found.satisfied)]
    for lead, node in parts:
        if node is None:
            continue
        yield f"{lead}:"
        yield from _node(trace(node, facts, context, compiled.words), words, "  ")


def _node(node: NodeTrace, words: ReasonWords, indent: str) -> Iterable[str]:
    outcome = node.outcome
    shown = ""
    if outcome.truth is not None:
        support = outcome.support
        shown = f", {support.level.word}" + ("" if support.shown else f" ({', '.join(short_of(support))})")
    yield f"{indent}{TRUTHS[outcome.truth]}{shown}: {node.sentence}"
    for fact in node.facts:
        if fact.known:
            yield f"{indent}    read: {describe(fact, words)}"
    for name in node.names:
        if not any(fact.known for fact in node.facts if fact.name == name.partition("@")[0]):
            yield f"{indent}    no answer: {name}"
    for clash in outcome.clashes:
        yield f"{indent}    sources differ: {clash.why}"
    for part in node.parts:
        yield from _node(part, words, indent + "  ")
