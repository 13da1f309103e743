"""Texts that stand for no value in a column though nobody declared them (`N/A`): how they are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from roundtable_cli.errors import ASSUMED_MISSING, WARNING, Finding
from roundtable_cli.tables.table import Field


def describe_assumed_missing(field: Field, text_counts: Mapping[str, int], label: str) -> Iterator[Finding]:
    """A warning for each text of a column that is read as no value, with the number of rows that hold it.

    `text_counts` are the texts of the column as the file has them, with their rows; `label` is what messages call the
    file.
    """
    trimmed = Counter[str]()
    for text, rows in text_counts.items():
        trimmed[text.strip()] += rows
    for text in field.assumed_missing:
        if rows := trimmed[text]:
            fault = f'{rows:,} {"row holds" if rows == 1 else "rows hold"} "{text}", which is read as no value'
            remedy = f'to declare it, write "missingValues": ["", "{text}"] for the column in datapackage.json'
            yield Finding(ASSUMED_MISSING, fault, remedy, label, None, field.name, WARNING)
