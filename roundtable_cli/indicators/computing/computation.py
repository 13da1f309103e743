"""The numbers: the tasks of a request, asked of the rows of their tables, one query per number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from roundtable_cli.errors import Finding, Gathering, Refused, placed
from roundtable_cli.indicators.binding.binder import Names
from roundtable_cli.indicators.binding.bound_columns import Breakdown
from roundtable_cli.indicators.binding.bound_indicator import MONETARY, Request, Task, Tasks, bind_all, check_dates
from roundtable_cli.indicators.computing import windows
from roundtable_cli.indicators.computing.results_table import Answered, Computed, arrange
from roundtable_cli.indicators.computing.table_inputs import Opened, Watch
from roundtable_cli.indicators.definitions.framework import NOT_RECORDED, TOLD_APART
from roundtable_cli.indicators.definitions.periods import MONTHS, Period, every
from roundtable_cli.indicators.frames import category_keys
from roundtable_cli.indicators.frames.category_keys import Categories
from roundtable_cli.indicators.frames.view import View
from roundtable_cli.indicators.measures.catalogue import MEASURES, Answer, Answers, Key, Question
from roundtable_cli.indicators.results import Cell, Results
from roundtable_cli.tables.engines.engine import Engine


class Prepared(NamedTuple):
    """A task with the rows that meet its conditions, and what is asked of them."""

    task: Task
    rows: View
    question: Question


class Asked(NamedTuple):
    """The same of a period, with the periods of every breakdown by time."""

    task: Task
    rows: View
    question: Question
    categories: Categories
    period: Period | None
    periods: Mapping[str, Sequence[Period]]

    @property
    def dateless(self) -> bool:
        """Whether a period is asked of rows that have no date."""
        return self.period is not None and self.task.date is None


class Computation:
    """A request bound to its tables, which are read once; it answers for any period.

    Refused, with every finding at once, where a number could not be stood behind.
    """

    def __init__(self, names: Names, engine: Engine, request: Request, watch: Watch | None = None) -> None:
        """`watch` is told, in words, what is done next."""
        self.names, self.request, self.tasks = names, request, bind_all(names, request)
        self.watch = watch or (lambda _: None)
        self.opened = Opened(engine, names, _known_at(request.period), self.watch)
        self.categories = self.opened.categories
        for task in self.tasks.by_code.values():
            for part in task.each:
                measure = part.indicator.measure
                distinct = part.column if measure in TOLD_APART and not task.parts else None
                self.opened.want(part.indicator.table, part.columns, measure == "count", distinct)
        self.opened.open()
        self._prepared: dict[tuple[str, date | None], Prepared] = {}
        gather = Gathering()
        with gather:
            _check_known(self.tasks, self.opened)
        for code in self.tasks.by_code:
            with gather:
                self.prepared(code)
        gather.settle()

    def prepared(self, code: str, until: date | None = None) -> Prepared:
        """The rows of a task, what is calculated for them as known at the end of a day."""
        task = self.tasks.by_code[code]
        known = (code, until if task.dated else None)
        if known not in self._prepared:
            views = [_selected(self.opened, part, known[1]) for part in task.each]
            rows = views[0]
            if task.parts:
                from roundtable_cli.indicators.computing import multi_table  # most requests count in one table

                task, rows = multi_table.together(task, views, self.categories)
            with placed(self.names.framework.file, f"[indicators.{code}] meets"):
                meets = category_keys.hold(task.meets, rows, self.categories)
            question = Question(task.column, meets, task.date, task.weight)
            self._prepared[known] = Prepared(task, rows, question)
        return self._prepared[known]

    def results(self, period: Period | None) -> Results:
        """The results for a period; for all records where it is None."""
        asked = {code: self.prepared(code, _known_at(period)) for code in self.tasks.by_code}
        gather = Gathering()
        for task in self.tasks.by_code.values():
            with gather, placed("", "--period"):
                for part in task.each:
                    windows.check(part, period, self.names.framework.fiscal_year_start)
                    if period and not task.dates:
                        check_dates(self.names, part)
        gather.settle()
        units = {breakdown.dimension.name for task, *_ in asked.values() for breakdown in task.breakdowns}
        periods = {unit: tuple(self.spans(unit, period)) for unit in units if unit in MONTHS}
        answered = {code: self._answered(Asked(*one, self.categories, period, periods)) for code, one in asked.items()}
        request = self.request._replace(period=period)
        lacking = {code: self.opened.lacking_of(one.task) for code, one in asked.items() if one.task.dated}
        return arrange(Computed(self.names.framework, request, self.tasks, answered, self.categories, periods, lacking))

    def _answered(self, asked: Asked) -> Answered:
        period = f" {asked.period.name}" if asked.period else ""
        self.watch(f"computing {asked.task.indicator.code}{period}")
        return _answer(asked)

    def spans(self, unit: str, period: Period | None) -> Iterator[Period]:
        """The months, quarters, … of a period in order, none left out; of all the records where it is None."""
        first, last = (period.start, period.end) if period else (None, None)
        if not (first and last):
            asked = [self.prepared(code, _known_at(period)) for code in self.tasks.by_code]
            dated = [(task, rows, task.date) for task, rows, _ in asked if task.date]
            found = [windows.span(windows.within(task, view, period, latest=False), day) for task, view, day in dated]
            start = [self.names.framework.start] if self.names.framework.start and any(found) and not period else []
            first = first or min((*start, *(span[0] for span in found if span)), default=None)
            last = last or max((span[1] for span in found if span), default=None)
        if first and last:
            yield from every(unit, first, last, self.names.framework.fiscal_year_start)


def _known_at(period: Period | None) -> date | None:
    """Up to when the rows count that values are calculated from: all, undated ones too, where no period is asked."""
    return (period.end or date.max) if period else None


def _check_known(tasks: Tasks, opened: Opened) -> None:
    """A value asked for is refused where no table that has the name knows it: in the others it stands for no rows."""
    unknown: dict[int, list[Finding | None]] = {}
    for task in tasks.by_code.values():
        for part in task.each:
            for index, test in enumerate(part.asked):
                found = category_keys.unknown(test, opened.view(part.indicator.table), opened.categories)
                unknown.setdefault(index, []).append(found)
    findings = [found[0] for found in unknown.values() if all(found)]
    if findings:
        with placed("", "--where"):
            raise Refused(*(finding for finding in findings if finding))


def _selected(opened: Opened, task: Task, until: date | None) -> View:
    """The rows that meet the conditions of the indicator and of the request."""
    view, categories = opened.view(task.indicator.table, until).only(task.columns), opened.categories
    with placed(opened.names.framework.file, f"[indicators.{task.indicator.code}] where"):
        own = category_keys.hold(task.own, view, categories)
        asked = [category_keys.condition(test, view, categories) for test in task.asked]
    return view.where(*([] if own is None else [own]), *asked)


def _answer(asked: Asked) -> Answered:
    """The answers of a task: for every subset of its breakdowns, a group per combination of categories."""
    if asked.dateless:
        return Answered(asked.task, dateless=True)
    cells: dict[Cell, Answer] = {}
    outside: dict[Cell, int] = {}
    for size in range(len(asked.task.breakdowns) + 1):
        for breakdowns in combinations(asked.task.breakdowns, size):
            cells |= _named(breakdowns, _level(asked, breakdowns))
            outside |= _outside(asked, breakdowns)
    return Answered(asked.task, cells, outside)


def _level(asked: Asked, breakdowns: Sequence[Breakdown]) -> Answers:
    """The answers for one set of breakdowns."""
    task, latest = asked.task, asked.task.indicator.accumulation == "latest"
    clock = next((breakdown for breakdown in breakdowns if breakdown.date and breakdown.dimension.name in MONTHS), None)
    if clock and task.indicator.accumulation == "cumulative":
        return _running(asked, breakdowns, clock)
    timed = asked.period or any(breakdown.dimension.name in MONTHS for breakdown in task.breakdowns)
    rows = windows.first_only(task, asked.rows) if timed else asked.rows
    window = windows.within(task, rows, asked.period, latest=latest and not clock)
    view, keys = _grouped(asked, window, breakdowns)
    if clock and latest:
        view = windows.latest_in(task, view, keys[breakdowns.index(clock)])
    return _measure(asked, view, keys)


def _running(asked: Asked, breakdowns: Sequence[Breakdown], clock: Breakdown) -> Answers:
    """Cumulative values: for each period everything up to its end; the rows without a date apart."""
    others = [breakdown for breakdown in breakdowns if breakdown is not clock]
    position = list(breakdowns).index(clock)
    spans = {
        one.name: windows.within(asked.task, asked.rows, one.until(asked.period))
        for one in asked.periods[clock.dimension.name]
    }
    undated: dict[str | None, View] = {None: windows.undated(asked.task, asked.rows)} if not asked.period else {}
    answers: Answers = {}
    for name, window in (spans | undated).items():
        for key, answer in _measure(asked, *_grouped(asked, window, others)).items():
            answers[(*key[:position], name, *key[position:])] = answer
    return answers


def _grouped(asked: Asked, view: View, breakdowns: Sequence[Breakdown]) -> tuple[View, list[str]]:
    """The view with a column of category keys for each breakdown, and those columns' names."""
    keys = []
    for index, breakdown in enumerate(breakdowns):
        keys.append(f"d{index}")
        view = category_keys.grouped(breakdown, view, asked.categories, keys)
        if breakdown.dimension.assign:
            view = windows.assigned(asked.task, view, keys[-1], breakdown.dimension.assign)
            view = category_keys.once(view, keys) if breakdown.is_list else view
    return view, keys


