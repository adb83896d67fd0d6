"""What would settle an open requirement: what its condition reads, and never what its claim alone reads."""

from __future__ import annotations

from pathlib import Path

from checker.model.condition import facts_read
from checker.model.standard import Requirement
from checker.pipeline.measures import Choices
from checker.pipeline.run import check, find_subjects
from checker.pipeline.standards import load_standard
from tests.subjects import write_subject

UNANSWERED = """\
fairlabel: questionnaire/1
template: annotation-supplier
vendor: {id: acme, name: Acme, country: KE, kinds: [bpo]}
answers: {}
"""


def settling(requirement: Requirement) -> set[str]:
    """Return the keys of the facts that can make the requirement met, not met or not applicable."""
    conditions = [requirement.satisfied_when, *(band.when for band in requirement.credit)]
    conditions += [requirement.applies_when] if requirement.applies_when is not None else []
    return {name for condition in conditions for name in facts_read(condition)}


def test_no_claim_is_asked_for_to_settle_what_it_cannot_settle(tmp_path: Path) -> None:
    write_subject(tmp_path / "acme", UNANSWERED)
    pack = {r.id: r for r in load_standard("pai", ()).requirements}
    (subject,) = check(find_subjects([str(tmp_path / "acme")]), Choices()).subjects
    results = [r for r in next(iter(subject.standards)).results if r.open_questions]
    assert len(results) > 50
    confronted = [r for r in results if pack[r.requirement].claim is not None]
    assert confronted, "claims are among them"
    for result in results:
        assert set(result.open_questions) <= settling(pack[result.requirement]), result.requirement
    floor = next(r for r in results if r.requirement == "PAI-PAY-01")
    assert "commit" not in floor.reason
