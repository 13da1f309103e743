"""Why the rows of a table can't be put in periods: it has no date, or several, or one that can't be read as dates."""

from __future__ import annotations

from collections.abc import Sequence

from roundtable_cli.errors import UnknownName, unknown_name_error
from roundtable_cli.tables.checks import ambiguous_columns
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.vocabulary import headings

UNREAD_REMEDY = "write all its dates in one way, like 31.12.2026; rt-stats check names the first cell to look at"


def missing_date_refusal(
    source: Source, fields: Sequence[Field], dates: Sequence[str], unit: str, code: str
) -> UnknownName:
    """The refusal to break down an indicator (`code`) by a unit of time, where its table has not one date.

    `fields` are those of the table, `dates` the names of its dates, none or several.
    """
    purpose, name = f"to break down by {unit}", source.table.name
    named = f'write date = "…" in [indicators.{code}]'
    if dates:
        return unknown_name_error(f"{name} has several dates, {' and '.join(dates)}, {purpose}", named)
    if doubtful := next((field for field in fields if field.ambiguous == "date"), None):
        return UnknownName(ambiguous_columns.describe_ambiguity(source, doubtful))
    if unread := next(filter(_is_unread_date, fields), None):
        fault = f'{name} has no date, {purpose}: not all cells of "{unread.name}" are dates that can be read'
        return unknown_name_error(fault, UNREAD_REMEDY)
    joined = f"; or, for a date of another table, {named}" if source.table.foreign_keys else ""
    return unknown_name_error(f"{name} has no date, {purpose}", f"add a column with the date of each row{joined}")


def _is_unread_date(field: Field) -> bool:
    """Whether a column that nobody declared is headed as one of dates, and was taken as text."""
    is_text = field.type == "string" and field.inferred and not (field.personal or field.is_revealed)
    return is_text and "date" in headings.heading_kinds(field.name)
