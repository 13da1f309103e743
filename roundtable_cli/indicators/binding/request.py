"""What is asked of a project, checked as far as no row is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from roundtable_cli.errors import USAGE, Finding, Refused
from roundtable_cli.indicators.binding.bound_indicator import IndicatorRequest
from roundtable_cli.indicators.definitions import conditions, periods
from roundtable_cli.indicators.definitions.conditions import Condition
from roundtable_cli.indicators.definitions.framework import ResultsFramework

Where = Mapping[str, Any] | Iterable[Condition] | None


def build_request(
    framework: ResultsFramework, codes: tuple[str, ...], by: Iterable[str], where: Where, period: str | None
) -> IndicatorRequest:
    """The request for known codes. Refused where it contradicts itself, or can't be read."""
    return IndicatorRequest(codes, _check_breakdowns(by), _parse_conditions(where), _parse_period(framework, period))


def _check_breakdowns(by: Iterable[str]) -> tuple[str, ...]:
    """Each dimension once, and one of time at the most."""
    names = (by,) if isinstance(by, str) else tuple(by)
    units = [name for name in names if name in periods.MONTHS_PER_UNIT]
    if len(units) > 1:
        remedy = f"choose one of {' and '.join(units)}"
        raise Refused(Finding(USAGE, "two breakdowns by time", remedy, column="--by"))
    for name in names:
        if names.count(name) > 1:
            raise Refused(Finding(USAGE, f'"{name}" is asked for twice', "name each dimension once", column="--by"))
    return names


def _parse_period(framework: ResultsFramework, written: str | None) -> periods.ReportingPeriod | None:
    if written is None:
        return None
    try:
        return periods.parse_period(written, framework.fiscal_year_start)
    except ValueError as error:
        raise Refused(Finding(USAGE, str(error), column="--period")) from None


def _parse_conditions(where: Where) -> tuple[Condition, ...]:
    if where is None or isinstance(where, Mapping):
        try:
            return conditions.parse_where_table(where or {})
        except ValueError as error:
            raise Refused(Finding(USAGE, str(error), column="where")) from None
    return tuple(where)
