"""Where an option's value comes from: the command line, the environment, the settings file, or its default.

The one list of what can be set stands here. Values of the environment and of the file become defaults of the
options, so that each is read, checked and refused as the option is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from checker.cli.typed_paths import seen_from_here
from checker.errors import InputError, Problem, UsageError
from checker.load.cache_folder import NAMED, OFF

if TYPE_CHECKING:
    from checker.model.settings import Settings

PREFIX = "FAIRLABEL_"


class Key(NamedTuple):
    """One thing that can be set: its name in the file is that of the environment variable, in small letters."""

    param: str
    """The option's parameter."""
    apart: str = ""
    """What stands between several values in an environment variable; empty: there is one value."""


KEYS: dict[str, Key] = {
    "standards": Key("standards", ","),
    "standards_dirs": Key("standards_dirs", os.pathsep),
    "profile": Key("profile"),
    "fail_on": Key("fail_on"),
    "gate_date": Key("gate_date"),
    "benchmarks": Key("benchmarks", os.pathsep),
    "benchmarks_as_of": Key("benchmarks_as_of"),
    "fx": Key("fx"),
    "assessments": Key("assessments", os.pathsep),
    "ballots": Key("ballots", os.pathsep),
    "waivers": Key("waivers"),
    "baseline": Key("baseline"),
    "plans": Key("plans", os.pathsep),
    "new_only": Key("new_only"),
    "ratchet": Key("ratchet"),
    "jobs": Key("jobs"),
    "cache": Key("cache"),
    "engine": Key("engine_name"),
    "memory_limit": Key("memory_limit"),
    "threads": Key("threads"),
    "spark_master": Key("spark_master"),
    "spark_options": Key("spark_options", ","),
    "outputs": Key("outputs", ","),
    "sarif_profile": Key("sarif_profile"),
    "junit_flavour": Key("junit_flavour"),
    "font_paths": Key("font_paths", os.pathsep),
}
"""name -> option. ``FAIRLABEL_CONFIG`` names the settings file itself."""
CONFIG = PREFIX + "CONFIG"
_META = "fairlabel.origins"


class Origin(NamedTuple):
    """A value that is not the option's default, and where it was said."""

    value: Any
    said: str
    """``FAIRLABEL_JOBS``, or file, line and column."""


def from_elsewhere(command: click.Command, settings: Settings | None, environ: Mapping[str, str]) -> dict[str, Origin]:
    """Return, by name, what environment and settings file say of the options of ``command``.

    Raises UsageError where the environment, InputError where the file says what an option does not take.
    """
    params = {param.name: param for param in command.params}
    found: dict[str, Origin] = {}
    problems: list[Problem] = []
    with click.Context(command) as ctx:
        for name, key in KEYS.items():
            param = params.get(key.param)
            if param is None:
                continue
            said = environ.get(PREFIX + name.upper(), "").strip()
            if said:
                parts = [part.strip() for part in said.split(key.apart) if part.strip()] if key.apart else []
                value = tuple(parts) if key.apart else said
                why = _refused(name, param, value, ctx)
                if why:
                    raise UsageError(f"{PREFIX}{name.upper()}={said}: {why}")
                found[name] = Origin(value, PREFIX + name.upper())
            elif settings is not None and name in settings.values:
                setting = settings.values[name]
                each = list(zip(setting.value, setting.items, strict=True)) if setting.items else []
                for value, place in each or [(setting.value, setting.place)]:
                    if why := _refused(name, param, (value,) if each else value, ctx):
                        problems.append(Problem(place.file, place.line, place.column, place.path, why))
                found[name] = Origin(setting.value, str(setting.place))
    if problems:
        raise InputError(problems)
    return found


