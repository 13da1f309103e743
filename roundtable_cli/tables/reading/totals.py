"""A last row that holds the sums of those above it, as spreadsheets have them: it is no record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from roundtable_cli.tables.reading.native import Native

_NOISE = Decimal("0.000001")  # a spreadsheet's sum of 0.1 and 0.2 is 0.30000000000000004
# What such a row is called: English, Russian, Kyrgyz and Kazakh, without case and a colon.
NAMES = frozenset(
    "total|totals|grand total|sum|subtotal|итого|итог|всего|общий итог|общая сумма|сумма|жалпы|жалпысы|жалпысынан|"
    "бардыгы|баары|барлығы|барлыгы|жыйынтык|жыйынтыгы".split("|")
)
_NUMBER = re.compile(r"([^0-9]*)([0-9][0-9 .,'\u2019\u00a0\u202f\u2009]*)[^0-9]*")


def is_total(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the last row is named a total, and each of its numbers is the sum of the column above it."""
    *above, last = rows
    first = next((cell.strip() for cell in last if cell.strip()), "")
    if not above or first.casefold().rstrip(":").strip() not in NAMES:
        return False
    numbers = [index for index, cell in enumerate(last) if _NUMBER.fullmatch(cell.strip())]
    return bool(numbers) and all(_is_sum([row[index] for row in above], last[index]) for index in numbers)


def _is_sum(cells: Sequence[str], total: str) -> bool:
    """In one of the two ways of writing decimals; a workbook's numbers are written in neither.

    Cells without a number, a dash among them, add nothing.
    """
    for point in ".,":
        values, told = [value for cell in cells if (value := _decimal(cell, point)) is not None], _decimal(total, point)
        if told is not None and abs(sum(values, Decimal(0)) - told) < _NOISE:
            return True
    return False


def _decimal(cell: str, point: str) -> Decimal | None:
    """The number in a cell, whatever stands around it; a minus before it, or brackets, make it negative."""
    match = _NUMBER.fullmatch(cell.strip())
    if not match:
        return None
    point = "." if isinstance(cell, Native) else point
    digits = re.sub(r"[^0-9,.]", "", match[2]).strip(".,")
    sign = "-" if re.search("[-−–(]", match[1]) else ""
    try:
        return Decimal(sign + digits.replace("," if point == "." else ".", "").replace(point, "."))
    except InvalidOperation:
        return None
