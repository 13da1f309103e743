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

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.indicators.binding.bound_columns import Column, row_number
from roundtable_cli.indicators.frames.scaled import exact, scale, shifted
from roundtable_cli.indicators.frames.view import View

Exact = int | Fraction
Key = tuple[str | None, ...]
FEW = 1_000_000  # values that may be added up one by one
ZERO = ("count", "unique", "sum")  # over no rows these are 0, and all others have no value
SMALL = 1_000  # values that are added up one by one in less time than it takes to find their scale


class Answer(NamedTuple):
    """The value of one group of rows and the rows behind it; `inexact` where a sum had to be taken in floats.

    `currencies` are those of the amounts, where each row names its own; of several there is no value.
    """

    value: Exact | datetime | str | bool | None
    rows: int = 0
    missing: int = 0
    repeats: int = 0
    parts: tuple[Exact, Exact] | None = None
    inexact: bool = False
    currencies: tuple[str, ...] = ()


class Question(NamedTuple):
    """What is asked of a view: the counted column, the condition of a share, the rows' dates and weights."""

    column: Column | None = None
    meets: nw.Expr | None = None
    date: Column | None = None
    weight: Column | None = None


Answers = dict[Key, Answer]


def count(_: Question, view: View, keys: Sequence[str]) -> Answers:
    """Rows."""
    return {key: Answer(got["rows"], got["rows"]) for key, got in query(view, keys).items()}


def unique(question: Question, view: View, keys: Sequence[str]) -> Answers:
    """Distinct values that aren't missing."""
    column = _told_apart(question, view)
    groups = query(view, keys, present=column.count(), distinct=column.n_unique())
    return {key: _distinct(got) for key, got in groups.items()}


def total(question: Question, view: View, keys: Sequence[str]) -> Answers:
    """The sum of the values: exact to the last decimal of the data."""
    assert question.column is not None  # noqa: S101 - a sum without a column is refused with the definitions
    digits, column = _scale(question.column, view), view[question.column]
    if digits is None and len(view.source) <= FEW:
        return _added_up(view, keys, column)
    whole = column.cast(nw.Float64) if digits is None else shifted(column, question.column, 10**digits)
    groups = query(view.with_column("scaled", whole), keys, present=column.count(), sum=nw.col("scaled").sum())
    answers = {}
    for key, got in groups.items():
        value = exact(got["sum"]) if digits is None else Fraction(got["sum"] or 0, 10**digits)
        answers[key] = _sum(value, got["rows"], got["present"], inexact=digits is None)
    return answers


def _added_up(view: View, keys: Sequence[str], column: nw.Expr) -> Answers:
    """Sums value by value: of few values, or where scaled integers can't hold them."""
    groups: dict[Key, list[Exact | None]] = {} if keys else {(): []}
    for *key, value in view.engine.fetch(view.frame.select(*keys, column.alias("v"))):
        groups.setdefault(tuple(key), []).append(exact(value))
    there = {key: [value for value in values if value is not None] for key, values in groups.items()}
    return {key: _sum(sum(there[key]), len(values), len(there[key])) for key, values in groups.items()}


def _sum(value: Exact, rows: int, present: int, inexact: bool = False) -> Answer:
    return Answer(value if present or not rows else None, rows, rows - present, inexact=inexact)


def mean(question: Question, view: View, keys: Sequence[str]) -> Answers:
    """The mean of the values: their exact sum over their number."""
    means = {}
    for key, answer in total(question, view, keys).items():
        present = answer.rows - answer.missing
        value = Fraction(answer.value, present) if present and isinstance(answer.value, Exact) else None
        means[key] = Answer(value, answer.rows, answer.missing, inexact=answer.inexact)
    return means


def minimum(question: Question, view: View, keys: Sequence[str]) -> Answers:
    """The least of the values."""
    return _extreme(view, keys, _value(question, view), _value(question, view).min())


def maximum(question: Question, view: View, keys: Sequence[str]) -> Answers:
    """The greatest of the values."""
    return _extreme(view, keys, _value(question, view), _value(question, view).max())


def latest(question: Question, view: View, keys: Sequence[str]) -> Answers:
    """The value in the row with the latest date. Refused where that date has two different values."""
    assert question.date is not None  # noqa: S101 - a latest without a date is refused with the definitions
    column, day = _value(question, view), view[question.date]
    groups = query(view, keys, present=column.count())
    dated = view.where(~column.is_null(), ~day.is_null())
    last = dated.with_column("last", day.max().over(*keys) if keys else day.max()).where(day == nw.col("last"))
    found = query(last, keys, low=column.min(), high=column.max())
    told_twice = [key for key, got in found.items() if got["low"] != got["high"]]
    if told_twice:  # groups come in any order, and one is named
        raise Refused(_contradiction(question, last, keys, min(told_twice, key=lambda key: [str(one) for one in key])))
    return {
        key: Answer(exact(found[key]["high"]) if key in found else None, got["rows"], got["rows"] - got["present"])
        for key, got in groups.items()
    }


