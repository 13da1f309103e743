"""Rows that hold the sums of others, as spreadsheets have them, and what is written below: they are no records."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from roundtable_cli.tables.values.workbook_value import WorkbookValue

SUM_TOLERANCE = Decimal("0.000001")  # a spreadsheet's sum of 0.1 and 0.2 is 0.30000000000000004
MEAN_TOLERANCE = Decimal("0.01")  # to which a mean is rounded
_NUMBER_PATTERN = r"([^0-9]*)([0-9][0-9 .,'\u2019\u00a0\u202f\u2009]*)[^0-9]*"
YEAR_RANGE = range(1900, 2100)
_LABEL_PADDING = " \t\r\n\u00a0:.*"  # what may stand around a name
_SAMPLE_ROWS = 1000  # rows that show what a column holds
MAX_SUMMED_TOTALS = 100  # rows named totals, after which the others are taken to be like them
_MAX_NOTE_ROWS = 10  # rows below the totals, at most: signatures, notes
FEW_CELLS = 2  # cells that such a row fills, at most; numbers of which a sum is no accident
# What rows of totals are called, without case: English, Russian, Kyrgyz, Kazakh. Some may name a record as well.
_TOTAL_WORDS = (
    "totals|grand total|sub-?total|итог|итого|всего|общий итог|общая сумма|подытог|жалпысы|жалпысынан|жалпы сумма|"
)
_TOTAL_WORDS += "бардыгы болуп|жалпы жыйынтык|бардыгы|барлығы|барлыгы|жыйынтык|жыйынтыгы"
_KYRGYZ_WORDS = "жалпы|жалпысы|жалпысынан|жалпы сумма|бардыгы|баары|жыйынтык|жыйынтыгы"
_WORDS_BEFORE_OF = "totals?|total (?:amount|cost|number|sum)|sum|итог|общий итог|общая сумма|сумма"
_SURE_LABEL = (
    rf"(?:{_TOTAL_WORDS})(?:\s*[:(,=].*|\s+[–—-]\s.*)?|(?:total|sum|сумма|жалпы|баары)\s*[:=].*|"
    r".+ (?:grand total|sub-?total|итого?)|"
    rf"(?:итого|всего|grand total|sub-?total) .+|(?:{_WORDS_BEFORE_OF}) (?:for|of|by|per|по|за) .+|"
    r"total (?:amount|cost|number|sum)|"
    rf".+ (?:боюнча|үчүн|ичинде) (?:{_KYRGYZ_WORDS})|(?:жалпысы|жалпысынан|бардыгы|баары|жыйынтыгы) .+ боюнча"
)
_POSSIBLE_LABEL = r"sum|жалпы|баары|(?:total|сумма)(?:\s*[(,].*)?|.+ total"
_SPACED_LETTERS = r"(?:\w )+\w"  # И Т О Г О
# How all of these begin or end: most cells don't, and are not looked at further.
_LABEL_STARTS = frozenset("tot|sum|sub|gra|t o|ито|и т|все|в с|общ|сум|под|жал|ж а|баа|бар|б а|жый".split("|"))
_LABEL_ENDINGS = frozenset("tal|тог|ого|лпы|ысы|нан|мма|ыгы|ары|тык".split("|"))


def _any_case_pattern(text: str) -> str:
    """A pattern of a text in either case, which all engines read alike."""
    return "".join(f"[{letter.lower()}{letter.upper()}]" for letter in text)


_LABEL_EDGE = r"[ \t\r\n\x{a0}:.*]*"
# The same as a pattern: what it does not find names no totals.
_STARTS = "|".join(map(_any_case_pattern, sorted(_LABEL_STARTS)))
_ENDINGS = "|".join(map(_any_case_pattern, sorted(_LABEL_ENDINGS)))
TOTAL_LABEL_PATTERN = rf"^{_LABEL_EDGE}(?:{_STARTS})|(?:{_ENDINGS}){_LABEL_EDGE}$"


class TotalRows(NamedTuple):
    """Indexes of rows: the last, if it is left out; those that would be counted as records; those below the last."""

    last: int | None = None
    others: tuple[int, ...] = ()
    below: tuple[int, ...] = ()


def is_total_label(text: str) -> bool:
    """Whether a text is what rows of totals are called, a word or a phrase; it may be a record's name all the same."""
    key = text.strip(_LABEL_PADDING).casefold()
    return (key[:3] in _LABEL_STARTS or key[-3:] in _LABEL_ENDINGS) and (
        _is_sure_label(text) or bool(re.fullmatch(_POSSIBLE_LABEL, _join_spaced_letters(key)))
    )


