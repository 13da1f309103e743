"""Rows of cells written as a file of text, or as a workbook."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

import xlsxwriter

from tests.first_meeting.clean_records import Record

ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "cp1251", "koi8-r", "utf-16")


class Cell(NamedTuple):
    """A text; in a workbook the value, where there is one, in the format of a number."""

    text: str
    value: float | date | None = None
    number_format: str = ""


class SheetRow(NamedTuple):
    """Cells, with what they show: a record, or the sums of some."""

    cells: list[Cell]
    shown: Record | None = None
    is_record: bool = False


class Choices(Protocol):
    """What makes the choices of a sheet, and notes them."""

    rng: random.Random

    def happens(self, feature: str, chance: float) -> bool: ...
    def pick(self, feature: str, choices: Sequence[str]) -> str: ...


def write_text(rows: Sequence[SheetRow], width: int, choices: Choices) -> tuple[str, bytes]:
    """A CSV file, in an encoding that has its letters; at times with a stray quote, or a column without anything."""
    delimiter = choices.pick("delimiter", (",", ";", ";", "\t", "|"))
    ending = choices.rng.choice(["\n", "\r\n"])
    is_padded, has_all_quoted = choices.happens("padded", 0.7), choices.happens("all-quoted", 0.1)
    empty = [""] * choices.happens("empty-column", 0.08)
    stray = choices.rng.sample(range(len(rows)), 2) if choices.happens("stray-quotes", 0.05) else []
    lines = []
    for number, row in enumerate(rows):
        cells = [_quote_cell(cell.text, delimiter, has_all_quoted) for cell in row.cells]
        if is_padded or row.shown:
            cells += [""] * (width - len(cells))
        if number in stray and row.is_record:
            cells[-1] = f'"{row.cells[-1].text}'
        lines.append(delimiter.join(cells + (empty if cells else [])))
    text = ending.join(lines) + ending
    encoding = choices.pick("encoding", ENCODINGS)
    try:
        return "sheet.csv", text.encode(encoding)
    except UnicodeEncodeError:
        return "sheet.csv", text.encode()


def _quote_cell(text: str, delimiter: str, is_always: bool) -> str:
    needs_quotes = is_always or delimiter in text or '"' in text
    return '"' + text.replace('"', '""') + '"' if needs_quotes else text


def write_workbook(rows: Sequence[SheetRow], width: int, choices: Choices) -> tuple[str, bytes]:
    """An xlsx file: at times with a cover sheet, merged titles, numbers as text, or hidden rows."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        if choices.happens("cover", 0.15):
            book.add_worksheet("Cover").write_string(1, 1, "Report of the partner")
        sheet, has_numbers_as_text = book.add_worksheet("Data"), choices.happens("texts", 0.15)
        is_merged = choices.happens("merged-titles", 0.3)
        hidden = choices.happens("hidden-rows", 0.1)
        for number, row in enumerate(rows):
            if len(row.cells) == 1 and is_merged:
                sheet.merge_range(number, 0, number, width - 1, row.cells[0].text)
            for place, cell in enumerate(row.cells):
                _write_cell(
                    book,
                    sheet,
                    (number, place),
                    cell._replace(value=None) if has_numbers_as_text and cell.text else cell,
                )
            if hidden and row.is_record and choices.rng.random() < 0.2:
                sheet.set_row(number, None, None, {"hidden": True})
    return "sheet.xlsx", content.getvalue()


def _write_cell(book: Any, sheet: Any, place: tuple[int, int], cell: Cell) -> None:
    style = book.add_format({"num_format": cell.number_format or "General"})
    if isinstance(cell.value, date):
        sheet.write_datetime(*place, cell.value, style)
    elif cell.value is not None:
        sheet.write_number(*place, cell.value, style)
    elif cell.text:
        sheet.write_string(*place, cell.text)
