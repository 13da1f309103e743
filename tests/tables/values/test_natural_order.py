"""Names with numbers are sorted as people do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.tables.values.natural_order import natural_sort_key


def test_numbers_are_sorted_by_their_size() -> None:
    """S2 before S10, and a number before a word."""
    assert natural_sort_key("9" * 5_000) > natural_sort_key("10") > natural_sort_key("09") == natural_sort_key("9")
    assert sorted(["S10", "S2", "S", "S02b", "7", "x"], key=natural_sort_key) == ["7", "S", "S2", "S02b", "S10", "x"]


@given(st.lists(st.text(max_size=8), max_size=5))
def test_any_texts_can_be_compared(texts: list[str]) -> None:
    """Numbers never meet letters in a comparison."""
    keys = list(map(natural_sort_key, texts))
    backwards = list(reversed(keys))
    assert sorted(keys) == sorted(backwards)


def test_numbers_of_any_length_are_sorted() -> None:
    """Python makes no whole number of 5,000 digits."""
    texts = ["a" + "9" * 5000, "a2", "a" + "0" * 5000 + "1"]
    assert sorted(texts, key=natural_sort_key) == [texts[2], texts[1], texts[0]]
