"""The sections of a report: figures, targets, each indicator's breakdowns, the data, reference sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from roundtable_cli.indicators.definitions.dimensions import NOT_RECORDED
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.results import Results
from roundtable_cli.indicators.tracking.tracking_table import Tracking
from roundtable_cli.output.language import number_format
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import summary_page, tracking_page
from roundtable_cli.output.layouts.cell_texts import CellTexts
from roundtable_cli.output.layouts.reference_sheet import ReferenceSheets
from roundtable_cli.output.layouts.reporting.category_chart import build_category_chart
from roundtable_cli.output.page import Page, PageTable
from roundtable_cli.output.report_document import ReportDocument, ReportSection


class Breakdown(NamedTuple):
    """One indicator by one dimension; `charted` are the same results with few enough categories for a chart."""

    results: Results
    charted: Results


class ReportAnswers(NamedTuple):
    """What a report is made of: all of it is computed.

    `tracking` is None where nothing is set to compare with. `breakdowns` are those of each indicator, by its code.
    """

    headline: Results
    tracking: Tracking | None
    breakdowns: Mapping[str, Sequence[Breakdown]]


class ReportLayout(NamedTuple):
    """Lays a report out in the words of a language; `sheets` say what its indicators mean."""

    answers: ReportAnswers
    sheets: ReferenceSheets
    words: LanguageWords

    def build_document(self, lines: Sequence[str] = ()) -> ReportDocument:
        """The whole report; the caller's `lines` stand first."""
        headline = self.answers.headline
        title, *below = summary_page.page_heading(headline, self.words)
        sections = (
            self._headline_section(),
            *self._tracking_sections(),
            *(section for one in headline.indicators for section in self._indicator_sections(one)),
            self._data_section(),
            ReportSection(self.words("report-sheets"), self.sheets.build_page(headline.indicators, (), full=True)),
        )
        return ReportDocument(self.words.language, title, (*lines, *below), sections).as_visible()

    def _headline_section(self) -> ReportSection:
        page = summary_page.summary_page(CellTexts(self.answers.headline, self.words))
        return ReportSection(self.words("report-headline"), page._replace(title="", lines=()))

    def _tracking_sections(self) -> Iterator[ReportSection]:
        """The tracking table, where anything is set to compare with."""
        if self.answers.tracking is not None:
            page = tracking_page.tracking_page(self.answers.tracking, self.words)
            tables = tuple(map(_drop_empty_columns, page.tables))
            yield ReportSection(self.words("report-tracking"), page._replace(title="", lines=(), tables=tables))

    def _indicator_sections(self, indicator: Indicator) -> Iterator[ReportSection]:
        """An indicator with its definition, and below it each of its breakdowns; nothing where it has none."""
        breakdowns = self.answers.breakdowns.get(indicator.code, ())
        if breakdowns:
            lines = tuple(filter(None, [indicator.definition(self.words.language)]))
            yield ReportSection(indicator.label(self.words.language), Page(lines=lines))
        for breakdown in breakdowns:
            cells = CellTexts(breakdown.results, self.words)
            (dimension,) = breakdown.results.by
            page = summary_page.category_page(cells, dimension)
            chart = build_category_chart(CellTexts(breakdown.charted, self.words))
            charts = (chart,) if chart else ()
            yield ReportSection(cells.dimension_label(dimension), page, charts, level=3)

    def _data_section(self) -> ReportSection:
        """Which files the numbers come from, and how many rows of each breakdown are not recorded."""
        tables = (self._files_table(), *self._unrecorded_tables())
        return ReportSection(self.words("report-data"), Page(tables=tables))

    def _files_table(self) -> PageTable:
        """The files of each table, and how many rows of them were left out as no records."""
        left_out = self.answers.headline.left_out
        rows = [
            (name, ", ".join(files), self._number_text(left_out.get(name, 0)))
            for name, files in self.sheets.files.items()
        ]
        head = (self.words("table"), self.words("report-files"), self.words("report-left-out"))
        return PageTable(head, tuple(rows), self.words("report-files"), frozenset({2}))

    def _unrecorded_tables(self) -> Iterator[PageTable]:
        """A row for each breakdown in which something is not recorded."""
        rows = list[tuple[str, ...]]()
        for code, breakdowns in self.answers.breakdowns.items():
            for results in (breakdown.results for breakdown in breakdowns):
                (dimension,) = results.by
                part, whole = results.of(code, ((dimension.name, NOT_RECORDED),)), results.of(code)
                if part and whole and part.counts.rows and whole.counts.rows:
                    numbers = (self._number_text(part.counts.rows), self._number_text(whole.counts.rows))
                    rows.append((code, CellTexts(results, self.words).dimension_label(dimension), *numbers))
        if rows:
            names = ("code", "report-breakdown", "report-unrecorded-rows", "report-all-rows")
            title = self.words("report-unrecorded")
            yield PageTable(tuple(map(self.words, names)), tuple(rows), title, frozenset({2, 3}))

    def _number_text(self, number: int) -> str:
        return number_format.format_number(number, self.words.locale)


def _drop_empty_columns(table: PageTable) -> PageTable:
    """The table without the columns in which no row says anything."""
    kept = [i for i in range(len(table.head)) if any(row[i] not in {"", number_format.NO_VALUE} for row in table.rows)]
    return table._replace(
        head=tuple(table.head[i] for i in kept),
        rows=tuple(tuple(row[i] for i in kept) for row in table.rows),
        right_aligned=frozenset(new for new, old in enumerate(kept) if old in table.right_aligned),
        wrap_columns=(),
    )
