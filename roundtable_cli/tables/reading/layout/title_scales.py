"""Titles by which all numbers of a table are multiplied: `Budget (тыс. сом)`, where no heading repeats it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import TITLE_SCALE
from roundtable_cli.tables.reading.layout.column_sample import NumberedRow
from roundtable_cli.tables.values import currency_signs, numerals

_REMEDY = "write it into the column headings that it is for, or multiply the numbers in the file"
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_NUMBER_BEFORE = r"[0-9]\s*"  # `5 thousand trees` is a number, and no unit
_PREPOSITION = r"(?:^|\W)(?:in|в)\s+"


def describe_title_scale(label: str, titles: Sequence[NumberedRow], headings: Sequence[str]) -> Iterator[Finding]:
    """A warning for the first title with a word such as `thousand` that is a unit, if no heading has one."""
    if any(map(numerals.find_scale_word, headings)):
        return
    for number, row in titles:
        for text in filter(None, map(str.strip, row)):
            if word := _find_unit_scale(text):
                fault = f'this row above the column headings says "{word}"; the numbers are read as they are written'
                yield Finding(TITLE_SCALE, fault, _REMEDY, label, number, severity=WARNING)
                return


def _find_unit_scale(text: str) -> str:
    """The word by which a title multiplies numbers, "" where it has none: in brackets, beside a currency, after `in`.

    A word after a number counts something: `5 thousand trees`.
    """
    word = numerals.find_scale_word(text)
    if not word or re.search(_NUMBER_BEFORE + re.escape(word), text):
        return ""
    in_brackets = any(map(numerals.find_scale_word, _BRACKETS.findall(text)))
    after_preposition = re.search(_PREPOSITION + re.escape(word), text, re.IGNORECASE)
    return word if in_brackets or after_preposition or currency_signs.detect_currencies(text) else ""
