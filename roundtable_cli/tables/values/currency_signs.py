"""How files write currencies, beside amounts, in headings and in columns of their own: signs, codes and names.

A sign or a name is of one currency or of several: a $ is of many countries. So each is read as the currencies that it
may name, the likeliest first. Two contradict each other where no currency is among those of both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

PossibleCurrencies = tuple[str, ...]  # codes, the likeliest first; before them a sign that is as often of either
# The formats of a text field whose values are currencies, each read as its code. In the second a sign that several
# countries have stays a sign: the column names another dollar, or another pound.
CURRENCY_FORMATS = CURRENCY_FORMAT, SHARED_SIGNS_FORMAT = "currency", "currency-sign"

_DOLLARS = ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "NAD", "FJD", "JMD", "LRD", "BZD")
_POUNDS = ("GBP", "EGP", "LBP", "SYP", "SDG", "SSP")
CURRENCY_SIGNS: dict[str, PossibleCurrencies] = {
    "€": ("EUR",), "₽": ("RUB",), "₸": ("KZT",), "₴": ("UAH",), "₺": ("TRY",), "₹": ("INR",), "₩": ("KRW",),
    "₾": ("GEL",), "$": _DOLLARS, "£": _POUNDS, "¥": ("¥", "CNY", "JPY"),
}  # fmt: skip
# Of the codes of ISO 4217 those that are no words.
CURRENCY_CODES = (
    "AED AMD AUD AZN BDT BYN CAD CHF CNY CZK DKK ETB EUR GBP GEL HUF IDR INR JPY KES KGS KRW KZT LKR MDL MNT NGN NOK "
    "NPR PKR PLN RUB SEK TJS TMT TZS UAH UGX USD UZS XAF XOF ZAR"
).split()
# Codes that other fields use too (CAD and CHF are diagnoses): alone they prove no column of currencies.
_DOUBTFUL_CODES = frozenset("CAD CHF GEL IDR LKR MDL NOK PLN SEK".split())
_SIGNS = frozenset({*CURRENCY_SIGNS, "%"})
MAX_NUMBER_LENGTH = 1_000  # characters: a longer text is no number, and to look through it takes long
_MIN_NAME_LETTERS = 3  # of a code or a name without a sign: `KGS`, `сом`
# Names, as patterns of whole words; a longer name before what it begins with.
_CURRENCY_NAMES: tuple[tuple[PossibleCurrencies, str], ...] = (
    (("USD",), r"US ?\$|U\$S|USD ?\$|\$ ?USD?|долл(?:ар\w*)?\.? США|(?:US|U\.S\.) dollars?|dollars? US|АКШ доллар\w*"),
    (("AUD",), r"AU?\$|australian dollars?"),
    (("CAD",), r"CA?\$|canadian dollars?"),
    (("HKD",), r"HK\$"),
    (("NZD",), r"NZ\$"),
    (_DOLLARS, r"доллар(?:лар|ов|ах|ами|ам|ы|а|у)?|долл|dollars?"),
    (("KGS",), r"(?:кыргыз|киргиз)\w* сом\w*|сом(?:ов|дор|мен|ы|а)?|(?:kyrgyz\w* )?soms?"),
    (("RUB",), r"российск\w+ рубл\w+|руб(?:лей|лях|ля|ли|ль)?|(?:russian )?rou?bles?"),
    (("KZT",), r"(?:казахстанск\w+ )?тенге|(?:kazakh\w* )?tenge"),
    (("TJS",), r"(?:таджикск\w+ )?сомони|(?:tajik\w* )?somonis?"),
    (("UZS",), r"(?:узбекск\w+ )?сум(?:ов)?|(?:uzbek\w* )?soums?"),
    (("EUR",), r"евро|euros?"),
    (("GBP",), r"фунт\w* стерлингов|(?:british pounds?|pounds?) sterling|british pounds?"),
    (("CNY",), r"(?:китайск\w+ )?юан(?:ь|я|ей|и)|(?:chinese )?yuan"),
    (("TRY",), r"турецк\w+ лир\w*|turkish liras?"),
)
# What names a currency only in a column where nothing but currencies is named.
_SHORT_NAMES: dict[str, PossibleCurrencies] = {
    "с": ("KGS", "TJS"), "c": ("KGS", "TJS"), "р": ("RUB",), "тг": ("KZT",), "sum": ("UZS",),
}  # fmt: skip


def _whole_words(pattern: str) -> str:
    """A pattern beside which a digit may stand, and no letter."""
    return rf"(?<![^\W\d_])(?:{pattern})(?![^\W\d_])"


# What begins or ends with a sign has no letter to be kept from on that side.
_NAMES_WITH_SIGNS = r"(?<![^\W\d_])(?:US ?\$|U\$S|USD ?\$|AU?\$|CA?\$|HK\$|NZ\$)|\$ ?USD?(?![^\W\d_])"
# Any of them, as a pattern for what stands beside a number: `$ 7`, `100USD`, `5 руб.`
CURRENCY_MARK = "|".join(
    [
        _NAMES_WITH_SIGNS,
        *(rf"{_whole_words(names)}\.?" for _, names in _CURRENCY_NAMES),
        *map(_whole_words, CURRENCY_CODES),
        *map(re.escape, CURRENCY_SIGNS),
    ]
)
_JOINTS = r"[\s()\[\]/,;:.–—-]*"  # what stands between two names of one currency: `KGS (сом)`


@cache
def currency_or_percent() -> re.Pattern[str]:
    """The pattern of what may stand beside a number: a currency or a percent sign. It is made when first needed.

    Only where a word begins, and at a sign, it looks further.
    """
    beginning = rf"(?<![^\W\d_])(?=[^\W\d_])|(?=[{re.escape(''.join(sorted(_SIGNS)))}])"
    return re.compile(f"(?:{beginning})(?:{CURRENCY_MARK}|%)", re.IGNORECASE)


def remove_currency_or_percent(text: str) -> str:
    """A text without the first currency or percent sign in it."""
    may_hold_mark = len(text) <= MAX_NUMBER_LENGTH and _may_hold_mark(text)
    return currency_or_percent().sub("", text, count=1) if may_hold_mark else text


def _may_hold_mark(text: str) -> bool:
    """Whether a text has a sign, or letters enough for a name or a code: most numbers and dates have neither."""
    return not _SIGNS.isdisjoint(text) or sum(map(str.isalpha, text)) >= _MIN_NAME_LETTERS


def _possible_for_marks(text: str) -> list[PossibleCurrencies]:
    """The currencies that each sign, code and name in a text may mean, in order."""
    marks = currency_or_percent().findall(text) if _may_hold_mark(text) else ()
    return [_possible_for_mark(mark) for mark in marks if mark != "%"]


def find_possible_currencies(text: str) -> PossibleCurrencies:
    """The currencies that the first sign, code or name in a text may mean; none where it has none."""
    return next(iter(_possible_for_marks(text)), ())


def detect_currencies(text: str) -> frozenset[str]:
    """The currencies that a heading or a cell names, as whole words: the likeliest of each; `US$ (USD)` is one."""
    found = _possible_for_marks(text)
    together = common_currencies(found)
    return frozenset({together[0]} if together else {possible[0] for possible in found})


def common_currencies(sets: Iterable[PossibleCurrencies]) -> PossibleCurrencies:
    """The currencies that all of some signs and names may mean, the likeliest first; none where they contradict."""
    first, *others = [*dict.fromkeys(sets)] or [()]
    return tuple(code for code in first if all(code in other for other in others))


def heading_currencies(heading: str) -> PossibleCurrencies:
    """The currencies that the words of a heading may mean; none where it names none, or two: `USD/KGS`."""
    return common_currencies(_possible_for_marks(heading))


@lru_cache(1024)  # a column of currencies has few texts
def read_currency_name(text: str) -> PossibleCurrencies:
    """The currencies that a text may name which is nothing but the name of one: `сом`, `KGS (som)`, `usd`, `с.`."""
    text = unicodedata.normalize("NFC", text).strip()
    if short := _SHORT_NAMES.get(text.rstrip(".").casefold()):
        return short
    possible = _possible_for_marks(text)
    if not possible or "%" in text or not re.fullmatch(_JOINTS, currency_or_percent().sub("", text)):
        return ()
    return common_currencies(possible)


def are_currency_names(texts: Iterable[str]) -> bool:
    """Whether filled texts name currencies and nothing else, and one of them is hardly of another field.

    `CHF` may be a diagnosis, and `c` a grade; `USD` and `сом` are neither. The first text that names none settles it.
    """
    is_proved = False
    for text in texts:
        if trimmed := text.strip():
            if not read_currency_name(trimmed):
                return False
            is_short = trimmed.rstrip(".").casefold() in _SHORT_NAMES
            is_proved = is_proved or not (is_short or trimmed.upper() in _DOUBTFUL_CODES)
    return is_proved


def choose_currency_format(texts: Iterable[str]) -> str:
    """The format of a column of currencies: whether a sign of several countries is read as the likeliest of them."""
    all_possible = {possible for text in texts if (possible := read_known_name(text))}
    certain = {possible[0] for possible in all_possible if len(possible) == 1}
    is_shared = any(certain & {*possible[1:]} for possible in all_possible)
    return SHARED_SIGNS_FORMAT if is_shared else CURRENCY_FORMAT


def normalize_currency(text: str, format_: str = CURRENCY_FORMAT) -> str:
    """The code of the currency that a text names, or its sign; the text itself where no currency is known by it."""
    possible = read_known_name(text)
    if len(possible) > 1 and format_ == SHARED_SIGNS_FORMAT:
        return next((sign for sign, named in CURRENCY_SIGNS.items() if named == possible), text.casefold())
    return possible[0] if possible else text


def read_known_name(text: str) -> PossibleCurrencies:
    """The same as `read_currency_name`, with all codes of ISO 4217 and their names in English, Russian and Kyrgyz.

    Among them are words such as `ALL`, `TRY` and `TOP`: to be asked only where a heading says that it names currencies.
    """
    if possible := read_currency_name(text):
        return possible
    code = _load_known_names().get(unicodedata.normalize("NFC", text).strip().casefold())
    return (code,) if code else ()


@cache
def _load_known_names() -> dict[str, str]:
    """Codes by what names them, in small letters."""
    from babel import Locale  # few files name a currency that is not in the list above
    from babel.numbers import list_currencies

    names = {code.casefold(): code for code in list_currencies()}
    for language in ("en", "ru", "ky"):
        names |= {name.casefold(): code for code, name in Locale(language).currencies.items() if code not in names}
    return names


@cache
def _possible_for_mark(mark: str) -> PossibleCurrencies:
    """The currencies that a sign, a code or a name may mean."""
    if mark in CURRENCY_SIGNS:
        return CURRENCY_SIGNS[mark]
    if mark.upper() in CURRENCY_CODES:
        return (mark.upper(),)
    name = mark.rstrip(".")
    return next((named for named, names in _CURRENCY_NAMES if re.fullmatch(names, name, re.IGNORECASE)), ())