def share(question: Question, view: View, keys: Sequence[str]) -> Answers:
    """Of the rows, or of the people with a column, those that also meet the condition."""
    assert question.meets is not None  # noqa: S101 - a share without one is refused with the definitions
    counted = _told_apart(question, view) if question.column else nw.lit(1)
    prepared = view.with_column("meeting", nw.when(question.meets).then(counted))
    if question.column is None:
        groups = query(prepared, keys, meeting=nw.col("meeting").count())
        return {key: _share(Answer(got["rows"], got["rows"]), got["meeting"]) for key, got in groups.items()}
    meeting = nw.col("meeting")
    asked = {"present": counted.count(), "distinct": counted.n_unique()}
    groups = query(prepared, keys, **asked, meets=meeting.count(), meeting=meeting.n_unique())
    return {key: _share(_distinct(got), _without_missing(got, "meeting", "meets")) for key, got in groups.items()}


MEASURES: Mapping[str, Callable[[Question, View, Sequence[str]], Answers]] = {
    "count": count,
    "unique": unique,
    "sum": total,
    "mean": mean,
    "min": minimum,
    "max": maximum,
    "latest": latest,
    "share": share,
}


def empty(measure: str) -> Answer:
    """The answer over no rows."""
    return Answer(0 if measure in ZERO else None)


def query(view: View, keys: Sequence[str], **asked: nw.Expr) -> dict[Key, dict[str, Any]]:
    """One query: the rows of each group, and what is asked of them. Without keys there is one group, ()."""
    asked = {"rows": nw.len(), **asked}
    columns = [expression.alias(f"a_{name}") for name, expression in asked.items()]
    frame = view.frame.group_by(*keys).agg(*columns) if keys else view.frame.select(*columns)
    rows = view.engine.fetch(frame)
    return {row[: len(keys)]: dict(zip(asked, row[len(keys) :], strict=True)) for row in rows}


def _value(question: Question, view: View) -> nw.Expr:
    assert question.column is not None  # noqa: S101 - a measure without its column is refused with the definitions
    return view[question.column]


def _told_apart(question: Question, view: View) -> nw.Expr:
    assert question.column is not None  # noqa: S101 - a measure without its column is refused with the definitions
    return view.coded(question.column)


def _distinct(got: Mapping[str, Any]) -> Answer:
    distinct = _without_missing(got, "distinct", "present")
    return Answer(distinct, got["rows"], got["rows"] - got["present"], got["present"] - distinct)


def _without_missing(got: Mapping[str, Any], distinct: str, present: str) -> int:
    """`n_unique` counts missing as a value of its own."""
    return int(got[distinct] or 0) - int(got["rows"] > got[present])


def _share(of: Answer, meeting: int) -> Answer:
    whole = of.value
    value = Fraction(meeting, whole) if isinstance(whole, int) and whole else None
    parts = (meeting, whole) if isinstance(whole, int) else None
    return Answer(value, of.rows, of.missing, of.repeats, parts)


def _extreme(view: View, keys: Sequence[str], column: nw.Expr, asked: nw.Expr) -> Answers:
    groups = query(view, keys, present=column.count(), value=asked)
    return {key: Answer(exact(got["value"]), got["rows"], got["rows"] - got["present"]) for key, got in groups.items()}


def _scale(column: Column, view: View) -> int | None:
    """The decimals that a column's numbers have at the most; None where they are better not summed as integers."""
    return None if len(view.source) <= SMALL else scale(view, column)


def _contradiction(question: Question, last: View, keys: Sequence[str], key: Key) -> Finding:
    """Two values on the latest date of a group: both rows are named."""
    assert question.column is not None  # noqa: S101 - the caller has asked it
    group = [
        nw.col(name) == value if value is not None else nw.col(name).is_null()
        for name, value in zip(keys, key, strict=True)
    ]
    rows = last.engine.fetch(
        last.where(*group).frame.select(last[question.column].alias("v"), last[row_number()].alias("row"))
    )
    return contradiction(last, rows, question.column)


def contradiction(view: View, told: Iterable[tuple[Any, int]], column: Column, what: str = "") -> Finding:
    """The finding for rows that hold different values on one date: the first, and the first that says otherwise."""
    (value, first), *others = sorted(told, key=lambda record: record[1])
    second = next(row for other, row in others if other != value)
    (file, row), (_, other_row) = view.places([first, second])
    rows = f", in rows {row} and {other_row}" if row is not None else ""
    fault = f"{what}two values on the latest date{rows}"
    return Finding("constraint-error", fault, "correct one of them, or its date", file, row, column.field.name)
