"""``make bench``: every benchmark in turn. Name some to run only those: ``python -m tests.bench yaml rules``.

What each prints is kept in `RESULTS.md`, a section each, with the machine and the versions it was measured with.
"""

from __future__ import annotations

import contextlib
import io
import sys
from importlib import import_module
from pathlib import Path

from tests.bench.results import keep

FOUND = {p.stem.removeprefix("bench_"): p.stem for p in sorted(Path(__file__).parent.glob("bench_*.py"))}


class _Both(io.StringIO):
    """Keeps what is printed, and prints it."""

    def write(self, text: str) -> int:
        sys.__stdout__.write(text)  # type: ignore[union-attr]
        sys.__stdout__.flush()  # type: ignore[union-attr]
        return super().write(text)


def main() -> int:
    """Run the named benchmarks, or all; return 2 for a name that is not one."""
    wanted = sys.argv[1:] or list(FOUND)
    unknown = [w for w in wanted if w not in FOUND]
    if unknown:
        print(f"no benchmark called {', '.join(unknown)}; there are: {', '.join(FOUND)}", file=sys.stderr)
        return 2
    for name in wanted:
        print(f"\n== {name}")
        module = import_module(f"tests.bench.{FOUND[name]}")
        with contextlib.redirect_stdout(_Both()) as said:
            module.main()
        keep(name, (module.__doc__ or "").strip(), said.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
