"""The tables of a project: its files, and the tables of keys made from them."""

from __future__ import annotations

from typing import Any


def test_sources(project: Any) -> None:
    """Each table of the package has a source, which is opened once."""
    opened = project('[indicators.n]\ntable = "visits"\nmeasure = "count"\n', {"visits": "id\n1\n"})
    assert [*opened.sources] == ["visits"]
    assert opened.sources["visits"] is opened.sources["visits"]


def test_a_held_engine(project: Any) -> None:
    """Within `with`, what was read is asked again without reading."""
    opened = project('[indicators.n]\ntable = "visits"\nmeasure = "count"\n', {"visits": "id\n1\n"})
    with opened as held:
        assert [held.compute(["n"])[0].value for _ in range(2)] == [1, 1]
