"""Which categories of a breakdown stand in a table, and in which order."""

from __future__ import annotations

from roundtable_cli.indicators.computing.computed_answers import ComputedAnswers
from roundtable_cli.indicators.definitions.dimensions import NOT_RECORDED, Category, Dimension
from roundtable_cli.indicators.definitions.localized_text import LocalizedText


def list_shown(computed: ComputedAnswers, dimension: Dimension) -> tuple[Category, ...]:
    """The categories of a dimension that stand in the table, `not recorded` last where any row is in it."""
    codes = {
        code
        for answers in computed.answers_by_code.values()
        for cell, answer in answers.by_cell.items()
        for name, code in cell
        if name == dimension.name and (answer.rows or code != NOT_RECORDED)
    }
    if dimension.name in computed.periods:
        periods = computed.periods[dimension.name]
        ordered = tuple(Category(period.name, LocalizedText({"": period.name})) for period in periods)
        # A table may have a column that is called as the unit, with other values than the periods of other tables.
        others = codes - {period.name for period in periods}
        ordered += computed.categories.sort_categories(dimension, others) if others - {NOT_RECORDED} else ()
    else:
        ordered = computed.categories.sort_categories(dimension, codes)
    return (*ordered, Category(NOT_RECORDED)) if NOT_RECORDED in codes else ordered
