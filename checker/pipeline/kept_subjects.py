"""Subjects that were assessed before and of which nothing has changed since: recalled in place of assessed again.

Every input is read and hashed all the same; no date or size of a file is believed. Only what says nothing of single
workers is kept: a subject with pay data, or with a survey of workers, is assessed anew in every run, and so is a buyer
that names suppliers. What is recalled is what assessing would give.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from stat import S_ISREG
from typing import Any, NamedTuple

from checker.load.cache_folder import CacheFolder, cache_folder
from checker.load.kept_packs import key_of, reader_code
from checker.load.packing import UnpackableError, pack, unpack
from checker.load.paths import UnsafePathError, digest, has_link, split
from checker.load.search import FILE
from checker.load.yaml_document import DEFAULT_LIMITS
from checker.model.assessment import Result, StandardResult, SubjectResult, Unkept
from checker.model.kept_results import KeptResults
from checker.pipeline.known import Known
from checker.pipeline.measures import Choices, Measures
from checker.pipeline.settings import Applied
from checker.pipeline.subject import assess_known, assess_subject
from checker.pipeline.suppliers import suppliers_of

SORT = "subjects"
EVERYTHING = ("/**",)
"""All of the package's code."""
_MODELS = ("assessment", "ballot", "duration", "evidence", "facts", "questionnaire", "settling", "wages")
TYPES = tuple(f"checker.model.{name}" for name in _MODELS)
"""Modules whose types an entry may hold, beside plain values and days."""
_FAST = 1
"""Level of deflate."""


class _Entry(NamedTuple):
    """What is kept of one subject."""

    files: tuple[tuple[str, str | None], ...]
    """Every path that its evidence names, with the hash of what was there; None where nothing was."""
    outcome: SubjectResult
    """Without results."""
    results: tuple[tuple[int, bytes, bytes], ...]
    """Of each standard: how many, packed, and as JSON has them; empty where no results were wanted."""


@dataclass(frozen=True, slots=True)
class _Unpack:
    """Makes results again by what a run has in common; what comes from another process is made by this one's."""

    run: str

    def __call__(self, packed: bytes) -> tuple[Result, ...]:
        found: tuple[Result, ...] = unpack(packed, TYPES, _IN_COMMON[self.run])
        return found


_IN_COMMON: dict[str, Mapping[str, object]] = {}
"""What all subjects of a run have in common, by the run's key."""


class KeptSubjects:
    """What former runs found, for one run."""

    def __init__(self, measures: Measures, folder: CacheFolder, key: str) -> None:
        """``key`` stands for everything that all subjects of the run are judged by."""
        self._measures = measures
        self._folder = folder
        self._key = key
        self._shared = _IN_COMMON[key] = dict(_shared(measures))

    def assess(self, folder: Path, shown: str, applied: Applied | None = None) -> SubjectResult:
        """Return one subject as `checker.pipeline.subject.assess_subject` does, and raise what that raises."""
        data = _questionnaire(folder)
        if data is None:
            return assess_subject(folder, shown, self._measures, applied)
        key = key_of((self._key, shown, repr(applied), data))
        found = self._recall(key, folder)
        if found is not None:
            return found
        known = Known(folder, shown, self._measures, applied=applied)
        outcome = assess_known(known, suppliers_of(known))
        return self._keep(key, known, outcome) if _may_be_kept(known, outcome, data) else outcome

    def _recall(self, key: str, folder: Path) -> SubjectResult | None:
        payload = self._folder.read(key)
        if payload is None:
            return None
        with suppress(UnpackableError, TypeError, ValueError):
            entry = _Entry(*unpack(payload, TYPES, self._shared))
            if isinstance(entry.outcome, SubjectResult) and all(_is_still(folder, *file) for file in entry.files):
                return self._whole(entry)
        return None

    def _keep(self, key: str, known: Known, outcome: SubjectResult) -> SubjectResult:
        """Write ``outcome`` down and return it as it will be recalled; as it is, where it cannot be written."""
        try:
            entry = self._entry(known, outcome)
            self._folder.write(key, pack(tuple(entry), self._shared))
        except UnpackableError:
            return outcome
        return self._whole(entry)

    def _entry(self, known: Known, outcome: SubjectResult) -> _Entry:
        from checker.render.json_heads import packed_heads
        from checker.render.json_results import found_in
        from checker.render.wages_view import PublishedPay

        pay = PublishedPay(outcome.wages, outcome.judged_by.k)
        blobs: list[tuple[int, bytes, bytes]] = []
        bare = replace(outcome, standards=tuple(_bare(s) for s in outcome.standards), next=tuple(outcome.next))
        if self._measures.choices.results:
            for standard in outcome.standards:
                results = tuple(standard.results)
                packed, found = pack(results, self._shared), found_in(results, pay)
                blobs.append((len(results), zlib.compress(packed, _FAST), zlib.compress(found, _FAST)))
            bare = replace(bare, heads=packed_heads(outcome, pay))
        hashes = {file.path: file.sha256 for file in known.subject.inputs}
        names = sorted({"/".join(split(text)) for text in known.subject.named})
        return _Entry(tuple((name, hashes.get(name)) for name in names), bare, tuple(blobs))

    def _whole(self, entry: _Entry) -> SubjectResult:
        if not self._measures.choices.results:
            return entry.outcome
        pairs = zip(entry.outcome.standards, entry.results, strict=True)
        return replace(entry.outcome, standards=tuple(self._with_results(s, *blob) for s, blob in pairs))

    def _with_results(self, standard: StandardResult, count: int, packed: bytes, found: bytes) -> StandardResult:
        return replace(standard, results=KeptResults(count, packed, found, _Unpack(self._key)))


