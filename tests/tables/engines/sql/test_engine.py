"""What DuckDB and Spark keep of the tables that they have read: as much as is asked, where it may be, and no longer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.tables.engines.duckdb.engine import DuckDBEngine
from roundtable_cli.tables.engines.engine import Engine
from roundtable_cli.tables.engines.sql import external_table
from roundtable_cli.tables.engines.sql.engine import SqlEngine
from roundtable_cli.tables.table import Field
from tests.conftest import Make
from tests.tables.engines.conftest import databases
from tests.tables.engines.opening import fetched, frame, opened

FIELDS = Field("a"), Field("n", "integer")
WHOLE, BROKEN = "a,n\nx,1\ny,2\n", "a,n\nx,1\ny,z\n"
TOTALS = "a,n\nA,1\nB,2\nC,3\nИтого,6\n"  # which Python leaves out, and no engine


def kept(engine: SqlEngine) -> set[str]:
    """The tables that an engine has for those that it has read."""
    return {loaded.table_name for loaded in engine._loaded_tables.values()}


@databases
@pytest.mark.parametrize("text", [WHOLE, TOTALS, "a,n\ne\u0301,1\n"], ids=["plain", "by hand", "mended"])
def test_of_what_reading_takes_only_the_table_stays(database: SqlEngine, tmp_path: Path, text: str) -> None:
    """The rest would take the memory of those that are read next."""
    frame(database, opened(database, tmp_path, text, *FIELDS), "n")

    assert len(database.table_names()) == 1
    assert database.table_names() == kept(database)


@databases
@pytest.mark.parametrize("by_hand", [-1, external_table.FALLBACK_MAX_BYTES])
def test_what_is_refused_is_not_kept(
    database: SqlEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_hand: int
) -> None:
    """Whoever has read it."""
    monkeypatch.setattr(external_table, "FALLBACK_MAX_BYTES", by_hand)
    source = opened(database, tmp_path, BROKEN, *FIELDS)
    with pytest.raises(Refused):
        frame(database, source, "n")

    assert database.table_names() == set()


@databases
def test_a_refusal_leaves_the_frames_of_others(database: SqlEngine, tmp_path: Path) -> None:
    """Also one that was opened before more of its table was read."""
    (tmp_path / "good").mkdir()
    good, broken = opened(database, tmp_path / "good", WHOLE, *FIELDS), opened(database, tmp_path, BROKEN, *FIELDS)
    first = frame(database, good, "a")
    second = frame(database, good, "n")
    with pytest.raises(Refused):
        frame(database, broken, "n")

    assert fetched(database, first) == [("x", 0), ("y", 1)]
    assert fetched(database, second) == [(1, 0), (2, 1)]
    database.drop_unused()
    assert database.table_names() == kept(database)
    assert len(database.table_names()) == 1
    assert fetched(database, second) == [(1, 0), (2, 1)]


def package(**tables: Any) -> dict[str, Any]:
    """Tables with these schemas."""
    return {"resources": [{"name": name, "path": f"{name}.csv", "schema": schema} for name, schema in tables.items()]}


UNIQUE = '[indicators.x]\ntable = "a"\nmeasure = "unique"\ncolumn = "x"\n'
COUNT = '[indicators.b]\ntable = "b"\nmeasure = "count"\n'
ROWS = {"a": "x,y,z\n1,1,k\n1,2,l\n2,1,m\n"}
TEXTS = package(a={"fields": [{"name": name} for name in "xyz"]})


@databases
def test_a_key_read_in_part_and_another_key_that_is_no_number(database: SqlEngine, make: Make) -> None:
    """The key of two columns is read whole from the first; that another table's is refused takes nothing from it."""
    key = {"fields": [{"name": "x"}, {"name": "y"}], "primaryKey": ["x", "y"]}
    number = {"fields": [{"name": "id", "type": "integer"}], "primaryKey": "id"}
    tables = {"a": "x,y\n1,1\n1,2\n2,1\n", "b": "id\n1\nzz\n"}
    folder = make(UNIQUE + COUNT, tables, package(a=key, b=number))

    assert [result.value for result in Project.open(folder, engine=_name(database)).compute()] == [2, 2]


def _name(engine: Engine) -> str:
    return "duckdb" if isinstance(engine, DuckDBEngine) else "spark"


@databases
def test_a_held_project_keeps_one_table_of_each(database: SqlEngine, make: Make) -> None:
    """However many columns are asked for, one after another, that no definition names."""
    with Project.open(make(UNIQUE, ROWS, TEXTS), engine=_name(database)) as held:
        values = [held.compute(where={name: value})[0].value for name, value in (("y", "1"), ("z", "m"), ("z", "k"))]
        engine = held._engine_lease.engine
        assert isinstance(engine, SqlEngine)
        assert values == [2, 1, 1]
        assert len(engine.table_names()) == 1


PUT_TOGETHER = """
[dimensions.sex]
column = "sex"
columns.visits = "person.sex"
[calculated.people.visits]
from = "visits"
measure = "count"
[indicators.people]
table = "people"
measure = "count"
where = { visits = { min = 1 } }
[indicators.visits]
table = "people"
measure = "sum"
column = "visits"
[indicators.visitors]
table = "visits"
measure = "unique"
column = "person"
"""


@databases
@pytest.mark.parametrize(("small", "once"), [(-1, 2), (external_table.PYTHON_MAX_BYTES, 0)])
def test_what_is_put_together_is_worked_out_once(
    database: SqlEngine, make: Make, monkeypatch: pytest.MonkeyPatch, small: int, once: int
) -> None:
    """Along a key, and over the rows of another table: not for each number, but of small tables, soon done."""
    monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", small)
    held, hold = list[str](), type(database).keep_frame

    def counted(engine: SqlEngine, name: str, *asked: Any) -> None:
        held.append(name)
        hold(engine, name, *asked)

    monkeypatch.setattr(type(database), "keep_frame", counted)
    people = {"fields": [{"name": "id"}, {"name": "sex"}], "primaryKey": "id"}
    to_people = {"fields": "person", "reference": {"resource": "people", "fields": "id"}}
    visits = {"fields": [{"name": "person"}], "foreignKeys": [to_people]}
    tables = {"people": "id,sex\nP1,f\nP2,m\nP3,f\n", "visits": "person\nP1\nP1\nP2\n"}
    folder = make(PUT_TOGETHER, tables, package(people=people, visits=visits))

    found = Project.open(folder, engine=_name(database)).compute(by=["sex"])
    assert [result.value for result in found] == [result.value for result in Project.open(folder).compute(by=["sex"])]
    assert [result.value for result in found if not result.cell] == [2, 3, 2]
    assert len(held) == once
