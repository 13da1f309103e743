"""Numbers far outside the others of their column: beyond generous fences around its quartiles.

The fences of Tukey (1977) stand one and a half spans between the quartiles away from them. These are for slips of the
pen alone, in ages as in money. A number is far above where it lies beyond ten spans; and beyond five of the logarithms
too, or more in a long column, and five times the upper quartile: money, whose logarithms spread evenly, hardly comes so
far, however skewed it is. The logarithms are not asked where forty numbers or more show that nothing thins out in their
column, for all but the one lie within Tukey's own fences, as ages do. A number is far below where it lies ten spans of
the logarithms below, and at a tenth of the lower quartile at most. In any case it is three times as large, or small, as
any number within the fences. Signs are left aside in the logarithms, and so are zeros, which are ordinary everywhere.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate
from typing import NamedTuple

from roundtable_cli.errors import Finding
from roundtable_cli.finding_codes import OUTLIER
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.values import numerals, parsing
from roundtable_cli.tables.vocabulary.headings import is_key_heading

MIN_NUMBERS = 8  # cells, at least, of a column that shows what is far outside
FENCE_SPANS, LOG_SPANS, LOG_SPANS_BELOW = 10, 5, 10
LONG_COLUMN = 100  # cells, from which on each tenfold adds a span of the logarithms
TUKEY_SPANS, MIN_EVEN_CELLS = 1.5, 40  # spans, and cells that have to show that none but the one lies beyond them
MIN_TIMES_ABOVE, MIN_TIMES_BELOW, MIN_GAP_RATIO = 5, 10, 3
CELLS_PER_OUTLIER = 20  # one cell in so many may be far outside: more are another kind of number, no slips
IDENTIFIER_SIZE = 10**8  # whole numbers that are mostly as large are phones and other identifiers


class OutlierFences(NamedTuple):
    """Ordinary numbers lie from `low` to `high`, or, without their sign, from `least_size` to `greatest_size`."""

    low: float
    high: float
    least_size: float
    greatest_size: float

    def is_far_outside(self, number: float) -> bool:
        """Whether a number is far outside."""
        size = abs(number)
        return size > 0 and (
            size < self.least_size or (size > self.greatest_size and not self.low <= number <= self.high)
        )


def find_outliers(column: ColumnProfile) -> Iterator[Finding]:
    """Numbers far outside the rest of their column, each once, with the range of the rest.

    Where the schema declares how large numbers may be, those that are larger than the rest are right; so with small.
    """
    numbers, rules = numbers_by_text(column), column.field.constraints
    far = find_far_numbers(numbers, column.text_counts)
    rest = sorted(number for text, number in numbers.items() if text not in far) if far else []
    far = {text for text in far if not rules.is_bounded(above=numbers[text] > rest[0])}
    for text, place in column.find_first_places(far).items():
        side = "above" if numbers[text] > rest[-1] else "below" if numbers[text] < rest[0] else "outside"
        spread = "" if column.field.personal else f" ({_format_plainly(rest[0])} to {_format_plainly(rest[-1])})"
        fault = f"{column.quote_text(text)} is far {side} the other numbers{spread}"
        yield column.make_warning(OUTLIER, place, fault, "check it against its source; correct it if it is wrong")


def numbers_by_text(column: ColumnProfile) -> dict[str, float]:
    """The numbers of a column by their texts; none where they name something, or are amounts in many currencies."""
    field, texts = column.field, list(column.text_counts)
    if not column.is_numeric or field.currency_column or field.declared_values or is_key_heading(column.name):
        return {}
    if field.inferred and numerals.has_plain_marks(field):
        with suppress(ValueError):  # but for a minus that is a dash, say, these are as Python writes them
            return dict(zip(texts, map(float, texts), strict=True))
    values = parsing.parse_column(texts, field)[0]
    return {text: float(value) for text, value in zip(texts, values, strict=True) if isinstance(value, (int, float))}


def find_far_numbers(numbers: Mapping[str, float], counts: Mapping[str, int]) -> set[str]:
    """The texts whose numbers are far outside; none where they are many, or where the column's are identifiers."""
    rows = _rows_by_number(numbers, counts)
    fences = None if _are_identifiers(numbers, rows) else _compute_fences(rows)
    if not fences:
        return set()
    if not any(map(fences.is_far_outside, (min(rows), max(rows), min(map(abs, filter(None, rows)))))):
        return set()
    far = {text for text, number in numbers.items() if fences.is_far_outside(number)}
    while near := _within_gap(far, numbers):
        far -= near
    return far if sum(counts[text] for text in far) <= max(1, sum(rows.values()) // CELLS_PER_OUTLIER) else set()


def _within_gap(far: Collection[str], numbers: Mapping[str, float]) -> set[str]:
    """The numbers, of those far outside, that no gap separates from the others; signs are left aside."""
    if not far:
        return set()
    inside = [abs(number) for text, number in numbers.items() if number and text not in far]
    least, most = min(inside) / MIN_GAP_RATIO, max(inside) * MIN_GAP_RATIO
    return {text for text in far if least < abs(numbers[text]) < most}


def _format_plainly(number: float) -> str:
    return f"{number:,.0f}" if number.is_integer() else f"{number:,}"


def compute_quartiles(rows: Mapping[float, int]) -> tuple[float, float]:
    """The numbers below which a quarter and three quarters of the rows lie, between two of them where need be."""
    ordered = sorted(rows)
    ends = list(accumulate(map(rows.__getitem__, ordered)))
    lower, upper = (_interpolate_at(share * (ends[-1] - 1), ordered, ends) for share in (0.25, 0.75))
    return lower, upper


def _rows_by_number(numbers: Mapping[str, float], counts: Mapping[str, int]) -> dict[float, int]:
    """The different numbers, and how many rows hold each, written in whatever way: 5 and 5.0 are one number."""
    rows = dict(zip(numbers.values(), map(counts.__getitem__, numbers), strict=True))
    if len(rows) < len(numbers):
        rows = dict.fromkeys(rows, 0)
        for text, number in numbers.items():
            rows[number] += counts[text]
    return rows


def _interpolate_at(place: float, ordered: Sequence[float], ends: Sequence[int]) -> float:
    """The number at a place in a sorted column, from 0; `ends` tell how many rows each different number goes up to."""
    whole = math.floor(place)
    before, after = ordered[bisect_right(ends, whole)], ordered[bisect_right(ends, math.ceil(place))]
    return before + (after - before) * (place - whole)


def _compute_fences(rows: Mapping[float, int]) -> OutlierFences | None:
    """The fences of a column; none, where it has few numbers, or half of them are the same."""
    sizes = rows if min(rows, default=0) > 0 else _rows_by_size(rows)
    total = sum(sizes.values())
    if total < MIN_NUMBERS:
        return None
    lower, upper = compute_quartiles(rows)
    small, large = (lower, upper) if sizes is rows else compute_quartiles(sizes)
    if lower == upper or small == large:
        return None
    least = 0.0 if min(rows) < 0 else small / max(MIN_TIMES_BELOW, _capped_power(large / small, LOG_SPANS_BELOW))
    most = large * max(
        MIN_TIMES_ABOVE, _capped_power(large / small, LOG_SPANS + max(0, math.log10(total / LONG_COLUMN)))
    )
    low, high = (edge + FENCE_SPANS * way * (upper - lower) for edge, way in ((lower, -1), (upper, 1)))
    even = total >= MIN_EVEN_CELLS and _is_evenly_spread(rows, lower, upper)
    return OutlierFences(low, high, least, 0.0 if even else most)


def _is_evenly_spread(rows: Iterable[float], lower: float, upper: float) -> bool:
    """Whether no number lies between the fences of Tukey and ours."""
    near, far = TUKEY_SPANS * (upper - lower), FENCE_SPANS * (upper - lower)
    return not any(near < max(lower - number, number - upper) <= far for number in rows)


def _rows_by_size(rows: Mapping[float, int]) -> dict[float, int]:
    """How many rows have each number without its sign, zeros left aside."""
    sizes = {abs(number): 0 for number in rows if number}
    for number in filter(None, rows):
        sizes[abs(number)] += rows[number]
    return sizes


def _capped_power(times: float, spans: float) -> float:
    """`times` to the power of `spans`, or about the largest float where that would be more."""
    return math.exp(min(spans * math.log(times), 700))


def _are_identifiers(numbers: Mapping[str, float], rows: Mapping[float, int]) -> bool:
    """Whether they are whole numbers of which no two are the same, or mostly as large as phone numbers."""
    if not all(map(str.isdecimal, numbers)):
        return False
    return len(numbers) == sum(rows.values()) or compute_quartiles(rows)[0] >= IDENTIFIER_SIZE
