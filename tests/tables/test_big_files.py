"""The files of large tables: packed, several in one table, Parquet; and what happens to them while they are read."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.tables.engines import large
from roundtable_cli.tables.engines.duckdb import DuckDB
from roundtable_cli.tables.reading import content
from tests.tables.test_large import Write, answer, project

duckdb = pytest.importorskip("duckdb")
IS, TEXT = "t.parquet, n: holds", "id,n\nB,1\n"
MIXED = "t.parquet: is Parquet, and other files of the table are texts"
SCHEMA: Mapping[str, Any] = {"fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}]}
ROWS = "id,n\n" + "".join(f"A{number},{number}\n" for number in range(2000))
PACKED = gzip.compress(ROWS.encode())
DAMAGED = "t.csv.gz: is compressed, and damaged or cut off — copy or download it again"
both = pytest.mark.parametrize("engine", ["pandas", "duckdb"])


@pytest.fixture(autouse=True, params=[large.BY_HAND, -1], ids=["by hand if it must be", "never by hand"])
def every_table_is_large(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small files go the way of large ones."""
    monkeypatch.setattr(large, "SMALL", -1)
    monkeypatch.setattr(large, "BY_HAND", request.param)


def total(folder: Path, engine: str = "duckdb") -> object:
    """The sum of the column n."""
    return answer(folder, engine, "sum", "n")[0]


def refusal(folder: Path, engine: str = "duckdb", measure: str = "sum", column: str = "n") -> list[str]:
    """What a refusal says."""
    toml = f'[indicators.n]\ntable = "t"\nmeasure = "{measure}"\ncolumn = {json.dumps(column)}\n'
    (folder / "indicators.toml").write_text(toml, encoding="utf-8")
    opened = Project.open(folder, engine=engine)
    with pytest.raises(Refused) as refused:
        opened.compute(["n"])
    return list(map(str, refused.value.findings))


@both
@pytest.mark.parametrize("name", ["t.csv.gz", "t.csv"])
def test_a_packed_file_is_known_by_its_bytes(tmp_path: Path, engine: str, name: str) -> None:
    """Whatever it is called; so is one that is only called packed."""
    assert total(project(tmp_path, {name: PACKED}, schema=SCHEMA), engine) == 1999000
    assert total(project(tmp_path, {"u.csv.gz": ROWS}, schema=SCHEMA), engine) == 1999000


@both
@pytest.mark.parametrize("cut", [PACKED[:-300], PACKED[:-4], PACKED[:-8] + bytes(4) + PACKED[-4:], PACKED + b"junk"])
def test_a_damaged_packed_file(tmp_path: Path, engine: str, cut: bytes) -> None:
    """No part of it is taken for the whole."""
    assert refusal(project(tmp_path, {"t.csv.gz": cut}, schema=SCHEMA), engine) == [DAMAGED]


@both
def test_a_row_of_a_packed_file_is_named(tmp_path: Path, engine: str) -> None:
    """As of any other."""
    folder = project(tmp_path, {"t.csv.gz": gzip.compress(f"{ROWS}B,x\n".encode())}, schema=SCHEMA)
    assert refusal(folder, engine)[0].startswith('t.csv.gz row 2002, n: "x" is not an integer')


def test_a_packed_file_that_is_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python does not unpack what it can't hold."""
    monkeypatch.setattr(content, "UNPACKED", 2**21)
    folder = project(tmp_path, {"t.csv.gz": gzip.compress(b"id,n\n" + b"A,1\n" * 2**20)}, schema=SCHEMA)
    assert refusal(folder, "pandas") == [
        "t.csv.gz: is compressed, and holds more than 0 GiB — ask a big engine: --engine duckdb"
    ]
    assert total(folder) == 2**20


@both
def test_a_folder_without_a_schema_has_packed_tables(tmp_path: Path, engine: str) -> None:
    """They are called after the file, without either ending."""
    (tmp_path / "t.csv.gz").write_bytes(PACKED)
    if large.BY_HAND > 0:
        assert total(tmp_path, engine) == 1999000


