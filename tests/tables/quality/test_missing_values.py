"""Texts and numbers that likely stand for no value, as `check` tells them."""

from __future__ import annotations

from pathlib import Path

from roundtable_cli.finding_codes import ASSUMED_MISSING, MISSING_MARK
from roundtable_cli.tables.quality.missing_values import find_missing_values
from roundtable_cli.tables.quality.quality_warnings import find_quality_warnings
from roundtable_cli.tables.table import Field
from tests.tables.profiling.test_column_profile import column

TEXTS = ["3", "N/A", "5", "0", "-99", "2", "N/A", "1"]


def test_what_is_read_as_no_value_is_told(tmp_path: Path) -> None:
    """In a column that nobody declared."""
    (finding,) = find_missing_values(column(tmp_path, [*TEXTS, "-99"]), lambda _: False)
    assert finding.code == ASSUMED_MISSING
    assert finding.fault == '4 rows hold "N/A" or "-99", which is read as no value'


def test_what_counts_as_a_value_is_asked(tmp_path: Path) -> None:
    """In a declared column, with its first row; not where the text is listed, nor where it is declared missing."""
    declared = column(tmp_path, TEXTS, Field("c"), Field("n"))
    (finding,) = find_missing_values(declared, lambda _: False)
    assert (finding.code, finding.row) == (MISSING_MARK, 3)
    assert '2 rows hold "N/A"' in finding.fault
    assert '["", "N/A"]' in finding.remedy
    assert list(find_missing_values(declared, lambda text: text == "N/A")) == []
    numbers = column(tmp_path, [*TEXTS, "-99"], Field("c", "integer", missing_values=("", "N/A")), Field("n"))
    (finding,) = find_missing_values(numbers, lambda _: False)
    assert '["", "N/A", "-99"]' in finding.remedy
    settled = column(tmp_path, TEXTS, Field("c", "integer", missing_values=("", "N/A", "-99")), Field("n"))
    assert list(find_missing_values(settled, lambda _: False)) == []


def test_what_is_read_as_no_date_is_told(tmp_path: Path) -> None:
    """In a column of dates, too, where no number is asked by month."""
    dated = column(tmp_path, ["2026-01-05", "-", "2026-02-07"])
    assert [finding.code for finding in find_quality_warnings({"c": dated})] == [ASSUMED_MISSING]
