"""The page of the HTML report as a tree of plain values, which a template in `reports/typst/` lays out on paper.

What the page says is decided once, by the templates in `reports/html/`; here nothing is worded, counted or left out
but what is for a screen only. Text stays text all the way: it is read from the page as values and handed on as JSON.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

Node = dict[str, Any]
"""``t``: what it is; ``c``: its classes, each with a space on both sides; ``k``: what is in it, nodes and text."""

BLOCKS = frozenset(
    "body main section header article div p ul ol li dl dt dd figure figcaption details summary footer "
    "table caption thead tbody tfoot tr th td h1 h2 h3 nav".split()
)
INLINE = frozenset("span a b strong bdi br svg".split())
_LINES = frozenset({"mean", "key", "say", "vw", "meta"})
"""Classes of a span that stands on a line of its own."""
_SCREEN_ONLY = frozenset({"skip", "hide"})
_SPACE = re.compile(r"[ \t\n\r\f]+")
_LONG = re.compile(r"\S{16,}")
_AFTER = re.compile(r"(?<=[_./:;,=@&?+#)\]}|-])(?=\w)")
_PIECE = re.compile(r"\S{12}(?=\S{4})")
BREAK = "\u200b"
_UNSEEN = re.compile("[\u00ad\u200b\u2060-\u2064]")
"""Marks that say where a word may break: a font maps them to the letters beside them, which are copied wrongly then."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_SVG = "http://www.w3.org/2000/svg"


def tree(page: str) -> list[Any]:
    """Return what stands in the body of ``page``, a page of `html.py`.

    Raises ValueError for an element that is not known here: what nobody lays out must not get lost in silence.
    """
    start, end = page.index("<body>"), page.rindex("</body>")
    body = page[start:end].replace("<br>", "<br/>").replace("<details open>", "<details>") + "</body>"
    root = ET.fromstring(body)
    return _Reader(root).children(root)


class _Reader:
    """Reads elements in order; spaces between words are one, and none stands at the start or end of a block."""

    def __init__(self, root: ET.Element) -> None:
        self._ids = {e.get("id") for e in root.iter() if e.tag in BLOCKS}
        self._given: set[str] = set()
        self._space = False
        self._start = True

    def children(self, element: ET.Element) -> list[Any]:
        """Return nodes and texts in ``element``."""
        found: list[Any] = []
        self._text(element.text, found)
        for child in element:
            if self._space and not self._start and not _alone(child):
                found.append(" ")
                self._space, self._start = False, True
            node = self._node(child)
            if node is not None:
                found.append(node)
            self._text(child.tail, found)
        return found

    def _text(self, text: str | None, into: list[Any]) -> None:
        if not text:
            return
        words = _SPACE.sub(" ", text)
        if words[0] == " ":
            self._space, words = True, words[1:]
        if not words:
            return
        if self._space and not self._start:
            words = " " + words
        self._start, self._space = False, words[-1] == " "
        into.append(printable(words.rstrip(" ")))

    def _node(self, element: ET.Element) -> Node | None:
        tag, classes = element.tag, (element.get("class") or "").split()
        if tag not in BLOCKS and tag not in INLINE:
            raise ValueError(f"<{tag}> of the HTML report is not laid out by reports/typst/")
        # A heading that a screen hides is still where the outline of a document has a level.
        if _SCREEN_ONLY & set(classes) and tag not in ("h2", "h3"):
            return None
        if tag == "nav":
            return {"t": "contents"}
        if tag == "svg":
            return picture(element)
        if _alone(element):
            self._space, self._start = False, True
        node: Node = {"t": tag}
        if classes:
            node["c"] = f" {' '.join(classes)} "
        if tag in BLOCKS:
            self._named(element, node)
        if tag == "table":
            node.update(self._table(element))
        elif tag == "a":
            self._link(element, node)
        elif tag == "bdi":
            node["k"] = _apart(self.children(element))
        elif tag != "br":
            node["k"] = self.children(element)
        if _alone(element):
            self._space, self._start = False, True
        if "st" in classes:
            node["k"] = _on_one_line(node["k"])
        return node

    def _named(self, element: ET.Element, node: Node) -> None:
        """Give a node the name that links lead to: once, however often the page has it."""
        name = element.get("id")
        if name and name not in self._given:
            self._given.add(name)
            node["id"] = name

    def _link(self, element: ET.Element, node: Node) -> None:
        target = element.get("href") or ""
        inside = target.removeprefix("#")
        if "self" in (element.get("class") or ""):
            node["t"] = "b"
        elif inside != target and inside in self._ids:
            node["to"] = inside
        elif target.startswith(("https://", "http://")):
            node["href"] = target
        else:
            node["t"] = "span"
        node["k"] = self.children(element)

    def _table(self, table: ET.Element) -> Node:
        found: Node = {"caption": [], "head": [], "rows": [], "foot": []}
        for part in table:
            self._space, self._start = False, True
            if part.tag == "caption":
                if "hide" not in (part.get("class") or ""):
                    found["caption"] = self.children(part)
                continue
            into = {"thead": "head", "tbody": "rows", "tfoot": "foot"}[part.tag]
            found[into] += [self._row(row) for row in part]
        found["wide"] = widths([*found["head"], *found["rows"], *found["foot"]])
        return found

    def _row(self, row: ET.Element) -> list[Node]:
        cells = []
        for place, cell in enumerate(row):
            self._space, self._start = False, True
            node: Node = {"k": self.children(cell)}
            if cell.get("class"):
                node["c"] = f" {cell.get('class')} "
            if place == 0:
                self._named(row, node)
            cells.append(node)
        return cells