@both
def test_files_that_are_written_each_in_its_way(tmp_path: Path, engine: str) -> None:
    """Another order of columns, another delimiter, a mark, a row above the header, packed: all are one table."""
    files: dict[str, bytes | str | Write] = {
        "a.csv": ROWS,
        "b.csv": "n,id\n5,B\n",
        "c.csv": "\n\nid;n\nB;6\n",
        "d.csv": "\ufeffid,n\nC,7\n",
        "e.csv.gz": PACKED,
        "f[1]'*.csv": "id,n\nD,8\n",
    }
    assert total(project(tmp_path, files, schema=SCHEMA), engine) == 2 * 1999000 + 5 + 6 + 7 + 8


@both
def test_a_file_that_lacks_a_column(tmp_path: Path, engine: str) -> None:
    """It is named, with the column."""
    folder = project(tmp_path, {"a.csv": ROWS, "b.csv": "id\nB\n"}, schema=SCHEMA)
    assert refusal(folder, engine) == ['b.csv: other columns than a.csv: "n" — give both files the same header']


@both
def test_a_row_is_named_with_its_file(tmp_path: Path, engine: str) -> None:
    """The second file's rows are counted anew."""
    folder = project(tmp_path, {"a.csv": ROWS, "b.csv": "n,id\nx,B\n"}, schema=SCHEMA)
    assert refusal(folder, engine)[0].startswith('b.csv row 2, n: "x" is not an integer')


@both
def test_a_pattern_stands_for_files(tmp_path: Path, engine: str) -> None:
    """In the order of their names; hidden ones are none."""
    files = {"t-2.csv": "id,n\nA,2\n", "t-1.csv": "id,n\nB,1\n", ".t-3.csv": "x", "u-1.csv": "x"}
    assert total(project(tmp_path, files, path="t-*.csv", schema=SCHEMA), engine) == 3
    (table,) = Project.open(tmp_path).package.tables.values()
    assert [path.name for path in table.paths] == ["t-1.csv", "t-2.csv"]


def test_a_pattern_that_fits_no_file(tmp_path: Path) -> None:
    """It is a fault, and not an empty table."""
    with pytest.raises(Refused, match=r'no file is called as the pattern "x-\*\.csv" has it'):
        Project.open(project(tmp_path, {"t.csv": ROWS}, path="x-*.csv", schema=SCHEMA))


def test_a_pattern_does_not_leave_the_folder(tmp_path: Path) -> None:
    """As no path does."""
    (tmp_path / "p").mkdir()
    (tmp_path / "t-1.csv").write_text(ROWS, encoding="utf-8")
    with pytest.raises(Refused, match="leaves the folder"):
        Project.open(project(tmp_path / "p", {}, path="../t-*.csv", schema=SCHEMA))


def parquet(query: str) -> Write:
    """What writes the rows of a query as Parquet."""
    return lambda path: duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


def of(values: str, column: str = "n") -> Write:
    """Parquet of a column with these values, and of ids beside it."""
    ids = "'abcdefghij'[row_number() OVER ()]"
    return parquet(f"SELECT {ids} AS id, v AS {column} FROM (SELECT unnest([{values}]) AS v)")  # noqa: S608 - our own


@pytest.mark.parametrize("schema", [{}, {"schema": SCHEMA}])
def test_parquet_has_types_of_its_own(tmp_path: Path, schema: Mapping[str, Any]) -> None:
    """With a schema or without, in one file or in several."""
    assert total(project(tmp_path, {"t.parquet": of("1, 2, NULL")}, **schema)) == 3
    files = {"t.parquet": of("1, 2, 3"), "u.parquet": parquet("SELECT 4 AS n, 'B' AS id")}
    assert total(project(tmp_path, files, **schema)) == 10
    assert answer(project(tmp_path, {"t.parquet": parquet("SELECT 'a' AS id, 1 AS n LIMIT 0")}), "duckdb")[0] == 0


@pytest.mark.parametrize("name", ["Ф.И.О.", 'a "b"', "1. Name", "a`b", "t0", "odd", "ordinal", "file_row_number", "N"])
def test_a_column_of_parquet_may_have_any_name(tmp_path: Path, name: str) -> None:
    """Dots, quotes, and the names that are used inside."""
    quoted = '"' + name.replace('"', '""') + '"'
    folder = project(tmp_path, {"t.parquet": of("1, 2, 3", quoted)})
    assert answer(folder, "duckdb", "sum", name)[0] == 6


def test_letters_of_another_case_make_another_column(tmp_path: Path) -> None:
    """DuckDB would give one for the other: what it does not tell apart is refused."""
    folder = project(tmp_path, {"t.parquet": of("1, 2, 3", "AGE")})
    assert "AGE" in refusal(folder, column="age")[0]


