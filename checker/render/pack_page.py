"""One standard as a Markdown page: head, parameters, and every requirement with what it asks and where it comes from.

Pure: the same standard and sentences give the same bytes. Every word of the pack is escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from checker.model.quantity import number
from checker.model.standard import ALWAYS, InForce, Parameter, Requirement, Source, Standard
from checker.render.clean import anchor, clean, escape_markdown, safe_link
from checker.render.words import LEVEL, ORIGIN, OWNER, READ, WORKERS_PART, count

ASKED = {"supplier": "the supplier", "buyer": "the buyer", "both": "both the supplier and the buyer"}
BASIS = {"standard": "the source", "tool_choice": "this tool", "adjacent_source": "another source"}
STARTS_FROM = {
    "pai_guideline": "one of the five guidelines or its text",
    "pai_path_step": "one of the five steps of PAI's Path",
    "pai_resource_purpose": "what a PAI template is for",
    "pai_background": "a harm, definition or remark in a PAI text, which is no demand",
    "pai_shared_prosperity": "PAI's guidelines on shared prosperity",
    "developer_practice": "what a developer says it did, which is an example and no demand of PAI",
    "panel_comment": "what a panellist said at a PAI event, which is no demand of PAI",
    "not_established": "nothing that was established in a text of the source",
    "not_pai_text": "a text that is not PAI's",
}
"""What the source makes of it, by ``normative_status``; other packs' words are shown as they are."""
EARNS = "Earns {share} when"
RELATION = {"equals": "equal to", "at_least": "at least", "at_most": "at most"}


class Wording(NamedTuple):
    """The sentences of one requirement, made from its conditions, and the parameters that they name."""

    satisfied: str
    applies: str = ""
    """Empty: it applies to every subject that is asked."""
    bands: tuple[tuple[float, str], ...] = ()
    """(credit, sentence), highest first."""
    claim: str = ""
    parameters: tuple[str, ...] = ()
    title: str = ""
    """In the language of the sentences; empty: as the pack has it."""


def render_pack(
    standard: Standard,
    wordings: Mapping[str, Wording],
    kinds: Mapping[str, str],
    labels: Mapping[str, str] | None = None,
    note: str = "",
) -> bytes:
    """Return the page of ``standard`` as UTF-8.

    ``wordings`` gives the sentences of each requirement by id, ``kinds`` the label of each evidence kind. Where the
    sentences are in another language than English, ``labels`` says what stands before them and ``note`` whose they are.
    """
    labels = labels or {}
    blocks = [*_head(standard), *([f"*{escape_markdown(note)}*"] if note else [])]
    blocks += [*_in_force(standard), *_governance(standard), *_parameters(standard)]
    blocks += _contents(standard)
    for theme, title in standard.themes.items():
        blocks.append(f"## {escape_markdown(title['en'])}")
        for requirement in standard.requirements:
            if requirement.theme == theme:
                blocks += _requirement(requirement, wordings[requirement.id], kinds, labels)
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def _head(standard: Standard) -> Iterator[str]:
    read = Counter(r.source.read for r in standard.requirements)
    yield f"# {escape_markdown(standard.title['en'])}"
    yield (
        f"Generated from the files of this folder by `fairlabel standards doc {standard.id}@{standard.edition}`; "
        "change those, not this page."
    )
    yield (
        f"{escape_markdown(standard.id)} {escape_markdown(standard.edition)}, after texts of "
        f"{escape_markdown(standard.issuer)}. {count(len(standard.requirements), 'requirement')}; "
        f"of their sources {read['text']} were read in the text and {read['summary']} in a summary; "
        f"{count(read['no'], 'requirement')} {'is' if read['no'] == 1 else 'are'} inferred."
    )
    yield "## What is established, and what is not"
    yield escape_markdown(standard.established["en"])
    yield escape_markdown(standard.terms["en"])
    yield (
        "A requirement is met when its sentence holds and evidence of a listed kind, at the level asked or above, "
        "shows it. Where there is no answer no sentence holds, and where it is unknown whether a requirement applies "
        "it stays open."
    )


def _in_force(standard: Standard) -> Iterator[str]:
    """Say when and where requirements ask anything, each day and place once; nothing where they always do."""
    asked: dict[InForce, list[str]] = {}
    for requirement in standard.requirements:
        if requirement.in_force is not ALWAYS:
            asked.setdefault(requirement.in_force, []).append(requirement.id)
    if not asked:
        return
    yield "## When and where it asks anything"
    rows = []
    for force, ids in asked.items():
        words = [f"from {force.start}" if force.start else "", f"until {force.end}" if force.end else ""]
        words.append(f"where work is done in {', '.join(force.countries)}" if force.countries else "")
        whose = "every requirement" if len(ids) == len(standard.requirements) else escape_markdown(", ".join(ids))
        rows.append(f"- {', '.join(word for word in words if word)}: {whose}")
    yield "\n".join(rows)
    yield "Outside of that it is not applicable, and the result says the day or the countries."


