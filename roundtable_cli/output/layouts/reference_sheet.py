"""What can be computed, and the indicator reference sheet (PIRS) of each indicator."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.indicators.binding.bound_columns import Derivation
from roundtable_cli.indicators.definitions.framework import LIFE_OF_PROJECT, Indicator, ResultsFramework
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.indicators.results import NumericValue
from roundtable_cli.output.language import number_format
from roundtable_cli.output.language.descriptions import describe_calculated, describe_dimension, describe_rule
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.page import COLUMN_GAP, Page, PageTable, TidyData

LISTING_COLUMNS = ("code", "indicator", "level", "measure", "table", "unit")


class ReferenceSheets(NamedTuple):
    """The indicators of a framework, told in a language. `files` are the names of each table's files.

    `chains` are the calculated columns that each indicator is made of, by its code; `hidden` the names of what is
    personal.
    """

    framework: ResultsFramework
    words: LanguageWords
    files: Mapping[str, Sequence[str]]
    chains: Mapping[str, Sequence[Derivation]] = MappingProxyType({})
    hidden: frozenset[str] = frozenset()

    def listing_data(self, indicators: Sequence[Indicator]) -> TidyData:
        """A row per indicator: `code, indicator, level, measure, table, unit`."""
        lang = self.words.language
        rows = [
            (i.code, i.label(lang), i.level or None, i.measure, i.table or None, i.unit(lang) or None)
            for i in indicators
        ]
        return TidyData(LISTING_COLUMNS, tuple(rows))

    def elements_data(self, indicators: Sequence[Indicator]) -> TidyData:
        """A row per element of each reference sheet: `code, element, text`."""
        rows = [
            (indicator.code, key, text)
            for indicator in indicators
            for key, text in self._sheet_elements(indicator).items()
        ]
        return TidyData(("code", "element", "text"), tuple(rows))

    def build_page(
        self, indicators: Sequence[Indicator], lines: Sequence[str], full: bool, width: int | None = None
    ) -> Page:
        """The list of indicators, or, where `full`, a reference sheet for each; to be read in `width` (None: any)."""
        head = (self.words("element"), self.words("text"))
        grids = [
            PageTable(head, self._named_elements(one), title=one.code, wrap=(1,), code=one.code)
            for one in indicators
            if full
        ]
        title, *below = (*lines, self.framework.title(self.words.language))
        return Page(title, tuple(below), tuple(grids) if full else (self._listing_table(indicators, width),))

    def _listing_table(self, indicators: Sequence[Indicator], width: int | None) -> PageTable:
        """A row per indicator; where that is too wide, the label stands below the code."""
        lang, words = self.words.language, self.words
        rows = [
            (i.code, i.label(lang), words(i.level) if i.level else "", words(i.measure), i.table, i.unit(lang))
            for i in indicators
        ]
        head = tuple(words(name) for name in LISTING_COLUMNS)
        grid = PageTable(head, tuple(rows), wrap=(5, 2, 3, 1))
        if width is None or sum(grid.column_widths()) + COLUMN_GAP * (len(head) - 1) <= width:
            return grid
        room = max(len(code) for code, *_ in rows)
        below = [(f"{code}\n{textwrap.fill(label, room)}", *told) for code, label, *told in rows]
        return PageTable((f"{head[0]}, {head[1]}", *head[2:]), tuple(below), wrap=(4, 1, 2))

    def _named_elements(self, indicator: Indicator) -> tuple[tuple[str, str], ...]:
        """The elements of a sheet under their names in the language."""
        sheet = self._sheet_elements(indicator).items()
        own = ("." in key or key in self.framework.dimensions for key in dict(sheet))
        return tuple(
            (key if is_own else _capitalize_first(self.words(key)), text)
            for (key, text), is_own in zip(sheet, own, strict=True)
        )

    def _sheet_elements(self, indicator: Indicator) -> dict[str, str]:
        """The elements that an indicator has, each with its key."""
        lang, words = self.words.language, self.words
        targets = [
            f"{words('life_of_project') if period == LIFE_OF_PROJECT else period}: {self._value_text(value, indicator)}"
            for period, value in indicator.targets.items()
        ]
        written = {
            "label": indicator.label(lang),
            "definition": indicator.definition(lang),
            "level": words(indicator.level) if indicator.level else "",
            "rule": describe_rule(indicator, self.framework, words, self.hidden),
            "source": self._source_text(indicator),
            "date": indicator.date,
            "unit": indicator.unit(lang),
            "accumulation": "" if indicator.is_formula else words(indicator.accumulation),
            "direction": words(indicator.direction),
            "baseline": self._baseline_text(indicator),
            "target": "; ".join(targets),
            "disaggregation": ", ".join(map(self._dimension_label, indicator.disaggregate)),
            "published": self._published_text(indicator),
        }
        chain = {made.definition.rule: made for made in self.chains.get(indicator.code, ()) if made.definition}
        tested = [condition.name for rule in (indicator, *chain) for condition in (*rule.where, *rule.meets)]
        dimensions = self.framework.dimensions
        written |= {
            name: describe_dimension(dimensions[name], words, self.hidden) for name in tested if name in dimensions
        }
        written |= {rule.code: describe_calculated(made, words, self.hidden) for rule, made in chain.items()}
        return {key: text for key, text in written.items() if text}

    def _source_text(self, indicator: Indicator) -> str:
        return "; ".join(map(self._table_text, indicator.tables or (indicator.table,)))

    def _table_text(self, name: str) -> str:
        """A table and its files; one that no file holds says where its rows come from."""
        files = self.files.get(name, ())
        if keys := self.framework.key_tables.get(name):
            return self.words("key-table", table=name, each=", ".join(keys.key_columns), origin=keys.source_table)
        return f"{name} ({', '.join(files)})" if files else name

    def _baseline_text(self, indicator: Indicator) -> str:
        baseline = indicator.baseline
        if baseline is None:
            return ""
        figure = self._value_text(baseline.value, indicator)
        return f"{figure} ({baseline.year})" if baseline.year else figure

    def _published_text(self, indicator: Indicator) -> str:
        published = indicator.published
        if published is None:
            return ""
        source = published.source(self.words.language)
        figure = self._value_text(published.value, indicator)
        return f"{figure} ({source})" if source else figure

    def _value_text(self, value: NumericValue, indicator: Indicator) -> str:
        return number_format.format_value(value, indicator.unit(""), self.words.locale)

    def _dimension_label(self, name: str) -> str:
        if name in self.framework.dimensions:
            return self.framework.dimensions[name].label(self.words.language)
        return self.words(name) if name in MONTHS_PER_UNIT else name


def _capitalize_first(word: str) -> str:
    return word[:1].upper() + word[1:]
