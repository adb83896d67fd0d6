"""Reports handed in by somebody: changed in more than one place, contradicting themselves, or no report at all.

Black box: the command line over files. `test_deceit.py` holds what was changed in one place.
"""

from __future__ import annotations

import copy
import json
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker.cli.main import run
from checker.model.report_in_page import CLOSING, OPENING
from tests import past_reports as made

Captured = pytest.CaptureFixture[str]
Change = Callable[[dict[str, Any]], object]


def judged() -> dict[str, Any]:
    """Return a subject of whom a half is met: 4 of 8 shown, claimed and possible, and all of it decided."""
    results = [made.result("A-1", "met"), made.result("A-2", "not_met")]
    score = {"model": "weighted", "shown": 50.0, "claimed": 50.0, "possible": 50.0, "max": 100}
    standard = made.standard(results, score=score, counts={"met": 1, "not_met": 1}, coverage=1.0)
    subject: dict[str, Any] = made.subject(standard)
    return subject


def in_standard(change: Change) -> Change:
    return lambda subject: change(subject["standards"][0])


def _praised(subject: dict[str, Any]) -> None:
    """Let the subject be of the best verdict and score."""
    (standard,) = subject["standards"]
    standard["verdict"] = subject["verdict"] = "meets"
    standard["score"].update(shown=100, claimed=100, possible=100)


def _emptied(subject: dict[str, Any]) -> None:
    _praised(subject)
    subject["standards"][0].update(results=[], counts={})


def _nothing_applies(subject: dict[str, Any]) -> None:
    _praised(subject)
    results = [made.result(name, "not_applicable") for name in ("A-1", "A-2")]
    subject["standards"][0].update(results=results, counts={"not_applicable": 2})


def _weighed(weight: float) -> Change:
    def change(standard: dict[str, Any]) -> None:
        standard["results"][1]["weight"] = weight
        standard["score"].update(shown=100, claimed=100, possible=100)

    return in_standard(change)


def _score(**numbers: Any) -> Change:
    return in_standard(lambda standard: standard["score"].update(numbers))


FORGED: dict[str, tuple[Change, str]] = {
    "no results": (_emptied, "verdict: was changed by hand or damaged: meets is better than its results allow"),
    "no results, and a score": (_emptied, "score.shown: was changed by hand or damaged: 100, and no requirement is"),
    "no results, and coverage": (_emptied, "coverage: was changed by hand or damaged: 1 is more than its results"),
    "nothing applies": (_nothing_applies, "meets is better than its results allow, which is cannot_conclude"),
    "no standards": (lambda s: s.update(standards=[], verdict="meets"), "meets, and no standard is listed"),
    "a weight of 0": (_weighed(0), "major requirements weigh 0, 4, and those of one severity weigh the same"),
    "a weight under 0": (_weighed(-4), "results.1.weight: was changed by hand or damaged"),
    "an endless weight": (_weighed(math.inf), "results.1.weight: was changed by hand or damaged"),
    "claimed": (_score(claimed=50.1, possible=50.1), "score.claimed: was changed by hand or damaged: 50.1 is more"),
    "possible": (_score(possible=50.1), "score.possible: was changed by hand or damaged: 50.1 is more"),
    "below 0": (_score(shown=-1), "score.shown: was changed by hand or damaged"),
    "no number": (_score(shown=math.nan, claimed=math.nan), "score.shown: was changed by hand or damaged"),
    "an endless score": (_score(model="none", possible=math.inf), "possible: was changed by hand or damaged"),
    "points of another model": (_score(model="threshold_pairs", max=10), "50 is more than the 10 that can be reached"),
    "coverage over 1": (in_standard(lambda s: s.update(coverage=1.1)), "coverage: was changed by hand or damaged"),
    "coverage of what is open": (
        in_standard(lambda s: (s["results"][1].update(status="unknown"), s.update(counts={}))),
        "coverage: was changed by hand or damaged: 1 is more than its results decide, which is 0.5",
    ),
    "credit over 1": (
        in_standard(lambda s: s["results"][0]["credit"].update(shown=2, claimed=2, possible=2)),
        "credit.shown: was changed by hand or damaged",
    ),
    "all credit for what is unknown": (
        in_standard(lambda s: (s["results"][1].update(status="unknown", credit=s["results"][0]["credit"]),
                               s.update(counts={}, coverage=0.5), s["score"].update(shown=100))),
        "A-2 is unknown, and its credit is 1",
    ),
    "credit for what failed to be judged": (
        in_standard(lambda s: (s["results"][1].update(status="error"), s.update(counts={}, coverage=0.5),
                               s["results"][1]["credit"].update(shown=0.5, claimed=1, possible=1))),
        "A-2 is error, and its credit is 0.5",
    ),
    "more answers than questions": (
        lambda s: s["answered"].update(answered=9), "9 questions are answered, and 8 asked",
    ),
    "a requirement twice": (
        in_standard(lambda s: (s["results"].append(made.result("A-1", "met")), s.update(counts={}))),
        "the requirement A-1 is listed 2 times",
    ),
    "a standard twice": (
        lambda s: s["standards"].append(copy.deepcopy(s["standards"][0])), "the standard pai is listed 2 times",
    ),
}  # fmt: skip


