"""The value in the row with the latest date. Two different values on that date contradict each other: refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import CONSTRAINT_ERROR
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, row_number
from roundtable_cli.indicators.frames.scaled import to_exact_number
from roundtable_cli.indicators.frames.view import TableView, distinct_rows
from roundtable_cli.indicators.measures.answers import (
    AnswersByGroup,
    GroupAnswer,
    GroupKey,
    MeasureQuery,
    aggregate_groups,
)
from roundtable_cli.indicators.measures.rollup_context import LinkedRows, RollupContext, RollupExpressions
from roundtable_cli.tables.engines.engine import Frame

# Over the rows of a view


def find_latest(query: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The value in the row with the latest date. Refused where that date has two different values."""
    if query.date is None:
        raise TypeError(query)  # the definitions are refused before
    column, day = view[query.operand], view[query.date]
    groups = aggregate_groups(view, keys, present=column.count())
    dated = view.filter_rows(~column.is_null(), ~day.is_null())
    last = dated.with_column("last", day.max().over(*keys) if keys else day.max()).filter_rows(day == nw.col("last"))
    values = aggregate_groups(last, keys, low=column.min(), high=column.max())
    if contradicted := [key for key, group in values.items() if group["low"] != group["high"]]:
        # An engine gives groups in any order: the first by its name is the one to tell of.
        key = min(contradicted, key=lambda key: [str(part) for part in key])
        raise Refused(_group_contradiction(query.operand, last, keys, key))
    return {
        key: GroupAnswer(
            to_exact_number(values[key]["high"], query.operand) if key in values else None,
            group["rows"],
            group["rows"] - group["present"],
        )
        for key, group in groups.items()
    }


def _group_contradiction(column: BoundColumn, last: TableView, keys: Sequence[str], key: GroupKey) -> Finding:
    """The finding for one group of the rows of the latest date."""
    is_in_group = [
        nw.col(name).is_null() if value is None else nw.col(name) == value
        for name, value in zip(keys, key, strict=True)
    ]
    group = last.filter_rows(*is_in_group).frame
    rows = last.engine.fetch_rows(group.select(last[column].alias("value"), last[row_number()].alias("row")))
    return _contradiction_finding(last, rows, column)


def _contradiction_finding(
    view: TableView, rows: Iterable[tuple[Any, int]], column: BoundColumn, what: str = ""
) -> Finding:
    """The finding for different values, each with its row, on one date; it names the first, and the next other one."""
    (value, first), *others = sorted(rows, key=lambda row: row[1])
    second = next(ordinal for other, ordinal in others if other != value)
    (file, row), (_, other_row) = view.locate_rows([first, second])
    where = f", in rows {row} and {other_row}" if row is not None else ""
    fault = f"{what}two different values on the latest date{where}"
    return Finding(CONSTRAINT_ERROR, fault, "correct one of the two values, or its date", file, row, column.field.name)


# Over the rows that belong to a row


def rollup_latest(context: RollupContext) -> RollupExpressions:
    """The value of the belonging row with the latest date."""
    date = context.derivation.link.date if context.derivation.link else None
    if date is None:
        raise TypeError(context.definition)  # the definitions are refused before
    day = nw.when(~context.operand.is_null()).then(context.view[date])
    last = context.part("t").max().over(*context.rows.keys)
    per_row = {
        "t": context.null_unless_holds(day),
        "": nw.when(context.part("t") == last).then(context.operand),
    }
    per_group = {"l": context.part("").min(), "h": context.part("").max()}
    return RollupExpressions(per_row, per_group, context.own_value(context.part("h")), is_latest=True)


def check_latest_is_unique(context: RollupContext, prepared: Frame, grouped: Frame) -> None:
    """Refused where a row has two different values on the latest date among those that belong to it; both are named.

    `prepared` are the linked rows with what was worked out for each, `grouped` what was asked of each group.
    """
    rows = context.rows
    contradicted = grouped.filter(context.part("l") != context.part("h")).select(*rows.keys)
    # Only keys that a row of the table has matter: the values of others reach no result.
    contradicted = contradicted.join(_own_keys(rows), left_on=list(rows.keys), right_on=_own_names(rows), how="inner")
    rows_of_last_date = prepared.join(contradicted, on=list(rows.keys), how="inner").filter(~context.part("").is_null())
    selected = rows_of_last_date.select(
        *rows.keys, context.part("").alias("value"), context.view[row_number()].alias("row")
    )
    records = context.view.engine.fetch_rows(selected)
    if records:
        key = min(records, key=lambda record: record[-1])[:-2]
        of_key = [(value, ordinal) for *own, value, ordinal in records if tuple(own) == key]
        column, code = context.derivation.columns[0], context.definition.rule.code
        raise Refused(_contradiction_finding(context.view, of_key, column, f"{code}: "))


def _own_keys(rows: LinkedRows) -> Frame:
    """The different keys of the table's own rows, under names that no linked row has a column of."""
    return distinct_rows(
        rows.own_rows.select(*(nw.col(name).alias(f"{name}_own") for name in dict.fromkeys(rows.own_keys)))
    )


def _own_names(rows: LinkedRows) -> list[str]:
    return [f"{name}_own" for name in rows.own_keys]
