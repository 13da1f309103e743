"""Marks of the rows of a table: they tell later which rows are new, gone or changed, and in which column, and no value.

A mark is a keyed digest (BLAKE2 with the project's secret). That of a cell holds the row's key too, so that two rows
with the same value have different marks: how often a value is there can't be counted either. Values are marked as they
are read, so that a date written in another form, or a file saved in another encoding, is no change.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from roundtable_cli.comparison.freezing.frozen_report import FileMarks
from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing

MAX_MARKED_CELLS = 2_000_000  # of a table: one with more has marks of blocks of its files
BLOCK_BYTES = 2**22
_ROW_BYTES, _CELL_BYTES = 12, 6  # of digests; in letters 16 and 8
ROW_LETTERS, CELL_LETTERS = 16, 8


class RowMark(NamedTuple):
    """A row's place, the mark of its key, and those of its cells; a row without a key has none of these."""

    file: str
    row: int
    key: str
    cells: tuple[str, ...] = ()


def mark_table(source: Source, secret: bytes) -> list[FileMarks]:
    """The marks of a table's rows, file by file; of a table too large for that, those of its files' blocks."""
    name = source.table.name
    if is_too_large(source):
        return [*_mark_blocks(source, secret)]
    columns, key = list_marked_columns(source), source.table.primary_key
    marks: dict[str, list[str]] = {label: [] for label in source.file_labels}
    for mark in mark_rows(source, columns, key, secret):
        marks[mark.file].append(" ".join(filter(None, (str(mark.row), mark.key, "".join(mark.cells)))))
    return [FileMarks(name, label, tuple(columns), key, tuple(lines)) for label, lines in marks.items()]


def is_too_large(source: Source) -> bool:
    """Whether a table has more cells than are marked one by one, or is one that only an engine can read."""
    return source.is_large or not source.holds_cells or len(source) * len(source.header) > MAX_MARKED_CELLS


def list_marked_columns(source: Source) -> list[str]:
    """The columns that have a name of their own: a definition can read no others."""
    known = {*source.column_names}
    return [name for name in source.header if name in known]


def mark_rows(source: Source, columns: Sequence[str], key: Sequence[str], secret: bytes) -> Iterator[RowMark]:
    """The mark of each row, in order. Without a key, a row is known by all its cells, and the second such by number."""
    fields = [source.find_type(name) for name in columns]
    texts = [_canonical_texts(source, field) for field in fields]
    keys = [columns.index(name) for name in key if name in columns]
    repeats = Counter[str]()
    for place, cells in zip(source.row_places(), zip(*texts, strict=True), strict=True):
        if keys and len(keys) == len(key):
            mark = _digest(secret, _ROW_BYTES, source.table.name, *(cells[index] for index in keys))
            pairs = zip(columns, cells, strict=True)
            yield RowMark(*place, mark, tuple(_digest(secret, _CELL_BYTES, mark, *pair) for pair in pairs))
        else:
            whole = _digest(secret, _ROW_BYTES, source.table.name, *cells)
            repeats[whole] += 1
            yield RowMark(*place, _digest(secret, _ROW_BYTES, whole, str(repeats[whole])))


def read_marks(marks: Iterable[FileMarks]) -> Iterator[RowMark]:
    """The marks of rows that a report keeps."""
    for of_file in marks:
        for line in of_file.marks:
            row, key, *cells = line.split(" ")
            yield RowMark(of_file.file, int(row), key, _split_cells("".join(cells)))


def _split_cells(letters: str) -> tuple[str, ...]:
    return tuple(letters[start : start + CELL_LETTERS] for start in range(0, len(letters), CELL_LETTERS))


def _canonical_texts(source: Source, field: Field) -> list[str]:
    """The cells of a column, each as its value is written in one way; what can't be read as it stands."""
    read_cell, texts = parsing.make_cell_reader(field), source.field_texts(field)
    known = {text: _canonical_text(read_cell(text), text, field) for text in dict.fromkeys(texts)}
    return [known[text] for text in texts]


def _canonical_text(reading: tuple[object, str], text: str, field: Field) -> str:
    value, fault = reading
    if fault:
        return f"?{text.strip()}"
    return "" if value is None else f"={parsing.value_to_text(value, field)}"


def _mark_blocks(source: Source, secret: bytes) -> Iterator[FileMarks]:
    """The marks of the blocks of each file of a table."""
    for path in source.table.paths:
        if path.is_file() and not urls.url_from_path(path):
            with path.open("rb") as stream:
                blocks = iter(lambda: stream.read(BLOCK_BYTES), b"")
                marks = tuple(_encode_digest(_keyed_hash(secret, _ROW_BYTES, block)) for block in blocks)
            yield FileMarks(source.table.name, source.table.file_label(path), (), (), marks, is_blocks=True)


def _digest(secret: bytes, size: int, *texts: str) -> str:
    """The keyed digest of some texts, each with its length, so that no two lists of texts are one."""
    message = b"".join(
        b"%d:%b" % (len(part), part) for part in (text.encode("utf-8", "surrogatepass") for text in texts)
    )
    return _encode_digest(_keyed_hash(secret, size, message))


def _keyed_hash(secret: bytes, size: int, message: bytes) -> bytes:
    return hashlib.blake2b(message, key=secret, digest_size=size).digest()


def _encode_digest(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode("ascii")
