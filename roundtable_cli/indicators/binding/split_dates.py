"""A date in two columns, a year and its quarter, month or half, bound as one column of periods."""

from __future__ import annotations

from roundtable_cli.errors import FindingCollector, Refused, definition_error
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, Derivation
from roundtable_cli.indicators.binding.resolver import Resolver
from roundtable_cli.indicators.definitions.framework import DateColumns
from roundtable_cli.tables.checks import ambiguous_columns
from roundtable_cli.tables.table import NUMBER_TYPES, TEXT_TYPES, TIME_TYPES, Field
from roundtable_cli.tables.values.calendar_texts.period_texts import PERIOD_FORMAT

_PART_TYPES = (*NUMBER_TYPES, *TEXT_TYPES)


def bind_split_date(resolver: Resolver, table: str, names: DateColumns) -> BoundColumn:
    """The column that dates the rows of a table by two of its columns. Refused where one can't hold such a part."""
    collector, columns = FindingCollector(), list[BoundColumn]()
    for name, types in ((names.year, (*_PART_TYPES, "year")), (names.part, _PART_TYPES)):
        with collector:
            column = resolver.resolve_column(table, name)
            _check_ambiguity(resolver, table, column)
            _check_type(name, column, types, names.unit)
            columns.append(column)
    collector.raise_if_any()
    if not names.unit:
        raise definition_error(
            "the headings do not say which column has the year, and whether the other has the quarter, month or half",
            f'write date = {{ year = "{names.year}", quarter = "{names.part}" }}, or month or half in place of quarter',
        )
    year, part = columns
    if year.path != part.path:
        raise definition_error(f'"{names.year}" and "{names.part}" are of two tables', "name two columns of one table")
    own = tuple(column._replace(path=()) for column in columns)
    field = Field(
        f"{names.year}, {names.part}",
        "date",
        format=PERIOD_FORMAT,
        personal=year.field.personal or part.field.personal,
    )
    return BoundColumn(field, year.path, Derivation(None, own, date_unit=names.unit))


def is_split_date_of(column: BoundColumn, name: str) -> bool:
    """Whether a column dates rows by two columns, of which one has this name."""
    derivation = column.derivation
    if derivation is None or not derivation.date_unit:
        return False
    return name in {one.field.name for one in derivation.columns}


def _check_ambiguity(resolver: Resolver, table: str, column: BoundColumn) -> None:
    if column.field.ambiguous and not column.derivation:
        source = resolver.resolve_source(column.owner_table(table))
        raise Refused(ambiguous_columns.describe_ambiguity(source, column.field))


def _check_type(name: str, column: BoundColumn, types: tuple[str, ...], unit: str) -> None:
    """Refuse a column of dates, of yes and no, and others that hold no year, or no part of one."""
    field = column.field
    if field.type in types or field.is_untyped:
        return
    if field.type in TIME_TYPES and field.type != "year":
        raise definition_error(f'"{name}" holds whole dates', f'write date = "{name}"')
    fault = f'"{name}" is {field.type}; it can\'t hold a year or its {unit or "quarter"}'
    raise definition_error(fault, "name a column of numbers or texts")
