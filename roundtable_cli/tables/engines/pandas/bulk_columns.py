"""Columns of clean files, read from their bytes without a row in Python: the values that `values` gives, or nothing.

Plain numbers are read digit by digit and texts cut out as they are; of all else each different text is read once, by
the parser of the field.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from roundtable_cli.tables.checks import cell_checks, key_constraints
from roundtable_cli.tables.engines.pandas.arrays import build_array, build_arrow_texts
from roundtable_cli.tables.inference.bulk_inference import BulkColumn, ColumnParts
from roundtable_cli.tables.reading.bulk.cell_spans import Array, CellSpans, may_hold_combining
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Constraints, Field
from roundtable_cli.tables.values import numerals, parsing

_RECURRING_SHARE = 0.5  # the share of different texts up to which texts recur


def read_bulk_column(source: Source, field: Field) -> Array | None:
    """The values of a field as an array; None where a cell is at fault, which reading cell by cell then names."""
    parts = source.cell_spans(field.name)
    source.span_cache.pop(field.name, None)  # its memory, which may be that of the column, is free after this
    if numerals.has_plain_digits(field):
        values = _number_array(parts, field)
    elif _is_free_text(field) and not _texts_recur(parts):
        values = _text_array(parts, field)
    else:
        values = _array_by_distinct_text(parts, field)
    return None if values is None or (field.constraints.unique and not _has_unique_values(values, field)) else values


def read_text_codes(source: Source, field: Field) -> Array | None:
    """The number of each cell's text among the different ones, -1 where it is missing; no text is made of any.

    None where it takes texts to tell: of several files, where some recur often, or are no values as they stand.
    """
    parts = source.cell_spans(field.name)
    if len(parts) > 1 or not _is_free_text(field) or _texts_recur(parts) or parts[0].has_formula_error:
        return None
    is_missing, (codes, distinct) = _missing_mask(parts[0], field), parts[0].text_codes
    breaks_constraint = field.constraints.required and is_missing.any()
    if field.constraints.unique:
        missing_texts = len(np.unique(codes[is_missing]))
        breaks_constraint |= len(distinct.starts) - missing_texts < len(codes) - is_missing.sum()
    # Two texts that are not composed may be one when they are.
    if breaks_constraint or any(may_hold_combining(block.join_bytes()) for _, block in distinct.iterate_blocks()):
        return None
    return np.where(is_missing, -1, codes)


def _texts_recur(parts: ColumnParts) -> bool:
    sample = BulkColumn(parts).sample_texts()
    return len(set(sample)) <= _RECURRING_SHARE * len(sample)


def _number_array(parts: ColumnParts, field: Field) -> Array | None:
    """Plain numbers all at once; other cells by the parser of their field. None where one is at fault."""
    columns = [_parse_part_numbers(cells, field) for cells in parts]
    if any(numbers is None for numbers, _ in columns):
        return None
    numbers, is_missing = (_join_arrays(pieces) for pieces in zip(*columns, strict=True))
    if not _keeps_constraints(field, numbers[~is_missing], is_missing.any()):
        return None
    if field.type == "integer":
        return pd.arrays.IntegerArray(numbers, is_missing)
    numbers[is_missing] = np.nan
    return numbers


def _parse_part_numbers(cells: CellSpans, field: Field) -> tuple[Array | None, Array]:
    """The numbers of one file, None where a cell is at fault, and which are missing."""
    is_integer = field.type == "integer"
    plain = cells.plain_numbers("." if is_integer else field.decimal_char)
    numbers, is_missing = plain.integer_values if is_integer else plain.float_values, ~cells.is_filled
    is_other = ((plain.text_shapes < 0) | is_integer & (plain.decimal_places > 0)) & cells.is_filled
    others = np.flatnonzero(is_other)
    if len(others):
        codes, distinct = cells.take_cells(others).text_codes
        values, faults = parsing.parse_column(distinct.decode_texts(), field)
        if faults:
            return None, is_missing
        is_missing[others] = np.array([value is None for value in values])[codes]
        numbers[others] = np.array([value or 0 for value in values], dtype=numbers.dtype)[codes]
    return numbers, is_missing


def _keeps_constraints(field: Field, numbers: Array, has_missing: bool) -> bool:
    """Whether numbers keep their constraints; of bounds the least and the greatest tell."""
    if field.constraints == Constraints() and not field.declared_values:
        return True
    is_bounded_only = len(numbers) and not (field.declared_values or field.constraints.pattern)
    decisive: Array = np.array([numbers.min(), numbers.max()]) if is_bounded_only else pd.unique(numbers)
    return cell_checks.satisfies_constraints(field, [*decisive.tolist(), *([None] if has_missing else [])])


def _is_free_text(field: Field) -> bool:
    """Whether a field takes all texts as they are."""
    is_free = not (field.constraints.restricts_values or field.declared_values or field.serial)
    return is_free and field.type in {"string", "any"} and field.format in {"default", ""}


def _text_array(parts: ColumnParts, field: Field) -> Array | None:
    """Texts as they are, which have no white space around them: a grid is laid over no file with such cells."""
    masks = [_missing_mask(cells, field) for cells in parts]
    has_missing = any(mask.any() for mask in masks)
    if any(cells.has_formula_error for cells in parts) or (field.constraints.required and has_missing):
        return None
    present = [cells.without_cells(is_missing) for cells, is_missing in zip(parts, masks, strict=True)]
    if (values := build_arrow_texts(present)) is not None:
        return values
    texts = _join_arrays([cells.decode_texts(composed=True) for cells in present])
    texts[_join_arrays(masks)] = None
    return build_array(texts, field)


def _missing_mask(cells: CellSpans, field: Field) -> Array:
    """Which cells are missing; of those that are filled, texts are made of the ones with a missing value's length."""
    is_missing, lengths = ~cells.is_filled, cells.ends - cells.starts
    for text in {*field.missing_values} - {""}:
        fitting = np.flatnonzero(lengths == len(text.encode()))
        is_missing[fitting] |= cells.take_cells(fitting).decode_texts() == text
    return is_missing


def _array_by_distinct_text(parts: ColumnParts, field: Field) -> Array | None:
    """Each different text read once, and its value given to the cells that hold it."""
    coded = [(codes, distinct.decode_texts()) for codes, distinct in (cells.text_codes for cells in parts)]
    positions = {text: index for index, text in enumerate(dict.fromkeys(text for _, texts in coded for text in texts))}
    values, faults = parsing.parse_column(positions, field)
    if faults or not cell_checks.satisfies_constraints(field, values):
        return None
    if len(coded) == 1:
        return build_array(values, field).take(coded[0][0])
    places = [np.array([positions[text] for text in texts], dtype=np.intp)[codes] for codes, texts in coded]
    return build_array(values, field).take(np.concatenate(places))


def _join_arrays(pieces: Sequence[Array]) -> Array:
    """Arrays end to end; one alone is not copied."""
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


def _has_unique_values(values: Array, field: Field) -> bool:
    """Whether no value recurs, of types whose different values are different keys."""
    return field.type in key_constraints.TEXT_KEY_TYPES and pd.Series(values).dropna().is_unique
