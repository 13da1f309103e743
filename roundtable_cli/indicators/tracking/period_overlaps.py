"""Why the values of the periods of a tracking table do not add up to the value of them all: arithmetic that closes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from roundtable_cli.finding_codes import ROUNDED_NUMBER
from roundtable_cli.indicators.binding.request import IndicatorRequest
from roundtable_cli.indicators.computing.computation import IndicatorComputation
from roundtable_cli.indicators.definitions.dimensions import Dimension
from roundtable_cli.indicators.definitions.framework import LIFE_OF_PROJECT, Indicator
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT, ReportingPeriod
from roundtable_cli.indicators.reconciliation import OverlapEquation, is_additive_along
from roundtable_cli.indicators.results import CellKey, Note, Results, ResultValue, to_output_number
from roundtable_cli.indicators.tracking.status import Tracked

WholeValue = Callable[[str, CellKey], ResultValue]  # what all periods together have, of an indicator in a cell


def find_period_notes(
    computation: IndicatorComputation,
    request: IndicatorRequest,
    lines: Sequence[Tracked],
    results: Results,
    periods: Sequence[ReportingPeriod | None],
) -> Iterator[Note]:
    """Which periods reach beyond the one asked for, and the arithmetic of those that add up to more than they have."""
    unit = next(name for name in request.by if name in MONTHS_PER_UNIT)
    closed = [period for period in periods if period and period.start and period.end]
    if request.period and (beyond := [one.name for one in closed if _reaches_beyond(one, request.period)]):
        yield Note("whole-periods", None, {"period": request.period.name, "names": ", ".join(beyond)})
    dimension = results.framework.find_dimension(unit)
    codes = {one.code for one in results.indicators if _may_overlap(one, dimension)}
    # The last digits of floats may differ between parts and whole, which is no overlap.
    codes -= {one.code for one in results.indicators if _is_rounded(results, one)}
    if len(closed) > 1 and codes:
        find_whole = None
        if request.period:
            span = ReportingPeriod(f"{closed[0].name}..{closed[-1].name}", closed[0].start, closed[-1].end)
            find_whole = _shown_value(computation.compute_results(span))
        counted = [line for line in lines if line.indicator.code in codes and line.period != LIFE_OF_PROJECT]
        yield from _overlap_notes(counted, dimension, find_whole)


def _reaches_beyond(period: ReportingPeriod, asked: ReportingPeriod) -> bool:
    """Whether a period has days that were not asked for."""
    is_before = bool(period.start and asked.start and period.start < asked.start)
    return is_before or bool(period.end and asked.end and period.end > asked.end)


def _may_overlap(indicator: Indicator, unit: Dimension) -> bool:
    """Whether the values of an indicator in periods may add up to more than they have together."""
    return is_additive_along(indicator, unit) and not indicator.adds_up_over_time


def _is_rounded(results: Results, indicator: Indicator) -> bool:
    """Whether the last digits of an indicator may be wrong."""
    place = f"[indicators.{indicator.code}]"
    return any(finding.code == ROUNDED_NUMBER and finding.column == place for finding in results.assumptions)


def _shown_value(results: Results) -> WholeValue:
    """What results have in a cell; None where that is hidden."""

    def find_value(code: str, cell: CellKey) -> ResultValue:
        found = results.of(code, cell)
        return found.value if found and not found.is_hidden else None

    return find_value


def _overlap_notes(lines: Sequence[Tracked], unit: Dimension, find_whole: WholeValue | None) -> Iterator[Note]:
    """A note for each indicator and cell whose periods count something more than once.

    Without `find_whole` the periods are those of all records: together they have the value to date of the last.
    """
    by_cell = defaultdict[tuple[str, CellKey], list[Tracked]](list)
    for line in lines:
        by_cell[line.indicator.code, line.cell].append(line)
    for (code, cell), own in by_cell.items():
        if not any(line.result.is_hidden or line.is_to_date_hidden for line in own):
            whole = find_whole(code, cell) if find_whole else own[-1].to_date
            yield from _overlap_note(own, unit, whole)


def _overlap_note(lines: Sequence[Tracked], unit: Dimension, whole: ResultValue) -> Iterator[Note]:
    """The equation of an indicator's lines in one cell; none where nothing is counted twice, or a value is a float."""
    values = [line.result.value for line in lines if line.result.value is not None]
    terms = [value for value in values if isinstance(value, (int, Decimal))]
    if len(terms) < len(values) or not isinstance(whole, (int, Decimal)):
        return
    added, together = sum(map(Fraction, terms), Fraction(0)), Fraction(whole)
    if added != together:
        numbers = map(to_output_number, (added, added - together, together))
        equation = OverlapEquation(lines[0].indicator, unit, lines[0].cell, *numbers)
        yield Note("overlap", lines[0].indicator, {"equation": equation, "terms": tuple(terms)})
