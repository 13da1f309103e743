"""The field of a column of a table that was read: from all its texts, and from how the other columns write theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from roundtable_cli.errors import Finding
from roundtable_cli.tables.inference import ambiguity, amount_signs, assumed_missing, doubtful_numbers, field_inference
from roundtable_cli.tables.table import NUMBER_TYPES, Field, Table
from roundtable_cli.tables.values import currency_signs, missing_marks, numerals
from roundtable_cli.tables.vocabulary import headings

if TYPE_CHECKING:  # they bring numpy
    from roundtable_cli.tables.reading.bulk.cell_grid import CellGrid
    from roundtable_cli.tables.reading.bulk.cell_spans import CellSpans


class TableTexts(Protocol):
    """A table whose texts can be asked for, column by column: from `cell_spans` where it has `bulk_grids`."""

    table: Table

    @property
    def header(self) -> tuple[str, ...]:
        """The column headings."""

    @property
    def column_names(self) -> list[str]:
        """The names of its columns, headings and others."""

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """What else columns are called, by heading: the text above a hashtag, the question of a `group/question`."""

    @property
    def delimiters(self) -> frozenset[str | None]:
        """The characters between the cells of its files."""

    @property
    def bulk_grids(self) -> tuple[CellGrid, ...]:
        """Where the cells of its files stand, if all are large and clean."""

    def cell_spans(self, name: str) -> list[CellSpans]:
        """The cells of a column, file by file, as places in bytes."""

    def raw_cells(self, name: str) -> list[str]:
        """The texts of a column."""

    def count_texts(self, field: Field) -> Mapping[str, int]:
        """The different texts of a column, and how many rows hold each."""


def infer_table_field(texts: TableTexts, name: str) -> Field:
    """The field of the column `name`, which no schema declares."""
    table, header, names = texts.table, [*texts.header, *texts.column_names], (name, *texts.other_names.get(name, ()))
    if texts.bulk_grids:
        from roundtable_cli.tables.inference import bulk_inference  # it brings numpy

        parts = texts.cell_spans(name)
        field = bulk_inference.infer_bulk_field(names, parts, table.missing_values, header, table.named_values)
        find_extremes = partial(bulk_inference.find_extremes, parts)
    else:
        cells = texts.raw_cells(name)
        field = field_inference.infer_column_field(names, cells, table.missing_values, header, table.named_values)
        find_extremes = partial(assumed_missing.find_extremes, cells)
    field = assumed_missing.assume_sentinels(
        field, find_extremes, partial(texts.count_texts, field), table.named_values
    )
    sample = bulk_inference.sample_texts(parts) if texts.bulk_grids else cells
    field = doubtful_numbers.mark_doubtful_numbers(field, sample, iterate_column_texts(texts, name), texts.delimiters)
    others = [other for other in texts.column_names if other in texts.header and other != name]
    if field.ambiguous == "currency":
        field = _settle_by_rows(texts, field, others)
    other_columns = (iterate_column_texts(texts, other) for other in others)
    has_semicolons = ";" in texts.delimiters
    return ambiguity.mark_ambiguous_points(
        field, iterate_column_texts(texts, name), other_columns, has_semicolons=has_semicolons
    )


def _settle_by_rows(texts: TableTexts, field: Field, others: Iterable[str]) -> Field:
    """A field of numbers whose cells show several currencies; certain, where a column names that of each row."""
    if currency_signs.detect_currencies(field.name):
        return field  # the heading goes before the rows
    names = (name for name in others if currency_signs.are_currency_names(iterate_column_texts(texts, name)))
    cells = texts.raw_cells(field.name)
    agree = any(amount_signs.agree_with_rows(field, cells, texts.raw_cells(name)) for name in names)
    return field._replace(type="number", ambiguous="") if agree else field


def iterate_column_texts(texts: TableTexts, name: str) -> Iterator[str]:
    """Texts of a column, each different one at least once, of a large file some hundred of each file first.

    None is made before it is asked for.
    """
    if not texts.bulk_grids:
        yield from texts.raw_cells(name)
        return
    from roundtable_cli.tables.inference import bulk_inference

    yield from bulk_inference.iterate_texts(texts.cell_spans(name))


def describe_missing_marks(texts: TableTexts, field: Field, label: str) -> Iterator[Finding]:
    """A warning for a declared column some of whose texts count as values, and likely stand for none.

    The texts are counted only where a look at them, or at the extremes of the numbers, tells that there may be some.
    """
    if field.inferred or field.declared_values or not _may_hold_missing(texts, field):
        return
    counts = texts.count_texts(field)
    likely = frozenset(assumed_missing.find_likely_missing(field, counts))
    if unnamed := sorted(missing_marks.without_named_values(likely, texts.table.named_values)):
        yield assumed_missing.missing_mark_finding(field, unnamed, counts)._replace(file=label)


def _may_hold_missing(texts: TableTexts, field: Field) -> bool:
    """Whether some text or number of a declared column may stand for no value."""
    is_plain = field.type in NUMBER_TYPES and numerals.has_plain_marks(field)
    if field.type != "string" and not is_plain:
        return False
    if texts.bulk_grids:
        from roundtable_cli.tables.inference import bulk_inference

        parts = texts.cell_spans(field.name)
        if field.type == "string":
            return bulk_inference.may_hold_marks(parts)
        extremes = bulk_inference.find_extremes(parts)
    else:
        cells = texts.raw_cells(field.name)
        if field.type == "string":
            return any(map(missing_marks.is_possible_mark, {*cells}))
        extremes = assumed_missing.find_extremes(cells)
    return missing_marks.may_hold_sentinels(*extremes, partial(headings.is_key_heading, field.name))
