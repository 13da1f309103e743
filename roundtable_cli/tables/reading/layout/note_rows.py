"""Notes and signatures below a table: the last rows, which fill a cell or two and are unlike the records above them.

A record that is merely incomplete is no note: its one cell is like the others of its column. What is asked of a note
says `_NoteSigns`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from roundtable_cli.tables.reading.layout import cell_kinds
from roundtable_cli.tables.reading.layout.cell_kinds import VALUE, WORD
from roundtable_cli.tables.reading.layout.column_sample import NumberedRow
from roundtable_cli.tables.reading.totals import total_labels
from roundtable_cli.tables.values import missing_marks
from roundtable_cli.tables.values.cell_text import filled_cells

_MAX_NOTE_ROWS = 20  # rows of notes, at most
MAX_NOTE_CELLS = 2  # cells that a row of notes fills, at most
_SAMPLE_ROWS = 500  # records that show what a column holds
NOTES_AND_RECORDS = _MAX_NOTE_ROWS + _SAMPLE_ROWS  # rows at the end of a file that show whether the last are notes
_MIN_LIKE = 3  # cells of one kind that make another kind stand out
_LONG_NOTE_WORDS = 4
_NOTE_MARK = r"[*†‡•¹²³]|\(?\d{1,2}\)\s"  # `* preliminary`, `1) without the city`
_KEY_PATTERN = r"[*•–-]?\s*[^\W\d_][^:]{0,60}:(?:\s.*|$)"  # `Source: …`
# First words of notes and signatures; only asked where the records do not tell.
_NOTE_WORDS = (
    "sources?|notes?|remarks?|prepared by|compiled by|approved by|checked by|signature|director|tel|"
    "источники?|примечани[ея]|исполнитель|подготовила?|составила?|утвердила?|проверила?|директор|руководитель|подпись|"
    "главный бухгалтер|тел|м\\.\\s?п|булагы|булак|эскертүү|түзгөн|даярдаган|бекиткен|жетекчи|директору|колу|кол тамгасы"
)


def find_note_rows(rows: Sequence[NumberedRow], width: int) -> list[int]:
    """The numbers of the rows of notes among the filled rows below a header, of which each record has `width` cells.

    They are the last rows of all: from the first that is surely a note (`_NoteSigns.marks_note`) to the end.
    """
    if width < 2:  # of one column every row is like a note
        return []
    first = len(rows)
    while first and len(rows) - first < _MAX_NOTE_ROWS and _is_short(rows[first - 1][1], width):
        first -= 1
    records = [row for _, row in rows[:first] if len(row) == width]
    if first == len(rows) or not records:
        return []
    signs = _NoteSigns(records[-_SAMPLE_ROWS:], width)
    start = len(rows)
    while start > first and signs.may_be_note(rows[start - 1][1]):
        start -= 1
    for index in range(start, len(rows)):
        is_set_off = index > 0 and rows[index][0] > rows[index - 1][0] + 1
        if signs.marks_note(rows[index][1], is_set_off):
            return [number for number, row in rows[index:] if not signs.is_like_record(row)]
    return []


def _is_short(row: Sequence[str], width: int) -> bool:
    """Whether a row fills a cell or two, and leaves others blank."""
    return len(filled_cells(row)) <= min(MAX_NOTE_CELLS, width - 1)


class _NoteSigns:
    """What the columns of the records hold, and so by what a row stands out as a note."""

    def __init__(self, records: Sequence[Sequence[str]], width: int) -> None:
        self.width = width
        self.columns = [[text for row in records if (text := row[place].strip())] for place in range(width)]
        self.always_filled = [
            place for place, cells in enumerate(self.columns) if 10 * len(cells) >= 9 * len(records) > 0
        ]
        self.least_filled = min(map(len, map(filled_cells, records)))
        self.number_columns = [place for place, cells in enumerate(self.columns) if cell_kinds.mostly_values(cells)]

    def may_be_note(self, row: Sequence[str]) -> bool:
        """Whether a row has no value where records have numbers, leaves blank what they fill, and is no total.

        If records lack so much that hardly a column is always filled, it has fewer cells than any of them, or is a
        word alone below codes.
        """
        cells = filled_cells(row)
        has_value = any(
            cell_kinds.cell_kind(text) == VALUE for place, text in cells.items() if place in self.number_columns
        )
        blank = [place for place in self.always_filled if place not in cells]
        least = 1 if self.number_columns else 2
        return (
            0 < len(cells) <= MAX_NOTE_CELLS
            and len(row) <= self.width
            and not has_value
            and (len(blank) >= least or len(cells) < self.least_filled or self._is_lone_word_below_codes(cells))
            and not total_labels.is_total_label(total_labels.row_label(row))
        )

    def is_like_record(self, row: Sequence[str]) -> bool:
        """Whether the first text of a row stands in its column, or one that differs from it only in digits."""
        (place, text), *_ = filled_cells(row).items()
        shape = cell_kinds.cell_shape(text)
        return text in self.columns[place] or (
            any(map(str.isdigit, text)) and any(cell_kinds.cell_shape(cell) == shape for cell in self.columns[place])
        )

    def marks_note(self, row: Sequence[str], is_set_off: bool) -> bool:
        """Whether a row that may be a note surely is one.

        It is if its text is unlike all of its column: a word below numbers, dates or codes; a sentence twice as long;
        one that begins as a note does, with a mark or a key and a colon; with a line to sign on. If it is longer than
        all others, it is enough that a blank row is above it, or that a second text stands in a column of numbers.
        """
        cells = filled_cells(row)
        (place, text), *others = cells.items()
        column = self.columns[place]
        if self.is_like_record(row):
            return False
        longest = max(map(len, column), default=0)
        if "___" in "".join(row) or re.match(rf"(?i)(?:{_NOTE_WORDS})(?!\w)", text):
            return True
        is_long = len(text) > longest
        if is_long and any(cell_kinds.cell_kind(other) == WORD for at, other in others if at in self.number_columns):
            return True
        is_keyed = bool(re.fullmatch(_KEY_PATTERN, text, re.DOTALL)) and not any(":" in cell for cell in column)
        is_marked = bool(re.match(_NOTE_MARK, text)) and not any(re.match(_NOTE_MARK, cell) for cell in column)
        most_words = max((len(cell.split()) for cell in column), default=0)
        has_words = len(column) >= _MIN_LIKE and len(text.split()) >= max(_LONG_NOTE_WORDS, 2 * most_words)
        is_sentence = has_words and len(text) > 2 * longest
        return (
            is_keyed or is_marked or is_sentence or self._is_word_below_codes(text, column) or (is_set_off and is_long)
        )

    def _is_lone_word_below_codes(self, cells: Mapping[int, str]) -> bool:
        """Whether a row is nothing but a word, below values or codes of one shape."""
        return len(cells) == 1 and all(
            self._is_word_below_codes(text, self.columns[place]) for place, text in cells.items()
        )

    def _is_word_below_codes(self, text: str, column: Sequence[str]) -> bool:
        """Whether a word without digits, longer than all of them, stands below values or below codes of one shape."""
        is_long = len(text) > max(map(len, column), default=0)  # not what is left of a code in a file that was cut
        if cell_kinds.cell_kind(text) != WORD or any(map(str.isdigit, text)) or len(column) < _MIN_LIKE or not is_long:
            return False
        column = [cell for cell in column if not missing_marks.is_sure_mark(cell)]
        shapes = {*map(cell_kinds.cell_shape, column)}
        return all(map(cell_kinds.is_value, column)) or (len(shapes) == 1 and "0" in shapes.pop())
