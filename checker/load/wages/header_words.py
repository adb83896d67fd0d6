"""The words by which columns of pay files are known, from `vendor_templates/wages.headers.yaml`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from checker import resources
from checker.load import yaml_text
from checker.model.codes import is_currency
from checker.model.pay_table import COLUMNS

FILE = "wages.headers.yaml"
HEADLESS = (
    "where the names of columns should stand are numbers or days, as in a row of data: put a row of names above them,"
    " or name its row in the mapping (header_row)"
)
_NO_NAME = re.compile(r"[-+]?[\d.,'/:\s-]*\d[\d.,'/:TZ\s-]*%?")
_ENGLISH = frozenset({"all", "top", "try", "cup", "mop", "pen", "rub", "sos"})
_SILENT = frozenset({"of", "the", "de", "del", "la", "el", "en", "in"})


class Named(NamedTuple):
    """What a column's name says that it holds."""

    column: str
    sure: bool
    unit: str
    """hours, minutes or seconds, where the name says so."""


class HeaderWords(NamedTuple):
    """The word list, plain."""

    names: Mapping[str, tuple[tuple[str, bool], ...]]
    """Plain name -> columns of the pay table it may mean, and whether that is sure."""
    units: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    """Column -> plain word -> word of the pay table."""
    without: Mapping[str, str]
    """Column -> what cannot be said of pay where it is missing."""


@cache
def header_words() -> HeaderWords:
    """Return the shipped word list."""
    data: dict[str, Any] = yaml_text.parse(resources.read_bytes("vendor_templates", FILE), FILE).value
    names: dict[str, list[tuple[str, bool]]] = {}
    for column, entry in data["columns"].items():
        for sure in (True, False):
            for word in _all(entry["sure" if sure else "unsure"]):
                names.setdefault(word, []).append((column, sure))
    for column in COLUMNS:
        # The pay table's own names are sure, whatever else they may mean.
        names[plain(column)] = [(column, True)]
    return HeaderWords(
        {name: tuple(columns) for name, columns in names.items()},
        {word: unit for unit, words in data["units"].items() for word in _all(words)},
        {c: {w: to for to, words in e.items() for w in (*_all(words), plain(to))} for c, e in data["values"].items()},
        {column: entry["without"]["en"] for column, entry in data["columns"].items() if "without" in entry},
    )


def _all(words: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    return tuple(plain(word) for listed in words.values() for word in listed)


def plain(text: str) -> str:
    """Return a name without case, accents, marks and words that say nothing.

    >>> plain("Nº_de_Empleado (MIN)"), plain("SueldoBásico")
    ('no empleado min', 'sueldo basico')
    """
    text = re.sub(r"(?<=[a-z\u00e0-\u00ff])(?=[A-Z])", " ", text)
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(word for word in re.split(r"[^a-z0-9]+", bare.casefold()) if word and word not in _SILENT)


def meanings(name: str) -> tuple[Named, ...]:
    """Return what a column's name may mean; units and a currency beside it are set apart."""
    words = header_words()
    tokens = plain(name).split()
    unit = ""
    tries = [tokens]
    if len(tokens) > 1 and _code(tokens[-1]):
        tries.append(tokens[:-1])
    if tokens and tokens[-1] in words.units:
        tries.append(tokens[:-1])
    if len(tokens) > 1 and tokens[0] in words.units and words.units[tokens[0]] != "hours":
        # "Minutes worked" is "hours worked" in minutes.
        tries += [["hours", *tokens[1:]], ["horas", *tokens[1:]], tokens[1:]]
    for attempt in tries:
        if found := words.names.get(" ".join(attempt)):
            named = [words.units[token] for token in tokens if token in words.units]
            # "Hours paid (min)": the last word is the unit, and the first one part of the name.
            unit = named[0] if tokens[0] in words.units and words.units[tokens[0]] != "hours" else (named or [""])[-1]
            return tuple(dict.fromkeys(Named(column, sure, unit) for column, sure in found))
    return ()


def currency_in(name: str) -> str:
    """Return the currency that a column's name ends in, such as KES in ``Pay (KES)``; empty where it gives none.

    >>> currency_in("Pay (KES)"), currency_in("reward_usd"), currency_in("PAY ALL")
    ('KES', 'USD', '')
    """
    tokens = plain(name).split()
    return _code(tokens[-1]) if len(tokens) > 1 else ""


def _code(token: str) -> str:
    """Return a word as code of a currency; empty where it is none, or a word of English besides."""
    code = token.upper()
    return code if len(code) == 3 and token not in _ENGLISH and is_currency(code) else ""


def score(names: Iterable[str]) -> int:
    """Return how much a row looks like the header of a pay file."""
    return sum(max((1 + named.sure for named in meanings(name)), default=0) for name in dict.fromkeys(names))


def is_row_of_data(names: Iterable[str]) -> bool:
    """Return whether what should be names of columns are the cells of a row: a third are numbers or days."""
    given = [name for name in names if name.strip()]
    return 3 * sum(bool(_NO_NAME.fullmatch(name.strip())) for name in given) >= max(len(given), 1)


def offered(names: Iterable[str]) -> str:
    """Return the columns that a file has, for a message; cells of a row, which would expose a worker, never."""
    given = list(names)
    if any(_NO_NAME.fullmatch(name.strip()) for name in given):
        return HEADLESS
    return "it has: " + ", ".join(given)
