"""What settings set for whom: the entry of ``suppliers`` that applies to a subject, and parameters held to their packs.

Nothing here reaches a status but through standards, kinds and parameters that the report prints.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from checker.errors import Problem, UsageError
from checker.load.problems import Problems, suggest
from checker.load.questionnaires import peek_id
from checker.load.standards import find_pack, find_packs, load_pack
from checker.model.evidence import Place
from checker.model.settings import MovedParameter, Settings, SupplierRule
from checker.model.standard import Parameter

if TYPE_CHECKING:
    from checker.model.questions import QuestionBank

WHOLE = ("days", "months", "workers")
"""Units of which there are no parts."""


class Applied(NamedTuple):
    """The entry of ``suppliers`` that applies to a subject, and by what it was found."""

    rule: SupplierRule
    by: str
    """``folder`` or ``id``."""


def rule_for(settings: Settings | None, folder: Path) -> Applied | None:
    """Return the first entry whose pattern fits the subject in ``folder``; None where none does.

    A pattern with a slash is for folders, as they are written from the folder of the settings: ``*`` and ``?`` stay
    within a name, ``**`` spans several or none. One without is for the id, and for a folder right beside the
    settings.
    """
    if settings is None or not settings.suppliers:
        return None
    path = _from_home(settings, folder)
    name: str | None = None
    for rule in settings.suppliers:
        fits = _pattern(rule.match)
        if fits.fullmatch(path):
            return Applied(rule, "folder")
        if "/" not in rule.match:
            # Read only where an entry asks for it.
            name = peek_id(folder) if name is None else name
            if name and fits.fullmatch(name):
                return Applied(rule, "id")
    return None


def _from_home(settings: Settings, folder: Path) -> str:
    """Return a folder as it is written from that of the settings."""
    return os.path.relpath(os.path.abspath(folder), os.path.abspath(settings.home)).replace(os.sep, "/")


def near_miss(settings: Settings | None, folder: Path, subject: str) -> SupplierRule | None:
    """Return the first entry that would fit the subject but for capitals; None where one fits as it is, or none."""
    if settings is None or not settings.suppliers or rule_for(settings, folder) is not None:
        return None
    path = _from_home(settings, folder).casefold()
    for rule in settings.suppliers:
        fits = _pattern(rule.match.casefold())
        if fits.fullmatch(path) or ("/" not in rule.match and fits.fullmatch(subject.casefold())):
            return rule
    return None


def idle_patterns(settings: Settings | None) -> Iterator[str]:
    """Iterate over a line for each pattern of folders that no folder fits: what it asks for is asked of nobody."""
    for rule in settings.suppliers if settings is not None else ():
        parts = [part for part in rule.match.split("/") if part not in ("", ".")]
        if "/" in rule.match and not {"..", "**"} & set(parts) and settings is not None:
            # The marks of a glob that a pattern has not stand for themselves.
            glob = "/".join(part.replace("[", "[[]") for part in parts)
            if not any(folder.is_dir() for folder in settings.home.glob(glob)):
                yield f"{rule.place}: no folder fits {rule.match!r}: the entry applies to nobody"


def refuse_unfit(settings: Settings | None, dirs: Iterable[Path], bank: QuestionBank, units: Mapping[str, str]) -> None:
    """Raise InputError where settings name a standard that is not there, or move a bar that is not theirs to move.

    ``dirs`` are the folders with more packs. Only packs of which a parameter is set are read.
    """
    if settings is None:
        return
    problems, folders = Problems(), tuple(dirs)
    for name, place in _named(settings):
        try:
            find_pack(name, folders)
        except UsageError as error:
            problems.add(_problem(place, str(error), ""))
    for moved in settings.parameters:
        try:
            parameters = _parameters_of(moved, folders, bank, units)
        except UsageError:
            known = [pack.id for pack in find_packs(folders)]
            what = f"no standard is called {moved.pack!r}: the bar would stay where it is"
            problems.add(_problem(moved.pack_place, what, suggest(moved.pack, known)))
            continue
        _check(moved, parameters, problems)
    problems.raise_all()


def _named(settings: Settings) -> Iterator[tuple[str, Place]]:
    chosen = settings.values.get("standards")
    if chosen is not None:
        yield from zip(chosen.value, chosen.items, strict=True)
    for rule in settings.suppliers:
        yield from zip(rule.standards or (), rule.standard_places, strict=True)


def _parameters_of(
    moved: MovedParameter, dirs: tuple[Path, ...], bank: QuestionBank, units: Mapping[str, str]
) -> list[Mapping[str, Parameter]]:
    """Return the parameters of each edition of a pack that is there, the newest first."""
    if "@" in moved.pack:
        raise UsageError(moved.pack)
    find_pack(moved.pack, dirs)
    return [load_pack(pack, bank, units).parameters for pack in find_packs(dirs) if pack.id == moved.pack]


def _check(moved: MovedParameter, editions: list[Mapping[str, Parameter]], problems: Problems) -> None:
    """Note what keeps a parameter from being moved: in every edition that has it the bar must be the tool's own."""
    having = [parameters[moved.name] for parameters in editions if moved.name in parameters]
    if not having:
        movable = [p.name for parameters in editions for p in parameters.values() if p.basis == "tool_choice"]
        what = f"{moved.pack} has no parameter {moved.name!r}: nothing would be moved"
        problems.add(_problem(moved.name_place, what, suggest(moved.name, dict.fromkeys(movable))))
        return
    for parameter in having:
        if parameter.basis != "tool_choice":
            what = (
                f"is set by {'the standard' if parameter.basis == 'standard' else 'another named source'} "
                f"({parameter.default:g} {parameter.unit}), and no setting moves it"
            )
            problems.add(_problem(moved.name_place, what, "delete the line"))
            return
        if (wrong := _out_of(moved.value, parameter.unit, parameter.default)) is not None:
            problems.add(_problem(moved.place, wrong, f"the pack has {parameter.default:g} {parameter.unit}"))
            return


