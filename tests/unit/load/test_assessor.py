"""Assessors' files and workers' evidence: read whole, refused inside a folder that is judged, joined on one subject."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checker.errors import InputError
from checker.load.assessor import for_subject, load_assessor_file, load_assessor_files, unused_decisions
from checker.load.question_bank import load_question_bank
from checker.load.questionnaires import load_questionnaire
from checker.model.evidence import Level, Period
from checker.model.questionnaire import NO_ASSESSOR, AssessorFile

EXAMPLES = Path(__file__).resolve().parents[3] / "vendor_templates" / "examples"
ASSESSMENT = """\
fairlabel: assessment/1
subject: acme
assessor: {role: auditor, organisation: Audit House}
evidence:
  - {id: visit, kind: audit_report, files: [visit.pdf], method: three days on site, interviews: private, issued: 2026-07-01}
  - {id: review, kind: audit_report, files: [visit.pdf], method: papers read, interviews: with_management}
decisions:
  - {kind: kinds, value: [bpo], on: 2026-07-20, reason: Contract read.}
  - {kind: scope, value: {headcount: 58}, on: 2026-07-20, reason: Register read.}
  - {kind: reviewed, requirement: X-1, evidence: terms, on: 2026-07-20, reason: Clause 3 read.}
  - {kind: level, requirement: X-1, evidence: terms, value: stated, on: 2026-07-20, reason: A draft.}
  - {kind: override, requirement: X-2, value: not_met, on: 2026-07-21, reason: Seen otherwise.}
  - {kind: not_applicable, requirement: X-3, on: 2026-07-20, reason: No such work.}
"""  # noqa: E501
WORKERS = """\
fairlabel: worker-evidence/1
subject: acme
collector: worker_organisation
organisation: Data Workers' Union
evidence:
  - id: survey
    kind: worker_survey
    method: online, link spread by the union
    n: 41
    population: 120
    covers: {from: 2026-01-01, to: 2026-06-30}
    issued: 2026-07-01
    sampling: volunteered
    files: [survey.csv]
  - {id: logs, kind: wage_data, method: browser plugin, n: 12, population: 120, covers: {from: 2026-04-01, to: 2026-06-30}, files: [logs.csv], mapping: mapping.yaml}
workers:
  survey:
    paid_on_time: {always: 30, mostly: 5, never: 2, prefer_not_to_say: 4}
    no_fees_paid: {paid_something: 0, cannot_tell: 3}
