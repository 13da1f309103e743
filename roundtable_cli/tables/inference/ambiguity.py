"""Columns that can be read in two ways: what tells it from the other columns of a table, and what settles it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from roundtable_cli.tables.inference import field_inference
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import numerals
from roundtable_cli.tables.values.workbook_value import Native

if TYPE_CHECKING:  # it asks here for what it infers
    from roundtable_cli.tables.source import Source

_SAMPLE = 500  # cells of a large file that settle most of what is asked


class Doubt(NamedTuple):
    """Why a field is `ambiguous`: the trimmed texts that have two readings, and the ways to declare one.

    A way is the properties of a field, as JSON writes them; there is none where some cells only have a percent sign.
    """

    texts: frozenset[str]
    ways: tuple[str, ...] = ()


def inferred(source: Source, name: str) -> Field:
    """The field of a column that no schema declares, from all of its rows, and from how the other columns write."""
    if source.grids:
        from roundtable_cli.tables.engines.pandas import vectorized

        return judged(source, vectorized.inferred(source, name))
    texts = source.cells(name)
    return judged(
        source,
        field_inference.choices(field_inference.field(name, texts, source.table.missing_values), texts, source.header),
    )


def judged(source: Source, field: Field) -> Field:
    """A field as it was inferred; ambiguous, if each of its points may part thousands where commas are decimal.

    They are if another column of the table shows a decimal comma, or if a file is delimited by semicolons, as where
    people write one, and no other column shows a decimal point.
    """
    if not field.inferred or not field_inference.has_plain_point(field) or not _has_points_alone(source, field):
        return field
    others = (name for name in source.names if name in source.header and name != field.name)
    marks = {
        numerals.decimal_mark(field_inference.parted(_different(source, name), field.missing_values)[1])
        for name in others
    }
    semicolons = any(file.mark == ";" for file in source.files.values())
    return field_inference.ambiguous(field, "number") if "," in marks or (semicolons and "." not in marks) else field


def _has_points_alone(source: Source, field: Field) -> bool:
    texts = (cell.strip() for cell in _different(source, field.name) if not isinstance(cell, Native))
    return numerals.may_part_thousands(text for text in texts if text not in field.missing_values)


def _different(source: Source, name: str) -> Iterator[str]:
    """The texts of a column, those of a large file each once, after a sample; none is made before it is asked for."""
    if not source.grids:
        yield from source.cells(name)
        return
    parts = source.laid(name)
    for cells in parts:
        yield from cells.sample(_SAMPLE).texts()
    for cells in parts:
        yield from cells.kinds[1].texts()


def doubt(field: Field, texts: Iterable[str]) -> Doubt:
    """What leaves a field ambiguous, told from the texts of its column: a value of a workbook is in no doubt."""
    own, others = field_inference.parted(texts, field.missing_values)
    shown = others - numerals.NOTHING
    if field.ambiguous == "date":
        return next(filter(None, (_doubtful_dates(field, shown, formats) for formats in field_inference.DAY_OR_MONTH)))
    signed = {text for text in shown if "%" in text}
    if signed and (own or numerals.may_be_parts(shown - signed)):
        return Doubt(frozenset(signed))
    return _doubtful_marks(shown)


def _doubtful_dates(field: Field, shown: Collection[str], formats: tuple[str, str]) -> Doubt | None:
    if len(field_inference.readings(field, shown, formats)) < len(formats):
        return None
    first, second = formats
    texts = frozenset(text for text in shown if field_inference.read(text, first) != field_inference.read(text, second))
    return Doubt(texts, tuple(f'"format": "{format_}"' for format_ in formats)) if texts else None


def _doubtful_marks(shown: Collection[str]) -> Doubt:
    """The numbers that styles read in two ways, and what declares each way, the one with thousands first."""
    cores = {text: numerals.core(text) or "" for text in shown}
    styles = numerals.styles(cores.values())
    texts = [text for text, core in cores.items() if len({numerals.plainly(core, *style) for style in styles}) > 1]
    readings = {tuple(numerals.plainly(cores[text], *style) for text in texts): style for style in styles}
    marks, bare = {mark for core in cores.values() for mark in core}, not any(map(numerals.MARK.search, shown))
    ways = [_declared(*style, marks) + ("" if bare else ' and "bareNumber": false') for style in readings.values()]
    return Doubt(frozenset(texts), tuple(sorted(ways, key=lambda way: "groupChar" not in way)))


def _declared(point: str, group: str, marks: Collection[str]) -> str:
    """The properties of a field that declare a style of numbers which show some marks."""
    if group not in marks:
        return f'"decimalChar": "{point}"'
    return f'"groupChar": "{group}"' + (f' and "decimalChar": "{point}"' if point != "." else "")
