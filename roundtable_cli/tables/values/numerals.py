"""How people and programs write numbers: digits and marks, the styles of a column, and the reading of a cell."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable
from decimal import Context, Decimal, InvalidOperation

from roundtable_cli.tables.table import NUMBER_TYPES, Field
from roundtable_cli.tables.values import currency_signs
from roundtable_cli.tables.values.currency_signs import MAX_NUMBER_LENGTH
from roundtable_cli.tables.values.white_space import GROUPING_SPACES

# Digits of a number that is inferred: more are not all exact as a float, and likely an account or a device. A float
# stands for the decimal by which Python writes it (`repr`); of 15 digits, every number has a float of its own.
MAX_DIGITS = 15
MAX_LONG_DIGITS = 400  # digits of a long number, and zeros before or behind them: no float is larger than 1.8e308
EXACT_CONTEXT = Context(prec=3 * MAX_LONG_DIGITS)  # in which no digit of such a number is lost
INT64_LIMIT = 2**63  # integers from here on do not fit into a column of any engine; those below are exact in one
ZERO_DASHES = frozenset("-–—")  # what accountants write for nothing
# As programs write numbers. A zero or plus in front makes a code (007, +996…): it stays text.
_PLAIN_DIGITS = rf"-?(0|[1-9][0-9]{{0,{MAX_DIGITS - 1}}})"
PLAIN_INTEGER = re.compile(_PLAIN_DIGITS)
PLAIN_NUMBER = re.compile(rf"{_PLAIN_DIGITS}(\.[0-9]+)?")
# The decimal mark, and the mark between thousands.
_NUMBER_STYLES = ((",", " "), (".", " "), (".", ","), (",", "."), (",", "'"), (".", "'"))
# A point in such a number may be the decimal one, or part thousands.
_POINT_GROUPED = r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+"
MAX_FRACTION = 10  # 1,000 percent: where some numbers are parts of one, only a larger one is certain to be in percent
# Words behind a number by which it is multiplied: `5 тыс. сом` is not 5.
_MULTIPLIERS = r"тыс|тысяч\w*|млн|миллион\w*|млрд|миллиард\w*|миң|thousands?|k|mln|millions?|bn|billions?"
# The same in a heading, with what stands for three zeros: `USD '000`; not in `5,000 USD` or `1 000 сом`.
_SCALE_WORD = re.compile(
    rf"(?<![^\W_])(?:(?:{_MULTIPLIERS})(?:\.|(?![^\W_]))|(?<![\d.,])(?<!\d )['’`]?000s?(?![^\W_]))", re.IGNORECASE
)
_FRACTION_PATTERN = r"[-−(]?(0[.,]0*[1-9][0-9]*|1([.,]0+)?)\)?"


def find_number_styles(cores: Iterable[str]) -> list[tuple[str, str]]:
    """The styles, as decimal mark and mark between thousands, in which all of some numbers can be written.

    `cores` are numbers as `extract_number_core` leaves them. None fits where one of them is no number.
    """
    cores = {*cores}
    if not cores or any(not core or sum(map(str.isdigit, core)) > MAX_DIGITS for core in cores):
        return []
    return [style for style in _NUMBER_STYLES if all(map(_style_pattern(*style).fullmatch, cores))]


def find_decimal_mark(texts: Collection[str]) -> str:
    """The decimal mark that the texts of a column prove; "" where they prove none, or are not all numbers."""
    cores = (extract_number_core(text) or "" for text in {*texts} - ZERO_DASHES)
    points = {point for point, _ in find_number_styles(cores)}
    return points.pop() if len(points) == 1 else ""


def find_scale_word(heading: str) -> str:
    """The word of a heading by which its numbers are multiplied, as it is written: `тыс.`, `million`; else empty."""
    word = found.group() if (found := _SCALE_WORD.search(heading)) else ""
    return "thousand" if word and not any(map(str.isalpha, word.rstrip("sS"))) else word


def extract_number_core(text: str) -> str | None:
    """The digits and marks of a number, without a minus, brackets or one currency beside them; None where it is none.

    With a plus in front it is a telephone number or a code.
    """
    if len(text) > MAX_NUMBER_LENGTH or text.startswith("+") or not any(map(str.isdigit, text)):
        return None
    inside = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    bare = currency_signs.remove_currency_or_percent(inside)
    unsigned = bare.strip(GROUPING_SPACES).lstrip("-−")
    if bare != inside:  # `- $5`; without a currency, what stands after a minus and a space is no number: `- 5`
        unsigned = unsigned.strip(GROUPING_SPACES)
    return unsigned if unsigned and unsigned[0].isdigit() and unsigned[-1].isdigit() else None


def normalize_number(core: str, point: str, group: str) -> str:
    """A number as one of the styles reads it: without marks between thousands, with a decimal point."""
    return _strip_thousands(core, group).replace(point, ".")


def _style_pattern(point: str, group: str) -> re.Pattern[str]:
    between = _thousands_pattern(group)
    return re.compile(rf"(?:0|[1-9][0-9]*|[1-9][0-9]{{0,2}}(?:{between}[0-9]{{3}})+)(?:{re.escape(point)}[0-9]+)?")


def may_group_thousands(texts: Iterable[str]) -> bool:
    """Whether plain numbers have points, of which each may part thousands; the first that can't settles it."""
    has_points = False
    for text in texts:
        if "." in text:
            has_points = True
            if not re.fullmatch(_POINT_GROUPED, text):
                return False
    return has_points


