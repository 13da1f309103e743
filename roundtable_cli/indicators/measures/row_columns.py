"""Calculated columns over columns of the same row."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import Derivation
from roundtable_cli.indicators.definitions.framework import CLOCK_UNITS, CalculatedColumn
from roundtable_cli.indicators.frames.clock_times import clock_difference
from roundtable_cli.indicators.frames.scaled import divide_scaled, rounding_limit, scale_columns
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures import catalogue
from roundtable_cli.tables.values.parsing import LIST_SEPARATOR


def row_column_expression(view: TableView, derivation: Derivation) -> nw.Expr:
    """The value of each row from columns of its own; without a definition, the set of their values as one text."""
    definition = derivation.definition
    if definition is None:
        texts = [view[column].cast(nw.String) for column in derivation.columns]
        return nw.concat_str(*texts, separator=LIST_SEPARATOR)
    measure = definition.rule.measure
    if measure in catalogue.CATEGORICAL_OPERATIONS:
        return catalogue.CATEGORICAL_OPERATIONS[measure](view, derivation, definition)
    values = [view[column] for column in derivation.columns]
    if is_by_the_clock(derivation):
        return _clock_expression(view, derivation, definition)
    if derivation.columns[0].is_date:
        return catalogue.DATE_OPERATIONS[measure](values, definition)
    if not any(column.is_numeric or column.is_date for column in derivation.columns):
        return catalogue.TEXT_OPERATIONS[measure](values)
    return _number_expression(view, derivation, definition)


def is_by_the_clock(derivation: Derivation) -> bool:
    """Whether a calculated column is the time between two moments, or two times of a day, in hours or minutes."""
    rule = derivation.definition.rule if derivation.definition else None
    if derivation.link or rule is None or not rule.is_formula or rule.unit("") not in CLOCK_UNITS:
        return False
    return any(column.is_date or column.is_time_of_day for column in derivation.columns)


def _clock_expression(view: TableView, derivation: Derivation, definition: CalculatedColumn) -> nw.Expr:
    """The time between two moments of a row, times the factor and rounded as the definition says."""
    time = clock_difference(view, derivation.columns, definition.rule.unit(""))
    return divide_scaled(time.top, time.bottom, definition.rule.total_factor, definition.decimals)


def _number_expression(view: TableView, derivation: Derivation, definition: CalculatedColumn) -> nw.Expr:
    """A number of each row, times the factor and rounded as the definition says."""
    rule, decimals = definition.rule, definition.decimals
    numbers = scale_columns(view, *derivation.columns)
    if definition.blank_is_zero:
        numbers = [number.with_blanks_as_zero() for number in numbers]
    top, bottom = catalogue.NUMERIC_OPERATIONS[rule.measure](numbers)
    keeps_values = rule.traits.is_own_value and not definition.changes_numbers
    if keeps_values and all(column.field.type == "integer" for column in derivation.columns) and top.is_exact:
        return nw.when(top.is_present).then(top.number)
    limit = rounding_limit(top, bottom, rule.total_factor, decimals, is_quotient=rule.traits.is_quotient)
    if limit is not None and not keeps_values:
        view.rounding_limits[definition.full_name] = limit
    return divide_scaled(top, bottom, rule.total_factor, decimals)
