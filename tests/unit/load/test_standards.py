"""Packs: what ships loads, every mistake of a broken one is named with its place, editions, parameters, hashes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.errors import PackError, UsageError
from checker.facts.metrics import METRICS
from checker.load.question_bank import load_question_bank
from checker.load.standards import find_packs, list_standards, load_standard, with_parameters
from checker.model.duration import Duration
from checker.model.evidence import Level
from checker.model.standard import Standard

UNITS = {m.name: m.unit for m in METRICS.values()}
BROKEN = Path(__file__).resolve().parents[2] / "bad_inputs" / "packs"
EXPECTED: dict[str, list[tuple[str, int, int, str]]] = yaml.load(
    (BROKEN / "expected.yaml").read_text("utf-8"), yaml.CSafeLoader
)

HEADER: dict[str, Any] = {
    "id": "small", "edition": "1", "title": {"en": "Small"}, "issuer": "Nobody", "established": {"en": "Invented."},
    "terms": {"en": "None."}, "score": {"model": "weighted"},
    "governance": {
        "proposed_by": "a test", "decided_by": "a test", "workers_part": "none", "funder": "nobody", "date": "2026",
        "dissent": "none", "source": "this file",
    },
}  # fmt: skip
REQUIREMENT: dict[str, Any] = {
    "id": "S-1", "title": {"en": "One"}, "subject": "supplier", "severity": "critical",
    "satisfied_when": {"fact": "answers.comms.action_log", "is": True},
    "evidence": {"at_least": "documented", "kinds": ["register"]},
    "remedy": {"owner": "supplier", "due": "2 months", "text": {"en": "Do it."}}, "why": {"en": "Because."},
    "source": {"document": "This file", "read": "text"}, "threshold_origin": "tool_choice",
    "cases": [
        {"name": "yes", "given": {"answers.comms.action_log": True}, "expect": "met"},
        {"name": "no", "given": {"answers.comms.action_log": False}, "expect": "not_met"},
        {"name": "silence", "given": {}, "expect": "unknown"},
    ],
}  # fmt: skip
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a small pack, with fields of header or requirement changed (None takes one out); return its root."""

    def write(
        *requirements: dict[str, Any], pack: str = "small", edition: str = "1", root: str = "packs", **header: Any
    ) -> Path:
        folder = tmp_path / root / pack / edition
        (folder / "requirements").mkdir(parents=True, exist_ok=True)
        head = {**HEADER, "id": pack, "edition": edition, **header}
        _dump(folder / "pack.yaml", head)
        entries = [{**REQUIREMENT, **r} for r in requirements or ({},)]
        _dump(folder / "requirements" / "only.yaml", {"theme": "only", "requirements": entries})
        return tmp_path / root

    return write


def _dump(file: Path, tree: dict[str, Any]) -> None:
    def without_none(value: Any) -> Any:
        return {k: without_none(v) for k, v in value.items() if v is not None} if isinstance(value, dict) else value

    if "requirements" in tree:
        tree = {**tree, "requirements": [without_none(r) for r in tree["requirements"]]}
    file.write_text(yaml.safe_dump(without_none(tree), allow_unicode=True, sort_keys=False), "utf-8")


def load(root: Path, name: str = "small") -> Standard:
    return load_standard(name, load_question_bank(), UNITS, [root])


def refusal(root: Path, name: str = "small") -> str:
    with pytest.raises(PackError) as refused:
        load(root, name)
    return str(refused.value)


@pytest.mark.parametrize("name", [f"{e.id}@{e.edition}" for e in list_standards()])
def test_what_ships_loads(name: str) -> None:
    standard = load_standard(name, load_question_bank(), UNITS)
    assert len({r.id for r in standard.requirements}) == len(standard.requirements) > 0
    assert set(standard.zero_tolerance) <= {r.id for r in standard.requirements}


@pytest.mark.parametrize("name", list(EXPECTED))
def test_every_mistake_of_a_broken_pack_is_named_with_its_place(name: str) -> None:
    with pytest.raises(PackError) as refused:
        load_standard(name, load_question_bank(), UNITS, [BROKEN])
    folder = (BROKEN / name / "1").as_posix()
    left = [
        (p.file.removeprefix(f"{folder}/"), p.line, p.column, f"{p.what}; {p.todo}") for p in refused.value.problems
    ]
    for file, line, column, words in EXPECTED[name]:
        found = [entry for entry in left if entry[:3] == (file, line, column) and words in entry[3]]
        assert found, (file, line, column, words)
        left.remove(found[0])
    assert left == []


