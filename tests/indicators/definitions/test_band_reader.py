"""Bands as they are written: numbers, or tables with a number and a label."""

from __future__ import annotations

from roundtable_cli.errors import Finding
from roundtable_cli.indicators.definitions.band_reader import BandStart, read_bands
from roundtable_cli.indicators.definitions.localized_text import LocalizedText
from roundtable_cli.mapping_reader import MappingReader


def read(*bands: object) -> tuple[list[BandStart], list[Finding]]:
    """The bands of a list, and what is wrong with it."""
    reader = MappingReader({"bands": [*bands]}, "f.toml", "[dimensions.age]", [])
    return read_bands(reader, lambda part, key: LocalizedText({"": part.get_text(key)})), reader.findings


def test_numbers_and_tables_may_stand_beside_each_other() -> None:
    """A number alone has no label."""
    found, findings = read(0, {"from": 5, "label": "small"})
    assert (found, findings) == ([BandStart(0), BandStart(5, LocalizedText({"": "small"}))], [])


def test_every_fault_is_told_with_its_place() -> None:
    """Then there are no bands, as any of them would be wrong."""
    found, findings = read("1", {"label": "x"}, {"from": 5, "lable": "x"})
    assert found == []
    assert [(finding.column, finding.fault) for finding in findings] == [
        ("[dimensions.age] bands", "expected a number, found a text"),
        ("[dimensions.age.bands]", "a band needs its first number"),
        ("[dimensions.age.bands]", 'unknown key "lable"'),
    ]
