"""In which category of a breakdown a row is, and which rows meet a condition on a dimension."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import narwhals.stable.v2 as nw

from roundtable_cli.errors import CONSTRAINT_ERROR, UNKNOWN_VALUE, Finding, Refused, definition_error, locating_findings
from roundtable_cli.indicators.binding.bound_columns import BoundBreakdown, BoundColumn, BoundCondition, row_number
from roundtable_cli.indicators.definitions.conditions import OneOf
from roundtable_cli.indicators.definitions.framework import NOT_RECORDED, TOTAL, normalize_spelling
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT, period_containing
from roundtable_cli.indicators.frames import dates, predicates
from roundtable_cli.indicators.frames.dimension_categories import (
    DimensionCategories,
    codes_by_spelling,
    find_category_code,
)
from roundtable_cli.indicators.frames.view import TableView, unknown_as_false
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing


def bound_predicate(bound: BoundCondition, view: TableView, categories: DimensionCategories) -> nw.Expr:
    """The rows for which a condition holds, on a column or on a dimension."""
    condition, breakdown = bound.condition, bound.target
    if isinstance(breakdown, BoundColumn):
        return predicates.column_predicate(condition, breakdown, view)
    column = _tested_expression(breakdown, view, categories)
    if not isinstance(condition.test, OneOf):
        return predicates.condition_predicate(condition, column)
    declared = categories.declared_categories(breakdown.dimension)
    codes = {
        find_category_code(str(value), declared, lambda: _distinct_keys(breakdown, view, column))
        for value in condition.test.values
    }
    if not breakdown.is_list:
        named = condition.with_named_values(code for code in codes if code is not None)
        return predicates.condition_predicate(named, column)
    # The items of a list are tested as they are written: all spellings of the categories are looked for.
    code_of = codes_by_spelling(declared)
    items = _distinct_keys(breakdown, view, column)
    wanted = tuple(item for item in items if code_of.get(normalize_spelling(item), item) in codes)
    return predicates.list_predicate(OneOf(wanted, condition.test.wanted), column)


def find_unknown_category(bound: BoundCondition, view: TableView, categories: DimensionCategories) -> Finding | None:
    """The fault of naming a value or category that no row has; None where there is one, or nothing has any value."""
    condition, breakdown = bound.condition, bound.target
    if view.is_partial:  # values that are known only later are not unknown
        return None
    if isinstance(breakdown, BoundColumn):
        return predicates.find_unknown_value(condition, breakdown, view)
    if not isinstance(condition.test, OneOf):
        return None
    column, all_rows = _tested_expression(breakdown, view, categories), view.all_rows
    declared = categories.declared_categories(breakdown.dimension)
    unknown = [
        value
        for value in condition.test.values
        if find_category_code(str(value), declared, lambda: _distinct_keys(breakdown, all_rows, column)) is None
    ]
    if not unknown:
        return None
    known = [*(category.code for category in declared), *_distinct_keys(breakdown, all_rows, column)]
    if known and breakdown.column is not None and breakdown.column.field.personal:
        return Finding(UNKNOWN_VALUE, f"{condition.name} is personal, and has no such category", "correct it")
    return predicates.unknown_value_finding(condition, unknown[0], known) if known else None


def _tested_expression(breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories) -> nw.Expr:
    """What a condition on a dimension tests: the list of items of each row, or the key of its category."""
    if breakdown.is_list and breakdown.column:
        return view[breakdown.column]
    return category_expression(breakdown, view, categories)


def checked_predicate(
    conditions: Sequence[BoundCondition], view: TableView, categories: DimensionCategories
) -> nw.Expr | None:
    """The rows for which all conditions hold, None where there are none. Refused where no row has a value they name."""
    for condition in conditions:
        if finding := find_unknown_category(condition, view, categories):
            raise Refused(finding)
    tests = [bound_predicate(condition, view, categories) for condition in conditions]
    return nw.all_horizontal(*unknown_as_false(tests), ignore_nulls=False) if tests else None


def add_category_column(
    breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories, keys: Sequence[str]
) -> TableView:
    """The view with each row's category in the last column of `keys`; a row that is in several stands under each."""
    name = keys[-1]
    if not (breakdown.is_list and breakdown.column):
        return view.with_column(name, category_expression(breakdown, view, categories))
    view = view.with_column(name, view[breakdown.column])
    exploded = view.engine.explode_list(view.frame, name)
    single = breakdown.column._replace(field=Field(breakdown.column.field.name))
    items = view.with_other_rows(exploded, {**view.column_names, single: name})
    spelled = items.with_column(name, category_expression(breakdown._replace(column=single), items, categories))
    return drop_repeated_rows(spelled, keys)  # two items may spell one category


def drop_repeated_rows(view: TableView, keys: Sequence[str]) -> TableView:
    """Each row once in each category that it is in."""
    return view.with_frame(view.frame.unique(subset=[view.column_names[row_number()], *keys]))


def category_expression(breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories) -> nw.Expr:
    """The key of the category that each row is in; missing where it is not recorded."""
    if breakdown.tests:
        return _category_by_condition(breakdown, view, categories)
    if breakdown.dimension.bands and breakdown.column:
        return _category_by_band(breakdown, view[breakdown.column], view)
    if breakdown.dimension.name in MONTHS_PER_UNIT and breakdown.date:
        return _category_by_time(breakdown.dimension.name, view[breakdown.date], view, categories)
    if breakdown.column is None:
        raise TypeError(breakdown)
    return _category_by_value(breakdown, breakdown.column, view, categories)


def _category_by_condition(breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories) -> nw.Expr:
    """The first category whose conditions hold."""
    chosen, file = nw.lit(None, dtype=nw.String), categories.binder.framework.file
    for code, conditions in reversed(breakdown.tests):  # what is written last is asked first
        with locating_findings(file, f"[dimensions.{breakdown.dimension.name}] categories.{code}"):
            holds = checked_predicate(conditions, view, categories)
        chosen = nw.lit(code) if holds is None else nw.when(holds).then(nw.lit(code)).otherwise(chosen)
    return chosen


def _category_by_band(breakdown: BoundBreakdown, column: nw.Expr, view: TableView) -> nw.Expr:
    """The band of a number, or of the age on the date of the row."""
    age = dates.completed_years(view[breakdown.date], column) if breakdown.date else column
    below, *names = breakdown.dimension.band_names
    bands = [band if isinstance(band, int) else float(band) for band in breakdown.dimension.bands]
    chosen: nw.Expr = nw.when(age < bands[0]).then(nw.lit(below))
    for start, name in zip(bands, names, strict=True):
        chosen = nw.when(age >= start).then(nw.lit(name)).otherwise(chosen)
    return chosen


def _category_by_time(unit: str, day: nw.Expr, view: TableView, categories: DimensionCategories) -> nw.Expr:
    """The name of the month, quarter, … that a date is in. Python names those that there are: no engine knows them."""
    month = day.dt.year() * 12 + day.dt.month() - 1
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
    code_of, codes = codes_by_spelling(declared), {category.code for category in declared}
    texts = {value: parsing.value_to_text(value, column.field) for value in view.list_values(column)}
    keys = {
        value: text if text in codes else code_of.get(normalize_spelling(text), text) for value, text in texts.items()
    }
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


def _distinct_keys(breakdown: BoundBreakdown, view: TableView, column: nw.Expr) -> list[str]:
    """The keys that the rows have; of a dimension whose values are lists, the items."""
    values = view.distinct_values(column)
    if breakdown.dimension.bands:
        values += breakdown.dimension.band_names
    return predicates.distinct_items(values) if breakdown.is_list else [str(key) for key in values]
