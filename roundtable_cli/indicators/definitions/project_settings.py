"""The settings of the whole project, under `[project]` in indicators.toml: whether they can mean what they say."""

from __future__ import annotations

import re
from datetime import date

from roundtable_cli.mapping_reader import MappingReader
from roundtable_cli.tables.table import is_currency
from roundtable_cli.tables.values import currency_signs

_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]+)*")
# The names of languages that people write in place of their codes, by their first letters.
_LANGUAGE_NAMES = {
    "en": ("eng", "англ"),
    "ru": ("rus", "русс", "орус"),
    "ky": ("kyr", "kir", "кыр", "кир"),
    "kk": ("kaz", "каз", "қаз"),
    "tg": ("taj", "тадж", "тоҷ"),
    "uz": ("uzb", "o'zb", "узб", "ўзб"),
}


def parse_least_people(written: int) -> int:
    """Over how many people a sum or mean of personal values is shown, at least. Raises ValueError below 1."""
    if written < 1:
        raise ValueError("it must be 1 or more: with 1 no value is hidden")
    return written


def check_languages(languages: tuple[str, ...], reader: MappingReader) -> None:
    """Reports languages that are no codes (`english`), with the code where it is known, and those listed twice."""
    for language in languages:
        if not _LANGUAGE_CODE.fullmatch(language):
            folded = language.strip().casefold()
            codes = [code for code, starts in _LANGUAGE_NAMES.items() if folded.startswith((code, *starts))]
            code = codes[0] if codes else "en"
            reader.add_fault(f'"{language}" is not the code of a language', f'write "{code}"', "languages")
    for language in {language for language in languages if languages.count(language) > 1}:
        reader.add_fault(f'"{language}" is listed twice', "delete one of them", "languages")


def check_currency(currency: str, reader: MappingReader) -> None:
    """Reports a currency that is no code of one (`som`), with the code where it is known."""
    if currency and not is_currency(currency):
        codes = currency_signs.read_known_name(currency)
        example = codes[0] if len(codes) == 1 else "USD"
        remedy = f'write "{example}"' if len(codes) == 1 else f'write three capitals, such as "{example}"'
        reader.add_fault(f'"{currency}" is not the code of a currency', remedy, "currency")


def check_life(start: date | None, end: date | None, reader: MappingReader) -> None:
    """Reports a project that ends before it starts."""
    if start and end and start > end:
        reader.add_fault(
            f"the project starts on {start} and ends before that, on {end}", "correct one of them", "start"
        )
