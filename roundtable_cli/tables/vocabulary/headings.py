"""What the heading of a column says that it holds: kinds such as a code, an amount or a phone, told by its words.

The words are in the catalogue `headings.toml`, in three languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from roundtable_cli.tables.values.common_prefix import common_prefix_length
from roundtable_cli.tables.vocabulary.word_catalogue import fold_word_letters, load_word_catalogue

_HEADING_WORD = r"[^\W_]+|№"
_CAMEL_CASE = r"(?<=[a-zа-яёөүң])(?=[A-ZА-ЯЁӨҮҢ])"
# `group/question`, told more freely than in `kobo_headers`, which gives columns their names: here a heading that is no
# path is only looked up twice.
_QUESTION_PATH = r"(?:[^/]{2,}/)+([^/]{2,})"
_KEY_KINDS = ("identity", "document")  # neither is implied by another kind
_MAX_PLURAL_WORDS = 3  # of a heading that may be of several things
# Patterns are made when they are first needed, which in a project with definitions they are not.
_ENGLISH_PLURAL = "[a-z]{2,}[^aisu]s"  # not status, basis, class
_CYRILLIC_PLURAL = "[а-яөүң]{2,}(?:[^н]ие|ые|[^ие]и|ии|ы|ов|[лдт][аеоө]р)"  # not население
# What was done to those who are counted: trained, held; обучено, привито; окутулган, берилген.
_PARTICIPLE = "[a-z]{2,}[^e]ed|built|held|sold|sent|given|[а-я]{3,}(?:[аея]но|[иыяу]то)|[а-яөүң]{2,}[лн]г[аеоө]н"
_MIN_SHARED_STEM = 4  # letters that two words must share to be forms of one
_MAX_ENDING = 3  # letters, at most, that a form has beside those that are shared


@cache
def heading_words(heading: str) -> tuple[str, ...]:
    """The words of a heading, in small letters: `startDate`, `start_date` and `Start date` are the same two."""
    spaced = re.sub(_CAMEL_CASE, " ", unicodedata.normalize("NFC", heading))
    words = tuple(re.findall(_HEADING_WORD, fold_word_letters(spaced)))
    return words or (("№",) if heading.strip() == "#" else ())


@cache
def heading_kinds(heading: str) -> frozenset[str]:
    """The kinds of column that a heading speaks of; of `group/question`, what the question alone does too."""
    path = re.fullmatch(_QUESTION_PATH, heading)
    return _kinds_of_words(heading_words(heading)) | (_kinds_of_words(heading_words(path[1])) if path else frozenset())


def names_date_part(heading: str, part: str) -> bool:
    """Whether a heading says that a column has the "year", "quarter", "month" or "half" of a date."""
    words = heading_words(heading)
    has_half = bool(_kinds_of_words(words, ("of_half",)))
    if has_half and part == "year":  # a half-year is no year
        return False
    return bool(_kinds_of_words(words, (f"of_{part}",)))


@cache  # asked for each text that a column is tried by
def is_key_heading(heading: str) -> bool:
    """Whether the values of a column name people or things: `activist_id`, `personID`, `Код участника`, `№`."""
    path = re.fullmatch(_QUESTION_PATH, heading)
    questions = (heading, *((path[1],) if path else ()))
    return any(_kinds_of_words(heading_words(question), _KEY_KINDS) for question in questions)


def is_constant_heading(heading: str) -> bool:
    """Whether a column holds what stays the same of a person: the sex, the date of birth."""
    return not heading_kinds(heading).isdisjoint({"sex", "birth"})


def is_event_heading(heading: str) -> bool:
    """Whether a column holds what may be another each time: a date, an amount, a status."""
    return "event" in heading_kinds(heading)


def is_people_heading(heading: str) -> bool:
    """Whether a heading says that each value is a person: `Участник`, `group/Teacher`, `Project manager`.

    What is said of people is none of it: `Тип участника`, `Participant type`, `Type of participant`.
    """
    path = re.fullmatch(_QUESTION_PATH, heading)
    words = heading_words(path[1] if path else heading)
    are_people = [bool(_kinds_of_words((word,)) & {"people", "who"}) for word in words]
    if not any(are_people) or "body" in _kinds_of_words(words):
        return False
    others = [word for word, is_person in zip(words, are_people, strict=True) if not is_person]
    if all(_kinds_of_words((word,)) & {"name", "glue", "serial"} or word.isdigit() for word in others):
        return True
    # In English the last word says what it is: a project manager is a person, a manager's report is not.
    return are_people[-1] and words[-1].isascii() and not any("glue" in _kinds_of_words((word,)) for word in others)


def is_plural_heading(heading: str) -> bool:
    """Whether a heading is of several things: `toilets`, `goats vaccinated`, `колодцы`, `үйлөр`.

    By the endings of plurals; in Russian and Kyrgyz only of one word alone, for a second one may be in the genitive.
    """
    words = heading_words(heading)
    if not 0 < len(words) <= _MAX_PLURAL_WORDS:
        return False
    if all(map(str.isascii, words)):
        is_done = len(words) > 1 and words[-1].endswith("ed")
        return re.fullmatch(_ENGLISH_PLURAL, words[0 if is_done else -1]) is not None
    return len(words) == 1 and re.fullmatch(_CYRILLIC_PLURAL, words[0]) is not None


def is_participle_heading(heading: str) -> bool:
    """Whether a heading is one word for what was done to those who are counted: `trained`, `обучено`, `окутулган`."""
    words = heading_words(heading)
    return len(words) == 1 and re.fullmatch(_PARTICIPLE, words[0]) is not None


def is_group_key(heading: str) -> bool:
    """Whether a key is of something that people belong to: a household, a settlement, or of what a mere code is of."""
    return not heading_kinds(heading).isdisjoint({"group", "code"})


def heading_subject(heading: str) -> tuple[str, ...]:
    """What a heading is about: its words without those that say only that it is a code, or tie others together."""
    return tuple(
        word for word in heading_words(heading) if not _kinds_of_words((word,)) & {"identity", "serial", "glue"}
    )


def are_words_related(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether each of some words, one at least, is a form of one of the others: `settlement`, `settlements`."""
    return bool(words) and all(any(_are_word_forms(word, other) for other in others) for word in words)


