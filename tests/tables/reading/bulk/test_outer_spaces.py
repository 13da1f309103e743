"""White space around cells is taken off as `str.strip` does."""

from __future__ import annotations

import csv
import io
import random

import pytest

from roundtable_cli.tables.reading.bulk.cell_grid import build_cell_grid
from roundtable_cli.tables.values.white_space import ASCII_WHITESPACE, UNICODE_WHITESPACE

SPACES = ["", "", "", *sorted({*ASCII_WHITESPACE, *UNICODE_WHITESPACE} - {*"\r\n\x85\u2028\u2029\v\f\x1c\x1d\x1e"})]
TEXTS = ["a", "ы", "à", "“q”", "x y", "Ош", "€", "12", "р."]


@pytest.mark.parametrize("seed", range(40))
def test_cells_are_trimmed_wherever_the_space_stands(seed: int) -> None:
    """With line ends of one byte and two, and with cells in quotes."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    end, quote = draw.choice(("\n", "\r\n")), draw.choice(("", '"'))

    def draw_cell() -> str:
        return f"{draw.choice(SPACES)}{draw.choice(TEXTS)}{draw.choice(SPACES)}{draw.choice(SPACES)}"

    rows = [["key", *(draw_cell() if draw.random() < 0.8 else "" for _ in range(3))] for _ in range(30)]
    lines = [
        ",".join(f"{quote}{cell}{quote}" if cell and not place % 2 else cell for place, cell in enumerate(row))
        for row in [["k", "l", "m", "n"], *rows]
    ]
    written = end.join(lines)
    grid = build_cell_grid(f"{written}{end}".encode(), ",", ["k", "l", "m", "n"])
    assert grid is not None
    expected = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(written, newline=""))][1:]
    columns = [grid.column_spans(place).all_texts() for place in range(4)]
    assert [[*row] for row in zip(*columns, strict=True)] == expected
