"""Numbers of a plan: baselines, milestones and targets as a file has them, in the unit of the indicator's value."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import AMBIGUOUS_TARGETS
from roundtable_cli.indicators.definitions.framework import PERCENT, Indicator, ResultsFramework
from roundtable_cli.indicators.results import NumericValue
from roundtable_cli.tables.reading.table_file import FileRecords
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import numerals, parsing

NUMBER_COLUMNS = ("milestone", "target", "baseline")
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


def find_mixed_percents(framework: ResultsFramework, records: FileRecords) -> Iterator[tuple[str, Finding]]:
    """A warning for each indicator of which some numbers have a percent sign and others none, with its code.

    50% is no doubt; a 3 beside it may be 3% or, of a ratio without a unit, three times as much. 0 is 0 in both.
    """
    codes, signed = records.column_texts("code"), dict[str, str]()
    bare = dict[str, tuple[int, str, str]]()
    for column in NUMBER_COLUMNS:
        cells = zip(codes, records.row_numbers, records.column_texts(column), strict=True)
        for code, row, cell in cells:
            text = cell.strip()
            if text.endswith(PERCENT):
                signed.setdefault(code.strip(), text)
            elif text.strip("0.,"):
                bare.setdefault(code.strip(), (row, column, text))
    for code in signed.keys() & bare.keys() & framework.indicators.keys():
        row, column, text = bare[code]
        if (percent := _read_as_percent(framework.indicators[code], column, text)) is None:
            continue
        fault = f'"{text}" of {code} has no percent sign, and "{signed[code]}" has one: it is read as {percent}%'
        remedy = "write the percent sign in all cells of the indicator, or in none"
        yield code, Finding(AMBIGUOUS_TARGETS, fault, remedy, records.label, row, column, WARNING)


def _read_as_percent(indicator: Indicator, column: str, text: str) -> str | None:
    """How many per cent a number without a sign is; None where it can't be read, which is refused elsewhere."""
    hundredth = _find_hundredth(indicator)
    try:
        number = parse_plan_number(indicator, column, text)
    except ValueError:
        return None
    if number is None or not hundredth:
        return None
    return numerals.write_decimal(Decimal(str(number)) / hundredth)
