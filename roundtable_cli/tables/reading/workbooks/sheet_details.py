"""What calamine does not tell of a sheet, whichever kind of workbook it is in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import SOURCE_ERROR
from roundtable_cli.tables.reading.workbooks.number_formats import CellFormat

CellPosition = tuple[int, int]  # row and column of a cell, both from 0
_DAMAGE_REMEDY = "open it in Excel or LibreOffice and save it again, or save the sheet as CSV"


class SheetDetails(NamedTuple):
    """What a sheet holds besides the values of its cells; rows and columns count from 0.

    `errors` are formulas without a value, and the error of each. `formats` are numbers that are shown with a percent
    sign or a currency: row, column, and what is shown. `is_filtered` says that a filter is set. `merged` are the first
    and the last cell of each block that is merged into one.
    """

    errors: dict[CellPosition, str]
    formats: Sequence[tuple[int, int, CellFormat]]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_filtered: bool = False
    merged: tuple[tuple[CellPosition, CellPosition], ...] = ()

    def shifted_left(self, columns: int) -> SheetDetails:
        """The details of a sheet that has lost so many blank columns on its left."""
        if not columns:
            return self
        return self._replace(
            errors={(row, column - columns): text for (row, column), text in self.errors.items()},
            formats=[(row, column - columns, shown) for row, column, shown in self.formats],
            hidden_columns=frozenset(column - columns for column in self.hidden_columns if column >= columns),
            merged=tuple(
                ((top, left - columns), (bottom, right - columns)) for (top, left), (bottom, right) in self.merged
            ),
        )


NO_DETAILS = SheetDetails({}, ())


class RawSheet(NamedTuple):
    """A sheet as it is in the workbook: its cells are texts, numbers, dates and booleans; blank ones are texts."""

    name: str
    is_hidden: bool
    values: list[list[Any]]
    details: SheetDetails


class WorkbookContent(NamedTuple):
    """The sheets of a workbook, in order, and whether it is an .xls or .xlsb, of which not all is known."""

    sheets: list[RawSheet]
    is_old_format: bool


def workbook_refusal(fault: str, remedy: str) -> Refused:
    """A refusal of a workbook; who reads it adds the file's name."""
    return Refused(Finding(SOURCE_ERROR, fault, remedy))


def unreadable_refusal(reason: object) -> Refused:
    """The refusal of a workbook that is damaged, or that takes more to read than any workbook should."""
    return workbook_refusal(f"this is a workbook that can't be read: {reason}", _DAMAGE_REMEDY)
