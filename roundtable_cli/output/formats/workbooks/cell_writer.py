"""The cells of a workbook: numbers and dates as such where Excel keeps them unchanged, and texts that stay texts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from roundtable_cli.output.formats.escaping import is_formula
from roundtable_cli.output.page import ValueText

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CellPosition = tuple[int, int]  # row and column of a cell, from 0
DATE_PATTERN = "yyyy-mm-dd"
MAX_DIGITS = 15
MAX_EXPONENT = 306  # of 10, and a little more: numbers of 10^307 are too large, and those of 10^-307 are taken for 0
MAX_PATTERN_LENGTH, MAX_PATTERNS = 255, 200  # characters of a pattern, and patterns of a workbook
FIRST_MONTH = (1900, 3)  # before March 1900 Excel's calendar has a day too many, and other programs' have not
STATUS_LOOKS: dict[str, dict[str, object]] = {  # dark letters on light cells, which can be read on paper too
    "achieved": {"font_color": "#00703C", "bg_color": "#D5EDDB"},
    "on-track": {"font_color": "#00703C", "bg_color": "#EEF7E8"},
    "off-track": {"font_color": "#C00000", "bg_color": "#FBE0DD"},
    "no-target": {"font_color": "#7F7F7F"},
    "no-data": {"font_color": "#8A6100", "bg_color": "#FFF3D1"},
}


class CellWriter:
    """Writes into the cells of a workbook. Each format of a cell is made once."""

    def __init__(self, book: Workbook) -> None:
        self.book, self.used_patterns = book, set[str]()
        self.formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def cell_format(self, **look: object) -> Format:
        """The format with these properties of XlsxWriter's."""
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "top", **look})
        return self.formats[key]

    def write_text(self, worksheet: Worksheet, place: CellPosition, text: str, **look: object) -> None:
        """A text, which is never taken for a number, a link or a formula; an empty one leaves its cell empty."""
        if text:
            # Without the prefix, Excel would run the text as a formula once somebody has edited the cell.
            look |= {"quote_prefix": True} if is_formula(text) else {}
            worksheet.write_string(*place, str(text), self.cell_format(**look))

    def write_cell(self, worksheet: Worksheet, place: CellPosition, cell: str, **look: object) -> None:
        """A number or a date as such; a text as a text, and so a number that Excel would change."""
        if not isinstance(cell, ValueText) or not fits_excel(cell) or not self._can_use_pattern(cell.pattern):
            self.write_text(worksheet, place, cell, text_wrap=True, **look)
        elif isinstance(cell.number, date):
            moment = datetime.fromisoformat(cell.number.isoformat())
            worksheet.write_datetime(*place, moment, self.cell_format(num_format=cell.pattern, **look))
        else:
            worksheet.write_number(*place, float(cell.number), self.cell_format(num_format=cell.pattern, **look))

    def write_value(self, worksheet: Worksheet, place: CellPosition, value: object, **look: object) -> None:
        """A value of data as it is: a number, a date as ISO writes it, a text; None as an empty cell with its look."""
        if value is None:
            worksheet.write_blank(*place, None, self.cell_format(**look))
        elif isinstance(value, int | float | Decimal):
            worksheet.write_number(*place, float(value), self.cell_format(**look))
        elif isinstance(value, date):
            moment = datetime.fromisoformat(value.isoformat())
            worksheet.write_datetime(*place, moment, self.cell_format(num_format=DATE_PATTERN, **look))
        else:
            self.write_text(worksheet, place, str(value), **look)

    def _can_use_pattern(self, pattern: str) -> bool:
        """Whether Excel can take this number format too: it is not too long, nor one too many."""
        if len(self.used_patterns) < MAX_PATTERNS and len(pattern) <= MAX_PATTERN_LENGTH:
            self.used_patterns.add(pattern)
        return pattern in self.used_patterns


def fits_excel(value: ValueText) -> bool:
    """Whether Excel can hold a value unchanged.

    It keeps 15 digits of a number and puts zeros for the rest, so that an exact number with more would be another one.
    A float is an approximation anyway, but as many of its digits as are shown have to be right.
    """
    number = value.number
    if isinstance(number, date):
        return (number.year, number.month) >= FIRST_MONTH
    exact = Decimal(str(number))
    if isinstance(number, float):
        after_point = value.pattern.partition(".")[2]
        decimals = len(after_point) - len(after_point.lstrip("0")) + 2 * ("%" in value.pattern)
        return exact.adjusted() + 1 + decimals <= MAX_DIGITS
    is_short = len("".join(map(str, exact.as_tuple().digits)).rstrip("0")) <= MAX_DIGITS
    return is_short and abs(exact.adjusted()) <= MAX_EXPONENT
