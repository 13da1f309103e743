"""Rows that hold the totals of other rows, as spreadsheets have them, and notes below them: they are no records.

Arithmetic tells first (`total_search`). Where it does not, a row needs a label of totals (`total_labels`) and has to
look like a row of totals; a name alone may be a record's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.tables.reading.totals.column_sums import (
    MIN_ADDENDS,
    NUMBER_PATTERN,
    ColumnSum,
    RunningSums,
    parse_decimal,
)
from roundtable_cli.tables.reading.totals.label_groups import Declared
from roundtable_cli.tables.reading.totals.number_columns import Rows
from roundtable_cli.tables.reading.totals.total_labels import (
    is_derived_label,
    is_sure_total_label,
    is_total_label,
    row_label,
)
from roundtable_cli.tables.reading.totals.total_search import search_totals
from roundtable_cli.tables.values.cell_text import filled_cells

MAX_SUMMED_TOTALS = 100  # labelled rows whose sums are looked at; the others are taken to be like them
_MIN_CELLS = 2  # beside its label, that make a row no note
_LETTERS_OR_DATE = r"[^\W\d_]{4}|\d[./-]\d+[./-]\d"  # a word longer than a currency or a unit, or a date
_SAMPLE_ROWS = 1000  # rows that show what a column holds
_MAX_NOTE_ROWS = 10  # rows below the totals, at most: signatures, notes


class TotalRows(NamedTuple):
    """Positions of rows. `summed` and `averaged` are proven by arithmetic, `labelled` by a sure label and blank cells.

    `doubtful` ones have a label and may be records; `notes` stand below the last totals. `statistics` hold the largest
    numbers of the records, say; `parts` are counted by a total above them. `possible` ones add up by a chance that is
    small and not small enough; each is with the rows that it sums, none where only its label says what it is.
    """

    summed: tuple[int, ...] = ()
    averaged: tuple[int, ...] = ()
    labelled: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    possible: Mapping[int, tuple[int, ...]] = MappingProxyType({})
    statistics: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()

    @property
    def non_records(self) -> tuple[int, ...]:
        """The rows that are totals, surely or by their looks."""
        left_out = (*self.summed, *self.averaged, *self.labelled, *self.statistics, *self.parts)
        return tuple(sorted({*left_out, *self.doubtful}))


def find_total_rows(rows: Rows, declared: Declared = MappingProxyType({})) -> TotalRows:
    """The rows of totals among rows of one width, and the notes below them; `declared` are labels of records.

    Arithmetic proves most (`total_search`). Another row is one if it is labelled so, and looks so: it leaves blank what
    most others fill, or holds a sum of others, or a number where others have texts. It is left out if its label is sure
    and it leaves blank what others fill. The last row, if its label names nothing else, is doubtful in any case; so is
    one without a label, if it begins blank and holds sums of those above and nothing else.
    """
    search = search_totals(rows, declared)
    labels = {
        index
        for index, row in enumerate(rows)
        if is_total_label(label := row_label(row)) and not any(label in texts for texts in declared.values())
    }
    if labels or search.proven:
        found = _judge_labelled_rows(rows, labels, search.proven)
    else:
        found = TotalRows(doubtful=(len(rows) - 1,) if _is_unlabelled_total(rows) else ())
    found = found._replace(
        averaged=tuple(index for index in found.averaged if index not in search.statistics | search.parts),
        statistics=tuple(sorted(search.statistics)),
        parts=tuple(sorted(search.parts)),
    )
    settled = {*found.non_records, *found.notes}
    return found._replace(possible={index: of for index, of in search.possible.items() if index not in settled})


def _judge_labelled_rows(rows: Rows, labels: Collection[int], by_sums: Mapping[int, bool]) -> TotalRows:
    """What the rows with a label of totals are, beside those that are proven by sums or, where that says so, means."""
    proven, every = {**by_sums}, sorted({*labels, *by_sums})
    table, left_out, doubtful = _LabelledRows(rows, every), list[int](), list[int]()
    for index in sorted({*labels} - {*proven}):
        is_last = index == every[-1] and table.totals_end_records
        if is_last and _is_last_row_total([row for place, row in enumerate(rows[: index + 1]) if place not in proven]):
            proven[index] = False
        elif table.is_total_by_label(index):
            left_out.append(index)
        elif table.looks_like_total(index) or (
            is_last and table.is_unique_label(index, (*proven, *doubtful, *left_out))
        ):
            doubtful.append(index)
    last = max((*proven, *left_out, *doubtful), default=-1)
    notes = range(last + 1, len(rows)) if last == every[-1] and table.totals_end_records else ()
    summed, averaged = (
        tuple(sorted(index for index, is_mean in proven.items() if is_mean is kind)) for kind in (False, True)
    )
    return TotalRows(summed, averaged, tuple(left_out), tuple(doubtful), tuple(notes))


def _is_last_row_total(rows: Rows) -> bool:
    """Whether each number of the last row, one at least, is the sum of the column above it."""
    *above, last = rows
    numbers = _number_positions(last) if above else []
    return bool(numbers) and all(ColumnSum(row[place] for row in above).is_sum(last[place]) for place in numbers)


def _is_unlabelled_total(rows: Rows) -> bool:
    """Whether the last row begins with a blank cell that others fill, and holds but sums of the rows above it."""
    *above, last = rows or [[]]
    filled = [*filled_cells(last)]
    if len(above) < MIN_ADDENDS or not filled or filled[0] == 0:
        return False
    return all(row[0].strip() for row in above[:_SAMPLE_ROWS]) and all(
        parse_decimal(last[place], ".") and ColumnSum(row[place] for row in above).is_sum(last[place])
        for place in filled
    )


class _LabelledRows:
    """Rows, some of them labelled as totals; what the columns of the others hold; whether totals end the records."""

    def __init__(self, rows: Rows, labelled: Sequence[int]) -> None:
        self.rows, self.labelled = rows, labelled
        after = labelled[-1] + 1
        # What follows the last totals may be notes: if it is little, the records above show what the columns hold.
        above = rows[:after] if len(rows) - after <= _MAX_NOTE_ROWS and after > len(labelled) else rows
        records = _without_rows(above[: _SAMPLE_ROWS + len(labelled)], labelled)[:_SAMPLE_ROWS]
        columns = [[row[place].strip() for row in records] for place in range(len(rows[0]))]
        self.mostly_filled = [2 * sum(map(bool, cells)) > len(cells) for cells in columns]
        self.half_filled = [2 * sum(map(bool, cells)) >= len(cells) for cells in columns]
        self.mostly_numbers = [2 * sum(map(_is_number_cell, cells)) > len(cells) for cells in columns]
        self.never_numbers = [not any(map(_is_number_cell, cells)) for cells in columns]
        notes = rows[after:][: _MAX_NOTE_ROWS + 1]
        self.totals_end_records = len(notes) <= _MAX_NOTE_ROWS and all(
            self._is_note_row(note) or self._is_derived_row(note, records) for note in notes
        )

    def _is_note_row(self, row: Sequence[str]) -> bool:
        """Whether a row fills a cell or two, with no number beside the first, and not as the other rows do."""
        beside = _cells_after_label(row)
        if len(beside) >= _MIN_CELLS or any(map(_is_number_cell, beside.values())):
            return False
        return _leaves_blank(row, self.half_filled) or any(self.mostly_numbers[place] for place in beside)

    def _is_derived_row(self, row: Sequence[str], records: Rows) -> bool:
        """Whether a row below totals holds percentages of them, or the largest, the least or the middle number."""
        if is_derived_label(row_label(row)):
            return True
        numbers = _number_positions(row)
        return bool(numbers) and all(
            "%" in row[place] and not any("%" in record[place] for record in records) for place in numbers
        )

    def is_unique_label(self, last: int, others: Sequence[int]) -> bool:
        """Whether the last labelled row has a label of totals only, that no record has: others of it are totals too."""
        label = row_label(self.rows[last])
        return is_sure_total_label(label) and (
            bool(others) or all(row_label(self.rows[index]) != label for index in self.labelled[:-1])
        )

    def is_total_by_label(self, index: int) -> bool:
        """Whether a row has a sure label, and leaves blank what most others fill, or is nothing but its label."""
        row = self.rows[index]
        is_bare = not _cells_after_label(row) or _leaves_blank(row, self.mostly_filled)
        return is_bare and is_sure_total_label(row_label(row))

    def looks_like_total(self, index: int) -> bool:
        """Whether a labelled row looks like one of totals."""
        row = self.rows[index]
        is_sure, beside = is_sure_total_label(row_label(row)), _cells_after_label(row)
        numbers = _number_positions(row)
        if is_sure and not beside:
            return True
        if _leaves_blank(row, self.mostly_filled) and (is_sure or len(numbers) == len(beside)):
            return True
        odd = [place for place in numbers if self.never_numbers[place] and _is_number_cell(beside[place])]
        if any(is_sure or self.mostly_filled[place] for place in odd):
            return True
        position = bisect_left(self.labelled, index)
        if position >= MAX_SUMMED_TOTALS and index != self.labelled[-1]:
            return False
        return any(self._adds_up(position, place, is_sure) for place in numbers)

    def _adds_up(self, position: int, place: int, is_sure: bool) -> bool:
        """Whether a number is the sum of the records around it, or their count; in the last row, their mean.

        `position` is that of the row among the labelled ones, `place` that of the number in the row.
        """
        is_last_label = position == len(self.labelled) - 1
        index, ends_records = self.labelled[position], self.totals_end_records and is_last_label
        total = self.rows[index][place]
        above, below = self._records_around(position)
        groups = [above]
        if position and is_last_label:  # a grand total sums all records, not those since the last subtotal alone
            groups.append(_without_rows(self.rows[:index], self.labelled))
        for rows in groups:
            if len(rows) >= MIN_ADDENDS and (is_sure or ends_records) and parse_decimal(total, ".") == len(rows):
                return True
            if ends_records and ColumnSum(row[place] for row in rows).is_mean(total):
                return True
        addends = ([row[place] for row in rows if _is_addend(row[place], is_sure)] for rows in (*groups, below))
        least = 1 if is_sure else MIN_ADDENDS
        return any(len(cells) >= least and ColumnSum(cells).is_sum(total) for cells in addends)

    def _records_around(self, position: int) -> tuple[Rows, Rows]:
        """The records between a labelled row and the labelled ones before it and after it."""
        before, after = (-1, *self.labelled)[position], (*self.labelled, len(self.rows))[position + 1]
        return self.rows[before + 1 : self.labelled[position]], self.rows[self.labelled[position] + 1 : after]


def find_streamed_totals(
    records: Iterable[tuple[int, Sequence[str]]], labelled: Mapping[int, Sequence[str]]
) -> set[int]:
    """The numbers of labelled rows of which a number is a sum of records, in a file too long to be held.

    `records` are all rows, numbered, and pass by once; `labelled` are those of them that a label names, in order. The
    sums are of the records above, back to the labelled row before or to the first, or of those below, up to the next.
    The number of the records counts as well, and for the last row their mean.
    """
    places = {place for row in labelled.values() for place in _number_positions(row)}
    totals, since_start, since_label = set[int](), RunningSums(places), RunningSums(places)
    above: int | None = None  # the labelled row before
    for number, row in records if places else ():
        if not is_total_label(row_label(row)):
            since_start.add_record(row)
            since_label.add_record(row)
        elif number in labelled:
            is_mean = number == max(labelled) and since_start.matches_mean(row)
            if is_mean or since_start.matches_sum(row) or since_label.matches_sum(row):
                totals.add(number)
            if above and since_label.matches_sum(labelled[above]):
                totals.add(above)
            above, since_label = number, RunningSums(places)
    return totals | ({above} if above and since_label.matches_sum(labelled[above]) else set())


def _leaves_blank(row: Sequence[str], is_filled: Sequence[bool]) -> bool:
    """Whether a row leaves blank one of the columns that are filled elsewhere."""
    return any(filled and not cell.strip() for filled, cell in zip(is_filled, row, strict=True))


def _cells_after_label(row: Sequence[str]) -> dict[int, str]:
    """The filled cells after the first one, trimmed, by their positions."""
    cells = filled_cells(row)
    return {place: cells[place] for place in [*cells][1:]}


def _number_positions(row: Sequence[str]) -> list[int]:
    """The positions after the label that hold a number."""
    return [place for place, cell in _cells_after_label(row).items() if re.fullmatch(NUMBER_PATTERN, cell)]


def _without_rows(rows: Rows, left_out: Iterable[int]) -> Rows:
    skipped = {*left_out}
    return [row for index, row in enumerate(rows) if index not in skipped]


def _is_number_cell(cell: str) -> bool:
    """Whether a cell holds a number and no date, and no letters but the few of a currency or a unit."""
    return bool(re.fullmatch(NUMBER_PATTERN, cell)) and not re.search(_LETTERS_OR_DATE, cell)


def _is_addend(cell: str, may_be_zero: bool) -> bool:
    """Whether a cell holds a number that a sum is made of."""
    number = parse_decimal(cell, ".")
    return bool(re.fullmatch(NUMBER_PATTERN, cell.strip())) and (may_be_zero or number != 0)
