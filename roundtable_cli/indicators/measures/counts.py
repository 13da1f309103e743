"""Counts of rows, and of different values. A weighted count is a sum of weights (`sums`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import Derivation
from roundtable_cli.indicators.definitions.framework import CalculatedColumn
from roundtable_cli.indicators.frames import predicates
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures.answers import AnswersByGroup, GroupAnswer, MeasureQuery, aggregate_groups
from roundtable_cli.indicators.measures.rollup_context import RollupContext, RollupExpressions

# Over the rows of a view


def count_rows(_: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """Rows."""
    return {key: GroupAnswer(group["rows"], group["rows"]) for key, group in aggregate_groups(view, keys).items()}


def count_distinct(query: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """Different values that are not missing."""
    column = view.distinct_expression(query.operand)
    groups = aggregate_groups(view, keys, present=column.count(), distinct=column.n_unique())
    return {key: distinct_answer(group) for key, group in groups.items()}


def distinct_answer(group: Mapping[str, Any]) -> GroupAnswer:
    """The answer of a group with its numbers of `rows`, of values `present` and of `distinct` ones."""
    distinct = distinct_without_missing(group, "distinct", "present")
    return GroupAnswer(distinct, group["rows"], group["rows"] - group["present"], group["present"] - distinct)


def distinct_without_missing(group: Mapping[str, Any], distinct: str, present: str) -> int:
    """The number of different values; `n_unique` counts missing as a value of its own."""
    return int(group[distinct] or 0) - int(group["rows"] > group[present])


# Over the rows that belong to a row


def rollup_count(context: RollupContext) -> RollupExpressions:
    """The rows that meet the conditions."""
    counted = context.null_unless_holds(nw.lit(1))
    return RollupExpressions({"": counted}, {"": context.part("").count()}, context.part(""), adds_up=True)


def rollup_distinct(context: RollupContext) -> RollupExpressions:
    """Different values of the rows that meet the conditions."""
    per_group = {"d": context.part("").n_unique(), "c": context.part("").count(), "n": nw.len()}
    value = rollup_without_missing(context, "d", "c")
    return RollupExpressions({"": context.null_unless_holds(context.operand)}, per_group, value)


def rollup_without_missing(context: RollupContext, distinct: str, present: str) -> nw.Expr:
    """The number of different values in a group; `n_unique` counts missing as a value of its own."""
    missing = nw.when(context.part("n") > context.part(present)).then(nw.lit(1)).otherwise(nw.lit(0))
    return context.part(distinct) - missing


# Over columns of a row


def count_columns(view: TableView, derivation: Derivation, _: CalculatedColumn) -> nw.Expr:
    """How many columns of the row have a value; with `is`, one of the values that it names."""
    return count_matching(view, derivation) if derivation.value_conditions else count_present(view, derivation)


def count_distinct_columns(view: TableView, derivation: Derivation, _: CalculatedColumn) -> nw.Expr:
    """How many different values the columns of the row have: each counts where no earlier column has it."""
    values, tests = [view[column] for column in derivation.columns], []
    for index, value in enumerate(values):
        is_new = [(value != earlier) | earlier.is_null() for earlier in values[:index]]
        tests.append(nw.all_horizontal(~value.is_null(), *is_new, ignore_nulls=False))
    return count_true(tests)


def count_matching(view: TableView, derivation: Derivation) -> nw.Expr:
    """How many columns of the row have one of the values that are looked for."""
    pairs = zip(derivation.value_conditions, derivation.columns, strict=True)
    return count_true(predicates.column_predicate(condition, column, view) for condition, column in pairs)


def count_present(view: TableView, derivation: Derivation) -> nw.Expr:
    """How many columns of the row have a value."""
    return count_true(~view[column].is_null() for column in derivation.columns)


def count_true(tests: Iterable[nw.Expr]) -> nw.Expr:
    """How many of some tests hold for a row."""
    return reduce(add, (nw.when(test).then(nw.lit(1)).otherwise(nw.lit(0)) for test in tests))
