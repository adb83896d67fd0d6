"""How a page carries its own report: one block of data that no browser runs, plain or packed.

``<script type="application/json" id="fairlabel-report">`` holds the document ``fairlabel/report/1`` over one
subject. Where that would make the page larger than `MOST_BYTES`, it holds `Packed` instead.
"""

from __future__ import annotations

from typing import TypedDict

OPENING = '<script type="application/json" id="fairlabel-report">'
CLOSING = "</script>"
MOST_BYTES = 1_000_000
"""Size of a page that still carries its report unpacked."""
PACKED_SCHEMA = "fairlabel/packed/1"


class Packed(TypedDict):
    """A report, packed: ``content`` is base64 of bzip2, of which one input has one output on every machine."""

    schema: str
    holds: str
    """The schema of what is inside."""
    packing: str
    bytes: int
    """Size unpacked."""
    sha256: str
    """Of what is inside."""
    content: str