def _out_of(value: int | float, unit: str, default: int | float) -> str | None:
    """Return why ``value`` cannot stand for a bar of ``unit`` that is ``default`` in its pack; None where it can.

    A bar below 0, as of a gap that has two directions, stays there.

    >>> _out_of(0.05, "share", 0.1), _out_of(5, "share", 0.1)
    (None, '5 is no share: it needs a number from 0 to 1')
    """
    low, high = (-1, 0) if default < 0 else (0, 1)
    if not math.isfinite(value):
        return f"{value!r} is no number that a bar can have"
    if unit == "share" and not low <= value <= high:
        return f"{value!r} is no share: it needs a number from {low} to {high}"
    if unit != "share" and value < 0 <= default:
        return f"{value!r} {unit}: there is nothing below 0"
    if unit in WHOLE and value != int(value):
        return f"{value!r} {unit}: it needs a whole number"
    return None


def _problem(place: Place, what: str, todo: str) -> Problem:
    return Problem(place.file, place.line, place.column, place.path, what, todo)


@lru_cache(maxsize=1024)
def _pattern(match: str) -> re.Pattern[str]:
    """Return the expression of a pattern; ``*`` and ``?`` stop at a slash, ``**`` does not.

    >>> [bool(_pattern("vendors/**/a*").fullmatch(p)) for p in ("vendors/acme", "vendors/x/y/acme", "vendors/x/b")]
    [True, True, False]
    """
    found = ""
    parts = [part for part in match.strip().split("/") if part not in ("", ".")]
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if part == "**":
            found += "[^\0]*" if last else "(?:[^/]+/)*"
        else:
            found += "".join({"*": "[^/]*", "?": "[^/]"}.get(c, re.escape(c)) for c in part) + ("" if last else "/")
    return re.compile(found, re.DOTALL)


def without(settings: Settings | None, *keys: str) -> Settings | None:
    """Return ``settings`` with what an option or environment variable said taken out of the entries of suppliers."""
    if settings is None or not settings.suppliers:
        return settings
    rules = settings.suppliers
    if "standards" in keys:
        rules = tuple(rule._replace(standards=None, standard_places=()) for rule in rules)
    if "fail_on" in keys:
        rules = tuple(rule._replace(fail_on=None) for rule in rules)
    return replace(settings, suppliers=rules)