def _are_word_forms(one: str, other: str) -> bool:
    """Whether two words are the same but for their endings: `settlement`, `settlements`."""
    shared = common_prefix_length(one, other)
    return one == other or (shared >= _MIN_SHARED_STEM and max(len(one), len(other)) - shared <= _MAX_ENDING)


class _HeadingKind(NamedTuple):
    """What a heading of a kind must have and must not have, and the kinds whose headings are all of this one too."""

    required_pattern: re.Pattern[str]
    excluded_pattern: re.Pattern[str]
    implied_by: frozenset[str]


def _kinds_of_words(words: tuple[str, ...], wanted: Iterable[str] | None = None) -> frozenset[str]:
    """The kinds of column that some words of a heading speak of, in the order of the catalogue; only those `wanted`.

    A kind takes a while to compile: who asks of few does not wait for the others.
    """
    text, kinds = f" {' '.join(words)} ", set[str]()
    for name in load_word_catalogue("headings") if wanted is None else wanted:
        kind = _compile_kind(name)
        if (kind.required_pattern.search(text) or kinds & kind.implied_by) and not kind.excluded_pattern.search(text):
            kinds.add(name)
    return frozenset(kinds)


@cache
def _compile_kind(name: str) -> _HeadingKind:
    """A kind of the catalogue."""
    entry = load_word_catalogue("headings")[name]
    return _HeadingKind(
        _join_phrase_patterns(entry),
        _phrases_pattern(" {} ", entry.get("but", ())),
        frozenset(entry.get("also", ())),
    )


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
