"""The currency of a column of amounts, where its header or its cells say it for certain; else the sign they show."""

from __future__ import annotations

from collections.abc import Mapping

from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.table import is_currency
from roundtable_cli.tables.values import currency_signs
from roundtable_cli.tables.vocabulary import headings

_NON_AMOUNT_KINDS = frozenset("rate age year identity serial place phone document quantity".split())


def find_amount_currency(column: ColumnProfile) -> str:
    """The currency of a column of amounts, its sign where several have it; empty where nothing says it for certain."""
    kinds, field = headings.heading_kinds(column.name), column.field
    if not column.is_numeric or (kinds & _NON_AMOUNT_KINDS and "amount" not in kinds):
        return ""
    if field.currency:
        return field.currency
    units = currency_signs.detect_currencies(column.name)
    if not field.bare_number:
        units |= _currencies_in_cells(column)
    certain = {unit for unit in units if is_currency(unit)} or units
    return next(iter(certain)) if len(certain) == 1 else ""


def _currencies_in_cells(column: ColumnProfile) -> frozenset[str]:
    """What the first text that names a currency names: a column of numbers has one at the most."""
    detected = map(currency_signs.detect_currencies, column.text_counts)
    return next(filter(None, detected), frozenset())


def find_currency_column(columns: Mapping[str, ColumnProfile]) -> str:
    """The name of the column that holds the currency of each row; empty where none does, or several."""
    names = [
        name
        for name, column in columns.items()
        if "currency" in headings.heading_kinds(name) and _all_are_currencies(column)
    ]
    return names[0] if len(names) == 1 else ""


def _all_are_currencies(column: ColumnProfile) -> bool:
    """Whether a column holds codes of currencies and nothing else."""
    return bool(column.text_counts) and all(map(is_currency, column.text_counts))
