"""The tracking table as one sheet, as donors have it: indicators down by level, targets and actuals across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from roundtable_cli.indicators.definitions.data_columns import TO_DATE_COLUMNS
from roundtable_cli.indicators.definitions.framework import LIFE_OF_PROJECT, PERIODS, RESULT_LEVELS, Indicator
from roundtable_cli.indicators.results import CellKey
from roundtable_cli.indicators.tracking.status import STATUSES, Tracked
from roundtable_cli.indicators.tracking.tracking_table import Tracking
from roundtable_cli.output.language import number_format
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import notes, summary_page
from roundtable_cli.output.layouts.cell_texts import CellTexts
from roundtable_cli.output.layouts.column_choice import find_columns
from roundtable_cli.output.layouts.tracking_page import heading_names, line_texts, plan_notes
from roundtable_cli.output.page import Page, PageNote, PageTable, TableLook

FIXED_COLUMNS = ("indicator", "code", "unit", "baseline")
PERIOD_COLUMNS = ("target", "actual", "to_date", "milestone_met", "status", *TO_DATE_COLUMNS)
_COLUMNS_TO_DATE = ("to_date", *TO_DATE_COLUMNS)  # the life of project is one period, and has none of them
# Names of the columns of a tracking table that are others in a sheet; periods are no column of it.
_SHEET_NAMES = {"value": "actual", "milestone": "target", "period": ""}


class SheetGroup(NamedTuple):
    """The columns of one period, or of the life of project: which of PERIOD_COLUMNS it has."""

    period: str
    columns: tuple[str, ...]


def tracking_sheet_page(
    tracking: Tracking, words: LanguageWords, lines: Sequence[str] = (), columns: Sequence[str] = ()
) -> Page:
    """One table of all indicators and categories, with a group of columns for each period and the life of project.

    `columns` are the names of those that are shown, of none all. They stand in the order of the sheet, the indicator
    first in any case.
    """
    cells = CellTexts(tracking.results, words)
    fixed, groups = _choose_columns(columns, _list_groups(tracking), words)
    rows: list[tuple[str, ...]] = []
    sections, indented = set[int](), set[int]()
    for level, indicators in _indicators_by_level(tracking):
        if any(indicator.level for indicator in tracking.results.indicators):
            sections.add(len(rows))
            rows.append(
                (
                    _capitalize_first(words(level or "other-indicators")),
                    *[""] * (len(fixed) - 1 + _column_count(groups)),
                )
            )
        for indicator in indicators:
            for cell, by_period in _lines_by_cell(tracking.of(indicator)):
                indented |= {len(rows)} if cell else set()
                rows.append(_sheet_row(cells, cell, by_period, fixed, groups))
    headings = heading_names(tracking)
    names = (*fixed, *(name for group in groups for name in group.columns))
    head = [_capitalize_first(words(headings.get(name, name))) for name in names]
    look = TableLook(_group_headings(len(fixed), groups, words), frozenset(sections), frozenset(indented), 1)
    numbers = frozenset(range(len(fixed) - ("baseline" in fixed), len(head)))
    table = PageTable(tuple(head), tuple(rows), right_aligned=numbers, look=look)
    title, *below = summary_page.page_heading(tracking.results, words, lines)
    page_notes = (*_target_notes(tracking, words), *plan_notes(tracking), *notes.page_notes(cells, [table]))
    statuses = {words(status): status for status in STATUSES}
    return Page(title, (words("iptt"), *below), (table,), page_notes, statuses)


def _list_groups(tracking: Tracking) -> list[SheetGroup]:
    """The periods in order, the life of project last; it has a group where any target is set for it.

    A period has a value, target and status to date where these are others than its own.
    """
    periods = [*dict.fromkeys(line.period for line in tracking)]
    are_added = any(line.target_to_date is not None for line in tracking)
    has_to_date = are_added or any(_has_own_value_to_date(line) for line in tracking)
    wanted = {"to_date": has_to_date, **dict.fromkeys(TO_DATE_COLUMNS, are_added)}
    columns = tuple(name for name in PERIOD_COLUMNS if wanted.get(name, True))
    whole = tuple(name for name in columns if name not in _COLUMNS_TO_DATE)
    groups = [SheetGroup(period, whole if period == LIFE_OF_PROJECT else columns) for period in periods]
    if LIFE_OF_PROJECT not in periods and any(line.target is not None for line in tracking):
        groups.append(SheetGroup(LIFE_OF_PROJECT, ("target", "achievement")))
    return groups


def _choose_columns(
    names: Sequence[str], groups: Sequence[SheetGroup], words: LanguageWords
) -> tuple[list[str], list[SheetGroup]]:
    """The columns of labels, and those of each group, that are shown. Refused with every name that is none of them."""
    in_sheet = [_SHEET_NAMES.get(name.casefold(), name) for name in names]
    if not any(in_sheet):
        return [*FIXED_COLUMNS], [*groups]
    keys = [*dict.fromkeys((*FIXED_COLUMNS, *(name for group in groups for name in group.columns)))]
    found = find_columns([name for name in in_sheet if name], keys, [words(name) for name in keys])
    shown = {"indicator", *(keys[position] for position in found)}
    chosen = (group._replace(columns=tuple(name for name in group.columns if name in shown)) for group in groups)
    return [name for name in FIXED_COLUMNS if name in shown], [group for group in chosen if group.columns]


def _has_own_value_to_date(line: Tracked) -> bool:
    """Whether the value to date is held against a milestone, and is another than that of the period."""
    return line.period != LIFE_OF_PROJECT and line.targets_are != PERIODS and line.to_date != line.result.value


def _column_count(groups: Sequence[SheetGroup]) -> int:
    return sum(len(group.columns) for group in groups)


def _group_headings(fixed: int, groups: Sequence[SheetGroup], words: LanguageWords) -> tuple[tuple[str, int], ...]:
    """Nothing over the `fixed` columns, those of labels; over those of a period its name."""
    whole = _capitalize_first(words("life_of_project"))
    names = (whole if group.period == LIFE_OF_PROJECT else group.period for group in groups)
    return (("", fixed), *((name, len(one.columns)) for name, one in zip(names, groups, strict=True)))


def _capitalize_first(text: str) -> str:
    """A heading: its first letter is a capital."""
    return text[:1].upper() + text[1:]


def _indicators_by_level(tracking: Tracking) -> Iterator[tuple[str, list[Indicator]]]:
    """The indicators of each level, the highest first, those without one last; one list, where none has a level."""
    indicators = tracking.results.indicators
    for level in (*reversed(RESULT_LEVELS), ""):
        if own := [indicator for indicator in indicators if indicator.level == level]:
            yield level, own


def _lines_by_cell(lines: Sequence[Tracked]) -> Iterator[tuple[CellKey, dict[str, Tracked]]]:
    """The lines of an indicator by period, for each cell: the total first, then its categories."""
    cells = dict.fromkeys(line.cell for line in lines)
    for cell in sorted(cells, key=len):
        own = {line.period: line for line in lines if line.cell == cell}
        if not cell or any(map(_says_something, own.values())):
            yield cell, own


def _says_something(line: Tracked) -> bool:
    """Whether a category has anything to show: not where its table can't be broken down so."""
    result = line.result
    return result.value is not None or result.is_hidden or result.counts.rows is not None or line.has_target


