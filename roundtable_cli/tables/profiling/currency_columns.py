"""The currency of a column of amounts, where its header or its cells say it for certain; else the sign they show."""

from __future__ import annotations

from collections.abc import Mapping

from roundtable_cli.tables.profiling import headings
from roundtable_cli.tables.profiling.column_profile import Column
from roundtable_cli.tables.table import is_currency
from roundtable_cli.tables.values import currency_signs

_NO_AMOUNT = frozenset("rate age year identity serial place phone document quantity".split())


def unit(column: Column) -> str:
    """The currency of a column of amounts, its sign where that is of several, "" where nothing says it."""
    kinds, field = headings.kinds(column.name), column.field
    if not column.is_numeric or (kinds & _NO_AMOUNT and "amount" not in kinds):
        return ""
    if field.currency:
        return field.currency
    found = currency_signs.named(column.name) | (frozenset() if field.bare_number else _in_cells(column))
    codes = {one for one in found if is_currency(one)}
    return next(iter(codes or found)) if len(codes or found) == 1 else ""


def _in_cells(column: Column) -> frozenset[str]:
    """What the first text that names a currency names: a column of numbers has one at the most."""
    return next((found for text in column.counts if (found := currency_signs.named(text))), frozenset())


def of_each_row(columns: Mapping[str, Column]) -> str:
    """The column that names the currency of each row, "" where none does, or several."""
    found = [name for name, column in columns.items() if "currency" in headings.kinds(name) and _names_all(column)]
    return found[0] if len(found) == 1 else ""


def _names_all(column: Column) -> bool:
    return bool(column.counts) and all(map(is_currency, column.counts))
