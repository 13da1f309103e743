"""The few texts among numbers, dates or booleans: cells that keep a column from being what nearly all of it is."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from roundtable_cli.errors import ERROR, Finding
from roundtable_cli.finding_codes import TYPE_ERROR
from roundtable_cli.tables.inference import field_inference
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.quality import unread_columns
from roundtable_cli.tables.table import NUMBER_TYPES, Field
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.calendar_texts import date_forms
from roundtable_cli.tables.values.formula_errors import is_formula_error
from roundtable_cli.tables.vocabulary import headings

MIN_FILLED_CELLS = 5  # filled cells, at least, of a column that can have exceptions
_USUAL_RATIO = 4  # times that the others are more than the exceptions; half of counts, by their heading, are enough
_COUNTED_KINDS = frozenset({"quantity", "amount", "rate", "age"})
SAMPLE_TEXTS = 100  # different texts from which it is told what a column mostly holds
TYPE_NAMES = {"integer": "a number", "number": "a number", "boolean": "true or false", "date": "a date",
         "datetime": "a date and time", "yearmonth": "a month"}  # fmt: skip
_TYPED_TEXT = re.compile("[0-9]|(?i:true|false)$")
# 10A and 12/1 among whole numbers are codes of wards and houses, not numbers gone wrong.
_CODE_TEXT = re.compile(r"(?=.*[0-9])(?=.*[^\W\d_])[\w./#-]+|[0-9]+/[0-9]+")
_DATE_START = re.compile("[0-9]{1,4}[-./]")
_DATE_FORMS = (
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), ("default",)),
    (re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}"), ("%d.%m.%Y",)),
    (re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}"), date_forms.AMBIGUOUS_DATE_FORMATS[0]),
)


class _ColumnReading(NamedTuple):
    """A way to read a column's texts: its field, the texts that can't be read so, and the rows of those that can."""

    field: Field
    unreadable_texts: list[str]
    readable_rows: int


def find_mixed_types(column: ColumnProfile) -> Iterator[Finding]:
    """The few texts that are no number, date or boolean in a column of which nearly all are: each once.

    A day that the calendar has not is an error, whatever the rest. Where fewer cells are what the heading lets expect,
    one finding tells that the column is taken as text.
    """
    impossible = _impossible_dates(column)
    for text, place in column.find_first_places(impossible).items():
        fault = f"{column.quote_text(text)} is not a date in the calendar"
        yield column.make_warning(TYPE_ERROR, place, fault, "correct the date")._replace(severity=ERROR)
    reading = _find_main_reading(column)
    if not reading or not _is_mostly_readable(column, reading):
        yield from () if impossible else unread_columns.describe_unread_column(column)
        return
    of = reading.readable_rows + sum(column.text_counts[text] for text in reading.unreadable_texts)
    wanted = TYPE_NAMES[reading.field.type]
    for text, place in column.find_first_places({*reading.unreadable_texts} - impossible).items():
        most = f"{reading.readable_rows} of {of} cells"
        if _describe_text_type(text) == wanted:
            fault, remedy = f"is {wanted}, but {most} are written in another way", "write it like the others"
        else:
            fault = f"is not {wanted}, but {most} are"
            remedy = 'correct it; if it means that there is no value, add it to "missingValues" in datapackage.json'
        yield column.make_warning(TYPE_ERROR, place, f"{column.quote_text(text)} {fault}", remedy)


def _impossible_dates(column: ColumnProfile) -> set[str]:
    """Texts that have the form of a date and are none, where more cells of that form are dates."""
    impossible = set[str]()
    likely = [text for text in column.text_counts if _DATE_START.match(text)] if column.field.type == "string" else []
    for form, formats in _DATE_FORMS if likely else ():
        texts = [text for text in likely if form.fullmatch(text)]
        dates = [Field(column.name, "date", format_) for format_ in formats]
        wrong = {text for text in texts if not any(parsing.texts_fit_field([text], date) for date in dates)}
        if 2 * sum(column.text_counts[text] for text in wrong) < sum(column.text_counts[text] for text in texts):
            impossible |= wrong
    return impossible


def _is_mostly_readable(column: ColumnProfile, reading: _ColumnReading) -> bool:
    """Whether the rest would be of the type if the odd texts were not there, and these are neither codes nor many."""
    odd = sum(column.text_counts[text] for text in reading.unreadable_texts)
    is_counted = reading.field.type in NUMBER_TYPES and bool(headings.heading_kinds(column.name) & _COUNTED_KINDS)
    usual = odd if is_counted else _USUAL_RATIO * odd
    if not odd or reading.readable_rows < usual or reading.readable_rows + odd < MIN_FILLED_CELLS:
        return False
    rest = column.text_counts.keys() - {*reading.unreadable_texts}
    field = field_inference.infer_field(column.field.name, rest, reading.field.missing_values)
    if field.type not in TYPE_NAMES or field.ambiguous:
        return False
    return field.type != "integer" or not any(map(_CODE_TEXT.fullmatch, reading.unreadable_texts))


def _find_main_reading(column: ColumnProfile) -> _ColumnReading | None:
    """The way in which most cells can be read, if it isn't as text and a sample says that there is one."""
    field = column.field
    if field.type != "string" or not field.inferred or field.ambiguous:
        return None
    # In order, digits come before letters; and the same sample is taken however the rows are sorted.
    sample = heapq.nsmallest(SAMPLE_TEXTS, column.text_counts)
    if not sample or sum(map(bool, map(_TYPED_TEXT.search, sample))) * 2 < len(sample):
        return None
    alone, rows = dict[str, Field](), Counter[str]()
    sample_rows = sum(column.text_counts[text] for text in sample)
    for text in sample:
        alone[text] = field_inference.infer_field(field.name, [text], field.missing_values)
        rows[_describe_type(alone[text])] += column.text_counts[text]
        if rows[""] * 2 > sample_rows:  # mostly texts, whatever the others are
            return None
    wanted, most = max(rows.items(), key=lambda pair: (pair[1], pair[0]))
    if wanted not in TYPE_NAMES.values() or most * 2 < rows.total():
        return None
    likely = [text for text in sample if _describe_type(alone[text]) == wanted]
    readings = [_read_as_field(column, candidate) for candidate in _reading_fields(field, likely)]
    return max(readings, key=lambda reading: reading.readable_rows, default=None)


def _reading_fields(plain: Field, texts: Collection[str]) -> Iterator[Field]:
    """The different fields that texts of a kind are read by, together and each alone."""
    together = field_inference.infer_field(plain.name, texts, plain.missing_values)
    alone = (field_inference.infer_field(plain.name, [text], plain.missing_values) for text in texts)
    yield from dict.fromkeys(field for field in (together, *alone) if field.type in TYPE_NAMES)


def _read_as_field(column: ColumnProfile, field: Field) -> _ColumnReading:
    """The texts of a column that a field can't read, and how many rows hold the others; formula errors are neither."""
    faults = parsing.parse_column(column.text_counts, field)[1]
    unreadable = [text for text in faults if not is_formula_error(text)]
    missing = {*field.missing_values}
    rows = sum(rows for text, rows in column.text_counts.items() if text not in faults and text not in missing)
    return _ColumnReading(field, unreadable, rows)


def _describe_type(field: Field) -> str:
    """What a field holds, in words; a number or a date that can be read in two ways is one."""
    return f"a {field.ambiguous}" if field.ambiguous else TYPE_NAMES.get(field.type, "")


def _describe_text_type(text: str) -> str:
    return _describe_type(field_inference.infer_field("", [text]))
