"""From the text of a cell to its value: one table of accepted forms per type, the same for every engine.

A value is a str, int, float, bool or datetime, or None where the cell is missing. Dates, months and years are
datetimes at midnight of their first day; a list is its items between separators (`LIST_SEPARATOR`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal

from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import currency_signs, formula_errors, numerals
from roundtable_cli.tables.values.calendar_texts import date_forms, period_texts

CellValue = str | int | float | bool | datetime
LIST_SEPARATOR = "\x1f"  # ASCII's unit separator, which no cell holds
STRING_FORMATS = {
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    "uri": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+"),
    "uuid": re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
}


def parse_column(texts: Iterable[str], field: Field) -> tuple[list[CellValue | None], dict[str, str]]:
    """The values of a column, and for every distinct text that is none of its type, the fault.

    Each distinct text is read once; what can't be read is None among the values.
    """
    read_cell, texts = make_cell_reader(field), list(texts)
    known = {text: read_cell(text) for text in dict.fromkeys(texts)}
    return [known[text][0] for text in texts], {text: fault for text, (_, fault) in known.items() if fault}


def make_cell_reader(field: Field) -> Callable[[str], tuple[CellValue | None, str]]:
    """What reads a cell of a field: its value, None where it is missing or can't be read, and the fault, if any."""
    parse_text, missing = make_text_parser(field), field.missing_texts

    def read_cell(text: str) -> tuple[CellValue | None, str]:
        trimmed = text.strip()
        if trimmed in missing:
            return None, ""
        if formula_errors.is_formula_error(trimmed):
            return None, formula_errors.describe_formula_error(trimmed)
        try:
            return parse_text(trimmed), ""
        except ValueError as error:
            return None, str(error)

    return read_cell


def texts_fit_field(texts: Iterable[str], field: Field) -> bool:
    """Whether all of some trimmed texts are of a field's type; the first that is not settles it."""
    parse_text = make_text_parser(field)
    try:
        for text in texts:
            parse_text(text)
    except ValueError:
        return False
    return True


def make_text_parser(field: Field) -> Callable[[str], CellValue | None]:
    """The function that reads a trimmed cell of `field`; it raises ValueError, with the fault in words."""
    if field.serial:
        return date_forms.make_serial_date_parser(field)
    return _PARSER_FACTORIES.get(field.type, _string_parser)(field)


def value_to_text(value: object, field: Field | None = None) -> str:
    """A value as its file would write it in ISO forms: the key of its category."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return numerals.write_float(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        if field and field.type == "datetime":
            return value.isoformat()
        return value.strftime(date_forms.ISO_DATE_FORMATS.get(field.type if field else "date", "%Y-%m-%d"))
    return str(value).strip(LIST_SEPARATOR).replace(LIST_SEPARATOR, ", ")


def _string_parser(field: Field) -> Callable[[str], str]:
    if field.format in currency_signs.CURRENCY_FORMATS:
        return lambda text: currency_signs.normalize_currency(text, field.format)
    form = STRING_FORMATS.get(field.format)

    def parse_string(text: str) -> str:
        if field.format == period_texts.PERIOD_FORMAT:
            period_texts.parse_period_text(text)
        if form and not form.fullmatch(text):
            raise ValueError(f"is not a valid {field.format}")
        # One letter may be written as one character or as two: such texts are equal to everybody but a computer.
        return text if text.isascii() else unicodedata.normalize("NFC", text)

    return parse_string


def _boolean_parser(field: Field) -> Callable[[str], bool]:
    known = dict.fromkeys(field.false_values, False) | dict.fromkeys(field.true_values, True)

    def parse_boolean(text: str) -> bool:
        if text not in known:
            raise ValueError("is not " + " or ".join((*field.true_values[:1], *field.false_values[:1])))
        return known[text]

    return parse_boolean


def list_items(cell: CellValue) -> set[CellValue]:
    """The texts of the items of a list, as its parser gives it."""
    return {item for item in str(cell).split(LIST_SEPARATOR) if item}


def make_list_splitter(field: Field) -> Callable[[str], list[str]]:
    """What splits a cell of a list field into the trimmed texts of its items.

    Declared values that have the delimiter in them (`Food aid`, where one space parts the items) are split off whole,
    the longest first; what stands between two of them, or beside one, is one item.
    """
    delimiter, declared = field.delimiter, {str(value) for value in field.declared_values}
    if not any(delimiter in value for value in declared):
        return lambda cell: [item.strip() for item in cell.split(delimiter)]
    values = "|".join(map(re.escape, sorted(filter(None, declared), key=lambda value: (-len(value), value))))
    known = re.compile(rf"(?:^|{re.escape(delimiter)})\s*({values})(?=\s*(?:$|{re.escape(delimiter)}))")

    def split_cell(cell: str) -> list[str]:
        return [item.strip().strip(delimiter).strip() for item in known.split(cell)]  # the values stand between

    return split_cell


def _list_parser(field: Field) -> Callable[[str], str | None]:
    """The different items, each as its type writes it; a cell of nothing but delimiters recorded none."""
    item_field = Field(field.name, field.item_type)
    read_item, split_items = make_text_parser(item_field), make_list_splitter(field)

    def parse_list(cell: str) -> str | None:
        items = split_items(cell)
        written = dict.fromkeys(value_to_text(read_item(item), item_field) for item in items if item)
        return LIST_SEPARATOR + "".join(f"{item}{LIST_SEPARATOR}" for item in written) if written else None

    return parse_list


_PARSER_FACTORIES: dict[str, Callable[[Field], Callable[[str], CellValue | None]]] = {
    "integer": numerals.make_integer_parser,
    "number": numerals.make_number_parser,
    "boolean": _boolean_parser,
    "date": date_forms.make_date_parser,
    "yearmonth": date_forms.make_date_parser,
    "year": date_forms.make_date_parser,
    "datetime": date_forms.make_datetime_parser,
    "list": _list_parser,
}