def nearest_settings(named: str | None, environ: Mapping[str, str]) -> Settings | None:
    """Return the settings that ``--config`` or the environment names, else the nearest upward; None without any."""
    file = Path(seen_from_here(named)) if named else None
    if file is None and (said := environ.get(CONFIG, "").strip()):
        if not os.path.exists(said):
            raise UsageError(f"{CONFIG}={said}: there is no such file; check the path")
        file = Path(seen_from_here(said))
    if file is None:
        from checker.load.settings_search import find_settings

        file = find_settings(Path())
    if file is None:
        return None
    from checker.load.settings import load_settings

    return load_settings(file)


def unknown_variables(environ: Mapping[str, str]) -> Iterator[str]:
    """Iterate over a line for each variable that looks like a setting and is a misspelt one."""
    known = [PREFIX + name.upper() for name in KEYS] + [CONFIG, NAMED, OFF]
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            from difflib import get_close_matches

            if near := get_close_matches(name, known, 1, 0.9):
                yield f"{name} sets nothing; did you mean {near[0]}?"


def _refused(name: str, param: click.Parameter, value: Any, ctx: click.Context) -> str:
    """Return why the option does not take ``value``; empty where it does."""
    try:
        param.type_cast_value(ctx, value)
    except click.BadParameter as error:
        return f"{error.message.rstrip('.')}; see: fairlabel check --help"
    if name == "outputs":
        from checker.cli.outputs import parse_outputs

        try:
            parse_outputs(value)
        except UsageError as error:
            return str(error).removeprefix("--output ")
    return ""


def _settle(ctx: click.Context, param: click.Parameter, value: str | None) -> Settings | None:
    """Read the settings before the other options, and make what they say the defaults of those."""
    from checker.cli.exits import say

    if ctx.resilient_parsing:
        return None
    for line in unknown_variables(os.environ):
        say(f"note: {line}")
    if value is not None and not os.path.exists(value):
        raise click.BadParameter(f"there is no {value!r}; check the path", ctx, param)
    settings = nearest_settings(value, os.environ)
    found = from_elsewhere(ctx.command, settings, os.environ)
    ctx.meta[_META] = found
    ctx.default_map = {**(ctx.default_map or {}), **{KEYS[name].param: one.value for name, one in found.items()}}
    return settings


def settings_in_force(settings: Settings | None) -> Settings | None:
    """Return the settings without what the command line or the environment says of the standards and of the gate.

    An option comes before the settings, those of single suppliers too.
    """
    if settings is None:
        return None
    from checker.pipeline.settings import without

    return without(settings, *(key for key in ("standards", "fail_on") if said_outside(key)))


def said_outside(name: str) -> bool:
    """Return whether the option ``name`` of this call was given on the command line or in the environment."""
    origins: dict[str, Origin] = click.get_current_context().meta.get(_META, {})
    if said_on_the_command_line(KEYS[name].param):
        return True
    return name in origins and origins[name].said.startswith(PREFIX)


def origins_of(*names: str) -> dict[str, str]:
    """Return, by name, where those settings of this call were said that the command line does not replace."""
    found: dict[str, Origin] = click.get_current_context().meta.get(_META, {})
    return {
        name: found[name].said for name in names if name in found and not said_on_the_command_line(KEYS[name].param)
    }


def said_on_the_command_line(param: str) -> bool:
    """Return whether this call gave the option of ``param`` itself."""
    source = click.get_current_context().get_parameter_source(param)
    return source is click.core.ParameterSource.COMMANDLINE


SETTINGS = click.option(
    "--config",
    "settings",
    type=click.Path(),
    is_eager=True,
    callback=_settle,
    metavar="FILE",
    help="Settings for all runs (fairlabel config show).  [default: the nearest fairlabel.yaml upward]",
)
ENGINE_SETTINGS = click.option(
    "--config",
    "settings",
    type=click.Path(),
    is_eager=True,
    expose_value=False,
    callback=_settle,
    metavar="FILE",
    help="Settings of which those on pay data hold here.  [default: the nearest fairlabel.yaml upward]",
)
