"""What only a process of its own can show: signals, closed pipes, full disks, hash seeds, terminals, more processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from checker.pipeline.processes import spread
from tests.subjects import SILENT, questionnaire, write_subject

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "vendor_templates" / "examples"
FAIRLABEL = [sys.executable, "-m", "checker"]
PLAIN = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONHASHSEED")}
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")


def fairlabel(*arguments: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Return a finished process."""
    call = [*FAIRLABEL, *map(str, arguments)]
    return subprocess.run(call, cwd=ROOT, env={**PLAIN, **env}, capture_output=True, text=True, check=False)


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """Write a subject without pay data whose gate code is 1: a major gap is admitted."""
    answers = {"comms": {"named_contact_told_to_workers": "false"}}
    return write_subject(tmp_path / "acme", questionnaire("acme", evidence=SILENT, answers=answers))


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    """Every format of an example, with two seeds of the hash function."""
    formats = ("text", "json", "markdown", "html")
    found = []
    for seed in ("1", "4242"):
        out = tmp_path / seed
        outputs = [word for fmt in formats for word in ("--output", f"{fmt}={out}/report.{fmt}")]
        done = fairlabel("check", EXAMPLES / "lakeshore-data-services", *outputs, PYTHONHASHSEED=seed)
        assert (done.returncode, done.stderr) == (1, ""), "nothing is said beside the report"
        found.append({fmt: (out / f"report.{fmt}").read_bytes() for fmt in formats})
    assert found[0] == found[1]
    assert all(len(content) > 1000 for content in found[0].values())


def test_jobs_and_the_order_of_paths_change_no_byte() -> None:
    paths = [EXAMPLES / name for name in ("millgate-labelling", "lakeshore-data-services")]
    one = fairlabel("check", *paths, "--format", "json")
    two = fairlabel("check", *reversed(paths), "--format", "json", "--jobs", "2")
    assert one.returncode == two.returncode == 1, two.stderr
    assert (one.stderr, two.stderr) == ("", ""), "no process says anything beside the report when it ends"
    assert one.stdout == two.stdout
    assert [s["id"] for s in json.loads(one.stdout)["subjects"]] == sorted(p.name for p in paths)


def test_jobs_keep_codes_and_messages(tmp_path: Path, acme: Path) -> None:
    write_subject(tmp_path / "bad", questionnaire("bad", evidence=SILENT, answers={"pay": {"models": "[hourley]"}}))
    done = fairlabel("check", tmp_path, "--jobs", "2", "--format", "json")
    assert done.returncode == 3
    assert "did you mean 'hourly'?" in done.stderr
    assert [s["id"] for s in json.loads(done.stdout)["subjects"]] == ["acme"]
    late = fairlabel("check", tmp_path, "--jobs", "2", "--as-of", "2020-01-01")
    assert late.returncode == 2
    assert late.stderr.startswith("Nothing was assessed.\n--as-of 2020-01-01 is before the end of the period")


