"""Paths stay inside their folder, however they are written; digests name exactly what was read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.load.paths import UnsafePathError, digest, inside, split


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a.pdf", "a.pdf"),
        ("docs/a.pdf", "docs/a.pdf"),
        ("docs\\a.pdf", "docs/a.pdf"),
        ("./docs//a.pdf", "docs/a.pdf"),
        (" a.pdf ", "a.pdf"),
        ("docs/../a.pdf", "a.pdf"),
        ("docs/", "docs"),
        (".", "."),
        ("..a/b..pdf", "..a/b..pdf"),
        ("größe 1.pdf", "größe 1.pdf"),
    ],
)
def test_paths_inside(tmp_path: Path, text: str, shown: str) -> None:
    (tmp_path / "docs").mkdir()
    path, found = inside(tmp_path, text)
    assert found == shown
    assert path.resolve() == (tmp_path / shown).resolve()


@pytest.mark.parametrize("text", ["CON", "wages/nul", "aux.yaml", "wages\\\\pay.csv.", "pay.csv::$DATA", "pay.csv /x"])
def test_names_that_windows_reads_as_others(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere they are names as any; there the same file would stand under two of them, or a device be opened."""
    inside(tmp_path, text)
    monkeypatch.setattr("checker.load.paths.ON_WINDOWS", True)
    with pytest.raises(UnsafePathError, match="is another name for something else on Windows"):
        inside(tmp_path, text)
    inside(tmp_path, "wages/../wages/pay.csv")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("../a", "leads out"),
        ("..", "leads out"),
        ("a/../../b", "leads out"),
        ("..\\a", "leads out"),
        ("../../etc/passwd", "leads out"),
        ("docs/../../x/../docs", "leads out"),
        ("/etc/passwd", "absolute"),
        ("\\\\server\\share", "absolute"),
        ("~/x", "absolute"),
        ("C:\\x", "absolute"),
        ("c:x", "absolute"),
        ("", "is no path"),
        ("  ", "is no path"),
        ("a\0b", "is no path"),
    ],
)
def test_paths_that_leave(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "docs").mkdir()
    with pytest.raises(UnsafePathError, match=words) as raised:
        inside(tmp_path, text)
    assert raised.value.todo


@given(st.lists(st.sampled_from(["a", "b", "..", ".", "", "link", "out"]), min_size=1, max_size=8).map("/".join))
def test_whatever_comes_back_lies_inside(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    root = tmp_path_factory.getbasetemp() / "paths"
    home = root / "home"
    if not home.exists():
        (home / "a" / "b").mkdir(parents=True)
        (home / "link").symlink_to("a")
        (home / "a" / "out").symlink_to(root)
    try:
        path, _ = inside(home, text)
    except UnsafePathError:
        return
    assert home.resolve() in (path.resolve(), *path.resolve().parents)


def test_split_allows_climbing_for_paths_that_may() -> None:
    assert split("..\\acme/") == ("..", "acme")


def test_the_folder_itself_may_be_reached_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.pdf").write_text("x")
    (tmp_path / "link").symlink_to("real")
    assert inside(tmp_path / "link", "a.pdf")[1] == "a.pdf"


def test_digest_of_a_file_and_of_nothing(tmp_path: Path) -> None:
    big = b"x" * 3_000_000
    (tmp_path / "a").write_bytes(big)
    (tmp_path / "b").write_bytes(b"")
    assert digest(tmp_path / "a") == hashlib.sha256(big).hexdigest()
    assert digest(tmp_path / "b") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_digest_of_a_folder_depends_on_names_and_contents_only(tmp_path: Path) -> None:
    for root, order in (("one", "ab"), ("two", "ba")):
        for name in order:
            (tmp_path / root / "sub").mkdir(parents=True, exist_ok=True)
            (tmp_path / root / "sub" / name).write_text(name)
    assert digest(tmp_path / "one") == digest(tmp_path / "two")
    (tmp_path / "two" / "sub" / "a").rename(tmp_path / "two" / "sub" / "c")
    assert digest(tmp_path / "one") != digest(tmp_path / "two")
