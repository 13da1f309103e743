"""A counted column: its texts and their rows, its keys, and what it shows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest

from roundtable_cli.tables.profiling import column_profile
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import formula_errors
from tests.tables.test_source import opened


def column(folder: Path, texts: Iterable[str], *fields: Field, name: str = "c") -> column_profile.ColumnProfile:
    """A column of these texts, one in a row, from row 2; after it a column that no row leaves blank."""
    rows = "".join(f'"{text}";x\n' for text in texts)
    source = opened(folder, f"{name};n\n{rows}", *fields)
    return column_profile.profile_column(source, source.get_field(name))


def test_texts_are_counted_trimmed_and_normal(tmp_path: Path) -> None:
    """What is missing and what a formula's error left is no text; a letter in two parts is one."""
    parted = unicodedata.normalize("NFD", "й")
    counted = column(
        tmp_path, [" a ", "a", "", "#REF!", "й", parted, "-"], Field("c", missing_values=("-",)), Field("n")
    )

    assert counted.text_counts == {"a": 2, "й": 2}
    assert (counted.row_count, counted.filled_count, counted.has_repeats) == (7, 4, True)


@pytest.mark.parametrize("error", [*sorted(formula_errors.FORMULA_ERRORS), "####", "Err:504", "Err:402", "Ошибка:502"])
def test_what_a_formula_left_is_no_text(tmp_path: Path, error: str) -> None:
    """Whatever a spreadsheet shows in place of its value; what only looks alike is one."""
    assert column(tmp_path, ["a", error, f" {error}"]).text_counts == {"a": 1}
    assert column(tmp_path, [f"{error}a"]).text_counts == {f"{error}a": 1}


def test_keys_are_written_as_values_are(tmp_path: Path) -> None:
    """Two ways to write a date are one day, and of its keys all rows are told."""
    field = Field("c", "date", format="%d.%m.%Y")
    counted = column(tmp_path, ["01.02.2018", "1.2.2018", "03.02.2018"], field, Field("n"))

    assert counted.key_counts == {"2018-02-01": 2, "2018-02-03": 1}
    assert not counted.identifies_rows


@pytest.mark.parametrize(
    ("texts", "names_each"),
    [(["a", "b"], True), (["a", "a"], False), (["a", ""], False), (["a"], False), (["a", " a"], False)],
)
def test_a_column_names_each_row(tmp_path: Path, texts: list[str], names_each: bool) -> None:
    """Where every row has a text, each another, and there are several."""
    assert column(tmp_path, texts).identifies_rows == names_each


def test_the_personal_column_is_the_same_and_shows_nothing(tmp_path: Path) -> None:
    """It is not counted again."""
    counted = column(tmp_path, ["Айгүл", "Айгүл", "Асан"])
    hidden = counted.as_personal()

    assert counted.quote_text("Айгүл") == '"Айгүл" (2 rows)'
    assert hidden.quote_text("Айгүл") == "the value (2 rows)"
    assert hidden.text_counts is counted.text_counts


def test_places_are_the_first_rows(tmp_path: Path) -> None:
    """However the cell is spaced."""
    counted = column(tmp_path, ["a", " b", "b", "a"])
    assert counted.find_first_places({"a", "b"}) == {"a": ("people.csv", 2), "b": ("people.csv", 3)}


def test_columns_are_those_of_the_header_each_once(tmp_path: Path) -> None:
    """A second name of a column makes no second one."""
    source = opened(tmp_path, "sex;age\n#sex;#age\nf;5\nm;6\n")
    assert {name: [*one.text_counts] for name, one in column_profile.profile_columns(source).items()} == {
        "#sex": ["f", "m"],
        "#age": ["5", "6"],
    }
