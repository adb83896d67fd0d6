"""Everything that is wrong with the files of one subject, gathered and raised once.

Also finds the word that was probably meant. Knows no file format.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from checker.errors import InputError, Problem


class Problems:
    """Problems in the order in which they were found; `raise_all` puts them in the order of the files."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def add(self, problem: Problem) -> None:
        """Keep one problem."""
        self._found.append(problem)

    def take(self, error: InputError) -> None:
        """Keep the problems that ``error`` carries."""
        self._found.extend(error.problems)

    def raise_all(self, kind: type[InputError] = InputError) -> None:
        """Raise ``kind`` with every problem, each once, file by file and down each file; do nothing where none is."""
        if self._found:
            files = {problem.file: number for number, problem in reversed(list(enumerate(self._found)))}
            unique = dict.fromkeys(self._found)
            raise kind(sorted(unique, key=lambda p: (files[p.file], p.line or 0, p.column or 0)))


def suggest(word: str, known: Iterable[str]) -> str:
    """Return what to do about an unknown word: the closest known one, or the list of all.

    >>> suggest("hourley", ["hourly", "salary"])
    "did you mean 'hourly'?"
    >>> suggest("xyz", ["hourly", "salary"])
    'known: hourly, salary'
    """
    names = list(known)
    folded = {name.casefold(): name for name in reversed(names)}
    near = [folded[name] for name in difflib.get_close_matches(word.casefold(), folded, 1, 0.75)]
    if not near and len(word) > 3:
        near = [name for name in names if name.rpartition(".")[2] == word]
    if near:
        return f"did you mean {near[0]!r}?"
    return f"known: {', '.join(names)}" if names else ""
