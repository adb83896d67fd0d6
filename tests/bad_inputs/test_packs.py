"""Packs that are wrong in a way that only shows in a run: through the whole program, with exit code, words and place.

Mistakes of a single field are in `packs/`. Nothing is judged by a pack of which it is not clear what it asks.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.cli.main import run
from checker.load import crosswalk
from checker.load.crosswalk import members_of, read_crosswalk
from tests.subjects import SILENT, questionnaire, write_subject

Captured = pytest.CaptureFixture[str]
HEADER = """\
id: {id}
edition: '{edition}'
title: {{en: Small}}
issuer: Nobody
established: {{en: Invented.}}
terms: {{en: None.}}
score: {{model: weighted}}
governance: {{proposed_by: unknown, decided_by: unknown, workers_part: unknown, funder: unknown, date: unknown,
  dissent: unknown, source: unknown}}
"""
REQUIREMENT = """\
- id: {id}
  title: {{en: Complaints}}
  subject: supplier
  severity: major
  why: {{en: Because.}}
  threshold_origin: tool_choice
  source: {{document: None, url: "https://example.org/", read: 'no'}}
  evidence: {{at_least: documented, kinds: [policy]}}
  satisfied_when: {{fact: answers.grievance.exists, is: true}}
  remedy: {{owner: supplier, due: 30 days, text: {{en: Do.}}}}
  cases:
  - {{name: a, given: {{answers.grievance.exists: true}}, expect: met}}
  - {{name: b, given: {{answers.grievance.exists: false}}, expect: not_met}}
  - {{name: c, given: {{}}, expect: unknown}}
"""


class Packs:
    """A folder of small packs, and one subject to be judged by them."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "packs"
        self.subject = write_subject(
            folder / "acme", questionnaire("acme", evidence=SILENT, answers={}), without=["wages/pay.csv"]
        )

    def add(self, name: str = "small", edition: str = "1", ids: tuple[str, ...] = ("SM-1",)) -> Path:
        """Write a pack; return its theme file."""
        folder = self.home / name / edition
        (folder / "requirements").mkdir(parents=True)
        (folder / "pack.yaml").write_text(HEADER.format(id=name, edition=edition), encoding="utf-8")
        file = folder / "requirements" / "all.yaml"
        entries = "".join(REQUIREMENT.format(id=one) for one in ids)
        file.write_text(f"theme: all\ntitle: {{en: All}}\nrequirements:\n{entries}", encoding="utf-8")
        return file

    def check(self, *names: str) -> int:
        """Return the exit code of judging the subject by the packs called ``names``."""
        chosen = [word for name in names for word in ("--standard", name)]
        return run(["check", str(self.subject), *chosen, "--standards-dir", str(self.home)])

    def lint(self, *names: str) -> int:
        """Return the exit code of looking the packs over."""
        return run(["standards", "lint", *names, "--standards-dir", str(self.home)])


@pytest.fixture
def packs(tmp_path: Path) -> Packs:
    return Packs(tmp_path)


def _edit(file: Path, old: str, new: str, count: int = 1) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, count), encoding="utf-8")


def test_as_written_the_pack_is_in_order(packs: Packs, capsys: Captured) -> None:
    packs.add()
    assert packs.lint("small") == 0
    assert packs.check("small") == 5
    assert "small@1: 0 mistakes, 0 remarks" in capsys.readouterr().out


def test_ids_that_are_each_others_former_ids_end_the_run(packs: Packs, capsys: Captured) -> None:
    file = packs.add(ids=("SM-1", "SM-2"))
    _edit(file, "- id: SM-1\n", "- id: SM-1\n  aliases: [SM-2]\n")
    _edit(file, "- id: SM-2\n", "- id: SM-2\n  aliases: [SM-1]\n")
    assert packs.check("small") == 3
    said = capsys.readouterr().err
    assert said.startswith("Nothing was assessed.\n")
    assert (
        f"{file.as_posix()}:19:3, SM-2: the id 'SM-2' is taken by {file.as_posix()}:4:3 as a former id of SM-1" in said
    )
    assert "the id 'SM-1' is taken by" in said