BIG = pytest.mark.parametrize("engine", ["duckdb", "spark"])


@BIG
def test_texts_of_parquet_are_read_as_cells(tmp_path: Path, engine: str) -> None:
    """Trimmed, composed, and missing where the schema says so."""
    schema = {**SCHEMA, "fields": [{"name": "n", "type": "string"}, SCHEMA["fields"][0]], "missingValues": ["", "-"]}
    schema["fieldsMatch"] = "equal"
    folder = project(tmp_path, {"t.parquet": of("'a', ' a', 'a\u00a0', '', '-', 'e\u0301', 'é', NULL")}, schema=schema)
    value, counts = answer(folder, engine, "unique", "n")
    assert (value, counts.missing, counts.rows) == (2, 3, 8)


MISSING = ["", "-99", "9999999999999999", "false", "1900-01-01", "1900-01-01T00:00:00", "1900-01"]


@BIG
@pytest.mark.parametrize(
    ("type_", "values", "expected"),
    [
        ("yearmonth", "DATE '2018-03-01', DATE '2018-03-15', DATE '2018-04-01'", (2, 0)),
        ("year", "DATE '2018-03-01', DATE '2018-12-31', DATE '2019-01-01'", (2, 0)),
        ("number", "5, -99, -99.0, NULL", (1, 3)),
        ("integer", "5, 6, -99", (2, 1)),
        ("string", "'a', '-99', ''", (1, 2)),
        ("integer", "9999999999999999, 10000000000000000", (1, 1)),
        ("boolean", "true, false, NULL", (1, 2)),
        ("date", "DATE '1900-01-01', DATE '2020-01-01'", (1, 1)),
        ("datetime", "TIMESTAMP '1900-01-01 00:00:00', TIMESTAMP '1900-01-01 10:00:00'", (1, 1)),
        ("yearmonth", "DATE '1900-01-01', DATE '2018-03-15'", (1, 1)),
    ],
)
def test_values_of_parquet_are_read_as_cells(
    tmp_path: Path, engine: str, type_: str, values: str, expected: tuple[int, int]
) -> None:
    """A date stands for its month or year; what the schema says is missing is missing, though it is a number."""
    schema = {**SCHEMA, "fields": [SCHEMA["fields"][0], {"name": "n", "type": type_}], "missingValues": MISSING}
    value, counts = answer(project(tmp_path, {"t.parquet": of(values)}, schema=schema), engine, "unique", "n")
    assert (value, counts.missing) == expected


@BIG
def test_a_float_of_parquet_is_what_it_was_written_as(tmp_path: Path, engine: str) -> None:
    """In single precision too: 0.1 is not 0.10000000149011612."""
    schema = {**SCHEMA, "fields": [SCHEMA["fields"][0], {"name": "n", "type": "number"}]}
    folder = project(tmp_path, {"t.parquet": of("0.1::FLOAT, 0.25::FLOAT, 1234.56::FLOAT")}, schema=schema)
    assert str(total(folder, engine)) == "1234.91"


def test_an_error_that_ends_duckdb_is_one_of_the_file(tmp_path: Path) -> None:
    """A byte that is no UTF-8 among letters beyond ASCII: the row is named, as by Python."""
    lines = [f"P{number % 30000:06},Ак-Өргө,1".encode() for number in range(60_000)]
    lines[39_999] += b"\xd0"
    text = b"id,place,n\n" + b"\n".join(lines) + b"\n"
    fields = [{"name": name, "type": "string"} for name in ("id", "place", "n")]
    folder = project(tmp_path, {"t.csv": text}, schema={"fields": fields})
    assert refusal(folder, measure="unique")[0].startswith("t.csv row 40001: is not ")


@pytest.mark.parametrize("engine", ["pandas", "duckdb", "spark"])
@pytest.mark.parametrize("line", ["\0\0\n", "\x01\n", "\0\0"])
def test_a_row_of_nothing_but_control_characters_is_not_passed_over(tmp_path: Path, engine: str, line: str) -> None:
    """It is what a broken download ends with."""
    folder = project(tmp_path, {"t.csv": ROWS + line}, schema=SCHEMA)
    assert refusal(folder, engine)[0].startswith("t.csv row 2002: ")


