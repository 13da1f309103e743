"""What names in definitions stand for, once they are found: columns, calculated ones, breakdowns and tests of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from roundtable_cli.indicators.definitions.conditions import Condition
from roundtable_cli.indicators.definitions.framework import CalculatedColumn, Dimension
from roundtable_cli.tables.table import ROW_NUMBER_FIELD, TIME_TYPES, Field, ForeignKey

NUMBER_TYPES = ("integer", "number")


class BoundColumn(NamedTuple):
    """A field as seen from a table: its own (`path` empty), or one that foreign keys lead to; or one that is `made`."""

    field: Field
    path: tuple[ForeignKey, ...] = ()
    derivation: Derivation | None = None

    @property
    def is_date(self) -> bool:
        """Whether it tells a date."""
        return self.field.type in TIME_TYPES

    @property
    def is_numeric(self) -> bool:
        """Whether it holds numbers; a column without any value does as well."""
        return self.field.type in NUMBER_TYPES or self.field.empty

    def with_type_if_empty(self, type_: str) -> BoundColumn:
        """A column without any value is of whatever type it is used as."""
        return self._replace(field=self.field._replace(type=type_)) if self.field.empty else self

    @property
    def depends_on_date(self) -> bool:
        """Whether its values are of rows of another table, and so as known at a date."""
        return self.derivation is not None and self.derivation.depends_on_date


class RollupLink(NamedTuple):
    """Which rows of `table` belong to a row: those whose columns `theirs` equal its columns `mine`.

    `date` is their date, `until` and `since` are dates of the row. `key` is the declared foreign key that it follows.
    """

    table: str
    linked_columns: tuple[BoundColumn, ...]
    own_columns: tuple[BoundColumn, ...]
    date: BoundColumn | None = None
    until: BoundColumn | None = None
    since: BoundColumn | None = None
    key: ForeignKey | None = None


class Derivation(NamedTuple):
    """A calculated column bound to the columns it is made of: over the rows of a `link`, or over `columns` of its row.

    Without a definition it is the set of its columns, a value for each different combination.
    """

    definition: CalculatedColumn | None
    columns: tuple[BoundColumn, ...] = ()
    link: RollupLink | None = None
    where: tuple[BoundCondition, ...] = ()
    meets: tuple[BoundCondition, ...] = ()
    value_conditions: tuple[Condition, ...] = ()
    currency: BoundColumn | None = None

    @property
    def depends_on_date(self) -> bool:
        """Whether it is, or is made of, what is as known at a date."""
        return self.link is not None or any(column.depends_on_date for column in self.columns)

    @property
    def own_columns(self) -> Iterator[BoundColumn]:
        """The columns that it reads of its own row."""
        if self.link:
            yield from (*self.link.own_columns, *filter(None, (self.link.until, self.link.since)))
        else:
            yield from (*self.columns, *filter(None, (self.currency,)))
            if self.currency:
                yield row_number()
        if self.definition and self.definition.required:
            yield row_number()

    @property
    def linked_columns(self) -> Iterator[BoundColumn]:
        """The columns that it reads of the rows that belong to it."""
        if self.link:
            yield from (*self.columns, *self.link.linked_columns, *filter(None, (self.link.date, self.currency)))
            for test in (*self.where, *self.meets):
                yield from test.columns
            if self.currency or (self.definition and self.definition.rule.traits.needs_date):
                yield row_number()

    def __hash__(self) -> int:
        return hash(self.definition or self.columns)


class BoundBreakdown(NamedTuple):
    """A dimension as seen from a table: the column it reads, or the tests it makes, or the date it divides."""

    dimension: Dimension
    column: BoundColumn | None = None
    date: BoundColumn | None = None
    tests: tuple[tuple[str, tuple[BoundCondition, ...]], ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether a row may be in several of its categories."""
        return self.column is not None and self.column.field.type == "list"

    @property
    def columns(self) -> Iterator[BoundColumn]:
        """All the columns that it reads."""
        yield from filter(None, (self.column, self.date))
        for _, tests in self.tests:
            for test in tests:
                yield from test.columns


class BoundCondition(NamedTuple):
    """A condition, and the column or dimension that it tests."""

    condition: Condition
    target: BoundColumn | BoundBreakdown

    @property
    def columns(self) -> Iterator[BoundColumn]:
        """All the columns that it reads."""
        yield from [self.target] if isinstance(self.target, BoundColumn) else self.target.columns


def collect_derivations(columns: Iterable[BoundColumn]) -> list[Derivation]:
    """The calculated columns that some columns are, or are made of, each once, those that come first first."""
    found: dict[Derivation, None] = {}

    def visit_columns(columns: Iterable[BoundColumn]) -> None:
        for column in columns:
            if column.derivation and column.derivation not in found:
                found[column.derivation] = None
                visit_columns((*column.derivation.own_columns, *column.derivation.linked_columns))

    visit_columns(columns)
    return list(found)


def row_number() -> BoundColumn:
    """The ordinal of a row in its table, from 0: asked for where a row may have to be named."""
    return BoundColumn(ROW_NUMBER_FIELD)


def combine_columns(columns: tuple[BoundColumn, ...]) -> BoundColumn:
    """The set of several columns: a value for each different combination, missing where one of them is."""
    personal = any(column.field.personal for column in columns)
    return BoundColumn(
        Field(", ".join(column.field.name for column in columns), personal=personal), (), Derivation(None, columns)
    )
