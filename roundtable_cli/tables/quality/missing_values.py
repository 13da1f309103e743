"""Texts and numbers that likely stand for no value: read so where nobody declared the column, else worth a question."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from roundtable_cli.errors import MISSING_MARK, Finding, quote_alternatives
from roundtable_cli.tables.inference import assumed_missing
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.table import NUMBER_TYPES
from roundtable_cli.tables.values import missing_marks
from roundtable_cli.tables.vocabulary import headings


def find_missing_values(column: ColumnProfile, is_declared: Callable[[str], bool]) -> Iterator[Finding]:
    """Warnings for a column: what is read as no value though nobody declared it, or counts though it likely is none.

    `is_declared` says whether definitions list a text: then it is a value.
    """
    field = column.field
    if field.assumed_missing:
        label = column.source.file_labels[0]
        yield from assumed_missing.describe_assumed_missing(field, column.source.count_texts(field), label)
    if field.inferred or field.declared_values:
        return
    texts = sorted(text for text in _likely_missing(column) if not is_declared(text))
    if texts:
        rows = sum(column.text_counts[text] for text in texts)
        shown = "a text" if field.personal else quote_alternatives(texts)
        fault = f"{rows:,} {'row holds' if rows == 1 else 'rows hold'} {shown}, which counts as a value"
        declared = json.dumps([*dict.fromkeys(("", *field.missing_values, *texts))], ensure_ascii=False)
        remedy = f'if it stands for no value, write "missingValues": {declared} for the column in datapackage.json'
        first = min(column.find_first_places(texts).values(), key=lambda place: place[1])
        yield column.make_warning(MISSING_MARK, first, fault, remedy)


def _likely_missing(column: ColumnProfile) -> Iterator[str]:
    """The texts of a declared column that likely stand for no value."""
    if column.field.type == "string":
        yield from missing_marks.find_missing_marks(column.text_counts.keys(), headings.is_key_heading(column.name))
    elif column.field.type in NUMBER_TYPES:
        numbers, texts = assumed_missing.count_numbers(column.field, column.text_counts)
        for number in missing_marks.find_sentinels(numbers, headings.heading_kinds(column.name)):
            yield from texts[number]
