"""Rows dated before the project began or after it ended, which no period of the project counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import NamedTuple

from roundtable_cli.checking.column_values import iter_values
from roundtable_cli.errors import WARNING, Finding, FindingCollector
from roundtable_cli.finding_codes import OUTSIDE_LIFE
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing


class DateColumn(NamedTuple):
    """A column of dates, and whether a row that it dates before the project's start counts nowhere."""

    source: Source
    field: Field
    counts_from_start: bool


def find_dates_outside_life(binder: Binder) -> Iterator[Finding]:
    """A warning for each row whose date is outside `start` and `end` of [project]."""
    for column in _period_date_columns(binder):
        yield from _find_in_column(binder, column)


def _period_date_columns(binder: Binder) -> Iterator[DateColumn]:
    """The columns that put the rows of an indicator in a period.

    A cumulative indicator counts also what was there before the project began.
    """
    from_start = dict[tuple[Source, Field], bool]()
    for indicator in binder.framework.indicators.values():
        for part in indicator.per_table if not indicator.is_formula else ():
            with FindingCollector():  # what is wrong with a definition is told by the computation of all indicators
                column = binder.resolve_date(part)
                if column and not column.derivation:
                    owner = column.owner_table(part.table)
                    key = binder.resolve_source(owner), column.field
                    from_start[key] = from_start.get(key, True) and part.accumulation == "non-cumulative"
    yield from (DateColumn(source, field, is_from_start) for (source, field), is_from_start in from_start.items())


def _find_in_column(binder: Binder, column: DateColumn) -> Iterator[Finding]:
    field, end = column.field, binder.framework.end
    start = binder.framework.start if column.counts_from_start else None
    if not (start or end) or field.is_untyped:
        return
    for value, (file, row) in iter_values(column.source, field):
        is_early = start and isinstance(value, datetime) and value < datetime.combine(start, time())
        is_late = end and isinstance(value, datetime) and value > datetime.combine(end, time.max)
        if is_early or is_late:
            shown = "the date" if field.personal else parsing.value_to_text(value, field)
            limit = f"before the start of the project, {start}" if is_early else f"after the end of the project, {end}"
            remedy = "correct the date, or start and end in [project]"
            yield Finding(OUTSIDE_LIFE, f"{shown} is {limit}", remedy, file, row, field.name, WARNING)
