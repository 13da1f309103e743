"""The field of a large clean file from few of its texts: the same as from all of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.tables.inference import field_inference
from roundtable_cli.tables.inference.bulk_inference import BulkColumn
from roundtable_cli.tables.reading.bulk.cell_spans import WORD_BYTES, CellSpans

TEXTS = st.sampled_from(
    ["", "-", "N/A", "нет", "0", "7", "007", "-12", "1.5", "1.50", "1,234", "12345678901234567", "Osh", "03.04.2026"]
)


def spans(texts: list[str]) -> CellSpans:
    """Texts as places in the bytes of a file, a line each."""
    cells = [text.encode() for text in texts]
    ends = np.cumsum([len(cell) + 1 for cell in cells]) - 1
    return CellSpans(b"\n".join([*cells, b" " * WORD_BYTES]), ends - [len(cell) for cell in cells], ends)


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=8), min_size=1, max_size=3))
def test_the_field_is_that_of_all_texts(files: list[list[str]]) -> None:
    """Of one file and of several, whatever the sample shows."""
    parts = [spans(texts) for texts in files]
    whole = [text for texts in files for text in texts]

    assert BulkColumn(parts).infer_field(["n"], ("",), {}) == field_inference.infer_field("n", whole)


@pytest.mark.parametrize(("odd", "type_"), [("x", "string"), ("8.5", "number"), ("0123", "string"), ("9", "integer")])
def test_one_text_beside_the_sample_decides(odd: str, type_: str) -> None:
    """It stands between two cells of the sample."""
    texts = ["7"] * 5000
    texts[7] = odd
    cells = spans(texts)

    assert odd == "9" or odd not in BulkColumn([cells]).sample_texts()
    assert BulkColumn([cells]).infer_field(["n"], ("",), {}).type == type_
    assert {*BulkColumn([cells]).iterate_texts()} == {"7", odd}


@pytest.mark.parametrize("mark", ["N/A", "(нет данных)", "Белгисиз", " - "])
def test_one_mark_beside_the_sample_is_found(mark: str) -> None:
    """A text that stands for no value, among thousands of names."""
    texts = ["Нарын", "Ош", "Not here"] * 3000
    texts[7] = mark
    cells = spans(texts)
    assert mark not in BulkColumn([cells]).sample_texts()
    assert BulkColumn([cells]).infer_field(["n"], ("",), {}).assumed_missing == (mark.strip(),)
    assert not BulkColumn([spans(["Нарын", "Ош", "Not here"] * 3000)]).may_hold_marks()
