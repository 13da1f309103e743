"""What the names in definitions stand for, as values: columns, calculated columns, breakdowns and conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import NamedTuple

from roundtable_cli.indicators.definitions.conditions import Condition, OneOf
from roundtable_cli.indicators.definitions.dimensions import Dimension
from roundtable_cli.indicators.definitions.framework import CalculatedColumn, Constant
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.tables.table import NUMBER_TYPES, ROW_NUMBER_FIELD, TIME_TYPES, Field, ForeignKey

MAX_EXACT_INTEGER = 2**53  # below it a whole number and its float are the same


class BoundColumn(NamedTuple):
    """A field as seen from a table.

    `path` holds the foreign keys that lead to the table that has it, and is empty for the table's own fields. A
    calculated column has a `derivation`, which says what it is computed from.
    """

    field: Field
    path: tuple[ForeignKey, ...] = ()
    derivation: Derivation | None = None

    def owner_table(self, table: str) -> str:
        """The name of the table that has the field, where the column is seen from `table`."""
        return self.path[-1].resource if self.path else table

    @property
    def is_date(self) -> bool:
        """Whether it holds dates, exact or of a month or year only."""
        return self.field.type in TIME_TYPES

    @property
    def is_time_of_day(self) -> bool:
        """Whether it holds times of a day, or lengths of time, written with hours and minutes: 09:30."""
        return self.field.is_clock and self.field.type != "duration"

    @property
    def is_numeric(self) -> bool:
        """Whether it can be used as numbers; a column without any value can."""
        return self.field.type in NUMBER_TYPES or self.field.is_untyped

    def with_type_if_untyped(self, type_: str) -> BoundColumn:
        """The same column; of this type, where it holds no value at all and so fits any use."""
        return self._replace(field=self.field._replace(type=type_)) if self.field.is_untyped else self

    @property
    def is_constant(self) -> bool:
        """Whether it is no column of a table, but has one value in all rows."""
        return self.derivation is not None and self.derivation.constant is not None

    @property
    def depends_on_date(self) -> bool:
        """Whether its values are computed from rows of another table, and so change from date to date."""
        return self.derivation is not None and self.derivation.depends_on_date


class RollupLink(NamedTuple):
    """Which rows of another `table` belong to a row: those whose `linked_columns` equal the row's `own_columns`.

    `date` is the date of those rows. `until` and `since` are dates of the row itself that bound it. `key` is the
    declared foreign key, where the columns are taken from one.
    """

    table: str
    linked_columns: tuple[BoundColumn, ...]
    own_columns: tuple[BoundColumn, ...]
    date: BoundColumn | None = None
    until: BoundColumn | None = None
    since: BoundColumn | None = None
    key: ForeignKey | None = None


class Derivation(NamedTuple):
    """What a calculated column is computed from: `columns` of the rows of a `link`, or `columns` of its own row.

    `where` and `meets` test the rows of the link. `value_conditions` say, one for each column of the own row, which
    values are counted. `currency` is the column that names the currency of each amount. Without a `definition` it is a
    `constant`, the same in each row; or the set of its columns, with a value for each different combination; or the
    category of each row in a `breakdown`; or, where it has a `date_unit`, the first day of the period that two columns
    write: its year, and its number among quarters, months or halves, whichever the unit is.
    """

    definition: CalculatedColumn | None
    columns: tuple[BoundColumn, ...] = ()
    link: RollupLink | None = None
    where: tuple[BoundTest, ...] = ()
    meets: tuple[BoundTest, ...] = ()
    value_conditions: tuple[Condition, ...] = ()
    currency: BoundColumn | None = None
    breakdown: BoundBreakdown | None = None
    constant: int | float | datetime | str | None = None
    date_unit: str = ""

    @property
    def depends_on_date(self) -> bool:
        """Whether it reads rows of another table, itself or through a column that it is made of."""
        return self.link is not None or any(one.link for one in collect_derivations(self.columns))

    @property
    def own_columns(self) -> Iterator[BoundColumn]:
        """The columns of its own row that it reads."""
        if self.link:
            yield from (*self.link.own_columns, *filter(None, (self.link.until, self.link.since)))
        else:
            yield from (*self.columns, *filter(None, (self.currency,)))
            if self.currency:
                yield row_number()  # an amount without a currency is refused with its row
        if self.definition and self.definition.required:
            yield row_number()  # a row without a value is refused by its number

    @property
    def linked_columns(self) -> Iterator[BoundColumn]:
        """The columns that it reads of the rows of its link."""
        if self.link:
            yield from (*self.columns, *self.link.linked_columns, *filter(None, (self.link.date, self.currency)))
            for test in (*self.where, *self.meets):
                yield from test.columns
            if self.currency or (self.definition and self.definition.rule.traits.needs_date):
                yield row_number()

    def __hash__(self) -> int:
        # Columns are keys of dictionaries everywhere: the definition, of which each column has its own, is enough.
        return hash(self.definition or self.columns)


class BoundBreakdown(NamedTuple):
    """A dimension as seen from a table.

    It has a `column` of values, or by category code the `tests` that a row must pass. A breakdown by time has a `date`;
    bands of a date of birth have both, for the age on the row's own date.
    """

    dimension: Dimension
    column: BoundColumn | None = None
    date: BoundColumn | None = None
    tests: tuple[tuple[str, tuple[BoundTest, ...]], ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether a row may be in several of its categories."""
        return self.column is not None and self.column.field.type == "list"

    @property
    def is_by_time(self) -> bool:
        """Whether its categories are periods of the rows' dates; a column may be called `year` too."""
        return self.date is not None and self.dimension.name in MONTHS_PER_UNIT

    @property
    def columns(self) -> Iterator[BoundColumn]:
        """All the columns that it reads."""
        yield from filter(None, (self.column, self.date))
        for _, tests in self.tests:
            for test in tests:
                yield from test.columns


