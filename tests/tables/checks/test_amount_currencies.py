"""Each amount that shows another currency than it should is named by its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.tables.checks.amount_currencies import find_currency_faults
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table


def faulty_rows(folder: Path, text: str, field: Field, currency: str = "") -> list[int | None]:
    """The rows of the findings on a column of a file, whose rows may name their currency in another one."""
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    source = Source(Table("t", (path,)), folder)
    return [found.row for found in find_currency_faults(source, field, Field(currency) if currency else None)]


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (("€1", "€2", "$3"), [4]),
        (("$1", "$2", "3 сом", "€4"), [4, 5]),
        (("1", "2", "€3"), [4]),
        (("€1", "€2", "3"), [4]),
        (("€1", "0", ""), []),
        (("1", "2", "3 kg"), []),
    ],
)
def test_cells_that_differ_from_the_most_are_named(tmp_path: Path, cells: tuple[str, ...], rows: list[int]) -> None:
    """In a declared column too: another currency, or none where others show one."""
    text = "fee,no\n" + "".join(f"{cell},{number}\n" for number, cell in enumerate(cells))
    assert faulty_rows(tmp_path, text, Field("fee", "number", bare_number=False)) == rows


def test_a_declared_currency_goes_before_the_cells(tmp_path: Path) -> None:
    """What contradicts it is named; bare numbers are in it."""
    field = Field("fee", "number", bare_number=False, currency="USD")
    assert faulty_rows(tmp_path, "fee,no\n1,1\n€2,2\n$3,3\n", field) == [3]


def test_the_currency_of_a_row_goes_before_the_other_cells(tmp_path: Path) -> None:
    """A sign must be that of its row, whatever other rows have."""
    field = Field("fee", "number", bare_number=False)
    assert faulty_rows(tmp_path, "fee,unit\n1,USD\n€2,евро\n$3,KGS\n", field, "unit") == [4]


def test_bare_numbers_are_not_looked_at(tmp_path: Path) -> None:
    """A column that takes no signs has none."""
    assert faulty_rows(tmp_path, "fee,no\n1,1\n2,2\n", Field("fee", "number")) == []
