"""How files write currencies, beside amounts and in headers: signs, codes and names."""

from __future__ import annotations

import re

# A $, £ or ¥ is of several currencies, and stays the sign that it is.
CURRENCY_SIGNS = {"€": "EUR", "₽": "RUB", "₸": "KZT", "₴": "UAH", "₺": "TRY", "₹": "INR", "₩": "KRW", "₾": "GEL"}
CURRENCY_SIGNS |= {sign: sign for sign in "$£¥"}
# Of the codes of ISO 4217 those that are no words.
CURRENCY_CODES = (
    "AED AMD AUD AZN BDT BYN CAD CHF CNY CZK DKK ETB EUR GBP GEL HUF IDR INR JPY KES KGS KRW KZT LKR MDL MNT NGN NOK "
    "NPR PKR PLN RUB SEK TJS TMT TZS UAH UGX USD UZS XAF XOF ZAR"
).split()
# Their names, as patterns; a longer ending before what it begins with.
CURRENCY_NAMES = {
    "KGS": r"сом(?:ов|дор|мен|а)?|soms?",
    "RUB": r"руб(?:лей|лях|ля|ль)?",
    "KZT": "тенге",
    "EUR": "евро|euros?",
}
# Any of them, as a pattern for what stands beside a number: `$ 7`, `100USD`, `5 руб.`
CURRENCY_MARK = "|".join(
    [*map(re.escape, CURRENCY_SIGNS), *CURRENCY_CODES, *(rf"(?:{names})\.?" for names in CURRENCY_NAMES.values())]
)
_CODE_PATTERN = re.compile(rf"(?<![^\W\d_])({'|'.join(CURRENCY_CODES)})(?![^\W\d_])", re.IGNORECASE)
_SIGN_PATTERN = re.compile("|".join(map(re.escape, CURRENCY_SIGNS)))
_NAME_PATTERNS = {
    code: re.compile(rf"(?<![^\W\d_])(?:{names})(?![^\W\d_])", re.IGNORECASE) for code, names in CURRENCY_NAMES.items()
}


def detect_currencies(text: str) -> frozenset[str]:
    """The currencies that a header or a cell names, as whole words: their codes where they are certain, else signs."""
    codes = {code.upper() for code in _CODE_PATTERN.findall(text)}
    by_name = {code for code, name in _NAME_PATTERNS.items() if name.search(text)}
    return frozenset(codes | by_name | {CURRENCY_SIGNS[sign] for sign in _SIGN_PATTERN.findall(text)})
