"""Pay files in every form: delimiters, decimal marks, encodings, compression, Parquet; cells that cannot be read."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from checker.errors import InputError
from checker.load.wages import READERS, open_pay_table
from checker.load.wages.reading import RESULT, has_fixed_offset
from checker.model.pay_table import PayMapping
from tests.pay_for_tests import mapped

HEADER = "worker_id,country,currency,period_start,period_end,pay,hours_paid"
LINE = "a,KE,KES,2026-01-01,2026-01-31,1600.50,160.25"
PAY, HOURS = 16_005_000_000, 576_900_000
"""1,600.50 in 1/10,000,000; 160.25 h in milliseconds."""


def read(path: Path, mapping: PayMapping | None = None, columns: str = "pay, hours_paid") -> list[tuple[Any, ...]]:
    table = open_pay_table(path, mapping or mapped())
    with duckdb.connect() as connection:
        relation = table.rows(connection, 7)
        assert set(RESULT) <= set(relation.columns)
        return relation.order("row").project(columns).fetchall()  # type: ignore[no-any-return]


def bad(path: Path, mapping: PayMapping | None = None) -> dict[str, tuple[int, tuple[int, ...]]]:
    table = open_pay_table(path, mapping or mapped())
    with duckdb.connect() as connection:
        cells = (*table.lost_lines(connection), *table.unread(connection))
        return {c.kind: (c.count, c.rows) for c in cells}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", f"{HEADER}\n{LINE}\n".encode()),
        ("crlf.csv", f"{HEADER}\r\n{LINE}\r\n".encode()),
        ("bom.csv", b"\xef\xbb\xbf" + f"{HEADER}\n{LINE}\n".encode()),
        ("utf16.csv", f"{HEADER}\n{LINE}\n".encode("utf-16")),
        ("semicolon.csv", f"{HEADER}\n{LINE}\n".replace(",", ";").encode()),
        ("german.csv", f"{HEADER}\n{LINE}\n".replace(",", ";").replace(".50", ",50").replace(".25", ",25").encode()),
        (
            "thousands.csv",
            f"{HEADER}\n{LINE}\n".replace(",", ";").replace("1600.50", "1.600,50").replace(".25", ",25").encode(),
        ),
        ("quoted.csv", f"{HEADER}\n{LINE}\n".replace("1600.50", '"1,600.50"').encode()),
        ("tab.tsv", f"{HEADER}\n{LINE}\n".replace(",", "\t").encode()),
        ("pipe.txt", f"{HEADER}\n{LINE}\n".replace(",", "|").encode()),
        ("packed.csv.gz", gzip.compress(f"{HEADER}\n{LINE}\n".encode())),
        ("packed.tsv.gz", gzip.compress(f"{HEADER}\n{LINE}\n".replace(",", "\t").encode())),
        ("packed.csv.zst", pa.compress(f"{HEADER}\n{LINE}\n".encode(), codec="zstd", asbytes=True)),
        ("spaces.csv", f"{HEADER}\n{LINE}\n".replace("1600.50", " 1600.50 ").encode()),
    ],
)
def test_forms_of_csv(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert read(tmp_path / name) == [(PAY, HOURS)]


def test_latin_1_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"{HEADER},city\n{LINE},Köln\n".encode("latin-1"))
    assert read(path, columns="city") == [("Köln",)]
    assert "not UTF-8" in open_pay_table(path, mapped()).notes[0]


def test_the_mapping_s_encoding_wins(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"{HEADER},city\n{LINE},Київ\n".encode("cp1251"))
    assert read(path, mapped(encoding="cp1251"), columns="city") == [("Київ",)]


@pytest.mark.parametrize("data", [b"PK\x03\x04\x14\x00\x06\x00\x08\x00binary,pay\n", b"\x00\x01\x02,\x00pay\n1,2\n"])
def test_a_binary_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(InputError, match="holds control characters: this is not a CSV file"):
        open_pay_table(tmp_path / "a.csv", mapped())


def test_a_comma_before_three_digits_is_not_guessed_to_be_decimal(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER}\n{LINE}\n".replace(",", ";").replace("1600.50", "1,600"), encoding="utf-8")
    assert read(path)[0][0] == 16_000_000_000
    assert read(path, mapped(decimal=","))[0][0] == 16_000_000


@pytest.mark.parametrize("word", ["", "null", "NULL", ".nan", "n/a", "N/A", "tbd", " TBD ", "See attached"])
def test_words_for_no_answer(tmp_path: Path, word: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER}\n{LINE.replace('1600.50', word)}\n", encoding="utf-8")
    assert read(path) == [(None, HOURS)]
    assert bad(path) == {}


def test_namibia_is_a_country(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER}\n{LINE.replace('KE', 'NA', 1)}\n", encoding="utf-8")
    assert read(path, columns="country") == [("NA",)]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("1600.50", "lots", "unreadable pay"),
        ("1600.50", "1_600", "unreadable pay"),
        ("1600.50", "inf", "unreadable pay"),
        ("1600.50", "1e400", "unreadable pay"),
        ("1600.50", "KES 1600", "unreadable pay"),
        ("1600.50", "1.6.0", "unreadable pay"),
        ("160.25", "160h", "unreadable hours_paid"),
        ("2026-01-31", "31/01/2026", "unreadable period_end"),
        ("2026-01-31", "2026-02-31", "unreadable period_end"),
        ("2026-01-31", "infinity", "unreadable period_end"),
    ],
)
def test_cells_that_cannot_be_read_are_counted_and_located(tmp_path: Path, old: str, new: str, kind: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "\n".join([HEADER, LINE, LINE.replace(old, new), LINE, LINE.replace(old, new)]) + "\n", encoding="utf-8"
    )
    assert bad(path) == {kind: (2, (2, 4))}
    assert len(read(path)) == 4


def test_the_first_ten_are_located(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join([HEADER, *[LINE.replace("1600.50", "x")] * 25]) + "\n", encoding="utf-8")
    assert bad(path) == {"unreadable pay": (25, tuple(range(1, 11)))}


def test_lines_of_the_wrong_shape_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join([HEADER, LINE, "b,KE", LINE + ",more,cells", LINE]) + "\n", encoding="utf-8")
    assert bad(path) == {
        "line that is no row (wrong number of columns, an open quote, or bytes that are no text)": (2, (3, 4))
    }
    assert len(read(path)) == 2


def test_dates_in_another_form_need_the_mapping(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        f"{HEADER}\n{LINE}\n".replace("2026-01-01", "01.01.2026").replace("2026-01-31", "31.01.2026"), encoding="utf-8"
    )
    day = (date(2026, 1, 31) - date(1970, 1, 1)).days
    assert read(path, mapped(date_format="%d.%m.%Y"), "last_day, month") == [(day, 2026 * 12)]


def test_units_values_and_constants(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,land,from,to,lohn,min\n7,Kenia,2026-01-01,2026-01-31,10,90\n", encoding="utf-8")
    mapping = mapped(
        columns={
            "worker_id": "id",
            "country": "land",
            "period_start": "from",
            "period_end": "to",
            "pay": "lohn",
            "hours_paid": "min",
        },
        constants={"currency": "KES"},
        units={"hours_paid": "minutes"},
        values={"country": {"Kenia": "KE"}},
    )
    assert read(path, mapping, "country, currency, hours_paid") == [("KE", "KES", 5_400_000)]


def test_missing_columns_are_an_error_that_names_them_all(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("worker_id,country\na,KE\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        open_pay_table(path, mapped(columns={"pay": "reward"}, file="m.yaml"))
    text = str(caught.value)
    assert "a.csv has no column 'reward'; it has: worker_id, country" in text
    for name in ("currency", "period_start", "period_end"):
        assert f"no column for {name}" in text


def test_a_column_twice_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("worker_id,pay,pay\na,1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="'pay' stands twice"):
        open_pay_table(path, mapped())


def test_an_unknown_format_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"x")
    with pytest.raises(InputError, match=r"no reader for this kind of pay file; use one of: \.csv"):
        open_pay_table(tmp_path / "a.docx", mapped())


def test_an_empty_file_opens_without_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    table = open_pay_table(tmp_path / "a.csv", mapped())
    assert table.columns == frozenset()
    assert table.notes == ("the file is empty",)


def _parquet(path: Path, **columns: Any) -> Path:
    base = {
        "worker_id": ["a", "b"],
        "country": ["KE", "KE"],
        "currency": ["KES", "KES"],
        "period_start": [date(2026, 1, 1)] * 2,
        "period_end": [date(2026, 1, 31)] * 2,
        "pay": [1600.5, float("nan")],
        "hours_paid": [160.25, 1.0],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(base | columns), path)
    return path


def test_parquet_file(tmp_path: Path) -> None:
    path = _parquet(tmp_path / "a.parquet", pay=pa.array([1600.5, float("inf")]))
    assert read(path) == [(PAY, HOURS), (None, 3_600_000)]
    assert bad(path) == {"unreadable pay": (1, (2,))}


def test_parquet_not_a_number_is_no_answer(tmp_path: Path) -> None:
    path = _parquet(tmp_path / "a.parquet")
    assert read(path)[1] == (None, 3_600_000)
    assert bad(path) == {}


@pytest.mark.parametrize(
    "pay",
    [
        pa.array([1600, 2]),
        pa.array(["1600", "2"]),
        pa.array([1600, 2], pa.decimal128(10, 2)),
        pa.array([1600, 2], pa.float32()),
    ],
)
def test_parquet_types_of_numbers(tmp_path: Path, pay: Any) -> None:
    assert read(_parquet(tmp_path / "a.parquet", pay=pay), columns="pay") == [(16_000_000_000,), (20_000_000,)]


@pytest.mark.parametrize(
    ("ids", "differ"),
    [
        ([7, 5], True),
        ([-1, 0], True),
        ([7, 7], False),
        ([7, None], False),
        ([None, None], False),
        ([0, 2**40], False),
        (["a", "b"], False),
    ],
)
def test_parquet_numbers_that_stand_once_show_that_rows_differ(tmp_path: Path, ids: list[Any], differ: bool) -> None:
    path = _parquet(tmp_path / "a.parquet", id=pa.array(ids))
    with duckdb.connect() as connection:
        assert open_pay_table(path, mapped()).rows_differ(connection) is differ


def test_a_number_that_stands_in_two_parquet_files_shows_nothing(tmp_path: Path) -> None:
    for name in ("a", "b"):
        _parquet(tmp_path / "pay" / f"{name}.parquet", id=pa.array([1, 2]))
    with duckdb.connect() as connection:
        assert not open_pay_table(tmp_path / "pay", mapped()).rows_differ(connection)


def test_parquet_folder_and_glob(tmp_path: Path) -> None:
    _parquet(tmp_path / "pay" / "year=2026" / "a.parquet")
    _parquet(tmp_path / "pay" / "year=2025" / "b.parquet")
    assert len(read(tmp_path / "pay")) == 4
    assert len(read(tmp_path / "pay" / "year=2026" / "*.parquet")) == 2


def test_parquet_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"not parquet at all")
    with pytest.raises(InputError, match="cannot be read as Parquet"):
        open_pay_table(tmp_path / "a.parquet", mapped())
    with pytest.raises(InputError, match="holds no Parquet file"):
        open_pay_table(tmp_path / "b.parquet", mapped())


def _tasks(path: Path, start: list[Any], end: list[Any]) -> Path:
    n = len(start)
    pq.write_table(
        pa.table(
            {
                "worker_id": ["a"] * n,
                "country": ["KE"] * n,
                "currency": ["KES"] * n,
                "pay": [1.0] * n,
                "started_at": start,
                "submitted_at": end,
            }
        ),
        path,
    )
    return path


def test_the_month_is_that_of_the_mapping_s_zone(tmp_path: Path) -> None:
    end = datetime(2026, 1, 31, 22, 30, tzinfo=UTC)
    path = _tasks(tmp_path / "t.parquet", [end - timedelta(hours=1)], [end])
    assert read(path, mapped("task"), "month, elapsed_ms") == [(2026 * 12, 3_600_000)]
    assert read(path, mapped("task", time_zone="Africa/Nairobi"), "month, elapsed_ms") == [(2026 * 12 + 1, 3_600_000)]


def test_an_hour_that_clocks_skip_is_not_worked(tmp_path: Path) -> None:
    # Europe, 29 March 2026: 02:00 becomes 03:00.
    path = _tasks(tmp_path / "t.parquet", [datetime(2026, 3, 29, 1, 30)], [datetime(2026, 3, 29, 3, 30)])
    assert read(path, mapped("task"), "elapsed_ms") == [(7_200_000,)]
    assert read(path, mapped("task", time_zone="Europe/Berlin"), "elapsed_ms") == [(3_600_000,)]


def test_offsets_in_text_stamps_count(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    head = "worker_id,country,currency,pay,started_at,submitted_at\n"
    path.write_text(head + "a,KE,KES,1,2026-01-31T23:00:00+03:00,2026-01-31T21:30:00Z\n", encoding="utf-8")
    assert read(path, mapped("task", time_zone="Africa/Nairobi"), "elapsed_ms, month") == [(5_400_000, 2026 * 12 + 1)]


def test_zones_with_and_without_summer_time() -> None:
    assert has_fixed_offset("Africa/Nairobi")
    assert has_fixed_offset("UTC")
    assert not has_fixed_offset("Europe/Berlin")


def test_worker_hashes_differ_between_runs_and_hold_within_one(tmp_path: Path) -> None:
    path = _parquet(tmp_path / "a.parquet", worker_id=["a", "a"])
    table = open_pay_table(path, mapped())
    with duckdb.connect() as connection, duckdb.connect() as other:
        first = table.rows(connection, 1).project("worker").fetchall()
        second = table.rows(other, 2).project("worker").fetchall()
    assert first[0] == first[1]
    assert first[0] != second[0]


def test_every_reader_exists() -> None:
    from importlib import import_module

    for target in READERS.values():
        module, _, name = target.partition(":")
        assert callable(getattr(import_module(module), name))


def test_folders_of_parts_name_columns(tmp_path: Path) -> None:
    table = pa.table({"worker_id": ["a", "b"], "currency": ["KES"] * 2, "period_start": [date(2026, 1, 1)] * 2,
                      "period_end": [date(2026, 1, 31)] * 2, "pay": ["1600.50", "x"]})  # fmt: skip
    for country in ("KE", "NA", "__HIVE_DEFAULT_PARTITION__"):
        part = tmp_path / "pay" / f"country={country}" / "project_id=007"
        part.mkdir(parents=True)
        pq.write_table(table, part / "part-0.parquet")
    (tmp_path / "pay" / "_SUCCESS").write_bytes(b"")
    (tmp_path / "pay" / ".part.crc").write_bytes(b"x")
    assert read(tmp_path / "pay", columns="country, project_id, pay")[::2] == [
        ("KE", "007", PAY), ("NA", "007", PAY), (None, "007", PAY),
    ]  # fmt: skip
    opened = open_pay_table(tmp_path / "pay", mapped())
    with duckdb.connect() as connection:
        [cells] = opened.unread(connection)
    place = "project_id=007/part-0.parquet row 2"
    named = ("KE", "NA", "__HIVE_DEFAULT_PARTITION__")
    assert opened.spots(cells.rows) == ", ".join(f"country={name}/{place}" for name in named)


def test_folders_in_which_not_every_file_counts_are_refused(tmp_path: Path) -> None:
    _parquet(tmp_path / "lake" / "a.parquet")
    (tmp_path / "lake" / "_delta_log").mkdir()
    with pytest.raises(InputError, match="also holds files that no longer count"):
        open_pay_table(tmp_path / "lake", mapped())
    _parquet(tmp_path / "mixed" / "a.parquet")
    (tmp_path / "mixed" / "b.csv").write_text(f"{HEADER}\n{LINE}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"holds b\.csv, which is no Parquet"):
        open_pay_table(tmp_path / "mixed", mapped())


def test_a_column_in_folder_names_and_in_files_is_refused(tmp_path: Path) -> None:
    _parquet(tmp_path / "pay" / "country=GH" / "a.parquet")
    with pytest.raises(InputError, match="column 'country' stands both in the names of folders and in the files"):
        open_pay_table(tmp_path / "pay", mapped())


def test_nested_columns(tmp_path: Path) -> None:
    path = _parquet(tmp_path / "a.parquet", extra=[{"a": 1}, None], tags=[["x"], []])
    assert read(path) == [(PAY, HOURS), (None, 3_600_000)]
    path = _parquet(tmp_path / "b.parquet", pay=[{"amount": 1}, None], hours_paid=[[1], []])
    with pytest.raises(InputError) as caught:
        open_pay_table(path, mapped())
    assert "column 'pay' holds several values a row (STRUCT" in str(caught.value)
    assert "column 'hours_paid' holds several values a row (BIGINT[])" in str(caught.value)


def test_the_header_may_stand_below_titles(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Acme;payroll\n\n{HEADER}\n{LINE}\n{LINE.replace('1600.50', 'x')}\n", encoding="utf-8")
    assert read(path, mapped(header_row=3)) == [(PAY, HOURS), (None, HOURS)]
    assert bad(path, mapped(header_row=3)) == {"unreadable pay": (1, (2,))}


@pytest.mark.parametrize("name", ["a.tsv.zst", "a.txt.gz", "a.txt.zst"])
def test_packed_text(tmp_path: Path, name: str) -> None:
    data = f"{HEADER}\n{LINE}\n".replace(",", "\t").encode()
    packed = gzip.compress(data) if name.endswith("gz") else pa.compress(data, codec="zstd", asbytes=True)
    (tmp_path / name).write_bytes(packed)
    assert read(tmp_path / name) == [(PAY, HOURS)]


@pytest.mark.parametrize(
    ("cell", "pay"),
    [
        ("1\u00a0600,50", 1600.5), ("\u00a01600,50\u00a0", 1600.5), ("1\u202f234\u202f600,5", 1_234_600.5),
        ("1'600,50", 1600.5), ("1’600,50", 1600.5), ("1.234.600,5", 1_234_600.5), ("1 60,5", None), ("1.60,5", None),
        ("1'600.200,5", None), ("€1600,50", None), ("(1600,50)", None), ("1600,50-", None),
    ],
)  # fmt: skip
def test_thousands(tmp_path: Path, cell: str, pay: float | None) -> None:
    path = tmp_path / "a.csv"
    text = f"{HEADER}\n{LINE}\n".replace(",", ";").replace("1600.50", cell).replace(".25", ",25")
    path.write_text(text, encoding="utf-8")
    assert read(path, columns="pay") == [(None if pay is None else round(pay * 10_000_000),)]


def test_lakhs(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER}\n{LINE}\n".replace("1600.50", '"12,34,567.50"'), encoding="utf-8")
    assert read(path, columns="pay") == [(12_345_675_000_000,)]


def test_a_packed_file_that_unpacks_to_far_too_much_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.load.wages.csv_file._SUSPECT_BYTES", 1 << 20)
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(f"{HEADER}\n{LINE}\n".encode() + b"0" * (9 << 20)))
    with pytest.raises(InputError, match="no pay data of its size do"):
        open_pay_table(path, mapped())
    path.write_bytes(gzip.compress(f"{HEADER}\n".encode() + f"{LINE}\n".encode() * 20_000))
    assert len(read(path)) == 20_000
