"""Excel's patterns for numbers and dates: what shows a value in a workbook as a text shows it."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from roundtable_cli.indicators.results import NumericValue
from roundtable_cli.output.page import ValueText

EXCEL_DECIMALS = 30  # the most that Excel shows
_DATE_PART = r"'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+"  # of a date's pattern in Unicode's CLDR


def number_with_pattern(text: str, number: NumericValue, decimals: int) -> str:
    """The text of a number, with the pattern of as many decimals and of the words and signs that are around it."""
    around = re.fullmatch(r"(\D*).*\d(\D*)", text)
    if around is None or decimals > EXCEL_DECIMALS:
        return text
    # A percentage is grouped from 1,000% on; below that the plain pattern is the one that Excel has a name for.
    ungrouped = "%" in text and sum(map(str.isdigit, text)) - decimals < 4
    middle = ("0" if ungrouped else "#,##0") + "." * bool(decimals) + "0" * decimals
    before, after = (_affix_pattern(affix) for affix in around.groups())
    if number >= 0:
        return ValueText(text, number, before + middle + after)
    usual, ending = (_affix_pattern(affix.replace("-", "")) for affix in around.groups())
    pattern = usual + middle + ending
    # Excel puts a minus first, also before what rounds to zero; where the language does otherwise, it is told so.
    return ValueText(text, number, pattern if text.startswith("-") else f"{pattern};{before}{middle}{after}")


def quote_literal(text: str) -> str:
    """A text as it stands in a pattern."""
    return '"' + " ".join(text.split("\n")).replace('"', r'"\""') + '"'


@cache
def date_pattern(locale: Locale) -> str:
    """The pattern of a date in a language, with its names of months: `[$-409]mmm d", "yyyy`."""
    parts = []
    for match in re.finditer(_DATE_PART, locale.date_formats["medium"].pattern):
        letter, length = match[2], len(match[0])
        if letter is None:
            parts.append(quote_literal(match[0] if match[1] is None else match[1] or "'"))
        else:
            excels = {"y": "yy" if length == 2 else "yyyy", "L": "m" * length}
            parts.append(excels.get(letter, match[0].lower() if letter in "dM" else ""))
    return _language_prefix(locale) + "".join(parts).replace('""', "")


def _affix_pattern(text: str) -> str:
    """A text as it stands in a pattern, in which a percent sign multiplies by 100."""
    return "".join(part if part == "%" else quote_literal(part) for part in re.split("(%)", text) if part)


def _language_prefix(locale: Locale) -> str:
    """How a pattern names its language: by Microsoft's number for it; not at all, where there is none."""
    from locale import windows_locale

    numbers = {name: number for number, name in windows_locale.items() if number >= 0x400}  # below: of no country
    own = [number for name, number in numbers.items() if name.partition("_")[0] == locale.language]
    number = numbers.get(str(locale), next(iter(own), None))
    return f"[$-{number:X}]" if number else ""
