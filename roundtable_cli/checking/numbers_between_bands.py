"""Numbers that lie between the ends of two bands, as the names of the bands show them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from roundtable_cli.checking.column_values import iter_values
from roundtable_cli.errors import Finding
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.definitions.dimensions import Dimension
from roundtable_cli.indicators.frames.band_gaps import gap_warning, list_band_gaps
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing


def find_numbers_between_bands(binder: Binder) -> Iterator[Finding]:
    """A warning for each column of numbers that a dimension puts in bands of whole numbers, where rows have others."""
    for dimension in binder.framework.dimensions.values():
        for source in binder.sources.values() if list_band_gaps(dimension) else ():
            name = dimension.column_in_table(source.table.name)
            if source.table.paths and name in source.column_names:  # a table of keys has no file of its own
                field = source.get_field(name)
                if field.type == "number" and not field.is_untyped:
                    yield from _find_in_column(source, field, dimension)


def _find_in_column(source: Source, field: Field, dimension: Dimension) -> Iterator[Finding]:
    gaps, count, least = list_band_gaps(dimension), 0, None
    for value, _ in iter_values(source, field):
        number = None if value is None else Decimal(str(value))
        if number is None or number == number.to_integral_value():
            continue
        if any(gap.last < number < gap.next for gap in gaps):
            count, least = count + 1, number if least is None else min(least, number)
    if least is not None:
        example = parsing.value_to_text(float(least), field)
        yield gap_warning(dimension, field, example, count)._replace(file=source.file_labels[0])
