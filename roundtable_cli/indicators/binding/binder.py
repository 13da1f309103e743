"""What a name in a definition stands for, as seen from a table: a column, one along foreign keys, or a dimension."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from roundtable_cli.errors import (
    DEFINITION,
    MISSING_LABEL,
    FindingCollector,
    Refused,
    UnknownName,
    definition_error,
    locating_findings,
    quote_alternatives,
    suggest_nearest,
    unknown_name_error,
)
from roundtable_cli.indicators.binding import calculated
from roundtable_cli.indicators.binding.bound_columns import BoundBreakdown, BoundColumn, BoundCondition
from roundtable_cli.indicators.definitions.conditions import Condition
from roundtable_cli.indicators.definitions.framework import (
    RESERVED_NAMES,
    CalculatedColumn,
    Dimension,
    Indicator,
    LocalizedText,
    ResultsFramework,
)
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.tables.checks import ambiguous_columns
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import TIME_TYPES, Field, ForeignKey


class Binder:
    """All the names of a project. Its answers are refused, with the nearest right name, where there is none."""

    def __init__(self, framework: ResultsFramework, sources: Mapping[str, Source]) -> None:
        self.framework, self.sources = framework, sources
        self._fields_by_table: dict[str, list[Field]] = {}
        self._bound_calculated: dict[CalculatedColumn, BoundColumn] = {}
        self._being_bound: list[CalculatedColumn] = []

    @property
    def personal_names(self) -> frozenset[str]:
        """The names of personal columns, and of the dimensions that read them."""
        columns = {name for source in self.sources.values() for name in _personal_column_names(source)}
        dimensions = self.framework.dimensions.values()
        read = {one.name: (one.column, *one.columns_by_table.values()) for one in dimensions if not one.bands}
        last = {name: {path.split(".")[-1] for path in paths} for name, paths in read.items()}
        return frozenset(columns | {name for name, names in last.items() if columns & names})

    def resolve_source(self, table: str) -> Source:
        """The table called so."""
        if table not in self.sources:
            raise definition_error(f'no table "{table}"', suggest_nearest(table, self.sources))
        return self.sources[table]

    def resolve_column(self, table: str, name: str) -> BoundColumn:
        """A column of the table, calculated ones too, or of one that foreign keys lead to (`settlement.district`)."""
        source = self.resolve_source(table)
        if definition := self.framework.calculated_columns.get(table, {}).get(name):
            return self._resolve_calculated(definition)
        if name not in source.column_names:
            for key, rest in self._foreign_key_steps(source, name):
                inner = self.resolve_column(key.resource, rest)
                return inner._replace(path=(key, *inner.path))
        try:
            return BoundColumn(source.get_field(name))
        except Refused as refused:
            found = refused.findings[0]
            if found.code == MISSING_LABEL:
                raise unknown_name_error(
                    f'{table} has no column "{name}"', suggest_nearest(name, self.known_column_names(table))
                ) from None
            raise (
                UnknownName(found._replace(code=DEFINITION, file="")) if found.code.is_of_heading else refused
            ) from None

    def known_column_names(self, table: str) -> list[str]:
        """The names of a table's columns, the calculated ones too."""
        return [*self.resolve_source(table).column_names, *self.framework.calculated_columns.get(table, ())]

    def _resolve_calculated(self, definition: CalculatedColumn) -> BoundColumn:
        """A calculated column, bound once; refused where it is made of itself."""
        if definition in self._being_bound:
            codes = [one.rule.code for one in self._being_bound[self._being_bound.index(definition) :]]
            first = codes.index(min(codes))  # one circle is one finding, wherever it is entered
            circle = " → ".join([*codes[first:], *codes[:first], codes[first]])
            with locating_findings(self.framework.file, f"[calculated.{codes[first]}]"):
                raise definition_error(f"calculated columns in a circle: {circle}", "break it")
        if definition not in self._bound_calculated:
            self._being_bound.append(definition)
            try:
                self._bound_calculated[definition] = calculated.bind_calculated(self, definition)
            finally:
                self._being_bound.pop()
        return self._bound_calculated[definition]

    def _foreign_key_steps(self, source: Source, name: str) -> Iterator[tuple[ForeignKey, str]]:
        for position, letter in enumerate(name):
            if letter == ".":
                head, rest = name[:position], name[position + 1 :]
                keys = [key for key in source.table.foreign_keys if key.fields == (head,)]
                keys = keys or [key for key in source.table.foreign_keys if key.resource == head]
                keys = keys or [key for key in source.table.foreign_keys if key.fields == (f"{head}_id",)]
                if len(keys) > 1:
                    fields = quote_alternatives(" and ".join(key.fields) for key in keys)
                    raise definition_error(f'"{name}": several keys lead to {head}', f"name the column: {fields}")
                for key in keys:
                    self._check_key_types(source, key)
                    yield key, rest

    def _check_key_types(self, source: Source, key: ForeignKey) -> None:
        """Both ends of a key must be of one type, or nothing would ever match."""
        for mine, theirs in zip(key.fields, key.keys, strict=True):
            left, right = source.get_field(mine), self.resolve_source(key.resource).get_field(theirs)
            if left.type != right.type and not (left.empty or right.empty):
                raise definition_error(
                    f"{source.table.name}.{mine} is {left.type}, {key.resource}.{theirs} {right.type}",
                    "declare both ends of the foreign key with one type",
                )

    def resolve_date(self, indicator: Indicator) -> BoundColumn | None:
        """The column that puts a row in a period: the one named, else the table's only date field."""
        if indicator.date:
            column = self.resolve_column(indicator.table, indicator.date)
            if column.field.ambiguous == "date":
                owner = column.path[-1].resource if column.path else indicator.table
                raise Refused(ambiguous_columns.describe_ambiguity(self.resolve_source(owner), column.field))
            if not (column.is_date or column.field.empty):
                raise definition_error(
                    f'date: "{indicator.date}" is {column.field.type}, not a date', "name a column of dates"
                )
            return column.with_type_if_empty("date")
        timed = self.date_fields(indicator.table)
        return BoundColumn(timed[0]) if len(timed) == 1 else None

    def describe_missing_date(self, table: str) -> str:
        """Why a table has no date of its own: none of its columns is one, or several are."""
        timed = [field.name for field in self.date_fields(table)]
        return f"has several dates, {' and '.join(timed)}" if timed else "has no date"

    def date_fields(self, table: str) -> list[Field]:
        """The dates of a table that may put its rows in periods unasked: a personal one, of birth, is none."""
        dates = [field for field in self.table_fields(table) if field.type in TIME_TYPES]
        return [field for field in dates if not (field.personal or field.is_revealed)]

    def table_fields(self, table: str) -> list[Field]:
        """All the fields of a table that can be named."""
        if table not in self._fields_by_table:
            source = self.resolve_source(table)
            self._fields_by_table[table] = [source.get_field(name) for name in source.column_names]
        return self._fields_by_table[table]

    def bind_conditions(
        self, indicator: Indicator, conditions: tuple[Condition, ...], within: str = ""
    ) -> tuple[BoundCondition, ...]:
        """The conditions bound to what they test; a dimension goes before a column of the same name.

        A condition of the dimension `within` that has that name tests the column.
        """
        gather, tests = FindingCollector(), list[BoundCondition]()
        for condition in conditions:
            with gather:
                tests.append(self.bind_condition(indicator, condition, within))
        gather.raise_if_any()
        return tuple(tests)

    def bind_condition(self, indicator: Indicator, condition: Condition, within: str = "") -> BoundCondition:
        """One condition; `Unknown` where the indicator's table does not have its name."""
        if condition.name == within:
            return BoundCondition(condition, self.resolve_column(indicator.table, within))
        return BoundCondition(condition, self._resolve_target(indicator, condition.name))

    def _resolve_target(self, indicator: Indicator, name: str) -> BoundColumn | BoundBreakdown:
        if name in self.framework.dimensions or (
            name in MONTHS_PER_UNIT and name not in self.known_column_names(indicator.table)
        ):
            return self.bind_breakdown(indicator, name)
        return self.resolve_column(indicator.table, name)

    def bind_breakdown(self, indicator: Indicator, name: str) -> BoundBreakdown:
        """A breakdown of an indicator: by a declared dimension, by time, or by a column that is no declared one.

        `Unknown` where its table can't be broken down so; other refusals are of breakdowns that may not be asked.
        """
        if name in self.framework.dimensions:
            return self._bind_dimension(indicator, self.framework.dimensions[name])
        if name in MONTHS_PER_UNIT:
            date = self.resolve_date(indicator)
            if date is None:
                why = f"{indicator.table} {self.describe_missing_date(indicator.table)}, to break down by {name}"
                raise unknown_name_error(why, f'write date = "…" in [indicators.{indicator.code}]')
            self.check_public_date(indicator.table, date)
            return BoundBreakdown(Dimension(name), date=date)
        try:
            column = self.resolve_column(indicator.table, name)
        except UnknownName:
            known = [*self.framework.dimensions, *MONTHS_PER_UNIT, *self.known_column_names(indicator.table)]
            raise unknown_name_error(f'no dimension "{name}"', suggest_nearest(name, known)) from None
        if name in RESERVED_NAMES:
            raise definition_error(f'"{name}" is a column of every table', "declare a dimension of another name")
        self._check_public_column(indicator.table, column, name)
        return BoundBreakdown(Dimension(name, LocalizedText({"": name}), name), column)

    def check_public_date(self, table: str, date: BoundColumn | None) -> None:
        """Refused where periods would tell a personal date, of birth say."""
        if date and date.field.personal:
            raise definition_error(f"the date of {table} is personal", "name another, or --show-values")

    def _check_public_column(self, table: str, column: BoundColumn, name: str) -> None:
        if column.field.personal:
            raise definition_error(
                f'"{name}" is personal: a breakdown would print its values', "choose another, or --show-values"
            )
        if not column.path and self.sources[table].table.primary_key == (column.field.name,):
            raise definition_error(
                f'"{name}" is the key of {table}: every row would be a category', "choose another dimension"
            )

    def _dimension_column(self, dimension: Dimension, table: str, written: str) -> BoundColumn:
        """A dimension's column in a table; where it has none, the dimension is named: a column may be called so too."""
        try:
            return self.resolve_column(table, written)
        except UnknownName:
            fault_ = f'{table} has no column "{written}", which the dimension {dimension.name} reads'
            raise unknown_name_error(fault_, f"name its column in [dimensions.{dimension.name}] columns") from None

    def _bind_dimension(self, indicator: Indicator, dimension: Dimension) -> BoundBreakdown:
        if dimension.has_conditions:
            tests = tuple(
                (c.code, self.bind_conditions(indicator, c.where, dimension.name)) for c in dimension.categories
            )
            return BoundBreakdown(dimension, tests=tests)
        written = dimension.column_in_table(indicator.table)
        if not written:
            raise unknown_name_error(
                f"{indicator.table} has no {dimension.name}",
                f"name its column in [dimensions.{dimension.name}] columns",
            )
        column = self._dimension_column(dimension, indicator.table, written)
        if not dimension.bands:
            if not dimension.category_table and not dimension.categories:
                self._check_public_column(indicator.table, column, written)
            return BoundBreakdown(dimension, column)
        column = column.with_type_if_empty("number")
        if not column.is_numeric and not column.is_date:
            raise definition_error(f'"{written}" is {column.field.type}', "bands divide a number, or a date of birth")
        date = self.resolve_date(indicator) if column.is_date else None
        if column.is_date and date in {None, column}:
            raise definition_error(
                f"an age in bands needs the row's own date, and {indicator.table} has none", "name its date column"
            )
        return BoundBreakdown(dimension, column, date)


def _personal_column_names(source: Source) -> Iterator[str]:
    """The names of a table's personal columns, the other names too that they answer to."""
    declared = {field.name for field in source.table.fields or () if field.personal}
    yield from declared
    if declared:
        yield from (name for name in source.column_names if source.canonical_name(name) in declared)
