"""Whether texts are names of people: told by capitals, and by how surnames end in Cyrillic and in Latin letters.

The endings, and the words that are in no name, are in the catalogue `names.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

CATALOGUE = Path(__file__).with_name("person_names.toml")
LONGEST = 200  # letters of a cell that lists people; a longer one is a note
_NAME = re.compile(r"[^\W\d_][^\W\d_'’ʼ.-]*(?:[ '’ʼ.-]+[^\W\d_][^\W\d_'’ʼ.-]*){0,4}\.?")
_TWO = re.compile(r"[^\W\d_][\s.,;]+[^\W\d_]")  # a word after a word
_BETWEEN = re.compile(r"\s*[,;\n]\s*")  # people of a list, or a surname and what follows it
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_BEFORE = 2  # letters, at least, that a name has before its ending


def is_named(text: str) -> bool:
    """Up to five words of letters, each with a capital: a person, or a place of such a name."""
    return _NAME.fullmatch(text) is not None and all(map(_has_capital, text.split()))


def is_full(text: str) -> bool:
    """Whether a text is written as full names are, one or a list: words with capitals, none one that things have."""
    if len(text) > LONGEST or not _TWO.search(text):
        return False
    pieces = _BETWEEN.split(text)
    turned = len(pieces) == 2 and is_named(" ".join(pieces))  # `Smith, John`
    return (turned or all(map(is_named, pieces))) and not any(map(_is_thing, _words(text)))


def is_person(text: str) -> bool:
    """Whether a text is a full name, or a list of such, that has the ending of a surname: `Асанова Айгуль`."""
    if not is_full(text) or not all(map(_TWO.search, _BETWEEN.split(text))):
        return False
    words = _words(text)
    return any(map(ends_as_surname, words[:1] if text.isupper() else words))  # «ЗАКУПКА ТОВАРОВ» is no name


def ends_as_name(text: str) -> bool:
    """Whether some word ends as names do, given names too; in Latin letters nothing of that kind is asked."""
    return not _CYRILLIC.search(text) or any(ends_as_surname(word) or _ends(word, "given") for word in _words(text))


def ends_as_surname(word: str) -> bool:
    """Whether a word ends as surnames and patronymics do, or stands between a name and the father's."""
    return _ends(word, "surnames") or word.lower() in _catalogue().words["particles"]


def _ends(word: str, kind: str) -> bool:
    return any(word.lower().endswith(end) and len(word) - len(end) >= _BEFORE for end in _catalogue().endings[kind])


def _has_capital(part: str) -> bool:
    return part[:1].isupper() or part in _catalogue().words["small"]


def _is_thing(word: str) -> bool:
    """Whether a word is among those that things have, or begins as one of them."""
    known, stems = _catalogue().words["things"], _catalogue().stems
    return word in known or any(word[:length] in stems for length in range(2, len(word) + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("ё", "е"))


class _Catalogue(NamedTuple):
    """The endings and the words of names by kind, and how words of things begin."""

    endings: dict[str, tuple[str, ...]]
    words: dict[str, frozenset[str]]
    stems: frozenset[str]


@cache
def _catalogue() -> _Catalogue:
    read = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    words = {kind: frozenset(read[kind]) for kind in ("particles", "things")}
    words["small"] = words["particles"] | {*read["small"]}
    stems = frozenset(word.removesuffix("*") for word in read["things"] if word.endswith("*"))
    return _Catalogue({kind: tuple(read[kind]) for kind in ("surnames", "given")}, words, stems)
