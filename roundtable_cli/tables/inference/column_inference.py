"""The field of a column of a table that was read: from all its texts, and from how the other columns write theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from roundtable_cli.errors import Finding
from roundtable_cli.tables.inference import ambiguity, amount_signs, doubtful_numbers, field_inference
from roundtable_cli.tables.inference.assumptions import assumed_missing, unreadable_cells
from roundtable_cli.tables.inference.readable_table import ReadableTable
from roundtable_cli.tables.reading import kobo_headers
from roundtable_cli.tables.table import NUMBER_TYPES, Field
from roundtable_cli.tables.values import currency_signs, missing_marks, numerals
from roundtable_cli.tables.vocabulary import headings

if TYPE_CHECKING:  # they bring numpy
    from roundtable_cli.tables.inference.bulk_inference import BulkColumn
    from roundtable_cli.tables.reading.bulk.cell_spans import CellSpans


def infer_table_field(table: ReadableTable, name: str) -> Field:
    """The field of the column `name`: one that no schema declares, or leaves out what is unreadable of."""
    if declared := next((field for field in table.table.fields or () if field.name == name), None):
        return unreadable_cells.leave_out_unreadable(table, declared)
    missing_values, named_values = table.table.missing_values, table.table.named_values
    names, choices = (name, *table.other_names.get(name, ())), _choice_headings(table)
    if table.bulk_grids:
        column = _bulk_column(table, name)
        field = column.infer_field(names, missing_values, choices, named_values)
        find_extremes = column.find_extremes
    else:
        cells = table.raw_cells(name)
        field = field_inference.infer_column_field(names, cells, missing_values, choices, named_values)
        find_extremes = partial(assumed_missing.find_extremes, cells)
    field = assumed_missing.assume_sentinels(field, find_extremes, partial(table.count_texts, field), named_values)
    sample = column.sample_texts() if table.bulk_grids else cells
    field = doubtful_numbers.mark_doubtful_numbers(field, sample, iterate_column_texts(table, name), table.delimiters)
    if field.ambiguous == "currency":
        field = _settle_by_rows(table, field, _list_other_headings(table, name))
    return ambiguity.mark_ambiguous_points(
        field,
        iterate_column_texts(table, name),
        partial(_find_other_marks, table, field),
        has_semicolons=";" in table.delimiters,
    )


def _bulk_column(table: ReadableTable, name: str) -> BulkColumn:
    """The cells of a column of a table that is read the quick way."""
    from roundtable_cli.tables.inference.bulk_inference import BulkColumn  # it brings numpy

    return BulkColumn(table.cell_spans(name))


def _choice_headings(table: ReadableTable) -> Mapping[str, frozenset[str]]:
    """By question, the choices that have a column of their own; looked for once, for all columns."""
    if table.choice_headings is None:
        table.choice_headings = kobo_headers.find_choice_headings([*table.header, *table.column_names])
    return table.choice_headings


def _decimal_mark(table: ReadableTable, name: str, field: Field) -> str:
    return numerals.find_decimal_mark(field_inference.split_native_cells(iterate_column_texts(table, name), field)[1])


def _find_other_marks(table: ReadableTable, field: Field) -> set[str]:
    """The decimal marks that the other columns of a table prove; those of all are looked for once."""
    header, own = frozenset(table.header), _decimal_mark(table, field.name, field)
    if field.missing_texts not in table.decimal_marks:
        marks = (_decimal_mark(table, name, field) for name in table.column_names if name in header)
        table.decimal_marks[field.missing_texts] = Counter(marks)
    counts = table.decimal_marks[field.missing_texts]
    return {mark for mark, columns in counts.items() if columns > (mark == own)}


def _list_other_headings(table: ReadableTable, name: str) -> Iterator[str]:
    """The headings of the other columns; looked up when the first is asked for, which few columns need."""
    header = frozenset(table.header)
    yield from (other for other in table.column_names if other in header and other != name)


def mark_long_numbers(table: ReadableTable, field: Field) -> Field:
    """A field of numbers; with long numbers, if some of its column have more digits than a float holds."""
    if table.bulk_grids:
        odd_texts = [text for cells in table.cell_spans(field.name) for text in _odd_numbers(cells, field)]
        return doubtful_numbers.with_long_numbers(field, odd_texts)
    long_texts = (cell for cell in table.raw_cells(field.name) if len(cell) > numerals.MAX_DIGITS or {*cell} & {*"eE"})
    return doubtful_numbers.with_long_numbers(field, long_texts)


def _odd_numbers(cells: CellSpans, field: Field) -> Iterable[str]:
    """The different texts of a column of numbers that are not plain ones of 15 digits at the most."""
    if numerals.has_plain_digits(field):
        is_odd = cells.is_filled & (cells.plain_numbers(field.decimal_char).text_shapes < 0)
    else:
        is_odd = cells.ends - cells.starts > numerals.MAX_DIGITS
    return cells.take_cells(is_odd).text_codes.distinct.decode_texts() if is_odd.any() else ()


def _settle_by_rows(table: ReadableTable, field: Field, others: Iterable[str]) -> Field:
    """A field of numbers whose cells show several currencies; certain, where a column names that of each row."""
    if currency_signs.detect_currencies(field.name):
        return field  # the heading goes before the rows
    names = (name for name in others if currency_signs.are_currency_names(iterate_column_texts(table, name)))
    cells = table.raw_cells(field.name)
    agree = any(amount_signs.agree_with_rows(field, cells, table.raw_cells(name)) for name in names)
    return field._replace(type="number", ambiguous="") if agree else field


def iterate_column_texts(table: ReadableTable, name: str) -> Iterator[str]:
    """Texts of a column, each different one at least once, of a large file some hundred of each file first.

    None is made before it is asked for.
    """
    if not table.bulk_grids:
        yield from table.raw_cells(name)
        return
    yield from _bulk_column(table, name).iterate_texts()


def describe_missing_marks(table: ReadableTable, field: Field, label: str) -> Iterator[Finding]:
    """Warnings for a column some of whose texts count as values, and likely stand for none; see `find_mark_warnings`.

    The texts are counted only where a look at them, or at the extremes of the numbers, tells that there may be some.
    """
    if (field.inferred and field.type not in NUMBER_TYPES) or not _may_hold_missing(table, field):
        return
    named = {*map(missing_marks.fold_mark, table.table.named_values)}
    found = assumed_missing.find_mark_warnings(
        field, table.count_texts(field), lambda text: missing_marks.fold_mark(text) in named
    )
    yield from (finding._replace(file=label) for finding, _ in found)


def _may_hold_missing(table: ReadableTable, field: Field) -> bool:
    """Whether some text or number of a declared column may stand for no value."""
    is_plain = field.type in NUMBER_TYPES and numerals.has_plain_marks(field)
    if field.type != "string" and not is_plain:
        return False
    if table.bulk_grids:
        column = _bulk_column(table, field.name)
        if field.type == "string":
            return column.may_hold_marks()
        extremes = column.find_extremes()
    else:
        cells = table.raw_cells(field.name)
        if field.type == "string":
            return any(map(missing_marks.is_possible_mark, {*cells}))
        extremes = assumed_missing.find_extremes(cells)
    return missing_marks.may_hold_sentinels(*extremes, partial(headings.is_key_heading, field.name))
