"""The few texts among numbers, dates or booleans: cells that keep a column from being what nearly all of it is."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from roundtable_cli.errors import ERROR, Finding
from roundtable_cli.tables.inference import field_inference
from roundtable_cli.tables.profiling.column_profile import Column
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.formula_errors import is_error

FEWEST = 5  # filled cells, at least, of a column that can have exceptions
SAMPLE = 100  # different texts from which it is told what a column mostly holds
NAMES = {"integer": "a number", "number": "a number", "boolean": "true or false", "date": "a date",
         "datetime": "a date and time", "yearmonth": "a month"}  # fmt: skip
_TYPED = re.compile("[0-9]|(?i:true|false)$")
# 10A and 12/1 among whole numbers are codes of wards and houses, not numbers gone wrong.
_CODE = re.compile(r"(?=.*[0-9])(?=.*[^\W\d_])[\w./#-]+|[0-9]+/[0-9]+")
_DATED = re.compile("[0-9]{1,4}[-./]")
_FORMS = (
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), ("default",)),
    (re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}"), ("%d.%m.%Y",)),
    (re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}"), field_inference.DAY_OR_MONTH[0]),
)


class _Reading(NamedTuple):
    """A way to read a column's texts: its field, the texts that can't be read so, and the rows of those that can."""

    field: Field
    odd: list[str]
    rows: int


def mixed(column: Column) -> Iterator[Finding]:
    """The few texts that are no number, date or boolean in a column of which nearly all are: each once.

    A day that the calendar has not is an error, whatever the rest.
    """
    impossible = _impossible(column)
    for text, place in column.places(impossible).items():
        remedy = "correct the date"
        found = column.warning("type-error", place, f"{column.shown(text)} is a day that there is not", remedy)
        yield found._replace(severity=ERROR)
    reading = _most(column)
    if not reading or not _is_mostly(column, reading):
        return
    of = reading.rows + sum(column.counts[text] for text in reading.odd)
    wanted = NAMES[reading.field.type]
    for text, place in column.places({*reading.odd} - impossible).items():
        other = _kind(text) == wanted
        fault = f"is {wanted} written in another way than" if other else f"is not {wanted}, as"
        written = f"{reading.rows} of {of} cells" if other else f"{reading.rows} of {of} cells are"
        remedy = "write it as the others are" if other else "correct it, or declare it among missingValues"
        yield column.warning("type-error", place, f"{column.shown(text)} {fault} {written}", remedy)


def _impossible(column: Column) -> set[str]:
    """Texts that have the form of a date and are none, where more cells of that form are dates."""
    found = set[str]()
    likely = [text for text in column.counts if _DATED.match(text)] if column.field.type == "string" else []
    for form, formats in _FORMS if likely else ():
        texts = [text for text in likely if form.fullmatch(text)]
        dates = [Field(column.name, "date", format_) for format_ in formats]
        wrong = {text for text in texts if not any(parsing.fits([text], date) for date in dates)}
        if 2 * sum(column.counts[text] for text in wrong) < sum(column.counts[text] for text in texts):
            found |= wrong
    return found


def _is_mostly(column: Column, reading: _Reading) -> bool:
    """Whether the rest would be of the type if the odd texts were not there, and these are neither codes nor many."""
    odd = sum(column.counts[text] for text in reading.odd)
    if not odd or reading.rows < 9 * odd or reading.rows + odd < FEWEST:
        return False
    rest = column.counts.keys() - {*reading.odd}
    found = field_inference.field(column.field.name, rest, reading.field.missing_values)
    if found.type not in NAMES or found.ambiguous:
        return False
    return found.type != "integer" or not any(map(_CODE.fullmatch, reading.odd))


def _most(column: Column) -> _Reading | None:
    """The way in which most cells can be read, if it isn't as text and a sample says that there is one."""
    field = column.field
    if field.type != "string" or not field.inferred or field.ambiguous:
        return None
    sample = heapq.nsmallest(SAMPLE, column.counts)  # digits come before letters; and no order of rows sways it
    if not sample or sum(map(bool, map(_TYPED.search, sample))) * 2 < len(sample):
        return None
    alone = {text: field_inference.field(field.name, [text], field.missing_values) for text in sample}
    rows = Counter[str]()
    for text, one in alone.items():
        rows[_family(one)] += column.counts[text]
    wanted, most = max(rows.items(), key=lambda pair: (pair[1], pair[0]))
    if wanted not in NAMES.values() or most * 2 < rows.total():
        return None
    readings = [_read(column, one) for one in _ways(field, [text for text in sample if _family(alone[text]) == wanted])]
    return max(readings, key=lambda one: one.rows, default=None)


def _ways(plain: Field, texts: Collection[str]) -> Iterator[Field]:
    """The different fields that texts of a kind are read by, together and each alone."""
    together = field_inference.field(plain.name, texts, plain.missing_values)
    ways = [together, *(field_inference.field(plain.name, [text], plain.missing_values) for text in texts)]
    yield from dict.fromkeys(way for way in ways if way.type in NAMES)


def _read(column: Column, field: Field) -> _Reading:
    """What a field makes of the texts of a column; a formula's error is told elsewhere."""
    faults = parsing.column(column.counts, field)[1]
    odd = [text for text in faults if not is_error(text)]
    missing = {*field.missing_values}
    rows = sum(rows for text, rows in column.counts.items() if text not in faults and text not in missing)
    return _Reading(field, odd, rows)


def _family(field: Field) -> str:
    """What a field holds, in words; a number or a date that can be read in two ways is one."""
    return f"a {field.ambiguous}" if field.ambiguous else NAMES.get(field.type, "")


def _kind(text: str) -> str:
    return _family(field_inference.field("", [text]))
