"""How well a fact is shown: kind, level, cap, date, cover, review, few, an assessor's levels."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checker.model.duration import Duration
from checker.model.evidence import EvidenceItem, Level, Period
from checker.model.facts import Cover, Fact
from checker.model.standard import EvidencePolicy
from tests.unit.rules.judging import AS_OF, DOCUMENTED, PERIOD, RECORDED, fact, item, pay, run

Shown = tuple[bool, Level, tuple[str, ...]]
RAN_OUT = Period(date(2019, 1, 1), date(2026, 3, 1))
YES = {"fact": "answers.s.a", "is": True}
FLOOR = {"fact": "wages.m", "at_most": 0}
REVIEWED = DOCUMENTED._replace(review="required")


def shown(
    *items: EvidenceItem, policy: EvidencePolicy = DOCUMENTED, **context: Any
) -> tuple[bool, Level, tuple[str, ...]]:
    support = run(YES, fact("answers.s.a", True, *items), policy=policy, **context).support
    return support.shown, support.level, support.short


def paid(changes: dict[str, Any], **context: Any) -> Shown:
    support = run(FLOOR, pay(0, **changes), policy=RECORDED, **context).support
    return support.shown, support.level, support.short


ITEMS = [
    ("fits", {}, True, Level.DOCUMENTED, ()),
    ("higher", {"level": Level.RECORDED}, True, Level.RECORDED, ()),
    ("another kind counts as stated", {"kind": "screenshot", "level": Level.RECORDED}, False, Level.STATED, ("kind",)),
    ("too low", {"level": Level.STATED}, False, Level.STATED, ("level",)),
    ("a year old to the day", {"covers": None, "issued": date(2025, 6, 30)}, True, Level.DOCUMENTED, ()),
    ("a year and a day old", {"covers": None, "issued": date(2025, 6, 29)}, False, Level.DOCUMENTED, ("date",)),
    ("covers.to wins over issued", {"issued": date(2020, 1, 1)}, True, Level.DOCUMENTED, ()),
    ("no date is out of date", {"covers": None, "issued": None}, False, Level.DOCUMENTED, ("date",)),
    ("later than as_of is age 0", {"covers": Period(PERIOD.start, date(2027, 1, 1))}, True, Level.DOCUMENTED, ()),
    ("says that it goes on: age from issued", {"covers": Period(date(2015, 1, 1), date(2099, 12, 31)),
     "issued": date(2015, 1, 1)}, False, Level.DOCUMENTED, ("date",)),
    ("goes on, no issue: age from the first day", {"covers": Period(date(2015, 1, 1), date(2099, 12, 31)),
     "issued": None}, False, Level.DOCUMENTED, ("date",)),
    ("open end: age from issued", {"covers": Period(date(2020, 1, 1), None)}, True, Level.DOCUMENTED, ()),
    ("starts in the middle", {"covers": Period(date(2026, 2, 1), AS_OF)}, False, Level.DOCUMENTED, ("cover",)),
    ("ends before the period", {"covers": Period(PERIOD.start, date(2026, 6, 29))}, False, Level.DOCUMENTED,
     ("cover",)),
    ("no covers: from issued on", {"covers": None, "issued": date(2026, 1, 1)}, True, Level.DOCUMENTED, ()),
    ("no covers, issued too late", {"covers": None, "issued": date(2026, 1, 2)}, False, Level.DOCUMENTED, ("cover",)),
    ("no first day: from issued on", {"covers": Period(None, AS_OF), "issued": date(2026, 1, 1)}, True,
     Level.DOCUMENTED, ()),
    ("no first day, issued too late", {"covers": Period(None, AS_OF), "issued": date(2026, 1, 2)}, False,
     Level.DOCUMENTED, ("cover",)),
    ("no first day and no issue", {"covers": Period(None, AS_OF), "issued": None}, False, Level.DOCUMENTED,
     ("cover",)),
    ("its site", {"sites": ("KE",)}, True, Level.DOCUMENTED, ()),
    ("another site", {"sites": ("GB",)}, False, Level.DOCUMENTED, ("cover",)),
    ("four asked", {"respondents": 4}, False, Level.DOCUMENTED, ("few",)),
    ("five asked", {"respondents": 5}, True, Level.DOCUMENTED, ()),
    ("contract while in force", {"kind": "contract", "covers": Period(RAN_OUT.start, AS_OF), "issued": RAN_OUT.start},
     True, Level.DOCUMENTED, ()),
    ("contract without end", {"kind": "contract", "covers": None, "issued": RAN_OUT.start}, True, Level.DOCUMENTED, ()),
    ("contract that ran out", {"kind": "contract", "covers": RAN_OUT}, False, Level.DOCUMENTED, ("date", "cover")),
    ("contract not yet in force", {"kind": "contract", "covers": Period(date(2026, 7, 1), None)},
     False, Level.DOCUMENTED, ("date", "cover")),
    ("contract without a date", {"kind": "contract", "covers": None, "issued": None}, False, Level.DOCUMENTED,
     ("date",)),
]  # fmt: skip


@pytest.mark.parametrize(("why", "changes", "is_shown", "level", "short"), ITEMS, ids=[row[0] for row in ITEMS])
def test_item(why: str, changes: dict[str, Any], is_shown: bool, level: Level, short: tuple[str, ...]) -> None:
    assert shown(item(**{"name": "e1", **changes})) == (is_shown, level, short)


@pytest.mark.parametrize("kind", ["worker_survey", "worker_interviews"])
def test_a_survey_says_how_many_were_asked(kind: str) -> None:
    """Else four would become enough by not being counted."""
    policy = DOCUMENTED._replace(kinds=frozenset({kind}))
    assert shown(item(kind=kind, respondents=5), policy=policy)[0]
    assert shown(item(kind=kind, respondents=4), policy=policy)[2] == ("few",)
    assert shown(item(kind=kind), policy=policy)[2] == ("few",)


def test_a_contract_with_an_age_asked_for_is_held_to_it() -> None:
    old = item(kind="contract", covers=None, issued=date(2024, 1, 1))
    assert shown(old)[0]
    assert shown(old, policy=DOCUMENTED._replace(max_age=Duration(12)))[2] == ("date",)


def test_a_region_is_covered_by_its_country_and_not_the_other_way() -> None:
    assert shown(item(sites=("CA",)), places=("CA-BC",))[0]
    assert not shown(item(sites=("CA-BC",)), places=("CA",))[0]
    assert not shown(item(sites=("KE",)), places=("KE", "GB"))[0]
    assert not shown(item(sites=("KE",)), places=())[0]


def test_the_best_item_counts() -> None:
    assert shown(item("bad", "screenshot"), item("good"), item("old", covers=None, issued=None))[0]


def test_a_bare_statement_shows_what_may_be_stated_and_bad_evidence_takes_nothing_away() -> None:
    lenient = DOCUMENTED._replace(at_least=Level.STATED)
    assert shown() == (False, Level.STATED, ("level",))
    assert shown(policy=lenient) == (True, Level.STATED, ())
    assert shown(item("old", "screenshot", covers=None, issued=None), policy=lenient)[0]
    weak = run(
        FLOOR,
        pay(0, kind="register", cover=Cover(False, PERIOD, (), 1)),
        policy=RECORDED._replace(at_least=Level.STATED),
    )
    assert weak.support.shown


def test_review_where_required() -> None:
    answer = fact("answers.s.a", True, item())
    unread = run(YES, answer, policy=REVIEWED).support
    assert (unread.shown, unread.short, unread.unchecked) == (False, ("review",), True)
    read = run(YES, answer, policy=REVIEWED, reviewed={"R-1": frozenset({"e1"})}).support
    assert (read.shown, read.unchecked, read.reviewed) == (True, False, True)
    assert not run(YES, answer, policy=REVIEWED, reviewed={"R-2": frozenset({"e1"})}).support.shown
    optional = run(YES, answer).support
    assert (optional.shown, optional.unchecked) == (True, True)


def test_data_that_the_tool_reads_need_no_reader() -> None:
    assert shown(item(document=False), policy=REVIEWED)[0]
    assert run(FLOOR, pay(0), policy=RECORDED._replace(review="required")).support.shown


PAY = [
    ("whole", {}, True, Level.RECORDED, ()),
    ("estimate of the supplier", {"cap": Level.STATED}, False, Level.STATED, ("level",)),
    ("another kind", {"kind": "register"}, False, Level.STATED, ("kind",)),
    ("partial", {"cover": Cover(False, PERIOD, ("KE",), 60)}, False, Level.RECORDED, ("cover",)),
    ("old", {"cover": Cover(True, Period(date(2024, 1, 1), date(2025, 6, 29)), ("KE",), 60)}, False, Level.RECORDED,
     ("date",)),
    ("a small supplier's census", {"cover": Cover(True, PERIOD, ("KE",), 3)}, True, Level.RECORDED, ()),
    ("a log of three workers", {"cover": Cover(True, PERIOD, ("KE",), 3), "collector": "worker"}, False, Level.RECORDED,
     ("few",)),
]  # fmt: skip


@pytest.mark.parametrize(("why", "changes", "is_shown", "level", "short"), PAY, ids=[row[0] for row in PAY])
def test_pay(why: str, changes: dict[str, Any], is_shown: bool, level: Level, short: tuple[str, ...]) -> None:
    assert paid(changes) == (is_shown, level, short)


def test_a_metric_rests_on_all_files_of_its_set() -> None:
    files = (
        item("a", "wage_data", Level.RECORDED, document=False),
        item("b", "wage_data", Level.STATED, document=False),
    )
    metric = Fact("wages.m", 0, 0, 0, items=files, cover=Cover(True, PERIOD, ("KE",), 60))
    support = run(FLOOR, metric, policy=RECORDED).support
    assert (support.shown, support.level, support.items) == (False, Level.STATED, ("a", "b"))


def test_an_assessor_sets_the_level_of_an_item_for_one_requirement_or_for_all() -> None:
    stated = item(level=Level.STATED)
    assert shown(stated, levels={("R-1", "e1"): Level.INDEPENDENT}) == (True, Level.INDEPENDENT, ())
    assert shown(stated, levels={(None, "e1"): Level.DOCUMENTED})[0]
    assert not shown(stated, levels={("R-2", "e1"): Level.INDEPENDENT})[0]
    assert not shown(item(), levels={("R-1", "e1"): Level.STATED})[0]
    missing = item(level=Level.STATED, problem="the file is empty")
    assert not shown(missing, levels={("R-1", "e1"): Level.INDEPENDENT})[0]
    assert paid({}, levels={("R-1", "pay-supplier"): Level.STATED}) == (False, Level.STATED, ("level",))
