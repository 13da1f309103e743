"""What a formula without a value left behind is told, cell by cell, and is never a value or a blank."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.inference import field_inference
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import formula_errors, parsing


@pytest.mark.parametrize(
    "text",
    sorted(formula_errors.FORMULA_ERRORS | {"####", "##########", "Err:502", "Ошибка:504", "Loading...", "Загрузка…"}),
)
def test_an_error_is_no_value_in_any_column(text: str) -> None:
    """Whatever the field's type, text included, it is a fault; it says nothing of how a column is typed."""
    assert formula_errors.is_formula_error(text)
    assert formula_errors.describe_formula_error(text)
    for type_ in ("string", "integer", "number", "date", "boolean", "list"):
        cells, faults = parsing.parse_column([text], Field("c", type_))
        assert (cells, list(faults)) == ([None], [text])
    assert field_inference.infer_field("c", ["1", text, "2"]).type == "integer"


@pytest.mark.parametrize(
    "text",
    [
        "#",
        "##",
        "#1",
        "#tag",
        "#REF",
        "REF!",
        "#adm1+name",
        "Err:5",
        "#N/A!",
        "",
        "N/A",
        "5#",
        "Loading",
        "Loading... 5",
        "Dock...",
    ],
)
def test_what_is_no_error(text: str) -> None:
    """A number sign alone makes none."""
    assert not formula_errors.is_formula_error(text)