@BIG
@pytest.mark.parametrize(
    ("field", "told"),
    [
        ({"type": "string"}, 't.parquet row 2, n: "#REF!" '),
        ({"type": "string", "format": "email"}, 't.parquet row 1, n: "x" is not email'),
    ],
)
def test_a_text_of_parquet_that_is_none(tmp_path: Path, engine: str, field: dict[str, str], told: str) -> None:
    """An error of a formula, and another format."""
    schema = {**SCHEMA, "fields": [SCHEMA["fields"][0], {"name": "n"} | field]}
    lines = refusal(project(tmp_path, {"t.parquet": of("'x', '#REF!'")}, schema=schema), engine, measure="unique")
    assert lines[0].startswith(told)


@pytest.mark.parametrize(
    ("values", "declared", "told"),
    [
        ("'x'", "integer", f"{IS} VARCHAR, and the schema says integer"),
        ("1.5::DOUBLE", "integer", f"{IS} DOUBLE, and the schema says integer"),
        ("1", "string", f"{IS} INTEGER, and the schema says string"),
        ("[1]", "integer", f"{IS} INTEGER[], and the schema says integer"),
        ("1.5, 'nan'::DOUBLE", "number", 't.parquet row 2, n: "nan" is not a number'),
        ("1.5, '-inf'::DOUBLE", "number", 't.parquet row 2, n: "-inf" is not a number'),
        (
            "1::UBIGINT, 18446744073709551615::UBIGINT",
            "integer",
            't.parquet row 2, n: "18446744073709551615" is too large',
        ),
    ],
)
def test_what_does_not_fit_the_schema(tmp_path: Path, values: str, declared: str, told: str) -> None:
    """One line: what it holds, what the schema says, what to do."""
    schema = {"fields": [SCHEMA["fields"][0], {"name": "n", "type": declared}]}
    folder = project(tmp_path, {"t.parquet": of(values)}, schema=schema)
    (line,) = refusal(folder, measure="unique")
    assert line.startswith(told)
    assert " — " in line


@pytest.mark.parametrize(
    ("values", "rules", "told"),
    [
        ("7, 4, 7", {"minimum": 5}, 'row 2, n: "4" is below 5'),
        ("7, 4, 7", {"unique": True}, 'row 3, n: "7" is already in row 1'),
        ("7, NULL", {"required": True}, "row 2, n: a cell that is required is empty"),
    ],
)
def test_a_rule_that_parquet_breaks(tmp_path: Path, values: str, rules: Mapping[str, Any], told: str) -> None:
    """The row is named, counted from 1."""
    schema = {"fields": [SCHEMA["fields"][0], {**SCHEMA["fields"][1], "constraints": rules}]}
    (line,) = refusal(project(tmp_path, {"t.parquet": of(values)}, schema=schema))
    assert line.startswith(f"t.parquet {told}")


def test_a_key_that_parquet_breaks(tmp_path: Path) -> None:
    """Both rows are named."""
    folder = project(tmp_path, {"t.parquet": of("7, 4, 7")}, schema={**SCHEMA, "primaryKey": "n"})
    assert refusal(folder) == [
        't.parquet row 3, n: "7" is already in row 1 — correct one of the two, or remove the copy'
    ]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"t.parquet": of("1"), "u.csv": TEXT}, MIXED),
        ({"a.csv": TEXT, "t.parquet": of("1")}, MIXED),
        ({"a.parquet": of("1"), "t.parquet": of("1.5::DOUBLE")}, f"{IS} DOUBLE, and in a.parquet it holds INTEGER"),
        ({"t.parquet": b"PAR1" + bytes(50)}, "t.parquet: begins as Parquet, and is damaged or cut off"),
    ],
)
def test_files_that_are_no_table(tmp_path: Path, files: Mapping[str, Any], told: str) -> None:
    """Of two kinds, of two types, or damaged."""
    assert refusal(project(tmp_path, files))[0].startswith(told)


def test_parquet_is_not_read_by_pandas(tmp_path: Path) -> None:
    """It says who reads it."""
    assert "--engine duckdb" in refusal(project(tmp_path, {"t.parquet": of("1")}, schema=SCHEMA), "pandas")[0]


def _removed(path: Path) -> None:
    path.unlink()


