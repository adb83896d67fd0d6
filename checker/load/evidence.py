"""The ``evidence`` of a questionnaire: what is shown, in which files, at which level; every file hashed.

The level comes from the shipped table by kind and by who put the item there, never from the item itself. A file that
is missing, empty or of another format leaves the item as ``stated``, with a finding. No document is read.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any, cast

from checker.load.no_answer import is_no_answer
from checker.load.paths import UnsafePathError, digest, files_below, inside, split
from checker.load.problems import suggest
from checker.load.sheet import Sheet, kind_of, shorten
from checker.load.yaml_document import Map, Steps
from checker.model.evidence import LEVELS, Collector, EvidenceItem, InputFile, Level, Period, Place
from checker.model.questionnaire import Finding
from checker.model.questions import EvidenceKind

OWN_CAP = Level.RECORDED
"""What a subject's own folder declares never counts above this."""
SAMPLINGS = ("census", "sample", "volunteered")
KEYS = ("id", "kind", "files", "mapping", "covers", "issued", "sampling", "respondents", "note")
OUTSIDE_KEYS = ("method", "n", "population", "interviews")
"""Only in files kept outside the subject's folder."""
INTERVIEWS = ("private", "with_management")
CLAIMED_BY = ("provided_by", "collector", "collected_by", "level", "independent")
_FILES_ADVICE = "put the file there, or correct the path"


