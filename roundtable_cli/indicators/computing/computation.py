"""The numbers: the tasks of a request, asked of the rows of their tables, one query per number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import combinations
from typing import NamedTuple

from roundtable_cli.errors import Finding, FindingCollector, Refused, locating_findings
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import BoundBreakdown
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.binding.request import BoundRequest, IndicatorRequest, bind_request
from roundtable_cli.indicators.computing import inferred_texts, windows
from roundtable_cli.indicators.computing.results_table import ComputedAnswers, IndicatorAnswers, build_results
from roundtable_cli.indicators.computing.table_inputs import MessageCallback, TableInputs
from roundtable_cli.indicators.definitions.framework import NOT_RECORDED
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT, ReportingPeriod, iter_periods
from roundtable_cli.indicators.frames import category_keys
from roundtable_cli.indicators.frames.category_keys import DimensionCategories
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures.catalogue import (
    AGGREGATIONS,
    AnswersByGroup,
    GroupAnswer,
    GroupKey,
    MeasureQuery,
    count_rows,
)
from roundtable_cli.indicators.results import CellKey, Results
from roundtable_cli.tables.engines.engine import Engine


class PreparedIndicator(NamedTuple):
    """A task with the rows that meet its conditions, and what is asked of them."""

    bound_indicator: BoundIndicator
    rows: TableView
    query: MeasureQuery


class PeriodQuery(NamedTuple):
    """The same of a period, with the periods of every breakdown by time."""

    bound_indicator: BoundIndicator
    rows: TableView
    query: MeasureQuery
    categories: DimensionCategories
    period: ReportingPeriod | None
    periods: Mapping[str, Sequence[ReportingPeriod]]

    @property
    def lacks_date(self) -> bool:
        """Whether a period is asked of rows that have no date."""
        return self.period is not None and self.bound_indicator.date is None


class IndicatorComputation:
    """A request bound to its tables, which are read once; it answers for any period.

    Refused, with every finding at once, where a number could not be stood behind.
    """

    def __init__(
        self, names: Binder, engine: Engine, request: IndicatorRequest, watch: MessageCallback | None = None
    ) -> None:
        """`watch` is told, in words, what is done next."""
        self.binder, self.request = names, request
        self.bound_indicators = bind_request(names, request, partial(inferred_texts.check_inferred_operands, names))
        self.watch = watch or (lambda _: None)
        self.inputs = TableInputs(engine, names, _cutoff_date(request.period), self.watch)
        self.categories = self.inputs.categories
        for task in self.bound_indicators.by_code.values():
            for part in task.per_table:
                traits = part.indicator.traits
                distinct = part.column if traits.counts_distinct and not task.parts else None
                self.inputs.request_columns(part.indicator.table, part.columns, traits.counts_rows, distinct)
        self.inputs.load_tables()
        self._prepared_by_code: dict[tuple[str, date | None], PreparedIndicator] = {}
        gather = FindingCollector()
        with gather:
            _check_requested_values(self.bound_indicators, self.inputs)
        for code in self.bound_indicators.by_code:
            with gather:
                self.prepare_indicator(code)
        gather.raise_if_any()

    def prepare_indicator(self, code: str, until: date | None = None) -> PreparedIndicator:
        """The rows of a task, what is calculated for them as known at the end of a day."""
        task = self.bound_indicators.by_code[code]
        known = (code, until if task.depends_on_date else None)
        if known not in self._prepared_by_code:
            views = [_select_rows(self.inputs, part, known[1]) for part in task.per_table]
            rows = views[0]
            if task.parts:
                from roundtable_cli.indicators.computing import multi_table  # most requests count in one table

                task, rows = multi_table.union_tables(task, views, self.categories)
            with locating_findings(self.binder.framework.file, f"[indicators.{code}] meets"):
                meets = category_keys.checked_predicate(task.meets, rows, self.categories)
            question = MeasureQuery(task.column, meets, task.date, task.weight)
            self._prepared_by_code[known] = PreparedIndicator(task, rows, question)
        return self._prepared_by_code[known]

    def compute_results(self, period: ReportingPeriod | None) -> Results:
        """The results for a period; for all records where it is None."""
        asked = {code: self.prepare_indicator(code, _cutoff_date(period)) for code in self.bound_indicators.by_code}
        gather = FindingCollector()
        for task in self.bound_indicators.by_code.values():
            with gather, locating_findings("", "--period"):
                for part in task.per_table:
                    windows.check_date_precision(part, period, self.binder.framework.fiscal_year_start)
                    if period and not task.candidate_dates:
                        inferred_texts.check_inferred_dates(self.binder, part)
        gather.raise_if_any()
        units = {breakdown.dimension.name for task, *_ in asked.values() for breakdown in task.breakdowns}
        periods = {unit: tuple(self.list_periods(unit, period)) for unit in units if unit in MONTHS_PER_UNIT}
        answered = {
            code: self._answer_indicator(PeriodQuery(*one, self.categories, period, periods))
            for code, one in asked.items()
        }
        request = self.request._replace(period=period)
        lacking = {
            code: self.inputs.find_rows_without_key(one.bound_indicator)
            for code, one in asked.items()
            if one.bound_indicator.depends_on_date
        }
        return build_results(
            ComputedAnswers(
                self.binder.framework, request, self.bound_indicators, answered, self.categories, periods, lacking
            )
        )

    def _answer_indicator(self, asked: PeriodQuery) -> IndicatorAnswers:
        period = f" {asked.period.name}" if asked.period else ""
        self.watch(f"computing {asked.bound_indicator.indicator.code}{period}")
        return _answer_all_breakdowns(asked)

    def list_periods(self, unit: str, period: ReportingPeriod | None) -> Iterator[ReportingPeriod]:
        """The months, quarters, … of a period in order, none left out; of all the records where it is None."""
        first, last = (period.start, period.end) if period else (None, None)
        if not (first and last):
            asked = [self.prepare_indicator(code, _cutoff_date(period)) for code in self.bound_indicators.by_code]
            dated = [(task, rows, task.date) for task, rows, _ in asked if task.date]
            found = [
                windows.find_date_range(windows.rows_in_period(task, view, period, latest=False), day)
                for task, view, day in dated
            ]
            start = [self.binder.framework.start] if self.binder.framework.start and any(found) and not period else []
            first = first or min((*start, *(span[0] for span in found if span)), default=None)
            last = last or max((span[1] for span in found if span), default=None)
        if first and last:
            yield from iter_periods(unit, first, last, self.binder.framework.fiscal_year_start)


def _cutoff_date(period: ReportingPeriod | None) -> date | None:
    """Up to when the rows count that values are calculated from: all, undated ones too, where no period is asked."""
    return (period.end or date.max) if period else None


def _check_requested_values(tasks: BoundRequest, opened: TableInputs) -> None:
    """A value asked for is refused where no table that has the name knows it: in the others it stands for no rows."""
    unknown: dict[int, list[Finding | None]] = {}
    for task in tasks.by_code.values():
        for part in task.per_table:
            for index, test in enumerate(part.request_conditions):
                found = category_keys.find_unknown_category(
                    test, opened.table_view(part.indicator.table), opened.categories
                )
                unknown.setdefault(index, []).append(found)
    findings = [found[0] for found in unknown.values() if all(found)]
    if findings:
        with locating_findings("", "--where"):
            raise Refused(*(finding for finding in findings if finding))


def _select_rows(opened: TableInputs, task: BoundIndicator, until: date | None) -> TableView:
    """The rows that meet the conditions of the indicator and of the request."""
    view, categories = opened.table_view(task.indicator.table, until).select_columns(task.columns), opened.categories
    with locating_findings(opened.binder.framework.file, f"[indicators.{task.indicator.code}] where"):
        own = category_keys.checked_predicate(task.own_conditions, view, categories)
        asked = [category_keys.bound_predicate(test, view, categories) for test in task.request_conditions]
    return view.filter_rows(*([] if own is None else [own]), *asked)


def _answer_all_breakdowns(asked: PeriodQuery) -> IndicatorAnswers:
    """The answers of a task: for every subset of its breakdowns, a group per combination of categories."""
    if asked.lacks_date:
        return IndicatorAnswers(asked.bound_indicator, lacks_date=True)
    cells: dict[CellKey, GroupAnswer] = {}
    outside: dict[CellKey, int] = {}
    for size in range(len(asked.bound_indicator.breakdowns) + 1):
        for breakdowns in combinations(asked.bound_indicator.breakdowns, size):
            cells |= _answers_by_cell(breakdowns, _answer_breakdowns(asked, breakdowns))
            outside |= _count_undated_rows(asked, breakdowns)
    return IndicatorAnswers(asked.bound_indicator, cells, outside)


def _answer_breakdowns(asked: PeriodQuery, breakdowns: Sequence[BoundBreakdown]) -> AnswersByGroup:
    """The answers for one set of breakdowns."""
    task, latest = asked.bound_indicator, asked.bound_indicator.indicator.accumulation == "latest"
    clock = next(
        (breakdown for breakdown in breakdowns if breakdown.date and breakdown.dimension.name in MONTHS_PER_UNIT), None
    )
    if clock and task.indicator.accumulation == "cumulative":
        return _answer_cumulative(asked, breakdowns, clock)
    timed = asked.period or any(breakdown.dimension.name in MONTHS_PER_UNIT for breakdown in task.breakdowns)
    rows = windows.first_dated_rows(task, asked.rows) if timed else asked.rows
    window = windows.rows_in_period(task, rows, asked.period, latest=latest and not clock)
    view, keys = _add_category_keys(asked, window, breakdowns)
    if clock and latest:
        view = windows.latest_rows_per_group(task, view, keys[breakdowns.index(clock)])
    return _apply_measure(asked, view, keys)


def _answer_cumulative(
    asked: PeriodQuery, breakdowns: Sequence[BoundBreakdown], clock: BoundBreakdown
) -> AnswersByGroup:
    """Cumulative values: for each period everything up to its end; the rows without a date apart."""
    others = [breakdown for breakdown in breakdowns if breakdown is not clock]
    position = list(breakdowns).index(clock)
    spans = {
        one.name: windows.rows_in_period(asked.bound_indicator, asked.rows, one.clip_end(asked.period))
        for one in asked.periods[clock.dimension.name]
    }
    undated: dict[str | None, TableView] = (
        {None: windows.rows_without_date(asked.bound_indicator, asked.rows)} if not asked.period else {}
    )
    answers: AnswersByGroup = {}
    for name, window in (spans | undated).items():
        for key, answer in _apply_measure(asked, *_add_category_keys(asked, window, others)).items():
            answers[(*key[:position], name, *key[position:])] = answer
    return answers


def _add_category_keys(
    asked: PeriodQuery, view: TableView, breakdowns: Sequence[BoundBreakdown]
) -> tuple[TableView, list[str]]:
    """The view with a column of category keys for each breakdown, and those columns' names."""
    keys = []
    for index, breakdown in enumerate(breakdowns):
        keys.append(f"d{index}")
        view = category_keys.add_category_column(breakdown, view, asked.categories, keys)
        if breakdown.dimension.assign:
            view = windows.assign_categories(asked.bound_indicator, view, keys[-1], breakdown.dimension.assign)
            view = category_keys.drop_repeated_rows(view, keys) if breakdown.is_list else view
    return view, keys


