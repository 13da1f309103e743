"""DuckDB and Spark, each opened once for the tests of a module that read no file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from roundtable_cli.tables.engines import registry
from roundtable_cli.tables.engines.sql.engine import SqlEngine
from tests import spark


@pytest.fixture(scope="module", params=["duckdb", "spark"])
def sql_engine(request: pytest.FixtureRequest) -> Iterator[SqlEngine]:
    """Each engine that is asked in SQL."""
    if request.param == "spark":
        spark.check_java()
    opened = registry.create_engine(request.param)
    assert isinstance(opened, SqlEngine)
    yield opened
    opened.close()
