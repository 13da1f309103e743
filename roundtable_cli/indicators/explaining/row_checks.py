"""What each row of a table is asked before it counts, in order: its date, then each condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import BoundColumn, BoundTest, row_number
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.computing.windows import PeriodQuery
from roundtable_cli.indicators.definitions.conditions import WhereTest
from roundtable_cli.indicators.definitions.periods import ReportingPeriod
from roundtable_cli.indicators.explaining.explained_rows import CONDITION, NO_DATE, OUTSIDE_PERIOD
from roundtable_cli.indicators.frames import dates, dimension_conditions
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.engines.engine import Frame


class RowCheck(NamedTuple):
    """One question that a row is asked: the reason that is told where it fails, and the condition, if it is one.

    `columns` are those whose cells the reason shows.
    """

    kind: str
    columns: tuple[BoundColumn, ...] = ()
    condition: WhereTest | None = None
    test: BoundTest | None = None


def list_checks(
    bound: BoundIndicator, requested: Sequence[WhereTest], period: ReportingPeriod | None
) -> list[RowCheck]:
    """What the rows of one table are asked, in order."""
    dated = (bound.date,) if bound.date else ()
    checks = [RowCheck(NO_DATE), RowCheck(OUTSIDE_PERIOD, dated)] if period else []
    pairs = [
        *zip(bound.indicator.where, bound.own_conditions, strict=True),
        *zip(requested, bound.request_conditions, strict=True),
    ]
    return checks + [RowCheck(CONDITION, tuple(test.columns), condition, test) for condition, test in pairs]


def select_answers(
    view: TableView,
    bound: BoundIndicator,
    checks: Sequence[RowCheck],
    shown: Mapping[str, BoundColumn],
    query: PeriodQuery,
) -> Frame:
    """Of each row its ordinal, 1 for each check that it fails else 0, what is counted, its weight, what is shown.

    `bound` is the indicator over one table, of which `query` asks the value over all of its tables.
    """
    selected = [view[row_number()].alias("row")]
    for index, check in enumerate(checks):
        holds = _make_test(check, view, bound, query)
        selected.append(nw.when(holds).then(nw.lit(0)).otherwise(nw.lit(1)).alias(f"f{index}"))
    for name, column in (("v", bound.column), ("w", bound.weight)):
        if column:
            selected.append(view[column].alias(name))
    selected += [view[column].alias(f"s{index}") for index, column in enumerate(shown.values())]
    return view.frame.select(*selected)


def _make_test(
    check: RowCheck,
    view: TableView,
    bound: BoundIndicator,
    query: PeriodQuery,
) -> nw.Expr:
    """The expression that is true of the rows that pass."""
    period = query.period
    if check.test is not None:
        return dimension_conditions.bound_predicate(check.test, view, query.categories).fill_null(value=False)
    if bound.date is None:  # no row of the table is in any period
        return view[row_number()] < 0
    if check.kind == NO_DATE or period is None:
        return ~view[bound.date].is_null()
    start = None if bound.indicator.accumulation == "cumulative" else period.start
    tests = dates.between_days(view[bound.date], start, period.end)
    return nw.all_horizontal(*tests, ignore_nulls=False).fill_null(value=False)
