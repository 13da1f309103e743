"""What a request asks of each indicator: its names bound to columns, and what can't be asked of it, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from roundtable_cli.errors import (
    DEFINITION,
    Finding,
    FindingCollector,
    Refused,
    UnknownName,
    locating_findings,
    suggest_nearest,
)
from roundtable_cli.indicators.binding import bound_columns, literals, operands
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import (
    BoundBreakdown,
    BoundColumn,
    BoundCondition,
    Derivation,
    row_number,
)
from roundtable_cli.indicators.definitions.conditions import Condition
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT, ReportingPeriod
from roundtable_cli.indicators.results import Note
from roundtable_cli.tables.checks import ambiguous_columns, cell_checks
from roundtable_cli.tables.values import parsing


class IndicatorRequest(NamedTuple):
    """What is asked: indicators in order, how to break them down, which rows, which period.

    `periods` says that periods will be asked for one after another, as tracking does.
    """

    codes: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    period: ReportingPeriod | None = None
    per_period: bool = False

    @property
    def needs_dates(self) -> bool:
        """Whether it asks when a row was."""
        return self.per_period or self.period is not None or any(name in MONTHS_PER_UNIT for name in self.by)


class BoundIndicator(NamedTuple):
    """One indicator that is computed from rows: all that it reads, bound to columns of its table.

    `unreached` where a breakdown is asked that its table can't make: then only the total is computed. `dates` are the
    dates that its rows have, where none of them is chosen. `parts` are those of several tables counted over together.
    """

    indicator: Indicator
    column: BoundColumn | None = None
    weight: BoundColumn | None = None
    currency: BoundColumn | None = None
    date: BoundColumn | None = None
    own_conditions: tuple[BoundCondition, ...] = ()
    meets: tuple[BoundCondition, ...] = ()
    request_conditions: tuple[BoundCondition, ...] = ()
    breakdowns: tuple[BoundBreakdown, ...] = ()
    breakdown_unavailable: bool = False
    candidate_dates: tuple[str, ...] = ()
    parts: tuple[BoundIndicator, ...] = ()

    @property
    def columns(self) -> Iterator[BoundColumn]:
        """All the columns that it reads."""
        yield from filter(None, (self.column, self.weight, self.currency, self.date))
        for test in (*self.own_conditions, *self.meets, *self.request_conditions):
            yield from test.columns
        for breakdown in self.breakdowns:
            yield from breakdown.columns
        several = any(one.dimension.assign or one.is_list for one in self.breakdowns)
        if self.indicator.traits.needs_date or self.weight or self.currency or several:
            yield row_number()

    @property
    def per_table(self) -> tuple[BoundIndicator, ...]:
        """The tasks of its tables; itself where it has one."""
        return self.parts or (self,)

    @property
    def depends_on_date(self) -> bool:
        """Whether it reads what is as known at a date."""
        return any(column.depends_on_date for part in self.per_table for column in part.columns)


class BoundRequest(NamedTuple):
    """The tasks by code, and notes on the indicators that not all of the request could be asked of."""

    by_code: dict[str, BoundIndicator]
    notes: tuple[Note, ...] = ()


def bind_indicator(names: Binder, indicator: Indicator, asked: bool = False) -> BoundIndicator:
    """The task of an indicator, as the definitions have it. Refused where a name or a type is wrong.

    Where its value is `asked` for, it is refused too if that would print a personal one.
    """
    if indicator.tables:
        return _bind_per_table(names, indicator)
    gather, bound = FindingCollector(), dict[str, Any]()
    steps: dict[str, Callable[[], object]] = {
        "column": lambda: operands.bind_operand(names, indicator, asked) if indicator.column else None,
        "weight": lambda: operands.bind_weight(names, indicator),
        "where": lambda: operands.bind_checked_conditions(names, indicator, indicator.where),
        "meets": lambda: operands.bind_checked_conditions(names, indicator, indicator.meets),
        "date": lambda: operands.bind_operand_date(names, indicator),
        "disaggregate": lambda: [names.bind_breakdown(indicator, name) for name in indicator.disaggregate],
    }
    with locating_findings(names.framework.file, f"[indicators.{indicator.code}] table"):
        names.resolve_source(indicator.table)
    for key, step in steps.items():
        with gather, locating_findings(names.framework.file, f"[indicators.{indicator.code}] {key}"):
            bound[key] = step()
    gather.raise_if_any()
    timed = [field.name for field in names.date_fields(indicator.table)]
    dates = () if bound["date"] else tuple(timed)
    amount = bound["column"] if indicator.traits.keeps_unit else None
    currency = operands.bind_currency_column(names, indicator.table, amount) if amount else None
    own, meets = bound["where"], bound["meets"]
    return BoundIndicator(
        indicator, bound["column"], bound["weight"], currency, bound["date"], own, meets, candidate_dates=dates
    )


def _drop_unused_date(task: BoundIndicator) -> BoundIndicator:
    """The task without the date of its rows, where nothing asks for that: what is wrong with it is then no matter."""
    state = task.indicator.traits.needs_date or task.indicator.accumulation == "latest"
    if state or any(one.dimension.assign for part in task.per_table for one in part.breakdowns):
        return task
    return task._replace(date=None, parts=tuple(part._replace(date=None) for part in task.parts))


def _bind_per_table(names: Binder, indicator: Indicator) -> BoundIndicator:
    """The task of an indicator over several tables, of which the counted columns must be alike."""
    parts = tuple(bind_indicator(names, one) for one in indicator.per_table)
    types = {part.column.field.type: part for part in parts if part.column and not part.column.field.empty}
    if len(types) > 1:
        told = ", ".join(f"{one.indicator.table}.{one.indicator.column} is {type_}" for type_, one in types.items())
        place = f"[indicators.{indicator.code}] column"
        remedy = "declare them with one type"
        raise Refused(Finding(DEFINITION, f"counted together: {told}", remedy, names.framework.file, column=place))
    parts = tuple(
        part._replace(column=part.column.with_type_if_empty(next(iter(types), "string"))) if part.column else part
        for part in parts
    )
    undated = [part for part in parts if part.date is None]
    return BoundIndicator(indicator, parts=parts, candidate_dates=undated[0].candidate_dates if undated else ())


def bind_request(names: Binder, request: IndicatorRequest) -> BoundRequest:
    """The tasks of a request.

    A name that none of the indicators asked for knows is refused. One that only some know leaves the others without a
    breakdown, or, in a condition, without a value.
    """
    gather, tasks, reasons = FindingCollector(), dict[str, BoundIndicator](), dict[str, _UnavailableReason]()
    for indicator in names.framework.with_parts(request.codes):
        if indicator.is_formula:
            if unreached := next((reasons[part] for part in indicator.parts if part in reasons), None):
                reasons[indicator.code] = unreached
            continue
        with gather:
            task, reason = _apply_request(names, bind_indicator(names, indicator, asked=True), request)
            if task:
                tasks[indicator.code] = task if request.needs_dates else _drop_unused_date(task)
            if reason:
                reasons[indicator.code] = reason
    gather.raise_if_any()
    if reasons and all(code in reasons for code in request.codes):
        raise Refused(
            *_unknown_name_findings(names, dict.fromkeys(reasons[code].finding for code in request.codes), reasons)
        )
    notes = [
        reasons[code].note._replace(indicator=names.framework.indicators[code])
        for code in request.codes
        if code in reasons
    ]
    return BoundRequest(tasks, tuple(notes))


def find_derivations(names: Binder, indicators: Iterable[Indicator]) -> list[Derivation]:
    """The calculated columns that indicators are made of, each once, those that are asked for first."""
    asked = [bind_indicator(names, indicator) for indicator in indicators if not indicator.is_formula]
    return bound_columns.collect_derivations(
        column for task in asked for part in task.per_table for column in part.columns
    )


class _UnavailableReason(NamedTuple):
    """Why something can't be asked of an indicator: as a refusal, and as a note where others can be asked it."""

    finding: Finding
    note: Note


