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
from roundtable_cli.tables.values.workbook_value import DATE_EPOCHS

CellValue = str | int | float | bool | datetime
GROUPING_SPACES = " \u00a0\u202f\u2009"
UNICODE_WHITESPACE = (  # white space beyond ASCII, as Python takes it off a text
    "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
LIST_SEPARATOR = "\x1f"  # ASCII's unit separator, which no cell holds
INT64_LIMIT = 2**63
ISO_DATE_FORMATS = {"date": "%Y-%m-%d", "yearmonth": "%Y-%m", "year": "%Y"}
FIRST_DAY_SUFFIX = {"date": "", "yearmonth": "-01", "year": "-01-01"}
# What "any" accepts beside ISO 8601: forms that can be read in one way only.
UNAMBIGUOUS_DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%d %B %Y", "%d %b %Y")
ISO_DATE_PATTERNS = {"date": r"\d{4}-\d{2}-\d{2}", "yearmonth": r"\d{4}-\d{2}", "year": r"\d{4}"}


def parse_column(texts: Iterable[str], field: Field) -> tuple[list[CellValue | None], dict[str, str]]:
    """The values of a column, and for every distinct text that is none of its type, the fault.

    Each distinct text is read once; what can't be read is None among the values.
    """
    read, texts = make_cell_reader(field), list(texts)
    known = {text: read(text) for text in dict.fromkeys(texts)}
    return [known[text][0] for text in texts], {text: fault for text, (_, fault) in known.items() if fault}


def make_cell_reader(field: Field) -> Callable[[str], tuple[CellValue | None, str]]:
    """What reads a cell of a field: its value, None where it is missing or can't be read, and the fault, if any."""
    read, missing = make_text_parser(field), {*field.missing_values, ""}

    def read_cell(text: str) -> tuple[CellValue | None, str]:
        trimmed = text.strip()
        if trimmed in missing:
            return None, ""
        if formula_errors.is_formula_error(trimmed):
            return None, formula_errors.describe_formula_error(trimmed)
        try:
            return read(trimmed), ""
        except ValueError as error:
            return None, str(error)

    return read_cell


def texts_fit_field(texts: Iterable[str], field: Field) -> bool:
    """Whether all of some trimmed texts are of a field's type; the first that is not settles it."""
    read = make_text_parser(field)
    try:
        for text in texts:
            read(text)
    except ValueError:
        return False
    return True


def make_text_parser(field: Field) -> Callable[[str], CellValue | None]:
    """The function that reads a trimmed cell of `field`; it raises ValueError, with the fault in words."""
    return (_serial_date_parser if field.serial else _PARSER_FACTORIES.get(field.type, _string_parser))(field)


def value_to_text(value: object, field: Field | None = None) -> str:
    """A value as its file would write it in ISO forms: the key of its category."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        if field and field.type == "datetime":
            return value.isoformat()
        return value.strftime(ISO_DATE_FORMATS.get(field.type if field else "date", "%Y-%m-%d"))
    return str(value).strip(LIST_SEPARATOR).replace(LIST_SEPARATOR, ", ")


def date_precision(field: Field) -> str:
    """How finely a field tells time: day, month or year."""
    if field.type in {"year", "yearmonth"}:
        return "year" if field.type == "year" else "month"
    if field.format in {"default", "any", ""}:
        return "day"
    if re.search(r"%[dejcxDFs]", field.format):
        return "day"
    return "month" if re.search(r"%[mbB]", field.format) else "year"


def _string_parser(field: Field) -> Callable[[str], CellValue]:
    check = _STRING_FORMATS.get(field.format)

    def parse_string(text: str) -> str:
        if check and not check.fullmatch(text):
            raise ValueError(f"is not {field.format}")
        return text if text.isascii() else unicodedata.normalize("NFC", text)

    return parse_string


def thousands_pattern(group: str) -> str:
    """The mark between thousands as a pattern: a space is any of those that keep a line together too."""
    return (
        f"[{GROUPING_SPACES}]" if group and group in GROUPING_SPACES else "['’]" if group == "'" else re.escape(group)
    )


def _whole_number_pattern(field: Field) -> str:
    group = thousands_pattern(field.group_char)
    return rf"[0-9]{{1,3}}(?:{group}[0-9]{{2,3}})*{group}[0-9]{{3}}|[0-9]+" if group else "[0-9]+"


def _affix_patterns(field: Field) -> tuple[str, str]:
    """What may stand around a number that is not bare: a currency, a percent sign, spaces.

    No point that could be the number's own, and nothing that could mean a minus: brackets, dashes.
    """
    sign = "+\\-−–—()"
    return ("", "") if field.bare_number else (rf"(?:[^0-9{sign}.,]|[.,](?![0-9]))*", rf"[^0-9{sign}]*")


def _integer_parser(field: Field) -> Callable[[str], CellValue]:
    before, after = _affix_patterns(field)
    form = re.compile(
        rf"([+-]?){before}({_whole_number_pattern(field)}){after}|{before}([+-]?)({_whole_number_pattern(field)}){after}"
    )

    def parse_integer(text: str) -> int:
        match = form.fullmatch(text)
        if not match:
            raise ValueError("is not an integer")
        sign, digits = match[1] or match[3] or "", match[2] or match[4]
        plain = _strip_thousands(digits, field.group_char).lstrip("0") or "0"
        if len(plain) > len(str(INT64_LIMIT)) or not -INT64_LIMIT <= int(sign + plain) < INT64_LIMIT:
            raise ValueError("is too large for an integer")
        return int(sign + plain)

    return parse_integer


def _number_parser(field: Field) -> Callable[[str], CellValue]:
    before, after = _affix_patterns(field)
    point = re.escape(field.decimal_char)
    digits = rf"((?:{_whole_number_pattern(field)})(?:{point}[0-9]*)?|(?<![^\W\d_]){point}[0-9]+)((?:[eE][+-]?[0-9]+)?)"
    sign_ = "[+−-]" if field.inferred else "[+-]"  # where people write numbers, a minus may be a real one
    form = re.compile(rf"({sign_}?){before}{digits}{after}|{before}({sign_}?){digits}{after}")

    def parse_number(text: str) -> float:
        if field.brackets and text.startswith("(") and text.endswith(")"):
            return -parse_number(text[1:-1].strip())
        match = form.fullmatch(text)
        if not match:
            raise ValueError("is not a number")
        sign, number, exponent = match.groups()[:3] if match[2] else match.groups()[3:]
        plain = _strip_thousands(number, field.group_char).replace(field.decimal_char, ".")
        value = float(sign.replace("−", "-") + plain + exponent)
        if math.isinf(value):
            raise ValueError("is too large for a number")
        return value

    return parse_number


def _strip_thousands(digits: str, group: str) -> str:
    """A number without the marks between thousands."""
    return re.sub(thousands_pattern(group), "", digits) if group else digits


def _boolean_parser(field: Field) -> Callable[[str], CellValue]:
    known = dict.fromkeys(field.false_values, False) | dict.fromkeys(field.true_values, True)

    def parse_boolean(text: str) -> bool:
        if text not in known:
            raise ValueError("is not " + " or ".join((*field.true_values[:1], *field.false_values[:1])))
        return known[text]

    return parse_boolean


def _serial_date_parser(field: Field) -> Callable[[str], CellValue]:
    """Days since the beginning of a spreadsheet's time, and parts of a day."""
    number, times = _number_parser(Field(field.name, "number")), field.type == "datetime"

    def parse_serial_date(text: str) -> datetime:
        try:
            days = cast("float", number(text))
            moment = DATE_EPOCHS[field.serial] + timedelta(seconds=round(days * 86_400))
        except (ValueError, OverflowError):
            raise ValueError(f"is not a date as a spreadsheet's number (written {_SERIAL_EXAMPLE})") from None
        return moment if times else moment.replace(hour=0, minute=0, second=0)

    return parse_serial_date


def _date_parser(field: Field) -> Callable[[str], CellValue]:
    """Dates, months and years: ISO 8601, or the declared pattern of strptime."""
    iso = field.format in {"default", ""}
    formats = (
        UNAMBIGUOUS_DATE_FORMATS if field.format == "any" else (ISO_DATE_FORMATS[field.type] if iso else field.format,)
    )
    form, first = re.compile(ISO_DATE_PATTERNS[field.type], re.ASCII), FIRST_DAY_SUFFIX[field.type]
    wanted = {"date": "a date", "yearmonth": "a month", "year": "a year"}[field.type]
    fault = f"is not {wanted} (written {_example_date(formats[0])})"

    def parse_date(text: str) -> datetime:
        try:
            if iso and form.fullmatch(text):
                return datetime.fromisoformat(text + first)
            if not iso:
                return _parse_by_formats(text, formats)
        except ValueError:
            pass
        raise ValueError(fault)

    return parse_date


def _parse_by_formats(text: str, formats: Iterable[str]) -> datetime:
    for format_ in formats:
        try:
            return datetime.strptime(text, format_).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        except ValueError:
            continue
    raise ValueError


_SERIAL_EXAMPLE = "43423 for 2018-11-19"
_TIMESTAMP_START = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:|$)", re.ASCII
)  # fromisoformat also reads weeks and ordinal days