def test_a_file_that_cannot_be_read_is_named_beside_the_mistakes_of_the_others(write: Write) -> None:
    root = write({"severity": "grave"})
    (root / "small" / "1" / "requirements" / "other.yaml").write_text("theme: [", "utf-8")
    text = refusal(root)
    assert "other.yaml:2:1: is not YAML" in text
    assert "'grave' is no severity" in text


def test_the_newest_edition_is_the_default(write: Write) -> None:
    for edition in ("9", "10", "2022"):
        root = write(edition=edition)
    assert [p.edition for p in find_packs([root]) if p.id == "small"] == ["2022", "10", "9"]
    assert load(root).edition == "2022"
    assert load(root, "small@9").edition == "9"


@pytest.mark.parametrize("name", ["smal", "small@2", "", "small@"])
def test_an_unknown_name_is_refused_with_the_known_ones(write: Write, name: str) -> None:
    root = write()
    if name == "small@":
        assert load(root, name).id == "small"
        return
    with pytest.raises(UsageError, match="no standard is called"):
        load(root, name)


def test_two_folders_with_one_edition_are_refused(write: Write) -> None:
    first, second = write(), write(root="more")
    with pytest.raises(PackError, match="small@1 lies in"):
        find_packs([first, second])


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a folder of standards"):
        find_packs([tmp_path / "nowhere"])


def test_defaults(write: Write) -> None:
    standard = load(write())
    requirement = standard.requirements[0]
    assert dict(standard.weights) == {"critical": 8, "major": 4, "minor": 1, "advisory": 0}
    assert requirement.profile == "core"
    assert requirement.theme == "only"
    assert requirement.kinds == ()
    assert requirement.evidence.max_age is None
    assert requirement.remedy is not None
    assert requirement.remedy.due_days == 60
    assert standard.score == ("weighted", 100.0)


@pytest.mark.parametrize(("severity", "review"), [("critical", "required"), ("major", "optional")])
def test_review_is_required_by_default_for_what_is_critical(write: Write, severity: str, review: str) -> None:
    assert load(write({"severity": severity})).requirements[0].evidence.review == review


def test_what_is_written_out_is_kept(write: Write) -> None:
    standard = load(write({
        "severity": "minor", "scope": ["crowd_platform"], "in_force": {"from": "2024-01-01", "countries": ["KE"]},
        "evidence": {"at_least": "stated", "max_age": "90 days", "review": "required"}, "aliases": ["OLD-1"],
        "credit": [{"when": {"fact": "answers.comms.action_log", "is": False}, "give": 0.25},
                   {"when": {"fact": "answers.comms.channels", "includes_any": ["email"]}, "give": 0.5}],
        "claim": {"when": {"fact": "answers.pay.max_payment_delay_days", "at_most": 3}, "relation": "at_most"},
    }))  # fmt: skip
    (requirement,) = standard.requirements
    assert requirement.in_force == (date(2024, 1, 1), None, ("KE",))
    assert (requirement.evidence.at_least, requirement.evidence.max_age) == (Level.STATED, Duration(days=90))
    assert [band.give for band in requirement.credit] == [0.5, 0.25]
    assert requirement.claim is not None
    assert requirement.claim.relation == "at_most"
    assert standard.requirement("OLD-1") is requirement


