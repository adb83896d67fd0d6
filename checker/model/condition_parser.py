"""How a condition is written, and what is wrong with one that is not written so.

Collects every mistake of form with its place. Knows no facts, parameters or types of questions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from checker.errors import Problem
from checker.model.condition import COMBINATORS, COMPARISONS, METHODS, Condition, FactRef, ParamRef, Path, Spot
from checker.model.condition_form import form
from checker.model.duration import Duration, parse_duration
from checker.model.evidence import LEVELS, Place


class ConditionError(ValueError):
    """A condition is not one of the grammar's forms; ``problems`` says what is wrong, with place."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep ``problems`` in the order in which they stand in the file."""
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in problems))


class _Wrong(Exception):
    """One node could not be read; the mistake is noted already."""


class Parser:
    """Turns mappings, lists and scalars into nodes, and notes every mistake with its place."""

    def __init__(self, spot: Spot, problems: list[Problem]) -> None:
        self.spot = spot
        self.problems = problems

    def node(self, raw: object, path: Path) -> Any:
        """Return the node that ``raw`` writes down, or None after noting what is wrong with it."""
        try:
            return self._parse(raw, path)
        except _Wrong:
            return None

    def _parse(self, raw: object, path: Path) -> Any:
        if not isinstance(raw, Mapping) or not raw:
            raise self._wrong(path, "a condition is a mapping", "write {fact: ..., is: ...} or {all: [...]}")
        if "fact" in raw:
            return self._leaf(raw, path)
        names = [name for name in COMBINATORS if name in raw]
        for extra in (key for key in raw if key not in names[:1]):
            todo = f"one of: fact, {', '.join(COMBINATORS)}"
            self._wrong((*path, str(extra)), f"{extra!r} does not belong here", todo)
        if len(names) != 1 or len(raw) != 1:
            raise _Wrong
        name = names[0]
        return getattr(self, "_at_" + name)(name, raw[name], (*path, name), self.spot(path))

    def _leaf(self, raw: Mapping[str, Any], path: Path) -> Any:
        names = [key for key in raw if key not in ("fact", "method")]
        if len(names) != 1 or names[0] not in COMPARISONS:
            what = f"a fact takes one comparison, here {len(names)}" if len(names) != 1 else f"unknown {names[0]!r}"
            raise self._wrong(path, what, f"one of: {', '.join(COMPARISONS)}")
        name = names[0]
        fact = self._text(raw["fact"], (*path, "fact"))
        method = self._method(raw, fact, path)
        common = {"fact": fact, "method": method, "place": self.spot(path), "op": name}
        return self._compared(name, raw[name], (*path, name), common)

    def _compared(self, op: str, raw: Any, path: Path, common: dict[str, Any]) -> Any:
        if op in ("is", "is_not"):
            return form(value=self._operand(raw, path, self._scalar), **common)
        if op in ("one_of", "none_of"):
            return form(value=self._operand(raw, path, self._scalars), **common)
        if op.startswith("includes_"):
            return form(value=self._operand(raw, path, self._scalars), **common)
        if op in ("at_least", "at_most", "more_than", "less_than"):
            return form(value=self._operand(raw, path, self._number), **common)
        if op == "between":
            low, high = self._pair(raw, path)
            return form(
                low=self._operand(low, (*path, 0), self._bar), high=self._operand(high, (*path, 1), self._bar), **common
            )
        if op in ("before", "after"):
            return form(value=self._operand(raw, path, self._day), **common)
        if op == "within":
            return form(value=self._operand(raw, path, self._span), **common)
        if op in ("count_at_least", "count_at_most"):
            return form(value=self._operand(raw, path, self._count), **common)
        if op == "share_at_least":
            body = self._body(raw, path, {"share", "where"}, {"share", "where"})
            share = self._operand(body["share"], (*path, "share"), self._number)
            return form(share=share, where=self._parse(body["where"], (*path, "where")), **common)
        if raw is not True:
            raise self._wrong(path, "is_answered takes only true")
        return form(**common)

    def _at_all(self, op: Any, raw: Any, path: Path, place: Place) -> Any:
        return form(op=op, of=self._several(raw, path), place=place)

    _at_any = _at_all

    def _at_not(self, op: Any, raw: Any, path: Path, place: Place) -> Any:
        return form(op=op, of=self._parse(raw, path), place=place)

    def _at_at_least_n_of(self, op: Any, raw: Any, path: Path, place: Place) -> Any:
        body = self._body(raw, path, {"n", "of"}, {"n", "of"})
        of, n = self._several(body["of"], (*path, "of")), self._count(body["n"], (*path, "n"))
        if not 1 <= n <= len(body["of"]):
            self._wrong((*path, "n"), f"n is {n}, but there are {len(body['of'])} conditions")
        return form(op=op, n=n, of=of, place=place)

    def _at_each(self, op: Any, raw: Any, path: Path, place: Place) -> Any:
        body = self._body(raw, path, {"fact", "where"}, {"fact", "where"})
        where = self._parse(body["where"], (*path, "where"))
        return form(op=op, fact=self._text(body["fact"], (*path, "fact")), where=where, place=place)

    _at_some = _at_each

    def _at_evidence(self, op: Any, raw: Any, path: Path, place: Place) -> Any:
        body = self._body(raw, path, {"kinds"}, {"kinds", "at_least", "max_age"})
        kinds = tuple(str(k) for k in self._scalars(body["kinds"], (*path, "kinds")))
        level = body.get("at_least", "stated")
        if level not in LEVELS:
            raise self._wrong((*path, "at_least"), f"{level!r} is no evidence level", f"one of: {', '.join(LEVELS)}")
        age = self._span(body["max_age"], (*path, "max_age")) if "max_age" in body else None
        return form(op=op, kinds=kinds, at_least=LEVELS[level], max_age=age, place=place)

    def _several(self, raw: Any, path: Path) -> tuple[Any, ...]:
        if not isinstance(raw, list | tuple) or not raw:
            raise self._wrong(path, "needs a list of at least one condition: nothing would be unknown for ever")
        nodes = [self.node(part, (*path, i)) for i, part in enumerate(raw)]
        return tuple(node for node in nodes if node is not None)

    def _body(self, raw: Any, path: Path, needed: set[str], allowed: set[str]) -> Mapping[str, Any]:
        if not isinstance(raw, Mapping) or not needed <= set(raw) <= allowed:
            raise self._wrong(path, f"takes a mapping with {', '.join(sorted(allowed))}")
        return raw

    def _operand(self, raw: Any, path: Path, literal: Callable[[Any, Path], Any]) -> Any:
        if not isinstance(raw, Mapping):
            return literal(raw, path)
        if set(raw) == {"param"}:
            return ParamRef(param=self._text(raw["param"], path))
        if "fact" in raw and set(raw) <= {"fact", "method"}:
            name = self._text(raw["fact"], path)
            return FactRef(fact=name, method=self._method(raw, name, path))
        raise self._wrong(path, "a value is written out, or {param: name}, or {fact: name}")

    def _method(self, raw: Mapping[str, Any], fact: str, path: Path) -> str | None:
        method = raw.get("method")
        if method is None:
            return None
        if method not in METHODS or not fact.startswith("wages."):
            todo = f"one of: {', '.join(METHODS)}; only beside a fact that starts with wages."
            raise self._wrong((*path, "method"), f"{method!r} is no pay method here", todo)
        return str(method)

    def _scalar(self, raw: Any, path: Path) -> Any:
        if isinstance(raw, bool | int | float | str | date):
            return raw
        raise self._wrong(path, "takes one value")

    def _scalars(self, raw: Any, path: Path) -> tuple[Any, ...]:
        if not isinstance(raw, list | tuple) or not raw:
            raise self._wrong(path, "takes a list of at least one value")
        return tuple(self._scalar(part, (*path, i)) for i, part in enumerate(raw))

    def _number(self, raw: Any, path: Path) -> Any:
        if isinstance(raw, int | float) and not isinstance(raw, bool) and raw == raw:
            return raw
        raise self._wrong(path, f"takes a number, not {raw!r}")

    def _count(self, raw: Any, path: Path) -> int:
        if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0:
            return raw
        raise self._wrong(path, f"takes a whole number from 0, not {raw!r}")

    def _bar(self, raw: Any, path: Path) -> Any:
        return self._day(raw, path) if isinstance(raw, str | date) else self._number(raw, path)

    def _day(self, raw: Any, path: Path) -> date:
        try:
            return raw if isinstance(raw, date) else date.fromisoformat(str(raw))
        except ValueError:
            raise self._wrong(path, f"{raw!r} is no day", "write it as 2026-03-31") from None

    def _span(self, raw: Any, path: Path) -> Duration:
        span = parse_duration(raw)
        if span is None:
            raise self._wrong(path, f"{raw!r} is no span of time", "write it as 12 months or 30 days")
        return span

    def _pair(self, raw: Any, path: Path) -> tuple[Any, Any]:
        if not isinstance(raw, list | tuple) or len(raw) != 2:
            raise self._wrong(path, "takes two values: [low, high]")
        return raw[0], raw[1]

    def _text(self, raw: Any, path: Path) -> str:
        if isinstance(raw, str) and raw:
            return raw
        raise self._wrong(path, f"takes a name, not {raw!r}")

    def _wrong(self, path: Path, what: str, todo: str = "") -> _Wrong:
        place = self.spot(path)
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
        self.problems.append(Problem(place.file, place.line, place.column, where, what, todo))
        return _Wrong()


def parse_condition(
    raw: object, spot: Spot, path: Path = (), report: Callable[[Problem], None] | None = None
) -> Condition | None:
    """Return the condition that ``raw`` (mappings, lists and scalars as read from YAML) writes down.

    ``spot(path)`` gives the place of a path inside the file. Every mistake goes to ``report``, and
    None comes back where there was one; without ``report`` all of them are raised as ConditionError.
    """
    node, problems = parse_partly(raw, spot, path)
    if not problems:
        return node
    if report is None:
        raise ConditionError(problems)
    for problem in problems:
        report(problem)
    return None


def parse_partly(raw: object, spot: Spot, path: Path = ()) -> tuple[Condition | None, list[Problem]]:
    """Return what can be read of a condition, and what is wrong with the rest.

    Parts that cannot be read are left out, so that the others can still be checked.
    """
    problems: list[Problem] = []
    node: Condition | None = Parser(spot, problems).node(raw, path)
    return node, problems