def bytes_of(*subjects: dict[str, Any]) -> bytes:
    return json.dumps(made.document(*subjects)).encode()


def calls(home: Path, data: bytes, name: str = "new.json") -> dict[str, list[str]]:
    """Write ``data`` and return each command over it and a report that is in order."""
    history = home / "history"
    history.mkdir()
    (history / name).write_bytes(data)
    (home / "old.json").write_bytes(bytes_of(judged()))
    one = history / name if name.endswith(".html") else history
    return {
        "compare": ["compare", str(home / "old.json"), str(history / name)],
        "trend": ["trend", str(one)],
        "portfolio": ["portfolio", str(one), "-o", str(home / "site")],
    }


@pytest.mark.parametrize("name", FORGED)
def test_what_is_better_than_its_own_results_is_refused(name: str, tmp_path: Path, capsys: Captured) -> None:
    change, words = FORGED[name]
    subject = judged()
    change(subject)
    for call in calls(tmp_path, bytes_of(subject)).values():
        assert run(call) == 3
        assert words in capsys.readouterr().err
    assert not (tmp_path / "site").exists()
    assert run(["compare", str(tmp_path / "old.json"), str(tmp_path / "old.json")]) == 0


def test_a_subject_that_is_listed_twice_does_not_stand_by_the_second(tmp_path: Path, capsys: Captured) -> None:
    good = made.subject(made.standard([made.result("A-1", "met")], verdict="meets"))
    for call in calls(tmp_path, bytes_of(judged(), good)).values():
        assert run(call) == 3
        assert "the subject acme is listed 2 times" in capsys.readouterr().err


WHOLE = bytes_of(judged())
TWICE = WHOLE.replace(b'"status": "not_met"', b'"status": "not_met", "status": "met"', 1)
NO_REPORT: dict[str, tuple[bytes, str]] = {
    "a key twice": (TWICE, "'status': was changed by hand or damaged: this key stands twice in one object"),
    "a key twice, not read": (WHOLE.replace(b'"facts": []', b'"x": 1, "x": 2', 1), "'x': was changed by hand"),
    "no number": (WHOLE.replace(b'"facts": []', b'"x": NaN', 1), "NaN is no number of JSON"),
    "a number of 5,000 digits": (WHOLE.replace(b'"headcount": 60', b'"headcount": ' + b"9" * 5000), "of digits"),
    "a number of 5,000 digits, not read": (WHOLE.replace(b'"facts": []', b'"x": ' + b"9" * 5000, 1), "of digits"),
    "nested too deep": (WHOLE[:-1] + b', "x": ' + b"[" * 99_999 + b"]" * 99_999 + b"}", "nested too deep"),
    "UTF-16": (WHOLE.decode().encode("utf-16"), "is text in UTF-16, as Windows PowerShell 5 writes with >"),
    "UTF-16 without a mark": (WHOLE.decode().encode("utf-16-le"), "is text in UTF-16"),
    "UTF-32": (WHOLE.decode().encode("utf-32"), "is text in UTF-16"),
}