def test_an_id_that_was_once_itself_ends_the_run(packs: Packs, capsys: Captured) -> None:
    _edit(packs.add(), "- id: SM-1\n", "- id: SM-1\n  aliases: [SM-1]\n")
    assert packs.check("small") == 3
    assert "SM-1 names itself as its former id; take it out of aliases" in capsys.readouterr().err


def test_packs_whose_ids_were_once_each_others_are_told_apart(packs: Packs) -> None:
    """A decision on SM-1 is one on SM-1, whatever another pack once called so."""
    _edit(packs.add(), "- id: SM-1\n", "- id: SM-1\n  aliases: [OT-1]\n")
    _edit(packs.add("other", ids=("OT-1",)), "- id: OT-1\n", "- id: OT-1\n  aliases: [SM-1]\n")
    assert packs.check("small", "other") == 5
    from checker.pipeline.measures import Choices, Measures

    assert Measures(Choices(standards=("small", "other"), standards_dirs=(packs.home,))).former_ids == {}


def test_one_id_in_two_packs_ends_the_run_and_is_found_by_lint(packs: Packs, capsys: Captured) -> None:
    packs.add()
    packs.add("other")
    assert packs.check("small") == 5
    assert packs.check("small", "other") == 3
    assert "the id 'SM-1' is small's as well; begin ids with a word of the standard's own" in capsys.readouterr().err
    assert packs.lint("small") == 3
    assert "SM-1.id: other has a requirement of this id too" in capsys.readouterr().out
    _edit(packs.home / "other" / "1" / "requirements" / "all.yaml", "SM-1", "PAI-PAY-01")
    assert packs.lint("other") == 3
    assert "PAI-PAY-01.id: pai has a requirement of this id too" in capsys.readouterr().out


def test_two_editions_may_share_their_ids_and_are_not_judged_in_one_run(packs: Packs, capsys: Captured) -> None:
    packs.add()
    packs.add(edition="2")
    assert packs.lint("small@1", "small@2") == 0
    assert packs.check("small@1", "small@2") == 2
    assert "small is named twice; two editions cannot be judged in one run" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("pack.yaml", ["small/pack.yaml: lies in no folder of an edition", "move what is in small/ to small/EDITION/"]),
        ("header", ["'edition' is missing"]),
        ("another", ["the folder says '1'"]),
    ],
)
def test_an_edition_that_is_missing_or_another_ends_the_run(
    packs: Packs, capsys: Captured, where: str, words: list[str]
) -> None:
    folder = packs.add().parents[1]
    if where == "pack.yaml":
        for item in list(folder.iterdir()):
            item.rename(folder.parent / item.name)
        folder.rmdir()
    else:
        _edit(folder / "pack.yaml", "edition: '1'\n", "" if where == "header" else "edition: '2'\n")
    assert packs.check("small") == 3
    said = capsys.readouterr().err
    assert said.startswith("Nothing was assessed.\n")
    assert [word for word in words if word not in said] == []


@pytest.mark.parametrize("levels", [1, 2])
def test_a_pack_named_in_place_of_the_folder_of_packs_is_noticed(packs: Packs, capsys: Captured, levels: int) -> None:
    inside = packs.add().parents[levels]
    assert run(["standards", "lint", "small", "--standards-dir", str(inside)]) == 3
    said = capsys.readouterr()
    assert packs.home.as_posix() in said.err + said.out


def test_an_edition_that_nobody_has_is_named(packs: Packs, capsys: Captured) -> None:
    packs.add()
    assert packs.check("small@7") == 2
    assert "no standard is called 'small@7'; did you mean 'small@1'?" in capsys.readouterr().err


def test_weights_that_sum_to_zero_end_the_run(packs: Packs, capsys: Captured) -> None:
    head = packs.add().parents[1] / "pack.yaml"
    head.write_text(head.read_text() + "weights: {critical: 0, major: 0, minor: 0, advisory: 0}\n", encoding="utf-8")
    assert packs.check("small") == 3
    assert "the weights sum to zero, so there is nothing to score" in capsys.readouterr().err


def test_weight_on_what_the_pack_does_not_have_scores_nothing(packs: Packs, capsys: Captured) -> None:
    """All the weight lies on advisory items and there are none: no number is made up."""
    head = packs.add().parents[1] / "pack.yaml"
    head.write_text(head.read_text() + "weights: {critical: 0, major: 0, minor: 0, advisory: 1}\n", encoding="utf-8")
    assert packs.lint("small") == 0
    assert "no requirement has a weight, so nothing is scored" in capsys.readouterr().out
    assert packs.check("small") == 5
    assert "Shown       none of 100" in capsys.readouterr().out


