"""Peers of a benchmark, each installed in an environment of its own: their pins contradict each other and ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2] / "bench-out" / "peers"


def python_with(name: str, *requirements: str) -> str | None:
    """Return the Python of an environment with ``requirements``, made once; None (said) where it cannot be made."""
    home = HOME / name
    python, done = home / "bin" / "python", home / "requirements.txt"
    wanted = "\n".join(requirements) + "\n"
    if python.exists() and done.exists() and done.read_text() == wanted:
        return str(python)
    print(f"installing {name} ...", flush=True)
    install = [str(python), "-m", "pip", "install", "--quiet", *requirements]
    for step in ([sys.executable, "-m", "venv", "--clear", str(home)], install):
        ran = subprocess.run(step, capture_output=True, text=True, check=False)
        if ran.returncode:
            print(f"{name} is left out, it cannot be installed: {ran.stderr.strip().splitlines()[-1]}")
            return None
    done.write_text(wanted)
    return str(python)


def version_of(python: str, package: str) -> str:
    """Return the installed version of a package."""
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def check_jsonschema(scratch: Path) -> list[str]:
    """Return check-jsonschema's command for questionnaires, with the published schema written to ``scratch``.

    It comes with what the tests need, so it is in this environment.
    """
    schema = scratch / "questionnaire.schema.json"
    with schema.open("wb") as out:
        subprocess.run([sys.executable, "-m", "checker", "schema", "questionnaire"], stdout=out, check=True)
    return [str(Path(sys.executable).parent / "check-jsonschema"), "--schemafile", str(schema)]
