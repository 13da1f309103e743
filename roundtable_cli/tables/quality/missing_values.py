"""Texts and numbers that likely stand for no value: read so where nobody declared the column, else worth a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from roundtable_cli.errors import Finding
from roundtable_cli.tables.inference.assumptions import assumed_missing, unreadable_cells
from roundtable_cli.tables.profiling.column_profile import ColumnProfile


def find_missing_values(column: ColumnProfile, is_declared: Callable[[str], bool]) -> Iterator[Finding]:
    """Warnings for a column: what is read as no value though nobody declared it, or counts though it likely is none.

    `is_declared` says whether definitions list a text: then it is a value.
    """
    field, label = column.field, column.source.file_labels[0]
    yield from unreadable_cells.describe_unreadable(field, label)
    if field.assumed_missing:
        yield from assumed_missing.describe_assumed_missing(field, column.source.count_texts(field), label)
    for finding, texts in assumed_missing.find_mark_warnings(field, column.text_counts, is_declared):
        place = min(column.find_first_places(texts).values(), key=lambda place: place[1])
        yield finding._replace(file=place[0], row=place[1])
