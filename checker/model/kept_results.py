"""Results that were found in a former run of the same inputs, small in memory until somebody reads them."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterator

from checker.model.assessment import Result


class KeptResults(Collection[Result]):
    """The results of one standard for one subject."""

    __slots__ = ("_count", "_found", "_packed", "_unpack")

    def __init__(self, count: int, packed: bytes, found: bytes, unpack: Callable[[bytes], tuple[Result, ...]]) -> None:
        """Keep ``count`` results: ``packed`` for ``unpack``, and ``found`` as JSON writes it; both deflated."""
        self._count = count
        self._packed = packed
        self._found = found
        self._unpack = unpack

    @property
    def found(self) -> bytes:
        """Return what the JSON report says of them beside the pack's own words (`checker.render.json_results`)."""
        return zlib.decompress(self._found)

    def __iter__(self) -> Iterator[Result]:
        yield from self._unpack(zlib.decompress(self._packed))

    def __len__(self) -> int:
        return self._count

    def __contains__(self, result: object) -> bool:
        return any(result == mine for mine in self)

    def __reduce__(self) -> tuple[type[KeptResults], tuple[object, ...]]:
        return KeptResults, (self._count, self._packed, self._found, self._unpack)
