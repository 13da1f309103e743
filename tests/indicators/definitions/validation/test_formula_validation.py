"""Indicators that are made of others: what makes no sense is refused before any row is read, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.errors import Finding
from roundtable_cli.indicators.definitions import definitions_reader

PARTS = """
[indicators.a]
table = "t"
measure = "count"
[indicators.b]
table = "u"
measure = "count"
[indicators.people]
table = "t"
measure = "unique"
column = "person"
[indicators.share]
measure = "ratio"
of = ["a", "b"]
"""


def find_faults(folder: Path, formula: str) -> list[Finding]:
    """What is wrong with definitions that have one formula more."""
    path, faults = folder / "indicators.toml", list[Finding]()
    path.write_text(PARTS + formula, encoding="utf-8")
    definitions_reader.read_framework(path, faults)
    return faults


def test_a_sum_of_what_can_be_added_has_no_fault(tmp_path: Path) -> None:
    """Rows of two tables."""
    assert find_faults(tmp_path, '[indicators.all]\nmeasure = "sum"\nof = ["a", "b"]\n') == []


@pytest.mark.parametrize(
    ("formula", "fault"),
    [
        ('[indicators.all]\nmeasure = "sum"\nof = ["a", "c"]\n', 'no indicator "c"'),
        ('[indicators.all]\nmeasure = "ratio"\nof = ["share", "a"]\n', "share is a ratio or share itself"),
        ('[indicators.all]\nmeasure = "sum"\nof = ["a", "all"]\n', "in a circle"),
        ('[indicators.all]\nmeasure = "sum"\nof = ["a", "people"]\n', "counts each person once"),
        (
            '[indicators.two]\nmeasure = "sum"\nof = ["a", "b"]\n'
            '[indicators.all]\nmeasure = "sum"\nof = ["two", "a"]\n',
            "a is added 2 times",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, formula: str, fault: str) -> None:
    """One fault, with its place and a remedy."""
    (found,) = find_faults(tmp_path, formula)
    assert fault in found.fault
    assert found.column.startswith("[indicators.")
    assert found.remedy
