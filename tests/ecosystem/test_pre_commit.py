"""The hooks, run by pre-commit itself at `git commit` in a repository made for it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

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
        **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))},
        **who, "PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
        "PIP_NO_COMPILE": "1",  # most of what is installed is never imported, the rest is kept when it first is
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


class Hooks(NamedTuple):
    """The hooks as pre-commit installed them; every repository of these tests uses this one installation."""

    repository: Path
    commit: str
    home: Path


class Work:
    """A repository with suppliers in it, whose commits pass through the hooks."""

    def __init__(self, folder: Path, hooks: Hooks, chosen: list[dict[str, Any]]) -> None:
        self.folder, self._home = folder, hooks.home
        folder.mkdir()
        config = {"repos": [{"repo": str(hooks.repository), "rev": hooks.commit, "hooks": chosen}]}
        (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
        assert PRE_COMMIT
        self.call("git", "init", "-q")
        self.call(PRE_COMMIT, "install")

    def call(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return call(self.folder, self._home, *words, check=check)

    def commit(self, *options: str) -> tuple[bool, str]:
        """Commit all that changed; say whether it went through, and what was printed."""
        self.call("git", "add", "-A")
        done = self.call("git", "commit", "-m", "change", *options, check=False)
        return done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Hooks:
    """Let pre-commit install the hooks, once for all tests here: it takes as long as everything else together."""
    folder = tmp_path_factory.mktemp("hooks")
    repository, home = folder / "repository", folder / "home"
    repository.mkdir()
    made = Hooks(repository, hooks_repository(repository, home), home)
    first = Work(folder / "first", made, [{"id": name} for name in HOOKS])
    assert PRE_COMMIT
    built = first.call(PRE_COMMIT, "install-hooks", check=False)
    said = built.stdout + built.stderr
    if built.returncode and re.search("No matching distribution|ConnectionError|Could not find a version", said):
        pytest.skip(f"no package registry to build the hooks' environment from: {said[-300:]}")
    assert built.returncode == 0, said
    return made


@pytest.mark.slow
@needs_pre_commit
def test_a_commit_is_stopped_by_what_is_wrong_and_by_a_gap(tmp_path: Path, hooks: Hooks) -> None:
    chosen = [{"id": "fairlabel-validate"}, {"id": "fairlabel-check", "args": ["--standard=pai", "vendors"]}]
    work = Work(tmp_path / "work", hooks, chosen)
    acme = work.folder / "vendors" / "acme"

    write_subject(acme, questionnaire("acme", evidence=SILENT, answers={"comms": {"chanels": "[email]"}}))
    went, log = work.commit()
    assert not went and "vendors/acme/questionnaire.yaml:" in log and "chanels" in log

    write_subject(acme, questionnaire("acme", evidence=SILENT, answers=GAP))
    went, log = work.commit()
    assert not went
    assert "fairlabel validate.......................................................Passed" in log
    assert "exit code: 1" in log and "Not met, worst first" in log

    # What decides the result may be any file of the folder: the hook runs though no questionnaire changes.
    assert work.commit("--no-verify")[0]
    (acme / "documents" / "policy.md").write_text("changed\n", encoding="utf-8")
    went, log = work.commit()
    assert not went and "exit code: 1" in log

    # A questionnaire under a wrong name is passed to the hook too, and not over.
    (acme / "questionnaire.yaml").rename(acme / "questionnaire.yml")
    went, log = work.commit()
    assert not went and "exit code: 3" in log and "questionnaire.yml" in log


EXAMPLES = ROOT / "vendor_templates" / "examples"
GATE = [
    "vendors", "--assessment=reviews", "--baseline=baseline.json", "--new-only", "--gate-date=2026-09-01",
    "--fail-on=minor",
]  # fmt: skip
WRITTEN = ["--output=sarif=out/new.sarif", "--output=json=out/report.json"]


class Suppliers:
    """Two suppliers with gaps that are old, as a repository has them; both are copies of the good example."""

    def __init__(self, work: Work) -> None:
        self._work = work
        for name in ("ebbwater", "tidewater-annotation"):
            shutil.copytree(EXAMPLES / "tidewater-annotation", work.folder / "vendors" / name)
            self.change(name, "id: tidewater-annotation", f"id: {name}")
            review = (EXAMPLES / "assessments" / "tidewater-annotation.yaml").read_text(encoding="utf-8")
            kept = work.folder / "reviews" / f"{name}.yaml"
            kept.parent.mkdir(exist_ok=True)
            kept.write_text(review.replace("subject: tidewater-annotation", f"subject: {name}"), encoding="utf-8")
        self.change("ebbwater", "schedule_notice_hours: {value: 120", "schedule_notice_hours: {value: 12")
        self.change("tidewater-annotation", "told_to_workers: {value: true", "told_to_workers: {value: false")

    def change(self, name: str, before: str, after: str) -> int:
        """Replace the one place where ``before`` stands in a questionnaire; return its line."""
        file = self._work.folder / "vendors" / name / "questionnaire.yaml"
        text = file.read_text(encoding="utf-8")
        assert text.count(before) == 1
        file.write_text(text.replace(before, after), encoding="utf-8")
        return text[: text.index(before)].count("\n") + 1

    def alerts(self) -> list[tuple[str, str, int]]:
        """Return rule, file and line of everything in the SARIF that the hook wrote."""
        log = json.loads((self._work.folder / "out" / "new.sarif").read_bytes())
        places = [(r["ruleId"], r["locations"][0]["physicalLocation"]) for r in log["runs"][0]["results"]]
        return [(rule, at["artifactLocation"]["uri"], at["region"]["startLine"]) for rule, at in places]

    def findings(self, name: str) -> list[str]:
        report = json.loads((self._work.folder / "out" / "report.json").read_bytes())
        (subject,) = [s for s in report["subjects"] if s["id"] == name]
        return [f["message"] for f in subject["findings"] if f["code"] == "evidence_withdrawn"]


@pytest.mark.slow
@needs_pre_commit
def test_with_a_baseline_a_commit_is_stopped_by_what_is_new_alone(tmp_path: Path, hooks: Hooks) -> None:
    check = {"id": "fairlabel-check", "args": [*GATE, *WRITTEN], "verbose": True}
    work = Work(tmp_path / "work", hooks, [{"id": "fairlabel-validate"}, check])
    (work.folder / ".gitignore").write_text("/out/\n", encoding="utf-8")
    vendors = Suppliers(work)
    (program,) = hooks.home.glob("*/py_env-*/bin/fairlabel")
    accept = ["-o", "baseline.json", "-a", "head of procurement", "-u", "2026-12-31", "--assessment=reviews"]
    work.call(str(program), "baseline", "update", "vendors", *accept)

    # The gaps of before are known: they stop no commit, and no alert is written for them. Without a baseline they do.
    went, log = work.commit()
    assert went, log
    assert "Exit code 1 without the baseline, 0 with it." in log
    assert vendors.alerts() == []

    # One answer changes for the worse: that one is named, at its line, and nothing else.
    line = vendors.change("ebbwater", "action_log: {value: true", "action_log: {value: false")
    went, log = work.commit()
    assert not went and "exit code: 1" in log
    assert "ebbwater, PAI-COM-10 (minor, not met): it is not in the baseline" in log
    assert vendors.alerts() == [("PAI-COM-10", "vendors/ebbwater/questionnaire.yaml", line)]
    assert work.call("git", "log", "--format=%h").stdout.count("\n") == 1

    # It is mended, with another change that harms nothing.
    vendors.change("ebbwater", "action_log: {value: false", "action_log: {value: true")
    vendors.change("ebbwater", "checkin_interval_days: {value: 14", "checkin_interval_days: {value: 7")
    went, log = work.commit()
    assert went, log
    assert vendors.alerts() == []

    # A commit that only deletes takes away the record of what is met, which is only claimed now: that is new.
    record = work.folder / "vendors" / "tidewater-annotation" / "documents" / "selection-record.md"
    kept = record.read_bytes()
    record.unlink()
    went, log = work.commit()
    assert not went and "exit code: 5" in log
    assert [rule for rule, _, _ in vendors.alerts()] == ["PAI-WRK-02"]
    (found,) = vendors.findings("tidewater-annotation")
    assert found.startswith("evidence withdrawn: selection-record (selection record)")
    record.write_bytes(kept)

    # The register that showed an old gap goes, and the answer with it: the gap stands as it was accepted, and is said.
    vendors.change("ebbwater", "schedule_notice_hours: {value: 12, evidence: [schedule-register]}", "")
    vendors.change("ebbwater", "  - {id: schedule-register,", "#")
    went, log = work.commit()
    assert went, log
    assert "ebbwater: PAI-TIM-05 counts as not met: schedule-register, which showed it, has gone" in log
    assert [rule for rule, _, _ in vendors.alerts()] == ["PAI-TIM-05"]
    (found,) = vendors.findings("ebbwater")
    assert found.startswith("evidence withdrawn: schedule-register (register)")


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("questionnaire.yaml", True), ("vendors/acme/questionnaire.yaml", True), ("a/Questionnaire.YML", True),
        ("vendors/acme/old-questionnaire.yaml", False), ("questionnaire.yaml.bak", False), ("a/mapping.yaml", False),
    ],
)  # fmt: skip
def test_which_files_are_validated(path: str, wanted: bool) -> None:
    assert bool(re.search(HOOKS["fairlabel-validate"]["files"], path)) == wanted
