"""What can be computed, and the indicator reference sheet (PIRS) of each indicator."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.indicators.binding.bound_columns import BoundColumn, Derivation
from roundtable_cli.indicators.definitions.framework import (
    LIFE_OF_PROJECT,
    Indicator,
    PublishedFigure,
    ResultsFramework,
)
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.output.language.descriptions import (
    describe_calculated,
    describe_date,
    describe_dimension,
    describe_rule,
)
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.cell_texts import sourced_value
from roundtable_cli.output.page import Page, PageTable, TidyData

LISTING_COLUMNS = ("code", "indicator", "level", "measure", "table", "unit")


class ReferenceSheets(NamedTuple):
    """The indicators of a framework, in the words of a language.

    `files` are the names of each table's files, `calculated_columns` the derivations that each indicator reads, by its
    code. `hidden` are the names of personal columns, whose values in conditions are not printed. `age_dates` name,
    by the code of an indicator, the dimensions of ages that it reads, with the column on whose date an age is taken.
    """

    framework: ResultsFramework
    words: LanguageWords
    files: Mapping[str, Sequence[str]]
    calculated_columns: Mapping[str, Sequence[Derivation]] = MappingProxyType({})
    hidden: frozenset[str] = frozenset()
    age_dates: Mapping[str, Mapping[str, BoundColumn]] = MappingProxyType({})

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
        """The list of indicators, `width` characters wide (None: any), or, where `full`, a reference sheet for each."""
        title, *below = (*lines, self.framework.title(self.words.language))
        if full:
            tables = tuple(self._sheet_table(indicator) for indicator in indicators)
        else:
            tables = (self._listing_table(indicators, width),)
        return Page(title, tuple(below), tables, width=width)

    def _sheet_table(self, indicator: Indicator) -> PageTable:
        """The reference sheet of an indicator: its elements under their names in the language."""
        head, code = (self.words("element"), self.words("text")), indicator.code
        rows = tuple((self._element_name(key), text) for key, text in self._sheet_elements(indicator).items())
        return PageTable(head, rows, title=code, wrap_columns=(1,), indicator_code=code)

    def _element_name(self, key: str) -> str:
        """The name of an element; dimensions and calculated columns (`table.column`) keep their own."""
        if "." in key or key in self.framework.dimensions:
            return key
        name = self.words(key)
        return name[:1].upper() + name[1:]

    def _listing_table(self, indicators: Sequence[Indicator], width: int | None) -> PageTable:
        """A row per indicator; where that is too wide, the label stands below the code."""
        lang, words = self.words.language, self.words
        rows = [
            (i.code, i.label(lang), words(i.level) if i.level else "", words(i.measure), i.table, i.unit(lang))
            for i in indicators
        ]
        head = tuple(words(name) for name in LISTING_COLUMNS)
        table = PageTable(head, tuple(rows), wrap_columns=(5, 2, 3, 1))
        if width is None or table.total_width() <= width:
            return table
        room = max(len(code) for code, *_ in rows)
        stacked = [(f"{code}\n{textwrap.fill(label, room)}", *others) for code, label, *others in rows]
        return PageTable((f"{head[0]}, {head[1]}", *head[2:]), tuple(stacked), wrap_columns=(4, 1, 2))

    def _sheet_elements(self, indicator: Indicator) -> dict[str, str]:
        """The elements that an indicator has, each with its key."""
        lang, words, locale = self.words.language, self.words, self.words.locale
        unit, baseline = indicator.unit(""), indicator.baseline
        targets = [
            (words("life_of_project") if period == LIFE_OF_PROJECT else period, sourced_value(value, unit, "", locale))
            for period, value in indicator.targets.items()
        ]
        elements = {
            "label": indicator.label(lang),
            "definition": indicator.definition(lang),
            "level": words(indicator.level) if indicator.level else "",
            "rule": describe_rule(indicator, self.framework, words, self.hidden),
            "source": "; ".join(map(self._table_text, indicator.tables or (indicator.table,))),
            "date": describe_date(indicator, words),
            "unit": indicator.unit(lang),
            "accumulation": "" if indicator.is_formula else words(indicator.accumulation),
            "direction": words(indicator.direction),
            "baseline": sourced_value(baseline.value, unit, baseline.year, locale) if baseline else "",
            "target": "; ".join(f"{period}: {value}" for period, value in targets),
            "disaggregation": ", ".join(map(self._dimension_label, indicator.disaggregate)),
            "published": "; ".join(self._published_text(figure, unit) for figure in indicator.published),
        }
        elements |= self._names_explained(indicator)
        return {key: text for key, text in elements.items() if text}

    def _published_text(self, figure: PublishedFigure, unit: str) -> str:
        """A published value: `2018Q4, female: 8 (report)`; that of all records stands alone."""
        text = sourced_value(figure.value, unit, figure.source(self.words.language), self.words.locale)
        return f"{figure.place}: {text}" if figure.place else text

    def _names_explained(self, indicator: Indicator) -> dict[str, str]:
        """What the names in an indicator's rule mean: its dimensions, and the calculated columns that it reads."""
        derivations = self.calculated_columns.get(indicator.code, ())
        rules = {derivation.definition.rule: derivation for derivation in derivations if derivation.definition}
        tested = [condition.name for rule in (indicator, *rules) for condition in rule.conditions]
        known, ages = self.framework.dimensions, self.age_dates.get(indicator.code, {})
        dimensions = {
            name: describe_dimension(known[name], self.words, self.hidden, ages.get(name))
            for name in (*tested, *ages)
            if name in known
        }
        calculated = {rule.code: describe_calculated(one, self.words, self.hidden) for rule, one in rules.items()}
        return dimensions | calculated

    def _table_text(self, name: str) -> str:
        """A table and its files; for a table of keys, which no file holds, where its rows come from."""
        files = self.files.get(name, ())
        if keys := self.framework.key_tables.get(name):
            return self.words("key-table", table=name, each=", ".join(keys.key_columns), origin=keys.source_table)
        return f"{name} ({', '.join(files)})" if files else name

    def _dimension_label(self, name: str) -> str:
        if name in self.framework.dimensions:
            return self.framework.dimensions[name].label(self.words.language)
        return self.words(name) if name in MONTHS_PER_UNIT else name
