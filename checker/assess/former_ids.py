"""Requirements whose id was changed: results of an earlier report under the ids that a later one has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from checker.model.past_report import PastResult, PastStandard, PastSubject


def fitting(there: Collection[str], former: Mapping[str, str]) -> dict[str, str]:
    """Return former -> today's id of the former ids in ``there``.

    Two things are never made one: where today's id is there as well, or two former ones of it are, all keep their name.

    >>> former = {"OLD-1": "NEW", "OLD-2": "NEW"}
    >>> fitting(["OLD-1", "X"], former), fitting(["OLD-1", "NEW"], former), fitting(["OLD-1", "OLD-2"], former)
    ({'OLD-1': 'NEW'}, {}, {})
    """
    wanted = Counter(former.get(name, name) for name in there)
    return {name: former[name] for name in there if name in former and wanted[former[name]] == 1}


def renames(results: Iterable[PastResult], former: Mapping[str, str]) -> dict[str, str]:
    """Return former -> today's id of those ``results`` that stand under a former one (see `fitting`)."""
    return fitting({result.requirement for result in results}, former)


def under_todays_ids(standard: PastStandard, former: Mapping[str, str]) -> PastStandard:
    """Return a standard with its results under today's ids."""
    names = renames(standard.results, former)
    if not names:
        return standard
    results = tuple(
        r.model_copy(update={"requirement": names[r.requirement]}) if r.requirement in names else r
        for r in standard.results
    )
    return standard.model_copy(update={"results": results})


def all_under_todays_ids(found: Sequence[tuple[str, PastSubject]]) -> Sequence[tuple[str, PastSubject]]:
    """Return (file, subject) pairs with all results of an edition under the ids of whichever report renames most.

    A pack only ever adds former ids, so that one was made by the latest of it.
    """
    most: dict[tuple[str, str], Mapping[str, str]] = {}
    for _, subject in found:
        for standard in subject.standards:
            key = (standard.id, standard.edition)
            most[key] = max(most.get(key, {}), standard.former_ids, key=len)
    if not any(most.values()):
        return found
    return [(file, _renamed(subject, most)) for file, subject in found]


def of_today(standards: Iterable[tuple[Mapping[str, str], Collection[str]]]) -> dict[str, str]:
    """Return today's id by each former one over (former ids, ids of today) of several standards; none that is both."""
    pairs = list(standards)
    today = {name for _, names in pairs for name in names}
    return {old: new for former, _ in pairs for old, new in former.items() if old not in today}


def _renamed(subject: PastSubject, former: Mapping[tuple[str, str], Mapping[str, str]]) -> PastSubject:
    standards = tuple(under_todays_ids(s, former[s.id, s.edition]) for s in subject.standards)
    return subject.model_copy(update={"standards": standards})
