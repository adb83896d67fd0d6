"""Reports that fairlabel wrote before, read back: one file, or every report below a folder.

Reads what `checker.model.past_report` names. Judges nothing anew; a report better than its own results is refused.
"""

from __future__ import annotations

import codecs
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from checker.errors import InputError, Problem, UsageError
from checker.load.report_pages import report_in
from checker.load.report_sums import contradictions
from checker.load.sheet import shorten
from checker.model.past_report import PastReport

SCHEMA = "fairlabel/report/1"
MOST_BYTES = 1 << 30
MOST_PARSED = 1 << 20
"""Bytes of what names no schema of a report and is parsed all the same, to say what is wrong with it."""
_MAKE = "make one: fairlabel check FOLDER --output json=report.json"
_CHANGED = "was changed by hand or damaged"
_READABLE = "check that you may read it"
_REDO = "write it anew: fairlabel check FOLDER --output json=report.json"


class Found(NamedTuple):
    """A report and the file that holds it: of a folder, its path inside."""

    file: str
    report: PastReport


def read_report(path: Path) -> Found:
    """Return the report in the file at ``path``: JSON, or an HTML report, which carries its own.

    Raises UsageError where there is no such file, InputError where it holds no report that can be read.
    """
    if not path.exists():
        raise UsageError(f"{path}: there is no such file; {_MAKE}")
    return _read(path)


def _read(path: Path) -> Found:
    label = path.as_posix()
    data = report_in(_bytes(path, label), label).removeprefix(codecs.BOM_UTF8)
    if len(data) > MOST_PARSED and b"fairlabel/report/" not in data:
        # Other data that lie in the folder: parsing them would take many times their size.
        raise InputError([Problem(label, None, None, "schema", _NO_REPORT, _MAKE)])
    try:
        report = parsed(data)
    except ValidationError as error:
        raise InputError([_diagnosis(data, label, error)]) from None
    twice = _key_that_stands_twice(data)
    problems = [
        Problem(label, None, None, where, f"{_CHANGED}: {what}", _REDO)
        for where, what in (*twice, *contradictions(report))
    ]
    if problems:
        raise InputError(problems)
    return Found(label, report)


def _key_that_stands_twice(data: bytes) -> list[tuple[str, str]]:
    """Return (where, what) of the first key that an object of ``data`` has twice: readers differ on which counts."""
    found: list[tuple[str, str]] = []

    def check(pairs: list[tuple[str, object]]) -> None:
        if not found and len({key for key, _ in pairs}) < len(pairs):
            name = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
            found.append((shorten(name), "this key stands twice in one object, and which counts is not said"))

    def refuse(word: str) -> object:
        raise ValueError(f"{word} is no number of JSON")

    try:
        # What is not read may hold numbers that Python does not turn from digits: no matter here.
        json.loads(data, object_pairs_hook=check, parse_int=str, parse_float=str, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        found.append(("", f"is not JSON that every reader takes ({error})"))
    return found


def parsed(data: bytes) -> PastReport:
    """Return a report from its JSON; raises ValidationError.

    A file's name that is no text in UTF-8 stands in a report as half a character, which pydantic does not read: it is
    taken for a question mark.
    """
    try:
        return PastReport.model_validate_json(data)
    except ValidationError:
        if b"\\ud" not in data and b"\\uD" not in data:
            raise
        try:
            whole = json.dumps(json.loads(data), ensure_ascii=False)
        except (ValueError, RecursionError):
            whole = ""
        if not whole:
            raise
        return PastReport.model_validate_json(whole.encode("utf-8", "replace"))


def read_reports(paths: Iterable[Path]) -> tuple[list[Found], list[Problem], list[str]]:
    """Return the reports in the files and folders of ``paths``, what is wrong with others, and what is no report.

    Of a folder every ``.json`` file at any depth is tried, in the order of its path; links to folders are not followed,
    and folders that cannot be read are among what is wrong.
    HTML reports, which mostly lie beside the JSON of the same run, are read where they are named.
    Raises UsageError for a path that is not there.
    """
    found: list[Found] = []
    problems: list[Problem] = []
    others: list[str] = []
    for path in paths:
        named = not path.is_dir()
        for file in [path] if named else list(_below(path, problems)):
            try:
                _, report = read_report(file) if named else _read(file)
                found.append(Found((file if named else file.relative_to(path)).as_posix(), report))
            except InputError as error:
                if not named and any(p.what == _NO_REPORT for p in error.problems):
                    others.append(file.as_posix())
                else:
                    problems += error.problems
    return found, problems, others


_NO_REPORT = "is no report of fairlabel: it names no schema fairlabel/report"


def _below(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        what = f"cannot be read ({error.strerror or error}): no report in it is seen"
        problems.append(Problem(Path(error.filename or folder).as_posix(), None, None, "", what, _READABLE))

    for home, folders, names in os.walk(folder, onerror=note):
        folders.sort()
        yield from (Path(home, name) for name in sorted(names) if name.lower().endswith(".json"))


def _bytes(path: Path, label: str) -> bytes:
    try:
        if path.is_dir():
            raise InputError([Problem(label, None, None, "", "is a folder, and one report is wanted", "name the file")])
        if path.is_symlink() and not path.exists():
            raise InputError(
                [Problem(label, None, None, "", "is a link that leads nowhere", "put the file itself there")]
            )
        if not path.is_file():
            raise InputError([Problem(label, None, None, "", "is no file that ends (a pipe or a device)", _MAKE)])
        if path.stat().st_size > MOST_BYTES:
            what = f"is larger than {MOST_BYTES >> 20} MB, which no report of one run should be"
            raise InputError([Problem(label, None, None, "", what, "write reports of fewer subjects each")])
        return path.read_bytes()
    except OSError as error:
        what = f"cannot be read ({error.strerror or error})"
        raise InputError([Problem(label, None, None, "", what, _READABLE)]) from error


def _diagnosis(data: bytes, label: str, error: ValidationError) -> Problem:
    """Return why ``data`` could not be read as a report, as plainly as it can be said."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:4]:
        return Problem(
            label, None, None, "", "is text in UTF-16, as Windows PowerShell 5 writes with >, and no UTF-8", _REDO
        )
    try:
        content = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        return Problem(label, None, None, "", "is not text in UTF-8", _REDO)
    except json.JSONDecodeError as wrong:
        if not data.strip():
            return Problem(label, None, None, "", "is empty", _REDO)
        return Problem(label, wrong.lineno, wrong.colno, "", f"is not JSON ({wrong.msg}); it may have been cut", _REDO)
    except RecursionError:
        return Problem(label, None, None, "", "is nested too deep for a report", _REDO)
    except ValueError:
        return Problem(label, None, None, "", f"{_CHANGED}: it holds a number of thousands of digits", _REDO)
    schema = content.get("schema") if isinstance(content, dict) else None
    if not isinstance(schema, str) or not schema.startswith("fairlabel/report/"):
        return Problem(label, None, None, "schema", _NO_REPORT, _MAKE)
    if schema != SCHEMA:
        what = f"is of the schema {schema[:60]!r}, and this version reads {SCHEMA}"
        return Problem(label, None, None, "schema", what, "use the version of fairlabel that wrote it, or a newer one")
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return Problem(label, None, None, where, f"{_CHANGED}: {first['msg']}{more}", _REDO)
