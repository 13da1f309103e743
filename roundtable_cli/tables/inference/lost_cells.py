"""The cells of a column that lost letters before their file was written, each told with its row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from roundtable_cli.errors import WARNING, Finding, RowPlace
from roundtable_cli.finding_codes import LOST_LETTERS
from roundtable_cli.tables.reading.letters import lost_letters
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.table import TEXT_TYPES, Field, Table

_REMEDY = "export it again as UTF-8 (in a spreadsheet: CSV UTF-8), or correct these cells"


class TableCells(Protocol):
    """A table whose cells can be asked for, counted or row by row."""

    table: Table

    @property
    def files(self) -> Sequence[TableFile]:
        """Its files, in order."""

    def count_texts(self, field: Field) -> Mapping[str, int]:
        """The different texts of a column, with their rows."""

    def iter_records(self, fields: Sequence[Field]) -> Iterable[tuple[tuple[str, ...], RowPlace]]:
        """The texts of some columns, row by row, with the row's place."""


def describe_lost_cells(cells: TableCells, field: Field) -> Iterator[Finding]:
    """A warning for the heading of a column, and for each of its cells, that lost letters; no text is repeated.

    A text that somebody's definitions name is known, and not told.
    """
    files = cells.files
    if not any(file.may_have_lost_letters for file in files):
        return
    texts = {*cells.count_texts(field)} - cells.table.named_values if field.type in (*TEXT_TYPES, "list") else ()
    suspects = {text for text in texts if _is_suspect(text)}
    if not suspects and not _is_suspect(field.name):
        return
    for fault in lost_letters.find_lost_letters([field.name]).values():
        yield Finding(LOST_LETTERS, fault, _REMEDY, files[0].label, files[0].header_row, field.name, WARNING)
    faults = lost_letters.find_lost_letters(suspects)
    for (text,), (label, row) in cells.iter_records([field]) if faults else ():
        if text in faults:
            yield Finding(LOST_LETTERS, faults[text], _REMEDY, label, row, field.name, WARNING)


def _is_suspect(text: str) -> bool:
    return "?" in text or not text.isascii()