def _grown(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"B,1\n")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_removed, "t.csv: can't be opened: No such file or directory — correct the table's path, or put it there"),
        (_grown, "t.csv: it was changed while it was read — run it again when nobody writes to it"),
    ],
)
def test_a_file_that_changes_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None], told: str
) -> None:
    """No number comes of it."""
    folder, keep, done = project(tmp_path, {"t.csv": ROWS}, schema=SCHEMA), DuckDB.keep, list[str]()

    def keep_later(self: DuckDB, name: str, *query: Any, **how: Any) -> None:
        if not done:
            change(folder / "t.csv")
        done.append(name)
        keep(self, name, *query, **how)

    monkeypatch.setattr(DuckDB, "keep", keep_later)
    assert refusal(folder) == [told]


def test_who_asks_again_is_answered_from_the_new_file(tmp_path: Path) -> None:
    """A file that was written to between two computations of one project refuses the first of them alone."""
    folder = project(tmp_path, {"t.csv": ROWS}, schema=SCHEMA)
    (folder / "indicators.toml").write_text('[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "n"\n', "utf-8")
    opened = Project.open(folder, engine="duckdb")
    assert opened.compute()[0].value == 1999000
    (folder / "t.csv").write_text("id,n\nA,5\n", encoding="utf-8")
    with pytest.raises(Refused, match="was changed"):
        opened.compute()
    assert opened.compute()[0].value == 5


@pytest.mark.parametrize("name", ["n=7/t.csv", "h1=7/t.csv"])
def test_the_name_of_a_folder_is_no_column(tmp_path: Path, name: str) -> None:
    """Though others keep a column there."""
    (tmp_path / name).parent.mkdir()
    assert total(project(tmp_path, {name: ROWS}, schema=SCHEMA)) == 1999000
    typed = name.replace("csv", "parquet")
    assert total(project(tmp_path, {typed: of("1, 2")}, schema=SCHEMA)) == 3


def test_a_file_counts_once(tmp_path: Path) -> None:
    """One that two patterns stand for is refused: its rows would count twice."""
    folder = project(tmp_path, {"t-1.csv": ROWS}, path=["t-*.csv", "*-1.csv"], schema=SCHEMA)
    with pytest.raises(Refused, match=r"t-1\.csv is named twice"):
        Project.open(folder)


def test_a_pattern_looks_into_no_hidden_folder(tmp_path: Path) -> None:
    """Where programs keep copies."""
    (tmp_path / ".copies").mkdir()
    (tmp_path / ".copies" / "t.csv").write_text(ROWS, encoding="utf-8")
    assert total(project(tmp_path, {"t.csv": ROWS}, path="**/t.csv", schema=SCHEMA)) == 1999000


@pytest.mark.parametrize("header", [",id", "n,id,n"])
def test_columns_without_a_name_of_their_own(tmp_path: Path, header: str) -> None:
    """They are passed over, as pandas writes one of row numbers; also where a text is not plain."""
    rows = "".join(",".join(["1", f"e\u0301{row}", "2"][: header.count(",") + 1]) + "\n" for row in range(3))
    schema = {"fields": [{"name": "id", "type": "string"}], "fieldsMatch": ["subset"]}
    folder = project(tmp_path, {"t.csv": f"{header}\n{rows}"}, schema=schema)
    assert [answer(folder, one, "unique", "id")[0] for one in ("pandas", "duckdb")] == [3, 3]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("DATE '12000-01-01'", 't.parquet row 1, n: "12000-01-01" is not a date'),
        ("DATE '2018-01-01', 'infinity'::DATE", 't.parquet row 2, n: "infinity" is not a date'),
        ("TIMESTAMPTZ '2018-01-01 00:00:00+00'", "t.parquet, n: holds times with a zone"),
    ],
)
def test_times_that_nobody_can_tell(tmp_path: Path, values: str, told: str) -> None:
    """Beyond the years that there are, or of another day for each who looks."""
    assert refusal(project(tmp_path, {"t.parquet": of(values)}), measure="unique")[0].startswith(told)


def test_a_value_of_parquet_is_told_as_its_field_writes_it(tmp_path: Path) -> None:
    """What breaks a constraint breaks that alone."""
    fields = [{"name": "id"}, {"name": "n", "type": "number", "decimalChar": ",", "constraints": {"minimum": 0}}]
    told = refusal(project(tmp_path, {"t.parquet": of("1.5, -2.5")}, schema={"fields": fields}))
    assert [one.partition(" — ")[0] for one in told] == ['t.parquet row 2, n: "-2,5" is below 0']


