"""The computing suite keeps one contract on every engine: each test of it, with all of its cases, runs on all of them.

A usual run asks pandas and DuckDB, and a property of pandas alone; a long one (`pytest -m long`) asks Spark too. A
question of Spark costs a twentieth of a second however few the rows are: it is asked about fewer random projects, and
of every fourth test it reads the tables of the first case itself, as DuckDB does of all; those of others Python reads
for it, as it does for anybody with small ones. Nothing is spared by
`RT_STATS_TEST_ENGINES=spark pytest -m "" tests/indicators`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from roundtable_cli.tables.engines.registry import engine_names
from tests import run_length, spark
from tests.engine_choice import compute_on

ASKED = os.environ.get("RT_STATS_TEST_ENGINES", "").split()
EXAMPLES = {"spark": 2, "duckdb": 8}  # random projects that a long run asks an engine about
HERE = Path(__file__).parent
EVERY = 4  # of so many tests Spark reads the tables of one itself
ITSELF = pytest.StashKey[bool]()  # in which case it does


@pytest.fixture(autouse=True, params=ASKED or engine_names())
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The engine that a project opened without one computes on; it does with small files as with large ones."""
    if request.param == "spark":
        spark.check_java()
    reads_itself = request.param != "spark" or bool(ASKED) or request.node.stash.get(ITSELF, False)
    compute_on(request.param, monkeypatch, reads_itself=reads_itself)
    return str(request.param)


@pytest.fixture(autouse=True)
def examples(request: pytest.FixtureRequest, engine: str) -> Iterator[None]:
    """As many random projects of a property as its engine is asked about."""
    if ASKED or engine not in EXAMPLES or not run_length.is_property(request.node):
        yield
        return
    with run_length.limited_examples(request.node, EXAMPLES[engine]):
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark where Spark is to read itself."""
    seen = set[str]()
    for item in items:
        if run_length.engine_of(item) == "spark" and HERE in item.path.parents and isinstance(item, pytest.Function):
            test = f"{item.path}::{item.originalname}"
            item.stash[ITSELF] = test not in seen and len(seen) % EVERY == 0
            seen.add(test)
