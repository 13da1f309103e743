"""What has moved since a report, and why: a page of what has moved, or tidy rows with a row for each cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from roundtable_cli.comparison.freezing.frozen_report import FrozenNumber
from roundtable_cli.comparison.report_comparison import ROWS_REMOVED, Cause, ReportComparison, TrackedMove, ValueMove
from roundtable_cli.errors import list_row_numbers
from roundtable_cli.indicators.definitions.dimensions import TOTAL
from roundtable_cli.indicators.results import to_output_number
from roundtable_cli.indicators.tracking.status import STATUSES
from roundtable_cli.output.language import number_format
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.page import Page, PageTable, TidyData

COLUMNS = ("code", "indicator", "what", "dimension", "category", "old", "new", "difference", "unit")
CAUSE_COLUMNS = ("cause", "about", "rows", "effect", "detail", "hidden")
VALUE = "value"


def comparison_data(comparison: ReportComparison, words: LanguageWords, only_moved: bool = False) -> TidyData:
    """A row for each cause of each value that has moved, and one for each other value; then what is tracked.

    The effects of the rows of one value add up to its difference. `hidden` is 1 where the difference is not told.
    """
    values = (value for value in comparison.values if value.has_moved or not only_moved)
    rows = [row for value in values for row in _value_rows(value, words)]
    rows += [
        (move.code, move.label, move.what, None, None, move.old, move.new, _difference(move), None, *_no_cause(False))
        for move in comparison.tracked
    ]
    return TidyData((*COLUMNS, *CAUSE_COLUMNS), tuple(rows))


def _value_rows(value: ValueMove, words: LanguageWords) -> Iterator[tuple[object, ...]]:
    dimension, category = value.cell[0] if value.cell else (None, TOTAL)
    numbers = (value.old, value.new, value.difference_number)
    own = (value.code, value.label, VALUE, dimension, category, *numbers, value.unit or None)
    for cause in value.causes:
        told = (cause.kind, cause.about or None, cause.rows, cause.effect_number, _detail_text(cause, words) or None)
        yield (*own, *told, int(value.is_hidden))
    if not value.causes:
        yield (*own, *_no_cause(value.is_hidden))


def _no_cause(is_hidden: bool) -> tuple[object, ...]:
    return (None, None, None, None, None, int(is_hidden))


def comparison_page(
    comparison: ReportComparison, words: LanguageWords, width: int | None = None, lines: Sequence[str] = ()
) -> Page:
    """A table of the values that have moved, a line for each cause; one of what is tracked; and what is to be known."""
    report = comparison.report
    period = words("period", period=report.period or words("all-records"))
    head = [*lines, _subject_text(comparison, words), period]
    moved = comparison.moved
    head.append(words("diff-moved", len(moved), all=len(comparison.values)) if moved else words("diff-nothing"))
    tables = [_move_table(moved, words)] if moved else []
    tables += [_tracking_table(comparison, words)] if comparison.tracked else []
    return Page(report.title, tuple(head), tuple(tables), tuple(_list_notes(comparison, words)), width=width)


def _subject_text(comparison: ReportComparison, words: LanguageWords) -> str:
    """What is compared with what."""
    if comparison.files:
        old, new = comparison.files
        return words("diff-files", old=old, new=new, table=comparison.table)
    return words("diff-report", name=comparison.report.name, program=comparison.report.program)


def _list_notes(comparison: ReportComparison, words: LanguageWords) -> Iterator[str]:
    if any(value.has_moved and value.is_hidden for value in comparison.values):
        yield words("diff-hidden")
    if comparison.has_no_marks:
        yield words("diff-no-marks")
    if comparison.new_codes:
        yield words("diff-new-codes", codes=", ".join(comparison.new_codes))


def _move_table(moved: Sequence[ValueMove], words: LanguageWords) -> PageTable:
    heads = ("code", "diff-category", "diff-old", "diff-new", "diff-difference", "diff-cause")
    rows = list[tuple[str, ...]]()
    for value in moved:
        dimension, category = value.cell[0] if value.cell else ("", "")
        numbers = [_number_text(one, value.unit, words) for one in (value.old, value.new)]
        if value.is_hidden:
            numbers[1] = words("diff-hidden-value")
        change = _signed_text(value.difference, value.unit, words)
        own = (value.code, f"{dimension}: {category}" if dimension else words(TOTAL), *numbers, change)
        texts = [_cause_text(cause, value.unit, words) for cause in value.causes] or [""]
        rows += [(*(own if index == 0 else ("",) * len(own)), text) for index, text in enumerate(texts)]
    last = len(heads) - 1
    return PageTable(tuple(map(words, heads)), tuple(rows), right_aligned=frozenset({2, 3, 4}), wrap_columns=(last, 1))


def _tracking_table(comparison: ReportComparison, words: LanguageWords) -> PageTable:
    units = {value.code: value.unit for value in comparison.values}
    heads = tuple(map(words, ("code", "diff-tracked", "diff-old", "diff-new")))
    rows = tuple(
        (move.code, words(move.what), *(_tracked_text(one, units[move.code], words) for one in (move.old, move.new)))
        for move in comparison.tracked
    )
    return PageTable(heads, rows, right_aligned=frozenset({2, 3}))


def _cause_text(cause: Cause, unit: str, words: LanguageWords) -> str:
    """`+2: late rows in visits: visits.csv rows 7, 8`."""
    effect = "" if cause.effect is None else f"{_signed_text(cause.effect, unit, words)}: "
    detail = "; ".join(_cause_text(part, unit, words) for part in cause.parts) or _detail_text(cause, words)
    return f"{effect}{words(f'cause-{cause.kind}', about=cause.about, detail=detail)}"


def _detail_text(cause: Cause, words: LanguageWords) -> str:
    """What is known of a cause: `sex (1) in visits.csv rows 7–9, 12; more.csv row 2`, or what was exchanged."""
    by_file: dict[str, list[int]] = {}
    for file, row in sorted(cause.places):
        by_file.setdefault(file, []).append(row)
    places = "; ".join(
        words("file-row" if len(rows) == 1 else "file-rows", file=file, rows=list_row_numbers(rows))
        for file, rows in by_file.items()
    )
    if cause.columns:
        columns = ", ".join(f"{name} ({count})" for name, count in cause.columns)
        return words("columns-in-rows", columns=columns, places=places)
    if places:
        return words("rows-then", places=places) if cause.kind == ROWS_REMOVED else places
    return cause.detail


def _tracked_text(value: FrozenNumber, unit: str, words: LanguageWords) -> str:
    """A number that is tracked, or the words of a status; a value to date that is a date or a text as it is."""
    return words(value) if isinstance(value, str) and value in STATUSES else _number_text(value, unit, words)


def _number_text(value: FrozenNumber, unit: str, words: LanguageWords) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else number_format.format_value(value, unit, words.locale)


def _signed_text(value: Fraction | None, unit: str, words: LanguageWords) -> str:
    """A difference with its sign: `+2`, `−$500`."""
    if value is None:
        return ""
    text = number_format.format_value(to_output_number(abs(value)), unit, words.locale)
    return f"{'−' if value < 0 else '+'}{text}"


def _difference(move: TrackedMove) -> object:
    """The difference of two tracked numbers; None of texts, and where one is not there."""
    if isinstance(move.old, (int, Decimal)) and isinstance(move.new, (int, Decimal)):
        return to_output_number(Fraction(move.new) - Fraction(move.old))
    return None
