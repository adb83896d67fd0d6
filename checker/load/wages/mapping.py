"""Read `mapping.yaml`: which column of a pay file is which column of the pay table, and in which unit.

All problems of the file are raised together, each with its line and column. Whether the pay file has the
columns is checked when it is opened.
"""

from __future__ import annotations

import codecs
import difflib
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, get_args

from checker.errors import InputError, Problem
from checker.load import yaml_text
from checker.load.wages.mapped_words import refused, says_one_thing
from checker.load.yaml_text import Document
from checker.model.codes import is_country, is_currency
from checker.model.evidence import Place
from checker.model.pay_table import (
    CHOICES,
    CLUSTER_GAP_MS,
    COLUMNS,
    GAP_FORM,
    GAP_UNITS,
    GENDERS,
    MILLISECONDS,
    MOST_CLUSTER_GAP_MS,
    NEVER_CONSTANT,
    PRICES,
    Factor,
    Grain,
    PayMapping,
    TimeBasis,
    meant_twice,
)

FORMAT = "wages/1"
KEYS = (
    "fairlabel", "grain", "time_basis", "time_zone", "columns", "constants", "units", "values", "none",
    "delimiter", "decimal", "encoding", "date_format", "sheet", "table", "header_row", "announced",
    "cluster_gap", "factors",
)  # fmt: skip
MOST_FACTORS = 20
OPEN = "?"
"""What a draft says where it has a question: no value, and no mapping is accepted with it."""
MAY_BE_NONE = ("fees", "deductions", "costs")
"""Columns that a mapping may say do not exist because there is nothing to put in them."""


def read_mapping(path: Path, file: str) -> PayMapping:
    """Return the mapping in the file at ``path``; ``file`` is its name in messages. Raises InputError."""
    document, _ = yaml_text.read(path, file)
    return mapping_of(document)


def parse_mapping(data: bytes, file: str) -> PayMapping:
    """Return the mapping in ``data``. Raises InputError with every problem."""
    return mapping_of(yaml_text.parse(data, file))


def plain_mapping(grain: Grain, *, time_zone: str = "UTC") -> PayMapping:
    """Return the mapping of a file whose columns already bear the pay table's names."""
    return PayMapping("", grain, "logged_interval", time_zone, {}, {}, {}, {}, {})


def mapping_of(document: Document) -> PayMapping:
    """Return the mapping in a document that was read. Raises InputError with every problem."""
    return _Reading(document).run()


