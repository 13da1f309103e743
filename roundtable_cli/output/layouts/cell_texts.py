"""What stands in a cell: a value in its unit and language, what is shown beside it, and the names of things."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from babel import Locale

from roundtable_cli.indicators import reconciliation
from roundtable_cli.indicators.definitions.dimensions import NONE_OF_THESE, NOT_RECORDED, TOTAL, Dimension
from roundtable_cli.indicators.definitions.framework import PERCENT, Indicator
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.indicators.results import CellKey, NumericValue, Result, Results, to_output_number
from roundtable_cli.output.language import number_format, unit_names
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.visible_text import visible_line

NO_BREAK = "\N{NO-BREAK SPACE}"
ROW_TOTALS, COLUMN_TOTALS, GRAND_TOTAL = "row", "column", "all"


class ValueExtras(NamedTuple):
    """What is shown beside a value.

    `parts`: numerator and denominator of a share or ratio. `percent`: the value as a percentage of the total of its
    "row", of its "column", or of "all"; empty for none. `columns` are the names of those that are shown; empty for all.
    """

    parts: bool = False
    percent: str = ""
    columns: tuple[str, ...] = ()


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
        if result.is_refused:
            return self.words("refused")
        if result.is_hidden:
            return self.words("hidden-value")
        words, locale, in_brackets = self.words, self.words.locale, list[str]()
        details: dict[str, str] = {}
        if self.extras.parts and result.parts:
            parts = [number_format.format_number(part, locale) for part in result.parts]
            in_brackets.append("/".join(parts))
            details |= dict(zip((words("numerator"), words("denominator")), parts, strict=True))
        if (percent := percent_of_total(self.results, result, self.extras.percent)) is not None:
            details[PERCENT] = number_format.format_value(percent, PERCENT, locale)
            in_brackets.append(details[PERCENT])
        text = number_format.format_value(result.value, result.unit(""), locale)
        return number_format.append_details(text, ", ".join(in_brackets), details) if in_brackets else text

    def value_with_unit(self, result: Result) -> str:
        """A value with the name of its unit: `106 people`, `1 person`; `$61,933` and `52.9%` have theirs already."""
        value, language = self.value_text(result), self.words.language
        forms = result.unit.forms.get(language) or result.unit.forms.get("", {})
        unit = unit_names.name_unit(result.unit(language), result.value, language, forms)
        in_number = result.unit("") == PERCENT or number_format.is_money(result.unit(""))
        return value if in_number or not unit or result.value is None else number_format.append_unit(value, unit)

    def source_text(self, result: Result) -> str:
        """Where a value comes from: `41 rows, 14 repeats`, or the parts of a formula, and how many values they miss."""
        counts = result.counts
        if result.indicator.is_formula:
            parts = f" {result.indicator.traits.sign} ".join(result.indicator.parts)
            missing = self.words("missing", counts.missing) if counts.missing else ""
            return ", ".join(filter(None, (parts, missing.replace(" ", NO_BREAK))))
        if counts.rows is None or (result.value is None and not counts.rows):
            return ""
        numbers = [("rows", counts.rows), ("repeats", counts.repeats), ("missing", counts.missing)]
        texts = [self.words(name, n) for name, n in numbers if n or name == "rows"]
        return ", ".join(text.replace(" ", NO_BREAK) for text in texts)

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
        labels = {
            category.code: self.words("others", category.merged_count)
            if category.merged_count
            else category.label(self.words.language) or visible_line(category.code)
            for category in self.results.categories[dimension.name]
        }
        if dimension.has_conditions and NONE_OF_THESE in labels:
            labels[NONE_OF_THESE] = self.words("none_of_these")
        if NOT_RECORDED in labels:
            labels[NOT_RECORDED] = self.words("not_recorded")
        return labels | {TOTAL: self.words("total")}


def percent_of_total(results: Results, result: Result, of: str) -> NumericValue | None:
    """A value as a percentage of the total `of` its `row`, its `column` or `all`; None where parts make no whole.

    The first dimension goes down and the second across, also in data, which has no layout; a single one goes across if
    rows are asked for, and down if columns are. Tables are laid out so: see `summary_page`.
    """
    if not of or not all(reconciliation.is_additive_along(result.indicator, dimension) for dimension in results.by):
        return None
    along = results.by[-1].name if of == ROW_TOTALS else results.by[0].name
    cell: CellKey = () if of == GRAND_TOTAL else tuple(pair for pair in result.cell if pair[0] != along)
    total = results.of(result.code, cell)
    if total and total.value and isinstance(total.value, NumericValue) and isinstance(result.value, NumericValue):
        return to_output_number(Fraction(result.value) * 100 / Fraction(total.value), quotient=True)
    return None


def sourced_value(value: object, unit: str, source: str | int | None, locale: Locale) -> str:
    """A value that somebody states, and in brackets where or when: `106 (IPTT 2018)`."""
    text = number_format.format_as_written(value, unit, locale) if isinstance(value, (int, Decimal)) else str(value)
    return f"{text} ({source})" if source else text
