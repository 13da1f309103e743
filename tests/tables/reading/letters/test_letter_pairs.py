"""Words of a language cost fewer bits in it than letters by chance, and fewer than in another language."""

from __future__ import annotations

from collections import Counter

import pytest

from roundtable_cli.tables.reading.letters import letter_pairs
from tests.tables.reading.letters import pair_counter


@pytest.mark.parametrize(("language", "word"), [("ru", "обучение"), ("ky", "мугалим"), ("kk", "әйел"), ("ar", "مدرسة")])
def test_a_word_costs_less_than_its_letters_by_chance(language: str, word: str) -> None:
    """Less than the eight bits of a byte; the same letters the other way round cost more."""
    pairs = letter_pairs.language_pairs(language)
    assert pairs.word_cost(word) < 6.5 * len(word)
    assert pairs.word_cost(word) < pairs.word_cost(word[::-1])


def test_a_letter_of_another_language_costs_much() -> None:
    """Polish has no ő, and Russian no Latin letter inside a word."""
    assert letter_pairs.language_pairs("hu").word_cost("nő") < letter_pairs.language_pairs("pl").word_cost("nő")
    assert letter_pairs.language_pairs("ru").word_cost("дom") > 2 * letter_pairs.language_pairs("ru").word_cost("дом")


def test_common_chinese_costs_less_than_rare() -> None:
    """Characters by how common they are; what is none costs most."""
    costs = [letter_pairs.chinese_cost(character) for character in ("中", "橙", "麒", "é")]
    assert costs == sorted(costs)


def test_the_languages_are_those_that_were_counted() -> None:
    """Each with a cost for each of its letters after each other."""
    languages = (*pair_counter.IN_OTHER_SCRIPTS, *pair_counter.IN_LATIN)
    for language in languages:
        pairs = letter_pairs.language_pairs(language)
        assert {len(row) for row in pairs.wide_rows.values()} == {len(pairs.positions)}
        assert bool(pairs.plain_rows) == (language in pair_counter.IN_LATIN)


def test_costs_are_counted_from_words() -> None:
    """A pair that is common costs less than one that is rare."""
    counted = pair_counter.count_language(Counter({"кот": 9, "кит": 1, "ток": 9}), is_latin=False)
    after_k = dict(zip(counted["letters"], counted["next"]["к"], strict=True))
    assert letter_pairs.DIGITS.index(after_k["о"]) < letter_pairs.DIGITS.index(after_k["и"])
