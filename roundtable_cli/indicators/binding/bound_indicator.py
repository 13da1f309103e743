"""What a request asks of each indicator: its names bound to columns, and what can't be asked of it, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from roundtable_cli.errors import DEFINITION, Finding, Gathering, Refused, Unknown, nearest, placed
from roundtable_cli.indicators.binding import bound_columns, operands
from roundtable_cli.indicators.binding.binder import Names
from roundtable_cli.indicators.binding.bound_columns import Breakdown, Column, Made, Test, row_number
from roundtable_cli.indicators.definitions.conditions import Condition
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.definitions.periods import MONTHS, Period
from roundtable_cli.indicators.frames import predicates
from roundtable_cli.indicators.results import Note
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.values import parsing

MONETARY = ("sum", "mean", "min", "max", "latest")


class Request(NamedTuple):
    """What is asked: indicators in order, how to break them down, which rows, which period.

    `periods` says that periods will be asked for one after another, as tracking does.
    """

    codes: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    period: Period | None = None
    periods: bool = False

    @property
    def timed(self) -> bool:
        """Whether it asks when a row was."""
        return self.periods or self.period is not None or any(name in MONTHS for name in self.by)


class Task(NamedTuple):
    """One indicator that is computed from rows: all that it reads, bound to columns of its table.

    `unreached` where a breakdown is asked that its table can't make: then only the total is computed. `dates` are the
    dates that its rows have, where none of them is chosen. `parts` are those of several tables counted over together.
    """

    indicator: Indicator
    column: Column | None = None
    weight: Column | None = None
    currency: Column | None = None
    date: Column | None = None
    own: tuple[Test, ...] = ()
    meets: tuple[Test, ...] = ()
    asked: tuple[Test, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    unreached: bool = False
    dates: tuple[str, ...] = ()
    parts: tuple[Task, ...] = ()

    @property
    def columns(self) -> Iterator[Column]:
        """All the columns that it reads."""
        yield from filter(None, (self.column, self.weight, self.currency, self.date))
        for test in (*self.own, *self.meets, *self.asked):
            yield from test.columns
        for breakdown in self.breakdowns:
            yield from breakdown.columns
        several = any(one.dimension.assign or one.is_list for one in self.breakdowns)
        if self.indicator.measure == "latest" or self.weight or self.currency or several:
            yield row_number()

    @property
    def each(self) -> tuple[Task, ...]:
        """The tasks of its tables; itself where it has one."""
        return self.parts or (self,)

    @property
    def dated(self) -> bool:
        """Whether it reads what is as known at a date."""
        return any(column.dated for part in self.each for column in part.columns)


class Tasks(NamedTuple):
    """The tasks by code, and notes on the indicators that not all of the request could be asked of."""

    by_code: dict[str, Task]
    notes: tuple[Note, ...] = ()


def bind(names: Names, indicator: Indicator, asked: bool = False) -> Task:
    """The task of an indicator, as the definitions have it. Refused where a name or a type is wrong.

    Where its value is `asked` for, it is refused too if that would print a personal one.
    """
    if indicator.tables:
        return _bind_each(names, indicator)
    gather, bound = Gathering(), dict[str, Any]()
    steps: dict[str, Callable[[], object]] = {
        "column": lambda: operands.column(names, indicator, asked) if indicator.column else None,
        "weight": lambda: operands.weight(names, indicator),
        "where": lambda: operands.tests(names, indicator, indicator.where),
        "meets": lambda: operands.tests(names, indicator, indicator.meets),
        "date": lambda: operands.date(names, indicator),
        "disaggregate": lambda: [names.breakdown(indicator, name) for name in indicator.disaggregate],
    }
    with placed(names.framework.file, f"[indicators.{indicator.code}] table"):
        names.source(indicator.table)
    for key, step in steps.items():
        with gather, placed(names.framework.file, f"[indicators.{indicator.code}] {key}"):
            bound[key] = step()
    gather.settle()
    timed = [field.name for field in names.timed(indicator.table)]
    dates = () if bound["date"] else tuple(timed)
    amount = bound["column"] if indicator.measure in MONETARY else None
    currency = operands.currency(names, indicator.table, amount) if amount else None
    own, meets = bound["where"], bound["meets"]
    return Task(indicator, bound["column"], bound["weight"], currency, bound["date"], own, meets, dates=dates)


def _undated(task: Task) -> Task:
    """The task without the date of its rows, where nothing asks for that: what is wrong with it is then no matter."""
    state = "latest" in {task.indicator.measure, task.indicator.accumulation}
    if state or any(one.dimension.assign for part in task.each for one in part.breakdowns):
        return task
    return task._replace(date=None, parts=tuple(part._replace(date=None) for part in task.parts))


def _bind_each(names: Names, indicator: Indicator) -> Task:
    """The task of an indicator over several tables, of which the counted columns must be alike."""
    parts = tuple(bind(names, one) for one in indicator.each)
    types = {part.column.field.type: part for part in parts if part.column and not part.column.field.empty}
    if len(types) > 1:
        told = ", ".join(f"{one.indicator.table}.{one.indicator.column} is {type_}" for type_, one in types.items())
        place = f"[indicators.{indicator.code}] column"
        remedy = "declare them with one type"
        raise Refused(Finding(DEFINITION, f"counted together: {told}", remedy, names.framework.file, column=place))
    parts = tuple(
        part._replace(column=part.column.used_as(next(iter(types), "string"))) if part.column else part
        for part in parts
    )
    undated = [part for part in parts if part.date is None]
    return Task(indicator, parts=parts, dates=undated[0].dates if undated else ())


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
            task, reason = _asked(names, bind(names, indicator, asked=True), request)
            if task:
                tasks[indicator.code] = task if request.timed else _undated(task)
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


def chain(names: Names, indicators: Iterable[Indicator]) -> list[Made]:
    """The calculated columns that indicators are made of, each once, those that are asked for first."""
    asked = [bind(names, indicator) for indicator in indicators if not indicator.formula]
    return bound_columns.chain(column for task in asked for part in task.each for column in part.columns)


class _Reason(NamedTuple):
    """Why something can't be asked of an indicator: as a refusal, and as a note where others can be asked it."""

    finding: Finding
    note: Note


