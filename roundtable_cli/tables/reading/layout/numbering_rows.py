"""Rows that only number the columns, as official forms have them below the headings: `1, 2, 3` or `А, Б, 1, 2`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from roundtable_cli.tables.reading.layout import cell_kinds
from roundtable_cli.tables.values import missing_marks

_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрстуфхцчшщэюя", "абвгдеёжзийклмнопрстуфхцчшщэюя")
_FEW_COLUMNS = 2  # columns that a record may number by chance
_FEW_WORDS = 2  # words in a column below a number, at least
_MIN_RECORDS = 3  # records whose own numbers show it
_MORE_THAN_NUMBER = re.compile(r"[^\W\d_]|%|\d[-./]\d+[-./]\d")  # a letter, a percent sign, a date
_FORMULA = r"\s*(?:=.*|\(\s*[\w.]+\s*[-+/*x×÷].*\))?"  # `5=3+4`, `7 (5/6)`: what official forms add to a number


def numbers_columns(row: Sequence[str]) -> bool:
    """Whether the filled cells of a row number the columns: letters in their order, then numbers in theirs.

    Numbers may go on after the letters or begin anew, and stand in brackets; at least two cells are filled.
    """
    cells = [_bare_mark(cell) for cell in row if cell.strip()]
    letters = next((index for index, cell in enumerate(cells) if not cell.isalpha()), len(cells))
    numbers = cells[letters:]
    if len(cells) < _FEW_COLUMNS or not all(cell.isdecimal() and cell.isascii() for cell in numbers):
        return False
    is_lettered = any([*alphabet[:letters]] == cells[:letters] for alphabet in _ALPHABETS)
    starts = (1, letters + 1)
    plain = [number.lstrip("0") for number in numbers]  # as texts: they may be of any length
    return is_lettered and any(plain == [*map(str, range(start, start + len(numbers)))] for start in starts)


def is_numbering_row(row: Sequence[str], records: Sequence[Sequence[str]]) -> bool:
    """Whether a row below the headings numbers the columns, and is no record like those below it.

    It is if it has brackets; if it has a number where the others, two at least, have words and none begins with a
    digit, or where they, three at least, have dates, percentages or units; if it has a letter where all others have
    longer texts or values; or if the records are numbered from 1 themselves. Marks of no value, as `?`, say nothing.
    Of two columns, three records have to show it. Where nothing shows it, it is a record: one may hold 1 and 2, and 3
    beside them.
    """
    filled = [place for place, cell in enumerate(row) if cell.strip()]
    if not records or not numbers_columns(row):
        return False
    if len(filled) < sum(any(record[place].strip() for record in records) for place in range(len(row))):
        return False
    if all(re.fullmatch(r"\s*[(\[].*[)\]]\s*", row[place]) for place in filled):
        return True
    if len(records) < 2:
        return False
    columns = {place: [record[place].strip() for record in records] for place in filled}
    return any(_differs(row[place].strip(), cells) for place, cells in columns.items()) or _run_from_one(records)


def _differs(mark: str, cells: Sequence[str]) -> bool:
    """Whether a mark is a number above words, dates or percentages, or a letter above longer texts and values."""
    if mark.isalpha():
        return all(len(cell) > 2 or cell_kinds.is_value(cell) for cell in cells if cell)
    filled = [cell for cell in cells if cell and not missing_marks.is_sure_mark(cell)]
    if len(filled) >= _MIN_RECORDS and all(map(_MORE_THAN_NUMBER.search, filled)):
        return True
    kinds = [*map(cell_kinds.cell_kind, filled)]
    words = kinds.count(cell_kinds.WORD)
    return not any(cell[:1].isdigit() for cell in cells) and words >= _FEW_WORDS and 5 * words >= 4 * len(kinds)


def _run_from_one(records: Sequence[Sequence[str]]) -> bool:
    """Whether the first column of the records runs 1, 2, 3 …, as far as the first three show."""
    firsts = [record[0].strip() for record in records[:_MIN_RECORDS]]
    return firsts == [str(number) for number in range(1, _MIN_RECORDS + 1)]


def _bare_mark(cell: str) -> str:
    """A number or a letter without brackets, a point or a formula: `(1)`, `1.`, `гр. 1`, `5=3+4`."""
    text = re.sub(rf"(?<=\d){_FORMULA}$", "", cell.strip().casefold())
    return re.sub(r"^(?:гр\.?|№)\s*|[\s()\[\].]", "", text)
