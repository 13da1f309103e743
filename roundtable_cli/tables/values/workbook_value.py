"""Cells of a workbook that hold a number, date or boolean: as text, each is written as its column's field reads it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Self

from roundtable_cli.tables.table import NUMBER_TYPES, TIME_TYPES, Field
from roundtable_cli.tables.values import numerals

NativeValue = bool | int | float | date | datetime | time | timedelta
DATE_EPOCHS = {1900: datetime(1899, 12, 30), 1904: datetime(1904, 1, 1)}  # day 0 of a workbook's two systems of dates


class WorkbookValue(str):
    """A cell that holds a value, not a text: the text is the plain one, ISO 8601 or with a decimal point.

    `currency` is the currency that the cell's number format shows beside the value, its ISO code or else its sign; ""
    where it shows none. A number that its format shows with a percent sign has the text that is shown: 0.45 is `45%`,
    and its `percent_scale` is 100, by which the number is multiplied; 1 where the sign only stands behind it.
    """

    __slots__ = ("currency", "percent_scale", "value")
    value: NativeValue
    currency: str
    percent_scale: int

    def __new__(cls, value: NativeValue, currency: str = "", percent_scale: int = 0) -> Self:
        """The cell that holds a value."""
        cell = super().__new__(cls, _percent_text(value, percent_scale) if percent_scale else _plain_text(value))
        cell.value, cell.currency, cell.percent_scale = value, currency, percent_scale
        return cell


def format_workbook_cells(cells: Iterable[str], field: Field) -> list[str]:
    """The texts of a column, its values written as the field reads them: with its decimal mark, in its date's form.

    Where a field is declared as one of bare numbers and all of its numbers are shown in percent, it means the numbers
    themselves: 0.45. Among other numbers `45%` stays what is shown, and such a field refuses it.
    """
    cells = [*cells]
    is_bare = field.type in NUMBER_TYPES and field.bare_number and _are_all_in_percent(cells)
    return [_format_for_field(field, cell, is_bare) if isinstance(cell, WorkbookValue) else cell for cell in cells]


def _are_all_in_percent(cells: Iterable[str]) -> bool:
    """Whether every number among some cells, but 0, is shown in percent by a format that multiplies by a hundred."""
    scales = {cell.percent_scale if isinstance(cell, WorkbookValue) else 0 for cell in cells if cell.strip(" 0.,%")}
    return scales <= {100}


def _format_for_field(field: Field, cell: WorkbookValue, is_bare: bool = False) -> str:
    value = cell.value
    if is_bare and cell.percent_scale:
        return _format_for_field(field, WorkbookValue(value))
    if isinstance(value, bool):
        known = field.true_values if value else field.false_values
        return known[0] if field.type == "boolean" and known else str(cell)
    if isinstance(value, (int, float)):
        # In a column of integers too: with a point, 847.573 would be one that has a mark between thousands.
        return str(cell).replace(".", field.decimal_char) if field.type in NUMBER_TYPES else str(cell)
    if isinstance(value, date):
        return _format_date(value, field, str(cell))
    return str(cell)


def _format_date(value: date, field: Field, plain: str) -> str:
    if field.serial:
        moment = datetime.combine(value, time()) if not isinstance(value, datetime) else value
        days = (moment - DATE_EPOCHS[field.serial]) / timedelta(days=1)
        return str(WorkbookValue(days))
    if field.type in TIME_TYPES and field.format not in {"default", "any", "", "rt:period"}:
        return value.strftime(field.format)
    if field.type in {"yearmonth", "year"}:
        return plain[: len("2018-11") if field.type == "yearmonth" else len("2018")]
    return plain


def _percent_text(value: NativeValue, scale: int) -> str:
    """A number with all its digits and a percent sign; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return _plain_text(value)
    return f"{numerals.write_decimal(numerals.EXACT_CONTEXT.multiply(Decimal(repr(value)), scale))}%"


def _plain_text(value: NativeValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return numerals.write_float(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
