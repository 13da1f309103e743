"""What is written as a name, and what ends as one."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.vocabulary import person_names
from roundtable_cli.tables.vocabulary.word_catalogue import load_word_catalogue


@pytest.mark.parametrize(
    ("text", "is_full", "is_person"),
    [
        ("Асанова Айгуль", True, True),
        ("Асанова А.А.", True, True),
        ("А. Асанова", True, True),
        ("Жумабаев И. В.", True, True),
        ("Hillary Bridget Weston", True, False),
        ("Базарбаев Кеңешбек", True, True),
        ("Бакыт уулу Нурлан", True, True),
        ("Самат Эрмек", True, False),
        ("Mary Johnson", True, False),
        ("Smith, John", True, False),
        ("Асанова Айгуль, Иванов Иван, Орозов Бакыт", True, True),
        ("Асанова, Айгуль", True, False),  # or two streets
        ("Асанова", False, False),
        ("асанова айгуль", False, False),
        ("Асанова Айгуль 2", False, False),
        ("Школа Асанова", False, False),
        ("Young Women", False, False),
        ("ДОСТАВКА ТОВАРОВ", True, False),
        ("", False, False),
        ("Асанова Айгуль, " * 20, False, False),
    ],
)
def test_a_full_name(text: str, is_full: bool, is_person: bool) -> None:
    """Two words with capitals that no thing has, and for a person, whatever the header, the ending of a surname."""
    assert (person_names.is_full_name(text), person_names.is_person_name(text)) == (is_full, is_person)


def test_given_names_have_endings_too() -> None:
    """In Cyrillic; those in Latin letters have none that could be told."""
    assert person_names.has_name_ending("Айгүл Самат")
    assert person_names.has_name_ending("Цой Артём")
    assert not person_names.has_name_ending("Сары Булак")
    assert person_names.has_name_ending("Mary Lee")


def test_the_catalogue_says_each_thing_once() -> None:
    """In small letters, for texts are compared so; of two letters at least, for one is an initial."""
    for kind, words in load_word_catalogue("person_names").items():
        assert words == [word.lower().replace("ё", "е") for word in words], kind
        assert sorted({word for word in words if words.count(word) > 1}) == [], kind
        assert all(len(word.rstrip("*")) > 1 for word in words), kind
