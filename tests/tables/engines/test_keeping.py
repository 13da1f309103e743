"""What DuckDB and Spark keep of the tables that they have read: as much as is asked, where it may be, and no longer."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.errors import ENGINE_FAILURE, EngineFailure, Finding
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.engines.duckdb import engine as duckdb_engine
from roundtable_cli.tables.engines.duckdb.engine import DuckDBEngine
from roundtable_cli.tables.engines.engine import Engine
from roundtable_cli.tables.engines.sql import external_table
from roundtable_cli.tables.engines.sql import text_loader as texts_
from roundtable_cli.tables.engines.sql.engine import SqlEngine
from roundtable_cli.tables.table import Field
from tests.conftest import Make
from tests.tables.engines.conftest import ON_DISK
from tests.tables.engines.opening import cells, fetched, frame, opened

FIELDS = Field("a"), Field("n", "integer")
WHOLE, BROKEN = "a,n\nx,1\ny,2\n", "a,n\nx,1\ny,z\n"
TOTALS = "a,n\nA,1\nB,2\nC,3\nИтого,6\n"  # which Python leaves out, and no engine


databases = pytest.mark.parametrize("engine", ["duckdb", "spark", ON_DISK], indirect=True)


@pytest.fixture
def database(engine: Engine) -> Any:
    """Each engine that keeps tables."""
    return engine


def kept(engine: Any) -> set[str]:
    """The tables that an engine has for those that it has read."""
    return {one.table for one in engine._kept.values()}


@databases
@pytest.mark.parametrize("text", [WHOLE, TOTALS, "a,n\ne\u0301,1\n"], ids=["plain", "by hand", "mended"])
def test_of_what_reading_takes_only_the_table_stays(database: Any, tmp_path: Path, text: str) -> None:
    """The rest would take the memory of those that are read next."""
    frame(database, opened(database, tmp_path, text, *FIELDS), "n")

    assert len(database.names()) == 1
    assert database.names() == kept(database)


@databases
@pytest.mark.parametrize("by_hand", [-1, external_table.FALLBACK_MAX_BYTES])
def test_what_is_refused_is_not_kept(
    database: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_hand: int
) -> None:
    """Whoever has read it."""
    monkeypatch.setattr(external_table, "FALLBACK_MAX_BYTES", by_hand)
    source = opened(database, tmp_path, BROKEN, *FIELDS)
    with pytest.raises(Refused):
        frame(database, source, "n")

    assert database.names() == set()


@databases
def test_a_refusal_leaves_the_frames_of_others(database: Any, tmp_path: Path) -> None:
    """Also one that was opened before more of its table was read."""
    (tmp_path / "good").mkdir()
    good, broken = opened(database, tmp_path / "good", WHOLE, *FIELDS), opened(database, tmp_path, BROKEN, *FIELDS)
    first = frame(database, good, "a")
    second = frame(database, good, "n")
    with pytest.raises(Refused):
        frame(database, broken, "n")

    assert fetched(database, first) == [("x", 0), ("y", 1)]
    assert fetched(database, second) == [(1, 0), (2, 1)]
    database.tidy()
    assert database.names() == kept(database)
    assert len(database.names()) == 1
    assert fetched(database, second) == [(1, 0), (2, 1)]


def package(**tables: Any) -> dict[str, Any]:
    """Tables with these schemas."""
    return {"resources": [{"name": name, "path": f"{name}.csv", "schema": schema} for name, schema in tables.items()]}


UNIQUE = '[indicators.x]\ntable = "a"\nmeasure = "unique"\ncolumn = "x"\n'
COUNT = '[indicators.b]\ntable = "b"\nmeasure = "count"\n'
ROWS = {"a": "x,y,z\n1,1,k\n1,2,l\n2,1,m\n"}
TEXTS = package(a={"fields": [{"name": name} for name in "xyz"]})


@databases
def test_a_key_read_in_part_and_another_key_that_is_no_number(database: Any, make: Make) -> None:
    """The key of two columns is read whole from the first; that another table's is refused takes nothing from it."""
    key = {"fields": [{"name": "x"}, {"name": "y"}], "primaryKey": ["x", "y"]}
    number = {"fields": [{"name": "id", "type": "integer"}], "primaryKey": "id"}
    tables = {"a": "x,y\n1,1\n1,2\n2,1\n", "b": "id\n1\nzz\n"}
    folder = make(UNIQUE + COUNT, tables, package(a=key, b=number))

    assert [result.value for result in Project.open(folder, engine=_name(database)).compute()] == [2, 2]


def _name(engine: Engine) -> str:
    return "duckdb" if isinstance(engine, DuckDBEngine) else "spark"


