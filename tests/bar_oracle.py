"""A second reading of the rules for bars, straight from the shipped CSV files, without the package.

Written apart from `checker.facts.bars.bar`, slowly and in fractions; for the hourly bar only. A row whose first day is
known by its year only makes the answer SKIP in that year.
"""

from __future__ import annotations

import calendar
import csv
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).resolve().parents[1] / "standards" / "benchmarks"
SKIP = "skip"
Row = dict[str, str]
Ends = tuple[Fraction, Fraction | None]
COUNTRY, STATE, COUNTRY_PART, STATE_PART, NAMED = range(5)
NEAR_TO_AN_HOUR = ("hour", "week", "month", "day", "year")


class Where(NamedTuple):
    """A place of work as far as it is known."""

    country: str
    region: str | None = None
    city: str | None = None
    area: str | None = None


class Level(NamedTuple):
    """The rows of one piece of ground: what they ask for (None: nothing), and whether the place surely lies there."""

    amount: Ends | None
    sure: bool
    extent: str
    in_force: bool


def read(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


WAGES = read("living_wages.csv") + read("minimum_wages.csv")
HOURS = read("hours.csv")
BY_ID = {row["benchmark_id"]: row for row in WAGES}


def day_of(text: str) -> date:
    return date.fromisoformat(text)


def may_be_a_floor(row: Row) -> bool:
    return row["kind"] != "poverty_line" and row["applies_to"] == "adult_general" and row["restated"] != "true"


def year_only(row: Row, day: date) -> bool:
    return row["date_precision"] == "year" and int(row["valid_from"][:4]) == day.year


def in_force(row: Row, day: date) -> bool:
    if day_of(row["valid_from"]) > day or (row["valid_to"] and day_of(row["valid_to"]) < day):
        return False
    after = BY_ID.get(row["superseded_by"])
    return not (after and may_be_a_floor(after) and day_of(after["valid_from"]) <= day and not year_only(after, day))


def last_fresh_day(row: Row) -> date:
    minimum = row["kind"] == "minimum_wage"
    start, months = day_of(row["checked_on"] if minimum else row["valid_from"]), 12 if minimum else 18
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    aged = date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
    return min(aged, day_of(row["review_by"])) if row["review_by"] else aged


def legal_rows(country: str, region: str, day: date) -> list[Row]:
    known = [h for h in HOURS if h["country"] == country and h["applies_to"] != "sector"]
    known = [h for h in known if not h["valid_from"] or day_of(h["valid_from"]) <= day]
    own = [h for h in known if region and h["region_code"] == region]
    known = own or [h for h in known if not h["region_code"]]
    newest = max((h["valid_from"] for h in known if h["applies_to"] != "unclear"), default="")
    firm = [h for h in known if h["applies_to"] != "unclear" and h["valid_from"] == newest]
    return firm + [h for h in known if h["applies_to"] == "unclear" and h["valid_from"] >= newest]


def week_behind(row: Row, legal: list[Row]) -> tuple[Fraction | None, Fraction]:
    """Return the shortest (None: not known) and longest week that a rate may be for."""
    if row["hours_per_week"]:
        return Fraction(row["hours_per_week"]), Fraction(row["hours_per_week"])
    weeks = [Fraction(h["normal_weekly_hours"]) for h in legal if h["normal_weekly_hours"]]
    if not weeks:
        return None, Fraction(48)
    short = None if any(h["applies_to"] == "cap" for h in legal) else min(weeks)
    if row["kind"] == "minimum_wage":
        return short, max(weeks)
    return short and min(short, Fraction(48)), min(max(weeks), Fraction(48))


def hourly(row: Row, where: Where, day: date, complete: bool) -> Ends | None:
    """Return what one row asks for an hour; `complete`: a lowest rate of its ground is the rate itself."""
    low, high = Fraction(row["amount"]), Fraction(row["amount_high"] or row["amount"])
    legal = legal_rows(row["country"], row["region_code"] or where.region or "", day)
    top: Fraction | None = high
    if row["period"] == "day" and not row["days_per_month"]:
        days = [Fraction(h["normal_daily_hours"]) for h in legal if h["normal_daily_hours"]]
        if not days:
            return None
        low, top = low / max(days), None
    elif row["period"] != "hour":
        in_a_year = {
            "day": 12 * Fraction(row["days_per_month"] or 0),
            "week": Fraction(52),
            "month": Fraction(12),
            "year": Fraction(1),
        }
        short, long = week_behind(row, legal)
        low = low * in_a_year[row["period"]] / 52 / long
        top = None if short is None else high * in_a_year[row["period"]] / 52 / short
    if row["gross_or_net"] != "gross" or (row["extent"] == "at_least" and not complete):
        top = None
    if day > last_fresh_day(row):
        low, top = low * Fraction(95, 100), None
    return low, top


def simple(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return re.sub("[^a-z0-9]+", " ", "".join(c for c in letters if not unicodedata.combining(c))).strip()


def ground(row: Row) -> tuple[int, str, str, str]:
    part = row["area"] if row["area"] in ("urban", "rural") else ""
    if row["extent"] in ("places", "zone"):
        return NAMED, row["region_code"], simple(row["region_name"]), part
    levels = (COUNTRY_PART, STATE_PART) if part else (COUNTRY, STATE)
    return levels[bool(row["region_code"])], row["region_code"], "", part


def named_on(row: Row) -> set[str]:
    """Return the names of places on a row; a whole region's own name is none."""
    own = [row["region_name"]] if row["extent"] in ("places", "zone") else []
    return {simple(name) for name in (*own, *row["city_names"].split("|")) if name}


def town_is_known(rows: list[Row], where: Where) -> bool:
    """Return whether the town stands on a row; on a row for the rest of a region it does only in that region."""
    if not where.city:
        return False
    on = [row for row in rows if simple(where.city) in named_on(row)]
    return any(not (row["extent"] == "rest" and row["region_code"] not in ("", where.region)) for row in on)


def lies(row: Row, where: Where, known: bool) -> str:
    """Return in, out or maybe; `known`: some row names the town."""
    part = row["area"] in ("urban", "rural")
    if part and where.area not in (None, row["area"]):
        return "out"
    others = {simple(name) for name in row["city_names"].split("|") if name}
    here = simple(where.city) if where.city else None
    if ground(row)[0] == NAMED:
        if where.region and row["region_code"] and where.region != row["region_code"]:
            return "out"
        code = simple(where.region) if where.region else None
        if {here, code} & (others | {simple(row["region_name"])}):
            found = "in"
        else:
            by_codes = bool(where.region) and re.search(r"(^|\|)[A-Z]{2}-[A-Z0-9]+(\||$)", row["city_names"])
            found = "out" if row["extent"] == "places" and here and (known or by_codes) else "maybe"
    elif not row["region_code"]:
        found = "in"
    elif where.region:
        found = "in" if where.region == row["region_code"] else "out"
    else:
        found = "in" if here in others and row["extent"] != "rest" else "maybe"
    return "maybe" if found == "in" and part and where.area is None else found


def best(rows: list[Row], rank: Callable[[Row], Any]) -> list[Row]:
    first = min(rank(row) for row in rows)
    return [row for row in rows if rank(row) == first]


def widest(ends: list[Ends]) -> Ends:
    tops = [top for _, top in ends if top is not None]
    return min(low for low, _ in ends), None if len(tops) < len(ends) else max(tops)


def level_of(rows: list[Row], live: set[str], where: Where, day: date, complete: bool, known: bool) -> Level:
    now = [row for row in rows if row["benchmark_id"] in live]
    sure = any(lies(row, where, known) == "in" for row in now or rows)
    extent = (now or rows)[0]["extent"]
    newest = [row for row in now if row["valid_from"] == max(r["valid_from"] for r in now)]
    newest = [row for row in newest if hourly(row, where, day, complete)]
    if not newest:
        return Level(None, sure, extent, bool(now))
    newest = best(newest, lambda row: NEAR_TO_AN_HOUR.index(row["period"]))
    newest = best(newest, lambda row: ("gross", "not stated", "net").index(row["gross_or_net"]))
    found = [hourly(row, where, day, complete) for row in newest]
    return Level(widest([ends for ends in found if ends]), sure, extent, True)


def expected(kind: str, where: Where, day: date) -> Ends | str | None:
    """Return the ends of the bar of an hour, None for no bar, or SKIP."""
    floors = [r for r in WAGES if r["kind"] == kind and r["country"] == where.country and may_be_a_floor(r)]
    if where.area is None and any(row["area"] in ("urban", "rural") for row in floors):
        both = [expected(kind, where._replace(area=area), day) for area in ("urban", "rural")]
        if SKIP in both:
            return SKIP
        return None if None in both else widest(both)  # type: ignore[arg-type]
    known = town_is_known(floors, where)
    near: dict[tuple[int, str, str, str], list[Row]] = {}
    for row in floors:
        if lies(row, where, known) != "out":
            near.setdefault(ground(row), []).append(row)
    if any(year_only(row, day) and in_force(row, day) for rows in near.values() for row in rows):
        return SKIP
    live = {row["benchmark_id"] for row in floors if in_force(row, day)}
    follow = {BY_ID[name]["superseded_by"] for name in live} - {""}
    near = {
        key: rows
        for key, rows in near.items()
        if any(r["benchmark_id"] in live for r in rows)
        or not any(r["benchmark_id"] in follow or r["superseded_by"] in live for r in rows)
    }
    held = {
        key
        for key, rows in near.items()
        if key[0] in (STATE, NAMED) and any(r["benchmark_id"] in live and lies(r, where, known) == "in" for r in rows)
    }
    levels = {
        key: level_of(rows, live, where, day, any(fine[0] > key[0] for fine in held), known)
        for key, rows in near.items()
    }
    complete = bool(levels) and all(
        any(r["benchmark_id"] in live for r in rows)
        and all(r["set_complete"] == "true" for r in rows if r["benchmark_id"] in live)
        for rows in near.values()
    )
    return (living if kind == "living_wage" else minimum)(levels, where, complete)


Levels = dict[tuple[int, str, str, str], Level]


def living(levels: Levels, where: Where, complete: bool) -> Ends | None:
    """The finest ground in force; a row for the rest never stands in for a place that it leaves out."""
    silent = {key: level for key, level in levels.items() if not level.in_force}
    open_above = False
    for key, level in list(levels.items()):
        finer = [
            other for fine, other in silent.items() if level.extent == "rest" and level.in_force and fine[0] > key[0]
        ]
        if any(other.sure for other in finer):
            del levels[key]
        elif finer and level.sure:
            open_above = True
    levels = {key: level for key, level in levels.items() if key not in silent}
    inside, maybe = split(levels, where, complete)
    finest = max((key[0] for key in inside), default=-1)
    chosen = [level for key, level in inside.items() if key[0] == finest]
    chosen += [level for key, level in maybe.items() if key[0] > finest]
    amounts = [level.amount for level in chosen if level.amount]
    if not amounts or (not inside and not complete and len(amounts) == 1):
        return None
    low, high = widest(amounts)
    covered = (inside or complete) and len(amounts) == len(chosen) and not open_above
    return low, high if covered else None


def minimum(levels: Levels, where: Where, complete: bool) -> Ends | None:
    """The highest of all levels that bind, once for each ground in which the place may lie besides."""
    inside, maybe = split(levels, where, complete)
    known = [level for level in (*inside.values(), *maybe.values()) if level.amount]
    if not known or (not inside and not complete and len([level for level in maybe.values() if level.amount]) == 1):
        return None
    worlds: list[Ends] = []
    finest = max((key[0] for key in inside), default=-1)
    for extra in (None, *maybe):
        fine = finest if extra is None else max(finest, extra[0])
        binding = [level for key, level in inside.items() if level.extent != "rest" or key[0] >= fine]
        binding += [maybe[extra]] if extra is not None else []
        amounts = [level.amount for level in binding if level.amount]
        if binding and not amounts:
            return None
        if amounts:
            tops = [top for _, top in amounts if top is not None]
            worlds.append((max(low for low, _ in amounts), max(tops) if len(tops) == len(amounts) else None))
    low, high = widest(worlds)
    covered = (inside or complete) and len(known) == len(inside) + len(maybe)
    return low, high if covered else None


def split(levels: Levels, where: Where, complete: bool) -> tuple[Levels, Levels]:
    """Return the grounds that surely hold the place, and those that may; an unnamed town is in none by its country."""
    inside = {key: level for key, level in levels.items() if level.sure}
    maybe = {key: level for key, level in levels.items() if not level.sure}
    if not inside and where.city and not complete:
        maybe = {key: level for key, level in maybe.items() if level.extent not in ("zone", "places")}
    return inside, maybe
