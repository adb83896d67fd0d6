"""What one word of a mapping may not do: turn a word into its opposite, answer for a blank, move people.

Black box, as `test_deceit`. 9 GBP an hour are below the 13.45 of Manchester, and refused work brings nothing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.errors import InputError
from checker.load.wages.mapping import parse_mapping
from tests.bad_inputs.test_deceit import codes, judged, status
from tests.bad_inputs.test_deceit_evidence import finding
from tests.subjects import COLUMNS, MAPPING, SCOPE, csv_text, pay_rows, questionnaire, write_subject

Captured = pytest.CaptureFixture[str]
READ = (
    "fairlabel: assessment/1\nassessor: {role: auditor, organisation: Example Audit}\ndecisions:\n"
    "  - {requirement: PAI-PAY-01, kind: reviewed, evidence: payroll, on: 2026-08-01, reason: read}\n"
)


def refusal(values: str) -> str:
    with pytest.raises(InputError) as found:
        parse_mapping(f"fairlabel: wages/1\ngrain: task\nvalues: {values}\n".encode(), "m.yaml")
    return " ".join(str(problem) for problem in found.value.problems)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ("{status: {rejected: approved}}", "'rejected' is 'rejected' in the pay table, and cannot mean 'approved'"),
        ("{status: {' Timed-Out ': pending}}", "is 'timed_out' in the pay table, and cannot mean 'pending'"),
        ("{hours_basis: {contract: recorded}}", "cannot mean 'recorded'"),
        ("{area: {Urban: rural}}", "cannot mean 'rural'"),
        ("{gender: {female: male}}", "cannot mean 'male'"),
        ("{country: {GB: KE}}", "'GB' is a code of ISO 3166-1, and cannot mean 'KE'"),
        ("{requester_country: {us: IN}}", "'us' is a code of ISO 3166-1"),
        ("{region: {KE-30: KE-28}}", "'KE-30' is a code of ISO 3166-2, and cannot mean 'KE-28'"),
        ("{currency: {KES: GBP}}", "'KES' is a code of ISO 4217, and cannot mean 'GBP'"),
        ("{status: {'n/a': approved}}", "'n/a' is no answer, and a mapping cannot give one in its place"),
        ("{hours_basis: {TBD: recorded}}", "is no answer"),
        ("{employment_status: {NaN: employee}}", "is no answer"),
        ("{payslip: {'no': true}}", "payslip means the same whether the file says yes or no"),
        ("{payslip: {'no': true, 'yes': true}}", "payslip means the same"),
        ("{bad_faith: {'1': false}}", "bad_faith means the same"),
    ],
)
def test_a_word_is_not_turned_into_its_opposite(values: str, words: str) -> None:
    assert words in refusal(values)


@pytest.mark.parametrize(
    "values",
    [
        "{status: {Approved: approved, 'Timed out': timed_out, APPROVED: approved, Reversed: rejected}}",
        "{country: {UK: GB, Kenya: KE, ke: KE}}",
        "{region: {Nairobi: KE-30, ke-30: KE-30}}",
        "{currency: {KSh: KES, kes: KES}}",
        "{payslip: {'no': false, 'yes': true}}",
        "{is_pilot: {production: false, trial: true}}",
        "{is_pilot: {'yes': false, 'no': true}}",
    ],
)
def test_words_are_translated(values: str) -> None:
    assert parse_mapping(f"fairlabel: wages/1\ngrain: task\nvalues: {values}\n".encode(), "m.yaml").values


class TestMoneyByAWord:
    def low(self, tmp_path: Path, said: str, meant: str) -> Path:
        rows = [{**row, "currency": said} for row in pay_rows(rate=9)]
        mapping = MAPPING.replace(", currency: GBP", "") + f"values: {{currency: {{{said}: {meant}}}}}\n"
        files = {"wages/pay.csv": csv_text(rows, (*COLUMNS, "currency")), "wages/mapping.yaml": mapping}
        return write_subject(tmp_path / "acme", files=files)

    def test_money_that_is_none_of_the_place_is_not_believed(self, tmp_path: Path, capsys: Captured) -> None:
        report = judged(capsys, self.low(tmp_path, "Dinar", "KWD"))  # 9 KWD are over 20 GBP
        assert status(report, "PAI-PAY-01") == "claimed"
        assert (
            "says that pay is in KWD, which is not the money of GB" in finding(report, "currency_by_mapping")["message"]
        )

    def test_money_of_the_place_keeps_the_level(self, tmp_path: Path, capsys: Captured) -> None:
        report = judged(capsys, self.low(tmp_path, "Quid", "GBP"))
        assert "currency_by_mapping" not in codes(report)
        assert status(report, "PAI-PAY-01") == "not_met"


class TestAgainstTheFile:
    def folder(self, tmp_path: Path, extra: dict[str, object], mapping: str = MAPPING) -> Path:
        rows = [{**row, **extra} for row in pay_rows()]
        files = {"wages/pay.csv": csv_text(rows, (*COLUMNS, *extra)), "wages/mapping.yaml": mapping}
        return write_subject(tmp_path / "acme", files=files)

    def test_one_place_for_all_where_the_file_says_places(self, tmp_path: Path, capsys: Captured) -> None:
        report = judged(capsys, self.folder(tmp_path, {"city": "London"}))
        assert status(report, "PAI-PAY-01") == "claimed"
        found = finding(report, "column_overruled")
        assert "wages/pay.csv has a column 'city' of its own" in found["message"]
        assert (found["location"]["file"], found["location"]["line"]) == ("wages/mapping.yaml", 5)

    def test_it_is_believed_once_an_assessor_has_read_the_data(self, tmp_path: Path, capsys: Captured) -> None:
        file = tmp_path / "assessment.yaml"
        file.write_text(READ, encoding="utf-8")
        report = judged(capsys, self.folder(tmp_path, {"city": "London"}), "--assessment", file)
        assert "column_overruled" in codes(report)
        assert status(report, "PAI-PAY-01") == "met"

    def test_it_still_counts_against_the_supplier(self, tmp_path: Path, capsys: Captured) -> None:
        rows = [{**row, "city": "London"} for row in pay_rows(rate=9)]
        folder = write_subject(tmp_path / "acme", files={"wages/pay.csv": csv_text(rows, (*COLUMNS, "city"))})
        assert status(judged(capsys, folder), "PAI-PAY-01") == "not_met"

    def test_hours_that_are_left_out_of_the_mapping(self, tmp_path: Path, capsys: Captured) -> None:
        """40 hours of waiting a month: 15 GBP for 150 hours are 11.84 for 190."""
        report = judged(capsys, self.folder(tmp_path, {"Waiting time": 40}, MAPPING))
        # hours_unpaid is there under its own name, and full of noughts: nothing can be told from names alone.
        assert "column_unread" not in codes(report)
        rows = [{**row, "Waiting time": 40} for row in pay_rows()]
        columns = (*(name for name in COLUMNS if name != "hours_unpaid"), "Waiting time")
        folder = write_subject(tmp_path / "bravo", files={"wages/pay.csv": csv_text(rows, columns)})
        report = judged(capsys, folder)
        assert status(report, "PAI-PAY-01") == "claimed"
        assert "'Waiting time', which by its name holds hours_unpaid" in finding(report, "column_unread")["message"]
        mapping = MAPPING + "columns: {hours_unpaid: Waiting time}\n"
        folder = write_subject(
            tmp_path / "carol", files={"wages/pay.csv": csv_text(rows, columns), "wages/mapping.yaml": mapping}
        )
        assert status(judged(capsys, folder), "PAI-PAY-01") == "not_met"


class TestHoursThatAMappingCallsThoseOfShifts:
    """No column tells of unpaid time: 15 GBP an hour are over the line, and 12 would be with 38 unpaid hours in 150."""

    def folder(self, folder: Path, rate: int = 15, basis: str = "shift") -> Path:
        columns = tuple(name for name in COLUMNS if name != "hours_unpaid")
        mapping = MAPPING.replace("time_basis: shift", f"time_basis: {basis}")
        files = {"wages/pay.csv": csv_text(pay_rows(rate=rate), columns), "wages/mapping.yaml": mapping}
        return write_subject(folder / "acme", files=files)

    def test_that_word_passes_nobody(self, tmp_path: Path, capsys: Captured) -> None:
        report = judged(capsys, self.folder(tmp_path))
        assert status(report, "PAI-PAY-01") == "claimed"
        assert status(report, "PAI-PAY-15") == "claimed"
        found = finding(report, "unpaid_time_by_word")
        assert "the mapping calls the hours of wages/pay.csv those of shifts" in found["message"]
        assert (found["location"]["file"], found["location"]["line"]) == ("wages/mapping.yaml", 3)

    def test_it_is_believed_once_an_assessor_has_read_the_data(self, tmp_path: Path, capsys: Captured) -> None:
        file = tmp_path / "assessment.yaml"
        file.write_text(READ, encoding="utf-8")
        assert status(judged(capsys, self.folder(tmp_path), "--assessment", file), "PAI-PAY-01") == "met"

    def test_it_hides_no_pay_below_the_line(self, tmp_path: Path, capsys: Captured) -> None:
        assert status(judged(capsys, self.folder(tmp_path, rate=9)), "PAI-PAY-01") == "not_met"

    def test_without_it_unpaid_time_is_not_known(self, tmp_path: Path, capsys: Captured) -> None:
        report = judged(capsys, self.folder(tmp_path, basis="reported_by_worker"))
        assert status(report, "PAI-PAY-01") == "unknown"
        assert "unpaid_time_by_word" not in codes(report)


TASKS = MAPPING.replace("grain: payroll", "grain: task").replace("time_basis: shift", "time_basis: logged_interval")


def test_refused_work_that_a_mapping_calls_paid(tmp_path: Path, capsys: Captured) -> None:
    """Half of the tasks were declined: 20 GBP an hour become 10, under the line."""
    rows = [
        {
            "worker_id": f"w{worker:02d}", "started_at": f"2026-{month:02d}-{day:02d}T09:00",
            "submitted_at": f"2026-{month:02d}-{day:02d}T15:00", "reward": 120, "hours_unpaid": 0, "fees": 0,
            "deductions": 0, "result": "Declined" if day % 2 else "Fine",
        }
        for worker in range(1, 13)
        for month in range(1, 7)
        for day in range(1, 21)
    ]  # fmt: skip
    said = {}
    for meant in ("approved", "rejected"):
        words = f"values: {{status: {{Fine: approved, Declined: {meant}}}}}\n"
        mapping = f"{TASKS}columns: {{pay: reward, status: result}}\n{words}"
        files = {"wages/pay.csv": csv_text(rows, rows[0]), "wages/mapping.yaml": mapping}
        said[meant] = judged(capsys, write_subject(tmp_path / meant, files=files))
    assert status(said["rejected"], "PAI-PAY-01") == "not_met"
    assert status(said["approved"], "PAI-PAY-01") != "met"
    message = finding(said["approved"], "words_by_mapping")["message"]
    assert "the status 'Declined' as approved, and that word is known as rejected" in message
    assert "words_by_mapping" not in codes(said["rejected"])


@pytest.mark.parametrize(
    ("women", "men", "plain", "turned"),
    [
        ("woman", "man", "woman: female, man: male", "woman: male, man: female"),
        ("F", "M", "F: female, M: male", "F: male, M: female"),
        ("M", "H", "M: female, H: male", "M: male, H: female"),
    ],
)
def test_women_whom_a_mapping_calls_men(
    tmp_path: Path, capsys: Captured, women: str, men: str, plain: str, turned: str
) -> None:
    """Turned round, women who earn less earn more, and no gap is over any bar."""
    rows = [row | {"sex": women if n % 2 else men} for n, row in enumerate(pay_rows())]
    caps, said = {}, {}
    for name, words in (("plain", plain), ("turned", turned)):
        mapping = f"{MAPPING}columns: {{gender: sex}}\nvalues: {{gender: {{{words}}}}}\n"
        files = {"wages/pay.csv": csv_text(rows, (*COLUMNS, "sex")), "wages/mapping.yaml": mapping}
        report = judged(capsys, write_subject(tmp_path / name, files=files))
        (pay,) = report["subjects"][0]["wages"]["sets"]
        caps[name] = pay["metrics"]["gender_gap_mean"].get("cap")
        said[name] = [f["message"] for f in report["subjects"][0]["findings"] if f["code"] == "words_by_mapping"]
    assert caps["plain"] != "stated" and caps["turned"] == "stated"
    assert said["plain"] == [] and len(said["turned"]) == 2
    assert f"the gender '{women}' as male, and that word is known as female" in said["turned"][0]


def test_jobs_that_a_mapping_makes_one_are_named(tmp_path: Path, capsys: Captured) -> None:
    rows = [row | {"job": ("tagger", "Tagger", "moderator")[n % 3]} for n, row in enumerate(pay_rows())]
    said = {}
    for name, words in (
        ("spelling", "tagger: annotator, Tagger: annotator, moderator: moderator"),
        ("merged", "tagger: annotator, Tagger: annotator, moderator: annotator"),
    ):
        mapping = f"{MAPPING}columns: {{job_category: job}}\nvalues: {{job_category: {{{words}}}}}\n"
        files = {"wages/pay.csv": csv_text(rows, (*COLUMNS, "job")), "wages/mapping.yaml": mapping}
        said[name] = judged(capsys, write_subject(tmp_path / name, files=files))
    assert "words_merged" not in codes(said["spelling"])
    note = finding(said["merged"], "words_merged")
    assert note["severity"] == "note"
    assert "2 words for job category" in note["message"] and "'moderator'" in note["message"]


def test_hours_of_a_contract_that_a_mapping_calls_recorded(tmp_path: Path, capsys: Captured) -> None:
    rows = [row | {"source of hours": "contractual"} for row in pay_rows()]
    mapping = (
        f"{MAPPING}columns: {{hours_basis: source of hours}}\nvalues: {{hours_basis: {{contractual: recorded}}}}\n"
    )
    files = {"wages/pay.csv": csv_text(rows, (*COLUMNS, "source of hours")), "wages/mapping.yaml": mapping}
    report = judged(capsys, write_subject(tmp_path / "acme", files=files))
    assert (
        "the hours_basis 'contractual' as recorded, and that word is known as contract"
        in (finding(report, "words_by_mapping")["message"])
    )
    assert status(report, "PAI-PAY-01") == "claimed"


class TestTheCheaperOfTwoSites:
    """London asks for 14.80 GBP, the rest of the country for 13.45; 15 GBP are over both, if all is as said."""

    TWO = """\
