"""Which entry of the settings is for whom, and which bars they may move."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from checker.errors import InputError
from checker.load.question_bank import load_question_bank
from checker.load.settings import load_settings
from checker.load.standards import find_packs, load_pack
from checker.model.assessment import Report, SubjectResult
from checker.model.settings import Settings
from checker.pipeline.measures import Choices, compile_standards, metric_words
from checker.pipeline.measuring import check_settings
from checker.pipeline.run import check
from checker.pipeline.settings import rule_for
from checker.render import pieces
from tests.subjects import questionnaire, write_subject

HEAD = "fairlabel: settings/1\n"
EXAMPLES = Path(__file__).resolve().parents[3] / "vendor_templates" / "examples"


def load(folder: Path, text: str) -> Settings:
    (folder / "fairlabel.yaml").write_text(HEAD + text, encoding="utf-8")
    return load_settings(folder / "fairlabel.yaml")


FITS = [
    ("vendors/tier1/acme", "folder"),
    ("vendors/tier1/*", "folder"),
    ("vendors/**", "folder"),
    ("**/acme", "folder"),
    ("vendors/**/acme", "folder"),
    ("vendors/tier?/a*e", "folder"),
    ("./vendors/tier1/acme/", "folder"),
    ("acme-id", "id"),
    ("acme*", "id"),
    ("*", "id"),
    ("vendors/*", None),
    ("vendors/tier1", None),
    ("acme", None),
    ("tier1/acme", None),
    ("vendors/tier[1]/acme", None),
    ("ACME-ID", None),
    ("vendors/tier1/acme-id", None),
    ("a/acme-id", None),
]


@pytest.mark.parametrize(("match", "by"), FITS)
def test_what_a_pattern_fits(match: str, by: str | None, tmp_path: Path) -> None:
    acme = write_subject(tmp_path / "vendors" / "tier1" / "acme", questionnaire("acme-id"))
    found = rule_for(load(tmp_path, f"suppliers:\n  - match: '{match}'\n"), acme)
    assert (found.by if found else None) == by


def test_the_first_entry_that_fits_applies_and_nothing_of_a_later_one(tmp_path: Path) -> None:
    acme = write_subject(tmp_path / "vendors" / "acme", questionnaire("acme"))
    first, second = "  - {match: vendors/*, fail_on: minor}\n", "  - {match: vendors/acme, standards: [eti]}\n"
    found = rule_for(load(tmp_path, f"suppliers:\n{first}{second}"), acme)
    assert found is not None
    assert (found.rule.fail_on, found.rule.standards) == ("minor", None)
    found = rule_for(load(tmp_path, f"suppliers:\n{second}{first}"), acme)
    assert found is not None
    assert (found.rule.fail_on, found.rule.standards) == (None, ("eti",))


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("standards: [pai, pia]", "no standard is called 'pia'", (2, 18)),
        ("suppliers:\n  - {match: a, standards: [eti@1999]}", "no standard is called 'eti@1999'", (3, 28)),
        ("parameters: {pia: {nearly_all: 0.1}}", "no standard is called 'pia'", (2, 14)),
        ("parameters: {pai@2022: {nearly_all: 0.1}}", "no standard is called 'pai@2022'", (2, 14)),
        ("parameters: {pai: {nearly_al: 0.1}}", "did you mean 'nearly_all'?", (2, 20)),
        ("parameters: {pai: {max_payment_delay_days: 60}}", "is set by another named source (31 days)", (2, 20)),
        ("parameters: {pai: {nearly_all: 5}}", "5 is no share: it needs a number from 0 to 1", (2, 32)),
        ("parameters: {pai: {nearly_all: -0.1}}", "is no share", (2, 32)),
        ("parameters: {pai: {nearly_all: .inf}}", "is no number that a bar can have", (2, 32)),
        ("parameters: {pai: {nearly_all: .nan}}", "is no number that a bar can have", (2, 32)),
        ("parameters: {pai: {payment_delay_band_days: 45.5}}", "it needs a whole number", (2, 45)),
        ("parameters: {pai: {payment_delay_band_days: -1}}", "there is nothing below 0", (2, 45)),
        ("parameters: {ilo-fundamental: {pay_gap_share_other_way: 0.05}}", "a number from -1 to 0", (2, 57)),
    ],
)  # fmt: skip
def test_what_no_pack_has_and_what_no_setting_moves(
    text: str, words: str, place: tuple[int, int], tmp_path: Path
) -> None:
    with pytest.raises(InputError) as error:
        check_settings(Choices(settings=load(tmp_path, f"{text}\n")))
    (problem,) = error.value.problems
    assert words in str(problem)
    assert (problem.line, problem.column) == place


def test_only_the_tools_own_choices_move_in_any_pack(tmp_path: Path) -> None:
    """Every parameter of every pack that ships, set to what it is: taken exactly where its basis is `tool_choice`."""
    bank, units = load_question_bank(), metric_words()[0]
    fixed = 0
    for folder in find_packs():
        for name, parameter in load_pack(folder, bank, units).parameters.items():
            settings = load(tmp_path, f"parameters: {{{folder.id}: {{{name}: {parameter.value}}}}}\n")
            if parameter.basis == "tool_choice":
                check_settings(Choices(settings=settings))
                continue
            fixed += 1
            with pytest.raises(InputError, match="no setting moves it"):
                check_settings(Choices(settings=settings))
    assert fixed > 5


def test_a_moved_parameter_keeps_the_packs_value_beside_it(tmp_path: Path) -> None:
    settings = load(tmp_path, "parameters: {pai: {nearly_all: 0.02}}\n")
    (pai,) = compile_standards(["pai"], (), settings=settings)
    assert pai.standard.parameters["nearly_all"][1] == 0.02
    assert pai.standard.parameters["nearly_all"].default == 0.05
    (plain,) = compile_standards(["pai"], ())
    assert {n: p.value for n, p in pai.standard.parameters.items() if n != "nearly_all"} == {
        n: p.value for n, p in plain.standard.parameters.items() if n != "nearly_all"
    }


SUBJECTS = tuple((EXAMPLES / name, name) for name in ("lakeshore-data-services", "millgate-labelling", "taskharbour"))


@cache
def _without_settings() -> Report:
    return check(SUBJECTS, Choices())


@pytest.mark.parametrize(
    "text",
    [
        "fail_on: never\njobs: 7\nprofile: core\n",
        "suppliers:\n  - {match: '*', fail_on: never}\n",
        "suppliers:\n  - {match: '**', fail_on: minor, standards: [pai]}\n",
        "suppliers:\n  - {match: lakeshore-*, kinds: [bpo]}\n",
    ],
)
def test_no_setting_but_a_parameter_raises_a_status_or_a_score(text: str, tmp_path: Path) -> None:
    """Statuses, credits and scores with settings are those without; kinds that are confirmed as stated move none."""
    settings = load(tmp_path, text)
    after = check(SUBJECTS, Choices(settings=settings))
    assert [_judged(s) for s in _without_settings().subjects] == [_judged(s) for s in after.subjects]
    used = [s.judged_by.settings for s in after.subjects]
    assert all(one is not None and one.file == settings.file for one in used)


def test_what_a_parameter_moves_is_named_with_both_values(tmp_path: Path) -> None:
    settings = load(tmp_path, "parameters: {pai: {nearly_all: 1}}\n")
    after = check(SUBJECTS[:1], Choices(settings=settings))
    assert _judged(_without_settings().subjects[0]) != _judged(after.subjects[0])
    moved = [p for p in after.subjects[0].judged_by.parameters if p["differs"]]
    assert [(p["pack"], p["name"], p["value"], p["default"]) for p in moved] == [("pai", "nearly_all", 1, 0.05)]
    for fmt in ("text", "markdown", "html"):
        page = b"".join(pieces(after, fmt)).decode("utf-8")
        assert "nearly_all" in page
        assert "0.05" in page


def test_standards_and_gate_of_single_suppliers_in_one_process_and_in_two(tmp_path: Path) -> None:
    acme = write_subject(tmp_path / "vendors" / "acme", questionnaire("acme"))
    globex = write_subject(tmp_path / "vendors" / "globex", questionnaire("globex"))
    text = "suppliers:\n  - {match: vendors/acme, standards: [eti, pai], fail_on: never}\n"
    settings = load(tmp_path, text)
    subjects = [(acme, "acme"), (globex, "globex")]
    found = [check(subjects, Choices(settings=settings, jobs=jobs, fail_on="minor")) for jobs in (1, 2)]
    pages = [b"".join(pieces(report, "json")) for report in found]
    assert pages[0] == pages[1]
    one, two = json.loads(pages[0])["subjects"]
    assert [s["id"] for s in one["standards"]] == ["eti", "pai"]
    assert [s["id"] for s in two["standards"]] == ["pai"]
    assert (one["fail_on"], two.get("fail_on")) == ("never", None)
    assert one["judged_by"]["settings"]["entry"]["match"] == "vendors/acme"
    assert two["judged_by"]["settings"]["entry"] is None
    only = [check([one], Choices(settings=settings, fail_on="minor")).exit_code for one in subjects]
    assert only[0] == 0
    assert found[0].exit_code == only[1] != 0


def test_kinds_are_confirmed_and_what_differs_from_what_was_said_is_a_warning(tmp_path: Path) -> None:
    crowd = replace(Choices(), settings=load(tmp_path, "suppliers:\n  - {match: acme, kinds: [crowd_platform]}\n"))
    bpo = replace(Choices(), settings=load(tmp_path, "suppliers:\n  - {match: acme, kinds: [bpo]}\n"))
    acme = write_subject(tmp_path / "acme", questionnaire("acme"))
    stated, same, other = (check([(acme, "acme")], choices).subjects[0] for choices in (Choices(), bpo, crowd))
    assert [(s.kinds, s.kinds_confirmed) for s in (stated, same, other)] == [
        (("bpo",), False), (("bpo",), True), (("crowd_platform",), True),
    ]  # fmt: skip
    codes = [[f.code for f in s.findings if f.code == "kinds_by_settings"] for s in (stated, same, other)]
    assert codes == [[], [], ["kinds_by_settings"]]


def test_kinds_that_the_settings_confirm_hold_no_verdict_open(tmp_path: Path) -> None:
    acme = write_subject(tmp_path / "acme", questionnaire("acme"))
    settings = load(tmp_path, "suppliers:\n  - {match: acme, kinds: [bpo]}\n")
    both = [Choices(standards=("pai", "fairwork-cloudwork"), settings=one) for one in (None, settings)]
    stated, same = (check([(acme, "acme")], choices).subjects[0] for choices in both)
    held = [any("stated only" in why for s in one.standards for why in s.holds) for one in (stated, same)]
    assert held == [True, False]
    assert stated.judged_by.left_out == same.judged_by.left_out != ()


def _judged(subject: SubjectResult) -> list[object]:
    """Return scores of both profiles, and status and credit of every requirement."""
    return [
        (s.id, s.sums, [(x.clause.requirement, x.status, x.credit) for x in s.standings]) for s in subject.standards
    ]
