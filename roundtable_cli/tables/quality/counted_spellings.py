"""Values that are counted apart and may be the same, `P001` and `p001`: told in one line where they are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import COUNTED_SPELLINGS
from roundtable_cli.tables.profiling.column_profile import profile_column
from roundtable_cli.tables.quality import near_duplicates
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field

MAX_ROWS, MAX_TEXTS = 20_000, 5_000  # of larger columns only `check` tells: a count should not wait for it


def describe_counted_spellings(
    source: Source, field: Field, is_told_apart: Callable[[str, str], bool], find_dimension: Callable[[str, str], str]
) -> Iterator[Finding]:
    """A warning for a column whose different texts are counted, if some are the same but for how they are written.

    Of two that are told apart somebody has said that they do not mean the same. Of two that a dimension has in one
    category somebody has said that they do: then its name is to be counted, in the place of the column.
    """
    if field.type != "string" or field.declared_values or source.is_external or len(source) > MAX_ROWS:
        return
    column = profile_column(source, field)
    if len(column.text_counts) > MAX_TEXTS:
        return
    pairs = [pair for pair in near_duplicates.find_twin_spellings(column) if not is_told_apart(*pair)]
    if pairs:
        first, second = pairs[0]
        shown = "two spellings" if field.personal else f'"{second}" and "{first}"'
        more = f", and {len(pairs) - 1} more such {'pair' if len(pairs) == 2 else 'pairs'}," if len(pairs) > 1 else ""
        fault = f"{shown}{more} are counted apart, and may be the same"
        remedy = "rt-stats check names their rows; if they mean the same, use one spelling"
        if dimension := find_dimension(first, second):
            fault, remedy = f"{shown}{more} are counted apart", f'to count them as one, write column = "{dimension}"'
        yield Finding(COUNTED_SPELLINGS, fault, remedy, next(iter(source.file_labels), ""), None, field.name, WARNING)