def _asked(names: Names, task: Task, request: Request) -> tuple[Task | None, _Reason | None]:
    """The task with what the request asks beside the definitions, as far as its table knows the names."""
    if task.parts:
        return _asked_each(names, task, request)
    indicator = task.indicator
    asked: list[Test] = []
    for condition in request.where:
        try:
            asked.append(names.test(indicator, condition))
        except Unknown as refused:
            return None, _reason(refused, "unfiltered", indicator, condition.name)
        with placed("", "--where"):
            predicates.check(asked[-1])
    breakdowns: list[Breakdown] = []
    for name in request.by:
        try:
            breakdowns.append(names.breakdown(indicator, name))
        except Unknown as refused:
            return task._replace(asked=tuple(asked), unreached=True), _reason(refused, "undivided", indicator, name)
    return task._replace(asked=tuple(asked), breakdowns=tuple(breakdowns)), None


def _asked_each(names: Names, task: Task, request: Request) -> tuple[Task | None, _Reason | None]:
    """The same of several tables, all of which must know the names."""
    answers = [_asked(names, part, request) for part in task.parts]
    parts = tuple(part for part, _ in answers if part)
    reason = next((reason for _, reason in answers if reason), None)
    if any(part.unreached for part in parts):
        parts = tuple(part._replace(breakdowns=(), unreached=True) for part in parts)
    whole = task._replace(parts=parts, unreached=any(part.unreached for part in parts))
    return whole if len(parts) == len(answers) else None, reason


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


def check_dates(names: Names, task: Task) -> None:
    """Where an inferred column holds dates but for a few texts, a table asked for its date has those to correct."""
    from roundtable_cli.tables.inference.field_inference import DATE_FORMATS

    source = names.source(task.indicator.table)
    for field in names.fields(task.indicator.table):
        if task.date is None and field.ambiguous == "date":
            raise Refused(cell_checks.ambiguous(source, field))
        if task.date is None and field.inferred and field.type == "string" and not field.personal:
            texts = [text for text in source.counts(field) if text.strip()]
            for format_ in DATE_FORMATS:
                dated = field._replace(type="date", format=format_)
                if len(parsing.column(texts, dated)[1]) * 2 < len(texts):
                    cell_checks.typed(source, dated)
