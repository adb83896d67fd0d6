"""The rows of a pay file in Spark, which reads Parquet and CSV itself: no row passes through this process.

Other formats are refused. A CSV is read by one task, since a cell may hold a line's end; Parquet by as many as there
are row groups.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any
from urllib.parse import unquote

from checker.errors import InputError, Problem, UsageError
from checker.load.wages.csv_file import CsvSource
from checker.load.wages.dialects.spark import SPARK
from checker.load.wages.parquet import ParquetSource
from checker.load.wages.pay_file import Source
from checker.load.wages.reading import reading
from checker.load.wages.row_table import PART, ROW
from checker.model.pay_table import BadCells, PayMapping

_LOST = "fairlabel lost line"
"""Column of the text of a line that is no row."""
_FILE = "fairlabel file"
_TYPES = {
    "byte": "TINYINT", "short": "SMALLINT", "integer": "INTEGER", "long": "BIGINT", "float": "FLOAT",
    "double": "DOUBLE", "date": "DATE", "timestamp": "TIMESTAMP WITH TIME ZONE", "timestamp_ntz": "TIMESTAMP",
    "boolean": "BOOLEAN", "string": "VARCHAR",
}  # fmt: skip
"""Spark's name of a type -> DuckDB's, which `reading` knows."""


class SparkRows:
    """A source opened in one session (`checker.load.wages.pay_file.Rows`)."""

    def __init__(self, source: Source, mapping: PayMapping, session: Any) -> None:
        """Open the source; raises UsageError for a format that Spark does not read, InputError for a broken file."""
        self._mapping, self._session, self._is_text = mapping, session, source.is_text
        self._view = f"fairlabel_{id(self)}"
        self.lost: tuple[BadCells, ...] = ()
        if isinstance(source, ParquetSource):
            frame = _parquet(session, source)
        elif isinstance(source, CsvSource):
            frame, self.lost = _csv(session, source)
        else:
            raise UsageError(
                "Spark reads Parquet and CSV, and no workbooks, SQLite or DuckDB files: convert them to Parquet, or"
                " use the default engine (--engine duckdb)"
            )
        frame = _flat(frame)
        own = (ROW, _LOST)
        self._types = {f.name: _type_of(f.dataType) for f in frame.schema if f.name not in own}
        frame.createOrReplaceTempView(self._view)
        self._query: str | None = None

    def query(self, salt: int) -> str:
        """Return the SQL of the normalised rows; text is read once and kept."""
        if self._query is None:
            self._query = reading(self._mapping, self._types, self._view, SPARK.quote(ROW), salt, d=SPARK)
            if self._is_text:
                read = f"{self._view}_read"
                self._session.sql(self._query).createOrReplaceTempView(read)
                self._session.catalog.cacheTable(read)
                self._query = f"SELECT * FROM {read}"
        return self._query

    def table(self, query: str) -> Any:
        """Return a query as a data frame."""
        return self._session.sql(query)

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query of a small result."""
        return [tuple(row) for row in self._session.sql(query).collect()]

    def differ(self) -> bool:
        """Return False: nothing is known without a pass over the rows."""
        return False


def _flat(frame: Any) -> Any:
    """Return a table whose cells that hold several values are text: they tell rows apart, and nothing else."""
    from pyspark.sql import functions as F  # noqa: N812
    from pyspark.sql.types import ArrayType, MapType, StructType

    cells = [(field.dataType, F.col(SPARK.quote(field.name)), field.name) for field in frame.schema]
    several = (ArrayType, MapType, StructType)
    return frame.select(*(c.cast("string").alias(name) if isinstance(kind, several) else c for kind, c, name in cells))


