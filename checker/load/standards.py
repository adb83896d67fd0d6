"""Packs: folders ``<id>/<edition>`` with ``pack.yaml`` and ``requirements/<theme>.yaml``, read into standards.

All mistakes of a pack are found before any is reported. A pack with a mistake judges nobody.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checker import resources
from checker.errors import InputError, PackError, Problem, UsageError
from checker.load.kept_packs import keep
from checker.load.pack_facts import FactTable
from checker.load.pack_fields import Fields
from checker.load.pack_header import Header, read_header
from checker.load.pack_requirements import read_requirement
from checker.load.problems import Problems, suggest
from checker.load.yaml_text import Document, parse
from checker.model.evidence import InputFile
from checker.model.questions import QuestionBank
from checker.model.standard import ALWAYS, Requirement, Standard, StandardEntry, Text

NOT_PACKS = ("benchmarks",)


@dataclass(frozen=True, slots=True)
class PackFolder:
    """Where one edition of a pack lies."""

    id: str
    edition: str
    folder: Any
    """A `pathlib.Path`, or the same inside a package."""
    label: str
    """How its path is shown in messages."""
    shipped: bool = False
    """Whether it came with fairlabel."""


def find_packs(dirs: Iterable[Path] = ()) -> tuple[PackFolder, ...]:
    """Return every pack that ships or lies in ``dirs``, by id, newest edition first.

    Raises PackError where two folders hold the same edition.
    """
    roots: list[tuple[Any, str]] = [(resources.folder("standards"), "standards")]
    roots += [(Path(d), Path(d).as_posix()) for d in dirs]
    found = [replace(pack, shipped=not n) for n, (root, label) in enumerate(roots) for pack in _packs_in(root, label)]
    seen: dict[tuple[str, str], PackFolder] = {}
    for pack in found:
        first = seen.setdefault((pack.id, pack.edition), pack)
        if first is not pack:
            what = f"{pack.id}@{pack.edition} lies in {first.label} as well"
            raise PackError([Problem(pack.label, None, None, "", what, "an edition has one folder; rename one")])
    newest_first = sorted(found, key=lambda p: _edition_key(p.edition), reverse=True)
    return tuple(sorted(newest_first, key=lambda p: p.id))


def list_standards(dirs: Iterable[Path] = ()) -> tuple[StandardEntry, ...]:
    """Return id, edition, title, number of requirements and score model of every pack; nothing is checked."""
    return tuple(_entry(pack) for pack in find_packs(dirs))


def find_pack(name: str, dirs: Iterable[Path] = ()) -> PackFolder:
    """Return the pack called ``name`` (``pai``, ``pai@2022``); without an edition the newest one.

    Of an id that ships that is the newest which ships: an edition of somebody else's has to be asked for.
    Raises UsageError for a name that no pack has.
    """
    packs = find_packs(dirs)
    wanted, _, edition = name.partition("@")
    fitting = [pack for pack in packs if pack.id == wanted and edition in ("", pack.edition)]
    if fitting:
        return next((pack for pack in fitting if pack.shipped), fitting[0])
    known = list(dict.fromkeys(p.id for p in packs))
    near = suggest(name, [*known, *(f"{p.id}@{p.edition}" for p in packs)])
    todo = near if near.startswith("did") else suggest(name, known)
    raise UsageError(f"no standard is called {name!r}; {todo}")


def load_standard(name: str, bank: QuestionBank, metrics: Mapping[str, str], dirs: Iterable[Path] = ()) -> Standard:
    """Return the standard called ``name``, checked against the question bank and the metric table (name -> unit).

    Raises UsageError for an unknown name, PackError with every mistake of the pack.
    """
    return load_pack(find_pack(name, dirs), bank, metrics)


def load_pack(pack: PackFolder, bank: QuestionBank, metrics: Mapping[str, str]) -> Standard:
    """Return the standard in the folder of ``pack``; raises PackError with every mistake of it."""
    contents = pack_contents(pack)
    if not bank.sha256:
        return _checked(pack, contents, bank, metrics)
    named = (pack.id, pack.edition, pack.label, bank.sha256, repr(sorted(metrics.items())))
    inputs = (*named, *(part for content in contents.items() for part in content))
    return keep(Standard, inputs, lambda: _checked(pack, contents, bank, metrics))


def _checked(
    pack: PackFolder, contents: Mapping[str, bytes], bank: QuestionBank, metrics: Mapping[str, str]
) -> Standard:
    problems = Problems()
    documents, files = _documents(pack, contents, problems)
    head = documents.pop("pack.yaml", None)
    if head is None:
        problems.raise_all(PackError)
        raise PackError([Problem(f"{pack.label}/pack.yaml", None, None, "", "is missing, so this is no pack", "")])
    header = read_header(Fields(head, (), problems), pack.id, pack.edition)
    table = FactTable(bank, metrics, header.parameters)
    themes: dict[str, Text] = {}
    requirements: list[Requirement] = []
    for document in documents.values():
        requirements += _theme(document, table, themes, problems)
    _check_ids(requirements, problems)
    _check_whole(header, requirements, head, problems)
    problems.raise_all(PackError)
    if header.in_force.countries:
        # A law of some countries: what says nothing of its own is in force where and when the law is.
        requirements = [replace(r, in_force=header.in_force) if r.in_force is ALWAYS else r for r in requirements]
    fields = {name: getattr(header, name) for name in Header._fields}
    return Standard(**fields, themes=themes, requirements=tuple(requirements), files=files, sha256=_digest(files))


def pack_contents(pack: PackFolder) -> dict[str, bytes]:
    """Return the bytes of every file of ``pack``, by its name below the pack's folder."""
    names = [("pack.yaml", pack.folder.joinpath("pack.yaml"))]
    themes = pack.folder.joinpath("requirements")
    if themes.is_dir():
        names += [(f"requirements/{f.name}", f) for f in themes.iterdir() if f.name.endswith(".yaml")]
    return {name: file.read_bytes() for name, file in sorted(names, key=lambda pair: pair[0]) if file.is_file()}


