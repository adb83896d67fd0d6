"""What is written for whoever reads or writes a standard: its page, and the files of a new one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from checker.errors import OutputError, UsageError
from checker.load.question_bank import load_question_bank
from checker.load.standards import NOT_PACKS
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


def new_pack(name: str, edition: str, home: Path, title: str) -> dict[Path, bytes]:
    """Return the files of a new standard by path; OutputError where its folder is there already.

    Raises UsageError for an id or edition that cannot be a folder's name.
    """
    from checker.render.pack_scaffold import scaffold

    for word, what in ((name, "ID"), (edition, "EDITION")):
        if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*" if what == "ID" else r"[0-9A-Za-z][\w.-]*", word):
            raise UsageError(f"{what} {word!r}: write letters (small ones in an id), digits, dots and dashes")
    if name in NOT_PACKS:
        raise UsageError(f"ID {name!r} is no name for a standard; choose another")
    folder = home / name / edition
    if os.path.lexists(folder):
        raise OutputError(f"{folder} exists already and was left as it is; name another edition")
    files = scaffold(name, edition, title, date.today().year)
    return {folder / path: content for path, content in files.items()}


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