def is_last_row_total(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the last row is named a total, and each of its numbers is the sum of the column above it."""
    *above, last = rows
    if not above or not is_total_label(row_label(last)):
        return False
    numbers = number_positions(last)
    return bool(numbers) and all(_is_sum([row[place] for row in above], last[place]) for place in numbers)


def find_total_rows(rows: Sequence[Sequence[str]]) -> TotalRows:
    """The rows of totals among rows of one width, and the notes below them.

    A row is one if it is named so, and looks so: it leaves blank what most others fill, or holds a sum of others, or a
    number where others have texts. The last row, if its name names nothing else, is one in any case; so is one without
    a name, if it begins blank and holds sums of those above and nothing else.
    """
    named = [index for index, row in enumerate(rows) if is_total_label(row_label(row))]
    if not named:
        return TotalRows(None, (len(rows) - 1,) if _is_unlabeled_total(rows) else ())
    seen, (*inner, last) = _LabeledRows(rows, named), named
    others = tuple(index for index in inner if seen.looks_like_total(index))
    below = tuple(range(last + 1, len(rows))) if seen.totals_end_records else ()
    if seen.totals_end_records and is_last_row_total(_drop_rows(rows[: last + 1], others)):
        return TotalRows(last, others, below)
    if seen.looks_like_total(last) or (seen.totals_end_records and seen.is_unique_label(last, others)):
        return TotalRows(None, (*others, last), below)
    return TotalRows(None, others)


def _is_unlabeled_total(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the last row begins with a blank cell that others fill, and holds but sums of what stands above it."""
    *above, last = rows or [[]]
    filled = [place for place, cell in enumerate(last) if cell.strip()]
    if (
        len(above) < FEW_CELLS
        or not filled
        or filled[0] == 0
        or not all(row[0].strip() for row in above[:_SAMPLE_ROWS])
    ):
        return False
    return all(
        parse_decimal(last[place], ".") and _is_sum([row[place] for row in above], last[place]) for place in filled
    )


class _LabeledRows:
    """Rows, some of them named totals, and what the columns of the others hold; and whether totals end the records."""

    def __init__(self, rows: Sequence[Sequence[str]], named: Sequence[int]) -> None:
        self.rows, self.labeled_rows = rows, named
        after = named[-1] + 1
        # What follows the last totals may be notes: if it is little, the records above tell what the columns hold.
        above = rows[:after] if len(rows) - after <= _MAX_NOTE_ROWS and after > len(named) else rows
        plain = _drop_rows(above[: _SAMPLE_ROWS + len(named)], named)[:_SAMPLE_ROWS]
        columns = [[row[place].strip() for row in plain] for place in range(len(rows[0]))]
        self.mostly_filled = [2 * sum(map(bool, cells)) > len(cells) for cells in columns]
        self.half_filled = [
            2 * sum(map(bool, cells)) >= len(cells) for cells in columns
        ]  # filled, in half of the rows too
        self.mostly_numbers = [2 * sum(map(_is_number_cell, cells)) > len(cells) for cells in columns]
        self.never_numbers = [not any(map(_is_number_cell, cells)) for cells in columns]  # any number
        notes = rows[after:][: _MAX_NOTE_ROWS + 1]
        self.totals_end_records = len(notes) <= _MAX_NOTE_ROWS and all(map(self._is_note_row, notes))

    def _lacks_usual_cell(self, row: Sequence[str]) -> bool:
        """Whether a row leaves blank a cell that most others fill."""
        return _has_blank_where_filled(row, self.mostly_filled)

    def _is_note_row(self, row: Sequence[str]) -> bool:
        """Whether a row fills a cell or two, with no number beside the first, and not as the other rows do."""
        beside = [place for place in _positions_after_label(row) if row[place].strip()]
        if len(beside) >= FEW_CELLS or any(_is_number_cell(row[place].strip()) for place in beside):
            return False
        return _has_blank_where_filled(row, self.half_filled) or any(self.mostly_numbers[place] for place in beside)

    def is_unique_label(self, last: int, others: Sequence[int]) -> bool:
        """Whether the last row has a name of totals only, that no record has: others of it are totals too."""
        name = row_label(self.rows[last])
        return _is_sure_label(name) and (
            bool(others) or all(row_label(self.rows[index]) != name for index in self.labeled_rows[:-1])
        )

    def looks_like_total(self, index: int) -> bool:
        """Whether a row that is named a total looks like one."""
        row, sure = self.rows[index], _is_sure_label(row_label(self.rows[index]))
        beside = {place: cell for place in _positions_after_label(row) if (cell := row[place].strip())}
        numbers = [place for place, cell in beside.items() if re.fullmatch(_NUMBER_PATTERN, cell)]
        if (sure and not beside) or (self._lacks_usual_cell(row) and (sure or len(numbers) == len(beside))):
            return True
        odd = [place for place in numbers if self.never_numbers[place] and _is_number_cell(beside[place])]
        if any(sure or self.mostly_filled[place] for place in odd):
            return True
        at = bisect_left(self.labeled_rows, index)
        if at >= MAX_SUMMED_TOTALS and index != self.labeled_rows[-1]:
            return False
        return any(self._adds_up(at, place) for place in numbers)

    def _adds_up(self, at: int, place: int) -> bool:
        """Whether a number is the sum of those around it, or how many they are; in the last row their mean."""
        index, last = self.labeled_rows[at], self.totals_end_records and at == len(self.labeled_rows) - 1
        told, sure = self.rows[index][place], _is_sure_label(row_label(self.rows[index]))
        above, below = self._records_around(at)
        groups = (
            [above, _drop_rows(self.rows[:index], self.labeled_rows)]
            if at and at == len(self.labeled_rows) - 1
            else [above]
        )
        for rows in groups:
            if len(rows) >= FEW_CELLS and (sure or last) and parse_decimal(told, ".") == len(rows):
                return True
            if last and _is_mean([row[place] for row in rows], told):
                return True
        some = ([row[place] for row in rows if _is_addend(row[place], sure)] for rows in (*groups, below))
        return any(len(cells) >= (1 if sure else FEW_CELLS) and _is_sum(cells, told) for cells in some)

    def _records_around(self, at: int) -> tuple[Sequence[Sequence[str]], Sequence[Sequence[str]]]:
        """The records between a row and the ones named totals before it and after it."""
        before, after = (-1, *self.labeled_rows)[at], (*self.labeled_rows, len(self.rows))[at + 1]
        return self.rows[before + 1 : self.labeled_rows[at]], self.rows[self.labeled_rows[at] + 1 : after]


def _has_blank_where_filled(row: Sequence[str], filled: Sequence[bool]) -> bool:
    """Whether a row leaves blank one of the cells that are filled elsewhere."""
    return any(is_so and not cell.strip() for is_so, cell in zip(filled, row, strict=True))


def _join_spaced_letters(key: str) -> str:
    """A text with single spaces, and none between its letters."""
    words = " ".join(key.split())
    return words.replace(" ", "") if re.fullmatch(_SPACED_LETTERS, words) else words


def _is_sure_label(text: str) -> bool:
    """Whether a text names a row of totals and hardly anything else; a colon makes that of any of the names."""
    key = text.strip().casefold()
    return bool(re.fullmatch(_SURE_LABEL, _join_spaced_letters(key.strip(_LABEL_PADDING)) + ":" * key.endswith(":")))


def row_label(row: Sequence[str]) -> str:
    """The first cell that is filled; the first of all settles it for most."""
    return row[0].strip() or next((cell.strip() for cell in row if cell.strip()), "")


def number_positions(row: Sequence[str]) -> list[int]:
    """The places with a number after the first cell that is filled."""
    return [place for place in _positions_after_label(row) if re.fullmatch(_NUMBER_PATTERN, row[place].strip())]


def _positions_after_label(row: Sequence[str]) -> range:
    """The places after the first cell that is filled."""
    return range(next((place for place, cell in enumerate(row) if cell.strip()), len(row)) + 1, len(row))


def _drop_rows(rows: Sequence[Sequence[str]], left_out: Sequence[int]) -> list[Sequence[str]]:
    skipped = {*left_out}
    return [row for index, row in enumerate(rows) if index not in skipped]


def _is_number_cell(cell: str) -> bool:
    """Whether a cell holds a number and no date, and no letters but the few of a currency or a unit."""
    return bool(re.fullmatch(_NUMBER_PATTERN, cell)) and not re.search(r"[^\W\d_]{4}|\d[./-]\d+[./-]\d", cell)


def _is_addend(cell: str, zero: bool) -> bool:
    """Whether a cell holds a number, which may be zero or not."""
    return bool(re.fullmatch(_NUMBER_PATTERN, cell.strip())) and (zero or parse_decimal(cell, ".") != 0)


def _is_sum(cells: Sequence[str], total: str) -> bool:
    """In one of the two ways of writing decimals; a workbook's numbers are written in neither.

    Cells without a number, a dash among them, add nothing.
    """
    for point in ".,":
        values, told = _parse_decimals(cells, point), parse_decimal(total, point)
        if told is not None and abs(sum(values, Decimal(0)) - told) < SUM_TOLERANCE:
            return True
    return False


def _is_mean(cells: Sequence[str], told: str) -> bool:
    """Whether a number is the mean of others that are not alike, if rounded to cents; a year is none."""
    for point in ".,":
        values, mean = _parse_decimals(cells, point), parse_decimal(told, point)
        if mean is None or len({*values}) < FEW_CELLS or mean in YEAR_RANGE:
            continue
        if abs(sum(values, Decimal(0)) / len(values) - mean) < MEAN_TOLERANCE:
            return True
    return False


def _parse_decimals(cells: Sequence[str], point: str) -> list[Decimal]:
    return [value for cell in cells if (value := parse_decimal(cell, point)) is not None]


def parse_decimal(cell: str, point: str) -> Decimal | None:
    """The number in a cell, whatever stands around it; a minus before it, or brackets, make it negative."""
    match = re.fullmatch(_NUMBER_PATTERN, cell.strip())
    if not match:
        return None
    point = "." if isinstance(cell, WorkbookValue) else point
    digits = re.sub(r"[^0-9,.]", "", match[2]).strip(".,")
    sign = "-" if re.search("[-−–(]", match[1]) else ""
    try:
        return Decimal(sign + digits.replace("," if point == "." else ".", "").replace(point, "."))
    except InvalidOperation:
        return None
