"""The currency of a value over amounts: that of their field, or the one that their rows name; of two it is refused.

Amounts meet in three other places, which refuse two currencies too: columns of one row (`binding.calculated`), a column
and the unit that is declared (`binding.operands`), the answers of other indicators (`measures.formulas`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import CURRENCY_ERROR
from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.definitions.framework import Indicator, ResultsFramework
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures.answers import AnswersByGroup, GroupKey, aggregate_groups
from roundtable_cli.tables.profiling import currency_columns
from roundtable_cli.tables.table import is_currency

NO_CURRENCY = "no currency"  # of amounts whose rows name none


def find_currencies(
    view: TableView, amount: BoundColumn, currency: BoundColumn, keys: Sequence[str], *, is_broken_down: bool = False
) -> dict[GroupKey, tuple[str, ...]]:
    """The currencies of the amounts in each group: one, or two of several. Refused where an amount has none.

    A column of currencies that no schema declares is asked only where it names several. Then amounts without one may
    stand alone, as a group of their own where the values are `is_broken_down` by currency.
    """
    is_declared = bool(amount.field.currency_column)
    name = currency.field.name
    if not is_declared and not currency_columns.names_several_currencies(view.list_values(currency), name):
        return {}
    with_amount = view.filter_rows(~view[amount].is_null())
    low, high, named = view[currency].min(), view[currency].max(), view[currency].count()
    groups = aggregate_groups(with_amount, keys, low=low, high=high, named=named)
    has_unnamed = any(group["named"] < group["rows"] for group in groups.values())
    has_named = any(group["low"] is not None for group in groups.values())
    if has_unnamed and (is_declared or (has_named and not is_broken_down)):
        fault, remedy = "this amount has no currency", "fill in its currency"
        places = view.locate_rows(with_amount.filter_rows(view[currency].is_null()).fetch_ordinals())
        raise Refused(*(Finding(CURRENCY_ERROR, fault, remedy, *place, name) for place in places))
    return {key: _currencies_of_group(group) for key, group in groups.items() if group["rows"]}


def _currencies_of_group(group: Mapping[str, Any]) -> tuple[str, ...]:
    """The least and the greatest code of a group; what has no code is one beside them."""
    named = dict.fromkeys(code for code in (group["low"], group["high"]) if code is not None)
    return (*named, *([NO_CURRENCY] if named and group["named"] < group["rows"] else []))


def attach_currencies(
    bound: BoundIndicator, view: TableView, keys: Sequence[str], answers: AnswersByGroup, framework: ResultsFramework
) -> AnswersByGroup:
    """The answers with the currency that each is in: none where the indicator's values are no amounts.

    Over amounts in several currencies there is no value: refused, unless a breakdown by currency tells them apart.
    """
    amount, currency = bound.column, bound.currency
    if amount is None or not bound.indicator.traits.keeps_unit:
        return answers
    if currency is None:
        of_field = (amount.field.currency,) if amount.field.currency else ()
        return {key: answer._replace(currencies=of_field) for key, answer in answers.items()}
    is_broken_down = any(_is_same_column(breakdown.column, currency) for breakdown in bound.breakdowns)
    by_group = find_currencies(view, amount, currency, keys, is_broken_down=is_broken_down)
    if not is_broken_down:
        for currencies in by_group.values():
            _check_currencies(bound.indicator, view, (amount, currency), currencies, framework)
    attached = {}
    for key, answer in answers.items():
        currencies = by_group.get(key, ())
        attached[key] = answer._replace(value=None if len(currencies) > 1 else answer.value, currencies=currencies)
    return attached


def _is_same_column(column: BoundColumn | None, currency: BoundColumn) -> bool:
    """Whether a column is that of the currencies, however its texts are read."""
    return column is not None and (column.field.name, column.path) == (currency.field.name, currency.path)


def check_one_currency(
    indicator: Indicator, view: TableView, amount: BoundColumn, currency: BoundColumn, framework: ResultsFramework
) -> None:
    """Refused where the amounts in a view are in more than one currency, or in another than the unit."""
    for currencies in find_currencies(view, amount, currency, ()).values():
        _check_currencies(indicator, view, (amount, currency), currencies, framework)


def _check_currencies(
    indicator: Indicator,
    view: TableView,
    columns: tuple[BoundColumn, BoundColumn],
    currencies: Sequence[str],
    framework: ResultsFramework,
) -> None:
    """Refused where amounts are in several currencies, or in another one than the indicator's unit.

    `columns` are those of the amounts and of their currencies.
    """
    (name, currency_name), unit = (column.field.name for column in columns), indicator.unit("")
    if len(currencies) > 1:
        into = framework.currency or "one currency"
        fault = f"amounts are in {' and '.join(currencies)}; two currencies can't be taken together"
        remedy = f"convert each row into {into} by a table of rates, or ask --by {currency_name}"
        remedy += f", or --where {currency_name}={currencies[0]}"
        raise Refused(Finding(CURRENCY_ERROR, fault, remedy, view.source.file_labels[0], column=name))
    if is_currency(unit) and currencies and currencies[0] != unit:
        fault = f"{indicator.code}: {name} is in {currencies[0]}, the unit is {unit}"
        remedy = "correct unit in indicators.toml, or convert each row by a table of rates"
        raise Refused(Finding(CURRENCY_ERROR, fault, remedy))