@pytest.mark.parametrize("name", NO_REPORT)
def test_what_no_two_readers_take_alike_is_refused(name: str, tmp_path: Path, capsys: Captured) -> None:
    data, words = NO_REPORT[name]
    for call in calls(tmp_path, data).values():
        assert run(call) == 3
        assert words in capsys.readouterr().err


def test_a_mark_of_utf_8_at_the_start_does_no_harm(tmp_path: Path, capsys: Captured) -> None:
    for call in calls(tmp_path, b"\xef\xbb\xbf" + WHOLE).values():
        assert run(call) == 0
    assert capsys.readouterr().err == ""


def test_a_page_with_a_second_report_in_it_is_refused(tmp_path: Path, capsys: Captured) -> None:
    block = OPENING.encode() + WHOLE + CLOSING.encode()
    page = b"<!doctype html>\n<html><body>" + block + b"%s</body></html>"
    every = calls(tmp_path, page % b"", "new.html")
    assert [run(call) for call in every.values()] == [0, 0, 0]
    Path(every["trend"][1]).write_bytes(page % block.replace(b"not_met", b"met"))
    capsys.readouterr()
    for call in every.values():
        assert run(call) == 3
        assert "carries more than one report: it was changed by hand" in capsys.readouterr().err


@pytest.mark.parametrize("target", ["nowhere.json", "x.json"])
def test_a_link_that_leads_nowhere_stops_nobody_else(target: str, tmp_path: Path, capsys: Captured) -> None:
    every = calls(tmp_path, WHOLE)
    os.symlink(target, tmp_path / "history" / "x.json")
    for name in ("trend", "portfolio"):
        assert run(every[name]) == 3
        shown = capsys.readouterr()
        assert "x.json: is a link that leads nowhere" in shown.err
        assert shown.out
    assert (tmp_path / "site" / "index.html").is_file()


def test_a_folder_that_may_not_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    every = calls(tmp_path, WHOLE)
    (tmp_path / "history" / "locked").mkdir()
    real = os.scandir

    def scandir(path: Any = ".") -> Any:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    for name in ("trend", "portfolio"):
        assert run(every[name]) == 3
        assert "locked: cannot be read (Permission denied): no report in it is seen" in capsys.readouterr().err


