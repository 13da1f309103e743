"""What a usual run of the tests leaves out, and how many random examples it tries.

`pytest` ends within minutes: each command, each golden case, each rule on pandas and on DuckDB, and a few random
examples of each property on pandas. `pytest -m long` runs the rest: Spark, large files, every format in every language,
and each property with all of its random examples on every engine. A test is long if it says so (`@pytest.mark.long`) or
is asked of Spark; a property is in both runs. What only tries more of the same at random has a number of its own, which
the environment variable RT_STATS_TRIALS multiplies: with 5 the long run tries five times as much.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import is_hypothesis_test, settings

FEW_EXAMPLES = 5  # random examples of a property in a usual run
_SETTINGS = "_hypothesis_internal_use_settings"  # hypothesis has no other way to give a test fewer examples for once


def count_trials(usual: int, variable: str = "") -> int:
    """How often a long run tries something at random; `variable`, where it is set, says how often."""
    asked = os.environ.get(variable)
    return int(asked) if asked else usual * int(os.environ.get("RT_STATS_TRIALS", "1"))


def is_long_run(config: pytest.Config) -> bool:
    """Whether the long tests are asked for: `-m long`, or `-m ""` for all."""
    return str(config.option.markexpr) in {"long", ""}


def mark_long_tests(config: pytest.Config, items: Iterable[pytest.Item]) -> None:
    """Mark as long what is asked of Spark and, in a long run, the properties, which a usual run asks a little."""
    asked_of_all = is_long_run(config)
    for item in items:
        engine = engine_of(item)
        if engine == "spark" or (is_property(item) and (asked_of_all or engine not in {None, "pandas"})):
            item.add_marker(pytest.mark.long)


def engine_of(item: pytest.Item) -> str | None:
    """The engine that a test is asked of, where it is asked of several; "spark" whatever its parameter is called."""
    spec = getattr(item, "callspec", None)
    if spec is None:
        return None
    texts = {name: value for name, value in spec.params.items() if isinstance(value, str)}
    return "spark" if "spark" in texts.values() else texts.get("engine")


def is_property(item: pytest.Item) -> bool:
    """Whether a test draws random examples."""
    return isinstance(item, pytest.Function) and is_hypothesis_test(item.obj)


@contextmanager
def limited_examples(item: pytest.Item, most: int) -> Iterator[None]:
    """Within it a property draws so many random examples at the most."""
    assert isinstance(item, pytest.Function)
    function = getattr(item.obj, "__func__", item.obj)
    own = getattr(function, _SETTINGS, None)
    limit = own or settings.default
    assert limit is not None
    setattr(function, _SETTINGS, settings(limit, max_examples=min(limit.max_examples, most)))
    yield
    setattr(function, _SETTINGS, own)