scope:
  period: {from: 2026-01-01, to: 2026-06-30}
  sites:
    - {place: GB-LND, city: London, area: urban, headcount: 10}
    - {place: GB-MAN, city: Manchester, area: urban, headcount: 2}
"""

    def report(self, tmp_path: Path, capsys: Captured, cities: list[str], name: str) -> str:
        """Return the status of the floor where workers stand in ``cities``, the n-th worker in the n-th."""
        regions = {"London": "GB-LND", "Manchester": "GB-MAN"}
        rows = []
        for row in pay_rows(rate=15):
            city = cities[int(str(row["worker_id"])[1:]) - 1]
            rows.append({**row, "city": city, "region": regions[city]})
        mapping = MAPPING.replace("region: GB-MAN, city: Manchester, ", "")
        files = {"wages/pay.csv": csv_text(rows, (*COLUMNS, "region", "city")), "wages/mapping.yaml": mapping}
        folder = write_subject(tmp_path / name, questionnaire(name, scope=self.TWO), files)
        return status(judged(capsys, folder), "PAI-PAY-01")

    def test_all_at_the_cheaper_one(self, tmp_path: Path, capsys: Captured) -> None:
        assert self.report(tmp_path, capsys, ["London"] * 10 + ["Manchester"] * 2, "right") == "met"
        assert self.report(tmp_path, capsys, ["Manchester"] * 12, "moved") == "claimed"
        assert self.report(tmp_path, capsys, ["London"] * 2 + ["Manchester"] * 10, "most") == "claimed"

    def test_one_word_for_all(self, tmp_path: Path, capsys: Captured) -> None:
        folder = write_subject(tmp_path / "acme", questionnaire(scope=self.TWO))
        report = judged(capsys, folder)
        assert status(report, "PAI-PAY-01") == "claimed"
        assert report["subjects"][0]["wages"]["sets"][0]["cover"]["why"] == "no pay from London, GB-LND"

    def test_one_site_asks_nothing(self, tmp_path: Path, capsys: Captured) -> None:
        folder = write_subject(tmp_path / "acme", questionnaire(scope=SCOPE))
        assert status(judged(capsys, folder), "PAI-PAY-01") == "met"


def test_unpaid_hours_called_minutes(tmp_path: Path, capsys: Captured) -> None:
    """15 GBP for 150 paid and 40 unpaid hours are 11.84; for 40 minutes they are 14.93, over the line."""
    rows = [{**row, "hours_unpaid": 40} for row in pay_rows()]
    mapping = MAPPING + "units: {hours_unpaid: minutes}\n"
    files = {"wages/pay.csv": csv_text(rows), "wages/mapping.yaml": mapping}
    report = judged(capsys, write_subject(tmp_path / "acme", files=files))
    assert status(report, "PAI-PAY-01") == "claimed"
    found = finding(report, "units_differ")
    assert "calls hours_unpaid minutes, and hours_paid hours" in found["message"]
    assert found["location"]["line"] == 6


def test_days_that_a_stated_period_leaves_out_are_named(tmp_path: Path, capsys: Captured) -> None:
    """The first three months were paid 9 GBP an hour, and the period begins after them."""
    rows = [{**row, "pay": 150 * (9 if str(row["period_start"]) < "2026-04" else 15)} for row in pay_rows()]
    scope = SCOPE.replace("from: 2026-01-01", "from: 2026-04-01")
    folder = write_subject(tmp_path / "acme", questionnaire(scope=scope), {"wages/pay.csv": csv_text(rows)})
    report = judged(capsys, folder)
    assert status(report, "PAI-PAY-01") == "met"
    found = finding(report, "row_set_aside")
    assert "36 rows outside the period in scope were set aside (2026-01-01 to 2026-03-31)" in found["message"]
    assert (found["severity"], found["todo"][:37]) == ("warning", "judge a period that holds all of the ")
