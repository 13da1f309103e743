"""The rows of a recount sheet: what was drawn, blank cells to be filled in, and what tells that a row was drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from roundtable_cli.comparison.recount.recount_request import RecountRequest, mark_row
from roundtable_cli.indicators.explaining import row_sample
from roundtable_cli.indicators.explaining.explanation import Explanation
from roundtable_cli.indicators.explaining.row_sample import SampledRow
from roundtable_cli.indicators.results import NumericValue

FOUND, VALUE_FOUND, REMARK = ANSWER_COLUMNS = ("found", "value_found", "remark")
NUMBER, OF = "number", "of"  # the row is the third of twenty of its category
PLACE_COLUMNS = ("file", "sheet", "row")
INDICATOR, CATEGORY, ROWS_IN_CATEGORY, REQUEST, MARK = KEPT_COLUMNS = (
    *("indicator", "category", "rows_in_category"),
    *("request", "mark"),
)
OWN_COLUMNS = frozenset({NUMBER, OF, *PLACE_COLUMNS, "value", *ANSWER_COLUMNS, *KEPT_COLUMNS})


class DrawnSheet(NamedTuple):
    """A sample of rows for a recount: `names` are the columns of the tables that are shown beside them.

    `without_total` are the indicators of which only categories have a value, as amounts in several currencies.
    """

    request: RecountRequest
    names: tuple[str, ...]
    rows: tuple[SampledRow, ...]
    without_total: frozenset[str] = frozenset()

    @property
    def head(self) -> tuple[str, ...]:
        """The headings of the sheet."""
        return (NUMBER, OF, *PLACE_COLUMNS, *map(heading_of, self.names), "value", *ANSWER_COLUMNS, *KEPT_COLUMNS)

    def iter_values(self) -> Iterator[tuple[object, ...]]:
        """The cells of each row, those to be filled in blank."""
        request = self.request.text
        for drawn in self.rows:
            row = drawn.row
            cells = (row.cells.get(name) for name in self.names)
            blank = (None for _ in ANSWER_COLUMNS)
            kept = (row.part, drawn.category, drawn.rows_in_category, request, mark_of(drawn, request))
            yield (drawn.number, drawn.drawn, *row.location, *cells, row.value, *blank, *kept)


def heading_of(name: str) -> str:
    """The heading of a column of a table: another one where the sheet has a column of this name."""
    return f"column_{name}" if name in OWN_COLUMNS else name


def draw_sheet(explanation: Explanation, request: RecountRequest) -> DrawnSheet:
    """The sheet of a request, whose rows an explanation tells.

    Refused where no row is counted, and where a condition can't be written in the sheet.
    """
    _ = request.text  # refused now, not when half a file is written
    rows = row_sample.draw_rows(explanation, request.size, request.seed)
    without_total = frozenset(part.code for part in explanation.parts if explanation.total_of(part).value is None)
    return DrawnSheet(request, tuple(explanation.shown_names), tuple(rows), without_total)


def mark_of(drawn: SampledRow, request: str) -> str:
    """The letters that tell that a row of this place, category and value was drawn."""
    file, sheet, row = drawn.row.location
    place = (file, sheet, "" if row is None else str(row))
    counts = (str(drawn.drawn), str(drawn.rows_in_category))
    return mark_row(request, drawn.row.part, drawn.category, *place, *counts, value_text(drawn.row.value))


def value_text(value: object) -> str:
    """A value as marks have it: a number in one way, however a spreadsheet writes it; nothing where it is hidden."""
    if isinstance(value, NumericValue):
        return format(float(value), ".10g")
    return "" if value is None else str(value)