def pack_documents(pack: PackFolder, contents: Mapping[str, bytes] | None = None) -> tuple[Mapping[str, Any], ...]:
    """Return the theme files of ``pack`` as they are written, unchecked; PackError where one is no YAML.

    ``contents``: its files, where they were read already.
    """
    problems = Problems()
    documents, _ = _documents(pack, contents or pack_contents(pack), problems)
    problems.raise_all(PackError)
    documents.pop("pack.yaml", None)
    return tuple(document.value for document in documents.values() if isinstance(document.value, Mapping))


def with_parameters(standard: Standard, values: Mapping[str, float]) -> Standard:
    """Return ``standard`` with parameters moved as the settings ask.

    Raises UsageError for an unknown parameter, or one that is not this tool's choice.
    """
    moved = dict(standard.parameters)
    for name, value in values.items():
        parameter = moved.get(name)
        if parameter is None:
            raise UsageError(f"{standard.id} has no parameter {name!r}; {suggest(name, standard.parameters)}")
        if parameter.basis != "tool_choice":
            raise UsageError(f"{standard.id}: {name} is set by the source ({parameter.basis}) and cannot be moved")
        moved[name] = parameter._replace(value=value)
    return replace(standard, parameters=moved)


def requirement_homes(dirs: Iterable[Path] = ()) -> dict[str, tuple[str, ...]]:
    """Return requirement id, former ids included -> ids of its standards, over every edition of every pack.

    What a pack says is not checked; one whose files cannot be read is passed over.
    """
    homes: dict[str, dict[str, None]] = {}
    for pack in find_packs(dirs):
        try:
            documents = pack_documents(pack)
        except PackError:
            continue
        entries = [raw for document in documents for raw in document.get("requirements") or () if isinstance(raw, dict)]
        for name in (name for raw in entries for name in (raw.get("id"), *(raw.get("aliases") or ()))):
            if isinstance(name, str):
                homes.setdefault(name, {})[pack.id] = None
    return {name: tuple(standards) for name, standards in homes.items()}


def _packs_in(root: Any, label: str) -> Iterator[PackFolder]:
    if not root.is_dir():
        raise UsageError(f"{label} is not a folder of standards")
    if root.joinpath("pack.yaml").is_file():
        above = root.resolve().parent.parent.as_posix()
        raise PackError([Problem(f"{label}/pack.yaml", None, None, "", "is one edition of one pack", f"name {above}")])
    for pack in sorted(root.iterdir(), key=lambda p: p.name):
        if pack.is_dir() and pack.name not in NOT_PACKS:
            if pack.joinpath("pack.yaml").is_file():
                raise PackError([_misplaced(root, pack, label)])
            for edition in pack.iterdir():
                if edition.is_dir() and edition.joinpath("pack.yaml").is_file():
                    yield PackFolder(pack.name, edition.name, edition, f"{label}/{pack.name}/{edition.name}")


