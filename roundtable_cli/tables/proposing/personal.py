"""Which columns hold what belongs to a person: names, phones, addresses, documents; told by header and by values."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from itertools import islice

from roundtable_cli.tables.proposing import headings
from roundtable_cli.tables.tally import Column

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
_NAME = re.compile(r"[^\W\d_][^\W\d_'’.-]*(?:[ '’.-]+[^\W\d_][^\W\d_'’.-]*){0,3}\.?")
_OWN = re.compile(
    r"(?:\w{2,}(?:ов|ова|ев|ева|ин|ина|ский|ская|бек|ov|ova|ev|eva|enko|енко|дзе))(?=\s|$)"
    r"|\b(?:\w+(?:ович|евич|овна|евна|ovich|evich|ovna|evna)|кызы|уулу|kyzy|uulu|оглы|қызы)\b",
    re.IGNORECASE,
)


def columns(table: str, columns: Mapping[str, Column]) -> frozenset[str]:
    """The names of the columns of a table whose values should never be printed."""
    of_people = "people" in headings.kinds(table) or any(headings.kinds(name) & _OF_PEOPLE for name in columns)
    return frozenset(name for name, column in columns.items() if _is_personal(column, of_people))


def _is_personal(column: Column, of_people: bool) -> bool:
    name, texts, kinds = column.name, column.counts, headings.kinds(column.name)
    if kinds & KINDS or (column.field.type in _SHAPED and _mostly(texts, SHAPES.fullmatch)):
        return True
    if "name" not in kinds or "body" in kinds:
        return False
    of_a_person = "people" in kinds  # the name of a participant, but not that of her village
    if of_a_person and all(_says_who(word) for word in headings.words(name)):
        return True
    if of_people and len(headings.words(name)) == 1:
        return _mostly(texts, lambda text: _looks_named(text) or _OWN.search(text))
    return _mostly(texts, lambda text: " " in text and _looks_named(text) and (of_a_person or _OWN.search(text)))


def _says_who(word: str) -> bool:
    return bool(headings.kinds(word) & {"people", "name", "glue"})


def _looks_named(text: str) -> bool:
    """Up to four words of letters, each with a capital: a person, or a place of such a name."""
    return bool(_NAME.fullmatch(text)) and all(part[:1].isupper() for part in text.split())


def _mostly(texts: Collection[str], test: Callable[[str], object]) -> bool:
    """Whether half of the different texts pass, of many a part taken evenly; nothing does of none."""
    seen = [*islice(texts, 0, None, -(-len(texts) // SAMPLE))] if texts else []
    return bool(seen) and 2 * sum(1 for text in seen if test(text)) >= len(seen)
