"""Which result goes in which row and column: tidy rows for data, tables that fit their width for reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from roundtable_cli.indicators.definitions.framework import TOTAL, Dimension, Indicator
from roundtable_cli.indicators.results import Cell, Results
from roundtable_cli.output.language import descriptions
from roundtable_cli.output.language.words import Words
from roundtable_cli.output.layouts import notes
from roundtable_cli.output.layouts.cell_texts import PLAIN, Cells, Extras, percent
from roundtable_cli.output.page import Data, Grid, Page

Column = tuple[str, Sequence[str]]  # a heading, and the texts below it
COUNTS = ("rows", "repeats", "missing", "outside")


def tidy(results: Results, language: str, total: bool = True, extras: Extras = PLAIN) -> Data:
    """One row per value: `code, indicator, <dimensions…>, value, unit, rows, repeats, missing, outside`.

    A breakdown's rows have a column `overlap` more; without `total` they leave the totals out. The extras are the
    columns `numerator, denominator` and `percent`, last.
    """
    names = [dimension.name for dimension in results.by]
    counts = (*COUNTS, *(["overlap"] if names else []))
    shown = (["numerator", "denominator"] if extras.parts else []) + (["percent"] if extras.percent else [])
    rows = []
    for result in results:
        if total or len(result.cell) == len(names):
            label, unit = result.indicator.label(language), result.unit(language)
            row = [result.code, label, *map(result.category, names), result.value, unit]
            row += [getattr(result.counts, name) for name in counts]
            row += (result.parts or (None, None)) if extras.parts else ()
            row += (percent(results, result, extras.percent),) if extras.percent else ()
            rows.append(tuple(row))
    return Data(("code", "indicator", *names, "value", "unit", *counts, *shown), tuple(rows))


def reading(cells: Cells, width: int | None = None, lines: Sequence[str] = ()) -> Page:
    """The page of a summary. A table wider than `width` (None: any) is turned, or parted, not cut."""
    results = cells.results
    if not results.by:
        grids = [_plain(cells)]
    elif len(results.by) == 1:
        grids = _by_one(cells, width)
    else:
        grids = [grid for indicator in results.indicators for grid in _by_two(cells, indicator, width)]
    title, *below = heading(results, cells.words, lines)
    return Page(title, tuple(below), tuple(grids), tuple(notes.texts(cells)))


def heading(results: Results, words: Words, lines: Sequence[str] = ()) -> list[str]:
    """What stands above the tables: lines of the caller's, the project's title, the period and the conditions."""
    period = results.period.name if results.period else words("all_records")
    if results.period and results.period.start and results.period.end and ".." not in results.period.name:
        period += f" ({results.period.start} – {results.period.end})"
    only = (
        [words("filter", conditions=descriptions.conditions(results.where, words, results.hidden))]
        if results.where
        else []
    )
    title = results.framework.title(words.language)
    return [*lines, *([title] if title else []), words("period", period=period), *only]


def _plain(cells: Cells) -> Grid:
    """A row per indicator: code, label, value with its unit, and the rows that it comes from."""
    head = tuple(cells.words(name) for name in ("code", "indicator", "value", "records"))
    rows = [(r.code, cells.label(r.indicator), cells.with_unit(r), cells.source(r)) for r in cells.results]
    return Grid(head, tuple(rows), right=frozenset({2}), wrap=(3, 1))


def _by_one(cells: Cells, width: int | None) -> list[Grid]:
    """A column per category; turned, where that is too wide, with a row per category."""
    (dimension,) = cells.results.by
    axis = cells.axis(dimension)
    values = {
        indicator: [cells.value(cells.results.of(indicator.code, _cell(dimension, key))) for key in axis]
        for indicator in cells.results.indicators
    }
    rows = tuple((one.code, cells.label(one), cells.unit(one), *texts) for one, texts in values.items())
    head = (*(cells.words(name) for name in ("code", "indicator", "unit")), *axis.values())
    grid = Grid(head, rows, right=frozenset(range(3, len(head))), wrap=(1, 2))
    traced = _traced(grid, cells)
    if width is None or traced.fitted(width)[1]:
        return [traced]
    if grid.fitted(width)[1] and len(values) > 1:
        return [grid]
    if len(values) == 1:
        return [_down(cells, dimension)]
    columns = [(indicator.code, texts) for indicator, texts in values.items()]
    return list(parted(cells.dimension(dimension), [*axis.values()], columns, width))


def _traced(grid: Grid, cells: Cells) -> Grid:
    """The same table with a last column for the rows that its totals come from."""
    totals = [cells.results.of(indicator.code) for indicator in cells.results.indicators]
    sources = [cells.source(total) if total else "" for total in totals]
    rows = tuple((*row, source) for row, source in zip(grid.rows, sources, strict=True))
    return grid._replace(head=(*grid.head, cells.words("records")), rows=rows, wrap=(len(grid.head), *grid.wrap))


def _down(cells: Cells, dimension: Dimension) -> Grid:
    """One indicator with a row per category, and room for where each value comes from."""
    (indicator,) = cells.results.indicators
    found = [
        (label, cells.results.of(indicator.code, _cell(dimension, key))) for key, label in cells.axis(dimension).items()
    ]
    rows = tuple((label, cells.with_unit(r), cells.source(r)) if r else (label, "", "") for label, r in found)
    head = (cells.dimension(dimension), cells.words("value"), cells.words("records"))
    return Grid(head, rows, cells.title(indicator), frozenset({1}), (2, 0), indicator.code)


def _by_two(cells: Cells, indicator: Indicator, width: int | None) -> list[Grid]:
    """A cross table with both margins; the longer dimension goes down where the page has a width to keep to."""
    down, across = cells.results.by
    if width is not None and len(cells.axis(across)) > len(cells.axis(down)):
        down, across = across, down

    def value(row: str, column: str) -> str:
        pairs = dict(_cell(down, row) + _cell(across, column))
        cell = tuple((one.name, pairs[one.name]) for one in cells.results.by if one.name in pairs)
        return cells.value(cells.results.of(indicator.code, cell))

    columns = [(label, [value(row, key) for row in cells.axis(down)]) for key, label in cells.axis(across).items()]
    name = f"{cells.dimension(down)} × {cells.dimension(across)}"
    grids = parted(name, [*cells.axis(down).values()], columns, width)
    return [grid._replace(title=cells.title(indicator), code=indicator.code) for grid in grids]


def parted(name: str, labels: Sequence[str], columns: Iterable[Column], width: int | None) -> Iterator[Grid]:
    """Columns beside the labels of their rows, parted into as many tables as it takes for each to fit."""
    part: list[Column] = []
    for column in columns:
        if part and width is not None and not _grid(name, labels, [*part, column]).fitted(width)[1]:
            yield _grid(name, labels, part)
            part = []
        part.append(column)
    yield _grid(name, labels, part)


def _grid(name: str, labels: Sequence[str], columns: Sequence[Column]) -> Grid:
    rows = tuple(zip(labels, *(texts for _, texts in columns), strict=True))
    head = (name, *(head for head, _ in columns))
    return Grid(head, rows, right=frozenset(range(1, len(head))), wrap=(0,))


def _cell(dimension: Dimension, key: str) -> Cell:
    return () if key == TOTAL else ((dimension.name, key),)
