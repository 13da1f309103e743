"""The indicator performance tracking table (IPTT) laid out: tidy rows that can be a plan, or tables for reading."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from roundtable_cli.indicators.definitions.framework import LIFE_OF_PROJECT, Indicator
from roundtable_cli.indicators.tracking.status import ACHIEVED, NO_DATA, OFF_TRACK, ON_TRACK, Tracked
from roundtable_cli.indicators.tracking.tracking_table import Tracking
from roundtable_cli.output.language import number_format
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import notes, summary_page
from roundtable_cli.output.layouts.cell_texts import CellTexts
from roundtable_cli.output.page import Page, PageNote, PageTable, TidyData

LABEL_WIDTH = 16  # a label beside others is wrapped to this width, or to that of its code
GREEN, YELLOW, RED = 32, 33, 31
STATUS_COLOURS = {ACHIEVED: GREEN, ON_TRACK: GREEN, OFF_TRACK: RED, NO_DATA: YELLOW}
TEXT_COLUMNS = ("baseline", "value", "to_date", "milestone", "target", "achievement", "status")
DATA_COLUMNS = ("to_date", "baseline", "milestone", "target", "achievement", "status", "note")


def tracking_data(tracking: Tracking, lang: str, total: bool = True) -> TidyData:
    """One row per line: the columns of a summary, `period` after the indicator, and what the value is against.

    In the line of the life of project the milestone is its target or none, so that the rows can be read as a plan.
    """
    names = [dimension.name for dimension in tracking.results.by]
    head = ("code", "indicator", "period", *names, "value", "unit", *summary_page.COUNT_COLUMNS, *DATA_COLUMNS)
    rows = []
    for line in tracking:
        if total or len(line.cell) == len(names):
            counts = [getattr(line.result.counts, name) for name in summary_page.COUNT_COLUMNS]
            told = [
                line.target if (name, line.period) == ("milestone", LIFE_OF_PROJECT) else getattr(line, name)
                for name in DATA_COLUMNS
            ]
            label, unit = line.indicator.label(lang), line.result.unit(lang)
            cells = [line.result.category(name) for name in names]
            rows.append((line.indicator.code, label, line.period, *cells, line.result.value, unit, *counts, *told))
    return TidyData(head, tuple(rows))


def tracking_page(
    tracking: Tracking, words: LanguageWords, width: int | None = None, lines: Sequence[str] = ()
) -> Page:
    """The page of a tracking table: a row per indicator where there is one line for each, else a table for each."""
    cells = CellTexts(tracking.results, words)
    if tracking.unit or tracking.results.by:
        grids = [_period_table(tracking, indicator, cells) for indicator in tracking.results.indicators]
    else:
        grids = list(_indicator_tables(tracking, cells, width))
    title, *below = summary_page.page_heading(tracking.results, words, lines)
    said = (*_plan_notes(tracking), *notes.page_notes(cells))
    return Page(
        title, tuple(below), tuple(grids), said, {words(status): colour for status, colour in STATUS_COLOURS.items()}
    )


def _indicator_tables(tracking: Tracking, cells: CellTexts, width: int | None) -> Iterator[PageTable]:
    """A row per indicator; turned, where that is too wide, with a column per indicator."""
    heads = [cells.words(name) for name in TEXT_COLUMNS]
    told = {line.indicator.code: [*_line_texts(line, cells.words).values()] for line in tracking}
    named = {
        line.indicator.code: [
            textwrap.fill(
                cells.indicator_label(line.indicator),
                max(len(line.indicator.code), LABEL_WIDTH),
                break_long_words=False,
            ),
            cells.unit_name(line.indicator),
        ]
        for line in tracking
    }
    rows = [
        (
            line.indicator.code,
            cells.indicator_label(line.indicator),
            cells.unit_name(line.indicator),
            *told[line.indicator.code],
        )
        for line in tracking
    ]
    head = (*(cells.words(name) for name in ("code", "indicator", "unit")), *heads)
    grid = PageTable(head, tuple(rows), right=frozenset(range(3, len(head) - 1)), wrap=(1, 2))
    if width is None or grid.fit_width(width)[1]:
        yield grid
    else:
        columns = [(code, [*named[code], *texts]) for code, texts in told.items()]
        yield from summary_page.split_columns(cells.words("code"), [*head[1:3], *heads], columns, width)


def _period_table(tracking: Tracking, indicator: Indicator, cells: CellTexts) -> PageTable:
    """A row per period and category of one indicator; the last, life of project, has its target as its milestone."""
    words, by = cells.words, tracking.results.by
    told = [name for name in TEXT_COLUMNS if name != "target"]
    heads = [words("period_of")] if tracking.unit else []
    heads += [cells.dimension_label(dimension) for dimension in by]
    rows = []
    for line in tracking.of(indicator):
        period = [words("life_of_project") if line.period == LIFE_OF_PROJECT else line.period] if tracking.unit else []
        place = [cells.category_labels(dimension)[line.result.category(dimension.name)] for dimension in by]
        values = _line_texts(line, words)
        rows.append((*period, *place, *(values[name] for name in told)))
    first, last = len(heads), len(heads) + len(told) - 1
    head = (*heads, *(words(name) for name in told))
    target = next(
        (_line_texts(line, words)["target"] for line in tracking.of(indicator) if line.target is not None), ""
    )
    title = cells.indicator_title(indicator) + (f", {words('target')} {target}" if target else "")
    return PageTable(head, tuple(rows), title, frozenset(range(first, last)), tuple(range(first)), indicator.code)


def _line_texts(line: Tracked, words: LanguageWords) -> dict[str, str]:
    """The texts of a line, by what they tell."""
    unit = line.result.unit("")
    values = (line.baseline, line.result.value, line.to_date, line.milestone, line.target)
    texts = [number_format.format_value(value, unit, words.locale) for value in values]
    reached = (
        number_format.NO_VALUE
        if line.achievement is None
        else number_format.format_percentage(line.achievement, words.locale)
    )
    return dict(zip(TEXT_COLUMNS, (*texts, reached, words(line.status)), strict=True))


def _plan_notes(tracking: Tracking) -> Iterator[PageNote]:
    for line in tracking:
        if line.note:
            place = ", ".join(
                [line.period] * (line.period != LIFE_OF_PROJECT) + [category for _, category in line.cell]
            )
            code = line.indicator.code
            yield PageNote(f"{code}{f' ({place})' if place else ''}: {line.note}", [code])
