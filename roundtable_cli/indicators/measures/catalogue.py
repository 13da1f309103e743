"""The measures, one function each: rows of a view, in groups, to an exact answer per group.

An answer over no rows is 0 for counts and sums, and none for all others; a sum over rows whose every value is missing
is none too. Numbers stay exact (int or Fraction) until a result is made of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import CONSTRAINT_ERROR, Finding, Refused
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, row_number
from roundtable_cli.indicators.definitions.measures import Measure
from roundtable_cli.indicators.frames.scaled import find_sum_decimals, scale_values, to_exact_number
from roundtable_cli.indicators.frames.view import TableView

ExactNumber = int | Fraction
GroupKey = tuple[str | None, ...]
MAX_ROWS_ONE_BY_ONE = 1_000_000  # values that may be added up one by one
MIN_ROWS_TO_SCALE = 1_000  # values that are added up one by one in less time than it takes to find their scale


class GroupAnswer(NamedTuple):
    """The value of one group of rows and the rows behind it; `inexact` where a sum had to be taken in floats.

    `currencies` are those of the amounts, where each row names its own; of several there is no value.
    """

    value: ExactNumber | datetime | str | bool | None
    rows: int = 0
    missing: int = 0
    repeats: int = 0
    parts: tuple[ExactNumber, ExactNumber] | None = None
    inexact: bool = False
    currencies: tuple[str, ...] = ()


class MeasureQuery(NamedTuple):
    """What is asked of a view: the counted column, the condition of a share, the rows' dates and weights."""

    column: BoundColumn | None = None
    meets: nw.Expr | None = None
    date: BoundColumn | None = None
    weight: BoundColumn | None = None


AnswersByGroup = dict[GroupKey, GroupAnswer]


