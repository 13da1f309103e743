"""Which categories of a breakdown stand in a table, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from roundtable_cli.indicators.computing.computed_answers import ComputedAnswers
from roundtable_cli.indicators.definitions.dimensions import NOT_RECORDED, Category, Dimension
from roundtable_cli.indicators.definitions.localized_text import LocalizedText


def share_categories(answered: Sequence[ComputedAnswers]) -> list[ComputedAnswers]:
    """The answers to one request in several periods, each with the categories that stand in any of them.

    A category without rows in one period still has a value to date there, and may have a target.
    """
    framework, request = answered[0].framework, answered[0].request
    shown = {name: _list_shown(answered, framework.find_dimension(name)) for name in request.by}
    return [replace(computed, shown=shown) for computed in answered]


def _list_shown(answered: Sequence[ComputedAnswers], dimension: Dimension) -> tuple[Category, ...]:
    """The categories of a dimension that any answer is in, `not recorded` last where any row is in it."""
    codes = {
        code
        for computed in answered
        for answers in computed.answers_by_code.values()
        for cell, answer in answers.by_cell.items()
        for name, code in cell
        if name == dimension.name and (answer.rows or code != NOT_RECORDED)
    }
    categories = answered[0].categories
    if any(dimension.name in computed.periods for computed in answered):
        periods = dict.fromkeys(one for computed in answered for one in computed.periods.get(dimension.name, ()))
        ordered = tuple(Category(period.name, LocalizedText({"": period.name})) for period in periods)
        # A table may have a column that is called as the unit, with other values than the periods of other tables.
        others = codes - {period.name for period in periods}
        ordered += categories.sort_categories(dimension, others) if others - {NOT_RECORDED} else ()
    else:
        ordered = categories.sort_categories(dimension, codes)
    return (*ordered, Category(NOT_RECORDED)) if NOT_RECORDED in codes else ordered
