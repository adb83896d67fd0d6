"""What weighs most stands where it is read first: whose voice is missing, variants after their numbers, same names."""

from __future__ import annotations

from typing import Any

from checker.assess.comparison import compare
from checker.assess.portfolio import portfolio
from checker.render.comparison import render_comparison
from checker.render.portfolio import render_site
from checker.render.unseen import blind_spot
from tests import past_reports as made


def seen(*collectors: str, notes: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "kind": "supplier",
        "evidence": [{"collector": collector} for collector in collectors],
        "wages": {"sets": [{"notes": notes}]},
    }


def test_the_first_page_says_whose_voice_is_missing() -> None:
    alone = "Nothing was said or measured by workers: all was collected by the supplier itself."
    assert blind_spot(seen("supplier", "supplier")) == alone
    assert blind_spot(seen("supplier", "auditor")).startswith("No worker and no organisation of workers brought")
    assert blind_spot(seen()).startswith("No worker and no organisation of workers brought")
    for voice in ("worker", "worker_organisation"):
        assert blind_spot(seen("supplier", voice)) == ""


def test_the_first_page_says_that_no_unpaid_time_was_recorded() -> None:
    note = "no unpaid time recorded for any of 60 workers"
    said = blind_spot(seen("worker", notes=(note, "no living wage for KE")))
    assert said == "No unpaid time recorded for any of 60 workers."


def _measured(**ends: float) -> Any:
    pay = made.pay(0.0, 0.0)
    [metrics] = [data["metrics"] for data in pay["sets"]]
    plain = metrics["share_below_living_wage"]
    for name, end in ends.items():
        metrics[name] = {**plain, "low": end, "high": end}
    return made.report(made.subject(made.standard([made.result("A-1", "met")]), wages=pay))


def test_a_comparison_puts_numbers_before_their_variants_and_never_calls_like_texts_different() -> None:
    names = ("fee_share", "share_below_minimum_wage", "share_below_minimum_wage_paid_time", "fee_share@fairwork_net")
    old = _measured(**dict.fromkeys(names, 0.00401))
    new = _measured(**dict.fromkeys(names, 0.00402))
    lines = render_comparison(compare(old, new), "text").decode().splitlines()
    told = [line.strip() for line in lines[lines.index("Pay, as published") + 1 :]]
    assert told[0].startswith("Workers below the legal minimum wage: ")
    assert told[1].startswith("Fees as a share of pay: 0.4 %, now 0.4 %: higher, by less than is shown")
    assert told[2].startswith("2 variants of such numbers changed too")
    assert len(told) == 3


def test_subjects_of_one_name_are_told_apart_by_their_id() -> None:
    subjects = [made.subject(made.standard([made.result("A-1", "not_met")]), name=n) for n in ("a1", "b2", "c3")]
    for subject, name in zip(subjects, ("Twin Ltd", "TWIN Ltd", "Other Ltd"), strict=True):
        subject["name"] = name
    found = portfolio([(f"{n}.json", made.past(s)) for n, s in enumerate(subjects)], [], None)
    pages = {path: content.decode() for path, content in render_site(found)}
    assert 'Twin Ltd</a> <span class="quiet">a1</span>' in pages["index.html"]
    assert 'TWIN Ltd</a> <span class="quiet">b2</span>' in pages["index.html"]
    for path in ("coverage.html", "requirements/pai-2022-A-1.html"):
        assert "Twin Ltd (a1)</a>" in pages[path] and "TWIN Ltd (b2)</a>" in pages[path]
    for path in ("index.html", "coverage.html", "requirements/pai-2022-A-1.html"):
        assert "Other Ltd</a>" in pages[path] and "c3</span>" not in pages[path]
