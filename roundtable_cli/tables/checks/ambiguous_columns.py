"""Columns that no schema declares and whose texts can be read in two ways: what declares the right one."""

from __future__ import annotations

from collections.abc import Iterable

from roundtable_cli.errors import Finding, RowPlace
from roundtable_cli.finding_codes import AMBIGUOUS_NUMBER, SHORTENED_NUMBER
from roundtable_cli.tables.checks import ambiguous_dates, amount_currencies
from roundtable_cli.tables.inference import ambiguity, doubtful_numbers
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values.workbook_value import WorkbookValue

_PERCENT_REMEDY = (
    'write the percent sign in all cells or in none; or declare "bareNumber": false in datapackage.json, '
    "if 0.6 means 0.6% here"
)


def describe_ambiguity(source: Source, field: Field) -> Finding:
    """The finding for a column whose texts can be read in two ways: the first of them, and what declares each way."""
    if field.ambiguous == "date":
        return ambiguous_dates.describe_date_doubt(source, field)
    if field.ambiguous == "currency":
        return amount_currencies.find_first_fault(source, field)
    cells = source.raw_cells(field.name)
    if field.ambiguous == "shortened":
        return describe_shortened(field, zip(cells, source.row_places(), strict=True))
    if field.ambiguous == "list":
        return _describe_list(field, zip(cells, source.row_places(), strict=True))
    ambiguous = ambiguity.find_ambiguous_texts(field, cells)
    places = zip(cells, source.row_places(), strict=True)
    texts = ((cell.strip(), place) for cell, place in places if not isinstance(cell, WorkbookValue) or "%" in cell)
    text, place = next(pair for pair in texts if pair[0] in ambiguous.texts)
    declarations = " or ".join(ambiguous.declarations)
    remedy = f'declare the field in datapackage.json: "type": "number" with {declarations}'
    if len(ambiguous.declarations) == 1:  # the other reading contradicts other cells
        remedy = f"write all numbers of the column in one way; if this is right, {remedy}"
    fault = f"{field.quote_value(text)} {_describe_readings(text, bool(declarations))}"
    return Finding(AMBIGUOUS_NUMBER, fault, remedy if declarations else _PERCENT_REMEDY, *place, field.name)


def describe_shortened(field: Field, cells: Iterable[tuple[str, RowPlace]]) -> Finding:
    """The finding for a column of long numbers that have lost digits, at the first of them."""
    cells = [*cells]
    shortened = doubtful_numbers.find_shortened_texts(cell for cell, _ in cells)
    text, place = next((cell.strip(), place) for cell, place in cells if cell.strip() in shortened)
    fault = f"{field.quote_value(text)} was a longer number: a spreadsheet has cut its digits"
    remedy = "export it again with the column formatted as text; different numbers look the same now"
    return Finding(SHORTENED_NUMBER, fault, remedy, *place, field.name)


def _describe_list(field: Field, cells: Iterable[tuple[str, RowPlace]]) -> Finding:
    """The finding for numbers that may as well be lists, at the first of them."""
    text, place = next((cell.strip(), place) for cell, place in cells if "," in cell)
    fault = f"{field.quote_value(text)} can be a list of numbers, or a number with a decimal comma"
    remedy = (
        'declare the field in datapackage.json: "type": "list" with "delimiter": ",", or '
        '"type": "number" with "decimalChar": ","'
    )
    return Finding(AMBIGUOUS_NUMBER, fault, remedy, *place, field.name)


def _describe_readings(text: str, is_declarable: bool) -> str:
    """What a text can be read as, in words."""
    if not is_declarable:
        return "has a percent sign, and other cells have none: 0.6 can be 60% or 0.6%"
    mark = "comma" if "," in text else "point"  # a point may be a currency's: `1,234 руб.`
    return f"can be a number with a {mark} between thousands, or with a decimal {mark}"
