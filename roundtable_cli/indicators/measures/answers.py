"""What a measure is asked of a view, and the exact answer that it gives for each group of rows.

Numbers stay exact (int or Fraction) until a result is made of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.definitions.measures import Measure
from roundtable_cli.indicators.frames.scaled import to_exact_number
from roundtable_cli.indicators.frames.view import TableView

ExactNumber = int | Fraction
AnswerValue = ExactNumber | datetime | str | bool | None
GroupKey = tuple[str | None, ...]  # the category of a group in each breakdown; None where it is not recorded


class GroupAnswer(NamedTuple):
    """The value of one group of rows and the rows behind it.

    `parts` are numerator and denominator. `blank` are the rows in which what a share tests is blank. `inexact` where a
    sum had to be taken in floats. `currencies` are those of the amounts, where each row names its own: over several
    there is no value. `people` is how many people personal values are of; where they are too few, or would tell what
    so few have, the answer `is_hidden`, and has no value.
    """

    value: AnswerValue
    rows: int = 0
    missing: int = 0
    repeats: int = 0
    blank: int = 0
    parts: tuple[ExactNumber, ExactNumber] | None = None
    inexact: bool = False
    currencies: tuple[str, ...] = ()
    people: int | None = None
    is_hidden: bool = False

    def hide_value(self) -> GroupAnswer:
        """The answer without its value, and without what would tell it."""
        return self._replace(value=None, parts=None, is_hidden=True)


class MeasureQuery(NamedTuple):
    """What is asked of a view: the counted column, the condition of a share, the rows' dates and weights.

    `at` says which percentile is asked for. `blank` are the rows that meet the condition of a share, or do not, only
    because what it tests is blank; None where no row is blank there. Where it `excludes_blanks`, they are not in the
    denominator.
    """

    column: BoundColumn | None = None
    meets: nw.Expr | None = None
    blank: nw.Expr | None = None
    date: BoundColumn | None = None
    weight: BoundColumn | None = None
    at: int | Decimal | None = None
    excludes_blanks: bool = False

    @property
    def operand(self) -> BoundColumn:
        """The counted column of a measure that has no value without one."""
        if self.column is None:
            raise TypeError(self)  # the definitions are refused before
        return self.column


AnswersByGroup = dict[GroupKey, GroupAnswer]
Aggregation = Callable[[MeasureQuery, TableView, Sequence[str]], AnswersByGroup]


def fetch_values(
    view: TableView, keys: Sequence[str], columns: Sequence[BoundColumn]
) -> dict[GroupKey, list[list[ExactNumber | None]]]:
    """The numbers of some columns in each row of each group, one by one; without keys one group, ()."""
    rows: dict[GroupKey, list[list[ExactNumber | None]]] = {} if keys else {(): []}
    selected = [view[column].alias(f"p{index}") for index, column in enumerate(columns)]
    for row in view.engine.fetch_rows(view.frame.select(*keys, *selected)):
        key, values = row[: len(keys)], row[len(keys) :]
        numbers = [to_exact_number(value, column) for value, column in zip(values, columns, strict=True)]
        rows.setdefault(key, []).append(numbers)
    return rows


def choose_long_numbers(
    view: TableView, keys: Sequence[str], column: BoundColumn, choose: Callable[[Sequence[ExactNumber]], ExactNumber]
) -> AnswersByGroup:
    """What is chosen of the long numbers of a column in each group, which are given in order: engines compare none."""
    answers = {}
    for key, rows in fetch_values(view, keys, [column]).items():
        numbers = sorted(number for (number,) in rows if number is not None)
        answers[key] = GroupAnswer(choose(numbers) if numbers else None, len(rows), len(rows) - len(numbers))
    return answers


def empty_answer(measure: Measure) -> GroupAnswer:
    """The answer over no rows: 0 for counts and sums, else no value."""
    return GroupAnswer(0 if measure.zero_without_rows else None)


def aggregate_groups(view: TableView, keys: Sequence[str], **expressions: nw.Expr) -> dict[GroupKey, dict[str, Any]]:
    """One query: of each group the number of its `rows` and each expression over them; without keys one group, ()."""
    expressions = {"rows": nw.len(), **expressions}
    # A column may be called as an expression is: the prefix keeps them apart.
    columns = [expression.alias(f"a_{name}") for name, expression in expressions.items()]
    frame = view.frame.group_by(*keys).agg(*columns) if keys else view.frame.select(*columns)
    rows = view.engine.fetch_rows(frame)
    return {row[: len(keys)]: dict(zip(expressions, row[len(keys) :], strict=True)) for row in rows}
