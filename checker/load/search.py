"""Find the folders that are subjects at or below some paths; say what looks like one and was passed over.

Nothing is read but names.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from checker.errors import InputError, Problem, UsageError

FILE = "questionnaire.yaml"
PLANS = ("plan.yaml", "plan.xlsx", "plan.ods")
"""What an action plan in a subject's folder is called."""
PLAN_WORKBOOKS = (".xlsx", ".ods")
PLAN_ENDINGS = (".yaml", ".yml", *PLAN_WORKBOOKS)
"""How the names of action plans end."""
FOLDERS = ("wages", "documents")
ENDINGS = ("csv", "tsv", "xlsx", "xls", "ods", "parquet", "pdf", "docx", "doc", "odt")
"""What suppliers hand in: a folder that holds such files and no questionnaire may be a supplier's."""
Note = Callable[[str], None]


def find_subjects(paths: Iterable[str | Path], note: Note = lambda text: None) -> list[Path]:
    """Return the folders at or below ``paths`` that hold a questionnaire, each once, in the order of their paths.

    A path may name the questionnaire itself, a misnamed one too. Hidden folders are not searched, and what lies inside
    a subject's own folder is not judged; links are followed, each folder once. A folder whose questionnaire is misnamed
    or a broken link counts too, and so does a broken link in place of a folder, so that reading it can say so. ``note``
    is called with what was passed over though it looks like a subject. Raises UsageError for a path that is not there.
    """
    found: list[Path] = []
    seen: set[tuple[int, int]] = set()
    for given in paths:
        if not str(given).strip():
            raise UsageError("a path is empty; name a subject's folder, or '.' for the folder that you are in")
        path = Path(given)
        if not os.path.lexists(path):
            raise UsageError(f"there is no {path}; name a subject's folder, or a folder of such folders")
        start = path.parent if path.is_file() and (path.name == FILE or is_misnamed(path.name)) else path
        if not start.is_dir():
            raise UsageError(f"{path} is no folder and no {FILE}; name a subject's folder, or a folder of such folders")
        bare: list[Path] = []
        below = list(_walk(start, seen, bare, note))
        for folder in _without_subject(start, bare, below) if bare else ():
            note(f"{_printed(folder)} holds files as a supplier's folder does and no {FILE}; it was passed over")
        found += below
    return sorted(found, key=lambda folder: folder.parts)


def has_plan(folder: Path) -> bool:
    """Return whether something lies in a subject's folder that is called as an action plan is, a broken link too."""
    home = os.fspath(folder)
    return any(os.path.lexists(f"{home}/{name}") for name in PLANS)


def names_in(folder: Path) -> list[str]:
    """Return the names in ``folder``, sorted; raises InputError where it cannot be searched."""
    try:
        return sorted(os.listdir(folder))
    except OSError as error:
        raise _unsearchable(folder, error) from error


def is_misnamed(name: str) -> bool:
    """Return whether ``name`` was meant to be a questionnaire's."""
    return name != FILE and name.casefold() in (FILE, "questionnaire.yml")


def _walk(start: Path, seen: set[tuple[int, int]], bare: list[Path], note: Note) -> Iterator[Path]:
    """Iterate over subject folders at or below ``start``; a folder reached twice, as through a loop of links, once.

    Folders that hold what suppliers hand in, but no questionnaire, are added to ``bare``.
    """
    waiting = [start]
    while waiting:
        folder = waiting.pop()
        if folder.is_symlink() and not os.path.isdir(folder):
            yield folder
            continue
        state = folder.stat()
        if (state.st_dev, state.st_ino) in seen:
            continue
        seen.add((state.st_dev, state.st_ino))
        names = names_in(folder)
        if FILE in names or any(is_misnamed(name) for name in names):
            for inner in _inside(folder, names):
                note(f"{_printed(inner)} holds a {FILE} inside the subject {_printed(folder)}; it was not judged")
            yield folder
            continue
        if any(_is_handed_in(name) for name in names):
            bare.append(folder)
        waiting += [folder / name for name in reversed(names) if _is_to_search(folder, name, note)]


def _inside(subject: Path, names: Iterable[str]) -> Iterator[Path]:
    """Iterate over the folders below a subject's own that hold a questionnaire too; where data lie is not searched.

    One file above others would put all of them aside in silence. Links are not followed.
    """
    waiting = [subject / name for name in reversed(list(names)) if name not in FOLDERS]
    while waiting:
        folder = waiting.pop()
        try:
            if folder.name.startswith(".") or not S_ISDIR(os.lstat(folder).st_mode):
                continue
            inner = sorted(os.listdir(folder))
        except OSError:
            continue
        if FILE in inner:
            yield folder
        else:
            waiting += [folder / name for name in reversed(inner)]


def _is_to_search(home: Path, name: str, note: Note) -> bool:
    """Return whether ``name`` is a folder, or a link in place of one; raises InputError where that cannot be told."""
    if name.startswith("."):
        return False
    path = home / name
    try:
        mode = os.stat(path).st_mode
    except PermissionError as error:
        raise _unsearchable(path, error) from error
    except OSError:
        # What such a link should lead to is not known, and may have been a subject.
        return os.path.islink(path)
    if S_ISREG(mode) and os.path.islink(path):
        if os.path.basename(os.path.realpath(path)) == FILE:
            return True
        note(f"{_printed(path)} is a link to a file, not to a folder; it was passed over")
    return S_ISDIR(mode)


def _is_handed_in(name: str) -> bool:
    low = name.casefold()
    return low in FOLDERS or low == "mapping.yaml" or low.startswith("question") or low.rpartition(".")[2] in ENDINGS


def _without_subject(start: Path, bare: Iterable[Path], subjects: Iterable[Path]) -> list[Path]:
    """Return the folders below ``start`` that hold some of ``bare`` and no subject: of nested ones the outermost."""
    holding = {parent for subject in subjects for parent in subject.parents}
    found: dict[Path, None] = {}
    for folder in bare:
        if folder in holding or start not in holding:
            continue
        while folder.parent not in holding:
            folder = folder.parent
        found[folder] = None
    return sorted(found)


def _printed(path: Path) -> str:
    """Return a path as it can be printed: a name may hold bytes that are no text, or steer a terminal."""
    return "".join(c if c.isprintable() else "?" for c in str(path))


def _unsearchable(folder: Path, error: OSError) -> InputError:
    what = f"cannot be searched ({error.strerror}): a subject in it would be passed over"
    return InputError([Problem(str(folder), None, None, "", what, "check who may read it")])
