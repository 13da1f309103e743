"""Breakdowns: which category a row is in, and which categories there are, in which order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import narwhals.stable.v2 as nw

from roundtable_cli.errors import CONSTRAINT_ERROR, UNKNOWN_VALUE, Finding, Refused, definition_error, locating_findings
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import BoundBreakdown, BoundColumn, BoundCondition, row_number
from roundtable_cli.indicators.definitions.conditions import OneOf
from roundtable_cli.indicators.definitions.framework import (
    NOT_RECORDED,
    TOTAL,
    Category,
    Dimension,
    LocalizedText,
    normalize_spelling,
)
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT, period_containing
from roundtable_cli.indicators.frames import dates, predicates
from roundtable_cli.indicators.frames.view import TableView, unknown_as_false
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.natural_order import natural_sort_key


class DimensionCategories:
    """The categories of every dimension of a request; those of referenced tables are read once."""

    def __init__(self, names: Binder, read: Callable[[str, Sequence[BoundColumn]], TableView]) -> None:
        self.binder, self.read_view = names, read
        self._categories_from_tables: dict[str, tuple[Category, ...]] = {}

    def declared_categories(self, dimension: Dimension) -> tuple[Category, ...]:
        """Those that stand in every breakdown, with 0 where no row is in them."""
        if dimension.bands:
            return tuple(Category(name, LocalizedText({"": name})) for name in dimension.band_names[1:-1])
        if not dimension.category_table:
            return dimension.categories
        if dimension.name not in self._categories_from_tables:
            self._categories_from_tables[dimension.name] = tuple(self._read_from_table(dimension))
        return self._categories_from_tables[dimension.name]

    def sort_categories(self, dimension: Dimension, found: Iterable[str]) -> tuple[Category, ...]:
        """The declared ones in their order, then the others that were found, in order."""
        declared = self.declared_categories(dimension)
        rest = {*found} - {category.code for category in declared} - {NOT_RECORDED}
        if dimension.bands:
            below, *_, above = dimension.band_names
            ends = {
                name: (Category(name, LocalizedText({"": name})),) if name in rest else () for name in (below, above)
            }
            return (*ends[below], *declared, *ends[above])
        order = _numeric_sort_key if all(map(_is_number_text, rest)) else _natural_sort_key
        return (*declared, *(Category(code, LocalizedText({"": code})) for code in sorted(rest, key=order)))

    def _read_from_table(self, dimension: Dimension) -> Iterator[Category]:
        """Code, label and order as the rows of the referenced table say; refused where they can't be relied on."""
        table, languages = dimension.category_table, dimension.category_label.texts
        source = self.binder.resolve_source(table)
        if len(source.table.primary_key) != 1:
            raise definition_error(f"{table} has no key of one column", "declare its primaryKey")
        key = self.binder.resolve_column(table, source.table.primary_key[0])
        labels = {language: self.binder.resolve_column(table, name) for language, name in languages.items()}
        if any(column.field.personal for column in (key, *labels.values())):
            raise definition_error(
                f"the categories of {table} are personal: a breakdown would print them", "name another label"
            )
        view = self.read_view(table, [key, row_number(), *labels.values()])
        columns = [view[row_number()], view[key], *(view[column] for column in labels.values())]
        rows = view.engine.fetch_rows(view.frame.select(*(one.alias(f"s{index}") for index, one in enumerate(columns))))
        for _, code, *texts in sorted(rows, key=lambda row: row[0]):
            named = zip(labels, texts, strict=True)
            written = {language: parsing.value_to_text(text) for language, text in named if text is not None}
            yield Category(
                parsing.value_to_text(code, key.field),
                LocalizedText(written or {"": parsing.value_to_text(code, key.field)}),
            )