def test_numbers_that_the_engine_would_change(tmp_path: Path) -> None:
    """Of more digits than it holds, or of single precision in one file and of double in another."""
    import decimal

    import pyarrow as pa
    from pyarrow import parquet as pq

    fine = pa.table({"id": ["A"], "n": pa.array([decimal.Decimal("0.10")], pa.decimal256(39, 2))})
    folder = project(tmp_path, {"t.parquet": lambda path: pq.write_table(fine, path)})
    assert refusal(folder, measure="unique") == ["t.parquet, n: holds numbers of 39 digits — write them with fewer"]
    mixed = {"t.parquet": of("0.1::FLOAT"), "u.parquet": of("0.1::DOUBLE")}
    told = "u.parquet, n: holds DOUBLE, and in t.parquet it holds FLOAT — write both alike"
    assert refusal(project(tmp_path, mixed)) == [told]


def test_a_sign_for_what_could_not_be_read_is_a_text(tmp_path: Path) -> None:
    """The file that holds it is well-formed."""
    folder = project(tmp_path, {"t.csv": "id,n\nа\ufffdб,1\nb,2\n"}, schema=SCHEMA)
    assert [answer(folder, one, "unique", "id")[0] for one in ("pandas", "duckdb")] == [2, 2]


def test_a_table_of_keys_of_parquet(tmp_path: Path) -> None:
    """It is found by the engine: Python reads none of its rows."""
    folder = project(tmp_path, {"t.parquet": of("1, 2, 2")})
    toml = '[tables.ns]\nfrom = "t"\neach = ["n"]\n[indicators.n]\ntable = "ns"\nmeasure = "count"\n'
    (folder / "indicators.toml").write_text(toml, encoding="utf-8")
    assert Project.open(folder, engine="duckdb").compute()[0].value == 2


@BIG
def test_a_column_of_nulls_may_be_written_as_any_type(tmp_path: Path, engine: str) -> None:
    """For it claims nothing; beside it stand files that hold values, or that are written so as well."""
    values = {
        "integer": "7",
        "number": "7.5",
        "string": "'x'",
        "boolean": "true",
        "date": "DATE '2018-01-01'",
        "year": "DATE '2018-01-01'",
        "datetime": "TIMESTAMP '2018-01-01 10:00:00'",
    }
    schema = {"fields": [{"name": type_, "type": type_} for type_ in values]}
    nothing = [f"SELECT {', '.join(f'NULL::{type_} AS {name}' for name in values)}" for type_ in ("INTEGER", "VARCHAR")]
    held = f"SELECT {', '.join(f'{value} AS {name}' for name, value in values.items())}"
    files = {"a.parquet": parquet(nothing[0]), "b.parquet": parquet(nothing[1]), "c.parquet": parquet(held)}
    folder = project(tmp_path, files, schema=schema)
    asked = (f'[indicators.i{name}]\ntable = "t"\nmeasure = "unique"\ncolumn = "{name}"\n' for name in values)
    (folder / "indicators.toml").write_text("".join(asked), encoding="utf-8")
    found = Project.open(folder, engine=engine).compute()
    assert [(one.value, one.counts.rows, one.counts.missing) for one in found] == [(1, 3, 2)] * 7
    project(folder, {"a.parquet": parquet(nothing[0]), "b.parquet": parquet(nothing[1])}, schema=schema)
    assert [one.value for one in Project.open(folder, engine=engine).compute()] == [0] * 7


def test_parquet_that_is_damaged_somewhere(tmp_path: Path) -> None:
    """One line says so wherever the engine sees it, and many places it sees."""
    folder = project(tmp_path, {"t.parquet": parquet("SELECT 'A' || i AS id, i AS n FROM range(40) r(i)")})
    whole = (folder / "t.parquet").read_bytes()
    told = list[object]()
    for place in range(4, len(whole), 37):
        (folder / "t.parquet").write_bytes(whole[:place] + b"\xff\x0e\x9b\x00\xee\x7f" + whole[place + 6 :])
        found = answer(folder, "duckdb", "sum", "n")
        told += [len(found)] if isinstance(found, set) else []
    assert told == [1] * len(told)
    assert len(told) > 3
