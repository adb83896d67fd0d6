"""Working time from intervals, by plain loops over sorted lists: an oracle that shares no code with the engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Interval = tuple[int, int]


def summed(intervals: Iterable[Interval]) -> int:
    """Return the time of all intervals, overlaps as often as they occur."""
    return sum(end - start for start, end in intervals)


def clusters_of(intervals: Iterable[Interval], gap: int) -> list[Interval]:
    """Return the clusters: first start and last end of intervals that lie at most ``gap`` apart."""
    found: list[list[int]] = []
    for start, end in sorted(intervals):
        if found and start - found[-1][1] <= gap:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return [(start, end) for start, end in found]


def clustered(intervals: Iterable[Interval], gap: int) -> int:
    """Return the time of the clusters."""
    return summed(clusters_of(intervals, gap))


def swept(intervals: Sequence[Interval]) -> int:
    """Return the union by a sweep over starts and ends: time during which anything runs at all."""
    events = sorted([(start, 1) for start, _ in intervals] + [(end, -1) for _, end in intervals])
    running = total = last = 0
    for at, step in events:
        total += (at - last) if running else 0
        running, last = running + step, at
    return total
