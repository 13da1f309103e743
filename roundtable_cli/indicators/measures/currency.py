"""Amounts of one currency: where each row names its own, a sum over two is refused."""

from __future__ import annotations

from collections.abc import Sequence

from roundtable_cli.errors import CURRENCY_ERROR, Finding, Refused
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, row_number
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.definitions.framework import Indicator, ResultsFramework
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures.answers import AnswersByGroup, GroupKey, aggregate_groups
from roundtable_cli.tables.table import is_currency


def find_currencies(
    view: TableView, amount: BoundColumn, currency: BoundColumn, keys: Sequence[str]
) -> dict[GroupKey, tuple[str, ...]]:
    """The currencies of the amounts in each group: one, or two of several. Refused where an amount has none."""
    there = view.filter_rows(~view[amount].is_null())
    lacking = there.filter_rows(there[currency].is_null())
    rows = view.engine.fetch_rows(lacking.frame.select(lacking[row_number()].alias("row")))
    if rows:
        fault, remedy = "an amount without a currency", "fill it in"
        named = view.locate_rows(sorted(row for (row,) in rows))
        raise Refused(*(Finding(CURRENCY_ERROR, fault, remedy, *place, currency.field.name) for place in named))
    groups = aggregate_groups(there, keys, low=there[currency].min(), high=there[currency].max())
    return {key: tuple(dict.fromkeys((got["low"], got["high"]))) for key, got in groups.items() if got["rows"]}


def attach_currencies(
    task: BoundIndicator, view: TableView, keys: Sequence[str], answers: AnswersByGroup, framework: ResultsFramework
) -> AnswersByGroup:
    """Answers, each in one currency. Over several there is none: refused, unless the request tells them apart."""
    amount, currency = task.column, task.currency
    if amount is None or currency is None:
        return answers
    found = find_currencies(view, amount, currency, keys)
    divided = any(one.column == currency for one in task.breakdowns)
    for several in found.values() if not divided else ():
        if len(several) > 1:
            raise mixed_currencies_refusal(view, amount, several, framework)
        check_currency_unit(task.indicator, amount, several)
    told = {key: found.get(key, ()) for key in answers}
    return {
        key: answer._replace(value=None if len(told[key]) > 1 else answer.value, currencies=told[key])
        for key, answer in answers.items()
    }


def check_one_currency(
    indicator: Indicator, view: TableView, amount: BoundColumn, currency: BoundColumn, framework: ResultsFramework
) -> None:
    """Refused where the amounts in a view are in more than one currency, or in another than the unit."""
    for found in find_currencies(view, amount, currency, ()).values():
        if len(found) > 1:
            raise mixed_currencies_refusal(view, amount, found, framework)
        check_currency_unit(indicator, amount, found)


def check_currency_unit(indicator: Indicator, amount: BoundColumn, found: Sequence[str]) -> None:
    """Refused where amounts are in another currency than the indicator's unit."""
    unit = indicator.unit("")
    if is_currency(unit) and found and found[0] != unit:
        fault = f"{indicator.code}: {amount.field.name} is in {found[0]}, the unit is {unit}"
        raise Refused(Finding(CURRENCY_ERROR, fault, "correct the unit, or convert each row by a table of rates"))


def mixed_currencies_refusal(
    view: TableView, amount: BoundColumn, currencies: Sequence[str], framework: ResultsFramework
) -> Refused:
    """The refusal of a sum over several currencies, with what to declare."""
    name, by = amount.field.name, amount.field.currency_column
    fault = f"amounts in {' and '.join(currencies)}, and there is no sum of two currencies"
    into = framework.currency or "one currency"
    remedy = f"convert each row into {into} by a table of rates, or ask --by {by}, or --where {by}={currencies[0]}"
    return Refused(Finding(CURRENCY_ERROR, fault, remedy, view.source.file_labels[0], column=name))
