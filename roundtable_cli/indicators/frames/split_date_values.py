"""The dates of rows that write them in two columns: the engine compares codes, and Python reads each different pair."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, Refused, quote_alternatives
from roundtable_cli.finding_codes import DEFINITION
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, Derivation
from roundtable_cli.indicators.frames.view import TableView, distinct_rows
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.calendar_texts import year_parts

_MAX_EXAMPLES = 3
_NO_TEXT = nw.lit(None, dtype=nw.String)


class CellPair(NamedTuple):
    """The different values of a year and of its part that stand in one row; None where a cell is blank."""

    year: Any
    part: Any


def split_date_expression(view: TableView, derivation: Derivation, fiscal_year_start: int) -> nw.Expr:
    """The first day of the period that each row writes; missing where a cell is blank or can't be read.

    Refused where no row has a date that can be read.
    """
    year, part = (_cell_expression(view, column) for column in derivation.columns)
    pairs = [pair for pair in _list_pairs(view, year, part) if None not in pair]
    days = {pair: day for pair in pairs if (day := _read_pair(pair, derivation, fiscal_year_start))}
    if pairs and not days:
        raise Refused(_describe_all_unread(pairs, view, derivation, fiscal_year_start))
    years, parts = _number_values(pair.year for pair in days), _number_values(pair.part for pair in days)
    stride = len(parts) + 1  # 0 stands for a year or part that is in no date: no code of a date has it
    texts = {years[pair.year] * stride + parts[pair.part]: day.isoformat() for pair, day in days.items()}
    if not texts:  # the engines can't replace by nothing
        return nw.lit(None, dtype=nw.Datetime())
    code = _replace_values(year, years) * stride + _replace_values(part, parts)
    text = code.replace_strict([*texts], [*texts.values()], default=_NO_TEXT, return_dtype=nw.String)
    return text.str.to_datetime(format="%Y-%m-%d")


def cell_text(value: Any) -> str:
    """The text of a value of a year or of its part; of a number without decimals that of the whole number."""
    return parsing.value_to_text(int(value) if isinstance(value, float) and value.is_integer() else value)


def _cell_expression(view: TableView, column: BoundColumn) -> nw.Expr:
    return view[column].dt.year() if column.field.type == "year" else view[column]


def _list_pairs(view: TableView, year: nw.Expr, part: nw.Expr) -> list[CellPair]:
    rows = distinct_rows(view.unfiltered_frame.select(year.alias("year"), part.alias("part")))
    return sorted((CellPair(*row) for row in view.engine.fetch_rows(rows)), key=str)


def _read_pair(pair: CellPair, derivation: Derivation, fiscal_year_start: int) -> date | None:
    try:
        texts = cell_text(pair.year), cell_text(pair.part)
        return year_parts.parse_split_period(*texts, derivation.date_unit, fiscal_year_start).first
    except ValueError:
        return None


def _describe_all_unread(
    pairs: list[CellPair], view: TableView, derivation: Derivation, fiscal_year_start: int
) -> Finding:
    year, part = derivation.columns
    label = view.source.file_labels[0] if view.source.file_labels else view.source.table.name
    place = f"{year.field.name}, {part.field.name}"
    if fiscal_year_start == 1 and all(year_parts.is_fiscal_year(cell_text(pair.year)) for pair in pairs):
        remedy = "write fiscal_year_start = 7, or the month in which yours starts, in [project]"
        return Finding(DEFINITION, "its years are fiscal years, and the project has none", remedy, label, column=place)
    shown = quote_alternatives(f"{cell_text(pair.year)}, {cell_text(pair.part)}" for pair in pairs[:_MAX_EXAMPLES])
    is_personal = year.field.personal or part.field.personal
    examples = "" if is_personal else f"; its rows have {shown}"
    fault = f"no row has a year and its {derivation.date_unit} that can be read{examples}"
    return Finding(DEFINITION, fault, 'name other columns: date = ["Year", "Quarter"]', label, column=place)


def _number_values(values: Any) -> dict[Any, int]:
    return {value: number for number, value in enumerate(dict.fromkeys(values), 1)}


def _replace_values(column: nw.Expr, numbers: Mapping[Any, int]) -> nw.Expr:
    return column.replace_strict([*numbers], [*numbers.values()], default=nw.lit(0), return_dtype=nw.Int64)