class TestOverTime:
    """What an older report, a broken one, or one of a day to come may hide."""

    @pytest.fixture
    def history(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Return a folder with one report, in which acme meets all."""
        monkeypatch.chdir(tmp_path)
        Path("history").mkdir()
        Path("history/good.json").write_bytes(bytes_of(self.good()))
        return Path("history")

    def good(self, **changes: Any) -> dict[str, Any]:
        subject: dict[str, Any] = made.subject(made.standard([made.result("A-1", "met")], verdict="meets"), **changes)
        return subject

    def site(self, *options: str) -> str:
        assert run(["portfolio", "history", "-o", "site", *options]) in (0, 3)
        return Path("site/index.html").read_text(encoding="utf-8")

    def test_whom_a_later_run_could_not_assess(self, history: Path, capsys: Captured) -> None:
        """A supplier that breaks its questionnaire does not keep its last good result unseen."""
        broken = [{"folder": "v/acme", "problems": ["questionnaire.yaml:3:1: torn"]}]
        (history / "later.json").write_text(json.dumps(made.document(invalid=broken)), encoding="utf-8")
        page = self.site()
        assert "could not be assessed in later.json" in page.partition("</table>")[0]
        assert "Shown by another report (acme)" in page
        member = Path("site/subjects/acme.html").read_text(encoding="utf-8")
        assert "It could not be assessed in" in member
        for fmt in ("text", "markdown"):
            assert run(["trend", "history", "--format", fmt]) == 0
            assert "v/acme could not be assessed in later.json: it has no point there." in capsys.readouterr().out
        assert run(["trend", "history", "--format", "json"]) == 0
        told = {"folder": "v/acme", "file": "later.json", "problems": ["questionnaire.yaml:3:1: torn"]}
        assert json.loads(capsys.readouterr().out)["not_assessed"] == [told]

    def test_where_nobody_could_be_assessed_the_site_says_so(self, history: Path) -> None:
        broken = made.document(invalid=[{"folder": "v/acme", "problems": ["torn"]}])
        (history / "good.json").write_text(json.dumps(broken), encoding="utf-8")
        assert "a subject could not be assessed" in self.site()

    def test_a_result_of_long_ago_is_told(self, history: Path) -> None:
        (history / "good.json").write_bytes(bytes_of(self.good(period={"from": "2024-01-01", "to": "2024-06-30"})))
        page = self.site("--on", "2026-07-01")
        assert "1 subject stands by a report of long ago" in page
        assert 'data-verdict="cannot_conclude"' in page and 'data-verdict="meets"' not in page
        assert "the period ended over 12 months before 2026-07-01" in page.partition("</table>")[0]
        assert "concludes nothing" not in self.site("--on", "2025-06-30")

    def test_without_a_day_it_is_said_which_one_counts(self, history: Path, capsys: Captured) -> None:
        self.site()
        assert "counted on 2026-06-30, the newest report's day; --on today" in capsys.readouterr().out

    def test_a_report_of_a_day_to_come_hides_no_failure(self, history: Path, capsys: Captured) -> None:
        (history / "bad.json").write_bytes(bytes_of(judged()))
        (history / "good.json").write_bytes(bytes_of(self.good(as_of="2031-06-30")))
        page = self.site("--on", "2026-07-01")
        assert 'data-verdict="does_not_meet"' in page and 'data-verdict="meets"' not in page
        assert "acme stands as of 2031-06-30, after 2026-07-01: it covers no earlier report" in capsys.readouterr().err

    def test_a_smaller_profile_and_a_name_that_two_have_are_told_apart(self, history: Path) -> None:
        core = self.good(name="other")
        core["name"] = "Acme (invented)"
        core["standards"][0]["profile"] = "core"
        (history / "core.json").write_bytes(bytes_of(core))
        page = self.site()
        assert "pai 2022 (core)" in page and "pai 2022 (extended)" in page
        assert '<span class="quiet">other</span>' in page and '<span class="quiet">acme</span>' in page

    def test_a_subject_without_a_standard_has_its_row(self, history: Path) -> None:
        (history / "good.json").write_bytes(bytes_of(made.subject()))
        page = self.site()
        assert page.count("<tr data-verdict=") == 1
        assert '<tr data-verdict="cannot_conclude"' in page

    @pytest.mark.parametrize("name", ["CON", "aux", "nul.", "COM1.x", "LPT9"])
    def test_no_page_bears_the_name_of_a_device_of_windows(self, name: str, history: Path) -> None:
        (history / "good.json").write_bytes(bytes_of(self.good(name=name)))
        self.site()
        (page,) = Path("site/subjects").iterdir()
        assert page.name.partition(".")[0].casefold() not in ("con", "aux", "nul", "com1", "lpt9")

    def test_a_site_that_is_a_link_stays_one(self, history: Path) -> None:
        Path("real").mkdir()
        os.symlink("real", "site")
        for _ in range(2):
            self.site()
            assert Path("site").is_symlink()
            assert Path("real/index.html").is_file()
