"""What stands in a cell: a value in its unit and language, what is shown beside it, and the names of things."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from roundtable_cli.indicators import reconciliation
from roundtable_cli.indicators.definitions.framework import NOT_RECORDED, PERCENT, TOTAL, Dimension, Indicator
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.indicators.results import CellKey, NumericValue, Result, Results
from roundtable_cli.output.language import number_format
from roundtable_cli.output.language.words import LanguageWords

NO_BREAK = "\N{NO-BREAK SPACE}"
ROW_TOTALS, GRAND_TOTAL = "row", "all"


class ValueExtras(NamedTuple):
    """What is shown beside a value: the `parts` of a share or ratio, its `percent` of a row, column or all."""

    parts: bool = False
    percent: str = ""


NO_EXTRAS = ValueExtras()


class CellTexts(NamedTuple):
    """The texts of a computation's results in a language."""

    results: Results
    words: LanguageWords
    extras: ValueExtras = NO_EXTRAS

    def value_text(self, result: Result | None) -> str:
        """A value without the name of its unit: `106`, `$61,933`, `52.9% (55/102)`, `55 (51.9%)`."""
        if result is None:
            return ""
        text = number_format.format_value(result.value, result.unit(""), self.words.locale)
        words, shown = self.words, list[str]()
        others: dict[str, str] = {}
        if self.extras.parts and result.parts:
            parts = [number_format.format_number(part, words.locale) for part in result.parts]
            shown.append("/".join(parts))
            others |= dict(zip((words("numerator"), words("denominator")), parts, strict=True))
        if (share := percent_of_total(self.results, result, self.extras.percent)) is not None:
            shown.append(number_format.format_value(share, PERCENT, words.locale))
            others[PERCENT] = shown[-1]
        return number_format.append_details(text, ", ".join(shown), others) if shown else text

    def value_with_unit(self, result: Result) -> str:
        """The same with its unit, where that is no part of the number: `106 people`."""
        value, unit = self.value_text(result), result.unit(self.words.language)
        in_number = result.unit("") == PERCENT or number_format.is_money(result.unit(""))
        return value if in_number or not unit or result.value is None else number_format.append_unit(value, unit)

    def source_text(self, result: Result) -> str:
        """Where a value comes from: `41 rows, 14 repeats`, or the parts of a formula."""
        if result.indicator.is_formula:
            return f" {result.indicator.traits.sign} ".join(result.indicator.parts)
        counts = result.counts
        if counts.rows is None or (result.value is None and not counts.rows):
            return ""
        named = [("rows", counts.rows), ("repeats", counts.repeats), ("missing", counts.missing)]
        told = [self.words(name, n) for name, n in named if n or name == "rows"]
        return ", ".join(text.replace(" ", NO_BREAK) for text in told)

    def unit_name(self, indicator: Indicator) -> str:
        """The name of an indicator's unit."""
        return indicator.unit(self.words.language)

    def indicator_label(self, indicator: Indicator) -> str:
        """The name of an indicator."""
        return indicator.label(self.words.language)

    def indicator_title(self, indicator: Indicator) -> str:
        """An indicator's code, label and unit."""
        unit = self.unit_name(indicator)
        return f"{indicator.code}: {self.indicator_label(indicator)}" + (f" ({unit})" if unit else "")

    def dimension_label(self, dimension: Dimension) -> str:
        """The name of a dimension."""
        if dimension.name in MONTHS_PER_UNIT and not dimension.label.texts:
            return self.words(dimension.name)
        return dimension.label(self.words.language)

    def category_labels(self, dimension: Dimension) -> dict[str, str]:
        """The names of a dimension's categories by key, in order, the total last."""
        named = {
            category.code: category.label(self.words.language) for category in self.results.categories[dimension.name]
        }
        axis = {
            key: self.words("not_recorded") if key == NOT_RECORDED else label or key for key, label in named.items()
        }
        return axis | {TOTAL: self.words("total")}


def percent_of_total(results: Results, result: Result, of: str) -> float | None:
    """A value as a percentage of the total of its row, its column or the whole table; only where parts make a whole.

    The first dimension goes down and the second across; a single one goes across.
    """
    if not of or not all(reconciliation.is_additive_along(result.indicator, dimension) for dimension in results.by):
        return None
    along = results.by[-1].name if of == ROW_TOTALS else results.by[0].name
    cell: CellKey = () if of == GRAND_TOTAL else tuple(pair for pair in result.cell if pair[0] != along)
    whole = results.of(result.code, cell)
    if (
        whole is None
        or not whole.value
        or not isinstance(result.value, NumericValue)
        or not isinstance(whole.value, NumericValue)
    ):
        return None
    return float(Fraction(result.value) * 100 / Fraction(whole.value))
