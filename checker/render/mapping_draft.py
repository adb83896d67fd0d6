"""The draft of a mapping as YAML with remarks: what was found and why, what is unsure, what is missing.

A line that is unsure is a remark, so that it counts only once somebody has taken its mark away; where a mapping
cannot do without it, its value is ``?``, which no mapping is accepted with.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from checker.model.pay_draft import MappingDraft, Setting
from checker.render.words import count

WIDTH = 110
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_/]*( [A-Za-z0-9_/]+)*")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_NEVER_LEFT_OUT = ("grain", "time_zone")


def mapping_yaml(draft: MappingDraft) -> bytes:
    """Return the draft as YAML (UTF-8)."""
    return ("\n".join(_lines(draft)) + "\n").encode("utf-8")


def _lines(draft: MappingDraft) -> Iterator[str]:
    yield from _remark(f"Draft of a mapping for {draft.file} ({count(draft.rows, 'row')}), by fairlabel wages sniff.")
    if draft.questions:
        wait = "waits" if draft.questions == 1 else "wait"
        yield from _remark(
            f'{count(draft.questions, "line")} marked "unsure:" {wait} for an answer. Take away the # before a line '
            "that is right, and write what is right where it is not; delete what does not exist."
        )
    else:
        yield from _remark("Nothing in it is unsure. Read it all the same: it is a guess from names and cells.")
    yield "fairlabel: wages/1"
    for setting in draft.head:
        yield from _entry(setting, 0)
    yield from _part("columns", draft.columns)
    yield from _part("constants", draft.constants)
    yield from _part("units", draft.units)
    if draft.values:
        yield "values:"
        for column, words in draft.values.items():
            yield from _part(column, words, 2)
    yield from _open_ends(draft)


def _part(name: str, settings: Sequence[Setting], indent: int = 0) -> Iterator[str]:
    if settings:
        # A part in which every line is a remark is an empty one, which a mapping may have.
        yield f"{' ' * indent}{name}:"
        for setting in settings:
            yield from _entry(setting, indent + 2)


def _entry(setting: Setting, indent: int) -> Iterator[str]:
    space = " " * indent
    if setting.sure:
        yield f"{space}{_scalar(setting.key)}: {_value(setting)}   # {setting.why}"
    elif indent > 2 or (setting.key in _NEVER_LEFT_OUT and not indent):
        guess = f"{setting.value}? " if setting.value else ""
        yield f'{space}{_scalar(setting.key)}: "?"   # unsure: {guess}{setting.why}'
    else:
        yield f"{space}# {_scalar(setting.key)}: {_value(setting)}   # unsure: {setting.why}"


def _value(setting: Setting) -> str:
    if setting.value is None:
        return "?"
    if isinstance(setting.value, int) or (setting.key in ("sheet", "date_format") and setting.value[:1] in "[{"):
        return str(setting.value)
    return _scalar(setting.value)


def _scalar(text: str) -> str:
    """Return a text as YAML writes it: plain where nothing can be misread, else in quotes."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def _open_ends(draft: MappingDraft) -> Iterator[str]:
    if draft.left:
        yield "#"
        yield "# Columns of the file that are not used:"
        for name, why in draft.left:
            yield from _remark(json.dumps(name, ensure_ascii=False) + (f": {why}" if why else ""), "#   ")
    if draft.missing:
        yield "#"
        yield "# Not in the file, or unsure. A missing column is unknown, never zero:"
        for name, why in draft.missing:
            yield from _remark(f"{name}: {why}", "#   ")
        if any(name in ("fees", "deductions", "costs") for name, _ in draft.missing):
            yield from _remark(
                "Where there are no fees, deductions or costs and a document shows it, name that evidence: "
                "none: {fees: [id of the evidence]}"
            )


def _remark(text: str, lead: str = "# ") -> Iterable[str]:
    text = "".join(character if character.isprintable() else " " for character in text)
    return textwrap.wrap(text, WIDTH, initial_indent=lead, subsequent_indent=lead + "  " * (lead != "# "))