MISTAKES = [
    ({"scope": ["bakery"]}, {}, "'bakery' is no kind of supplier"),
    ({"in_force": {"from": "2026-01-01", "until": "2025-01-01"}}, {}, "lies before its start"),
    ({"in_force": {"countries": ["UK"]}}, {}, "'UK' is no country"),
    ({"theme": "other"}, {}, "stands in the file of the theme 'only'"),
    ({"aliases": ["S-1", "S-1"]}, {"zero_tolerance": ["S-2"]}, "no requirement is called 'S-2'"),
    ({"satisfied_when": None}, {}, "'satisfied_when' is missing"),
    ({"satisfied_when": {"all": []}}, {}, "at least one condition"),
    ({"satisfied_when": {"at_least_n_of": {"n": 2, "of": [REQUIREMENT["satisfied_when"]]}}}, {}, "but there are 1"),
    ({"evidence": {"at_least": "documented"}}, {}, "no kind of evidence is listed"),
    ({"source": {"document": "A", "read": "text", "year": "last"}}, {}, "needs a year"),
    ({"remedy": {"owner": "supplier", "text": {"en": "Do."}}}, {}, "'due' is missing"),
    ({"cases": [{"name": "x", "given": {"answers.x.y": 1}, "expect": "met"}]}, {}, "fact 'answers.x.y' is unknown"),
    ({}, {"score": {"model": "threshold_pairs"}}, "threshold_pairs needs `threshold`"),
    ({}, {"weights": {"critical": 0, "major": 0, "minor": 0}}, "the weights sum to zero"),
    ({}, {"governance": None}, "'governance' is missing"),
    ({}, {"governance": {**HEADER["governance"], "workers_part": "some"}}, "'some' is no workers_part"),
    ({}, {"edition": "2"}, "the folder says"),
]  # fmt: skip


@pytest.mark.parametrize(("requirement", "header", "words"), MISTAKES, ids=[m[2] for m in MISTAKES])
def test_mistake(write: Write, requirement: dict[str, Any], header: dict[str, Any], words: str) -> None:
    if "edition" in header:
        root = write()
        _dump(root / "small" / "1" / "pack.yaml", {**HEADER, **header})
    else:
        root = write(requirement, **header)
    assert words in refusal(root)


def test_thresholds_are_kept_for_pairs(write: Write) -> None:
    standard = load(write({"threshold": "3.1"}, score={"model": "threshold_pairs", "max": 99}))
    assert standard.requirements[0].threshold == "3.1"
    assert standard.score.max == 10


def test_only_choices_of_the_tool_can_be_moved() -> None:
    pai = load_standard("pai", load_question_bank(), UNITS)
    moved = with_parameters(pai, {"nearly_all": 0.01}).parameters["nearly_all"]
    assert (moved.value, moved.default) == (0.01, 0.05)
    with pytest.raises(UsageError, match="set by the source"):
        with_parameters(pai, {"max_weekly_hours": 60})
    with pytest.raises(UsageError, match="did you mean 'nearly_all'"):
        with_parameters(pai, {"nearly_al": 0.01})


def test_the_hash_is_that_of_contents_and_names_not_of_where_the_pack_lies(write: Write, tmp_path: Path) -> None:
    root = write()
    first = load(root).sha256
    shutil.copytree(root, tmp_path / "copy")
    assert load(tmp_path / "copy").sha256 == first
    file = tmp_path / "copy" / "small" / "1" / "requirements" / "only.yaml"
    file.write_text(file.read_text("utf-8") + "# changed\n", "utf-8")
    assert load(tmp_path / "copy").sha256 != first


def test_the_list_names_what_ships() -> None:
    (pai,) = [e for e in list_standards() if e.id == "pai"]
    assert (pai.edition, pai.requirements, pai.score_model) == ("2022", 152, "weighted")


def test_free_text_counts_only_where_somebody_has_to_read_it(write: Write) -> None:
    """Any word satisfies it: the pack says `review: required`, or is refused."""
    reason = {
        "severity": "minor",
        "satisfied_when": {"all": [{"not": {"fact": "answers.pay.structure_rationale", "is": "none"}}]},
    }
    kinds = {"at_least": "documented", "kinds": ["policy"]}
    assert "any word satisfies a question that is answered in free text" in refusal(
        write({**reason, "evidence": kinds})
    )
    read = {**reason, "evidence": {**kinds, "review": "required"}}
    assert load(write(read, root="others")).requirements[0].evidence.review == "required"


def test_a_law_of_some_countries_is_in_force_there_for_all_that_says_nothing_else(write: Write) -> None:
    law = {"from": "2026-12-02", "countries": ["DE", "FR"]}
    root = write({"id": "S-1"}, {"id": "S-2", "in_force": {"from": "2027-01-01"}}, in_force=law)
    first, second = load_standard("small", load_question_bank(), UNITS, [root]).requirements
    assert first.in_force == (date(2026, 12, 2), None, ("DE", "FR"))
    assert second.in_force == (date(2027, 1, 1), None, ())
    root = write({"id": "S-1"}, root="others", in_force={"from": "2022-11-01"})
    (published,) = load_standard("small", load_question_bank(), UNITS, [root]).requirements
    assert published.in_force == (None, None, ())
