"""A calculated column over the rows that belong to each row, as the measures see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import Derivation
from roundtable_cli.indicators.definitions.framework import CalculatedColumn
from roundtable_cli.indicators.frames.scaled import (
    SCALED_ONE,
    ScaledInteger,
    divide_scaled,
    rounding_limit,
    scale_columns,
    scale_values,
)
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.engines.engine import Frame
from roundtable_cli.tables.table import NUMBER_TYPES


class LinkedRows(NamedTuple):
    """The rows of a linked table, each under the keys, in the columns `keys`, of the row that it belongs to.

    The rows of the table itself are `own_rows`; their keys are in the columns `own_keys`, in the same order.
    """

    view: TableView
    keys: tuple[str, ...]
    own_rows: Frame
    own_keys: tuple[str, ...]


class RollupExpressions(NamedTuple):
    """A calculated column over linked rows, in three steps.

    `per_row` is worked out for each linked row, one after another; `per_group` is asked of the rows of each group; the
    `value` is made of these. `is_latest` says that there must be one value, not two, on the latest date. Where it
    `adds_up`, what is asked of two groups together is the sum of what is asked of each, exactly.
    """

    per_row: dict[str, nw.Expr]
    per_group: dict[str, nw.Expr]
    value: nw.Expr
    is_latest: bool = False
    adds_up: bool = False


class RollupContext(NamedTuple):
    """A calculated column, the linked rows that it is over, which of them count, and the name of its columns.

    Each step adds columns, called by a letter after `name`; `part` reads them.
    """

    rows: LinkedRows
    derivation: Derivation
    definition: CalculatedColumn
    name: str
    predicate: nw.Expr | None = None
    meets: nw.Expr | None = None

    @property
    def view(self) -> TableView:
        """The linked rows."""
        return self.rows.view

    @property
    def operand(self) -> nw.Expr:
        """The counted column, its blank cells as 0 where the definition says so."""
        operand = self.view[self.derivation.columns[0]]
        return operand.fill_null(0) if self.definition.blank_is_zero else operand

    def part(self, name: str) -> nw.Expr:
        """The column that an earlier step has added under a letter."""
        return nw.col(self.name + name)

    def null_unless_holds(self, value: nw.Expr) -> nw.Expr:
        """A value where the row meets the conditions, else missing."""
        return value if self.predicate is None else nw.when(self.predicate).then(value)

    def scale_value(self, top: ScaledInteger, bottom: ScaledInteger = SCALED_ONE) -> nw.Expr:
        """A fraction times the factor of the definition, rounded to its decimals."""
        factor, decimals = self.definition.rule.total_factor, self.definition.decimals
        limit = rounding_limit(top, bottom, factor, decimals, is_quotient=self.definition.rule.traits.is_quotient)
        if limit is not None:
            self.view.rounding_limits[self.definition.full_name] = limit
        return divide_scaled(top, bottom, factor, decimals)

    def scale_count(self, number: nw.Expr) -> ScaledInteger:
        """A number of rows as a scaled integer."""
        return SCALED_ONE._replace(number=number, largest=self.view.record_count)

    def own_value(self, value: nw.Expr) -> nw.Expr:
        """A value of the column itself. Only a number that is to be multiplied or rounded becomes another one."""
        is_number = self.derivation.columns[0].field.type in NUMBER_TYPES
        return self.scale_value(self.scale_operand(value)) if is_number and self.definition.changes_numbers else value

    def scale_operand(self, value: nw.Expr) -> ScaledInteger:
        """A value of the counted column, which is one of numbers, as a scaled integer."""
        column = self.derivation.columns[0]
        (scaled,) = scale_columns(self.view, column)
        number = scale_values(value, column, scaled.unit) if scaled.is_exact else value.cast(nw.Float64).fill_null(0)
        return scaled._replace(number=number, is_present=~value.is_null())


Rollup = Callable[[RollupContext], RollupExpressions]
