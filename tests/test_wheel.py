"""The wheel holds every tracked data file and nothing else; what it installs works away from a checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("standards", "vendor_templates", "reports")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", out, ROOT], check=True, capture_output=True)
    return next(out.glob("*.whl"))


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def tracked(*paths: str) -> set[str]:
    out = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", *paths], check=True, capture_output=True, text=True
    ).stdout
    return {p for p in out.split("\0") if p}


def test_every_tracked_data_file_ships(wheel: Path) -> None:
    assert {f"checker/_data/{p}" for p in tracked(*FOLDERS)} - names(wheel) == set()


def test_nothing_else_stands_at_top_level(wheel: Path) -> None:
    assert {n.split("/")[0] for n in names(wheel) if ".dist-info/" not in n} == {"checker"}


def test_unpacked_wheel_finds_its_data_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = "from checker.resources import folder, read_text; print(folder('standards'))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); {code}"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(done.stdout.strip()) == tmp_path / "site" / "checker" / "_data" / "standards"
