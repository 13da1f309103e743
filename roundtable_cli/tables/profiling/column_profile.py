"""A column with its texts counted: what judges columns looks at these, not at rows."""

from __future__ import annotations

import operator
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from roundtable_cli.errors import WARNING, Finding, RowPlace
from roundtable_cli.finding_codes import FindingCode
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import NUMBER_TYPES, Field
from roundtable_cli.tables.values import formula_errors, parsing
from roundtable_cli.tables.values.calendar_texts.period_texts import is_period_field
from roundtable_cli.tables.values.cell_text import clean_cell


@dataclass(frozen=True, eq=False)
class ColumnProfile:
    """A column of a table. `text_counts` says of each text, cleaned (see `clean_cell`), how many rows hold it.

    Missing values and the errors of formulas are not among the texts.
    """

    source: Source
    field: Field
    text_counts: Mapping[str, int]

    @property
    def name(self) -> str:
        """Its name in the header."""
        return self.field.name

    @property
    def cell_texts(self) -> list[str]:
        """Its cells as they stand, row by row."""
        return self.source.field_texts(self.field)

    def first_cells(self, most: int) -> list[str]:
        """The cells of the first rows, as they stand; of large files no others are made, and those of the first."""
        if not self.source.bulk_grids:
            return self.cell_texts[:most]
        first_file, *_ = self.source.cell_spans(self.name)
        return [text for _, cells in islice(first_file.iterate_blocks(most), 1) for text in cells.decode_texts()]

    @cached_property
    def row_count(self) -> int:
        """The number of its cells, filled or not."""
        return len(self.source)

    @cached_property
    def filled_count(self) -> int:
        """The number of its cells that are filled."""
        return sum(self.text_counts.values())

    @cached_property
    def key_counts(self) -> Mapping[str, int]:
        """The different values, as the keys of categories and of tables are written, and how many rows hold each."""
        if self._texts_are_keys:
            return self.text_counts
        parse, keys = parsing.make_text_parser(self.field), dict[str, int]()
        for text, rows in self.text_counts.items():
            try:
                value = parse(text)
            except ValueError:
                value = text
            if value is not None:
                key = parsing.value_to_text(value, self.field)
                keys[key] = keys.get(key, 0) + rows
        return keys

    @property
    def _texts_are_keys(self) -> bool:
        """Whether the texts are keys as they stand, as plain codes and whole numbers are: then nothing is parsed."""
        is_plain = self.field.inferred and self.field.type in {"string", "integer"} and "-0" not in self.text_counts
        return is_plain and all(map(str.isascii, self.text_counts))

    @property
    def has_repeats(self) -> bool:
        """Whether some text is in more than one row."""
        return len(self.text_counts) < self.filled_count

    @property
    def may_be_identifier(self) -> bool:
        """Whether its texts can be names or codes: words or whole numbers that can be read in one way only."""
        is_moment = self.field.is_clock or is_period_field(self.field)
        return self.field.type in {"string", "integer"} and not (self.field.ambiguous or is_moment)

    @property
    def identifies_rows(self) -> bool:
        """Whether every row has a value of its own; not where there is one row, which tells nothing."""
        return self.row_count > 1 and len(self.text_counts) == self.filled_count == self.row_count == len(
            self.key_counts
        )

    @property
    def is_numeric(self) -> bool:
        """Whether it holds numbers, whole or not."""
        return self.field.type in NUMBER_TYPES

    def as_personal(self) -> ColumnProfile:
        """The profile for a personal column: its values are never printed."""
        return replace(self, field=self.field._replace(personal=True))

    def quote_text(self, text: str) -> str:
        """A text in a message, with its rows where it has several; a personal one is not printed."""
        quoted = self.field.quote_value(text)
        return f"{quoted} ({self.text_counts[text]} rows)" if self.text_counts[text] > 1 else quoted

    def find_first_places(self, texts: Collection[str]) -> dict[str, RowPlace]:
        """Where some of its texts stand first, in one pass over the rows."""
        if not texts:
            return {}
        cells = self.cell_texts
        known = map_cells_to_texts(cells, texts)
        places: dict[str, RowPlace] = {}
        for cell, place in zip(cells, self.source.row_places(), strict=True):
            if cell in known:
                places.setdefault(known[cell], place)
        return places

    def make_warning(self, code: FindingCode, place: RowPlace, fault: str, remedy: str) -> Finding:
        """A warning about a cell of the column, which may be right as it is."""
        return Finding(code, fault, remedy, *place, self.name, WARNING)


def profile_columns(source: Source) -> dict[str, ColumnProfile]:
    """The profiles of all columns of a table, by name, in the order of the header. Refused where it can't be read."""
    return {name: profile_column(source, source.get_field(name)) for name in unique_header_names(source)}


def unique_header_names(source: Source) -> list[str]:
    """The names of a table's columns, in order, each once. Refused where its header can't be read."""
    header = {*source.header}
    return [name for name in source.column_names if name in header]


def profile_column(source: Source, field: Field) -> ColumnProfile:
    """The profile of a column of a table. Refused where the table can't be read."""
    return ColumnProfile(source, field, _clean_counts(source.count_texts(field), field))


def map_cells_to_texts(cells: Collection[str], texts: Collection[str]) -> dict[str, str]:
    """The cells that hold one of some cleaned texts, each with that text."""
    distinct = {*cells}
    if _are_all_clean(distinct):
        return {text: text for text in texts}
    return {cell: text for cell in distinct if (text := clean_cell(cell)) in texts}


def _clean_counts(counts: dict[str, int], field: Field) -> dict[str, int]:
    """The counts of cells as counts of cleaned texts, without missing values and the errors of formulas."""
    if not _are_all_clean(counts):
        cells, counts = counts, {}
        for cell, number in cells.items():
            text = clean_cell(cell)
            counts[text] = counts.get(text, 0) + number
    errors = (
        filter(formula_errors.is_formula_error, counts)
        if formula_errors.may_hold_formula_error("\n".join(counts))
        else ()
    )
    for text in counts.keys() & {*field.missing_texts, *errors}:
        del counts[text]
    return counts


def _are_all_clean(texts: Collection[str]) -> bool:
    """Whether all texts are clean already: asked of all at once, it costs little, and most columns are."""
    return all(map(operator.is_, map(str.strip, texts), texts)) and unicodedata.is_normalized("NFC", "\n".join(texts))
