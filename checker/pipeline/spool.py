"""Results of thousands of subjects as JSON says them, in a temporary file: memory holds what gate and sums need.

The file has no name (where the system allows that) and goes with the process, however that ends.
"""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from checker.model.assessment import InvalidSubject, SubjectResult
from checker.model.kept_results import WrittenResults
from checker.render.json_results import found_in
from checker.render.wages_view import PublishedPay


class Spool:
    """A temporary file to which bytes are added, and from which they are read again."""

    def __init__(self) -> None:
        """Open the file."""
        self._file = tempfile.TemporaryFile(prefix="fairlabel-")  # noqa: SIM115 (closed when the spool goes)
        self._end = 0
        weakref.finalize(self, self._file.close)

    def put(self, data: bytes) -> Callable[[], bytes]:
        """Add ``data`` and return the function that reads it again. Raises OSError where the disk is full."""
        start, self._end = self._end, self._end + len(data)
        self._file.seek(start)
        self._file.write(data)
        return partial(self._get, start, len(data))

    def _get(self, start: int, size: int) -> bytes:
        self._file.seek(start)
        return self._file.read(size)


def written(outcome: SubjectResult) -> SubjectResult:
    """Return ``outcome`` with nothing of its results but what JSON says of them, and nothing left to be worked out.

    One with pay data stays as it is: which of the data its results rest on is said beside them.
    """
    if outcome.wages.sets:
        return outcome
    pay = PublishedPay(outcome.wages, outcome.judged_by.k)
    standards = []
    for standard in outcome.standards:
        results = WrittenResults(len(standard.standings), partial(bytes, found_in(standard.results, pay)))
        scoring = standard.scoring
        scoring = scoring._replace(parts=tuple(scoring.parts)) if scoring is not None else None
        standards.append(replace(standard, results=results, scoring=scoring))
    return replace(outcome, standards=tuple(standards))


def move(outcome: SubjectResult | InvalidSubject, spool: Spool) -> None:
    """Move to ``spool`` what `written` left in memory of the results of ``outcome``."""
    for standard in outcome.standards if isinstance(outcome, SubjectResult) else ():
        if isinstance(standard.results, WrittenResults):
            standard.results.move(spool.put)
