"""What the header of a column says that it holds: kinds such as a code, an amount or a phone, told by its words.

The words are in the catalogue `headings.toml`, in three languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from roundtable_cli.tables.profiling.word_catalogue import fold_word_letters, load_word_catalogue
from roundtable_cli.tables.values.common_prefix import common_prefix_length

_HEADER_WORD = re.compile(r"[^\W_]+|№")
_CAMEL_CASE = re.compile(r"(?<=[a-zа-яёөүң])(?=[A-ZА-ЯЁӨҮҢ])")
_QUESTION_PATH = re.compile(r"(?:[^/]{2,}/)+([^/]{2,})")  # `group/question`
_MIN_SHARED_STEM = 4  # letters that two words must share to be forms of one
_MAX_ENDING = 3  # letters, at most, that a form has beside those that are shared


@cache
def header_words(header: str) -> tuple[str, ...]:
    """The words of a header, in small letters: `startDate`, `start_date` and `Start date` are the same two."""
    spaced = _CAMEL_CASE.sub(" ", unicodedata.normalize("NFC", header))
    words = tuple(_HEADER_WORD.findall(fold_word_letters(spaced)))
    return words or (("№",) if header.strip() == "#" else ())


@cache
def header_kinds(header: str) -> frozenset[str]:
    """The kinds of column that a header speaks of; of `group/question`, what the question alone does too."""
    path = _QUESTION_PATH.fullmatch(header)
    return _kinds_of_words(header_words(header)) | (_kinds_of_words(header_words(path[1])) if path else frozenset())


def is_key_header(header: str) -> bool:
    """Whether the values of a column name people or things: `activist_id`, `personID`, `Код участника`, `№`."""
    return not header_kinds(header).isdisjoint({"identity", "document"})


def is_constant_header(header: str) -> bool:
    """Whether a column holds what stays the same of a person: the sex, the date of birth."""
    return not header_kinds(header).isdisjoint({"sex", "birth"})


def is_event_header(header: str) -> bool:
    """Whether a column holds what may be another each time: a date, an amount, a status."""
    return "event" in header_kinds(header)


def is_people_header(header: str) -> bool:
    """Whether a header says that each value is a person: `Участник`, `group/Teacher`, `Project manager`.

    What is said of people is none of it: `Тип участника`, `Participant type`, `Type of participant`.
    """
    path = _QUESTION_PATH.fullmatch(header)
    words = header_words(path[1] if path else header)
    are_people = [bool(_kinds_of_words((word,)) & {"people", "who"}) for word in words]
    if not any(are_people) or "body" in _kinds_of_words(words):
        return False
    others = [word for word, is_person in zip(words, are_people, strict=True) if not is_person]
    if all(_kinds_of_words((word,)) & {"name", "glue", "serial"} or word.isdigit() for word in others):
        return True
    # In English the last word says what it is: a project manager is a person, a manager's report is not.
    return are_people[-1] and words[-1].isascii() and not any("glue" in _kinds_of_words((word,)) for word in others)


def is_group_key(header: str) -> bool:
    """Whether a key is of something that people belong to: a household, a settlement, or of what a mere code is of."""
    return not header_kinds(header).isdisjoint({"group", "code"})


def header_subject(header: str) -> tuple[str, ...]:
    """What a header is about: its words without those that say only that it is a code, or tie others together."""
    return tuple(word for word in header_words(header) if not _kinds_of_words((word,)) & {"identity", "serial", "glue"})


def are_words_related(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether each of some words, one at least, is a form of one of the others: `settlement`, `settlements`."""
    return bool(words) and all(any(_are_word_forms(word, other) for other in others) for word in words)


def _are_word_forms(one: str, other: str) -> bool:
    """Whether two words are the same but for their endings: `settlement`, `settlements`."""
    shared = common_prefix_length(one, other)
    return one == other or (shared >= _MIN_SHARED_STEM and max(len(one), len(other)) - shared <= _MAX_ENDING)


class _HeaderKind(NamedTuple):
    """What a header of a kind must have and must not have, and the kinds whose headers are all of this one too."""

    required_pattern: re.Pattern[str]
    excluded_pattern: re.Pattern[str]
    implied_by: frozenset[str]


def _kinds_of_words(words: tuple[str, ...]) -> frozenset[str]:
    """The kinds of column that some words of a header speak of, looked up in the catalogue."""
    text, kinds = f" {' '.join(words)} ", set[str]()
    for name, kind in _load_header_kinds().items():
        if (kind.required_pattern.search(text) or kinds & kind.implied_by) and not kind.excluded_pattern.search(text):
            kinds.add(name)
    return frozenset(kinds)


@cache
def _load_header_kinds() -> dict[str, _HeaderKind]:
    """The kinds by name, in the order of the file, where those that `also` names stand first."""
    return {
        name: _HeaderKind(
            _join_phrase_patterns(entry),
            _phrases_pattern(" {} ", entry.get("but", ())),
            frozenset(entry.get("also", ())),
        )
        for name, entry in load_word_catalogue("headings").items()
    }


# Where a phrase stands among words with a space around each.
_PHRASE_PLACES = {"any": " {} ", "first": "^ {} (?=.)", "last": " {} $", "whole": "^ {} $"}


def _join_phrase_patterns(entry: dict[str, list[str]]) -> re.Pattern[str]:
    parts = (_phrases_pattern(form, entry[place]).pattern for place, form in _PHRASE_PLACES.items() if place in entry)
    return re.compile("|".join(parts) or "$^")


def _phrases_pattern(form: str, phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of some phrases; for none it finds nothing."""
    return re.compile("|".join(form.format(_phrase_pattern(phrase)) for phrase in phrases) or "$^")


def _phrase_pattern(phrase: str) -> str:
    """A pattern for one phrase, of which `*` stands for the rest of a word."""
    return re.escape(phrase).replace(r"\ ", " ").replace(r"\*", r"[^ ]*")
