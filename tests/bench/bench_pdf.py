"""PDF reports of about 25 pages against typst alone, compiling the same templates and JSON in a bare process.

Goal: at most 1.2 x typst's own time. ``render`` is the whole step, from the report in memory to bytes: the page in
HTML, its tree, JSON, and typst. A process makes two different reports, one after the other, and times each step: the
first has to make the templates of the HTML report ready as well, once a process, whether HTML is written or not; every
further one does not. Beside it whole runs of ``check``, and what a PDF adds to one over a process of typst alone.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from pypdf import PdfReader

from checker.pipeline.measures import Choices
from checker.pipeline.run import check, find_subjects
from checker.render import Options, pdf
from checker.render.page import page
from tests.bench.timing import side_by_side

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "vendor_templates" / "examples"
REPORTS = ("lakeshore-data-services", "northfield-vision")
"""The first report of a process, and a further one; both in the core profile."""
ROUNDS = 9
ALONE = """
import sys, time
from pathlib import Path
import typst
home = Path(sys.argv[1])
for file in sys.argv[2:]:
    given = Path(file).read_text(encoding="utf-8")
    start = time.perf_counter()
    fonts = typst.Fonts(include_system_fonts=False)
    typst.compile(home / "report.typ", root=home, font_paths=fonts, ignore_system_fonts=True,
        sys_inputs={"report": given, "fonts": "[]"}, pdf_standards=["ua-1", "a-2a"])
    print(time.perf_counter() - start)
"""
OURS = """
import pickle, sys, time
from pathlib import Path
from checker.render import Options, pdf, prepare
prepare("pdf", Options())
import babel.numbers, jinja2
for file in sys.argv[1:]:
    report = pickle.loads(Path(file).read_bytes())
    start = time.perf_counter()
    pdf.render(report, Options())
    print(time.perf_counter() - start)
"""


def main() -> None:
    """Assess an example, then time the steps in turn, then whole processes in turn."""
    os.environ.pop("FAIRLABEL_NO_CACHE", None)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["FAIRLABEL_CACHE_DIR"] = str(Path(scratch, "cache"))
        for name in REPORTS:
            pages = _write(name, Path(scratch))
            print(
                f"{name}: {pages} pages, {Path(scratch, name).with_suffix('.json').stat().st_size // 1000} kB of JSON"
            )
        home = str(ROOT / "reports" / "typst")
        alone = [sys.executable, "-c", ALONE, home, *(f"{scratch}/{name}.json" for name in REPORTS)]
        ours = [sys.executable, "-c", OURS, *(f"{scratch}/{name}.pickle" for name in REPORTS)]
        pairs = [(_steps(alone), _steps(ours)) for _ in range(ROUNDS)]
        for place, what in enumerate(("the first report of a process", "a further report")):
            bare, mine = ([pair[side][place] for pair in pairs] for side in (0, 1))
            ratio = statistics.median(m / b for b, m in zip(bare, mine, strict=True))
            typst, render = statistics.median(bare) * 1000, statistics.median(mine) * 1000
            print(f"{what}: typst alone {typst:.0f} ms, render {render:.0f} ms, {ratio:.2f} x")
        command = [
            sys.executable,
            "-m",
            "checker",
            "check",
            str(EXAMPLES / REPORTS[0]),
            "--profile",
            "core",
            "--fail-on",
            "never",
        ]
        runs = side_by_side(
            {
                "typst alone": alone[:-1],
                "check, text": command,
                "check, text and HTML": [*command, "--output", f"html={scratch}/report.html"],
                "check, text and PDF": [*command, "--output", f"pdf={scratch}/report.pdf"],
            },
            rounds=ROUNDS,
        )
        added = statistics.median(
            (whole.wall - text.wall) / bare.wall
            for bare, text, whole in zip(
                *(runs[n] for n in ("typst alone", "check, text", "check, text and PDF")), strict=True
            )
        )
        print(f"what a PDF adds to a run, over a whole process of typst alone: {added:.2f} x")


def _write(name: str, folder: Path) -> int:
    """Write the assessed report and what typst is given of it; return the pages of its PDF."""
    found = check(find_subjects((str(EXAMPLES / name),), lambda text: None), Choices(profile="core", fail_on="never"))
    folder.joinpath(f"{name}.pickle").write_bytes(pickle.dumps(found))
    given = json.dumps(pdf.sheet(page(found, Options())), ensure_ascii=False)
    folder.joinpath(f"{name}.json").write_text(given, encoding="utf-8")
    return len(PdfReader(io.BytesIO(pdf.render(found, Options()))).pages)


def _steps(argv: list[str]) -> list[float]:
    """Return the seconds that a process says of each of its reports."""
    ran = subprocess.run(argv, capture_output=True, text=True, check=True, cwd=ROOT)
    return [float(line) for line in ran.stdout.split()]


if __name__ == "__main__":
    main()
