"""Columns whose dates can be read in two ways, or contradict each other: the cells that show it, and what to do."""

from __future__ import annotations

from roundtable_cli.errors import Finding, RowPlace, row_reference
from roundtable_cli.finding_codes import AMBIGUOUS_DATE
from roundtable_cli.tables.inference import date_ambiguity, field_inference
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values.workbook_value import WorkbookValue

_READINGS = {
    date_ambiguity.DAY_OR_MONTH: "can be a date with the day first or with the month first",
    date_ambiguity.FISCAL_YEAR: "can be a month or a fiscal year, and so can all cells of the column",
    date_ambiguity.SHORT_YEAR: "can be a month of a year or a day of a month, and so can all cells of the column",
}


def describe_date_doubt(source: Source, field: Field) -> Finding:
    """The finding for a field that is ambiguous as a date: the first cell in doubt, and what declares each reading."""
    cells = source.raw_cells(field.name)
    doubt = date_ambiguity.find_date_doubt(field, field_inference.split_native_cells(cells, field)[1])
    if doubt is None:
        raise TypeError(field)
    texts = ["" if isinstance(cell, WorkbookValue) else cell.strip() for cell in cells]
    places = [*source.row_places()]
    text, place = _first_place(texts, places, doubt.texts)
    if doubt.contrary_texts:
        other, other_place = _first_place(texts, places, doubt.contrary_texts)
        fault = (
            f"{field.quote_value(text)} has the month first, but {field.quote_value(other)} in "
            f"{row_reference(other_place, place)} has the day first: no date of this column can be trusted"
        )
        remedy = "write all dates of the column in one order"
    else:
        fault = f"{field.quote_value(text)} {_READINGS[doubt.kind]}"
        remedy = f"declare the field in datapackage.json: {' or '.join(doubt.declarations)}"
    return Finding(AMBIGUOUS_DATE, fault, remedy, *place, field.name)


def _first_place(texts: list[str], places: list[RowPlace], wanted: frozenset[str]) -> tuple[str, RowPlace]:
    """The first of the wanted texts in a column, and its place."""
    return next(pair for pair in zip(texts, places, strict=True) if pair[0] in wanted)