ALWAYS = {
    "either answer": "{any: [{fact: answers.grievance.exists, is: true}, {fact: answers.grievance.exists, is: false}]}",
    "a number at least nothing": "{fact: answers.pay.max_payment_delay_days, at_least: 0}",
    "every option": "{fact: answers.meta.sensitive_content, one_of: [none, possible, expected, core_of_task]}",
}


@pytest.mark.parametrize("how", ALWAYS)
def test_what_any_answer_satisfies_is_no_requirement(packs: Packs, capsys: Captured, how: str) -> None:
    """No case that is not met can come out, and there has to be one."""
    file = packs.add()
    _edit(file, "{fact: answers.grievance.exists, is: true}", ALWAYS[how])
    if "grievance" not in ALWAYS[how]:
        name, one = ("pay.max_payment_delay_days", 3) if "delay" in ALWAYS[how] else ("meta.sensitive_content", "none")
        _edit(file, "answers.grievance.exists: true}", f"answers.{name}: {one}}}")
        _edit(file, "answers.grievance.exists: false}", f"answers.{name}: {one}}}")
    assert packs.lint("small") == 3
    said = capsys.readouterr().out
    assert "SM-1, 'b': written not_met, came out met" in said
    assert "holds whatever is answered" in said or "grievance" in ALWAYS[how]
    assert run(["standards", "test", "small", "--standards-dir", str(packs.home)]) == 3


def test_what_applies_to_everybody_needs_no_condition(packs: Packs, capsys: Captured) -> None:
    always = "  applies_when: {fact: answers.pay.max_payment_delay_days, at_least: 0}\n  satisfied_when"
    _edit(packs.add(), "  satisfied_when", always)
    packs.lint("small")
    said = capsys.readouterr().out
    assert "answers.pay.max_payment_delay_days at_least: holds whatever is answered" in said
    assert "no case shows when it does not apply" in said


def test_an_option_that_no_question_has_ends_the_run(packs: Packs, capsys: Captured) -> None:
    _edit(
        packs.add(), "{fact: answers.grievance.exists, is: true}", "{fact: answers.pay.models, includes_any: [hourli]}"
    )
    assert packs.check("small") == 3
    said = capsys.readouterr().err
    assert "'hourli' is no option of answers.pay.models; did you mean 'hourly'?" in said


def test_a_case_that_contradicts_its_requirement_is_named_with_its_place(packs: Packs, capsys: Captured) -> None:
    file = packs.add()
    _edit(file, "exists: true}, expect: met", "exists: true}, expect: not_met")
    _edit(file, "exists: false}, expect: not_met", "exists: false}, expect: met")
    for command in ("lint", "test"):
        assert run(["standards", command, "small", "--standards-dir", str(packs.home)]) == 3
        shown = capsys.readouterr()
        assert f"{file.as_posix()}:15:5: SM-1, 'a': written not_met, came out met" in shown.out + shown.err
        assert "SM-1, 'b': written met, came out not_met" in shown.out + shown.err


def test_a_member_of_the_crosswalk_that_no_longer_exists_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    concepts = dict(read_crosswalk())
    first = next(concept for concept in concepts.values() if concept.strictest)
    lost = first._replace(strictest=(*first.strictest, "GONE-1"))
    monkeypatch.setattr(crosswalk, "read_crosswalk", lambda: {**concepts, first.id: lost})
    from checker.errors import PackError

    with pytest.raises(PackError) as refused:
        members_of()
    (problem,) = refused.value.problems
    assert problem.file == "standards/crosswalk.yaml"
    assert problem.line == first.place.line
    assert f"{first.id}: GONE-1 is called strictest, and no requirement of that id maps to it" in str(problem)


def test_a_concept_that_the_crosswalk_lacks_is_remarked(packs: Packs, capsys: Captured) -> None:
    _edit(packs.add(), "  cases:", "  maps_to: [CX-999]\n  cases:")
    assert packs.lint("small") == 0
    assert "SM-1.maps_to: the crosswalk has no concept 'CX-999'" in capsys.readouterr().out
    assert packs.check("small") == 5