def test_a_process_that_is_ended_from_outside_is_one_message_and_70(tmp_path: Path) -> None:
    """As where memory runs out: one of two processes is killed in the midst of many subjects."""
    for n in range(600):
        text = questionnaire(f"s{n}", evidence=SILENT, answers={"comms": {"channels": "[email]"}})
        write_subject(tmp_path / "in" / f"s{n}", text, without=["wages/pay.csv", "wages/mapping.yaml"])
    out = tmp_path / "out.json"
    begin = (
        "import os, signal, sys, threading, time; from multiprocessing import active_children\n"
        "def end():\n"
        "    while not active_children(): time.sleep(0.01)\n"
        "    os.kill(active_children()[0].pid, signal.SIGKILL)\n"
        "from checker.cli.main import run\n"
        "threading.Thread(target=end, daemon=True).start(); sys.exit(run(sys.argv[1:]))\n"
    )
    call = [sys.executable, "-c", begin, "check", str(tmp_path / "in"), "--jobs", "2", "--output", f"json={out}"]
    done = subprocess.run(call, cwd=ROOT, env=PLAIN, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 70
    assert done.stdout == ""
    assert done.stderr.startswith("Nothing was assessed.\none of 2 processes was ended from outside")
    assert "fewer --jobs" in done.stderr
    assert not out.exists()


@pytest.mark.parametrize("fmt", ["text", "json"])
def test_a_reader_who_leaves_early_does_not_change_the_gate(fmt: str, acme: Path) -> None:
    with subprocess.Popen(
        [*FAIRLABEL, "check", str(acme), "--format", fmt], cwd=ROOT, env=PLAIN,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == 1
    assert said == b""


@pytest.mark.parametrize(("arguments", "code"), [(["standards", "show", "pai"], 0), (["schema", "report"], 0)])
def test_a_reader_who_leaves_early_ends_a_list_quietly(arguments: list[str], code: int) -> None:
    with subprocess.Popen(
        [*FAIRLABEL, *arguments], cwd=ROOT, env=PLAIN, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == code
    assert said == b""


@pytest.mark.parametrize("stream", ["1>&-", "2>&-", "1>&- 2>&-"])
def test_a_closed_stream_does_not_change_the_gate(stream: str, acme: Path) -> None:
    call = f"exec {sys.executable} -m checker check {acme} {stream}"
    done = subprocess.run(["sh", "-c", call], cwd=ROOT, env=PLAIN, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [["check", "ACME"], ["standards", "show", "pai"], ["--help"]])
def test_a_full_disk_is_73(arguments: list[str], acme: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*FAIRLABEL, *(a.replace("ACME", str(acme)) for a in arguments)], cwd=ROOT, env=PLAIN,
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 73
    assert done.stderr.startswith("The output was not written; no file was left half-written.\n")
    assert "No space left on device" in done.stderr


# Where the tests run in the background of a shell, interrupts are ignored: a terminal's process hears them. Each
# subject is waited for: however slow the machine is, the run is in the midst of its work when the interrupt comes.
INTERRUPTED = """
import importlib, signal, sys, threading, time
from contextlib import contextmanager
from multiprocessing import active_children

def tell():
    if not told.is_set():
        told.set()
        print("at work", file=sys.stderr, flush=True)

def wait_for_processes():
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # it is the main thread that hears it, or holds it back
    while not active_children(): time.sleep(0.01)
    tell()

@contextmanager
def slowly(label, total):
    def advance(name):
        tell()
        time.sleep(0.05)
    yield advance

told = threading.Event()
signal.signal(signal.SIGINT, signal.default_int_handler)
for number in (signal.SIGTERM, signal.SIGHUP): signal.signal(number, signal.SIG_DFL)  # nohup ignores them
importlib.import_module("checker.cli.check").progress_line = slowly
if sys.argv.pop(1) == "processes": threading.Thread(target=wait_for_processes, daemon=True).start()
from checker.__main__ import main
main()
"""


@pytest.mark.parametrize(
    ("jobs", "when", "number"),
    [
        ("1", "a result", signal.SIGINT), ("2", "a result", signal.SIGINT), ("2", "processes", signal.SIGINT),
        ("1", "a result", signal.SIGTERM), ("2", "a result", signal.SIGTERM), ("2", "a result", signal.SIGHUP),
    ],
)  # fmt: skip
def test_an_interrupt_is_130_and_leaves_nothing(jobs: str, when: str, number: signal.Signals, tmp_path: Path) -> None:
    """Many subjects, and an interrupt in the midst of them: Ctrl-C goes to the whole group, a runner's end to one."""
    for n in range(1000):
        text = questionnaire(f"s{n}", evidence=SILENT, answers={"comms": {"channels": "[email]"}})
        write_subject(tmp_path / "in" / f"s{n}", text, without=["wages/pay.csv", "wages/mapping.yaml"])
    out = tmp_path / "out"
    call = [sys.executable, "-c", INTERRUPTED, when, "check", str(tmp_path / "in")]
    (tmp_path / "tmp").mkdir()
    env = {**PLAIN, "TMPDIR": str(tmp_path / "tmp")}
    with subprocess.Popen(
        [*call, "--output", f"json={out}/all.json", "--jobs", jobs],
        cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stderr is not None
        assert process.stderr.readline() == b"at work\n"
        if number is signal.SIGINT:
            os.killpg(process.pid, number)
        else:
            os.kill(process.pid, number)
        shown, said = process.communicate(timeout=40)
    assert process.returncode == 130
    assert said.strip() == b"Interrupted. No file was left half-written."
    assert shown == b""
    assert not out.exists()
    assert list((tmp_path / "tmp").iterdir()) == []


HEARING = """
import signal
for number in (signal.SIGTERM, signal.SIGHUP): signal.signal(number, signal.SIG_DFL)  # nohup ignores them
from checker.__main__ import main
main()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_being_ended_from_outside_leaves_no_pay_data_on_disk(number: signal.Signals, tmp_path: Path) -> None:
    """A file that is no UTF-8 is put aside on disk while it is read; a time limit or a closed terminal removes it."""
    lines = "".join(f"zq{n},KE,Ciudad Jos\u00e9,KES,2026-01-01,2026-01-31,1600,160\n" for n in range(150_000))
    head = "worker_id,country,city,currency,period_start,period_end,pay,hours_paid\n"
    (tmp_path / "pay.csv").write_bytes((head + lines).encode("cp1252"))
    aside = tmp_path / "aside"
    aside.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", HEARING, "wages", "audit", str(tmp_path / "pay.csv")],
        cwd=ROOT, env={**PLAIN, "TMPDIR": str(aside)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        end = time.monotonic() + 60
        while not [*aside.rglob("pay.csv")] and time.monotonic() < end:
            time.sleep(0.005)
        assert [*aside.rglob("pay.csv")]
        assert all(folder.stat().st_mode & 0o077 == 0 for folder in aside.iterdir()), "nobody else may read it"
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.strip() == b"Interrupted. No file was left half-written."
    assert not any(aside.iterdir())


def test_what_processes_put_aside_is_removed_by_the_one_that_started_them() -> None:
    (folder,) = spread(_where_it_puts_things, [[1]], 1, _nothing, ())
    assert Path(folder).name.startswith("fairlabel-") and not Path(folder).exists()


def _where_it_puts_things(part: list[int]) -> list[str]:
    assert Path(tempfile.gettempdir()).stat().st_mode & 0o077 == 0
    return [tempfile.gettempdir() for _ in part]


def _nothing() -> None:
    """Prepare nothing."""


@pytest.mark.parametrize(
    ("env", "colored"),
    [({}, 0), ({"FORCE_COLOR": "1"}, 1), ({"NO_COLOR": "1"}, 0), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, 0)],
)  # fmt: skip
def test_colors_only_where_they_are_wanted(env: dict[str, str], colored: int, acme: Path) -> None:
    done = fairlabel("check", acme, **env)
    assert ("\x1b[" in done.stdout) == bool(colored)


def test_no_locale_is_needed(acme: Path) -> None:
    done = fairlabel("check", acme, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
