"""A schema proposed from the rows: types, keys that hold, and personal columns, for tables that declare none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from roundtable_cli.errors import Gathering
from roundtable_cli.scaffold import key_proposal
from roundtable_cli.tables.profiling import column_profile, currency_columns, headings, personal_data
from roundtable_cli.tables.profiling.column_profile import Column
from roundtable_cli.tables.quality.mixed_types import mixed
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import FALSE, TRUE, Field, Table, is_currency


class Proposal(NamedTuple):
    """A table with the schema proposed for it, or the one it declares; and what its columns hold, by their headers.

    `bare` are columns of amounts some of which lack a currency in the column that names those of the others.
    """

    table: Table
    columns: Mapping[str, Column]
    bare: frozenset[str] = frozenset()

    @property
    def personal(self) -> frozenset[str]:
        """The names of its personal columns."""
        return frozenset(field.name for field in self.table.fields or () if field.personal)


def propose(sources: Mapping[str, Source]) -> dict[str, Proposal]:
    """A schema for each table; one that declares its fields keeps them. All rows are read.

    What can't be declared is left out of the fields, and stays to be inferred: names that occur twice, columns without
    a value, and those that can be read in two ways, so that they stay refused with what settles them.
    Raises `Refused` with the findings of all tables that can't be read.
    """
    gather, columns = Gathering(), dict[str, dict[str, Column]]()
    for name, source in sources.items():
        with gather:
            columns[name] = column_profile.columns(source)
    gather.settle()
    barred = {name: personal_data.columns(name, columns[name]) for name in sources}
    bare = {name: _bare(source, columns[name]) for name, source in sources.items()}
    tables = {name: _typed(source, columns[name], barred[name], bare[name]) for name, source in sources.items()}
    named = {name: _key(tables[name], columns[name], barred[name]) for name in sources}
    return {
        name: Proposal(
            tables[name] if source.table.fields is not None else _keyed(name, tables, columns, named, barred),
            columns[name],
            bare[name],
        )
        for name, source in sources.items()
    }


def fields(source: Source) -> tuple[Field, ...]:
    """The fields of a table that can be declared, in the order of the header; declared ones are as they are.

    Raises `Refused` where the table can't be read.
    """
    columns = column_profile.columns(source)
    return _fields(source, columns, personal_data.columns(source.table.name, columns), _bare(source, columns))


def _key(table: Table, columns: Mapping[str, Column], barred: Collection[str]) -> str:
    """The one column that names each row, as declared, else as the rows show."""
    if table.primary_key:
        return table.primary_key[0] if len(table.primary_key) == 1 and table.primary_key[0] in columns else ""
    return key_proposal.primary(table.name, columns, barred)


def _keyed(
    name: str,
    tables: Mapping[str, Table],
    columns: Mapping[str, Mapping[str, Column]],
    named: Mapping[str, str],
    barred: Mapping[str, Collection[str]],
) -> Table:
    """The table with its keys; those it declares stay."""
    table = tables[name]
    key = table.primary_key or ((named[name],) if named[name] else ())
    found = table.foreign_keys or tuple(key_proposal.foreign(name, columns, named, tables, barred[name]))
    return table._replace(primary_key=key, foreign_keys=found)


def _typed(source: Source, columns: Mapping[str, Column], barred: Collection[str], bare: Collection[str]) -> Table:
    """The table with the fields that can be declared."""
    if source.table.fields is not None:
        return source.table
    found = _fields(source, columns, barred, bare)
    whole = tuple(field.name for field in found) == source.header
    return source.table._replace(fields=found, fields_match="exact" if whole else "subset")


def _fields(
    source: Source, columns: Mapping[str, Column], barred: Collection[str], bare: Collection[str]
) -> tuple[Field, ...]:
    per_row = currency_columns.of_each_row(columns)
    return tuple(
        _with_currency(field, columns[field.name], "" if field.name in bare else per_row) if field.inferred else field
        for field in _declarable(columns, barred, source.table.missing_values)
    )


def _declarable(columns: Mapping[str, Column], barred: Collection[str], missing: tuple[str, ...]) -> Iterator[Field]:
    for name, column in columns.items():
        field = column.field
        if not field.inferred:
            yield field
        elif not (field.empty or field.ambiguous or _only_inferred(column) or any(mixed(column))):
            yield _tolerant(field)._replace(personal=name in barred)
        elif name in barred:  # what is personal has to be declared, to be printed nowhere
            yield Field(name, missing_values=missing, personal=True, inferred=True)


def _only_inferred(column: Column) -> bool:
    """Whether some cell is read only in an inferred column: a real minus is none of the standard's numbers."""
    return column.field.type == "number" and any("−" in text for text in column.counts)


def _tolerant(field: Field) -> Field:
    """A boolean that the usual words for true and false fit is declared by them: a file's next one may differ."""
    usual = {*field.true_values} <= {*TRUE} and {*field.false_values} <= {*FALSE}
    return field._replace(true_values=TRUE, false_values=FALSE) if field.type == "boolean" and usual else field


def _with_currency(field: Field, column: Column, per_row: str) -> Field:
    """The field of amounts with its currency, or with the column that names it."""
    unit = currency_columns.unit(column)
    if is_currency(unit):
        return field._replace(currency=unit)
    return field._replace(currency_column=per_row) if per_row and _has_no_unit(column) else field


def _has_no_unit(column: Column) -> bool:
    """Whether a column holds amounts, and does not tell itself of which currency."""
    return column.is_numeric and "amount" in headings.kinds(column.name) and not currency_columns.unit(column)


def _bare(source: Source, columns: Mapping[str, Column]) -> frozenset[str]:
    """The columns of amounts some of which have no currency beside them, where a column names those of the others."""
    per_row = currency_columns.of_each_row(columns)
    amounts = [name for name, column in columns.items() if _has_no_unit(column)] if per_row else []
    named = [bool(text.strip()) for text in source.cells(per_row)] if amounts else []
    return frozenset(name for name in amounts if not _all_named(columns[name].field, source.cells(name), named))


def _all_named(field: Field, amounts: Iterable[str], named: Iterable[bool]) -> bool:
    missing = {"", *field.missing_values}
    return all(has for amount, has in zip(amounts, named, strict=True) if amount.strip() not in missing)
