"""Rows of totals in a file too long to be held: the sums of its columns are kept while its records pass by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from roundtable_cli.tables.reading import total_rows


def summed(records: Iterable[tuple[int, Sequence[str]]], named: Mapping[int, Sequence[str]]) -> set[int]:
    """Of numbered rows that are named totals, those of which a number is a sum of records, or how many they are.

    Those above it, back to the one before or to the first, or those below it, up to the next; of the last one also a
    mean. Other rows of such a name are no records for these sums.
    """
    places = {place for row in named.values() for place in total_rows.numbers_of(row)}
    like, before, since = set[int](), _Sums(places), _Sums(places)
    above: int | None = None
    for number, row in records if places else ():
        if not total_rows.names_total(total_rows.called(row)):
            before.add(row)
            since.add(row)
        elif number in named:
            if before.hold(row) or since.hold(row) or (number == max(named) and before.average(row)):
                like.add(number)
            like |= {above} if above and since.hold(named[above]) else set()
            above, since = number, _Sums(places)
    return like | ({above} if above and since.hold(named[above]) else set())


class _Sums:
    """What the numbers in some places of rows add up to, in each of the two ways of writing decimals."""

    def __init__(self, places: Iterable[int]) -> None:
        self.rows = 0
        self.sums = {(place, point): Decimal(0) for place in places for point in ".,"}
        self.counts = dict.fromkeys(self.sums, 0)
        self.different = {place: set[str]() for place, _ in self.sums}

    def add(self, row: Sequence[str]) -> None:
        """One record more."""
        self.rows += 1
        for (place, point), so_far in self.sums.items():
            if (value := total_rows.decimal(row[place], point)) is not None:
                self.sums[place, point] = so_far + value
                self.counts[place, point] += 1
        for place, texts in self.different.items():
            if len(texts) < total_rows.FEW:
                texts.add(row[place])

    def hold(self, row: Sequence[str]) -> bool:
        """Whether a number of a row is one of the sums, or how many records there are."""
        if self.rows < total_rows.FEW:
            return False
        told = {key: total_rows.decimal(row[key[0]], key[1]) for key in self.sums}
        return any(
            value is not None and (value == self.rows or (value and abs(self.sums[key] - value) < total_rows.NOISE))
            for key, value in told.items()
        )

    def average(self, row: Sequence[str]) -> bool:
        """Whether a number of a row is the mean of numbers that are not alike."""
        for (place, point), sum_ in self.sums.items():
            value, count = total_rows.decimal(row[place], point), self.counts[place, point]
            told = value is not None and value not in total_rows.YEARS and len(self.different[place]) >= total_rows.FEW
            if told and value is not None and count and abs(sum_ / count - value) < total_rows.CENT:
                return True
        return False
