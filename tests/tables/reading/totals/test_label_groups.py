"""The labels of rows, and how odd they are."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.totals.label_groups import (
    BARE_ROW_BITS,
    NUMBER_LABEL_BITS,
    ODD_LABEL_BITS,
    LabelGroups,
    label_form,
)
from roundtable_cli.tables.reading.totals.number_columns import NumberTable


def labels(text: str, declared: dict[int, set[str]] | None = None) -> LabelGroups:
    """The labels of rows that are written with commas."""
    return LabelGroups(NumberTable([line.split(",") for line in text.split()]), declared or {})


def test_labels_stand_in_columns_of_texts_and_beside_numbers() -> None:
    """A text among years is one; a blank amount is none, and a declared category is of records."""
    groups = labels("2019,f,10 2020,m, 2021,f,9 Alles,,30", {1: {"m"}}).by_column
    assert groups == {0: {"Alles": [3]}, 1: {"f": [0, 2], "": [3]}, 2: {}}


@pytest.mark.parametrize(
    ("text", "bits"),
    [
        ("Osh,A,10 Osh,B,20 ,,30", BARE_ROW_BITS),
        ("A,10 B,20 ,30", ODD_LABEL_BITS),
        ("2019,10 2020,20 Alles,30", ODD_LABEL_BITS),
        ("P1,10 P2,20 Alles,30", ODD_LABEL_BITS),
        ("Q1,10 Q2,20 2023,30", NUMBER_LABEL_BITS),
        ("A,10 ,20 ,30", 0.0),
        ("A,10 B,20 Alles,30", 0.0),
    ],
)
def test_a_label_is_odd_where_all_others_are_not_so(text: str, bits: float) -> None:
    """Blank where others are filled, or a word where others have digits."""
    assert labels(text).odd_label_bits([2], 0, [0, 1, 2]) == bits


def test_labels_of_one_form_are_grouped() -> None:
    """Words, codes, numbers and blanks, several of each and half of all at most; marks for no value are none."""
    assert [label_form(text) for text in ("Osh", "P-1", "2023", "", "N/A", "-")] == [
        "words", "codes", "numbers", "", "marks", "marks",
    ]  # fmt: skip
    groups = labels("P1,1 Osh,2 P2,3 Talas,4 P3,5 -,6 -,7")
    assert [*groups.list_form_groups(range(7))] == [[0, 2, 4], [1, 3]]