def _measure(asked: Asked, view: View, keys: Sequence[str]) -> Answers:
    """The answers; of amounts, with the currency that they are in."""
    task, measures = asked.task, MEASURES
    if asked.question.weight:
        from roundtable_cli.indicators.measures import weighted

        measures = weighted.MEASURES
    answers = measures[task.indicator.measure](asked.question, view, keys)
    if task.column is None or task.indicator.measure not in MONETARY:
        return answers
    if task.currency is None:
        fixed = (task.column.field.currency,) if task.column.field.currency else ()
        return {key: answer._replace(currencies=fixed) for key, answer in answers.items()} if fixed else answers
    from roundtable_cli.indicators.measures import currency

    return currency.in_one(task, view, keys, answers, asked.categories.names.framework)


def _outside(asked: Asked, breakdowns: Sequence[Breakdown]) -> dict[Cell, int]:
    """Rows without a date, which no period counts."""
    if asked.period is None or any(breakdown.dimension.name in MONTHS for breakdown in breakdowns):
        return {}
    view, keys = _grouped(asked, windows.undated(asked.task, asked.rows), breakdowns)
    return {
        cell: answer.rows for cell, answer in _named(breakdowns, MEASURES["count"](asked.question, view, keys)).items()
    }


def _named(breakdowns: Sequence[Breakdown], answers: Answers) -> dict[Cell, Answer]:
    """Answers by cell: group keys become categories, a missing one `not recorded`."""

    def cell(key: Key) -> Cell:
        return tuple(
            (breakdown.dimension.name, NOT_RECORDED if part is None else part)
            for breakdown, part in zip(breakdowns, key, strict=True)
        )

    return {cell(key): answer for key, answer in answers.items()}
