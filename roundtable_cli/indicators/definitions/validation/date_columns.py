"""What dates a row (`date`): one column, or one of the year and one of its quarter, month or half.

Over several tables it may be a column of each.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from roundtable_cli.indicators.definitions.framework import DateColumns, TableDates
from roundtable_cli.mapping_reader import MappingReader, type_word
from roundtable_cli.tables.values.calendar_texts.year_parts import MONTHS_PER_PART
from roundtable_cli.tables.vocabulary import headings

_YEAR = "year"


def read_date_columns(reader: MappingReader, table_count: int = 1) -> str | DateColumns | TableDates:
    """The column named, "" where none is; or the two columns, or one of each table. A fault is added for others."""
    parse = partial(_parse_date, table_count=table_count)
    found: str | DateColumns | TableDates = reader.get_parsed("date", parse, str, list, dict, default="")
    return found


def _parse_date(value: Any, table_count: int) -> str | DateColumns | TableDates:
    if isinstance(value, str):
        return value
    return _parse_named(value) if isinstance(value, dict) else _parse_list(value, table_count)


def _parse_list(names: list[Any], table_count: int) -> str | DateColumns | TableDates:
    """One column; one of each table; or two of which the headings say which has the year, and what the other has.

    The unit is "" where they do not: whether there are such columns at all is looked at first.
    """
    wrong = next((name for name in names if not (isinstance(name, str) and name)), None)
    if wrong is not None:
        raise ValueError(f"expected the names of columns, found {'a blank' if wrong == '' else type_word(wrong)}")
    if len(names) == 1:
        return str(names[0])
    units = [_unit_of_heading(name) for name in names]
    if table_count > 1 and not (len(names) == 2 and _YEAR in units and all(units) and units[0] != units[1]):
        if len(names) != table_count:
            raise ValueError(f"it names {len(names)} columns for {table_count} tables; name one for each table")
        return TableDates(tuple(names))
    if len(names) != 2:
        raise ValueError(f'it names {len(names)} columns; write the year and its quarter: date = ["Year", "Quarter"]')
    _check_different(*names)
    year = 1 if units[1] == _YEAR != units[0] else 0
    unit = units[1 - year]
    is_told = units[year] in {_YEAR, ""} and unit not in {_YEAR, ""}
    return DateColumns(names[year], names[1 - year], unit if is_told else "")


def _parse_named(mapping: dict[str, Any]) -> DateColumns:
    """Two columns, of which the keys say what each has."""
    units = [key for key in mapping if key in MONTHS_PER_PART]
    if len(units) != 1 or {*mapping} != {_YEAR, units[0]}:
        raise ValueError('it needs the year and one of quarter, month and half: { year = "…", quarter = "…" }')
    wrong = next((name for name in mapping.values() if not (isinstance(name, str) and name)), None)
    if wrong is not None:
        raise ValueError(f"expected the name of a column, found {type_word(wrong)}")
    _check_different(mapping[_YEAR], mapping[units[0]])
    return DateColumns(mapping[_YEAR], mapping[units[0]], units[0])


def _check_different(year: str, part: str) -> None:
    if year == part:
        raise ValueError(f'it names "{year}" twice; name the column of the year and that of the quarter')


def _unit_of_heading(name: str) -> str:
    """What part of a date the last name of a path says that its column holds: "" where it says none, or several."""
    heading = name.rsplit(".", 1)[-1] or name
    found = [unit for unit in (_YEAR, *MONTHS_PER_PART) if headings.names_date_part(heading, unit)]
    return found[0] if len(found) == 1 else ""
