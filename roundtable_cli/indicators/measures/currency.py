"""The currency of a value over amounts: that of their field, or the one that their rows name; of two it is refused.

Amounts meet in three other places, which refuse two currencies too: columns of one row (`binding.calculated`), a column
and the unit that is declared (`binding.operands`), the answers of other indicators (`measures.formulas`).
"""

from __future__ import annotations

from collections.abc import Sequence

from roundtable_cli.errors import CURRENCY_ERROR, Finding, Refused
from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.definitions.framework import Indicator, ResultsFramework
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures.answers import AnswersByGroup, GroupKey, aggregate_groups
from roundtable_cli.tables.table import is_currency


def find_currencies(
    view: TableView, amount: BoundColumn, currency: BoundColumn, keys: Sequence[str]
) -> dict[GroupKey, tuple[str, ...]]:
    """The currencies of the amounts in each group: one, or two of several. Refused where an amount has none."""
    with_amount = view.filter_rows(~view[amount].is_null())
    if ordinals := with_amount.filter_rows(view[currency].is_null()).fetch_ordinals():
        fault, remedy = "this amount has no currency", "fill in its currency"
        places = view.locate_rows(ordinals)
        raise Refused(*(Finding(CURRENCY_ERROR, fault, remedy, *place, currency.field.name) for place in places))
    groups = aggregate_groups(with_amount, keys, low=view[currency].min(), high=view[currency].max())
    return {key: tuple(dict.fromkeys((group["low"], group["high"]))) for key, group in groups.items() if group["rows"]}


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
    by_group = find_currencies(view, amount, currency, keys)
    if not any(breakdown.column == currency for breakdown in bound.breakdowns):
        for currencies in by_group.values():
            _check_currencies(bound.indicator, view, amount, currencies, framework)
    attached = {}
    for key, answer in answers.items():
        currencies = by_group.get(key, ())
        attached[key] = answer._replace(value=None if len(currencies) > 1 else answer.value, currencies=currencies)
    return attached


def check_one_currency(
    indicator: Indicator, view: TableView, amount: BoundColumn, currency: BoundColumn, framework: ResultsFramework
) -> None:
    """Refused where the amounts in a view are in more than one currency, or in another than the unit."""
    for currencies in find_currencies(view, amount, currency, ()).values():
        _check_currencies(indicator, view, amount, currencies, framework)


def _check_currencies(
    indicator: Indicator, view: TableView, amount: BoundColumn, currencies: Sequence[str], framework: ResultsFramework
) -> None:
    """Refused where amounts are in several currencies, or in another one than the indicator's unit."""
    name, unit = amount.field.name, indicator.unit("")
    if len(currencies) > 1:
        into = framework.currency or "one currency"
        fault = f"amounts are in {' and '.join(currencies)}; two currencies can't be taken together"
        remedy = f"convert each row into {into} by a table of rates, or ask --by {amount.field.currency_column}"
        remedy += f", or --where {amount.field.currency_column}={currencies[0]}"
        raise Refused(Finding(CURRENCY_ERROR, fault, remedy, view.source.file_labels[0], column=name))
    if is_currency(unit) and currencies and currencies[0] != unit:
        fault = f"{indicator.code}: {name} is in {currencies[0]}, the unit is {unit}"
        remedy = "correct unit in indicators.toml, or convert each row by a table of rates"
        raise Refused(Finding(CURRENCY_ERROR, fault, remedy))