def bound_predicate(test: BoundCondition, view: TableView, categories: DimensionCategories) -> nw.Expr:
    """The rows for which a condition holds, on a column or on a dimension."""
    asked, breakdown = test.condition, test.target
    if isinstance(breakdown, BoundColumn):
        return predicates.column_predicate(asked, breakdown, view)
    column = (
        view[breakdown.column]
        if breakdown.is_list and breakdown.column
        else category_expression(breakdown, view, categories)
    )
    if not isinstance(asked.test, OneOf):
        return predicates.condition_predicate(asked, column)
    declared = categories.declared_categories(breakdown.dimension)
    codes = {
        _find_category_code(str(value), declared, lambda: _distinct_keys(breakdown, view, column))
        for value in asked.test.values
    }
    if not breakdown.is_list:
        return predicates.condition_predicate(
            asked.with_named_values(code for code in codes if code is not None), column
        )
    spelled = _codes_by_spelling(declared)
    held = tuple(
        item for item in _distinct_keys(breakdown, view, column) if spelled.get(normalize_spelling(item), item) in codes
    )
    return predicates.list_predicate(OneOf(held, asked.test.wanted), column)


def find_unknown_category(test: BoundCondition, view: TableView, categories: DimensionCategories) -> Finding | None:
    """The fault of naming a value or category that there is not; all the records say so, not what was known once."""
    asked, breakdown = test.condition, test.target
    if view.is_partial:
        return None
    if isinstance(breakdown, BoundColumn):
        return predicates.find_unknown_value(asked, breakdown, view)
    if not isinstance(asked.test, OneOf):
        return None
    column = (
        view[breakdown.column]
        if breakdown.is_list and breakdown.column
        else category_expression(breakdown, view, categories)
    )
    declared, everything = categories.declared_categories(breakdown.dimension), view.all_rows
    strange = [
        value
        for value in asked.test.values
        if _find_category_code(str(value), declared, lambda: _distinct_keys(breakdown, everything, column)) is None
    ]
    if not strange:
        return None
    found = _distinct_keys(breakdown, everything, column)
    known = [*(category.code for category in declared), *found]
    if known and breakdown.column is not None and breakdown.column.field.personal:
        return Finding(UNKNOWN_VALUE, f"{asked.name} is personal, and has no such category", "correct it")
    return predicates.unknown_value_finding(asked, strange[0], known) if known else None


def checked_predicate(
    tests: Sequence[BoundCondition], view: TableView, categories: DimensionCategories
) -> nw.Expr | None:
    """The rows for which all of some conditions hold; None of none. Refused where a value is named that nothing has."""
    for test in tests:
        if finding := find_unknown_category(test, view, categories):
            raise Refused(finding)
    holding = [bound_predicate(test, view, categories) for test in tests]
    return nw.all_horizontal(*unknown_as_false(holding), ignore_nulls=False) if holding else None


def add_category_column(
    breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories, keys: Sequence[str]
) -> TableView:
    """The view with the key of each row's category in the last column of `keys`; a row of several stands in each."""
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
        return _category_by_band(breakdown, view)
    if breakdown.dimension.name in MONTHS_PER_UNIT and breakdown.date:
        return _category_by_time(breakdown, view, categories)
    return _category_by_value(breakdown, view, categories)


def _category_by_condition(breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories) -> nw.Expr:
    """The first category whose conditions hold."""
    chosen = nw.lit(None, dtype=nw.String)
    for code, tests in reversed(breakdown.tests):
        with locating_findings(
            categories.binder.framework.file, f"[dimensions.{breakdown.dimension.name}] categories.{code}"
        ):
            holding = checked_predicate(tests, view, categories)
        chosen = nw.lit(code) if holding is None else nw.when(holding).then(nw.lit(code)).otherwise(chosen)
    return chosen


def _category_by_band(breakdown: BoundBreakdown, view: TableView) -> nw.Expr:
    assert breakdown.column is not None  # noqa: S101 - the caller has looked
    age = (
        dates.completed_years(view[breakdown.date], view[breakdown.column])
        if breakdown.date
        else view[breakdown.column]
    )
    below, *names = breakdown.dimension.band_names
    bands = [band if isinstance(band, int) else float(band) for band in breakdown.dimension.bands]
    chosen: nw.Expr = nw.when(age < bands[0]).then(nw.lit(below))
    for start, name in zip(bands, names, strict=True):
        chosen = nw.when(age >= start).then(nw.lit(name)).otherwise(chosen)
    return chosen


