"""Which fonts a PDF is set in, and what is said where none has the letters.

typst carries fonts for Latin, Greek, Cyrillic and signs; for what they lack, the folders that the user names are asked,
then the fonts of the system. A letter that no font has is never drawn as a box: a page without a name on it, or with
half of one, looks finished and is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from checker.errors import UsageError
from checker.render.clean import clean, shorten
from checker.render.words import count

if TYPE_CHECKING:
    import typst

UNFIT = re.compile(r"New Computer Modern|Unifont|Last ?Resort|Adobe Blank|Fallback", re.IGNORECASE)
"""Families that have letters without what joins them, or boxes in their place."""
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_UNJOINED = "text with missing codepoints"
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")
_MOST_PLACES, _MOST_LETTERS = 3, 5
_SCRIPTS = {
    "CJK": "Chinese characters", "HANGUL": "Korean", "HIRAGANA": "Japanese", "KATAKANA": "Japanese",
    "HALFWIDTH": "half-width forms", "FULLWIDTH": "full-width forms", "IDEOGRAPHIC": "Chinese characters",
}  # fmt: skip
_CJK = {"Chinese characters", "Korean", "Japanese", "half-width forms", "full-width forms"}
_PICTURES = "emoji and other signs"


class Shelf(NamedTuple):
    """Fonts at hand, and the families of them that are tried beside those that typst carries, in this order."""

    fonts: typst.Fonts
    families: tuple[str, ...]

    @staticmethod
    @cache
    def carried() -> Shelf:
        """Return the fonts that typst carries, and no others: the same on every machine."""
        import typst

        return Shelf(typst.Fonts(include_system_fonts=False), ())

    @staticmethod
    @cache
    def of_system(paths: tuple[str, ...]) -> Shelf:
        """Return the same with those in the folders ``paths``, then those of the system."""
        import typst

        every = typst.Fonts(include_system_fonts=True, font_paths=list(paths))
        named = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(paths))
        first = sorted(named.families(), key=_plain_first)
        rest = sorted(set(every.families()) - set(first), key=_plain_first)
        return Shelf(every, tuple(name for name in [*first, *rest] if not UNFIT.search(name)))


def _plain_first(family: str) -> tuple[bool, str]:
    """Put Noto Sans first: a family for each script, made to stand beside each other."""
    return not family.startswith("Noto Sans"), family


def missing_in(diagnostic: str) -> bool:
    """Return whether typst speaks of letters that no font has."""
    return bool(_MISSING.search(diagnostic)) or _UNJOINED in diagnostic


def refuse_missing(diagnostic: str, values: Mapping[str, Any]) -> UsageError:
    """Return the error that names the letters, where in the report they stand, and what to do."""
    letters = _letters(diagnostic)
    scripts = dict.fromkeys(map(_script, letters)) or {"one of the scripts in it": None}
    shown = ", ".join(_shown(c) for c in letters[:_MOST_LETTERS])
    more = f" and {len(letters) - _MOST_LETTERS} more" if len(letters) > _MOST_LETTERS else ""
    places = list(_places(values["subject"], frozenset(letters)))
    where = "; ".join(f"{path} “{shorten(clean(text), 40)}”" for path, text in places[:_MOST_PLACES])
    rest = f" and {count(len(places) - _MOST_PLACES, 'more place')}" if len(places) > _MOST_PLACES else ""
    folder = f"{values['subject']['folder']}: " if values["subject"] else ""
    return UsageError(
        f"{folder}PDF: no font here writes {' and '.join(scripts)}{f' ({shown}{more})' if letters else ''}"
        f"{f', which stands in {where}{rest}' if places else ''}; a PDF would show boxes there. "
        f"Install a font for it (Debian: {', '.join(_packages(scripts))}) or name a folder with one: "
        f"--font-path FOLDER. html and markdown need none"
    )


def _letters(diagnostic: str) -> list[str]:
    """Return the letters that typst names, each once, in its order."""
    texts = (_CODE.sub(lambda code: chr(int(code[1], 16)), text) for text in _MISSING.findall(diagnostic))
    return list(dict.fromkeys(letter for text in texts for letter in text))


def _script(letter: str) -> str:
    """Return the script of a letter in words.

    >>> _script("\\u0928"), _script("\\u65e5"), _script("\\U0001f469")
    ('Devanagari', 'Chinese characters', 'emoji and other signs')
    """
    word = unicodedata.name(letter, "UNKNOWN").partition(" ")[0]
    if word not in _SCRIPTS and unicodedata.category(letter)[0] not in "LMN":
        return _PICTURES
    return _SCRIPTS.get(word, word.capitalize())


def _packages(scripts: Mapping[str, None]) -> list[str]:
    wanted = {
        "fonts-noto-color-emoji" if script == _PICTURES else "fonts-noto-cjk" if script in _CJK else "fonts-noto-core"
        for script in scripts
    }
    return sorted(wanted)


def _shown(letter: str) -> str:
    code = f"U+{ord(letter):04X}"
    return f"{letter} {code}" if unicodedata.category(letter)[0] in "LNS" else code


def _places(value: Any, letters: frozenset[str], path: str = "") -> Iterator[tuple[str, str]]:
    """Iterate over (path in the JSON report of the subject, text) of every text that has one of ``letters``."""
    if isinstance(value, str):
        if letters & set(value):
            yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _places(item, letters, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from _places(item, letters, f"{path}[{place}]")
