"""Breakdowns: which category a row is in, and which categories there are, in which order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, Refused, fault, placed
from roundtable_cli.indicators.binding.binder import Names
from roundtable_cli.indicators.binding.bound_columns import Breakdown, Column, Test, row_number
from roundtable_cli.indicators.definitions.conditions import OneOf
from roundtable_cli.indicators.definitions.framework import (
    NOT_RECORDED,
    TOTAL,
    Category,
    Dimension,
    Text,
    band_names,
    fold,
)
from roundtable_cli.indicators.definitions.periods import MONTHS, containing
from roundtable_cli.indicators.frames import durations, predicates
from roundtable_cli.indicators.frames.view import View, settled
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing


class Categories:
    """The categories of every dimension of a request; those of referenced tables are read once."""

    def __init__(self, names: Names, read: Callable[[str, Sequence[Column]], View]) -> None:
        self.names, self.read = names, read
        self._read: dict[str, tuple[Category, ...]] = {}

    def declared(self, dimension: Dimension) -> tuple[Category, ...]:
        """Those that stand in every breakdown, with 0 where no row is in them."""
        if dimension.bands:
            return tuple(Category(name, Text({"": name})) for name in band_names(dimension)[1:-1])
        if not dimension.category_table:
            return dimension.categories
        if dimension.name not in self._read:
            self._read[dimension.name] = tuple(self._from_table(dimension))
        return self._read[dimension.name]

    def ordered(self, dimension: Dimension, found: Iterable[str]) -> tuple[Category, ...]:
        """The declared ones in their order, then the others that were found, in order."""
        declared = self.declared(dimension)
        rest = {*found} - {category.code for category in declared} - {NOT_RECORDED}
        if dimension.bands:
            below, *_, above = band_names(dimension)
            ends = {name: (Category(name, Text({"": name})),) if name in rest else () for name in (below, above)}
            return (*ends[below], *declared, *ends[above])
        order = _number if all(map(_is_number, rest)) else _natural
        return (*declared, *(Category(code, Text({"": code})) for code in sorted(rest, key=order)))

    def _from_table(self, dimension: Dimension) -> Iterator[Category]:
        """Code, label and order as the rows of the referenced table say; refused where they can't be relied on."""
        table, languages = dimension.category_table, dimension.category_label.texts
        source = self.names.source(table)
        if len(source.table.primary_key) != 1:
            raise fault(f"{table} has no key of one column", "declare its primaryKey")
        key = self.names.column(table, source.table.primary_key[0])
        labels = {language: self.names.column(table, name) for language, name in languages.items()}
        if any(column.field.personal for column in (key, *labels.values())):
            raise fault(f"the categories of {table} are personal: a breakdown would print them", "name another label")
        view = self.read(table, [key, row_number(), *labels.values()])
        columns = [view[row_number()], view[key], *(view[column] for column in labels.values())]
        rows = view.engine.fetch(view.frame.select(*(one.alias(f"s{index}") for index, one in enumerate(columns))))
        for _, code, *texts in sorted(rows, key=lambda row: row[0]):
            named = zip(labels, texts, strict=True)
            written = {language: parsing.text(text) for language, text in named if text is not None}
            yield Category(parsing.text(code, key.field), Text(written or {"": parsing.text(code, key.field)}))


def condition(test: Test, view: View, categories: Categories) -> nw.Expr:
    """The rows for which a condition holds, on a column or on a dimension."""
    asked, breakdown = test.condition, test.target
    if isinstance(breakdown, Column):
        return predicates.column_expression(asked, breakdown, view)
    column = (
        view[breakdown.column] if breakdown.is_list and breakdown.column else expression(breakdown, view, categories)
    )
    if not isinstance(asked.test, OneOf):
        return predicates.expression(asked, column)
    declared = categories.declared(breakdown.dimension)
    codes = {_code(str(value), declared, lambda: _found(breakdown, view, column)) for value in asked.test.values}
    if not breakdown.is_list:
        return predicates.expression(
            predicates.with_values(asked, [code for code in codes if code is not None]), column
        )
    spelled = _spellings(declared)
    held = tuple(item for item in _found(breakdown, view, column) if spelled.get(fold(item), item) in codes)
    return predicates.holds(OneOf(held, asked.test.wanted), column)


