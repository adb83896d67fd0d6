"""What is written for whoever reads or writes a standard: its page, and the files of a new one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from checker.errors import OutputError, UsageError
from checker.load.standards import NOT_PACKS
from checker.model.condition import Condition, ParamRef, references, walk
from checker.pipeline.measures import compile_standards, requirement_titles
from checker.render.pack_page import Wording, render_pack
from checker.rules.evaluate import CompiledRequirement
from checker.rules.sentence import Words, sentence


def standard_page(name: str, folders: Sequence[Path], language: str = "en") -> bytes:
    """Return the page of the standard ``name`` (``pai``, ``pai@2022``) as Markdown in UTF-8.

    The sentences made from conditions and what stands before them are in ``language``, titles where there are
    any. Raises UsageError where no standard or language is called so, PackError with all mistakes of a pack.
    """
    (compiled,) = compile_standards((name,), folders, language)
    words = compiled.words
    kinds = {kind.id: kind.label["en"].lower() for kind in words.bank.kinds.values()}
    titles = requirement_titles(compiled.standard, language)
    wordings = {c.requirement.id: _wording(c, words, titles) for c in compiled.requirements}
    return render_pack(compiled.standard, wordings, kinds, words.language.labels, words.language.note)


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


def _wording(compiled: CompiledRequirement, words: Words, titles: Mapping[str, str]) -> Wording:
    requirement = compiled.requirement
    applies, claim = requirement.applies_when, requirement.claim
    conditions = [applies, requirement.satisfied_when, *(b.when for b in requirement.credit), claim and claim.when]
    return Wording(
        compiled.sentence,
        sentence(applies, words) if applies is not None else "",
        tuple((band.give, sentence(band.when, words)) for band in requirement.credit),
        sentence(claim.when, words) if claim else "",
        _parameters(c for c in conditions if c is not None),
        titles.get(requirement.id, ""),
    )


def _parameters(conditions: Iterable[Condition]) -> tuple[str, ...]:
    nodes = (node for condition in conditions for node in walk(condition))
    return tuple(dict.fromkeys(ref.param for node in nodes for ref in references(node) if isinstance(ref, ParamRef)))
