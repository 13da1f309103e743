"""The share of rows, or of people, that meet a condition."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import Derivation
from roundtable_cli.indicators.definitions.framework import CalculatedColumn
from roundtable_cli.indicators.frames.scaled import SCALED_ONE, divide_scaled
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures.answers import (
    Aggregation,
    AnswersByGroup,
    ExactNumber,
    GroupAnswer,
    MeasureQuery,
    aggregate_groups,
)
from roundtable_cli.indicators.measures.counts import (
    count_matching,
    count_present,
    distinct_answer,
    distinct_without_missing,
    rollup_without_missing,
)
from roundtable_cli.indicators.measures.rollup_context import RollupContext, RollupExpressions
from roundtable_cli.indicators.measures.sums import sum_weights

# Over the rows of a view


def compute_share(query: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """Of the rows, or of the people that a column names, those that meet the condition."""
    if query.excludes_blanks and query.blank is not None:
        return _exclude_blanks(query, query.blank, view, keys, compute_share)
    counted = view.distinct_expression(query.column) if query.column else nw.lit(1)
    prepared, meeting = view.with_column("meeting", nw.when(_condition(query)).then(counted)), nw.col("meeting")
    expressions = {}
    if query.blank is not None:
        prepared = prepared.with_column("blank", nw.when(query.blank).then(nw.lit(1)))
        expressions["blank"] = nw.col("blank").count()
    if query.column is None:
        groups = aggregate_groups(prepared, keys, meeting=meeting.count(), **expressions)
        return {
            key: _share_answer(GroupAnswer(group["rows"], group["rows"], blank=group.get("blank", 0)), group["meeting"])
            for key, group in groups.items()
        }
    expressions |= {"present": counted.count(), "distinct": counted.n_unique()}
    expressions |= {"meets": meeting.count(), "meeting": meeting.n_unique()}
    groups = aggregate_groups(prepared, keys, **expressions)
    return {
        key: _share_answer(
            distinct_answer(group)._replace(blank=group.get("blank", 0)),
            distinct_without_missing(group, "meeting", "meets"),
        )
        for key, group in groups.items()
    }


def compute_weighted_share(query: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The weights of the rows that meet the condition, over those of all rows."""
    if query.excludes_blanks and query.blank is not None:
        return _exclude_blanks(query, query.blank, view, keys, compute_weighted_share)
    wholes = sum_weights(query, view, keys)  # first, as it names every row with a faulty weight
    meeting = sum_weights(query, view.filter_rows(_condition(query)), keys)
    blank = {} if query.blank is None else aggregate_groups(view.filter_rows(query.blank), keys)
    return {
        key: _share_answer(
            whole._replace(blank=blank[key]["rows"] if key in blank else 0), meeting.get(key, GroupAnswer(0)).value
        )
        for key, whole in wholes.items()
    }


def _exclude_blanks(
    query: MeasureQuery, blank: nw.Expr, view: TableView, keys: Sequence[str], compute: Aggregation
) -> AnswersByGroup:
    """The share of the rows of which no blank cell hides whether they meet the condition; all rows are told."""
    decided = compute(query._replace(blank=None), view.filter_rows(~blank), keys)
    present = view[query.column].count() if query.column else nw.len()
    excluded = aggregate_groups(view.filter_rows(blank), keys, present=present)
    nobody = _share_answer(GroupAnswer(0), 0)
    answers = dict(decided)
    for key, group in excluded.items():
        answer, rows = decided.get(key, nobody), group["rows"]
        missing = answer.missing + rows - group["present"]
        answers[key] = answer._replace(rows=answer.rows + rows, missing=missing, blank=rows)
    return answers


def _condition(query: MeasureQuery) -> nw.Expr:
    if query.meets is None:
        raise TypeError(query)  # the definitions are refused before
    return query.meets


def _share_answer(whole: GroupAnswer, meeting: object) -> GroupAnswer:
    """The share of a whole that meets the condition; without a value where the whole is 0."""
    if not isinstance(meeting, ExactNumber) or not isinstance(whole.value, ExactNumber):
        return whole._replace(value=None)
    value = Fraction(meeting) / whole.value if whole.value else None
    return whole._replace(value=value, parts=(meeting, whole.value))


# Over the rows that belong to a row


def rollup_share(context: RollupContext) -> RollupExpressions:
    """Of the rows that meet the conditions, or of their different values, those that also meet the second condition."""
    has_column = bool(context.derivation.columns)
    counted = context.part("")
    meeting = counted if context.meets is None else nw.when(context.meets).then(counted)
    per_row = {"": context.null_unless_holds(context.operand if has_column else nw.lit(1)), "m": meeting}
    if not has_column:
        per_group = {"a": context.part("m").count(), "b": counted.count()}
        top, bottom = context.part("a"), context.part("b")
    else:
        per_group = {"d": counted.n_unique(), "c": counted.count(), "n": nw.len()}
        per_group |= {"e": context.part("m").n_unique(), "f": context.part("m").count()}
        top, bottom = rollup_without_missing(context, "e", "f"), rollup_without_missing(context, "d", "c")
    value = context.scale_value(context.scale_count(top), context.scale_count(bottom))
    return RollupExpressions(per_row, per_group, value, adds_up=not has_column)


# Over columns of a row


def share_of_columns(view: TableView, derivation: Derivation, definition: CalculatedColumn) -> nw.Expr:
    """Of the columns of the row that have a value, those that have one of the values looked for."""
    top, bottom = (
        SCALED_ONE._replace(number=number, largest=len(derivation.columns))
        for number in (count_matching(view, derivation), count_present(view, derivation))
    )
    return divide_scaled(top, bottom, definition.rule.total_factor, definition.decimals)
