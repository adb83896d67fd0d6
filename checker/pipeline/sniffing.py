"""`fairlabel wages sniff`: from a pay file to the draft of its mapping."""

from __future__ import annotations

from pathlib import Path

from checker.errors import InputError, NothingToAssess, Problem, UsageError
from checker.load.paths import is_pattern, matching
from checker.model.pay_engine import EngineChoice


def mapping_draft(path: Path, memory_limit: str | None, threads: int | None) -> bytes:
    """Return the draft of a mapping for the pay file at ``path``, as YAML with remarks (UTF-8).

    Raises UsageError where the file is not there, InputError where it cannot be read, NothingToAssess where it
    has no column.
    """
    from checker.facts.engine import open_engine
    from checker.load.wages.guesses import draft
    from checker.load.wages.sniffing import look_at
    from checker.render.mapping_draft import mapping_yaml

    found = matching(path)
    if is_pattern(path) and found and not all(file.suffix == ".parquet" for file in found):
        if len(found) > 1:
            raise UsageError(f"{path} matches {len(found)} files; a draft is made from one: name it")
        path = found[0]
    if not found:
        raise UsageError(f"there is no {path}; check the path, or where you run this")
    try:
        with open_engine(EngineChoice(memory_limit=memory_limit, threads=threads)) as engine:
            looked = look_at(path, path.as_posix(), engine.session)
    except PermissionError as error:
        why = f"cannot be read ({error.strerror})"
        raise InputError([Problem(path.as_posix(), None, None, "", why, "check who may read it")]) from error
    if not looked.columns:
        raise NothingToAssess(f"{path}: no column")
    return mapping_yaml(draft(path.as_posix(), looked))
