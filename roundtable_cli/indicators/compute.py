"""The numbers: the tasks of a request, asked of the rows of their tables, one query per number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, Gathering, Refused
from roundtable_cli.indicators import dimensions, timing
from roundtable_cli.indicators.arrange import Answered, Computed, arrange
from roundtable_cli.indicators.dimensions import Categories
from roundtable_cli.indicators.framework import NOT_RECORDED
from roundtable_cli.indicators.measures import MEASURES, Answer, Answers, Key, Question
from roundtable_cli.indicators.names import Column, Cut, Names, Test, placed
from roundtable_cli.indicators.periods import MONTHS, Period, every
from roundtable_cli.indicators.results import Cell, Results
from roundtable_cli.indicators.tasks import Request, Task, Tasks, bind_all, check_dates
from roundtable_cli.indicators.view import View, open_view
from roundtable_cli.tables.engines import Engine


class Asked(NamedTuple):
    """A task with the rows that meet its conditions, in and out of the period."""

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

    def __init__(self, names: Names, engine: Engine, request: Request) -> None:
        self.names, self.request = names, request
        self.tasks, self.categories = bind_all(names, request), Categories(names, engine)
        views = _open(names, engine, self.tasks.by_code.values())
        gather = Gathering()
        self.rows: dict[str, View] = {}
        with gather:
            _check_known(self.tasks, views, self.categories)
        for code, task in self.tasks.by_code.items():
            with gather:
                self.rows[code] = _selected(names, task, views[task.indicator.table], self.categories)
        gather.settle()
        self.questions = {
            code: Question(task.column, _all(task.meets, self.rows[code], self.categories), task.date)
            for code, task in self.tasks.by_code.items()
        }

    def results(self, period: Period | None) -> Results:
        """The results for a period; for all records where it is None."""
        gather = Gathering()
        for task in self.tasks.by_code.values():
            with gather, placed("", "--period"):
                timing.check(task, period, self.names.framework.fiscal_year_start)
                if period and not task.dates:
                    check_dates(self.names, task)
        gather.settle()
        units = {cut.dimension.name for task in self.tasks.by_code.values() for cut in task.cuts}
        periods = {unit: tuple(self.spans(unit, period)) for unit in units if unit in MONTHS}
        answered = {}
        for code, task in self.tasks.by_code.items():
            asked = Asked(task, self.rows[code], self.questions[code], self.categories, period, periods)
            answered[code] = _answer(asked)
        request = self.request._replace(period=period)
        return arrange(Computed(self.names.framework, request, self.tasks, answered, self.categories, periods))

    def spans(self, unit: str, period: Period | None) -> Iterator[Period]:
        """The months, quarters, … of a period in order, none left out; of all the records where it is None."""
        first, last = (period.start, period.end) if period else (None, None)
        if not (first and last):
            dated = [(task, self.rows[code], task.date) for code, task in self.tasks.by_code.items() if task.date]
            found = [timing.span(timing.within(task, view, period, latest=False), day) for task, view, day in dated]
            start = [self.names.framework.start] if self.names.framework.start and any(found) and not period else []
            first = first or min((*start, *(span[0] for span in found if span)), default=None)
            last = last or max((span[1] for span in found if span), default=None)
        if first and last:
            yield from every(unit, first, last, self.names.framework.fiscal_year_start)


def _open(names: Names, engine: Engine, tasks: Iterable[Task]) -> dict[str, View]:
    """A view per table, with every column that any task reads of it; all tables' findings in one refusal."""
    wanted: dict[str, list[Column]] = {}
    for task in tasks:
        wanted.setdefault(task.indicator.table, []).extend(task.columns)
    counted = {task.indicator.table for task in tasks if task.indicator.measure == "count"}
    gather, views = Gathering(), dict[str, View]()
    for table, columns in wanted.items():
        with gather:
            views[table] = open_view(engine, names.sources, table, columns, table in counted)
    gather.settle()
    return views


def _check_known(tasks: Tasks, views: Mapping[str, View], categories: Categories) -> None:
    """A value asked for is refused where no table that has the name knows it: in the others it stands for no rows."""
    unknown: dict[int, list[Finding | None]] = {}
    for task in tasks.by_code.values():
        for index, test in enumerate(task.asked):
            found = dimensions.unknown(test, views[task.indicator.table], categories)
            unknown.setdefault(index, []).append(found)
    findings = [found[0] for found in unknown.values() if all(found)]
    if findings:
        with placed("", "--where"):
            raise Refused(*(finding for finding in findings if finding))


