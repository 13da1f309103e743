"""The errors of formulas are found among cells without making their texts."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.bulk import row_scans
from roundtable_cli.tables.values import formula_errors
from tests.tables.reading.bulk.test_cell_spans import cells_of


@pytest.mark.parametrize("error", [*sorted(formula_errors.FORMULA_ERRORS), "####", "Err:502", "Ошибка:502"])
def test_an_error_is_found_wherever_it_stands(error: str) -> None:
    """Among texts, empty cells and others like it; those alone are none."""
    others = ["", "#1", "a:502", "x"]
    assert row_scans.has_error_cell(cells_of([*others, error]))
    assert not row_scans.has_error_cell(cells_of(others))
