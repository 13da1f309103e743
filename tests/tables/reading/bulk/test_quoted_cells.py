"""Quotes are taken out of a text as `csv.reader` would, or the text is left to it."""

from __future__ import annotations

import csv
import io
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.tables.reading.bulk import quoted_cells
from roundtable_cli.tables.reading.bulk.quoted_cells import UnquotedText, unquote_text


def rows_of(text: UnquotedText) -> list[list[str]]:
    """The cells of a text without quotes, row by row."""
    rows, start = list[list[str]]([[]]), 0
    for end in text.cell_ends.tolist():
        rows[-1].append(text.content[start:end].decode())
        is_last = text.content[end : end + 1] != b","
        start = end + (len(text.line_end) if is_last else 1)
        rows += [[]] if is_last else []
    return rows[:-1]


def with_break(text: str) -> str:
    """A text with a line break between two of its letters, if it has such."""
    return text.replace("ab", "a\nb")


@given(st.text(alphabet='ab,"\n\r', min_size=1, max_size=12), st.integers(1, 5))
def test_any_text_is_read_as_by_csv_or_left_to_it(written: str, block: int) -> None:
    """However quotes, delimiters and line ends follow one another, and wherever a block ends."""
    with patch.object(quoted_cells, "BLOCK_BYTES", block):
        found = unquote_text(written.encode(), ",", b'"')
    if found is not None:
        rows = csv.reader(io.StringIO(written, newline=""), strict=True)
        # Of a blank row the module tells no cell.
        assert rows_of(found) == [row or [""] for row in rows]
        assert found.row_count == len(rows_of(found))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@given(
    rows=st.lists(st.lists(st.text(alphabet='ab,"ж', max_size=5).map(with_break), min_size=2, max_size=2), min_size=1)
)
def test_what_is_written_is_read_back(rows: list[list[str]], end: str) -> None:
    """With delimiters, quotes and line breaks in the cells."""
    file = io.StringIO()
    csv.writer(file, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    found = unquote_text(file.getvalue().encode(), ",", b'"')

    assert found is not None
    assert rows_of(found) == rows


def test_cells_with_breaks_and_delimiters_are_told() -> None:
    """Those with both, by their number among all cells."""
    found = unquote_text(b'a,b\n"1,\n2","3\n4"\n"5,6","7\n,8"', ",", b'"')

    assert found is not None
    assert found.broken_cells.tolist() == [2, 5]


@pytest.mark.parametrize(
    "text",
    ['a "b",c\n', '"a"b,c\n', ' "a",b\n', '"a,b\n', '"a",b\r', '"a"\r\nb\n', '"a"\rb\n', '"\na",b\n', '"a\n",b\n'],
)
def test_quotes_and_line_ends_that_ask_for_a_decision_are_left(text: str) -> None:
    """Quotes in the middle of a cell or not closed, text after them, line ends of two kinds, breaks at an edge."""
    assert unquote_text(text.encode(), ",", b'"') is None
