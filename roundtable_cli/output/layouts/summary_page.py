"""Which result goes in which row and column: tidy rows for data, tables that fit their width for reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from roundtable_cli.indicators.definitions.framework import TOTAL, Dimension, Indicator
from roundtable_cli.indicators.results import CellKey, Results
from roundtable_cli.output.language import descriptions
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import notes
from roundtable_cli.output.layouts.cell_texts import NO_EXTRAS, CellTexts, ValueExtras, percent_of_total
from roundtable_cli.output.page import Page, PageTable, TidyData

TextColumn = tuple[str, Sequence[str]]  # a heading, and the texts below it
COUNT_COLUMNS = ("rows", "repeats", "missing", "outside")


def summary_data(results: Results, language: str, total: bool = True, extras: ValueExtras = NO_EXTRAS) -> TidyData:
    """One row per value: `code, indicator, <dimensions…>, value, unit, rows, repeats, missing, outside`.

    A breakdown's rows have a column `overlap` more; without `total` they leave the totals out. The extras are the
    columns `numerator, denominator` and `percent`, last.
    """
    names = [dimension.name for dimension in results.by]
    counts = (*COUNT_COLUMNS, *(["overlap"] if names else []))
    shown = (["numerator", "denominator"] if extras.parts else []) + (["percent"] if extras.percent else [])
    rows = []
    for result in results:
        if total or len(result.cell) == len(names):
            label, unit = result.indicator.label(language), result.unit(language)
            row = [result.code, label, *map(result.category, names), result.value, unit]
            row += [getattr(result.counts, name) for name in counts]
            row += (result.parts or (None, None)) if extras.parts else ()
            row += (percent_of_total(results, result, extras.percent),) if extras.percent else ()
            rows.append(tuple(row))
    return TidyData(("code", "indicator", *names, "value", "unit", *counts, *shown), tuple(rows))


def summary_page(cells: CellTexts, width: int | None = None, lines: Sequence[str] = ()) -> Page:
    """The page of a summary. A table wider than `width` (None: any) is turned, or parted, not cut."""
    results = cells.results
    if not results.by:
        grids = [_indicator_rows(cells)]
    elif len(results.by) == 1:
        grids = _one_way_tables(cells, width)
    else:
        grids = [grid for indicator in results.indicators for grid in _cross_tables(cells, indicator, width)]
    title, *below = page_heading(results, cells.words, lines)
    return Page(title, tuple(below), tuple(grids), tuple(notes.page_notes(cells)))


def page_heading(results: Results, words: LanguageWords, lines: Sequence[str] = ()) -> list[str]:
    """What stands above the tables: lines of the caller's, the project's title, the period and the conditions."""
    period = results.period.name if results.period else words("all_records")
    if results.period and results.period.start and results.period.end and ".." not in results.period.name:
        period += f" ({results.period.start} – {results.period.end})"
    only = (
        [words("filter", conditions=descriptions.describe_conditions(results.where, words, results.hidden))]
        if results.where
        else []
    )
    title = results.framework.title(words.language)
    return [*lines, *([title] if title else []), words("period", period=period), *only]


def _indicator_rows(cells: CellTexts) -> PageTable:
    """A row per indicator: code, label, value with its unit, and the rows that it comes from."""
    head = tuple(cells.words(name) for name in ("code", "indicator", "value", "records"))
    rows = [
        (r.code, cells.indicator_label(r.indicator), cells.value_with_unit(r), cells.source_text(r))
        for r in cells.results
    ]
    return PageTable(head, tuple(rows), right=frozenset({2}), wrap=(3, 1))


def _one_way_tables(cells: CellTexts, width: int | None) -> list[PageTable]:
    """A column per category; turned, where that is too wide, with a row per category."""
    (dimension,) = cells.results.by
    axis = cells.category_labels(dimension)
    values = {
        indicator: [cells.value_text(cells.results.of(indicator.code, _cell_key(dimension, key))) for key in axis]
        for indicator in cells.results.indicators
    }
    rows = tuple((one.code, cells.indicator_label(one), cells.unit_name(one), *texts) for one, texts in values.items())
    head = (*(cells.words(name) for name in ("code", "indicator", "unit")), *axis.values())
    grid = PageTable(head, rows, right=frozenset(range(3, len(head))), wrap=(1, 2))
    traced = _with_sources(grid, cells)
    if width is None or traced.fit_width(width)[1]:
        return [traced]
    if grid.fit_width(width)[1] and len(values) > 1:
        return [grid]
    if len(values) == 1:
        return [_category_rows(cells, dimension)]
    columns = [(indicator.code, texts) for indicator, texts in values.items()]
    return list(split_columns(cells.dimension_label(dimension), [*axis.values()], columns, width))


def _with_sources(grid: PageTable, cells: CellTexts) -> PageTable:
    """The same table with a last column for the rows that its totals come from."""
    totals = [cells.results.of(indicator.code) for indicator in cells.results.indicators]
    sources = [cells.source_text(total) if total else "" for total in totals]
    rows = tuple((*row, source) for row, source in zip(grid.rows, sources, strict=True))
    return grid._replace(head=(*grid.head, cells.words("records")), rows=rows, wrap=(len(grid.head), *grid.wrap))


def _category_rows(cells: CellTexts, dimension: Dimension) -> PageTable:
    """One indicator with a row per category, and room for where each value comes from."""
    (indicator,) = cells.results.indicators
    found = [
        (label, cells.results.of(indicator.code, _cell_key(dimension, key)))
        for key, label in cells.category_labels(dimension).items()
    ]
    rows = tuple(
        (label, cells.value_with_unit(r), cells.source_text(r)) if r else (label, "", "") for label, r in found
    )
    head = (cells.dimension_label(dimension), cells.words("value"), cells.words("records"))
    return PageTable(head, rows, cells.indicator_title(indicator), frozenset({1}), (2, 0), indicator.code)


def _cross_tables(cells: CellTexts, indicator: Indicator, width: int | None) -> list[PageTable]:
    """A cross table with both margins; the longer dimension goes down where the page has a width to keep to."""
    down, across = cells.results.by
    if width is not None and len(cells.category_labels(across)) > len(cells.category_labels(down)):
        down, across = across, down

    def cross_value(row: str, column: str) -> str:
        pairs = dict(_cell_key(down, row) + _cell_key(across, column))
        cell = tuple((one.name, pairs[one.name]) for one in cells.results.by if one.name in pairs)
        return cells.value_text(cells.results.of(indicator.code, cell))

    columns = [
        (label, [cross_value(row, key) for row in cells.category_labels(down)])
        for key, label in cells.category_labels(across).items()
    ]
    name = f"{cells.dimension_label(down)} × {cells.dimension_label(across)}"
    grids = split_columns(name, [*cells.category_labels(down).values()], columns, width)
    return [grid._replace(title=cells.indicator_title(indicator), code=indicator.code) for grid in grids]


def split_columns(
    name: str, labels: Sequence[str], columns: Iterable[TextColumn], width: int | None
) -> Iterator[PageTable]:
    """Columns beside the labels of their rows, parted into as many tables as it takes for each to fit."""
    part: list[TextColumn] = []
    for column in columns:
        if part and width is not None and not _build_table(name, labels, [*part, column]).fit_width(width)[1]:
            yield _build_table(name, labels, part)
            part = []
        part.append(column)
    yield _build_table(name, labels, part)


def _build_table(name: str, labels: Sequence[str], columns: Sequence[TextColumn]) -> PageTable:
    rows = tuple(zip(labels, *(texts for _, texts in columns), strict=True))
    head = (name, *(head for head, _ in columns))
    return PageTable(head, rows, right=frozenset(range(1, len(head))), wrap=(0,))


def _cell_key(dimension: Dimension, key: str) -> CellKey:
    return () if key == TOTAL else ((dimension.name, key),)
