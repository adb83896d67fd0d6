"""What may be shown: nothing that tells of fewer than k workers, directly or by subtraction.

Rules see the true numbers; this module makes the ones that leave the process. Decides nothing about pay.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Literal

from checker.facts.measured import Measured
from checker.model.questionnaire import Finding
from checker.model.wages import Published

_COUNTED = re.compile(r": \d+ rows?( \((?:.*?\b)?(?:rows?|lines?) [\d, .]+\))?")
"""How many rows, and where: lines, rows, or rows of a sheet, a table, a file."""
_OPEN = "unknown"
_COUNT = re.compile(r"\b\d+ (of \d+ )?(workers?|rows?|tasks?)\b")

Statement = Literal["exact", "few", "most", "low", "nothing"]
"""What may be said of how many are below: all numbers, fewer than k, all but fewer, at least so many, nothing."""


def without_counts(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings on rows without how many there are and where: those of a few workers tell how much each did."""
    return tuple(finding._replace(message=_COUNTED.sub(": some rows", finding.message)) for finding in findings)


def publish(measured: Measured, k: int, workers: int, *, hide_count: bool = False, unit: str = "") -> Published:
    """Return what may be shown of a number over ``workers``; ``hide_count`` hides its numerator as well."""
    # A share or an extreme may be of fewer than all workers, such as those who did pilot work.
    if workers < k or (measured.disclosure in ("count", "extreme") and 0 < measured.n < k):
        few = f"fewer than {k} workers"
        return hidden(few) if measured.known else Published(None, None, None, False, without_heads(measured.why) or few)
    if not measured.known:
        return Published(None, None, None, False, measured.why)
    if any(is_small(rest, k) for rest in measured.rests):
        return _publish_beside(measured, k)
    if measured.disclosure == "count" and is_small(workers - measured.n, k):
        return hidden(f"it is of all workers but fewer than {k}")
    if measured.disclosure in ("count", "sum", "money"):
        return _publish_count(measured, k, hide_count)
    if measured.disclosure == "extreme":
        figure = _figure(measured.shown_low, measured.shown_high, unit)
        days = " days" if unit == "days" else ""
        words = "" if figure == _OPEN else f"{figure}{days} (mean of the {measured.beyond or k} most extreme workers)"
        return _interval(measured.shown_low, measured.shown_high, None, measured.why, words)
    if measured.disclosure == "quantile" and measured.beyond < k:
        return hidden(f"fewer than {k} workers at or beyond it")
    if measured.disclosure == "groups" and (measured.beyond < k or 0 < measured.count_high < k):
        return _hide_groups(measured, k)
    return _interval(measured.low, measured.high, measured.value, measured.why, measured.words)


def _publish_beside(measured: Measured, k: int) -> Published:
    """Return what may be shown of a number that would tell of few beside another: how many it counts at least."""
    why = f"beside another number it would tell of fewer than {k} workers"
    rest = measured.rests[0]
    # Who knows the other number and that few lie between finds as much.
    least = measured.count_low + (rest - k + 1 if is_small(rest, k) else 0)
    if measured.disclosure != "count" or least < k:
        return hidden(why)
    return Published(None, least / measured.n, None, True, why, f"at least {least} of {measured.n}")


def _hide_groups(measured: Measured, k: int) -> Published:
    """Hide what compares groups of which one is small; where few workers are open, both ends would tell of them."""
    if measured.beyond < k:
        return hidden(f"fewer than {k} workers behind the figure of one of the groups")
    if measured.low is None or not math.isfinite(measured.low):
        return hidden(f"fewer than {k} workers are undecided")
    least = f"at least {measured.low * 100:.3g} %"
    return Published(None, measured.low, None, True, f"fewer than {k} workers are undecided", least)


def without_heads(why: str) -> str:
    """Return the reasons that count nobody and nothing.

    >>> without_heads("2 of 3 workers are undecided; the data are a sample")
    'the data are a sample'
    """
    return "; ".join(reason for reason in why.split("; ") if not _COUNT.search(reason))


def hidden(why: str, words: str = "") -> Published:
    """Return the shape of a suppressed number."""
    return Published(None, None, None, True, why, words)


def is_small(count: int, k: int) -> bool:
    """Return whether a count tells of some, and of fewer than k."""
    return 0 < count < k


def extremes(k: int, *sums: int) -> int:
    """Return of how many workers the mean stands for the most extreme one: k, unless it would tell of fewer.

    ``sums``: of how many workers, the same and some more, other figures are sums or means: all, those below. What
    is left of such a sum without those of the mean is nobody's, or that of k workers or more.

    >>> extremes(5, 60), extremes(5, 7, 60), extremes(5, 7, 11), extremes(5, 3)
    (5, 7, 11, 5)
    """
    of = k
    for size in sorted(sums):
        of = size if 0 < size - of < k else of
    return of


def statement(below: int, undecided: int, fine: int, k: int) -> Statement:
    """Return what may be said of workers of whom some are below, some undecided and the others are not below.

    >>> [statement(*counts, 5) for counts in ((20, 0, 11), (3, 1, 27), (28, 0, 3), (20, 3, 8), (3, 20, 8))]
    ['exact', 'few', 'most', 'low', 'nothing']
    """
    if is_small(below + undecided, k):
        return "few"
    if is_small(undecided + fine, k):
        return "most"
    if not any(is_small(count, k) for count in (below, undecided, fine)):
        return "exact"
    return "low" if below >= k else "nothing"


