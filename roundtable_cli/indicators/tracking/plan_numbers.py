"""Numbers of a plan: baselines, milestones and targets as a file has them, in the unit of the indicator's value."""

from __future__ import annotations

from decimal import Decimal

from roundtable_cli.indicators.definitions.framework import PERCENT, Indicator
from roundtable_cli.indicators.results import NumericValue
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing

_EXAMPLE = "write digits only, like 61933.5"


def parse_plan_number(indicator: Indicator | None, column: str, text: str) -> NumericValue | None:
    """A baseline, milestone or target, exact; None where the cell is blank.

    One with a percent sign, which a workbook shows for 0.5 too, is brought into the unit of the indicator (None where
    it is not known). Raises ValueError with the fault and its remedy where it is no number, or the indicator has no
    values in percent.
    """
    if not text:
        return None
    digits = text.removesuffix(PERCENT).rstrip()
    try:
        number = Decimal(str(parsing.make_text_parser(Field(column, "number", has_long_numbers=True))(digits)))
    except ValueError as error:
        raise ValueError(f'"{text}" {error}', _EXAMPLE) from None
    if digits == text or indicator is None:
        return number
    hundredth = _find_hundredth(indicator)
    if hundredth is None:
        unit = f'its unit is "{indicator.unit("")}"' if indicator.unit("") else "it has no unit"
        remedy = f'{_EXAMPLE}; or write unit = "%" for {indicator.code}, if its values are in percent'
        raise ValueError(f'"{text}" is in percent, and the values of {indicator.code} are not: {unit}', remedy)
    return number * hundredth


def _find_hundredth(indicator: Indicator) -> Decimal | None:
    """What one percent is in an indicator's value: 1 where that is in "%", of a share or a bare ratio a hundredth.

    None where its values can't be told in percent.
    """
    unit = indicator.unit("")
    if unit == PERCENT:
        return Decimal(1)
    if indicator.traits.is_proportion or (indicator.traits.has_ratio_parts and not unit):
        return Decimal(indicator.total_factor) / 100
    return None
