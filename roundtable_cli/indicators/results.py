"""What a computation returns: values with the counts of the rows behind them, and notes; no texts in any language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple, overload

from roundtable_cli.errors import Finding
from roundtable_cli.indicators.definitions.conditions import WhereTest
from roundtable_cli.indicators.definitions.dimensions import TOTAL, Category, Dimension
from roundtable_cli.indicators.definitions.framework import Indicator, ResultsFramework
from roundtable_cli.indicators.definitions.localized_text import LocalizedText
from roundtable_cli.indicators.definitions.periods import ReportingPeriod

RESULT_AUTHOR = "rt-stats"  # of workbooks of results: by it `check` knows that they are no data of a project
NumericValue = int | float | Decimal
ResultValue = NumericValue | date | str | None
CellKey = tuple[tuple[str, str], ...]  # (dimension, category) for each dimension that isn't totalled; () is the total
_QUOTIENT_CONTEXT = Context(prec=34)  # the digits of a 128-bit decimal
_WIDE_CONTEXT = Context(prec=1_000_000)  # as many digits as any number here has
_MIN_FLOAT, _MAX_FLOAT = Fraction(1, 10**300), 10**15  # between these a quotient is a float


class Counts(NamedTuple):
    """How many rows are behind a value; None for a formula, which is made of values, but for what its parts miss.

    `rows` met the conditions. Of them, `repeats` are of someone already counted, and `missing` lack the counted value.
    `outside` have no date, where a period is asked. In `blank` rows what a share tests is blank. `overlap` is by how
    much the parts of a total are more than it.
    """

    rows: int | None = None
    repeats: int | None = None
    missing: int | None = None
    outside: int | None = None
    overlap: NumericValue | None = None
    blank: int | None = None


class GroupSize(NamedTuple):
    """How many rows and people a value is of."""

    rows: int
    people: int


class Result(NamedTuple):
    """The value of one indicator in one cell.

    The value is an int where it is exact, else a Decimal, a float for means, shares and ratios, in the unit
    `indicator.unit` (a share in "%" is 53.9, not 0.539); a date or text where the counted column holds such; None where
    there is no value.
    `parts` are numerator and denominator of a share or ratio. `currency` is that of amounts whose rows name their own.
    A value that `is_hidden` would tell what few people have: it is None here. Where personal values are added up,
    `size` says of how many people; of a formula, it is that of its smallest part. Where the indicator `is_refused`, and
    others that were asked for are not, it has no value.
    """

    indicator: Indicator
    cell: CellKey
    value: ResultValue
    counts: Counts = Counts()
    parts: tuple[NumericValue, NumericValue] | None = None
    currency: str = ""
    is_hidden: bool = False
    size: GroupSize | None = None
    is_refused: bool = False

    def hide_value(self) -> Result:
        """The result without its value, and without what would tell it."""
        return self._replace(value=None, parts=None, is_hidden=True)

    @property
    def code(self) -> str:
        """The indicator's code."""
        return self.indicator.code

    @property
    def unit(self) -> LocalizedText:
        """The unit of the value: the indicator's, or the currency that its rows name."""
        return LocalizedText({"": self.currency}) if self.currency else self.indicator.unit

    def category(self, dimension: str) -> str:
        """The category of a dimension, `total` where all are taken together."""
        return dict(self.cell).get(dimension, TOTAL)


class Note(NamedTuple):
    """Something a reader must know of an indicator's numbers: the key of its words, and what these are about."""

    kind: str
    indicator: Indicator | None = None
    about: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Results(Sequence[Result]):
    """The results of a computation, in order, with what is needed to lay them out.

    `hidden` are the names of what is personal: the values that a condition asks of them are not to be printed.
    `assumptions` are warnings: what was left out of the files that were read, or assumed about them. `left_out` says of
    how many rows, by table; tables of which none was left out are not in it. `unreadable` says how many cells were, as
    they can't be read, of the columns that each indicator reads, by its code. `refused` says why some of the indicators
    are refused.
    """

    framework: ResultsFramework
    results: tuple[Result, ...]
    notes: tuple[Note, ...] = ()
    by: tuple[Dimension, ...] = ()
    categories: Mapping[str, tuple[Category, ...]] = field(default_factory=dict)
    period: ReportingPeriod | None = None
    where: tuple[WhereTest, ...] = ()
    hidden: frozenset[str] = frozenset()
    assumptions: tuple[Finding, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    unreadable: Mapping[str, int] = field(default_factory=dict)
    refused: tuple[Finding, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Result: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Result, ...]: ...
    def __getitem__(self, index: int | slice) -> Result | tuple[Result, ...]:
        """The result, or the results, at a position."""
        return self.results[index]

    def __len__(self) -> int:
        return len(self.results)

    @property
    def indicators(self) -> list[Indicator]:
        """The indicators, in order, each once."""
        return list({result.code: result.indicator for result in self.results}.values())

    @property
    def has_blanks(self) -> bool:
        """Whether what a share tests is blank in any row."""
        return any(result.counts.blank for result in self.results)

    @property
    def has_hidden(self) -> bool:
        """Whether any value is hidden, as it would tell what few people have."""
        return any(result.is_hidden for result in self.results)

    def left_out_rows(self, indicator: Indicator) -> int | None:
        """How many rows were left out of the tables that an indicator counts; None for a formula, which has none."""
        if indicator.is_formula:
            return None
        return sum(self.left_out.get(table, 0) for table in indicator.tables or (indicator.table,))

    def of(self, code: str, cell: CellKey = ()) -> Result | None:
        """The result of an indicator in a cell; None where it was not computed."""
        return self._results_by_cell.get((code, cell))

    @cached_property
    def _results_by_cell(self) -> dict[tuple[str, CellKey], Result]:
        return {(result.code, result.cell): result for result in self.results}

    def each(self, code: str) -> Iterator[Result]:
        """All results of an indicator, in order."""
        return (result for result in self.results if result.code == code)


def to_output_number(value: int | Fraction, quotient: bool = False) -> NumericValue:
    """An exact number as an int, else as a Decimal where that is exact, else as the nearest float.

    Of a quotient there is in general no exact decimal: it is a float, or where a float would not have all digits before
    the decimal point, or be 0, a Decimal of 34 digits.
    """
    value = Fraction(value)
    if value.denominator == 1:
        return int(value)
    if not quotient and (exact := _exact_decimal(value)) is not None:
        return exact
    if _MIN_FLOAT <= abs(value) < _MAX_FLOAT:
        return float(value)
    return _QUOTIENT_CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))


def _exact_decimal(value: Fraction) -> Decimal | None:
    """A number as a Decimal with all of its digits; None where it has no end of them."""
    twos = (value.denominator & -value.denominator).bit_length() - 1
    fives, rest = 0, value.denominator >> twos
    while rest % 5 == 0:
        fives, rest = fives + 1, rest // 5
    if rest > 1:
        return None
    decimals = max(twos, fives)
    return Decimal(value.numerator * 10**decimals // value.denominator).scaleb(-decimals, _WIDE_CONTEXT)