class EvidenceReader:
    """Reads the evidence items of one file and keeps what was found of their files."""

    __slots__ = (
        "_collector", "_folder", "_hashes", "_itself", "_kinds", "_own", "_sheet", "findings", "inputs", "items",
        "named",
    )  # fmt: skip

    def __init__(
        self, sheet: Sheet, folder: Path, kinds: Mapping[str, EvidenceKind], collector: Collector, itself: str
    ) -> None:
        """Paths are looked up in ``folder``; ``collector`` follows from where the file lies.

        ``itself``: hash of the file that names the evidence, a copy of which shows nothing.
        """
        self._itself = itself
        self._sheet = sheet
        self._folder = folder
        self._kinds = kinds
        self._collector = collector
        self._own = collector in ("supplier", "buyer")
        self._hashes: dict[str, str] = {}
        self.items: dict[str, EvidenceItem | None] = {}
        self.inputs: list[InputFile] = []
        self.findings: list[Finding] = []
        self.named: list[str] = []
        """Every path that was looked up, as written."""

    @property
    def usable(self) -> dict[str, EvidenceItem]:
        """Return the items without a mistake, by id."""
        return {name: item for name, item in self.items.items() if item is not None}

    def read(self, node: Any) -> None:
        """Fill ``items``, ``inputs`` and ``findings`` from what stands under ``evidence``."""
        keys = (*KEYS, *CLAIMED_BY) if self._own else (*(key for key in KEYS if key != "respondents"), *OUTSIDE_KEYS)
        for number, entry in enumerate(self._sheet.entries(node, ("evidence",), what="evidence")):
            path: Steps = ("evidence", number)
            raw = self._sheet.mapping(entry, path, keys, what="an item of evidence")
            if raw is None:
                if is_no_answer(entry):
                    self._sheet.wrong(path, "an item of evidence is empty", "fill it in, or delete the line")
                continue
            name = self._sheet.id(raw, path, "answers name their evidence by it", "payroll-2026")
            item = self._item(raw, path, name or "")
            if name is None:
                continue
            if name in self.items:
                what = f"the id {name!r} is taken: which of the two an answer means is not said"
                self._sheet.wrong((*path, "id"), what, "give each item its own id")
            else:
                self.items[name] = item

    def _item(self, raw: Map, path: Steps, name: str) -> EvidenceItem | None:
        sheet = self._sheet
        if self._own:
            self._refuse_claims(raw, path)
        kind = self._kind(raw, path)
        covers, sites = self._covers(raw, path)
        issued = sheet.day(raw, "issued", path)
        sampling = sheet.word(raw, "sampling", path, SAMPLINGS)
        respondents = sheet.count(raw, "respondents" if self._own else "n", path)
        method, population, private = ("", None, False) if self._own else self._outside(raw, path)
        if population is not None and respondents is not None and respondents > population:
            sheet.wrong((*path, "n"), f"{respondents} of {population} workers cannot be", "check n and population")
        sheet.text(raw, "note", path)
        place = sheet.place(path)
        files, problem = self._files(raw, path, kind, place, name)
        mapping, unread = self._mapping(raw, path, kind, place, name)
        if kind is None:
            return None
        problem = problem or unread
        level = Level.STATED if problem else self._level(kind, private)
        return EvidenceItem(
            name, kind.id, self._collector, level, files, place, covers, sites, issued, mapping,
            cast(Any, sampling), respondents, kind.document, problem, method, population,
        )  # fmt: skip

    def _level(self, kind: EvidenceKind, private: bool) -> Level:
        if private and kind.private_interviews:
            return LEVELS[kind.private_interviews]
        found = LEVELS[kind.levels[self._collector]]
        return min(found, OWN_CAP) if self._own else found

    def _outside(self, raw: Map, path: Steps) -> tuple[str, int | None, bool]:
        """Return method, population, and whether workers were interviewed without management.

        What outranks the subject's own papers has to say how it came about.
        """
        sheet = self._sheet
        method, population = sheet.text(raw, "method", path) or "", sheet.count(raw, "population", path)
        workers = self._collector in ("worker", "worker_organisation")
        needed = {"method": "how it was collected", "n": "how many workers took part", "population": "out of how many"}
        for key, why in needed.items():
            if is_no_answer(raw.get(key)) and (workers or key == "method"):
                sheet.wrong(path, f"lacks {key}: {why} decides what it can show", f"write {key}: ...")
        covers = raw.get("covers")
        if workers and (
            not isinstance(covers, Map) or is_no_answer(covers.get("from")) or is_no_answer(covers.get("to"))
        ):
            sheet.wrong(
                path,
                "lacks its period: of which days it speaks decides what it can show",
                "write covers: {from: ..., to: ...}",
            )
        interviews = sheet.word(raw, "interviews", path, INTERVIEWS)
        if interviews and self._collector != "auditor":
            sheet.wrong((*path, "interviews"), "is for auditors' evidence", "delete it", key=True)
        return method, population, interviews == "private" and self._collector == "auditor"

    def _refuse_claims(self, raw: Map, path: Steps) -> None:
        for key in CLAIMED_BY:
            if key in raw:
                what = f"{key!r} has no place in the subject's own file: how far it carries is decided by where it lies"
                todo = "delete it; workers and auditors hand in a file of their own (--assessment), kept elsewhere"
                self._sheet.wrong((*path, key), what, todo, key=True)

    def _kind(self, raw: Map, path: Steps) -> EvidenceKind | None:
        word = self._sheet.text(raw, "kind", path)
        if word is None:
            if is_no_answer(raw.get("kind")):
                self._sheet.wrong(
                    path, "has no kind: what it can show is not known", "write kind: policy, contract, ..."
                )
            return None
        kind = self._kinds.get(word)
        if kind is None:
            self._sheet.wrong((*path, "kind"), f"{shorten(word)} is no kind of evidence", suggest(word, self._kinds))
        return kind

    def _covers(self, raw: Map, path: Steps) -> tuple[Period | None, tuple[str, ...] | None]:
        here = (*path, "covers")
        node = self._sheet.mapping(raw.get("covers"), here, ("from", "to", "sites"), what="covers")
        if node is None:
            return None, None
        period = self._sheet.days(node, here)
        if is_no_answer(node.get("sites")):
            sites = None
        else:
            listed = self._sheet.entries(node["sites"], (*here, "sites"), what="sites")
            codes = (self._sheet.place_code(code, (*here, "sites", n)) for n, code in enumerate(listed))
            sites = tuple(code for code in codes if code is not None)
        return (None if period == Period(None, None) else period), sites

    def _files(
        self, raw: Map, path: Steps, kind: EvidenceKind | None, place: Place, name: str
    ) -> tuple[tuple[InputFile, ...], str]:
        """Return the files that are there, hashed, and why the item counts as stated only (empty where it is fit)."""
        listed = raw.get("files")
        if isinstance(listed, str) and not is_no_answer(listed):
            self._sheet.wrong((*path, "files"), f"is {kind_of(listed)}, not a list of files", f"write [{listed}]")
            return (), ""
        found: list[InputFile] = []
        problem = ""
        named = enumerate(self._sheet.entries(listed, (*path, "files"), what="files"))
        for number, text in ((n, each) for n, written in named for each in self._matching(written, kind)):
            spot = (*path, "files", number)
            where = self._safe(text, spot)
            if where is None:
                continue
            file, shown = where
            role = "evidence" if kind is None or kind.document else "wage_data"
            code, why = self._fitness(file, shown, kind, spot)
            if code:
                problem = problem or why
                self._find(code, f"evidence {name!r}: {why}", self._sheet.place(spot), _FILES_ADVICE)
            if code != "evidence_missing" and self._add(found, file, shown, role, spot) == self._itself and not code:
                why = f"{shown} is this file itself, or a copy of it: nobody shows by it what it says"
                problem = problem or why
                todo = "name the document that shows it"
                self._find("evidence_unfit", f"evidence {name!r}: {why}", self._sheet.place(spot), todo)
        if is_no_answer(listed):
            problem = "no file is named"
            todo = "name the files under files:"
            self._find("evidence_missing", f"evidence {name!r}: {problem}; it counts as stated", place, todo)
        return tuple(found), problem

    def _matching(self, text: Any, kind: EvidenceKind | None) -> list[Any]:
        """Return the files that a pattern such as ``wages/*.parquet`` matches; what is no pattern of data is itself."""
        if kind is None or kind.document or not isinstance(text, str) or not set("*?[") & set(text):
            return [text]
        try:
            parts = split(text)
            plain = next(i for i, part in enumerate(parts) if set("*?[") & set(part))
            folder, _ = inside(self._folder, "/".join(parts[:plain]) or ".")
            found = sorted(folder.glob("/".join(parts[plain:])))
            return [file.relative_to(self._folder).as_posix() for file in found] or [text]
        except (UnsafePathError, ValueError, OSError):
            return [text]

    def _fitness(self, file: Path, shown: str, kind: EvidenceKind | None, spot: Steps) -> tuple[str, str]:
        """Return a finding's code and a sentence where the file cannot show anything, else two empty texts."""
        counts = "; the item counts as stated"
        try:
            state = _state(file)
        except PermissionError as error:
            return "evidence_missing", f"{shown} cannot be reached ({error.strerror}){counts}"
        if state is not None and S_ISDIR(state.st_mode):
            return self._folder_fitness(file, shown, kind, spot)
        if state is None or not S_ISREG(state.st_mode):
            return "evidence_missing", f"{shown} is not there{counts}"
        if state.st_size == 0:
            return "evidence_empty", f"{shown} is empty (0 bytes){counts}"
        if kind is not None and _ending(file) not in kind.formats:
            return "evidence_unfit", f"{shown} is no file that a {kind.id} comes in ({', '.join(kind.formats)}){counts}"
        return "", ""

    def _folder_fitness(self, file: Path, shown: str, kind: EvidenceKind | None, spot: Steps) -> tuple[str, str]:
        """A data set may be a folder of parts; a document may not, since nobody could say what was read."""
        if kind is None or kind.document:
            self._sheet.wrong(spot, f"{shown} is a folder: what in it is meant is not said", "name the files in it")
            return "", ""
        parts = list(files_below(file))
        home = self._folder.resolve()
        for part in parts:
            if home not in part.resolve().parents:
                what = f"{part.name} in {shown} is a link that leads out of the subject's folder"
            elif not os.path.isfile(part):
                what = f"{part.name} in {shown} is no file but a pipe, a device or a link that leads nowhere"
            elif not part.name.isprintable():
                what = f"{part.name!r} in {shown} has a name that cannot be printed"
            else:
                continue
            self._sheet.wrong(spot, what, "put the file itself there, under a plain name")
            return "evidence_missing", what
        if not parts:
            return "evidence_empty", f"{shown} is an empty folder; the item counts as stated"
        # By custom, names that begin with a low line are notes of the program that wrote the parts.
        data = (part for part in parts if not part.name.startswith("_"))
        odd = next((part.name for part in data if _ending(part) not in kind.formats), None)
        if odd:
            return "evidence_unfit", f"{shown} holds {odd}, which is no pay data; the item counts as stated"
        return "", ""

    def _mapping(
        self, raw: Map, path: Steps, kind: EvidenceKind | None, place: Place, name: str
    ) -> tuple[str | None, str]:
        text = self._sheet.text(raw, "mapping", path)
        if kind is None:
            return None, ""
        if kind.document:
            if text is not None:
                what = f"a {kind.id} is read by people and has no mapping"
                self._sheet.wrong((*path, "mapping"), what, "delete it, or use kind: wage_data for pay data", key=True)
            return None, ""
        if text is None:
            why = "no mapping is named, so the pay data cannot be read; the item counts as stated"
            self._find("mapping_missing", f"evidence {name!r}: {why}", place, "write mapping: wages/mapping.yaml")
            return None, why
        where = self._safe(text, (*path, "mapping"))
        if where is None:
            return None, ""
        file, shown = where
        if not os.path.isfile(file):
            why = f"the mapping {shown} is not there, so the pay data cannot be read; the item counts as stated"
            self._find(
                "mapping_missing", f"evidence {name!r}: {why}", self._sheet.place((*path, "mapping")), _FILES_ADVICE
            )
            return shown, why
        self._add([], file, shown, "mapping", (*path, "mapping"))
        return shown, ""

    def _safe(self, text: Any, spot: Steps) -> tuple[Path, str] | None:
        if not isinstance(text, str):
            self._sheet.wrong(spot, f"is {kind_of(text)}, not the path of a file", "quote it, if that is its name")
            return None
        self.named.append(text)
        try:
            return inside(self._folder, text)
        except UnsafePathError as error:
            self._sheet.wrong(spot, f"{shorten(text)} {error.what}", error.todo)
            return None

    def _add(self, found: list[InputFile], file: Path, shown: str, role: str, spot: Steps) -> str:
        """Hash a file, once however many items name it, keep it as an input, and return the hash; empty: unread."""
        try:
            if shown not in self._hashes:
                self._hashes[shown] = digest(file)
        except OSError as error:
            self._sheet.wrong(spot, f"{shown} cannot be read ({error.strerror})", "check who may read it")
            return ""
        entry = InputFile(shown, self._hashes[shown], role)
        found.append(entry)
        if entry not in self.inputs:
            self.inputs.append(entry)
        return entry.sha256

    def _find(self, code: str, message: str, place: Place, todo: str) -> None:
        self.findings.append(Finding(code, "warning", message, place, todo))


def _state(file: Path) -> os.stat_result | None:
    """Return what the file system says of a file; None where it is not there. Raises PermissionError."""
    try:
        return file.stat()
    except PermissionError:
        raise
    except (OSError, ValueError):
        return None


def _ending(file: Path) -> str:
    return file.suffix.lower().removeprefix(".")
