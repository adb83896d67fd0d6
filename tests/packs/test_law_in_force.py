"""Law asks nothing before its day and outside its countries, and says which; inside it does.

Also what only holds over a whole pack of law: nothing is scored, and silence is unknown for each requirement.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.assess.statuses import Judgement, Scene, judge
from checker.model.duration import Duration
from checker.model.evaluation import Context
from checker.model.evidence import Period
from checker.model.facts import Facts
from checker.pipeline.measures import Choices, compile_standards
from checker.pipeline.run import check, find_subjects
from checker.rules.evaluate import CompiledStandard, evaluate

ROOT = Path(__file__).resolve().parents[2]

# Typed from the list of member states of the European Union, by their names in English.
MEMBER_STATES = {
    "Austria": "AT", "Belgium": "BE", "Bulgaria": "BG", "Croatia": "HR", "Cyprus": "CY", "Czechia": "CZ",
    "Denmark": "DK", "Estonia": "EE", "Finland": "FI", "France": "FR", "Germany": "DE", "Greece": "GR",
    "Hungary": "HU", "Ireland": "IE", "Italy": "IT", "Latvia": "LV", "Lithuania": "LT", "Luxembourg": "LU",
    "Malta": "MT", "Netherlands": "NL", "Poland": "PL", "Portugal": "PT", "Romania": "RO", "Slovakia": "SK",
    "Slovenia": "SI", "Spain": "ES", "Sweden": "SE",
}  # fmt: skip
PARTS_WITH_CODES = {
    "Aland": "AX", "French Guiana": "GF", "Guadeloupe": "GP", "Saint Martin": "MF", "Martinique": "MQ",
    "Reunion": "RE", "Mayotte": "YT",
}  # fmt: skip
NOT_IN_THE_UNION = ("GB", "NO", "IS", "CH", "KE", "IN", "US", "NC", "PF", "GL", "FO", "AW")
PACKS = {"eu-pwd": ("2024", 22, "PWD-"), "ilo-c193": ("2026", 10, "PLA-"), "ilo-c190": ("2019", 5, "VHA-")}
FIRST_DAY = {"eu-pwd": date(2026, 12, 2), "ilo-c193": date(2027, 6, 12)}


@cache
def compiled(pack: str) -> CompiledStandard:
    return compile_standards((f"{pack}@{PACKS[pack][0]}",), ())[0]


def judged(pack: str, day: date | None, *countries: str) -> dict[str, Judgement]:
    """Return what a supplier that said nothing gets on ``day`` with sites in ``countries``."""
    last = day or date(2027, 12, 31)
    context = Context(last, Period(Duration(months=6).before(last), last), countries, 60)
    scene = Scene(day, frozenset(countries))
    requirements = compiled(pack).requirements
    return {e.requirement.id: judge(e, scene, ()) for e in evaluate(requirements, Facts({}), context)}


def statuses(pack: str, day: date | None, *countries: str) -> set[str]:
    return {judgement.status for judgement in judged(pack, day, *countries).values()}


def reasons(pack: str, day: date | None, *countries: str) -> set[str]:
    return {judgement.why for judgement in judged(pack, day, *countries).values()}


@pytest.mark.parametrize("pack", PACKS)
def test_packs_are_whole_and_not_scored(pack: str) -> None:
    edition, number, prefix = PACKS[pack]
    standard = compiled(pack).standard
    assert (standard.edition, len(standard.requirements), standard.score.name) == (edition, number, "none")
    assert all(r.id.startswith(prefix) for r in standard.requirements)
    assert {r.subject for r in standard.requirements} == {"supplier"}


@pytest.mark.parametrize(("pack", "place"), [("eu-pwd", "DE"), ("ilo-c193", "KE")])
def test_the_day_before_nothing_applies_and_the_day_is_said(pack: str, place: str) -> None:
    eve = date.fromordinal(FIRST_DAY[pack].toordinal() - 1)
    assert statuses(pack, eve, place) == {"not_applicable"}
    assert reasons(pack, eve, place) == {f"in force from {FIRST_DAY[pack]}"}
    assert statuses(pack, date(2026, 6, 30), place) == {"not_applicable"}


@pytest.mark.parametrize(("pack", "place"), [("eu-pwd", "DE"), ("ilo-c193", "KE"), ("ilo-c190", "KE")])
def test_from_the_day_on_silence_is_unknown_for_each(pack: str, place: str) -> None:
    first = FIRST_DAY.get(pack, date(2026, 6, 30))
    assert statuses(pack, first, place) == {"unknown"}
    assert statuses(pack, date(2031, 1, 1), place) == {"unknown"}


@pytest.mark.parametrize("pack", FIRST_DAY)
def test_without_a_day_it_is_open_whether_law_applies(pack: str) -> None:
    assert statuses(pack, None, "DE") == {"unknown"}


@pytest.mark.parametrize("place", [*MEMBER_STATES.values(), *PARTS_WITH_CODES.values()])
def test_the_directive_holds_in_each_member_state(place: str) -> None:
    assert statuses("eu-pwd", FIRST_DAY["eu-pwd"], place) == {"unknown"}


def test_the_directive_holds_nowhere_else() -> None:
    force = {r.in_force for r in compiled("eu-pwd").standard.requirements}
    assert len(force) == 1
    assert set(force.pop().countries) == {*MEMBER_STATES.values(), *PARTS_WITH_CODES.values()}
    for place in NOT_IN_THE_UNION:
        assert statuses("eu-pwd", FIRST_DAY["eu-pwd"], place) == {"not_applicable"}
        (why,) = reasons("eu-pwd", FIRST_DAY["eu-pwd"], place)
        assert "AT, BE, BG" in why
        assert why.endswith(f"the work is done in {place}")


def test_one_site_in_the_union_is_enough_and_no_site_leaves_it_open() -> None:
    assert statuses("eu-pwd", FIRST_DAY["eu-pwd"], "KE", "IN", "PT") == {"unknown"}
    assert statuses("eu-pwd", FIRST_DAY["eu-pwd"]) == {"unknown"}


def test_the_convention_of_2026_is_bound_to_no_country() -> None:
    assert {r.in_force.countries for r in compiled("ilo-c193").standard.requirements} == {()}
    # Twelve months after the day of its adoption, on which a state could have ratified it at the soonest.
    assert Duration(months=12).before(FIRST_DAY["ilo-c193"]) == date(2026, 6, 12)


@pytest.fixture
def platform(tmp_path: Path) -> Any:
    """Write a crowd platform that says nothing, with a last day and a place of work; return its folder."""

    def write(last_day: date, place: str, kind: str = "crowd_platform") -> Path:
        folder = tmp_path / f"{place}-{last_day}-{kind}"
        folder.mkdir()
        period = {"from": Duration(months=6).before(last_day), "to": last_day}
        head: Mapping[str, Any] = {
            "fairlabel": "questionnaire/1",
            "template": "annotation-supplier",
            "vendor": {"id": "quiet-platform", "name": "Quiet Platform", "country": place, "kinds": [kind]},
            "scope": {"period": period, "sites": [{"place": place, "headcount": 40}]},
            "evidence": [],
            "answers": {},
        }
        (folder / "questionnaire.yaml").write_text(yaml.safe_dump(head), encoding="utf-8")
        return folder

    return write


def verdict_of(folder: Path, pack: str) -> tuple[str, tuple[str, ...], dict[str, int]]:
    """Return verdict, what it rests on and the counts of statuses, through the whole run."""
    (subject,) = check(find_subjects([str(folder)]), Choices(standards=(pack,))).subjects
    (found,) = subject.standards
    total = found.sums[found.profile]
    return total.verdict, total.verdict_why, {status: n for status, n in total.counts.items() if n}


def test_a_report_says_from_when_on_a_law_asks_anything(platform: Any) -> None:
    verdict, why, counts = verdict_of(platform(date(2026, 12, 1), "DE"), "eu-pwd")
    assert (verdict, counts) == ("cannot_conclude", {"not_applicable": 22})
    assert why[0] == "nothing of it applies: in force from 2026-12-02"
    verdict, why, counts = verdict_of(platform(date(2026, 12, 2), "DE"), "eu-pwd")
    assert (verdict, counts) == ("cannot_conclude", {"unknown": 22})
    assert not any("nothing of it applies" in reason for reason in why)


def test_a_report_says_where_a_law_asks_anything(platform: Any) -> None:
    _, why, counts = verdict_of(platform(date(2027, 1, 31), "KE"), "eu-pwd")
    assert counts == {"not_applicable": 22}
    assert why[0].startswith("nothing of it applies: in force in AT, BE")
    assert why[0].endswith("the work is done in KE")


def test_what_is_not_in_force_is_not_missed_for_the_kind_of_a_supplier(platform: Any) -> None:
    _, why, counts = verdict_of(platform(date(2026, 12, 1), "DE", "bpo"), "eu-pwd")
    assert counts == {}
    assert why[0] == "nothing of it applies: in force from 2026-12-02"
    assert not any("leave out" in reason for reason in why)
    _, why, _ = verdict_of(platform(date(2026, 12, 2), "DE", "bpo"), "eu-pwd")
    assert any("leave out PWD-5" in reason for reason in why)
    assert not any("nothing of it applies" in reason for reason in why)


def test_a_convention_without_countries_asks_everywhere(platform: Any) -> None:
    _, why, counts = verdict_of(platform(date(2026, 6, 30), "KE"), "ilo-c190")
    assert counts == {"unknown": 5}
    assert any(reason.startswith("VHA-1") for reason in why)
    _, why, counts = verdict_of(platform(date(2027, 6, 11), "BR"), "ilo-c193")
    assert counts == {"not_applicable": 10}
    assert why[0] == "nothing of it applies: in force from 2027-06-12"
