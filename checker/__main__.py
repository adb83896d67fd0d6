"""``python -m checker`` and the command ``fairlabel``."""

from __future__ import annotations

import gc
import signal
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        _end_as_interrupted()
        from checker.cli.main import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        # Before the command line could take it: nothing has been read, and nothing written.
        sys.stderr.write("Interrupted. No file was left half-written.\n")
        code = 130
    # The process ends here: nothing in it is worth a search for cycles any more. The pay engine, where it was
    # loaded, counts what was not searched for as leaks, and says so to the user.
    if "duckdb" not in sys.modules:
        gc.freeze()
    sys.exit(code)


def _end_as_interrupted() -> None:
    """Take being ended from outside (a time limit, a closed terminal) as Ctrl-C: pay data on disk are removed then."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


if __name__ == "__main__":
    main()
