"""Start-up: ``fairlabel --help`` against a bare interpreter. Goal: at most 4.5 x."""

from __future__ import annotations

import compileall
import sys
from pathlib import Path

from tests.bench.timing import side_by_side


def main() -> None:
    """Compile the package first (an installer does), then compare."""
    compileall.compile_dir(Path(__file__).resolve().parents[2] / "checker", quiet=1)
    side_by_side(
        {
            "python -c pass": [sys.executable, "-c", "pass"],
            "import click": [sys.executable, "-c", "import click"],
            "fairlabel --help": [sys.executable, "-m", "checker", "--help"],
            "fairlabel --version": [sys.executable, "-m", "checker", "--version"],
        },
        rounds=15,
    )


if __name__ == "__main__":
    main()
