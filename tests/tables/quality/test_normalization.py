"""Texts folded all at once have the keys that each has alone."""

from __future__ import annotations

from hypothesis import given

from roundtable_cli.tables.quality import normalization
from tests.tables.quality.test_near_duplicates import TEXTS


@given(TEXTS)
def test_each_text_has_its_own_key(texts: list[str]) -> None:
    """Texts folded together are folded as each alone is, though one begins or ends with spaces."""
    assert normalization.normalize_texts(texts) == [normalization.normalize_texts([text])[0] for text in texts]
    assert normalization.normalize_texts([]) == []
