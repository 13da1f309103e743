"""The computing suite keeps one contract on every engine: each test of it runs on all of them.

pandas and DuckDB take every case. A question of Spark costs a twentieth of a second however few the rows are, and some
tests ask a hundred, so a usual run asks it every promise (each test function: measures, missing values, calculated
columns, reconciliation, periods, money, …) but of the cases of one the first, and of the random projects a few. What
`init` proposes (the folder starting) is asked of the other two. All of it runs on Spark by
`RT_STATS_TEST_ENGINES=spark pytest tests/indicators`.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import settings

from roundtable_cli import Project
from roundtable_cli.tables.engines import NAMES, large, texts
from tests import spark

ASKED = os.environ.get("RT_STATS_TEST_ENGINES", "").split()
EXAMPLES = {"spark": 2, "duckdb": 25}  # random projects that a usual run asks an engine about
HERE = Path(__file__).parent
UNASKED = HERE / "starting"


@pytest.fixture(autouse=True, params=ASKED or NAMES)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The engine that a project opened without one computes on; it does with small files as with large ones."""
    if request.param == "spark":
        spark.check_java()
    if request.param in EXAMPLES and not ASKED and (own := getattr(request.function, _SETTINGS, None)):
        most = min(own.max_examples, EXAMPLES[request.param])
        monkeypatch.setattr(request.function, _SETTINGS, settings(own, max_examples=most))
    monkeypatch.setitem(Project.open.__func__.__kwdefaults__, "engine", request.param)  # type: ignore[attr-defined]
    monkeypatch.setattr(large, "SMALL", -1)
    monkeypatch.setattr(texts, "MANY", 0)
    return str(request.param)


_SETTINGS = "_hypothesis_internal_use_settings"  # hypothesis has no other way to give a test fewer examples for once


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what a usual run does not ask of Spark."""
    cases = defaultdict[str, list[pytest.Function]](list)
    for item in items:
        if isinstance(item, pytest.Function) and HERE in item.path.parents and _engine(item) == "spark":
            cases[f"{item.path}::{item.originalname}"].append(item)
    left_out = {item for found in cases.values() for item in found[_asked(found) :] if not ASKED}
    config.hook.pytest_deselected(items=[*left_out])
    items[:] = [item for item in items if item not in left_out]


def _engine(item: pytest.Function) -> object:
    spec = getattr(item, "callspec", None)
    return spec.params.get("engine") if spec else None


def _asked(cases: list[pytest.Function]) -> int:
    """Of how many cases of a test Spark is asked."""
    return 0 if UNASKED in cases[0].path.parents else 1
