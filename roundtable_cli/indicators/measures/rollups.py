"""Columns worked out for one row from the rows of another table that belong to it, one pass per link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Refused, locating_findings
from roundtable_cli.indicators.binding.bound_columns import (
    BoundColumn,
    BoundCondition,
    Derivation,
    RollupLink,
    row_number,
)
from roundtable_cli.indicators.definitions.framework import CalculatedColumn
from roundtable_cli.indicators.frames import category_keys
from roundtable_cli.indicators.frames.category_keys import DimensionCategories
from roundtable_cli.indicators.frames.scaled import (
    INT64_LIMIT,
    SCALED_ONE,
    ScaledInteger,
    as_floats,
    divide_scaled,
    scale_columns,
    scale_values,
)
from roundtable_cli.indicators.frames.view import TableView, distinct_rows
from roundtable_cli.indicators.measures import currency
from roundtable_cli.indicators.measures.catalogue import contradiction_finding
from roundtable_cli.tables.engines.engine import Frame


class LinkedRows(NamedTuple):
    """The rows of a link, each under the keys, in the columns `keys`, of the row that it belongs to.

    `own` are the keys that the rows of the table itself have, under the names `mine`.
    """

    view: TableView
    keys: tuple[str, ...]
    own_rows: Frame
    own_keys: tuple[str, ...]


class RollupExpressions(NamedTuple):
    """One column over belonging rows: what is prepared for each row, asked of each group, and made of the answers."""

    per_row: dict[str, nw.Expr]
    per_group: dict[str, nw.Expr]
    value: nw.Expr
    is_latest: bool = False


def compute_rollups(rows: LinkedRows, columns: Mapping[str, BoundColumn], categories: DimensionCategories) -> Frame:
    """A row for each group of belonging rows: its keys, and the columns, under the names given, in one pass."""
    summaries = {name: _rollup_expressions(rows, column, categories, name) for name, column in columns.items()}
    view = rows.view
    for name, summary in summaries.items():
        for part, expression in summary.per_row.items():
            view = view.with_column(f"{name}{part}", expression)
    asked = [
        expression.alias(f"{name}{part}")
        for name, one in summaries.items()
        for part, expression in one.per_group.items()
    ]
    grouped = view.frame.group_by(*rows.keys).agg(*asked)
    for name, summary in summaries.items():
        if summary.is_latest:
            _check_latest_is_unique(rows._replace(view=view), grouped, columns[name], name)
    values = [summary.value.alias(name) for name, summary in summaries.items()]
    return grouped.with_columns(*values).select(*rows.keys, *summaries)


def _rollup_expressions(
    rows: LinkedRows, column: BoundColumn, categories: DimensionCategories, name: str
) -> RollupExpressions:
    made, definition = _require_definition(column)
    holds = _rollup_predicate(made.where, rows.view, categories, f"[calculated.{definition.rule.code}] where")
    if made.columns:
        counted = rows.view.filter_rows(holds) if holds is not None else rows.view
        if made.currency:
            currency.check_one_currency(
                definition.rule, counted, made.columns[0], made.currency, categories.binder.framework
            )
    return _ROLLUPS_BY_MEASURE[definition.rule.measure](_RollupContext(rows, made, definition, holds, categories, name))


def _require_definition(column: BoundColumn) -> tuple[Derivation, CalculatedColumn]:
    if column.derivation is None or column.derivation.definition is None:
        raise TypeError(column)
    return column.derivation, column.derivation.definition


def _rollup_predicate(
    tests: Sequence[BoundCondition], view: TableView, categories: DimensionCategories, place: str
) -> nw.Expr | None:
    with locating_findings(categories.binder.framework.file, place):
        return category_keys.checked_predicate(tests, view, categories)


class _RollupContext(NamedTuple):
    """A calculated column, the rows that it is over, and the names of its parts."""

    rows: LinkedRows
    derivation: Derivation
    definition: CalculatedColumn
    predicate: nw.Expr | None
    categories: DimensionCategories
    name: str

    def null_unless_holds(self, value: nw.Expr) -> nw.Expr:
        """A value where the row meets the conditions, else missing."""
        return value if self.predicate is None else nw.when(self.predicate).then(value)

    def part_column(self, name: str) -> nw.Expr:
        """What was prepared, or asked, under a name."""
        return nw.col(self.name + name)

    @property
    def operand_column(self) -> nw.Expr:
        """The counted column."""
        return self.rows.view[self.derivation.columns[0]]

    def scaled_value(self, top: ScaledInteger, bottom: ScaledInteger = SCALED_ONE) -> nw.Expr:
        """A fraction with the definition's factor and decimals."""
        return divide_scaled(top, bottom, self.definition.rule.total_factor, self.definition.decimals)

    def scaled_row_count(self, number: nw.Expr) -> ScaledInteger:
        """A number of rows."""
        return SCALED_ONE._replace(number=number, largest=len(self.rows.view.source))


