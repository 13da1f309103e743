"""What DuckDB keeps in memory and on the disk, and what it does after an error."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.errors import EngineFailure, Finding
from roundtable_cli.finding_codes import ENGINE_FAILURE
from roundtable_cli.tables.engines.duckdb import engine as duckdb_engine
from roundtable_cli.tables.engines.duckdb.engine import DuckDBEngine
from roundtable_cli.tables.engines.pandas.engine import PandasEngine
from roundtable_cli.tables.engines.sql import external_table
from roundtable_cli.tables.table import Field
from tests.conftest import Make
from tests.tables.engines.opening import frame, opened

FIELDS = Field("a"), Field("n", "integer")
TOTALS = "a,n\nA,1\nB,2\nC,3\nИтого,6\n"  # which Python leaves out, and no engine
UNIQUE = '[indicators.x]\ntable = "a"\nmeasure = "unique"\ncolumn = "x"\n'
ROWS = {"a": "x,y,z\n1,1,k\n1,2,l\n2,1,m\n"}
TEXTS = {"resources": [{"name": "a", "path": "a.csv", "schema": {"fields": [{"name": name} for name in "xyz"]}}]}

SPILLING = "CREATE TABLE t AS SELECT 'PERSONAL' || hash(range) AS x FROM range(2_000_000)"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def narrow(temporary: Path) -> Iterator[DuckDBEngine]:
    """An engine with hardly any memory."""
    assert not list(temporary.iterdir())
    engine = DuckDBEngine(PandasEngine())
    engine.connection.execute("SET memory_limit = '40MB'")
    yield engine
    engine.close()


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
    assert opened_._engine_lease.engine.table_names() == set()  # type: ignore[attr-defined]


@pytest.mark.parametrize("rows", [3, 200_000])
def test_a_table_on_the_disk_is_encrypted_and_removed(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    """Records of people are on no disk in plain words, and no longer than they are asked for."""
    monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", -1)
    monkeypatch.setattr(duckdb_engine, "IN_MEMORY_SHARE", -1)
    text = "a,n\n" + "".join(f"PERSONAL-{row % 9}-x,{row}\n" for row in range(rows))
    engine = DuckDBEngine(PandasEngine())
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
    engine = DuckDBEngine(PandasEngine())
    for name, text in {"mended": "a,n\ne\u0301,1\n", "by hand": TOTALS}.items():
        (tmp_path / name).mkdir()
        frame(engine, opened(engine, tmp_path / name, text, *FIELDS), "n")

    assert [*engine._memory_tables.values()] == [len("a,n\ne\u0301,1\n".encode())]
    engine.close()


def test_what_is_spilled_is_encrypted_and_removed(narrow: DuckDBEngine, temporary: Path) -> None:
    """Records of people are on no disk in plain words, and no longer than the command runs."""
    narrow.connection.execute(SPILLING)
    files = [path for path in temporary.rglob("*") if path.is_file()]
    assert files
    assert not any(b"PERSONAL" in path.read_bytes() for path in files)
    assert [path.stat().st_mode & 0o077 for path in temporary.iterdir()] == [0]
    narrow.close()
    assert not list(temporary.iterdir())


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("max_temp_directory_size = '1MB'", "the disk for temporary files is full — free some space there"),
        ("temp_directory = ''", "MiB of memory are not enough — give it more: --memory 4GB"),
    ],
)
def test_neither_memory_nor_disk_suffices(narrow: DuckDBEngine, setting: str, told: str) -> None:
    """One line says which of the two, and what to do."""
    narrow.connection.execute(f"SET {setting}")
    with pytest.raises(Refused, match=told), narrow.translating_errors():
        narrow.connection.execute(SPILLING)


def test_an_engine_that_has_failed_is_asked_nothing_more(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each attempt would take as long as the first, and end as it did."""
    attempts = list[str]()

    def keep(_engine: DuckDBEngine, name: str, *_query: object) -> None:
        attempts.append(name)
        raise duckdb.OutOfMemoryException("no room")

    monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", -1)
    monkeypatch.setattr(DuckDBEngine, "keep_query", keep)
    with pytest.raises(EngineFailure, match="MiB of memory are not enough — give it more: --memory 4GB"):
        Project.open(make(UNIQUE, ROWS, TEXTS), engine="duckdb").compute()
    assert len(attempts) == 1


def test_there_is_no_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so, in words of its own."""
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    with pytest.raises(Refused, match="set TMPDIR to a folder that you can write to"):
        _ = DuckDBEngine(PandasEngine()).connection
