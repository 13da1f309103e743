"""The measures, a record each: what a measure needs, what it can count, and what its value is.

This is the only place that tells measures apart. A new measure is a record here, its arithmetic in
`indicators.measures`, and its words in each language (`output/language/words.toml`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Measure(NamedTuple):
    """A way to make one number of many rows, of other indicators, or of columns of one row; with its traits."""

    name: str

    # Where it may stand.
    is_formula: bool = False  # made of other indicators or of columns of one row (`of`), never of a table's rows
    in_rollups: bool = True  # a calculated column may take it over the rows of another table (`from`)
    in_row_columns: bool = True  # a calculated column may take it over columns of its own row (`of`)
    may_be_weighted: bool = False  # a column of weights may say how many people each row stands for
    counts_across: bool = False  # it counts the values of several tables, or columns of a row, as if they were one

    # What it needs.
    takes_column: bool = True
    needs_column: bool = True
    needs_numbers: bool = False  # the values must be numbers
    needs_order: bool = False  # the values must be numbers or dates
    needs_rank: bool = False  # `at` says which of the ordered values it is: 90 for the 90th percentile
    needs_date: bool = False  # it needs a date of each row, and names the rows that contradict each other on one
    part_count: int = 0  # how many indicators or columns a formula is made of
    takes_more_parts: bool = False  # whether a formula may be made of more than that

    # What it counts.
    counts_rows: bool = False  # each row is one, whatever its columns hold
    counts_distinct: bool = False  # with a column, each different value is one, however many rows repeat it
    counts_listed: bool = False  # over columns of one row, `is` may name the values that it looks for

    # What its value is.
    is_count: bool = False  # a whole number of rows or values, which no factor changes
    is_proportion: bool = False  # the part that meets a second condition (`meets`), from 0 to 1; in "%" it is times 100
    has_ratio_parts: bool = False  # a numerator over a denominator, both shown; a ratio of it would be no ratio of sums
    is_quotient: bool = False  # divided, so in general no exact decimal
    is_own_value: bool = False  # one of the values of the column, of its type
    tells_one_value: bool = False  # it may print the value of one single row, which may be personal
    keeps_unit: bool = False  # in the unit of the column, so amounts of two currencies can't be taken together
    is_additive: bool = False  # the values of the parts of a whole can be set against that of the whole
    zero_without_rows: bool = False  # 0 where there are no rows; other measures have no value there
    sign: str = ""  # what a formula writes between its parts

    @property
    def is_column_optional(self) -> bool:
        """Whether it counts rows where no column is named, and values of the column where one is."""
        return self.takes_column and not self.needs_column


_FORMULA = Measure("", is_formula=True, in_rollups=False, takes_column=False, needs_column=False, part_count=2)
_RECORDS = (
    Measure(
        "count",
        takes_column=False,
        needs_column=False,
        counts_rows=True,
        counts_listed=True,
        may_be_weighted=True,
        is_count=True,
        is_additive=True,
        zero_without_rows=True,
    ),
    Measure(
        "unique", counts_distinct=True, counts_across=True, is_count=True, is_additive=True, zero_without_rows=True
    ),
    Measure("sum", needs_numbers=True, may_be_weighted=True, keeps_unit=True, is_additive=True, zero_without_rows=True),
    Measure("mean", needs_numbers=True, may_be_weighted=True, keeps_unit=True, is_quotient=True),
    Measure("median", needs_numbers=True, keeps_unit=True, tells_one_value=True),
    Measure(
        "percentile",
        in_row_columns=False,
        needs_numbers=True,
        needs_rank=True,
        keeps_unit=True,
        tells_one_value=True,
    ),
    Measure("min", needs_order=True, is_own_value=True, keeps_unit=True, tells_one_value=True),
    Measure("max", needs_order=True, is_own_value=True, keeps_unit=True, tells_one_value=True),
    Measure("latest", in_row_columns=False, needs_date=True, is_own_value=True, keeps_unit=True, tells_one_value=True),
    Measure(
        "share",
        needs_column=False,
        counts_distinct=True,
        counts_listed=True,
        may_be_weighted=True,
        is_proportion=True,
        has_ratio_parts=True,
        is_quotient=True,
    ),
    _FORMULA._replace(name="ratio", needs_numbers=True, has_ratio_parts=True, is_quotient=True, sign="÷"),
    _FORMULA._replace(name="difference", needs_order=True, keeps_unit=True, sign="−"),
    _FORMULA._replace(name="product", needs_numbers=True, takes_more_parts=True, sign="×"),
)
MEASURES: Mapping[str, Measure] = {measure.name: measure for measure in _RECORDS}
# Measures over rows that may be taken over other indicators too (`of`), as the formulas that they are then.
MEASURES_OF_PARTS: Mapping[str, Measure] = {
    "sum": _FORMULA._replace(name="sum", needs_numbers=True, keeps_unit=True, takes_more_parts=True, sign="+"),
}
MAX_RANK_DECIMALS = 6  # of the number of a percentile, so that ranks of all rows stay whole numbers
UNKNOWN_MEASURE = Measure("")  # of an indicator whose measure is missing or misspelt, which the reader refuses
