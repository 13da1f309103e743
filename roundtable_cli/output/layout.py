"""Which result goes in which row and column: tidy rows for data, tables that fit their width for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from roundtable_cli.indicators.framework import NOT_RECORDED, PERCENT, TOTAL, Dimension, Indicator
from roundtable_cli.indicators.periods import MONTHS
from roundtable_cli.indicators.results import Cell, Result, Results
from roundtable_cli.output import notes, numbers, sheet
from roundtable_cli.output.page import Data, Grid, Page
from roundtable_cli.output.words import Words

COUNTS = ("rows", "repeats", "missing", "outside")
NO_BREAK = "\N{NO-BREAK SPACE}"
Axis = list[tuple[str, str]]  # a category's key and its name


def tidy(results: Results, lang: str, total: bool = True) -> Data:
    """One row per value: `code, indicator, <dimensions…>, value, unit, rows, repeats, missing, outside`.

    A breakdown's rows have a column `overlap` more; without `total` they leave the totals out.
    """
    names = [dimension.name for dimension in results.by]
    extra = ("overlap",) if names else ()
    head = ("code", "indicator", *names, "value", "unit", *COUNTS, *extra)
    kept = [result for result in results if total or len(result.cell) == len(names)]
    return Data(head, tuple(_tidy(result, names, lang, extra) for result in kept))


def _tidy(result: Result, names: Sequence[str], lang: str, extra: Sequence[str]) -> tuple[object, ...]:
    indicator = result.indicator
    counts = [getattr(result.counts, name) for name in (*COUNTS, *extra)]
    categories = [result.category(name) for name in names]
    return (indicator.code, indicator.label(lang), *categories, result.value, indicator.unit(lang), *counts)


def reading(results: Results, words: Words, width: int | None = None, lines: Sequence[str] = ()) -> Page:
    """The page of a summary. A table wider than `width` (None: any) is turned, or parted, not cut."""
    by = results.by
    if not by:
        grids = [_plain(results, words)]
    elif len(by) == 1:
        grids = _by_one(results, words, width)
    else:
        grids = [grid for indicator in results.indicators for grid in _by_two(results, indicator, words, width)]
    top = heading(results, words, lines)
    return Page(top[0], top[1:], tuple(grids), tuple(notes.texts(results, words)))


def heading(results: Results, words: Words, lines: Sequence[str] = ()) -> tuple[str, ...]:
    """What stands above the tables: lines of the caller's, the project's title, the period and the conditions."""
    period = results.period.name if results.period else words("all_records")
    if results.period and results.period.start and results.period.end and ".." not in results.period.name:
        period += f" ({results.period.start} – {results.period.end})"
    only = [words("filter", conditions=sheet.conditions(results.where, words))] if results.where else []
    return tuple(filter(None, (*lines, results.framework.title(words.language), words("period", period=period), *only)))


def _plain(results: Results, words: Words) -> Grid:
    """A row per indicator: code, label, value with its unit, and the rows that it comes from."""
    head = (words("code"), words("indicator"), words("value"), words("records"))
    rows = [(r.code, r.indicator.label(words.language), with_unit(r, words), source(r, words)) for r in results]
    return Grid(head, tuple(rows), right=frozenset({2}), wrap=(3, 1))


def _by_one(results: Results, words: Words, width: int | None) -> list[Grid]:
    """A column per category; turned, where that is too wide, with a row per category."""
    axis = _axis(results, results.by[0], words)
    name = dimension_name(results.by[0], words)
    rows = []
    for indicator in results.indicators:
        values = [_value(results.of(indicator.code, _cell(results.by[0], key)), words) for key, _ in axis]
        rows.append((indicator.code, indicator.label(words.language), unit_name(indicator, words), *values))
    head = (words("code"), words("indicator"), words("unit"), *(label for _, label in axis))
    grid = Grid(head, tuple(rows), right=frozenset(range(3, len(head))), wrap=(1, 2))
    if width is None or grid.fitted(width)[1]:
        return [grid]
    return list(_turned(results, axis, name, words, width))


def _turned(results: Results, axis: Axis, name: str, words: Words, width: int) -> Iterator[Grid]:
    """A row per category, a column per indicator; as many tables as it takes for each to fit."""
    dimension = results.by[0]
    if len(results.indicators) == 1:
        found = [results.of(results.indicators[0].code, _cell(dimension, key)) for key, _ in axis]
        rows = [
            (label, with_unit(result, words), source(result, words)) if result else (label, "", "")
            for (_, label), result in zip(axis, found, strict=True)
        ]
        head = (name, words("value"), words("records"))
        yield Grid(head, tuple(rows), title(results.indicators[0], words), frozenset({1}), (2, 0))
        return
    columns = {
        indicator.code: [_value(results.of(indicator.code, _cell(dimension, key)), words) for key, _ in axis]
        for indicator in results.indicators
    }
    yield from parted(name, [label for _, label in axis], columns, width)


def _by_two(results: Results, indicator: Indicator, words: Words, width: int | None) -> list[Grid]:
    """A cross table with both margins; the longer dimension goes down where it does not fit across."""
    first, second = results.by
    down, across = _axis(results, first, words), _axis(results, second, words)
    if width is not None and len(across) > len(down):
        (first, second), (down, across) = (second, first), (across, down)

    def value(row: str, column: str) -> str:
        pairs = dict([*_cell(first, row), *_cell(second, column)])
        cell = tuple((dimension.name, pairs[dimension.name]) for dimension in results.by if dimension.name in pairs)
        return _value(results.of(indicator.code, cell), words)

    columns = {label: [value(row, key) for row, _ in down] for key, label in across}
    name = f"{dimension_name(first, words)} × {dimension_name(second, words)}"
    grids = parted(name, [label for _, label in down], columns, width)
    return [replace(grid, title=title(indicator, words)) for grid in grids]


def parted(name: str, labels: Sequence[str], columns: dict[str, list[str]], width: int | None) -> Iterator[Grid]:
    """Columns beside the labels of their rows, parted into as many tables as it takes for each to fit."""
    part: dict[str, list[str]] = {}
    for head, cells in columns.items():
        longer = part | {head: cells}
        if part and width is not None and not _grid(name, labels, longer).fitted(width)[1]:
            yield _grid(name, labels, part)
            longer = {head: cells}
        part = longer
    yield _grid(name, labels, part)


def _grid(name: str, labels: Sequence[str], columns: dict[str, list[str]]) -> Grid:
    rows = tuple(zip(labels, *columns.values(), strict=True))
    return Grid((name, *columns), rows, right=frozenset(range(1, len(columns) + 1)), wrap=(0,))


def with_unit(result: Result, words: Words) -> str:
    """`106 people`, `$61,933`, `52.9%`."""
    value = _value(result, words)
    name = unit_name(result.indicator, words)
    return f"{value} {name}" if result.value is not None and name and not _in_number(name) else value


def unit_name(indicator: Indicator, words: Words) -> str:
    """The name of an indicator's unit."""
    return indicator.unit(words.language)


