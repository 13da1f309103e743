"""Where the headings of a file stand, and what stands above them: the decision, and how it is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from roundtable_cli.errors import WARNING, Finding, PluralWording
from roundtable_cli.finding_codes import NO_HEADINGS, TITLE_ROW
from roundtable_cli.tables.reading.layout import header_rows, heading_search, missing_headings
from roundtable_cli.tables.reading.layout.cell_kinds import VALUE, cell_kind
from roundtable_cli.tables.reading.layout.column_sample import ColumnSample, HeadingContrast, NumberedRow
from roundtable_cli.tables.reading.layout.missing_headings import FirstRow
from roundtable_cli.tables.table import Table


class TableLayout(NamedTuple):
    """The numbers of the rows that name the columns, none where no row does; of titles above; whether that is sure.

    `is_doubtful` says that the row of headings looks like a record; `second_row` is the number of a record below it
    that looks like headings, `label_row` of a row that surely names the columns once more; 0 where there is none.
    """

    header_rows: tuple[int, ...] = ()
    title_rows: tuple[int, ...] = ()
    is_doubtful: bool = False
    second_row: int = 0
    label_row: int = 0

    @property
    def last_header_row(self) -> int:
        """The number of the last row of headings; 0 where there is none: all rows are records."""
        return max(self.header_rows, default=0)


def find_table_layout(rows: Sequence[NumberedRow], table: Table) -> TableLayout | None:
    """The layout of a file of which these are the first rows; None where all of them are blank.

    What the table declares goes first; then rows of hashtags; then what the rows show.
    """
    if not table.has_header:
        return TableLayout()
    if table.header_rows:
        return _declared_layout(rows, table.header_rows)
    index = header_rows.find_hashtag_row([row for _, row in rows])
    if index is not None:
        return TableLayout((rows[index][0],), _rows_above_labels(rows[:index]))
    sample = ColumnSample(rows)
    return _layout_of_sample(sample, table) if sample.rows else None


def _layout_of_sample(sample: ColumnSample, table: Table) -> TableLayout:
    """What the rows show: titles and headings below them, or a first row that is a record, or headings there.

    Whether that is a record is not asked where the schema names the columns: it will be refused for its headings.
    """
    if block := heading_search.find_heading_block(sample):
        last = sample.numbers.index(block.headings[-1])
        return _with_row_below(TableLayout(block.headings, block.titles), sample, last)
    first_row = missing_headings.judge_first_row(sample) if not table.fields else FirstRow.HEADINGS
    if first_row == FirstRow.RECORD:
        return TableLayout()
    layout = TableLayout((sample.numbers[0],), (), first_row == FirstRow.DOUBTFUL)
    return _with_row_below(layout, sample, 0)


def _declared_layout(rows: Sequence[NumberedRow], numbers: tuple[int, ...]) -> TableLayout:
    """The rows of headings that a table declares, and the row that surely names the columns once more below them."""
    sample, last = ColumnSample(rows), max(numbers)
    if last not in sample.numbers:
        return TableLayout(numbers)
    return _with_row_below(TableLayout(numbers), sample, sample.numbers.index(last))._replace(second_row=0)


def _with_row_below(layout: TableLayout, sample: ColumnSample, last: int) -> TableLayout:
    """A layout with the row below the last of the headings, if it surely is, or may be, headings once more."""
    if not heading_search.may_be_second_headings(sample, last):
        return layout
    number = sample.numbers[last + 1]
    is_sure = heading_search.are_labels_below(sample, last)
    return layout._replace(label_row=number) if is_sure else layout._replace(second_row=number)


def _rows_above_labels(above: Sequence[NumberedRow]) -> tuple[int, ...]:
    """The filled rows above hashtags but the nearest, which has the columns' headings in words."""
    return tuple(ColumnSample(above).numbers[:-1])