def unknown(test: Test, view: View, categories: Categories) -> Finding | None:
    """The fault of naming a value or category that there is not; all the records say so, not what was known once."""
    asked, breakdown = test.condition, test.target
    if view.partial:
        return None
    if isinstance(breakdown, Column):
        return predicates.unknown(asked, breakdown, view)
    if not isinstance(asked.test, OneOf):
        return None
    column = (
        view[breakdown.column] if breakdown.is_list and breakdown.column else expression(breakdown, view, categories)
    )
    declared, everything = categories.declared(breakdown.dimension), view.everything
    strange = [
        value
        for value in asked.test.values
        if _code(str(value), declared, lambda: _found(breakdown, everything, column)) is None
    ]
    if not strange:
        return None
    found = _found(breakdown, everything, column)
    known = [*(category.code for category in declared), *found]
    if known and breakdown.column is not None and breakdown.column.field.personal:
        return Finding(predicates.UNKNOWN, f"{asked.name} is personal, and has no such category", "correct it")
    return predicates.no_value(asked, strange[0], known) if known else None


def hold(tests: Sequence[Test], view: View, categories: Categories) -> nw.Expr | None:
    """The rows for which all of some conditions hold; None of none. Refused where a value is named that nothing has."""
    for test in tests:
        if finding := unknown(test, view, categories):
            raise Refused(finding)
    holding = [condition(test, view, categories) for test in tests]
    return nw.all_horizontal(*settled(holding), ignore_nulls=False) if holding else None


def grouped(breakdown: Breakdown, view: View, categories: Categories, keys: Sequence[str]) -> View:
    """The view with the key of each row's category in the last column of `keys`; a row of several stands in each."""
    name = keys[-1]
    if not (breakdown.is_list and breakdown.column):
        return view.with_column(name, expression(breakdown, view, categories))
    view = view.with_column(name, view[breakdown.column])
    exploded = view.engine.explode(view.frame, name)
    single = breakdown.column._replace(field=Field(breakdown.column.field.name))
    items = view.over(exploded, {**view.names, single: name})
    spelled = items.with_column(name, expression(breakdown._replace(column=single), items, categories))
    return once(spelled, keys)  # two items may spell one category


def once(view: View, keys: Sequence[str]) -> View:
    """Each row once in each category that it is in."""
    return view.narrowed(view.frame.unique(subset=[view.names[row_number()], *keys]))


def expression(breakdown: Breakdown, view: View, categories: Categories) -> nw.Expr:
    """The key of the category that each row is in; missing where it is not recorded."""
    if breakdown.tests:
        return _by_condition(breakdown, view, categories)
    if breakdown.dimension.bands and breakdown.column:
        return _by_band(breakdown, view)
    if breakdown.dimension.name in MONTHS and breakdown.date:
        return _by_time(breakdown, view, categories)
    return _by_value(breakdown, view, categories)


def _by_condition(breakdown: Breakdown, view: View, categories: Categories) -> nw.Expr:
    """The first category whose conditions hold."""
    chosen = nw.lit(None, dtype=nw.String)
    for code, tests in reversed(breakdown.tests):
        with placed(categories.names.framework.file, f"[dimensions.{breakdown.dimension.name}] categories.{code}"):
            holding = hold(tests, view, categories)
        chosen = nw.lit(code) if holding is None else nw.when(holding).then(nw.lit(code)).otherwise(chosen)
    return chosen


def _by_band(breakdown: Breakdown, view: View) -> nw.Expr:
    assert breakdown.column is not None  # noqa: S101 - the caller has looked
    age = durations.years(view[breakdown.date], view[breakdown.column]) if breakdown.date else view[breakdown.column]
    below, *names = band_names(breakdown.dimension)
    bands = [band if isinstance(band, int) else float(band) for band in breakdown.dimension.bands]
    chosen: nw.Expr = nw.when(age < bands[0]).then(nw.lit(below))
    for start, name in zip(bands, names, strict=True):
        chosen = nw.when(age >= start).then(nw.lit(name)).otherwise(chosen)
    return chosen


