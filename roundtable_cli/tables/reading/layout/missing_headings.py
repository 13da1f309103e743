"""Files without column headings: their first row is a record, like the rows below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from roundtable_cli.tables.reading.layout import cell_kinds, numbering_rows
from roundtable_cli.tables.reading.layout.cell_kinds import VALUE, WORD
from roundtable_cli.tables.reading.layout.column_sample import ColumnSample
from roundtable_cli.tables.values.cell_text import clean_cell, filled_cells
from roundtable_cli.tables.vocabulary import headings, person_names

_MIN_RECORDS = 3  # rows below the first that show what a column holds
_MAX_RUN_DIGITS = 18  # of a number that counts rows
_MIN_RUN = 3  # numbers that run on by one, and are no accident: headings are so
_MIN_CODE_DIGITS = 7  # digits of a number that is an id or a telephone's, and no heading


class FirstRow(Enum):
    """What the first row is: headings, surely a record, or headings that look like a record."""

    HEADINGS = 1
    RECORD = 2
    DOUBTFUL = 3


def judge_first_row(sample: ColumnSample) -> FirstRow:
    """Whether the first row is a record: no column has a word in it above values, and its own cells look like theirs.

    It surely is if it has a date above dates, a long id above others, or numbers that run on from 1; or if two columns
    show it together: a code above codes of its shape, a person's name above names, a number above numbers, or a text
    that comes again below. Numbers above numbers alone leave it doubtful, for headings may be numbers, and so does a
    name above names; years, months, age bands and three numbers in a row (101, 102, 103) are headings.

    Fewer than three rows below show less: it surely is a record only with a date above two dates. Without any it is
    doubtful where it has a date, or most of its cells are numbers.
    """
    if not sample.rows:
        return FirstRow.HEADINGS
    records, cells = sample.records_below(0), sample.cells(0)
    columns = {place: [text for row in records if (text := row[place].strip())] for place in cells}
    if not records:
        return _judge_single_row([*filled_cells(sample.rows[0]).values()])
    numbers_columns = numbering_rows.numbers_columns(sample.rows[0]) and not _numbers_rows(sample, columns)
    if numbers_columns or any(_is_heading(cells[place], columns[place]) for place in cells):
        return FirstRow.HEADINGS
    sure = [place for place in cells if _goes_on(cells[place], columns[place], place == sample.used[0])]
    codes = [place for place in cells if _has_same_shape(cells[place], columns[place])]
    numbers = [place for place in cells if cell_kinds.cell_kind(cells[place]) == VALUE and place not in sure]
    recurring = [place for place in cells if _comes_again(cells[place], columns[place])]
    people = [place for place in cells if _names_person(cells[place], columns[place])]
    others = {*codes, *numbers, *recurring} - {*people}
    is_record = bool(sure) or (bool(codes) and len(others) > 1) or bool(people and others)
    if len(records) < _MIN_RECORDS:
        is_record = any(cell_kinds.is_date(cells[place]) and len(columns[place]) > 1 for place in sure)
    if is_record:
        return FirstRow.RECORD
    is_doubtful = bool(sure or codes or numbers or people) and not _run_on([cells[place] for place in numbers])
    return FirstRow.DOUBTFUL if is_doubtful else FirstRow.HEADINGS


def _judge_single_row(texts: Sequence[str]) -> FirstRow:
    """What a row without any below is: several days may be headings, as years and numbers in a row may."""
    days = [text for text in texts if cell_kinds.is_date(text)]
    values = [text for text in texts if cell_kinds.is_value(text) and not cell_kinds.is_numeric_heading(text)]
    is_heading = len(days) > 1 or _run_on(values) or numbering_rows.numbers_columns(texts)
    return FirstRow.DOUBTFUL if (days or 2 * len(values) > len(texts)) and not is_heading else FirstRow.HEADINGS


def _numbers_rows(sample: ColumnSample, columns: Mapping[int, Sequence[str]]) -> bool:
    """Whether a first row that begins with 1 numbers the rows, for 2 and 3 stand below, and not the columns."""
    first = sample.used[0]
    return clean_cell(sample.rows[0][first]) == "1" and _goes_on("1", columns.get(first, ()), is_first_column=True)


def _is_heading(text: str, cells: Sequence[str]) -> bool:
    """Whether a text differs from what stands below it as a heading does."""
    kind = cell_kinds.cell_kind(text)
    if cell_kinds.is_date(text):
        return not any(map(cell_kinds.is_date, cells))
    if heading := cell_kinds.numeric_heading_kind(text):
        return 2 * sum(cell_kinds.numeric_heading_kind(cell) == heading for cell in cells) < len(cells)
    if kind == VALUE:
        return not cell_kinds.mostly_values(cells, 1)
    return kind == WORD and cell_kinds.mostly_values(cells, min(2, len(cells) or 1))


def _goes_on(text: str, cells: Sequence[str], is_first_column: bool) -> bool:
    """Whether the cells below go on as a text begins: dates, long ids, or in the first column the numbers after 1."""
    if not cells:
        return False
    if cell_kinds.is_date(text):
        return all(map(cell_kinds.is_date, cells))
    if is_first_column and text == "1":
        return [*cells] == [str(number) for number in range(2, len(cells) + 2)]
    is_long = sum(map(str.isdecimal, text)) >= _MIN_CODE_DIGITS and cell_kinds.is_value(text)
    return is_long and _are_of_shape(text, cells)


def _has_same_shape(text: str, cells: Sequence[str]) -> bool:
    """Whether a text with digits, that is no number, has the shape of those below."""
    is_code = any(map(str.isdecimal, text)) and not cell_kinds.is_value(text)
    return is_code and not cell_kinds.is_numeric_heading(text) and _are_of_shape(text, cells)


def _are_of_shape(text: str, cells: Sequence[str]) -> bool:
    """Whether four of five cells have the shape of a text."""
    same = sum(cell_kinds.cell_shape(cell) == cell_kinds.cell_shape(text) for cell in cells)
    return 0 < 5 * same >= 4 * len(cells)


def _names_person(text: str, cells: Sequence[str]) -> bool:
    """Whether a full name of a person stands above others, in most cells: a name alone may head a list of people."""
    are_names = len(cells) >= _MIN_RECORDS and 5 * sum(map(person_names.is_person_name, cells)) >= 4 * len(cells)
    return are_names and person_names.is_person_name(text) and not headings.heading_kinds(text)


def _comes_again(text: str, cells: Sequence[str]) -> bool:
    """Whether a column of few texts holds this one too, twice at least."""
    return cells.count(text) > 1 and 2 * len({*cells}) <= len(cells)


def _run_on(texts: Sequence[str]) -> bool:
    """Whether whole numbers run on by one, three at least: 101, 102, 103."""
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) <= _MAX_RUN_DIGITS]
    return len(numbers) == len(texts) >= _MIN_RUN and numbers == [*range(numbers[0], numbers[0] + len(numbers))]
