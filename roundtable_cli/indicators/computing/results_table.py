"""From answers to results: formulas over the answers, every cell of the grid in order, and the notes to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import product

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import ROUNDED_NUMBER
from roundtable_cli.indicators import reconciliation
from roundtable_cli.indicators.binding.request import IndicatorRequest
from roundtable_cli.indicators.computing.computed_answers import ComputedAnswers
from roundtable_cli.indicators.computing.loading.unreadable_counts import count_unreadable_cells
from roundtable_cli.indicators.definitions.conditions import IsMissing, OneOf, flatten_conditions
from roundtable_cli.indicators.definitions.dimensions import TOTAL, Category, Dimension
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.indicators.measures.answers import AnswerValue, ExactNumber
from roundtable_cli.indicators.published_comparison import PublishedComparison, list_published_cell
from roundtable_cli.indicators.reconciliation import OverlapEquation
from roundtable_cli.indicators.results import (
    CellKey,
    Counts,
    GroupSize,
    Note,
    Result,
    Results,
    ResultValue,
    to_output_number,
)
from roundtable_cli.tables.table import Field


def build_results(computed: ComputedAnswers) -> Results:
    """The results of the indicators asked for, in order, each with all its cells."""
    framework, request = computed.framework, computed.request
    by = tuple(framework.find_dimension(name) for name in request.by)
    categories = computed.shown
    cells = _list_cells(by, categories)
    results: list[Result] = []
    rounded: list[Finding] = []
    notes = [*computed.bound_request.notes, *computed.ranking_notes]
    for indicator in (framework.indicators[code] for code in request.codes):
        own = [_build_result(computed, indicator, cell) for cell in cells]
        own = [result.hide_value() for result in own] if computed.tells_few_people(indicator) else own
        # The last digits of floats may differ between parts and whole, which is no overlap.
        is_exact = not computed.answer_in_cell(indicator, ()).inexact
        rounded += [] if is_exact else [_rounded_sum_finding(framework.file, indicator)]
        is_shown = not any(result.is_hidden for result in own)
        equations = reconciliation.reconcile_totals(own, by) if is_exact and is_shown else {}
        results += _add_overlaps(own, equations, by)
        notes += _indicator_notes(computed, indicator, own, equations)
        notes += _published_notes(request, own, categories)
    return Results(
        framework,
        tuple(results),
        tuple(notes),
        by,
        categories,
        period=request.period,
        where=request.where,
        hidden=computed.categories.binder.personal_names,
        assumptions=(*computed.assumptions, *rounded),
        left_out=computed.left_out,
        unreadable=count_unreadable_cells(computed.categories.binder, request.codes, computed.bound_request.by_code),
    )


def _rounded_sum_finding(file: str, indicator: Indicator) -> Finding:
    """The warning that a sum was taken in floats: its numbers are too many and too long to be added exactly."""
    fault = "the numbers are too many, and have too many digits, to be added exactly; the last digits may be wrong"
    remedy = "round the numbers in the file, or add up fewer rows"
    return Finding(ROUNDED_NUMBER, fault, remedy, file, None, f"[indicators.{indicator.code}]", WARNING)


def _list_cells(by: Sequence[Dimension], categories: Mapping[str, Sequence[Category]]) -> list[CellKey]:
    """All cells in order, the first dimension slowest, its total last."""
    axes = [[*(category.code for category in categories[dimension.name]), TOTAL] for dimension in by]
    names = [dimension.name for dimension in by]
    return [
        tuple((name, code) for name, code in zip(names, codes, strict=True) if code != TOTAL)
        for codes in product(*axes)
    ]


def _build_result(computed: ComputedAnswers, indicator: Indicator, cell: CellKey) -> Result:
    answer, answers = computed.answer_in_cell(indicator, cell), computed.answers_by_code.get(indicator.code)
    bound = answers.bound if answers else None  # a formula has none
    own_field = bound.column.field if bound and bound.column else None
    counts = Counts()
    if answers and not (cell and answers.bound.breakdown_unavailable):
        outside = answers.undated_rows.get(cell, 0)
        counts = Counts(answer.rows, answer.repeats, answer.missing, outside, blank=answer.blank)
    elif indicator.is_formula and answer.missing:
        counts = Counts(missing=answer.missing)
    parts = (to_output_number(answer.parts[0]), to_output_number(answer.parts[1])) if answer.parts else None
    # The currency of the amounts is the unit where rows name it, or where no unit is declared; a declared unit is shown
    # as the project writes it, "thousand USD". Over several currencies there is no value, and no unit to show.
    is_shown = len(answer.currencies) == 1 and (not indicator.unit.texts or (bound and bound.currency))
    currency = answer.currencies[0] if is_shown else ""
    value = _to_output_value(indicator, answer.value, own_field)
    size = None if answer.people is None else GroupSize(answer.rows, answer.people)
    return Result(indicator, cell, value, counts, parts, currency, answer.is_hidden, size)


def _to_output_value(indicator: Indicator, value: AnswerValue, field: Field | None) -> ResultValue:
    """The value as results have it: a number, a date, or a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.year if field and field.type == "year" else value.date()
    if not isinstance(value, ExactNumber):
        return value
    return to_output_number(value, quotient=indicator.traits.is_quotient)