def _bare(standard: StandardResult) -> StandardResult:
    """Return ``standard`` without its results, and with nothing in it that is still to be worked out."""
    scoring = standard.scoring
    if scoring is not None:
        scoring = scoring._replace(parts=tuple(scoring.parts))
    return replace(standard, results=Unkept(), scoring=scoring)


def kept_subjects(measures: Measures) -> KeptSubjects | None:
    """Return what was kept of subjects that were judged by the same as now; None where nothing is, or can be, kept."""
    if not measures.choices.cache:
        return None
    folder, key = cache_folder(SORT), _run_key(measures)
    if folder is None or key is None:
        return None
    folder.tidy()
    return KeptSubjects(measures, folder, key)


def _run_key(measures: Measures) -> str | None:
    """Return one hash over everything but the subjects' own folders; None where a part of it cannot be read."""
    code, choices = reader_code(EVERYTHING), measures.choices
    if code is None:
        return None
    standards = [part for s in measures.standards for part in (s.standard.sha256, repr(s.standard.files))]
    try:
        files = list(_contents(choices))
    except OSError:
        return None
    said = (repr(replace(choices, jobs=1)), repr(measures.parameters), repr(measures.assessors))
    return key_of((code, measures.bank.sha256, *standards, *said, *files))


def _contents(choices: Choices) -> Iterator[str]:
    """Iterate over the hashes of all files and folders that the caller named, whatever for. Raises OSError."""
    for field in fields(choices):
        value = getattr(choices, field.name)
        for path in value if isinstance(value, tuple) else (value,):
            if isinstance(path, Path):
                yield from (field.name, path.as_posix(), digest(path))


def _shared(measures: Measures) -> Iterator[tuple[str, object]]:
    """Iterate over what every subject of a run has in common, by names that another run has too."""
    whole: Mapping[str, tuple[Any, ...]] = {"packs": measures.packs, "parameters": measures.parameters}
    # There is only one empty tuple, and it stands for much else.
    yield from ((name, value) for name, value in whole.items() if value)
    for selector in measures.selectors:
        yield from ((f"{selector.standard.id} {name}", clause) for name, clause in selector.clauses.items())


def _may_be_kept(known: Known, outcome: SubjectResult, data: bytes) -> bool:
    """Return whether an outcome rests on nothing but the run, the questionnaire ``data`` and documents beside it."""
    subject, assessor = known.subject, known.assessor
    items = (*subject.evidence.values(), *assessor.evidence)
    return (
        not outcome.wages.sets
        and not assessor.surveys
        and not subject.suppliers
        and all(item.document for item in items)
        and all(_is_plain(text) for text in subject.named)
        and subject.inputs[0].sha256 == hashlib.sha256(data).hexdigest()
    )


def _is_plain(text: str) -> bool:
    """Return whether a path goes down only."""
    try:
        return ".." not in split(text)
    except UnsafePathError:
        return False


def _is_still(folder: Path, name: str, sha256: str | None) -> bool:
    """Return whether a path holds what it held; never of one that leads over a link."""
    parts = split(name)
    return not has_link(folder, parts) and _hash(folder.joinpath(*parts)) == sha256


def _hash(path: Path) -> str | None:
    """Return the hash of a file, None where nothing is there, and an empty text for whatever else may be."""
    try:
        return digest(path) if S_ISREG(os.lstat(path).st_mode) else ""
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        return ""


def _questionnaire(folder: Path) -> bytes | None:
    """Return the bytes of an ordinary questionnaire; None where it is anything else."""
    path = folder / FILE
    try:
        state = os.lstat(path)
        return path.read_bytes() if S_ISREG(state.st_mode) and state.st_size <= DEFAULT_LIMITS.size else None
    except OSError:
        return None
