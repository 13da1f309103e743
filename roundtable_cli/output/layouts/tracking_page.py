"""The indicator performance tracking table (IPTT) laid out: tidy rows that can be a plan, or tables for reading."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from roundtable_cli.indicators.definitions.framework import LOP, Indicator
from roundtable_cli.indicators.tracking.status import ACHIEVED, NO_DATA, OFF_TRACK, ON_TRACK, Tracked
from roundtable_cli.indicators.tracking.tracking_table import Tracking
from roundtable_cli.output.language import number_format
from roundtable_cli.output.language.words import Words
from roundtable_cli.output.layouts import notes, summary_page
from roundtable_cli.output.layouts.cell_texts import Cells
from roundtable_cli.output.page import Data, Grid, Page, Remark

LABEL = 16  # a label beside others is wrapped to this width, or to that of its code
GREEN, YELLOW, RED = 32, 33, 31
COLOURS = {ACHIEVED: GREEN, ON_TRACK: GREEN, OFF_TRACK: RED, NO_DATA: YELLOW}
TOLD = ("baseline", "value", "to_date", "milestone", "target", "achievement", "status")
SET = ("to_date", "baseline", "milestone", "target", "achievement", "status", "note")


def tidy(tracking: Tracking, lang: str, total: bool = True) -> Data:
    """One row per line: the columns of a summary, `period` after the indicator, and what the value is against.

    In the line of the life of project the milestone is its target or none, so that the rows can be read as a plan.
    """
    names = [dimension.name for dimension in tracking.results.by]
    head = ("code", "indicator", "period", *names, "value", "unit", *summary_page.COUNTS, *SET)
    rows = []
    for line in tracking:
        if total or len(line.cell) == len(names):
            counts = [getattr(line.result.counts, name) for name in summary_page.COUNTS]
            told = [line.target if (name, line.period) == ("milestone", LOP) else getattr(line, name) for name in SET]
            label, unit = line.indicator.label(lang), line.result.unit(lang)
            cells = [line.result.category(name) for name in names]
            rows.append((line.indicator.code, label, line.period, *cells, line.result.value, unit, *counts, *told))
    return Data(head, tuple(rows))


def reading(tracking: Tracking, words: Words, width: int | None = None, lines: Sequence[str] = ()) -> Page:
    """The page of a tracking table: a row per indicator where there is one line for each, else a table for each."""
    cells = Cells(tracking.results, words)
    if tracking.unit or tracking.results.by:
        grids = [_grid(tracking, indicator, cells) for indicator in tracking.results.indicators]
    else:
        grids = list(_one_line_each(tracking, cells, width))
    title, *below = summary_page.heading(tracking.results, words, lines)
    said = (*_noted(tracking), *notes.texts(cells))
    return Page(title, tuple(below), tuple(grids), said, {words(status): colour for status, colour in COLOURS.items()})


def _one_line_each(tracking: Tracking, cells: Cells, width: int | None) -> Iterator[Grid]:
    """A row per indicator; turned, where that is too wide, with a column per indicator."""
    heads = [cells.words(name) for name in TOLD]
    told = {line.indicator.code: [*_told(line, cells.words).values()] for line in tracking}
    named = {
        line.indicator.code: [
            textwrap.fill(cells.label(line.indicator), max(len(line.indicator.code), LABEL), break_long_words=False),
            cells.unit(line.indicator),
        ]
        for line in tracking
    }
    rows = [
        (line.indicator.code, cells.label(line.indicator), cells.unit(line.indicator), *told[line.indicator.code])
        for line in tracking
    ]
    head = (*(cells.words(name) for name in ("code", "indicator", "unit")), *heads)
    grid = Grid(head, tuple(rows), right=frozenset(range(3, len(head) - 1)), wrap=(1, 2))
    if width is None or grid.fitted(width)[1]:
        yield grid
    else:
        columns = [(code, [*named[code], *texts]) for code, texts in told.items()]
        yield from summary_page.parted(cells.words("code"), [*head[1:3], *heads], columns, width)


def _grid(tracking: Tracking, indicator: Indicator, cells: Cells) -> Grid:
    """A row per period and category of one indicator; the last, life of project, has its target as its milestone."""
    words, by = cells.words, tracking.results.by
    told = [name for name in TOLD if name != "target"]
    heads = [words("period_of")] if tracking.unit else []
    heads += [cells.dimension(dimension) for dimension in by]
    rows = []
    for line in tracking.of(indicator):
        period = [words("life_of_project") if line.period == LOP else line.period] if tracking.unit else []
        place = [cells.axis(dimension)[line.result.category(dimension.name)] for dimension in by]
        values = _told(line, words)
        rows.append((*period, *place, *(values[name] for name in told)))
    first, last = len(heads), len(heads) + len(told) - 1
    head = (*heads, *(words(name) for name in told))
    target = next((_told(line, words)["target"] for line in tracking.of(indicator) if line.target is not None), "")
    title = cells.title(indicator) + (f", {words('target')} {target}" if target else "")
    return Grid(head, tuple(rows), title, frozenset(range(first, last)), tuple(range(first)), indicator.code)


def _told(line: Tracked, words: Words) -> dict[str, str]:
    """The texts of a line, by what they tell."""
    unit = line.result.unit("")
    values = (line.baseline, line.result.value, line.to_date, line.milestone, line.target)
    texts = [number_format.text(value, unit, words.locale) for value in values]
    reached = (
        number_format.NOTHING if line.achievement is None else number_format.percentage(line.achievement, words.locale)
    )
    return dict(zip(TOLD, (*texts, reached, words(line.status)), strict=True))


def _noted(tracking: Tracking) -> Iterator[Remark]:
    for line in tracking:
        if line.note:
            place = ", ".join([line.period] * (line.period != LOP) + [category for _, category in line.cell])
            code = line.indicator.code
            yield Remark(f"{code}{f' ({place})' if place else ''}: {line.note}", [code])
