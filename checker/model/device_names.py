"""Names that Windows takes for something else than a file of that name."""

from __future__ import annotations

import re

_DEVICE = re.compile("con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]", re.IGNORECASE)


def is_device(name: str) -> bool:
    """Return whether Windows takes ``name`` for a device, whatever stands behind its first dot.

    >>> is_device("aux"), is_device("COM1.2026"), is_device("auxiliary"), is_device("com")
    (True, True, False, False)
    """
    return _DEVICE.fullmatch(name.partition(".")[0].rstrip()) is not None


def is_another_name(name: str) -> bool:
    """Return whether Windows opens something else by ``name``: a device, a stream, a file without the last dots.

    >>> [is_another_name(name) for name in ("pay.csv.", "pay.csv::$DATA", "nul", "pay.csv")]
    [True, True, True, False]
    """
    return is_device(name) or ":" in name or name != name.rstrip(". ")
