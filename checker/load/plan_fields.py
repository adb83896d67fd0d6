"""The cells of a plan that people write, read alike from YAML and from workbooks: owner, day, target, state, texts.

Each function returns the value or raises `FieldError` with what is wrong and what to do; the caller knows the place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from checker.load.no_answer import is_no_answer
from checker.load.problems import suggest
from checker.load.sheet import kind_of, parse_day, shorten, show
from checker.model.plan import (
    LONGEST_ROLE,
    LONGEST_TEXT,
    MET,
    OWNERS,
    PARTLY,
    STATES,
    About,
    State,
    Value,
    as_points,
    tidy,
)
from checker.model.plan_sheet import HEADERS

MAKE = "make one: fairlabel plan new FOLDER -o plan.yaml"
RESTORE = "put back an earlier copy of the plan, or begin a new one beside it: fairlabel plan new"
ABOUT = ("title", "severity", "result", "why", "expected", "effect", "stands")
"""Written anew by each update, for readers."""
WRITTEN = ("remedy", "owner", "due", "target", "state", "done", "notes")
"""What people write."""
MOST_POINTS = 1_000
"""No score has more, and a number beyond it is damage."""
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*%")
_SHARE = re.compile(r"[01]?[.,]\d+|0|1")
_DAY = "write YYYY-MM-DD, such as 2027-03-31"
_TAKEN = frozenset(word.casefold() for word in (*HEADERS, *HEADERS.values()))
_SERIALS = range(20_000, 80_000)
"""Excel's numbers of days from 1954 to 2119."""


class FieldError(Exception):
    """A cell that cannot be read."""

    def __init__(self, what: str, todo: str) -> None:
        self.what = what
        self.todo = todo
        super().__init__(f"{what}; {todo}")


def text(value: Any) -> str:
    """Return a text, trimmed; empty where nothing is there."""
    if value is None:
        return ""
    if not isinstance(value, str):
        todo = f'quote it: "{value}"' if isinstance(value, bool | int | float) else "write one text"
        raise FieldError(f"is {kind_of(value)}, not text", todo)
    found = tidy(value)
    if len(found) > LONGEST_TEXT:
        raise FieldError(
            f"holds {len(found):,} characters, and at most {LONGEST_TEXT:,} can be kept", "shorten it, or name a file"
        )
    return found


def owner(value: Any) -> str:
    """Return who owns an action, one of the pack's words by its id; empty where nobody does."""
    if is_no_answer(value):
        return ""
    found = " ".join(text(value).split())
    if "@" in found:
        raise FieldError(
            "names a person: an address is no role, and reports would spread it", "write a role, such as head of pay"
        )
    if len(found) > LONGEST_ROLE:
        raise FieldError(f"is longer than {LONGEST_ROLE} characters, which no role is", "write a role")
    return _by_label(found, OWNERS) or found


def day(value: Any) -> date | None:
    """Return a day of the calendar; None where there is none."""
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.date()
        raise FieldError(f"{value:%Y-%m-%d %H:%M} has a time of day, and a day is meant", _DAY)
    if isinstance(value, date):
        return value
    if is_no_answer(value):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise FieldError(f"{value:.15g} is a number, not a day{_serial(value)}", _DAY)
    found = parse_day(value)
    if found is None:
        raise FieldError(f"{show(value)} is no day of the calendar", _DAY)
    return found


def target(value: Any) -> str:
    """Return what is to be reached: ``met``, ``partly_met`` or a share of the credit; ``met`` where nothing is said."""
    if is_no_answer(value):
        return MET
    todo = "write met, partly_met, or the share of the requirement's weight that is to be shown, such as 0.5"
    if isinstance(value, str):
        word = value.strip().casefold().replace(" ", "_")
        if word in (MET, PARTLY):
            return word
        percent = _PERCENT.fullmatch(value.strip())
        if percent:
            value = float(percent[1].replace(",", ".")) / 100
        elif _SHARE.fullmatch(value.strip()):
            value = float(value.strip().replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise FieldError(f"{show(value)} is no target", todo)
    return MET if value == 1 else f"{value:.6g}"


def state(value: Any) -> State:
    """Return what the row says of itself; open where it says nothing."""
    if is_no_answer(value):
        return "open"
    found = _by_label(" ".join(text(value).split()), STATES)
    if found is None:
        said = text(value)
        near = suggest(said, [*STATES, *STATES.values()])
        todo = near if near.startswith("did you mean") else "write one of: " + ", ".join(STATES)
        raise FieldError(f"{shorten(said)} is no state of an action", todo)
    return found  # type: ignore[return-value]


def added(value: Any) -> Value:
    """Return what stands in a column that people added: text, a number, true or false; a day as text."""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}" if day_only(value) else f"{value:%Y-%m-%d %H:%M}"
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        if not abs(value) < 1e15:
            raise FieldError(f"{show(value)} is a number that a workbook does not hold to its last digit", "quote it")
        return int(value) if isinstance(value, float) and value.is_integer() else value
    if isinstance(value, str):
        return text(value) or None
    raise FieldError(f"is {kind_of(value)}, and a plan keeps one text or number a key", "write one text")


def column(name: str) -> str:
    """Return the name of a column that people added, which has to be one in a workbook and in YAML."""
    found = " ".join(tidy(name).split())
    if len(found) > LONGEST_ROLE:
        raise FieldError(f"is a name of {len(found):,} characters", f"give it one of {LONGEST_ROLE} at most")
    if not found or found.casefold() in _TAKEN:
        raise FieldError("has the name of a column that a plan has itself", "give it another name")
    return found


def day_only(value: date) -> bool:
    """Return whether a value of a calendar has no time of day."""
    return not isinstance(value, datetime) or (value.hour, value.minute, value.second) == (0, 0, 0)


def about(told: Mapping[str, Any]) -> About:
    """Return what a row tells its readers; what is none of it is left out, since it is written anew anyway."""
    words = {key: tidy(told[key])[:LONGEST_TEXT] for key in ABOUT if isinstance(told.get(key), str)}
    words.pop("effect", None)
    number = told.get("effect")
    effect = None
    if isinstance(number, int | float) and not isinstance(number, bool) and abs(number) <= MOST_POINTS:
        effect = as_points(number)
    return About(effect=effect, **words)


def _by_label(word: str, labels: Mapping[Any, str]) -> str | None:
    folded = word.casefold()
    return next((key for key, label in labels.items() if folded in (key.casefold(), label.casefold())), None)


def _serial(value: float) -> str:
    """Return which day Excel would show for a number, where it may be one."""
    if int(value) not in _SERIALS:
        return ""
    shown = date(1899, 12, 30) + timedelta(days=int(value))
    return f" (as a day of Excel's calendar it would be {shown}: give the cell the format of a date)"