def _sheet_row(
    cells: CellTexts,
    cell: CellKey,
    by_period: dict[str, Tracked],
    fixed: Sequence[str],
    groups: Sequence[SheetGroup],
) -> tuple[str, ...]:
    """An indicator, or one of its categories, with the columns of all groups."""
    first = next(iter(by_period.values()))
    indicator = first.indicator
    baseline = line_texts(first, cells.words)["baseline"]
    label, code, unit = cells.indicator_label(indicator), indicator.code, first.result.unit(cells.words.language)
    if cell:
        label, code, unit = _category_label(cells, cell), "", ""
    baseline = baseline if first.baseline is not None else ""
    labels = dict(zip(FIXED_COLUMNS, (label, code, unit, baseline), strict=True))
    texts = [labels[name] for name in fixed]
    for group in groups:
        texts += _group_texts(cells, by_period.get(group.period, first), group)
    return tuple(texts)


def _category_label(cells: CellTexts, cell: CellKey) -> str:
    """`Sex: female`, in two dimensions `Sex: female, Settlement: S01`."""
    by = {dimension.name: dimension for dimension in cells.results.by}
    return ", ".join(f"{cells.dimension_label(by[name])}: {cells.category_labels(by[name])[key]}" for name, key in cell)


def _group_texts(cells: CellTexts, line: Tracked, group: SheetGroup) -> list[str]:
    """The cells of one line in a group; that of the life of project beside a single period has its achievement."""
    shown, is_own = line_texts(line, cells.words), group.period == line.period
    texts = {
        "target": shown["milestone" if is_own else "target"],
        "actual": shown["value"],
        "achievement": shown["achievement"] if line.target is not None else number_format.NO_VALUE,
    }
    texts |= {name: shown[name] for name in ("milestone_met", "status", *_COLUMNS_TO_DATE)}
    blanks = {
        name
        for name in ("target", "milestone_met", "achievement", *TO_DATE_COLUMNS)
        if texts[name] == number_format.NO_VALUE
    }
    texts |= dict.fromkeys(blanks, "")
    return [texts[name] for name in group.columns]


def _target_notes(tracking: Tracking, words: LanguageWords) -> Iterator[PageNote]:
    """What the targets of periods are, and which value is held against them."""
    for kind in ("periods", "milestones"):
        lines = (line for line in tracking if line.period != LIFE_OF_PROJECT and line.milestone is not None)
        codes = dict.fromkeys(
            line.indicator.code for line in lines if (line.targets_are == PERIODS) == (kind == PERIODS)
        )
        if codes:
            yield PageNote(words(f"sheet-{kind}", codes=", ".join(codes)), codes)
