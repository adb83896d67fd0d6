"""Conditions: the closed grammar in which requirements and questions say when something holds, as frozen types.

Says what may be written and where each part stands. Whether a name exists and has
a fitting type is checked where packs are loaded; what it means is in `checker.rules`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from checker.model.duration import Duration
from checker.model.evidence import Level, Place
from checker.model.pay_method import PAY_METHODS

Path: TypeAlias = "tuple[str | int, ...]"
Spot: TypeAlias = "Callable[[Path], Place]"

NOWHERE = Place("")
DEFAULT_METHOD = "basic_only"
METHODS = tuple(PAY_METHODS)


@dataclass(frozen=True, kw_only=True)
class ParamRef:
    """The value of a parameter of the pack."""

    param: str


@dataclass(frozen=True, kw_only=True)
class FactRef:
    """The value of another fact."""

    fact: str
    method: str | None = None


Scalar: TypeAlias = bool | int | float | str | date
Number: TypeAlias = int | float
Reference: TypeAlias = ParamRef | FactRef


@dataclass(frozen=True, kw_only=True)
class Node:
    """One node of a condition, with the place where it is written."""

    place: Place = NOWHERE


@dataclass(frozen=True, kw_only=True)
class Leaf(Node):
    """A comparison: one fact, one operator, one operand."""

    fact: str
    method: str | None = None

    @property
    def key(self) -> str:
        """Return the name under which the fact is filed (``name@method`` for other methods)."""
        return fact_key(self.fact, self.method)


@dataclass(frozen=True, kw_only=True)
class Equals(Leaf):
    """The fact is, or is not, one value."""

    op: Literal["is", "is_not"]
    value: Scalar | Reference


@dataclass(frozen=True, kw_only=True)
class Member(Leaf):
    """The fact, one value, is in or not in a list."""

    op: Literal["one_of", "none_of"]
    value: tuple[Scalar, ...] | Reference


@dataclass(frozen=True, kw_only=True)
class Includes(Leaf):
    """The fact, a list, has any, all or none of a list."""

    op: Literal["includes_any", "includes_all", "includes_none"]
    value: tuple[Scalar, ...] | Reference


@dataclass(frozen=True, kw_only=True)
class Orders(Leaf):
    """The fact, a number or an interval, lies on one side of a bar."""

    op: Literal["at_least", "at_most", "more_than", "less_than"]
    value: Number | Reference


@dataclass(frozen=True, kw_only=True)
class Between(Leaf):
    """The fact lies between two bars, both included."""

    op: Literal["between"]
    low: Number | date | Reference
    high: Number | date | Reference


@dataclass(frozen=True, kw_only=True)
class Dated(Leaf):
    """The fact, a day, lies before or after another; the day itself is neither."""

    op: Literal["before", "after"]
    value: date | Reference


@dataclass(frozen=True, kw_only=True)
class Recent(Leaf):
    """The fact, a day, is no older than a span before the day of the assessment."""

    op: Literal["within"]
    value: Duration | ParamRef


@dataclass(frozen=True, kw_only=True)
class Counts(Leaf):
    """The fact, a list that its source calls complete, has at least or at most so many entries."""

    op: Literal["count_at_least", "count_at_most"]
    value: int | ParamRef


@dataclass(frozen=True, kw_only=True)
class Shares(Leaf):
    """At least a share of the entries of a complete list fulfils a condition."""

    op: Literal["share_at_least"]
    share: Number | ParamRef
    where: Condition


@dataclass(frozen=True, kw_only=True)
class Answered(Leaf):
    """There is an answer: true or unknown, never false."""

    op: Literal["is_answered"]


@dataclass(frozen=True, kw_only=True)
class Shown(Node):
    """Evidence of a kind is there, at a level and of an age."""

    op: Literal["evidence"]
    kinds: tuple[str, ...]
    at_least: Level = Level.STATED
    max_age: Duration | None = None


@dataclass(frozen=True, kw_only=True)
class Quantified(Leaf):
    """Each, or some, entry of a list fulfils a condition over ``item.<field>``."""

    op: Literal["each", "some"]
    where: Condition


@dataclass(frozen=True, kw_only=True)
class Combined(Node):
    """All, or any, of several conditions."""

    op: Literal["all", "any"]
    of: tuple[Condition, ...]


@dataclass(frozen=True, kw_only=True)
class Negated(Node):
    """A condition does not hold."""

    op: Literal["not"]
    of: Condition


@dataclass(frozen=True, kw_only=True)
class Counted(Node):
    """At least ``n`` of several conditions hold."""

    op: Literal["at_least_n_of"]
    n: int
    of: tuple[Condition, ...]


Condition: TypeAlias = (
    Equals | Member | Includes | Orders | Between | Dated | Recent | Counts | Shares | Answered | Shown
    | Quantified | Combined | Negated | Counted
)  # fmt: skip
"""One of the forms, told apart by ``op`` (`checker.model.condition_form` holds what is written against it)."""

COMPARISONS = (
    "is", "is_not", "one_of", "none_of", "includes_any", "includes_all", "includes_none", "at_least", "at_most",
    "more_than", "less_than", "between", "before", "after", "within", "count_at_least", "count_at_most",
    "share_at_least", "is_answered",
)  # fmt: skip
COMBINATORS = ("all", "any", "not", "at_least_n_of", "each", "some", "evidence")


def fact_key(name: str, method: str | None) -> str:
    """Return the key of a fact: ``name``, or ``name@method`` where the method is not the default.

    >>> fact_key("wages.gini", "idh_total")
    'wages.gini@idh_total'
    """
    return name if method is None or method == DEFAULT_METHOD else f"{name}@{method}"


def children(node: Condition) -> tuple[Condition, ...]:
    """Return the conditions directly inside ``node``."""
    if isinstance(node, Combined | Counted):
        return node.of
    if isinstance(node, Negated):
        return (node.of,)
    return (node.where,) if isinstance(node, Quantified | Shares) else ()


def walk(node: Condition) -> Iterator[Condition]:
    """Iterate over ``node`` and everything inside it, outside first."""
    yield node
    for child in children(node):
        yield from walk(child)


def references(node: Condition) -> tuple[Reference, ...]:
    """Return the parameters and facts that the operand of ``node`` itself names."""
    fields = [getattr(node, name, None) for name in ("value", "low", "high", "share")]
    return tuple(f for f in fields if isinstance(f, ParamRef | FactRef))


def facts_read(node: Condition) -> tuple[str, ...]:
    """Return the keys of all facts that ``node`` reads, each once, in the order of reading."""
    found: dict[str, None] = {}
    for inner in walk(node):
        if isinstance(inner, Leaf) and not inner.fact.startswith("item."):
            found[inner.key] = None
        if isinstance(inner, Shown):
            found.update((f"evidence.{kind}", None) for kind in inner.kinds)
        refs = (r for r in references(inner) if isinstance(r, FactRef) and not r.fact.startswith("item."))
        found.update((fact_key(r.fact, r.method), None) for r in refs)
    return tuple(found)
