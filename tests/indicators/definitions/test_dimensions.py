"""Dimensions as values: the names of their bands."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.indicators.definitions.dimensions import Dimension


@pytest.mark.parametrize(
    ("bands", "names"),
    [
        ((14, 18, 25), ["<14", "14-17", "18-24", "25+"]),
        ((0.5, 2), ["<0.5", "0.5-<2", "2+"]),
        ((18,), ["<18", "18+"]),
        ((0, 1, 5), ["<0", "0", "1-4", "5+"]),
        ((0, Decimal("18.5"), 19), ["<0", "0-<18.5", "18.5-<19", "19+"]),
        ((), []),
    ],
)
def test_bands_are_called_by_their_first_and_last(bands: tuple[Any, ...], names: list[str]) -> None:
    """Of whole numbers both are in the band; of others the second is not."""
    assert Dimension("age", bands=bands).band_names == names


Open = Callable[..., Project]
COUNT = '[project]\nlanguages = ["en", "ru"]\n[indicators.n]\ntable = "t"\nmeasure = "count"\n[dimensions.age]\n'
BANDS = """column = "v"
bands = [0, { from = 1, label = { en = "children", ru = "дети" } }, { from = 14, label = "youth" }, 29]
categories."<0" = { label = "before birth" }
"""
ROWS = {"t": "v\n0\n0\n1\n13\n14\n28\n29\n-1\n\n,\n"}


def test_bands_have_labels_in_each_language(project: Open) -> None:
    """The key of a band are its numbers; a condition may name it by either."""
    opened = project(COUNT + BANDS, {"t": "v,w\n" + "".join(f"{v},1\n" for v in (0, 0, 1, 13, 14, 28, 29, -1, ""))})
    results = opened.compute(by=["age"])
    assert {result.category("age"): result.value for result in results} == {
        "<0": 1,
        "0": 2,
        "1-13": 2,
        "14-28": 2,
        "29+": 1,
        "not recorded": 1,
        "total": 9,
    }
    labels = [[category.label(language) for category in results.categories["age"][:-1]] for language in ("en", "ru")]
    assert labels == [["before birth", "0", "children", "youth", "29+"], ["before birth", "0", "дети", "youth", "29+"]]
    for name in ("children", "1-13", "дети"):
        assert opened.compute(where={"age": name})[-1].value == 2


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("bands = [1, 1, 5]", "the band from 1 is named twice"),
        ("bands = [5, 1, 5]", "the band from 5 is named twice"),
        ("bands = [5, 1]", "bands must go up"),
        ('bands = [{ from = 1, label = "a" }, { from = 5, label = "A" }]', 'both called "a"'),
        ('bands = [{ from = 1, label = "5+" }, 5]', 'both called "5[+]"'),
        ('bands = [{ label = "a" }]', "a band needs its first number"),
        ('bands = [{ from = 1, name = "a" }]', 'unknown key "name"'),
        ('bands = ["1"]', "expected a number, found a text"),
        ('bands = [1, 5]\ncategories."1-3" = { label = "a" }', 'no band is called "1-3"'),
        ('bands = [1, 5]\ncategories."1-4" = { where = { v = 1 } }', "which has no where"),
    ],
)
def test_bands_that_make_no_sense_are_refused(project: Open, written: str, fault: str) -> None:
    """With their place, before a row is read."""
    with pytest.raises(Refused, match=fault):
        project(f'{COUNT}column = "v"\n{written}\n', {"t": "v\n1\n"}).compute(["n"])
