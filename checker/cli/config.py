"""``fairlabel config show``: every setting in force with where it comes from, and which entry is for which subject."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli.choices import GIVEN, Commands
from checker.cli.exits import say
from checker.cli.format_names import format_option
from checker.cli.outputs import text_to_stdout, to_stdout
from checker.cli.settings import KEYS, from_elsewhere, nearest_settings, unknown_variables
from checker.cli.typed_paths import TypedPath
from checker.render.clean import without_control

if TYPE_CHECKING:
    from checker.model.settings import Settings, SupplierRule
    from checker.pipeline.settings import Applied


@click.group(cls=Commands)
def config() -> None:
    """Show the settings in force, and where each comes from."""


@config.command(
    epilog="""
    \b
    Examples:
      fairlabel config show
      fairlabel config show vendors/
      fairlabel config show --config audit.yaml --format json

    \b
    The first that says something holds:
      1  an option of the command line
      2  the environment: FAIRLABEL_ and the name in capitals (FAIRLABEL_FAIL_ON);
         several standards, outputs or options of Spark with a comma between them,
         several paths with the colon or semicolon of PATH; FAIRLABEL_CONFIG names the file
      3  the settings file, fairlabel.yaml
      4  the option's default
    """
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=TypedPath())
@click.option("--config", "file", type=GIVEN, metavar="FILE", help="Settings to show.")
@format_option("text", "json")
def show(paths: tuple[str, ...], file: str | None, fmt: str) -> None:
    """Print every value with its origin; for each subject below PATH, which entry of suppliers is for it.

    Settings are checked as a run checks them: exit 3 where they are wrong.
    """
    from checker.pipeline.measures import Choices
    from checker.pipeline.measuring import check_settings
    from checker.pipeline.run import find_subjects
    from checker.pipeline.settings import rule_for

    for line in unknown_variables(os.environ):
        say(f"note: {line}")
    settings = nearest_settings(file, os.environ)
    values = _values(settings)
    subjects = find_subjects(paths, lambda text: say(f"note: {text}")) if paths else []
    dirs = tuple(Path(folder) for folder in values["standards_dirs"]["value"])
    check_settings(Choices(standards_dirs=dirs, settings=settings), tuple(folder for folder, _ in subjects))
    shown = {
        "settings": {"path": settings.file.path, "sha256": settings.file.sha256} if settings else None,
        "values": values,
        "parameters": list(_parameters(settings)),
        "suppliers": [_rule(rule) for rule in settings.suppliers] if settings else [],
        "subjects": [_subject(name, rule_for(settings, folder), values) for folder, name in subjects],
    }
    if fmt == "json":
        to_stdout((json.dumps(shown, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8"))
    else:
        # What others wrote stands in it: names of folders, patterns, values.
        lines = map(without_control, _lines(shown))
        text_to_stdout(("\n".join(lines) + "\n").encode("utf-8", "replace"))


def _values(settings: Settings | None) -> dict[str, dict[str, Any]]:
    """Return, by name, the value in force and its origin; of what nobody set, the default of the option."""
    from checker.cli.check import check

    found = from_elsewhere(check, settings, os.environ)
    defaults = {param.name: param for param in check.params}
    values = {}
    with click.Context(check) as ctx:
        for name, key in KEYS.items():
            param = defaults[key.param]
            said = found.get(name)
            raw = said.value if said else param.get_default(ctx)
            if not isinstance(raw, str | int | tuple | list):  # no default at all
                raw = () if key.apart else None
            value = param.type_cast_value(ctx, raw)
            values[name] = {"value": _plain(name, value, raw), "origin": _origin(said)}
    return values


def _origin(said: Any) -> str:
    return said.said if said else "default"


def _plain(name: str, value: Any, said: Any) -> Any:
    """Return a value as JSON can hold it; the day of today as it was written, since it is read at the run."""
    if name == "gate_date":
        return said.isoformat() if isinstance(said, date) else said
    if isinstance(value, date):
        return value.isoformat()
    if name == "spark_options":
        return [f"{key}={content}" for key, content in value or ()]
    return list(value) if isinstance(value, tuple) else value


def _parameters(settings: Settings | None) -> Iterator[dict[str, Any]]:
    for moved in settings.parameters if settings else ():
        yield {"pack": moved.pack, "name": moved.name, "value": moved.value, "origin": str(moved.place)}


def _rule(rule: SupplierRule) -> dict[str, Any]:
    return {
        "match": rule.match,
        "standards": list(rule.standards) if rule.standards else None,
        "fail_on": rule.fail_on,
        "kinds": list(rule.kinds) if rule.kinds else None,
        "origin": str(rule.place),
    }


def _subject(name: str, applied: Applied | None, values: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return what holds for one subject, after what the environment says for all."""
    found: dict[str, Any] = {"folder": name, "entry": None, "kinds": None}
    for key in ("standards", "fail_on"):
        found[key] = values[key]["value"]
    if applied is None:
        return found
    rule = _rule(applied.rule)
    found |= {"entry": {"match": rule["match"], "by": applied.by, "origin": rule["origin"]}, "kinds": rule["kinds"]}
    for key in ("standards", "fail_on"):
        if rule[key] and not values[key]["origin"].startswith("FAIRLABEL_"):
            found[key] = rule[key]
    return found


def _lines(shown: dict[str, Any]) -> Iterator[str]:
    file = shown["settings"]
    yield f"Settings: {file['path']} (sha256 {file['sha256']})" if file else "Settings: no file"
    rows = [(name, _words(one["value"]), one["origin"]) for name, one in shown["values"].items()]
    rows += [(f"{p['pack']}: {p['name']}", f"{p['value']:g}", p["origin"]) for p in shown["parameters"]]
    width = max(len(name) for name, _, _ in rows)
    for name, value, origin in rows:
        yield f"  {name:<{width}}  {value}  ({origin})"
    if shown["suppliers"]:
        yield "Suppliers, the first that fits:"
        for rule in shown["suppliers"]:
            yield f"  {rule['match']}: {_set(rule) or 'as for all'}  ({rule['origin']})"
    for subject in shown["subjects"]:
        entry = subject["entry"]
        which = f"{entry['match']} by {entry['by']} ({entry['origin']})" if entry else "no entry"
        yield f"{subject['folder']}: {which}: {_set(subject)}"
    used = {subject["entry"]["match"] for subject in shown["subjects"] if subject["entry"]}
    for rule in shown["suppliers"] if shown["subjects"] else ():
        if rule["match"] not in used:
            yield f"{rule['match']}: fits none of these subjects, or an earlier entry does"


def _set(rule: dict[str, Any]) -> str:
    return "; ".join(f"{key} {_words(rule[key])}" for key in ("standards", "fail_on", "kinds") if rule[key])


def _words(value: Any) -> str:
    if value is None or value == []:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
