"""What is asked of a project: a request, first by its own words, then bound to the tables of its indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from roundtable_cli.errors import Finding, FindingCollector, Refused, UnknownName, locating_findings, suggest_nearest
from roundtable_cli.finding_codes import DEFINITION, USAGE
from roundtable_cli.indicators.binding import missing_dates
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import BoundBreakdown, BoundTest, flatten_tests
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator, bind_indicator
from roundtable_cli.indicators.binding.conditions.literals import check_condition_values
from roundtable_cli.indicators.definitions import conditions
from roundtable_cli.indicators.definitions.conditions import WhereTest, flatten_conditions
from roundtable_cli.indicators.definitions.dimensions import SORTED_BY_VALUE
from roundtable_cli.indicators.definitions.framework import Indicator, ResultsFramework
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT, ReportingPeriod
from roundtable_cli.indicators.results import Note
from roundtable_cli.tables import header_schema

MAX_INDICATORS = 2_000  # of one request: each reads the rows for itself, a few hundred of them in a second

Where = Mapping[str, Any] | Iterable[WhereTest] | None


class IndicatorRequest(NamedTuple):
    """What is asked: the codes of indicators in order, how to break them down, which rows, which period.

    `per_period` says that periods will be asked for one after another, as the tracking table does. The categories of
    the breakdowns in `sorted_names` are sorted by their values; of the only breakdown those behind the first `top` are
    taken together (0: none are).
    """

    codes: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: tuple[WhereTest, ...] = ()
    period: ReportingPeriod | None = None
    per_period: bool = False
    top: int = 0
    sorted_names: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its breakdowns and conditions."""
        return (*self.by, *(name for condition in flatten_conditions(self.where) for name in condition.names))

    @property
    def needs_dates(self) -> bool:
        """Whether the rows must have dates to answer it."""
        return self.per_period or self.period is not None or any(name in MONTHS_PER_UNIT for name in self.by)


class BoundRequest(NamedTuple):
    """The bound indicators by code, and notes on the indicators that could not be asked all of the request."""

    by_code: dict[str, BoundIndicator]
    notes: tuple[Note, ...] = ()


class _UnavailableReason(NamedTuple):
    """Why an indicator can't be asked something: as a refusal, and as a note where others can be asked it."""

    finding: Finding
    note: Note


def build_request(
    framework: ResultsFramework, codes: tuple[str, ...], by: Iterable[str], where: Where, period: str | None
) -> IndicatorRequest:
    """The request for these codes, which are known. Refused where a part of it can't be read or contradicts another."""
    if len(codes) > MAX_INDICATORS:
        fault = f"{len(codes):,} indicators are asked for; at most {MAX_INDICATORS:,} are computed at once"
        raise Refused(
            Finding(USAGE, fault, "name the codes of those that you need, or write headline = false in others")
        )
    return IndicatorRequest(codes, _check_breakdowns(by), list_conditions(where), _parse_period(framework, period))


def rank_request(
    framework: ResultsFramework, request: IndicatorRequest, top: int | None = None, sort: str = ""
) -> IndicatorRequest:
    """The request with how its categories are sorted and cut off: as asked for, else as their dimensions say.

    A `top` of 0 asks for all of them. Refused where several breakdowns are to be cut off, or one by time.
    """
    if (top or sort) and not request.by:
        raise _ranking_refusal("--top" if top else "--sort", "there is no breakdown", "ask for one: --by NAME")
    if sort not in {"", SORTED_BY_VALUE}:
        raise _ranking_refusal("--sort", f'unknown value "{sort}"', "write --sort value, or leave it out")
    names = [name for name in request.by if sort or framework.find_dimension(name).sort]
    if top is None:
        top, place = max((framework.find_dimension(name).top for name in request.by), default=0), "--by"
    else:
        place = "--top"
    if top and len(request.by) > 1:
        names = [name for name in request.by if place == "--by" and framework.find_dimension(name).top]
        first = "the first category" if top == 1 else f"the first {top} categories"
        fault = f"{first} and the others need one breakdown, and {len(request.by)} are asked for"
        fault = f"{', '.join(names)}: {fault}" if names else fault
        raise _ranking_refusal(place, fault, "ask for one --by, or with --top 0 for all categories")
    names = [*request.by] if top else names
    for name in names:
        if name in MONTHS_PER_UNIT:
            raise _ranking_refusal(
                place if top else "--sort", f"periods ({name}) stay in their order", "leave out top and sort"
            )
    return request._replace(top=top, sorted_names=tuple(names))


def _ranking_refusal(option: str, fault: str, remedy: str) -> Refused:
    return Refused(Finding(USAGE, fault, remedy, column=option))


def _check_breakdowns(by: Iterable[str]) -> tuple[str, ...]:
    """Each dimension once, and one of time at most."""
    names = (by,) if isinstance(by, str) else tuple(by)
    units = [name for name in names if name in MONTHS_PER_UNIT]
    if len(units) > 1:
        raise Refused(Finding(USAGE, "two breakdowns by time", f"choose one of {' and '.join(units)}", column="--by"))
    for name in names:
        if names.count(name) > 1:
            raise Refused(Finding(USAGE, f'"{name}" is asked for twice', "name it once", column="--by"))
    return names


def _parse_period(framework: ResultsFramework, text: str | None) -> ReportingPeriod | None:
    if text is None:
        return None
    try:
        return framework.reporting_period(text)
    except ValueError as error:
        raise Refused(Finding(USAGE, str(error), column="--period")) from None


