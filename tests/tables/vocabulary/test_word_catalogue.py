"""Catalogues are read as translators write them, and words are compared in one spelling."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.vocabulary.word_catalogue import fold_word_letters, load_word_catalogue


@pytest.mark.parametrize("name", ["headings", "person_names"])
def test_words_are_written_as_texts_are_folded(name: str) -> None:
    """A word with a capital or with ё would be found nowhere."""
    entries = load_word_catalogue(name).values()
    lists = [words for entry in entries for words in (entry.values() if isinstance(entry, dict) else [entry])]
    assert len(lists) > 4
    assert [word for words in lists for word in words if word != fold_word_letters(word)] == []


def test_letters_are_folded() -> None:
    """Case and the two dots of ё are no matter."""
    assert fold_word_letters("Ещё ЁЛКА") == "еще елка"
