"""Values that were published, each beside the value that the records give for it, at the published one's precision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from roundtable_cli.errors import definition_error, locating_findings, suggest_nearest
from roundtable_cli.indicators.definitions.dimensions import Category, normalize_spelling
from roundtable_cli.indicators.definitions.framework import Indicator, PublishedFigure, ResultsFramework
from roundtable_cli.indicators.results import CellKey, NumericValue, Result, Results, ResultValue, to_output_number

ResultsComputation = Callable[..., Results]  # from codes, `by` and `period`
_Question = tuple[str, tuple[str, ...]]  # a period, "" for all records, and the dimensions of a breakdown


class PublishedComparison(NamedTuple):
    """A published value and the result that the records give for it."""

    figure: PublishedFigure
    result: Result

    @property
    def indicator(self) -> Indicator:
        """Whose values they are."""
        return self.result.indicator

    @property
    def agrees(self) -> bool:
        """Whether the two are the same, rounded as the published one is."""
        return self.figure.is_same_as(self.result.value)

    @property
    def difference(self) -> NumericValue | None:
        """The value of the records less the published one; None where they have none."""
        computed = _exact_number(self.result.value)
        return None if computed is None else to_output_number(computed - Fraction(self.figure.value))

    @property
    def factor(self) -> NumericValue | None:
        """How many times the published value the value of the records is; None where one is missing or 0."""
        computed = _exact_number(self.result.value)
        if not computed or not self.figure.value:
            return None
        return to_output_number(computed / Fraction(self.figure.value), quotient=True)


def compare_published_values(
    framework: ResultsFramework, compute: ResultsComputation, codes: Iterable[str]
) -> Iterator[PublishedComparison]:
    """Each published value of these indicators, in order, beside that of the records of its period and category.

    Raises `Refused` as `compute` does, and where a dimension has no such category.
    """
    answered: dict[_Question, Results] = {}
    figures = [(code, figure) for code in codes for figure in framework.indicators[code].published]
    for code, figure in figures:
        question = _question_of(figure)
        with locating_findings(framework.file, f"[indicators.{code}] published"):
            if question not in answered:
                asked = dict.fromkeys(one for one, other in figures if _question_of(other) == question)
                answered[question] = compute([*asked], by=question[1], period=figure.period or None)
            results = answered[question]
            cell = _checked_cell(figure, results.categories)
            if found := results.of(code, cell):
                yield PublishedComparison(figure, found)


def _question_of(figure: PublishedFigure) -> _Question:
    return figure.period, tuple(name for name, _ in figure.cell)


def list_published_cell(
    figure: PublishedFigure, categories: Mapping[str, Sequence[Category]]
) -> Iterator[tuple[str, str]]:
    """The dimensions and categories that a published value is of; a category that there is not is left out.

    It may be named by its code, a label or another spelling.
    """
    for name, key in figure.cell:
        wanted = normalize_spelling(key)
        for category in categories[name]:
            spellings = (category.code, *category.aliases, *category.label.texts.values())
            if wanted in map(normalize_spelling, spellings):
                yield name, category.code
                break


def _checked_cell(figure: PublishedFigure, categories: Mapping[str, Sequence[Category]]) -> CellKey:
    """The cell of the results that a published value is of. Refused where a dimension has no such category."""
    cell = tuple(list_published_cell(figure, categories))
    for name, key in figure.cell:
        if name not in dict(cell):
            known = [category.code for category in categories[name]]
            raise definition_error(f'{name} has no category "{key}"', suggest_nearest(key, known))
    return cell


def _exact_number(value: ResultValue) -> Fraction | None:
    """A number; a float as its digits have it."""
    return Fraction(Decimal(str(value))) if isinstance(value, NumericValue) else None
