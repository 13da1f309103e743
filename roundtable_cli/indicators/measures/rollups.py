"""Calculated columns over the rows of another table that belong to each row, one pass for all over the same rows."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals.stable.v2 as nw

from roundtable_cli.errors import locating_findings
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, Derivation, RollupLink
from roundtable_cli.indicators.definitions.framework import CalculatedColumn
from roundtable_cli.indicators.frames import dimension_conditions
from roundtable_cli.indicators.frames.dimension_categories import DimensionCategories
from roundtable_cli.indicators.frames.view import TableView, distinct_rows, nulls_as_false
from roundtable_cli.indicators.measures import catalogue, currency, latest
from roundtable_cli.indicators.measures.rollup_context import LinkedRows, RollupContext
from roundtable_cli.tables.engines.engine import Frame


def compute_rollups(
    rows: LinkedRows, columns: Mapping[str, BoundColumn], categories: DimensionCategories, running_along: str = ""
) -> Frame:
    """A row for each group of linked rows: its keys, and the columns under the names given, all in one pass.

    With one of the keys as `running_along`, each group is taken together with those before it along this key; all of
    the columns must add up.
    """
    contexts = [_build_context(rows, column, categories, name) for name, column in columns.items()]
    rollups = [(context, catalogue.ROLLUPS[context.definition.rule.measure](context)) for context in contexts]
    view = rows.view
    for context, rollup in rollups:
        for part, expression in rollup.per_row.items():  # one after another: a later part may read an earlier one
            view = view.with_column(f"{context.name}{part}", expression)
    per_group = [
        expression.alias(f"{context.name}{part}")
        for context, rollup in rollups
        for part, expression in rollup.per_group.items()
    ]
    grouped = view.frame.group_by(*rows.keys).agg(*per_group)
    for context, rollup in rollups:
        if rollup.is_latest:
            latest.check_latest_is_unique(context, view.frame, grouped)
    if running_along:
        others = [key for key in rows.keys if key != running_along]
        parts = [f"{context.name}{part}" for context, rollup in rollups for part in rollup.per_group]
        sums = [nw.col(part).cum_sum().over(*others, order_by=running_along).alias(part) for part in parts]
        grouped = grouped.with_columns(*sums)
    values = [rollup.value.alias(context.name) for context, rollup in rollups]
    return grouped.with_columns(*values).select(*rows.keys, *columns)


def adds_up(rows: LinkedRows, column: BoundColumn, categories: DimensionCategories) -> bool:
    """Whether a column over two groups of linked rows together is made of sums over each."""
    context = _build_context(rows, column, categories, "")
    return catalogue.ROLLUPS[context.definition.rule.measure](context).adds_up


def _build_context(rows: LinkedRows, column: BoundColumn, categories: DimensionCategories, name: str) -> RollupContext:
    """A calculated column over linked rows, its conditions as expressions. Refused where its amounts can't be added."""
    derivation, definition = _require_definition(column)
    section, framework = f"[calculated.{definition.rule.code}]", categories.binder.framework
    with locating_findings(framework.file, f"{section} where"):
        predicate = dimension_conditions.checked_predicate(derivation.where, rows.view, categories)
    if derivation.columns and derivation.currency:
        counted = rows.view.filter_rows(predicate) if predicate is not None else rows.view
        currency.check_one_currency(definition.rule, counted, derivation.columns[0], derivation.currency, framework)
    with locating_findings(framework.file, f"{section} meets"):
        meets = dimension_conditions.checked_predicate(derivation.meets, rows.view, categories)
    if definition.rule.excludes_blanks:
        undecided = dimension_conditions.undecided_predicate(derivation.meets, rows.view, categories)
        predicate = _and_not(predicate, undecided)
    return RollupContext(rows, derivation, definition, name, predicate, meets)


