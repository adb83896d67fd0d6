"""The published pay claim of BigCode and Toloka: 7.30 USD an hour stated, totals and means, no record of a worker.

Source: Foundation Model Transparency Index, May 2024, disclosures of BigCode (CC BY 4.0), and arXiv:2305.06161,
section 4.1. A mean above the stated rate does not contradict a claim of at least that rate, and does not show it
for a single worker either.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from checker.model.condition import parse_condition
from checker.model.evaluation import Context
from checker.model.evidence import Level, Period, Place
from checker.model.facts import Fact, Facts
from checker.model.standard import EvidencePolicy
from checker.pipeline.measures import Choices
from checker.pipeline.run import check, find_subjects
from checker.rules.compile import Setting, compile_condition
from checker.rules.support import Frame, policy_of

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "real" / "fmti_data_labor"
STATED, WORKERS, PAID, EARNED, HOURS = 7.30, 1399, 39_000, 27, 3.1

QUESTIONNAIRE = """\
fairlabel: questionnaire/1
template: annotation-supplier
vendor: {id: bigcode-toloka, name: BigCode on Toloka (published figures), country: US, kinds: [crowd_platform]}
scope:
  period: {from: 2022-10-01, to: 2022-12-31}
  sites: [{place: US, headcount: 1399}]
  services: [text_annotation]
evidence:
  - {id: paper, kind: published_report, files: [paper.md], issued: 2023-05-09}
answers:
  pay:
    models: [per_task]
    living_wage_commitment: {value: legal_minimum_only, evidence: [paper]}
    stated_hourly_rate_known: {value: true, evidence: [paper], note: 7.30 USD an hour}
    paid_activities: {no_answer: not_known}
"""


@pytest.mark.skipif(not DATA.is_dir(), reason=f"{DATA.name} is not beside this checkout")
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


def test_assessed_as_a_subject_the_floor_is_unknown_and_nothing_passes(tmp_path: Path) -> None:
    folder = tmp_path / "bigcode-toloka"
    folder.mkdir()
    (folder / "questionnaire.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
    (folder / "paper.md").write_text("arXiv:2305.06161, section 4.1\n", encoding="utf-8")
    (subject,) = check(find_subjects([str(folder)]), Choices()).subjects
    (standard,) = subject.standards
    results = {r.requirement: r for r in standard.results}
    for name in ("PAI-PAY-01", "PAI-PAY-15", "PAI-PAY-27"):
        assert (results[name].status, results[name].standing.credit.shown) == ("unknown", 0), name
    assert "no pay data" in results["PAI-PAY-01"].reason
    assert [c for c in standard.conflicts if c.requirement in ("PAI-PAY-01", "PAI-PAY-27")] == []
    assert subject.verdict in ("cannot_conclude", "does_not_meet")
    assert standard.sum.score.shown == 0


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
