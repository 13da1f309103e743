"""Bands of a dimension: the first number of each, with a label or without."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from roundtable_cli.indicators.definitions.localized_text import LocalizedText
from roundtable_cli.mapping_reader import MappingReader

ReadLabel = Callable[[MappingReader, str], LocalizedText]


class BandStart(NamedTuple):
    """The first number of a band, and what the band is called; no text where it is called by its numbers."""

    number: int | Decimal
    label: LocalizedText = LocalizedText()


def read_bands(reader: MappingReader, read_label: ReadLabel) -> list[BandStart]:
    """The bands of a dimension: `18`, or `{ from = 18, label = "youth" }`. What is wrong is added to the reader."""
    written, findings = reader.get_value("bands", list, default=[]), len(reader.findings)
    bands = []
    for item in written:
        if not isinstance(item, dict):
            bands.append(BandStart(reader.with_mapping({"bands": item}).get_number("bands", 0)))
            continue
        part = reader.with_mapping(item).with_section(f"{reader.section[:-1]}.bands]")
        if "from" not in item:
            part.add_fault("a band needs its first number", 'write { from = 18, label = "…" }')
        bands.append(BandStart(part.get_number("from", 0), read_label(part, "label")))
        part.report_unknown_keys()
    return bands if len(reader.findings) == findings else []
