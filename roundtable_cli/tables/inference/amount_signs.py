"""The currencies that the cells of a column of amounts show, and whether all of them can be one.

A cell shows a currency by a sign or a name beside its number, or in a workbook by the format of the number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from roundtable_cli.tables.table import NUMBER_TYPES, Field, is_currency
from roundtable_cli.tables.values import currency_signs
from roundtable_cli.tables.values.currency_signs import PossibleCurrencies
from roundtable_cli.tables.values.workbook_value import WorkbookValue

BARE: PossibleCurrencies = ()  # what a number shows that has no currency beside it


class ShownCurrencies(NamedTuple):
    """What the cells of a column show, each kind with the number of its cells.

    `expected` are the currencies that the heading or the schema says; none where they say nothing. `counts` has `BARE`
    for numbers other than zero that show no currency; a zero is one in every currency.
    """

    expected: PossibleCurrencies
    counts: Counter[PossibleCurrencies]

    @property
    def signs(self) -> list[PossibleCurrencies]:
        """The currencies that cells show, as those of most cells come first."""
        return [possible for possible, _ in self.counts.most_common() if possible]

    @property
    def common(self) -> PossibleCurrencies:
        """The currencies that all of the cells may be in, and the heading says; none where there are two."""
        return currency_signs.common_currencies([*filter(None, [self.expected]), *self.signs])

    @property
    def are_partly_bare(self) -> bool:
        """Whether only some of the numbers show a currency, and nothing else says it."""
        return bool(self.signs) and bool(self.counts[BARE]) and not self.expected

    @property
    def disagree(self) -> bool:
        """Whether the cells can't be taken together: they show two currencies, or only some of them one."""
        return bool(self.signs) and (not self.common or self.are_partly_bare)


def with_shown_currency(field: Field, cells: Sequence[str]) -> Field:
    """An inferred field of numbers with the currency that its cells show; ambiguous where they disagree.

    Its type is then text, but it keeps how its numbers are written: the currencies of its rows may settle the matter.
    """
    if field.type not in NUMBER_TYPES or (field.bare_number and WorkbookValue not in {*map(type, cells)}):
        return field
    shown = count_shown_currencies(field, cells)
    if not shown.signs:
        return field
    if shown.disagree:
        return field._replace(type="string", ambiguous="currency")
    return field._replace(currency=shown.common[0]) if is_currency(shown.common[0]) else field


def count_shown_currencies(field: Field, cells: Iterable[str]) -> ShownCurrencies:
    """What the cells of a column show, beside what its schema or its heading says."""
    expected = (field.currency,) if field.currency else currency_signs.heading_currencies(field.name)
    missing = field.missing_texts
    shown = (find_shown_currency(cell) for cell in cells if cell.strip() not in missing)
    return ShownCurrencies(expected, Counter(possible for possible in shown if possible is not None))


def find_shown_currency(cell: str) -> PossibleCurrencies | None:
    """The currencies that a cell may be in by what it shows, `BARE` where it shows none; None for a bare zero."""
    if isinstance(cell, WorkbookValue):
        possible = (currency_signs.read_known_name(cell.currency) or (cell.currency,)) if cell.currency else BARE
    else:
        possible = currency_signs.find_possible_currencies(cell)
    return None if not possible and not any(character in "123456789" for character in cell) else possible


def agree_with_rows(field: Field, cells: Iterable[str], row_currencies: Iterable[str]) -> bool:
    """Whether each cell that shows a currency shows that of its row, and every row has one."""
    for cell, currency in zip(cells, row_currencies, strict=True):
        if cell.strip() in field.missing_texts:
            continue
        shown = find_shown_currency(cell)
        if shown is not None and not currency_signs.common_currencies(
            [currency_signs.read_currency_name(currency), *filter(None, [shown])]
        ):
            return False
    return True
