"""A recount compared with what was reported: the verification factor of each indicator and category, and the faults."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from roundtable_cli.comparison.recount import recount_sheet
from roundtable_cli.comparison.recount.recount_reading import AnsweredRow, AnsweredSheet
from roundtable_cli.comparison.recount.recount_sheet import DrawnSheet
from roundtable_cli.comparison.recount.verification_factor import (
    CheckedGroup,
    CheckedRow,
    VerificationFactor,
    estimate_factor,
)
from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import RECOUNT_ERROR
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.explaining.row_sample import SampledRow
from roundtable_cli.indicators.results import NumericValue

AMOUNT_MEASURES = frozenset({"sum", "mean"})  # of which the amounts are compared; of others, whether a row is found
_CLOSE = 1e-9  # relative: two numbers that a spreadsheet has written in different ways


class RecountLine(NamedTuple):
    """One category of an indicator, or all of them together (`category` is None): how many rows, and the factor."""

    indicator: Indicator
    category: str | None
    drawn: int
    in_sheet: int
    answered: int
    confirmed: int
    reported: float
    verified: float
    factor: VerificationFactor

    @property
    def failed(self) -> int:
        """The rows that were not found, or with another value."""
        return self.answered - self.confirmed

    @property
    def unanswered(self) -> int:
        """The rows that were drawn and say nothing: not filled in, or no longer in the sheet."""
        return self.drawn - self.answered


class FailedRow(NamedTuple):
    """A row that was not found, or with another value than was reported, which is None where that is not shown."""

    answer: AnsweredRow
    reported: object


class RecountVerification(NamedTuple):
    """What a filled-in sheet says.

    `changed` are the rows of the sheet that the records of today do not give, as they have changed since it was drawn.
    `edited` are those in which a cell of the table is another than in the records, each with the column's heading.
    """

    sheet: AnsweredSheet
    lines: tuple[RecountLine, ...]
    failed: tuple[FailedRow, ...]
    unanswered: tuple[int, ...]
    missing: int
    changed: tuple[int, ...]
    edited: tuple[tuple[int, str], ...] = ()


def verify_answers(sheet: AnsweredSheet, today: DrawnSheet, indicators: Mapping[str, Indicator]) -> RecountVerification:
    """The factors of a sheet; `today` is the same sample as the records of today give it.

    What a row was reported to be is taken from the records; from the sheet where these have changed since. Refused
    where no row is answered, and where an amount can't be told.
    """
    if not any(row.found is not None for row in sheet.rows):
        fault, remedy = "no row is filled in", "write yes or no into found for each row that was looked up"
        raise Refused(Finding(RECOUNT_ERROR, fault, remedy, sheet.label))
    drawn = {recount_sheet.mark_of(row, sheet.request.text): row for row in today.rows}
    checked = [_check_row(sheet.label, row, drawn.get(row.mark), indicators[row.part]) for row in sheet.rows]
    lines = tuple(_list_lines(checked, indicators))
    return RecountVerification(
        sheet,
        lines,
        tuple(FailedRow(one.answer, one.shown) for one in checked if one.is_answered and not one.is_confirmed),
        tuple(one.answer.number for one in checked if not one.is_answered),
        _count_missing(sheet, lines, drawn),
        tuple(row.number for row in sheet.rows if row.mark not in drawn),
        tuple(
            (row.number, name) for row in sheet.rows if row.mark in drawn for name in _list_edited(row, drawn[row.mark])
        ),
    )


def _list_edited(answer: AnsweredRow, drawn: SampledRow) -> Iterator[str]:
    """The columns whose cell in the sheet is another than in the records, however a spreadsheet writes it."""
    for name, text in drawn.row.cells.items():
        heading = recount_sheet.heading_of(name)
        if text and heading in answer.cells and _signs(answer.cells[heading]) != _signs(text):
            yield heading


def _signs(text: str) -> list[str]:
    """The letters and digits of a text in order of the alphabet: 2018-02-05 and 05.02.2018 have the same.

    Zeros are left out, as spreadsheets write 8420.60 as 8420.6, and 5.2.2018 for 05.02.2018.
    """
    return sorted(sign for sign in text.casefold() if sign.isalnum() and sign != "0")


def _count_missing(sheet: AnsweredSheet, lines: tuple[RecountLine, ...], drawn: Mapping[str, SampledRow]) -> int:
    """How many rows were drawn and are no longer in the sheet; of a category that is gone only the records know."""
    marks = {row.mark for row in sheet.rows}
    gone = len(drawn.keys() - marks) if marks <= drawn.keys() else 0
    return max(gone, sum(line.drawn - line.in_sheet for line in lines if line.category is not None))


class _RecountedRow(NamedTuple):
    """A row of the sheet with what it was reported to be; `shown` is the value as it may be shown."""

    answer: AnsweredRow
    row: CheckedRow
    shown: object

    @property
    def is_answered(self) -> bool:
        return self.answer.found is not None

    @property
    def is_confirmed(self) -> bool:
        return self.is_answered and _are_equal(self.row.reported, self.row.verified)


def _check_row(label: str, answer: AnsweredRow, drawn: SampledRow | None, indicator: Indicator) -> _RecountedRow:
    """What a row was reported to be, and what was found of it."""
    shown = answer.value if drawn is None or drawn.row.value is None else drawn.row.value
    reported = _reported_number(shown)
    if indicator.measure not in AMOUNT_MEASURES:
        is_other = answer.value_found is not None and (reported is None or not _are_equal(reported, answer.value_found))
        return _RecountedRow(answer, CheckedRow(1, float(bool(answer.found) and not is_other)), shown)
    if reported is None:
        fault = "the amount that was reported is not known: the column is personal, or the records have changed"
        raise Refused(
            Finding(
                RECOUNT_ERROR, fault, "draw the sheet again; personal amounts need --show-values", label, answer.number
            )
        )
    if not answer.found:
        return _RecountedRow(answer, CheckedRow(reported, 0.0), shown)
    verified = reported if answer.value_found is None else answer.value_found
    return _RecountedRow(answer, CheckedRow(reported, verified), shown)


def _reported_number(value: object) -> float | None:
    if isinstance(value, NumericValue):
        return float(value)
    try:
        return float(str(value).replace(",", "."))
    except ValueError:
        return None


def _are_equal(one: float, other: float) -> bool:
    return abs(one - other) <= _CLOSE * max(1.0, abs(one), abs(other))


def _list_lines(rows: list[_RecountedRow], indicators: Mapping[str, Indicator]) -> Iterator[RecountLine]:
    """A line for each category of each indicator in the sheet, and one for all where there are several."""
    by_part: dict[str, dict[str, list[_RecountedRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_part[row.answer.part][row.answer.category].append(row)
    for part, by_category in by_part.items():
        for category, own in by_category.items():
            yield _make_line(indicators[part], category, [own])
        if len(by_category) > 1:
            yield _make_line(indicators[part], None, [*by_category.values()])


def _make_line(indicator: Indicator, category: str | None, groups: list[list[_RecountedRow]]) -> RecountLine:
    answered = [[one for one in group if one.is_answered] for group in groups]
    every = [one for group in answered for one in group]
    checked = [
        CheckedGroup([one.row for one in own], group[0].answer.rows_in_category)
        for own, group in zip(answered, groups, strict=True)
    ]
    return RecountLine(
        indicator,
        category,
        sum(group[0].answer.drawn for group in groups),
        sum(map(len, groups)),
        len(every),
        sum(one.is_confirmed for one in every),
        sum(one.row.reported for one in every),
        sum(one.row.verified for one in every),
        estimate_factor(checked, counts_rows=indicator.measure not in AMOUNT_MEASURES),
    )
