"""One rule for what a cell's text is, and for what is blank."""

from __future__ import annotations

import unicodedata

import pytest

from roundtable_cli.tables.values.cell_text import clean_cell, filled_cells, is_blank_row


def test_a_cell_is_trimmed_and_composed() -> None:
    """White space of Unicode counts; letters of two parts become one."""
    assert clean_cell("\u00a0 " + unicodedata.normalize("NFD", "Айгүл й") + "\t\u3000") == "Айгүл й"


@pytest.mark.parametrize(
    ("row", "filled"), [([], {}), (["", " ", "\u00a0\t"], {}), (["", " x "], {1: "x"}), (["0", ""], {0: "0"})]
)
def test_blank_rows_hold_nothing_but_white_space(row: list[str], filled: dict[int, str]) -> None:
    """A row is blank where no cell is filled."""
    assert filled_cells(row) == filled
    assert is_blank_row(row) == (not filled)