def describe_layout(layout: TableLayout, table: Table, label: str) -> Iterator[Finding]:
    """Warnings about titles above the headings, headings in several rows, or none; of what is declared nothing."""
    if table.header_rows or not table.has_header:
        return
    numbers = layout.header_rows
    declaration = f'"headerRows": {[*numbers]}'
    remedy = f"to fix it for good, rt-stats init, or check --fix in a project, declares {declaration}"
    if len(table.paths) > 1:  # each file of a table may have other rows above its headings, and a table declares one
        remedy = "to fix it for good, delete the rows above the column headings"
    place = _name_rows(numbers)
    joined = f"{place}, which are joined" if len(numbers) > 1 else place
    titles = PluralWording(f"these rows are titles; the column headings are in {joined} (used)", remedy)
    for number in layout.title_rows:
        fault = f"this row is a title; the column headings are in {joined} (used)"
        yield Finding(TITLE_ROW, fault, remedy, label, number, severity=WARNING, plural=titles)
    if len(numbers) > 1 and not layout.title_rows:
        fault = f"the column headings are in {place}; they are joined (used)"
        yield Finding(TITLE_ROW, fault, remedy, label, numbers[0], severity=WARNING)
    if not numbers:
        fault = "there are no column headings: row 1 is a record, and the columns are called field1, field2 …"
        remedy = 'write headings above it; or rt-stats init, or check --fix in a project, declares "header": false'
        yield Finding(NO_HEADINGS, fault, remedy, label, severity=WARNING)
    if layout.is_doubtful:
        fault = "this row is read as the column headings, but it looks like a record"
        remedy = 'if it is one, write headings above it, or "dialect": {"header": false} in datapackage.json'
        yield Finding(NO_HEADINGS, fault, remedy, label, layout.last_header_row, severity=WARNING)
    if layout.second_row:
        fault = "this row looks like a second row of column headings; it is counted as a record"
        rows = [*numbers, layout.second_row]
        remedy = f'if it is one, delete it, or write "dialect": {{"headerRows": {rows}}} in datapackage.json'
        yield Finding(NO_HEADINGS, fault, remedy, label, layout.second_row, severity=WARNING)


def find_moved_header(rows: Sequence[NumberedRow], table: Table, label: str) -> Finding | None:
    """The finding for declared headings that surely stand elsewhere now, as titles above them became more or fewer.

    They do if a declared row is blank or among the titles that are found without the declaration; or if it holds
    values where the rows below do, and headings are found above it.
    """
    if not table.header_rows or header_rows.find_hashtag_row([row for _, row in rows]) is not None:
        return None
    sample, declared = ColumnSample(rows), max(table.header_rows)
    block = heading_search.find_heading_block(sample)
    first = sample.numbers[0] if sample.numbers else declared
    found = block.headings if block else (first,)
    titles = block.titles if block else ()
    is_title = bool({*titles} & {*table.header_rows}) or (declared < found[-1] and declared not in sample.numbers)
    if not is_title and not (declared > found[-1] and _is_record(sample, declared, found[-1])):
        return None
    fault = f"datapackage.json names this row for the column headings, but they are in {_name_rows(found)}"
    return Finding(TITLE_ROW, fault, f'write "headerRows": {[*found]} there', label, declared)


def _is_record(sample: ColumnSample, number: int, header_row: int) -> bool:
    """Whether a row holds values below the headings, in each column where these are words above values."""
    if number not in sample.numbers or header_row not in sample.numbers:
        return False
    header = HeadingContrast(sample, sample.numbers.index(header_row))
    cells = sample.cells(sample.numbers.index(number))
    return bool(header.words) and all(cell_kind(cells.get(place, "")) == VALUE for place in header.words)


def _name_rows(numbers: Sequence[int]) -> str:
    """`row 3`; `rows 3 and 4`."""
    return f"row{'s' if len(numbers) > 1 else ''} {' and '.join(map(str, numbers))}"
