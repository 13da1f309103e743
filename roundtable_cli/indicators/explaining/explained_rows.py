"""What is told of a row: where it stands, what it holds, whether it is counted, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.indicators.definitions.conditions import WhereTest
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.results import NumericValue, ResultValue

COUNTED, REPEAT, LEFT_OUT = ROW_STATUSES = ("counted", "repeat", "left-out")
# Why a row is left out, in the order in which it is asked: of several reasons the first is told.
NO_RECORD_KINDS = ("total", "headings", "note", "blank-row")
NO_DATE, OUTSIDE_PERIOD, CONDITION, EARLIER, NOT_LATEST, BLANK, UNREADABLE, UNDECIDED = (
    "no-date",
    "outside-period",
    "condition",
    "earlier",
    "not-latest",
    "blank",
    "unreadable",
    "undecided",
)
DECIDES, ONLY_DENOMINATOR = "decides", "only-denominator"  # what is told of some rows that are counted


class RowLocation(NamedTuple):
    """The file of a row, its sheet (empty where it has none), and its number as a spreadsheet shows it.

    A row of a table that no file holds has the table's name, and no number.
    """

    file: str
    sheet: str = ""
    row: int | None = None

    @property
    def file_label(self) -> str:
        """The name of the file, with that of its sheet."""
        return f"{self.file} [{self.sheet}]" if self.sheet else self.file


class Reason(NamedTuple):
    """Why a row is left out, or what it is besides counted: the word for it, and the cells that it is told of.

    Each of `cells` is the name of a column and its text, None where the cell is blank. Where the row does not meet a
    condition, `condition` is its number among those that are asked.
    """

    kind: str
    cells: tuple[tuple[str, str | None], ...] = ()
    condition: int = -1


class ExplainedRow(NamedTuple):
    """One row of a table behind a value.

    `part` is the code of the indicator that reads it: that which is explained, or one that it is made of. `cells` are
    the columns that are shown, by name; a personal one has None. `categories` are those in which the row counts, of
    each breakdown. `value` is that of the counted column. `adds` is what the row adds to the value, of a quotient to
    its numerator; `adds_below` what it adds to the denominator. They are None where the value is no sum of its rows,
    or would tell what is personal. A repeat is of the value in the row `repeat_of`.
    """

    part: str
    table: str
    location: RowLocation
    status: str
    reason: Reason | None = None
    repeat_of: RowLocation | None = None
    cells: Mapping[str, str | None] = MappingProxyType({})
    categories: tuple[tuple[str, ...], ...] = ()
    value: ResultValue = None
    adds: NumericValue | None = None
    adds_below: NumericValue | None = None


class FunnelStep(NamedTuple):
    """One line of the arithmetic from the rows of a table to a value.

    `kind` is "read", a word of `Reason`, "counted", or "repeats"; `rows` is below 0 where rows are taken away. The
    steps from "read" to "counted" are of one table. `name` is the column that a step is about, or the table's files.
    """

    kind: str
    rows: int
    table: str = ""
    name: str = ""
    condition: WhereTest | None = None


class PartFunnel(NamedTuple):
    """The steps by which the rows of its tables become the value of one indicator."""

    indicator: Indicator
    steps: tuple[FunnelStep, ...]