"""  # noqa: E501


def write(folder: Path, text: str, name: str = "file.yaml") -> Path:
    folder.mkdir(exist_ok=True)
    for file, content in {"visit.pdf": "x", "survey.csv": "a\n", "logs.csv": "a\n", "mapping.yaml": "a: 1"}.items():
        (folder / file).write_text(content)
    (folder / name).write_text(text)
    return folder / name


def load(folder: Path, text: str) -> AssessorFile:
    return load_assessor_file(write(folder, text), load_question_bank())


def refused(folder: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as raised:
        load(folder, text)
    return [str(problem) for problem in raised.value.problems]


def test_an_assessment(tmp_path: Path) -> None:
    found = load(tmp_path, ASSESSMENT)
    assert (found.role, found.organisation, found.subject) == ("auditor", "Audit House", "acme")
    kinds, scope, reviewed, level, override, left_out = found.decisions
    assert (kinds.kind, kinds.value, kinds.requirement) == ("kinds", ("bpo",), None)
    assert (scope.kind, scope.value) == ("scope", {"headcount": 58})
    assert (reviewed.requirement, reviewed.evidence, reviewed.value) == ("X-1", "terms", None)
    assert level.value is Level.STATED
    assert (override.value, override.on, override.reason) == ("not_met", date(2026, 7, 21), "Seen otherwise.")
    assert (left_out.role, left_out.organisation) == ("auditor", "Audit House")
    assert (reviewed.place.line, reviewed.place.path) == (10, "decisions[2]")
    assert reviewed.sha256 == ()
    terms = replace(found.evidence[0], id="terms", issued=date(2026, 7, 20))
    assert found.reviewed("X-1", {"terms": terms}) == {"terms"}
    assert found.reviewed("X-1", {"terms": replace(terms, issued=date(2026, 7, 21))}) == frozenset()
    assert found.reviewed("X-1", {}) == frozenset()
    assert found.reviewed("X-2", {"terms": terms}) == frozenset()


def test_an_auditors_word_is_independent_and_private_interviews_are_the_workers(tmp_path: Path) -> None:
    visit, review = load(tmp_path, ASSESSMENT).evidence
    assert (visit.level, visit.collector, visit.method) == (Level.WORKER_REPORTED, "auditor", "three days on site")
    assert review.level is Level.INDEPENDENT


def test_workers_evidence(tmp_path: Path) -> None:
    found = load(tmp_path, WORKERS)
    survey, logs = found.evidence
    assert (survey.level, survey.collector) == (Level.WORKER_REPORTED, "worker_organisation")
    assert (survey.respondents, survey.population, survey.sampling) == (41, 120, "volunteered")
    assert survey.covers == Period(date(2026, 1, 1), date(2026, 6, 30))
    assert (logs.level, logs.mapping, logs.respondents) == (Level.WORKER_MEASURED, "mapping.yaml", 12)
    assert found.homes == {"survey": tmp_path.as_posix(), "logs": tmp_path.as_posix()}
    assert {entry.role for entry in found.inputs} == {"worker_evidence", "evidence", "wage_data", "mapping"}
    assert all(entry.path.startswith(tmp_path.as_posix()) for entry in found.inputs)


def test_survey_answers_are_counts_of_those_who_answered(tmp_path: Path) -> None:
    paid, fees = load(tmp_path, WORKERS).surveys
    assert (paid.item, paid.favourable, paid.counted) == ("workers.paid_on_time", 30, 37)
    assert paid.counts == {"always": 30, "mostly": 5, "never": 2, "prefer_not_to_say": 4}
    assert (fees.favourable, fees.counted) == (0, 0)
    assert paid.evidence.id == "survey"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("assessment/1", "assessment/2", "no assessor's file that this version reads"),
        ("role: auditor, ", "", "does not say who decided"),
        ("kind: kinds, value: [bpo]", "kind: kinds", "needs the kinds that were confirmed"),
        ("value: [bpo]", "value: [bpx]", "'bpx' is no kind of supplier"),
        ("kind: kinds,", "kind: kinds, requirement: X-1,", "on the subject as a whole"),
        ("kind: reviewed", "kind: read", "'read' is not possible here"),
        ("requirement: X-1, evidence: terms, on", "evidence: terms, on", "needs the requirement"),
        ("evidence: terms, on", "on", "needs the evidence"),
        ("value: stated", "value: high", "'high' is not possible here"),
        ("value: stated, ", "", "level needs a value"),
        ("value: not_met", "value: met", "'met' is not possible here"),
        ("value: not_met", "value: not_applicable", "'not_applicable' is not possible here"),
        ("requirement: X-3,", "requirement: X-3, value: 3,", "not_applicable has no value"),
        ("on: 2026-07-21, ", "", "lacks on"),
        (", reason: Seen otherwise.", "", "lacks reason"),
        ("2026-07-21", "2026-02-31", "'2026-02-31' is no day"),
        ("headcount: 58", "headcount: many", "no number of people"),
        ("evidence: terms, on", "evidence: terms, sha256: abc, on", "is no SHA-256"),
        ("evidence: terms, on", "evidence: terms, sha256: [abc], on", "is no SHA-256"),
        ("evidence: terms, on", f"evidence: terms, sha256: {'1' * 64}, on", "quote it"),
        ("requirement: X-3,", f"requirement: X-3, sha256: {'a' * 64},", "is for decisions that a file was read"),
        ("method: papers read, ", "", "lacks method"),
        ("decisions:", "decsions:", "did you mean 'decisions'?"),
        ("files: [visit.pdf], method: papers", "files: [../visit.pdf], method: papers", "leads out"),
    ],
)  # fmt: skip
def test_a_broken_assessment(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in ASSESSMENT
    assert any(words in problem for problem in refused(tmp_path, ASSESSMENT.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("collector: worker_organisation", "collector: supplier", "'supplier' is not possible here"),
        ("collector: worker_organisation\n", "", "does not say who collected it"),
        ("    method: online, link spread by the union\n", "", "lacks method"),
        ("    n: 41\n", "", "lacks n: how many workers took part"),
        ("    population: 120\n", "", "lacks population"),
        ("    n: 41\n", "    n: 141\n", "141 of 120 workers cannot be"),
        ("    covers: {from: 2026-01-01, to: 2026-06-30}\n", "", "lacks its period"),
        ("covers: {from: 2026-01-01, to: 2026-06-30}", "covers: {from: 2026-01-01}", "lacks its period"),
        ("always: 30", "always: 31", "42 answers from 41 workers"),
        ("always: 30", "allways: 30", "did you mean 'always'?"),
        ("always: 30", "always: -1", "-1 is no number of workers"),
        ("paid_on_time", "paid_late", "unknown key 'paid_late'"),
        ("  survey:\n", "  servey:\n", "did you mean 'survey'?"),
        ("    sampling: volunteered\n", "    interviews: private\n", "is for auditors' evidence"),
        ("    sampling: volunteered\n", "    respondents: 3\n", "unknown key 'respondents'"),
        ("subject: acme", "decisions: []", "unknown key 'decisions'"),
    ],
)  # fmt: skip
def test_broken_workers_evidence(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in WORKERS
    assert any(words in problem for problem in refused(tmp_path, WORKERS.replace(old, new, 1)))


@pytest.mark.parametrize("text", [ASSESSMENT, WORKERS])
def test_refused_inside_a_folder_that_is_judged(tmp_path: Path, text: str) -> None:
    inside = write(tmp_path / "acme", text)
    deeper = write(tmp_path / "acme" / "docs", text)
    for file in (inside, deeper):
        with pytest.raises(InputError, match="does not vouch for itself; keep it outside"):
            load_assessor_file(file, load_question_bank(), [tmp_path / "acme"])
    assert load_assessor_file(inside, load_question_bank(), [tmp_path / "acm"]).subject == "acme"


def test_problems_of_several_files_come_together(tmp_path: Path) -> None:
    files = [write(tmp_path, "a: [", "a.yaml"), write(tmp_path, "", "b.yaml")]
    with pytest.raises(InputError) as raised:
        load_assessor_files(files, load_question_bank())
    assert [Path(p.file).name for p in raised.value.problems] == ["a.yaml", "b.yaml"]


def test_files_on_one_subject_are_joined_in_any_order(tmp_path: Path) -> None:
    everyone = ASSESSMENT.replace("subject: acme\n", "").replace("id: visit", "id: v").replace("id: review", "id: r")
    files = [write(tmp_path, text, f"{n}.yaml") for n, text in enumerate([ASSESSMENT, WORKERS, everyone])]
    read = load_assessor_files(files, load_question_bank())
    joined = for_subject(read, "acme")
    assert joined == for_subject(read[::-1], "acme")
    assert sorted(item.id for item in joined.evidence) == ["logs", "r", "review", "survey", "v", "visit"]
    assert len(joined.decisions) == 12
    assert len(joined.surveys) == 2
    assert [item.id for item in for_subject(read, "other").evidence] == ["v", "r"]
    assert for_subject(read[:2], "other") is NO_ASSESSOR


def test_one_id_for_two_things_is_refused(tmp_path: Path) -> None:
    again = WORKERS.replace("id: logs", "id: visit")
    files = [write(tmp_path, text, f"{n}.yaml") for n, text in enumerate([ASSESSMENT, again])]
    with pytest.raises(InputError, match="the id 'visit' is taken"):
        for_subject(load_assessor_files(files, load_question_bank()), "acme")


def test_decisions_without_effect_are_said(tmp_path: Path) -> None:
    assessor = load(tmp_path, ASSESSMENT)
    subject = load_questionnaire(EXAMPLES / "millgate-labelling", "x", load_question_bank())
    said = [finding.message for finding in unused_decisions(assessor, subject, {"X-1", "X-2"})]
    assert said == [
        "the decision names the evidence 'terms', which nobody gave",
        "the decision names the evidence 'terms', which nobody gave",
        "the decision names X-3, which is not judged here",
    ]


def test_the_example_that_ships() -> None:
    folder = EXAMPLES / "tidewater-annotation"
    found = load_assessor_file(EXAMPLES / "assessments" / "tidewater-annotation.yaml", load_question_bank(), [folder])
    subject = load_questionnaire(folder, "x", load_question_bank())
    named = {decision.requirement for decision in found.decisions if decision.requirement}
    assert found.subject == subject.id
    assert unused_decisions(found, subject, named) == ()