def _apply_request(
    names: Binder, task: BoundIndicator, request: IndicatorRequest
) -> tuple[BoundIndicator | None, _UnavailableReason | None]:
    """The task with what the request asks beside the definitions, as far as its table knows the names."""
    if task.parts:
        return _apply_request_per_table(names, task, request)
    indicator = task.indicator
    asked: list[BoundCondition] = []
    for condition in request.where:
        try:
            asked.append(names.bind_condition(indicator, condition))
        except UnknownName as refused:
            return None, _unavailable_reason(refused, "unfiltered", indicator, condition.name)
        with locating_findings("", "--where"):
            literals.check_condition_values(asked[-1])
    breakdowns: list[BoundBreakdown] = []
    for name in request.by:
        try:
            breakdowns.append(names.bind_breakdown(indicator, name))
        except UnknownName as refused:
            return task._replace(request_conditions=tuple(asked), breakdown_unavailable=True), _unavailable_reason(
                refused, "undivided", indicator, name
            )
    return task._replace(request_conditions=tuple(asked), breakdowns=tuple(breakdowns)), None


def _apply_request_per_table(
    names: Binder, task: BoundIndicator, request: IndicatorRequest
) -> tuple[BoundIndicator | None, _UnavailableReason | None]:
    """The same of several tables, all of which must know the names."""
    answers = [_apply_request(names, part, request) for part in task.parts]
    parts = tuple(part for part, _ in answers if part)
    reason = next((reason for _, reason in answers if reason), None)
    if any(part.breakdown_unavailable for part in parts):
        parts = tuple(part._replace(breakdowns=(), breakdown_unavailable=True) for part in parts)
    whole = task._replace(parts=parts, breakdown_unavailable=any(part.breakdown_unavailable for part in parts))
    return whole if len(parts) == len(answers) else None, reason


