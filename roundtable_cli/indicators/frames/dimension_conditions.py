"""Conditions on dimensions, and dimensions whose categories are conditions: each may be made of the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, Refused, locating_findings
from roundtable_cli.finding_codes import UNKNOWN_VALUE
from roundtable_cli.indicators.binding.bound_columns import (
    BoundAlternatives,
    BoundBreakdown,
    BoundColumn,
    BoundCondition,
    BoundTest,
    flatten_tests,
)
from roundtable_cli.indicators.definitions.conditions import ComparedWith, Condition, IsMissing, OneOf
from roundtable_cli.indicators.definitions.dimensions import NONE_OF_THESE, Category, normalize_spelling
from roundtable_cli.indicators.frames import predicates, row_categories, spellings
from roundtable_cli.indicators.frames.column_comparisons import comparison_predicate
from roundtable_cli.indicators.frames.dimension_categories import (
    DimensionCategories,
    codes_by_spelling,
    find_category_codes,
)
from roundtable_cli.indicators.frames.view import TableView, nulls_as_false


def bound_predicate(bound: BoundTest, view: TableView, categories: DimensionCategories) -> nw.Expr:
    """The rows for which a condition holds, on a column or on a dimension, or one group of alternatives."""
    if isinstance(bound, BoundAlternatives):
        return _hold_any(
            [_hold_all([bound_predicate(test, view, categories) for test in group]) for group in bound.groups]
        )
    if isinstance(bound.target, BoundColumn):
        return _predicate_on_column(bound, bound.target, view)
    return _predicate_on_dimension(bound.condition, bound.target, view, categories)


def _predicate_on_column(bound: BoundCondition, column: BoundColumn, view: TableView) -> nw.Expr:
    if isinstance(bound.condition.test, ComparedWith) and bound.other:
        return comparison_predicate(bound.condition.test.relation, column, bound.other, view)
    return predicates.column_predicate(bound.condition, column, view)


def _predicate_on_dimension(
    condition: Condition, breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories
) -> nw.Expr:
    if breakdown.tests and isinstance(condition.test, OneOf):
        return _predicate_of_categories(condition.test, breakdown, view, categories)
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


def _hold_all(tests: Sequence[nw.Expr]) -> nw.Expr:
    return nw.all_horizontal(*nulls_as_false(tests), ignore_nulls=False)


def _hold_any(tests: Sequence[nw.Expr]) -> nw.Expr:
    return nw.any_horizontal(*(test.fill_null(value=False) for test in tests), ignore_nulls=False)


def find_unknown_category(bound: BoundTest, view: TableView, categories: DimensionCategories) -> Finding | None:
    """The fault of naming a text or category that is neither declared nor in any row; None where there is none.

    Not where nothing has any value, nor of what a column could hold, nor of what is left out (`not`). Of alternatives
    each must name what there is: a typing mistake in one would leave its rows out.
    """
    if view.is_partial:  # values that are known only later are not unknown
        return None
    findings = (_find_unknown_in(one, view, categories) for one in flatten_tests([bound]))
    return next(filter(None, findings), None)


def _find_unknown_in(bound: BoundCondition, view: TableView, categories: DimensionCategories) -> Finding | None:
    condition, breakdown = bound.condition, bound.target
    if isinstance(breakdown, BoundColumn):
        finding = predicates.find_unknown_value(condition, breakdown, view)
        is_told = finding and not _are_taken_from(condition, breakdown, view, categories)
        return finding if is_told else None
    if not isinstance(condition.test, OneOf) or not condition.test.wanted:
        return None
    unknown, known = _find_unknown_names(condition.test, breakdown, view, categories)
    column, named = breakdown.column, condition.with_named_values(unknown)
    if not unknown or not known or (column and _are_taken_from(named, column, view, categories)):
        return None
    if column and column.field.personal:
        return Finding(UNKNOWN_VALUE, f"{condition.name} is personal, and has no such category", "correct it")
    return predicates.unknown_value_finding(condition, unknown[0], known)


def _find_unknown_names(
    test: OneOf, breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories
) -> tuple[list[str], list[str]]:
    """The names of a test that mean no category, and could mean none; and those that would."""
    declared = categories.declared_categories(breakdown.dimension)
    known, names = [category.code for category in declared], [*map(str, test.values)]
    if breakdown.tests:
        known.append(NONE_OF_THESE)
        return [name for name in names if not find_category_codes(name, declared, lambda: known)], known
    all_rows, column = view.all_rows, _tested_expression(breakdown, view, categories)
    codes = _find_codes(test, breakdown, declared, all_rows, column)
    unknown = [
        name
        for name, of_name in zip(names, codes, strict=True)
        if not of_name and not row_categories.could_be_category(breakdown, name, categories)
    ]
    return unknown, [*known, *(row_categories.distinct_keys(breakdown, all_rows, column) if unknown else ())]


def _are_taken_from(
    condition: Condition, column: BoundColumn, view: TableView, categories: DimensionCategories
) -> bool:
    """Whether all values of a condition are known where a column takes its values from, or those that it refers to.

    They are keys of the table that a foreign key refers to; or a calculated column, of the least or latest text say,
    takes them from another column, which has them.
    """
    table = column.owner_table(view.source.table.name)
    known = categories.list_origin_values(table, column._replace(path=()))
    return {normalize_spelling(str(value)) for value in condition.named_values} <= known


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
    conditions: Sequence[BoundTest], view: TableView, categories: DimensionCategories
) -> nw.Expr | None:
    """The rows for which all conditions hold, None where there are none. Refused where no row has a value they name."""
    for condition in conditions:
        if finding := find_unknown_category(condition, view, categories):
            raise Refused(finding)
    tests = [bound_predicate(condition, view, categories) for condition in conditions]
    return _hold_all(tests) if tests else None


class _Certainty(NamedTuple):
    """The rows for which a test holds, and those for which it may, or must, whatever values the blank cells hide.

    `has_blanks` says whether what it asks for is blank in any row.
    """

    holds: nw.Expr
    may_hold: nw.Expr
    must_hold: nw.Expr
    has_blanks: bool

    @classmethod
    def of_group(cls, tests: Sequence[_Certainty], join: Callable[[Sequence[nw.Expr]], nw.Expr]) -> _Certainty:
        """That of several tests, of which all must hold, or any, as they are joined."""
        holds, may_hold, must_hold, has_blanks = zip(*tests, strict=True)
        return cls(join(holds), join(may_hold), join(must_hold), any(has_blanks))


def blank_predicate(
    conditions: Sequence[BoundTest], view: TableView, categories: DimensionCategories
) -> nw.Expr | None:
    """The rows that fail the conditions only because what they test is blank; None where it never is.

    Where all conditions leave values out (`not`), which a blank is none of: the rows that a blank makes meet them.
    Whoever asks whether a value is missing means the blank ones.
    """
    if not conditions:
        return None
    single = [*flatten_tests(conditions)]
    if all(map(_leaves_values_out, single)):
        return undecided_predicate(conditions, view, categories)
    wanted = [bound for bound in single if not _leaves_values_out(bound)]
    if all(_is_blank(bound, view, categories) is None for bound in wanted):
        return None
    certainty = _certainty_of_all(conditions, view, categories)
    return certainty.may_hold & ~certainty.holds


def undecided_predicate(
    conditions: Sequence[BoundTest], view: TableView, categories: DimensionCategories
) -> nw.Expr | None:
    """The rows of which blank cells hide whether they meet the conditions; None where there are none."""
    certainty = _certainty_of_all(conditions, view, categories) if conditions else None
    return certainty.may_hold & ~certainty.must_hold if certainty and certainty.has_blanks else None


def _certainty_of_all(conditions: Sequence[BoundTest], view: TableView, categories: DimensionCategories) -> _Certainty:
    return _Certainty.of_group([_find_certainty(test, view, categories) for test in conditions], _hold_all)


def _find_certainty(test: BoundTest, view: TableView, categories: DimensionCategories) -> _Certainty:
    if isinstance(test, BoundAlternatives):
        groups = [_certainty_of_all(group, view, categories) for group in test.groups]
        return _Certainty.of_group(groups, _hold_any)
    holds = bound_predicate(test, view, categories).fill_null(value=False)
    blank = _is_blank(test, view, categories)
    return (
        _Certainty(holds, holds, holds, False)
        if blank is None
        else _Certainty(holds, holds | blank, holds & ~blank, True)
    )


def _leaves_values_out(bound: BoundCondition) -> bool:
    return isinstance(bound.condition.test, OneOf) and not bound.condition.test.wanted


def _is_blank(bound: BoundCondition, view: TableView, categories: DimensionCategories) -> nw.Expr | None:
    """Whether what a condition tests is blank; None where it is in no row, or is asked for, or has no blank."""
    target = bound.target
    if isinstance(bound.condition.test, IsMissing):
        return None
    if not any(view.has_blanks(column) for column in bound.columns):
        return None
    if isinstance(target, BoundColumn):
        is_blank = view[target].is_null()
        return is_blank if bound.other is None else is_blank | view[bound.other].is_null()
    return _tested_expression(target, view, categories).is_null()


def category_expression(breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories) -> nw.Expr:
    """The key of the category that each row is in; missing where it is not recorded.

    Of categories by condition, of which a row may be in several, the first.
    """
    if not breakdown.tests:
        return row_categories.category_by_column(breakdown, view, categories)
    chosen, blanks = nw.lit(NONE_OF_THESE), list[nw.Expr]()
    tests = _category_tests(breakdown, view, categories)
    for code, conditions in breakdown.tests:
        if tests[code] is not None and (blank := blank_predicate(conditions, view, categories)) is not None:
            blanks.append(blank)
    for blank in blanks:
        chosen = nw.when(blank).then(nw.lit(None, dtype=nw.String)).otherwise(chosen)
    for code, holds in reversed(tests.items()):  # what is written last is asked first
        chosen = nw.lit(code) if holds is None else nw.when(holds).then(nw.lit(code)).otherwise(chosen)
    return chosen


def category_expressions(
    breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories
) -> Mapping[str | None, nw.Expr] | None:
    """Whether a row is in each category by condition, where rows are in several; None where none is.

    Of the key None are the rows that are in no category: not recorded, or in none of these.
    """
    if len(breakdown.tests) < 2:
        return None
    tests = _category_tests(breakdown, view, categories)
    held = [_always(view) if holds is None else holds for holds in tests.values()]
    name = breakdown.dimension.name
    if name not in view.overlapping_dimensions:
        ones = [nw.when(holds).then(nw.lit(1)).otherwise(nw.lit(0)) for holds in held]
        most = view.all_rows.frame.select(nw.sum_horizontal(*ones).max().alias("most"))
        ((found,),) = view.engine.fetch_rows(most)
        view.overlapping_dimensions[name] = (found or 0) > 1
    if not view.overlapping_dimensions[name]:
        return None
    in_none = ~nw.any_horizontal(*nulls_as_false(held), ignore_nulls=False)
    return {**dict(zip(tests, held, strict=True)), None: in_none}


def _category_tests(
    breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories
) -> dict[str, nw.Expr | None]:
    """The rows of each category by condition, by its code; None where it has no condition, and every row is in it."""
    tests, file = dict[str, nw.Expr | None](), categories.binder.framework.file
    for code, conditions in breakdown.tests:
        with locating_findings(file, f"[dimensions.{breakdown.dimension.name}] categories.{code}"):
            tests[code] = checked_predicate(conditions, view, categories)
    return tests


def _predicate_of_categories(
    test: OneOf, breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories
) -> nw.Expr:
    """The rows that are in one of the categories by condition that are named; if not wanted, those in none of them."""
    declared = categories.declared_categories(breakdown.dimension)
    found = (find_category_codes(str(value), declared, lambda: (NONE_OF_THESE,)) for value in test.values)
    codes = dict.fromkeys(code for of_value in found for code in of_value)
    tests = _category_tests(breakdown, view, categories)
    held = [tests[code] for code in codes if code in tests]
    among = [_always(view) if holds is None else holds for holds in held]
    if NONE_OF_THESE in codes:
        among.append(category_expression(breakdown, view, categories) == NONE_OF_THESE)
    if not among:
        return _always(view) if not test.wanted else ~_always(view)
    is_in = nw.any_horizontal(*(one.fill_null(value=False) for one in among), ignore_nulls=False)
    return is_in if test.wanted else ~is_in


def _always(view: TableView) -> nw.Expr:
    """True of every row."""
    return predicates.constant_test(nw.col(next(iter(view.frame.collect_schema().names()))), is_true=True)
