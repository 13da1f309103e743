"""Which result of a computation stands in which row and column: in tidy rows, and in tables that fit their width."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.indicators.definitions.data_columns import (
    BLANK_COLUMN,
    COUNT_COLUMNS,
    HIDDEN_COLUMN,
    LEFT_OUT_COLUMN,
    OCCASIONAL_COLUMNS,
    REFUSED_COLUMN,
    RESERVED_NAMES,
    UNREADABLE_COLUMN,
)
from roundtable_cli.indicators.definitions.dimensions import TOTAL, Dimension
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.results import CellKey, Result, Results
from roundtable_cli.output.language import descriptions
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import notes
from roundtable_cli.output.layouts.cell_texts import (
    COLUMN_TOTALS,
    NO_EXTRAS,
    ROW_TOTALS,
    CellTexts,
    ValueExtras,
    percent_of_total,
)
from roundtable_cli.output.layouts.column_choice import choose_data_columns, choose_table_columns
from roundtable_cli.output.page import Page, PageNote, PageTable, TidyData

TextColumn = tuple[str, Sequence[str]]  # a heading, and the texts below it


def summary_data(results: Results, language: str, total: bool = True, extras: ValueExtras = NO_EXTRAS) -> TidyData:
    """One row per value: `code, indicator, <dimensions…>, value, unit, rows, repeats, missing, outside`.

    A breakdown that is called as one of these columns has the heading `by_NAME`. It has the column `overlap` too;
    without `total` its totals are left out. Then come the extras, `numerator, denominator` and `percent`; and last,
    where what a share tests is blank in some rows, `blank`, where a value is hidden, `hidden` (1 there, else 0), and
    where rows of a file are left out as no records, `left_out`, where cells can't be read and are left out,
    `unreadable`, and where indicators are refused, `refused` (1 or 0).
    """
    names = [dimension.name for dimension in results.by]
    counts = (*COUNT_COLUMNS, *(["overlap"] if names else []))
    extra_columns = (["numerator", "denominator"] if extras.parts else []) + (["percent"] if extras.percent else [])
    occasional = _occasional_columns(results)
    rows = []
    for result in results:
        if total or len(result.cell) == len(names):
            row: list[object] = [result.code, result.indicator.label(language), *map(result.category, names)]
            row += [result.value, result.unit(language), *(getattr(result.counts, name) for name in counts)]
            row += (result.parts or (None, None)) if extras.parts else ()
            row += (percent_of_total(results, result, extras.percent),) if extras.percent else ()
            row += (value(result) for value in occasional.values())
            rows.append(tuple(row))
    by = breakdown_headings(names)
    head = ("code", "indicator", *by, "value", "unit", *counts, *extra_columns, *occasional)
    return choose_data_columns(TidyData(head, tuple(rows)), extras.columns)


def _occasional_columns(results: Results) -> dict[str, Callable[[Result], object]]:
    """The columns that stand only in data that need them, with what each has in the row of a result."""
    columns: dict[str, tuple[object, Callable[[Result], object]]] = {
        BLANK_COLUMN: (results.has_blanks, lambda result: result.counts.blank),
        HIDDEN_COLUMN: (results.has_hidden, lambda result: int(result.is_hidden)),
        LEFT_OUT_COLUMN: (results.left_out, lambda result: results.left_out_rows(result.indicator)),
        UNREADABLE_COLUMN: (results.unreadable, lambda result: results.unreadable.get(result.code, 0)),
        REFUSED_COLUMN: (results.refused, lambda result: int(result.is_refused)),
    }
    return {name: value for name, (is_needed, value) in columns.items() if is_needed}


def breakdown_headings(names: Sequence[str]) -> list[str]:
    """The headings of breakdowns in data: `by_status` where a column of all results is called `status`, say."""
    taken = {*RESERVED_NAMES, *OCCASIONAL_COLUMNS}
    headings: list[str] = []
    for name in names:
        heading = name
        while heading in {*taken, *headings} or (heading != name and heading in names):
            heading = f"by_{heading}"
        headings.append(heading)
    return headings


def summary_page(
    cells: CellTexts, width: int | None = None, lines: Sequence[str] = (), *, is_whole: bool = False
) -> Page:
    """The page of a summary: the caller's lines, then title and period, tables and notes.

    One that `is_whole` was asked for no indicators: where it leaves out whole tables, a note says so.
    A table wider than `width` characters (None: any) is turned or split into several; nothing is cut. None is turned
    where percentages of rows or columns are asked for: they are of the rows and columns that are printed. Where columns
    are chosen, a list of indicators stays one; refused for a cross table, which is none.
    """
    results = cells.results
    if cells.extras.columns and len(results.by) > 1:
        fault = "a table with two --by has a column for each category, and of which --by depends on its width"
        remedy = "choose categories with --where, or use one --by"
        raise Refused(Finding(USAGE, fault, remedy, column="--columns"))
    if not results.by:
        rows = _indicator_rows(cells)
        tables = [rows if cells.extras.columns else rows.stack_codes(width)]
    elif len(results.by) == 1:
        tables = _one_way_tables(cells, width)
    else:
        tables = [table for indicator in results.indicators for table in _cross_tables(cells, indicator, width)]
    title, *below = page_heading(results, cells.words, lines)
    more = more_indicators_note(results, cells.words) if is_whole else []
    return Page(title, tuple(below), tuple(tables), (*more, *notes.page_notes(cells, tables)), width=width)


def more_indicators_note(results: Results, words: LanguageWords) -> list[PageNote]:
    """How many indicators a summary of all headline ones leaves out, where it leaves out whole tables.

    Parts of formulas, and indicators that a definition keeps out beside others of their table, are left out as meant.
    """
    shown = {indicator.table for indicator in results.framework.with_parts(one.code for one in results.indicators)}
    others = [one for one in results.framework.indicators.values() if not one.headline and not one.is_formula]
    hidden = {one.table for one in others if not {one.table, *one.tables} & shown}
    return [PageNote(words("more-indicators", len(others), tables=words("tables", len(hidden))))] if hidden else []


def page_heading(results: Results, words: LanguageWords, lines: Sequence[str] = ()) -> list[str]:
    """What stands above the tables: the caller's lines, the project's title, the period and the conditions."""
    period = results.period.name if results.period else words("all_records")
    if results.period and results.period.start and results.period.end and ".." not in results.period.name:
        period += f" ({results.period.start} – {results.period.end})"
    heading = [*lines, results.framework.title(words.language), words("period", period=period)]
    if results.where:
        conditions = descriptions.describe_conditions(results.where, words, results.hidden)
        heading.append(words("filter", conditions=conditions))
    return [line for line in heading if line]


def _indicator_rows(cells: CellTexts) -> PageTable:
    """A row per indicator: code, label, value with its unit, and the rows that it comes from."""
    head = tuple(cells.words(name) for name in ("code", "indicator", "value", "records"))
    rows = [
        (r.code, cells.indicator_label(r.indicator), cells.value_with_unit(r), cells.source_text(r))
        for r in cells.results
    ]
    table = PageTable(head, tuple(rows), right_aligned=frozenset({2}), wrap_columns=(3, 1))
    return choose_table_columns(table, cells.extras.columns, ("code", "indicator", "value", "from"))


def _one_way_tables(cells: CellTexts, width: int | None) -> list[PageTable]:
    """A column per category; where that is too wide, a row per category, in as many tables as it takes.

    Percentages of columns need the categories in a column, those of rows a row of them.
    """
    (dimension,) = cells.results.by
    categories = cells.category_labels(dimension)
    values = {
        indicator: [cells.value_text(cells.results.of(indicator.code, _cell_key(dimension, key))) for key in categories]
        for indicator in cells.results.indicators
    }
    rows = tuple((one.code, cells.indicator_label(one), cells.unit_name(one), *texts) for one, texts in values.items())
    head = (*(cells.words(name) for name in ("code", "indicator", "unit")), *categories.values())
    table = PageTable(head, rows, right_aligned=frozenset(range(3, len(head))), wrap_columns=(1, 2))
    with_sources, percent = _add_sources(table, cells), cells.extras.percent
    if cells.extras.columns:
        keys = ("code", "indicator", "unit", *categories, "from")
        return [choose_table_columns(with_sources, cells.extras.columns, keys)]
    if percent != COLUMN_TOTALS:
        if width is None or with_sources.fits_in_words(width):
            return [with_sources]
        if table.fits_in_words(width) and (len(values) > 1 or percent == ROW_TOTALS):
            return [table]
    if percent == ROW_TOTALS:
        return list(_split_categories(table, width))
    if len(values) == 1:
        return [_category_rows(cells, dimension)]
    columns = [(indicator.code, texts) for indicator, texts in values.items()]
    return list(split_columns(cells.dimension_label(dimension), [*categories.values()], columns, width))


def _split_categories(table: PageTable, width: int | None) -> Iterator[PageTable]:
    """The tables of some categories each, beside the code of each indicator, so that each table fits."""
    columns = [(head, [row[index] for row in table.rows]) for index, head in enumerate(table.head)]
    (name, codes), _, _, *categories = columns
    yield from split_columns(name, codes, categories, width)


def _add_sources(table: PageTable, cells: CellTexts) -> PageTable:
    """The same table with a last column for the rows that its totals come from."""
    totals = [cells.results.of(indicator.code) for indicator in cells.results.indicators]
    sources = [cells.source_text(total) if total else "" for total in totals]
    rows = tuple((*row, source) for row, source in zip(table.rows, sources, strict=True))
    head, wrap_columns = (*table.head, cells.words("records")), (len(table.head), *table.wrap_columns)
    return table._replace(head=head, rows=rows, wrap_columns=wrap_columns)


def category_page(cells: CellTexts, dimension: Dimension) -> Page:
    """One indicator by one dimension, with a row per category at any width, and its notes; no title."""
    table = _category_rows(cells, dimension)
    return Page(tables=(table,), notes=tuple(notes.page_notes(cells, [table])))


def _category_rows(cells: CellTexts, dimension: Dimension) -> PageTable:
    """One indicator with a row per category, and room for the rows that each value comes from."""
    (indicator,) = cells.results.indicators
    rows = []
    for key, label in cells.category_labels(dimension).items():
        result = cells.results.of(indicator.code, _cell_key(dimension, key))
        texts = (cells.value_with_unit(result), cells.source_text(result)) if result else ("", "")
        rows.append((label, *texts))
    head = (cells.dimension_label(dimension), cells.words("value"), cells.words("records"))
    return PageTable(head, tuple(rows), cells.indicator_title(indicator), frozenset({1}), (2, 0), indicator.code)


def _cross_tables(cells: CellTexts, indicator: Indicator, width: int | None) -> list[PageTable]:
    """A cross table with both margins; the longer dimension goes down where the page has a width to keep to.

    With percentages of rows or columns the first always goes down, so that the same ones stand in every width.
    """
    down, across = cells.results.by
    may_turn = width is not None and cells.extras.percent not in {ROW_TOTALS, COLUMN_TOTALS}
    if may_turn and len(cells.category_labels(across)) > len(cells.category_labels(down)):
        down, across = across, down

    def cross_value(row: str, column: str) -> str:
        pairs = dict(_cell_key(down, row) + _cell_key(across, column))
        # The results know their cells by the dimensions in the order asked for, which may be turned here.
        cell = tuple((one.name, pairs[one.name]) for one in cells.results.by if one.name in pairs)
        return cells.value_text(cells.results.of(indicator.code, cell))

    columns = [
        (label, [cross_value(row, key) for row in cells.category_labels(down)])
        for key, label in cells.category_labels(across).items()
    ]
    name = f"{cells.dimension_label(down)} × {cells.dimension_label(across)}"
    tables = split_columns(name, [*cells.category_labels(down).values()], columns, width)
    title, code = cells.indicator_title(indicator), indicator.code
    return [table._replace(title=title, indicator_code=code) for table in tables]


def split_columns(
    name: str, labels: Sequence[str], columns: Iterable[TextColumn], width: int | None
) -> Iterator[PageTable]:
    """Tables of some of the columns each, beside the labels of the rows (headed `name`), so that each table fits."""
    part: list[TextColumn] = []
    for column in columns:
        if part and width is not None and not _build_table(name, labels, [*part, column]).fits_in_words(width):
            yield _build_table(name, labels, part)
            part = []
        part.append(column)
    yield _build_table(name, labels, part)


def _build_table(name: str, labels: Sequence[str], columns: Sequence[TextColumn]) -> PageTable:
    rows = tuple(zip(labels, *(texts for _, texts in columns), strict=True))
    head = (name, *(head for head, _ in columns))
    return PageTable(head, rows, right_aligned=frozenset(range(1, len(head))), wrap_columns=(0,))


def _cell_key(dimension: Dimension, key: str) -> CellKey:
    return () if key == TOTAL else ((dimension.name, key),)
