"""The columns of clean files, read from their bytes without a row in Python: what the careful way gives, or nothing.

Plain numbers are read digit by digit and texts cut out as they are; of all else each different text is read once, by
the one table of accepted forms.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from roundtable_cli.tables.checks import cell_checks, key_constraints
from roundtable_cli.tables.engines.pandas.engine import build_array
from roundtable_cli.tables.inference.bulk_inference import ColumnParts, sample_texts
from roundtable_cli.tables.reading.bulk import row_scans
from roundtable_cli.tables.reading.bulk.cell_spans import CellSpans, may_hold_combining
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Constraints, Field
from roundtable_cli.tables.values import numerals, parsing

Array = Any  # of numpy or pandas
_RECURRING_SHARE = 0.5  # the share of different texts up to which they do


def read_bulk_column(source: Source, field: Field) -> Array | None:
    """The values of a field as an array; None where a cell is at fault, which the careful way then names."""
    parts = source.cell_spans(field.name)
    source.span_cache.pop(field.name, None)
    if numerals.has_plain_digits(field):
        found = _number_array(parts, field)
    elif _is_free_text(field) and not _texts_recur(parts):
        found = _text_array(parts, field)
    else:
        found = _array_by_distinct_text(parts, field)
    if found is None or (field.constraints.unique and not _has_unique_values(found, field)):
        return None
    return found


def read_text_codes(source: Source, field: Field) -> Array | None:
    """The number of each cell's text among the different ones, -1 where it is missing; no text is made of any.

    None where it takes texts to tell: of several files, where some recur often, or are no values as they stand.
    """
    parts = source.cell_spans(field.name)
    if len(parts) > 1 or not _is_free_text(field) or _texts_recur(parts) or row_scans.has_error_cell(parts[0]):
        return None
    absent, (found, different) = _missing_mask(parts[0], field), parts[0].text_codes
    is_ruled = field.constraints.required and absent.any()
    if field.constraints.unique:
        is_ruled |= len(different.starts) - len(np.unique(found[absent])) < len(found) - absent.sum()
    if is_ruled or any(may_hold_combining(block.join_bytes()) for _, block in different.iterate_blocks()):
        return None
    return np.where(absent, -1, found)


def _texts_recur(parts: ColumnParts) -> bool:
    sample = sample_texts(parts)
    return len(set(sample)) <= _RECURRING_SHARE * len(sample)


def _number_array(parts: ColumnParts, field: Field) -> Array | None:
    """Plain numbers all at once; other cells by the parser of their field."""
    read = [_parse_part_numbers(cells, field) for cells in parts]
    if any(numbers is None for numbers, _ in read):
        return None
    numbers, absent = (_join_arrays(pieces) for pieces in zip(*read, strict=True))
    if not _keeps_constraints(field, numbers[~absent], absent.any()):
        return None
    if field.type == "integer":
        return pd.arrays.IntegerArray(numbers, absent)
    numbers[absent] = np.nan
    return numbers


def _parse_part_numbers(cells: CellSpans, field: Field) -> tuple[Array | None, Array]:
    """The numbers of one file, and which are missing."""
    whole = field.type == "integer"
    read = cells.plain_numbers("." if whole else field.decimal_char)
    numbers, absent = read.integer_values if whole else read.float_values, ~cells.is_filled
    others = np.flatnonzero(((read.text_shapes < 0) | whole & (read.decimal_places > 0)) & cells.is_filled)
    if len(others):
        codes, different = cells.take_cells(others).text_codes
        found, faults = parsing.parse_column(different.decode_texts(), field)
        if faults:
            return None, absent
        absent[others] = np.array([value is None for value in found])[codes]
        numbers[others] = np.array([value or 0 for value in found], dtype=numbers.dtype)[codes]
    return numbers, absent


def _keeps_constraints(field: Field, numbers: Array, absent: bool) -> bool:
    """Whether numbers keep their constraints; of bounds the least and the greatest tell."""
    if field.constraints == Constraints() and not field.declared_values:
        return True
    few = pd.unique(numbers) if field.declared_values or field.constraints.pattern or not len(numbers) else numbers
    told = few if few is not numbers else np.array([numbers.min(), numbers.max()])
    return cell_checks.satisfies_constraints(field, [*told.tolist(), *([None] if absent else [])])


def _is_free_text(field: Field) -> bool:
    """Whether a field takes all texts as they are."""
    free = not (field.constraints.restricts_values or field.declared_values or field.serial)
    return free and field.type in {"string", "any"} and field.format in {"default", ""}


def _text_array(parts: ColumnParts, field: Field) -> Array | None:
    """Texts as they are; that they are trimmed is known."""
    absent = _join_arrays([_missing_mask(cells, field) for cells in parts])
    if any(map(row_scans.has_error_cell, parts)) or (field.constraints.required and absent.any()):
        return None
    texts = _join_arrays([cells.decode_texts(composed=True) for cells in parts])
    texts[absent] = None
    return build_array(texts, field)


def _missing_mask(cells: CellSpans, field: Field) -> Array:
    """Which cells are missing; only those of the right length are looked at."""
    absent, lengths = ~cells.is_filled, cells.ends - cells.starts
    for text in {*field.missing_values} - {""}:
        fitting = np.flatnonzero(lengths == len(text.encode()))
        absent[fitting] |= cells.take_cells(fitting).decode_texts() == text
    return absent


def _array_by_distinct_text(parts: ColumnParts, field: Field) -> Array | None:
    """Each different text read once, and given to the cells that hold it."""
    kinds = [(codes, different.decode_texts()) for codes, different in (cells.text_codes for cells in parts)]
    known = {text: number for number, text in enumerate(dict.fromkeys(text for _, texts in kinds for text in texts))}
    found, faults = parsing.parse_column(known, field)
    if faults or not cell_checks.satisfies_constraints(field, found):
        return None
    if len(kinds) == 1:
        return build_array(found, field).take(kinds[0][0])
    places = [np.array([known[text] for text in texts], dtype=np.intp)[codes] for codes, texts in kinds]
    return build_array(found, field).take(np.concatenate(places))


def _join_arrays(pieces: Sequence[Array]) -> Array:
    """Arrays end to end; one alone is not copied."""
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


def _has_unique_values(found: Array, field: Field) -> bool:
    """Whether no value recurs, where different values are different keys."""
    return field.type in key_constraints.TEXT_KEY_TYPES and pd.Series(found).dropna().is_unique