class BoundCondition(NamedTuple):
    """A condition with the column or dimension that it tests, or the column and the `other` one that it compares."""

    condition: Condition
    target: BoundColumn | BoundBreakdown
    other: BoundColumn | None = None

    @property
    def columns(self) -> Iterator[BoundColumn]:
        """All the columns that it reads."""
        yield from [self.target] if isinstance(self.target, BoundColumn) else self.target.columns
        yield from filter(None, (self.other,))

    @property
    def wanted_values(self) -> frozenset[object]:
        """The values of which a row must have one, and then has no other; none where it may have several, or others."""
        test, target = self.condition.test, self.target
        if isinstance(target, BoundColumn):
            has_several = target.field.type == "list"
        else:
            has_several = target.is_list or bool(target.dimension.assign)
        return frozenset(test.values) if isinstance(test, OneOf) and test.wanted and not has_several else frozenset()


class BoundAlternatives(NamedTuple):
    """Groups of conditions with what they test; a row must meet all conditions of one group at least."""

    groups: tuple[tuple[BoundTest, ...], ...]

    @property
    def columns(self) -> Iterator[BoundColumn]:
        """All the columns that they read."""
        for group in self.groups:
            for test in group:
                yield from test.columns


BoundTest = BoundCondition | BoundAlternatives


def flatten_tests(tests: Iterable[BoundTest]) -> Iterator[BoundCondition]:
    """All the conditions, also those that are alternatives, in order."""
    for test in tests:
        if isinstance(test, BoundCondition):
            yield test
        else:
            for group in test.groups:
                yield from flatten_tests(group)


def collect_derivations(columns: Iterable[BoundColumn]) -> list[Derivation]:
    """All derivations of these columns, and of the columns that they are computed from; each once, in order."""
    derivations: dict[Derivation, None] = {}
    waiting = [iter(tuple(columns))]
    while waiting:
        column = next(waiting[-1], None)
        if column is None:
            waiting.pop()
        elif column.derivation and column.derivation not in derivations:
            derivations[column.derivation] = None
            waiting.append(iter((*column.derivation.own_columns, *column.derivation.linked_columns)))
    return list(derivations)


def row_number() -> BoundColumn:
    """The position of a row in its table, from 0: read wherever a message may have to name the row."""
    return BoundColumn(ROW_NUMBER_FIELD)


def constant_column(value: Constant) -> BoundColumn:
    """A number, a date or a time of day of a definition as a column that has it in each row."""
    constant: int | float | datetime | str
    if isinstance(value, time):
        type_, constant = "time", value.isoformat()
    elif isinstance(value, datetime):
        type_, constant = "datetime", value
    elif isinstance(value, date):
        type_, constant = "date", datetime.combine(value, time())
    elif isinstance(value, int) and abs(value) < MAX_EXACT_INTEGER:
        type_, constant = "integer", value
    else:
        type_, constant = "number", float(value)
    return BoundColumn(Field(str(value), type_), (), Derivation(None, constant=constant))


def combine_columns(columns: tuple[BoundColumn, ...]) -> BoundColumn:
    """Several columns as one: a value for each different combination, missing where one of them is missing."""
    personal = any(column.field.personal for column in columns)
    return BoundColumn(
        Field(", ".join(column.field.name for column in columns), personal=personal), (), Derivation(None, columns)
    )