def _rollup_count(over: _RollupContext) -> RollupExpressions:
    return RollupExpressions(
        {"": over.null_unless_holds(nw.lit(1))}, {"": over.part_column("").count()}, over.part_column("")
    )


def _rollup_unique(over: _RollupContext) -> RollupExpressions:
    asked = {"d": over.part_column("").n_unique(), "c": over.part_column("").count(), "n": nw.len()}
    return RollupExpressions({"": over.null_unless_holds(over.operand_column)}, asked, _distinct_values(over, "d", "c"))


def _distinct_values(over: _RollupContext, distinct: str, present: str) -> nw.Expr:
    """`n_unique` counts missing as a value of its own."""
    missing = nw.when(over.part_column("n") > over.part_column(present)).then(nw.lit(1)).otherwise(nw.lit(0))
    return over.part_column(distinct) - missing


def _sum_parts(over: _RollupContext) -> tuple[dict[str, nw.Expr], dict[str, nw.Expr], ScaledInteger]:
    """What is prepared and asked for a sum, the number of its values (`c`) and rows (`n`) too; and the sum."""
    (number,) = scale_columns(over.rows.view, over.derivation.columns[0])
    most = number.largest * len(over.rows.view.source)
    if most >= INT64_LIMIT:
        (number,) = as_floats([number])
    holds = nw.lit(value=True) if over.predicate is None else over.predicate
    there = nw.all_horizontal(holds, number.is_present, ignore_nulls=False)
    one, none = nw.lit(1), nw.lit(0)
    prepared = {
        "": nw.when(there).then(number.number).otherwise(none),
        "p": nw.when(there).then(one).otherwise(none),
        "r": nw.when(holds).then(one).otherwise(none),
    }
    asked = {"s": over.part_column("").sum(), "c": over.part_column("p").sum(), "n": over.part_column("r").sum()}
    return (
        prepared,
        asked,
        number._replace(number=over.part_column("s"), is_present=over.part_column("c") > 0, largest=most),
    )


def _rollup_sum(over: _RollupContext) -> RollupExpressions:
    prepared, asked, total = _sum_parts(over)
    return RollupExpressions(
        prepared, asked, over.scaled_value(total._replace(is_present=total.is_present | (over.part_column("n") == 0)))
    )


def _rollup_mean(over: _RollupContext) -> RollupExpressions:
    prepared, asked, total = _sum_parts(over)
    return RollupExpressions(prepared, asked, over.scaled_value(total, over.scaled_row_count(over.part_column("c"))))


def _rollup_minimum(over: _RollupContext) -> RollupExpressions:
    return _rollup_extreme(over, over.part_column("").min())


def _rollup_maximum(over: _RollupContext) -> RollupExpressions:
    return _rollup_extreme(over, over.part_column("").max())


def _rollup_extreme(over: _RollupContext, extreme: nw.Expr) -> RollupExpressions:
    prepared = {"": over.null_unless_holds(over.operand_column)}
    return _operand_value(over, prepared, {"e": extreme}, over.part_column("e"))


def _rollup_latest(over: _RollupContext) -> RollupExpressions:
    date = over.derivation.link.date if over.derivation.link else None
    if date is None:
        raise TypeError(over.definition)
    day = nw.when(~over.operand_column.is_null()).then(over.rows.view[date])
    last = over.part_column("t").max().over(*over.rows.keys)
    prepared = {
        "t": over.null_unless_holds(day),
        "": nw.when(over.part_column("t") == last).then(over.operand_column),
    }
    asked = {"l": over.part_column("").min(), "h": over.part_column("").max()}
    return _operand_value(over, prepared, asked, over.part_column("h"))._replace(is_latest=True)


def _operand_value(
    over: _RollupContext, prepared: dict[str, nw.Expr], asked: dict[str, nw.Expr], value: nw.Expr
) -> RollupExpressions:
    """A value of the column itself; a number only if it is to be multiplied or rounded."""
    rule, column = over.definition.rule, over.derivation.columns[0]
    if column.field.type in {"integer", "number"} and (rule.total_factor != 1 or over.definition.decimals is not None):
        (own,) = scale_columns(over.rows.view, column)
        number = scale_values(value, column, own.unit) if own.is_exact else value
        value = over.scaled_value(own._replace(number=number, is_present=~value.is_null()))
    return RollupExpressions(prepared, asked, value)


