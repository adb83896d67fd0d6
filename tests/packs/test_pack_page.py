"""The page of every shipped standard is fresh and whole, and nothing written in a pack can break out of it."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checker.load.standards import list_standards
from checker.model.standard import InForce, Requirement, Standard
from checker.pipeline.measures import compile_standards
from checker.pipeline.pack_page import standard_page
from checker.render.pack_page import Wording, render_pack

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = [f"{entry.id}@{entry.edition}" for entry in list_standards()]


def page_of(name: str) -> Path:
    return ROOT / "standards" / name.replace("@", "/") / "REQUIREMENTS.md"


def entries(text: str) -> dict[str, dict[str, str]]:
    """Return what stands under each requirement of a page: label -> text, read without the code that wrote it."""
    found: dict[str, dict[str, str]] = {}
    for block in re.split(r'^### <a id="', text, flags=re.MULTILINE)[1:]:
        lines = re.findall(r"^- ([^:]+?)(?: \([^)]*\))?: (.*)$", block, flags=re.MULTILINE)
        found[block.partition('"')[0]] = dict(lines)
    return found


@pytest.fixture(scope="module")
def pai() -> Standard:
    return compile_standards(("pai@2022",), ())[0].standard


@pytest.mark.parametrize("name", NAMES)
def test_page_is_what_the_pack_says_today(name: str) -> None:
    advice = f"run: fairlabel standards doc {name} --output {page_of(name).relative_to(ROOT)}"
    assert page_of(name).read_bytes() == standard_page(name, ()), advice


@pytest.mark.parametrize("name", NAMES)
def test_page_has_every_requirement_once_in_its_theme(name: str) -> None:
    standard = compile_standards((name,), ())[0].standard
    text = page_of(name).read_text(encoding="utf-8")
    assert re.findall(r'^### <a id="([^"]+)"', text, re.MULTILINE) == [
        r.id for theme in standard.themes for r in standard.requirements if r.theme == theme
    ]
    needed = {"Asked of", "Severity and profile", "Satisfied when", "Evidence", "Why", "Source", "Threshold"}
    assert {rid: needed - set(fields) for rid, fields in entries(text).items() if needed - set(fields)} == {}


def test_no_inferred_requirement_passes_for_the_words_of_its_source(pai: Standard) -> None:
    said = entries(page_of("pai@2022").read_text(encoding="utf-8"))
    inferred = [r for r in pai.requirements if r.source.read == "no"]
    assert len(inferred) == 112
    for requirement in inferred:
        fields = said[requirement.id]
        assert fields["Source"].endswith("the requirement is inferred"), requirement.id
        assert fields["Threshold"] != "the source's own", requirement.id
    marks = re.compile(
        r"\bnot read\b|this tool|recollection|\bA step\b|not (found )?in the text|no PAI|not PAI's|not in it|was read",
        re.IGNORECASE,
    )
    assert [r.id for r in inferred if not marks.search(f"{r.why['en']} {r.note}")] == []


def test_parameters_stand_with_value_and_owner(pai: Standard) -> None:
    text = page_of("pai@2022").read_text(encoding="utf-8")
    assert "| max_weekly_hours | 48 hours | another source |" in text
    assert "| nearly_all | 5% | this tool |" in text
    said = entries(text)
    assert said["PAI-TIM-04"]["Parameters"] == "max_weekly_hours"
    assert "Parameters" not in said["PAI-PAY-05"]
    assert "Applies where" in said["PAI-WEL-02"]
    assert "Applies where" not in said["PAI-WEL-04"]


HOSTILE = "<script>x</script> | *bold* [go](http://evil.example)\n## Heading\n- item `code` \u202e"


def hostile(requirement: Requirement) -> Requirement:
    text = {"en": HOSTILE}
    source = requirement.source._replace(document=HOSTILE, section=HOSTILE, url="javascript:alert(1)")
    assert requirement.remedy is not None
    return replace(
        requirement, title=text, why=text, note=HOSTILE, source=source, remedy=requirement.remedy._replace(text=text)
    )


def test_words_of_a_pack_stay_words(pai: Standard) -> None:
    one = hostile(pai.requirements[0])
    parameter = next(iter(pai.parameters.values()))._replace(why={"en": HOSTILE}, name="a|b")
    governance = pai.governance._replace(**dict.fromkeys(("proposed_by", "decided_by", "funder", "note"), HOSTILE))
    standard = replace(
        pai, title={"en": HOSTILE}, established={"en": HOSTILE}, terms={"en": HOSTILE}, governance=governance,
        requirements=(one,), themes={one.theme: {"en": HOSTILE}}, parameters={"a|b": parameter},
    )  # fmt: skip
    said = Wording(HOSTILE, HOSTILE, ((0.5, HOSTILE),), HOSTILE, ("a|b",))
    text = render_pack(standard, {one.id: said}, dict.fromkeys(one.evidence.listed, HOSTILE)).decode("utf-8")
    assert "<script" not in text
    assert not re.search(r"(?<!\\)\]\(", text)
    assert "javascript:alert(1)>" not in text
    assert "\u202e" not in text
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert [line.split()[0] for line in headings] == ["#", "##", "##", "##", "##", "##", "###"]
    assert [row.replace("\\|", "").count("|") for row in text.splitlines() if row.startswith("| a")] == [5]
    assert render_pack(standard, {one.id: said}, {}) == render_pack(standard, {one.id: said}, {})


def test_page_says_when_and_where_requirements_are_in_force(pai: Standard) -> None:
    late = InForce(date(2027, 6, 12), None, ())
    there = InForce(date(2026, 12, 2), date(2030, 1, 1), ("AT", "BE"))
    first, second, *others = pai.requirements
    law = replace(pai, requirements=(replace(first, in_force=late), replace(second, in_force=there), *others))
    words = {r.id: Wording("") for r in pai.requirements}
    text = render_pack(law, words, {}).decode()
    assert f"- from 2027-06-12: {first.id}\n" in text
    assert f"- from 2026-12-02, until 2030-01-01, where work is done in AT, BE: {second.id}\n" in text
    everywhere = replace(pai, requirements=tuple(replace(r, in_force=late) for r in pai.requirements))
    assert "- from 2027-06-12: every requirement\n" in render_pack(everywhere, words, {}).decode()
    assert "asks anything" not in render_pack(pai, words, {}).decode()


def test_command_writes_the_page_whole_or_to_standard_output(tmp_path: Path) -> None:
    file = tmp_path / "new" / "pai.md"
    run = [sys.executable, "-m", "checker", "standards", "doc"]
    subprocess.run([*run, "pai", "--output", str(file)], cwd=ROOT, check=True, capture_output=True)
    printed = subprocess.run([*run, "pai@2022"], cwd=ROOT, check=True, capture_output=True)
    assert file.read_bytes() == printed.stdout == page_of("pai@2022").read_bytes()
    wrong = subprocess.run([*run, "nosuch"], cwd=ROOT, check=False, capture_output=True, text=True)
    assert (wrong.returncode, "nosuch" in wrong.stderr) == (2, True)
