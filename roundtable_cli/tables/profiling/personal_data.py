"""Which columns hold personal data: names, phones, addresses, documents; told by header and by values."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from itertools import islice

from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.table import DEFAULT_FALSE_VALUES, DEFAULT_TRUE_VALUES
from roundtable_cli.tables.values.parsing import STRING_FORMATS
from roundtable_cli.tables.vocabulary import headings, person_names

PERSONAL_KINDS = frozenset("person phone email document address place birth device contact".split())
_PEOPLE_KINDS = frozenset("sex age birth person document".split())  # what a list of people has beside names
_SHAPED_TYPES = ("string", "integer", "list")
# Personal numbers of Kyrgyzstan: 1 or 2 for the sex, the day of birth, five digits more.
_PERSONAL_NUMBER = re.compile(r"[12](0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])(19|20)[0-9]{7}")
_PHONE = re.compile(
    r"\+[0-9](?:[ ()-]{0,2}[0-9]){8,14}|(?:996|0|8(?=[ (-]{0,2}9[0-9]))[ (-]{0,2}[2-9](?:[ ()-]{0,2}[0-9]){8,9}"
)
_GPS_POINT = re.compile(r"\[?-?[0-9]{1,2}\.[0-9]{2,}[ ,;]+-?[0-9]{1,3}\.[0-9]{2,}(?:[ ,;]+-?[0-9.]+){0,2}\]?")
PERSONAL_PATTERN = re.compile(
    "|".join(f"(?:{shape.pattern})" for shape in (_PERSONAL_NUMBER, STRING_FORMATS["email"], _PHONE, _GPS_POINT))
)
_OTHER_ANSWERS = frozenset("y|n|has|none|есть|бар|имеется|no phone|нету".split("|"))
_MIN_NAMES = 3  # different names, at least, of a column of them
SAMPLE_SIZE = 10_000  # different values that show what a column holds
_PERSON_KINDS = frozenset({"people", "who"})
_TEXT_TYPES = ("string", "list")
_NAMES_PER_ENDING = 5  # of so many full names in Cyrillic, one has a typical ending: places have none


def find_personal_columns(table: str, columns: Mapping[str, ColumnProfile]) -> frozenset[str]:
    """The names of the columns of a table whose values should never be printed."""
    of_people = "people" in headings.heading_kinds(table) or any(
        headings.heading_kinds(name) & _PEOPLE_KINDS for name in columns
    )
    return frozenset(name for name, column in columns.items() if _is_personal_column(column, of_people))


def _is_personal_column(column: ColumnProfile, of_people: bool) -> bool:
    name, texts, kinds = column.name, column.text_counts, headings.heading_kinds(column.name)
    if texts and _are_answers(column):
        return False
    if "relative" in kinds and _name_one_each(column):
        return True
    if kinds & PERSONAL_KINDS or (
        column.field.type in _SHAPED_TYPES and _mostly_pass(texts, PERSONAL_PATTERN.fullmatch)
    ):
        return True
    if _holds_person_names(name, texts, of_people):
        return True
    if column.field.type not in _TEXT_TYPES:
        return False
    return (headings.is_people_heading(name) and _are_person_names(texts)) or _mostly_pass(
        texts, person_names.is_person_name
    )


def _are_answers(column: ColumnProfile) -> bool:
    """Whether a column says yes or no of a phone or a document, and has none."""
    answers = {*DEFAULT_TRUE_VALUES, *DEFAULT_FALSE_VALUES, *_OTHER_ANSWERS}
    return column.field.type == "boolean" or all(text.casefold() in answers for text in column.text_counts)


def _name_one_each(column: ColumnProfile) -> bool:
    """Whether the cells of a column of mothers, or of heads of households, are names: most rows have one of their own.

    Names begin with a capital; `Alive` and `Dead` do too, and come again.
    """
    texts = column.text_counts
    are_many = len(texts) >= _MIN_NAMES and 2 * len(texts) >= column.filled_count
    return column.field.type == "string" and are_many and _mostly_pass(texts, person_names.is_name_shaped)


def _holds_person_names(header: str, texts: Collection[str], of_people: bool) -> bool:
    """Whether a header speaks of a name, and it or the values say that it is a person's."""
    kinds, words = headings.heading_kinds(header), headings.heading_words(header)
    if "name" not in kinds or "body" in kinds:
        return False
    if kinds & _PERSON_KINDS:  # the name of a participant, but not that of her village
        return all(map(_is_person_word, words)) or _are_person_names(texts)
    return of_people and len(words) == 1 and _mostly_pass(texts, person_names.is_name_shaped)


def _is_person_word(word: str) -> bool:
    return bool(headings.heading_kinds(word) & (_PERSON_KINDS | {"name", "glue"}))


def _are_person_names(texts: Collection[str]) -> bool:
    """Whether most texts are full names, and enough of them end as names of people do."""
    full = [text for text in _sample_texts(texts) if person_names.is_full_name(text)]
    return _mostly_pass(texts, person_names.is_full_name) and _NAMES_PER_ENDING * sum(
        map(person_names.has_name_ending, full)
    ) >= len(full)


def _mostly_pass(texts: Collection[str], test: Callable[[str], object]) -> bool:
    """Whether half of the different texts pass a test, or half of a sample of many; not where there are none."""
    sample = _sample_texts(texts)
    return bool(sample) and 2 * sum(1 for text in sample if test(text)) >= len(sample)


def _sample_texts(texts: Collection[str]) -> list[str]:
    """At most SAMPLE_SIZE of the texts, taken evenly from all."""
    return [*islice(texts, 0, None, -(-len(texts) // SAMPLE_SIZE))] if texts else []
