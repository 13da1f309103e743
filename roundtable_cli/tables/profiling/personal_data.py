"""Which columns hold what belongs to a person: names, phones, addresses, documents; told by header and by values."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from itertools import islice

from roundtable_cli.tables.profiling import headings, person_names
from roundtable_cli.tables.profiling.column_profile import Column

KINDS = frozenset("person phone email document address place birth device contact".split())
_OF_PEOPLE = frozenset("sex age birth person document".split())  # what only a list of people has beside a name
_SHAPED = ("string", "integer", "list")
# Personal numbers of Kyrgyzstan: 1 or 2 for the sex, the day of birth, five digits more.
_DOCUMENT = re.compile(r"[12](0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])(19|20)[0-9]{7}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(
    r"\+[0-9](?:[ ()-]{0,2}[0-9]){8,14}|(?:996|0|8(?=[ (-]{0,2}9[0-9]))[ (-]{0,2}[2-9](?:[ ()-]{0,2}[0-9]){8,9}"
)
_POINT = re.compile(r"\[?-?[0-9]{1,2}\.[0-9]{2,}[ ,;]+-?[0-9]{1,3}\.[0-9]{2,}(?:[ ,;]+-?[0-9.]+){0,2}\]?")
SHAPES = re.compile("|".join(f"(?:{shape.pattern})" for shape in (_DOCUMENT, _EMAIL, _PHONE, _POINT)))
SAMPLE = 10_000  # different values that show what a column holds
_WHO = frozenset({"people", "who"})
_TEXT = ("string", "list")
_OF_PEOPLE_AT_LEAST = 5  # of so many full names in Cyrillic, one has a typical ending: places have none


def columns(table: str, columns: Mapping[str, Column]) -> frozenset[str]:
    """The names of the columns of a table whose values should never be printed."""
    of_people = "people" in headings.kinds(table) or any(headings.kinds(name) & _OF_PEOPLE for name in columns)
    return frozenset(name for name, column in columns.items() if _is_personal(column, of_people))


def _is_personal(column: Column, of_people: bool) -> bool:
    name, texts, kinds = column.name, column.counts, headings.kinds(column.name)
    if kinds & KINDS or (column.field.type in _SHAPED and _mostly(texts, SHAPES.fullmatch)):
        return True
    if _names_somebody(name, texts, of_people):
        return True
    if column.field.type not in _TEXT:
        return False
    return (headings.is_of_people(name) and _are_people(texts)) or _mostly(texts, person_names.is_person)


def _names_somebody(header: str, texts: Collection[str], of_people: bool) -> bool:
    """Whether a header speaks of a name, and it or the values say that it is a person's."""
    kinds, words = headings.kinds(header), headings.words(header)
    if "name" not in kinds or "body" in kinds:
        return False
    if kinds & _WHO:  # the name of a participant, but not that of her village
        return all(map(_says_who, words)) or _are_people(texts)
    return of_people and len(words) == 1 and _mostly(texts, person_names.is_named)


def _says_who(word: str) -> bool:
    return bool(headings.kinds(word) & (_WHO | {"name", "glue"}))


def _are_people(texts: Collection[str]) -> bool:
    """Whether most texts are full names, and enough of them end as names of people do."""
    full = [text for text in _sample(texts) if person_names.is_full(text)]
    return _mostly(texts, person_names.is_full) and _OF_PEOPLE_AT_LEAST * sum(
        map(person_names.ends_as_name, full)
    ) >= len(full)


def _mostly(texts: Collection[str], test: Callable[[str], object]) -> bool:
    """Whether half of the different texts pass, of many a part taken evenly; nothing does of none."""
    seen = _sample(texts)
    return bool(seen) and 2 * sum(1 for text in seen if test(text)) >= len(seen)


def _sample(texts: Collection[str]) -> list[str]:
    return [*islice(texts, 0, None, -(-len(texts) // SAMPLE))] if texts else []
