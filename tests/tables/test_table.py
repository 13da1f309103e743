"""What a table is: what messages call its files, and what a field declares."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.tables.table import STDIN, Constraints, DataPackage, Field, Table, is_currency


def test_a_file_is_called_by_as_many_folders_as_tell_it_from_others() -> None:
    """Its name alone where that is enough; with its sheet, where the table is one of a workbook."""
    paths = Path("data/2025/q1.csv"), Path("data/2026/q1.csv"), Path("data/2026/q2.csv"), STDIN
    labels = [Table("t", paths).file_label(path) for path in paths]

    assert labels == ["2025/q1.csv", "2026/q1.csv", "q2.csv", "standard input"]
    assert Table("t", (Path("data/b.xlsx"),), sheets=("May",)).file_label(Path("data/b.xlsx")) == "b.xlsx [May]"


def test_a_blank_cell_is_always_missing() -> None:
    """Whatever else the schema declares."""
    assert Field("c", missing_values=("-",)).missing_texts == {"-", ""}


@pytest.mark.parametrize(
    ("constraints", "restricts"),
    [
        (Constraints(), False),
        (Constraints(required=True, unique=True), False),
        (Constraints(required=True, minimum=0), True),
        (Constraints(pattern="A"), True),
    ],
)
def test_some_constraints_are_of_what_a_value_is(constraints: Constraints, restricts: bool) -> None:
    """Others only say that there is one in each row, and another one."""
    assert constraints.restricts_values is restricts


def test_values_that_somebody_asked_for_are_shown() -> None:
    """Personal fields are so no more; that of an inferred table is not touched."""
    tables = {"a": Table("a", (), (Field("name", personal=True), Field("sex"))), "b": Table("b", ())}
    shown = DataPackage(Path(), tables).with_values_shown()

    assert shown.tables["a"].fields == (Field("name", is_revealed=True), Field("sex"))
    assert shown.tables["b"] == tables["b"]


@pytest.mark.parametrize(
    ("unit", "is_code"), [("USD", True), ("usd", False), ("US", False), ("%", False), ("СОМ", False)]
)
def test_a_currency_has_the_form_of_its_code(unit: str, is_code: bool) -> None:
    """Three capitals of ASCII."""
    assert is_currency(unit) is is_code


def test_a_personal_value_is_never_quoted() -> None:
    """A message says that there is one, and nothing of it."""
    assert Field("name").quote_value("Айгуль") == '"Айгуль"'
    assert Field("name", personal=True).quote_value("Айгуль") == "the value"
