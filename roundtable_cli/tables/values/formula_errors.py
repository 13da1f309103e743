"""What spreadsheets show in a cell whose formula has no value."""

from __future__ import annotations

import re

NOT_COMPUTED = "#FORMULA?"  # a formula that a program wrote and no spreadsheet has computed yet
# What spreadsheets show in a cell: in English, Russian, German, French, Spanish and Turkish, and a column too narrow.
FORMULA_ERRORS = frozenset(
    "#REF! #DIV/0! #N/A #NAME? #NULL! #NUM! #VALUE! #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #UNKNOWN! #GETTING_DATA "
    "#ССЫЛКА! #ДЕЛ/0! #Н/Д #ИМЯ? #ПУСТО! #ЧИСЛО! #ЗНАЧ! #ПЕРЕНОС! #ВЫЧИСЛ! #BEZUG! #NV #WERT! #ZAHL! #VALEUR! #NOM? "
    "#NOMBRE! #NUL! #¡REF! #¡DIV/0! #¡VALOR! #¿NOMBRE? #¡NUM! #¡NULO! #BAŞV! #SAYI/0! #AD? #YOK #DEĞER! #BOŞ!".split()
) | {NOT_COMPUTED}
_NUMBERED_WORDS = ("Err:", "Ошибка:")  # before the number of an error
_LOADING_WORDS = ("Loading", "Загрузка", "Жүктөлүүдө")  # a sheet of Google exported before its formulas were computed
ERROR_WORDS = (*_NUMBERED_WORDS, *_LOADING_WORDS)  # an error that has no "#" begins with one of them
_ERROR_PREFIXES = ("#", *ERROR_WORDS)
_ERROR_PATTERN = rf"#{{3,}}|(?:{'|'.join(_NUMBERED_WORDS)})[0-9]{{3}}|(?:{'|'.join(_LOADING_WORDS)}) ?(?:\.\.\.|…)"
FORMULA_REMEDY = "open the file in a spreadsheet, correct the formula and save; or clear the cell"


def is_formula_error(text: str) -> bool:
    """Whether a trimmed cell is what a spreadsheet shows in place of a formula's value."""
    return text in FORMULA_ERRORS or (text.startswith(_ERROR_PREFIXES) and bool(re.fullmatch(_ERROR_PATTERN, text)))


def may_hold_formula_error(text: str) -> bool:
    """Whether such an error can be in a text, or in several joined: asked of all at once, it costs little."""
    return any(sign in text for sign in _ERROR_PREFIXES)


def describe_formula_error(text: str) -> str:
    """What is wrong with such a cell, in words."""
    if text.startswith(_LOADING_WORDS):
        return "is shown while a sheet computes its formulas; it is not a value"
    return "is a formula that was never computed" if text == NOT_COMPUTED else "is a formula error, not a value"
