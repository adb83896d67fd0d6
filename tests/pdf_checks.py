"""Reads a PDF back by software that is not ours (pypdf), for the tests of every format and of this one."""

from __future__ import annotations

import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "/Library/Fonts")
ACTIVE = {"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/EmbeddedFile", "/RichMedia", "/AA"}
"""What in a PDF acts, fetches, or carries another file."""


def open_pdf(content: bytes) -> PdfReader:
    assert content.startswith(b"%PDF-1.") and content.rstrip().endswith(b"%%EOF")
    return PdfReader(io.BytesIO(content), strict=True)


def text_of(pdf: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in pdf.pages)


def squeezed(text: str) -> str:
    """Return ``text`` without what a change of line or of page adds or takes."""
    return re.sub("[\\s\u200b-\u200f\u2066-\u2069]", "", text)


def tags(pdf: PdfReader) -> Counter[str]:
    """Return how many elements of each kind the structure tree has."""
    return Counter(str(node["/S"]) for node in structure(pdf))


def structure(pdf: PdfReader) -> Iterator[DictionaryObject]:
    """Iterate over the elements of the structure tree in order."""
    waiting: list[Any] = [pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, ArrayObject):
            waiting.extend(reversed(node))
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield node
            if "/K" in node:
                waiting.append(node["/K"])


def addresses(pdf: PdfReader) -> set[str]:
    """Return the web addresses that links lead to."""
    found = set()
    for page in pdf.pages:
        for mark in page.get("/Annots", ()):
            action = mark.get_object().get("/A", {})
            if action.get("/S") == "/URI":
                found.add(str(action["/URI"]))
            else:
                assert action.get("/S", "/GoTo") == "/GoTo", action
    return found


def active(pdf: PdfReader) -> set[str]:
    """Return what of `ACTIVE` is in any object of the file."""
    found: set[str] = set()
    for number in pdf.xref_objStm.keys() | pdf.xref.get(0, {}).keys():
        thing = pdf.get_object(number)
        if isinstance(thing, DictionaryObject):
            found |= ACTIVE & {*thing, str(thing.get("/S")), str(thing.get("/Type"))}
    return found


class Words(HTMLParser):
    """Collects the words of an HTML report that paper shows, read apart from fairlabel's own reader."""

    void = frozenset({"br", "meta", "link", "rect", "line", "circle", "path", "polyline"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden: list[bool] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        hidden = tag in ("head", "nav", "script", "title", "desc") or bool({"hide", "skip"} & set(classes))
        if tag not in self.void:
            self._hidden.append(hidden)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.void:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._hidden):
            self.found += data.split()


def font_folder(file: str) -> tuple[str, ...]:
    """Return the folder of a font file, as `Options.font_paths`; skips the test, saying so, where it is not here."""
    for folder in (*os.environ.get("FAIRLABEL_FONT_PATHS", "").split(os.pathsep), *FOLDERS):
        if folder and (found := next(Path(folder).expanduser().rglob(file), None)):
            return (str(found.parent),)
    pytest.skip(f"{file} is not installed (Debian: fonts-noto-core)")


def check_pdf(content: bytes, harmless: bytes) -> None:
    """Fail where what others wrote made an element, a link or an action, or was lost."""
    pdf, plain = open_pdf(content), open_pdf(harmless)
    assert active(pdf) == active(plain) == set()
    assert addresses(pdf) == addresses(plain)
    found, wanted = tags(pdf), tags(plain)
    assert {name: found[name] for name in found if name in SHAPE} == {
        name: wanted[name] for name in wanted if name in SHAPE
    }


SHAPE = {"/H1", "/H2", "/H3", "/Table", "/TH", "/TR", "/TD", "/L", "/LI", "/Figure", "/TOCI", "/Caption"}
"""Elements whose number the words in them cannot change."""
