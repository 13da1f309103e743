"""A request computed: names bound to columns, tables loaded and joined, measures applied, results put in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from itertools import chain
from typing import Any

from roundtable_cli.errors import Finding, FindingCollector, Refused, locating_findings
from roundtable_cli.indicators.binding import counted_names
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, collect_derivations
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator, ShownColumns
from roundtable_cli.indicators.binding.request import BoundRequest, IndicatorRequest, bind_request
from roundtable_cli.indicators.computing import cell_answers, prepared_rows, shown_categories, windows
from roundtable_cli.indicators.computing.calculated_columns import RowsWithoutKey
from roundtable_cli.indicators.computing.category_ranking import rank_categories
from roundtable_cli.indicators.computing.computed_answers import ComputedAnswers, IndicatorAnswers
from roundtable_cli.indicators.computing.dated_rows import last_records, period_dates, sparse_periods
from roundtable_cli.indicators.computing.joins import JoinedTables
from roundtable_cli.indicators.computing.loading import operand_checks
from roundtable_cli.indicators.computing.loading.load_plan import plan_indicators
from roundtable_cli.indicators.computing.loading.table_loading import LoadedTables, MessageCallback, load_tables
from roundtable_cli.indicators.computing.prepared_rows import PreparedIndicator
from roundtable_cli.indicators.computing.results_table import build_results
from roundtable_cli.indicators.computing.windows import PeriodQuery
from roundtable_cli.indicators.definitions.periods import ReportingPeriod, iter_periods
from roundtable_cli.indicators.frames import dates, dimension_conditions
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.results import CellKey, Results
from roundtable_cli.tables.engines.engine import Engine
from roundtable_cli.tables.source import RowOrTablePlace


def load_computation(
    binder: Binder,
    engine: Engine,
    request: IndicatorRequest,
    report_progress: MessageCallback | None = None,
    show_columns: ShownColumns | None = None,
) -> IndicatorComputation:
    """A request bound to columns, with its tables read. `report_progress` is told, in words, what is done next.

    With `show_columns`, which says what columns are to be shown beside the rows of an indicator, it can name the rows
    behind each value, for which it reads more. Refused, with every finding at once, where a name, a cell, a key or a
    condition is wrong.
    """
    report_progress = report_progress or (lambda _: None)
    bound_request, loaded = _bind_and_load(binder, engine, request, report_progress, show_columns)
    tables = JoinedTables(loaded, binder, _cutoff_date(request.period))
    computation = IndicatorComputation(binder, request, bound_request, tables, report_progress)
    computation.check_conditions()
    return computation


def _bind_and_load(
    binder: Binder,
    engine: Engine,
    request: IndicatorRequest,
    report_progress: MessageCallback,
    show_columns: ShownColumns | None,
) -> tuple[BoundRequest, LoadedTables]:
    """The request bound, and its tables. Where reading large ones tells another kind of column, once more."""
    sources = {source.origin for source in binder.sources.values()}
    while True:
        news_count = sum(source.news_count for source in sources)
        bound_request = bind_request(binder, request, partial(operand_checks.check_inferred_operands, binder))
        if show_columns:
            numbered = {code: bound.with_row_numbers(show_columns) for code, bound in bound_request.by_code.items()}
            bound_request = bound_request._replace(by_code=numbered)
        plan = plan_indicators(binder, bound_request.by_code.values())
        try:
            return bound_request, load_tables(engine, plan, report_progress)
        except Refused:
            if sum(source.news_count for source in sources) == news_count:
                raise
            binder.forget_columns()


class IndicatorComputation:
    """A request over tables that were read: it answers for any period."""

    def __init__(
        self,
        binder: Binder,
        request: IndicatorRequest,
        bound_request: BoundRequest,
        tables: JoinedTables,
        report_progress: MessageCallback,
    ) -> None:
        self.binder, self.request, self.bound_request = binder, request, bound_request
        self.tables, self.report_progress = tables, report_progress
        self._prepared: dict[tuple[str, date | None], PreparedIndicator] = {}
        self._period_answers: dict[tuple[str, date | None, date | None], IndicatorAnswers] = {}
        self._undated_rows: dict[str, Mapping[CellKey, int]] = {}

    @cached_property
    def assumptions(self) -> tuple[Finding, ...]:
        """What was left out of the files that were read, or assumed about them; asked for when all is computed."""
        tellers = (counted_names.describe_counted_names, counted_names.describe_counted_values)
        told = (tell(self.binder, one) for tell in tellers for one in self.bound_request.by_code.values())
        tables = self.tables
        of_rows = (tables.unread_dates(), tables.odd_values(), tables.matched_spellings(), tables.rounded_numbers())
        found = chain(tables.loaded.find_assumptions(), *of_rows, *told)
        return tuple(dict.fromkeys(found))

    @cached_property
    def left_out(self) -> dict[str, int]:
        """How many rows were left out of each table's files because they are no records."""
        return self.tables.loaded.count_left_out()

    def check_conditions(self) -> None:
        """Refused, with every finding, where a condition names a value that no row has."""
        collector = FindingCollector()
        with collector:
            _check_requested_values(self.bound_request, self.tables)
        for code in self.bound_request.by_code:
            with collector:
                self.prepare_indicator(code)
        collector.raise_if_any()

    def prepare_indicator(self, code: str, until: date | None = None) -> PreparedIndicator:
        """The rows of an indicator, with what is calculated for them as known at the end of a day."""
        bound = self.bound_request.by_code[code]
        key = code, until if bound.depends_on_date else None
        if key not in self._prepared:
            self._prepared[key] = self._prepare_rows(bound, key[1])
        return self._prepared[key]

    def _prepare_rows(self, bound: BoundIndicator, until: date | None) -> PreparedIndicator:
        return prepared_rows.apply_conditions(self.tables, bound, self._table_views(bound, until))

    def table_views(self, code: str, period: ReportingPeriod | None) -> list[TableView]:
        """All rows of each table of an indicator, before any condition, as known at the end of a period."""
        bound = self.bound_request.by_code[code]
        return self._table_views(bound, _cutoff_date(period) if bound.depends_on_date else None)

    def _table_views(self, bound: BoundIndicator, until: date | None) -> list[TableView]:
        return [self.tables.table_view(part.indicator.table, until) for part in bound.per_table]

    def keep_answers(
        self, code: str, period: ReportingPeriod, own: IndicatorAnswers, to_date: IndicatorAnswers
    ) -> None:
        """Keep the answers in a period, and of all records to its end: `compute_results` looks them up."""
        self._period_answers[code, period.start, period.end] = own
        self._period_answers[code, None, period.end] = to_date

    def compute_results(self, period: ReportingPeriod | None) -> Results:
        """The results for a period; for all records where it is None."""
        return self.compute_periods([period])[0]

    def compute_periods(self, periods: Sequence[ReportingPeriod | None]) -> list[Results]:
        """The results for each of several periods, as `compute_results`; all have the categories of any of them."""
        answered = shown_categories.share_categories([self._answer_period(period) for period in periods])
        return [self._build_results(computed) for computed in answered]

    def _answer_period(self, period: ReportingPeriod | None) -> ComputedAnswers:
        self._check_period(period)
        periods = self._breakdown_periods(period)
        answers = {code: self._answer_indicator(code, period, periods) for code in self.bound_request.by_code}
        rows_without_key = {
            code: self._rows_without_key(answer.bound)
            for code, answer in answers.items()
            if answer.bound.depends_on_date
        }
        return ComputedAnswers(
            self.binder.framework,
            self.request._replace(period=period),
            self.bound_request,
            answers,
            self.tables.categories,
            periods,
            rows_without_key,
            self.assumptions,
            self.left_out,
        )

    def _build_results(self, computed: ComputedAnswers) -> Results:
        """The results of what was answered, with the categories of sorted breakdowns in order."""
        find_query = partial(self.period_query, period=computed.request.period, periods=computed.periods)
        return build_results(rank_categories(computed, find_query))

    def locate_counted_rows(
        self, code: str, cell: CellKey = (), period: ReportingPeriod | None = None
    ) -> list[RowOrTablePlace]:
        """The file and the spreadsheet's row of each row that stands behind a value: as many as its `rows`.

        The computation must have been loaded with `locates_rows`. A formula has no rows: ask for those of its parts.
        """
        return cell_answers.locate_counted_rows(self.period_queries(period)[code], cell)

    def list_periods(
        self, unit: str, period: ReportingPeriod | None, reached: Sequence[date] = ()
    ) -> Iterator[ReportingPeriod]:
        """The months, quarters, … of a period in order, none left out; of all the records where it is None.

        Where the period is open, they go as far as the records, and as some days that are to be `reached`.
        Refused where the records decide from when to when, and most periods between would be empty.
        """
        first, last = (period.start, period.end) if period else (None, None)
        if not (first and last):
            ranges = self._date_ranges(period)
            days = [day for day in reached if (not first or day >= first) and (not last or day <= last)]
            start = [self.binder.framework.start] if self.binder.framework.start and ranges and not period else []
            first = first or min((*start, *days, *(earliest for earliest, _ in ranges)), default=None)
            last = last or max((*days, *(latest for _, latest in ranges)), default=None)
            self._check_empty_periods(unit, period, ranges)
        if first and last:
            sparse_periods.check_period_count(unit, first, last)
            yield from iter_periods(unit, first, last, self.binder.framework.fiscal_year_start)

    def find_last_date(self, code: str) -> date | None:
        """The last date of the rows that an indicator or, of a formula, its parts are counted over; None without one.

        Conditions are left aside: a condition that the latest rows do not meet makes a true 0.
        """
        ends = []
        for part in self.binder.framework.with_parts([code]):
            if part.code in self.bound_request.by_code:
                bound, rows, _ = self.prepare_indicator(part.code)
                if bound.date and (found := windows.find_date_range(rows.all_rows, bound.date)):
                    ends.append(found[1])
        return max(ends, default=None)

    def find_last_record(self, reached: date) -> date | None:
        """The last date of the records asked for, where they have `reached` a day; else that of the whole project.

        So the tables that were not asked for are read only where it matters.
        """
        asked = max((last for code in self.request.codes if (last := self.find_last_date(code))), default=None)
        is_reached = asked is not None and asked >= reached
        return asked if is_reached else last_records.find_last_date(self.tables.loaded.engine, self.binder)

    def _check_empty_periods(
        self, unit: str, period: ReportingPeriod | None, ranges: Sequence[tuple[date, date]]
    ) -> None:
        """Refused where the records of a period, spread over a long time, leave most periods of a unit empty."""
        years = [day.year for date_range in ranges for day in date_range]
        if not years or (max(years) - min(years)) * 12 < sparse_periods.MIN_EMPTY_PERIODS:
            return
        months = set[int]()
        for _, view, day in self._dated_views(period):
            # pandas has floats where a date is blank.
            months |= {int(float(str(month))) for month in view.distinct_values(dates.month_ordinal(view[day]))}
        bounds = [bound for bound, _, _ in self._dated_views(period)]
        start = self.binder.framework.fiscal_year_start
        sparse_periods.check_sparse_periods(unit, sorted(months), start, self.binder, bounds)

    def period_query(
        self, code: str, period: ReportingPeriod | None, periods: Mapping[str, Sequence[ReportingPeriod]]
    ) -> PeriodQuery:
        """What is asked of one indicator in a period."""
        bound, rows, measure_query = self.prepare_indicator(code, _cutoff_date(period))
        return PeriodQuery(bound, rows, measure_query, self.tables.categories, period, periods)

    def _date_ranges(self, period: ReportingPeriod | None) -> list[tuple[date, date]]:
        """The first and the last date of each indicator that has rows in a period."""
        ranges = (windows.find_date_range(view, day) for _, view, day in self._dated_views(period))
        return [date_range for date_range in ranges if date_range]

    def _dated_views(self, period: ReportingPeriod | None) -> Iterator[tuple[BoundIndicator, TableView, BoundColumn]]:
        """Each indicator that has dates, with its rows in a period and the column that dates them."""
        for code in self.bound_request.by_code:
            bound, rows, _ = self.prepare_indicator(code, _cutoff_date(period))
            if bound.date:
                yield bound, windows.rows_in_period(bound, rows, period, latest=False), bound.date

    def _check_period(self, period: ReportingPeriod | None) -> None:
        """Refused where the dates of a table are too coarse for a period, or can't be read."""
        collector = FindingCollector()
        for code, bound in self.bound_request.by_code.items():
            list_days = partial(self._list_days, code, period)
            with collector, locating_findings("", "--period"):
                for part in bound.per_table:
                    windows.check_date_precision(part, period, self.binder.framework.fiscal_year_start)
                    period_dates.check_period_dates(self.binder, part, period, list_days)
                    period_dates.check_known_periods(self.binder, part, period)
                    if period and not bound.candidate_dates:
                        operand_checks.check_inferred_dates(self.binder, part)
        collector.raise_if_any()

    def _list_days(self, code: str, period: ReportingPeriod | None) -> list[Any]:
        """The different dates of an indicator's rows, in whatever period they are."""
        bound, rows, _ = self.prepare_indicator(code, _cutoff_date(period))
        return rows.distinct_values(rows[bound.date]) if bound.date else []

    def _breakdown_periods(self, period: ReportingPeriod | None) -> dict[str, tuple[ReportingPeriod, ...]]:
        """The periods of each breakdown by time, by the name of its unit."""
        names = {
            breakdown.dimension.name
            for bound in self.bound_request.by_code.values()
            for part in bound.per_table
            for breakdown in part.breakdowns
            if breakdown.is_by_time
        }
        return {unit: tuple(self.list_periods(unit, period)) for unit in names}

    def period_queries(self, period: ReportingPeriod | None) -> dict[str, PeriodQuery]:
        """What is asked of each indicator in a period, by its code."""
        periods = self._breakdown_periods(period)
        return {code: self.period_query(code, period, periods) for code in self.bound_request.by_code}

    def _answer_indicator(
        self, code: str, period: ReportingPeriod | None, periods: Mapping[str, Sequence[ReportingPeriod]]
    ) -> IndicatorAnswers:
        if period and (known := self._period_answers.get((code, period.start, period.end))):
            return self._recount_undated_rows(code, period, known)
        self.report_progress(f"computing {code} {period.name}" if period else f"computing {code}")
        answers = cell_answers.answer_query(self.period_query(code, period, periods))
        return self._recount_undated_rows(code, period, answers) if period else answers

    def _recount_undated_rows(self, code: str, period: ReportingPeriod, answers: IndicatorAnswers) -> IndicatorAnswers:
        """The answers with the rows that never get a date: one whose date is calculated may get it after the period."""
        if not (answers.bound.date and answers.bound.date.depends_on_date):
            return answers
        if code not in self._undated_rows:
            bound, rows, measure_query = self.prepare_indicator(code, date.max)
            query = PeriodQuery(bound, rows, measure_query, self.tables.categories, period)
            self._undated_rows[code] = cell_answers.count_undated_rows(query)
        return answers._replace(undated_rows=self._undated_rows[code])

    def _rows_without_key(self, bound: BoundIndicator) -> list[RowsWithoutKey]:
        """The rows without a key among those that the calculated columns of an indicator are over."""
        columns = (column for part in bound.per_table for column in part.columns)
        links = dict.fromkeys(derivation.link for derivation in collect_derivations(columns) if derivation.link)
        return [self.tables.rows_without_key[link] for link in links if link in self.tables.rows_without_key]


def _cutoff_date(period: ReportingPeriod | None) -> date | None:
    """The day up to which calculated columns count rows, `date.max` for all dated rows; None for undated rows too."""
    return (period.end or date.max) if period else None


def _check_requested_values(bound_request: BoundRequest, tables: JoinedTables) -> None:
    """Refused where no table that has the name of a condition has the value; in the others it stands for no rows."""
    findings_by_condition: dict[int, list[Finding | None]] = {}
    for bound in bound_request.by_code.values():
        for part in bound.per_table:
            for index, condition in enumerate(part.request_conditions):
                view = tables.table_view(part.indicator.table)
                finding = dimension_conditions.find_unknown_category(condition, view, tables.categories)
                findings_by_condition.setdefault(index, []).append(finding)
    unknown = [findings[0] for findings in findings_by_condition.values() if all(findings)]
    if unknown:
        with locating_findings("", "--where"):
            raise Refused(*filter(None, unknown))
