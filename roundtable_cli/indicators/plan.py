"""What a request asks of each indicator: its names bound to columns, and what can't be asked of it, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from roundtable_cli.errors import Finding, Gathering, Refused, nearest
from roundtable_cli.indicators import filters
from roundtable_cli.indicators.conditions import Condition
from roundtable_cli.indicators.framework import Framework, Indicator
from roundtable_cli.indicators.names import Column, Cut, Names, Test, fault, placed
from roundtable_cli.indicators.periods import Period
from roundtable_cli.indicators.results import Note
from roundtable_cli.indicators.view import row_number

NUMERIC = ("sum", "mean")
ORDERED = ("min", "max")


@dataclass(frozen=True)
class Request:
    """What is asked: indicators in order, how to break them down, which rows, which period."""

    codes: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    period: Period | None = None


@dataclass(frozen=True)
class Task:
    """One indicator that is computed from rows: all that it reads, bound to columns of its table."""

    indicator: Indicator
    column: Column | None = None
    date: Column | None = None
    own: tuple[Test, ...] = ()
    meets: tuple[Test, ...] = ()
    asked: tuple[Test, ...] = ()
    cuts: tuple[Cut, ...] = ()

    @property
    def columns(self) -> Iterator[Column]:
        """All the columns that it reads."""
        yield from filter(None, (self.column, self.date))
        for test in (*self.own, *self.meets, *self.asked):
            yield from test.columns
        for cut in self.cuts:
            yield from cut.columns
        if self.indicator.measure == "latest" or any(cut.dimension.assign for cut in self.cuts):
            yield row_number()


@dataclass(frozen=True)
class Plan:
    """The tasks by code, and for indicators that the request can't be asked of, the reason."""

    tasks: dict[str, Task]
    left_out: tuple[Note, ...] = ()


def choose(framework: Framework, codes: Iterable[str]) -> tuple[str, ...]:
    """The codes asked for, all headline indicators where none is; an unknown one is refused with the nearest."""
    asked = tuple(dict.fromkeys(codes))
    unknown = [code for code in asked if code not in framework.indicators]
    if unknown:
        raise Refused(*(Finding("usage", f'no indicator "{c}"', nearest(c, framework.indicators)) for c in unknown))
    return asked or tuple(code for code, indicator in framework.indicators.items() if indicator.headline)


def bind(names: Names, indicator: Indicator) -> Task:
    """The task of an indicator, as the definitions have it. Refused where a name or a type is wrong."""
    gather, bound = Gathering(), dict[str, Any]()
    steps: dict[str, Callable[[], object]] = {
        "column": lambda: _column(names, indicator) if indicator.column else None,
        "where": lambda: _tests(names, indicator, indicator.where),
        "meets": lambda: _tests(names, indicator, indicator.meets),
        "date": lambda: _date(names, indicator),
        "disaggregate": lambda: [names.cut(indicator, name) for name in indicator.disaggregate],
    }
    with placed(names.framework.file, f"[indicators.{indicator.code}] table"):
        names.source(indicator.table)
    for key, step in steps.items():
        with gather, placed(names.framework.file, f"[indicators.{indicator.code}] {key}"):
            bound[key] = step()
    gather.settle()
    return Task(indicator, bound["column"], bound["date"], bound["where"], bound["meets"])


def plan(names: Names, request: Request) -> Plan:
    """The tasks of a request.

    A name that none of the indicators knows is refused; one that only some know leaves the others out.
    """
    gather, tasks, reasons = Gathering(), dict[str, Task](), dict[str, Finding]()
    for indicator in names.framework.with_parts(request.codes):
        if indicator.formula:
            unreached = [reasons[part] for part in indicator.parts if part in reasons]
            if unreached:
                reasons[indicator.code] = unreached[0]
            continue
        with gather:
            task = bind(names, indicator)
            try:
                task = _asked(names, task, request)
            except _Unreached as unreached:
                reasons[indicator.code] = unreached.finding
            else:
                tasks[indicator.code] = task
    gather.settle()
    if reasons and all(code in reasons for code in request.codes):
        raise Refused(*dict.fromkeys(reasons[code] for code in request.codes))
    return Plan(
        tasks,
        tuple(
            Note("left-out", names.framework.indicators[code], {"reason": reasons[code].fault})
            for code in request.codes
            if code in reasons
        ),
    )


class _Unreached(Exception):  # noqa: N818 - no error yet: other indicators may know the name
    """A name of the request that an indicator's table does not reach."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding


def _asked(names: Names, task: Task, request: Request) -> Task:
    """The task with what the request asks beside the definitions."""
    try:
        asked = names.tests(task.indicator, request.where)
        cuts = tuple(names.cut(task.indicator, name) for name in request.by)
    except Refused as refused:
        raise _Unreached(refused.findings[0]) from None
    for test in asked:
        with placed("", "--where"):
            filters.check(test)
    return replace(task, asked=asked, cuts=cuts)


def _tests(names: Names, indicator: Indicator, conditions: tuple[Condition, ...]) -> tuple[Test, ...]:
    tests = names.tests(indicator, conditions)
    for test in tests:
        filters.check(test)
    return tests


def _column(names: Names, indicator: Indicator) -> Column:
    """The counted column, of a type that the measure can take."""
    column = names.column(indicator.table, indicator.column)
    measure = indicator.measure
    if measure in NUMERIC and not column.numeric:
        raise fault(f'{measure} over "{indicator.column}", which is {column.field.type}', "a number is needed")
    if measure in ORDERED and not (column.numeric or column.timed):
        raise fault(
            f'{measure} over "{indicator.column}", which is {column.field.type}', "a number or a date is needed"
        )
    if measure == "unique" and column.field.type == "list":
        raise fault(f'unique over "{indicator.column}", which is a list', "count the rows, broken down by it")
    return column


def _date(names: Names, indicator: Indicator) -> Column | None:
    """The date column, which some measures can't do without."""
    date = names.date(indicator)
    timed = indicator.dedupe == "first" or indicator.accumulation != "non-cumulative"
    maybe = any(field.empty for field in names.fields(indicator.table))
    if date is None and not maybe and (timed or indicator.measure == "latest"):
        what = "accumulation or dedupe" if timed else indicator.measure
        raise fault(f"{what} needs a date, and {indicator.table} has none, or several", 'write date = "…"')
    return date
