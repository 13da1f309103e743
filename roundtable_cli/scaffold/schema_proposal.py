"""A schema proposed from the rows of each table: its fields, their currencies, what is personal, and the keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from roundtable_cli.errors import FindingCollector, Refused
from roundtable_cli.scaffold import key_proposal
from roundtable_cli.scaffold.table_proposal import TableProposal
from roundtable_cli.tables.profiling import (
    column_profile,
    currency_columns,
    declared_types,
    personal_data,
    running_totals,
)
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.quality.mixed_types import find_mixed_types
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import DEFAULT_FALSE_VALUES, DEFAULT_TRUE_VALUES, Field, is_currency
from roundtable_cli.tables.values import missing_marks


def propose_schemas(sources: Mapping[str, Source]) -> dict[str, TableProposal]:
    """A schema for each table, by name; a table that declares its fields keeps its schema. All rows are read.

    What can't be declared is left out of the fields, and stays to be inferred: columns with the heading of another,
    columns without a value, and those that can be read in two ways: they stay refused until a person has decided.
    In a file without headings they are texts: there the fields are the names of the columns, by their places.
    Raises `Refused` with the findings of all tables that can't be read.
    """
    collector, proposals = FindingCollector(), dict[str, TableProposal]()
    for name, source in sources.items():
        with collector:
            proposals[name] = _propose_without_keys(source)
    collector.raise_if_any()
    undeclared = {name for name, source in sources.items() if source.table.fields is None}
    return key_proposal.add_keys(proposals, undeclared)


def propose_fields(source: Source) -> tuple[Field, ...]:
    """The fields of a table that can be declared, in the order of the columns; declared ones are as they are.

    Raises `Refused` where the table can't be read.
    """
    return tuple(_declarable_fields(_profile_table(source)))


def _profile_table(source: Source) -> TableProposal:
    """The table as it is, with what its columns hold."""
    columns = column_profile.profile_columns(source)
    looks_personal = personal_data.find_personal_columns(source.table.name, columns)
    row_currencies = dict(_find_row_currencies(source, columns))
    without_currency = frozenset(_amounts_without_currency(source, columns, row_currencies))
    mixed = {name: found for name, column in columns.items() if (found := tuple(find_mixed_types(column)))}
    return TableProposal(source.table, columns, frozenset(looks_personal), without_currency, mixed, row_currencies)


def _propose_without_keys(source: Source) -> TableProposal:
    profiled = _profile_table(source)
    if source.table.fields is not None:
        return profiled
    profiled = _with_proposed_types(profiled)
    fields = tuple(_declarable_fields(profiled))
    marks = tuple(
        sorted({text for field in fields for text in field.assumed_missing if missing_marks.is_sure_mark(text)})
    )
    fields = tuple(_with_shared_marks(field, profiled, marks) for field in fields)
    missing = (*source.table.missing_values, *marks)
    # The next file may have a column more: that must not keep the others from being counted.
    table = source.table._replace(fields=fields, missing_values=missing, fields_match="subset")
    return replace(profiled, table=table)


def _with_shared_marks(field: Field, profiled: TableProposal, marks: tuple[str, ...]) -> Field:
    """A field that reads as no value what stands for none in other columns of the file: next month it may be here.

    Not where the column has such a text as a value.
    """
    if not field.inferred or any(mark in profiled.columns[field.name].text_counts for mark in marks):
        return field
    shared = (*profiled.table.missing_values, *marks)
    return field._replace(missing_values=tuple(dict.fromkeys((*shared, *field.missing_values))))


def _with_proposed_types(profiled: TableProposal) -> TableProposal:
    """The table with its years as years and its choices as lists, where rows prove it, and with its running totals."""
    kept = {*profiled.looks_personal, *profiled.mixed_findings}
    columns = {
        name: column if name in kept else declared_types.propose_type(column)
        for name, column in profiled.columns.items()
    }
    return replace(profiled, columns=columns, running_totals=running_totals.find_running_totals(columns))


def _declarable_fields(profiled: TableProposal) -> Iterator[Field]:
    for name, column in profiled.columns.items():
        field, is_personal = column.field, name in profiled.looks_personal
        if not field.inferred:
            yield field
        elif name not in profiled.mixed_findings and _is_certain(column):
            field = _with_usual_booleans(field)._replace(personal=is_personal)
            yield _with_currency(field, column, profiled)
        elif is_personal:  # only what is declared personal is printed nowhere
            yield Field(name, missing_values=profiled.table.missing_values, personal=True, inferred=True)
        elif not has_headings(column.source):  # where the fields are the headings, each must stand at its place
            yield Field(name, missing_values=profiled.table.missing_values, inferred=True)


def has_headings(source: Source) -> bool:
    """Whether the table's columns are named in its files, and not by the schema alone. Refused where one is empty."""
    return all(file.layout.header_rows for file in source.files)


def _is_certain(column: ColumnProfile) -> bool:
    """Whether a column's type, as its texts show it, can be declared."""
    field = column.field
    return not (field.is_untyped or field.ambiguous or _has_minus_sign(column))


def _has_minus_sign(column: ColumnProfile) -> bool:
    """Whether numbers have a real minus, −, which only an inferred column takes: the standard's numbers have none."""
    return column.field.type == "number" and any("−" in text for text in column.text_counts)


def _with_usual_booleans(field: Field) -> Field:
    """A boolean that the usual words for true and false fit is declared by them: the next file may have others."""
    usual = {*field.true_values} <= {*DEFAULT_TRUE_VALUES} and {*field.false_values} <= {*DEFAULT_FALSE_VALUES}
    if field.type == "boolean" and usual:
        return field._replace(true_values=DEFAULT_TRUE_VALUES, false_values=DEFAULT_FALSE_VALUES)
    return field


def _with_currency(field: Field, column: ColumnProfile, profiled: TableProposal) -> Field:
    """The field of amounts with its currency, or with the column that names the currency of each row."""
    unit = currency_columns.find_amount_unit(column)
    if is_currency(unit):
        return field._replace(currency=unit)
    is_complete = field.name not in profiled.columns_without_currency
    currency_column = profiled.row_currencies.get(field.name, "") if is_complete else ""
    return field._replace(currency="", currency_column=currency_column)


def _find_row_currencies(source: Source, columns: Mapping[str, ColumnProfile]) -> Iterator[tuple[str, str]]:
    """The columns of amounts, each with the column that names the currency of each row; "" where several may."""
    names = currency_columns.find_currency_columns(source)
    for name, column in columns.items() if names else ():
        try:
            if currency_column := currency_columns.find_row_currency(source, column.field, names):
                yield name, currency_column
        except Refused:
            yield name, ""


def _amounts_without_currency(
    source: Source, columns: Mapping[str, ColumnProfile], row_currencies: Mapping[str, str]
) -> Iterator[str]:
    """The columns of amounts of which some rows have no currency in the column that names it."""
    for name, currency_column in row_currencies.items():
        if currency_column:
            missing, unnamed = columns[name].field.missing_texts, columns[currency_column].field.missing_texts
            cells = zip(source.raw_cells(name), source.raw_cells(currency_column), strict=True)
            if any(amount.strip() not in missing and currency.strip() in unnamed for amount, currency in cells):
                yield name
