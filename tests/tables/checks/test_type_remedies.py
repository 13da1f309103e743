"""What is offered for cells that are not of their type: a declaration where that is the answer."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.checks import type_remedies
from roundtable_cli.tables.table import Field

N = Field("n", "number")
DAY = Field("day", "date")


@pytest.mark.parametrize(
    ("field", "texts", "remedy"),
    [
        (N, ["1,5", "2", "12,75"], '"decimalChar": ","'),
        (N, ["1 234,5", "2", "12,75"], '"decimalChar": ",", "groupChar": " "'),
        (N, ["45%", "12%", "7.5%"], '"bareNumber": false'),
        (Field("n", "integer"), ["1.5", "2"], '"type": "number"'),
        (DAY, ["31.01.2026", "05.02.2026"], '"format": "%d.%m.%Y"'),
        (DAY, ["2026-01", "2026-02"], '"type": "yearmonth"'),
        (DAY, ["31.01.2026", "N/A"], '"format": "%d.%m.%Y"'),
    ],
)
def test_a_column_that_is_written_in_another_way_is_declared_so(field: Field, texts: list[str], remedy: str) -> None:
    """Only by what fits all of its texts."""
    assert type_remedies.find_column_remedy(field, texts) == f"write {remedy} for the column in datapackage.json"


@pytest.mark.parametrize(
    ("field", "texts"),
    [
        (N, ["1", "x"]),
        (N, ["1.5", "2,5"]),
        (N, ["1,234", "2,345"]),
        (DAY, ["2026-01-05", "31.01.2026"]),
        (DAY, ["05/06/2026"]),
        (N, ["2026-01-05"]),
        (N, []),
    ],
)
def test_a_few_odd_cells_have_no_declaration(field: Field, texts: list[str]) -> None:
    """Nor have texts that can be read in two ways, or are of another kind altogether."""
    assert type_remedies.find_column_remedy(field, texts) == ""


def test_a_text_that_stands_for_no_value_is_declared_missing() -> None:
    """With the values that are declared so already; a number or a word is corrected."""
    field = N._replace(missing_values=("", "x"))

    assert type_remedies.describe_text_remedy(field, "N/A") == (
        "if it stands for no value, rt-stats check --fix declares it; or write "
        '"missingValues": ["", "x", "N/A"] for the column in datapackage.json'
    )
    assert type_remedies.describe_text_remedy(field, "ten") == (
        "correct the cell, or declare another type than number in datapackage.json"
    )
    assert "N/A" not in type_remedies.describe_text_remedy(field._replace(personal=True), "N/A")
