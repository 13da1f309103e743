"""Letters of the two alphabets that look alike: which are taken for each other, and which of them is wrong."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.quality import confusables


@pytest.mark.parametrize(
    ("one", "other", "is_confusable"),
    [
        ("А-001", "A-001", True),
        ("СССР", "cccp", True),  # Cyrillic, and small letters of Latin
        ("Ү-1", "Y-1", True),
        ("в", "b", False),  # only the capitals look alike
        ("А-001", "A-002", False),
        ("А", "AB", False),
        ("Б", "B", False),
    ],
)
def test_which_texts_are_taken_for_each_other(one: str, other: str, is_confusable: bool) -> None:
    """Those of which each letter is the same, or looks the same in the other alphabet."""
    assert confusables.are_confusable(one, other) == confusables.are_confusable(other, one) == is_confusable


def test_letters_are_named_where_a_word_mixes_alphabets() -> None:
    """Only where other texts show which alphabet is right; Roman numerals are no slips."""
    assert confusables.find_mixed_words(["Oш", "Ош", "Баткен", "Нарын"]) == {"Oш": "O"}
    assert confusables.find_mixed_words(["Oш", "Ош"]) == {}
    assert confusables.find_mixed_words(["IVкл", "Ош", "Баткен", "Нарын"]) == {}


def test_a_code_is_odd_among_others_like_it() -> None:
    """Codes are alike in all but their digits; the commoner spelling is the right one."""
    assert confusables.find_odd_codes(["A-001", "A-002", "А-003"]) == {"А-003": "А"}
    assert confusables.find_odd_codes(["A-001", "B-002", "C-003"]) == {}