def _category_by_time(breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories) -> nw.Expr:
    assert breakdown.date is not None  # noqa: S101 - the caller has looked
    day = view[breakdown.date]
    month = day.dt.year() * 12 + day.dt.month() - 1
    start = categories.binder.framework.fiscal_year_start

    def period_name(ordinal: Any) -> str:
        year, index = divmod(int(ordinal), 12)
        return period_containing(date(year, index + 1, 1), breakdown.dimension.name, start).name

    return _map_values(month, {ordinal: period_name(ordinal) for ordinal in view.distinct_values(month)})


def _category_by_value(breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories) -> nw.Expr:
    """The value itself, or the declared category that it spells."""
    assert breakdown.column is not None  # noqa: S101 - the caller has looked
    column = view[breakdown.column]
    declared = categories.declared_categories(breakdown.dimension)
    spelled, codes = _codes_by_spelling(declared), {category.code for category in declared}
    texts = {
        value: parsing.value_to_text(value, breakdown.column.field) for value in view.list_values(breakdown.column)
    }
    keys = {
        value: text if text in codes else spelled.get(normalize_spelling(text), text) for value, text in texts.items()
    }
    if breakdown.column.field.personal and not codes.issuperset(keys.values()):
        raise definition_error(
            f"{breakdown.dimension.name} is personal, and has values that no category spells",
            "give the categories aliases",
        )
    for key in (NOT_RECORDED, TOTAL):
        if key in keys.values():
            what = f'{breakdown.dimension.name} has a value "{key}", the key of a row of its own'
            label = view.source.file_labels[0] if view.source.file_labels else view.source.table.name
            remedy = "declare it as an alias of a category"
            raise Refused(Finding(CONSTRAINT_ERROR, what, remedy, label, column=breakdown.column.field.name))
    return column if all(value == key for value, key in keys.items()) else _map_values(column, keys)


def _map_values(column: nw.Expr, names: Mapping[object, str]) -> nw.Expr:
    if not names:
        return nw.when(column.is_null()).then(nw.lit(None, dtype=nw.String))
    nothing = nw.lit(None, dtype=nw.String)
    return column.replace_strict([*names], [*names.values()], default=nothing, return_dtype=nw.String)


def _codes_by_spelling(categories: Iterable[Category]) -> dict[str, str]:
    return {
        normalize_spelling(word): category.code
        for category in categories
        for word in (*category.aliases, category.code)
    }


def _find_category_code(written: str, declared: Sequence[Category], found: Callable[[], Iterable[str]]) -> str | None:
    """The category that a condition names by its key, an alias, or a label that no other category has.

    The keys that the rows have are asked for where `written` is no declared one.
    """
    if written in {category.code for category in declared}:
        return written
    labels: dict[str, set[str]] = {}
    for category in declared:
        for label in category.label.texts.values():
            labels.setdefault(normalize_spelling(label), set()).add(category.code)
    clear = {label: next(iter(codes)) for label, codes in labels.items() if len(codes) == 1}
    known = {
        normalize_spelling(text): text for text in found() if normalize_spelling(text) not in labels or text == written
    }
    return (known | clear | _codes_by_spelling(declared)).get(normalize_spelling(written))


def _distinct_keys(breakdown: BoundBreakdown, view: TableView, column: nw.Expr) -> list[str]:
    """The keys, of a list dimension the items, that the rows have."""
    there = view.distinct_values(column)
    if breakdown.dimension.bands:
        there += breakdown.dimension.band_names
    return predicates.distinct_items(there) if breakdown.is_list else [str(key) for key in there]


def _is_number_text(code: str) -> bool:
    return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", code) is not None


def _numeric_sort_key(code: str) -> tuple[float, str]:
    return float(code), code


def _natural_sort_key(code: str) -> tuple[list[tuple[int, str]], str]:
    """Sorts S2 before S10, and S01 before S1."""
    return natural_sort_key(code), code