def source(result: Result, words: Words) -> str:
    """Where a value comes from: `41 rows, 14 repeats`, or the parts of a formula."""
    signs = {"ratio": " ÷ ", "difference": " − ", "product": " × "}
    if result.indicator.formula:
        return signs[result.indicator.measure].join(result.indicator.parts)
    counts = result.counts
    if counts.rows is None or (result.value is None and not counts.rows):
        return ""
    named = [("rows", counts.rows)] + [(name, n) for name in ("repeats", "missing") if (n := getattr(counts, name))]
    return ", ".join(words(name, n).replace(" ", NO_BREAK) for name, n in named)


def _in_number(unit: str) -> bool:
    return unit == PERCENT or numbers.is_money(unit)


def _value(result: Result | None, words: Words) -> str:
    """A value as text, without the name of its unit."""
    if result is None:
        return ""
    unit = result.indicator.unit("")
    return numbers.text(result.value, unit, words.locale)


def title(indicator: Indicator, words: Words) -> str:
    """An indicator's code, label and unit."""
    unit = unit_name(indicator, words)
    return f"{indicator.code}: {indicator.label(words.language)}" + (f" ({unit})" if unit else "")


def _axis(results: Results, dimension: Dimension, words: Words) -> Axis:
    named = [
        (c.code, category_name(c.code, c.label(words.language), words)) for c in results.categories[dimension.name]
    ]
    return [*named, (TOTAL, words("total"))]


def named(results: Results, dimension: Dimension, key: str, words: Words) -> str:
    """The name of one category of a breakdown."""
    return dict(_axis(results, dimension, words))[key]


def category_name(code: str, label: str, words: Words) -> str:
    """The name of a category in the language; its key where it has no other."""
    return words("not_recorded") if code == NOT_RECORDED else label or code


def dimension_name(dimension: Dimension, words: Words) -> str:
    """The name of a dimension in the language."""
    return (
        words(dimension.name)
        if dimension.name in MONTHS and not dimension.label.texts
        else dimension.label(words.language)
    )


def _cell(dimension: Dimension, key: str) -> Cell:
    return () if key == TOTAL else ((dimension.name, key),)