def may_be_fractions(texts: Iterable[str]) -> bool:
    """Whether some of the numbers beside percentages may be parts of one: 0.6 for 60 %."""
    return any(re.fullmatch(_FRACTION_PATTERN, text) for text in texts)


def is_plain_number(field: Field) -> bool:
    """Whether a field is that of numbers as programs write them: a decimal point, and no other mark."""
    return field.type == "number" and has_plain_marks(field)


def has_plain_marks(field: Field) -> bool:
    """Whether a field's numbers have a decimal point, if any, and no other mark."""
    return (field.decimal_char, field.group_char, field.bare_number) == (".", "", True)


def has_plain_digits(field: Field) -> bool:
    """Whether plain digits, and a decimal mark among them, mean what they say in a field's cells."""
    if field.type not in NUMBER_TYPES or field.has_long_numbers or field.serial:
        return False
    if any(map(str.isdigit, "".join(field.missing_values))):
        return False
    marks = field.decimal_char + field.group_char
    return len(field.decimal_char) == 1 and len({*marks}) == len(marks) and not {*marks} & {*"0123456789-"}


def make_integer_parser(field: Field) -> Callable[[str], int]:
    """The function that reads a trimmed cell of an integer field; it raises ValueError, with the fault in words."""
    before, after = _affix_patterns(field)
    digits = f"({_whole_number_pattern(field)})"
    form = re.compile(rf"([+-]?){before}{digits}{after}|{before}([+-]?){digits}{after}")

    def parse_integer(text: str) -> int:
        match = form.fullmatch(text)
        if not match:
            raise ValueError("is not a whole number")
        sign, number = match[1] or match[3] or "", match[2] or match[4]
        plain = _strip_thousands(number, field.group_char).lstrip("0") or "0"
        # The length first: Python refuses to turn very long digits into a number at all.
        if len(plain) > len(str(INT64_LIMIT)) or not -INT64_LIMIT <= int(sign + plain) < INT64_LIMIT:
            raise ValueError("is too large for a whole number")
        return int(sign + plain)

    return parse_integer


def make_number_parser(field: Field) -> Callable[[str], float | str]:
    """The function that reads a trimmed cell of a number field; it raises ValueError, with the fault in words.

    It gives the float that is the number, or, of a field with long numbers, the number in full as a text.
    """
    read_plain = make_plain_reader(field)
    parse_plain = write_long_number if field.has_long_numbers else parse_exact_float
    return lambda text: parse_plain(read_plain(text))


