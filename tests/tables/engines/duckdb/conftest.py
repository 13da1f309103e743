"""Each test of the engine has a database of its own."""

from __future__ import annotations

import duckdb
import pytest

from tests import duckdb_pool


@pytest.fixture(autouse=True)
def own_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test connects to a new database."""
    monkeypatch.setattr(duckdb, "connect", duckdb_pool.connect_anew)
