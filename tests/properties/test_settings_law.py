"""No setting moves a status, a credit or a score, but a parameter that the report prints with both values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import event, given
from hypothesis import strategies as st

from checker.cli.main import run
from tests.subjects import SILENT, csv_text, pay_rows, questionnaire, write_subject

ANSWERS = {"comms": {"channels": "{value: [email], evidence: [policy]}"}}
KINDS = st.just(["bpo"])
"""As the questionnaires say."""
FAIL_ON = st.sampled_from(["critical", "major", "minor", "never"])
RULE = st.fixed_dictionaries(
    {"match": st.sampled_from(["acme", "glob*", "vendors/*", "**/acme", "nobody"])},
    optional={"fail_on": FAIL_ON, "kinds": KINDS, "standards": st.sampled_from([["pai"], ["pai", "eti"]])},
)
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "fail_on": FAIL_ON,
        "profile": st.sampled_from(["core", "extended"]),
        "gate_date": st.sampled_from(["2026-07-01", "2031-01-01", "today"]),
        "jobs": st.just(1),
        "memory_limit": st.just("500MB"),
        "sarif_profile": st.sampled_from(["github", "full"]),
        "junit_flavour": st.sampled_from(["gitlab", "strict"]),
        "suppliers": st.lists(RULE, max_size=3, unique_by=lambda rule: rule["match"]),
        "parameters": st.fixed_dictionaries(
            {}, optional={"pai": st.fixed_dictionaries({"nearly_all": st.sampled_from([0, 0.05, 0.5, 1])})}
        ),
    },
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write two suppliers; of acme's 12 workers one is far below the living wage."""
    home = tmp_path_factory.mktemp("settings")
    write_subject(home / "vendors" / "globex", questionnaire("globex", answers=ANSWERS, evidence=SILENT))
    rows = [{**row, "pay": 600} if row["worker_id"] == "w01" else row for row in pay_rows()]
    write_subject(home / "vendors" / "acme", files={"wages/pay.csv": csv_text(rows)})
    return home


@pytest.fixture(scope="module")
def before(home: Path) -> dict[str, Any]:
    """Return what is said where a settings file sets nothing."""
    (home / "none.yaml").write_text("fairlabel: settings/1\n")
    return judged(home, home / "none.yaml")[0]


def judged(home: Path, file: Path) -> tuple[dict[str, Any], bool]:
    """Return what PAI says of each subject, in all profiles, and whether a parameter is printed as moved."""
    run(["check", str(home / "vendors"), "--config", str(file), "--output", f"json={home / 'report.json'}"])
    report = json.loads((home / "report.json").read_bytes())
    said, moved = {}, False
    for subject in report["subjects"]:
        pai = next(s for s in subject["standards"] if s["id"] == "pai")
        core = [(r["requirement"], r["status"], r["credit"]) for r in pai["results"] if r["profile"] == "core"]
        sums = {name: (one["score"], one["counts"], one["coverage"]) for name, one in pai["profiles"].items()}
        said[subject["id"]] = (core, sums)
        differing = [p for p in subject["judged_by"]["parameters"] if p["differs"]]
        assert all(p["basis"] == "tool_choice" and p["value"] != p["default"] for p in differing)
        moved = moved or bool(differing)
    assert (sorted(said), report["invalid"]) == (["acme", "globex"], [])
    return said, moved


@given(settings=SETTINGS)
def test_no_setting_but_a_printed_parameter_moves_anything(settings: dict[str, Any], home: Path, before: Any) -> None:
    (home / "drawn.yaml").write_text(yaml.safe_dump({"fairlabel": "settings/1", **settings}))
    after, moved = judged(home, home / "drawn.yaml")
    value = settings.get("parameters", {}).get("pai", {}).get("nearly_all", 0.05)
    assert moved == (value != 0.05)
    event("a parameter moved" if moved else "none moved")
    # One of 12 is below: half credit where up to half of them may be, and none where the pack's 5 % or fewer may.
    assert (after == before) == (value < 0.5)