class _Reading:
    """One document being checked; problems pile up and are raised at the end."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.value: Any = document.value
        self.problems: list[Problem] = []

    def run(self) -> PayMapping:
        if not isinstance(self.value, dict):
            self._wrong((), "is not a mapping", "start with: fairlabel: wages/1")
            raise InputError(self.problems)
        for key in self.value:
            if key not in KEYS:
                self._wrong((key,), f"{key!r} is not a key of a pay mapping", _nearest(key, KEYS), key=True)
        if self.value.get("fairlabel") != FORMAT:
            self._wrong(
                ("fairlabel",), f"the file does not say that it is {FORMAT!r}", f"start with: fairlabel: {FORMAT}"
            )
        grain = self._choice("grain", get_args(Grain), None)
        basis = self._choice("time_basis", get_args(TimeBasis), "logged_interval")
        columns = self._columns()
        self._ids_stay_ids(columns)
        self._one_meaning_each(columns)
        constants = self._constants(columns)
        mapping = PayMapping(
            self.document.file, grain, basis, self._zone(), columns, constants, self._units(), self._values(),  # type: ignore[arg-type]
            self._none(columns), self._spots(), self._text("delimiter"), self._decimal(), self._encoding(),
            None if isinstance(self.value.get("date_format"), dict) else self._text("date_format"), self._sheets(),
            self._text("table"), self._header_row(), self._announced(), self._cluster_gap(grain),
            self._factors(columns), self._date_formats(),
        )  # fmt: skip
        if self.problems:
            raise InputError(self.problems)
        return mapping

    def _wrong(self, path: tuple[str | int, ...], what: str, todo: str = "", *, key: bool = False) -> None:
        self.problems.append(self.document.problem(path, what, todo, key=key))

    def _choice(self, key: str, words: Iterable[str], default: str | None) -> str:
        words = tuple(words)
        found = self.value.get(key, default)
        if found in words:
            return str(found)
        self._wrong(
            (key,),
            f"{key} is missing"
            if found is None
            else f"{key} waits for an answer"
            if found == OPEN
            else f"{found!r} is not a {key}",
            "use one of: " + ", ".join(words),
        )
        return words[0]

    def _part(self, key: str) -> dict[str, Any]:
        """Return a mapping below ``key`` whose keys are columns of the pay table."""
        found = self.value.get(key)
        if found is None:
            return {}
        if not isinstance(found, dict):
            self._wrong((key,), f"{key} is not a mapping from columns of the pay table")
            return {}
        for name in found:
            if name not in COLUMNS:
                self._wrong((key, name), f"the pay table has no column {name!r}", _nearest(name, COLUMNS), key=True)
        return {name: value for name, value in found.items() if name in COLUMNS}

    def _columns(self) -> dict[str, str]:
        columns = {}
        for name, value in self._part("columns").items():
            if isinstance(value, str) and value.strip():
                columns[name] = value
            else:
                self._wrong(
                    ("columns", name),
                    "the name of a column of the pay file is missing",
                    "write its name as text, in quotes if it is a number",
                )
        return columns

    def _ids_stay_ids(self, columns: dict[str, str]) -> None:
        """Refuse to read worker ids as anything else: words of other columns are printed."""
        ids = columns.get("worker_id", "worker_id")
        for name, source in columns.items():
            if name != "worker_id" and source == ids:
                self._wrong(
                    ("columns", name),
                    f"{source!r} holds the ids of workers, which are never shown, and cannot be {name} as well",
                    f"name the column that holds {name}, or leave it out",
                )

    def _one_meaning_each(self, columns: dict[str, str]) -> None:
        """Refuse one column of the file as two of the pay table, but for those that may be the same."""
        for source, names in meant_twice(columns).items():
            if "worker_id" not in names:
                what = f"{source!r} is mapped to {' and '.join(names)}: one cell cannot be both"
                self._wrong(("columns", names[-1]), what, f"name the column that holds {names[-1]}, or leave it out")

    def _constants(self, columns: dict[str, str]) -> dict[str, str]:
        constants = {}
        for name, value in self._part("constants").items():
            path = ("constants", name)
            if name in NEVER_CONSTANT:
                self._wrong(
                    path,
                    f"{name} cannot be one value for every row: that would be a claim, not a record",
                    "map a column of the file",
                )
            elif name in columns:
                self._wrong(path, f"{name} is mapped to a column as well", "keep one of the two")
            elif isinstance(value, (dict, list)) or value is None or not str(value).strip():
                self._wrong(path, f"the constant for {name} is missing")
            else:
                constants[name] = str(value).lower() if isinstance(value, bool) else str(value)
                self._check_word(path, name, constants[name])
        return constants

    def _check_word(self, path: tuple[str, ...], name: str, word: str) -> None:
        if name in ("country", "requester_country") and not is_country(word):
            self._wrong(path, f"{name} {word!r} is not in ISO 3166-1", "use two capital letters, such as KE")
        elif name == "currency" and not is_currency(word):
            self._wrong(path, f"currency {word!r} is not in ISO 4217", "use three capital letters, such as KES")
        elif name in CHOICES and word not in CHOICES[name]:
            self._wrong(path, f"{word!r} is not a {name} of the pay table", "use one of: " + ", ".join(CHOICES[name]))

    def _units(self) -> dict[str, str]:
        units = {}
        for name, value in self._part("units").items():
            if COLUMNS[name] != "time":
                self._wrong(
                    ("units", name),
                    f"{name} does not hold time",
                    "units are for columns of hours and minutes",
                    key=True,
                )
            elif value not in MILLISECONDS:
                self._wrong(
                    ("units", name), f"{value!r} is not a unit of time", "use one of: " + ", ".join(MILLISECONDS)
                )
            else:
                units[name] = value
        return units

    def _values(self) -> dict[str, dict[str, str]]:
        values: dict[str, dict[str, str]] = {}
        for name, words in self._part("values").items():
            if not isinstance(words, dict):
                self._wrong(("values", name), "is not a mapping from words of the file to words of the pay table")
                continue
            if COLUMNS[name] not in ("text", "boolean") or name == "worker_id":
                self._wrong(("values", name), f"words of {name} cannot be mapped", key=True)
                continue
            values[name] = {}
            for word, meaning in words.items():
                said = str(meaning).lower() if isinstance(meaning, bool) else meaning
                if not isinstance(said, str):
                    self._wrong(("values", name, word), f"what {word!r} means is missing")
                elif name == "gender" and said == OPEN:
                    todo = f"use one of: {', '.join(GENDERS)}, or leave the line out: then it counts as not said"
                    self._wrong(("values", name, word), f"what {word!r} means waits for an answer", todo)
                elif name in CHOICES and said not in CHOICES[name]:
                    self._wrong(
                        ("values", name, word),
                        f"{said!r} is not a {name} of the pay table",
                        "use one of: " + ", ".join(CHOICES[name]),
                    )
                elif (wrong := refused(name, str(word), said)) is not None:
                    self._wrong(("values", name, word), *wrong)
                else:
                    values[name][str(word)] = said
            if COLUMNS[name] == "boolean" and says_one_thing(values[name]):
                what = f"{name} means the same whether the file says yes or no"
                self._wrong(("values", name), what, "map yes and no to different words, or leave both out")
        return values

    def _none(self, columns: dict[str, str]) -> dict[str, tuple[str, ...]]:
        none = {}
        for name, ids in self._part("none").items():
            path = ("none", name)
            if name not in MAY_BE_NONE:
                self._wrong(
                    path, f"{name} cannot be said not to exist", "this is for: " + ", ".join(MAY_BE_NONE), key=True
                )
            elif name in columns:
                self._wrong(path, f"{name} is mapped to a column as well", "keep one of the two", key=True)
            elif not isinstance(ids, list) or not ids or not all(isinstance(i, str) and i for i in ids):
                self._wrong(path, "names no evidence", f"list the ids of evidence which shows that there are no {name}")
            else:
                none[name] = tuple(ids)
        return none

    def _zone(self) -> str:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        zone = self.value.get("time_zone", "UTC")
        try:
            return str(ZoneInfo(zone).key)
        except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
            what = "time_zone waits for an answer" if zone == OPEN else f"{zone!r} is not a time zone"
            self._wrong(("time_zone",), what, "use a name such as Africa/Nairobi")
            return "UTC"

    def _text(self, key: str) -> str | None:
        found = self.value.get(key)
        one_mark = isinstance(found, str) and len(found) == 1 and not found.isalnum() and found not in '"\r\n. '
        if found is not None and (not isinstance(found, str) or (key == "delimiter" and not one_mark)):
            self._wrong((key,), f"{found!r} is not a {key.replace('_', ' ')}")
            return None
        return found

    def _date_formats(self) -> dict[str, str]:
        if not isinstance(self.value.get("date_format"), dict):
            return {}
        formats = self._part("date_format")
        for name, form in formats.items():
            if COLUMNS[name] not in ("date", "stamp") or not isinstance(form, str):
                self._wrong(("date_format", name), f"{name} does not hold days, or {form!r} is no form of days")
        return formats

    def _decimal(self) -> Any:
        found = self.value.get("decimal")
        if found not in (None, ".", ","):
            self._wrong(("decimal",), f"{found!r} is not a decimal mark", 'write "." or ","')
        return found

    def _encoding(self) -> str | None:
        found = self.value.get("encoding")
        if found is None:
            return None
        try:
            codec = codecs.lookup(found)
            # Some codecs turn bytes into bytes (base64, zlib): they are no encodings of text.
            codec.incrementaldecoder().decode(b"", final=True).encode("utf-8")
            return codec.name
        except (LookupError, TypeError, AttributeError, ValueError, OSError, EOFError):
            self._wrong(("encoding",), f"{found!r} is not an encoding", "use one such as utf-8, utf-16, latin-1")
            return None

    def _sheets(self) -> tuple[str, ...]:
        found = self.value.get("sheet")
        names = found if isinstance(found, list) else [] if found is None else [found]
        if not all(isinstance(name, str) and name for name in names) or found == []:
            self._wrong(
                ("sheet",), "is not the name of a sheet", 'write sheet: Payroll, or sheet: ["2026-01", "2026-02"]'
            )
            return ()
        return tuple(dict.fromkeys(names))

    def _header_row(self) -> int | None:
        found = self.value.get("header_row")
        if found is not None and (type(found) is not int or not 1 <= found <= 1_048_576):
            self._wrong(("header_row",), f"{found!r} is not the number of a row", "count from 1: header_row: 3")
            return None
        return found

    def _announced(self) -> date | None:
        """Return the day of notice of a change of pay."""
        found = self.value.get("announced")
        if found is None:
            return None
        try:
            return date.fromisoformat(found)
        except (TypeError, ValueError):
            self._wrong(("announced",), f"{found!r} is not a day of the calendar", "write YYYY-MM-DD")
            return None

    def _cluster_gap(self, grain: str) -> int:
        """Return the longest gap inside a cluster of tasks, in milliseconds."""
        found = self.value.get("cluster_gap")
        if found is None:
            return CLUSTER_GAP_MS
        if grain == "payroll":
            self._wrong(
                ("cluster_gap",), "a payroll has no tasks whose gaps could be measured", "leave it out", key=True
            )
            return CLUSTER_GAP_MS
        written = str(found).strip()
        if not isinstance(found, str) or not re.match(GAP_FORM, written):
            self._wrong(("cluster_gap",), f"{found!r} is not a length of time", "write it with its unit: 10 min")
            return CLUSTER_GAP_MS
        number = re.match(r"\d+", written)
        unit = written[number.end() :].strip() if number else ""
        gap = int(number[0]) * GAP_UNITS[unit if unit in GAP_UNITS else unit.removesuffix("s")] if number else 0
        if gap > MOST_CLUSTER_GAP_MS:
            self._wrong(
                ("cluster_gap",), f"{found} is more than 12 h: that is no gap within working time", "write 10 min"
            )
        return gap

    def _factors(self, columns: dict[str, str]) -> dict[str, Factor]:
        """Return the columns that pay is said to depend on, by name."""
        found = self.value.get("factors")
        if found is None:
            return {}
        if not isinstance(found, list) or not found or not all(isinstance(n, str) and n.strip() for n in found):
            self._wrong(("factors",), "is not a list of columns", "write factors: [job_category, minutes_asked]")
            return {}
        if len(found) > MOST_FACTORS:
            self._wrong(("factors",), f"names {len(found)} columns", f"name the {MOST_FACTORS} that matter most")
        for i, name in enumerate(found):
            if name in ("worker_id", columns.get("worker_id")):
                self._wrong(("factors", i), "holds the ids of workers", "name a column that pay depends on")
            elif name in PRICES or name in {columns.get(price) for price in PRICES}:
                what = f"{name!r} is pay itself, or its price, and explains nothing"
                self._wrong(("factors", i), what, "name what that price depends on")
            elif COLUMNS.get(name) in ("date", "stamp"):
                self._wrong(("factors", i), f"{name} holds days, not numbers", "name a column of numbers or of words")
        return {name: Factor.named(name) for name in found}

    def _spots(self) -> dict[str, Place]:
        spots = {}
        for key in ("columns", "constants", "units", "values", "none"):
            part = self.value.get(key)
            for name in part if isinstance(part, dict) else ():
                line, column = self.document.spot((key, name))
                spots[f"{key}.{name}"] = Place(self.document.file, line, column, f"{key}.{name}")
        if "time_basis" in self.value:
            line, column = self.document.spot(("time_basis",))
            spots["time_basis"] = Place(self.document.file, line, column, "time_basis")
        return spots


def _nearest(word: object, words: Iterable[str]) -> str:
    close = difflib.get_close_matches(str(word), known := list(words), n=1)
    return f"did you mean {close[0]}?" if close else "use one of: " + ", ".join(known)
