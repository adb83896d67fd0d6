"""Results that are small in memory: those of a former run until they are read, and those that JSON alone needs."""

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


class WrittenResults(Collection[Result]):
    """The results of one standard for one subject, of which nothing is kept but what JSON says of them."""

    __slots__ = ("_count", "_read")

    def __init__(self, count: int, read: Callable[[], bytes]) -> None:
        """Keep how many they are; ``read`` returns what the JSON report says of them beside the pack's own words."""
        self._count = count
        self._read = read

    @property
    def found(self) -> bytes:
        """Return what the JSON report says of them (`checker.render.json_results`)."""
        return self._read()

    def move(self, put: Callable[[bytes], Callable[[], bytes]]) -> None:
        """Keep them where ``put`` does, which returns the function that reads them again."""
        self._read = put(self._read())

    def __iter__(self) -> Iterator[Result]:
        raise LookupError("of these results only what JSON says was kept")

    def __len__(self) -> int:
        return self._count

    def __contains__(self, result: object) -> bool:
        raise LookupError("of these results only what JSON says was kept")

    def __reduce__(self) -> tuple[type[WrittenResults], tuple[object, ...]]:
        return WrittenResults, (self._count, self._read)
