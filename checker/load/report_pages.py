"""The report that an HTML page of fairlabel carries in it, taken out again; runs nothing of the page."""

from __future__ import annotations

import base64
import binascii
import bz2
import hashlib
import json

from checker.errors import InputError, Problem
from checker.model.report_in_page import CLOSING, OPENING, PACKED_SCHEMA

MOST_UNPACKED = 1 << 28
"""More than a report of one subject is; what claims to be larger is not unpacked."""
_REDO = "write it anew: fairlabel check FOLDER --output html=report.html"


def report_in(data: bytes, label: str) -> bytes:
    """Return the JSON of the report in the page ``data``; ``data`` itself where it is no page.

    Raises InputError where it is a page without a report in it, or with a damaged one.
    """
    if not data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        return data
    # Foreign text on the page is escaped, so that the block opens once.
    if data.count(OPENING.encode()) > 1:
        raise _wrong(label, "carries more than one report: it was changed by hand", _REDO)
    _, opened, rest = data.partition(OPENING.encode())
    content, closed, _ = rest.partition(CLOSING.encode())
    if not opened or not closed:
        what = "is a web page that carries no report of fairlabel"
        raise _wrong(label, what, "name the HTML or JSON file that fairlabel check wrote")
    return _unpacked(content, label)


def _unpacked(content: bytes, label: str) -> bytes:
    if not content.startswith(b'{"bytes":') or PACKED_SCHEMA.encode() not in content[-200:]:
        return content
    try:
        packed = json.loads(content)
        unpacker = bz2.BZ2Decompressor()
        document = unpacker.decompress(base64.b64decode(packed["content"], validate=True), MOST_UNPACKED)
        whole = unpacker.eof and hashlib.sha256(document).hexdigest() == packed["sha256"]
    except (ValueError, KeyError, TypeError, OSError, binascii.Error):
        whole = False
    if not whole:
        raise _wrong(label, "carries a packed report that was changed by hand or damaged", _REDO)
    return document


def _wrong(label: str, what: str, todo: str) -> InputError:
    return InputError([Problem(label, None, None, "", what, todo)])
