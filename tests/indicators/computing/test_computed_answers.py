"""Answers by cell, and formulas over them."""

from __future__ import annotations

import pytest

from roundtable_cli import Refused
from tests.indicators.computing.register_project import COUNT, Open, cells

SQUARE = '[indicators.{}]\nmeasure = "product"\nof = ["{}", "{}"]\n'


def test_formulas_of_formulas_are_computed_in_every_cell(project: Open) -> None:
    """3 rows, of which 2 and 1 are in the places: their squares' squares are 81, 16 and 1."""
    toml = COUNT + SQUARE.format("m", "n", "n") + SQUARE.format("o", "m", "m")
    found = cells(project(toml, {"t": "place\nA\nA\nB\n"}).compute(["o"], by=["place"]), "o")
    assert found == {("A",): 16, ("B",): 1, ("total",): 81}


def test_a_value_that_nobody_could_read_is_refused(project: Open) -> None:
    """Of more than a thousand digits."""
    toml = COUNT + "".join(SQUARE.format(f"s{n}", f"s{n - 1}", f"s{n - 1}") for n in range(1, 13))
    toml += '[indicators.s0]\ntable = "t"\nmeasure = "count"\n'
    with pytest.raises(Refused, match="too large"):
        project(toml, {"t": "place\n" + "A\n" * 3}).compute(["s12"])
