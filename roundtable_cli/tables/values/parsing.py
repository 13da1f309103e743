"""From the text of a cell to its value: one table of accepted forms per type, the same for every engine.

A value is a str, int, float, bool or datetime, or None where the cell is missing. Dates, months and years are
datetimes at midnight of their first day; a list is its items between separators (`SEPARATOR`).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import cast

from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import formula_errors
from roundtable_cli.tables.values.workbook_value import EPOCHS

Value = str | int | float | bool | datetime
SPACES = " \u00a0\u202f\u2009"
WIDE_SPACE = (  # white space beyond ASCII, as Python takes it off a text
    "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
SEPARATOR = "\x1f"  # ASCII's unit separator, which no cell holds
INT64 = 2**63
DATES = {"date": "%Y-%m-%d", "yearmonth": "%Y-%m", "year": "%Y"}
FIRST_DAY = {"date": "", "yearmonth": "-01", "year": "-01-01"}
# What "any" accepts beside ISO 8601: forms that can be read in one way only.
ANY_DATE = ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%d %B %Y", "%d %b %Y")
ISO = {"date": r"\d{4}-\d{2}-\d{2}", "yearmonth": r"\d{4}-\d{2}", "year": r"\d{4}"}


def column(texts: Iterable[str], field: Field) -> tuple[list[Value | None], dict[str, str]]:
    """The values of a column, and for every distinct text that is none of its type, the fault.

    Each distinct text is read once; what can't be read is None among the values.
    """
    read, texts = reader(field), list(texts)
    known = {text: read(text) for text in dict.fromkeys(texts)}
    return [known[text][0] for text in texts], {text: fault for text, (_, fault) in known.items() if fault}


def reader(field: Field) -> Callable[[str], tuple[Value | None, str]]:
    """What reads a cell of a field: its value, None where it is missing or can't be read, and the fault, if any."""
    read, missing = parser(field), {*field.missing_values, ""}

    def cell(text: str) -> tuple[Value | None, str]:
        trimmed = text.strip()
        if trimmed in missing:
            return None, ""
        if formula_errors.is_error(trimmed):
            return None, formula_errors.fault(trimmed)
        try:
            return read(trimmed), ""
        except ValueError as error:
            return None, str(error)

    return cell


def fits(texts: Iterable[str], field: Field) -> bool:
    """Whether all of some trimmed texts are of a field's type; the first that is not settles it."""
    read = parser(field)
    try:
        for text in texts:
            read(text)
    except ValueError:
        return False
    return True


def parser(field: Field) -> Callable[[str], Value | None]:
    """The function that reads a trimmed cell of `field`; it raises ValueError, with the fault in words."""
    return (_serial if field.serial else _PARSERS.get(field.type, _string))(field)


