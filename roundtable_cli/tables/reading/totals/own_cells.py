"""What a row says that other rows do not say: of a row of totals that is its label, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from roundtable_cli.tables.reading.totals.label_groups import Declared, has_word
from roundtable_cli.tables.reading.totals.number_columns import NumberTable

MaySum = Callable[[int, Sequence[int]], bool]  # whether the other cells of a row let it sum some others


class OwnCells:
    """The cells of each row that are its own; a row with a label that a schema declares is a record."""

    def __init__(self, table: NumberTable, declared: Declared) -> None:
        self.table, self.declared = table, declared

    @cached_property
    def unique_positions(self) -> list[tuple[int, ...]]:
        """For each row the columns of texts in which no other row says the same: of a total, the label's at most."""
        found: list[tuple[int, ...]] = [()] * len(self.table.rows)
        for position in self.table.text_positions:
            texts = self.table.texts(position)
            counts = Counter(texts)
            for index, text in enumerate(texts):
                if counts[text] == 1 and text:
                    found[index] += (position,)
        return found

    def find_positions(self, total: int, addends: Sequence[int]) -> list[int]:
        """The columns, but those of sums, in which a row says what its addends do not all say, that have numbers."""
        summed = [index for index in addends if index in self._rows_with_numbers]
        skipped = {*self.table.measure_positions, *self.table.numbering_positions}
        return [
            place
            for place in range(self.table.width)
            if (text := self.table.texts(place)[total])
            and (
                has_word(text) and self.table.values(place)[total] is None
                if place in skipped
                else any(self.table.texts(place)[index] != text for index in summed)
            )
        ]

    @cached_property
    def _rows_with_numbers(self) -> frozenset[int]:
        """The rows that hold a number: the others add nothing to a sum."""
        columns = map(self.table.values, self.table.number_positions)
        return frozenset(index for column in columns for index, value in enumerate(column) if value is not None)

    def are_declared(self, index: int, positions: Iterable[int]) -> bool:
        """Whether a schema declares the label of a row as a category: whoever declared it says that it is a record."""
        return any(self.table.texts(position)[index] in self.declared.get(position, ()) for position in positions)

    def allow_sum(self, index: int, addends: Sequence[int]) -> bool:
        """Whether a row has one cell of its own at most, and no declared label, so that it may sum the others."""
        own = self.find_positions(index, addends)
        return len(own) < 2 and len(self.unique_positions[index]) < 2 and not self.are_declared(index, own)
