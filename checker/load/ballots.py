"""Recorded ballots of workers (``fairlabel/ballot/1``): who was asked, who voted, what was named how often.

Kept outside the folders that are judged, like an assessor's file. Counts only: a ballot that names persons has no key
for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from checker.errors import InputError, Problem
from checker.load.assessor import refuse_inside, refuse_suppliers
from checker.load.no_answer import is_no_answer
from checker.load.problems import Problems, suggest
from checker.load.sheet import Sheet, show
from checker.load.yaml_document import Map, Steps
from checker.load.yaml_text import read
from checker.model.ballot import LEVELS, Ballot, BallotLevel, Electors, Vote
from checker.model.evidence import InputFile
from checker.model.standard import Standard

FORMAT = "ballot/1"
_KEYS = ("fairlabel", "standard", "subject", "counted_by", "held", "method", "choices", "asked", "votes")
_GROUP_KEYS = ("group", "country", "asked", "voted")
_VOTE_KEYS = (*LEVELS, "voters", "ranks")
MOST = 10**9


def load_ballots(
    files: Iterable[Path], standards: Mapping[str, Standard], concepts: Collection[str], judged: Iterable[Path] = ()
) -> tuple[Ballot, ...]:
    """Return every ballot, in the order of its files; raises InputError with the problems of all of them.

    ``standards`` are those that are judged, by id; ``concepts`` the ids of the crosswalk.
    """
    found: list[Ballot] = []
    problems, folders = Problems(), tuple(judged)
    for file in files:
        try:
            ballot = load_ballot(file, standards, concepts, folders)
        except InputError as error:
            problems.take(error)
            continue
        for other in found:
            if (other.standard, other.subject) == (ballot.standard, ballot.subject):
                what = (
                    f"is a second ballot on {ballot.standard}, beside {other.input.path}: which one counts is not said"
                )
                problems.add(Problem(ballot.input.path, None, None, "standard", what, "give one of them"))
        found.append(ballot)
    problems.raise_all()
    return tuple(found)


def load_ballot(
    file: Path, standards: Mapping[str, Standard], concepts: Collection[str], judged: Iterable[Path] = ()
) -> Ballot:
    """Return one ballot; raises InputError with every problem of the file."""
    label = file.as_posix()
    refuse_inside(file, label, judged)
    refuse_suppliers(file, label)
    document, data = read(file, label)
    problems = Problems()
    sheet = Sheet(document, label, problems)
    if not sheet.header(FORMAT, "ballot"):
        problems.raise_all()
    top = sheet.mapping(document.value, (), _KEYS)
    assert top is not None, "the header was read from it"
    standard, edition = _standard(sheet, top, standards)
    role, organisation = _counted_by(sheet, top)
    held, method = sheet.day(top, "held", ()), sheet.text(top, "method", ())
    for key in ("held", "method"):
        if is_no_answer(top.get(key)):
            sheet.wrong((), f"lacks {key}: a ballot is printed with when and how it was held", f"write {key}: ...")
    choices = sheet.count(top, "choices", ())
    electors = tuple(_electors(sheet, top))
    level, votes = _votes(sheet, top, standard, concepts, sum(g.voted for g in electors), choices)
    subject = sheet.text(top, "subject", ()) or ""
    problems.raise_all()
    assert held is not None and standard is not None
    return Ballot(
        standard.id, edition, subject, role, organisation, held, method or "", choices, electors, level, votes,
        InputFile(label, hashlib.sha256(data).hexdigest(), "ballot"),
    )  # fmt: skip


def _standard(sheet: Sheet, top: Map, standards: Mapping[str, Standard]) -> tuple[Standard | None, str]:
    name = sheet.text(top, "standard", ())
    if name is None:
        if is_no_answer(top.get("standard")):
            sheet.wrong(
                (), "does not say on which standard was voted", f"write standard: {next(iter(standards), 'pai')}"
            )
        return None, ""
    id_, _, edition = name.partition("@")
    standard = standards.get(id_)
    if standard is None:
        what = f"{show(name)} is not judged in this run, so that nothing in it would count"
        sheet.wrong(
            ("standard",), what, f"add --standard {id_}, or leave the ballot out; judged: {', '.join(standards)}"
        )
        return None, ""
    if edition and edition != standard.edition:
        what = f"is a ballot on the edition {edition}, and {standard.edition} is judged"
        sheet.wrong(("standard",), what, f"judge by --standard {name}, or leave the ballot out")
    return standard, edition


def _counted_by(sheet: Sheet, top: Map) -> tuple[str, str]:
    here = ("counted_by",)
    node = sheet.mapping(top.get("counted_by"), here, ("role", "organisation"), what="counted_by") or Map()
    role, organisation = sheet.text(node, "role", here), sheet.text(node, "organisation", here)
    if role is None or organisation is None:
        spot: Steps = here if "counted_by" in top else ()
        sheet.wrong(
            spot, "does not say who counted", "write counted_by: {role: ..., organisation: ...}; no person's name"
        )
    return role or "", organisation or ""


def _electors(sheet: Sheet, top: Map) -> Iterable[Electors]:
    seen: set[tuple[str, str]] = set()
    nodes = sheet.entries(top.get("asked"), ("asked",), what="asked")
    if not nodes and is_no_answer(top.get("asked")):
        sheet.wrong((), "does not say who was asked", "write asked: [{group: ..., country: KE, asked: 120, voted: 64}]")
    for number, node in enumerate(nodes):
        path = ("asked", number)
        raw = sheet.mapping(node, path, _GROUP_KEYS, what="a group")
        if raw is None:
            continue
        group, country = sheet.text(raw, "group", path), sheet.country(raw, "country", path) or ""
        asked, voted = sheet.count(raw, "asked", path), _number(sheet, raw, "voted", path)
        if group is None or asked is None or voted is None:
            for key in ("group", "asked", "voted"):
                if is_no_answer(raw.get(key)):
                    sheet.wrong(
                        path, f"lacks {key}: without it nobody can tell for whom the votes speak", f"write {key}"
                    )
            continue
        if voted > asked:
            sheet.wrong((*path, "voted"), f"{voted} voted of {asked} who were asked", "correct the one or the other")
        if (group, country) in seen:
            sheet.wrong((*path, "group"), f"{group!r} stands twice: its voters would count twice", "keep one")
        seen.add((group, country))
        yield Electors(group, country, asked, voted)


def _votes(
    sheet: Sheet, top: Map, standard: Standard | None, concepts: Collection[str], voted: int, choices: int | None
) -> tuple[BallotLevel, tuple[Vote, ...]]:
    found: dict[str, Vote] = {}
    levels: dict[BallotLevel, None] = {}
    nodes = sheet.entries(top.get("votes"), ("votes",), what="votes")
    for number, node in enumerate(nodes):
        path = ("votes", number)
        raw = sheet.mapping(node, path, _VOTE_KEYS, what="a vote")
        if raw is None:
            continue
        named: list[BallotLevel] = [level for level in LEVELS if not is_no_answer(raw.get(level))]
        if len(named) != 1:
            sheet.wrong(path, "is on no one thing", f"name one of {', '.join(LEVELS)}")
            continue
        levels[named[0]] = None
        item = _item(sheet, raw, path, named[0], standard, concepts)
        vote = _vote(sheet, raw, path, item or "", voted)
        if item is None or vote is None:
            continue
        if item in found:
            sheet.wrong((*path, named[0]), f"{item} stands twice: its votes would count twice", "keep one")
        found[item] = vote
    if len(levels) > 1:
        what = f"mixes votes on {' and '.join(f'{level}s' for level in levels)}, which cannot be compared"
        sheet.wrong(("votes",), what, "keep one kind, and put the others into a ballot of their own")
    _check_sums(sheet, top, tuple(found.values()), voted, choices)
    return next(iter(levels), "requirement"), tuple(found.values())


def _item(
    sheet: Sheet, raw: Map, path: Steps, level: BallotLevel, standard: Standard | None, concepts: Collection[str]
) -> str | None:
    name = sheet.text(raw, level, path)
    if name is None or standard is None:
        return None
    if level == "requirement":
        requirement = standard.requirement(name)
        if requirement is not None:
            return requirement.id
        known: Iterable[str] = [r.id for r in standard.requirements]
    else:
        known = standard.themes if level == "theme" else concepts
        if name in known:
            return name
    sheet.wrong((*path, level), f"{show(name)}: {standard.id} has no such {level}", suggest(name, known))
    return None


def _vote(sheet: Sheet, raw: Map, path: Steps, item: str, voted: int) -> Vote | None:
    given = [key for key in ("voters", "ranks") if not is_no_answer(raw.get(key))]
    if len(given) != 1:
        todo = "write voters: 41, or ranks: [20, 12, 9] (how many put it first, second, third)"
        sheet.wrong(path, "says no number of voters, or says it twice", todo)
        return None
    ranks: tuple[int, ...] = ()
    if given == ["voters"]:
        count = _number(sheet, raw, "voters", path)
    else:
        entries = sheet.entries(raw["ranks"], (*path, "ranks"), what="ranks")
        numbers = [_number(sheet, {"rank": n}, "rank", (*path, "ranks", i), bare=True) for i, n in enumerate(entries)]
        if None in numbers:
            return None
        ranks = tuple(n for n in numbers if n is not None)
        count = sum(ranks)
    if count is not None and voted and count > voted:
        sheet.wrong(
            (*path, given[0]), f"{count} voters named {item}, and {voted} voted", "correct the one or the other"
        )
    return None if count is None else Vote(item, count, ranks)


def _check_sums(sheet: Sheet, top: Map, votes: tuple[Vote, ...], voted: int, choices: int | None) -> None:
    named = sum(vote.voters for vote in votes)
    if not voted and not is_no_answer(top.get("asked")):
        sheet.wrong(("asked",), "nobody voted: there is nothing to order by", "leave the ballot out")
    elif not named:
        spot: Steps = ("votes",) if "votes" in top else ()
        sheet.wrong(
            spot, "nobody named anything: there is nothing to order by", "write the votes, or leave the ballot out"
        )
    elif choices is not None and named > choices * voted:
        what = f"{named} things were named, and {voted} voters could name {choices} each"
        sheet.wrong(("votes",), what, "correct choices, voted or the votes")
    places = max((len(vote.ranks) for vote in votes), default=0)
    for place in range(places):
        at = sum(vote.ranks[place] for vote in votes if place < len(vote.ranks))
        if voted and at > voted:
            sheet.wrong(
                ("votes",), f"{at} voters put something at place {place + 1}, and {voted} voted", "correct ranks"
            )


def _number(sheet: Sheet, node: Mapping[str, Any], key: str, path: Steps, *, bare: bool = False) -> int | None:
    """Return a whole number of people, 0 included; ``bare``: it stands at ``path`` itself."""
    value = node.get(key)
    if is_no_answer(value) and not bare:
        return None
    if type(value) is int and 0 <= value <= MOST:
        return value
    spot = path if bare else (*path, key)
    sheet.wrong(spot, f"{show(value)} is no number of people", "write a whole number, 0 or more, without quotes")
    return None
