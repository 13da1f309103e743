"""Cells as places in bytes: their different texts, plain numbers, and letters that are made of several."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.tables.reading.bulk.cell_spans import MAX_CELL_WORDS, WORD_BYTES, CellSpans, may_hold_combining
from roundtable_cli.tables.values import formula_errors

NUMBERS = st.from_regex(r"-?[0-9]{0,16}\.?[0-9]{0,16}", fullmatch=True) | st.floats(
    allow_nan=False, allow_infinity=False
).map(repr)


def cells_of(texts: Sequence[str]) -> CellSpans:
    """These texts as cells, a line each."""
    written = [one.encode() for one in texts]
    ends = np.cumsum([len(one) + 1 for one in written]) - 1
    return CellSpans(b"\n".join([*written, b" " * WORD_BYTES]), ends - [len(one) for one in written], ends)


@given(
    st.lists(
        st.text(alphabet="ab", max_size=3) | st.integers(0, MAX_CELL_WORDS * WORD_BYTES + 2).map("c".__mul__),
        min_size=1,
    )
)
def test_texts_are_told_apart_at_any_length(texts: list[str]) -> None:
    """Each has the number of its first appearance among the different ones."""
    codes, different = cells_of(texts).text_codes
    known = list(dict.fromkeys(texts))

    assert list(different.decode_texts()) == known
    assert [known[code] for code in codes] == texts


@given(st.lists(NUMBERS, min_size=1))
def test_plain_numbers_are_the_nearest_floats(texts: list[str]) -> None:
    """Those that are read at once are the ones that Python reads; of one shape are those of as many digits."""
    found = cells_of(texts).plain_numbers(".")

    for text_, value, shape in zip(texts, found.float_values, found.text_shapes, strict=True):
        assert shape < 0 or value == float(text_)
        assert shape >= 0 or not text_.lstrip("-").isdigit() or len(text_.lstrip("-")) > 15


def test_letters_that_are_taken_for_composed_are() -> None:
    """They are their own composed form, whatever stands before them: the letters of Kyrgyz and Russian among them."""
    letters = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    simple = [letter for letter in letters if not may_hold_combining(np.frombuffer(letter.encode(), np.uint8))]

    assert {*"abcЯёңөүé"} <= {*simple}
    assert all(unicodedata.is_normalized("NFC", f"a{letter}") for letter in simple)
    assert not any(map(unicodedata.combining, simple))


@pytest.mark.parametrize("error", [*sorted(formula_errors.FORMULA_ERRORS), "####", "Err:502", "Ошибка:502"])
def test_an_error_is_found_wherever_it_stands(error: str) -> None:
    """Among texts, empty cells and others like it; those alone are none."""
    others = ["", "#1", "a:502", "x"]
    assert cells_of([*others, error]).has_formula_error
    assert not cells_of(others).has_formula_error
