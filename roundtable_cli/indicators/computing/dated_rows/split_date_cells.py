"""The cells of dates that are written in two columns, row by row: their days, and those that can't be read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from roundtable_cli.errors import WARNING, Finding, FindingCollector
from roundtable_cli.finding_codes import UNREAD_DATE
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.frames.split_date_values import cell_text
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.calendar_texts import year_parts
from roundtable_cli.tables.values.calendar_texts.period_texts import PeriodDays

_MAX_ROWS = 3  # so many rows are named


class SplitDateCells(NamedTuple):
    """The texts of two cells, the days that they write, if any, and the file and row where they stand."""

    text: str
    days: PeriodDays | None
    place: tuple[str, int]


def iterate_split_dates(binder: Binder, source: Source, column: BoundColumn) -> Iterator[SplitDateCells]:
    """Each row of a table in which both cells are filled. A table of keys has the rows of its own table."""
    derivation = column.derivation
    if derivation is None or any(one.derivation or one.field.is_untyped for one in derivation.columns):
        return
    fields, start = [one.field for one in derivation.columns], binder.framework.fiscal_year_start
    readers = [lru_cache(2**12)(parsing.make_cell_reader(field)) for field in fields]
    for cells, place in source.iter_records(fields):
        values = [read(cell)[0] for read, cell in zip(readers, cells, strict=True)]
        if None in values:
            continue
        year, part = (
            parsing.value_to_text(value, field) if field.type == "year" else cell_text(value)
            for value, field in zip(values, fields, strict=True)
        )
        try:
            days = year_parts.parse_split_period(year, part, derivation.date_unit, start)
        except ValueError:
            days = None
        yield SplitDateCells(f"{year}, {part}", days, place)


def describe_unread_dates(binder: Binder, source: Source, column: BoundColumn) -> Iterator[Finding]:
    """A warning where rows have a year and its part and these can't be read: such rows are without a date."""
    unread = [one for one in iterate_split_dates(binder, source, column) if one.days is None]
    if not unread:
        return
    file, row = unread[0].place
    is_one = len(unread) == 1
    named = ", ".join(str(one.place[1]) for one in unread[:_MAX_ROWS]) + (" …" if len(unread) > _MAX_ROWS else "")
    text = "" if column.field.personal else f"{unread[0].text}: "
    rows = "the row has" if is_one else f"{len(unread):,} rows ({named}) have"
    fault = f"{text}{rows} no date that can be read, and {'counts' if is_one else 'count'} as without a date"
    unit = column.derivation.date_unit if column.derivation else ""
    remedy = f"write the year like 2018, and the {unit} as its number or name"
    if binder.framework.fiscal_year_start == 1 and year_parts.is_fiscal_year(unread[0].text.split(",")[0]):
        remedy = "for fiscal years write fiscal_year_start in [project]"
    yield Finding(UNREAD_DATE, fault, remedy, file, row if is_one else None, column.field.name, WARNING)


def find_unread_dates(binder: Binder) -> Iterator[Finding]:
    """The same for the dates of all indicators and calculated columns of a project, each column once."""
    rules = [*binder.framework.indicators.values()]
    rules += (one.rule for columns in binder.framework.calculated_columns.values() for one in columns.values())
    seen = set[tuple[str, BoundColumn]]()
    for rule in rules:
        for part in rule.per_table if not isinstance(rule.date, str) else ():
            with FindingCollector():  # what is wrong with a definition is told by the computation of all indicators
                column = binder.resolve_date(part)
                owner = column.owner_table(part.table) if column else ""
                if column and (owner, column) not in seen:
                    seen.add((owner, column))
                    yield from describe_unread_dates(binder, binder.resolve_source(owner), column)
