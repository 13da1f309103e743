"""What a request asks of each indicator: its names bound to columns, and what can't be asked of it, with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from roundtable_cli.errors import Finding, Gathering, Refused, nearest
from roundtable_cli.indicators import filters
from roundtable_cli.indicators.conditions import Condition
from roundtable_cli.indicators.framework import Framework, Indicator
from roundtable_cli.indicators.names import TIME_TYPES, Column, Cut, Names, Test, Unknown, fault, placed
from roundtable_cli.indicators.periods import Period
from roundtable_cli.indicators.results import Note
from roundtable_cli.indicators.view import row_number
from roundtable_cli.shape import DEFINITION
from roundtable_cli.tables import checks, values
from roundtable_cli.tables.infer import DATE_FORMATS
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field

CURRENCY = re.compile("[A-Z]{3}")
NUMERIC = ("sum", "mean")
ORDERED = ("min", "max")


class Request(NamedTuple):
    """What is asked: indicators in order, how to break them down, which rows, which period."""

    codes: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    period: Period | None = None


class Task(NamedTuple):
    """One indicator that is computed from rows: all that it reads, bound to columns of its table.

    `unreached` where a breakdown is asked that its table can't make: then only the total is computed. `dates` are the
    dates that its rows have, where none of them is chosen.
    """

    indicator: Indicator
    column: Column | None = None
    date: Column | None = None
    own: tuple[Test, ...] = ()
    meets: tuple[Test, ...] = ()
    asked: tuple[Test, ...] = ()
    cuts: tuple[Cut, ...] = ()
    unreached: bool = False
    dates: tuple[str, ...] = ()

    @property
    def columns(self) -> Iterator[Column]:
        """All the columns that it reads."""
        yield from filter(None, (self.column, self.date))
        for test in (*self.own, *self.meets, *self.asked):
            yield from test.columns
        for cut in self.cuts:
            yield from cut.columns
        if self.indicator.measure == "latest" or any(cut.dimension.assign or cut.is_list for cut in self.cuts):
            yield row_number()


class Tasks(NamedTuple):
    """The tasks by code, and notes on the indicators that not all of the request could be asked of."""

    by_code: dict[str, Task]
    notes: tuple[Note, ...] = ()


def choose(framework: Framework, codes: Iterable[str]) -> tuple[str, ...]:
    """The codes asked for, all headline indicators where none is; an unknown one is refused with the nearest."""
    asked = tuple(dict.fromkeys(codes))
    if not framework.indicators:
        remedy = "write [indicators.…], a section for each"
        raise Refused(Finding(DEFINITION, "no indicators are defined", remedy, framework.file))
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
    timed = [field.name for field in names.fields(indicator.table) if field.type in TIME_TYPES]
    dates = () if bound["date"] else tuple(timed)
    return Task(indicator, bound["column"], bound["date"], bound["where"], bound["meets"], dates=dates)


def bind_all(names: Names, request: Request) -> Tasks:
    """The tasks of a request.

    A name that none of the indicators asked for knows is refused. One that only some know leaves the others without a
    breakdown, or, in a condition, without a value.
    """
    gather, tasks, reasons = Gathering(), dict[str, Task](), dict[str, _Reason]()
    for indicator in names.framework.with_parts(request.codes):
        if indicator.formula:
            if unreached := next((reasons[part] for part in indicator.parts if part in reasons), None):
                reasons[indicator.code] = unreached
            continue
        with gather:
            task, reason = _asked(names, bind(names, indicator), request)
            if task:
                tasks[indicator.code] = task
            if reason:
                reasons[indicator.code] = reason
    gather.settle()
    if reasons and all(code in reasons for code in request.codes):
        raise Refused(*_unknown(names, dict.fromkeys(reasons[code].finding for code in request.codes), reasons))
    notes = [
        reasons[code].note._replace(indicator=names.framework.indicators[code])
        for code in request.codes
        if code in reasons
    ]
    return Tasks(tasks, tuple(notes))


class _Reason(NamedTuple):
    """Why something can't be asked of an indicator: as a refusal, and as a note where others can be asked it."""

    finding: Finding
    note: Note


def _asked(names: Names, task: Task, request: Request) -> tuple[Task | None, _Reason | None]:
    """The task with what the request asks beside the definitions, as far as its table knows the names."""
    indicator = task.indicator
    asked: list[Test] = []
    for condition in request.where:
        try:
            asked.append(names.test(indicator, condition))
        except Unknown as refused:
            return None, _reason(refused, "unfiltered", indicator, condition.name)
        with placed("", "--where"):
            filters.check(asked[-1])
    cuts: list[Cut] = []
    for name in request.by:
        try:
            cuts.append(names.cut(indicator, name))
        except Unknown as refused:
            return task._replace(asked=tuple(asked), unreached=True), _reason(refused, "undivided", indicator, name)
    return task._replace(asked=tuple(asked), cuts=tuple(cuts)), None


