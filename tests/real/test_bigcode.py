"""The published pay claim of BigCode and Toloka: 7.30 USD an hour stated, totals and means, no record of a worker.

Source: Foundation Model Transparency Index, May 2024, disclosures of BigCode (CC BY 4.0), and arXiv:2305.06161,
section 4.1. A mean above the stated rate does not contradict a claim of at least that rate, and does not show it
for a single worker either. Neither the countries of the workers nor the days of the work are in the data: no site is
declared, and the period is a quarter before the paper appeared.
"""

from __future__ import annotations

import json
from datetime import date

import pytest

from checker.model.condition_parser import parse_condition
from checker.model.evaluation import Context
from checker.model.evidence import Level, Period, Place
from checker.model.facts import Fact, Facts
from checker.model.standard import EvidencePolicy
from checker.rules.compile import Setting, compile_condition
from checker.rules.support import Frame, policy_of
from tests.real_data import REAL, Assessed, assess, needs

DATA = REAL / "fmti_data_labor"
STATED, WORKERS, PAID, EARNED, HOURS = 7.30, 1399, 39_000, 27, 3.1

QUESTIONNAIRE = """\
fairlabel: questionnaire/1
template: annotation-supplier
vendor: {id: bigcode-toloka, name: BigCode on Toloka (published figures), country: US, kinds: [crowd_platform]}
scope:
  period: {from: 2023-01-01, to: 2023-03-31}
  services: [text_annotation]
evidence:
  - {id: paper, kind: published_report, files: [paper.md], issued: 2023-05-09}
answers:
  pay:
    living_wage_commitment:
      value: at_least_living_wage
      evidence: [paper]
      note: 7.30 USD an hour, 16.50 in purchasing power, the highest minimum wage in the US; 8.71 on average
    paid_activities: {no_answer: not_known}
"""


@needs("fmti_data_labor/bigcode_wage_claim.json")
def test_the_figures_are_those_published() -> None:
    claim = json.loads((DATA / "bigcode_wage_claim.json").read_text(encoding="utf-8"))
    assert claim["claimed_hourly_rate_usd"] == STATED
    assert (claim["workers"], claim["total_paid_usd"]) == (WORKERS, PAID)
    assert (claim["mean_earned_usd_per_worker"], claim["mean_hours_per_worker"]) == (EARNED, HOURS)


def test_the_means_do_not_contradict_a_claim_of_at_least() -> None:
    # 27 / 3.1 = 8.7097 and 39,000 / (1,399 x 3.1) = 8.9926: two published roads to one mean, both above 7.30
    low, high = EARNED / HOURS, PAID / (WORKERS * HOURS)
    assert (round(low, 2), round(high, 2)) == (8.71, 8.99)
    assert judged({"mean": (low, high), "stated": (STATED, STATED)}, "mean", "at_least", "stated") is True
    assert judged({"mean": (low, high), "stated": (8.80, 8.80)}, "mean", "at_least", "stated") is None


def test_a_mean_says_nothing_of_the_share_below() -> None:
    # From a mean above the line alone, anything from none to almost all may be below it.
    assert judged({"share_below": (0.0, 1398 / 1399)}, "share_below", "at_most", 0) is None


@needs("fmti_data_labor/May2024_disclosures.csv")
def test_the_disclosure_says_what_the_claim_says() -> None:
    said = " ".join((DATA / "May2024_disclosures.csv").read_text(encoding="utf-8").split())
    assert "participants completed 206 tasks, earned about $27, and worked 3.1 hours" in said
    assert "we established an hourly pay rate of $7.30" in said
    assert "to engage 1,399 crowd-workers from 35 countries" in said


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Assessed:
    folder = tmp_path_factory.mktemp("claim") / "bigcode-toloka"
    return assess(folder, {"questionnaire.yaml": QUESTIONNAIRE, "paper.md": "arXiv:2305.06161, section 4.1\n"})


@pytest.mark.parametrize("requirement", ["PAI-PAY-01", "PAI-PAY-15", "PAI-PAY-27"])
def test_assessed_as_a_subject_its_pay_is_unknown(assessed: Assessed, requirement: str) -> None:
    result = assessed.result(requirement)
    assert (result["status"], result["credit"]["shown"], result["credit"]["possible"]) == ("unknown", 0, 1)


def test_assessed_as_a_subject_the_claim_stays_a_claim(assessed: Assessed) -> None:
    promise = assessed.result("PAI-PAY-05")
    assert (promise["status"], promise["credit"]) == ("claimed", {"claimed": 1, "possible": 1, "shown": 0})
    assert "no pay data" in assessed.result("PAI-PAY-01")["reason"]
    assert assessed.subject["conflicts"] == []


def test_assessed_as_a_subject_it_neither_passes_nor_fails(assessed: Assessed) -> None:
    assert (assessed.subject["verdict"], assessed.exit_code) == ("cannot_conclude", 5)
    assert assessed.standard["score"]["shown"] == 0
    assert assessed.standard["counts"]["not_met"] == assessed.standard["counts"]["met"] == 0


def test_no_report_turns_the_published_mean_into_a_finding(assessed: Assessed) -> None:
    # It stands in the answer's note, which is the supplier's word; no output counts it as pay.
    assert "nothing can be said, since no pay data were given" in " ".join(assessed.outputs["text"].split())
    assert assessed.subject["wages"]["sets"] == []


def judged(facts: dict[str, tuple[float, float]], name: str, operator: str, bar: object) -> bool | None:
    """Return the truth of one comparison over facts of workers, given as intervals."""
    table = {
        f"workers.{key}": (Fact(f"workers.{key}", low if low == high else None, low, high),)
        for key, (low, high) in facts.items()
    }
    value = {"fact": f"workers.{bar}"} if isinstance(bar, str) else bar
    condition = parse_condition({"fact": f"workers.{name}", operator: value}, lambda path: Place("test"))
    assert condition is not None
    policy = policy_of("T-1", EvidencePolicy(Level.STATED, frozenset(), None, "optional"))
    day = date(2022, 12, 31)
    frame = Frame(Facts(table), Context(day, Period(date(2022, 10, 1), day), ("US",)))
    return compile_condition(condition, Setting(policy, {}), adverse=False).run(frame).truth
