"""What counts as no answer, tested before any type: silence in all the forms that people write."""

from __future__ import annotations

from typing import Any

NO_ANSWER_WORDS = frozenset({"", "null", ".nan", "n/a", "tbd", "see attached"})
"""Trimmed and in any case. No other word: NA is Namibia, none is an option, 0 is zero."""


def is_no_answer(value: Any) -> bool:
    """Return whether ``value``, as read from a file, is no answer; a list or mapping of none is none.

    >>> [is_no_answer(v) for v in (None, " TBD ", [], [None], float("nan"), 0, "NA", False)]
    [True, True, True, True, True, False, False, False]
    """
    if value is None:
        return True
    if isinstance(value, str):
        return value.strip().casefold() in NO_ANSWER_WORDS
    if isinstance(value, float):
        return value != value
    if isinstance(value, list):
        return all(is_no_answer(item) for item in value)
    return isinstance(value, dict) and not value
