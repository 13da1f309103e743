"""Values of periods that begin after the last record of a project: there are none, as nothing of them was recorded yet.

A 0 there would look like a result: a script that runs every month would send it before the records have come.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from roundtable_cli.indicators.computing.computation import IndicatorComputation
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT, is_period_of_unit, parse_period
from roundtable_cli.indicators.results import CellKey, Note, Result, Results

_WITHOUT_DATE = ("no-date", "which-date")  # the notes of indicators that have no value in any period


def blank_later_periods(computation: IndicatorComputation, results: Results) -> Results:
    """The results without the values of periods that begin after the last dated record of the whole project.

    A note on each indicator says when the records end.
    """
    starts = {cell: start for cell in {result.cell for result in results} if (start := _find_start(results, cell))}
    last = computation.find_last_record(max(starts.values())) if starts else None
    later = {cell for cell, start in starts.items() if last and start > last}
    if not later:
        return results
    undated = {note.indicator for note in results.notes if note.kind in _WITHOUT_DATE}
    told = (one for one in results.indicators if one not in undated)
    notes = (*results.notes, *(Note("after-records", indicator, {"day": last}) for indicator in told))
    return replace(results, results=tuple(_blank_cells(results, later)), notes=notes)


def _find_start(results: Results, cell: CellKey) -> date | None:
    """The first day that a cell counts: of its own period in a breakdown by time, and of the one asked for."""
    fiscal_year_start = results.framework.fiscal_year_start
    starts = [results.period.start] if results.period else []
    for name, code in cell:
        if name in MONTHS_PER_UNIT and is_period_of_unit(code, name, fiscal_year_start):
            starts.append(parse_period(code, fiscal_year_start).start)
    return max(filter(None, starts), default=None)


def _blank_cells(results: Results, cells: set[CellKey]) -> Iterator[Result]:
    for result in results:
        is_blank = result.cell in cells and not result.is_hidden
        yield result._replace(value=None, parts=None) if is_blank else result
