"""Parquet, whose columns have types of their own: its values are read as cells of texts are, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Project
from tests.tables.engines.sql.test_external_files import ROWS, SCHEMA, refusal, total
from tests.tables.engines.sql.test_external_table import Write, answer, project

duckdb = pytest.importorskip("duckdb")
IS, TEXT = "t.parquet, n: holds", "id,n\nB,1\n"
MIXED = "t.parquet: this is a Parquet file, but other files of the same table are CSV"


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


@pytest.mark.parametrize(
    "name", ["Ф.И.О.", 'a "b"', "1. Name", "a`b", "t0", "needs_python", "ordinal", "file_row_number", "N"]
)
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


@BIG
@pytest.mark.parametrize(
    ("field", "told"),
    [
        ({"type": "string"}, 't.parquet row 2, n: "#REF!" '),
        ({"type": "string", "format": "email"}, 't.parquet row 1, n: "x" is not a valid email'),
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
        ("'x'", "integer", f"{IS} VARCHAR, but datapackage.json says integer"),
        ("1.5::DOUBLE", "integer", f"{IS} DOUBLE, but datapackage.json says integer"),
        ("1", "string", f"{IS} INTEGER, but datapackage.json says string"),
        ("[1]", "integer", f"{IS} INTEGER[], but datapackage.json says integer"),
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
        ("7, NULL", {"required": True}, "row 2, n: a required cell is blank"),
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
        't.parquet row 3, n: "7" is already in row 1 — '
        "if the two rows are one record, delete one of them; if several rows may have the same value, "
        "rt-stats check --fix --without-key t says so; if not, correct the value"
    ]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"t.parquet": of("1"), "u.csv": TEXT}, MIXED),
        ({"a.csv": TEXT, "t.parquet": of("1")}, MIXED),
        ({"a.parquet": of("1"), "t.parquet": of("1.5::DOUBLE")}, f"{IS} DOUBLE, but INTEGER in a.parquet"),
        ({"t.parquet": b"PAR1" + bytes(50)}, "t.parquet: this is a damaged Parquet file"),
    ],
)
def test_files_that_are_no_table(tmp_path: Path, files: Mapping[str, Any], told: str) -> None:
    """Of two kinds, of two types, or damaged."""
    assert refusal(project(tmp_path, files))[0].startswith(told)


def test_parquet_is_not_read_by_pandas(tmp_path: Path) -> None:
    """It says who reads it."""
    assert "--engine duckdb" in refusal(project(tmp_path, {"t.parquet": of("1")}, schema=SCHEMA), "pandas")[0]


@pytest.mark.parametrize("name", ["n=7/t.csv", "h1=7/t.csv"])
def test_the_name_of_a_folder_is_no_column(tmp_path: Path, name: str) -> None:
    """Though others keep a column there."""
    (tmp_path / name).parent.mkdir()
    assert total(project(tmp_path, {name: ROWS}, schema=SCHEMA)) == 1999000
    typed = name.replace("csv", "parquet")
    assert total(project(tmp_path, {typed: of("1, 2")}, schema=SCHEMA)) == 3


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("DATE '12000-01-01'", 't.parquet row 1, n: "12000-01-01" is not a date'),
        ("DATE '2018-01-01', 'infinity'::DATE", 't.parquet row 2, n: "infinity" is not a date'),
        ("TIMESTAMPTZ '2018-01-01 00:00:00+00'", "t.parquet, n: holds times with a time zone"),
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
    assert refusal(folder, measure="unique") == ["t.parquet, n: holds numbers of 39 digits — save it with fewer digits"]
    mixed = {"t.parquet": of("0.1::FLOAT"), "u.parquet": of("0.1::DOUBLE")}
    told = "u.parquet, n: holds DOUBLE, but FLOAT in t.parquet — save both files with the same type"
    assert refusal(project(tmp_path, mixed)) == [told]


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


@BIG
def test_parquet_that_is_damaged_or_cut_off(tmp_path: Path, engine: str) -> None:
    """It is named, and no word of an engine's is."""
    folder = project(tmp_path, {"t.parquet": of("1, 2, 3")}, schema=SCHEMA)
    whole = (folder / "t.parquet").read_bytes()
    (folder / "t.parquet").write_bytes(whole[:-6])
    told = "this is a damaged Parquet file"
    assert refusal(folder, engine) == [f"t.parquet: {told} — copy or download it again"]
    (folder / "t.parquet").write_bytes(whole[:4] + b"\xff\x0e\x9b\x00\xee\x7f" * 4 + whole[28:])
    told = "the file is damaged, or was changed while it was read"
    assert refusal(folder, engine, "unique", "id") == [f"t.parquet: {told} — copy or download the Parquet file again"]


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
