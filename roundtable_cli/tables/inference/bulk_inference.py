"""A field from the cells of a large clean file: the same as from all of its texts, with as few of them as decide it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from roundtable_cli.tables.inference import field_inference
from roundtable_cli.tables.reading.bulk.cell_spans import SHAPE_COUNT, Array, CellSpans
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import missing_marks, numerals

ColumnParts = Sequence[CellSpans]  # the cells of a column, file by file
_SAMPLE_CELLS = 500  # enough to show of what type a column may be, and whether its texts recur


class BulkColumn(NamedTuple):
    """The cells of a column of large clean files, in parts, file by file; what inference asks of them all."""

    parts: ColumnParts

    def infer_field(
        self,
        names: Sequence[str],
        missing_values: tuple[str, ...],
        choices_by_question: Mapping[str, frozenset[str]],
        named_values: frozenset[str] = frozenset(),
    ) -> Field:
        """The field of a column that no schema declares, from its cells in each file; it has the first of the names.

        A sample settles most text columns, and one text of each shape settles plain numbers; else each different
        text is looked at.
        """
        choices = choices_by_question
        sample = self.sample_texts()
        from_sample = field_inference.infer_column_field(names, sample, missing_values, choices, named_values)
        if field_inference.is_surely_text(from_sample, sample) and not self.may_hold_marks():
            return from_sample
        plain = Field(names[0], from_sample.type, missing_values=missing_values, inferred=True)
        if from_sample == plain and numerals.has_plain_digits(plain):
            texts = _texts_of_each_shape(self.parts)
            if field_inference.infer_field(names[0], texts, missing_values, named_values) == plain:
                return plain
        texts = [text for cells in self.parts for text in cells.text_codes.distinct.decode_texts()]
        return field_inference.infer_column_field(names, texts, missing_values, choices, named_values)

    def may_hold_marks(self) -> bool:
        """Whether some cell may stand for no value (see `missing_marks`), as one of thousands that no sample shows."""
        return any(map(_may_hold_mark, self.parts))

    def find_extremes(self) -> tuple[float, float]:
        """The least and the greatest plain number of a column; 0 where it has none."""
        extremes = list[float]()
        for cells in self.parts:
            numbers = cells.plain_numbers(".")
            values = numbers.float_values[numbers.text_shapes >= 0]
            extremes += [float(values.min()), float(values.max())] if len(values) else []
        return min(extremes, default=0.0), max(extremes, default=0.0)

    def sample_texts(self) -> list[str]:
        """Some hundred texts of each file, from all over it."""
        return [text for cells in self.parts for text in cells.sample_cells(_SAMPLE_CELLS).decode_texts()]

    def iterate_texts(self) -> Iterator[str]:
        """A sample of the texts, which settles most questions, then each file's different texts, made when needed."""
        yield from self.sample_texts()
        for cells in self.parts:
            yield from cells.text_codes.distinct.decode_texts()


def _may_hold_mark(cells: CellSpans) -> bool:
    """Whether some cell is a mark, looked for among those that begin as a mark does and are as long."""
    lengths = cells.ends - cells.starts
    short = np.flatnonzero((lengths > 0) & (lengths <= missing_marks.MAX_MARK_BYTES))
    lengths, content = lengths[short], np.frombuffer(cells.content, np.uint8)
    first = content[cells.starts[short]]
    second = np.where(lengths > 1, content.take(cells.starts[short] + 1, mode="clip"), 0)
    suspects = short[_mark_beginnings()[first, second, lengths]]
    texts = cells.take_cells(suspects).text_codes.distinct.decode_texts() if len(suspects) else ()
    return any(map(missing_marks.is_possible_mark, texts))


@cache
def _mark_beginnings() -> Array:
    """For the first byte of a cell, its second (0: none) and its length in bytes, whether it may be a mark."""
    known = np.zeros((256, 256, missing_marks.MAX_MARK_BYTES + 1), dtype=bool)
    for mark in missing_marks.POSSIBLE_MARKS:
        for text in (mark, mark.upper(), mark.capitalize(), mark.title()):
            first, second, *_ = (*text.encode(), 0)
            known[first, second, len(text.encode())] = True
    for edge in missing_marks.EDGE_CHARACTERS:
        known[edge.encode()[0]] = True
    return known


def _texts_of_each_shape(parts: ColumnParts) -> list[str]:
    """A text of each shape that plain numbers have, and all that are none: patterns of numbers fit these, or fail."""
    texts: list[str] = []
    for cells in parts:
        shapes = cells.plain_numbers(".").text_shapes
        stands = np.full(SHAPE_COUNT + 1, -1)
        stands[shapes] = np.arange(len(shapes))  # what is no plain number falls into the last place
        shown, others = stands[:-1], np.flatnonzero(shapes < 0)
        texts += [
            *cells.take_cells(shown[shown >= 0]).decode_texts(),
            *cells.take_cells(others).text_codes.distinct.decode_texts(),
        ]
    return texts