def _datetime_parser(field: Field) -> Callable[[str], CellValue]:
    """The wall-clock time as written; an offset from UTC does not move it to another day."""

    def parse_datetime(text: str) -> datetime:
        try:
            if field.format in {"default", "any", ""}:
                if not _TIMESTAMP_START.match(text):
                    raise ValueError
                return datetime.fromisoformat(text).replace(tzinfo=None)
            return datetime.strptime(text, field.format).replace(tzinfo=None)
        except ValueError:
            raise ValueError("is not a date and time (written 2018-11-19T10:00:00)") from None

    return parse_datetime


def _list_parser(field: Field) -> Callable[[str], CellValue | None]:
    """The different items, each as its type writes it; a cell of nothing but delimiters recorded none."""
    item_field = Field(field.name, field.item_type)
    read_item = make_text_parser(item_field)

    def parse_list(cell: str) -> str | None:
        items = [item.strip() for item in cell.split(field.delimiter)]
        written = dict.fromkeys(value_to_text(read_item(item), item_field) for item in items if item)
        return LIST_SEPARATOR + "".join(f"{item}{LIST_SEPARATOR}" for item in written) if written else None

    return parse_list


def _example_date(format_: str) -> str:
    """A date of 2018 in a pattern, to show what is accepted."""
    return datetime(2018, 11, 19).strftime(format_)


_STRING_FORMATS = {
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    "uri": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+"),
    "uuid": re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
}
_PARSER_FACTORIES: dict[str, Callable[[Field], Callable[[str], CellValue | None]]] = {
    "integer": _integer_parser,
    "number": _number_parser,
    "boolean": _boolean_parser,
    "date": _date_parser,
    "yearmonth": _date_parser,
    "year": _date_parser,
    "datetime": _datetime_parser,
    "list": _list_parser,
}
