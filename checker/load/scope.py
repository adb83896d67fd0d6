"""Who a questionnaire speaks of, and of which places and days: ``vendor`` (or ``buyer``) and ``scope``.

Fields may carry evidence like answers: ``headcount: {value: 60, evidence: [register]}``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from checker.load.answers import AnswerReader
from checker.load.no_answer import is_no_answer
from checker.load.problems import suggest
from checker.load.sheet import Sheet, shorten
from checker.load.yaml_document import Map, Steps
from checker.model.evidence import EvidenceItem
from checker.model.questionnaire import Scope, Site, SubjectKind

AREAS = ("urban", "rural")
_VENDOR = ("id", "name", "country", "kinds")
_BUYER = ("id", "name", "country")
_SCOPE = ("period", "sites", "services")
_SITE = ("place", "city", "area", "headcount", "evidence", "note")
_SHOWN = ("value", "evidence", "note")


class Identity(NamedTuple):
    """Who the subject says it is."""

    id: str
    kind: SubjectKind
    name: str
    country: str
    kinds: tuple[str, ...]
    kinds_evidence: tuple[EvidenceItem, ...]


class HeadReader:
    """Reads the head of one questionnaire; evidence is looked up through the reader of its answers."""

    __slots__ = ("_cite", "_sheet")

    def __init__(self, sheet: Sheet, reader: AnswerReader) -> None:
        self._sheet = sheet
        self._cite = reader.cite

    def identity(self, top: Map, known_kinds: Collection[str]) -> Identity:
        """Return what stands under ``vendor`` or ``buyer``."""
        sheet = self._sheet
        who: SubjectKind = "buyer" if "buyer" in top and "vendor" not in top else "supplier"
        key = "buyer" if who == "buyer" else "vendor"
        if "buyer" in top and "vendor" in top:
            sheet.wrong(("buyer",), "stands beside vendor: one file speaks of one side", "write two files", key=True)
        node = sheet.mapping(top.get(key), (key,), _BUYER if who == "buyer" else _VENDOR, what=key)
        if node is None:
            if is_no_answer(top.get(key)):
                sheet.wrong(
                    (key,) if key in top else (), f"{key} is missing: nobody is named whom the file speaks of",
                    f"write {key}: {{id: acme, name: Acme Ltd, country: KE}}",
                )  # fmt: skip
            return Identity("", who, "", "", (), ())
        subject = sheet.id(node, (key,), f"the {key} is found by it", "acme") or ""
        name, _ = self._shown(node, "name", (key,), sheet.text)
        country, _ = self._shown(node, "country", (key,), sheet.country)
        kinds, evidence = self._shown(node, "kinds", (key,), sheet.texts)
        here = (key, "kinds", "value") if isinstance(node.get("kinds"), Map) else (key, "kinds")
        self._check_kinds(kinds or (), here, known_kinds)
        return Identity(subject, who, name or subject, country or "", kinds or (), evidence)

    def scope(self, node: Any) -> Scope:
        """Return what stands under ``scope``; what is absent is open."""
        sheet, path = self._sheet, ("scope",)
        place = sheet.place(path)
        found = sheet.mapping(node, path, _SCOPE, what="scope") or Map()
        period = sheet.mapping(found.get("period"), ("scope", "period"), ("from", "to"), what="period") or Map()
        sites = [
            site
            for number, item in enumerate(sheet.entries(found.get("sites"), ("scope", "sites"), what="sites"))
            if (site := self._site(item, ("scope", "sites", number))) is not None
        ]
        services, _ = self._shown(found, "services", path, sheet.texts)
        return Scope(sheet.days(period, ("scope", "period")), tuple(sites), services or (), place)

    def _site(self, item: Any, path: Steps) -> Site | None:
        sheet = self._sheet
        node = sheet.mapping(item, path, _SITE, what="a site")
        if node is None:
            if is_no_answer(item):
                sheet.wrong(path, "a site is empty", "write {place: KE, city: Nairobi, area: urban, headcount: 60}")
            return None
        shared = self._cite(node.get("evidence"), (*path, "evidence"))
        code, of_place = self._shown(node, "place", path, lambda n, k, p: sheet.place_code(n.get(k), (*p, k)))
        city, _ = self._shown(node, "city", path, sheet.text)
        area, _ = self._shown(node, "area", path, lambda n, k, p: sheet.word(n, k, p, AREAS))
        count, of_count = self._shown(node, "headcount", path, sheet.count)
        if "note" in node:
            sheet.text(node, "note", path)
        if code is None:
            if is_no_answer(node.get("place")):
                sheet.wrong(
                    path, "a site has no place: pay cannot be compared with anything", "write place: KE, or KE-30"
                )
            return None
        return Site(
            code, code[:2], code if len(code) > 2 else None, city, area, count,
            _joined(shared, of_count), sheet.place(path), _joined(shared, of_place),
        )  # fmt: skip

    def _shown(
        self, node: Map, key: str, path: Steps, read: Callable[[Map, str, Steps], Any]
    ) -> tuple[Any, tuple[EvidenceItem, ...]]:
        """Return a field that is a plain value, or a mapping of value and evidence."""
        field = node.get(key)
        if not isinstance(field, Map):
            return read(node, key, path), ()
        here = (*path, key)
        self._sheet.mapping(field, here, _SHOWN)
        if "note" in field:
            self._sheet.text(field, "note", here)
        return read(field, "value", here), self._cite(field.get("evidence"), (*here, "evidence"))

    def _check_kinds(self, kinds: tuple[str, ...], path: Steps, known: Collection[str]) -> None:
        for number, kind in enumerate(kinds):
            if kind not in known:
                what = f"{shorten(kind)} is no kind of supplier: it would decide which requirements apply"
                self._sheet.wrong((*path, number), what, suggest(kind, known))


def _joined(*groups: tuple[EvidenceItem, ...]) -> tuple[EvidenceItem, ...]:
    return tuple({item.id: item for group in groups for item in group}.values())
