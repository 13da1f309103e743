"""Columns that not all files of a table have: their rows have no value there, on every engine, and it is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.finding_codes import ABSENT_COLUMN
from roundtable_cli.tables.engines import registry
from roundtable_cli.tables.engines.sql import external_table
from roundtable_cli.tables.reading import text_file
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table

TEXTS = {"q1.csv": "id,n\n1,5\n2,6\n", "q2.csv": "id,n,sex\n3,7,f\n4,8,m\n"}
DEFINITIONS = '[dimensions.sex]\ncolumn = "sex"\n[indicators.rows]\ntable = "t"\nmeasure = "count"\n'


def table(folder: Path, *names: str, optional: tuple[str, ...] = ("sex",)) -> Table:
    """The table of the files, `sex` not in all of them."""
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    fields = (Field("id"), Field("n", "integer"), Field("sex"))
    paths = tuple(folder / name for name in names)
    return Table("t", paths, fields, "subset", optional_names=optional)


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
@pytest.mark.parametrize("order", [("q1.csv", "q2.csv"), ("q2.csv", "q1.csv")])
def test_rows_of_a_file_without_it_are_not_recorded(tmp_path: Path, engine: str, order: tuple[str, ...]) -> None:
    """In whatever order the files stand."""
    table(tmp_path)
    schema = {"fields": [{"name": "id"}, {"name": "sex"}], "fieldsMatch": ["subset"]}
    resource = {"name": "t", "path": [*order], "rt:optionalFields": ["sex"], "schema": schema}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    (tmp_path / "indicators.toml").write_text(DEFINITIONS, encoding="utf-8")
    results = Project.open(tmp_path, engine=engine).compute(by=["sex"])
    assert {one.category("sex"): one.value for one in results} == {"f": 1, "m": 1, "not recorded": 2, "total": 4}
    assert [(one.file, one.column) for one in results.assumptions if one.code == ABSENT_COLUMN] == [("q1.csv", "sex")]


def test_large_files_are_read_without_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their cells have no place in bytes there."""
    monkeypatch.setattr(text_file, "BULK_MIN_BYTES", 1)
    source = Source(table(tmp_path, "q1.csv", "q2.csv"), tmp_path)
    assert (source.raw_cells("sex"), source.raw_cells("n")) == (["", "", "f", "m"], ["5", "6", "7", "8"])
    assert not source.bulk_grids


def test_a_column_that_is_not_optional_has_to_be_there(tmp_path: Path) -> None:
    """And one that no file has is no column."""
    with pytest.raises(Refused, match="missing column"):
        _ = Source(table(tmp_path, "q1.csv", "q2.csv", optional=()), tmp_path).header
    with pytest.raises(Refused, match="no column"):
        Source(table(tmp_path, "q1.csv"), tmp_path).find_type("sex")


def test_an_engine_reads_no_file_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is left to Python; where the table is too large for that, the file is named."""
    lacking = table(tmp_path, "q1.csv", "q2.csv")
    monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", -1)
    engine = registry.create_engine("duckdb")
    assert not engine.open_source(lacking, tmp_path).is_external
    monkeypatch.setattr(external_table, "FALLBACK_MAX_BYTES", -1)
    with pytest.raises(Refused, match=r'q1.csv: the file has no column "sex"'):
        _ = engine.open_source(lacking, tmp_path).header
