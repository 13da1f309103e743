"""What the header of a column says that it holds: kinds such as a code, an amount or a phone, told by its words.

The words are in the catalogue `headings.toml`, in three languages.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

CATALOGUE = Path(__file__).with_name("headings.toml")
_WORD = re.compile(r"[^\W_]+|№")
_CAMEL = re.compile(r"(?<=[a-zа-яёөүң])(?=[A-ZА-ЯЁӨҮҢ])")
_PATH = re.compile(r"(?:[^/]{2,}/)+([^/]{2,})")  # `group/question`
_STEM = 4  # letters that two words must share to be forms of one
_ENDING = 3  # letters, at most, that a form has beside those that are shared


@cache
def words(header: str) -> tuple[str, ...]:
    """The words of a header, in small letters: `startDate`, `start_date` and `Start date` are the same two."""
    parted = _CAMEL.sub(" ", unicodedata.normalize("NFC", header))
    found = tuple(_WORD.findall(parted.casefold().replace("ё", "е")))
    return found or (("№",) if header.strip() == "#" else ())


@cache
def kinds(header: str) -> frozenset[str]:
    """The kinds of column that a header speaks of; of `group/question`, what the question alone does too."""
    path = _PATH.fullmatch(header)
    return _kinds(words(header)) | (_kinds(words(path[1])) if path else frozenset())


def is_key(header: str) -> bool:
    """Whether the values of a column name people or things: `activist_id`, `personID`, `Код участника`, `№`."""
    return not kinds(header).isdisjoint({"identity", "document"})


def is_constant(header: str) -> bool:
    """Whether a column holds what stays the same of a person: the sex, the date of birth."""
    return not kinds(header).isdisjoint({"sex", "birth"})


def is_event(header: str) -> bool:
    """Whether a column holds what may be another each time: a date, an amount, a status."""
    return "event" in kinds(header)


def is_of_people(header: str) -> bool:
    """Whether a header says that each value is a person: `Участник`, `group/Teacher`, `Project manager`.

    What is said of people is none of it: `Тип участника`, `Participant type`, `Type of participant`.
    """
    path = _PATH.fullmatch(header)
    found = words(path[1] if path else header)
    whos = [bool(_kinds((word,)) & {"people", "who"}) for word in found]
    if not any(whos) or "body" in _kinds(found):
        return False
    others = [word for word, who in zip(found, whos, strict=True) if not who]
    if all(_kinds((word,)) & {"name", "glue", "serial"} or word.isdigit() for word in others):
        return True
    return whos[-1] and found[-1].isascii() and not any("glue" in _kinds((word,)) for word in others)


def is_group(header: str) -> bool:
    """Whether a key is of something that people belong to: a household, a settlement, or of what a mere code is of."""
    return not kinds(header).isdisjoint({"group", "code"})


def subject(header: str) -> tuple[str, ...]:
    """What a header is about: its words without those that say only that it is a code, or tie others together."""
    return tuple(word for word in words(header) if not _kinds((word,)) & {"identity", "serial", "glue"})


def akin(words_: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether each of some words, one at least, is a form of one of the others: `settlement`, `settlements`."""
    return bool(words_) and all(any(_forms(word, other) for other in others) for word in words_)


def _forms(one: str, other: str) -> bool:
    """Two words that are the same but for their endings."""
    shared = alike(one, other)
    return one == other or (shared >= _STEM and max(len(one), len(other)) - shared <= _ENDING)


def alike(one: str, other: str) -> int:
    """The number of letters that two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(one), len(other)))


class _Kind(NamedTuple):
    """What a header of a kind must have, what it must not have, and the kinds that are all of this one too."""

    wanted: re.Pattern[str]
    barred: re.Pattern[str]
    also: frozenset[str]


def _kinds(found: tuple[str, ...]) -> frozenset[str]:
    text, own = f" {' '.join(found)} ", set[str]()
    for name, kind in _catalogue().items():
        if (kind.wanted.search(text) or own & kind.also) and not kind.barred.search(text):
            own.add(name)
    return frozenset(own)


@cache
def _catalogue() -> dict[str, _Kind]:
    """The kinds by name, in the order of the file, where those that `also` names stand first."""
    return {
        name: _Kind(_wanted(entry), _pattern(" {} ", entry.get("but", ())), frozenset(entry.get("also", ())))
        for name, entry in tomllib.loads(CATALOGUE.read_text(encoding="utf-8")).items()
    }


# Where a phrase stands among words that are parted, and surrounded, by spaces.
_PLACES = {"any": " {} ", "first": "^ {} (?=.)", "last": " {} $", "whole": "^ {} $"}


def _wanted(entry: dict[str, list[str]]) -> re.Pattern[str]:
    parts = (_pattern(form, entry[place]).pattern for place, form in _PLACES.items() if place in entry)
    return re.compile("|".join(parts) or "$^")


def _pattern(form: str, phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of some phrases; for none it finds nothing."""
    return re.compile("|".join(form.format(_phrase(phrase)) for phrase in phrases) or "$^")


def _phrase(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", " ").replace(r"\*", r"[^ ]*")
