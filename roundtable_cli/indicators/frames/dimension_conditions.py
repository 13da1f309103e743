"""Conditions on dimensions, and dimensions whose categories are conditions: each may be made of the other."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, Refused, locating_findings
from roundtable_cli.finding_codes import UNKNOWN_VALUE
from roundtable_cli.indicators.binding.bound_columns import BoundBreakdown, BoundColumn, BoundCondition
from roundtable_cli.indicators.definitions.conditions import IsMissing, OneOf
from roundtable_cli.indicators.definitions.framework import Category, normalize_spelling
from roundtable_cli.indicators.frames import predicates, row_categories, spellings
from roundtable_cli.indicators.frames.dimension_categories import (
    DimensionCategories,
    codes_by_spelling,
    find_category_codes,
)
from roundtable_cli.indicators.frames.view import TableView, nulls_as_false


def bound_predicate(bound: BoundCondition, view: TableView, categories: DimensionCategories) -> nw.Expr:
    """The rows for which a condition holds, on a column or on a dimension."""
    condition, breakdown = bound.condition, bound.target
    if isinstance(breakdown, BoundColumn):
        return predicates.column_predicate(condition, breakdown, view)
    column = _tested_expression(breakdown, view, categories)
    if not isinstance(condition.test, OneOf):
        return predicates.condition_predicate(condition, column)
    declared = categories.declared_categories(breakdown.dimension)
    found = _find_codes(condition.test, breakdown, declared, view, column)
    codes = list(dict.fromkeys(code for of_value in found for code in of_value))
    if not breakdown.is_list:
        named = condition.with_named_values(codes)
        return predicates.condition_predicate(named, column)
    # The items of a list are tested as they are written: all spellings of the categories are looked for.
    code_of = codes_by_spelling(declared)
    items = row_categories.distinct_keys(breakdown, view, column)
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
    codes = _find_codes(condition.test, breakdown, declared, all_rows, column)
    if () not in codes:
        return None
    known = [*(category.code for category in declared), *row_categories.distinct_keys(breakdown, all_rows, column)]
    if known and breakdown.column is not None and breakdown.column.field.personal:
        return Finding(UNKNOWN_VALUE, f"{condition.name} is personal, and has no such category", "correct it")
    first_unknown = condition.test.values[codes.index(())]
    return predicates.unknown_value_finding(condition, first_unknown, known) if known else None


def _find_codes(
    test: OneOf, breakdown: BoundBreakdown, declared: Sequence[Category], view: TableView, column: nw.Expr
) -> list[tuple[str, ...]]:
    """The categories that each value of a test means, in order: one; of values that nobody declared, all spellings."""
    known, found = {category.code for category in declared}, list[tuple[str, ...]]()
    for name in map(str, test.values):
        codes = find_category_codes(name, declared, lambda: row_categories.distinct_keys(breakdown, view, column))
        if breakdown.column and not known.issuperset(codes):
            codes = spellings.choose_spellings(name, codes, breakdown.column, view)
        found.append(codes)
    return found


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
    return nw.all_horizontal(*nulls_as_false(tests), ignore_nulls=False) if tests else None


def blank_predicate(
    conditions: Sequence[BoundCondition], view: TableView, categories: DimensionCategories
) -> nw.Expr | None:
    """The rows that fail the conditions only because what they test is blank; None where it never is.

    Where all conditions leave values out (`not`), which a blank is none of: the rows that a blank makes meet them.
    Whoever asks whether a value is missing means the blank ones, and categories by condition have none.
    """
    blanks = {bound: blank for bound in conditions if (blank := _is_blank(bound, view, categories)) is not None}
    wanted = [blank for bound, blank in blanks.items() if not _leaves_values_out(bound)]
    if not wanted and not all(map(_leaves_values_out, conditions)):
        return None
    if not blanks:
        return None
    holds_or_blank = [
        bound_predicate(bound, view, categories) | blanks[bound]
        if bound in blanks
        else bound_predicate(bound, view, categories)
        for bound in conditions
    ]
    is_blank = nw.any_horizontal(*(wanted or blanks.values()), ignore_nulls=True)
    return nw.all_horizontal(*nulls_as_false([is_blank, *holds_or_blank]), ignore_nulls=False)


def _leaves_values_out(bound: BoundCondition) -> bool:
    return isinstance(bound.condition.test, OneOf) and not bound.condition.test.wanted


def _is_blank(bound: BoundCondition, view: TableView, categories: DimensionCategories) -> nw.Expr | None:
    """Whether what a condition tests is blank; None where it is in no row, or is asked for, or has no blank."""
    target = bound.target
    if isinstance(bound.condition.test, IsMissing) or (isinstance(target, BoundBreakdown) and target.tests):
        return None
    if not any(view.has_blanks(column) for column in bound.columns):
        return None
    if isinstance(target, BoundColumn):
        return view[target].is_null()
    return _tested_expression(target, view, categories).is_null()


def category_expression(breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories) -> nw.Expr:
    """The key of the category that each row is in; missing where it is not recorded."""
    by = _category_by_condition if breakdown.tests else row_categories.category_by_column
    return by(breakdown, view, categories)


def _category_by_condition(breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories) -> nw.Expr:
    """The first category whose conditions hold."""
    chosen, file = nw.lit(None, dtype=nw.String), categories.binder.framework.file
    for code, conditions in reversed(breakdown.tests):  # what is written last is asked first
        with locating_findings(file, f"[dimensions.{breakdown.dimension.name}] categories.{code}"):
            holds = checked_predicate(conditions, view, categories)
        chosen = nw.lit(code) if holds is None else nw.when(holds).then(nw.lit(code)).otherwise(chosen)
    return chosen
