"""The computing suite keeps one contract on every engine: each test of it, with all of its cases, runs on all of them.

A question of Spark costs a twentieth of a second however few the rows are. So a usual run asks it about fewer random
projects, and of every fourth test it reads the tables of the first case itself, as DuckDB does of all; those of others
Python reads for it, as it does for anybody with small ones. What `init` proposes (the folder starting) is asked
of the other two. Nothing is spared by `RT_STATS_TEST_ENGINES=spark pytest tests/indicators`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from roundtable_cli import Project
from roundtable_cli.tables.engines.registry import ENGINE_NAMES
from roundtable_cli.tables.engines.sql import external_table, text_loader
from tests import spark

ASKED = os.environ.get("RT_STATS_TEST_ENGINES", "").split()
EXAMPLES = {"spark": 2, "duckdb": 8}  # random projects that a usual run asks an engine about
HERE = Path(__file__).parent
UNASKED = HERE / "starting"
EVERY = 4  # of so many tests Spark reads the tables of one itself
ITSELF = pytest.StashKey[bool]()  # in which case it does


@pytest.fixture(autouse=True, params=ASKED or ENGINE_NAMES)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The engine that a project opened without one computes on; it does with small files as with large ones."""
    if request.param == "spark":
        spark.check_java()
    if request.param in EXAMPLES and not ASKED and (own := getattr(request.function, _SETTINGS, None)):
        most = min(own.max_examples, EXAMPLES[request.param])
        monkeypatch.setattr(request.function, _SETTINGS, settings(own, max_examples=most))
    monkeypatch.setitem(Project.open.__func__.__kwdefaults__, "engine", request.param)  # type: ignore[attr-defined]
    if request.param != "spark" or ASKED or request.node.stash.get(ITSELF, False):
        monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", -1)
    monkeypatch.setattr(text_loader, "MIN_SAMPLE_IDS", 0)
    return str(request.param)


_SETTINGS = "_hypothesis_internal_use_settings"  # hypothesis has no other way to give a test fewer examples for once


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what a usual run does not ask of Spark, and mark where it is to read itself."""
    if ASKED:
        return
    left_out = {item for item in _of_spark(items) if UNASKED in item.path.parents}
    config.hook.pytest_deselected(items=[*left_out])
    items[:] = [item for item in items if item not in left_out]
    seen = set[str]()
    for item in _of_spark(items):
        test = f"{item.path}::{item.originalname}"
        item.stash[ITSELF] = test not in seen and len(seen) % EVERY == 0
        seen.add(test)


def _of_spark(items: list[pytest.Item]) -> Iterator[pytest.Function]:
    for item in items:
        if isinstance(item, pytest.Function) and HERE in item.path.parents:
            spec = getattr(item, "callspec", None)
            if spec and spec.params.get("engine") == "spark":
                yield item
