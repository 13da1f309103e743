"""An indicator explained: its value, the steps to it from the rows of its tables, and these rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cached_property
from typing import Self
from weakref import finalize

from roundtable_cli.errors import Finding, Refused, suggest_nearest
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.request import IndicatorRequest
from roundtable_cli.indicators.computing import cell_answers, windows
from roundtable_cli.indicators.computing.computation import IndicatorComputation, load_computation
from roundtable_cli.indicators.computing.dated_rows.later_periods import blank_later_periods
from roundtable_cli.indicators.computing.loading.table_loading import MessageCallback
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.explaining.counted_rows import CountedRows
from roundtable_cli.indicators.explaining.explained_rows import (
    COUNTED,
    LEFT_OUT,
    NO_RECORD_KINDS,
    REPEAT,
    UNREADABLE,
    ExplainedRow,
    FunnelStep,
    PartFunnel,
)
from roundtable_cli.indicators.explaining.record_places import RecordPlaces
from roundtable_cli.indicators.explaining.row_checks import list_checks
from roundtable_cli.indicators.explaining.row_reasons import ExplainedTable, RowTeller
from roundtable_cli.indicators.explaining.shown_columns import ColumnChooser
from roundtable_cli.indicators.results import Result, Results
from roundtable_cli.tables.engines.engine import Engine

COUNTED_ROWS, EXCLUDED_ROWS, OVERLAP_ROWS = "counted", "excluded", "overlap"
ROW_CHOICES = ("", COUNTED_ROWS, EXCLUDED_ROWS, OVERLAP_ROWS)  # all rows without a choice
_READ, _REPEATS = "read", "repeats"


class Explanation:
    """How the value of an indicator came about. It holds its engine until it is closed, or dropped.

    Use it in a `with`, or call `close`.
    """

    def __init__(self, computation: IndicatorComputation, results: Results, code: str, choice: str) -> None:
        self.results, self._computation, self._choice = results, computation, choice
        self.indicator = results.framework.indicators[code]
        self._closing = ExitStack()
        self._chooser = ColumnChooser(computation.binder)

    def call_at_close(self, close: Callable[[], None]) -> None:
        """Have something called when it is closed, or dropped."""
        self._closing.callback(finalize(self, close))

    def close(self) -> None:
        """Give back what the engine holds: no row can be asked for after this."""
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def result(self) -> Result:
        """The total, as `Project.compute` gives it."""
        return self.total_of(self.indicator)

    def total_of(self, indicator: Indicator) -> Result:
        """The total of the indicator, or of one that it is made of."""
        return next(result for result in self.results.each(indicator.code) if not result.cell)

    @property
    def parts(self) -> list[Indicator]:
        """The indicators whose rows are told: itself, or those that a formula is made of, each once."""
        every = self.results.framework.with_parts([self.indicator.code])
        return [part for part in every if part.code in self._computation.bound_request.by_code]

    @property
    def tables(self) -> list[str]:
        """The names of the tables of files that were read, those too that others were looked up in."""
        return [name for name, plan in self._computation.tables.loaded.plan.tables.items() if plan.source.table.paths]

    @cached_property
    def shown_names(self) -> list[str]:
        """The names of the columns that are shown beside the rows."""
        return list(dict.fromkeys(name for part in self.parts for name in self.names_of(part)))

    def names_of(self, part: Indicator) -> list[str]:
        """The names of the columns that are shown beside the rows of one part."""
        tables = self._computation.bound_request.by_code[part.code].per_table
        return list(dict.fromkeys(name for table in tables for name in self._chooser.name_columns(table)))

    @cached_property
    def public_keys(self) -> dict[str, tuple[str, ...]]:
        """The columns of the primary key of each table whose rows are told; none where one of them is personal."""
        bound = (self._computation.bound_request.by_code[part.code] for part in self.parts)
        sources = [
            self._chooser.binder.resolve_source(table.indicator.table) for one in bound for table in one.per_table
        ]
        keys = {source.table.name: [source.find_type(name) for name in source.table.primary_key] for source in sources}
        return {
            table: tuple(field.name for field in fields)
            for table, fields in keys.items()
            if not any(field.personal or field.is_revealed for field in fields)
        }

    @cached_property
    def personal_names(self) -> frozenset[str]:
        """The names of those of them whose values are not told."""
        bound = (self._computation.bound_request.by_code[part.code] for part in self.parts)
        columns = (self._chooser.name_columns(table) for one in bound for table in one.per_table)
        return frozenset(name for named in columns for name, column in named.items() if column.field.personal)

    def rows(self, part: str = "") -> Iterator[ExplainedRow]:
        """The rows, in the order of parts, files and rows; of one `part`, an indicator's code, alone if it is given.

        They are those that were chosen when the explanation was asked for.
        """
        for teller in self._tellers:
            if part in {"", teller.indicator.code}:
                yield from self._choose_rows(teller)

    def _choose_rows(self, teller: RowTeller) -> Iterator[ExplainedRow]:
        if self._choice == OVERLAP_ROWS:
            overlap = teller.counted.overlapping_rows()
            yield from (row for ordinal, row in teller.iter_numbered() if ordinal in overlap)
            return
        for row in teller.iter_rows():
            is_left_out = row.status == LEFT_OUT
            if not self._choice or is_left_out == (self._choice == EXCLUDED_ROWS):
                yield row

    @cached_property
    def funnels(self) -> list[PartFunnel]:
        """For each part the steps from the rows of its tables to its value; all rows are passed over for them."""
        return [PartFunnel(teller.indicator, tuple(_count_steps(teller))) for teller in self._tellers]

    @cached_property
    def _tellers(self) -> list[RowTeller]:
        queries = self._computation.period_queries(self.results.period)
        return [self._build_teller(part.code, queries[part.code]) for part in self.parts]

    def _build_teller(self, code: str, query: windows.PeriodQuery) -> RowTeller:
        computation, request = self._computation, self._computation.request
        bound = computation.bound_request.by_code[code]
        tables, offset = list[ExplainedTable](), 0
        for part, view in zip(bound.per_table, computation.table_views(code, request.period), strict=True):
            checks = list_checks(part, request.where, request.period)
            shown = self._chooser.name_columns(part)
            tables.append(ExplainedTable(part, view, RecordPlaces(view.source), checks, shown, offset))
            offset += view.record_count
        return RowTeller(tables, CountedRows(query), _find_decisive_value(query))


def explain_indicator(
    binder: Binder,
    engine: Engine,
    request: IndicatorRequest,
    choice: str,
    report_progress: MessageCallback | None = None,
) -> Explanation:
    """The explanation of the one indicator of a request.

    `choice`, one of `ROW_CHOICES`, says which rows are told. Raises `Refused` as `load_computation` does, and where no
    breakdown is asked for to see the overlap of.
    """
    (code,) = request.codes
    if choice not in ROW_CHOICES:
        raise Refused(Finding(USAGE, f'no such choice of rows: "{choice}"', suggest_nearest(choice, ROW_CHOICES[1:])))
    if choice == OVERLAP_ROWS and not request.by:
        raise Refused(Finding(USAGE, "there is no breakdown to overlap in", "add one: --by NAME", column="--overlap"))
    parts = [part.code for part in binder.framework.with_parts([code]) if part.code != code]
    chooser = ColumnChooser(binder)
    wide = request._replace(codes=(code, *parts))
    computation = load_computation(binder, engine, wide, report_progress, chooser.list_columns)
    if any(note.indicator and note.indicator.code == code for note in computation.bound_request.notes):
        # A part alone knows a name that is asked for: the indicator is refused as it is without its parts beside it.
        computation = load_computation(binder, engine, request, report_progress, chooser.list_columns)
    results = blank_later_periods(computation, computation.compute_results(request.period))
    return Explanation(computation, results, code, choice)


def _find_decisive_value(query: windows.PeriodQuery) -> object:
    """The value that one of the rows has, where a measure chooses one; before any factor."""
    if not query.bound.indicator.traits.is_own_value or (query.period and not query.bound.date):
        return None
    (window,) = windows.iter_windows(query, ())
    return cell_answers.apply_measure(query, window)[()].value


def _count_steps(teller: RowTeller) -> Iterator[FunnelStep]:
    """The steps of one indicator: those of each table, then the repeats over all of them."""
    tally = Counter[tuple[str, str, int]]()
    for row in teller.iter_rows():
        kind = row.reason.kind if row.reason and row.status == LEFT_OUT else COUNTED
        tally[row.table, kind, row.reason.condition if row.reason and row.status == LEFT_OUT else -1] += 1
        tally["", row.status, -1] += 1
    for table in teller.tables:
        yield from _count_table_steps(table, tally)
    if teller.counted.tells_apart:
        names = dict.fromkeys(table.counted_name for table in teller.tables)  # each table may have another column
        yield FunnelStep(_REPEATS, -tally["", REPEAT, -1], name=", ".join(names))


def _count_table_steps(table: ExplainedTable, tally: Counter[tuple[str, str, int]]) -> Iterator[FunnelStep]:
    name = table.bound.indicator.table
    own = {key[1:]: rows for key, rows in tally.items() if key[0] == name}
    yield FunnelStep(_READ, sum(own.values()), name, ", ".join(location.file_label for location in table.files.names))
    conditions = {(check.kind, index): check.condition for index, check in enumerate(table.checks)}
    order = [(kind, -1) for kind in (*NO_RECORD_KINDS, UNREADABLE)]
    order += conditions
    for kind, index in (*order, *(key for key in own if key not in order and key[0] != COUNTED)):
        if own.get((kind, index)):
            yield FunnelStep(kind, -own[kind, index], name, table.counted_name, conditions.get((kind, index)))
    yield FunnelStep(COUNTED, own.get((COUNTED, -1), 0), name)