def _governance(standard: Standard) -> Iterator[str]:
    who = standard.governance
    rows = {
        "Proposed by": who.proposed_by,
        "Decided by": who.decided_by,
        "Workers' part": WORKERS_PART[who.workers_part],
        "Funder": who.funder,
        "Date": who.date,
        "Dissent": who.dissent,
        "Where this was found": who.source,
        "Note": who.note,
        "This pack": who.pack,
    }
    yield "## Who set it"
    yield "\n".join(f"- {name}: {escape_markdown(text)}" for name, text in rows.items() if text)


def _parameters(standard: Standard) -> Iterator[str]:
    if not standard.parameters:
        return
    yield "## Parameters"
    yield "Only a bar of this tool may be changed in the settings; a report prints every one that was."
    rows = ["| parameter | value | whose bar | why |", "|---|---|---|---|"]
    rows += [
        f"| {name} | {escape_markdown(_amount(p))} | {BASIS[p.basis]} | {escape_markdown(p.why['en'])} |"
        for name, p in ((escape_markdown(p.name), p) for p in standard.parameters.values())
    ]
    yield "\n".join(rows)


def _contents(standard: Standard) -> Iterator[str]:
    by_theme = Counter(r.theme for r in standard.requirements)
    core = Counter(r.theme for r in standard.requirements if r.profile == "core")
    yield "## Themes"
    rows = ["| theme | requirements | of these core |", "|---|---|---|"]
    rows += [
        f"| {escape_markdown(title['en'])} | {by_theme[theme]} | {core[theme]} |"
        for theme, title in standard.themes.items()
    ]
    yield "\n".join(rows)


def _requirement(
    requirement: Requirement, words: Wording, kinds: Mapping[str, str], labels: Mapping[str, str]
) -> Iterator[str]:
    yield f'### <a id="{anchor(requirement.id)}"></a>{escape_markdown(requirement.id)}: ' + escape_markdown(
        words.title or requirement.title["en"]
    )
    yield "\n".join(
        f"- {labels.get(name, name)}: {text}" for name, text in _lines(requirement, words, kinds, labels) if text
    )


def _lines(
    requirement: Requirement, words: Wording, kinds: Mapping[str, str], labels: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    yield (
        "Asked of",
        ASKED[requirement.subject]
        + (f" ({escape_markdown(', '.join(requirement.kinds))} only)" if requirement.kinds else ""),
    )
    yield "Severity and profile", f"{requirement.severity}, {requirement.profile}"
    yield "Applies where", escape_markdown(words.applies)
    yield "Satisfied when", escape_markdown(words.satisfied)
    for credit, sentence in words.bands:
        yield labels.get(EARNS, EARNS).format(share=number(credit, "share")), escape_markdown(sentence)
    yield "Claim that data can contradict", _claim(requirement, words)
    yield "Evidence", _evidence(requirement, kinds)
    yield "Why", escape_markdown(requirement.why["en"])
    if requirement.remedy is not None:
        owner, days, text = requirement.remedy
        yield f"Remedy ({OWNER[owner]}, within {count(days, 'day')})", escape_markdown(text["en"])
    yield "Source", f"{_source(requirement.source)}; {READ[requirement.source.read]}"
    yield "Threshold", ORIGIN[requirement.threshold_origin].removeprefix("the threshold ").replace("is ", "", 1)
    status = requirement.normative_status
    yield "Starts from", escape_markdown(STARTS_FROM.get(status, status.replace("_", " ")))
    yield "Parameters", ", ".join(escape_markdown(name) for name in words.parameters)
    yield "Note", escape_markdown(requirement.note)


def _claim(requirement: Requirement, words: Wording) -> str:
    if requirement.claim is None:
        return ""
    relation = requirement.claim.relation
    return escape_markdown(words.claim) + (f" (the number is {RELATION[relation]} what is said)" if relation else "")


def _evidence(requirement: Requirement, kinds: Mapping[str, str]) -> str:
    wanted = requirement.evidence
    names = "; ".join(escape_markdown(kinds.get(k, k.replace("_", " "))) for k in wanted.listed)
    age = f". Not older than {wanted.max_age}" if wanted.max_age else ""
    read = ". An assessor has to have read it" if wanted.review == "required" else ""
    return f"{LEVEL[wanted.at_least.word]} or above: {names}{age}{read}"


def _source(source: Source) -> str:
    name = escape_markdown(source.document)
    link = safe_link(source.url)
    titled = f"[{name}](<{link}>)" if link else f"{name} ({escape_markdown(source.url)})"
    rest = ", ".join(escape_markdown(str(part)) for part in (source.section, source.year) if part)
    return f"{titled}, {rest}" if rest else titled


def _amount(parameter: Parameter) -> str:
    return clean(number(parameter.value, parameter.unit))
