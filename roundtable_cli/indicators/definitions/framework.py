"""What a project counts: the results framework as frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.errors import Finding, Refused, suggest_nearest
from roundtable_cli.finding_codes import DEFINITION, USAGE
from roundtable_cli.indicators.definitions.conditions import Condition, WhereTest, flatten_conditions
from roundtable_cli.indicators.definitions.definition_graph import order_parts_first
from roundtable_cli.indicators.definitions.dimensions import Dimension
from roundtable_cli.indicators.definitions.localized_text import LocalizedText
from roundtable_cli.indicators.definitions.measures import MEASURES, MEASURES_OF_PARTS, UNKNOWN_MEASURE, Measure
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT, ReportingPeriod, parse_period
from roundtable_cli.mapping_reader import Scalar

RESULT_LEVELS = ("output", "outcome", "impact")
ACCUMULATIONS = ("non-cumulative", "cumulative", "latest")
CLOCK_UNITS = ("minutes", "hours")  # the units of a difference of two times, with their fractions
DURATION_UNITS = (*CLOCK_UNITS, "days", "months", "years")  # those of two dates, or times
Constant = int | Decimal | date | time
Operand = str | Constant  # the name of a column, or a constant
MILESTONES, PERIODS = TARGET_KINDS = ("milestones", "periods")  # what the targets of periods are
PROGRESS, ACTUAL_BY_TARGET = ACHIEVEMENTS = ("progress", "actual/target")  # how an achievement is computed
LIFE_OF_PROJECT = "lop"  # the period of a target for the life of project
PERCENT = "%"
DEFAULT_TOLERANCE = Decimal("0.15")  # the part of a milestone that a value may miss and still be on track
DEFAULT_LEAST_PEOPLE = 3  # a sum over two people tells each what the other has


class PublishedFigure(NamedTuple):
    """A value that was published, and where.

    It is that of all records, or of those of a `period` and of the categories of a `cell`.
    """

    value: int | Decimal
    source: LocalizedText = LocalizedText()
    period: str = ""
    cell: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> str:
        """The period and the categories that it is of: `2018Q4, female`; "" where it is of all records."""
        return ", ".join(filter(None, (self.period, *(key for _, key in self.cell))))

    @property
    def digits(self) -> int:
        """How many digits it has, from the first that is not 0 to the last that is written."""
        number = Decimal(self.value)
        return max(1, number.adjusted() + 1 + self._decimals) if number else 1

    @property
    def _decimals(self) -> int:
        exponent = Decimal(self.value).as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0

    def is_same_as(self, value: object) -> bool:
        """Whether a computed value is this one, rounded to as many decimals as it has."""
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
            return False
        half = Decimal(1).scaleb(-self._decimals) / 2
        is_near = not isinstance(value, int) and abs(Decimal(str(value)) - Decimal(self.value)) <= half
        return value == self.value or is_near


class Baseline(NamedTuple):
    """The value before the project, and the year in which it was taken."""

    value: int | Decimal
    year: int | None = None


class DateColumns(NamedTuple):
    """Two columns that date a row together: its year, and its quarter, month or half, whichever the `unit` is.

    It is "" where neither the definition nor the headings tell it, which is a fault.
    """

    year: str
    part: str
    unit: str


class TableDates(NamedTuple):
    """The columns that date the rows of several tables: the name of one in each, in the order of the tables."""

    names: tuple[str, ...]


class Indicator(NamedTuple):
    """One indicator: what is measured, over which rows, in which unit.

    `columns` are several columns, of which each different combination is counted once. `tables` are several tables that
    are counted over together; `columns` then name one in each. `parts` are the codes of which a formula is made.
    A share `excludes_blanks` where rows in which blank cells hide whether they meet `meets` are not in its denominator.
    `factor` multiplies the value. `at` says which percentile it is, from 0 to 100. `targets` are by period, "lop" for
    the life of project; `targets_are` says whether those of periods are milestones, for the value to date, or for each
    period's own value. `tolerance` is the part of a milestone that the value may miss and still be on track.
    """

    code: str
    label: LocalizedText
    measure: str
    definition: LocalizedText = LocalizedText()
    level: str = ""
    table: str = ""
    tables: tuple[str, ...] = ()
    column: str = ""
    columns: tuple[str, ...] = ()
    weight: str = ""
    where: tuple[WhereTest, ...] = ()
    meets: tuple[WhereTest, ...] = ()
    excludes_blanks: bool = False
    parts: tuple[str, ...] = ()
    date: str | DateColumns | TableDates = ""
    unit: LocalizedText = LocalizedText()
    factor: int | Decimal = 1
    at: int | Decimal | None = None
    accumulation: str = "non-cumulative"
    dedupe: str = "period"
    direction: str = "increase"
    tolerance: int | Decimal = DEFAULT_TOLERANCE
    achievement: str = ""
    baseline: Baseline | None = None
    targets: Mapping[str, int | Decimal] = MappingProxyType({})
    targets_are: str = ""
    published: tuple[PublishedFigure, ...] = ()
    disaggregate: tuple[str, ...] = ()
    headline: bool = True

    @property
    def traits(self) -> Measure:
        """What its measure needs, counts and gives."""
        known = MEASURES.get(self.measure, UNKNOWN_MEASURE)
        return MEASURES_OF_PARTS.get(self.measure, known) if self.parts else known

    @property
    def conditions(self) -> Iterator[Condition]:
        """All its conditions: those of `where`, then those of `meets`."""
        return flatten_conditions((*self.where, *self.meets))

    @property
    def read_names(self) -> tuple[str, ...]:
        """The names of columns, and of dimensions in their place, that it reads itself, and not through its parts."""
        tests = (name for condition in self.conditions for name in condition.names)
        return tuple(filter(None, (self.column, *self.columns, self.weight, *self.date_names, *tests)))

    @property
    def date_names(self) -> tuple[str, ...]:
        """The columns that it names to date rows: one, a year's and its part's, or one of each table; or none."""
        if isinstance(self.date, DateColumns):
            return self.date.year, self.date.part
        if isinstance(self.date, TableDates):
            return self.date.names
        return (self.date,) if self.date else ()

    @property
    def is_formula(self) -> bool:
        """Whether it is computed from other indicators."""
        return self.traits.is_formula

    @property
    def adds_up_over_time(self) -> bool:
        """Whether the values of periods add up to that of the time which they make together."""
        counts_again = self.traits.counts_distinct and self.dedupe != "first"  # who comes twice is in two periods
        return self.traits.is_additive and self.accumulation == "non-cumulative" and not counts_again

    @property
    def total_factor(self) -> int | Decimal:
        """What the value is multiplied by: `factor`, and 100 for a share in "%"."""
        return self.factor * 100 if self.traits.is_proportion and self.unit("") == PERCENT else self.factor

    @property
    def per_table(self) -> tuple[Indicator, ...]:
        """The same indicator for each of its tables alone; itself where it has one table or, as a formula, none."""
        if not self.tables:
            return (self,)
        columns = self.columns or (self.column,) * len(self.tables)
        dates = self.date.names if isinstance(self.date, TableDates) else (self.date,) * len(self.tables)
        own = zip(self.tables, columns, dates, strict=True)
        return tuple(
            self._replace(table=table, tables=(), column=column, columns=(), date=date) for table, column, date in own
        )

    def __hash__(self) -> int:
        return hash(self.code)  # as of a dimension: a mapping has no hash


class CalculatedColumn(NamedTuple):
    """A column of `table` computed for each of its rows: from rows of another table, or from columns of the row.

    The `rule` has the form of an indicator, to be bound and computed as one. `match` says which column of the other
    table equals which column of this one; without it a foreign key does. `until` and `since` name dates of the row:
    only rows of the other table dated up to it, or from it on, belong. A `required` value may be missing in no row.
    `operands` are what a column is computed from in its own row: names of columns, and constants.
    `matching_values` are those that a count or share over columns looks for. Where a `blank_is_zero`, blank cells of
    numbers count as 0, and a row to which no rows belong has 0. Values are rounded to `decimals`, half
    away from zero.
    """

    table: str
    name: str
    rule: Indicator
    match: Mapping[str, str] = MappingProxyType({})
    until: str = ""
    since: str = ""
    required: bool = False
    operands: tuple[Operand, ...] = ()
    matching_values: tuple[Scalar, ...] = ()
    blank_is_zero: bool = False
    decimals: int | None = None

    @property
    def full_name(self) -> str:
        """Its name with that of its table, as in the heading of its section."""
        return self.rule.code

    @property
    def linked_table(self) -> str:
        """The table whose rows it is computed from (`from`); "" where it is computed from columns of its own row."""
        return self.rule.table

    @property
    def row_columns(self) -> tuple[str, ...]:
        """The columns of its own row that it is computed from (`of`), without constants."""
        return self.rule.parts

    @property
    def constants(self) -> tuple[Constant, ...]:
        """The numbers, dates and times among its operands."""
        return tuple(operand for operand in self.operands if not isinstance(operand, str))

    @property
    def changes_numbers(self) -> bool:
        """Whether its values are multiplied or rounded."""
        return self.rule.factor != 1 or self.decimals is not None

    def __hash__(self) -> int:
        return hash((self.table, self.name))  # as of a dimension: a mapping has no hash


class KeyTableDefinition(NamedTuple):
    """A table that no file holds: a row for each different value of the `key_columns` of `source_table`."""

    name: str
    source_table: str
    key_columns: tuple[str, ...]


class ResultsFramework(NamedTuple):
    """All of a project's definitions, in the order of the file."""

    file: str = "indicators.toml"
    title: LocalizedText = LocalizedText()
    languages: tuple[str, ...] = ("en",)
    currency: str = ""
    start: date | None = None
    end: date | None = None
    fiscal_year_start: int = 1
    plan: str = ""
    targets_are: str = ""
    least_people: int = DEFAULT_LEAST_PEOPLE
    dimensions: Mapping[str, Dimension] = MappingProxyType({})
    indicators: Mapping[str, Indicator] = MappingProxyType({})
    calculated_columns: Mapping[str, Mapping[str, CalculatedColumn]] = MappingProxyType({})
    key_tables: Mapping[str, KeyTableDefinition] = MappingProxyType({})

    @property
    def referenced_names(self) -> frozenset[str]:
        """Every name by which a definition reads a column, and of a path each name in it."""
        readers: list[Indicator | Dimension] = [*self.indicators.values(), *self.dimensions.values()]
        readers += (column.rule for columns in self.calculated_columns.values() for column in columns.values())
        return frozenset(part for reader in readers for name in reader.read_names for part in name.split("."))

    def targets_kind(self, indicator: Indicator) -> str:
        """What the targets of an indicator's periods are, as it says or else the project; "" where neither does.

        A cumulative indicator has no value of a period alone, so that its targets are milestones whatever a project
        says of all.
        """
        return indicator.targets_are or (MILESTONES if indicator.accumulation == "cumulative" else self.targets_are)

    @property
    def named_values(self) -> frozenset[str]:
        """Every text that a definition names as a value: of categories, their spellings, and of conditions."""
        texts, conditions = list[object](), list[Condition]()
        calculated_columns = (column for columns in self.calculated_columns.values() for column in columns.values())
        for rule in (*self.indicators.values(), *(column.rule for column in calculated_columns)):
            conditions += rule.conditions
        for dimension in self.dimensions.values():
            for category in dimension.categories:
                texts += (category.code, *category.label.texts.values(), *category.aliases)
            conditions += dimension.conditions
        texts += (value for condition in conditions for value in condition.named_values)
        return frozenset(str(text) for text in texts)

    def find_dimension(self, name: str) -> Dimension:
        """The dimension declared by this name, else that of a unit of time or of a column."""
        return self.dimensions.get(name) or Dimension.undeclared(name)

    def reporting_period(self, text: str) -> ReportingPeriod:
        """The period that a text names, by the project's fiscal year. Raises ValueError outside the project's life."""
        period = parse_period(text, self.fiscal_year_start)
        before = self.end and period.start and period.start > self.end
        if before or (self.start and period.end and period.end < self.start):
            life = f"{self.start or '…'} to {self.end or '…'}"
            raise ValueError(f"{period.name} is outside the project's life, {life} (start and end in [project])")
        return period

    @property
    def breakdown_names(self) -> tuple[str, ...]:
        """What results can be broken down by: the dimensions, and the units of time."""
        return (*self.dimensions, *MONTHS_PER_UNIT)

    def choose_codes(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Some codes, each once; those of all headline indicators where none is given. Refused where one is unknown."""
        chosen = tuple(dict.fromkeys(codes))
        if not self.indicators:
            remedy = "write a section [indicators.CODE] for each"
            raise Refused(Finding(DEFINITION, "no indicators are defined", remedy, self.file))
        unknown = [code for code in chosen if code not in self.indicators]
        if unknown:
            raise Refused(
                *(Finding(USAGE, f'no indicator "{code}"', suggest_nearest(code, self.indicators)) for code in unknown)
            )
        return chosen or tuple(code for code, indicator in self.indicators.items() if indicator.headline)

    def with_parts(self, codes: Iterable[str]) -> list[Indicator]:
        """The indicators of these codes and all that they are made of, each once, parts before formulas."""
        return [self.indicators[code] for code in order_parts_first(codes, self._parts_of).ordered]

    def _parts_of(self, code: str) -> tuple[str, ...]:
        return self.indicators[code].parts
