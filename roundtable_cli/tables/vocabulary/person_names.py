"""Whether texts are names of people: told by capitals, and by how surnames end in Cyrillic and in Latin letters.

The endings, and the words that are in no name, are in the catalogue `person_names.toml`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from roundtable_cli.tables.vocabulary.word_catalogue import fold_word_letters, load_word_catalogue

MAX_NAMES_LENGTH = 200  # letters of a cell that lists people; a longer one is a note
_NAME_PATTERN = r"[^\W\d_][^\W\d_'’ʼ.-]*(?:[ '’ʼ.-]+[^\W\d_][^\W\d_'’ʼ.-]*){0,4}\.?"  # made when first needed
_TWO_WORDS = re.compile(r"[^\W\d_][\s.,;]+[^\W\d_]")  # a word after a word
_NAME_SEPARATOR = re.compile(r"\s*[,;\n]\s*")  # people of a list, or a surname and what follows it
_LETTER_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC_LETTER = re.compile("[Ѐ-ӿ]")
_MIN_STEM = 2  # letters, at least, that a name has before its ending


def is_name_shaped(text: str) -> bool:
    """Whether a text is up to five words of letters, each with a capital: the name of a person, or of a place."""
    return re.fullmatch(_NAME_PATTERN, text) is not None and all(map(_has_capital, text.split()))


def is_full_name(text: str) -> bool:
    """Whether a text is written as full names are, one or a list: words with capitals, none one that things have."""
    if len(text) > MAX_NAMES_LENGTH or not _TWO_WORDS.search(text):
        return False
    pieces = _NAME_SEPARATOR.split(text)
    is_surname_first = len(pieces) == 2 and is_name_shaped(" ".join(pieces))  # `Smith, John`
    return (is_surname_first or all(map(is_name_shaped, pieces))) and not any(
        map(_is_thing_word, _lowercase_words(text))
    )


def is_person_name(text: str) -> bool:
    """Whether a text is a full name, or a list of such, that has the ending of a surname: `Асанова Айгуль`."""
    if not is_full_name(text) or not all(map(_TWO_WORDS.search, _NAME_SEPARATOR.split(text))):
        return False
    words = _lowercase_words(text)
    return any(map(has_surname_ending, words[:1] if text.isupper() else words))  # «ЗАКУПКА ТОВАРОВ» is no name


def has_name_ending(text: str) -> bool:
    """Whether some word ends as names do, given names too; in Latin letters nothing of that kind is asked."""
    return not _CYRILLIC_LETTER.search(text) or any(
        has_surname_ending(word) or _has_ending(word, "given") for word in _lowercase_words(text)
    )


def has_surname_ending(word: str) -> bool:
    """Whether a word ends as surnames and patronymics do, or stands between a name and the father's."""
    return _has_ending(word, "surnames") or word.lower() in _load_name_catalogue().words["particles"]


def _has_ending(word: str, kind: str) -> bool:
    return any(
        word.lower().endswith(end) and len(word) - len(end) >= _MIN_STEM for end in _load_name_catalogue().endings[kind]
    )


def _has_capital(part: str) -> bool:
    return part[:1].isupper() or part in _load_name_catalogue().words["small"]


def _is_thing_word(word: str) -> bool:
    """Whether a word is among those that things have, or begins as one of them."""
    known, stems = _load_name_catalogue().words["things"], _load_name_catalogue().stems
    return word in known or any(word[:length] in stems for length in range(2, len(word) + 1))


def _lowercase_words(text: str) -> list[str]:
    return _LETTER_WORD.findall(fold_word_letters(text))


class _NameCatalogue(NamedTuple):
    """The endings and the words of names by kind, and how words of things begin."""

    endings: dict[str, tuple[str, ...]]
    words: dict[str, frozenset[str]]
    stems: frozenset[str]


@cache
def _load_name_catalogue() -> _NameCatalogue:
    lists = load_word_catalogue("person_names")
    words = {kind: frozenset(lists[kind]) for kind in ("particles", "things")}
    words["small"] = words["particles"] | {*lists["small"]}
    stems = frozenset(word.removesuffix("*") for word in lists["things"] if word.endswith("*"))
    return _NameCatalogue({kind: tuple(lists[kind]) for kind in ("surnames", "given")}, words, stems)
