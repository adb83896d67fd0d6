"""The workers of a set or a group: those who were tested, and those who are known to exist besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from checker.facts.tested_workers import TestedWorkers

if TYPE_CHECKING:
    from checker.facts.pay_data import PayData


def anonymous_words(rows: int) -> str:
    """Return how many rows have no worker; empty where there is none.

    >>> anonymous_words(1), anonymous_words(5), anonymous_words(0)
    ('1 row has no worker', '5 rows have no worker', '')
    """
    return f"{rows} row{' has' if rows == 1 else 's have'} no worker" if rows else ""


class Population(NamedTuple):
    """The workers tested, and those who are known to exist besides."""

    workers: TestedWorkers
    absent: int
    """Workers whom headcount counts and the data do not."""
    anonymous: int
    """Rows without a worker: each may be anybody's."""
    cap_hours: float
    """Most hours that one worker can have in the period."""
    k: int
    sampled: bool
    months: int
    currencies: tuple[str, ...]
    headcount: int = 0
    hollow: int = 0
    """Of the workers tested, how many stand for absent ones: they show neither pay nor time."""

    @property
    def least(self) -> int:
        """Return the fewest workers that there can be."""
        return len(self.workers) + self.absent

    @property
    def most(self) -> int:
        """Return the most: every row without a worker may be one more."""
        return max(len(self.workers) + self.anonymous, self.least)

    @property
    def most_of_work(self) -> int:
        """Return the most who can have worked and not be below: of no pay and no time nobody is."""
        void = int(self.workers.void.sum())
        return max(len(self.workers) - void + self.anonymous, self.headcount)

    @property
    def dark(self) -> int:
        """Return of how many workers nothing is known that would bound their pay."""
        return self.unseen + self.hollow

    @property
    def unseen(self) -> int:
        """Return how many workers may be below without a trace in the data."""
        return self.absent + self.anonymous


def people(data: PayData, workers: TestedWorkers, headcount: int | None) -> Population:
    """Return tested workers with those who are missing from the data."""
    absent = max(0, (headcount or 0) - len(workers))
    return Population(
        workers,
        absent,
        data.anonymous,
        24.0 * max(1, data.days_in_data),
        data.scope.k,
        data.sampled,
        max(1, len(data.months)),
        data.currencies,
        headcount or 0,
        data.hollow if len(workers) == data.worker_count else 0,
    )
