"""The indicator performance tracking table (IPTT): tidy rows that can be read again as a plan, or tables to read."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence

from roundtable_cli.indicators.definitions.data_columns import (
    BLANK_COLUMN,
    COUNT_COLUMNS,
    HIDDEN_COLUMN,
    LEFT_OUT_COLUMN,
    TO_DATE_COLUMNS,
    TRACKING_COLUMNS,
    UNREADABLE_COLUMN,
)
from roundtable_cli.indicators.definitions.framework import (
    ACTUAL_BY_TARGET,
    LIFE_OF_PROJECT,
    PERIODS,
    PROGRESS,
    Indicator,
)
from roundtable_cli.indicators.tracking.status import STATUSES, Tracked
from roundtable_cli.indicators.tracking.tracking_table import Tracking
from roundtable_cli.output.language import number_format
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import notes, summary_page
from roundtable_cli.output.layouts.cell_texts import CellTexts
from roundtable_cli.output.layouts.column_choice import choose_data_columns, choose_table_columns
from roundtable_cli.output.page import Page, PageNote, PageTable, TidyData

LABEL_WIDTH = 16  # characters that the label of a column is wrapped to, or those of its code if that is longer
# What is set for the life of project stands first; a milestone, how much of it is met and the status stand together.
TEXT_COLUMNS = (
    *("baseline", "value", "to_date", *TO_DATE_COLUMNS),
    *("target", "achievement", "milestone", "milestone_met", "status"),
)
_ACHIEVEMENT_WORDS = {PROGRESS: "progress", ACTUAL_BY_TARGET: "actual-target"}


def tracking_data(tracking: Tracking, lang: str, total: bool = True, columns: Sequence[str] = ()) -> TidyData:
    """One row per line: the columns of a summary, `period` after the indicator, and what the value is set against.

    In the line of the life of project the milestone is its target or none, so that the rows can be read as a plan.
    Where some targets are those of each period alone, `targets_are` says so. Without `total`, the totals of a breakdown
    are left out. `columns` are the names of those that are shown; of none, all.
    """
    names = [dimension.name for dimension in tracking.results.by]
    by = summary_page.breakdown_headings(names)
    head = ("code", "indicator", "period", *by, "value", "unit", *COUNT_COLUMNS, *TRACKING_COLUMNS)
    occasional = _occasional_columns(tracking)
    rows = []
    for line in tracking:
        if total or len(line.cell) == len(names):
            row: list[object] = [line.indicator.code, line.indicator.label(lang), line.period]
            row += [*map(line.result.category, names), line.result.value, line.result.unit(lang)]
            row += [getattr(line.result.counts, name) for name in COUNT_COLUMNS]
            in_plan = line._replace(milestone=line.target) if line.period == LIFE_OF_PROJECT else line
            row += [getattr(in_plan, name) for name in TRACKING_COLUMNS]
            row += (value(line) for value in occasional.values())
            rows.append(tuple(row))
    return choose_data_columns(TidyData((*head, *occasional), tuple(rows)), columns)


def _occasional_columns(tracking: Tracking) -> dict[str, Callable[[Tracked], object]]:
    """The columns that stand only in data that need them, with what each has in the row of a line."""
    results, (target_to_date, status_to_date) = tracking.results, TO_DATE_COLUMNS
    are_added = any(line.target_to_date is not None for line in tracking)
    columns: dict[str, tuple[object, Callable[[Tracked], object]]] = {
        "targets_are": (any(line.targets_are == PERIODS for line in tracking), lambda line: line.targets_are),
        target_to_date: (are_added, lambda line: line.target_to_date),
        status_to_date: (are_added, lambda line: line.status_to_date or None),
        BLANK_COLUMN: (any(line.result.counts.blank for line in tracking), lambda line: line.result.counts.blank),
        HIDDEN_COLUMN: (tracking.has_hidden, lambda line: int(line.result.is_hidden or line.is_to_date_hidden)),
        LEFT_OUT_COLUMN: (results.left_out, lambda line: results.left_out_rows(line.indicator)),
        UNREADABLE_COLUMN: (results.unreadable, lambda line: results.unreadable.get(line.indicator.code, 0)),
    }
    return {name: value for name, (is_needed, value) in columns.items() if is_needed}


def tracking_page(
    tracking: Tracking,
    words: LanguageWords,
    width: int | None = None,
    lines: Sequence[str] = (),
    columns: Sequence[str] = (),
) -> Page:
    """The page of a tracking table: a row per indicator where each has one line, else a table per indicator.

    `columns` are the names of those that are shown; of none, all that fit.
    """
    cells = CellTexts(tracking.results, words)
    if tracking.unit or tracking.results.by:
        tables = [
            _period_table(tracking, indicator, cells, width, columns) for indicator in tracking.results.indicators
        ]
    else:
        tables = list(_indicator_tables(tracking, cells, width, columns))
    title, *below = summary_page.page_heading(tracking.results, words, lines)
    page_notes = (*plan_notes(tracking), *notes.page_notes(cells, tables))
    statuses = {words(status): status for status in STATUSES}
    return Page(title, tuple(below), tuple(tables), page_notes, statuses, width)


def _indicator_tables(
    tracking: Tracking, cells: CellTexts, width: int | None, columns: Sequence[str]
) -> Iterator[PageTable]:
    """A row per indicator; where that is too wide, a column per indicator, in as many tables as it takes.

    First it is tried without the columns that say nothing, and with the labels below the codes.
    """
    names, shown = heading_names(tracking), _list_text_columns(tracking)
    keys = ("code", "indicator", "unit", *shown)
    heads = [cells.words(names.get(name, name)) for name in keys]
    rows = [
        (
            line.indicator.code,
            cells.indicator_label(line.indicator),
            cells.unit_name(line.indicator),
            *map(line_texts(line, cells.words).__getitem__, shown),
        )
        for line in tracking
    ]
    table = PageTable(tuple(heads), tuple(rows), right_aligned=frozenset(range(3, len(heads) - 1)), wrap_columns=(1, 2))
    if columns or width is None or table.fits_in_words(width):
        yield choose_table_columns(table, columns, keys)
        return
    said = choose_table_columns(table, _saying_columns(table, keys, tracking), keys)
    flat = said.stack_codes(width)
    if flat.fits_in_words(width):
        yield flat
        return
    head, *body = (list(column) for column in zip(said.head, *said.rows, strict=True))
    turned = []
    for number, code in enumerate(head[1:], 1):
        label, *texts = (column[number] for column in body)
        wrapped_label = textwrap.fill(label, max(len(code), LABEL_WIDTH), break_long_words=False)
        turned.append((code, [wrapped_label, *texts]))
    yield from summary_page.split_columns(head[0], [column[0] for column in body], turned, width)


def _saying_columns(table: PageTable, keys: Sequence[str], tracking: Tracking) -> list[str]:
    """The names of the columns that say something: what is set for no line is left out, and what another says, too."""
    is_whole = all(line.period == LIFE_OF_PROJECT for line in tracking)
    empty = {
        key
        for position, key in enumerate(keys)
        if key not in {"value", "status"} and all(row[position] == number_format.NO_VALUE for row in table.rows)
    }
    return [key for key in keys if key not in empty and not (key == "to_date" and is_whole)]


def _period_table(
    tracking: Tracking, indicator: Indicator, cells: CellTexts, width: int | None, columns: Sequence[str]
) -> PageTable:
    """A row per period and category of one indicator; the last, life of project, has its target as its milestone.

    The title names the target of the whole.
    """
    words, by, lines = cells.words, tracking.results.by, tracking.of(indicator)
    # The target of the whole is in the title: it is the same in all lines. Categories may have targets of their own.
    are_apart = any(line.target is not None for line in lines if line.cell)
    names = [name for name in _list_text_columns(lines) if name != "target" or are_apart]
    row_heads = [words("period_of")] if tracking.unit else []
    row_heads += [cells.dimension_label(dimension) for dimension in by]
    rows = []
    for line in lines:
        period = [words("life_of_project") if line.period == LIFE_OF_PROJECT else line.period] if tracking.unit else []
        place = [cells.category_labels(dimension)[line.result.category(dimension.name)] for dimension in by]
        texts = line_texts(line, words)
        rows.append((*period, *place, *(texts[name] for name in names)))
    headings = heading_names(lines)
    head = (*row_heads, *(words(headings.get(name, name)) for name in names))
    right_aligned = frozenset(range(len(row_heads), len(head) - 1))
    target = next(
        (line_texts(line, words)["target"] for line in lines if line.target is not None and not line.cell), ""
    )
    title = cells.indicator_title(indicator) + (f", {words('target')} {target}" if target else "")
    # Headings of several words are broken before labels are; no value has a space at which it could be.
    wrap_columns = (*range(len(row_heads), len(head) - 1), *range(len(row_heads)))
    table = PageTable(head, tuple(rows), title, right_aligned, wrap_columns, indicator.code)
    keys = (*(["period"] if tracking.unit else []), *(dimension.name for dimension in by), *names)
    if columns or width is None or table.fits_in_words(width):
        return choose_table_columns(table, columns, keys)
    return _narrow_period_table(table, keys, tracking, words, width)


def _narrow_period_table(
    table: PageTable, keys: Sequence[str], tracking: Tracking, words: LanguageWords, width: int
) -> PageTable:
    """The table without the columns that say nothing; a baseline that is one in all lines stands in the title.

    If it is still too wide, statuses are broken into lines too.
    """
    position = keys.index("baseline")
    baselines = {row[position] for row in table.rows} - {number_format.NO_VALUE}
    shown = _saying_columns(table, keys, tracking)
    if len(baselines) == 1 and "baseline" in shown:
        shown.remove("baseline")
        table = table._replace(title=f"{table.title}, {words('baseline')} {baselines.pop()}")
    table = choose_table_columns(table, shown, keys)
    if table.fits_in_words(width):
        return table
    return table._replace(wrap_columns=(*table.wrap_columns, len(table.head) - 1))


def _list_text_columns(lines: Iterable[Tracked]) -> list[str]:
    """The columns of TEXT_COLUMNS; those of targets to date only where targets of periods add up."""
    are_added = any(line.target_to_date is not None for line in lines)
    return [name for name in TEXT_COLUMNS if are_added or name not in TO_DATE_COLUMNS]


def heading_names(lines: Iterable[Tracked]) -> dict[str, str]:
    """The words for columns that are not called by their own name.

    Milestones may be targets of each period; and how achievement is computed is said where it is one way in all lines.
    """
    lines = [*lines]
    names = {"milestone": "period_target"} if all(line.targets_are == PERIODS for line in lines) else {}
    kinds = {line.achievement_kind for line in lines if line.has_target}
    return names | ({"achievement": _ACHIEVEMENT_WORDS[kinds.pop()]} if len(kinds) == 1 else {})


def line_texts(line: Tracked, words: LanguageWords) -> dict[str, str]:
    """The texts of a line, by the names of TEXT_COLUMNS."""
    unit = line.result.unit("")
    values = {"baseline": line.baseline, "value": line.result.value, "to_date": line.to_date}
    values |= {"target": line.target, "milestone": line.milestone, "target_to_date": line.target_to_date}
    texts = {name: number_format.format_value(value, unit, words.locale) for name, value in values.items()}
    for name, is_hidden in (("value", line.result.is_hidden), ("to_date", line.is_to_date_hidden)):
        texts[name] = words("hidden-value") if is_hidden else texts[name]
    texts["value"] = words("refused") if line.result.is_refused else texts["value"]
    for name, part in (("achievement", line.achievement), ("milestone_met", line.milestone_met)):
        texts[name] = number_format.NO_VALUE if part is None else number_format.format_percentage(part, words.locale)
    texts["status"] = words(line.status)
    texts["status_to_date"] = words(line.status_to_date) if line.status_to_date else number_format.NO_VALUE
    return {name: texts[name] for name in TEXT_COLUMNS}


def plan_notes(tracking: Tracking) -> Iterator[PageNote]:
    """The notes that the plan's own lines carry, each with the period and categories of its line."""
    for line in tracking:
        if line.note:
            code = line.indicator.code
            period = [line.period] if line.period != LIFE_OF_PROJECT else []
            place = ", ".join((*period, *(category for _, category in line.cell)))
            yield PageNote(f"{code}{f' ({place})' if place else ''}: {line.note}", [code])
