"""A page's own report as data inside it: what `--output json` writes of the one subject, harmless in markup.

Only what is published is in it: it is written by `checker.render.json_report`. Of other subjects of the run
nothing is: whoever is sent the page of one subject is not told of the others.
"""

from __future__ import annotations

import base64
import bz2
import hashlib
import json
import re
from dataclasses import replace

from checker.model.assessment import Report, SubjectResult
from checker.model.overlay import RunOverlay
from checker.model.report_in_page import CLOSING, MOST_BYTES, OPENING, PACKED_SCHEMA, Packed
from checker.render import json_report
from checker.render.view import SCHEMA

# What could end the block or open markup in it, and what shows a reader of the source another order of signs.
_ESCAPED = re.compile("[<>&\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def block(report: Report, subject: SubjectResult, page_bytes: int) -> str:
    """Return the block for the page of ``subject``; ``page_bytes`` is the size of the page without it."""
    from checker.render import Options

    document = b"".join(json_report.render(alone(report, subject), Options()))
    plain = OPENING + escaped(document.decode("utf-8")) + CLOSING + "\n"
    if page_bytes + len(plain.encode("utf-8")) <= MOST_BYTES:
        return plain
    packed = json.dumps(pack(document), sort_keys=True, separators=(",", ":"))
    return OPENING + packed + CLOSING + "\n"


def alone(report: Report, subject: SubjectResult) -> Report:
    """Return the report as if ``subject`` were the only one, with what of the overlays speaks of it or of nobody."""
    laid = None if report.overlay is None else _of(report.overlay, subject)
    code = report.exit_code if subject.exit_code is None else subject.exit_code
    return replace(report, subjects=(subject,), invalid=(), exit_code=code, overlay=laid)


def escaped(text: str) -> str:
    """Return JSON in which no markup can begin or end; it reads as the same document.

    >>> escaped('{"a":"</script>"}')
    '{"a":"\\\\u003c/script\\\\u003e"}'
    """
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def pack(document: bytes) -> Packed:
    """Return ``document`` packed by bzip2, whose output, unlike that of zlib, is the same everywhere."""
    return {
        "schema": PACKED_SCHEMA,
        "holds": SCHEMA,
        "packing": "base64 of bzip2",
        "bytes": len(document),
        "sha256": hashlib.sha256(document).hexdigest(),
        "content": base64.b64encode(bz2.compress(document)).decode("ascii"),
    }


def _of(laid: RunOverlay, subject: SubjectResult) -> RunOverlay:
    """Return what overlays did, without what they say of other subjects."""
    name = subject.id
    return replace(
        laid,
        without=laid.without if subject.overlay is None else subject.overlay.without,
        unused=tuple(one for one in laid.unused if one.waiver.subject == name),
        expiring=tuple(one for one in laid.expiring if one.waiver.subject == name),
        refused=tuple(one for one in laid.refused if one.subject in (None, name)),
        remarks=tuple(one._replace(subjects=(name,)) for one in laid.remarks if name in one.subjects),
    )
