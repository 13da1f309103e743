"""The columns of clean files, read from their bytes without a row in Python: what the careful way gives, or nothing.

Plain numbers are read digit by digit and texts cut out as they are; of all else each different text is read once, by
the one table of accepted forms.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.engines.pandas.engine import array
from roundtable_cli.tables.inference import field_inference
from roundtable_cli.tables.reading.bulk import row_scans
from roundtable_cli.tables.reading.bulk.cell_spans import SHAPES, Cells, may_combine
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Constraints, Field
from roundtable_cli.tables.values import parsing

Array = Any  # of numpy or pandas
Parts = Sequence[Cells]  # the cells of a column, file by file
_SAMPLE = 500  # cells that show whether texts recur, and of what type they may be
_RECURRING = 0.5  # the share of different texts up to which they do


def column(source: Source, field: Field) -> Array | None:
    """The values of a field as an array; None where a cell is at fault, which the careful way then names."""
    parts = source.laid(field.name)
    source.kept.pop(field.name, None)
    if _has_plain_numbers(field):
        found = _numbers(parts, field)
    elif _is_text(field) and not _recur(parts):
        found = _texts(parts, field)
    else:
        found = _each_kind(parts, field)
    if found is None or (field.constraints.unique and not _is_unique(found, field)):
        return None
    return found


def codes(source: Source, field: Field) -> Array | None:
    """The number of each cell's text among the different ones, -1 where it is missing; no text is made of any.

    None where it takes texts to tell: of several files, where some recur often, or are no values as they stand.
    """
    parts = source.laid(field.name)
    if len(parts) > 1 or not _is_text(field) or _recur(parts) or row_scans.has_error(parts[0]):
        return None
    absent, (found, different) = _absent(parts[0], field), parts[0].kinds
    is_ruled = field.constraints.required and absent.any()
    if field.constraints.unique:
        is_ruled |= len(different.starts) - len(np.unique(found[absent])) < len(found) - absent.sum()
    if is_ruled or any(may_combine(block.joined()) for _, block in different.blocks()):
        return None
    return np.where(absent, -1, found)


def inferred(source: Source, name: str) -> Field:
    """The field of a column that no schema declares; the same as from all of its texts."""
    parts, missing = source.laid(name), source.table.missing_values
    sample = _sample(parts)
    found = field_inference.choices(field_inference.field(name, sample, missing), sample, source.header)
    if field_inference.is_settled(found, sample):
        return found
    plain = Field(name, found.type, missing_values=missing, inferred=True)
    if found == plain and _has_plain_numbers(plain) and field_inference.field(name, _shapes(parts), missing) == plain:
        return plain
    texts = [text for cells in parts for text in cells.kinds[1].texts()]
    return field_inference.choices(field_inference.field(name, texts, missing), texts, source.header)


def _sample(parts: Parts) -> list[str]:
    return [text for cells in parts for text in cells.sample(_SAMPLE).texts()]


def _recur(parts: Parts) -> bool:
    sample = _sample(parts)
    return len(set(sample)) <= _RECURRING * len(sample)


def _has_plain_numbers(field: Field) -> bool:
    """Whether plain digits, and a decimal mark among them, mean what they say in a field's cells."""
    if field.type not in {"integer", "number"} or field.serial or any(map(str.isdigit, "".join(field.missing_values))):
        return False
    marks = field.decimal_char + field.group_char
    return len(field.decimal_char) == 1 and len({*marks}) == len(marks) and not {*marks} & {*"0123456789-"}


def _numbers(parts: Parts, field: Field) -> Array | None:
    """Plain numbers all at once; other cells by the parser of their field."""
    read = [_number(cells, field) for cells in parts]
    if any(numbers is None for numbers, _ in read):
        return None
    numbers, absent = (_together(pieces) for pieces in zip(*read, strict=True))
    if not _keeps(field, numbers[~absent], absent.any()):
        return None
    if field.type == "integer":
        return pd.arrays.IntegerArray(numbers, absent)
    numbers[absent] = np.nan
    return numbers


