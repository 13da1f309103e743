"""Cells of amounts that show another currency than their heading, their row or the other cells: they can't be added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from roundtable_cli.errors import Finding, RowPlace, quote_names
from roundtable_cli.finding_codes import CURRENCY_ERROR
from roundtable_cli.tables.inference import amount_signs
from roundtable_cli.tables.inference.amount_signs import BARE, ShownCurrencies
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import NUMBER_TYPES, Field
from roundtable_cli.tables.values import currency_signs
from roundtable_cli.tables.values.currency_signs import PossibleCurrencies

_REMEDY = "give each currency a column of its own, or add a column that names the currency of each row"


def find_currency_faults(source: Source, field: Field, currency: Field | None = None) -> Iterator[Finding]:
    """A finding for each cell of a column of amounts whose currency contradicts what else says it.

    `currency` is the field that names the currency of each row, if there is one. Bare numbers in a text file show
    none: of a column of them nothing is read.
    """
    is_number = field.type in NUMBER_TYPES or field.ambiguous == "currency"
    if not is_number or (field.bare_number and not _has_typed_cells(source)):
        return
    shown = amount_signs.count_shown_currencies(field, _iterate_cells(source, field))
    if not shown.signs:
        return
    if currency and not shown.expected:
        yield from _contradicted_rows(source, field, currency)
    elif shown.disagree:
        yield from _disagreeing_cells(source, field, shown)


def find_first_fault(source: Source, field: Field) -> Finding:
    """The first finding for a column whose cells are known to contradict each other."""
    whole = Finding(
        CURRENCY_ERROR, "its cells show several currencies", _REMEDY, source.file_labels[0], None, field.name
    )
    return next(find_currency_faults(source, field), whole)


def _iterate_cells(source: Source, field: Field) -> Iterable[str]:
    """The cells of a column, or each different text of it."""
    if _has_typed_cells(source):
        return source.raw_cells(field.name)
    if source.is_external:  # its rows are too many to be held
        return (text for (text,), _ in source.iter_records([field]))
    return source.count_texts(field)


def _has_typed_cells(source: Source) -> bool:
    """Whether some cells may be values of a workbook, which show a currency by their format."""
    return any(file.has_typed_cells for file in source.files)


class _AmountCell(NamedTuple):
    """A cell that holds an amount, with its place and the currencies that it shows."""

    text: str
    place: RowPlace
    shown: PossibleCurrencies


def _amount_cells(source: Source, field: Field) -> Iterator[tuple[_AmountCell, int]]:
    """The cells that hold an amount other than a bare zero, each with the ordinal of its row."""
    cells: Sequence[tuple[str, RowPlace]]
    if _has_typed_cells(source):
        cells = [*zip(source.raw_cells(field.name), source.row_places(), strict=True)]
    else:
        cells = [(text, place) for (text,), place in source.iter_records([field])]
    for ordinal, (cell, place) in enumerate(cells):
        shown = None if cell.strip() in field.missing_texts else amount_signs.find_shown_currency(cell)
        if shown is not None:
            yield _AmountCell(cell, place, shown), ordinal


def _contradicted_rows(source: Source, field: Field, currency: Field) -> Iterator[Finding]:
    """A finding for each cell that shows another currency than the one that its row names."""
    names = [name for (name,), _ in source.iter_records([currency])]
    for cell, ordinal in _amount_cells(source, field):
        named = currency_signs.read_known_name(names[ordinal])
        if cell.shown and named and not currency_signs.common_currencies([named, cell.shown]):
            fault = (
                f"{_quote_amount(field, cell)} is in {cell.shown[0]}, but {currency.name} of its row says {named[0]}"
            )
            yield Finding(CURRENCY_ERROR, fault, "correct one of the two", *cell.place, field.name)


def _disagreeing_cells(source: Source, field: Field, shown: ShownCurrencies) -> Iterator[Finding]:
    """A finding for each cell that differs from the heading, or from the other cells."""
    if shown.expected or not shown.common:
        main = shown.expected or shown.signs[0]
        says = "the schema" if field.currency else "the column heading"
        says = f"{says} says {main[0]}" if shown.expected else f"other cells are in {main[0]}"
        for cell, _ in _amount_cells(source, field):
            if cell.shown and not currency_signs.common_currencies([main, cell.shown]):
                fault = f"{_quote_amount(field, cell)} is in {cell.shown[0]}, but {says}"
                yield Finding(CURRENCY_ERROR, fault, _REMEDY, *cell.place, field.name)
        return
    code = shown.common[0]
    remedy = f"write the currency in all cells, or in the column heading: {quote_names([f'{field.name}, {code}'])}"
    names_signs = sum(shown.counts[sign] for sign in shown.signs) <= shown.counts[BARE]
    for cell, _ in _amount_cells(source, field):
        if bool(cell.shown) == names_signs:
            is_in = f"is in {code}, and other cells name no currency"
            fault = f"{_quote_amount(field, cell)} {is_in if cell.shown else f'names no currency, and others {code}'}"
            yield Finding(CURRENCY_ERROR, fault, remedy, *cell.place, field.name)


def _quote_amount(field: Field, cell: _AmountCell) -> str:
    return field.quote_value(cell.text.strip())
