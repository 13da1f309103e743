"""Whether rows that are the same in every cell are likely one record entered twice, by what the table's columns hold.

In a list of sexes and ages rows repeat by themselves. They hardly do where a column names people, things or documents,
where a name stands beside a date, where a column is different in most rows, or where the values of all columns together
would meet again by chance far more seldom than they do.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.table import TIME_TYPES, Table
from roundtable_cli.tables.vocabulary import headings

MIN_DETAILED_ROWS = 20  # rows, from which on a column that differs in nearly all of them shows it
FEW_REPEATS = 0.05  # of the rows, at most, where such a column shows it: of 40 ages many are in two rows
CHANCE_RATIO = 100  # times fewer rows would repeat by chance: columns go together, as districts and provinces do
MIN_BY_CHANCE = 5  # repeated rows, of fewer of which nobody can say that they are as many as by chance
_OWN_KINDS = frozenset({"document", "person", "phone", "email"})
_NAME_KINDS = frozenset({"name", "person"})


def are_repeats_answered(table: Table) -> bool:
    """Whether somebody has declared what repeated rows are: faults, by a key, or expected."""
    return bool(table.primary_key) or table.has_expected_repeats


def are_repeats_suspicious(columns: Mapping[str, ColumnProfile], repeated_count: int) -> bool:
    """Whether `repeated_count` rows of a table that are the same as earlier ones are likely slips."""
    if _repeat_as_by_chance(columns, repeated_count):
        return False
    if any(_names_its_row(column) or _differs_otherwise(column, repeated_count) for column in columns.values()):
        return True
    has_names = any(headings.heading_kinds(name) & _NAME_KINDS or headings.is_people_heading(name) for name in columns)
    if has_names and any(column.field.type in TIME_TYPES for column in columns.values()):
        return True
    return _count_by_chance(columns) * CHANCE_RATIO < repeated_count


def _repeat_as_by_chance(columns: Mapping[str, ColumnProfile], repeated_count: int) -> bool:
    """Whether about as many rows repeat as would by chance, and not few: of visits of clients without a day, say.

    Where each client may have one row for a course, far fewer do, and those are slips.
    """
    by_chance = _count_by_chance(columns)
    return by_chance >= MIN_BY_CHANCE and by_chance / 2 <= repeated_count <= 2 * by_chance


def _names_its_row(column: ColumnProfile) -> bool:
    """Whether a column says by its heading whom or what a row is about.

    The id of a person may come again in every session, but not a few ids in thousands of rows: those are of courses.
    Nor does the id of a household tell its members apart, unless most rows have one of their own.
    """
    rows, different = column.row_count, len(column.text_counts)
    is_key = headings.is_key_heading(column.name)
    is_own = is_key and (2 * different >= rows or not headings.is_group_key(column.name))
    return (is_own or bool(headings.heading_kinds(column.name) & _OWN_KINDS)) and 4 * different**2 > rows


def _differs_otherwise(column: ColumnProfile, repeated_count: int) -> bool:
    """Whether a column has a value of its own in every row but for the few that repeat."""
    rows = column.row_count
    is_few = rows >= MIN_DETAILED_ROWS and repeated_count <= FEW_REPEATS * rows
    return is_few and len(column.text_counts) == rows - repeated_count


def _count_by_chance(columns: Mapping[str, ColumnProfile]) -> float:
    """How many pairs of rows would be the same in every cell, if no column depended on another."""
    rows = max((column.row_count for column in columns.values()), default=0)
    chances = (_chance_of_meeting(column, rows) for column in columns.values())
    return rows * (rows - 1) / 2 * prod(chances)


def _chance_of_meeting(column: ColumnProfile, rows: int) -> float:
    """The chance that two rows hold the same in a column, blanks taken for the same."""
    blank = rows - column.filled_count
    return (sum(count**2 for count in column.text_counts.values()) + blank**2) / max(1, rows) ** 2