def _number(cells: Cells, field: Field) -> tuple[Array | None, Array]:
    """The numbers of one file, and which are missing."""
    whole = field.type == "integer"
    read = cells.numbers("." if whole else field.decimal_char)
    numbers, absent = read.whole if whole else read.floats, ~cells.filled
    others = np.flatnonzero(((read.shapes < 0) | whole & (read.places > 0)) & cells.filled)
    if len(others):
        codes, different = cells.take(others).kinds
        found, faults = parsing.column(different.texts(), field)
        if faults:
            return None, absent
        absent[others] = np.array([value is None for value in found])[codes]
        numbers[others] = np.array([value or 0 for value in found], dtype=numbers.dtype)[codes]
    return numbers, absent


def _keeps(field: Field, numbers: Array, absent: bool) -> bool:
    """Whether numbers keep their constraints; of bounds the least and the greatest tell."""
    if field.constraints == Constraints() and not field.declared:
        return True
    few = pd.unique(numbers) if field.declared or field.constraints.pattern or not len(numbers) else numbers
    told = few if few is not numbers else np.array([numbers.min(), numbers.max()])
    return cell_checks.keeps(field, [*told.tolist(), *([None] if absent else [])])


def _is_text(field: Field) -> bool:
    """Whether a field takes all texts as they are."""
    free = not (field.constraints.of_values or field.declared or field.serial)
    return free and field.type in {"string", "any"} and field.format in {"default", ""}


def _texts(parts: Parts, field: Field) -> Array | None:
    """Texts as they are; that they are trimmed is known."""
    absent = _together([_absent(cells, field) for cells in parts])
    if any(map(row_scans.has_error, parts)) or (field.constraints.required and absent.any()):
        return None
    texts = _together([cells.texts(composed=True) for cells in parts])
    texts[absent] = None
    return array(texts, field)


def _absent(cells: Cells, field: Field) -> Array:
    """Which cells are missing; only those of the right length are looked at."""
    absent, lengths = ~cells.filled, cells.ends - cells.starts
    for text in {*field.missing_values} - {""}:
        fitting = np.flatnonzero(lengths == len(text.encode()))
        absent[fitting] |= cells.take(fitting).texts() == text
    return absent


def _each_kind(parts: Parts, field: Field) -> Array | None:
    """Each different text read once, and given to the cells that hold it."""
    kinds = [(codes, different.texts()) for codes, different in (cells.kinds for cells in parts)]
    known = {text: number for number, text in enumerate(dict.fromkeys(text for _, texts in kinds for text in texts))}
    found, faults = parsing.column(known, field)
    if faults or not cell_checks.keeps(field, found):
        return None
    if len(kinds) == 1:
        return array(found, field).take(kinds[0][0])
    places = [np.array([known[text] for text in texts], dtype=np.intp)[codes] for codes, texts in kinds]
    return array(found, field).take(np.concatenate(places))


def _together(pieces: Sequence[Array]) -> Array:
    """Arrays end to end; one alone is not copied."""
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


def _is_unique(found: Array, field: Field) -> bool:
    """Whether no value recurs, where different values are different keys."""
    return field.type in cell_checks.KEY_TYPES and pd.Series(found).dropna().is_unique


def _shapes(parts: Parts) -> list[str]:
    """A text of each shape that plain numbers have, and all that are none: patterns of numbers fit these, or fail."""
    texts: list[str] = []
    for cells in parts:
        shapes = cells.numbers(".").shapes
        stands = np.full(SHAPES + 1, -1)
        stands[shapes] = np.arange(len(shapes))  # what is no plain number falls into the last place
        shown, others = stands[:-1], np.flatnonzero(shapes < 0)
        texts += [*cells.take(shown[shown >= 0]).texts(), *cells.take(others).kinds[1].texts()]
    return texts