def list_conditions(where: Where) -> tuple[WhereTest, ...]:
    """The conditions of a request, which may be written as those of a definition. Refused where they can't be read."""
    if where is None or isinstance(where, Mapping):
        try:
            return conditions.parse_where_table(where or {})
        except ValueError as error:
            raise Refused(Finding(USAGE, str(error), column="where")) from None
    return tuple(where)


def bind_request(binder: Binder, request: IndicatorRequest, check: Callable[[BoundIndicator], None]) -> BoundRequest:
    """All indicators of a request and their parts, bound. Refused with what is wrong with any of them.

    A name that no indicator asked for knows is refused. One that only some know leaves the others without a breakdown,
    or, in a condition, without a value. `check` may refuse a bound indicator for what its rows hold.
    """
    collector = FindingCollector()
    bound_indicators: dict[str, BoundIndicator] = {}
    reasons: dict[str, _UnavailableReason] = {}
    for indicator in binder.framework.with_parts(request.codes):
        if indicator.is_formula:
            if reason := next((reasons[part] for part in indicator.parts if part in reasons), None):
                reasons[indicator.code] = reason
            continue
        with collector:
            bound, reason = _apply_request(binder, bind_indicator(binder, indicator, is_printed=True), request)
            if bound:
                check(bound)
                bound_indicators[indicator.code] = bound if request.needs_dates else bound.without_unused_date()
            if reason:
                reasons[indicator.code] = reason
    collector.raise_if_any()
    if reasons and all(code in reasons for code in request.codes):
        raise Refused(*_unknown_name_findings(binder, [reasons[code] for code in request.codes]))
    notes = (
        reasons[code].note._replace(indicator=binder.framework.indicators[code])
        for code in request.codes
        if code in reasons
    )
    return BoundRequest(bound_indicators, tuple(notes))


def _apply_request(
    binder: Binder, bound: BoundIndicator, request: IndicatorRequest
) -> tuple[BoundIndicator | None, _UnavailableReason | None]:
    """The bound indicator with the conditions and breakdowns of the request, as far as its table knows their names.

    None where it does not know a condition: its value would be of other rows than those asked for.
    """
    if bound.parts:
        return _apply_request_per_table(binder, bound, request)
    request_conditions: list[BoundTest] = []
    for condition in request.where:
        try:
            request_conditions += binder.bind_conditions(bound.indicator, (condition,))
        except UnknownName as refused:
            names = " or ".join(dict.fromkeys(name for one in flatten_conditions([condition]) for name in one.names))
            return None, _unavailable_reason(refused, "--where", bound.indicator, names)
        with locating_findings("", "--where"):
            for test in flatten_tests(request_conditions[-1:]):
                check_condition_values(test)
    bound = bound._replace(request_conditions=tuple(request_conditions))
    breakdowns: list[BoundBreakdown] = []
    for name in request.by:
        try:
            breakdown = binder.bind_breakdown(bound.indicator, name)
            breakdowns.append(breakdown._replace(dimension=breakdown.dimension._replace(top=request.top)))
        except UnknownName as refused:
            reason = _unavailable_reason(refused, "--by", bound.indicator, name)
            return bound._replace(breakdown_unavailable=True), reason
    return bound._replace(breakdowns=tuple(breakdowns)), None


def _apply_request_per_table(
    binder: Binder, bound: BoundIndicator, request: IndicatorRequest
) -> tuple[BoundIndicator | None, _UnavailableReason | None]:
    """The request applied to an indicator over several tables, all of which must know the names."""
    answers = [_apply_request(binder, part, request) for part in bound.parts]
    parts = tuple(part for part, _ in answers if part)
    reason = next((reason for _, reason in answers if reason), None)
    if len(parts) < len(answers):
        return None, reason
    is_unavailable = any(part.breakdown_unavailable for part in parts)
    if is_unavailable:
        parts = tuple(part._replace(breakdowns=(), breakdown_unavailable=True) for part in parts)
    return bound._replace(parts=parts, breakdown_unavailable=is_unavailable), reason


def _unavailable_reason(refused: Refused, option: str, indicator: Indicator, name: str) -> _UnavailableReason:
    finding = refused.findings[0]
    if finding.row is None:  # what is wrong with a row is told at its place
        finding = finding._replace(file="", column=option)
    kind = "unfiltered" if option == "--where" else "undivided"
    return _UnavailableReason(finding, Note(kind, about={"table": indicator.table, "name": name}))


def _unknown_name_findings(binder: Binder, reasons: Iterable[_UnavailableReason]) -> Iterator[Finding]:
    """The refusals where nothing that was asked for knows a name; of several tables, one for all of them."""
    by_finding = {reason.finding: reason for reason in reasons}
    names = {str(reason.note.about["name"]) for reason in by_finding.values()}
    unread = [finding for finding in by_finding if finding.remedy == missing_dates.UNREAD_REMEDY]
    if len(by_finding) == 1 or len(names) > 1 or unread:
        yield from unread or by_finding
        return
    tables = {str(reason.note.about["table"]) for reason in by_finding.values()}
    sources = [binder.resolve_source(table) for table in sorted(tables)]
    columns = [name for one in sources for name in header_schema.printable_names(one.table, one.column_names)]
    name = names.pop()
    yield Finding(
        DEFINITION,
        f'no table of these indicators has "{name}"',
        suggest_nearest(name, [*binder.framework.dimensions, *columns]),
        column=next(iter(by_finding)).column,
    )
