"""How a value came about: the steps to it, and the rows behind it, as a page or as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.explaining.explained_rows import ExplainedRow, FunnelStep, PartFunnel
from roundtable_cli.indicators.explaining.explanation import Explanation
from roundtable_cli.indicators.results import NumericValue, Result, Results
from roundtable_cli.output.language import descriptions, number_format
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import notes
from roundtable_cli.output.layouts.cell_texts import CellTexts
from roundtable_cli.output.layouts.explaining.row_texts import RowTexts
from roundtable_cli.output.layouts.summary_page import page_heading
from roundtable_cli.output.page import Page, PageNote, PageTable, RowStream

ROWS_ON_SCREEN, ROWS_OF_A_PART = 50, 10  # in all, and of a part of a formula at least
_PLACE, _KINDS = ("file", "sheet", "row", "table", "part"), ("value", "adds", "adds_to_denominator", "status")
_DATA_NAMES = frozenset({*_PLACE, *_KINDS, "reason", "repeat_of", "repeat_of_file"})


class ExplanationLayout(NamedTuple):
    """An explanation in the words of a language; `all_rows` where its page is to have every row."""

    explanation: Explanation
    words: LanguageWords
    all_rows: bool = False

    # As data

    def build_data(self) -> RowStream:
        """A row for each row of the tables, made when it is asked for."""
        by = [f"by_{dimension.name}" for dimension in self.explanation.results.by]
        shown = [f"column_{name}" if name in {*_DATA_NAMES, *by} else name for name in self.explanation.shown_names]
        head = (*_PLACE, *shown, *by, *_KINDS, "reason", "repeat_of", "repeat_of_file")
        return RowStream(head, map(self.row_values, self.explanation.rows()))

    def row_values(self, row: ExplainedRow) -> tuple[object, ...]:
        """What the columns of data hold of one row."""
        values: list[object] = [row.location.file, row.location.sheet, row.location.row, row.table, row.part]
        values += (row.cells.get(name) for name in self.explanation.shown_names)
        values += ["; ".join(codes) for codes in row.categories] or [""] * len(self.explanation.results.by)
        values += (row.value, row.adds, row.adds_below, row.status)
        values.append(self._row_texts.reason_text(row.reason) if row.reason else "")
        values += (row.repeat_of.row, row.repeat_of.file_label) if row.repeat_of else (None, "")
        return tuple(values)

    # As a page

    def build_page(self, width: int | None, lines: Sequence[str]) -> Page:
        """The value, the steps to it, its categories, and the first rows."""
        top = [*lines, *self.list_headings()]
        rows, more = self._row_tables()
        steps = [self._funnel_table(funnel) for funnel in self.explanation.funnels]
        tables = [*steps, *self._category_tables(), *rows]
        told = [more] if more else []
        return Page(top[0], tuple(top[1:]), tuple(tables), (*told, *notes.page_notes(self._cells, [])), width=width)

    def list_headings(self) -> list[str]:
        """What stands above the tables: the value, the arithmetic of formulas, and what was asked for."""
        results, total = self.own_results, self.explanation.result
        heading = page_heading(results, self.words)
        title = f"{self._cells.indicator_label(total.indicator)}: {self._cells.value_with_unit(total)}"
        about = heading[1:] if results.framework.title(self.words.language) else heading
        return [title, *self._formula_lines(), *about]

    @property
    def own_results(self) -> Results:
        """The results of the indicator alone, without those of its parts."""
        results, code = self.explanation.results, self.explanation.indicator.code
        own = tuple(note for note in results.notes if note.indicator is None or note.indicator.code == code)
        return replace(results, results=tuple(results.each(code)), notes=own)

    @property
    def _cells(self) -> CellTexts:
        return CellTexts(self.own_results, self.words)

    @property
    def _row_texts(self) -> RowTexts:
        return RowTexts(self.words, self.explanation.personal_names)

    def _funnel_table(self, funnel: PartFunnel) -> PageTable:
        """The arithmetic from rows to a value; of a part of a formula under its code."""
        rows = [(self.step_text(step), self._number(step.rows)) for step in funnel.steps]
        rows += self._value_rows(self.explanation.total_of(funnel.indicator))
        is_part = funnel.indicator != self.explanation.indicator
        title = self._cells.indicator_title(funnel.indicator) if is_part else ""
        head = (self.words("step"), self.words("step-rows"))
        return PageTable(head, tuple(rows), title, frozenset({1}), (0,), funnel.indicator.code)

    def _value_rows(self, result: Result) -> Iterator[tuple[str, str]]:
        """The last steps: numerator and denominator, the factor, and the value."""
        indicator, words = result.indicator, self.words
        for name, part in zip(("numerator", "denominator"), result.parts or (), strict=False):
            yield words(name), self._number(part)
        if indicator.factor != 1:
            yield words("step-factor"), f"× {self._number(indicator.factor)}"
        column = ", ".join(indicator.columns) or indicator.column
        unit = self._cells.unit_name(indicator)
        label = unit if indicator.traits.is_count and unit else words(indicator.measure)
        label = f"{label}: {column}" if column and label != unit else label
        yield label, self._cells.value_text(result)

    def step_text(self, step: FunnelStep) -> str:
        """A step of the arithmetic in words."""
        if step.kind == "read" and not step.name:
            return self.words("step-read-keys", table=step.table)
        hidden = self.explanation.results.hidden
        condition = descriptions.describe_conditions([step.condition], self.words, hidden) if step.condition else ""
        about = {"table": step.table, "files": step.name, "name": step.name, "condition": condition}
        return self.words(f"step-{step.kind}", **about)

    def _number(self, number: NumericValue) -> str:
        return number_format.format_number(number, self.words.locale)

    def _category_tables(self) -> Iterator[PageTable]:
        """The value of each category, and the rows that it comes from."""
        cells, by = self._cells, self.explanation.results.by
        if not by:
            return
        labels = [cells.category_labels(dimension) for dimension in by]
        rows = [
            (
                *(own[result.category(dimension.name)] for dimension, own in zip(by, labels, strict=True)),
                cells.value_with_unit(result),
                cells.source_text(result),
            )
            for result in self.own_results
        ]
        head = (*map(cells.dimension_label, by), self.words("value"), self.words("records"))
        yield PageTable(head, tuple(rows), "", frozenset({len(by)}), (len(by) + 1, 0), self.explanation.indicator.code)

    def _formula_lines(self) -> Iterator[str]:
        """Of each formula that the value is made of, its arithmetic: `paid $120 − returned $20 = $100`."""
        results = self.explanation.results
        for indicator in results.framework.with_parts([self.explanation.indicator.code]):
            if indicator.is_formula:
                parts = [self.explanation.total_of(results.framework.indicators[code]) for code in indicator.parts]
                terms = [f"{part.code} {self._cells.value_text(part)}" for part in parts]
                factor = indicator.factor  # the 100 of a percentage stands in its sign
                times = f" × {self._number(factor)}" if factor != 1 else ""
                text = f" {indicator.traits.sign} ".join(terms)
                yield f"{text}{times} = {self._cells.value_text(self.explanation.total_of(indicator))}"

    def _row_tables(self) -> tuple[list[PageTable], PageNote | None]:
        """The rows of each part, on a screen the first of them, and how many are not shown."""
        tables, more, parts = list[PageTable](), 0, self.explanation.parts
        most = max(ROWS_ON_SCREEN // len(parts), ROWS_OF_A_PART) if parts else 0
        for part in parts:
            rows = self.explanation.rows(part.code)
            shown = [*(rows if self.all_rows else islice(rows, most))]
            more += sum(1 for _ in rows)
            if shown:
                tables.append(self._rows_table(part, shown))
        if not tables:
            return [], PageNote(self.words("no-rows-chosen"))
        return tables, PageNote(self.words("more-rows", more)) if more else None

    def _rows_table(self, part: Indicator, rows: Sequence[ExplainedRow]) -> PageTable:
        """Some rows of one part."""
        columns = self._choose_columns(part, rows)
        head = tuple(heading for heading, _ in columns)
        body = tuple(tuple(texts) for texts in zip(*(texts for _, texts in columns), strict=True))
        right = frozenset(index for index, (heading, _) in enumerate(columns) if heading in self._numeric_headings)
        title = self._cells.indicator_title(part) if len(self.explanation.parts) > 1 else ""
        wrapped = (len(head) - 1, *range(2, len(head) - 1))  # file and row, which name the row, stay whole
        return PageTable(head, body, title, right, wrapped, part.code)

    @property
    def _numeric_headings(self) -> set[str]:
        return {self.words(name) for name in ("explained-row", "explained-adds", "numerator", "denominator")}

    def _choose_columns(self, part: Indicator, rows: Sequence[ExplainedRow]) -> list[tuple[str, list[str]]]:
        """The headings, and the texts below each; row numbers and amounts only where there are any."""
        words, texts, explanation = self.words, self._row_texts, self.explanation
        columns = list[tuple[str, list[str]]]()
        columns.append((words("explained-file"), [row.location.file_label for row in rows]))
        if any(row.location.row for row in rows):
            columns.append((words("explained-row"), [str(row.location.row or "") for row in rows]))
        columns += [(name, [texts.cell_text(row, name) for row in rows]) for name in explanation.names_of(part)]
        for index, dimension in enumerate(explanation.results.by):
            labels = self._cells.category_labels(dimension)
            categories = (row.categories[index] if row.categories else () for row in rows)
            told = ["; ".join(labels.get(code, code) for code in codes) for codes in categories]
            columns.append((self._cells.dimension_label(dimension), told))
        columns += self._amount_columns(rows)
        return [*columns, (words("explained-status"), [texts.status_text(row) for row in rows])]

    def _amount_columns(self, rows: Sequence[ExplainedRow]) -> Iterator[tuple[str, list[str]]]:
        """What each row adds: to the value, or to numerator and denominator."""
        amounts = [[row.adds for row in rows], [row.adds_below for row in rows]]
        is_quotient = any(amount is not None for amount in amounts[1])
        names = ("numerator", "denominator") if is_quotient else ("explained-adds",)
        for name, own in zip(names, amounts, strict=False):
            if any(amount is not None for amount in own):
                yield self.words(name), ["" if amount is None else self._number(amount) for amount in own]