def picture(svg: ET.Element) -> Node:
    """Return a picture: its shapes as SVG, its words apart, so that they are set as all other words are.

    A picture that readers of a screen are not told of (``aria-hidden``) has no description.
    """
    _, _, width, height = (float(number) for number in (svg.get("viewBox") or "").split())
    told = [(e.text or "").strip() for name in ("title", "desc") for e in svg.findall(name)]
    words = [
        {
            "x": float(e.get("x", "0")), "y": float(e.get("y", "0")),
            "s": printable((e.text or "").strip(), whole=True),
            "at": e.get("text-anchor", "start"), "size": float(e.get("font-size", svg.get("font-size", "13"))),
            "fill": e.get("fill"), "strong": e.get("font-weight") == "600", "rim": e.get("stroke") is not None,
        }
        for e in svg.iter("text")
    ]  # fmt: skip
    return {
        "t": "bar" if svg.get("aria-hidden") == "true" else "picture",
        "svg": _shapes(svg),
        "alt": ". ".join(text.rstrip(".") for text in told if text),
        "width": width,
        "height": height,
        "words": [word for word in words if word["s"]],
    }


def printable(text: str, *, whole: bool = False) -> str:
    """Return ``text`` with what no font can show as its code and, unless ``whole``, with breaks in long words.

    A long word may break after what ends a part of a path or a name, and after every dozen letters.

    >>> printable("a \\ue000").replace(BREAK, "|"), printable("wages/payroll-2026-h1.csv").replace(BREAK, "|")
    ('a [U+E000]', 'wages/|payroll-|2026-|h1.|csv')
    """
    if not text.isascii():
        text = "".join(f"[U+{ord(c):04X}]" if unicodedata.category(c) in ("Co", "Cn", "Cs") else c for c in text)
    text = _UNSEEN.sub("", text)
    return text if whole else _LONG.sub(lambda word: _broken(word[0]), text)


def widths(rows: list[list[Node]]) -> list[float]:
    """Return how wide each column wants to be, in letters: its longest word, and room for how much stands in it."""
    found: list[float] = []
    for column in zip(*rows, strict=True):
        texts = ["".join(texts_in(cell["k"])) for cell in column]
        word = max((len(w) for text in texts for w in re.split(rf"[ {BREAK}-]", text)), default=0)
        longest, mean = max(map(len, texts)), sum(map(len, texts)) / len(texts)
        found.append(round(max(min(word, 18) + 1.5, min(longest + 1.5, (mean * longest) ** 0.25 * 3.2)), 1))
    return found


def texts_in(nodes: list[Any]) -> Iterator[str]:
    """Iterate over the texts in ``nodes`` in order, those of tables and pictures too."""
    for node in nodes:
        if isinstance(node, str):
            yield node
            continue
        yield from texts_in(node.get("caption", []))
        for part in ("head", "rows", "foot"):
            for row in node.get(part, []):
                yield from texts_in(row)
        yield from (word["s"] for word in node.get("words", []))
        yield from texts_in(node.get("k", []))


def _alone(element: ET.Element) -> bool:
    """Return whether an element begins and ends a line."""
    return element.tag in BLOCKS or element.tag == "br" or bool(_LINES & set((element.get("class") or "").split()))


def _on_one_line(nodes: list[Any]) -> list[Any]:
    return [n.replace(" ", "\u00a0") if isinstance(n, str) else {**n, "k": _on_one_line(n.get("k", []))} for n in nodes]


def _broken(word: str) -> str:
    return BREAK.join(_PIECE.sub(lambda piece: piece[0] + BREAK, part) for part in _AFTER.sub(" ", word).split(" "))


def _apart(nodes: list[Any]) -> list[Any]:
    """Keep the direction of foreign words from the words around them."""
    if any(_RIGHT_TO_LEFT.search(text) for text in texts_in(nodes)):
        return ["\u2068", *nodes, "\u2069"]
    return nodes


def _shapes(svg: ET.Element) -> str:
    """Return the SVG without words, with numbers and colours of ours only."""
    drawn = ET.Element("svg", {"xmlns": _SVG, "viewBox": svg.get("viewBox", "")})
    if svg.get("preserveAspectRatio"):
        drawn.set("preserveAspectRatio", "none")
    drawn.extend(child for child in svg if child.tag not in ("title", "desc", "text"))
    for element in drawn.iter():
        element.tail = None
    return ET.tostring(drawn, encoding="unicode")