def make_plain_reader(field: Field) -> Callable[[str], str]:
    """The function that writes a trimmed cell of a number field as programs do; ValueError where it is no number."""
    before, after = _affix_patterns(field)
    point = re.escape(field.decimal_char)
    whole = _whole_number_pattern(field)
    # Without digits before its point a number may not follow a letter: `руб.5` may be five or a half.
    digits = rf"((?:{whole})(?:{point}[0-9]*)?|(?<![^\W\d_]){point}[0-9]+)((?:[eE][+-]?[0-9]+)?)"
    sign_ = "[+−-]" if field.inferred else "[+-]"  # where people write numbers, a minus may be a real one
    form = re.compile(rf"({sign_}?){before}{digits}{after}|{before}({sign_}?){digits}{after}")

    def read_plain(text: str) -> str:
        if field.brackets and text.startswith("(") and text.endswith(")"):
            inside = read_plain(text[1:-1].strip())
            return inside[1:] if inside.startswith("-") else f"-{inside}"
        match = form.fullmatch(text)
        if not match:
            raise ValueError("is not a number")
        sign, number, exponent = match.groups()[:3] if match[2] else match.groups()[3:]
        plain = normalize_number(number, field.decimal_char, field.group_char)
        return sign.replace("−", "-").lstrip("+") + plain + exponent

    return read_plain


def parse_exact_float(plain: str) -> float:
    """The float of a number as programs write it; ValueError, with the fault in words, where it is another number."""
    value = _parse_finite(plain)
    if not _is_same_number(plain, value):
        raise ValueError("has more digits than a number can hold")
    return value


def write_long_number(plain: str) -> str:
    """A number, as programs write it, in full and in one way: no exponent, no zeros at its ends, no minus before 0.

    Raises ValueError, with the fault in words, where it is too large, too small, or has too many digits.
    """
    _parse_finite(plain)
    number = _to_decimal(plain)
    if number and number.adjusted() < -MAX_LONG_DIGITS:
        raise ValueError("is too close to 0 for a number")
    if len(number.as_tuple().digits) > MAX_LONG_DIGITS:
        raise ValueError(f"has more than {MAX_LONG_DIGITS} digits")
    return write_decimal(number)


def is_long_number(plain: str) -> bool:
    """Whether a number, as programs write it, is none that a float holds, and can be written in full."""
    try:
        return not _is_same_number(plain, _parse_finite(plain)) and bool(write_long_number(plain))
    except ValueError:
        return False


def write_float(value: float) -> str:
    """A float in full, without an exponent: the decimal that it stands for; `-0.0` is 0."""
    if value.is_integer() and abs(value) < 10**MAX_DIGITS:
        return str(int(value))
    return write_decimal(Decimal(repr(value)))


def write_decimal(number: Decimal) -> str:
    """A decimal in full: no exponent, no zeros behind its last decimal, no minus before 0."""
    text = f"{number or 0:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _parse_finite(plain: str) -> float:
    value = float(plain) + 0.0  # of -0.0 and 0.0, which are equal, one is 0.0
    if not math.isfinite(value):
        raise ValueError("is too large for a number" if math.isinf(value) else "is not a number")
    return value


def _is_same_number(plain: str, value: float) -> bool:
    is_short = len(plain) <= MAX_DIGITS and not {*plain} & {*"eE"}
    return is_short or _to_decimal(plain) == Decimal(repr(value))


def _to_decimal(plain: str) -> Decimal:
    try:
        return Decimal(plain)
    except InvalidOperation:  # an exponent of more digits than Decimal takes
        raise ValueError("has an exponent that is too large") from None


def _whole_number_pattern(field: Field) -> str:
    """Digits, in groups of three; of two before them, as India writes lakhs."""
    group = _thousands_pattern(field.group_char)
    return rf"[0-9]{{1,3}}(?:{group}[0-9]{{2,3}})*{group}[0-9]{{3}}|[0-9]+" if group else "[0-9]+"


def _affix_patterns(field: Field) -> tuple[str, str]:
    """What may stand before and after a number that is not bare: a currency, a percent sign, spaces.

    No point that could be the number's own, and nothing that could mean a minus: brackets, dashes.
    """
    sign = "+\\-−–—()"
    if field.bare_number:
        return "", ""
    return rf"(?:[^0-9{sign}.,]|[.,](?![0-9]))*", rf"(?!\s*(?i:{_MULTIPLIERS})(?![^\W\d_]))[^0-9{sign}]*"


def _thousands_pattern(group: str) -> str:
    """The mark between thousands as a pattern: a space is any of those that keep a line together too."""
    if group and group in GROUPING_SPACES:
        return f"[{GROUPING_SPACES}]"
    return "['’]" if group == "'" else re.escape(group)


def _strip_thousands(digits: str, group: str) -> str:
    return re.sub(_thousands_pattern(group), "", digits) if group else digits
