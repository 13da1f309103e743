"""A stray quote far down in a file that DuckDB reads itself is found; texts of several lines are read as they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.tables.engines.sql import external_table

pytest.importorskip("duckdb")
ROWS = [f"{number},place {number % 7},{number * 10}" for number in range(1, 20_000)]
FIELDS = [{"name": "id", "type": "integer"}, {"name": "place"}, {"name": "people", "type": "integer"}]


def total(folder: Path, rows: list[str]) -> object:
    """The sum of people by DuckDB, which reads every file itself."""
    (folder / "t.csv").write_text("\n".join(["id,place,people", *rows, ""]), encoding="utf-8")
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": FIELDS}}]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "people"\n'
    (folder / "indicators.toml").write_text(toml, encoding="utf-8")
    (result,) = Project.open(folder, engine="duckdb").compute(["n"])
    return result.value


@pytest.fixture(params=[2**30, -1], ids=["python may read it", "python may not"])
def _engine_files(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", -1)
    monkeypatch.setattr(external_table, "FALLBACK_MAX_BYTES", request.param)


@pytest.mark.usefixtures("_engine_files")
def test_swallowed_rows_are_refused_with_their_place(tmp_path: Path) -> None:
    """Though the column that holds them is not asked for."""
    rows = [*ROWS]
    rows[15_000] = rows[15_000].replace(",place", ',"place')
    rows[15_300] = rows[15_300].replace(",1530", '",1530')
    with pytest.raises(Refused, match=r"row 15002, place: a stray quote has joined 301 rows"):
        total(tmp_path, rows)


@pytest.mark.usefixtures("_engine_files")
def test_texts_of_several_lines_are_counted(tmp_path: Path) -> None:
    """Addresses with delimiters in them."""
    rows = [*ROWS]
    rows[15_000] = '15001,"Osh, Lenin street,\nflat, 7",150010'
    assert total(tmp_path, rows) == sum(10 * number for number in range(1, 20_000))


def test_notes_at_the_end_are_no_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are left out where Python may read the file, and refused where it may not."""
    rows = [*ROWS, "", "Source: register,,"]
    monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", -1)
    assert total(tmp_path, rows) == sum(10 * number for number in range(1, 20_000))
    monkeypatch.setattr(external_table, "FALLBACK_MAX_BYTES", -1)
    with pytest.raises(Refused, match="the last rows are notes or signatures"):
        total(tmp_path, rows)
