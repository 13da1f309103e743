"""What the number format of a workbook's cell shows beside the number: a percent sign, or a currency.

The codes of formats are those of Office Open XML (ECMA-376, part 1, 18.8.31): `0.0%`, `[$€-407]0.00`, `0 "сом"`.
"""

from __future__ import annotations

import locale
import re
import unicodedata
from functools import cache
from typing import NamedTuple

from roundtable_cli.tables.table import is_currency
from roundtable_cli.tables.values.currency_signs import detect_currencies, read_currency_name

# The formats that a workbook may name without writing them out, where these show a percent sign or a currency.
BUILT_IN_FORMATS = {9: "0%", 10: "0.00%", **dict.fromkeys((5, 6, 7, 8, 42, 44), '"$"#,##0.00')}
_TOKENS = re.compile(
    r"""
      "(?P<quoted>[^"]*)"?                              # "сом"
    | \\(?P<escaped>.)                                  # \р
    | \[\$(?P<sign>[^\]]*?)(?:-(?P<place>[\w-]*))?\]    # [$€-407]: a currency, and whose
    | \[[^\]]*\]                                        # [Red], [>=100], [h]
    | [_*].                                             # the width of a letter, or a letter that fills the cell
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_PLACEHOLDERS = {*"0#?"}
_NUMBER_MARKS = _PLACEHOLDERS | {*".,%"}  # what stands for the number itself


class CellFormat(NamedTuple):
    """What is shown beside a number: a currency, its ISO code or else its sign, and whether a percent sign.

    `percent_scale` is what the number is multiplied by where it is shown in percent: 100, or 1 where the sign is only
    a text behind it; 0 where it is not shown so.
    """

    percent_scale: int = 0
    currency: str = ""


class _FormatSection(NamedTuple):
    """One of the up to four parts of a code, for positive, negative and other numbers, with its texts parted."""

    texts: str
    instructions: str
    signs: tuple[tuple[str, str], ...]


@cache
def read_number_format(code: str) -> CellFormat | None:
    """What a format shows beside a number; None where it shows nothing but the number, or none."""
    sections = [section for section in _split_sections(code) if {*section.instructions} & _PLACEHOLDERS]
    if not sections:
        return None
    section = sections[0]  # that of positive numbers; the others show the same, with a minus or in brackets
    scale = 100 if "%" in section.instructions else 1 if "%" in section.texts else 0
    found = CellFormat(scale, _find_currency(section))
    return found if any(found) else None


def _split_sections(code: str) -> list[_FormatSection]:
    sections, texts, instructions, signs = list[_FormatSection](), "", "", list[tuple[str, str]]()
    for token in _TOKENS.finditer(code):
        text, other = token["quoted"] or token["escaped"] or "", token["other"] or ""
        if other == ";":
            sections.append(_FormatSection(texts, instructions, tuple(signs)))
            texts, instructions, signs = "", "", []
            continue
        if token["sign"]:
            signs.append((token["sign"].strip(), token["place"] or ""))
        instructions += other
        # A currency may stand without quotes: a sign, or letters that are no instruction.
        texts += text or (" " if other in _NUMBER_MARKS else other)
    return [*sections, _FormatSection(texts, instructions, tuple(signs))]


def _find_currency(section: _FormatSection) -> str:
    """The currency that a section names as such, else the one that its texts name; "" where there is none, or two."""
    named = {_resolve_sign(sign, place) for sign, place in section.signs} or detect_currencies(section.texts)
    if not named and len(certain := read_currency_name(section.texts)) == 1:
        return certain[0]  # `р.` names roubles where nothing else stands; `с.` may be seconds
    return "".join(named) if len(named) == 1 else ""


def _resolve_sign(sign: str, place: str) -> str:
    """The currency of `[$sign-place]`: a $ is that of the country which the place names, if it writes its money so."""
    if is_currency(sign):
        return sign
    codes = _place_currencies(place)
    if own := next((code for code, written in codes.items() if written == sign), ""):
        return own
    if len(detected := detect_currencies(sign)) == 1:
        return "".join(detected)
    # An abbreviation that only its country knows: `р.` is roubles in Russia.
    is_word = sign.rstrip(".").isalpha()
    return next(iter(codes), sign) if is_word else sign


def _place_currencies(place: str) -> dict[str, str]:
    """The currencies of a place with the sign of each there; a place is a Windows number, or a tag such as `en-US`."""
    from babel import Locale, UnknownLocaleError  # few workbooks name a place
    from babel.numbers import get_currency_symbol, get_territory_currencies

    try:
        name = locale.windows_locale.get(int(place, 16) & 0xFFFF, "")
    except ValueError:
        name = place.replace("-", "_")
    try:
        there = Locale.parse(name)
    except (ValueError, UnknownLocaleError):
        return {}
    codes = get_territory_currencies(there.territory) if there.territory else []
    return {code: unicodedata.normalize("NFKC", get_currency_symbol(code, there)) for code in codes}
