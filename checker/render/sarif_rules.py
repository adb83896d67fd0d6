"""Requirements as rules of a SARIF log: what each asks, why, which evidence counts and what to do.

One rule a requirement, under its id, which is never used for another; where the pack gave it another id, the
former ones are its ``deprecatedIds`` (section 3.49.5), by which a reader finds what was said of it under them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.render.clean import clean, escape_markdown, safe_link, shorten
from checker.render.findings import NOT_ASSESSED, SCORE_FELL, VERDICT_HELD, Item
from checker.render.summary import GRAVE, evidence_asked
from checker.render.words import ORIGIN, OWNER, READ, count, theme

View = Mapping[str, Any]
MOST_DESCRIPTION = 1024
"""Characters of a description that GitHub shows."""
MOST_NAME = 255
_LEVEL = {"critical": "error", "major": "error", "minor": "warning", "advisory": "note"}
_PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}
_OTHER = {
    NOT_ASSESSED: "A file of the subject is missing, unreadable or contradicts itself, so nothing of it was judged. "
    "Mend what the message names and run again; until then nothing can be said of this subject.",
    VERDICT_HELD: "Kinds, head count or period of the subject are not shown well enough, or nothing at all is shown "
    "to be met, so the verdict cannot be concluded whatever the requirements come to.",
    SCORE_FELL: "Less is shown than when the baseline was made, on the same edition, parameters and tables. "
    "Show again what was shown then, or make a new baseline that somebody approves.",
}


class Rules:
    """The rules of one run, in the order in which results first name them."""

    def __init__(self) -> None:
        """Start with none."""
        self.listed: list[dict[str, Any]] = []
        self._index: dict[tuple[str, str, str], int] = {}

    def index(self, item: Item) -> int:
        """Return the place of the item's rule, which is added where it is new."""
        if item.result is None:
            return self.index_of(item.requirement, _OTHER[item.requirement], _LEVEL[item.severity])
        key = (item.requirement, item.standard, item.edition)
        if key not in self._index:
            self._add(key, _rule(item.result, item))
        return self._index[key]

    def index_of(self, code: str, words: str, level: str = "none") -> int:
        """Return the place of a rule that is no requirement."""
        key = (code, "", "")
        if key not in self._index:
            self._add(key, _plain_rule(code, words, level))
        return self._index[key]

    def _add(self, key: tuple[str, str, str], rule: dict[str, Any]) -> None:
        self._index[key] = len(self.listed)
        self.listed.append(rule)


def literal(text: str) -> str:
    """Return ``text`` as SARIF message text that holds no link and no placeholder (sections 3.11.5 and 3.11.6)."""
    return text.replace("](", "] (").replace("{", "{{").replace("}", "}}")


def _rule(view: View, item: Item) -> dict[str, Any]:
    title = clean(view["title"])
    level = _LEVEL[view["severity"]]
    link = safe_link(view["source"].get("url"))
    former = sorted({shorten(clean(name), MOST_NAME) for name in item.former_ids})
    return {
        "id": shorten(clean(view["requirement"]), MOST_NAME),
        **({"deprecatedIds": former} if former else {}),
        "shortDescription": _text(title, MOST_DESCRIPTION),
        "fullDescription": _text(f"{clean(view['sentence'])} {clean(view['why'])}".strip() or title, MOST_DESCRIPTION),
        "help": {"text": literal(_help(view, item)), "markdown": _help_markdown(view, item)},
        **({"helpUri": link} if link else {}),
        "defaultConfiguration": {"level": level},
        "properties": {
            "problem.severity": _PROBLEM[level],
            "severity": view["severity"],
            "tags": _tags(view, item),
        },
    }


def _plain_rule(code: str, words: str, level: str) -> dict[str, Any]:
    return {
        "id": shorten(clean(code), MOST_NAME),
        "shortDescription": _text(words.partition(". ")[0], MOST_DESCRIPTION),
        "fullDescription": _text(words, MOST_DESCRIPTION),
        "help": {"text": literal(words), "markdown": escape_markdown(words)},
        "defaultConfiguration": {"level": level},
    }


def _tags(view: View, item: Item) -> list[str]:
    tags = (item.standard, theme(view["theme"]).lower(), view["severity"], view["profile"])
    return list(dict.fromkeys(shorten(clean(tag), 50) for tag in tags))


def _parts(view: View, item: Item) -> list[tuple[str, str]]:
    """Return what help says, each under a word."""
    source, remedy = view["source"], view["remedy"] or {}
    cited = [source.get("document"), source.get("section"), source.get("year")]
    days = f", within {count(remedy['due_days'], 'day')}" if remedy.get("due_days") else ""
    owner = OWNER.get(remedy.get("owner") or "", str(remedy.get("owner") or ""))
    read = READ.get(source.get("read"), "")
    return [
        ("Asks", view["sentence"]),
        ("Why", view["why"]),
        ("Severity", f"{view['severity']}; a gap in a critical or major requirement decides the verdict"
         if view["severity"] in GRAVE else view["severity"]),
        ("Evidence that counts", evidence_asked(view)),
        ("To do", f"{remedy['text']} ({owner}{days})" if remedy.get("text") else ""),
        ("Source", "; ".join([", ".join(str(part) for part in cited if part), *([read] if read else [])])),
        ("Threshold", ORIGIN.get(view["threshold_origin"], "")),
        ("Standard", f"{item.standard} {item.edition}"),
    ]  # fmt: skip


def _help(view: View, item: Item) -> str:
    return "\n".join(f"{word}: {clean(text)}" for word, text in _parts(view, item) if text)


def _help_markdown(view: View, item: Item) -> str:
    lines = [f"**{escape_markdown(view['title'])}**"]
    lines += [f"**{word}:** {escape_markdown(text)}" for word, text in _parts(view, item) if text]
    return "\n\n".join(lines)


def _text(text: str, most: int) -> dict[str, str]:
    return {"text": shorten(literal(text), most)}
