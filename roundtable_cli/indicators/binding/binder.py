"""What a name in a definition stands for, as seen from a table: a column, one along foreign keys, or a dimension."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property

from roundtable_cli.errors import (
    Finding,
    FindingCollector,
    Refused,
    UnknownName,
    definition_error,
    locating_findings,
    quote_alternatives,
    suggest_nearest,
    unknown_name_error,
)
from roundtable_cli.finding_codes import DEFINITION, MISSING_LABEL
from roundtable_cli.indicators.binding import calculated, key_paths, missing_dates, operands, split_dates
from roundtable_cli.indicators.binding.bound_columns import BoundBreakdown, BoundColumn, BoundTest
from roundtable_cli.indicators.binding.conditions import condition_binding
from roundtable_cli.indicators.binding.currencies.row_currencies import RowCurrencies
from roundtable_cli.indicators.definitions.conditions import WhereTest
from roundtable_cli.indicators.definitions.definition_graph import describe_circle
from roundtable_cli.indicators.definitions.dimensions import Dimension, normalize_spelling
from roundtable_cli.indicators.definitions.framework import CalculatedColumn, DateColumns, Indicator, ResultsFramework
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.tables import header_schema
from roundtable_cli.tables.checks import ambiguous_columns
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import TEXT_TYPES, TIME_TYPES, Field, ForeignKey
from roundtable_cli.tables.values.calendar_texts.period_texts import is_period_field, period_date_field


class Binder:
    """All the names of a project, resolved. A name that there is not is refused, with the nearest right one."""

    def __init__(self, framework: ResultsFramework, sources: Mapping[str, Source]) -> None:
        self.framework, self.sources = framework, sources
        self.row_currencies = RowCurrencies(sources)
        self._fields_by_table: dict[str, list[Field]] = {}
        self._dates_by_table: dict[str, list[Field]] = {}
        self._bound_calculated: dict[CalculatedColumn, BoundColumn | Refused] = {}
        self._being_bound: list[CalculatedColumn] = []

    def forget_columns(self) -> None:
        """Bind calculated columns anew: those that they are made of are others than their tables had said."""
        self._bound_calculated.clear()

    @cached_property
    def declared_spellings(self) -> frozenset[str]:
        """The normalized spellings of all that definitions name as values."""
        return frozenset(map(normalize_spelling, self.framework.named_values))

    @property
    def personal_names(self) -> frozenset[str]:
        """The names of personal columns, and of the dimensions that read them."""
        columns = {name for source in self.sources.values() for name in _personal_column_names(source)}
        dimensions = {
            dimension.name
            for dimension in self.framework.dimensions.values()
            if not dimension.bands  # an age group tells nobody's date of birth
            for path in (dimension.column, *dimension.columns_by_table.values())
            if path.split(".")[-1] in columns
        }
        return frozenset(columns | dimensions)

    def resolve_source(self, table: str) -> Source:
        """The table of this name."""
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
                column = self.resolve_column(key.resource, rest)
                return column._replace(path=(key, *column.path))
        try:
            return BoundColumn(source.get_field(name))
        except Refused as refused:
            finding = refused.findings[0]
            if finding.code == MISSING_LABEL:
                linked = key_paths.suggest_linked_column(self, table, name)
                nearest = linked or suggest_nearest(name, self._suggestible_names(table))
                raise unknown_name_error(f'{table} has no column "{name}"', nearest) from None
            if finding.code.is_of_heading:
                raise UnknownName(finding._replace(code=DEFINITION, file="")) from None
            raise

    def single_key_name(self, table: str) -> str:
        """The column that is alone the primary key of a table. Refused where there is none, or a key of several."""
        primary_key = self.resolve_source(table).table.primary_key
        if len(primary_key) != 1:
            remedy = f'write "primaryKey": "COLUMN" into the "schema" of {table} in datapackage.json'
            raise definition_error(f"{table} has no key of one column", remedy)
        return primary_key[0]

    def known_column_names(self, table: str) -> list[str]:
        """The names of a table's columns, the calculated ones too."""
        return [*self.resolve_source(table).column_names, *self.framework.calculated_columns.get(table, ())]

    def _suggestible_names(self, table: str) -> list[str]:
        """The names of a table's columns that a message may list."""
        source = self.resolve_source(table)
        names = header_schema.printable_names(source.table, source.column_names)
        return [*names, *self.framework.calculated_columns.get(table, ())]

    def _resolve_calculated(self, definition: CalculatedColumn) -> BoundColumn:
        """A calculated column, bound or refused once; refused where it is computed from itself."""
        if definition in self._being_bound:
            self._refuse_circle([column.full_name for column in self._being_bound], definition.full_name)
        if definition not in self._bound_calculated:
            self._being_bound.append(definition)
            try:
                self._bound_calculated[definition] = calculated.bind_calculated(self, definition)
            except Refused as refused:
                self._bound_calculated[definition] = refused
            finally:
                self._being_bound.pop()
        bound = self._bound_calculated[definition]
        if isinstance(bound, Refused):
            raise bound
        return bound

    def _refuse_circle(self, names: list[str], repeated: str) -> None:
        names = names[names.index(repeated) :]
        first = names.index(min(names))  # wherever the circle is entered, it is told as one finding
        circle = describe_circle((*names[first:], *names[:first]))
        with locating_findings(self.framework.file, f"[calculated.{names[first]}]"):
            raise definition_error(f"calculated columns in a circle: {circle}", "compute one from other columns")

    def _foreign_key_steps(self, source: Source, name: str) -> Iterator[tuple[ForeignKey, str]]:
        """The foreign keys that a path may start with, and the rest of the path behind each.

        A key is called by its column, by the table that it leads to, or by its column without `_id`. A column's own
        name may hold a dot, so each dot is tried.
        """
        foreign_keys = source.table.foreign_keys
        for position in (position for position, letter in enumerate(name) if letter == "."):
            head, rest = name[:position], name[position + 1 :]
            keys = (
                [key for key in foreign_keys if key.fields == (head,)]
                or [key for key in foreign_keys if key.resource == head]
                or [key for key in foreign_keys if key.fields == (f"{head}_id",)]
            )
            if len(keys) > 1:
                fields = quote_alternatives(" and ".join(key.fields) for key in keys)
                raise definition_error(f'"{name}": several foreign keys lead to {head}', f"name the column: {fields}")
            for key in keys:
                self._check_key_types(source, key)
                yield key, rest

    def _check_key_types(self, source: Source, key: ForeignKey) -> None:
        """Refuse a key whose ends are of two types: every row would be unmatched."""
        for own_name, other_name in zip(key.fields, key.keys, strict=True):
            own = source.get_field(own_name)
            other = self.resolve_source(key.resource).get_field(other_name)
            left, right = f"{source.table.name}.{own_name}", f"{key.resource}.{other_name}"
            operands.check_types_meet(left, own, right, other)

    def resolve_date(self, indicator: Indicator) -> BoundColumn | None:
        """The column that puts a row in a period: the one named, else the table's only date; None if neither is."""
        if not indicator.date:
            dates = self.date_fields(indicator.table)
            return BoundColumn(dates[0]) if len(dates) == 1 else None
        if isinstance(indicator.date, DateColumns):
            return split_dates.bind_split_date(self, indicator.table, indicator.date)
        (name,) = indicator.date_names
        column = self.resolve_column(indicator.table, name)
        if column.field.ambiguous == "date":
            source = self.resolve_source(column.owner_table(indicator.table))
            raise Refused(ambiguous_columns.describe_ambiguity(source, column.field))
        column = column._replace(field=period_date_field(column.field))
        operands.check_is_date(column, name)
        return column.with_type_if_untyped("date")

    def date_fields(self, table: str) -> list[Field]:
        """The dates that may put a table's rows in a period unasked, none personal; else its periods (2018Q1)."""
        if table not in self._dates_by_table:
            fields = [field for field in self.table_fields(table) if not (field.personal or field.is_revealed)]
            periods = [period_date_field(field) for field in fields if is_period_field(field)]
            self._dates_by_table[table] = [field for field in fields if field.type in TIME_TYPES] or periods
        return self._dates_by_table[table]

    def table_fields(self, table: str) -> list[Field]:
        """All the fields of a table."""
        if table not in self._fields_by_table:
            source = self.resolve_source(table)
            self._fields_by_table[table] = [source.find_type(name) for name in source.column_names]
        return self._fields_by_table[table]

    def bind_conditions(
        self, indicator: Indicator, conditions: tuple[WhereTest, ...], within: str = ""
    ) -> tuple[BoundTest, ...]:
        """Conditions with what they test, in the table of the indicator; `within` is the dimension that they define."""
        return condition_binding.bind_conditions(self, indicator, conditions, within)

    def resolve_coded_column(self, table: str, name: str) -> BoundColumn:
        """A column that is tested or broken down by, as `resolve_column` has it; one of currencies is read as codes."""
        return self._with_codes(table, self.resolve_column(table, name))

    def _with_codes(self, table: str, column: BoundColumn) -> BoundColumn:
        if column.derivation or column.field.type not in TEXT_TYPES:
            return column
        owner = column.owner_table(table)
        return column._replace(field=self.row_currencies.with_codes(owner, column.field))

    def bind_breakdown(self, indicator: Indicator, name: str) -> BoundBreakdown:
        """A breakdown of an indicator: by a declared dimension, by time, or by the values of a column.

        Raises `UnknownName` where its table can't be broken down so, other refusals where it must not be.
        """
        if name in self.framework.dimensions:
            return self._bind_dimension(indicator, self.framework.dimensions[name])
        if name in MONTHS_PER_UNIT and not self._is_column_of_rows(indicator, name):
            return self._bind_time_unit(indicator, name)
        try:
            column = self.resolve_coded_column(indicator.table, name)
        except UnknownName:
            known = [*self.framework.breakdown_names, *self._suggestible_names(indicator.table)]
            raise unknown_name_error(f'no dimension "{name}"', suggest_nearest(name, known)) from None
        self._check_public_column(column, name)
        return BoundBreakdown(Dimension.undeclared(name), column)

    def _is_column_of_rows(self, indicator: Indicator, unit: str) -> bool:
        """Whether a table has a column that is called as a unit of time, and does not date its rows itself."""
        if unit not in self.known_column_names(indicator.table):
            return False
        date = self.resolve_date(indicator)
        if date is None or date.path:
            return True
        return date.field.name != unit and not split_dates.is_split_date_of(date, unit)

    def _bind_time_unit(self, indicator: Indicator, unit: str) -> BoundBreakdown:
        date = self.resolve_date(indicator)
        if date is None:
            source, fields = self.resolve_source(indicator.table), self.table_fields(indicator.table)
            dates = [field.name for field in self.date_fields(indicator.table)]
            raise missing_dates.missing_date_refusal(source, fields, dates, unit, indicator.code)
        self.check_public_date(indicator.table, date)
        return BoundBreakdown(Dimension.undeclared(unit), date=date)

    def check_public_date(self, table: str, date: BoundColumn | None) -> None:
        """Refuse a date that is personal, of birth say: periods would tell it."""
        if date and date.field.personal:
            raise definition_error(f"the date of {table} is personal data", "name another date, or use --show-values")

    def _check_public_column(self, column: BoundColumn, name: str) -> None:
        """Refuse a column whose values must not be printed."""
        if column.field.personal:
            raise definition_error(
                f'"{name}" is personal data, and a breakdown would print its values',
                "choose another column, or use --show-values",
            )

    def _bind_dimension(self, indicator: Indicator, dimension: Dimension) -> BoundBreakdown:
        if dimension.has_conditions:
            return self._bind_categories(indicator, dimension)
        column = self._dimension_column(dimension, indicator.table)
        if dimension.bands:
            return self._bind_bands(indicator, dimension, column.with_type_if_untyped("number"))
        if not dimension.category_table and not dimension.categories:
            self._check_public_column(column, dimension.column_in_table(indicator.table))
        return BoundBreakdown(dimension, column)

    def _bind_categories(self, indicator: Indicator, dimension: Dimension) -> BoundBreakdown:
        """A dimension of categories by condition. A table that lacks a column of theirs can't be broken down so."""
        bound, lacking, collector = [], list[Finding](), FindingCollector()
        for category in dimension.categories:
            with collector:
                try:
                    bound.append((category.code, self.bind_conditions(indicator, category.where, dimension.name)))
                except UnknownName as unknown:
                    lacking += unknown.findings
        collector.raise_if_any()
        if lacking:
            fault = f"{lacking[0].fault}, which the dimension {dimension.name} reads"
            raise unknown_name_error(fault, lacking[0].remedy)
        return BoundBreakdown(dimension, tests=tuple(bound))

    def _dimension_column(self, dimension: Dimension, table: str) -> BoundColumn:
        """The column of a dimension in a table. Where there is none the dimension is named: columns have names too."""
        name = dimension.column_in_table(table)
        names = [name]
        if table not in dimension.columns_by_table and dimension.name in self.known_column_names(table):
            names.append(dimension.name)
        for own_name in filter(None, names):
            with suppress(UnknownName):
                return self.resolve_coded_column(table, own_name)
        path = next(iter(key_paths.list_linked_paths(self, table, name or dimension.name)), "…")
        remedy = f'write columns = {{ {table} = "{path}" }} in [dimensions.{dimension.name}]'
        remedy = key_paths.suggest_missing_key(self, table, name) or remedy
        if not name:
            raise unknown_name_error(f"{table} has no {dimension.name}", remedy)
        raise unknown_name_error(f'{table} has no column "{name}", which the dimension {dimension.name} reads', remedy)

    def _bind_bands(self, indicator: Indicator, dimension: Dimension, column: BoundColumn) -> BoundBreakdown:
        """Bands of a number, or of a date of birth: then of the age on the date of the row."""
        if not column.is_numeric and not column.is_date:
            name = dimension.column_in_table(indicator.table)
            raise operands.wrong_type_refusal("bands", name, column, operands.NUMBERS_OR_DATES)
        date = self.resolve_date(indicator) if column.is_date else None
        if column.is_date and date in {None, column}:
            raise self._undated_bands_error(indicator, dimension)
        return BoundBreakdown(dimension, column, date)

    def _undated_bands_error(self, indicator: Indicator, dimension: Dimension) -> Refused:
        """The refusal to take ages on the dates of rows that have none, or of which several may be meant."""
        table, birth = indicator.table, dimension.column_in_table(indicator.table)
        fault = f"bands of a date of birth need the date of each row, and {table} has none"
        if dates := key_paths.list_date_choices(self, table):
            named = key_paths.date_remedy(self, table)
            fault = fault.removesuffix("none") + ("several" if "." not in dates[0] else "none of its own")
            return definition_error(fault, f"write {named} in [indicators.{indicator.code}]")
        of_day = f'[calculated.{table}.age] with of = [2026-12-31, "{birth}"], measure = "difference", unit = "years"'
        columns = f'columns = {{ {table} = "age" }} in [dimensions.{dimension.name}]'
        remedy = f"for the age on one day, write {of_day}, and {columns}"
        return definition_error(fault, remedy)


def _personal_column_names(source: Source) -> Iterator[str]:
    """The names of a table's personal columns, the other names too that they answer to."""
    personal = source.table.personal_names
    yield from personal
    if personal:
        yield from (name for name in source.column_names if source.canonical_name(name) in personal)
