"""Rows dated by a period (2018Q1, 2018W5): a month or quarter counts those that lie wholly in it, and no others.

A row of a week that two months share, or of a quarter where months are asked for, belongs to neither: it is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import DEFINITION
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, collect_derivations
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.computing.dated_rows.split_date_cells import SplitDateCells, iterate_split_dates
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT, ReportingPeriod, period_containing
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values.calendar_texts import period_texts
from roundtable_cli.tables.values.calendar_texts.period_texts import PeriodDays

IsDivided = Callable[[PeriodDays], bool]  # whether what is asked for divides a period


def check_period_dates(
    binder: Binder, bound: BoundIndicator, period: ReportingPeriod | None, list_days: Callable[[], Iterable[Any]]
) -> None:
    """Refused where a reporting period or a breakdown by time divides the period that dates a row: the row is named.

    `list_days` gives the dates of the rows that meet all conditions; no row with another date is looked at.
    """
    column = bound.date
    if column is None or column.field.format != period_texts.PERIOD_FORMAT:
        return
    source = binder.resolve_source(column.owner_table(bound.indicator.table))
    divisions = [*_list_divisions(bound, period, binder.framework.fiscal_year_start)]
    first_days = {moment.date() for moment in list_days()} if divisions else set()
    for text, days, (file, row) in _iterate_different_periods(binder, source, column) if divisions else ():
        if days is None or days.first not in first_days:
            continue
        for name, is_divided in divisions:
            if is_divided(days):
                shown = f"{column.field.quote_value(text)} is {days.first} to {days.last}"
                fault, remedy = f"{shown}, and lies only partly in one {name}", "ask for longer periods"
                raise Refused(Finding(DEFINITION, fault, remedy, file, row, column.field.name))


def check_known_periods(binder: Binder, bound: BoundIndicator, period: ReportingPeriod | None) -> None:
    """Refused where a reporting period ends within a period that dates rows of which a column is calculated.

    What is known at its end would hold a part of such a row. The row is named.
    """
    end = period.end if period else None
    links = [one.link for one in collect_derivations(bound.columns) if one.link and one.link.date]
    for link in links if end else ():
        if not end or not link.date or link.date.field.format != period_texts.PERIOD_FORMAT:
            continue
        source = binder.resolve_source(link.date.owner_table(link.table))
        for text, days, (file, row) in _iterate_different_periods(binder, source, link.date):
            if days and _is_cut(days, end, is_start=False):
                fault = f"{link.date.field.quote_value(text)} is {days.first} to {days.last}, and not over by {end}"
                raise Refused(
                    Finding(DEFINITION, fault, "ask for a period that ends with it", file, row, link.date.field.name)
                )


def _list_divisions(
    bound: BoundIndicator, period: ReportingPeriod | None, fiscal_year_start: int
) -> Iterator[tuple[str, IsDivided]]:
    """What divides time in a request, each with its name: the breakdown by time, and the reporting period."""
    for breakdown in bound.breakdowns:
        unit = breakdown.dimension.name
        if breakdown.date and unit in MONTHS_PER_UNIT:

            def is_in_two_periods(days: PeriodDays, unit: str = unit) -> bool:
                last = period_containing(days.first, unit, fiscal_year_start).end
                return last is not None and days.last > last

            yield unit.replace("-", " "), is_in_two_periods
    if period:
        edges = [day for day in (period.start, period.end) if day]
        yield (
            f"period {period.name}",
            lambda days: any(_is_cut(days, edge, is_start=edge == period.start) for edge in edges),
        )


def _is_cut(days: PeriodDays, edge: date, *, is_start: bool) -> bool:
    """Whether the first or last day of a reporting period is within a period, so that a part of it lies outside."""
    return days.first < edge <= days.last if is_start else days.first <= edge < days.last


def _iterate_different_periods(binder: Binder, source: Source, column: BoundColumn) -> Iterator[SplitDateCells]:
    """The different texts of a column, or two, that are no missing values, each with its days and first place."""
    seen = set(column.field.missing_texts)
    is_split = column.derivation is not None and column.derivation.date_unit
    rows = iterate_split_dates(binder, source, column) if is_split else _iterate_texts(source, column.field)
    for one in rows:
        if one.text not in seen:
            seen.add(one.text)
            yield one


def _iterate_texts(source: Source, field: Field) -> Iterator[SplitDateCells]:
    for (cell,), place in source.iter_records([field]):
        text = cell.strip()
        yield SplitDateCells(text, _days_or_none(text), place)


@lru_cache(2**12)
def _days_or_none(text: str) -> PeriodDays | None:
    try:
        return period_texts.parse_period_text(text)
    except ValueError:  # the table is refused for it, with its row
        return None
