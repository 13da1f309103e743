"""A last row that holds the sums of those above it, as spreadsheets have them: it is no record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

# What such a row is called: English, Russian, Kyrgyz and Kazakh, without case and a colon.
NAMES = frozenset(
    "total|totals|grand total|sum|subtotal|итого|итог|всего|общий итог|общая сумма|сумма|жалпы|жалпысы|жалпысынан|"
    "бардыгы|баары|барлығы|барлыгы|жыйынтык|жыйынтыгы".split("|")
)
_NUMBER = re.compile(r"[^0-9]*?([-−–]?[0-9][0-9 .,'\u2019\u00a0\u202f\u2009]*)[^0-9]*")


def is_total(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the last row is named a total, and each of its numbers is the sum of the column above it."""
    *above, last = rows
    first = next((cell.strip() for cell in last if cell.strip()), "")
    if not above or first.casefold().rstrip(":").strip() not in NAMES:
        return False
    numbers = [index for index, cell in enumerate(last) if _NUMBER.fullmatch(cell.strip())]
    return bool(numbers) and all(_is_sum([row[index] for row in above], last[index]) for index in numbers)


def _is_sum(cells: Sequence[str], total: str) -> bool:
    """In one of the two ways of writing decimals."""
    for point in ".,":
        values = [_decimal(cell, point) for cell in cells if cell.strip()]
        if values and None not in values and sum(filter(None, values), Decimal(0)) == _decimal(total, point):
            return True
    return False


def _decimal(cell: str, point: str) -> Decimal | None:
    match = _NUMBER.fullmatch(cell.strip())
    if not match:
        return None
    digits = re.sub(r"[^0-9,.−–-]", "", match[1]).replace("−", "-").replace("–", "-").strip(".,")
    try:
        return Decimal(digits.replace("," if point == "." else ".", "").replace(point, "."))
    except InvalidOperation:
        return None
