"""Dates in doubt are told with the cells that show it, and with what to do."""

from __future__ import annotations

from pathlib import Path

from roundtable_cli.tables.checks import ambiguous_columns
from tests.tables.inference.test_ambiguity import source


def test_two_orders_are_told_with_a_cell_of_each(tmp_path: Path) -> None:
    """The first with the month first, and the row of the first with the day first."""
    found = source(tmp_path, "c,id\n01/02/2011,1\n20/10/2011,2\n25/10/2011,3\n 04/18/2011,4\n")
    finding = ambiguous_columns.describe_ambiguity(found, found.get_field("c"))
    assert (finding.code, finding.row, finding.column) == ("ambiguous-date", 5, "c")
    assert finding.fault == (
        '"04/18/2011" has the month first, but "20/10/2011" in row 3 has the day first: '
        "no date of this column can be trusted"
    )


def test_a_fiscal_year_is_told_with_both_declarations(tmp_path: Path) -> None:
    """For months, and for years."""
    found = source(tmp_path, "c,id\n2009-10,1\n2010-11,2\n")
    finding = ambiguous_columns.describe_ambiguity(found, found.get_field("c"))
    assert finding.row == 2
    assert finding.fault.startswith('"2009-10" can be a month or a fiscal year')
    assert '"type": "yearmonth", if these are months, or "type": "string", if' in finding.remedy


def test_no_personal_date_is_quoted(tmp_path: Path) -> None:
    """Neither of the two."""
    found = source(tmp_path, "c,id\n20/10/2011,1\n04/18/2011,2\n")
    field = found.get_field("c")._replace(personal=True)
    assert "2011" not in str(ambiguous_columns.describe_ambiguity(found, field))
