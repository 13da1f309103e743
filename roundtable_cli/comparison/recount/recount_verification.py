"""A recount compared with what was reported: the verification factor of each indicator and category, and the faults."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from roundtable_cli.comparison.recount import recount_sheet
from roundtable_cli.comparison.recount.recount_reading import AnsweredRow, AnsweredSheet, parse_amounts
from roundtable_cli.comparison.recount.recount_sheet import DrawnSheet
from roundtable_cli.comparison.recount.verification_factor import (
    CheckedGroup,
    CheckedRow,
    VerificationFactor,
    estimate_factor,
)
from roundtable_cli.errors import Finding, Refused, refuse_findings
from roundtable_cli.finding_codes import RECOUNT_ERROR
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.explaining.row_sample import SampledRow
from roundtable_cli.indicators.results import NumericValue

AMOUNT_MEASURES = frozenset({"sum", "mean"})  # of which the amounts are compared; of others, whether a row is found
_DATE_PARTS = 3  # day, month and year, and a time
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
    refuse_findings(
        _strange_row(sheet.label, row) for row in sheet.rows if row.mark not in drawn and not row.is_genuine
    )
    written, rows = sheet.rows, tuple(_as_drawn(row, drawn.get(row.mark)) for row in sheet.rows)
    sheet = sheet._replace(rows=rows)
    checked = [_check_row(sheet.label, row, drawn.get(row.mark), indicators[row.part]) for row in rows]
    lines = tuple(_list_lines(checked, indicators, today.without_total))
    return RecountVerification(
        sheet,
        lines,
        tuple(FailedRow(one.answer, one.shown) for one in checked if one.is_answered and not one.is_confirmed),
        tuple(one.answer.number for one in checked if not one.is_answered),
        _count_missing(sheet, lines, drawn),
        tuple(row.number for row in sheet.rows if row.mark not in drawn),
        tuple(
            (row.number, name) for row in written if row.mark in drawn for name in _list_edited(row, drawn[row.mark])
        ),
    )


def _strange_row(label: str, row: AnsweredRow) -> Finding:
    fault = "this row was not drawn, or was changed since: its mark does not fit what stands in it"
    remedy = "delete it if somebody added it; else undo what was changed beside found, value_found and remark"
    return Finding(RECOUNT_ERROR, fault, remedy, label, row.number)


def _as_drawn(answer: AnsweredRow, drawn: SampledRow | None) -> AnsweredRow:
    """A row of the sheet with the place and category of the row of today that has its mark."""
    if drawn is None:
        return answer
    return answer._replace(
        part=drawn.row.part,
        category=drawn.category,
        location=drawn.row.location,
        drawn=drawn.drawn,
        rows_in_category=drawn.rows_in_category,
    )


def _list_edited(answer: AnsweredRow, drawn: SampledRow) -> Iterator[str]:
    """The columns whose cell in the sheet is another than in the records, however a spreadsheet writes it."""
    if answer.location.row != drawn.row.location.row:
        yield "row"
    for name, text in drawn.row.cells.items():
        heading = recount_sheet.heading_of(name)
        if text and heading in answer.cells and not _say_the_same(answer.cells[heading], text):
            yield heading
    if drawn.row.value is not None and not _say_the_same(answer.value, str(drawn.row.value)):
        yield "value"


def _say_the_same(one: str, other: str) -> bool:
    """Whether two texts are one number, one date, or one text, where spreadsheets write these in their own ways."""
    numbers = parse_amounts(one), parse_amounts(other)
    if all(numbers):
        return any(_are_equal(left, right) for left in numbers[0] for right in numbers[1])
    parts = [[word.lstrip("0") for word in re.findall(r"[^\W\d_]+|\d+", text.casefold())] for text in (one, other)]
    is_date = all(len(words) >= _DATE_PARTS and all(map(str.isdigit, words)) for words in parts)
    return sorted(parts[0]) == sorted(parts[1]) if is_date else parts[0] == parts[1]


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
    readings = parse_amounts(str(value))
    return min(readings) if len(readings) == 1 else None


def _are_equal(one: float, other: float) -> bool:
    return abs(one - other) <= _CLOSE * max(1.0, abs(one), abs(other))


def _list_lines(
    rows: list[_RecountedRow], indicators: Mapping[str, Indicator], without_total: Collection[str]
) -> Iterator[RecountLine]:
    """A line for each category of each indicator in the sheet, and one for all where they can be taken together."""
    by_part: dict[str, dict[str, list[_RecountedRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_part[row.answer.part][row.answer.category].append(row)
    for part, by_category in by_part.items():
        for category, own in by_category.items():
            yield _make_line(indicators[part], category, [own])
        if len(by_category) > 1 and part not in without_total:
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
