"""The rows of the workbook but those on pay: plain values by column key, taken from the view and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from checker.render import numbers
from checker.render.actions import Action, actions
from checker.render.evidence_dates import dates_of
from checker.render.page import place
from checker.render.plan_sheet import PLAN_NOTES, plan_words
from checker.render.summary import as_sentence, left_out, mend, standard_name, verdict_sentence
from checker.render.words import (
    LEVEL,
    LEVEL_MEANING,
    ORIGIN,
    READ,
    SCORE,
    STATUS,
    VERDICT,
    fact_label,
    role,
    sentence_case,
    theme,
)
from checker.render.workbook_cells import Row, Value
from checker.render.workbook_layout import SHEETS

View = Mapping[str, Any]
VERDICT_MEANING = {
    "does_not_meet": "A critical or major requirement is not met, or met in part only.",
    "cannot_conclude": "None of them failed, but one is unknown, only claimed or in error, or nothing at all is met.",
    "meets_with_actions": "Only smaller items are left to act on.",
    "meets": "Everything that applies is met, each shown by evidence that suffices.",
}
NOTES = (
    ("No certificate", "A gap report on what was shown to the tool, as of the day named. Nobody has signed it."),
    ("Shown", "The one score to compare: what is proven. Claimed and possible say what could still come."),
    ("Hidden numbers", "Of fewer workers than five nothing is shown, and nothing from which it could be worked out."),
    ("Points it would add", "What the shown score would gain if this requirement alone were met; blank where that "
     "hangs on other requirements, or where the standard makes no number."),
    *PLAN_NOTES,
)  # fmt: skip


def overview_rows(subject: View) -> Iterator[Row]:
    """Yield one row a standard."""
    for standard in subject["standards"]:
        score, counts = standard["score"], standard["counts"]
        yield {
            **_who(subject, standard),
            "name": subject["name"],
            "kind": subject["kind"],
            "verdict": VERDICT[standard["verdict"]],
            "sentence": verdict_sentence(subject, standard),
            **{name: score[name] for name in SCORE},
            "max": score["max"] if score["shown"] is not None else None,
            "coverage": standard["coverage"],
            **counts,
            "claimed": score["claimed"],
            "claimed_only": counts["claimed"],
            "answered": subject["answered"]["answered"],
            "asked": subject["answered"]["asked"],
            "as_of": day(subject["as_of"]),
            "period_from": day(subject["period"]["from"]),
            "period_to": day(subject["period"]["to"]),
            "headcount": subject["headcount"],
            "folder": subject["folder"],
        }


def invalid_rows(head: View) -> Iterator[Row]:
    """Yield one row for each subject that could not be assessed."""
    for broken in head["invalid"]:
        yield {
            "subject": broken["folder"],
            "verdict": "Nothing was assessed",
            "sentence": "\n".join(broken["problems"]),
            "folder": broken["folder"],
        }


def result_rows(subject: View, standard: View) -> Iterator[Row]:
    """Yield one row a requirement, in the pack's order."""
    for result in standard["results"]:
        source, evidence = result["source"], result["evidence"]
        waiver = result.get("waiver")
        yield {
            **_requirement(subject, standard, result),
            "theme": theme(result["theme"]),
            "profile": result["profile"],
            **result["credit"],
            "weight": result["weight"],
            "asked": result["sentence"],
            "read": "\n".join(_fact(fact) for fact in result["facts"]),
            "required": LEVEL[evidence["required"]],
            "found": LEVEL[evidence["found"]],
            "evidence": ", ".join(evidence["ids"]),
            "unread": evidence["content_unchecked"],
            "conflict": result["conflict"],
            "waiver": f"{waiver['reason']} (approved by {waiver['approved_by']})" if waiver else None,
            "baseline": result.get("baseline"),
            "source": ", ".join(str(source[key]) for key in ("document", "section", "year", "url") if source.get(key)),
            "source_read": READ.get(str(source.get("read")), str(source.get("read"))),
            "threshold": ORIGIN.get(result["threshold_origin"], result["threshold_origin"]),
        }


def gap_rows(subject: View, standard: View) -> Iterator[Row]:
    """Yield one row for each requirement that is not shown to be met, the worst first."""
    for action in actions(subject, standard):
        result = action.result
        settle = mend(result) if result["status"] == "claimed" else _settling(result, action)
        yield {**_requirement(subject, standard, result), "harm": result["why"], "settle": settle}


