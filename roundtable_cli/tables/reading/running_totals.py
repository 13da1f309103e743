"""Rows of totals in a file too long to be held: the sums of its columns are kept while its records pass by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from roundtable_cli.tables.reading import total_rows


def find_running_totals(records: Iterable[tuple[int, Sequence[str]]], named: Mapping[int, Sequence[str]]) -> set[int]:
    """Of numbered rows that are named totals, those of which a number is a sum of records, or how many they are.

    Those above it, back to the one before or to the first, or those below it, up to the next; of the last one also a
    mean. Other rows of such a name are no records for these sums.
    """
    places = {place for row in named.values() for place in total_rows.number_positions(row)}
    like, before, since = set[int](), _RunningSums(places), _RunningSums(places)
    above: int | None = None
    for number, row in records if places else ():
        if not total_rows.is_total_label(total_rows.row_label(row)):
            before.add_record(row)
            since.add_record(row)
        elif number in named:
            if before.matches_sum(row) or since.matches_sum(row) or (number == max(named) and before.matches_mean(row)):
                like.add(number)
            like |= {above} if above and since.matches_sum(named[above]) else set()
            above, since = number, _RunningSums(places)
    return like | ({above} if above and since.matches_sum(named[above]) else set())


class _RunningSums:
    """What the numbers in some places of rows add up to, in each of the two ways of writing decimals."""

    def __init__(self, places: Iterable[int]) -> None:
        self.record_count = 0
        self.sums = {(place, point): Decimal(0) for place in places for point in ".,"}
        self.number_counts = dict.fromkeys(self.sums, 0)
        self.distinct_texts = {place: set[str]() for place, _ in self.sums}

    def add_record(self, row: Sequence[str]) -> None:
        """One record more."""
        self.record_count += 1
        for (place, point), so_far in self.sums.items():
            if (value := total_rows.parse_decimal(row[place], point)) is not None:
                self.sums[place, point] = so_far + value
                self.number_counts[place, point] += 1
        for place, texts in self.distinct_texts.items():
            if len(texts) < total_rows.FEW_CELLS:
                texts.add(row[place])

    def matches_sum(self, row: Sequence[str]) -> bool:
        """Whether a number of a row is one of the sums, or how many records there are."""
        if self.record_count < total_rows.FEW_CELLS:
            return False
        told = {key: total_rows.parse_decimal(row[key[0]], key[1]) for key in self.sums}
        return any(
            value is not None
            and (value == self.record_count or (value and abs(self.sums[key] - value) < total_rows.SUM_TOLERANCE))
            for key, value in told.items()
        )

    def matches_mean(self, row: Sequence[str]) -> bool:
        """Whether a number of a row is the mean of numbers that are not alike."""
        for (place, point), sum_ in self.sums.items():
            value, count = total_rows.parse_decimal(row[place], point), self.number_counts[place, point]
            told = (
                value is not None
                and value not in total_rows.YEAR_RANGE
                and len(self.distinct_texts[place]) >= total_rows.FEW_CELLS
            )
            if told and value is not None and count and abs(sum_ / count - value) < total_rows.MEAN_TOLERANCE:
                return True
        return False
