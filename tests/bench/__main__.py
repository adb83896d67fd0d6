"""``make bench``: every benchmark in turn. Name some to run only those: ``python -m tests.bench yaml rules``."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

FOUND = {p.stem.removeprefix("bench_"): p.stem for p in sorted(Path(__file__).parent.glob("bench_*.py"))}


def main() -> int:
    """Run the named benchmarks, or all; return 2 for a name that is not one."""
    wanted = sys.argv[1:] or list(FOUND)
    unknown = [w for w in wanted if w not in FOUND]
    if unknown:
        print(f"no benchmark called {', '.join(unknown)}; there are: {', '.join(FOUND)}", file=sys.stderr)
        return 2
    for name in wanted:
        print(f"\n== {name}")
        import_module(f"tests.bench.{FOUND[name]}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
