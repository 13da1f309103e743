"""Queries of files: no name of a file or of a column means anything else to DuckDB."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from roundtable_cli.tables.engines.duckdb import file_queries
from roundtable_cli.tables.engines.engine import Engine
from roundtable_cli.tables.engines.sql import external_table
from roundtable_cli.tables.table import Field
from tests.tables.engines.opening import opened

pytestmark = pytest.mark.parametrize("engine", ["duckdb"], indirect=True)
FIELDS = Field("id"), Field("n", "integer")


def test_files_that_are_written_alike_are_read_together(engine: Engine, tmp_path: Path) -> None:
    """Those that follow one another: the rows stay in the order of the files."""
    written = {"a.csv": "id,n\nA,1\n", "b.csv": "id,n\nB,2\n", "c.csv": "n,id\n3,C\n", "d.csv": "id,n\nD,4\n"}
    source = opened(engine, tmp_path, written, *FIELDS, fields_match="equal")
    assert external_table.is_external(source)
    query = file_queries.text_files_query(source, ["n", 0])
    assert query.count("read_csv(") == 3
    assert sorted(duckdb.sql(query).fetchall()) == [("1", "A"), ("2", "B"), ("3", "3"), ("4", "D")]


@pytest.mark.parametrize("name", ["t[1].csv", "t*.csv", "it's?.csv"])
def test_a_name_is_no_pattern(engine: Engine, tmp_path: Path, name: str) -> None:
    """Though other files would fit it."""
    (tmp_path / "t1.csv").write_text("id,n\nZ,9\n", encoding="utf-8")
    source = opened(engine, tmp_path, {name: "id,n\nA,1\n"}, *FIELDS)
    assert external_table.is_external(source)
    assert duckdb.sql(file_queries.text_files_query(source, ["id"])).fetchall() == [("A",)]


def test_rows_of_parquet_have_their_numbers(engine: Engine, tmp_path: Path) -> None:
    """From 0, if they are asked for; columns are those of the file and no folder's."""
    assert engine
    path = tmp_path / "n=7" / "t.parquet"
    path.parent.mkdir()
    duckdb.sql(f"COPY (SELECT unnest(['a', 'b']) AS id) TO '{path}' (FORMAT parquet)")
    read = file_queries.read_parquet_call(path, numbered=True)
    assert duckdb.sql(f"SELECT * FROM {read}").fetchall() == [("a", 0), ("b", 1)]  # noqa: S608 - a query of our own
