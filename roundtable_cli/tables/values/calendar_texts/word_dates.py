"""Dates whose month is a word, in English, Russian or Kyrgyz: `31 июля 2021 г.`, `Jul 31, 2021`, `2021-ж. 31-июль`.

The names of the months are those of Babel, wide and abbreviated, in the forms that dates and headings have.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import cache
from typing import NamedTuple

_LANGUAGES = ("en", "en_GB", "ru", "ky")  # Britain abbreviates September as Sept
_MAX_LENGTH = 40  # letters of a date in words
_NUMBER_LENGTHS = (1, 2, 4)  # digits of a day, and of a year
_PART_PATTERN = r"[0-9]+|[^\W\d_]+"
_BETWEEN_PATTERN = r"[\s.,/«»\"“”'’–-]*"  # what may stand between the parts of a date
_YEAR_WORDS = frozenset("г год года ж жыл жылы жылдын".split())
_MONTH_WORDS = frozenset("month месяц ай айы".split())
_ORDINAL_ENDINGS = frozenset("st nd rd th".split())
# "июлу", "июлдун", "июлунда": the Kyrgyz endings of "the 31st of July", on a name without its soft sign.
_KYRGYZ_ENDINGS = r"(?:[ыиуү](?:нда|нде|ндо|ндө)?|[дт][ыиуү]н|[дт][аеоө])"
_LAST_SHORT_YEAR_AFTER_2000 = 29  # as spreadsheets read two digits
_FIRST_SHORT_YEAR_BEFORE_2000 = 70  # between the two, programs differ: 1945 or 2045


class WordDate(NamedTuple):
    """The first day that a text with the name of a month tells, and how finely: "day" or "month"."""

    first_day: datetime
    precision: str


class MonthNumber(NamedTuple):
    """The name of a month beside a number of one or two digits alone: 9-May, Oct-14; `month` is its number, 1 to 12."""

    month: int
    number: int
    is_month_first: bool


def parse_word_date(text: str) -> WordDate:
    """The date, or month and year, that a text tells with the name of a month. Raises ValueError for any other text.

    A year of two digits from 30 to 69 is refused, too: it may be before 2000 or after.
    """
    shape, parts = _split_parts(text)
    numbers = [part for part in parts if part.isdigit()]
    if shape in {"NW", "WN"}:
        (year,) = numbers
        if shape == "NW" and len(year) != 4:  # 21 July is a day
            raise ValueError
        return WordDate(datetime(_read_year(year), _find_month(parts), 1), "month")
    if shape == "NNW" or (shape == "NWN" and len(numbers[0]) == 4):
        year, day = numbers
    elif shape in {"NWN", "WNN"}:
        day, year = numbers
    else:
        raise ValueError
    if len(day) > 2 or (shape == "NNW" and len(year) != 4):
        raise ValueError
    return WordDate(datetime(_read_year(year), _find_month(parts), int(day)), "day")


def parse_month_word(text: str) -> int:
    """The number of the month that a text names and nothing else but, at most, its number: `Nov`, `ноябрь айы`.

    Raises ValueError for any other text.
    """
    folded = unicodedata.normalize("NFC", text).casefold()
    if len(folded) > _MAX_LENGTH or not re.fullmatch(_BETWEEN_PATTERN, re.sub(_PART_PATTERN, "", folded)):
        raise ValueError
    parts = [part for part in re.findall(_PART_PATTERN, folded) if part not in _MONTH_WORDS]
    words, numbers = [part for part in parts if not part.isdigit()], [int(part) for part in parts if part.isdigit()]
    if len(words) != 1:
        raise ValueError
    month = _find_month(words)
    if numbers not in ([], [month]):
        raise ValueError
    return month


def names_month(text: str) -> bool:
    """Whether the one word of a text, beside numbers, is the name of a month: only then it may be a date in words."""
    try:
        return bool(_find_month(_split_parts(text)[1]))
    except ValueError:
        return False


def parse_month_number(text: str) -> MonthNumber | None:
    """The month and the number of a text that has nothing else; None for any other text."""
    try:
        shape, parts = _split_parts(text)
        numbers = [part for part in parts if part.isdigit()]
        if shape in {"NW", "WN"} and len(numbers[0]) <= 2:
            return MonthNumber(_find_month(parts), int(numbers[0]), shape == "WN")
    except ValueError:
        pass
    return None


def _split_parts(text: str) -> tuple[str, list[str]]:
    """The numbers and words of a text without the words for a year, and its shape: `NWN` for number, word, number."""
    if len(text) > _MAX_LENGTH or not any(map(str.isdigit, text)):
        raise ValueError
    folded = unicodedata.normalize("NFC", text).casefold()
    tokens = re.findall(_PART_PATTERN, folded)
    if any(token.isdigit() and len(token) not in _NUMBER_LENGTHS for token in tokens):
        raise ValueError
    if not re.fullmatch(_BETWEEN_PATTERN, re.sub(_PART_PATTERN, "", folded)):
        raise ValueError
    parts = [token for token in tokens if token not in _YEAR_WORDS and token not in _ORDINAL_ENDINGS]
    shape = "".join("N" if part.isdigit() else "W" for part in parts)
    if shape.count("W") != 1 or not 2 <= len(parts) <= 3:
        raise ValueError
    return shape, parts


def _read_year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    year = int(digits)
    if len(digits) == 2 and year <= _LAST_SHORT_YEAR_AFTER_2000:
        return 2000 + year
    if len(digits) == 2 and year >= _FIRST_SHORT_YEAR_BEFORE_2000:
        return 1900 + year
    raise ValueError


def _find_month(parts: list[str]) -> int:
    """The number of the month that the one word among some parts names. Raises ValueError where it names none."""
    word = next(part for part in parts if not part.isdigit())
    names = _load_month_names()
    if word in names:
        return names[word]
    for stem, month in _load_kyrgyz_stems().items():
        if word.startswith(stem) and re.fullmatch(_KYRGYZ_ENDINGS, word[len(stem) :]):
            return month
    raise ValueError


@cache
def _load_month_names() -> dict[str, int]:
    """The number of each month by its names."""
    from babel import Locale  # only a text with numbers and one word needs it

    return {
        name.rstrip(".").casefold(): month
        for language in _LANGUAGES
        for widths in Locale.parse(language).months.values()
        for width in ("wide", "abbreviated")
        for month, name in widths[width].items()
    }


@cache
def _load_kyrgyz_stems() -> dict[str, int]:
    """The number of each month by its Kyrgyz name without the soft sign, to which endings are joined."""
    from babel import Locale

    return {name.casefold().rstrip("ь"): month for month, name in Locale.parse("ky").months["format"]["wide"].items()}
