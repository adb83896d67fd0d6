"""The order of gaps that a ballot of workers gives: by the share of voters who named each among the most important.

Counting who names a thing at all (approval voting: S. J. Brams and P. C. Fishburn, "Approval Voting", American
Political Science Review 72 (1978), 831-847) needs no guess at how much more a first place is worth than a second, and
nobody's second wish hurts their first. Ranks count as named. Order follows what may be shown, so that it gives nothing
away; ties, and what nobody was asked about, keep the pack's order. Changes no status, score, verdict or gate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.model.ballot import Ballot, Priorities, Priority
from checker.model.standard import Requirement

Shown = tuple[float | None, str]
"""Share, None where hidden; the same in words."""


def priorities(ballot: Ballot, requirements: Sequence[Requirement], k: int) -> Priorities:
    """Return the order of ``requirements`` by ``ballot``; of fewer than ``k`` voters nothing is shown, item by item."""
    voted = ballot.voted
    # Beside the voters the asked would tell of a few who stayed away.
    asked = None if 0 < ballot.asked - voted < k else ballot.asked
    few = _hidden_groups([(g.voted, g.asked) for g in ballot.electors], k)
    groups = tuple((group, number not in few) for number, group in enumerate(ballot.electors))
    if voted < k:
        return Priorities(ballot, asked, voted, groups, f"fewer than {k} workers voted", ())
    shown = _shown(ballot, voted, k)
    found = [_priority(requirement, ballot, shown) for requirement in requirements]
    return Priorities(ballot, asked, voted, groups, "", tuple(sorted(found, key=lambda p: _place(p, k, voted))))


def hidden_counts(counts: Sequence[tuple[int, int]], k: int) -> frozenset[int]:
    """Return the numbers of those (part, whole) in which fewer than ``k`` are on one side; never one alone.

    One alone could be worked out from a total: then the count nearest to it is hidden too.

    >>> sorted(hidden_counts([(3, 60), (40, 60), (7, 60)], 5)), hidden_counts([(0, 60), (40, 60)], 5)
    ([0, 2], frozenset())
    """
    hidden = {n for n, (part, whole) in enumerate(counts) if 0 < part < k or 0 < whole - part < k}
    if len(hidden) == 1:
        rest = [n for n in range(len(counts)) if n not in hidden and counts[n][0] > 0]
        hidden |= set(sorted(rest, key=lambda n: (counts[n][0], n))[:1])
    return frozenset(hidden)


def _hidden_groups(counts: Sequence[tuple[int, int]], k: int) -> frozenset[int]:
    """Return the groups (voted, asked) that are hidden: so many that their total, which is printed, tells of none.

    Two groups of which one voter each is all that the total leaves have one each.

    >>> sorted(_hidden_groups([(1, 30), (1, 30), (40, 60), (50, 80)], 5))
    [0, 1, 2]
    """
    hidden = set(hidden_counts(counts, k))
    rest = sorted(set(range(len(counts))) - hidden, key=lambda n: (counts[n][0], n))
    while hidden and rest and not _tells_nothing([counts[n] for n in sorted(hidden)], k):
        hidden.add(rest.pop(0))
    return frozenset(hidden)


def _tells_nothing(hidden: Sequence[tuple[int, int]], k: int) -> bool:
    """Return whether those who voted, and those who did not, are too many together to be told apart."""
    voted = sum(part for part, _ in hidden)
    away = sum(whole - part for part, whole in hidden)
    return voted >= 2 * k and (away == 0 or away >= 2 * k)


def _shown(ballot: Ballot, voted: int, k: int) -> Mapping[str, Shown]:
    hidden = hidden_counts([(vote.voters, voted) for vote in ballot.votes], k)
    found: dict[str, Shown] = {}
    for number, vote in enumerate(ballot.votes):
        if number not in hidden:
            found[vote.item] = (vote.voters / voted, f"{vote.voters} of {voted}")
        elif 0 < voted - vote.voters < k <= vote.voters:
            found[vote.item] = (None, f"at least {voted - k + 1} of {voted}")
        elif 0 < vote.voters < k <= voted - vote.voters:
            found[vote.item] = (None, f"fewer than {k} of {voted}")
        else:
            found[vote.item] = (None, f"hidden: it would tell of fewer than {k} workers")
    return found


def _priority(requirement: Requirement, ballot: Ballot, shown: Mapping[str, Shown]) -> Priority:
    """Return what voters made of a requirement; of several concepts to which it belongs, the one most named."""
    by_level = {"requirement": (requirement.id,), "theme": (requirement.theme,), "concept": requirement.maps_to}
    items = [item for item in by_level[ballot.level] if item in shown]
    if not items:
        return Priority(requirement.id, "", None, "nobody was asked about it")
    item = max(items, key=lambda name: _height(*shown[name]))
    return Priority(requirement.id, item, *shown[item])


def _height(share: float | None, words: str) -> float:
    """Return where a share stands that may be hidden: above all that is shown, or below."""
    if share is not None:
        return share
    return 2.0 if words.startswith("at least") else -1.0 if words.startswith("nobody") else 0.0


def _place(priority: Priority, k: int, voted: int) -> float:
    """Return what sorts priorities, most named first; sorting keeps the pack's order among equals."""
    share = priority.share
    # What few named, or nobody, or all but few, or all: which of these it is may not be read off the order.
    if share is not None and share * voted < k:
        return 0.0
    if share is not None and (1 - share) * voted < k:
        return -2.0
    return -_height(share, priority.shown_as)
