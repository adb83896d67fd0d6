"""Text from other hands, made harmless for a terminal, a page or a Markdown table.

Escapes; judges nothing. JSON needs none of this: there the text stays as it was written.
"""

from __future__ import annotations

import re
from urllib.parse import quote

# Control characters, direction overrides, lone surrogates: they can repaint a terminal or turn a line round.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_BREAK = re.compile("[\t-\r\x85\u2028\u2029]+")
_SPACE = re.compile("[\\s\u2028\u2029\x85]+")
_MARKS = re.compile(
    r"([\\`*_\[\]#|~@$]|^[-+=]|(?<=[A-Za-z]):(?=//)|(?<=www)\.|(?<=^\d)[.)](?=\s|$)|(?<=^\d\d)[.)](?=\s|$))",
    re.IGNORECASE,
)
_COMMAND = re.compile(r"^(\s*:)(?=:)|#(?=#\w*\[)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_HTML = re.compile("[&<>]")
_ANCHOR = re.compile(r"[^A-Za-z0-9_.-]+")


def without_control(text: str) -> str:
    """Return ``text`` on one line without control characters and direction overrides; its spaces stay."""
    return text if text.isprintable() else _UNSEEN.sub("", _BREAK.sub(" ", text))


def clean(text: str) -> str:
    """Return ``text`` on one line without control characters and direction overrides.

    >>> clean("a\\x1b[31mred\\n b")
    'a[31mred b'
    """
    if text.isprintable() and "  " not in text:
        return text
    return _SPACE.sub(" ", _UNSEEN.sub("", text)).strip()


def no_commands(line: str) -> str:
    """Return a line of a log so that no CI runner takes what another wrote for a command to itself.

    GitHub's runner obeys ``::name::`` at the start of a line and ``##[name]`` anywhere in it, Azure's
    ``##vso[...]``, TeamCity's ``##teamcity[...]``; each is broken by a space.

    >>> no_commands("  ::error::x"), no_commands("a ##vso[task.complete]"), no_commands("a::b")
    ('  : :error::x', 'a # #vso[task.complete]', 'a::b')
    """
    return _COMMAND.sub(lambda m: f"{m[0]} ", line) if "::" in line or "##" in line else line


def escape_markdown(text: str) -> str:
    """Return ``text`` so that Markdown and HTML take every sign of it as itself, on one line.

    >>> print(escape_markdown("<b> | *x* [a](http://e)"))
    &lt;b&gt; \\| \\*x\\* \\[a\\](http\\://e)
    """
    shown = _MARKS.sub(r"\\\1", _HTML.sub(lambda m: _ENTITIES[m[0]], clean(text)))
    # Between letters an underscore starts nothing: file names stay legible.
    return re.sub(r"(?<=[A-Za-z0-9])\\_(?=[A-Za-z0-9])", "_", shown)


def anchor(text: str) -> str:
    """Return ``text`` as the id of an element: letters, digits, ``_ . -``, never empty.

    >>> anchor("PAI-PAY-01"), anchor('"><script>')
    ('PAI-PAY-01', 'script')
    """
    return _ANCHOR.sub("-", text).strip("-.") or "item"


def safe_link(url: object) -> str | None:
    """Return ``url`` where it is a web address that a reader may follow, else None."""
    if not isinstance(url, str) or not re.fullmatch(r"https?://[^\s\"'<>\\^`{|}\x00-\x20]+", url):
        return None
    return url


def path_reference(path: str) -> str:
    """Return a path as a reference that means nothing but itself: no scheme, host, query or fragment.

    >>> path_reference("wages/h 1.csv"), path_reference("javascript:x"), path_reference("//evil.example/x")
    ('wages/h%201.csv', 'javascript%3Ax', '/evil.example/x')
    """
    quoted = quote(without_control(path), safe="/", errors="replace")
    return f"/{quoted.lstrip('/')}" if quoted.startswith("/") else quoted or "."


def shorten(text: str, limit: int = 300) -> str:
    """Return ``text`` cut at ``limit`` characters with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def shorten_words(text: str, limit: int) -> str:
    """Return ``text`` cut at ``limit`` characters, after a whole word where there is one.

    >>> shorten_words("Raise the rates, now", 18), shorten_words("Raise", 18)
    ('Raise the rates…', 'Raise')
    """
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    return (kept.rpartition(" ")[0] or kept).rstrip(" ,;:(") + "…"