def _add_overlaps(
    results: Sequence[Result], equations: Mapping[tuple[CellKey, str], OverlapEquation], by: Sequence[Dimension]
) -> Iterator[Result]:
    """Each whole says how much more its parts are, along the first dimension that it totals."""
    has_hidden = any(result.is_hidden for result in results)
    for result in results:
        totalled = (dimension.name for dimension in by if dimension.name not in dict(result.cell))
        equation = equations.get((result.cell, next(totalled, "")))
        if has_hidden or result.counts.rows is None:
            yield result  # of hidden values the overlap would tell some
        else:
            yield result._replace(counts=result.counts._replace(overlap=equation.overlap if equation else 0))


def _rollup_notes(computed: ComputedAnswers, indicator: Indicator, parts: Sequence[Indicator]) -> Iterator[Note]:
    """What is to be said of calculated columns: when they are known, and rows that lack the key they belong by."""
    codes = [part.code for part in parts if part.code in computed.rows_without_key]
    if codes and any(name in MONTHS_PER_UNIT for name in computed.request.by):
        yield Note("as-known", indicator, {"end": computed.request.period.end if computed.request.period else None})
    for without_key in dict.fromkeys(rows for code in codes for rows in computed.rows_without_key[code]):
        yield Note("lacking", indicator, without_key._asdict())


def _blank_note(indicator: Indicator, counts: Counts) -> Note:
    """In how many rows what a share tests is blank, and whether these meet the condition or are excluded."""
    about = {"rows": counts.blank, "all_rows": counts.rows}
    if indicator.excludes_blanks:
        return Note("blank-excluded", indicator, about)
    tests = [
        condition.test for condition in flatten_conditions(indicator.meets) if not isinstance(condition.test, IsMissing)
    ]
    leaves_out = all(isinstance(test, OneOf) and not test.wanted for test in tests)
    return Note("blank-meeting" if leaves_out else "blank", indicator, about)


def _indicator_notes(
    computed: ComputedAnswers,
    indicator: Indicator,
    own: Sequence[Result],
    equations: Mapping[tuple[CellKey, str], OverlapEquation],
) -> Iterator[Note]:
    total = own[-1]
    parts = computed.framework.with_parts([indicator.code])
    for part in parts:
        answers = computed.answers_by_code.get(part.code)
        if answers and answers.lacks_date:
            dates = answers.bound.candidate_dates
            about = {"table": part.table, "dates": ", ".join(dates)}
            yield Note("which-date" if dates else "no-date", indicator, about)
            return
    answer = computed.answer_in_cell(indicator, ())
    if len(answer.currencies) > 1:
        yield Note("currencies", indicator, {"currencies": ", ".join(answer.currencies)})
    yield from _rollup_notes(computed, indicator, parts)
    if total.counts.outside:
        yield Note("outside", indicator, {"rows": total.counts.outside})
    if total.counts.blank:
        yield _blank_note(indicator, total.counts)
    for equation in equations.values():
        if equation.overlap:
            yield Note("overlap", indicator, {"equation": equation})
    if any(result.is_hidden for result in own):
        yield Note("hidden-values", indicator, {"least": computed.framework.least_people})


def _published_notes(
    request: IndicatorRequest, own: Sequence[Result], categories: Mapping[str, Sequence[Category]]
) -> Iterator[Note]:
    """A note for each published value of the period that is asked for, and that an indicator's results differ from."""
    period = request.period.name if request.period else ""
    by_cell = {frozenset(result.cell): result for result in own}
    for figure in own[0].indicator.published if own and not request.where else ():
        if figure.period == period and {name for name, _ in figure.cell} <= {*request.by}:
            cell = [*list_published_cell(figure, categories)]
            result = by_cell.get(frozenset(cell)) if len(cell) == len(figure.cell) else None
            if result and not (result.is_hidden or figure.is_same_as(result.value)):
                yield Note("published", result.indicator, {"comparison": PublishedComparison(figure, result)})
