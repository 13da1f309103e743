"""Recounts laid out: the rows that were drawn, to be filled in, and what the filled-in sheet says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from roundtable_cli.comparison.recount.recount_sheet import ANSWER_COLUMNS, CATEGORY, KEPT_COLUMNS
from roundtable_cli.errors import list_row_numbers
from roundtable_cli.output.language import number_format
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.page import Page, PageNote, PageTable, TidyData

if TYPE_CHECKING:
    from roundtable_cli.comparison.recount.recount_sheet import DrawnSheet
    from roundtable_cli.comparison.recount.recount_verification import RecountVerification
    from roundtable_cli.comparison.recount.verification_factor import VerificationFactor
    from roundtable_cli.indicators.definitions.framework import ResultsFramework

HOW_TO_FILL = ("recount-how-look", "recount-how-found", "recount-how-value", "recount-how-keep", "recount-how-back")


class RecountBook(NamedTuple):
    """What a workbook for a recount holds: the rows to be filled in, and lines of how to do it.

    `answers` are the words to choose from, yes and no, and `how_title` the name of the sheet with the lines.
    """

    rows: TidyData
    instructions: tuple[str, ...]
    answers: tuple[str, str]
    how_title: str


def sheet_data(sheet: DrawnSheet) -> TidyData:
    """The rows that were drawn, with blank cells to be filled in."""
    return TidyData(sheet.head, tuple(sheet.iter_values()))


def sheet_book(sheet: DrawnSheet, framework: ResultsFramework, words: LanguageWords) -> RecountBook:
    """The workbook to be filled in, with how to do it in the language of the reader."""
    title = _sheet_title(sheet, framework, words)
    yes, no = answers = (words("recount-yes"), words("recount-no"))
    how = (words(line, yes=yes, no=no) for line in HOW_TO_FILL)
    return RecountBook(sheet_data(sheet), (title, sheet.request.text, "", *how), answers, words("recount-how-title"))


def sheet_page(
    sheet: DrawnSheet,
    framework: ResultsFramework,
    words: LanguageWords,
    width: int | None = None,
    lines: Sequence[str] = (),
) -> Page:
    """The rows that were drawn, without the columns by which the program knows them again, or that say nothing."""
    data = sheet_data(sheet)
    said = {name for name in data.head if any(text is not None and text != "" for text in data.column_values(name))}
    hidden = {*KEPT_COLUMNS} - {CATEGORY}
    shown = [index for index, name in enumerate(data.head) if name not in hidden and name in said.union(ANSWER_COLUMNS)]
    rows = tuple(tuple("" if row[index] is None else str(row[index]) for index in shown) for row in data.rows)
    table = PageTable(tuple(data.head[index] for index in shown), rows)
    top = [*lines, _sheet_title(sheet, framework, words), sheet.request.text]
    return Page(top[0], tuple(top[1:]), (table,), (), width=width)


def _sheet_title(sheet: DrawnSheet, framework: ResultsFramework, words: LanguageWords) -> str:
    label = framework.indicators[sheet.request.code].label(words.language)
    return words("recount-title", label=label, rows=words("rows", len(sheet.rows)))


def verification_data(verification: RecountVerification, words: LanguageWords) -> TidyData:
    """A row for each category of each indicator; `category` is blank in that of several categories together."""
    head = (
        *("code", "indicator", "category", "drawn", "answered", "confirmed", "failed", "unanswered", "reported"),
        *("verified", "verification_factor", "low", "high", "within_10_percent"),
    )
    return TidyData(
        head,
        tuple(
            (
                *(line.indicator.code, line.indicator.label(words.language), line.category, line.drawn, line.answered),
                *(line.confirmed, line.failed, line.unanswered, line.reported, line.verified),
                *(line.factor.factor, line.factor.low, line.factor.high),
                None if line.factor.is_accepted is None else int(line.factor.is_accepted),
            )
            for line in verification.lines
        ),
    )


def verification_page(
    verification: RecountVerification, words: LanguageWords, width: int | None = None, lines: Sequence[str] = ()
) -> Page:
    """The factors, the rows that were not found or with other values, and what is to be known of the sheet."""
    code = verification.sheet.request.code
    label = next(
        (line.indicator.label(words.language) for line in verification.lines if line.indicator.code == code), code
    )
    top = [*lines, words("recount-result", label=label), verification.sheet.request.text]
    tables = [_factor_table(verification, words)]
    tables += [_failed_table(verification, words)] if verification.failed else []
    return Page(
        top[0], tuple(top[1:]), tuple(tables), tuple(map(PageNote, _list_notes(verification, words))), width=width
    )


def _factor_table(verification: RecountVerification, words: LanguageWords) -> PageTable:
    are_several = len({line.indicator.code for line in verification.lines}) > 1
    has_categories = any(line.category for line in verification.lines)
    keys = [*(["code"] if are_several else []), *(["diff-category"] if has_categories else [])]
    heads = ("recount-drawn", "recount-answered", "recount-confirmed", "recount-reported", "recount-verified")
    head = (*keys, *heads, "recount-factor", "recount-interval", "recount-accepted")
    rows = []
    for line in verification.lines:
        own = [line.indicator.code] if are_several else []
        own += [words("total") if line.category is None else line.category] if has_categories else []
        numbers = (line.drawn, line.answered, line.confirmed, line.reported, line.verified)
        texts = [number_format.format_value(_tidy_number(number), "", words.locale) for number in numbers]
        rows.append((*own, *texts, *_factor_texts(line.factor, words)))
    aligned = frozenset(range(len(keys), len(head) - 1))
    return PageTable(tuple(map(words, head)), tuple(rows), "", aligned, tuple(range(len(head))))


def _factor_texts(factor: VerificationFactor, words: LanguageWords) -> Iterator[str]:
    """The factor and its interval as percentages, and whether it is within ten percent."""
    yield _percent_text(factor.factor, words)
    ends = (factor.low, factor.high)
    yield number_format.NO_VALUE if None in ends else " – ".join(_percent_text(end, words) for end in ends)
    yield (
        number_format.NO_VALUE
        if factor.is_accepted is None
        else words("recount-yes" if factor.is_accepted else "recount-no")
    )


def _percent_text(share: float | None, words: LanguageWords) -> str:
    return (
        number_format.NO_VALUE
        if share is None
        else number_format.format_value(round(share * 100, 1), "%", words.locale)
    )


def _tidy_number(number: float) -> int | float:
    return int(number) if float(number).is_integer() else round(number, 6)


def _failed_table(verification: RecountVerification, words: LanguageWords) -> PageTable:
    """A row for each row that failed: where it is in the sheet and in the records, and what was found."""
    head = ("recount-sheet-row", "recount-file", "recount-row", "recount-reported", "recount-found", "recount-remark")
    rows = tuple(
        (
            str(failed.answer.number),
            failed.answer.location.file_label,
            str(failed.answer.location.row or ""),
            "" if failed.reported is None else str(failed.reported),
            words("recount-no") if not failed.answer.found else _found_text(failed.answer.value_found, words),
            failed.answer.remark,
        )
        for failed in verification.failed
    )
    return PageTable(tuple(map(words, head)), rows, words("recount-failed"), frozenset({0, 2}), (5, 1))


def _found_text(value: float | None, words: LanguageWords) -> str:
    return words("recount-yes") if value is None else number_format.format_value(_tidy_number(value), "", words.locale)


def _list_notes(verification: RecountVerification, words: LanguageWords) -> Iterator[str]:
    if verification.unanswered:
        rows = list_row_numbers(verification.unanswered)
        yield words("recount-unanswered", len(verification.unanswered), rows=rows)
    if verification.missing:
        yield words("recount-missing", verification.missing)
    for number, name in verification.edited:
        yield words("recount-edited", row=number, name=name)
    if verification.changed:
        yield words("recount-changed", len(verification.changed), rows=list_row_numbers(verification.changed))
