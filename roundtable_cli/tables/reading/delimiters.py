"""The delimiter of a text file, told from its records, and its rows split into cells."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice

from roundtable_cli.tables.reading.text_encoding import BOM_CHARACTER
from roundtable_cli.tables.values.cell_text import is_blank_row

# In the order of preference where the records tell nothing, the last the best: a comma may be a decimal mark, and a tab
# is hardly ever anything else.
DELIMITERS = ",;|\t"
_SAMPLE_RECORDS = 200  # records that settle the delimiter
_SEP_LINE = r"(?i)\ufeff?sep=([^\r\n])(?:\r\n|\r|\n|$)"
_ROWS_AT_ONCE = 100  # rows that are split before the csv module has its own limit back, at the most
_CELLS_AT_ONCE = 2**16  # cells of rows that are split at once, about: a row may have a million


def drop_sep_line(text: str) -> str:
    """A text without a first line `sep=;`, which is for the spreadsheet and no record."""
    stated = _match_sep_line(text)
    return text[stated.end() :] if stated else text


def _match_sep_line(text: str) -> re.Match[str] | None:
    return re.match(_SEP_LINE, text) if text[:5].lower().lstrip(BOM_CHARACTER).startswith("sep=") else None


def detect_delimiter(text: str, quote: str = '"') -> str:
    """The delimiter that a first line `sep=;` states, else the one that gives the records a constant width."""
    if stated := _match_sep_line(text):
        return stated[1]
    if not text.strip(f"{DELIMITERS}{BOM_CHARACTER} \r\n"):  # as a spreadsheet writes a sheet of blank cells
        return max(DELIMITERS, key=text.count)
    scores = {mark: _width_consistency(text, mark, quote) for mark in DELIMITERS if mark in text}
    best = max(scores, key=lambda mark: (scores[mark], DELIMITERS.index(mark)), default=",")
    return best if scores.get(best, _NO_WIDTH) > _NO_WIDTH else ","


_NO_WIDTH = (0.0, False)


def _width_consistency(text: str, delimiter: str, quote: str) -> tuple[float, bool]:
    """The share of the records that have the commonest width of more than one cell, and whether the header has it."""
    widths: list[int] = []
    with suppress(csv.Error):  # a file that can't be split to its end has shown enough
        for row in islice(split_rows(io.StringIO(text, newline=""), delimiter, quote), _SAMPLE_RECORDS):
            if not is_blank_row(row):
                widths.append(len(row))
    records = widths[1:] or widths
    counts = Counter(width for width in records if width > 1)
    if not counts:
        return _NO_WIDTH
    width, times = max(counts.items(), key=lambda item: (item[1], item[0]))
    return round(times / len(records), 2), widths[0] == width


def split_rows(lines: Iterable[str], delimiter: str, quote: str, strict: bool = False) -> Iterator[list[str]]:
    """Lines of text as rows of cells. If strict, raises csv.Error where a quote is not closed, or text follows it.

    A cell may be of any length. The csv module refuses one above its limit, which holds for the whole process: it is
    lifted only while some rows are split, so that a program that imports this one keeps its own.
    """
    reader = csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=strict)
    failure: csv.Error | None = None
    rows_at_once = 1
    while failure is None:
        rows: list[list[str]] = []
        try:
            with _lifted_cell_limit():
                rows.extend(islice(reader, rows_at_once))  # keeps the rows before one that can't be split
        except csv.Error as error:
            failure = error
        yield from rows
        if not rows and failure is None:
            return
        widest = max(map(len, rows), default=0) or 1
        rows_at_once = max(1, min(_ROWS_AT_ONCE, _CELLS_AT_ONCE // widest))
    raise failure


@contextmanager
def _lifted_cell_limit() -> Iterator[None]:
    """Within it the csv module splits cells of any length."""
    limit = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(limit)
