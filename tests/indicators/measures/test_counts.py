"""Counts of rows and of different values, over rows, over the rows that belong to a row, and over columns of a row."""

from __future__ import annotations

from roundtable_cli.indicators.definitions.measures import MEASURES
from roundtable_cli.indicators.measures.answers import GroupAnswer, empty_answer
from roundtable_cli.indicators.measures.counts import distinct_answer
from tests.indicators.measures.one_indicator import Open, indicator, result


def test_missing_is_no_different_value() -> None:
    """Engines count it as one of its own: the three values a, a and b beside two blanks are two different ones."""
    assert distinct_answer({"rows": 5, "present": 3, "distinct": 3}) == GroupAnswer(2, rows=5, missing=2, repeats=1)
    assert distinct_answer({"rows": 0, "present": 0, "distinct": None}) == GroupAnswer(0)


def test_only_counts_and_sums_are_0_over_no_rows() -> None:
    """The others have no value there."""
    zero = {name for name, measure in MEASURES.items() if empty_answer(measure).value == 0}
    assert zero == {"count", "unique", "sum"}


def test_columns_of_a_row_are_counted_in_three_ways(project: Open) -> None:
    """Of x, x and a blank: two have a value, one value is different, and two are x."""
    toml = '[calculated.t.filled]\nof = ["a", "b", "c"]\nmeasure = "count"\n'
    toml += '[calculated.t.different]\nof = ["a", "b", "c"]\nmeasure = "unique"\n'
    toml += '[calculated.t.wanted]\nof = ["a", "b", "c"]\nmeasure = "count"\nis = "x"\n'
    for name, number in (("filled", 2), ("different", 1), ("wanted", 2)):
        assert result(project(toml + indicator("max", name), {"t": "a,b,c\nx,x,\n"})).value == number