def count_rows(_: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """Rows."""
    return {key: GroupAnswer(got["rows"], got["rows"]) for key, got in aggregate_groups(view, keys).items()}


def count_distinct(question: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """Distinct values that aren't missing."""
    column = _distinct_expression(question, view)
    groups = aggregate_groups(view, keys, present=column.count(), distinct=column.n_unique())
    return {key: _distinct_answer(got) for key, got in groups.items()}


def sum_values(question: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The sum of the values: exact to the last decimal of the data."""
    assert question.column is not None  # noqa: S101 - a sum without a column is refused with the definitions
    digits, column = _sum_decimals(question.column, view), view[question.column]
    if digits is None and len(view.source) <= MAX_ROWS_ONE_BY_ONE:
        return _sum_one_by_one(view, keys, column)
    whole = column.cast(nw.Float64) if digits is None else scale_values(column, question.column, 10**digits)
    groups = aggregate_groups(
        view.with_column("scaled", whole), keys, present=column.count(), sum=nw.col("scaled").sum()
    )
    answers = {}
    for key, got in groups.items():
        value = to_exact_number(got["sum"]) if digits is None else Fraction(got["sum"] or 0, 10**digits)
        answers[key] = _sum_answer(value, got["rows"], got["present"], inexact=digits is None)
    return answers


def _sum_one_by_one(view: TableView, keys: Sequence[str], column: nw.Expr) -> AnswersByGroup:
    """Sums value by value: of few values, or where scaled integers can't hold them."""
    groups: dict[GroupKey, list[ExactNumber | None]] = {} if keys else {(): []}
    for *key, value in view.engine.fetch_rows(view.frame.select(*keys, column.alias("v"))):
        groups.setdefault(tuple(key), []).append(to_exact_number(value))
    there = {key: [value for value in values if value is not None] for key, values in groups.items()}
    return {key: _sum_answer(sum(there[key]), len(values), len(there[key])) for key, values in groups.items()}


def _sum_answer(value: ExactNumber, rows: int, present: int, inexact: bool = False) -> GroupAnswer:
    return GroupAnswer(value if present or not rows else None, rows, rows - present, inexact=inexact)


def compute_mean(question: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The mean of the values: their exact sum over their number."""
    means = {}
    for key, answer in sum_values(question, view, keys).items():
        present = answer.rows - answer.missing
        value = Fraction(answer.value, present) if present and isinstance(answer.value, ExactNumber) else None
        means[key] = GroupAnswer(value, answer.rows, answer.missing, inexact=answer.inexact)
    return means


def find_minimum(question: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The least of the values."""
    return _extreme_answers(view, keys, _value_expression(question, view), _value_expression(question, view).min())


def find_maximum(question: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The greatest of the values."""
    return _extreme_answers(view, keys, _value_expression(question, view), _value_expression(question, view).max())


def find_latest(question: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The value in the row with the latest date. Refused where that date has two different values."""
    assert question.date is not None  # noqa: S101 - a latest without a date is refused with the definitions
    column, day = _value_expression(question, view), view[question.date]
    groups = aggregate_groups(view, keys, present=column.count())
    dated = view.filter_rows(~column.is_null(), ~day.is_null())
    last = dated.with_column("last", day.max().over(*keys) if keys else day.max()).filter_rows(day == nw.col("last"))
    found = aggregate_groups(last, keys, low=column.min(), high=column.max())
    told_twice = [key for key, got in found.items() if got["low"] != got["high"]]
    if told_twice:  # groups come in any order, and one is named
        raise Refused(
            _latest_contradiction(question, last, keys, min(told_twice, key=lambda key: [str(one) for one in key]))
        )
    return {
        key: GroupAnswer(
            to_exact_number(found[key]["high"]) if key in found else None, got["rows"], got["rows"] - got["present"]
        )
        for key, got in groups.items()
    }


def compute_share(question: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """Of the rows, or of the people with a column, those that also meet the condition."""
    assert question.meets is not None  # noqa: S101 - a share without one is refused with the definitions
    counted = _distinct_expression(question, view) if question.column else nw.lit(1)
    prepared = view.with_column("meeting", nw.when(question.meets).then(counted))
    if question.column is None:
        groups = aggregate_groups(prepared, keys, meeting=nw.col("meeting").count())
        return {
            key: _share_answer(GroupAnswer(got["rows"], got["rows"]), got["meeting"]) for key, got in groups.items()
        }
    meeting = nw.col("meeting")
    asked = {"present": counted.count(), "distinct": counted.n_unique()}
    groups = aggregate_groups(prepared, keys, **asked, meets=meeting.count(), meeting=meeting.n_unique())
    return {
        key: _share_answer(_distinct_answer(got), _distinct_without_missing(got, "meeting", "meets"))
        for key, got in groups.items()
    }


AGGREGATIONS: Mapping[str, Callable[[MeasureQuery, TableView, Sequence[str]], AnswersByGroup]] = {
    "count": count_rows,
    "unique": count_distinct,
    "sum": sum_values,
    "mean": compute_mean,
    "min": find_minimum,
    "max": find_maximum,
    "latest": find_latest,
    "share": compute_share,
}


def empty_answer(measure: Measure) -> GroupAnswer:
    """The answer over no rows."""
    return GroupAnswer(0 if measure.zero_without_rows else None)


def aggregate_groups(view: TableView, keys: Sequence[str], **asked: nw.Expr) -> dict[GroupKey, dict[str, Any]]:
    """One query: the rows of each group, and what is asked of them. Without keys there is one group, ()."""
    asked = {"rows": nw.len(), **asked}
    columns = [expression.alias(f"a_{name}") for name, expression in asked.items()]
    frame = view.frame.group_by(*keys).agg(*columns) if keys else view.frame.select(*columns)
    rows = view.engine.fetch_rows(frame)
    return {row[: len(keys)]: dict(zip(asked, row[len(keys) :], strict=True)) for row in rows}


def _value_expression(question: MeasureQuery, view: TableView) -> nw.Expr:
    assert question.column is not None  # noqa: S101 - a measure without its column is refused with the definitions
    return view[question.column]


def _distinct_expression(question: MeasureQuery, view: TableView) -> nw.Expr:
    assert question.column is not None  # noqa: S101 - a measure without its column is refused with the definitions
    return view.distinct_expression(question.column)


def _distinct_answer(got: Mapping[str, Any]) -> GroupAnswer:
    distinct = _distinct_without_missing(got, "distinct", "present")
    return GroupAnswer(distinct, got["rows"], got["rows"] - got["present"], got["present"] - distinct)


def _distinct_without_missing(got: Mapping[str, Any], distinct: str, present: str) -> int:
    """`n_unique` counts missing as a value of its own."""
    return int(got[distinct] or 0) - int(got["rows"] > got[present])


def _share_answer(of: GroupAnswer, meeting: int) -> GroupAnswer:
    whole = of.value
    value = Fraction(meeting, whole) if isinstance(whole, int) and whole else None
    parts = (meeting, whole) if isinstance(whole, int) else None
    return GroupAnswer(value, of.rows, of.missing, of.repeats, parts)


def _extreme_answers(view: TableView, keys: Sequence[str], column: nw.Expr, asked: nw.Expr) -> AnswersByGroup:
    groups = aggregate_groups(view, keys, present=column.count(), value=asked)
    return {
        key: GroupAnswer(to_exact_number(got["value"]), got["rows"], got["rows"] - got["present"])
        for key, got in groups.items()
    }


def _sum_decimals(column: BoundColumn, view: TableView) -> int | None:
    """The decimals that a column's numbers have at the most; None where they are better not summed as integers."""
    return None if len(view.source) <= MIN_ROWS_TO_SCALE else find_sum_decimals(view, column)


def _latest_contradiction(question: MeasureQuery, last: TableView, keys: Sequence[str], key: GroupKey) -> Finding:
    """Two values on the latest date of a group: both rows are named."""
    assert question.column is not None  # noqa: S101 - the caller has asked it
    group = [
        nw.col(name) == value if value is not None else nw.col(name).is_null()
        for name, value in zip(keys, key, strict=True)
    ]
    rows = last.engine.fetch_rows(
        last.filter_rows(*group).frame.select(last[question.column].alias("v"), last[row_number()].alias("row"))
    )
    return contradiction_finding(last, rows, question.column)


def contradiction_finding(
    view: TableView, told: Iterable[tuple[Any, int]], column: BoundColumn, what: str = ""
) -> Finding:
    """The finding for rows that hold different values on one date: the first, and the first that says otherwise."""
    (value, first), *others = sorted(told, key=lambda record: record[1])
    second = next(row for other, row in others if other != value)
    (file, row), (_, other_row) = view.locate_rows([first, second])
    rows = f", in rows {row} and {other_row}" if row is not None else ""
    fault = f"{what}two values on the latest date{rows}"
    return Finding(CONSTRAINT_ERROR, fault, "correct one of them, or its date", file, row, column.field.name)
