"""A proposed project answers on the engines that read files: what `init` writes is asked of pandas and of DuckDB."""

from __future__ import annotations

import pytest

from tests.engine_choice import compute_on


@pytest.fixture(params=["pandas", "duckdb"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The engine that a project opened without one computes on."""
    compute_on(request.param, monkeypatch)
    return str(request.param)
