"""A schema proposed from the rows: types, keys that hold, and personal columns, for tables that declare none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from roundtable_cli.errors import FindingCollector
from roundtable_cli.scaffold import key_proposal
from roundtable_cli.tables.profiling import column_profile, currency_columns, headings, personal_data
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.quality.mixed_types import find_mixed_types
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import DEFAULT_FALSE_VALUES, DEFAULT_TRUE_VALUES, Field, Table, is_currency


class SchemaProposal(NamedTuple):
    """A table with the schema proposed for it, or the one it declares; and what its columns hold, by their headers.

    `bare` are columns of amounts some of which lack a currency in the column that names those of the others.
    """

    table: Table
    columns: Mapping[str, ColumnProfile]
    columns_without_currency: frozenset[str] = frozenset()

    @property
    def personal_columns(self) -> frozenset[str]:
        """The names of its personal columns."""
        return frozenset(field.name for field in self.table.fields or () if field.personal)


def propose_schemas(sources: Mapping[str, Source]) -> dict[str, SchemaProposal]:
    """A schema for each table; one that declares its fields keeps them. All rows are read.

    What can't be declared is left out of the fields, and stays to be inferred: names that occur twice, columns without
    a value, and those that can be read in two ways, so that they stay refused with what settles them.
    Raises `Refused` with the findings of all tables that can't be read.
    """
    gather, columns = FindingCollector(), dict[str, dict[str, ColumnProfile]]()
    for name, source in sources.items():
        with gather:
            columns[name] = column_profile.profile_columns(source)
    gather.raise_if_any()
    barred = {name: personal_data.find_personal_columns(name, columns[name]) for name in sources}
    bare = {name: _amounts_without_currency(source, columns[name]) for name, source in sources.items()}
    tables = {name: _with_fields(source, columns[name], barred[name], bare[name]) for name, source in sources.items()}
    named = {name: _find_key_column(tables[name], columns[name], barred[name]) for name in sources}
    return {
        name: SchemaProposal(
            tables[name] if source.table.fields is not None else _with_keys(name, tables, columns, named, barred),
            columns[name],
            bare[name],
        )
        for name, source in sources.items()
    }


def propose_fields(source: Source) -> tuple[Field, ...]:
    """The fields of a table that can be declared, in the order of the header; declared ones are as they are.

    Raises `Refused` where the table can't be read.
    """
    columns = column_profile.profile_columns(source)
    return _fields_with_currency(
        source,
        columns,
        personal_data.find_personal_columns(source.table.name, columns),
        _amounts_without_currency(source, columns),
    )


def _find_key_column(table: Table, columns: Mapping[str, ColumnProfile], barred: Collection[str]) -> str:
    """The one column that names each row, as declared, else as the rows show."""
    if table.primary_key:
        return table.primary_key[0] if len(table.primary_key) == 1 and table.primary_key[0] in columns else ""
    return key_proposal.propose_primary_key(table.name, columns, barred)


def _with_keys(
    name: str,
    tables: Mapping[str, Table],
    columns: Mapping[str, Mapping[str, ColumnProfile]],
    named: Mapping[str, str],
    barred: Mapping[str, Collection[str]],
) -> Table:
    """The table with its keys; those it declares stay."""
    table = tables[name]
    key = table.primary_key or ((named[name],) if named[name] else ())
    found = table.foreign_keys or tuple(key_proposal.propose_foreign_keys(name, columns, named, tables, barred[name]))
    return table._replace(primary_key=key, foreign_keys=found)


def _with_fields(
    source: Source, columns: Mapping[str, ColumnProfile], barred: Collection[str], bare: Collection[str]
) -> Table:
    """The table with the fields that can be declared."""
    if source.table.fields is not None:
        return source.table
    found = _fields_with_currency(source, columns, barred, bare)
    whole = tuple(field.name for field in found) == source.header
    return source.table._replace(fields=found, fields_match="exact" if whole else "subset")


def _fields_with_currency(
    source: Source, columns: Mapping[str, ColumnProfile], barred: Collection[str], bare: Collection[str]
) -> tuple[Field, ...]:
    per_row = currency_columns.find_currency_column(columns)
    return tuple(
        _with_currency(field, columns[field.name], "" if field.name in bare else per_row) if field.inferred else field
        for field in _declarable_fields(columns, barred, source.table.missing_values)
    )


def _declarable_fields(
    columns: Mapping[str, ColumnProfile], barred: Collection[str], missing: tuple[str, ...]
) -> Iterator[Field]:
    for name, column in columns.items():
        field = column.field
        if not field.inferred:
            yield field
        elif not (field.empty or field.ambiguous or _has_minus_sign(column) or any(find_mixed_types(column))):
            yield _with_usual_booleans(field)._replace(personal=name in barred)
        elif name in barred:  # what is personal has to be declared, to be printed nowhere
            yield Field(name, missing_values=missing, personal=True, inferred=True)


def _has_minus_sign(column: ColumnProfile) -> bool:
    """Whether some cell is read only in an inferred column: a real minus is none of the standard's numbers."""
    return column.field.type == "number" and any("−" in text for text in column.text_counts)


def _with_usual_booleans(field: Field) -> Field:
    """A boolean that the usual words for true and false fit is declared by them: a file's next one may differ."""
    usual = {*field.true_values} <= {*DEFAULT_TRUE_VALUES} and {*field.false_values} <= {*DEFAULT_FALSE_VALUES}
    return (
        field._replace(true_values=DEFAULT_TRUE_VALUES, false_values=DEFAULT_FALSE_VALUES)
        if field.type == "boolean" and usual
        else field
    )


def _with_currency(field: Field, column: ColumnProfile, per_row: str) -> Field:
    """The field of amounts with its currency, or with the column that names it."""
    unit = currency_columns.find_amount_currency(column)
    if is_currency(unit):
        return field._replace(currency=unit)
    return field._replace(currency_column=per_row) if per_row and _lacks_currency(column) else field


def _lacks_currency(column: ColumnProfile) -> bool:
    """Whether a column holds amounts, and does not tell itself of which currency."""
    return (
        column.is_numeric
        and "amount" in headings.header_kinds(column.name)
        and not currency_columns.find_amount_currency(column)
    )


def _amounts_without_currency(source: Source, columns: Mapping[str, ColumnProfile]) -> frozenset[str]:
    """The columns of amounts some of which have no currency beside them, where a column names those of the others."""
    per_row = currency_columns.find_currency_column(columns)
    amounts = [name for name, column in columns.items() if _lacks_currency(column)] if per_row else []
    named = [bool(text.strip()) for text in source.raw_cells(per_row)] if amounts else []
    return frozenset(
        name for name in amounts if not _all_have_currency(columns[name].field, source.raw_cells(name), named)
    )


def _all_have_currency(field: Field, amounts: Iterable[str], named: Iterable[bool]) -> bool:
    missing = {"", *field.missing_values}
    return all(has for amount, has in zip(amounts, named, strict=True) if amount.strip() not in missing)
