"""The indicator performance tracking table (IPTT) laid out: tidy rows that can be a plan, or tables for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from roundtable_cli.indicators.framework import LOP, Indicator
from roundtable_cli.indicators.results import Number, Value
from roundtable_cli.indicators.targets import Tracked
from roundtable_cli.indicators.tracking import Tracking
from roundtable_cli.output import layout, notes, numbers
from roundtable_cli.output.page import Data, Grid, Page
from roundtable_cli.output.words import Words

SET = ("to_date", "baseline", "milestone", "target", "achievement", "status", "note")


def tidy(tracking: Tracking, lang: str, total: bool = True) -> Data:
    """One row per line: the columns of a summary, `period` after the indicator, and what the value is against."""
    names = [dimension.name for dimension in tracking.results.by]
    head = ("code", "indicator", "period", *names, "value", "unit", *layout.COUNTS, *SET)
    rows = []
    for line in tracking:
        if total or len(line.cell) == len(names):
            counts = [getattr(line.result.counts, name) for name in layout.COUNTS]
            told = [getattr(line, name) for name in SET]
            label, unit = line.indicator.label(lang), line.indicator.unit(lang)
            cells = [line.result.category(name) for name in names]
            rows.append((line.indicator.code, label, line.period, *cells, line.result.value, unit, *counts, *told))
    return Data(head, tuple(rows))


def reading(tracking: Tracking, words: Words, width: int | None = None, lines: Sequence[str] = ()) -> Page:
    """The page of a tracking table: a row per indicator where there is one line for each, else a table for each."""
    results = tracking.results
    if tracking.unit or results.by:
        grids = [_grid(tracking, indicator, words) for indicator in results.indicators]
    else:
        grids = list(_one_line_each(tracking, words, width))
    heading = layout.heading(results, words, lines)
    said = [*_noted(tracking), *notes.texts(results, words)]
    return Page(heading[0], heading[1:], tuple(grids), tuple(said))


def _one_line_each(tracking: Tracking, words: Words, width: int | None) -> Iterator[Grid]:
    """A row per indicator; turned, where that is too wide, with a column per indicator."""
    heads = [words(name) for name in ("baseline", "value", "to_date", "milestone", "target", "achievement", "status")]
    cells = {line.indicator.code: [*_values(line, words), *_judged(line, words)] for line in tracking}
    rows = [
        (
            line.indicator.code,
            line.indicator.label(words.language),
            layout.unit_name(line.indicator, words),
            *cells[line.indicator.code],
        )
        for line in tracking
    ]
    head = (words("code"), words("indicator"), words("unit"), *heads)
    grid = Grid(head, tuple(rows), right=frozenset(range(3, 9)), wrap=(1, 2))
    if width is None or grid.fitted(width)[1]:
        yield grid
    else:
        yield from layout.parted("", heads, cells, width)


def _grid(tracking: Tracking, indicator: Indicator, words: Words) -> Grid:
    """A row per period and category of one indicator."""
    by = tracking.results.by
    heads = [words("period_of")] if tracking.unit else []
    heads += [layout.dimension_name(dimension, words) for dimension in by]
    first = len(heads)
    heads += [words(name) for name in ("baseline", "value", "to_date", "milestone", "achievement", "status")]
    rows = [
        [*_place(tracking, line, words), *_without_target(_values(line, words)), *_judged(line, words)]
        for line in tracking.of(indicator)
    ]
    right = frozenset(range(first, len(heads) - 1))
    return Grid(tuple(heads), tuple(map(tuple, rows)), layout.title(indicator, words), right, tuple(range(first)))


def _place(tracking: Tracking, line: Tracked, words: Words) -> list[str]:
    period = [words("life_of_project") if line.period == LOP else line.period] if tracking.unit else []
    return period + [
        layout.named(tracking.results, dimension, line.result.category(dimension.name), words)
        for dimension in tracking.results.by
    ]


def _values(line: Tracked, words: Words) -> list[str]:
    unit = line.indicator.unit("")

    def text(value: Value) -> str:
        return numbers.text(value, unit, words.locale)

    return [text(line.baseline), text(line.result.value), text(line.to_date), text(line.milestone), text(line.target)]


def _without_target(cells: list[str]) -> list[str]:
    """The last line, life of project, has its target as its milestone."""
    return cells[:-1]


def _judged(line: Tracked, words: Words) -> list[str]:
    return [percent(line.achievement, words), words(line.status)]


def percent(share: Number | None, words: Words) -> str:
    """A share as a percentage."""
    return numbers.text(None if share is None else Decimal(str(share)) * 100, "%", words.locale)


def _noted(tracking: Tracking) -> Iterator[str]:
    for line in tracking:
        if line.note:
            place = ", ".join([line.period] * (line.period != LOP) + [category for _, category in line.cell])
            yield f"{line.indicator.code}{f' ({place})' if place else ''}: {line.note}"
