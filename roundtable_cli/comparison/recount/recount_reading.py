"""Reads a recount sheet back: which rows are answered, and how, whatever a spreadsheet has made of the file."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.comparison.recount import recount_sheet
from roundtable_cli.comparison.recount.recount_request import RecountRequest, mark_row, parse_request
from roundtable_cli.comparison.recount.recount_sheet import (
    ANSWER_COLUMNS,
    FOUND,
    KEPT_COLUMNS,
    NUMBER,
    OF,
    PLACE_COLUMNS,
    VALUE_FOUND,
)
from roundtable_cli.errors import Finding, Refused, refuse_findings, suggest_nearest
from roundtable_cli.finding_codes import RECOUNT_ERROR
from roundtable_cli.indicators.explaining.explained_rows import RowLocation
from roundtable_cli.tables.reading import open_files
from roundtable_cli.tables.reading.table_file import FileRecords
from roundtable_cli.tables.table import Field, Table
from roundtable_cli.tables.values import parsing

SHEET_NAME = "recount"
# How people and spreadsheets write amounts: 1234.5, then 1 234,5, 1 234.5 and 1,234.5.
_AMOUNT_MARKS = ((".", ""), (",", ""), (",", " "), (".", " "), (".", ","))
_YES = frozenset("yes|y|true|1|1.0|+|++|x|v|✓|✔|да|д|есть|истина|ооба|бар|туура|ok".split("|"))
_NO = frozenset("no|n|false|0|0.0|-|–|—|нет|н|ложь|жок|туура эмес".split("|"))
_NEEDED = (NUMBER, OF, *PLACE_COLUMNS, *ANSWER_COLUMNS, *KEPT_COLUMNS)
_SHEET_REMEDY = "draw the sheet again, with rt-stats explain CODE --sample N, or undo what was changed in it"


class AnsweredRow(NamedTuple):
    """A row of a sheet. `found` is None where nobody has answered; `value_found` is None where no number is written.

    `is_genuine` says that its mark fits what stands in it: it was drawn so. `cells` are those of the columns of the
    table, by their headings in the sheet.
    """

    number: int  # of the row in the sheet, as a spreadsheet shows it
    part: str
    category: str
    location: RowLocation
    drawn: int
    rows_in_category: int
    mark: str
    value: str
    is_genuine: bool = True
    found: bool | None = None
    value_found: float | None = None
    remark: str = ""
    cells: Mapping[str, str] = MappingProxyType({})


class AnsweredSheet(NamedTuple):
    """The rows of a sheet, and what they were drawn from; `label` is what messages call the file."""

    label: str
    request: RecountRequest
    rows: tuple[AnsweredRow, ...]


def read_recount_sheet(path: Path) -> AnsweredSheet:
    """The answers in a sheet, in .xlsx or any CSV that a spreadsheet writes, sorted or not.

    Refused with every fault: a column that is gone, a row that was not drawn or stands there twice, an answer that is
    neither yes nor no, rows of two samples.
    """
    records = open_files.read_setting_records(path, Table(SHEET_NAME, (path,)))
    _check_header(records)
    faults = list[Finding]()
    request, text = _read_request(records)
    rows, seen = list[AnsweredRow](), dict[str, int]()
    for number, cells in zip(records.row_numbers, records.rows, strict=True):
        row = dict(zip(records.header, map(str.strip, cells), strict=True))
        if not any(row[name] for name in (*KEPT_COLUMNS, *PLACE_COLUMNS)):
            continue  # a remark below the rows
        findings, answer = _read_row(records.label, number, row, text)
        faults += findings
        if answer.mark and (earlier := seen.setdefault(answer.mark, number)) != number:
            fault = f"the row stands in row {earlier} too"
            faults.append(Finding(RECOUNT_ERROR, fault, "delete one of them", records.label, number))
        rows.append(answer)
    refuse_findings(faults)
    return AnsweredSheet(records.label, request, tuple(rows))


def _check_header(records: FileRecords) -> None:
    """Refused where a column of the sheet is not there."""
    missing = [name for name in _NEEDED if name not in records.header]
    others = [name for name in records.header if name not in _NEEDED]
    if len(missing) > len(_NEEDED) // 2:
        fault = "this is no recount sheet: its columns are not there"
        remedy = "rt-stats explain CODE --sample 20 -o recount.xlsx draws one"
        raise Refused(Finding(RECOUNT_ERROR, fault, remedy, records.label))
    refuse_findings(
        Finding(RECOUNT_ERROR, f'the column "{name}" is gone', _column_remedy(name, others), records.label)
        for name in missing
    )


def _column_remedy(name: str, others: list[str]) -> str:
    nearest = suggest_nearest(name, others) if others else ""
    return f"give it its name again ({nearest})" if nearest else "draw the sheet again"


def _read_request(records: FileRecords) -> tuple[RecountRequest, str]:
    """What the rows were drawn from. Refused where they were drawn from several things, or say nothing of it."""
    texts = list(dict.fromkeys(text for text in map(str.strip, records.column_texts(recount_sheet.REQUEST)) if text))
    if len(texts) != 1:
        fault = "the rows are of several samples" if texts else "no row says what it was drawn from"
        remedy = "keep each sample in a file of its own" if texts else _SHEET_REMEDY
        raise Refused(Finding(RECOUNT_ERROR, fault, remedy, records.label, column=recount_sheet.REQUEST))
    try:
        return parse_request(texts[0]), texts[0]
    except ValueError:
        fault = f'"{texts[0]}" is nothing that rows are drawn from'
        raise Refused(
            Finding(RECOUNT_ERROR, fault, _SHEET_REMEDY, records.label, column=recount_sheet.REQUEST)
        ) from None


def _read_row(label: str, number: int, row: Mapping[str, str], request: str) -> tuple[list[Finding], AnsweredRow]:
    """One row, and what is wrong with its answers."""
    count, every, place = (_read_count(row[name]) for name in (OF, recount_sheet.ROWS_IN_CATEGORY, "row"))
    location = RowLocation(row["file"], row["sheet"], place)
    place_texts = (location.file, location.sheet, "" if place is None else str(place))
    drawn = (row[recount_sheet.INDICATOR], row[recount_sheet.CATEGORY], *place_texts, str(count), str(every))
    part, category, *_ = drawn
    mark, remark, value = row[recount_sheet.MARK], row[recount_sheet.REMARK], row.get("value", "")
    values = {value, *(recount_sheet.value_text(number) for number in parse_amounts(value))}
    cells = {name: text for name, text in row.items() if name not in recount_sheet.OWN_COLUMNS}
    answer = AnsweredRow(
        *(number, part, category, location, count or 0, every or 0, mark, value),
        is_genuine=any(mark_row(request, *drawn, one) == mark for one in values),
        remark=remark,
        cells=MappingProxyType(cells),
    )
    return _read_answers(label, row, answer)


def _read_answers(label: str, row: Mapping[str, str], answer: AnsweredRow) -> tuple[list[Finding], AnsweredRow]:
    """What was found. A value says that the row was found, where nothing else is said."""
    findings, found, value = list[Finding](), _read_yes_or_no(row[FOUND]), None
    if row[FOUND] and found is None:
        fault = f'"{row[FOUND]}" is neither yes nor no'
        findings.append(
            Finding(RECOUNT_ERROR, fault, "write yes or no, or leave it blank", label, answer.number, FOUND)
        )
    if row[VALUE_FOUND]:
        readings = parse_amounts(row[VALUE_FOUND])
        if len(readings) > 1:  # 1,777 is a thousand and more, or less than two: as the value is written, if it is that
            readings = readings & parse_amounts(row.get("value", "")) or readings
        value = min(readings, default=None)
        if len(readings) != 1:
            fault = f'"{row[VALUE_FOUND]}" {"can be read in two ways" if readings else "is not a number"}'
            remedy = "write a number without a mark between thousands; what is none belongs into remark"
            findings.append(Finding(RECOUNT_ERROR, fault, remedy, label, answer.number, VALUE_FOUND))
        if found is False and value:
            fault = f"{row[VALUE_FOUND]} was found, and found says no"
            findings.append(Finding(RECOUNT_ERROR, fault, "correct one of them", label, answer.number, VALUE_FOUND))
    return findings, answer._replace(found=True if found is None and value is not None else found, value_found=value)


def _read_yes_or_no(text: str) -> bool | None:
    word = text.casefold().rstrip(".!")
    return True if word in _YES else False if word in _NO else None


def _read_count(text: str) -> int | None:
    """A number of rows, as spreadsheets write it; None where it is none."""
    return next((int(number) for number in parse_amounts(text)), None)


def parse_amounts(text: str) -> frozenset[float]:
    """The numbers as which a text can be read, with either decimal mark: 1,777 is two, and a word none."""
    found = set[float]()
    for decimal_char, group_char in _AMOUNT_MARKS:
        field = Field(VALUE_FOUND, "number", decimal_char=decimal_char, group_char=group_char)
        with suppress(ValueError):
            value = parsing.make_text_parser(field)(text)
            found |= {float(value)} if isinstance(value, (int, float)) else set()
    return frozenset(found)
