"""The category of each row by the value of a column: a declared category, a band, an age group, a month or quarter."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, Refused, definition_error
from roundtable_cli.finding_codes import CONSTRAINT_ERROR
from roundtable_cli.indicators.binding.bound_columns import BoundBreakdown, BoundColumn
from roundtable_cli.indicators.definitions.dimensions import NOT_RECORDED, TOTAL, normalize_spelling
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT, is_period_of_unit, period_containing
from roundtable_cli.indicators.frames import dates, predicates
from roundtable_cli.indicators.frames.dimension_categories import DimensionCategories, codes_by_spelling
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.values import parsing

MAX_CLOCK_CATEGORIES = 24  # different times, at most, that are categories as they stand: shifts, hours


def category_by_column(breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories) -> nw.Expr:
    """The key of the category that each row is in by its column, or by its date; missing where it is not recorded."""
    if breakdown.dimension.bands and breakdown.column:
        if not breakdown.date:
            view.banded_columns[breakdown.column, breakdown.dimension.name] = breakdown.dimension
        if breakdown.column.field.has_long_numbers:
            return _band_of_long_number(breakdown, breakdown.column, view)
        return _category_by_band(breakdown, view[breakdown.column], view)
    if breakdown.dimension.name in MONTHS_PER_UNIT and breakdown.date:
        return _category_by_time(breakdown.dimension.name, view[breakdown.date], view, categories)
    if breakdown.column is None:
        raise TypeError(breakdown)
    return _category_by_value(breakdown, breakdown.column, view, categories)


def _category_by_band(breakdown: BoundBreakdown, column: nw.Expr, view: TableView) -> nw.Expr:
    """The band of a number, or of the age on the date of the row."""
    age = dates.completed_years(view[breakdown.date], column) if breakdown.date else column
    below, *names = breakdown.dimension.band_names
    bands = [band if isinstance(band, int) else float(band) for band in breakdown.dimension.bands]
    chosen: nw.Expr = nw.when(age < bands[0]).then(nw.lit(below))
    for start, name in zip(bands, names, strict=True):
        chosen = nw.when(age >= start).then(nw.lit(name)).otherwise(chosen)
    return chosen


def _band_of_long_number(breakdown: BoundBreakdown, column: BoundColumn, view: TableView) -> nw.Expr:
    """The band of a long number: Python tells it of each different one, as no engine compares them."""
    bands, names = breakdown.dimension.bands, breakdown.dimension.band_names
    texts = view.list_values(column)
    return _map_values(view[column], {text: names[bisect_right(bands, Decimal(text))] for text in texts})


def _category_by_time(unit: str, day: nw.Expr, view: TableView, categories: DimensionCategories) -> nw.Expr:
    """The name of the month, quarter, … that a date is in. Python names those that there are: no engine knows them."""
    month = dates.month_ordinal(day)
    start = categories.binder.framework.fiscal_year_start

    def period_name(ordinal: Any) -> str:
        year, index = divmod(int(ordinal), 12)
        return period_containing(date(year, index + 1, 1), unit, start).name

    return _map_values(month, {ordinal: period_name(ordinal) for ordinal in view.distinct_values(month)})


def _category_by_value(
    breakdown: BoundBreakdown, column: BoundColumn, view: TableView, categories: DimensionCategories
) -> nw.Expr:
    """The value itself, or the declared category that it spells."""
    declared, dimension = categories.declared_categories(breakdown.dimension), breakdown.dimension.name
    code_of, codes = codes_by_spelling(declared, column.field.format), {category.code for category in declared}
    texts = {value: parsing.value_to_text(value, column.field) for value in view.list_values(column)}
    keys = {
        value: text if text in codes else code_of.get(normalize_spelling(text), text) for value, text in texts.items()
    }
    if column.field.is_clock and len(texts) > MAX_CLOCK_CATEGORIES:
        fault = f"{dimension} has {len(texts):,} different times, and each would be a category"
        raise definition_error(fault, "choose another column, or add one with the part of the day or the hours")
    if column.field.personal and not codes.issuperset(keys.values()):
        fault = f"{dimension} is personal, and has values that are in no category"
        raise definition_error(fault, "add them to the aliases of the categories")
    for key in (NOT_RECORDED, TOTAL):
        if key in keys.values():
            fault = f'{dimension} has the value "{key}", which would look like the row of that name in every table'
            label = view.source.file_labels[0] if view.source.file_labels else view.source.table.name
            remedy = "add it to the aliases of a category"
            raise Refused(Finding(CONSTRAINT_ERROR, fault, remedy, label, column=column.field.name))
    return view[column] if all(value == key for value, key in keys.items()) else _map_values(view[column], keys)


def _map_values(column: nw.Expr, names: Mapping[object, str]) -> nw.Expr:
    """A text for each value of a column; missing where it is missing."""
    nothing = nw.lit(None, dtype=nw.String)
    if not names:  # the engines can't replace by nothing
        return nw.when(column.is_null()).then(nothing)
    return column.replace_strict([*names], [*names.values()], default=nothing, return_dtype=nw.String)


def distinct_keys(breakdown: BoundBreakdown, view: TableView, column: nw.Expr) -> list[str]:
    """The keys that a condition may name: those that rows have, and of bands all. Of lists, the items are the keys."""
    values = [*view.distinct_values(column), *(breakdown.dimension.band_names if breakdown.dimension.bands else ())]
    return predicates.distinct_items(values) if breakdown.is_list else [str(key) for key in values]


def could_be_category(breakdown: BoundBreakdown, name: str, categories: DimensionCategories) -> bool:
    """Whether a name that no row has is one that a category could have: a later period, a number, a declared value."""
    column, dimension = breakdown.column, breakdown.dimension
    if dimension.bands or breakdown.tests:
        return False
    if column is None:
        start = categories.binder.framework.fiscal_year_start
        return is_period_of_unit(name, dimension.name, start)
    if predicates.could_hold(column, name):
        return True
    return normalize_spelling(name) in {normalize_spelling(str(value)) for value in column.field.declared_values}
