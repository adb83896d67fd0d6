"""Files of waivers: what is whole is kept, a bad entry is none and says why and where, a broken file ends the run."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from checker.errors import InputError
from checker.load.waivers import load_waivers
from checker.model.evidence import Place
from checker.model.overlay import Waiver, WaiverFile
from tests.subjects import SILENT, questionnaire, write_subject
from tests.unit.load.test_schemas import faults

GOOD = (
    "  - {requirement: PAI-COM-03, subject: acme, reason: A contact is being named., approved_by: head of procurement,"
    " from: 2026-07-01, until: 2026-12-31, remedy: Name a contact.}\n"
)
HEAD = "fairlabel: waivers/1\nwaivers:\n"


def load(folder: Path, text: str | bytes) -> WaiverFile:
    file = folder / "waivers.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return load_waivers(file)


def test_a_whole_waiver(tmp_path: Path) -> None:
    found = load(tmp_path, HEAD + GOOD)
    assert found.refused == ()
    assert found.waivers == (
        Waiver(
            "PAI-COM-03", "acme", "A contact is being named.", "head of procurement", date(2026, 7, 1),
            date(2026, 12, 31), "Name a contact.", Place(f"{tmp_path.as_posix()}/waivers.yaml", 3, 5, "waivers[0]"),
        ),
    )  # fmt: skip
    assert (found.file.role, len(found.file.sha256)) == ("waivers", 64)


@pytest.mark.parametrize("text", ["waivers: []", "waivers:", ""])
def test_a_file_may_have_no_waiver(text: str, tmp_path: Path) -> None:
    assert load(tmp_path, f"fairlabel: waivers/1\n{text}\n")[1:] == ((), ())


def column(word: str) -> tuple[int, int]:
    """Return where ``word`` stands in the third line of a file."""
    return 3, GOOD.index(word) + 1


UNTIL = column("2026-12-31")
BAD: dict[str, tuple[str, str, str, tuple[int, int]]] = {
    "without end": (", until: 2026-12-31", "", "lacks until: without an end it would excuse for ever", (3, 5)),
    "end is empty": ("until: 2026-12-31", "until: tbd", "lacks until", (3, 5)),
    "31 February": (
        "until: 2026-12-31",
        "until: 2027-02-31",
        "'2027-02-31' is no day of the calendar",
        UNTIL,
    ),
    "no day": ("until: 2026-12-31", "until: December", "'December' is no day of the calendar", UNTIL),
    "a number": ("until: 2026-12-31", "until: 20261231", "20261231 is no day of the calendar", UNTIL),
    "without beginning": (" from: 2026-07-01,", "", "lacks from", (3, 5)),
    "reversed": (
        "until: 2026-12-31",
        "until: 2026-06-30",
        "ends (2026-06-30) before it begins (2026-07-01)",
        UNTIL,
    ),
    "without requirement": ("requirement: PAI-COM-03, ", "", "lacks requirement: nothing tells", (3, 5)),
    "without subject": (" subject: acme,", "", "lacks subject: it would excuse everybody", (3, 5)),
    "without reason": (" reason: A contact is being named.,", "", "lacks reason", (3, 5)),
    "without a name": (" approved_by: head of procurement,", "", "lacks approved_by: nobody answers for it", (3, 5)),
    "without remedy": (", remedy: Name a contact.", "", "lacks remedy", (3, 5)),
    "an address": ("head of procurement", "jo@example.org", "names a person: an address is no role", column("head of")),
    "another key": ("subject:", "suppliers: [acme], subject:", "unknown key 'suppliers'", column("subject")),
    "a list": ("subject: acme", "subject: [acme, globex]", "is a list, not text", column("acme")),
    "no mapping": (GOOD, "  - PAI-COM-03\n", "a waiver is text ('PAI-COM-03'), not a mapping", (3, 5)),
    "empty": (GOOD, "  -\n" + GOOD, "a waiver is empty", (3, 4)),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_entry_is_no_waiver_and_says_why_and_where(name: str, tmp_path: Path) -> None:
    old, new, words, spot = BAD[name]
    assert old in GOOD
    second = GOOD.replace("PAI-COM-03", "PAI-COM-04")
    found = load(tmp_path, HEAD + GOOD.replace(old, new, 1) + second)
    assert "PAI-COM-04" in [w.requirement for w in found.waivers], "the others stand"
    assert all(one.cause == "bad_entry" and one.todo for one in found.refused)
    one = next(one for one in found.refused if words in one.what)
    assert (one.place.line, one.place.column) == spot
    assert one.place.file.endswith("waivers.yaml")


def test_every_mistake_of_an_entry_is_said(tmp_path: Path) -> None:
    found = load(tmp_path, HEAD + "  - {requirement: PAI-COM-03, subject: acme, until: 2026-02-31, why: x}\n")
    assert len(found.refused) == 6
    assert {(one.requirement, one.subject) for one in found.refused} == {("PAI-COM-03", "acme")}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"), ("- a\n", "is no mapping"), ("waivers: []\n", "does not say what it is"),
        ("fairlabel: waivers/2\nwaivers: []\n", "'waivers/2'"), ("fairlabel: assessment/1\n", "'assessment/1'"),
        ("fairlabel: waivers/1\nwaivers: none of them\n", "waivers is text"),
        ("fairlabel: waivers/1\nwaiver: []\n", "unknown key 'waiver'"),
        (HEAD + GOOD + "  - {requirement: [\n", "waivers.yaml:"), (b"\xff\xfe\x00f", "waivers.yaml"),
        (HEAD + "  - {reason: a, reason: b}\n", "stands twice"),
        (b"fairlabel: waivers/1 #" + b"x" * 10_000_001, "is 10.0 MB"),
        ("fairlabel: waivers/1\nwaivers: " + "[" * 60 + "]" * 60, "deep"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_of_waivers_is_an_error(text: str | bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        load(tmp_path, text)
    assert words in str(raised.value)


def test_who_is_judged_does_not_excuse_itself(tmp_path: Path) -> None:
    homes = [write_subject(tmp_path / name, questionnaire(name, evidence=SILENT)) for name in ("acme", "globex")]
    text = "fairlabel: questionnaire/1\ntemplate: buyer\nbuyer: {id: buyer}\n"
    homes.append(write_subject(tmp_path / "buyer", text))
    cases = (
        ("acme", "acme", "whoever is judged does not"),
        ("buyer", "acme", ""),
        ("buyer", "buyer", "whoever is judged"),
        ("globex", "acme", "no supplier excuses another"),
        ("acme", "globex", "no supplier excuses another"),
    )
    for inside, named, refused in cases:
        file = tmp_path / inside / "notes" / "waivers.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(HEAD + GOOD.replace("acme", named), encoding="utf-8")
        if refused:
            with pytest.raises(InputError, match=refused):
                load_waivers(file, homes)
        else:
            assert len(load_waivers(file, homes).waivers) == 1
    beside = tmp_path / "waivers.yaml"
    beside.write_text(HEAD + GOOD, encoding="utf-8")
    assert len(load_waivers(beside, homes).waivers) == 1
    os.symlink(beside, tmp_path / "acme" / "link.yaml")
    with pytest.raises(InputError, match="does not excuse itself"):  # whose folder a link is in decides where it leads
        load_waivers(tmp_path / "acme" / "link.yaml", homes)
    (tmp_path / "acme" / "real.yaml").write_text(HEAD + GOOD, encoding="utf-8")
    os.symlink(tmp_path / "acme" / "real.yaml", tmp_path / "outside.yaml")
    with pytest.raises(InputError, match="does not excuse itself"):
        load_waivers(tmp_path / "outside.yaml", homes)


def test_the_schema_takes_what_the_loader_takes_and_refuses_what_it_can_see() -> None:
    assert faults("waivers", HEAD + GOOD) == []
    unseen = {"31 February", "reversed"}
    for name, (old, new, _, _) in BAD.items():
        assert bool(faults("waivers", HEAD + GOOD.replace(old, new, 1))) == (name not in unseen), name
