"""The numbers: the tasks of a request asked of the rows of their tables, one query per number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, Gathering, Refused
from roundtable_cli.indicators import dimensions, timing
from roundtable_cli.indicators.arrange import Answered, Computed, arrange
from roundtable_cli.indicators.dimensions import Categories
from roundtable_cli.indicators.framework import NOT_RECORDED
from roundtable_cli.indicators.measures import MEASURES, Answer, Answers, Key, Question
from roundtable_cli.indicators.names import Column, Cut, Names, Test, placed
from roundtable_cli.indicators.periods import MONTHS, Period, every
from roundtable_cli.indicators.plan import Plan, Request, Task, plan
from roundtable_cli.indicators.results import Cell, Results
from roundtable_cli.indicators.view import View, open_view
from roundtable_cli.tables.engines import Engine


@dataclass(frozen=True)
class Asked:
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


def compute(names: Names, engine: Engine, request: Request) -> Results:
    """The results of a request. Refused, with every finding at once, where a number could not be stood behind."""
    planned, categories = plan(names, request), Categories(names)
    views = _open(names, engine, planned.tasks.values())
    gather, rows = Gathering(), dict[str, View]()
    with gather:
        _check_known(planned, views, categories)
    for code, task in planned.tasks.items():
        with gather:
            with placed("", "--period"):
                timing.check(task, request.period)
            rows[code] = _selected(names, task, views[task.indicator.table], categories)
    gather.settle()
    periods = _periods(names, planned, rows, request.period)
    answered = {}
    for code, task in planned.tasks.items():
        question = Question(task.column, _all(task.meets, rows[code], categories), task.date)
        answered[code] = _answer(Asked(task, rows[code], question, categories, request.period, periods))
    return arrange(Computed(names.framework, request, planned, answered, categories, periods))


def _open(names: Names, engine: Engine, tasks: Iterable[Task]) -> dict[str, View]:
    """A view per table, with every column that any task reads of it; all tables' findings in one refusal."""
    wanted: dict[str, list[Column]] = {}
    for task in tasks:
        wanted.setdefault(task.indicator.table, []).extend(task.columns)
    gather, views = Gathering(), dict[str, View]()
    for table, columns in wanted.items():
        with gather:
            views[table] = open_view(engine, names.sources, table, columns)
    gather.settle()
    return views


def _check_known(planned: Plan, views: Mapping[str, View], categories: Categories) -> None:
    """A value asked for is refused where no table that has the name knows it: in the others it stands for no rows."""
    unknown: dict[int, list[Finding | None]] = {}
    for task in planned.tasks.values():
        for index, test in enumerate(task.asked):
            found = dimensions.unknown(test, views[task.indicator.table], categories)
            unknown.setdefault(index, []).append(found)
    findings = [found[0] for found in unknown.values() if all(found)]
    if findings:
        with placed("", "--where"):
            raise Refused(*(finding for finding in findings if finding))


def _selected(names: Names, task: Task, view: View, categories: Categories) -> View:
    """The rows that meet the conditions of the indicator and of the request."""
    with placed(names.framework.file, f"[indicators.{task.indicator.code}] where"):
        for test in (*task.own, *task.meets):
            if finding := dimensions.unknown(test, view, categories):
                raise Refused(finding)
        return view.where(*(dimensions.condition(test, view, categories) for test in (*task.own, *task.asked)))


def _all(tests: Sequence[Test], view: View, categories: Categories) -> nw.Expr | None:
    expressions = [dimensions.condition(test, view, categories) for test in tests]
    return nw.all_horizontal(*expressions, ignore_nulls=True) if expressions else None


def _periods(
    names: Names, planned: Plan, rows: Mapping[str, View], period: Period | None
) -> dict[str, Sequence[Period]]:
    """For each breakdown by time, its periods in order, none left out: those asked for, else those of the records."""
    units = {cut.dimension.name for task in planned.tasks.values() for cut in task.cuts if cut.dimension.name in MONTHS}
    dated = [(task, task.date) for task in planned.tasks.values() if task.date] if units else []
    spans = [
        span
        for task, day in dated
        if (span := timing.span(timing.within(task, rows[task.indicator.code], period), day))
    ]
    first = period.start if period and period.start else min((span[0] for span in spans), default=None)
    last = period.end if period and period.end else max((span[1] for span in spans), default=None)
    if not first or not last:
        return dict.fromkeys(units, ())
    start = names.framework.fiscal_year_start
    return {unit: tuple(every(unit, first, last, start)) for unit in units}


def _answer(asked: Asked) -> Answered:
    """The answers of a task: for every subset of its breakdowns, a group per combination of categories."""
    if asked.dateless:
        return Answered(asked.task, dateless=True)
    window = timing.within(asked.task, asked.rows, asked.period)
    cells: dict[Cell, Answer] = {}
    outside: dict[Cell, int] = {}
    for size in range(len(asked.task.cuts) + 1):
        for cuts in combinations(asked.task.cuts, size):
            cells |= _named(cuts, _level(asked, window, cuts))
            outside |= _outside(asked, cuts)
    return Answered(asked.task, cells, outside)


def _level(asked: Asked, window: View, cuts: Sequence[Cut]) -> Answers:
    """The answers for one set of breakdowns."""
    clock = next((cut for cut in cuts if cut.date and cut.dimension.name in MONTHS), None)
    accumulation = asked.task.indicator.accumulation
    if clock and accumulation == "cumulative":
        return _running(asked, cuts, clock)
    rows = timing.first_only(asked.task, asked.rows) if clock or asked.period else asked.rows
    if asked.task.indicator.dedupe == "first" and (clock or asked.period):
        window = timing.within(asked.task, rows, asked.period)
    if clock and accumulation == "latest":
        window = timing.within(asked.task, asked.rows, asked.period, latest=False)
    view, keys = _grouped(asked, window, cuts)
    if clock and accumulation == "latest":
        view = timing.latest_in(asked.task, view, keys[cuts.index(clock)])
    return _measure(asked, view, keys)


def _running(asked: Asked, cuts: Sequence[Cut], clock: Cut) -> Answers:
    """Cumulative values: for each period everything up to its end; the rows without a date apart."""
    others = [cut for cut in cuts if cut is not clock]
    position = list(cuts).index(clock)
    windows = {p.name: timing.within(asked.task, asked.rows, p) for p in asked.periods[clock.dimension.name]}
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
        view = dimensions.grouped(cut, view, asked.categories, keys[-1])
        if cut.dimension.assign:
            view = timing.assigned(asked.task, view, keys[-1], cut.dimension.assign)
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