def _unavailable_reason(refused: Refused, kind: str, indicator: Indicator, name: str) -> _UnavailableReason:
    option = "--where" if kind == "unfiltered" else "--by"
    finding = refused.findings[0]._replace(file="", column=option)
    return _UnavailableReason(finding, Note(kind, about={"table": indicator.table, "name": name}))


def _unknown_name_findings(
    names: Binder, findings: Iterable[Finding], reasons: Mapping[str, _UnavailableReason]
) -> Iterator[Finding]:
    """The refusals where nothing that was asked for knows a name; of several tables, one for them together."""
    several, asked = list(findings), {str(reason.note.about["name"]) for reason in reasons.values()}
    if len(several) == 1 or len(asked) > 1:
        yield from several
        return
    tables = {str(reason.note.about["table"]) for reason in reasons.values()}
    known = [
        *names.framework.dimensions,
        *(name for table in sorted(tables) for name in names.resolve_source(table).column_names),
    ]
    name = asked.pop()
    yield Finding(
        DEFINITION, f'no table of these indicators has "{name}"', suggest_nearest(name, known), column=several[0].column
    )


def check_inferred_dates(names: Binder, task: BoundIndicator) -> None:
    """Where an inferred column holds dates but for a few texts, a table asked for its date has those to correct."""
    from roundtable_cli.tables.inference.field_inference import DATE_FORMATS

    source = names.resolve_source(task.indicator.table)
    for field in names.table_fields(task.indicator.table):
        if task.date is None and field.ambiguous == "date":
            raise Refused(ambiguous_columns.describe_ambiguity(source, field))
        if task.date is None and field.inferred and field.type == "string" and not field.personal:
            texts = [text for text in source.count_texts(field) if text.strip()]
            for format_ in DATE_FORMATS:
                dated = field._replace(type="date", format=format_)
                if len(parsing.parse_column(texts, dated)[1]) * 2 < len(texts):
                    cell_checks.read_checked_values(source, dated)