def _reason(refused: Refused, kind: str, indicator: Indicator, name: str) -> _Reason:
    option = "--where" if kind == "unfiltered" else "--by"
    finding = refused.findings[0]._replace(file="", column=option)
    return _Reason(finding, Note(kind, about={"table": indicator.table, "name": name}))


def _unknown(names: Names, findings: Iterable[Finding], reasons: Mapping[str, _Reason]) -> Iterator[Finding]:
    """The refusals where nothing that was asked for knows a name; of several tables, one for them together."""
    several, asked = list(findings), {str(reason.note.about["name"]) for reason in reasons.values()}
    if len(several) == 1 or len(asked) > 1:
        yield from several
        return
    tables = {str(reason.note.about["table"]) for reason in reasons.values()}
    known = [*names.framework.dimensions, *(name for table in sorted(tables) for name in names.source(table).names)]
    name = asked.pop()
    yield Finding(
        DEFINITION, f'no table of these indicators has "{name}"', nearest(name, known), column=several[0].column
    )


def _tests(names: Names, indicator: Indicator, conditions: tuple[Condition, ...]) -> tuple[Test, ...]:
    tests = names.tests(indicator, conditions)
    for test in tests:
        filters.check(test)
    return tests


def _column(names: Names, indicator: Indicator) -> Column:
    """The counted column, of a type that the measure can take."""
    column = names.column(indicator.table, indicator.column)
    measure = indicator.measure
    if column.field.personal and measure in {*ORDERED, "latest"}:
        raise fault(f'"{indicator.column}" is personal: its value would be printed', "count it")
    if column.field.type == "list" and measure in {"unique", "latest"}:
        raise fault(f'{measure} over "{indicator.column}", which is a list', "count the rows, broken down by it")
    if column.field.currency and (unit := indicator.unit("")) != column.field.currency and CURRENCY.fullmatch(unit):
        raise fault(f'"{indicator.column}" is in {column.field.currency}, the unit is {unit}', "correct one of the two")
    if measure in NUMERIC and column.field.inferred and not column.numeric:
        _check_numbers(names.source(column.path[-1].resource if column.path else indicator.table), column.field)
    if measure in NUMERIC and not column.numeric:
        raise fault(f'{measure} over "{indicator.column}", which is {column.field.type}', "a number is needed")
    if measure in ORDERED and not (column.numeric or column.timed):
        raise fault(
            f'{measure} over "{indicator.column}", which is {column.field.type}', "a number or a date is needed"
        )
    return column.used_as("number") if measure in (*NUMERIC, *ORDERED) else column


def _check_numbers(source: Source, field: Field) -> None:
    """Where an inferred column holds numbers and other texts, those texts are to be corrected, each in its row."""
    texts = source.cells(field.name)
    number = field._replace(type="number")
    if len(values.column(texts, number)[1]) < len({text for text in texts if text.strip()}):
        checks.typed(source, number)


def check_dates(names: Names, task: Task) -> None:
    """Where an inferred column holds dates but for a few texts, a table asked for its date has those to correct."""
    source = names.source(task.indicator.table)
    for field in names.fields(task.indicator.table):
        if task.date is None and field.inferred and field.type == "string" and not field.personal:
            texts = {text for text in source.cells(field.name) if text.strip()}
            for format_ in DATE_FORMATS:
                dated = field._replace(type="date", format=format_)
                if len(values.column(texts, dated)[1]) * 2 < len(texts):
                    checks.typed(source, dated)


def _date(names: Names, indicator: Indicator) -> Column | None:
    """The date column, which some measures can't do without; one without any value yet may be it."""
    date = names.date(indicator)
    timed = indicator.dedupe == "first" or indicator.accumulation != "non-cumulative"
    if date is None and (timed or indicator.measure == "latest"):
        blank = [field for field in names.fields(indicator.table) if field.empty]
        if not blank or any(field.type in TIME_TYPES for field in names.fields(indicator.table)):
            what = "accumulation or dedupe" if timed else indicator.measure
            raise fault(f"{what} needs a date, and {indicator.table} has none, or several", 'write date = "…"')
        return Column(blank[-1]).used_as("date")
    return date