def _and_not(predicate: nw.Expr | None, excluded: nw.Expr | None) -> nw.Expr | None:
    if predicate is None or excluded is None:
        return predicate if excluded is None else ~excluded
    return nw.all_horizontal(*nulls_as_false([predicate, ~excluded]), ignore_nulls=False)


def _require_definition(column: BoundColumn) -> tuple[Derivation, CalculatedColumn]:
    if column.derivation is None or column.derivation.definition is None:
        raise TypeError(column)
    return column.derivation, column.derivation.definition


def is_zero_without_rows(column: BoundColumn) -> bool:
    """Whether a row to which no rows belong has 0, as for counts and sums; else it has no value."""
    _, definition = _require_definition(column)
    return definition.rule.traits.zero_without_rows and not definition.blank_is_zero


def is_blank_zero(column: BoundColumn) -> bool:
    """Whether every row without a value has 0, as the definition says."""
    return _require_definition(column)[1].blank_is_zero


def link_rows(linked: TableView, link: RollupLink, own: TableView) -> LinkedRows:
    """The rows of a link under the keys of the rows of `own` that they belong to.

    Rows that lack a key belong to nothing. Where dates of the row bound them (`until`, `since`), each stands under
    every different pair of key and dates that takes it in.
    """
    pairs = [
        (linked.column_names[column], own.column_names[own_column])
        for column, own_column in zip(link.linked_columns, link.own_columns, strict=True)
    ]
    by_own_name = {own_name: name for name, own_name in pairs}
    # One column of the table may match two of the linked one, which then must be equal.
    are_equal = [
        nw.col(name) == nw.col(by_own_name[own_name]) for name, own_name in pairs if by_own_name[own_name] != name
    ]
    linked = linked.filter_rows(*(~nw.col(name).is_null() for name, _ in pairs), *are_equal)
    keys, own_keys = tuple(by_own_name.values()), tuple(by_own_name)
    if link.date is None or not (link.until or link.since):
        return LinkedRows(linked, keys, own.frame, own_keys)
    return _link_dated_rows(linked, link, own, keys, own_keys)


def _link_dated_rows(
    linked: TableView, link: RollupLink, own: TableView, keys: tuple[str, ...], own_keys: tuple[str, ...]
) -> LinkedRows:
    """Linked rows under each combination of keys and bounding dates, of the table's own rows, that takes them in."""
    bounds = [own.column_names[bound] for bound in (link.until, link.since) if bound]
    own_names = tuple(dict.fromkeys((*own_keys, *bounds)))
    fresh = {name: f"{name}_bounded" for name in own_names}  # no column of the linked rows is called so
    complete = own.filter_rows(*(~nw.col(name).is_null() for name in own_names)).frame
    combinations = distinct_rows(complete.select(*(nw.col(name).alias(other) for name, other in fresh.items())))
    fresh_keys = [fresh[name] for name in own_keys]
    paired = linked.frame.join(combinations, left_on=list(keys), right_on=fresh_keys, how="inner")
    # A join along keys of other names keeps those of the left, which are equal.
    paired = paired.with_columns(*(nw.col(name).alias(key) for name, key in zip(keys, fresh_keys, strict=True)))
    tests = []
    if link.until:
        tests.append(_comparable_date(linked, link, link.until) <= nw.col(fresh[own.column_names[link.until]]))
    if link.since:
        tests.append(_comparable_date(linked, link, link.since) >= nw.col(fresh[own.column_names[link.since]]))
    dated = linked.with_frame(paired.filter(*tests))
    return LinkedRows(dated, tuple(fresh.values()), own.frame, own_names)


def _comparable_date(linked: TableView, link: RollupLink, bound: BoundColumn) -> nw.Expr:
    """The date of the linked rows; its day alone, where it is a time and the bound is a day."""
    if link.date is None:
        raise TypeError(link)
    is_time = link.date.field.type == "datetime" and bound.field.type != "datetime"
    return linked[link.date].dt.truncate("1d") if is_time else linked[link.date]
