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

ResultKey = tuple[str, CellKey]  # the code of an indicator, and a cell
_WITHOUT_DATE = ("no-date", "which-date")  # the notes of indicators that have no value in any period


def blank_later_periods(computation: IndicatorComputation, results: Results) -> Results:
    """The results without the values of periods that begin after the last dated record of the whole project.

    A note on each indicator says when the records end.
    """
    starts = {_key_of(result): start for result in results if (start := _find_start(computation, result))}
    last = computation.find_last_record(max(starts.values())) if starts else None
    later = {key for key, start in starts.items() if last and start > last}
    if not later:
        return results
    undated = {note.indicator for note in results.notes if note.kind in _WITHOUT_DATE}
    codes = {code for code, _ in later}
    told = (one for one in results.indicators if one.code in codes and one not in undated)
    notes = (*results.notes, *(Note("after-records", indicator, {"day": last}) for indicator in told))
    return replace(results, results=tuple(_blank_cells(results, later)), notes=notes)


def _key_of(result: Result) -> ResultKey:
    return result.code, result.cell


def _find_start(computation: IndicatorComputation, result: Result) -> date | None:
    """The first day that a cell counts: of its own period in a breakdown by time, and of the one asked for."""
    framework, period = computation.binder.framework, computation.request.period
    starts = [period.start] if period else []
    for name, code in result.cell:
        is_period = name in MONTHS_PER_UNIT and is_period_of_unit(code, name, framework.fiscal_year_start)
        if is_period and _is_by_time(computation, result.code, name):
            starts.append(parse_period(code, framework.fiscal_year_start).start)
    return max(filter(None, starts), default=None)


def _is_by_time(computation: IndicatorComputation, code: str, name: str) -> bool:
    """Whether a breakdown of an indicator, or of the parts of a formula, is by its dates: not by a column `year`."""
    parts = computation.binder.framework.with_parts([code])
    bound = (computation.bound_request.by_code.get(part.code) for part in parts)
    breakdowns = (one for own in bound if own for part in own.per_table for one in part.breakdowns)
    return any(one.is_by_time for one in breakdowns if one.dimension.name == name)


def _blank_cells(results: Results, later: set[ResultKey]) -> Iterator[Result]:
    for result in results:
        is_blank = _key_of(result) in later and not result.is_hidden
        yield result._replace(value=None, parts=None) if is_blank else result
