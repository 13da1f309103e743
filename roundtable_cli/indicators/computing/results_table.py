"""From answers to results: formulas over the answers, every cell of the grid in order, and the notes to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.indicators import reconciliation
from roundtable_cli.indicators.binding.bound_indicator import Request, Task, Tasks
from roundtable_cli.indicators.computing.joins import Lacking
from roundtable_cli.indicators.definitions.framework import (
    NOT_RECORDED,
    TOTAL,
    Category,
    Dimension,
    Framework,
    Indicator,
    Text,
)
from roundtable_cli.indicators.definitions.periods import MONTHS, Period
from roundtable_cli.indicators.frames.category_keys import Categories
from roundtable_cli.indicators.measures import formulas
from roundtable_cli.indicators.measures.catalogue import Answer, empty
from roundtable_cli.indicators.reconciliation import Equation
from roundtable_cli.indicators.results import Cell, Counts, Note, Result, Results


class Answered(NamedTuple):
    """A task and its answers by cell; `dateless` where it has no date for the period that was asked."""

    task: Task
    cells: Mapping[Cell, Answer] = MappingProxyType({})
    outside: Mapping[Cell, int] = MappingProxyType({})
    dateless: bool = False


class Computed(NamedTuple):
    """All that was asked and answered, from which the results are made."""

    framework: Framework
    request: Request
    tasks: Tasks
    answered: Mapping[str, Answered]
    categories: Categories
    periods: Mapping[str, Sequence[Period]]
    lacking: Mapping[str, Sequence[Lacking]] = MappingProxyType({})

    def answer(self, indicator: Indicator, cell: Cell) -> Answer:
        """The answer in a cell, times the indicator's factor; over no rows where no group was found."""
        if indicator.formula:
            parts = [self.answer(self.framework.indicators[part], cell) for part in indicator.parts]
            answer = formulas.combine(indicator, parts)
        else:
            one = self.answered.get(indicator.code)
            known = one and not one.dateless and not (cell and one.task.unreached)
            answer = one.cells.get(cell, empty(indicator.measure)) if one and known else Answer(None)
            if indicator.accumulation == "latest" and not answer.rows:
                answer = Answer(None)  # no state was recorded, which is not a state of 0
        return answer._replace(value=formulas.scaled(indicator, answer))


def arrange(computed: Computed) -> Results:
    """The results of the indicators asked for, in order, each with all its cells."""
    framework, request = computed.framework, computed.request
    by = tuple(_dimension(framework, name) for name in request.by)
    found = {dimension.name: _categories(computed, dimension) for dimension in by}
    grid = _grid(by, found)
    results: list[Result] = []
    notes = list(computed.tasks.notes)
    for code in request.codes:
        own = [_result(computed, framework.indicators[code], cell) for cell in grid]
        exact = not computed.answer(framework.indicators[code], ()).inexact
        equations = reconciliation.equations(own, by) if exact else {}
        results += _with_overlap(own, equations, by)
        notes += _notes(computed, framework.indicators[code], own[-1], equations)
    told = (request.period, request.where, computed.categories.names.hidden)
    return Results(framework, tuple(results), tuple(notes), by, found, *told)


def _dimension(framework: Framework, name: str) -> Dimension:
    return framework.dimensions.get(name) or Dimension(name, Text() if name in MONTHS else Text({"": name}))


def _categories(computed: Computed, dimension: Dimension) -> tuple[Category, ...]:
    """The categories of a dimension that stand in the table, `not recorded` last where any row is in it."""
    found = {
        category
        for one in computed.answered.values()
        for cell, answer in one.cells.items()
        for name, category in cell
        if name == dimension.name and (answer.rows or category != NOT_RECORDED)
    }
    if dimension.name in computed.periods:
        periods = computed.periods[dimension.name]
        ordered = tuple(Category(period.name, Text({"": period.name})) for period in periods)
    else:
        ordered = computed.categories.ordered(dimension, found)
    return (*ordered, Category(NOT_RECORDED)) if NOT_RECORDED in found else ordered


def _grid(by: Sequence[Dimension], categories: Mapping[str, Sequence[Category]]) -> list[Cell]:
    """All cells in order, the first dimension slowest, its total last."""
    axes = [[*(category.code for category in categories[dimension.name]), TOTAL] for dimension in by]
    names = [dimension.name for dimension in by]
    return [
        tuple((name, code) for name, code in zip(names, codes, strict=True) if code != TOTAL)
        for codes in product(*axes)
    ]


def _result(computed: Computed, indicator: Indicator, cell: Cell) -> Result:
    answer, one = computed.answer(indicator, cell), computed.answered.get(indicator.code)
    column = one.task.column.field if one and one.task.column else None
    counts = Counts()
    if one and not (cell and one.task.unreached):
        counts = Counts(answer.rows, answer.repeats, answer.missing, one.outside.get(cell, 0))
    parts = (formulas.number(answer.parts[0]), formulas.number(answer.parts[1])) if answer.parts else None
    named = len(answer.currencies) == 1 and (not indicator.unit.texts or (one is not None and one.task.currency))
    currency = answer.currencies[0] if named else ""
    return Result(indicator, cell, formulas.plain(indicator, answer.value, column), counts, parts, currency)


def _with_overlap(
    results: Sequence[Result], equations: Mapping[tuple[Cell, str], Equation], by: Sequence[Dimension]
) -> Iterator[Result]:
    """Each whole says how much more its parts are, along the first dimension that it totals."""
    for result in results:
        totalled = (dimension.name for dimension in by if dimension.name not in dict(result.cell))
        equation = equations.get((result.cell, next(totalled, "")))
        if result.counts.rows is None:
            yield result
        else:
            yield result._replace(counts=result.counts._replace(overlap=equation.overlap if equation else 0))


def _as_known(computed: Computed, indicator: Indicator, parts: Sequence[Indicator]) -> Iterator[Note]:
    """What is to be said of calculated columns: when they are known, and rows that lack the key they belong by."""
    codes = [part.code for part in parts if part.code in computed.lacking]
    if codes and any(name in MONTHS for name in computed.request.by):
        yield Note("as-known", indicator, {"end": computed.request.period.end if computed.request.period else None})
    for lacking in dict.fromkeys(one for code in codes for one in computed.lacking[code]):
        yield Note("lacking", indicator, lacking._asdict())


def _notes(
    computed: Computed, indicator: Indicator, total: Result, equations: Mapping[tuple[Cell, str], Equation]
) -> Iterator[Note]:
    request = computed.request
    parts = computed.framework.with_parts([indicator.code])
    for part in parts:
        one = computed.answered.get(part.code)
        if one and one.dateless:
            about = {"table": part.table, "dates": ", ".join(one.task.dates)}
            yield Note("which-date" if one.task.dates else "no-date", indicator, about)
            return
    answer = computed.answer(indicator, ())
    if answer.inexact:
        yield Note("inexact", indicator)
    if len(answer.currencies) > 1:
        yield Note("currencies", indicator, {"currencies": ", ".join(answer.currencies)})
    yield from _as_known(computed, indicator, parts)
    if total.counts.outside:
        yield Note("outside", indicator, {"rows": total.counts.outside})
    for equation in equations.values():
        if equation.overlap:
            yield Note("overlap", indicator, {"equation": equation})
    published = indicator.published
    if published and not (request.where or request.period) and total.value != published.value:
        yield Note("published", indicator, {"value": published.value, "source": published.source})
