"""How many questions a typical supplier answers: the table in vendor_templates/README.md, and a second count of it.

The second count walks the YAML of packs and question bank as they stand, without the package.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.cli.main import run
from checker.load.question_bank import load_question_bank
from checker.pipeline.question_counts import asked_after, asked_of, count_questions
from checker.pipeline.standards import list_standards

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "vendor_templates" / "README.md"
EVERYTHING = tuple(f"{entry.id}@{entry.edition}" for entry in list_standards(()))
CHOICES = {
    "PAI, core profile": (("pai",), "core"),
    "PAI, extended": (("pai",), "extended"),
    "Fairwork AI": (("fairwork-ai",), "extended"),
    "Fairwork Cloudwork": (("fairwork-cloudwork",), "extended"),
    "all packs": (EVERYTHING, "extended"),
}
BPO = {
    "meta.employment_statuses": ("employee", "fixed_term"), "meta.sensitive_content": "none",
    "meta.automated_management": False, "meta.recruiters_used": False, "pay.models": ("hourly",), "subs.tiers": 0,
    "time.overtime": "none_worked", "workers.min_age": 18, "workers.recruitment_fees_charged": False,
    "wellbeing.counselling": "none", "management.reasons_given": "in_writing",
}  # fmt: skip
"""A typical BPO: staff paid by the hour, no distressing material, no software that manages, nobody in between."""
CROWD = {
    **BPO, "meta.employment_statuses": ("platform_worker",), "meta.automated_management": True,
    "pay.models": ("per_accepted_unit",), "meta.code_signatory": False,
}  # fmt: skip
"""A typical crowd platform: paid by the accepted unit, software gives out and rates the work."""
TYPICAL = {"bpo": BPO, "crowd_platform": CROWD}
AIMS = {"PAI, core profile": 45, "Fairwork AI": 40, "all packs": 160}
COUNTRY = ("KE",)


def row(label: str) -> list[str]:
    standards, profile = CHOICES[label]
    cells = [label]
    for kind, said in TYPICAL.items():
        asked = asked_of(standards, (), profile, "supplier", (kind,), COUNTRY)
        typical = len(asked_after(asked, said, "supplier"))
        cells.append(f"{typical} (at most {len(asked)})" if asked else "none; it is for other kinds")
    buyer = count_questions(standards, (), profile)[-1]
    return [*cells, f"{buyer.always} to {buyer.most}" if buyer.most else "none"]


def table() -> str:
    lines = ["| standards | BPO | crowd platform | buyer |", "|---|---|---|---|"]
    return "\n".join([*lines, *(f"| {' | '.join(row(label))} |" for label in CHOICES)])


def test_the_page_has_the_numbers_of_today(update_golden: bool) -> None:
    """`make golden` writes them anew."""
    text = PAGE.read_text(encoding="utf-8")
    marks = re.compile(r"(?<=<!-- counts:start -->\n).*?(?=\n<!-- counts:end -->)", re.DOTALL)
    assert marks.search(text)
    if update_golden:
        PAGE.write_text(marks.sub(lambda _: table(), text), encoding="utf-8")
    else:
        assert marks.search(text)[0] == table()  # type: ignore[index]


@pytest.mark.parametrize("kind", TYPICAL)
@pytest.mark.parametrize("label", AIMS)
def test_no_typical_supplier_is_asked_more_than_the_aim(label: str, kind: str) -> None:
    standards, profile = CHOICES[label]
    asked = asked_of(standards, (), profile, "supplier", (kind,), COUNTRY)
    assert len(asked_after(asked, TYPICAL[kind], "supplier")) <= AIMS[label]


def test_typical_answers_are_answers_of_the_bank() -> None:
    bank = load_question_bank()
    for said in TYPICAL.values():
        for name, value in said.items():
            options = {option.id for option in bank.questions[name].options}
            given = {value} if isinstance(value, str) else set(value) if isinstance(value, tuple) else set()
            assert given <= options, name


@pytest.mark.parametrize("label", ["PAI, core profile", "Fairwork AI", "all packs"])
@pytest.mark.parametrize("kind", TYPICAL)
def test_a_count_without_the_package_agrees(label: str, kind: str) -> None:
    standards, profile = CHOICES[label]
    files = [f for name in standards for f in _folder(name).glob("requirements/*.yaml")]
    wanted = {name for f in files for r in _asked(f) if _fits(r, f, kind, profile) for name in _names(r)}
    bank = {q["id"]: q for f in (ROOT / "vendor_templates/questions").glob("*.yaml") for q in _yaml(f)["questions"]}
    while more := {n for q in wanted & bank.keys() for n in _names(bank[q].get("asked_when") or {})} - wanted:
        wanted |= more
    counted = {name for name in wanted if bank[name]["respondent"] in ("supplier", "both")}
    assert counted == set(asked_of(standards, (), profile, "supplier", (kind,)))


def test_the_command_counts_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["standards", "questions", "pai", "--profile", "core"]) == 0
    found = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines()[1:]}
    for count in count_questions(("pai",), (), "core"):
        assert found[count.who] == [str(count.always), str(count.most)]


def test_what_is_law_only_elsewhere_is_not_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["new", str(tmp_path / "x"), "--standard", "eu-pwd", "--kind", "crowd_platform"]
    assert run([*call, "--country", "ke"]) == 0
    assert ": 0 questions" in capsys.readouterr().out
    assert run(["new", str(tmp_path / "y"), *call[2:], "--country", "DE", "--country", "KE"]) == 0
    assert ": 0 questions" not in capsys.readouterr().out
    assert run([*call[:1], str(tmp_path / "z"), "--country", "UK"]) == 2
    assert "did you mean GB?" in capsys.readouterr().err


def test_a_question_is_asked_from_easy_to_hard_and_after_what_it_hangs_on(tmp_path: Path) -> None:
    """In each section: openers, one choice, lists and figures, text; why and what counts stand before the answer."""
    from checker.render.blank_questionnaire import HARDNESS

    everything = [word for name in EVERYTHING for word in ("--standard", name)]
    assert run(["new", str(tmp_path / "x"), *everything]) == 0
    text = (tmp_path / "x" / "questionnaire.yaml").read_text(encoding="utf-8")
    bank, raw = load_question_bank(), yaml.safe_load(text)["answers"]
    openers = {n for q in _bank() for n in _names(q.get("asked_when") or {})}
    place = {f"{s}.{n}": i for i, (s, n) in enumerate((s, n) for s, part in raw.items() for n in part)}
    for section, part in raw.items():
        free = [bank.questions[f"{section}.{n}"] for n in part if bank.questions[f"{section}.{n}"].asked_when is None]
        hardness = [0 if q.id in openers else HARDNESS.get(q.type, 2) for q in free]
        assert hardness == sorted(hardness), section
    for question in _bank():
        for opener in _names(question.get("asked_when") or {}):
            if question["id"] in place and opener in place:
                assert place[opener] < place[question["id"]]
    for entry in re.findall(r"(?:^    #.*\n)+(?=^    [a-z_]+:$)", text, re.MULTILINE):
        why, answer = entry.index("# Why: "), entry.index("# Answer: ")
        assert why < answer
        assert "# Shown by: " not in entry[answer:]


def _folder(name: str) -> Path:
    pack, _, edition = name.partition("@")
    return max(folder for folder in (ROOT / "standards" / pack).glob(edition or "*") if folder.is_dir())


def _yaml(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _bank() -> list[dict[str, Any]]:
    return [q for f in (ROOT / "vendor_templates/questions").glob("*.yaml") for q in _yaml(f)["questions"]]


def _asked(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _yaml(file)["requirements"]
    return found


def _fits(requirement: dict[str, Any], file: Path, kind: str, profile: str) -> bool:
    kinds = requirement.get("scope") or [kind]
    core = profile == "extended" or requirement["profile"] == "core"
    return core and kind in kinds and requirement["subject"] in ("supplier", "both")


def _names(node: Any) -> set[str]:
    """Return the questions that conditions in ``node`` read, cases left out."""
    if isinstance(node, dict):
        found = set()
        if isinstance(node.get("fact"), str) and node["fact"].startswith("answers."):
            found.add(node["fact"].removeprefix("answers."))
        return found.union(*(_names(value) for key, value in node.items() if key != "cases"), set())
    return set().union(*(_names(part) for part in node)) if isinstance(node, list) else set()