def _apply_measure(asked: PeriodQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The answers; of amounts, with the currency that they are in."""
    task, measures = asked.bound_indicator, AGGREGATIONS
    if asked.query.weight:
        from roundtable_cli.indicators.measures import weighted

        measures = weighted.WEIGHTED_AGGREGATIONS
    answers = measures[task.indicator.measure](asked.query, view, keys)
    if task.column is None or not task.indicator.traits.keeps_unit:
        return answers
    if task.currency is None:
        fixed = (task.column.field.currency,) if task.column.field.currency else ()
        return {key: answer._replace(currencies=fixed) for key, answer in answers.items()} if fixed else answers
    from roundtable_cli.indicators.measures import currency

    return currency.attach_currencies(task, view, keys, answers, asked.categories.binder.framework)


def _count_undated_rows(asked: PeriodQuery, breakdowns: Sequence[BoundBreakdown]) -> dict[CellKey, int]:
    """Rows without a date, which no period counts."""
    if asked.period is None or any(breakdown.dimension.name in MONTHS_PER_UNIT for breakdown in breakdowns):
        return {}
    view, keys = _add_category_keys(asked, windows.rows_without_date(asked.bound_indicator, asked.rows), breakdowns)
    return {
        cell: answer.rows for cell, answer in _answers_by_cell(breakdowns, count_rows(asked.query, view, keys)).items()
    }


def _answers_by_cell(breakdowns: Sequence[BoundBreakdown], answers: AnswersByGroup) -> dict[CellKey, GroupAnswer]:
    """Answers by cell: group keys become categories, a missing one `not recorded`."""

    def cell_of_key(key: GroupKey) -> CellKey:
        return tuple(
            (breakdown.dimension.name, NOT_RECORDED if part is None else part)
            for breakdown, part in zip(breakdowns, key, strict=True)
        )

    return {cell_of_key(key): answer for key, answer in answers.items()}
