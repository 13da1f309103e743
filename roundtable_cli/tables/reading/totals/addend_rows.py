"""The rows that a row of totals may sum: those above it, those below it, those of its group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property

from roundtable_cli.tables.reading.totals import sum_evidence
from roundtable_cli.tables.reading.totals.number_columns import NumberTable

_NO_POSITION = -1  # in place of that of a label
Addends = Callable[[int], Sequence[int]]  # the rows that one row may sum


class AddendRows:
    """The rows of a table that others may sum; `proven`, which grows, are totals and summed by none."""

    def __init__(self, table: NumberTable, proven: Collection[int]) -> None:
        self.table, self.proven = table, proven
        self._groups = dict[tuple[int, ...], dict[tuple[str, ...], list[int]]]()

    def _rows_between(self, indexes: Sequence[int], *, below: bool) -> Addends:
        """The records between the rows of one label, or other totals: those above each, or those below."""
        stops = sorted({*indexes, *self.proven})
        places = {index: place for place, index in enumerate(stops)}
        bounds = [-1, *stops, len(self.table.rows)]

        def list_addends(index: int) -> Sequence[int]:
            place = places[index] + 1
            first, last = (bounds[place], bounds[place + 1]) if below else (bounds[place - 1], bounds[place])
            return range(first + 1, last)

        return list_addends

    def list_above(self, indexes: Sequence[int]) -> Addends:
        """The records above a row of a label, back to the one before or to another total."""
        return self._rows_between(indexes, below=False)

    def _rows_of_group(self, indexes: Sequence[int], label_position: int, keys: Sequence[int]) -> Addends:
        """The records that say in the key columns what a row says; none where it says nothing there.

        A text that no other row has is the row's label, and tells no group.
        """
        skipped, texts = {*indexes}, self.table.texts

        def list_addends(index: int) -> Sequence[int]:
            filled = tuple(
                key
                for key in keys
                if key != label_position and (text := texts(key)[index]) and len(self._group_rows((key,))[(text,)]) > 1
            )
            group = self._group_rows(filled)[tuple(texts(key)[index] for key in filled)] if filled else ()
            return [other for other in group if other not in skipped and other not in self.proven]

        return list_addends

    def list_group(self, index: int, key: int) -> list[int]:
        """The other rows, but known totals, that say in a column what a row says there."""
        group = self._group_rows((key,))[(self.table.texts(key)[index],)]
        return [other for other in group if other != index and other not in self.proven]

    def _group_rows(self, keys: tuple[int, ...]) -> Mapping[tuple[str, ...], list[int]]:
        """All rows by what they say in some columns."""
        if keys not in self._groups:
            groups = self._groups[keys] = defaultdict[tuple[str, ...], list[int]](list)
            for index, texts in enumerate(zip(*map(self.table.texts, keys), strict=True)):
                groups[texts].append(index)
        return self._groups[keys]

    def list_around(self, indexes: Sequence[int], *, below: bool) -> Addends:
        """All records above a row, or all below."""
        skipped = {*indexes, *self.proven}

        def list_addends(index: int) -> Sequence[int]:
            around = range(index + 1, len(self.table.rows)) if below else range(index)
            return [record for record in around if record not in skipped]

        return list_addends

    @cached_property
    def _key_sets(self) -> list[list[int]]:
        """The columns that may tell groups: texts and years; then codes too, numbers that recur in many rows."""
        texts = [*self.table.text_positions, *self.table.year_positions]
        codes = [
            place
            for place in self.table.measure_positions
            if 2 * len({*self.table.texts(place)}) <= len(self.table.rows)
        ]
        return [texts, [*texts, *codes]] if codes and len(codes) < len(self.table.measure_positions) else [texts]

    def list_ways(self, indexes: Sequence[int], position: int) -> Iterator[Addends]:
        """The ways in which the rows of a label may sum others."""
        yield self._rows_between(indexes, below=False)
        for keys in self._key_sets:
            yield self._rows_of_group(indexes, position, keys)
        yield self._rows_between(indexes, below=True)

    def list_total_ways(self, indexes: Sequence[int]) -> Iterator[Addends]:
        """The ways in which rows without a label in common may sum others: as those of a label, or all above."""
        yield from self.list_ways(indexes, _NO_POSITION)
        yield self.list_around(indexes, below=False)

    def choose_way(self, ways: Sequence[Addends]) -> Addends:
        """For each row the first way in which its numbers are the sums of others."""
        return lambda index: next(
            (rows for way in ways if sum_evidence.compare_sums(self.table, index, rows := way(index)).summed), ()
        )