def stated_share(said: Statement, below: int, workers: int, of: int, k: int) -> Published:
    """Return a share in words, where not all of it may be said: ``below`` of ``workers`` who were seen, of ``of``."""
    if said == "few":
        return hidden(f"fewer than {k} workers", f"fewer than {k} of {of}")
    least = below if said == "low" else workers - k + 1
    if said in ("low", "most") and least > 0:
        why = f"fewer than {k} workers are undecided, or not below"
        return Published(None, least / of, None, True, why, f"at least {least} of {of}")
    return hidden(f"fewer than {k} workers, or a total would reveal them")


def cells_to_hide(counts: Sequence[int], k: int, *, total_shown: bool = True) -> frozenset[int]:
    """Return the places of counts that may not be shown beside their total.

    Counts of 1 to k-1 are hidden; where a total is shown, more are hidden (smallest first) until nobody who knows
    the total, the shown counts and this rule can work one of them out.

    >>> sorted(cells_to_hide([31, 2, 27], 5))
    [1, 2]
    >>> sorted(cells_to_hide([31, 2, 4], 5)), sorted(cells_to_hide([2, 2, 0], 5))
    ([1, 2], [0, 1, 2])
    """
    hide = {i for i, count in enumerate(counts) if 0 < count < k}
    if not hide or not total_shown:
        return frozenset(hide)
    if sum(counts) <= sum(1 for count in counts if count) * (k - 1):
        # All of them may be under k: any one that is shown would tell of the others.
        return frozenset(range(len(counts)))
    for smallest in [*sorted({count for count in counts if count >= k}), 0]:
        if _is_safe([counts[i] for i in hide], k):
            break
        # Equal counts go together: which of them went would tell.
        hide |= {i for i, count in enumerate(counts) if count == smallest}
    return frozenset(hide)


def _is_safe(hidden_counts: list[int], k: int) -> bool:
    """Return whether the sum of hidden counts leaves each of them open."""
    cells, total = len(hidden_counts), sum(hidden_counts)
    # Nobody is without a worker: those who are left over are all that can stand in one cell or another.
    if cells < 2 or total < max(k, cells + k // 2):
        return False
    # Where all are under k, the highest sum possible would give them away as surely as the lowest.
    return any(count >= k for count in hidden_counts) or total < cells * (k - 1)


def _publish_count(measured: Measured, k: int, hide_count: bool) -> Published:
    low, high = measured.count_low, measured.count_high
    least = measured.low if measured.shown_low is None else measured.shown_low
    if measured.counts_workers and not hide_count:
        undecided, fine = max(0, high - low - measured.absent), max(0, measured.n - high)
        said = statement(low, undecided, fine, k)
        if said == "few" and high >= k:
            # Of those who are not in the data nobody knows anything: they may all be below.
            said = "nothing"
        if said != "exact":
            return stated_share(said, low, measured.n - measured.absent, measured.n, k)
    if measured.others is not None:
        said = statement(low, max(0, high - low - measured.absent), measured.others, k)
        if said not in ("exact", "few"):
            return hidden("it would tell how many are below")
    if hide_count or 0 < low < k or (low == 0 and 0 < high < k):
        words = f"fewer than {k} of {measured.n}" if measured.disclosure == "count" and high < k else ""
        return hidden(f"fewer than {k} workers" if high < k else "a total would reveal it", words)
    if 0 < high - low < k:
        if measured.disclosure != "count":
            return hidden(f"fewer than {k} workers are undecided")
        return Published(
            None, least, None, True, f"fewer than {k} workers are undecided", f"at least {low} of {measured.n}"
        )
    if measured.disclosure == "money" and measured.dominant:
        return hidden("one worker makes up more than half of it")
    words = measured.words
    if measured.disclosure == "count" and measured.estimator == "share of workers" and measured.n < 100:
        # Rows without a worker may be of others than those who are seen.
        of = str(measured.n) if high <= measured.n else f"up to {high}"
        words = f"{low} of {of}" if low == high else f"{low} to {high} of {of}"
    return _interval(least, measured.high, measured.value, measured.why, words)


def _figure(low: float | None, high: float | None, unit: str = "") -> str:
    """Return an interval in short words, shares as per cent.

    >>> _figure(0.63228, 0.63228), _figure(0.0, 0.63228), _figure(40.0, None)
    ('0.6323', '0 to 0.6323', 'at least 40')
    >>> _figure(0.0253787, 0.0253787, "share")
    '2.54 %'
    """
    per_cent = unit == "share"
    ends = [
        f"{end * 100:.3g} %" if per_cent else f"{end:.4g}"
        for end in (low, high)
        if end is not None and math.isfinite(end)
    ]
    if len(ends) == 2:
        return ends[0] if low == high else " to ".join(ends)
    if not ends:
        return _OPEN
    return f"at least {ends[0]}" if high is None or not math.isfinite(high) else f"at most {ends[0]}"


def _interval(low: float | None, high: float | None, value: object, why: str, words: str = "") -> Published:
    first = None if low is None or not math.isfinite(low) else low
    last = None if high is None or not math.isfinite(high) else high
    if value is None and first is not None and first == last:
        value = first
    return Published(value, first, last, False, why, words)
