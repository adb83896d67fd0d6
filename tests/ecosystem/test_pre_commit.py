"""The hooks, run by pre-commit itself at `git commit` in a repository made for it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.subjects import SILENT, questionnaire, write_subject

ROOT = Path(__file__).resolve().parent.parent.parent
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
SHIPPED = (
    "checker", "standards", "vendor_templates", "reports", "pyproject.toml", "README.md", "LICENSE",
    ".pre-commit-hooks.yaml",
)  # fmt: skip
OPEN = {"comms": {"channels": "{value: [email], evidence: [policy]}"}}
GAP = {"comms": {"named_contact_told_to_workers": "false"}}
PLACES = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
PRE_COMMIT = shutil.which("pre-commit", path=PLACES)
needs_pre_commit = pytest.mark.skipif(PRE_COMMIT is None, reason="pre-commit is not installed")


def call(folder: Path, home: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    who = {f"GIT_{role}_{key}": "test@example.org" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHONPATH"))},
        **who, "PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
    }  # fmt: skip
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=check)


def hooks_repository(folder: Path, home: Path) -> str:
    """Make a repository of what stands in the working tree and ships, and return its commit."""
    tracked = subprocess.run(["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard", "-z", *SHIPPED],
                             capture_output=True, text=True, check=True).stdout  # fmt: skip
    for name in filter(None, tracked.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "hooks")):
        call(folder, home, "git", *words)
    return call(folder, home, "git", "rev-parse", "HEAD").stdout.strip()


@needs_pre_commit
def test_pre_commit_takes_the_file(tmp_path: Path) -> None:
    assert PRE_COMMIT
    done = call(tmp_path, tmp_path, PRE_COMMIT, "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"), check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@needs_pre_commit
def test_a_commit_is_stopped_by_what_is_wrong_and_by_a_gap(tmp_path: Path) -> None:
    assert PRE_COMMIT
    home, hooks, work = (tmp_path / name for name in ("home", "hooks", "work"))
    hooks.mkdir()
    work.mkdir()
    commit = hooks_repository(hooks, home)
    chosen = [{"id": "fairlabel-validate"}, {"id": "fairlabel-check", "args": ["--standard=pai", "vendors"]}]
    config = {"repos": [{"repo": str(hooks), "rev": commit, "hooks": chosen}]}
    (work / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    call(work, home, "git", "init", "-q")
    call(work, home, PRE_COMMIT, "install")
    built = call(work, home, PRE_COMMIT, "install-hooks", check=False)
    said = built.stdout + built.stderr
    if built.returncode and re.search("No matching distribution|ConnectionError|Could not find a version", said):
        pytest.skip(f"no package registry to build the hooks' environment from: {said[-300:]}")
    assert built.returncode == 0, said

    acme = work / "vendors" / "acme"

    def committed(*options: str) -> tuple[bool, str]:
        call(work, home, "git", "add", "-A")
        done = call(work, home, "git", "commit", "-m", "change", *options, check=False)
        return done.returncode == 0, done.stdout + done.stderr

    write_subject(acme, questionnaire("acme", evidence=SILENT, answers={"comms": {"chanels": "[email]"}}))
    went, log = committed()
    assert not went and "vendors/acme/questionnaire.yaml:" in log and "chanels" in log

    write_subject(acme, questionnaire("acme", evidence=SILENT, answers=GAP))
    went, log = committed()
    assert not went
    assert "fairlabel validate.......................................................Passed" in log
    assert "exit code: 1" in log and "Not met, worst first" in log

    # What decides the result may be any file of the folder: the hook runs though no questionnaire changes.
    assert committed("--no-verify")[0]
    (acme / "documents" / "policy.md").write_text("changed\n", encoding="utf-8")
    went, log = committed()
    assert not went and "exit code: 1" in log

    # A questionnaire under a wrong name is passed to the hook too, and not over.
    (acme / "questionnaire.yaml").rename(acme / "questionnaire.yml")
    went, log = committed()
    assert not went and "exit code: 3" in log and "questionnaire.yml" in log


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("questionnaire.yaml", True), ("vendors/acme/questionnaire.yaml", True), ("a/Questionnaire.YML", True),
        ("vendors/acme/old-questionnaire.yaml", False), ("questionnaire.yaml.bak", False), ("a/mapping.yaml", False),
    ],
)  # fmt: skip
def test_which_files_are_validated(path: str, wanted: bool) -> None:
    assert bool(re.search(HOOKS["fairlabel-validate"]["files"], path)) == wanted
