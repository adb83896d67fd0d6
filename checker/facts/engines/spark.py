"""Spark: for data that lie on a cluster, or are more than one machine can take. Needs the extra ``spark`` and Java.

Without a master it runs on this machine, reachable from this machine alone. A session that is there already (as under
``spark-submit``) is used and left running; the settings that results rest on are set in a session of its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from checker.errors import InputError, Problem, UsageError
from checker.facts.engine import Engine
from checker.model.pay_engine import EngineChoice, megabytes

MEANING = {
    # Sums that do not fit and casts that fail are errors; without it they would be other numbers, in silence.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    # What stands in names of folders is text, so that 007 stays 007.
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    "spark.sql.csv.parser.columnPruning.enabled": "false",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}
"""Settings of the session that results rest on; options cannot change them."""
_ALONE = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}
"""Settings on this machine: nothing listens but to this machine, nothing is drawn on the terminal."""
_LOGGING = """\
rootLogger.level = error
rootLogger.appenderRef.console.ref = console
logger.python.name = org.apache.spark.api.python.PythonGatewayServer
logger.python.level = error
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %p %c{1}: %m%n
"""
_JAVA = "spark.driver.extraJavaOptions"
_LEAST_MB = 512


class SparkEngine(Engine):
    """One session; tables that were stored in it are given back when it ends."""

    def __init__(self, choice: EngineChoice) -> None:
        """Start Spark, or use the session that runs; raises UsageError where it cannot be started as asked for."""
        pyspark = _pyspark()
        running = pyspark.sql.SparkSession.getActiveSession()
        self._folder = None if running else tempfile.TemporaryDirectory(prefix="fairlabel-", ignore_cleanup_errors=True)
        try:
            self._own = _started(pyspark, choice, Path(self._folder.name)) if self._folder else None
            self.session = (self._own or running).newSession()
        except BaseException:
            if self._folder:
                self._folder.cleanup()
            raise
        for name, value in MEANING.items():
            self.session.conf.set(name, value)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give back what was stored, and stop Spark where it was started here."""
        from pyspark.errors import PySparkException

        try:
            if self._own is not None:
                self._own.stop()
            else:
                # Also what readers keep of files; nothing but this program's tables is in it.
                self.session.catalog.clearCache()
        finally:
            if self._folder:
                self._folder.cleanup()
        if error is not None and (isinstance(error, PySparkException) or type(error).__module__.startswith("py4j")):
            raise _as_said(error) from error

    def store(self, frame: Any) -> Any:
        """Run a lazy frame once, when it is first read, and keep its rows where they are (memory, then disk)."""
        return self.frame(frame.to_native().persist())

    def given(self, columns: Mapping[str, Sequence[Any]], types: Mapping[str, str] | None = None) -> Any:
        """Return a small table, by column, as a frame that joins with the others."""
        import pyarrow as pa

        arrow = {"BIGINT": pa.int64(), "DOUBLE": pa.float64(), "VARCHAR": pa.string(), "BOOLEAN": pa.bool_()}
        kinds = {name: arrow[(types or {}).get(name, "BIGINT")] for name in columns}
        table = pa.table({name: pa.array(list(values), kinds[name]) for name, values in columns.items()})
        return self.frame(self.session.createDataFrame(table))

    def collect(self, frame: Any) -> dict[str, list[Any]]:
        """Run a frame and return a small result by column, as Python values."""
        found: dict[str, list[Any]] = frame.to_native().toArrow().to_pydict()
        return found

    def arrays(self, frame: Any) -> dict[str, Any]:
        """Run a frame of numbers and words and return it by column, as numpy arrays."""
        table = frame.to_native().toArrow()
        return {name: table.column(name).to_numpy() for name in table.column_names}


def _pyspark() -> Any:
    """Return the package; UsageError where it or Java is missing."""
    try:
        import pyspark.sql
    except ImportError:
        raise UsageError("--engine spark needs pyspark; install it: pip install 'fairlabel[spark]'") from None
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java"
    if shutil.which(java) is None:
        raise UsageError(
            "--engine spark needs Java 17 or newer, and none was found; install it (on Debian: apt-get install"
            " openjdk-17-jre-headless) and set JAVA_HOME where it is not on the PATH"
        )
    return pyspark


