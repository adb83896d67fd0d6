"""Packs that did not come with fairlabel and look as if they had: an edition of a shipped standard, or its ids.

A name lends weight. Whoever reads a result has to see that the bar behind it is somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from checker.load.standards import find_pack, find_packs, requirement_homes
from checker.model.questionnaire import Finding
from checker.model.standard import Standard


def foreign_packs(standards: Iterable[Standard], dirs: tuple[Path, ...]) -> Iterator[Finding]:
    """Iterate over a warning on each of ``standards`` that lies in ``dirs`` and bears the name or ids of a shipped one.

    Nothing is read where there are no ``dirs``.
    """
    for standard in standards if dirs else ():
        pack = find_pack(f"{standard.id}@{standard.edition}", dirs)
        if pack.shipped:
            continue
        editions = [shipped.edition for shipped in find_packs() if shipped.id == standard.id]
        if editions:
            what = (
                f"{standard.id} {standard.edition} comes from {pack.label} and not with fairlabel, which has "
                f"{standard.id} {', '.join(editions)}: its bars may be others"
            )
            both = f"{standard.id}@{editions[0]} {standard.id}@{standard.edition}"
            todo = f"compare the two: fairlabel standards diff {both}"
            yield Finding("pack_not_shipped", "warning", what, None, todo)
        homes = requirement_homes()
        taken = [r.id for r in standard.requirements if set(homes.get(r.id, ())) - {standard.id}]
        if taken:
            whose = ", ".join(sorted({home for name in taken for home in homes[name]}))
            some = ", ".join(taken[:5]) + (f" and {len(taken) - 5} more" if len(taken) > 5 else "")
            what = f"{standard.id} {standard.edition} from {pack.label} gives requirements ids of {whose}: {some}"
            todo = "begin ids with a word of the standard's own; a result here says nothing of that standard"
            yield Finding("pack_ids_taken", "warning", what, None, todo)