def _rollup_share(over: _RollupContext) -> RollupExpressions:
    place = f"[calculated.{over.definition.rule.code}] meets"
    meets = _rollup_predicate(over.derivation.meets, over.rows.view, over.categories, place)
    counted = over.operand_column if over.derivation.columns else nw.lit(1)
    meeting = over.part_column("") if meets is None else nw.when(meets).then(over.part_column(""))
    prepared = {"": over.null_unless_holds(counted), "m": meeting}
    if not over.derivation.columns:
        asked = {"a": over.part_column("m").count(), "b": over.part_column("").count()}
        return RollupExpressions(
            prepared,
            asked,
            over.scaled_value(
                over.scaled_row_count(over.part_column("a")), over.scaled_row_count(over.part_column("b"))
            ),
        )
    asked = {"d": over.part_column("").n_unique(), "c": over.part_column("").count(), "n": nw.len()}
    asked |= {"e": over.part_column("m").n_unique(), "f": over.part_column("m").count()}
    top, bottom = (
        over.scaled_row_count(_distinct_values(over, "e", "f")),
        over.scaled_row_count(_distinct_values(over, "d", "c")),
    )
    return RollupExpressions(prepared, asked, over.scaled_value(top, bottom))


_ROLLUPS_BY_MEASURE: Mapping[str, Callable[[_RollupContext], RollupExpressions]] = {
    "count": _rollup_count,
    "unique": _rollup_unique,
    "sum": _rollup_sum,
    "mean": _rollup_mean,
    "min": _rollup_minimum,
    "max": _rollup_maximum,
    "latest": _rollup_latest,
    "share": _rollup_share,
}


def _check_latest_is_unique(rows: LinkedRows, grouped: Frame, column: BoundColumn, name: str) -> None:
    """Refused where one row has two different values on the latest date; both are named."""
    low, high = nw.col(f"{name}l"), nw.col(f"{name}h")
    twice = grouped.filter(low != high).select(*rows.keys)
    own = distinct_rows(
        rows.own_rows.select(*(nw.col(name).alias(f"{name}_own") for name in dict.fromkeys(rows.own_keys)))
    )
    twice = twice.join(own, left_on=list(rows.keys), right_on=[f"{name}_own" for name in rows.own_keys], how="inner")
    found = rows.view.frame.join(twice, on=list(rows.keys), how="inner").filter(~nw.col(name).is_null())
    told = rows.view.engine.fetch_rows(
        found.select(*rows.keys, nw.col(name).alias("v"), rows.view[row_number()].alias("row"))
    )
    if told:
        made, definition = _require_definition(column)
        keys = min(told, key=lambda record: record[-1])[:-2]
        own_rows = [(value, row) for *key, value, row in told if tuple(key) == keys]
        raise Refused(contradiction_finding(rows.view, own_rows, made.columns[0], f"{definition.rule.code}: "))


def value_without_rows(column: BoundColumn) -> int | None:
    """What a row has to which no rows belong: 0 for counts and sums, else nothing."""
    _, definition = _require_definition(column)
    return 0 if definition.rule.traits.zero_without_rows else None


def link_rows(theirs: TableView, link: RollupLink, mine: TableView) -> LinkedRows:
    """The rows of a link under their keys.

    Rows that lack a key belong to nothing. Where dates of the row bound them, each stands under every different date
    that takes it in.
    """
    pairs = [
        (theirs.column_names[one], mine.column_names[other])
        for one, other in zip(link.linked_columns, link.own_columns, strict=True)
    ]
    on = {other: one for one, other in pairs}  # one of mine may match two of theirs, which then are equal
    equal = [nw.col(one) == nw.col(on[other]) for one, other in pairs if on[other] != one]
    theirs = theirs.filter_rows(*(~nw.col(one).is_null() for one, _ in pairs), *equal)
    left, right = tuple(on.values()), tuple(on)
    bounds = [bound for bound in (link.until, link.since) if bound]
    if not bounds or link.date is None:
        return LinkedRows(theirs, left, mine.frame, right)
    whole = tuple(dict.fromkeys((*right, *(mine.column_names[bound] for bound in bounds))))
    own = {name: f"{name}_mine" for name in whole}
    found = mine.filter_rows(*(~nw.col(name).is_null() for name in whole)).frame
    found = distinct_rows(found.select(*(nw.col(name).alias(other) for name, other in own.items())))
    keys = [own[name] for name in right]
    paired = theirs.frame.join(found, left_on=list(left), right_on=keys, how="inner")
    # A join along keys of other names keeps those of the left; the row's own keys equal them.
    paired = paired.with_columns(*(nw.col(name).alias(key) for name, key in zip(left, keys, strict=True)))
    tests = (
        [_comparable_date(theirs, link.date, link.until) <= nw.col(own[mine.column_names[link.until]])]
        if link.until
        else []
    )
    tests += (
        [_comparable_date(theirs, link.date, link.since) >= nw.col(own[mine.column_names[link.since]])]
        if link.since
        else []
    )
    return LinkedRows(theirs.with_frame(paired.filter(*tests)), tuple(own[name] for name in whole), mine.frame, whole)


def _comparable_date(theirs: TableView, date: BoundColumn, bound: BoundColumn) -> nw.Expr:
    """Their date; its day alone, where it is a time and the bound is a day."""
    timed = date.field.type == "datetime" and bound.field.type != "datetime"
    return theirs[date].dt.truncate("1d") if timed else theirs[date]