def _started(pyspark: Any, choice: EngineChoice, folder: Path) -> Any:
    """Start Spark and return its session."""
    given = dict(choice.options)
    fixed = sorted(given.keys() & MEANING.keys())
    if fixed:
        raise UsageError(f"--spark-option {fixed[0]} cannot be set: results rest on it; leave it out")
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    master = choice.master or given.get("spark.master") or ("" if submitted else f"local[{choice.threads or '*'}]")
    alone = master.startswith("local")
    settings = _local(choice, given, folder) if alone else dict(given)
    if not alone and (choice.memory_limit or choice.threads):
        raise UsageError(
            "--memory-limit and --threads are for one machine; on a cluster write for example"
            " --spark-option spark.executor.memory=8g --spark-option spark.executor.cores=4"
        )
    settings = {"spark.app.name": "fairlabel"} | settings | ({"spark.master": master} if master else {})
    builder = pyspark.sql.SparkSession.builder
    for name, value in (settings | MEANING).items():
        builder = builder.config(name, value)
    said = folder / "spark.log"
    try:
        with _errors_into(said):
            return builder.getOrCreate()
    except Exception as error:
        lines = [line for line in (str(error) + "\n" + said.read_text("utf-8", "replace")).splitlines() if line.strip()]
        why = next(
            (line for line in lines if "Exception" in line or "rror" in line), lines[0] if lines else "no reason"
        )
        at = f" at {master}" if master else ""
        raise UsageError(f"Spark could not be started{at}: {why.strip()}") from error


@contextmanager
def _errors_into(file: Path) -> Iterator[None]:
    """Lead what Java says on standard error into a file: remarks of its own, and of Spark while it starts."""
    with file.open("wb") as out:
        kept = os.dup(2)
        try:
            os.dup2(out.fileno(), 2)
            with warnings.catch_warnings():
                # Spark has not been tried with the newest pandas; no pandas is used here.
                warnings.simplefilter("ignore", FutureWarning)
                yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _local(choice: EngineChoice, given: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return the settings of Spark on this machine; what it writes, it writes below ``folder``."""
    logging = folder / "log4j2.properties"
    logging.write_text(_LOGGING, encoding="utf-8")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    threads = choice.threads or os.cpu_count() or 1
    java = f"-Dlog4j2.configurationFile=file://{logging} {given.get(_JAVA, '')}".strip()
    settings: dict[str, str] = _ALONE | {
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": f"file://{folder / 'warehouse'}",
        # One machine gains nothing from more pieces than it has processors, and each costs.
        "spark.sql.shuffle.partitions": str(threads),
        "spark.default.parallelism": str(threads),
    }
    settings |= {**given, _JAVA: java}
    if choice.memory_limit:
        settings["spark.driver.memory"] = f"{_megabytes(choice.memory_limit)}m"
    return settings


def _megabytes(limit: str) -> int:
    size = int(megabytes(limit))
    if size < _LEAST_MB:
        raise UsageError(f"--memory-limit {limit} is too little for Spark; give at least {_LEAST_MB}MB")
    return size


def _as_said(error: BaseException) -> Exception:
    """Return an error of Spark as one that says what to do."""
    text = str(error)
    first = next((line for line in text.splitlines() if line.strip()), type(error).__name__)
    if "OutOfMemoryError" in text or "Java heap space" in text:
        what = "the pay data need more memory than Spark was given, so they could not be measured"
        todo = "give more: --memory-limit 4GB, or --spark-option spark.executor.memory=8g on a cluster"
    elif "ARITHMETIC_OVERFLOW" in text:
        what = "a sum is too large for Spark's whole numbers, so they could not be measured"
        todo = "check the largest amounts, or use the default engine (--engine duckdb), which adds them exactly"
    elif "No space left on device" in text:
        return OSError(28, os.strerror(28))
    elif any(word in text for word in ("FAILED_READ_FILE", "FileNotFoundException", "Parquet", "CANNOT_READ")):
        what, todo = f"cannot be read to the end ({first})", "send the file again"
    else:
        assert isinstance(error, Exception)
        return error
    return InputError([Problem("pay data", None, None, "", what, todo)])
