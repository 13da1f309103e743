"""Each engine in its turn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from roundtable_cli.tables.engines import registry
from roundtable_cli.tables.engines.duckdb import engine as duckdb_engine
from roundtable_cli.tables.engines.engine import Engine
from roundtable_cli.tables.engines.registry import engine_names
from roundtable_cli.tables.engines.sql import external_table, text_loader
from roundtable_cli.tables.engines.sql.engine import SqlEngine
from tests import spark

ON_DISK = "duckdb, on the disk"  # as it keeps tables that would fill the memory


@pytest.fixture(params=[*engine_names(), ON_DISK])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Each engine in its turn, closed after the test; it reads small files too, and keeps few ids as codes too."""
    if request.param == "spark":
        spark.check_java()
    monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", -1)
    monkeypatch.setattr(text_loader, "MIN_SAMPLE_IDS", 0)
    if request.param == ON_DISK:
        monkeypatch.setattr(duckdb_engine, "IN_MEMORY_SHARE", -1)
    opened_ = registry.create_engine(request.param.partition(",")[0])
    yield opened_
    opened_.close()


databases = pytest.mark.parametrize("engine", ["duckdb", "spark", ON_DISK], indirect=True)


@pytest.fixture
def database(engine: Engine) -> SqlEngine:
    """Each engine that keeps tables, in tests that are marked with `databases`."""
    assert isinstance(engine, SqlEngine)
    return engine