def _selected(names: Names, task: Task, view: View, categories: Categories) -> View:
    """The rows that meet the conditions of the indicator and of the request."""
    for key, tests in (("where", task.own), ("meets", task.meets)):
        with placed(names.framework.file, f"[indicators.{task.indicator.code}] {key}"):
            for test in tests:
                if finding := dimensions.unknown(test, view, categories):
                    raise Refused(finding)
    with placed(names.framework.file, f"[indicators.{task.indicator.code}] where"):
        return view.where(*(dimensions.condition(test, view, categories) for test in (*task.own, *task.asked)))


def _all(tests: Sequence[Test], view: View, categories: Categories) -> nw.Expr | None:
    expressions = [dimensions.condition(test, view, categories) for test in tests]
    return nw.all_horizontal(*expressions, ignore_nulls=False) if expressions else None


def _answer(asked: Asked) -> Answered:
    """The answers of a task: for every subset of its breakdowns, a group per combination of categories."""
    if asked.dateless:
        return Answered(asked.task, dateless=True)
    cells: dict[Cell, Answer] = {}
    outside: dict[Cell, int] = {}
    for size in range(len(asked.task.cuts) + 1):
        for cuts in combinations(asked.task.cuts, size):
            cells |= _named(cuts, _level(asked, cuts))
            outside |= _outside(asked, cuts)
    return Answered(asked.task, cells, outside)


def _level(asked: Asked, cuts: Sequence[Cut]) -> Answers:
    """The answers for one set of breakdowns."""
    task, latest = asked.task, asked.task.indicator.accumulation == "latest"
    clock = next((cut for cut in cuts if cut.date and cut.dimension.name in MONTHS), None)
    if clock and task.indicator.accumulation == "cumulative":
        return _running(asked, cuts, clock)
    timed = asked.period or any(cut.dimension.name in MONTHS for cut in task.cuts)
    rows = timing.first_only(task, asked.rows) if timed else asked.rows
    window = timing.within(task, rows, asked.period, latest=latest and not clock)
    view, keys = _grouped(asked, window, cuts)
    if clock and latest:
        view = timing.latest_in(task, view, keys[cuts.index(clock)])
    return _measure(asked, view, keys)


def _running(asked: Asked, cuts: Sequence[Cut], clock: Cut) -> Answers:
    """Cumulative values: for each period everything up to its end; the rows without a date apart."""
    others = [cut for cut in cuts if cut is not clock]
    position = list(cuts).index(clock)
    windows = {
        one.name: timing.within(asked.task, asked.rows, one.until(asked.period))
        for one in asked.periods[clock.dimension.name]
    }
    undated: dict[str | None, View] = {None: timing.undated(asked.task, asked.rows)} if not asked.period else {}
    answers: Answers = {}
    for name, window in (windows | undated).items():
        for key, answer in _measure(asked, *_grouped(asked, window, others)).items():
            answers[(*key[:position], name, *key[position:])] = answer
    return answers


def _grouped(asked: Asked, view: View, cuts: Sequence[Cut]) -> tuple[View, list[str]]:
    """The view with a column of category keys for each breakdown, and those columns' names."""
    keys = []
    for index, cut in enumerate(cuts):
        keys.append(f"d{index}")
        view = dimensions.grouped(cut, view, asked.categories, keys)
        if cut.dimension.assign:
            view = timing.assigned(asked.task, view, keys[-1], cut.dimension.assign)
            view = dimensions.once(view, keys) if cut.is_list else view
    return view, keys


def _measure(asked: Asked, view: View, keys: Sequence[str]) -> Answers:
    return MEASURES[asked.task.indicator.measure](asked.question, view, keys)


def _outside(asked: Asked, cuts: Sequence[Cut]) -> dict[Cell, int]:
    """Rows without a date, which no period counts."""
    if asked.period is None or any(cut.dimension.name in MONTHS for cut in cuts):
        return {}
    view, keys = _grouped(asked, timing.undated(asked.task, asked.rows), cuts)
    return {cell: answer.rows for cell, answer in _named(cuts, MEASURES["count"](asked.question, view, keys)).items()}


def _named(cuts: Sequence[Cut], answers: Answers) -> dict[Cell, Answer]:
    """Answers by cell: group keys become categories, a missing one `not recorded`."""

    def cell(key: Key) -> Cell:
        return tuple(
            (cut.dimension.name, NOT_RECORDED if part is None else part) for cut, part in zip(cuts, key, strict=True)
        )

    return {cell(key): answer for key, answer in answers.items()}
