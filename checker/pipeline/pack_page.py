"""A standard's requirements as one page for readers: sentences from its conditions, words from its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from checker.load.question_bank import load_question_bank
from checker.model.condition import Condition, ParamRef, references, walk
from checker.pipeline.measures import compile_standards
from checker.render.pack_page import Wording, render_pack
from checker.rules.evaluate import CompiledRequirement
from checker.rules.sentence import Words, sentence


def standard_page(name: str, folders: Sequence[Path]) -> bytes:
    """Return the page of the standard ``name`` (``pai``, ``pai@2022``) as Markdown in UTF-8.

    Raises UsageError where no standard is called so, PackError with all mistakes of a pack.
    """
    (compiled,) = compile_standards((name,), folders)
    kinds = {kind.id: kind.label["en"].lower() for kind in load_question_bank().kinds.values()}
    wordings = {c.requirement.id: _wording(c, compiled.words) for c in compiled.requirements}
    return render_pack(compiled.standard, wordings, kinds)


def _wording(compiled: CompiledRequirement, words: Words) -> Wording:
    requirement = compiled.requirement
    applies, claim = requirement.applies_when, requirement.claim
    conditions = [applies, requirement.satisfied_when, *(b.when for b in requirement.credit), claim and claim.when]
    return Wording(
        compiled.sentence,
        sentence(applies, words) if applies is not None else "",
        tuple((band.give, sentence(band.when, words)) for band in requirement.credit),
        sentence(claim.when, words) if claim else "",
        _parameters(c for c in conditions if c is not None),
    )


def _parameters(conditions: Iterable[Condition]) -> tuple[str, ...]:
    nodes = (node for condition in conditions for node in walk(condition))
    return tuple(dict.fromkeys(ref.param for node in nodes for ref in references(node) if isinstance(ref, ParamRef)))
