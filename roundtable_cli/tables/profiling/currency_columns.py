"""The currency of a column of amounts, where its header or its cells say it for certain; else the sign they show."""

from __future__ import annotations

from collections.abc import Mapping

from roundtable_cli.tables.profiling import headings
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.table import is_currency
from roundtable_cli.tables.values import currency_signs

_NON_AMOUNT_KINDS = frozenset("rate age year identity serial place phone document quantity".split())


def find_amount_currency(column: ColumnProfile) -> str:
    """The currency of a column of amounts, its sign where that is of several, "" where nothing says it."""
    kinds, field = headings.header_kinds(column.name), column.field
    if not column.is_numeric or (kinds & _NON_AMOUNT_KINDS and "amount" not in kinds):
        return ""
    if field.currency:
        return field.currency
    found = currency_signs.detect_currencies(column.name) | (
        frozenset() if field.bare_number else _currencies_in_cells(column)
    )
    codes = {one for one in found if is_currency(one)}
    return next(iter(codes or found)) if len(codes or found) == 1 else ""


def _currencies_in_cells(column: ColumnProfile) -> frozenset[str]:
    """What the first text that names a currency names: a column of numbers has one at the most."""
    return next(
        (found for text in column.text_counts if (found := currency_signs.detect_currencies(text))), frozenset()
    )


def find_currency_column(columns: Mapping[str, ColumnProfile]) -> str:
    """The column that names the currency of each row, "" where none does, or several."""
    found = [
        name
        for name, column in columns.items()
        if "currency" in headings.header_kinds(name) and _all_are_currencies(column)
    ]
    return found[0] if len(found) == 1 else ""


def _all_are_currencies(column: ColumnProfile) -> bool:
    return bool(column.text_counts) and all(map(is_currency, column.text_counts))