def _parquet(session: Any, source: ParquetSource) -> Any:
    """Return the files as one table, each row with its number and, of several files, that of its file."""
    from pyspark.errors import PySparkException
    from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it

    reader = session.read.option("mergeSchema", str(len(source.files) > 1).lower())
    # Names of files are no patterns here; they have been looked up already.
    reader = reader.option("basePath", _path(_home(source.files))).option("__globPaths__", "false")
    try:
        frame = reader.parquet(*map(_path, source.files))
        columns = frame.columns
        number = F.col("_metadata.row_index") + 1
        if len(source.files) == 1:
            return frame.select("*", number.alias(ROW))
        numbered = frame.select("*", number.alias(ROW), F.col("_metadata.file_path").alias(_FILE))
    except PySparkException as error:
        raise _broken(source.files[0], error) from None
    known = list(_numbers(frame.inputFiles(), source.files))
    files = session.createDataFrame(known, f"`{_FILE}` string, `fairlabel number` long")
    joined = numbered.join(F.broadcast(files), on=_FILE, how="left")
    place = (F.col("fairlabel number") * PART + F.col(ROW)).alias(ROW)
    return joined.select(*(F.col(SPARK.quote(name)) for name in columns), place)


def _numbers(paths: list[str], files: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Yield each file as Spark may write it, with its number."""
    numbers = {os.path.realpath(file): n for n, file in enumerate(files)}
    for path in paths:
        short = re.sub(r"^file:/+", "file:/", path)
        number = numbers[os.path.realpath(unquote(short.removeprefix("file:")))]
        yield from ((written, number) for written in {path, short, unquote(path), unquote(short)})


def _home(files: tuple[str, ...]) -> str:
    """Return the folder below which folders' names are columns (``country=KE``)."""
    common = os.path.commonpath([os.path.abspath(os.path.dirname(file)) for file in files])
    return os.sep.join(takewhile(lambda part: "=" not in part, common.split(os.sep))) or os.sep


def _csv(session: Any, source: CsvSource) -> tuple[Any, tuple[BadCells, ...]]:
    """Return the rows of a CSV, all text, each with its number; and the lines that are no rows, which have none."""
    from pyspark.sql import functions as F  # noqa: N812
    from pyspark.sql.types import StringType, StructField, StructType

    if source.header_row > 1:
        raise UsageError(
            f"{source.label}: Spark reads a CSV whose header is its first line: take the lines above it out,"
            " or use the default engine (--engine duckdb)"
        )
    if source.encoding != "utf-8":
        raise UsageError(
            f"{source.label}: Spark reads CSV in UTF-8, and this is {source.encoding}: save it as UTF-8 or as Parquet,"
            " or use the default engine (--engine duckdb)"
        )
    fields = [StructField(name, StringType()) for name in (*source.header, _LOST)]
    frame = session.read.csv(
        _path(str(source.path)), schema=StructType(fields), sep=source.delimiter, header=True, quote='"', escape='"',
        encoding="UTF-8", multiLine=True, mode="PERMISSIVE",
        columnNameOfCorruptRecord=_LOST, maxCharsPerColumn=-1, enforceSchema=True,
    )  # fmt: skip
    lost = F.col(SPARK.quote(_LOST))
    # One file that is read whole is one partition: its rows are numbered as they stand.
    frame = frame.select("*", (F.monotonically_increasing_id() + 1).alias(ROW))
    first = F.col(SPARK.quote(source.header[0])) if source.header else F.lit(1)
    [(_, count)] = frame.select(F.count(first), F.count(lost)).collect()
    if not count:
        return frame.drop(_LOST), ()
    kind = "line that is no row (wrong number of columns, an open quote, or bytes that are no text)"
    from pyspark.sql import Window

    kept = frame.where(lost.isNull()).drop(_LOST)
    kept = kept.withColumn(ROW, F.row_number().over(Window.orderBy(ROW)).cast("long"))
    return kept, (BadCells(kind, int(count), ()),)


def _path(path: str) -> str:
    """Return a path of this machine, or of a disk that all machines share, as Spark knows it."""
    return "file://" + os.path.abspath(path)


def _type_of(type_: Any) -> str:
    name: str = type_.typeName()
    if name == "decimal":
        return f"DECIMAL({type_.precision},{type_.scale})"
    return _TYPES.get(name, name.upper())


def _broken(file: str, error: Any) -> InputError:
    what = f"cannot be read as Parquet by Spark: {str(error).splitlines()[0]}"
    return InputError([Problem(file, None, None, "", what, "write the file again")])
