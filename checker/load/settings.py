"""``fairlabel.yaml``: settings for all runs below its folder, every value with its place, all mistakes together.

Which packs, parameters and formats there are is checked by whoever knows them (`checker.pipeline.settings`, the
command line).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

from checker.errors import Problem
from checker.load.assessor import refuse_inside, refuse_suppliers
from checker.load.no_answer import is_no_answer
from checker.load.paths import folders_on_the_way
from checker.load.problems import Problems, suggest
from checker.load.sheet import Sheet, kind_of, show
from checker.load.yaml_document import Map, Steps
from checker.load.yaml_text import read
from checker.model.evidence import InputFile
from checker.model.settings import MovedParameter, Setting, Settings, SupplierRule
from checker.model.settings_file import (
    EngineName,
    FailOn,
    JunitFlavour,
    ProfileName,
    SarifProfile,
    SettingsShape,
    SupplierShape,
)

SETTINGS = "settings/1"
KEYS = tuple(SettingsShape.model_fields)
RULE_KEYS = tuple(SupplierShape.model_fields)
_OWN = "the folder of a subject that is judged: whoever is judged does not set the bar"
_SUPPLIERS = "the folder of a supplier: whoever is judged does not set the bar, not that of others either"
_MOVE = "keep the settings above the folders of subjects, or name others with --config"


def load_settings(file: Path) -> Settings:
    """Return the settings of ``file``; raises InputError with every mistake of it, or where it is a supplier's."""
    label = file.as_posix()
    document, data = read(file, label)
    refuse_suppliers(file, label, _SUPPLIERS, _MOVE)
    problems = Problems()
    sheet = Sheet(document, label, problems)
    top = document.value
    if sheet.header(SETTINGS, "settings file"):
        sheet.mapping(top, (), KEYS)
    problems.raise_all()
    home = file.parent
    values = {name: found for name, take in _READERS.items() if (found := take(sheet, top, name, home)) is not None}
    settings = Settings(
        path=file,
        home=home,
        file=InputFile(label, hashlib.sha256(data).hexdigest(), "settings"),
        values=values,
        parameters=tuple(_parameters(sheet, top)),
        suppliers=tuple(_suppliers(sheet, top)),
    )
    problems.raise_all()
    return settings


def refuse_settings_inside(settings: Settings | None, judged: Iterable[Path]) -> None:
    """Raise InputError where the settings lie in the folder of a subject that is judged."""
    if settings is not None:
        above = {str(folder) for folder in folders_on_the_way(settings.path)}
        own = [folder for folder in judged if os.path.realpath(folder) in above]
        refuse_inside(settings.path, settings.file.path, own, _OWN, _MOVE)


def _word(kind: Any) -> Callable[[Sheet, Map, str, Path], Setting | None]:
    words = get_args(kind)

    def take(sheet: Sheet, top: Map, key: str, home: Path) -> Setting | None:
        value = sheet.word(top, key, (), words)
        return None if value is None else Setting(value, sheet.place((key,)))

    return take


def _text(sheet: Sheet, top: Map, key: str, home: Path) -> Setting | None:
    value = sheet.text(top, key, ())
    return None if value is None else Setting(value, sheet.place((key,)))


def _count(sheet: Sheet, top: Map, key: str, home: Path) -> Setting | None:
    value = top.get(key)
    if is_no_answer(value):
        return None
    if type(value) is int and value >= 1:
        return Setting(value, sheet.place((key,)))
    sheet.wrong((key,), f"{show(value)} is no number of {key}", "write a whole number, 1 or more, without quotes")
    return None


def _switch(sheet: Sheet, top: Map, key: str, home: Path) -> Setting | None:
    value = top.get(key)
    if is_no_answer(value):
        return None
    if isinstance(value, bool):
        return Setting(value, sheet.place((key,)))
    sheet.wrong((key,), f"is {kind_of(value)}, not true or false", "write true or false, without quotes")
    return None


def _texts(sheet: Sheet, top: Map, key: str, home: Path) -> Setting | None:
    values = sheet.texts(top, key, ())
    if not values:
        return None
    return Setting(values, sheet.place((key,)), tuple(sheet.place((key, n)) for n in range(len(values))))


def _path(sheet: Sheet, top: Map, key: str, home: Path) -> Setting | None:
    found = _text(sheet, top, key, home)
    return None if found is None else found._replace(value=_from(home, found.value))


def _paths(sheet: Sheet, top: Map, key: str, home: Path) -> Setting | None:
    found = _texts(sheet, top, key, home)
    return None if found is None else found._replace(value=tuple(_from(home, text) for text in found.value))


def _tables(sheet: Sheet, top: Map, key: str, home: Path) -> Setting | None:
    """Return tables, those of a folder by name; a folder without any is a mistake."""
    found = _paths(sheet, top, key, home)
    if found is None:
        return None
    files, places = [], []
    for path, place in zip(found.value, found.items, strict=True):
        inside = [path]
        if os.path.isdir(path):
            inside = sorted(os.path.join(path, name) for name in os.listdir(path) if name.lower().endswith(".csv"))
        if not inside:
            what = f"{path} is a folder without a CSV file: no bar in it would count"
            todo = "name the folder of your tables, or a table"
            sheet.problems.add(Problem(place.file, place.line, place.column, place.path, what, todo))
        files += inside
        places += [place] * len(inside)
    return Setting(tuple(files), found.place, tuple(places))


