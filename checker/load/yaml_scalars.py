"""Plain scalars by the YAML 1.2 core schema: ``NO`` is text, ``030`` is 30, ``12:30`` and dates are text.

Knows nothing of files or positions. Tags other than those of the core schema have no meaning here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

Scalar: TypeAlias = "str | int | float | bool | None"

MISSING: Final = object()
"""Marks a text that `KNOWN` does not hold yet."""

KNOWN: Final[dict[str, Scalar]] = {}
"""Plain scalars resolved before in this process: questionnaires say the same few hundred words again and again."""

_KNOWN_LIMIT = 20_000
_KNOWN_LENGTH = 48
_DIGITS_LIMIT = 400
_CORE = "tag:yaml.org,2002:"

_CONSTANTS: Final[dict[str, Scalar]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_OCTAL = re.compile(r"0o[0-7]+\Z")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_STARTS = frozenset("0123456789+-.")


def resolve(text: str) -> Scalar:
    """Return the value of a plain, untagged scalar.

    >>> [resolve(t) for t in ("NO", "030", "12:30", "0o17", "1e3", "2026-01-31", "~")]
    ['NO', 30, '12:30', 15, 1000.0, '2026-01-31', None]
    """
    value = _resolve(text)
    if len(text) <= _KNOWN_LENGTH and len(KNOWN) < _KNOWN_LIMIT:
        KNOWN[text] = value
    return value


def resolve_tagged(text: str, tag: str) -> Scalar:
    """Return the value of a scalar with a tag of the core schema.

    Raises KeyError for a tag that the core schema does not know, ValueError where the text does not fit its tag.
    """
    return _TAGS[tag](text)


def shorten_tag(tag: str) -> str:
    """Return a tag as it is written in a file (``!!int``)."""
    return "!!" + tag.removeprefix(_CORE) if tag.startswith(_CORE) else tag


def _resolve(text: str) -> Scalar:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _STARTS or len(text) > _DIGITS_LIMIT:
        return text
    if _INTEGER.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    if _OCTAL.match(text):
        return int(text[2:], 8)
    if _HEXADECIMAL.match(text):
        return int(text[2:], 16)
    return text


def _expect(*kinds: type) -> Callable[[str], Scalar]:
    def read(text: str) -> Scalar:
        value = _resolve(text)
        if type(value) not in kinds:
            raise ValueError(text)
        return value

    return read


def _number(text: str) -> float:
    value = _resolve(text)
    if type(value) not in (int, float):
        raise ValueError(text)
    return float(value)  # type: ignore[arg-type]


_TAGS: Final[dict[str, Callable[[str], Scalar]]] = {
    "!": str,
    _CORE + "str": str,
    _CORE + "int": _expect(int),
    _CORE + "float": _number,
    _CORE + "bool": _expect(bool),
    _CORE + "null": _expect(type(None)),
}
MAP_TAGS: Final = frozenset({None, "!", _CORE + "map"})
LIST_TAGS: Final = frozenset({None, "!", _CORE + "seq"})