def text(value: object, field: Field | None = None) -> str:
    """A value as its file would write it in ISO forms: the key of its category."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        if field and field.type == "datetime":
            return value.isoformat()
        return value.strftime(DATES.get(field.type if field else "date", "%Y-%m-%d"))
    return str(value).strip(SEPARATOR).replace(SEPARATOR, ", ")


def precision(field: Field) -> str:
    """How finely a field tells time: day, month or year."""
    if field.type in {"year", "yearmonth"}:
        return "year" if field.type == "year" else "month"
    if field.format in {"default", "any", ""}:
        return "day"
    if re.search(r"%[dejcxDFs]", field.format):
        return "day"
    return "month" if re.search(r"%[mbB]", field.format) else "year"


def _string(field: Field) -> Callable[[str], Value]:
    check = _FORMATS.get(field.format)

    def read(text: str) -> str:
        if check and not check.fullmatch(text):
            raise ValueError(f"is not {field.format}")
        return text if text.isascii() else unicodedata.normalize("NFC", text)

    return read


def between(group: str) -> str:
    """The mark between thousands as a pattern: a space is any of those that keep a line together too."""
    return f"[{SPACES}]" if group and group in SPACES else "['’]" if group == "'" else re.escape(group)


def _whole(field: Field) -> str:
    group = between(field.group_char)
    return rf"[0-9]{{1,3}}(?:{group}[0-9]{{2,3}})*{group}[0-9]{{3}}|[0-9]+" if group else "[0-9]+"


def _affixes(field: Field) -> tuple[str, str]:
    """What may stand around a number that is not bare: a currency, a percent sign, spaces.

    No point that could be the number's own, and nothing that could mean a minus: brackets, dashes.
    """
    sign = "+\\-−–—()"
    return ("", "") if field.bare_number else (rf"(?:[^0-9{sign}.,]|[.,](?![0-9]))*", rf"[^0-9{sign}]*")


def _integer(field: Field) -> Callable[[str], Value]:
    before, after = _affixes(field)
    form = re.compile(rf"([+-]?){before}({_whole(field)}){after}|{before}([+-]?)({_whole(field)}){after}")

    def read(text: str) -> int:
        match = form.fullmatch(text)
        if not match:
            raise ValueError("is not an integer")
        sign, digits = match[1] or match[3] or "", match[2] or match[4]
        plain = _without(digits, field.group_char).lstrip("0") or "0"
        if len(plain) > len(str(INT64)) or not -INT64 <= int(sign + plain) < INT64:
            raise ValueError("is too large for an integer")
        return int(sign + plain)

    return read


def _number(field: Field) -> Callable[[str], Value]:
    before, after = _affixes(field)
    point = re.escape(field.decimal_char)
    digits = rf"((?:{_whole(field)})(?:{point}[0-9]*)?|(?<![^\W\d_]){point}[0-9]+)((?:[eE][+-]?[0-9]+)?)"
    sign_ = "[+−-]" if field.inferred else "[+-]"  # where people write numbers, a minus may be a real one
    form = re.compile(rf"({sign_}?){before}{digits}{after}|{before}({sign_}?){digits}{after}")

    def read(text: str) -> float:
        if field.brackets and text.startswith("(") and text.endswith(")"):
            return -read(text[1:-1].strip())
        match = form.fullmatch(text)
        if not match:
            raise ValueError("is not a number")
        sign, number, exponent = match.groups()[:3] if match[2] else match.groups()[3:]
        plain = _without(number, field.group_char).replace(field.decimal_char, ".")
        value = float(sign.replace("−", "-") + plain + exponent)
        if math.isinf(value):
            raise ValueError("is too large for a number")
        return value

    return read


def _without(digits: str, group: str) -> str:
    """A number without the marks between thousands."""
    return re.sub(between(group), "", digits) if group else digits


def _boolean(field: Field) -> Callable[[str], Value]:
    known = dict.fromkeys(field.false_values, False) | dict.fromkeys(field.true_values, True)

    def read(text: str) -> bool:
        if text not in known:
            raise ValueError("is not " + " or ".join((*field.true_values[:1], *field.false_values[:1])))
        return known[text]

    return read


def _serial(field: Field) -> Callable[[str], Value]:
    """Days since the beginning of a spreadsheet's time, and parts of a day."""
    number, times = _number(Field(field.name, "number")), field.type == "datetime"

    def read(text: str) -> datetime:
        try:
            days = cast("float", number(text))
            moment = EPOCHS[field.serial] + timedelta(seconds=round(days * 86_400))
        except (ValueError, OverflowError):
            raise ValueError(f"is not a date as a spreadsheet's number (written {_SERIAL})") from None
        return moment if times else moment.replace(hour=0, minute=0, second=0)

    return read


def _date(field: Field) -> Callable[[str], Value]:
    """Dates, months and years: ISO 8601, or the declared pattern of strptime."""
    iso = field.format in {"default", ""}
    formats = ANY_DATE if field.format == "any" else (DATES[field.type] if iso else field.format,)
    form, first = re.compile(ISO[field.type], re.ASCII), FIRST_DAY[field.type]
    wanted = {"date": "a date", "yearmonth": "a month", "year": "a year"}[field.type]
    fault = f"is not {wanted} (written {_example(formats[0])})"

    def read(text: str) -> datetime:
        try:
            if iso and form.fullmatch(text):
                return datetime.fromisoformat(text + first)
            if not iso:
                return _by_pattern(text, formats)
        except ValueError:
            pass
        raise ValueError(fault)

    return read


def _by_pattern(text: str, formats: Iterable[str]) -> datetime:
    for format_ in formats:
        try:
            return datetime.strptime(text, format_).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        except ValueError:
            continue
    raise ValueError


_SERIAL = "43423 for 2018-11-19"
_TIMESTAMP = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:|$)", re.ASCII
)  # fromisoformat also reads weeks and ordinal days


def _datetime(field: Field) -> Callable[[str], Value]:
    """The wall-clock time as written; an offset from UTC does not move it to another day."""

    def read(text: str) -> datetime:
        try:
            if field.format in {"default", "any", ""}:
                if not _TIMESTAMP.match(text):
                    raise ValueError
                return datetime.fromisoformat(text).replace(tzinfo=None)
            return datetime.strptime(text, field.format).replace(tzinfo=None)
        except ValueError:
            raise ValueError("is not a date and time (written 2018-11-19T10:00:00)") from None

    return read


def _list(field: Field) -> Callable[[str], Value | None]:
    """The different items, each as its type writes it; a cell of nothing but delimiters recorded none."""
    item_field = Field(field.name, field.item_type)
    read_item = parser(item_field)

    def read(cell: str) -> str | None:
        items = [item.strip() for item in cell.split(field.delimiter)]
        written = dict.fromkeys(text(read_item(item), item_field) for item in items if item)
        return SEPARATOR + "".join(f"{item}{SEPARATOR}" for item in written) if written else None

    return read


def _example(format_: str) -> str:
    """A date of 2018 in a pattern, to show what is accepted."""
    return datetime(2018, 11, 19).strftime(format_)


_FORMATS = {
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    "uri": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+"),
    "uuid": re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
}
_PARSERS: dict[str, Callable[[Field], Callable[[str], Value | None]]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "yearmonth": _date,
    "year": _date,
    "datetime": _datetime,
    "list": _list,
}
