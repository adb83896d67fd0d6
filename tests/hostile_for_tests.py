"""Reports in which every text from another hand is replaced by one that attacks its reader."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from checker.model.assessment import Report
from tests import reports_for_tests as made

HARMLESS = "harmless words"
PAYLOADS: Mapping[str, str] = {
    "quotes": '"O\'Neil" `x` \\" \\',
    "script": "<script>alert('x')</script><img src=x onerror=alert(1)>",
    "end of xml": "]]> --> <!-- <?x?> </failure></testcase> &#0; &amp;",
    "emoji and right to left": "👩‍💻 שלום עולם \u202etxt.exe\u2066",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "formula after a mark": "x;=1+1;@SUM(1);\t-2",
    "formula plus": "+1+cmd|' /C calc'!A0",
    "formula at": "@SUM(1+1)",
    "formula full width": "＝1+1",
    "command": "::error file=a::owned",
    "command on a new line": "a\r\n::add-mask::x\r::stop-commands::y",
    "command in brackets": "a ##[add-mask]x ##vso[task.setvariable variable=x]y ##teamcity[x]",
    "command escaped": "%0A::error::x %25 , : %0D",
    "markdown": "[x](javascript:alert(1)) | **b** | ![i](http://evil.example/i.png) # h <b>",
    "markdown lists": "- a\n\n# h\n\n1. b\n\n```\ncode\n```\n> q",
    "placeholders": "{{7*7}} {0} ${x} %s {% raw %}",
    "control": "a\x00b\x07\x1b[31m\x0b\x0c\x85\u2028\ufffe\uffff\ud800z",
    "json": '","injected":"1"}],"x":[{"',
    "long": "Donaudampfschifffahrt" * 300,
}
_OURS = re.compile(r"[a-z0-9_.@%-]*|[A-Z]{2,3}|fairlabel/.*")
"""Words of the tool's own vocabulary: statuses, units, codes, names of facts, countries and currencies."""


_IDS = re.compile(r"[A-Z]+-[A-Z]+-\d\d")


def tainted(bad: str, *, ids: bool = False) -> Report:
    """Return the report with every status, twice, and a subject that could not be read; ``bad`` is in every text.

    ``ids``: the requirements' too, which are all one then.
    """
    second = made.subject(id="b", folder="vendors/second folder", name="Second Ltd")
    kept = _OURS if ids else re.compile(f"{_OURS.pattern}|{_IDS.pattern}")
    laid = made.overlaid()
    plain = dataclasses.replace(laid, subjects=(*laid.subjects, second), invalid=(made_invalid(),))
    whole: Report = _tainted(plain, bad, kept)
    first, other = whole.subjects
    first = dataclasses.replace(first, id=bad)
    return dataclasses.replace(
        whole, subjects=(first, dataclasses.replace(other, folder=f"other {bad}")), version="0.1.0"
    )


def made_invalid() -> Any:
    from checker.model.assessment import InvalidSubject

    return InvalidSubject("vendors/broken one", ("It is broken", "It is broken twice"))


def _tainted(value: Any, bad: str, kept: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return value if kept.fullmatch(value) else bad
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_tainted(item, bad, kept) for item in value))
    if isinstance(value, tuple | list):
        return type(value)(_tainted(item, bad, kept) for item in value)
    if isinstance(value, Mapping):
        return {key: _tainted(item, bad, kept) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {f.name: _tainted(getattr(value, f.name), bad, kept) for f in dataclasses.fields(value) if f.init}
        return dataclasses.replace(value, **changes)
    return value