def _documents(
    pack: PackFolder, contents: Mapping[str, bytes], problems: Problems
) -> tuple[dict[str, Document], tuple[InputFile, ...]]:
    documents, files = {}, []
    for name, data in contents.items():
        label = f"{pack.label}/{name}"
        files.append(InputFile(label, hashlib.sha256(data).hexdigest(), "pack"))
        try:
            documents[name] = parse(data, label)
        except InputError as error:
            problems.take(error)
    return documents, tuple(files)


def _theme(document: Document, table: FactTable, themes: dict[str, Text], problems: Problems) -> list[Requirement]:
    fields = Fields(document, (), problems)
    fields.only(("theme", "title", "requirements"))
    theme = fields.text("theme")
    if theme in themes:
        fields.wrong(("theme",), f"the theme {theme!r} has a file already")
    themes[theme] = fields.words("title", needed=False)
    if not fields.listed("requirements"):
        fields.wrong((), "holds no requirements")
    return [read_requirement(entry, table, theme) for entry in fields.each("requirements")]


def _check_ids(requirements: Iterable[Requirement], problems: Problems) -> None:
    seen: dict[str, Requirement] = {}
    for requirement in requirements:
        place, own = requirement.place, requirement.id
        if own in requirement.aliases:
            what = f"{own} names itself as its former id"
            problems.add(Problem(place.file, place.line, place.column, own, what, "take it out of aliases"))
        for name in dict.fromkeys((own, *requirement.aliases)):
            first = seen.setdefault(name, requirement)
            if first is not requirement and name:
                as_ = "" if name == first.id else f" as a former id of {first.id}"
                what = f"the id {name!r} is taken by {first.place}{as_}"
                problems.add(Problem(place.file, place.line, place.column, name, what, "ids are never used twice"))


def _check_whole(header: Header, requirements: list[Requirement], head: Document, problems: Problems) -> None:
    """Note what only shows over all files: empty packs, unknown zero-tolerance ids, bullets without a threshold."""
    known = {r.id for r in requirements}
    if not requirements:
        problems.add(head.problem((), "the pack has no requirements", "add requirements/<theme>.yaml"))
    for i, name in enumerate(header.zero_tolerance):
        if name not in known:
            problems.add(
                head.problem(("zero_tolerance", i), f"no requirement is called {name!r}", suggest(name, known))
            )
    for requirement in requirements:
        pairs = header.score.name == "threshold_pairs"
        if pairs and not re.fullmatch(r"[1-5]\.[12]", requirement.threshold):
            place, what = requirement.place, "threshold_pairs needs `threshold`, from 1.1 to 5.2"
            problems.add(Problem(place.file, place.line, place.column, requirement.id, what, ""))


def _entry(pack: PackFolder) -> StandardEntry:
    contents = pack_contents(pack)
    inputs = (part for content in contents.items() for part in content)
    return keep(StandardEntry, (pack.id, pack.edition, pack.label, *inputs), lambda: _listed(pack, contents))


def _listed(pack: PackFolder, contents: Mapping[str, bytes]) -> StandardEntry:
    problems = Problems()
    documents, _ = _documents(pack, contents, problems)
    problems.raise_all(PackError)
    head = documents.pop("pack.yaml").value
    count = sum(len(d.value["requirements"]) for d in documents.values())
    return StandardEntry(pack.id, pack.edition, head["title"]["en"], count, head["score"]["model"], pack.label)


def _misplaced(root: Any, pack: Any, label: str) -> Problem:
    """Return what is wrong with a ``pack.yaml`` right below the folder of packs: no edition, or one level too deep."""
    what = f"lies in no folder of an edition: packs lie in {label}/ID/EDITION/pack.yaml"
    todo = f"move what is in {pack.name}/ to {pack.name}/EDITION/, by the edition that it is"
    if root.joinpath(pack.name, "requirements").is_dir() and isinstance(root, Path):
        todo += f"; or, if {pack.name} is the edition, name the folder above: {root.resolve().parent.as_posix()}"
    return Problem(f"{label}/{pack.name}/pack.yaml", None, None, "", what, todo)


def _edition_key(edition: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts ``2022`` before ``2023`` and ``8.0`` before ``10.0``."""
    parts = re.findall(r"\d+|[^\d]+", edition)
    return tuple((int(p), "") if p.isdigit() else (-1, p) for p in parts)


def _digest(files: Iterable[InputFile]) -> str:
    """Return one hash over names (below the pack's folder) and contents of ``files``."""
    lines = "".join(f"{'/'.join(f.path.split('/')[-2:])} {f.sha256}\n" for f in files)
    return hashlib.sha256(lines.encode()).hexdigest()
