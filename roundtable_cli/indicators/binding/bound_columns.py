"""What names in definitions stand for, once they are found: columns, calculated ones, breakdowns and tests of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from roundtable_cli.indicators.definitions.conditions import Condition
from roundtable_cli.indicators.definitions.framework import Calculated, Dimension
from roundtable_cli.tables.table import ROW, TIME_TYPES, Field, ForeignKey

NUMBER_TYPES = ("integer", "number")


class Column(NamedTuple):
    """A field as seen from a table: its own (`path` empty), or one that foreign keys lead to; or one that is `made`."""

    field: Field
    path: tuple[ForeignKey, ...] = ()
    made: Made | None = None

    @property
    def timed(self) -> bool:
        """Whether it tells a date."""
        return self.field.type in TIME_TYPES

    @property
    def numeric(self) -> bool:
        """Whether it holds numbers; a column without any value does as well."""
        return self.field.type in NUMBER_TYPES or self.field.empty

    def used_as(self, type_: str) -> Column:
        """A column without any value is of whatever type it is used as."""
        return self._replace(field=self.field._replace(type=type_)) if self.field.empty else self

    @property
    def dated(self) -> bool:
        """Whether its values are of rows of another table, and so as known at a date."""
        return self.made is not None and self.made.dated


class Link(NamedTuple):
    """Which rows of `table` belong to a row: those whose columns `theirs` equal its columns `mine`.

    `date` is their date, `until` and `since` are dates of the row. `key` is the declared foreign key that it follows.
    """

    table: str
    theirs: tuple[Column, ...]
    mine: tuple[Column, ...]
    date: Column | None = None
    until: Column | None = None
    since: Column | None = None
    key: ForeignKey | None = None


class Made(NamedTuple):
    """A calculated column bound to the columns it is made of: over the rows of a `link`, or over `columns` of its row.

    Without a definition it is the set of its columns, a value for each different combination.
    """

    definition: Calculated | None
    columns: tuple[Column, ...] = ()
    link: Link | None = None
    where: tuple[Test, ...] = ()
    meets: tuple[Test, ...] = ()
    among: tuple[Condition, ...] = ()
    currency: Column | None = None

    @property
    def dated(self) -> bool:
        """Whether it is, or is made of, what is as known at a date."""
        return self.link is not None or any(column.dated for column in self.columns)

    @property
    def mine(self) -> Iterator[Column]:
        """The columns that it reads of its own row."""
        if self.link:
            yield from (*self.link.mine, *filter(None, (self.link.until, self.link.since)))
        else:
            yield from (*self.columns, *filter(None, (self.currency,)))
            if self.currency:
                yield row_number()
        if self.definition and self.definition.required:
            yield row_number()

    @property
    def theirs(self) -> Iterator[Column]:
        """The columns that it reads of the rows that belong to it."""
        if self.link:
            yield from (*self.columns, *self.link.theirs, *filter(None, (self.link.date, self.currency)))
            for test in (*self.where, *self.meets):
                yield from test.columns
            if self.currency or (self.definition and self.definition.rule.measure == "latest"):
                yield row_number()

    def __hash__(self) -> int:
        return hash(self.definition or self.columns)


class Breakdown(NamedTuple):
    """A dimension as seen from a table: the column it reads, or the tests it makes, or the date it divides."""

    dimension: Dimension
    column: Column | None = None
    date: Column | None = None
    tests: tuple[tuple[str, tuple[Test, ...]], ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether a row may be in several of its categories."""
        return self.column is not None and self.column.field.type == "list"

    @property
    def columns(self) -> Iterator[Column]:
        """All the columns that it reads."""
        yield from filter(None, (self.column, self.date))
        for _, tests in self.tests:
            for test in tests:
                yield from test.columns


class Test(NamedTuple):
    """A condition, and the column or dimension that it tests."""

    condition: Condition
    target: Column | Breakdown

    @property
    def columns(self) -> Iterator[Column]:
        """All the columns that it reads."""
        yield from [self.target] if isinstance(self.target, Column) else self.target.columns


def chain(columns: Iterable[Column]) -> list[Made]:
    """The calculated columns that some columns are, or are made of, each once, those that come first first."""
    found: dict[Made, None] = {}

    def follow(columns: Iterable[Column]) -> None:
        for column in columns:
            if column.made and column.made not in found:
                found[column.made] = None
                follow((*column.made.mine, *column.made.theirs))

    follow(columns)
    return list(found)


def row_number() -> Column:
    """The ordinal of a row in its table, from 0: asked for where a row may have to be named."""
    return Column(ROW)


def together(columns: tuple[Column, ...]) -> Column:
    """The set of several columns: a value for each different combination, missing where one of them is."""
    personal = any(column.field.personal for column in columns)
    return Column(Field(", ".join(column.field.name for column in columns), personal=personal), (), Made(None, columns))