def source_rows(subject: View) -> Iterator[Row]:
    """Yield files, evidence, all that set the bar, decisions and findings."""
    judged = subject["judged_by"]
    who = {"subject": subject["id"]}
    for file in subject["inputs"]:
        yield {**who, "what": "File read", "name": file["path"], "detail": role(file["role"]), "sha256": file["sha256"]}
    for exhibit in subject["evidence"]:
        yield {**who, **_exhibit(subject, exhibit)}
    for pack in judged["packs"]:
        yield {**who, "what": "Standard", "name": f"{pack['id']} {pack['edition']}", "sha256": pack.get("sha256")}
    for standard in subject["standards"]:
        yield {**who, "what": "Standing", "name": standard_name(standard), "detail": standard["established"]}
        for name, why in left_out(standard):
            yield {**who, "what": "Not judged", "name": name, "detail": as_sentence(why)}
    for file in (*judged["benchmarks"], *judged["fx"]):
        yield {**who, "what": role(file["role"]), "name": file["path"], "sha256": file["sha256"]}
    for parameter in judged["parameters"]:
        yield {**who, "what": "Parameter", "name": parameter["name"], "detail": _parameter(parameter)}
    for bar in dict.fromkeys(map(_pairs, (*judged["lowered_bars"], *subject["wages"]["lowered_bars"]))):
        yield {**who, "what": "Lowered bar", "detail": bar}
    yield from ({**who, **row} for row in _notes(subject))


def legend_rows() -> Iterator[Row]:
    """Yield what the words mean."""
    for sheet in SHEETS.values():
        yield {"what": "Sheet", "word": sheet.name, "meaning": sheet.about}
    for status in STATUS.values():
        yield {"what": "Result", "word": status.word, "meaning": status.meaning}
    for verdict, meaning in VERDICT_MEANING.items():
        yield {"what": "Verdict", "word": VERDICT[verdict], "meaning": meaning}
    for word, meaning in SCORE.values():
        yield {"what": "Score", "word": word, "meaning": sentence_case(meaning)}
    for level, word in LEVEL.items():
        yield {"what": "Evidence", "word": word, "meaning": sentence_case(LEVEL_MEANING.get(level, ""))}
    yield from plan_words()
    for word, meaning in NOTES:
        yield {"what": "Note", "word": word, "meaning": meaning}


def day(text: str | None) -> date | None:
    """Return a day of the view as a date."""
    return date.fromisoformat(text) if text else None


def _who(subject: View, standard: View) -> Row:
    return {"subject": subject["id"], "standard": standard_name(standard)}


def _requirement(subject: View, standard: View, result: View) -> Row:
    """Return what every row on a requirement has."""
    waiver = result.get("waiver")
    return {
        **_who(subject, standard),
        "requirement": result["requirement"],
        "title": result["title"],
        "severity": result["severity"],
        "status": STATUS[result["status"]].word,
        "reason": as_sentence(result["reason"]),
        "reply": result["response"],
        "place": place(result["location"]),
        "waived_until": day(str(waiver["until"])) if waiver else None,
    }


def _settling(result: View, action: Action) -> str:
    open_ = ", ".join(fact_label(name) for name in result["open_questions"])
    return f"{action.expected}\nOpen: {open_}" if open_ else action.expected


def _fact(fact: View) -> str:
    where = place(fact["source"])
    return f"{fact_label(fact['name'])}: {numbers.fact(fact)}{f' ({where})' if where else ''}"


def _exhibit(subject: View, exhibit: View) -> Row:
    dates = dates_of(exhibit, subject["as_of"], None)
    by = f"{sentence_case(exhibit['kind'])}, given by the {exhibit['collector'].replace('_', ' ')}"
    files = ", ".join(file["path"] for file in exhibit["files"])
    return {
        "what": "Evidence",
        "name": exhibit["id"],
        "detail": f"{by}: {files}" if files else by,
        "sha256": "\n".join(file["sha256"] for file in exhibit["files"]),
        "dated": dates.dated,
        "until": dates.until,
        "level": LEVEL[exhibit["level"]],
        "note": " ".join(as_sentence(words) for words in (exhibit["problem"], dates.words) if words),
    }


def _parameter(parameter: View) -> str:
    shipped = parameter.get("default", parameter["value"])
    told = f"{parameter['value']} {parameter.get('unit') or ''}".strip()
    return told if shipped == parameter["value"] else f"{told}; the pack has {shipped}"


def _pairs(told: View) -> str:
    return "; ".join(f"{sentence_case(str(key))}: {value}" for key, value in told.items())


def _notes(subject: View) -> Iterator[dict[str, Value]]:
    for decision in subject["decisions"]:
        what = [sentence_case(decision["kind"]), decision["evidence"], decision["reason"]]
        yield {
            "what": "Assessor's decision",
            "name": decision["requirement"] or sentence_case(decision["kind"]),
            "detail": ": ".join(str(part) for part in what if part),
            "dated": day(decision["on"]),
            "note": f"{decision['role']}, {decision['organisation']}",
        }
    for conflict in subject["conflicts"]:
        yield {"what": "Conflict", "name": conflict["requirement"], "detail": conflict["why"]}
    for finding in (*subject["findings"], *subject["signals"]):
        told = as_sentence(finding["message"])
        yield {
            "what": sentence_case(finding["severity"]),
            "name": place(finding["location"]),
            "detail": told,
            "note": as_sentence(finding["todo"]),
        }
