"""Packs that were kept: the same as packs that are read, whatever lies in the cache folder; nothing in it is run."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.load import kept_packs
from checker.load.cache_folder import HEAD, CacheFolder, cache_folder
from checker.load.crosswalk import members_of
from checker.load.kept_packs import keep, key_of, reader_code
from checker.load.packing import UnpackableError, unpack
from checker.load.question_bank import load_question_bank
from checker.load.standards import find_packs, list_standards, load_pack
from checker.model.condition import Condition, walk
from checker.model.evidence import Place
from checker.model.questions import QuestionBank
from checker.model.standard import ALWAYS, Standard
from checker.pipeline.measures import metric_words

UNITS = metric_words()[0]
posix = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners and permissions here")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a cache folder of this test's own, and forget the bank that this process holds."""
    monkeypatch.setenv("FAIRLABEL_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("FAIRLABEL_NO_CACHE", raising=False)
    load_question_bank.cache_clear()
    return tmp_path / "cache"


@pytest.fixture(autouse=True)
def _whole_bank_afterwards() -> Iterator[None]:
    yield
    load_question_bank.cache_clear()


def read_all() -> tuple[QuestionBank, tuple[Standard, ...]]:
    load_question_bank.cache_clear()
    bank = load_question_bank()
    return bank, tuple(load_pack(pack, bank, UNITS) for pack in find_packs())


def typed(value: Any) -> object:
    """Return ``value`` with the type of each part: 1, 1.0 and True are equal, and not the same."""
    if isinstance(value, frozenset):
        return frozenset, sorted(map(repr, value))
    if isinstance(value, Mapping):
        return type(value), [(key, typed(part)) for key, part in value.items()]
    if isinstance(value, tuple | list):
        return type(value), [typed(part) for part in value]
    if is_dataclass(value):
        return type(value), [typed(getattr(value, field.name)) for field in fields(value)]
    return type(value), repr(value)


def entries(folder: Path) -> list[Path]:
    return sorted((folder / "packs").iterdir())


def count_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which every file is added that is parsed from now on."""
    from checker.load import question_bank, standards

    read: list[str] = []
    for module in (question_bank, standards):
        parse = module.parse
        monkeypatch.setattr(module, "parse", lambda data, file, p=parse: (read.append(file), p(data, file))[1])
    return read


def test_kept_is_what_reading_gives(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRLABEL_NO_CACHE", "1")
    without = read_all()
    assert not folder.exists()
    monkeypatch.delenv("FAIRLABEL_NO_CACHE")
    first = read_all()
    parsed = count_reads(monkeypatch)
    second = read_all()
    assert parsed == []
    assert without == first == second
    assert typed(without) == typed(first) == typed(second)
    assert sum(len(standard.requirements) for standard in second[1]) > 390


def test_what_is_told_from_its_equals_stays_itself(folder: Path) -> None:
    read_all()
    bank, standards = read_all()
    forces = [r.in_force for s in standards for r in s.requirements]
    assert {force is ALWAYS for force in forces if force == ALWAYS} == {True}
    assert any(force is not ALWAYS for force in forces)
    assert bank is load_question_bank()


def test_crosswalk_and_list_are_kept_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRLABEL_NO_CACHE", "1")
    without = members_of(), list_standards()
    monkeypatch.delenv("FAIRLABEL_NO_CACHE")
    for _ in range(2):
        assert (members_of(), list_standards()) == without
    parsed = count_reads(monkeypatch)
    assert (members_of(), list_standards()) == without
    assert parsed == []


def spoil(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda file: (file.write_bytes(change(file.read_bytes())), None)[1]


def headed(key: str, payload: bytes) -> bytes:
    return HEAD + f"{key}\n{hashlib.sha256(payload).hexdigest()}\n".encode() + payload


class Bomb:
    """Unpickles by making a folder."""

    def __init__(self, where: Path) -> None:
        self.where = where

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, (str(self.where),)


def forged(content: object) -> Callable[[Path], None]:
    """Return what puts another object under an entry's own key, with the right hash."""
    return lambda file: (file.write_bytes(headed(file.name, pickle.dumps(content))), None)[1]


SPOILT: dict[str, Callable[[Path], None]] = {
    "empty": spoil(lambda data: b""),
    "cut in half": spoil(lambda data: data[: len(data) // 2]),
    "cut in its head": spoil(lambda data: data[:40]),
    "a sign changed": spoil(lambda data: data[:-500] + bytes([data[-500] ^ 1]) + data[-499:]),
    "something appended": spoil(lambda data: data + b"x"),
    "no entry at all": spoil(lambda data: b"\x80\x05N." * 100),
    "an older form": spoil(lambda data: data.replace(b"fairlabel-cache/1", b"fairlabel-cache/0")),
    "another type": forged(Place("x.yaml", 1, 1)),
    "nothing": forged(None),
    "no pickle": lambda file: (file.write_bytes(headed(file.name, b"no pickle")), None)[1],
    "a folder": lambda file: (file.unlink(), file.mkdir())[1],
    "a link that leads nowhere": lambda file: (file.unlink(), file.symlink_to("nowhere"))[1],
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_is_spoilt_is_read_anew(folder: Path, what: str) -> None:
    right = read_all()
    for file in entries(folder):
        SPOILT[what](file)
    assert read_all() == right
    assert read_all() == right


def test_every_spoilt_entry_is_replaced(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_all()
    for file in entries(folder):
        SPOILT["cut in half"](file)
    read_all()
    parsed = count_reads(monkeypatch)
    read_all()
    assert parsed == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(min_value=0, max_value=10**9), bit=st.integers(0, 7))
def test_no_changed_bit_is_believed(folder: Path, at: int, bit: int) -> None:
    made = keep(tuple, ["bits"], lambda: tuple(range(300)))
    file = folder / "packs" / key_of(["tuple", str(reader_code()), "bits"])
    data = bytearray(file.read_bytes())
    data[at % len(data)] ^= 1 << bit
    file.write_bytes(data)
    assert keep(tuple, ["bits"], lambda: ("read anew",)) == ("read anew",)
    file.unlink()
    assert keep(tuple, ["bits"], lambda: tuple(range(300))) == made


def test_an_entry_under_the_name_of_another_is_not_taken(folder: Path) -> None:
    """A valid entry, but of other content: what a stale or mixed-up folder would hold."""
    right = read_all()
    files = entries(folder)
    contents = [file.read_bytes() for file in files]
    for file, content in zip(files, contents[1:] + contents[:1], strict=True):
        file.write_bytes(content)
    assert read_all() == right


def test_nothing_in_an_entry_is_run(folder: Path, tmp_path: Path) -> None:
    right = read_all()
    for file in entries(folder):
        forged(Bomb(tmp_path / "ran"))(file)
    assert read_all() == right
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "target",
    [os.system, Path, kept_packs.keep, shutil.rmtree, CacheFolder, print, st.integers],
    ids=lambda target: str(target.__name__),
)
def test_only_the_listed_types_are_made(target: object) -> None:
    with pytest.raises(UnpackableError):
        unpack(pickle.dumps([target]), kept_packs.TYPES, {})


def test_types_of_packs_are_made() -> None:
    place = Place("x.yaml", 3, 4)
    assert unpack(pickle.dumps((place, ALWAYS)), kept_packs.TYPES, {}) == (place, ALWAYS)


def test_any_changed_byte_of_an_input_changes_the_key(folder: Path, tmp_path: Path) -> None:
    """A pack in a folder of the user's is read anew when a word of it changes, and the old words come back with it."""
    shipped = next(pack for pack in find_packs() if pack.id == "dynamo")
    home = tmp_path / "packs" / shipped.id / shipped.edition
    shutil.copytree(str(shipped.folder), home)
    for part in home.rglob("*"):
        part.chmod(part.stat().st_mode | stat.S_IWUSR)
    pack = type(shipped)(shipped.id, shipped.edition, home, "packs/dynamo")
    bank = load_question_bank()
    before = load_pack(pack, bank, UNITS)
    theme = next(f for f in (home / "requirements").glob("*.yaml") if b"severity: major" in f.read_bytes())
    former = theme.read_bytes()
    state = theme.stat()
    theme.write_bytes(former.replace(b"severity: major", b"severity: minor"))
    os.utime(theme, ns=(state.st_atime_ns, state.st_mtime_ns))
    after = load_pack(pack, bank, UNITS)
    assert [r.severity for r in before.requirements] != [r.severity for r in after.requirements]
    assert before.sha256 != after.sha256
    theme.write_bytes(former)
    assert load_pack(pack, bank, UNITS) == before
    moved = load_pack(type(shipped)(shipped.id, shipped.edition, home, "elsewhere/dynamo"), bank, UNITS)
    assert moved.requirements[0].place.file.startswith("elsewhere/dynamo/")


def test_the_code_that_reads_is_part_of_the_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keep(tuple, ["x"], lambda: ("old",)) == ("old",)
    assert keep(tuple, ["x"], lambda: ("new",)) == ("old",)
    monkeypatch.setattr(kept_packs, "reader_code", lambda: "changed")
    assert keep(tuple, ["x"], lambda: ("new",)) == ("new",)
    monkeypatch.setattr(kept_packs, "reader_code", lambda: None)
    assert keep(tuple, ["x"], lambda: ("cannot be seen",)) == ("cannot be seen",)


def test_parts_of_a_key_do_not_run_together() -> None:
    keys = [key_of(parts) for parts in (["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], [b"ab", "c", ""])]
    assert len(set(keys)) == len(keys)


def test_what_fails_is_not_kept(folder: Path) -> None:
    def fail() -> tuple[int, ...]:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        keep(tuple, ["x"], fail)
    assert keep(tuple, ["x"], lambda: (1,)) == (1,)


def test_what_cannot_be_kept_is_returned_all_the_same(folder: Path) -> None:
    assert keep(list, ["x"], lambda: [Path("x"), len])[1] is len
    made = keep(list, ["y"], lambda: [lambda: 3])
    assert made[0]() == 3


@posix
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777, 0o720])
def test_a_folder_that_others_may_write_to_is_not_used(folder: Path, mode: int) -> None:
    keep(tuple, ["x"], lambda: ("kept",))
    for open_one in (folder, folder / "packs"):
        open_one.chmod(mode)
        assert cache_folder("packs") is None
        assert keep(tuple, ["x"], lambda: ("read",)) == ("read",)
        open_one.chmod(0o700)
    assert keep(tuple, ["x"], lambda: ("read",)) == ("kept",)


@pytest.mark.parametrize("mark", ["folder", "file"])
def test_a_folder_inside_a_checkout_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: str) -> None:
    """Whoever proposes a change could put an entry into it, with the right key: all that makes a key is public."""
    home = tmp_path / "repository"
    (home / "vendors").mkdir(parents=True)
    monkeypatch.delenv("FAIRLABEL_NO_CACHE", raising=False)
    monkeypatch.setenv("FAIRLABEL_CACHE_DIR", str(home / "vendors" / "cache"))
    assert cache_folder("packs") is not None
    (home / ".git").mkdir() if mark == "folder" else (home / ".git").write_text("gitdir: elsewhere")
    assert cache_folder("packs") is None
    (tmp_path / "link").symlink_to(home)
    monkeypatch.setenv("FAIRLABEL_CACHE_DIR", str(tmp_path / "link" / "cache"))
    assert cache_folder("packs") is None
    monkeypatch.setenv("FAIRLABEL_CACHE_DIR", str(tmp_path / "beside"))
    assert cache_folder("packs") is not None


@posix
@pytest.mark.parametrize("mode", [0o660, 0o606, 0o666])
def test_a_file_that_others_may_write_to_is_not_read(folder: Path, mode: int) -> None:
    keep(tuple, ["x"], lambda: ("kept",))
    entries(folder)[0].chmod(mode)
    assert keep(tuple, ["x"], lambda: ("read",)) == ("read",)


@posix
def test_what_belongs_to_somebody_else_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tuple, ["x"], lambda: ("kept",))
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert cache_folder("packs") is None
    assert CacheFolder(folder / "packs").read(entries(folder)[0].name) is None
    assert keep(tuple, ["x"], lambda: ("read",)) == ("read",)


@posix
def test_entries_are_the_users_alone(folder: Path) -> None:
    former = os.umask(0)
    try:
        keep(tuple, ["x"], lambda: ("kept",))
    finally:
        os.umask(former)
    for path in (folder, folder / "packs", *entries(folder)):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


@pytest.mark.parametrize("where", ["file", "file/below"])
def test_a_folder_that_cannot_be_made_is_gone_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("FAIRLABEL_CACHE_DIR", str(tmp_path / where))
    assert cache_folder("packs") is None
    assert keep(tuple, ["x"], lambda: ("read",)) == ("read",)
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_write_that_fails_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert keep(tuple, ["x"], lambda: ("read",)) == ("read",)
    assert entries(folder) == []


def test_what_nobody_read_for_a_month_is_deleted(folder: Path) -> None:
    day = 24 * 3600
    ages = {"old": 40, "used": 40, "new": 10}
    for name in ages:
        keep(tuple, [name], lambda n=name: (n,))
    for name, age in ages.items():
        file = folder / "packs" / key_of(["tuple", str(reader_code()), name])
        os.utime(file, (time.time() - age * day,) * 2)
    assert keep(tuple, ["used"], lambda: ("read",)) == ("used",)
    keep(tuple, ["another"], lambda: ("another",))
    assert keep(tuple, ["old"], lambda: ("read",)) == ("read",)
    assert keep(tuple, ["used"], lambda: ("read",)) == ("used",)
    assert keep(tuple, ["new"], lambda: ("read",)) == ("new",)


def conditions(standard: Standard) -> Iterator[Condition]:
    for requirement in standard.requirements:
        yield from walk(requirement.satisfied_when)


def test_kept_conditions_are_frozen_and_typed(folder: Path) -> None:
    read_all()
    for standard in read_all()[1]:
        for node in conditions(standard):
            with pytest.raises(AttributeError):
                node.place = Place("moved")  # type: ignore[misc]


def test_all_code_that_reads_packs_is_part_of_the_key() -> None:
    """What is imported to read a pack lies where `READERS` looks; a module from elsewhere would not change the key."""
    code = (
        "import sys; import checker.load.standards, checker.load.question_bank, checker.load.crosswalk, "
        "checker.model.condition_parser; print(*[n for n in sys.modules if n.startswith('checker.')])"
    )
    named = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "checker.model.condition_form" in named
    places = {name.removeprefix("checker.").replace(".", "/") for name in named}
    folders = {part for part in kept_packs.READERS if not part.endswith(".py")}
    modules = {part.removesuffix(".py") for part in kept_packs.READERS}
    assert {p for p in places if p not in modules and str(Path(p).parent) not in folders and p not in folders} == set()
