"""The last row of a large file is known for totals where nothing is in doubt."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.bulk.cell_spans import CellSpans
from roundtable_cli.tables.reading.bulk.end_totals import is_total_row


def columns_of(*rows: str) -> list[CellSpans]:
    """The cells of some rows, column by column."""
    columns = zip(*(row.split(",") for row in rows), strict=True)
    return [_column_of([*texts]) for texts in columns]


def _column_of(texts: list[str]) -> CellSpans:
    import numpy as np

    sizes = np.array([len(text.encode()) for text in texts])
    ends = np.cumsum(sizes + 1) - 1
    return CellSpans("\n".join([*texts, " " * 8]).encode(), ends - sizes, ends)


@pytest.mark.parametrize(
    ("last", "is_total"),
    [
        ("Total,,6,0.60", True),
        ("Итого,,6,", True),
        ("Бардыгы,,,0.6", True),
        ("Total,,7,0.60", False),
        ("Total,,6,0.61", False),
        ("Total,x,6,0.60", False),
        ("Total,,,", False),
        ("Osh,,6,0.60", False),
        ("Kara-Suu Total,,6,0.60", True),
    ],
)
def test_every_number_has_to_be_the_sum(last: str, is_total: bool) -> None:
    """To the last digit, and nothing else may stand beside the label."""
    columns = columns_of("a,x,1,0.10", "b,y,2,0.2", "c,z,3,0.3", last)
    assert is_total_row(columns, ()) is is_total
    assert not is_total_row(columns, {last.split(",", maxsplit=1)[0]})


def test_sums_are_exact_beyond_the_numbers_of_a_processor() -> None:
    """And what may be thousands is left to the careful way, as is a column with another text."""
    large = ["x,999999999999999"] * 20_000
    assert is_total_row(columns_of(*large, "Total,999999999999999"), ()) is False
    assert is_total_row(columns_of("a,0.1", "b,0.7", "Total,0.8"), ())
    assert not is_total_row(columns_of("a,1.100", "b,2.100", "Total,3.200"), ())
    assert not is_total_row(columns_of("a,1", "b,2", "c,two", "Total,3"), ())
    assert not is_total_row(columns_of("a,3", "b,0", "Total,3"), ())
