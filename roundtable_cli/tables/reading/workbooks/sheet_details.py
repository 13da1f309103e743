"""What calamine does not tell of a sheet, whichever kind of workbook it is in."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from roundtable_cli.tables.reading.workbooks.number_formats import CellFormat

CellPosition = tuple[int, int]  # row and column of a cell, both from 0
DAMAGE_ERRORS = (  # what zipfile and ElementTree raise for workbooks that are damaged
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    SyntaxError,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
)


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