@databases
def test_a_held_project_keeps_one_table_of_each(database: Any, make: Make) -> None:
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
    database: Any, make: Make, monkeypatch: pytest.MonkeyPatch, small: int, once: int
) -> None:
    """Along a key, and over the rows of another table: not for each number, but of small tables, soon done."""
    monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", small)
    held, hold = list[str](), type(database).hold

    def counted(engine: Any, name: str, *asked: Any) -> None:
        held.append(name)
        hold(engine, name, *asked)

    monkeypatch.setattr(type(database), "hold", counted)
    people = {"fields": [{"name": "id"}, {"name": "sex"}], "primaryKey": "id"}
    to_people = {"fields": "person", "reference": {"resource": "people", "fields": "id"}}
    visits = {"fields": [{"name": "person"}], "foreignKeys": [to_people]}
    tables = {"people": "id,sex\nP1,f\nP2,m\nP3,f\n", "visits": "person\nP1\nP1\nP2\n"}
    folder = make(PUT_TOGETHER, tables, package(people=people, visits=visits))

    found = Project.open(folder, engine=_name(database)).compute(by=["sex"])
    assert [result.value for result in found] == [result.value for result in Project.open(folder).compute(by=["sex"])]
    assert [result.value for result in found if not result.cell] == [2, 3, 2]
    assert len(held) == once


def test_an_engine_that_has_failed_begins_anew(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked next of a held project is answered."""
    monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", -1)
    with Project.open(make(UNIQUE, ROWS, TEXTS), engine="duckdb") as held:
        assert held.compute()[0].value == 2
        held._engine_lease.engine.connection.close()  # type: ignore[attr-defined]
        with pytest.raises(EngineFailure):
            held.compute()
        assert held.compute()[0].value == 2


def _fail() -> None:
    raise EngineFailure(Finding(ENGINE_FAILURE, "it has ended"))


def test_a_project_that_can_not_be_held_holds_nothing(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its engine is closed after the next computation, as ever."""
    opened_ = Project.open(make(UNIQUE, ROWS, TEXTS), engine="duckdb")
    with monkeypatch.context() as broken:
        broken.setattr(DuckDBEngine, "announce_fields", lambda *_: _fail())
        with pytest.raises(EngineFailure), opened_:
            pass
    assert opened_.compute()[0].value == 2
    assert opened_._engine_lease.engine.names() == set()  # type: ignore[attr-defined]


@pytest.mark.parametrize("rows", [3, 200_000])
def test_a_table_on_the_disk_is_encrypted_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    """Records of people are on no disk in plain words, and no longer than they are asked for."""
    monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", -1)
    monkeypatch.setattr(duckdb_engine, "IN_MEMORY_SHARE", -1)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    text = "a,n\n" + "".join(f"PERSONAL-{row % 9}-x,{row}\n" for row in range(rows))
    engine = DuckDBEngine()
    frame(engine, opened(engine, tmp_path, text, *FIELDS), "a")

    assert [*engine.query_rows("SELECT database_name FROM duckdb_tables()")] == [(engine.disk,)]
    files = [path for path in temporary.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) > 0
    assert not any(b"PERSONAL" in path.read_bytes() for path in files)
    engine.close()
    assert not list(temporary.iterdir())


def test_memory_counts_what_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not what was dropped on the way, nor what Python has handed over."""
    monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", -1)
    engine = DuckDBEngine()
    for name, text in {"mended": "a,n\ne\u0301,1\n", "by hand": TOTALS}.items():
        (tmp_path / name).mkdir()
        frame(engine, opened(engine, tmp_path / name, text, *FIELDS), "n")

    assert [*engine._memory_tables.values()] == [len("a,n\ne\u0301,1\n".encode())]
    engine.close()


@databases
def test_the_first_of_many_faults_are_named(database: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of the file, though an engine finds them in any."""
    for module in (cell_checks, external_table, texts_):
        monkeypatch.setattr(module, "MAX_NAMED_FINDINGS", 5)
    monkeypatch.setattr(external_table, "FALLBACK_MAX_BYTES", -1)
    with pytest.raises(Refused) as refused:
        cells(database, tmp_path, Field("c", "integer"), [f"x{row}" for row in range(5000)])

    assert [finding.row for finding in refused.value.findings] == [2, 3, 4, 5, 6]


@databases
def test_texts_that_are_not_plain_are_read_a_batch_at_a_time(
    database: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is what it is, in whichever batch."""
    monkeypatch.setattr(texts_, "BATCH_ROWS", 3)
    texts = [f"ა{row % 8}e\u0301" for row in range(20)]

    assert cells(database, tmp_path, Field("c"), texts) == [f"ა{row % 8}é" for row in range(20)]