def _by_time(breakdown: Breakdown, view: View, categories: Categories) -> nw.Expr:
    assert breakdown.date is not None  # noqa: S101 - the caller has looked
    day = view[breakdown.date]
    month = day.dt.year() * 12 + day.dt.month() - 1
    start = categories.names.framework.fiscal_year_start

    def name(ordinal: Any) -> str:
        year, index = divmod(int(ordinal), 12)
        return containing(date(year, index + 1, 1), breakdown.dimension.name, start).name

    return _renamed(month, {ordinal: name(ordinal) for ordinal in view.distinct(month)})


def _by_value(breakdown: Breakdown, view: View, categories: Categories) -> nw.Expr:
    """The value itself, or the declared category that it spells."""
    assert breakdown.column is not None  # noqa: S101 - the caller has looked
    column = view[breakdown.column]
    declared = categories.declared(breakdown.dimension)
    spelled, codes = _spellings(declared), {category.code for category in declared}
    texts = {value: parsing.text(value, breakdown.column.field) for value in view.values(breakdown.column)}
    keys = {value: text if text in codes else spelled.get(fold(text), text) for value, text in texts.items()}
    if breakdown.column.field.personal and not codes.issuperset(keys.values()):
        raise fault(
            f"{breakdown.dimension.name} is personal, and has values that no category spells",
            "give the categories aliases",
        )
    for key in (NOT_RECORDED, TOTAL):
        if key in keys.values():
            what = f'{breakdown.dimension.name} has a value "{key}", the key of a row of its own'
            label = view.source.paths[0] if view.source.paths else view.source.table.name
            remedy = "declare it as an alias of a category"
            raise Refused(Finding("constraint-error", what, remedy, label, column=breakdown.column.field.name))
    return column if all(value == key for value, key in keys.items()) else _renamed(column, keys)


def _renamed(column: nw.Expr, names: Mapping[object, str]) -> nw.Expr:
    if not names:
        return nw.when(column.is_null()).then(nw.lit(None, dtype=nw.String))
    nothing = nw.lit(None, dtype=nw.String)
    return column.replace_strict([*names], [*names.values()], default=nothing, return_dtype=nw.String)


def _spellings(categories: Iterable[Category]) -> dict[str, str]:
    return {fold(word): category.code for category in categories for word in (*category.aliases, category.code)}


def _code(written: str, declared: Sequence[Category], found: Callable[[], Iterable[str]]) -> str | None:
    """The category that a condition names by its key, an alias, or a label that no other category has.

    The keys that the rows have are asked for where `written` is no declared one.
    """
    if written in {category.code for category in declared}:
        return written
    labels: dict[str, set[str]] = {}
    for category in declared:
        for label in category.label.texts.values():
            labels.setdefault(fold(label), set()).add(category.code)
    clear = {label: next(iter(codes)) for label, codes in labels.items() if len(codes) == 1}
    known = {fold(text): text for text in found() if fold(text) not in labels or text == written}
    return (known | clear | _spellings(declared)).get(fold(written))


def _found(breakdown: Breakdown, view: View, column: nw.Expr) -> list[str]:
    """The keys, of a list dimension the items, that the rows have."""
    there = view.distinct(column)
    if breakdown.dimension.bands:
        there += band_names(breakdown.dimension)
    return predicates.items(there) if breakdown.is_list else [str(key) for key in there]


def _is_number(code: str) -> bool:
    return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", code) is not None


def _number(code: str) -> tuple[float, str]:
    return float(code), code


def _natural(code: str) -> tuple[list[tuple[int, str]], str]:
    """Sorts S2 before S10, and S01 before S1."""
    parts = re.split("([0-9]+)", code)
    return [(int(part), "") if index % 2 else (-1, part) for index, part in enumerate(parts)], code