def _outputs(sheet: Sheet, top: Map, key: str, home: Path) -> Setting | None:
    found = _texts(sheet, top, key, home)
    if found is None:
        return None
    words = []
    for number, text in enumerate(found.value):
        name, equals, path = text.partition("=")
        if not equals or not path.strip():
            sheet.wrong((key, number), f"{show(text)} is no output", "write FORMAT=PATH, for example html=reports/")
        words.append(f"{name.strip()}={_from(home, path.strip())}")
    return found._replace(value=tuple(words))


def _spark(sheet: Sheet, top: Map, key: str, home: Path) -> Setting | None:
    node = top.get(key)
    if is_no_answer(node):
        return None
    if not isinstance(node, Map):
        sheet.wrong((key,), f"is {kind_of(node)}, not a mapping", "write keys and values: spark.executor.memory: 8g")
        return None
    words = []
    for name, value in node.items():
        if isinstance(value, list | dict) or value is None:
            sheet.wrong((key, name), f"is {kind_of(value)}, not one value", "write text or a number")
        text = str(value).lower() if isinstance(value, bool) else value
        words.append(f"{name}={text}")
    return Setting(tuple(words), sheet.place((key,)), tuple(sheet.place((key, name)) for name in node))


def _from(home: Path, text: str) -> str:
    """Return a path of the file as it is seen from the working directory; a slash at its end stays."""
    path = os.path.normpath(os.path.join(home, text))
    return path + "/" if text.endswith("/") else path


_READERS: Mapping[str, Callable[[Sheet, Map, str, Path], Setting | None]] = {
    "standards": _texts,
    "standards_dirs": _paths,
    "profile": _word(ProfileName),
    "fail_on": _word(FailOn),
    "gate_date": _text,
    "benchmarks": _tables,
    "benchmarks_as_of": _text,
    "fx": _path,
    "assessments": _paths,
    "ballots": _paths,
    "waivers": _path,
    "baseline": _path,
    "plans": _paths,
    "new_only": _switch,
    "ratchet": _switch,
    "jobs": _count,
    "cache": _switch,
    "engine": _word(EngineName),
    "memory_limit": _text,
    "threads": _count,
    "spark_master": _text,
    "spark_options": _spark,
    "outputs": _outputs,
    "sarif_profile": _word(SarifProfile),
    "junit_flavour": _word(JunitFlavour),
    "font_paths": _paths,
}


def _parameters(sheet: Sheet, top: Map) -> Iterable[MovedParameter]:
    packs = top.get("parameters")
    if is_no_answer(packs):
        return
    example = "write pack, parameter and value: {pai: {nearly_all: 0.05}}"
    if not isinstance(packs, Map):
        sheet.wrong(("parameters",), f"is {kind_of(packs)}, not a mapping", example)
        return
    for pack, moved in packs.items():
        if not isinstance(moved, Map):
            sheet.wrong(("parameters", pack), f"is {kind_of(moved)}, not a mapping", example)
            continue
        for name, value in moved.items():
            path: Steps = ("parameters", pack, name)
            if isinstance(value, bool) or not isinstance(value, int | float):
                what = f"is {kind_of(value)}, not a number"
                sheet.wrong(path, what, "write the number alone, in the unit that the pack gives")
                continue
            line, column = sheet.document.spot(path)
            place = sheet.place(path)
            value_place = place._replace(line=line, column=column)
            yield MovedParameter(pack, name, value, sheet.place(("parameters", pack)), place, value_place)


def _suppliers(sheet: Sheet, top: Map) -> Iterable[SupplierRule]:
    seen: dict[str, int] = {}
    for number, entry in enumerate(sheet.entries(top.get("suppliers"), ("suppliers",), what="suppliers")):
        path: Steps = ("suppliers", number)
        raw = sheet.mapping(entry, path, RULE_KEYS, what="an entry of suppliers")
        if raw is None:
            if is_no_answer(entry):
                sheet.wrong(path, "an entry is empty", "fill it in, or delete the line")
            continue
        match = _match(sheet, raw, path)
        first = seen.setdefault(match, number)
        if match and first != number:
            what = f"{show(match)} is also suppliers[{first}], which comes first: this entry would never apply"
            sheet.wrong((*path, "match"), what, "put both into one entry")
        standards = sheet.texts(raw, "standards", path) or None
        yield SupplierRule(
            match=match,
            place=sheet.place(path),
            standards=standards,
            standard_places=tuple(sheet.place((*path, "standards", n)) for n in range(len(standards or ()))),
            fail_on=sheet.word(raw, "fail_on", path, get_args(FailOn)),
            kinds=_kinds(sheet, raw, path),
        )


def _match(sheet: Sheet, raw: Map, path: Steps) -> str:
    """Return the pattern of an entry, which it must have; empty where it has none."""
    match = sheet.text(raw, "match", path) or ""
    if is_no_answer(raw.get("match")):
        sheet.wrong(path, "has no match: it says of no supplier", "write match: vendors/tier1/*, or an id")
    if match.startswith(("/", "~")):
        what = "is a path of one machine, and folders are written from the folder of this file"
        sheet.wrong((*path, "match"), what, "write for example vendors/acme")
    if "\\" in match:
        what = "has a backslash, which stands in no name: the entry would never apply"
        sheet.wrong((*path, "match"), what, "write folders with slashes: vendors/acme")
    return match


def _kinds(sheet: Sheet, raw: Map, path: Steps) -> tuple[str, ...] | None:
    found = sheet.texts(raw, "kinds", path)
    if not found:
        return None
    from checker.load.question_bank import load_question_bank

    known = [kind.id for kind in load_question_bank().vendor_kinds]
    for number, kind in enumerate(found):
        if kind not in known:
            what = f"{show(kind)} is no kind of supplier"
            sheet.wrong((*path, "kinds", number), what, suggest(kind, known))
    return found
