"""Calculated columns of a table's rows: over columns of the row itself, or over the rows of another table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, Refused, definition_error, locating_findings, quote_names
from roundtable_cli.finding_codes import CONSTRAINT_ERROR
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, Derivation, RollupLink
from roundtable_cli.indicators.frames import dates, dimension_conditions, predicates, split_date_values
from roundtable_cli.indicators.frames.dimension_categories import DimensionCategories
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures import rollups, row_columns
from roundtable_cli.indicators.measures.rollup_context import LinkedRows
from roundtable_cli.tables.table import TEXT_TYPES

MAX_SOUGHT = 3  # keys that a message names

# A calculated column over columns without any value has the type that its definition needs of it.
_EMPTY_COLUMN_DTYPES = {"number": nw.Float64(), "integer": nw.Int64(), "date": nw.Datetime(), "datetime": nw.Datetime()}


class RowsWithoutKey(NamedTuple):
    """The number of `rows` of a table that lack the `key` by which they would belong to a row of `owner_table`."""

    table: str
    key: str
    owner_table: str
    rows: int


def row_column_value(
    view: TableView, column: BoundColumn, derivation: Derivation, categories: DimensionCategories
) -> nw.Expr:
    """The value over columns of the row, or the category that the row is in."""
    if derivation.constant is not None:
        return nw.lit(derivation.constant)
    if derivation.breakdown:
        return dimension_conditions.category_expression(derivation.breakdown, view, categories)
    file = categories.binder.framework.file
    if derivation.date_unit:
        if any(one.field.is_untyped for one in derivation.columns):
            return nw.lit(None, dtype=nw.Datetime())
        fiscal_year_start = categories.binder.framework.fiscal_year_start
        return split_date_values.split_date_expression(view, derivation, fiscal_year_start)
    if column.field.is_untyped:
        return nw.lit(None, dtype=_EMPTY_COLUMN_DTYPES.get(column.field.type, nw.String()))
    _check_matching_values(view, derivation, file)
    return row_columns.row_column_expression(view, derivation)


def _check_matching_values(view: TableView, derivation: Derivation, file: str) -> None:
    """Refused where `is` looks for values and no column has any of them: a typing mistake must not give 0."""
    if view.is_partial or derivation.definition is None or not derivation.value_conditions:
        return
    findings = [
        predicates.find_unknown_value(condition.with_named_values([value]), column, view)
        for condition, column in zip(derivation.value_conditions, derivation.columns, strict=True)
        for value in condition.named_values
    ]
    if findings and findings[0] and all(findings):
        with locating_findings(file, f"[calculated.{derivation.definition.rule.code}] is"):
            raise Refused(findings[0])


def find_rows_without_key(linked: TableView, link: RollupLink, table: str) -> RowsWithoutKey | None:
    """How many rows of a linked table belong to no row of `table` for want of a key; None where every row has one."""
    are_missing = [linked[column].is_null() for column in link.linked_columns]
    without_key = linked.filter_rows(nw.any_horizontal(*are_missing, ignore_nulls=False))
    ((rows,),) = linked.engine.fetch_rows(without_key.frame.select(nw.len().alias("n")))
    key = " or ".join(column.field.name for column in link.linked_columns)
    return RowsWithoutKey(link.table, key, table, rows) if rows else None


def rows_known_at(linked: TableView, link: RollupLink, until: date | None, binder: Binder, code: str) -> TableView:
    """The rows of a linked table dated up to the end of a day; all where no day is given, or rows have no date.

    Refused where the table has several dates, and none is named for the calculated column `code`.
    """
    if until is None:
        return linked
    if link.date is None:
        names = [field.name for field in binder.table_fields(link.table) if BoundColumn(field).is_date]
        if len(names) > 1:
            with locating_findings(binder.framework.file, f"[calculated.{code}] date"):
                raise definition_error(f"{link.table} has several dates, {' and '.join(names)}", 'write date = "…"')
        return linked
    return linked.filter_rows(*dates.between_days(linked[link.date], None, until))


def join_rollups(
    view: TableView,
    rows: LinkedRows,
    names: Mapping[BoundColumn, str],
    categories: DimensionCategories,
    fresh_name: Callable[[], str],
) -> TableView:
    """The view with columns over the linked rows that belong to each row, under the names given."""
    grouped = rollups.compute_rollups(rows, {name: column for column, name in names.items()}, categories)
    # Keys get fresh names: on some engines a join keeps those of both sides.
    keys, is_joined = {name: fresh_name() for name in rows.keys}, fresh_name()
    selected = [nw.col(name).alias(fresh) for name, fresh in keys.items()]
    right = grouped.select(*selected, *(nw.col(name) for name in names.values()), nw.lit(1).alias(is_joined))
    frame = view.frame.join(right, left_on=list(rows.own_keys), right_on=list(keys.values()), how="left")
    filled = fill_zeros(names, is_joined)
    return view.with_added_columns(frame.with_columns(*filled) if filled else frame, names)


def fill_zeros(names: Mapping[BoundColumn, str], is_joined: str) -> list[nw.Expr]:
    """The columns of `names` that are 0 without rows or without a value, with this 0.

    A row has joined no rows where `is_joined` has no value; then a measure that counts or sums is 0.
    """
    filled = [
        nw.when(nw.col(is_joined).is_null()).then(nw.lit(0)).otherwise(nw.col(name)).alias(name)
        for column, name in names.items()
        if rollups.is_zero_without_rows(column)
    ]
    return filled + [nw.col(name).fill_null(0) for column, name in names.items() if rollups.is_blank_zero(column)]


def reaches_size(view: TableView, column: BoundColumn, size: Fraction) -> bool:
    """Whether a number of a column is so large, or as far below 0; at size 0 every number is."""
    if not size:
        return True
    ((largest,),) = view.engine.fetch_rows(view.frame.select(view[column].abs().max().alias("largest")))
    return largest is not None and largest >= size


def _describe_sought(lacking: TableView, link: RollupLink) -> str:
    """The keys for which rows lack a value, where they are few texts that may be printed: `currency "сом"`."""
    own, linked = link.own_columns[0], link.linked_columns[0]
    if len(link.own_columns) > 1 or own.field.type not in TEXT_TYPES or own.field.personal or own.field.is_revealed:
        return ""
    texts = sorted(str(text) for text in lacking.distinct_values(lacking[own]) if text is not None)
    return f" (looked for: {linked.field.name} {quote_names(texts)})" if 0 < len(texts) <= MAX_SOUGHT else ""


def check_required_values(view: TableView, column: BoundColumn, known_until: date | None) -> None:
    """Refused where a row has no value for a required column. Rows after the day `known_until` need none yet."""
    derivation, definition = column.derivation, column.derivation and column.derivation.definition
    if derivation is None or definition is None or not definition.required:
        return
    link, is_lacking = derivation.link, view[column].is_null()
    if known_until and known_until < date.max and link and link.until:
        until = view[link.until]
        is_due = ~(until >= dates.start_of_next_day(known_until)) | until.is_null()
        is_lacking = nw.all_horizontal(is_lacking, is_due, ignore_nulls=False)
    lacking = view.filter_rows(is_lacking)
    ordinals = lacking.fetch_ordinals()
    if not ordinals:
        return
    name, section = column.field.name, f"[calculated.{definition.rule.code}] of indicators.toml"
    if link:
        fault = f"{link.table} has no row that gives {name} for this row{_describe_sought(lacking, link)}"
        remedy = f"add a row to {link.table}"
    else:
        fault, remedy = f"{name} needs a value that is blank, or divides by 0", "fill in the value"
    remedy += f", or delete required = true in {section}"
    if view.source.is_key_table:  # a table of keys has no rows of its own to name
        fault, ordinals = f"{fault} ({len(ordinals)} such rows)", ordinals[:1]
    places = view.locate_rows(ordinals)
    raise Refused(*(Finding(CONSTRAINT_ERROR, fault, remedy, *place, column.field.name) for place in places))
