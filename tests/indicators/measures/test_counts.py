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


def test_a_dimension_goes_before_a_column_of_its_name(project: Open) -> None:
    """Three spellings of Ak-Ordo are one category, and so 2 places of 4 texts; with the sexes there are 3 pairs."""
    toml = (
        '[indicators.places]\ntable = "t"\nmeasure = "unique"\ncolumn = "place"\n'
        '[indicators.pairs]\ntable = "t"\nmeasure = "unique"\ncolumn = ["place", "sex"]\n'
        '[indicators.texts]\ntable = "t"\nmeasure = "unique"\ncolumn = "written"\n'
        '[dimensions.place]\ncolumn = "place"\ncategories.ak_ordo = { aliases = ["Ак-Ордо", "Ак Ордо"] }\n'
    )
    rows = "place,sex,written\nАк-Ордо,f,1\nАк Ордо,f,2\nак-ордо,m,3\nDordoi,m,4\n,f,5\n"
    results = project(toml, {"t": rows}).compute()
    assert [result.value for result in results] == [2, 3, 5]
    assert (results[0].counts.repeats, results[0].counts.missing) == (2, 1)
